"""Where the texts of an outline were written: the record and field of each, found by what it says and where it stands.

The outline composes its texts freely, so nothing in it has to carry its origin along. What two records say alike, and
no heading, title or neighbour tells apart, has none: better than the wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.outlines.bits import Bit, part_blocks, part_text
from selfassess.exchange.outlines.texts import clean_text

SHORTEST = 8
"""So many characters a text has at least that is found inside a sentence; a shorter one may stand there by chance."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Bits ``first`` to ``last`` of the text in a field of a record; ``cut`` are the signs at its end left out."""

    record: str
    field: str
    first: int
    last: int
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; without an origin the program wrote it."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    record: Record
    field: str
    bits: tuple[Bit, ...]

    def build_origin(self, first: int = 0, last: int | None = None, cut: str = "") -> Origin:
        last_bit = len(self.bits) - 1 if last is None else last
        return Origin(self.record.id, self.field, first, last_bit, cut)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text by its place: the section's key, the record it is likely of, the label before it."""

    section: str = ""
    record: str = ""
    label: str = ""


def is_text(kind: str, field: str) -> bool:
    """Whether people write a field in words of their own."""
    spec = CATALOGUE[kind].by_key[field]
    return spec.kind in (Kind.TEXT, Kind.PROSE) and not spec.target


