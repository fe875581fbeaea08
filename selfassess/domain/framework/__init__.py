"""What a framework and an information return hold, and which keys of a later version stand for those of an earlier one.

May import: nothing of the product. Does not belong here: reading packs (``packs``), or what people wrote under them.
"""
