"""The dialog that starts a new year from an earlier one: choose the year, see what comes along, then start it.

Working out what comes along changes nothing. Starting is one step, which can be undone.
"""
