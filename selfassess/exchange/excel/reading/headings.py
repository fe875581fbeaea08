"""Which columns of a sheet are which, wherever they stand and whatever people have done to their headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from selfassess.domain.model.catalogue import RecordKind
from selfassess.domain.text.folding import fold_text
from selfassess.exchange.excel.names import fold_name
from selfassess.exchange.excel.reading.sheet_xml import Cell, Cells
from selfassess.exchange.excel.registers import HIDDEN, REGISTERS, find_column_heading, list_column_keys
from selfassess.exchange.excel.texts import unescape_cell_text

SEARCHED = 50
"""Headings may have been pushed down this far by rows inserted above them."""
_ENOUGH = 2
_ALIKE = 0.86
"""How much of two headings has to be the same: "Risks" is "Risk", "Covers to" is not "Covers from"."""
_FURTHER_PART = re.compile(r"(.+) \((\d+)\)")
_ADDED = re.compile(r"\s*(?:\([^()]*[^()\d][^()]*\)|[*:.?])+\s*$")
"""What people put behind a heading: a colon, a star, a word in brackets."""

Place = tuple[str, int]
"""A field (or hidden column) and which part of it a column holds."""

_OWN_HEADINGS: Mapping[str, Mapping[str, Place]] = {
    kind.key: {fold_text(find_column_heading(kind, key)): (key, 1) for key in list_column_keys(kind)}
    for kind in REGISTERS
}
"""Kind -> what its columns are called, folded."""


@dataclass(frozen=True, slots=True)
class Register:
    """A sheet of one kind of record whose heading row was found."""

    kind: RecordKind
    sheet: str
    top: int
    """The number of the heading row."""
    columns: Mapping[Place, int]
    headings: Mapping[str, str]
    """Field (or hidden column) -> its heading as it stands."""
    fields: frozenset[str]
    """The fields whose columns are there."""
    incomplete: tuple[str, ...] = ()
    """Headings of further parts of long texts that are gone; their fields are not in ``columns``."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Headings that were understood although they are not what was exported, with what they were read as."""
    others: tuple[str, ...] = ()
    """Headings of columns that are not ours."""


def find_register(
    kind: RecordKind, sheet: str, head: Sequence[tuple[int, Cells]], known: Mapping[str, Place]
) -> Register | None:
    """The register whose first rows are ``head``; None where no row of it holds headings.

    ``known`` are the headings that the export wrote, with what they stand for.
    """
    own = _OWN_HEADINGS[kind.key]
    ours = {key for key, _ in own.values()}
    names = {**own, **{fold_name(heading): place for heading, place in known.items() if place[0] in ours}}
    top, cells, found = _find_heading_row(head, names)
    if len(found) < _ENOUGH:
        return None
    renamed = dict(_match_near_headings(cells, found, names))
    found |= renamed
    columns: dict[Place, int] = {}
    for index in sorted(found):
        columns.setdefault(found[index], index)
    # Without one of its parts a long text would come back cut.
    gone = {h: p[0] for h, p in known.items() if p not in columns and any(p[0] == key for key, _ in columns)}
    columns = {place: index for place, index in columns.items() if place[0] not in gone.values()}
    headings_found = {key: _heading_cell_words(cells[index]) for (key, part), index in columns.items() if part == 1}
    known_keys = frozenset(key for key, part in columns if part == 1 and key in kind.by_key)
    renamed_headings = tuple(
        (_heading_cell_words(cells[i]), find_column_heading(kind, p[0]))
        for i, p in renamed.items()
        if columns.get(p) == i
    )
    unknown_headings = tuple(
        _heading_cell_words(cell) for i, cell in cells.items() if i not in columns.values() and i not in found
    )
    return Register(
        kind=kind,
        sheet=sheet,
        top=top,
        columns=columns,
        headings=headings_found,
        fields=known_keys,
        incomplete=tuple(gone),
        renamed=renamed_headings,
        others=unknown_headings,
    )


def find_most_similar_register(
    head: Iterable[tuple[int, Cells]], needed: Collection[str] = HIDDEN
) -> tuple[float, RecordKind]:
    """The register of whose headings most stand in a row of these, and how much of them (0 to 1).

    It is 0 where the ``needed`` are not there.
    """
    rows = [_fold_cells(cells) for _, cells in head]
    likeness = [(_measure_likeness(_OWN_HEADINGS[kind.key], rows, needed), kind) for kind in REGISTERS]
    return max(likeness, key=lambda pair: pair[0])


def _measure_likeness(names: Mapping[str, Place], rows: Iterable[Mapping[int, str]], needed: Collection[str]) -> float:
    most = 0
    for words in rows:
        if len(words) > max(most, len(needed) - 1):  # fewer cells cannot be more headings
            found = {key for key, _ in _match_exact_headings(words, names).values()}
            most = max(most, len(found)) if found.issuperset(needed) else most
    return most / len(names)


def _find_heading_row(
    head: Iterable[tuple[int, Cells]], names: Mapping[str, Place]
) -> tuple[int, Cells, dict[int, Place]]:
    """The number and the cells of the row that holds most headings, and which of them it holds."""
    best: tuple[int, Cells, dict[int, Place]] = (0, {}, {})
    for number, cells in head:
        found = _match_exact_headings(_fold_cells(cells), names)
        if len(found) > len(best[2]):
            best = number, cells, found
        if len(found) >= len(names):  # all are there, as we wrote them
            break
    return best


def _fold_cells(cells: Cells) -> dict[int, str]:
    return {index: fold_text(unescape_cell_text(cell)) for index, cell in cells.items() if isinstance(cell, str)}


def _heading_cell_words(cell: Cell) -> str:
    if isinstance(cell, str):
        return " ".join(unescape_cell_text(cell).split())
    return str(cell)


def _match_exact_headings(words: Mapping[int, str], names: Mapping[str, Place]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for index, text in words.items():
        if text in names:
            found[index] = names[text]
        elif (further := _FURTHER_PART.fullmatch(text)) and further.group(1) in names:
            found[index] = names[further.group(1)][0], int(further.group(2))
    return found


def _match_near_headings(
    cells: Cells, taken: Mapping[int, Place], names: Mapping[str, Place]
) -> Iterator[tuple[int, Place]]:
    """Columns whose headings are not quite ours, where no other column is that field and no other field is as near."""
    missing = {words: p for words, p in names.items() if p not in taken.values() and p[0] not in HIDDEN and p[1] == 1}
    for index, cell in cells.items():
        if index in taken or not isinstance(cell, str):
            continue
        heading = fold_name(_ADDED.sub("", unescape_cell_text(cell)))
        same_words = [w for w in missing if w == heading]
        near = same_words or [w for w in missing if _are_similar_headings(w, heading)]
        different_keys = len({missing[words] for words in near})
        if different_keys == 1:
            place = missing[near[0]]
            yield index, place
            missing = {words: other for words, other in missing.items() if other != place}


def _are_similar_headings(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE
