"""A damaged workbook read page by page as far as it can be, and made into a new one; it is never written to.

May import: what stands beside it in ``storage``. Does not belong here: when to recover (services).
"""
