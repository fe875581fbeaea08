"""A council's own self-assessment as a narrative, in Word, OpenDocument, PDF, text or HTML: an earlier year of ours.

May import: domain, packs, the words of ``foreign``, pypdfium2. Does not belong here: CQC's reports, our own Word
export, the store, or what is done with a year once it is made.

``reader`` makes a document of pieces of a file, in the process that is there for other people's files (``word_pieces``,
``odt_pieces``, ``pdf_pieces``, ``html_pieces``, ``text_pieces``); ``proposing`` says where each piece goes
(``headings``, ``heading_names``, ``flow``, ``tables``, ``scores``); ``taking`` makes the year of that,
and ``piece_account`` tells what became of each piece.
"""

from selfassess.exchange.narrative.proposing import propose_places
from selfassess.exchange.narrative.taking import make_year

__all__ = ["make_year", "propose_places"]
