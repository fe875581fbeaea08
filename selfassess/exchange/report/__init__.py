"""CQC's published report of a council, as PDF or text: a year that CQC assessed, to read beside one's own.

May import: domain, packs, pypdf. Does not belong here: the PDF this program writes, the store, or what is done with a
year once it is read.

``plain`` and ``pages`` turn a file into lines, ``flow`` makes paragraphs of lines that were wrapped; ``marks`` and
``names`` know what a line may be; ``parts`` says where each belongs; ``findings`` reads line by line; ``outcome`` makes
the year of what was found.
"""

from selfassess.exchange.report.outcome import NOT_NAMED, UNDATED
from selfassess.exchange.report.reader import looks_like_report, read_report

__all__ = ["NOT_NAMED", "UNDATED", "looks_like_report", "read_report"]
