"""The dialog that imports a file: choose it, say what it means, see what it would do, decide, and see what came of it.

Reading runs on a worker and changes nothing. What is imported is one step, which can be undone. May import the bridge,
widgets, services, and of ``exchange`` what other people's spreadsheets mean. How a merge is worked out does not belong
here.
"""
