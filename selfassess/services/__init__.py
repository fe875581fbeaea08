"""Use cases: what the command line and the window ask for, and the only writers of the store.

May import: exchange, storage, packs, domain. Does not belong here: Qt, SQL, or how a file is laid out.
"""
