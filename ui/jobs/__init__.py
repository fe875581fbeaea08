"""Long work as a person sees it: a dialog that runs a job and can stop it, and jobs that go in slices of idle time.

May import: ``ui.widgets``, ``ui.bridge`` and what they may. Does not belong here: what any one job does.
"""
