"""An open workbook: opening, the session that runs commands, backups, temporary files, settings and drafts.

May import: exchange, storage, packs, domain. Does not belong here: what comes in, what goes out, and what is mended.
"""
