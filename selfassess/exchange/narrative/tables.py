"""The tables of a narrative: registers, strengths beside areas for improvement, scores, forms, and boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from selfassess.domain.years.narrative import LISTED, Goes, Piece
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.drafts import COUNTS_OTHERS
from selfassess.exchange.foreign.more_tables import is_quarter
from selfassess.exchange.foreign.values import is_placeholder, is_total
from selfassess.exchange.narrative.cells import Cell, Row, group_cells_by_column, group_cells_by_row, loosen_cell
from selfassess.exchange.narrative.columns import (
    STATEMENT,
    Column,
    RowKinds,
    kinds_in,
    read_columns,
    read_stage_columns,
    rest_field,
)
from selfassess.exchange.narrative.flow import APART, NO_STATEMENT, NOTHING_SAID, Flow
from selfassess.exchange.narrative.scores import read_score

LINES = "a table whose columns are not known became lines of text"
ONLY_A_THEME = "it names a theme, and nothing below it is put under a theme"
ONLY_MENTIONED = "it speaks of a quality statement, and was put under none by that"
_FEWEST_HEADINGS = 2
_HEADINGS_WITHIN = 3
_MOSTLY = 0.6
_LONGEST_HEADING = 90
_LONGEST_LABEL = 40
_TICKS = frozenset(("✓", "✔", "☑", "☒", "√", "x", "X", "✗", "✘", "y", "Y", "•", "n", "N"))
"""What stands for a yes in the column of an answer."""
_BANNER = 6
"""Cells that a table which is a heading has at most."""


class TableReader:
    """One table being gone through, where the reading of the document stands."""

    def __init__(
        self,
        flow: Flow,
        cells: Sequence[Cell],
        heading: Callable[[int, Piece], Goes | None],
        plain: Callable[[Piece, Piece | None], Goes],
    ) -> None:
        self._flow = flow
        self._rows: list[Row] = []
        for _, row in group_cells_by_row(cells):
            self._rows.append(row)
        self._heading = heading
        self._plain = plain
        self._width = max(piece.column + piece.across for _, piece in cells)
        merged = (piece for _, piece in cells if piece.down > 1)
        self._reached = {row for piece in merged for row in range(piece.row + 1, piece.row + piece.down)}
        """Rows into which a cell reaches from above."""
        self._goes: dict[int, Goes] = {}

    def place_cells(self) -> dict[int, Goes]:
        """Where each cell goes."""
        if self._flow.apart:
            return {number: Goes(why=APART[self._flow.apart]) for row in self._rows for number, _ in row}
        is_one_column = self._width == 1 or all(len(group_cells_by_column(row)) == 1 for row in self._rows)
        if is_one_column:
            self._place_box()
        elif self._are_boxes():
            self._place_boxes()
        elif self._is_form():
            self._place_form()
        elif (found := self._find_header_row()) is not None:
            self._place_register(*found)
        elif self._is_banner():
            self._place_box()
        else:
            self._place_unknown_table()
        self._flow.end_group()
        return self._goes

    # Boxes and forms

    def _place_box(self) -> None:
        """A table of one column is a box around paragraphs."""
        self._place_cell_texts([cell for row in self._rows for cell in row])

    def _are_boxes(self) -> bool:
        """Whether cells are boxes beside each other, each with a heading of its own, as in strengths and weaknesses."""
        cells = [cell for row in self._rows for cell in group_cells_by_column(row).values()]
        headed = [cell for cell in cells if len(cell) > 1 and self._is_label(cell[0][1]) and not cell[0][1].depth]
        return len(headed) > 1 and len(headed) * 2 >= len(cells)

    def _place_boxes(self) -> None:
        """Go through boxes that stand beside each other, each under a heading of its own."""
        for row in self._rows:
            for cell in group_cells_by_column(row).values():
                flow = self._flow
                flow.part = ""
                flow.look = f"“{cell[0][1].text[:60]}” is not known as a heading"
                flow.end_group()
                self._place_cell_texts(cell)

    def _is_banner(self) -> bool:
        """Whether a small table is the heading of what stands below it: it names a statement, and its score perhaps."""
        cells = [piece for row in self._rows for _, piece in row]
        named = (self._flow.names.find_meaning(piece.text, sure=True) for piece in cells)
        return len(cells) <= _BANNER and any(meaning.statement for meaning in named)

    def _place_cell_texts(self, cells: Sequence[Cell], headings: bool = True) -> None:
        for place, (number, piece) in enumerate(cells):
            goes = self._heading(number, piece) if headings else None
            below = cells[place + 1][1] if place + 1 < len(cells) else None
            self._goes[number] = goes or self._plain(loosen_cell(piece), below and loosen_cell(below))

    def _is_form(self) -> bool:
        """Whether the first cell of most rows is the name of what stands beside it."""
        if self._width > 4:
            return False
        labels = [row[0][1] for row in self._rows if len(group_cells_by_column(row)) > 1]
        known = sum(self._is_label(piece) for piece in labels)
        asked = sum(piece.text.rstrip().endswith("?") and not self._is_label(piece) for piece in labels)
        named = known + (asked if known > 1 else 0)
        first = [piece for _, piece in self._rows[0]]
        across = len(first) > 1 and all(self._is_label(piece) for piece in first[1:])
        if not labels:
            return False
        if named < len(labels) * _MOSTLY:
            return False
        if across:
            return False
        return named > 1 or len(self._rows) == 1

    def _is_label(self, piece: Piece) -> bool:
        """Whether a cell names what stands beside it."""
        if vocabulary.names_statement(piece.text):
            return True
        meaning = self._flow.names.find_meaning(piece.text, sure=True)
        return bool(meaning.part) and not meaning.statement

    def _place_form(self) -> None:
        """Go through a table whose first cells name what stands beside them."""
        for at, row in enumerate(self._rows):
            if row[0][0] in self._goes:
                continue  # it was gone through with the table inside of a row above
            (number, piece), beside = row[0], [cell for cell in row if cell[1].column != row[0][1].column]
            first = [cell for cell in row if cell[1].column == piece.column]
            if not beside:
                self._place_cell_texts(first)
                continue
            if vocabulary.names_statement(piece.text):
                self._goes[number] = Goes(served=True)
                self._place_statement_name(beside)
                continue
            goes = self._heading(number, replace(piece, bold=True))
            if goes is None and len(piece.text) <= _LONGEST_LABEL and not piece.text.endswith("."):
                self._leave_unknown_label(row, piece.text)
                continue
            self._goes[number] = goes or self._plain(loosen_cell(piece), None)
            self._place_cell_texts(first[1:])
            inside = self._find_inner_table(at, beside)
            if inside:
                self._goes |= TableReader(self._flow, inside, self._heading, self._plain).place_cells()
            else:
                self._place_cell_texts(beside, headings=False)

    def _leave_unknown_label(self, row: Row, label: str) -> None:
        """A label of a form that nobody knows ends what stood above it; what stands beside it is told."""
        self._flow.part = ""
        self._flow.end_group()
        self._goes |= {number: Goes(why=f"the label “{label}” is not known") for number, _ in row}

    def _find_inner_table(self, at: int, beside: Sequence[Cell]) -> list[Cell]:
        """The cells of a table inside of a form whose lines a PDF does not tell from those of the form."""
        columns = group_cells_by_column(list(beside))
        texts = [" ".join(piece.text for _, piece in cell) for cell in columns.values()]
        below: list[Cell] = []
        for row in self._rows[at + 1 :]:
            if row[0][1].column < min(columns):
                break
            below += row
        if len(texts) < 2 or not below:
            return []
        found = read_columns(texts, self._flow.names, self._flow.part)
        if all(each.is_known for each in found) and kinds_in(found):
            return [*beside, *below]
        return []

    def _place_statement_name(self, cells: Sequence[Cell]) -> None:
        """Cells beside the words "Quality statement"."""
        for number, piece in cells:
            key = self._flow.names.find_statement(piece.text)
            named = None
            if key:
                named = self._heading(number, replace(piece, bold=True))
            self._goes[number] = named or Goes(served=bool(key), why="" if key else NO_STATEMENT)

    # Registers

    def _find_header_row(self) -> tuple[int, dict[int, Column]] | None:
        """The row of the headings and what each column holds."""
        for at, row in enumerate(self._rows[:-1][:_HEADINGS_WITHIN]):
            cells = group_cells_by_column(row)
            is_no_heading_row = len(cells) < 2 or any(
                piece.depth or len(piece.text) > _LONGEST_HEADING for _, piece in row
            )
            if is_no_heading_row:
                continue
            texts = [" ".join(piece.text for _, piece in cell) for cell in cells.values()]
            columns = read_columns(texts, self._flow.names, self._flow.part)
            known = sum(each.is_known for each in columns)
            names_statements = any(each.kind == STATEMENT for each in columns)
            named = names_statements or bool(kinds_in(columns))
            # Of two columns one may be unknown, unless what stands below reads like labels of a form.
            pair = (
                known == 1
                and len(columns) == 2
                and not any(self._is_label(each[0][1]) for each in self._rows[at + 1 :])
            )
            is_header = named and (known > 1 or pair)
            if is_header:
                return at, dict(zip(cells, columns, strict=True))
        return None

    def _place_register(self, at: int, columns: Mapping[int, Column]) -> None:
        """Go through a table of one record a row."""
        above_headings = [self._place_band(row) for row in self._rows[:at]]
        lower = read_stage_columns(columns, {p.column: p.text for _, p in self._rows[at + 1]})
        headings = [*self._rows[at], *(self._rows[at + 1] if lower else ())]
        self._goes |= {number: Goes(served=True) for number, _ in headings}
        at, columns = (at + 1, lower) if lower else (at, columns)
        kinds = kinds_in(list(columns.values()))
        beside = {each.kind for each in columns.values() if each.field != "title"}
        first_kind = kinds[0] if kinds else ""
        main = next((kind for kind in ("action", "risk", "measure") if kind in kinds), first_kind)
        named = any(each.kind == STATEMENT for each in columns.values())
        outer = next(filter(None, reversed(above_headings)), self._flow.statement)
        about = outer
        above = dict[str, int]()
        for row in self._rows[at + 1 :]:
            if self._is_band(row):
                about = self._place_band(row, ends=not named) or (about if named else outer)
                continue
            if is_total(row[0][1].text) and main != "measure":
                self._goes |= {number: Goes(why=COUNTS_OTHERS) for number, _ in row}
                continue
            if (others := self._read_headings_again(row)) is not None:
                columns = others
                kinds = kinds_in(list(columns.values()))
                main = next(iter(kinds), "")
                continue
            told = self._place_statement_cells(row, columns) if named else ""
            about = told or about
            of_title = "" if about else self._find_statement_in_title(row, columns)
            above = self._place_register_row(row, columns, about or of_title, RowKinds(kinds, beside, main), above)
            if not about and not of_title:
                self._tell_statement_in_title(row, columns)

    def _read_headings_again(self, row: Row) -> dict[int, Column] | None:
        """The columns of the rows below a row that is word for word headings, as in the lower half of a table."""
        cells = group_cells_by_column(row)
        texts = [cell[0][1].text for cell in cells.values() if len(cell) == 1]
        known = (vocabulary.is_known_heading(text) or is_quarter(text) for text in texts)
        if len(texts) < _FEWEST_HEADINGS or len(texts) != len(cells) or not all(known):
            return None
        columns = read_columns(texts, self._flow.names, self._flow.part)
        if not kinds_in(columns):
            return None
        self._goes |= {number: Goes(served=True) for number, _ in row}
        return dict(zip(cells, columns, strict=True))

    def _find_statement_in_title(self, row: Row, columns: Mapping[int, Column]) -> str:
        """The one statement that the title of a row says it is about: "… (QS7)"; "" for none or several."""
        named = {key for _, piece in self._titles_of_row(row, columns) for key in self._flow.names.find_in_title(piece)}
        return named.pop() if len(named) == 1 else ""

    def _tell_statement_in_title(self, row: Row, columns: Mapping[int, Column]) -> None:
        for number, piece in self._titles_of_row(row, columns):
            if self._flow.names.mentions_statement(piece):
                self._goes[number] = replace(self._goes[number], why=ONLY_MENTIONED, unsure=True)

    def _titles_of_row(self, row: Row, columns: Mapping[int, Column]) -> Iterator[tuple[int, str]]:
        for number, piece in row:
            if self._find_column_of_cell(piece, columns).field == "title":
                yield number, piece.text

    def _is_band(self, row: Row) -> bool:
        """Whether a row is a line across the table: not one whose other cells are empty, or merged with those above."""
        first = row[0][1]
        if len(group_cells_by_column(row)) > 1 or first.across > 1:
            return len(group_cells_by_column(row)) == 1
        named = first.column == 0 and self._flow.names.find_meaning(first.text, sure=True).names_anything
        if self._width <= 2:
            return False
        return named and first.row not in self._reached

    def _place_band(self, row: Row, *, ends: bool = False) -> str:
        """A line across the table; the statement that it names. A theme that ``ends`` the one above is told."""
        about = ""
        for number, piece in row:
            meaning = self._flow.names.find_meaning(piece.text, sure=True)
            about = meaning.statement or about
            if ends and meaning.theme and not meaning.statement:
                self._goes[number] = Goes(why=ONLY_A_THEME)
            elif meaning.names_anything:
                self._goes[number] = Goes(served=True)
            else:
                self._goes[number] = Goes(why="it stands across the table and says nothing of its rows that is known")
        return about

    def _place_statement_cells(self, row: Row, columns: Mapping[int, Column]) -> str:
        """The statement that a cell of the row names, "" for none."""
        key = ""
        for number, piece in row:
            column = columns.get(piece.column)
            if column is None or column.kind != STATEMENT:
                continue
            found = self._flow.names.find_statement(piece.text)
            self._goes[number] = Goes(served=True) if found else Goes(why=NO_STATEMENT)
            key = key or found
        return key

    def _place_register_row(
        self, row: Row, columns: Mapping[int, Column], about: str, kinds: RowKinds, above: dict[str, int]
    ) -> dict[str, int]:
        """Place the cells of one row; the groups of its records, by kind."""
        groups: dict[str, int] = {}
        titled = {columns[p.column].kind for _, p in row if p.column in columns and columns[p.column].field == "title"}
        for number, piece in row:
            column = self._find_column_of_cell(piece, columns)
            if number in self._goes:
                continue
            if is_placeholder(piece.text) and column.field not in ("due_on", "score"):
                self._goes[number] = Goes(why=NOTHING_SAID)
                continue
            groups_above = above if not titled else {}
            self._goes[number] = self._place_register_cell(piece, column, about, kinds, groups, groups_above)
        return groups or above

    @staticmethod
    def _find_column_of_cell(piece: Piece, columns: Mapping[int, Column]) -> Column:
        at = max((column for column in columns if column <= piece.column), default=-1)
        return columns.get(at, Column())

    def _place_register_cell(
        self, piece: Piece, column: Column, about: str, kinds: RowKinds, groups: dict[str, int], above: dict[str, int]
    ) -> Goes:
        """Where a cell goes by its column: a title begins a record, all else goes into the one that was begun."""
        if column.kind == "judgement":
            return self._place_judgement_cell(piece, column, about)
        kind = {"measure_value": "measure"}.get(column.kind, column.kind) or kinds.main
        if not kind:
            return Goes(why=f"the column “{column.heading[:60]}” is not known")
        if kind in ("strength", "improvement") and not about:
            return Goes(why=NO_STATEMENT)
        first = column.field == "title" and kind not in kinds.named
        if column.field == "title":
            kinds.named.add(kind)
        if kind not in groups:
            groups[kind] = above.get(kind) or self._flow.begin_group()
        elif column.field == "title" and not first and kind not in kinds.beside and (piece.depth <= 1):
            groups[kind] = self._flow.begin_group()  # a list in a cell, each of it a record
        elif column.field == "title" and not first:
            return Goes(record=kind, field=rest_field(kind), about=about, group=groups[kind])
        if column.kind == "measure_value":
            return Goes(record="measure_value", field="value", about=column.heading, group=groups[kind])
        field = column.field if column.kind else rest_field(kind)
        why = "" if column.kind else f"the column “{column.heading[:60]}” is not known, so it went into the text"
        if above.get(kind) and not why:
            why = "its row has no title, so it went to the row above"
        label = "" if column.kind else column.heading
        return Goes(record=kind, field=field, about=about, group=groups[kind], label=label, why=why, unsure=bool(why))

    def _place_judgement_cell(self, piece: Piece, column: Column, about: str) -> Goes:
        """Where a cell of a judgement goes; a score that cannot be read keeps its words."""
        if not about:
            return Goes(why=NO_STATEMENT)
        if column.field == "score":
            found = read_score(piece.text, self._flow.framework)
            if found.why:
                return Goes(record="judgement", field="rationale", about=about, why=found.why, unsure=True)
        return Goes(record="judgement", field=column.field, about=about)

    # Tables that nobody knows

    def _place_unknown_table(self) -> None:
        """Go through a table whose headings are not known, row by row under the heading above it."""
        flow = self._flow
        labels = self._find_column_labels()
        heading_cells = self._rows[0] if labels else ()
        for number, _ in heading_cells:
            self._goes[number] = Goes(served=True)
        body_rows = self._rows[1:] if labels else self._rows
        for row in body_rows:
            is_list_of_part = flow.part in LISTED and (flow.statement or flow.part not in ("strength", "improvement"))
            if is_list_of_part:
                self._line_of_record(row, labels)
                continue
            for number, piece in row:
                label = ""
                if piece.column != row[0][1].column:
                    label = labels.get(piece.column, "")
                ticked = bool(label) and piece.text.strip() in _TICKS
                said = replace(piece, text=f"{label}: {piece.text}") if ticked else piece
                goes = self._plain(loosen_cell(said), None)
                told = goes.record and not goes.unsure
                self._goes[number] = replace(goes, why=LINES, label=label, unsure=True) if told else goes

    def _line_of_record(self, row: Row, labels: Mapping[int, str]) -> None:
        """A row as one record of the kind that the heading above the table names."""
        kind = self._flow.part
        about = self._flow.statement
        group = self._flow.begin_group()
        for place, (number, piece) in enumerate(row):
            field = "title" if place == 0 else rest_field(kind)
            label = labels.get(piece.column, "") if place else ""
            self._goes[number] = Goes(
                record=kind, field=field, about=about, group=group, label=label, why=LINES, unsure=True
            )

    def _find_column_labels(self) -> dict[int, str]:
        """What a first row of short words says of the columns below it; nothing where it is a row like the others."""
        cells = group_cells_by_column(self._rows[0])
        texts = {column: cell[0][1].text for column, cell in cells.items() if len(cell) == 1}
        longest = max((len(text) for text in texts.values()), default=0)
        below = max((len(piece.text) for row in self._rows[1:] for _, piece in row), default=0)
        sentence = any(text.endswith((".", ";", ":")) for text in texts.values())
        plain = len(texts) == len(cells) == self._width > 1 and not sentence and longest <= _LONGEST_LABEL
        if plain and len(self._rows) > 2 and below > longest:
            return texts
        return {}
