"""The page of the visit: what is next, and the registers of interviews, cases, requests, meetings and accuracy points.

May import: the domain, ``services`` and ``ui.widgets``. Does not belong here: rules of what is late or covered.
"""
