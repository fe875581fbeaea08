"""The information return: what each item lacks, the figures it asks for, and how far back it looks.

May import: ``model`` and what stands below it. Does not belong here: the files that are handed over (``return_pack``).
"""
