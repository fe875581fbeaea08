"""Years of a workbook: carried forward, checked, signed off, what their history tells, and the packs they rest on.

May import: the other subjects of services. Does not belong here: the rules of carrying and signing (domain).
"""
