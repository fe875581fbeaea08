"""The dialog that imports a file: choose it, say what it means, see what it would do, decide, and see what came of it.

Reading runs on a worker and changes nothing. What is imported is one step, which can be undone. May import the bridge,
widgets and services. What a spreadsheet means and how a merge is worked out does not belong here.
"""
