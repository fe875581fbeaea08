"""Excel out: registers to edit and send back, sheets to read and print, and how all of them look.

May import: what stands beside it in ``excel``, domain, packs, openpyxl. Does not belong here: what an edition may show.
"""
