"""Makes records of the rows of registers.

First everything but links between records, so that each record has its title; then those links, which are written as
titles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from selfassess.domain.measures.periods import parse_financial_year
from selfassess.domain.model.admission import find_value_fault
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record, RecordKind, links_to_records
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import STAYS, Field, Value, explain_empty
from selfassess.domain.model.import_result import Incoming, Place, Problem, Sent
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import choose_plural, count_noun
from selfassess.exchange.excel.hidden_sheet import Hidden
from selfassess.exchange.excel.names import Names, PackNames, fold_name, names_of_every_year
from selfassess.exchange.excel.reading.beside_rows import reason_beside
from selfassess.exchange.excel.reading.headings import Register
from selfassess.exchange.excel.reading.rows import SheetRow
from selfassess.exchange.excel.reading.sheet_xml import Range
from selfassess.exchange.excel.registers import ID, REGISTERS, YEAR
from selfassess.exchange.excel.values import Content, interpret_cell_content, mark_of_cell

_NOTHING: Mapping[str, Content] = {}
_TOLD = 100
"""After so many records somebody is told how far it is."""


@dataclass(slots=True)
class _Taken:
    """One row that became a record. ``waiting`` are cells that may name other records, which ``values`` will have."""

    record: Record
    values: dict[str, Value]
    waiting: Mapping[str, Content]
    register: Register

    def has_empty_cell(self, key: str) -> bool:
        """Whether its cell holds nothing."""
        return self.values[key] is None and key not in self.waiting


@dataclass(slots=True)
class _Counted:
    """How many cells or rows of a sheet are so, and where the first is."""

    count: int = 0
    first: str = ""

    def count_place(self, where: str) -> None:
        self.count += 1
        self.first = self.first or where


@dataclass
class Takings:
    """What was taken from one file so far, and what was not understood."""

    hidden: Hidden
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know the years and their packs."""
        years = self.hidden.workbook.assessments
        self._assessments = {a.id: a for a in years}
        self._by_label = {fold_name(a.label): a for a in reversed(years)}
        self._plain = {a.id: Names(PackNames(a.framework, a.information_return), a.record, {}) for a in years}
        self._ids = {self.hidden.workbook.id, *self._assessments}
        self._taken: dict[tuple[str, str], list[_Taken]] = {}
        self._places: dict[str, Place] = {}
        self._fields: dict[str, frozenset[str]] = {}
        self._listed: set[str] = set()
        self._unread: set[tuple[str, str | None]] = set()
        self._nameless: set[str] = set()
        self._copies: dict[str, str] = {}
        self._formulas: dict[str, _Counted] = {}
        self._cleared: dict[str, _Counted] = {}
        self._beside: list[str] = []

    def read_register_rows(self, register: Register, rows: Iterable[SheetRow]) -> None:
        """Read the rows of one register, all but what is written as titles of records."""
        kind = register.kind
        self._fields[kind.key] = register.fields
        count, with_id = 0, 0
        last: dict[str, int] = {}
        without_place: list[_Taken] = []
        above = register.top
        for row in rows:
            why = reason_beside(register, row, apart=row.number > above + 1)
            above = row.number
            if why is not None:
                self._beside += [f"Sheet “{register.sheet}”, row {row.number}: {why}"] if why else []
                continue
            count, with_id = count + 1, with_id + bool(row.id)
            if self._was_row_cleared(register, row):
                continue
            assessment = self._find_row_year(register, row)
            if assessment is None:
                continue
            taken = self._read_row_record(register, row, assessment)
            self._taken.setdefault((assessment.id, kind.key), []).append(taken)
            if row.position is None:
                without_place.append(taken)
            else:
                last[assessment.id] = max(last.get(assessment.id, -1), row.position)
        if ID in register.headings and (with_id or not count):
            self._listed.add(kind.key)
        for taken in without_place:
            year = str(taken.record.assessment)
            last[year] = last.get(year, -1) + 1
            taken.record = replace(taken.record, position=last[year])

    def note_merged_ranges(self, register: Register, ranges: Sequence[Range]) -> None:
        """Cells that were merged into another have lost what they held, whatever that was."""
        if not ranges:
            return
        taken = (t for (_, kind), ts in self._taken.items() if kind == register.kind.key for t in ts)
        rows = {self._places[each.record.id].row: each for each in taken}
        numbers = sorted(rows)
        for left, top, right, bottom in ranges:
            lost = [
                (rows[number].record.id, key)
                for (key, part), column in register.columns.items()
                if left <= column <= right and part == 1 and key in register.fields
                for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
                if (column, number) != (left, top) and rows[number].has_empty_cell(key)
            ]
            self._unread.update(lost)
            if lost:
                id, key = lost[0]
                message = "Its cell was merged with others and holds nothing any more; part the cells and fill each."
                self.problems.append(self._build_cell_problem(register, self._places[id].row, key, id, message))

    def list_reading_notes(self) -> Iterator[str]:
        """What is worth saying about the rows that were read."""
        for sheet, counted in self._formulas.items():
            one = f"1 cell holds a formula, in {counted.first}; the value"
            many = f"{counted.count:,} cells hold formulas, first in {counted.first}; the values"
            cells = choose_plural(counted.count, one, many)
            yield f"Sheet “{sheet}”: {cells} Excel last worked out {choose_plural(counted.count, 'was', 'were')} taken."
        for sheet, counted in self._cleared.items():
            rows = count_noun(counted.count, "row was emptied and counts", "rows were emptied and count")
            yield f"Sheet “{sheet}”: {rows} as deleted, first {counted.first}."
        yield from self._beside

    def finish_reading(self, watch: Callable[[float], None], notes: Sequence[str]) -> Incoming:
        """Everything that was read, with the links between records."""
        years = self.hidden.workbook.assessments
        read = [replace(a, records={k.key: self._sorted_records_of(a, k) for k in REGISTERS}) for a in years]
        names = names_of_every_year(read)
        number, count = 0, sum(map(len, self._taken.values())) or 1
        for (year, _), every in self._taken.items():
            for taken in every:
                number += 1
                if number % _TOLD == 0:
                    watch(number / count)
                self._fill_in_links(taken, names[year])
        whole = [
            replace(a, records={k.key: found for k in CATALOGUE.values() if (found := self._sorted_records_of(a, k))})
            for a in years
        ]
        return Incoming(
            workbook=replace(self.hidden.workbook, assessments=tuple(whole)),
            problems=tuple(sorted(self.problems, key=_problem_sort_key)),
            sent=Sent(
                fields=self._fields,
                listed=frozenset(self._listed),
                unread=frozenset(self._unread),
                nameless=frozenset(self._nameless),
                copies=self._copies,
            ),
            edition=self.hidden.edition,
            options=self.hidden.options,
            places=self._places,
            notes=tuple(notes),
        )

    def _sorted_records_of(self, assessment: Assessment, kind: RecordKind) -> tuple[Record, ...]:
        records = (taken.record for taken in self._taken.get((assessment.id, kind.key), ()))
        return tuple(sorted(records, key=lambda record: record.position))

    def _read_row_record(self, register: Register, row: SheetRow, assessment: Assessment) -> _Taken:
        """A row as a record, without what waits for titles."""
        id = row.id if row.id and row.id not in self._ids else new_id()
        self._ids.add(id)
        if id != row.id:
            self._nameless.add(id)
            if row.id:
                self._copies[id] = row.id
        self._places[id] = Place(sheet=register.sheet, row=row.number, columns=register.headings)
        for key in row.formulas:
            where = f"row {row.number}, column “{register.headings[key]}”"
            self._formulas.setdefault(register.sheet, _Counted()).count_place(where)
        kind = register.kind
        values: dict[str, Value] = dict.fromkeys(kind.by_key)
        waiting: dict[str, Content] = {}
        for key in kind.by_key.keys() & (row.cells.keys() | row.faults.keys()):
            values[key] = self._find_kept_value(kind.by_key[key], row)
        # What a cell means may depend on the fields before it.
        for spec in kind.fields:
            key = spec.key
            if key in row.faults:
                self._note_unread_cell(register, row.number, key, id, row.faults[key])
            elif values[key] is None and key in row.cells:
                if links_to_records(spec) or EARLIER in spec.target:
                    waiting[key] = row.cells[key]
                else:
                    names = self._plain[assessment.id]
                    values[key] = self._interpret_cell(register, spec, row.number, id, row.cells[key], values, names)
        record = Record(kind=kind.key, id=id, position=row.position or 0, assessment=assessment.id, values=values)
        return _Taken(record, values, waiting or _NOTHING, register)

    def _fill_in_links(self, taken: _Taken, names: Names) -> None:
        record, register = taken.record, taken.register
        number = self._places[record.id].row
        for key, raw in taken.waiting.items():
            spec = register.kind.by_key[key]
            taken.values[key] = self._interpret_cell(register, spec, number, record.id, raw, taken.values, names)
        if None not in map(taken.values.get, _REQUIRED[record.kind]):
            return
        was_empty = self.hidden.empty.get(record.id, frozenset())
        for key in _REQUIRED[record.kind]:
            here = key in register.fields and (record.id, key) not in self._unread
            if here and taken.values[key] is None and key not in was_empty:
                spec = register.kind.by_key[key]
                why = f"{spec.label} is missing." if record.id in self._nameless else explain_empty(spec, STAYS)
                self._note_unread_cell(register, number, key, record.id, why)

    def _was_row_cleared(self, register: Register, row: SheetRow) -> bool:
        """Whether a person deleted what stood in a row, and only what is hidden is left."""
        if not row.id or not row.is_cleared:
            return False
        required = register.fields.intersection(_REQUIRED[register.kind.key])
        if (YEAR in row.cells or YEAR not in register.headings) and required <= self.hidden.empty.get(
            row.id, frozenset()
        ):
            return False
        self._cleared.setdefault(register.sheet, _Counted()).count_place(f"row {row.number}")
        return True

    def _find_row_year(self, register: Register, row: SheetRow) -> Assessment | None:
        shown, kept = row.cells.get(YEAR), row.exact.get(YEAR)
        if kept is not None and kept[0] == mark_of_cell(shown) and kept[1] in self._assessments:
            return self._assessments[str(kept[1])]
        message = row.faults.get(YEAR)
        if message is None and shown is None:
            found = self._find_unnamed_row_year(row)
            message = "It does not say which year it is of." if found is None else None
        elif message is None:
            found = next(
                (self._by_label[label] for label in _list_year_spellings(shown) if label in self._by_label), None
            )
            if found is None:
                years = ", ".join(a.label for a in self.hidden.workbook.assessments)
                message = f"There is no year “{shown}” in this file. It has: {years}."
        if message is None:
            return found
        self.problems.append(self._build_cell_problem(register, row.number, YEAR, row.id or None, message))
        if row.id:
            self._unread.add((row.id, None))
        return None

    def _find_unnamed_row_year(self, row: SheetRow) -> Assessment | None:
        """The year a record was exported with; a new row is of the year that people work on."""
        if row.id and len(self._assessments) > 1 and self.hidden.years:
            known = self.hidden.find_year_of_record(row.id)
            if known is not None:
                return self._assessments.get(known)
        elif row.id and len(self._assessments) > 1:
            return None
        return self._assessments.get(self.hidden.current, self.hidden.workbook.current)

    def _find_kept_value(self, spec: Field, row: SheetRow) -> Value:
        """The value that the hidden column keeps for a cell that still shows what it showed; None for any other."""
        kept = row.exact.get(spec.key)
        if kept is None or spec.key in row.faults or kept[0] != mark_of_cell(row.cells.get(spec.key)):
            return None
        value: Value = tuple(kept[1]) if isinstance(kept[1], list) else kept[1]
        return value if find_value_fault(spec, value) is None else None

    def _interpret_cell(
        self,
        register: Register,
        spec: Field,
        number: int,
        id: str,
        raw: Content,
        values: Mapping[str, Value],
        names: Names,
    ) -> Value:
        """What a cell means that somebody wrote, or that says all there is to its value."""
        try:
            earlier = names.find_earlier_links(spec, register.kind.key, str(raw)) if EARLIER in spec.target else None
            found, missing = (
                (earlier, []) if earlier else interpret_cell_content(register.kind.key, spec, raw, names, values)
            )
        except InvalidValueError as error:
            self._note_unread_cell(register, number, spec.key, id, str(error))
            return None
        for title in missing:
            message = f"There is no record “{title}” in this file; write its title as it stands in its own sheet."
            self._note_unread_cell(register, number, spec.key, id, message)
        return found

    def _note_unread_cell(self, register: Register, number: int, key: str, id: str, message: str) -> None:
        self._unread.add((id, key))
        self.problems.append(self._build_cell_problem(register, number, key, id, message))

    def _build_cell_problem(self, register: Register, number: int, key: str, id: str | None, message: str) -> Problem:
        return Problem(
            message=message,
            record=register.kind.key,
            id=id,
            field=key,
            sheet=register.sheet,
            row=number,
            column=register.headings.get(key),
        )


_REQUIRED = {kind.key: tuple(spec.key for spec in kind.fields if spec.required) for kind in REGISTERS}


def _list_year_spellings(shown: Content) -> Iterator[str]:
    """How a year may have been written: "2024/25", "FY 2024-25"; Excel makes "2011-12" into the first of December."""
    if isinstance(shown, float):
        yield f"{shown:.15g}"
    if isinstance(shown, date):
        yield f"{shown.year}-{shown.month:02}"
    yield fold_name(shown)
    yield fold_name(parse_financial_year(str(shown)) or "")


def _problem_sort_key(problem: Problem) -> tuple[int, int]:
    sheets = [kind.key for kind in REGISTERS]
    return (sheets.index(problem.record) if problem.record in sheets else -1, problem.row or 0)