class Origins:
    """Knows every text of an assessment and of its council."""

    def __init__(self, council: Record, assessment: Assessment) -> None:
        self._whole: dict[str, list[_Written]] = defaultdict(list)
        self._begins: dict[Bit, list[tuple[_Written, int]]] = defaultdict(list)
        self._inside: dict[str, list[tuple[_Written, int]]] = defaultdict(list)
        own = (record for records in assessment.records.values() for record in records)
        self._records = {record.id: record for record in (council, assessment.record, *own)}
        for record in self._records.values():
            for spec in CATALOGUE[record.kind].fields:
                if is_text(record.kind, spec.key) and (text := record.text_of(spec.key)):
                    self._learn_written_text(_Written(record, spec.key, part_text(text)), clean_text(text))

    def _learn_written_text(self, written: _Written, text: str) -> None:
        """Remember a text by all of it, by how it begins, and by how each of its longer parts begins."""
        self._whole[text].append(written)
        for at, bit in enumerate(written.bits):
            self._begins[bit].append((written, at))
            if len(bit.text) >= SHORTEST:
                self._inside[bit.text[:SHORTEST]].append((written, at))

    def kind_of(self, record: str) -> str:
        """The kind of a record, "" where there is none of this id."""
        if record not in self._records:
            return ""
        return self._records[record].kind

    def likely_record(self, section: str, texts: Iterable[str]) -> str:
        """The id of the record that most of some texts standing together are of; "" where no single one is."""
        found: Counter[str] = Counter()
        here: dict[str, bool] = {}
        for text in texts:
            candidates = {each.record.id: each.record for each in self._whole.get(clean_text(text), ())}
            for id, record in candidates.items():
                found[id] += 1
                here[id] = _stands_in(record, section)
        best = [id for id, count in found.items() if count == max(found.values())]
        best_here = [id for id in best if here[id]]
        near = best_here or best
        if len(near) != 1:
            return ""
        return near[0]

    def of_value(self, value: str, context: Context) -> Origin | None:
        """The origin of a text that stands alone: a value, a cell, a title."""
        chosen = _choose_written(self._whole.get(clean_text(value), ()), context)
        if chosen is None:
            return None
        return chosen.build_origin()

    def of_blocks(self, blocks: Sequence[Block], context: Context) -> Iterator[tuple[Origin | None, Sequence[Block]]]:
        """Blocks in order, those that are one text, or a part of one, together with its origin."""
        at = 0
        while at < len(blocks):
            taken, origin = self._find_block_run(blocks[at:], context)
            yield origin, blocks[at : at + taken]
            at += taken

    def _find_block_run(self, blocks: Sequence[Block], context: Context) -> tuple[int, Origin | None]:
        """How many blocks from the first one on are of one text, and its origin; (1, None) where there is none."""
        first = next(iter(part_blocks(blocks[:1])), None)
        begun = self._begins.get(first, ()) if first is not None else ()
        reach = max((len(written.bits) - at for written, at in begun), default=0)
        ends: dict[int, int] = {}
        bits: list[Bit] = []
        for number, block in enumerate(blocks, 1):
            if len(bits) >= reach or not isinstance(block, Paragraph | Bullets):
                break
            bits += part_blocks([block])
            ends[len(bits)] = number
        found: dict[int, list[tuple[_Written, int]]] = defaultdict(list)
        for written, at in begun:
            alike = 0
            while bits[alike : alike + 1] and bits[alike] == next(
                iter(written.bits[at + alike : at + alike + 1]), None
            ):
                alike += 1
            whole = max((end for end in ends if end <= alike), default=0)
            if whole:
                found[whole].append((written, at))
        if not found:
            return 1, None
        longest = max(found)
        starts = {id(written): at for written, at in found[longest]}
        chosen = _choose_written([written for written, _ in found[longest]], context)
        if chosen is None:
            return 1, None
        start = starts[id(chosen)]
        return ends[longest], chosen.build_origin(start, start + longest - 1)

    def split_into_pieces(self, text: str, context: Context) -> list[Piece]:
        """A sentence that the outline composed, parted into what people wrote and what stands between."""
        text = clean_text(text)
        whole = self.of_value(text, context)
        if whole is not None:
            return [Piece(text, whole)]
        made: list[Piece] = []
        done = at = 0
        for word in _WORD.finditer(text):
            if word.start() < at:
                continue
            found = self._find_text_at(text, word.start(), context)
            if found is not None:
                end, origin = found
                made += [Piece(text[done : word.start()]), Piece(text[word.start() : end], origin)]
                done = at = end
        made.append(Piece(text[done:]))
        return [piece for piece in made if piece.text]

    def _find_text_at(self, text: str, start: int, context: Context) -> tuple[int, Origin] | None:
        """The longest text that somebody wrote and that stands at a place of another; where it ends, and its origin."""
        found: dict[str, list[tuple[_Written, int]]] = defaultdict(list)
        for written, at in self._inside.get(text[start : start + SHORTEST], ()):
            said = written.bits[at].text
            for each in (said, said.rstrip(".")):
                if text.startswith(each, start) and not text[start + len(each) : start + len(each) + 1].isalnum():
                    found[each].append((written, at))
                    break
        if not found:
            return None
        longest = max(found, key=len)
        places = {id(written): at for written, at in found[longest]}
        chosen = _choose_written([written for written, _ in found[longest]], context)
        if chosen is None:
            return None
        at = places[id(chosen)]
        cut = chosen.bits[at].text[len(longest) :]
        return start + len(longest), chosen.build_origin(at, at, cut)


def _choose_written(found: Sequence[_Written], context: Context) -> _Written | None:
    """The one that the place speaks for; None where several are left."""
    left = list(found)
    for test in (
        lambda each: each.record.id == context.record,
        lambda each: _stands_in(each.record, context.section),
        lambda each: CATALOGUE[each.record.kind].by_key[each.field].label == context.label,
    ):
        fitting = [each for each in left if test(each)]
        left = fitting or left
    if len(left) != 1:
        return None
    return left[0]


def _stands_in(record: Record, section: str) -> bool:
    """Whether a section is about the record's own statement or is the one that its text is written for."""
    kind, _, rest = section.partition(":")
    key = rest.partition(":")[0]
    if kind == "statement":
        several = record.values.get("quality_statements")
        if record.values.get("quality_statement") == key:
            return True
        return isinstance(several, tuple) and key in several
    written_for = None
    if record.kind == "section":
        written_for = record.values.get("key")
    return written_for is not None and written_for == (key if kind == "section" else section)
