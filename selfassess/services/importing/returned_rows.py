"""Rows of our own Excel held against what was sent: whose they are, and what other programs did to their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from selfassess.domain.merging.row_identity import identify_rows, rename_rows
from selfassess.domain.merging.three_way import Records
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Field, Kind, Value, format_for_display
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.text.wording import count_noun
from selfassess.services.importing.sheet_rows import retell_as_known_records

_CUTS = (254, 255, 256, 1_023, 1_024, 32_766, 32_767)
"""Where programs cut texts: so many characters are left."""
_READ_AS_EMPTY = frozenset(
    {"None", "NONE", "none", "N/A", "n/a", "NA", "NULL", "null", "Null", "nan", "NaN", "NAN", "<NA>", "#N/A"}
)
"""What tools for data take for an empty cell, and write back as one."""
_WRITTEN_FOR_EMPTY = frozenset({"nan", "NaN", "NaT", "<NA>", "None"})
"""What such tools write into cells that were empty."""
_SORTED = (
    "Sheet “{sheet}”: {rows} did not stand beside the hidden cells any more, as when shown cells are sorted by "
    "themselves. Each was found again by what it says."
)
_LOST = (
    "Its hidden cells are another row’s, and what it says fits no record, so it counts as new. The record that it may "
    "have been stays as it is."
)
_COPIED = "Two rows have the id of this record. The one that says what it said is the record; this one counts as new."
_CUT_LIST = "The list ends in the middle of a name, as some programs cut it, so the whole list was kept."
_CUT = "The text ends after {count:,} characters, as some programs cut it, so the whole text was kept."


def settle_returned_rows(
    incoming: Incoming, theirs: dict[str, Record], sent: Records
) -> tuple[Incoming, dict[str, Record]]:
    """What came in, with each row under the id that it has after all, and without what programs did to its cells.

    ``sent`` are the records as they were when the file was made, as far as that is known, else as they are here.
    """
    assert incoming.sent is not None
    found = identify_rows(theirs, sent, incoming.sent.copies)
    problems = [*_report_rows(incoming, found.lost, _LOST), *_report_rows(incoming, found.copied, _COPIED)]
    sheets = Counter(place.sheet for id in found.sorted if (place := (incoming.places or {}).get(id)) is not None)
    notes = [_SORTED.format(sheet=sheet, rows=_format_row_count(count)) for sheet, count in sheets.items()]
    if found.ids:
        incoming, theirs = retell_as_known_records(incoming, found.ids), rename_rows(theirs, sent, found.ids)
        problems = [replace(each, id=found.ids.get(each.id or "", each.id)) for each in problems]
    cells = _Cells(incoming, sent)
    theirs = {id: cells.settle_record(record) for id, record in theirs.items()}
    assert incoming.sent is not None
    speaks = replace(
        incoming.sent,
        nameless=incoming.sent.nameless | found.fresh,
        unread=incoming.sent.unread | cells.unread | {(id, None) for id in found.missing},
    )
    return replace(
        incoming,
        sent=speaks,
        problems=(*incoming.problems, *problems, *cells.problems),
        notes=(*incoming.notes, *notes, *cells.describe_settled_columns()),
    ), theirs


def _report_rows(incoming: Incoming, ids: tuple[str, ...], message: str) -> Iterator[Problem]:
    for id in ids:
        place = (incoming.places or {}).get(id)
        if place is not None:
            yield Problem(message=message, id=id, sheet=place.sheet, row=place.row)


def _format_row_count(count: int) -> str:
    return count_noun(count, "row")


@dataclass
class _Cells:
    """Cells that came back as no person left them: cut off, emptied of "None", or filled with "nan"."""

    incoming: Incoming
    sent: Records
    unread: set[tuple[str, str | None]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    emptied: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    filled: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def settle_record(self, record: Record) -> Record:
        """A row without what a program did to it."""
        was = self.sent.get(record.id)
        if was is None or was.kind != record.kind or was.values == record.values:
            return record
        empty = []
        for spec in CATALOGUE[record.kind].fields:
            now, before = record[spec.key], was[spec.key]
            if now == before or not self._is_field_in_file(record, spec):
                continue
            if now is None and format_for_display(spec, before) in _READ_AS_EMPTY:
                self.unread.add((record.id, spec.key))
                self.emptied[self._column_place(record, spec, format_for_display(spec, before))] += 1
            elif before is None and isinstance(now, str) and now in _WRITTEN_FOR_EMPTY:
                self.filled[self._column_place(record, spec, now)] += 1
                empty.append(spec.key)
            elif _is_cut(spec, now, before):
                self._mark_as_cut(record, spec, _CUT.format(count=len(str(now))))
            elif _is_cut_list(now, before):
                self._mark_as_cut(record, spec, _CUT_LIST)
        if empty:
            return replace(record, values={**record.values, **dict.fromkeys(empty)})
        return record

    def describe_settled_columns(self) -> Iterator[str]:
        """What was told of whole columns."""
        for (sheet, column, words), count in self.emptied.items():
            yield (
                f"Sheet “{sheet}”, column “{column}”: {count_noun(count, 'cell')} that said “{words}” came "
                "back empty, as some programs leave them. What was there stays."
            )
        for (sheet, column, words), count in self.filled.items():
            yield f"Sheet “{sheet}”, column “{column}”: “{words}” in {count_noun(count, 'cell')} counts as empty."

    def _is_field_in_file(self, record: Record, spec: Field) -> bool:
        sent = self.incoming.sent
        assert sent is not None
        here = spec.key in sent.fields.get(record.kind, ())
        return here and not {(record.id, spec.key), (record.id, None)} & sent.unread

    def _column_place(self, record: Record, spec: Field, words: str) -> tuple[str, str, str]:
        place = (self.incoming.places or {}).get(record.id)
        if place is None:
            return CATALOGUE[record.kind].sheet, spec.label, words
        return place.sheet, place.columns.get(spec.key, spec.label), words

    def _mark_as_cut(self, record: Record, spec: Field, message: str) -> None:
        self.unread.add((record.id, spec.key))
        sheet, column, _ = self._column_place(record, spec, "")
        places: Mapping[str, object] = self.incoming.places or {}
        row = getattr(places.get(record.id), "row", None)
        self.problems.append(
            Problem(
                message=message, record=record.kind, id=record.id, field=spec.key, sheet=sheet, row=row, column=column
            )
        )


def _is_cut(spec: Field, now: Value, before: Value) -> bool:
    """Whether a text is the beginning of what it was, as long as programs leave it."""
    if spec.kind not in (Kind.TEXT, Kind.PROSE) or not isinstance(now, str) or not isinstance(before, str):
        return False
    text, whole = now.rstrip(), before.replace("\r\n", "\n")
    return len(whole) > len(text) and any(text == whole[:count].rstrip() for count in _CUTS)


def _is_cut_list(now: Value, before: Value) -> bool:
    """Whether a list is the beginning of what it was, up to a name that is no key of anything."""
    if not isinstance(now, tuple) or not isinstance(before, tuple) or not 0 < len(now) <= len(before):
        return False
    last = now[-1]
    return now[:-1] == before[: len(now) - 1] and last not in before and " " in last and not last[-1].isdigit()
