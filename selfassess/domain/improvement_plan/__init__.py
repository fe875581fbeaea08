"""The improvement plan: how each action stands on a day, and what moved since another.

May import readiness, the history and what lies below. What a document says of it belongs to ``report`` or stands in
``progress_report`` here; what a page shows of it belongs to the page.
"""
