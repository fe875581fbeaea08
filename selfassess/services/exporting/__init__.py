"""Everything that goes out: documents and spreadsheets, the return pack, and the look at its files before.

May import: ``safety``, ``workbook`` and what services may import. Does not belong here: what a document says (domain).
"""
