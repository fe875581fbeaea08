"""What happens around CQC's visit: cases against criteria, days that count, what is next and what is late.

May import: ``model`` and what stands below it. Does not belong here: how a page or a form looks, and the clock.
"""
