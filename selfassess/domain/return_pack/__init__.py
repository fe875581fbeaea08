"""The return as it is handed over: which file goes under which name, its index, and what somebody should know before.

May import: ``report``, ``information_return``, ``model`` and what is below. Does not belong here: copying files.
"""
