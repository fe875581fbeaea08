"""One year and another: beginning a year from an earlier one, years side by side, a narrative of an earlier year.

May import: ``report``, ``readiness``, ``model`` and what stands below them. Does not belong here: merging copies.
"""
