"""Other people's spreadsheets as plain cells; what they mean is for ``exchange.foreign``.

May import: domain, ``archive``, python_calamine. Does not belong here: what a cell means. ``cells`` is only for the
process apart (``exchange.apart``): any file may end the library that it reads with.
"""
