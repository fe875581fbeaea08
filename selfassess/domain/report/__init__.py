"""The self-assessment as a document: ordered sections made once, which the screen and every format draw.

May import: every subject below it, down to ``text``. Does not belong here: type faces, pages, and cells (exchange).
"""
