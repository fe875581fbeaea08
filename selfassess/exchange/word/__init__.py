"""Word: an outline as a document with real styles, whose texts know where they were written.

May import: domain, packs, ``exchange.outlines``, python-docx, lxml. Does not belong here: what stands in the document
(the outline decides), who may see it, or somebody else's Word files.

``body`` turns every block of the outline into paragraphs and tables, and is the one place that does; ``markup`` writes
their XML, ``styles`` says how they look, ``template`` opens the council's own. ``identity`` is what is needed to take
the document in again.
"""

from selfassess.exchange.word.identity import Identity
from selfassess.exchange.word.verification import verify
from selfassess.exchange.word.writer import WordReport, write

__all__ = ["Identity", "WordReport", "verify", "write"]
