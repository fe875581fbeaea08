"""Word: an outline as a document with real styles, whose texts know where they were written.

May import: domain, packs, ``exchange.outlines``, python-docx, lxml. Does not belong here: what stands in the document
(the outline decides), who may see it, or somebody else's Word files.

``body`` turns every block of the outline into paragraphs and tables, and is the one place that does; ``markup`` writes
their XML, ``styles`` says how they look, ``template`` opens the council's own. ``identity`` is what is needed to take
the document in again: ``reader`` reads its lines, in the process that is there for files from outside, and
``returning`` says what was changed in them.
"""

from selfassess.exchange.word.identity import VERSION, Identity, Tag, identity_of, read_tag
from selfassess.exchange.word.reader import read_returned_document
from selfassess.exchange.word.returning import Edit, Returned, compare_returned
from selfassess.exchange.word.verification import verify_word
from selfassess.exchange.word.writer import WordReport, write_word

__all__ = [
    "VERSION", "Edit", "Identity", "Returned", "Tag", "WordReport", "compare_returned",
    "identity_of", "read_returned_document", "read_tag",
    "verify_word", "write_word",
]  # fmt: skip
