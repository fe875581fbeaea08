"""The ``.sawb`` file: the only room that knows SQL.

May import: domain, packs, sqlite3 and sqlite-utils. Does not belong here: what an edit means (that is the
domain's), when to write (that is the services'), and anything a person reads except why a file cannot be used.
"""
