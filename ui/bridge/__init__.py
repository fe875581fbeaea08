"""Where plain Python meets Qt: signals for events, worker tasks with progress and cancel, errors, undo actions.

May import Qt core and ``selfassess``. Nothing that is drawn belongs here; ``widgets`` and this room know nothing of
each other.
"""
