"""One folder for each feature: its page, and the model that feeds it.

A page may import ``widgets``, ``bridge`` and ``selfassess``. Pages never import each other, a dialog or ``shell``:
what two of them need belongs in ``widgets`` (looks) or in ``selfassess`` (meaning).
"""
