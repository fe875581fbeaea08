"""Two copies of one workbook set against each other: three-way, who knew of what, row matching, decisions, offers.

May import: ``model`` and what stands below it. Does not belong here: where the copies come from (services).
"""
