"""Our own Excel back in: recognised, read row by row whatever people have done to it, and verified.

May import: what stands beside it in ``excel``, ``spreadsheets``, domain, packs. Does not belong here: what is done with
a workbook once it is read.
"""
