"""Keeping a workbook safe: restoring, recovery of damaged files, sibling copies, locks, encryption, removing for good.

May import: ``workbook`` and what services may import. Does not belong here: taking a backup, which ``workbook`` does.
"""
