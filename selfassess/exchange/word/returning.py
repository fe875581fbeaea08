"""What people changed in a document of ours: each marked text as it is now, and what stands outside of all of them.

``expected`` is the document as it went out. A marked text is found by its tag wherever it was moved to. Some programs
drop the marks when they save: then lines are matched by what they say and by what stands around them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from selfassess.domain.merging.returned_document import Line, ReturnedDocument, Stretch
from selfassess.exchange.outlines.bits import Bit

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
ALIKE = 0.5
"""How much of two lines must be the same for one to be the other, changed."""
NEAR = 60
"""So many lines are compared with each other at most where something was changed throughout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A marked text that is not as it was; ``running`` where it is only a part of a line."""

    tag: str
    was: tuple[Bit, ...]
    bits: tuple[Bit, ...]
    place: str
    authors: tuple[str, ...]
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A line that belongs to no marked text and was not there, or not so, when the document went out."""

    text: str
    place: str
    under: str
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What came back. ``missing`` are tags of texts that are not in the document any more; that removes nothing."""

    edits: tuple[Edit, ...]
    outside: tuple[Outside, ...]
    missing: tuple[str, ...]
    matched: int
    """How many marked texts were found by their words, since their marks were gone."""


def compare_returned(found: ReturnedDocument, expected: ReturnedDocument) -> Returned:
    """What is different in a document that came back from what it was."""
    ours = frozenset(expected.tags)
    texts = _collect_marked_texts(found, ours)
    was = {tag: bits for tag, _, bits, _, _ in _collect_marked_texts(expected, ours)}
    edits = [
        Edit(tag=tag, was=was[tag], bits=bits, place=place, authors=authors, running=running)
        for (tag, place, bits, authors, running) in texts
        if _list_bit_texts(bits) != _list_bit_texts(was[tag])
    ]
    left = Counter(expected.tags) - Counter(tag for tag, *_ in texts)
    matching = _Matching(found, expected, ours, left)
    known = {tag for tag, *_ in texts}
    if left:
        edits += [
            each
            for each in matching.find_edits(was)
            if each.tag not in known or _list_bit_texts(each.bits) != _list_bit_texts(was[each.tag])
        ]
        known |= matching.seen
    return Returned(
        edits=tuple(edits),
        outside=tuple(matching.find_outside_lines()),
        missing=tuple(sorted(ours - known)),
        matched=len(matching.seen - {tag for tag, *_ in texts}),
    )


_Text = tuple[str, str, tuple[Bit, ...], tuple[str, ...], bool]


def _collect_marked_texts(document: ReturnedDocument, ours: frozenset[str]) -> list[_Text]:
    """Every marked text of a document: its tag, its place, what it says, who changed it, whether it is running."""
    bits: dict[int, list[Bit]] = defaultdict(list)
    places: dict[int, str] = {}
    authors: dict[int, set[str]] = defaultdict(set)
    for line in document.lines:
        for stretch in line.stretches:
            running = stretch.control in document.running
            text = line.text[stretch.start : stretch.end]
            if text.strip() or running:
                bits[stretch.control].append(Bit(text.strip(), line.is_item and not running, line.is_numbered))
            places.setdefault(stretch.control, line.place)
            authors[stretch.control].update(line.authors)
    return [
        (tag, places[n], tuple(b for b in bits[n] if b.text), tuple(sorted(authors[n])), n in document.running)
        for n, tag in enumerate(document.tags)
        if tag in ours and n in places
    ]


def _list_bit_texts(bits: Iterable[Bit]) -> list[tuple[str, bool]]:
    return [(_normalize_spaces(bit.text), bit.is_item) for bit in bits]


def _normalize_spaces(text: str) -> str:
    """A text however its spaces fall."""
    return " ".join(text.split())


class _Matching:
    """Lines set beside lines: those that are there and those that were."""

    def __init__(
        self, found: ReturnedDocument, expected: ReturnedDocument, ours: frozenset[str], left: Counter[str]
    ) -> None:
        self._expected_document = expected
        self._marked = [any(found.tags[s.control] in ours for s in line.stretches) for line in found.lines]
        self._found = found.lines
        self._expected = expected.lines
        self.seen: set[str] = set()
        self._pairs: dict[int, int] = {}
        """Number of an expected line -> that of the line that it is now."""
        there = [_build_line_key(line, found, ours) for line in found.lines]
        marks = {key for key in there if isinstance(key, tuple)}
        were = [
            key if (key := _build_line_key(line, expected, ours)) in marks else _normalize_spaces(line.text)
            for line in expected.lines
        ]
        self._pair_lines(were, there)
        self._taken = set(self._pairs.values())

    def _pair_lines(self, were: Sequence[object], there: Sequence[object]) -> None:
        """Pair the lines that are the same; those between them are paired by how much they say alike."""
        changed: list[tuple[range, range]] = []
        for kind, a, b, c, d in SequenceMatcher(None, were, there).get_opcodes():
            if kind == "equal":
                self._pairs.update(zip(range(a, b), range(c, d), strict=True))
            else:
                changed.append((range(a, b), range(c, d)))
        self._pair_repeated(were, changed)
        self._pair_moved(were, there)
        taken = set(self._pairs.values())
        for before, after in changed:
            old = [n for n in before if n not in self._pairs and _normalize_spaces(self._expected[n].text)]
            new = [
                n for n in after if n not in taken and not self._marked[n] and _normalize_spaces(self._found[n].text)
            ]
            self._pair_alike(old, new)

    def _pair_repeated(self, were: Sequence[object], changed: Iterable[tuple[range, range]]) -> None:
        """Lines that say what others say too, changed where they stand: whether one was moved nobody can tell."""
        often = Counter(were)
        for before, after in changed:
            if len(before) != len(after):
                continue
            for number, other in zip(before, after, strict=True):
                if (
                    often[were[number]] > 1
                    and not self._marked[other]
                    and self._measure_likeness(number, other) > ALIKE
                ):
                    self._pairs[number] = other

    def _measure_likeness(self, number: int, other: int) -> float:
        """How much an expected line and one that is there say alike, from 0 to 1."""
        words = _normalize_spaces(self._expected[number].text)
        found = _normalize_spaces(self._found[other].text)
        return SequenceMatcher(None, words, found, autojunk=False).ratio()

    def _pair_moved(self, were: Sequence[object], there: Sequence[object]) -> None:
        """Lines that say the same and stand elsewhere."""
        taken = set(self._pairs.values())
        free: dict[object, list[int]] = defaultdict(list)
        for number, key in enumerate(there):
            if number not in taken and key:
                free[key].append(number)
        for number, key in enumerate(were):
            if number not in self._pairs and free.get(key):
                self._pairs[number] = free[key].pop(0)

    def _pair_alike(self, old: Sequence[int], new: Sequence[int]) -> None:
        """Lines in order that are much alike; as many as there were are those that there were."""
        if len(old) == len(new):
            self._pairs.update(zip(old, new, strict=True))
            return
        at = 0
        for number in old:
            best = ALIKE
            place = -1
            for offset, other in enumerate(new[at : at + NEAR]):
                share = self._measure_likeness(number, other)
                if share > best:
                    best = share
                    place = at + offset
            if place >= 0:
                self._pairs[number] = new[place]
                at = place + 1

    def find_edits(self, was: dict[str, tuple[Bit, ...]]) -> Iterator[Edit]:
        """The marked texts whose marks are gone, as they are now where they are not as they were."""
        lines: dict[int, list[tuple[int, Stretch]]] = defaultdict(list)
        for number, line in enumerate(self._expected):
            for stretch in line.stretches:
                lines[stretch.control].append((number, stretch))
        for control, stretches in lines.items():
            tag = self._expected_document.tags[control]
            numbers = [number for number, _ in stretches]
            now = [self._pairs[n] for n in numbers if n in self._pairs]
            is_settled = tag not in was or not now or any(self._marked[n] for n in now)
            if is_settled:
                continue
            self.seen.add(tag)
            running = control in self._expected_document.running
            bits = self._running_bits(stretches) if running else self._whole_bits(now)
            if bits is not None and _list_bit_texts(bits) != _list_bit_texts(was[tag]):
                authors = {author for n in now for author in self._found[n].authors}
                place = self._found[now[0]].place
                hands = tuple(sorted(authors))
                yield Edit(tag=tag, was=was[tag], bits=bits, place=place, authors=hands, running=running)

    def _running_bits(self, stretches: Sequence[tuple[int, Stretch]]) -> tuple[Bit, ...] | None:
        """What stands now where a part of a line stood; None where the rest of the line is not as it was."""
        made = []
        for number, stretch in stretches:
            if number not in self._pairs:
                continue
            line = self._expected[number]
            now = self._found[self._pairs[number]].text
            said = _said_now(line, now, stretch)
            if said is None:
                return None
            made.append(Bit(said.strip()))
        return tuple(bit for bit in made if bit.text)

    def _whole_bits(self, now: Sequence[int]) -> tuple[Bit, ...]:
        """All lines of a text, and those that were written between and right after them."""
        first = min(now)
        last = max(now)
        numbers = [n for n in range(first, last + 1) if n in now or n not in self._taken]
        after = last + 1
        while after < len(self._found) and self._goes_on_with_text(last, after):
            numbers.append(after)
            after += 1
        numbers = [n for n in numbers if not self._marked[n] and _normalize_spaces(self._found[n].text)]
        self._taken.update(numbers)
        lines = [self._found[n] for n in numbers]
        return tuple(Bit(line.text.strip(), line.is_item, line.is_numbered) for line in lines)

    def _goes_on_with_text(self, last: int, after: int) -> bool:
        """Whether a line that was not there goes on with the text above it: in the same cell, or below no heading."""
        line = self._found[after]
        same_place = line.place == self._found[last].place or not line.place.startswith(("table", "text box"))
        if after in self._taken:
            return False
        return not self._marked[after] and not line.level and same_place

    def find_outside_lines(self) -> Iterator[Outside]:
        """Lines that nobody marked and that were not there so."""
        back = {now: before for before, now in self._pairs.items()}
        under = ""
        for number, line in enumerate(self._found):
            under = line.text if line.level else under
            if self._marked[number] or not _normalize_spaces(line.text):
                continue
            before = self._expected[back[number]] if number in back else None
            if before is None:
                if number not in self._taken:
                    yield Outside(text=_normalize_spaces(line.text), place=line.place, under=_normalize_spaces(under))
            elif not before.stretches and _normalize_spaces(before.text) != _normalize_spaces(line.text):
                said = Outside(
                    text=_normalize_spaces(line.text),
                    place=line.place,
                    under=_normalize_spaces(under),
                    was=_normalize_spaces(before.text),
                )
                yield said


def _build_line_key(line: Line, document: ReturnedDocument, ours: frozenset[str]) -> object:
    """What a line is known by: the marked texts in it, or what it says."""
    tags = tuple(document.tags[s.control] for s in line.stretches if document.tags[s.control] in ours)
    return tags or _normalize_spaces(line.text)


def _said_now(line: Line, now: str, stretch: Stretch) -> str | None:
    """What stands now in place of a part of a line; None where what stands around it is not there any more.

    Words are set beside words. What was written between two marked texts belongs to the one after it, for nobody can
    tell.
    """
    was = line.text
    if was == now:
        return was[stretch.start : stretch.end]
    old = _WORDS.findall(was)
    new = _WORDS.findall(now)
    kept: dict[int, int] = {}
    for at, to, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept.update({at + offset: to + offset for offset in range(size)})
    starts = list(accumulate(map(len, old), initial=0))
    places = list(accumulate(map(len, new), initial=0))
    if stretch.start not in starts or stretch.end not in starts:
        return None
    first = starts.index(stretch.start)
    last = starts.index(stretch.end)
    begin = 0 if first == 0 else kept.get(first - 1, -2) + 1
    begin = kept.get(first, -1) if begin < 0 else begin
    end = len(new) if last == len(old) else kept.get(last, -1)
    end = kept.get(last - 1, -2) + 1 if end < 0 else end
    if 0 <= begin <= end:
        return _extract_between(line, now, stretch, places[begin], places[end])
    return None


def _extract_between(line: Line, now: str, stretch: Stretch, begin: int, end: int) -> str:
    """What stands between the program's own words before and after: a space that parts words may stand for another."""
    ends = max((each.end for each in line.stretches if each.end <= stretch.start), default=0)
    starts = min((each.start for each in line.stretches if each.start >= stretch.end), default=len(line.text))
    before = line.text[ends : stretch.start]
    after = line.text[stretch.end : starts]
    if after.strip() and not now.startswith(after, end):
        found = now.find(after, end)
        end = found if found >= 0 else end
    if before.strip() and not now.endswith(before, 0, begin):
        found = now.rfind(before, 0, begin)
        begin = found + len(before) if found >= 0 else begin
    return now[begin:end]
