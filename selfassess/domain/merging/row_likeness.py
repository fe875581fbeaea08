"""How much a row and a record say alike, when nearly every field was written anew: for trackers that come again.

Words are compared, not texts: a title that was reworded still shares most of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selfassess.domain.model.catalogue import CATALOGUE, Record, RecordKind, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.fields import Field, Kind, Value

_SURE = 0.72
_MAYBE = 0.4
_AHEAD = 0.12
"""How far a sure match must be ahead of the next."""
_TITLE = 0.5
"""What the titles, or the longer texts, of a sure match must have in common."""
_CANDIDATES = 6
_WEIGHTS = {Kind.PROSE: 2.0, Kind.TEXT: 1.5, Kind.DATE: 1.0, Kind.DATETIME: 1.0, Kind.LINK: 1.0, Kind.LINKS: 1.0}
_TITLE_WEIGHT, _OTHER_WEIGHT = 3.0, 0.5
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 3
_SMALL = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "we",
        "will",
        "with",
    ]
)
_WORD = re.compile(r"[^\W_]+")

Records = Mapping[str, Record]


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Rows that are surely records (row -> record), and rows that may be one and have to be asked about."""

    known: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, str] = field(default_factory=dict)


def compare_rows(rows: Iterable[Record], free: Iterable[Record]) -> Likeness:
    """What is left of a file's rows, held against what is left of the records."""
    sure: dict[str, str] = {}
    maybe: dict[str, str] = {}
    by_kind: dict[tuple[str, str | None], tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for side, records in enumerate((rows, free)):
        for record in records:
            if record.kind not in ONE_EACH:
                by_kind[record.kind, record.assessment][side].append(record)
    for (kind, _), (there, here) in by_kind.items():
        if there and here:
            found = _Pairs(CATALOGUE[kind], there, here).find_pairs()
            sure |= found.known
            maybe |= found.doubtful
    return Likeness(known=sure, doubtful=maybe)


class _Pairs:
    """The rows and records of one kind and year, and how alike each pair is that has anything in common."""

    def __init__(self, kind: RecordKind, rows: Sequence[Record], records: Sequence[Record]) -> None:
        self._kind = kind
        self._rows = {row.id: row for row in rows}
        self._records = {record.id: record for record in records}
        self._specs = [spec for spec in kind.fields if not links_to_records(spec)]
        self._index: dict[object, list[str]] = defaultdict(list)
        for record in records:
            for sign in self._signs_of_record(record):
                self._index[sign].append(record.id)

    def find_pairs(self) -> Likeness:
        """The pairs, the most alike first; each record is in one."""
        scored = sorted(self._score_pairs(), key=lambda each: -each[0])
        of_row: dict[str, list[float]] = defaultdict(list)
        for score, row, _, _ in scored:
            of_row[row].append(score)
        sure: dict[str, str] = {}
        maybe: dict[str, str] = {}
        for score, row, id, named in scored:
            if row in sure or row in maybe or id in sure.values() or id in maybe.values():
                continue
            second = of_row[row][1] if len(of_row[row]) > 1 else 0.0
            if score >= _SURE and named >= _TITLE and score - second >= _AHEAD:
                sure[row] = id
            elif score >= _MAYBE:
                maybe[row] = id
        return Likeness(known=sure, doubtful=maybe)

    def _score_pairs(self) -> Iterator[tuple[float, str, str, float]]:
        for row in self._rows.values():
            counts: Counter[str] = Counter()
            for sign in self._signs_of_record(row):
                for id in self._index.get(sign, ()):
                    counts[id] += 1000 // len(self._index[sign])
            for id, _ in counts.most_common(_CANDIDATES):
                score, named = self._measure_likeness(row, self._records[id])
                yield score, row.id, id, named

    def _measure_likeness(self, row: Record, record: Record) -> tuple[float, float]:
        """How alike they are, of all that both say (0 to 1); and their titles or longer texts."""
        total = shared = named = 0.0
        for spec in self._specs:
            here = row[spec.key]
            there = record[spec.key]
            if here is None or there is None:
                continue
            title = spec.key == self._kind.title
            weight = _TITLE_WEIGHT if title else _WEIGHTS.get(spec.kind, _OTHER_WEIGHT)
            alike = _compare_values(spec, here, there)
            total += weight
            shared += weight * alike
            if title or spec.kind is Kind.PROSE:
                named = max(named, alike)
        likeness = shared / total if total else 0.0
        return likeness, named

    def _signs_of_record(self, record: Record) -> Iterator[object]:
        """What two that are one may have in common: words of their texts, and what else they say."""
        for spec in self._specs:
            value = record[spec.key]
            if value is None:
                continue
            if spec.kind in (Kind.TEXT, Kind.PROSE):
                yield from ((spec.key, word) for word in _stem_words(str(value)))
            else:
                yield spec.key, value


def _compare_values(spec: Field, here: Value, there: Value) -> float:
    if spec.kind in (Kind.TEXT, Kind.PROSE):
        one = _stem_words(str(here))
        other = _stem_words(str(there))
        if one or other:
            return 2 * len(one & other) / (len(one) + len(other))
        return float(here == there)
    if isinstance(here, tuple) and isinstance(there, tuple):
        return float(bool(set(here) & set(there)))
    return float(here == there)


def _stem_words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = frozenset(map(_stem_word, _WORD.findall(plain)))
    return words - _SMALL or words


def _stem_word(word: str) -> str:
    """A word without the ending that changes when a sentence is turned: "recording" and "record" are one."""
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST_STEM), "")
    return word[: len(word) - len(ending)]
