"""Takes the rows of a table: each gives a record, and records of other kinds that stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import ONE_EACH
from selfassess.exchange.foreign import comparators, percentages, row_remarks, scorecards, vocabulary
from selfassess.exchange.foreign.bands import Bands
from selfassess.exchange.foreign.drafts import (
    COUNTS_OTHERS,
    LONGER,
    Draft,
    guess_location_kind,
    title_from_longer_text,
)
from selfassess.exchange.foreign.headings import Headings, map_merged_cells, match_columns, repeats_headings
from selfassess.exchange.foreign.ledger import Ledger, Spot, Unplaced
from selfassess.exchange.foreign.mapping import GENERAL, ColumnMapping, TableMapping
from selfassess.exchange.foreign.national_measures import NationalMeasures, heads_national_measures
from selfassess.exchange.foreign.row_cells import (
    is_yes_or_no,
    meaning_set_by_person,
    resolve_linked_field,
    share_cell,
    take_latest_date,
)
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.ticks import find_crossed_columns, read_tick, replace_x_by_cross
from selfassess.exchange.foreign.trackers import Tracker
from selfassess.exchange.foreign.values import counts_others, is_placeholder, is_remark, is_total, names_something
from selfassess.exchange.foreign.vocabulary import LISTED, may_be_general, needs_statement, statement_field
from selfassess.exchange.foreign.year import Year, link_row_records
from selfassess.exchange.spreadsheets.book import Cell, column_letters, format_cell

Cells = dict[tuple[str, str], list[Spot]]
"""Kind and field -> the cells of one row that say it."""

_OF_ONE = "quality_statement"
_MANY_AT_ONCE = 1_000
_SEVERAL = 3
"""A table of so many columns or more seldom has a row of one cell."""


class TableReader:
    """Reads one table of one sheet into a year."""

    def __init__(
        self,
        table: TableMapping,
        found: Headings,
        ledger: Ledger,
        year: Year,
        statements: Statements,
        statement: str | None,
        placed: Callable[[str], str | None] = lambda row: None,
    ) -> None:
        self._table, self._found, self._ledger, self._year = table, found, ledger, year
        self._placed = placed
        self._statements = statements
        self._tab = statement
        self._columns, self.missing = match_columns(table, found)
        self._naming = next((index for index, column in self._columns.items() if self._names_statement(column)), None)
        self._ticks = tuple(index for index, column in self._columns.items() if column.field == vocabulary.TICK)
        self._merged = map_merged_cells(ledger.sheet)
        self._wide = {block[:2]: block for block in ledger.sheet.merged if block[1] < block[3]}
        fields = [column.field for column in table.columns]
        self._national = NationalMeasures(ledger, year) if heads_national_measures(fields) else None
        self._unread: set[str] = set()
        self._filled_down: list[int] = []
        self._by_title: list[int] = []
        self._general: set[int] = set()
        self._under_theme = False
        self._crossed: frozenset[int] = frozenset()
        self._percent: frozenset[int] = frozenset()
        self._tracker = Tracker(ledger, year)
        first = next((row for row in ledger.sheet.rows[found.row + 1 :] if any(cell is not None for cell in row)), ())
        alone = len(self._columns) >= _SEVERAL and sum(cell is not None for cell in first) == 1
        self._bands = Bands(
            ledger, statements, self._columns, self._naming, table.kind, statement, begins_with_band=alone
        )

    def read_table_rows(self, last: int, stop: Callable[[], None]) -> None:
        """Take all rows below the headings up to before row ``last``."""
        sheet = self._ledger.sheet
        self._ledger.mark_used(*self._found.cells)
        below = range(self._found.row + 1, last)
        self._find_crosses(below)
        row_remarks.remark_other_scales(self._ledger, self._columns, self._table.kind)
        if self._table.kind == "measure" and self._national is None:
            self._percent = percentages.find_percentage_columns(sheet, below, self._columns)
        for number in below:
            if number % _MANY_AT_ONCE == 0:
                stop()
            self._read_table_row(number)
        if self._national is not None:
            self._national.make_national_measures()
        row_remarks.remark_what_was_not_there(self._ledger, self.missing, self._unread)
        row_remarks.remark_rows_placed(self._ledger, self._filled_down, self._by_title)

    def _read_table_row(self, number: int) -> None:
        row = self._ledger.sheet.rows[number]
        filled = [self._make_spot(number, c, cell) for c, cell in enumerate(row) if cell is not None]
        if not filled:
            return
        if repeats_headings(row, self._found):
            self._ledger.mark_used(*filled)
        elif self._national is not None:
            self._take_national_cells(self._national, filled)
        elif not self._bands.take_band(filled) and not self._stands_alone(number, filled):
            self._take_table_row(number, filled)
            row_remarks.remark_struck_or_hidden(self._ledger, number, filled[0])

    def _take_national_cells(self, national: NationalMeasures, filled: list[Spot]) -> None:
        said = {}
        for spot in filled:
            column = self._columns.get(spot.column)
            if column is None or column.field is None:
                # The same column is in every row of thousands, so that it is told once, by its heading.
                self._ledger.mark_used(spot)
                self._unread.add(spot.heading or column_letters(spot.column))
            else:
                said[column.field] = spot
        national.add_national_row(said)

    def _find_crosses(self, rows: range) -> None:
        """Find the columns in which x is a cross, and say so."""
        answered = {c for c, column in self._columns.items() if is_yes_or_no(column, self._table.kind)}
        self._crossed = find_crossed_columns(self._ledger.sheet, rows, answered, self._ticks)
        if self._crossed:
            named = ", ".join(f"“{self._heading_of_column(column)}”" for column in sorted(self._crossed))
            self._ledger.notes.append(
                f"In the sheet “{self._ledger.sheet.name}”, x stands beside ticks, and so was read as no: {named}."
            )

    def _make_spot(self, row: int, column: int, cell: Cell) -> Spot:
        shown = replace_x_by_cross(cell) if column in self._crossed else cell
        return Spot(row, column, shown, self._heading_of_column(column))

    def _heading_of_column(self, column: int) -> str:
        return self._found.words[column] if column < len(self._found.words) else ""

    def _stands_alone(self, number: int, filled: list[Spot]) -> bool:
        """Whether a row is a remark below the table and no row of it: one cell, after an empty row."""
        above = self._ledger.sheet.rows[number - 1]
        if len(filled) > 1 or len(self._columns) < _SEVERAL:
            return False
        parted = all(cell is None for cell in above)
        if parted or is_remark(filled[0].cell):
            where = "below an empty row, " if parted else ""
            self._ledger.leave_cell(filled[0], f"it stands alone {where}like a remark")
        return parted or is_remark(filled[0].cell)

    def _take_table_row(self, number: int, filled: list[Spot]) -> None:
        kind = self._kind_of_row(filled)
        is_sum = is_total(filled[0].cell) or counts_others([spot.cell for spot in filled])
        if kind != "measure" and is_sum:
            self._ledger.leave_cells(filled, COUNTS_OTHERS)
            return
        keys, wrong = self._statements_of_row(number, kind)
        self._under_theme = False
        if len(filled) == 1 and len(self._columns) >= _SEVERAL:
            self._ledger.report_trouble(
                filled[0], "This row has nothing but this. Look whether it is a heading for those below."
            )
        cells: Cells = {}
        for spot in filled:
            if spot.column != self._naming and spot.column not in self._ticks:
                self._sort_cell(spot, kind, cells)
        if kind is None:
            self._ledger.leave_cells([s for spots in cells.values() for s in spots], "its row does not say what it is")
            return
        self._add_merged_cells(number, cells, kind)
        row_remarks.remark_merged_across(self._ledger, self._columns, self._wide, filled)
        if not keys and not wrong and number not in self._general:
            keys = self._place_row(kind, cells, number)
        self._make_row_records(kind, cells, keys, wrong, number)

    def _place_row(self, kind: str, cells: Cells, number: int) -> tuple[str, ...]:
        """The statements that a person put a row under which names none; a row that waits for that is remembered."""
        of = statement_field(kind)
        naming = [
            spot
            for key in (vocabulary.title_field(kind), LONGER.get(kind))
            for spot in cells.get((kind, key or ""), ())
        ]
        text = " ".join(format_cell(naming[0].cell).split()) if naming and not is_placeholder(naming[0].cell) else ""
        if of is None or not names_something(text):
            return ()
        said = self._placed(text)
        if said is not None:
            return () if said == GENERAL else (said,)
        named = self._find_statement_in_title(naming[0], text)
        if named is not None:
            self._by_title.append(number)
            return (named,)
        self._under_theme = bool(self._bands.theme)
        if self._bands.theme and of != _OF_ONE:
            return self._bands.theme
        self._ledger.unplaced.append(
            Unplaced(sheet=self._ledger.sheet.name, row=number + 1, kind=kind, text=text, theme=self._bands.theme)
        )
        return ()

    def _find_statement_in_title(self, spot: Spot, text: str) -> str | None:
        """The one statement that a row's title says it is about; where it names one in another way, that is told."""
        named = self._statements.find_in_title(text)
        within = self._bands.theme or named
        if len(named) == 1 and named[0] in within:
            return named[0]
        if named or self._statements.mentions_statement(text):
            self._ledger.report_trouble(spot, "It names a quality statement. It was put under none by that.")
        return None

    def _sort_cell(self, spot: Spot, kind: str | None, cells: Cells) -> None:
        """Put a cell to those of its field; one whose column says nothing, or no kind that is known, is left."""
        column = self._columns.get(spot.column)
        if column is None or column.field is None:
            why = "its column has no meaning yet" if spot.heading else "its column has neither heading nor meaning"
            self._ledger.leave_cell(spot, why)
            return
        meaning = meaning_set_by_person(column, spot.cell)
        if meaning == "":
            self._ledger.leave_cell(spot, "its word was left without a meaning")
            return
        if column.field == vocabulary.RECORD:
            if kind is None:
                self._ledger.leave_cell(spot, f"“{format_cell(spot.cell)}” is no kind of record", problem=True)
            return
        of = resolve_linked_field(column.kind or kind or self._table.kind, column.field)
        # "Click here" is no place; where it leads is one.
        target = self._ledger.use_link(spot) if of == ("evidence", "location") else ""
        address = self._ledger.use_mail_address(spot) if of == ("contact", "email") else ""
        said = target or address or meaning
        cells.setdefault(of, []).append(replace(spot, cell=said) if said else spot)

    def _make_row_records(self, kind: str, cells: Cells, keys: tuple[str, ...], wrong: str, number: int) -> None:
        made: dict[str, list[Draft]] = {}
        marks = scorecards.take_out_marks(cells) if kind == "measure" else []
        shares = kind == "measure" and percentages.convert_decimals_to_percentages(cells, self._percent, self._ledger)
        kinds = [kind, *(other for other in dict.fromkeys(of for of, _ in cells) if other != kind)]
        for each in kinds:
            fields = {field: spots for (of, field), spots in cells.items() if of == each}
            if not fields:
                continue
            every = [spot for spots in fields.values() for spot in spots]
            # A row that names something nobody knows is not about the whole for that.
            placed = bool(keys) or not (needs_statement(each) or (wrong and statement_field(each) == _OF_ONE))
            if not placed:
                why = wrong or "no quality statement is known for its row"
                self._ledger.leave_cells(every, why, problem=not wrong, kind=each)
            elif each == "measure_value":
                values = scorecards.add_period_values(every, made.get("measure", []), self._year, self._ledger)
                scorecards.add_marks_to_note(values, marks, self._ledger)
            elif each == "comparator":
                comparators.add_comparators(every, made.get("measure", []), self._year, self._ledger)
            elif each in vocabulary.PARTS:
                self._tracker.add_parts(each, every, next(iter(made.get(kind, ())), None), number)
            elif each in ONE_EACH:
                self._set_single_record(each, fields, keys, number)
            elif each == kind or each not in LISTED:
                made[each] = self._make_main_records(each, fields, keys, number)
                if shares and made[each]:
                    made[each][0].values.setdefault("unit", "%")
            else:
                made[each] = self._make_records_beside(each, fields, keys)
        if self._under_theme:
            for draft in (each for drafts in made.values() for each in drafts):
                self._bands.set_theme(draft)
        link_row_records(made, kind)

    def _statements_ticked_in_row(self, number: int) -> tuple[str, ...]:
        """The statements that are ticked in a row."""
        found = []
        for index in self._ticks:
            cell = self._ledger.sheet.rows[number][index]
            spot = self._make_spot(number, index, cell)
            ticked = read_tick(spot.cell) if cell is not None else False
            key = self._statements.find_statement(self._heading_of_column(index))
            if ticked is None or key is None:
                self._ledger.leave_cell(spot, "it is no tick for a quality statement", problem=True)
                continue
            self._ledger.mark_used((number, index))
            if ticked:
                found.append(key)
        return tuple(found)

    def _statements_of_row(self, number: int, kind: str | None) -> tuple[tuple[str, ...], str]:
        """The statements a row is about, and why none where it names one that nobody knows."""
        if self._ticks:
            return self._statements_ticked_in_row(number) or (
                (self._bands.statement,) if self._bands.statement else ()
            ), ""
        if self._naming is None:
            return self._bands.keys, ""
        sheet = self._ledger.sheet
        row, column = self._merged.get((number, self._naming), (number, self._naming))
        cell = sheet.rows[row][column]
        spot = Spot(row, column, cell, self._heading_of_column(column))
        if cell is None:
            if self._bands.statement is not None and self._bands.statement != self._tab and number != self._bands.last:
                self._filled_down.append(number)
            return self._bands.keys, ""
        keys, unknown = self._statements.find_all_statements(cell)
        if not keys:
            why = f"“{format_cell(cell)[:60]}” is no quality statement of this framework"
            self._ledger.leave_cell(spot, why, problem=True)
            self._bands.statement = self._tab
            return ((self._tab,) if self._tab else ()), why
        self._ledger.mark_used(spot)
        others = [c for c, text in enumerate(self._found.words) if c != self._naming and text]
        row_remarks.remark_other_statement(self._ledger, self._statements, self._found.words, number, others, keys)
        self._bands.statement, self._bands.last = keys[0], number
        for part in unknown:
            self._ledger.report_trouble(
                spot, f"“{part[:60]}” is no quality statement of this framework; the others were taken."
            )
        if may_be_general(kind) and len(keys) == self._statements.total:
            self._general.add(number)
            self._bands.statement = None
            return (), ""
        if len(keys) > 1 and statement_field(self._table.kind) == "quality_statement":
            self._ledger.report_trouble(
                spot, "Names several quality statements; what can belong to one only is in the first."
            )
        return keys, ""

    def _kind_of_row(self, filled: list[Spot]) -> str | None:
        says = [c for c, column in self._columns.items() if column.field == vocabulary.RECORD]
        if not says:
            return self._table.kind
        spot = next((spot for spot in filled if spot.column == says[0]), None)
        kind = vocabulary.kind_named_by(format_cell(spot.cell)) if spot is not None else None
        if spot is not None and kind in (*LISTED, "judgement"):
            self._ledger.mark_used(spot)
            return kind
        return None

    def _add_merged_cells(self, number: int, cells: Cells, kind: str) -> None:
        """What a merged block says beside this row, though it stands in its first row only: an owner, a date, a gap."""
        for index, column in self._columns.items():
            if column.field in (None, vocabulary.RECORD, vocabulary.TICK) or (number, index) not in self._merged:
                continue
            row, _ = self._merged[number, index]
            cell = self._ledger.sheet.rows[row][index]
            of = resolve_linked_field(column.kind or kind, str(column.field))
            names = of[1] == vocabulary.title_field(of[0])
            # One title over several rows is not several records, nor is the text of what stands beside said anew.
            told_once = names or of[1] == LONGER.get(kind) if of[0] == kind else not (of[0] in LISTED and names)
            meaning = meaning_set_by_person(column, cell)
            if cell is not None and index != self._naming and not told_once and meaning != "":
                cells.setdefault(of, []).append(Spot(row, index, meaning or cell, self._heading_of_column(index)))

    def _make_main_records(
        self, kind: str, fields: dict[str, list[Spot]], keys: tuple[str, ...], number: int
    ) -> list[Draft]:
        title = vocabulary.title_field(kind)
        if row_remarks.leave_unnamed_row(self._ledger, kind, fields):
            return []
        if "due_on" in fields:
            fields = {**fields, "due_on": take_latest_date(fields["due_on"], self._ledger)}
        if keys and "theme" in fields:
            row_remarks.leave_theme_beside_statement(self._ledger, self._statements, fields.pop("theme"), keys)
        if kind == "evidence" and self._bands.items:
            fields = {**fields, "return_items": self._bands.items}
        draft = Draft(kind)
        for field in sorted(fields, key=lambda key: key != title):
            self._set_field(draft, field, fields[field])
        title_from_longer_text(draft)
        self._tracker.complete_action(draft, fields, self._columns)
        if kind == "evidence" and "location" not in draft.values:
            target = next(filter(None, map(self._ledger.use_link, fields.get(title, ()))), "")
            if target:
                draft.values |= {"location": target, "location_kind": guess_location_kind(target)}
        if kind == "measure":
            scorecards.split_code_from_title(draft)
            comparators.split_comparator(draft)
            comparators.name_comparator(draft)
        return [self._year.add_draft(draft, keys, self._ledger, number)]

    def _make_records_beside(self, kind: str, fields: dict[str, list[Spot]], keys: tuple[str, ...]) -> list[Draft]:
        title = vocabulary.title_field(kind)
        naming = title if title in fields else LONGER[kind]
        drafts: dict[str, Draft] = {}
        for spot in fields.pop(naming, ()):
            drafts |= {draft.id: draft for draft in self._year.add_points(kind, spot, keys, self._ledger)}
        made = list(drafts.values())
        for field, spots in fields.items():
            if not made:
                name = CATALOGUE[kind].name.lower()
                self._ledger.leave_cells(spots, f"its row has no {name} that this could belong to", problem=True)
            for spot in spots:
                for draft, part in zip(made, share_cell(spot, len(made)), strict=True):
                    self._set_field(draft, field, [part])
        return made

    def _set_single_record(self, kind: str, fields: dict[str, list[Spot]], keys: tuple[str, ...], number: int) -> None:
        """A row about something there is one of: a statement's judgement, a section, an item of the return."""
        naming = ONE_EACH[kind]
        named = fields.pop(naming, [])
        key = keys[0] if kind == "judgement" and keys else ""
        if named:
            spot = named[0]
            named_draft = Draft(kind)
            named_draft.set_field_from_cell(naming, spot, self._ledger, self._year.answers)
            key = str(named_draft.values.get(naming, ""))
        for field, spots in fields.items():
            in_section = kind == "section" and field in vocabulary.section_keys()
            draft = self._year.get_single_record(kind, field if in_section else key, self._ledger, number)
            if draft is None:
                name = CATALOGUE[kind].name.lower()
                self._ledger.leave_cells(
                    spots, f"its row does not say which {name} it is about", problem=True, kind=kind
                )
            else:
                self._set_field(draft, "text" if in_section else field, spots)

    def _set_field(self, draft: Draft, field: str, spots: list[Spot]) -> None:
        for spot in spots:
            if (draft.kind, field) == ("measure", "comparator_value") and isinstance(spot.cell, str):
                field = "comparator_name" if comparators.holds_comparator_value(spot.cell) else field
            if field not in CATALOGUE[draft.kind].by_key:
                name = CATALOGUE[draft.kind].name
                self._ledger.leave_cell(spot, f"“{name}” has nothing that “{spot.heading}” could be", problem=True)
            else:
                draft.set_field_from_cell(
                    field, scorecards.prefix_mark_with_heading(draft, field, spot), self._ledger, self._year.answers
                )

    def _names_statement(self, column: ColumnMapping) -> bool:
        kind = column.kind or self._table.kind
        return column.field is not None and column.field == statement_field(kind)
