"""What can be found in the year in view, kept from one search to the next: only what changed is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.slips import find_near_words

A_BIT = 100
MOST_MEANT = 8
"""So many words that somebody may have meant are looked for in place of each that was typed."""


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A text that can be found: what is looked through, the text itself, what it is of, and where it is."""

    folded: str
    text: str
    title: str
    place: str


RecordLines = Callable[[Assessment, Record], Iterable[FoldedLine]]


class SearchIndex:
    """The lines of every record; ``read_record`` makes those of one."""

    def __init__(self, read_record: RecordLines) -> None:
        self._read_record = read_record
        self._known: dict[str, tuple[Record, tuple[FoldedLine, ...]]] = {}
        self._words: tuple[Sequence[FoldedLine], frozenset[str]] = ((), frozenset())

    def read_ahead(self, year: Assessment) -> Iterator[None]:
        """Read every record, a bit at a time, before anybody searches."""
        for number, record in enumerate(_records(year), 1):
            self._lines_of(year, record)
            if number % A_BIT == 0:
                yield

    def list_lines(self, year: Assessment) -> Iterator[FoldedLine]:
        """The lines of every record, in the order of the catalogue."""
        for record in _records(year):
            yield from self._lines_of(year, record)

    def meant_words(self, among: Sequence[FoldedLine], typed: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """For each typed word those it may have been meant for; only the word itself where it stands somewhere."""
        if self._words[0] is not among:
            self._words = (among, frozenset(word for line in among for word in line.folded.split()))
        found = []
        for word in typed:
            stands = any(word in each for each in self._words[1])
            near = () if stands else tuple(find_near_words(word, self._words[1]))[:MOST_MEANT]
            found.append(near or (word,))
        return tuple(found)

    def _lines_of(self, year: Assessment, record: Record) -> tuple[FoldedLine, ...]:
        known = self._known.get(record.id)
        if known is None or known[0] is not record:
            known = self._known[record.id] = (record, tuple(self._read_record(year, record)))
        return known[1]


def _records(year: Assessment) -> Iterator[Record]:
    for kind in CATALOGUE:
        yield from year.records_of(kind)
