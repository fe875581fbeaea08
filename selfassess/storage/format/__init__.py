"""The format of the file: its header, its migrations, and whether a file is what this program writes and nothing else.

May import: what stands beside it in ``storage``. Does not belong here: reading and writing records.
"""
