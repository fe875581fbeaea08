"""What a council shares with its region: scores, measures, coverage and actions by statement and year, and no text.

May import: ``readiness`` and ``measures`` and what stands below them. Does not belong here: files, databases, drawing.
"""
