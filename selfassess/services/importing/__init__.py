"""Everything that comes in: what a file is, an import planned and carried out, merging, narratives, reports, copies.

May import: ``safety``, ``workbook`` and what services may import. Not here: how a format is read (exchange).
"""
