"""One folder for each dialog in which somebody does one thing from beginning to end: import, export, carry forward.

A dialog may import ``widgets``, ``bridge`` and ``selfassess``. Dialogs never import each other, a page or ``shell``.
"""
