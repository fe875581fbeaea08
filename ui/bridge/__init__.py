"""Where plain Python meets Qt: the workspace with its signals, worker tasks with progress and cancel, errors.

May import Qt core and ``selfassess``. Nothing that is drawn belongs here, and nothing that one feature needs;
``widgets`` and this room know nothing of each other.
"""
