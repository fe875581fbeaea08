"""Word: an outline as a document with real styles, whose texts know where they were written.

May import: domain, packs, ``exchange.outlines``, python-docx, lxml. Does not belong here: what stands in the document
(the outline decides), who may see it, or somebody else's Word files.

``body`` turns every block of the outline into paragraphs and tables, and is the one place that does; ``markup`` writes
their XML, ``styles`` says how they look, ``template`` opens the council's own. ``identity`` is what is needed to take
the document in again: ``reader`` reads its lines, in the process that is there for files from outside, and
``returning`` says what was changed in them.
"""

from selfassess.exchange.word.identity import VERSION, Identity, Tag, identity_of, read_tag
from selfassess.exchange.word.reader import read
from selfassess.exchange.word.returning import Edit, Returned, compare
from selfassess.exchange.word.verification import verify
from selfassess.exchange.word.writer import WordReport, write

__all__ = [
    "VERSION", "Edit", "Identity", "Returned", "Tag", "WordReport", "compare", "identity_of", "read", "read_tag",
    "verify", "write",
]  # fmt: skip
