"""Our own Excel back in: the workbook it holds, whatever people have done to the registers meanwhile.

First everything but links between records, so that each record has its title; then those links, which are written as
titles. What cannot be understood becomes a problem with its place and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from selfassess.domain.beginning import new_id
from selfassess.domain.errors import CancelledError, FileError, InvalidValueError
from selfassess.domain.fields import Field, Value
from selfassess.domain.incoming import Incoming, Problem
from selfassess.domain.records import CATALOGUE, Record, RecordKind, blank, links_to_records
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.exchange.excel import hidden_sheet, package
from selfassess.exchange.excel.hidden_sheet import Hidden
from selfassess.exchange.excel.names import Names, PackNames, folded
from selfassess.exchange.excel.registers import REGISTERS, YEAR
from selfassess.exchange.excel.rows import SheetRow, rows
from selfassess.exchange.excel.values import mark, meaning

_OPENING = 0.7
"""The part of the work that opening the file is."""


def read(
    path: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Incoming:
    """The workbook that an Excel export holds, without its journal, and what could not be understood.

    ``progress`` is told how far it is (0 to 1). Raises FileError where the file is not readable or not ours, and
    CancelledError once ``cancelled`` says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was taken in.")
        progress(part)

    kinds = {folded(kind.sheet): kind for kind in REGISTERS}
    found = package.sheets(
        path, lambda name: name == hidden_sheet.SHEET or folded(name) in kinds, lambda part: watch(part * _OPENING)
    )
    if hidden_sheet.SHEET not in found:
        raise FileError(
            f"{path.name} is not an Excel export of a self-assessment workbook: "
            f"it has no sheet “{hidden_sheet.SHEET}”. Choose a file that this program exported."
        )
    hidden = hidden_sheet.read(found.pop(hidden_sheet.SHEET), path.name)
    reading = _Reading(hidden)
    for number, (name, cells) in enumerate(found.items()):
        watch(_OPENING + (1 - _OPENING) * number / len(found))
        kind = kinds[folded(name)]
        reading.take(kind, rows(kind, name, cells, hidden.columns.get(kind.sheet, {})))
    workbook = reading.finish(lambda: watch(1.0))
    return Incoming(workbook=workbook, problems=tuple(sorted(reading.problems, key=_place)))


def _place(problem: Problem) -> tuple[int, int]:
    sheets = [kind.sheet for kind in REGISTERS]
    return (sheets.index(CATALOGUE[problem.record].sheet) if problem.record else -1, problem.row or 0)


class _Reading:
    """One file being read: collects its records by year and kind, and the problems."""

    def __init__(self, hidden: Hidden) -> None:
        self.hidden = hidden
        self.problems: list[Problem] = []
        self._years = {folded(a.label): a for a in reversed(hidden.workbook.assessments)}
        self._assessments = {a.id: a for a in hidden.workbook.assessments}
        self._packs = {a.id: PackNames(a.framework, a.information_return) for a in hidden.workbook.assessments}
        self._plain = {a.id: Names(self._packs[a.id], a.record, {}) for a in hidden.workbook.assessments}
        self._ids = {hidden.workbook.id, *self._assessments}
        self._taken: dict[tuple[str, str], list[tuple[Record, SheetRow]]] = {}

    def take(self, kind: RecordKind, sheet_rows: Iterator[SheetRow]) -> None:
        """Read the rows of one register, all but the links between records."""
        last: dict[str, int] = {}
        without_place: list[tuple[Record, SheetRow]] = []
        for row in sheet_rows:
            assessment = self._year(kind, row)
            if assessment is None:
                continue
            id = row.id if row.id and row.id not in self._ids else new_id()
            self._ids.add(id)
            position = row.position
            record = blank(kind.key, id, position or 0, assessment.id)
            values = dict(record.values)
            for spec in kind.fields:
                if not links_to_records(spec):
                    values[spec.key] = self._value(kind, spec, row, id, values, self._plain[assessment.id])
            record = replace(record, values=values)
            self._taken.setdefault((assessment.id, kind.key), []).append((record, row))
            if position is None:
                without_place.append(self._taken[assessment.id, kind.key][-1])
            else:
                last[assessment.id] = max(last.get(assessment.id, -1), position)
        self._place_last(kind, without_place, last)

    def finish(self, stop: Callable[[], None]) -> Workbook:
        """The workbook, with the links between records."""
        whole = []
        for assessment in self.hidden.workbook.assessments:
            taken = {kind.key: self._taken.get((assessment.id, kind.key), []) for kind in REGISTERS}
            plain = {kind: [record for record, _ in pairs] for kind, pairs in taken.items()}
            names = Names(self._packs[assessment.id], assessment.record, plain)
            records: dict[str, tuple[Record, ...]] = {}
            for kind in CATALOGUE.values():
                stop()
                linked = [self._linked(kind, record, row, names) for record, row in taken.get(kind.key, ())]
                if linked:
                    records[kind.key] = tuple(sorted(linked, key=lambda record: record.position))
            whole.append(replace(assessment, records=records))
        return replace(self.hidden.workbook, assessments=tuple(whole))

    def _place_last(self, kind: RecordKind, without: list[tuple[Record, SheetRow]], last: dict[str, int]) -> None:
        for pair in without:
            record, row = pair
            year = str(record.assessment)
            last[year] = last.get(year, -1) + 1
            pairs = self._taken[year, kind.key]
            pairs[pairs.index(pair)] = (replace(record, position=last[year]), row)

    def _year(self, kind: RecordKind, row: SheetRow) -> Assessment | None:
        shown = row.cells.get(YEAR)
        kept = row.exact.get(YEAR)
        if kept is not None and kept[0] == mark(shown) and kept[1] in self._assessments:
            return self._assessments[str(kept[1])]
        if shown is None:
            return self._assessments.get(self.hidden.current, self.hidden.workbook.current)
        label = f"{shown:.15g}" if isinstance(shown, float) else str(shown)
        found = self._years.get(folded(label))
        if found is None:
            years = ", ".join(a.label for a in self.hidden.workbook.assessments)
            message = f"There is no year “{label}” in this file. It has: {years}."
            self.problems.append(self._problem(kind, row, YEAR, row.id or None, message))
        return found

    def _linked(self, kind: RecordKind, record: Record, row: SheetRow, names: Names) -> Record:
        values = dict(record.values)
        for spec in kind.fields:
            if links_to_records(spec):
                values[spec.key] = self._value(kind, spec, row, record.id, values, names)
        return replace(record, values=values)

    def _value(
        self, kind: RecordKind, spec: Field, row: SheetRow, id: str, values: dict[str, Value], names: Names
    ) -> Value:
        raw = row.cells.get(spec.key)
        kept = row.exact.get(spec.key)
        if kept is not None and spec.key in row.headings and kept[0] == mark(raw):
            value = tuple(kept[1]) if isinstance(kept[1], list) else kept[1]
            return self._there(kind, spec, row, id, value, names) if links_to_records(spec) else value
        try:
            found, missing = meaning(spec, raw, names, values)
        except InvalidValueError as error:
            self.problems.append(self._problem(kind, row, spec.key, id, str(error)))
            return None
        for title in missing:
            message = f"There is no record “{title}” in this file; write its title as it stands in its own sheet."
            self.problems.append(self._problem(kind, row, spec.key, id, message))
        return found

    def _there(self, kind: RecordKind, spec: Field, row: SheetRow, id: str, value: Value, names: Names) -> Value:
        """Links by id, without those to rows that were deleted; one that led nowhere before stays as it is."""
        titles = names.titles(spec.target)
        shown = str(row.cells.get(spec.key))
        links = value if isinstance(value, tuple) else (str(value),)
        kept = tuple(link for link in links if link in titles or link in shown)
        if len(kept) < len(links):
            message = f"{len(links) - len(kept)} of the records it links to are no longer in this file."
            self.problems.append(self._problem(kind, row, spec.key, id, message))
        return (kept or None) if isinstance(value, tuple) else (kept[0] if kept else None)

    def _problem(self, kind: RecordKind, row: SheetRow, key: str, id: str | None, message: str) -> Problem:
        heading = row.headings.get(key)
        return Problem(
            message=message, record=kind.key, id=id, field=key, sheet=row.sheet, row=row.number, column=heading
        )
