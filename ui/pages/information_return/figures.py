"""The figures of an item: a grid to type or paste into, the day they are of, and what looks odd in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.information_return import figures as return_figures
from selfassess.domain.information_return.figures import VALUE, FigureGrid
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, SetField, SetMany
from selfassess.domain.model.errors import InvalidValueError, WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import clean_value, format_for_display
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import british_date, count_noun
from ui.bridge.workspace import Workspace
from ui.pages.information_return.cells import Block, BlockGrid, BlockModel
from ui.widgets.forms.controls import DateControl
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.grid import Cell
from ui.widgets.look import (
    Banner,
    make_heading,
    make_label,
    make_link_button,
    make_quiet_label,
    make_secondary_button,
    show_if,
)
from ui.widgets.theme import colour

AS_AT = CATALOGUE["figure"].by_key["as_at"]
CROWDED = 2
"""With more figures than this the words of a heading stand below each other."""


class FiguresModel(BlockModel):
    """The numbers that an item asks for: a line for each activity or service type, a column for each figure."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(colour("warning"), parent)
        self.workspace = workspace
        self._item: ReturnItem | None = None
        self._grid: FigureGrid | None = None

    @property
    def figure_grid(self) -> FigureGrid | None:
        """The figures as they are now."""
        if self._grid is None and self._item is not None:
            self._grid = return_figures.build_figure_grid(self.workspace.session.current, self._item)
        return self._grid

    def show_item_figures(self, item: ReturnItem | None) -> None:
        """Show the figures of another item."""
        self.beginResetModel()
        self._item, self._grid = item, None
        self.endResetModel()
        self.forget_refused_cells()

    def follow_figure_step(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        if step.touches_kind("figure"):
            self._grid = None
            self.repaint_cells()

    def figure_at(self, line: str, column: int) -> Record | None:
        """The figure that is written in a cell."""
        return self.figure_grid.given.get((line, self._figure_key(column))) if self.figure_grid else None

    def figure_cell_name(self, line: str, column: int) -> str:
        """What a cell is called: "Care reviews, median wait"."""
        return self.figure_grid.name_figure_cell(line, self._figure_key(column)) if self.figure_grid else ""

    def line_keys(self) -> tuple[str, ...]:
        return self.figure_grid.line_keys if self.figure_grid else ()

    def column_headings(self) -> tuple[str, ...]:
        figures = self._item.figures if self._item else ()
        crowded = len(figures) > CROWDED
        return tuple(f"{f.label.replace(' ', chr(10), 1) if crowded else f.label}\n({f.unit})" for f in figures)

    def line_label(self, line: str) -> str:
        return (self.figure_grid.name_line(line) or "Number") if self.figure_grid else ""

    def cell_text(self, line: str, column: int) -> str:
        record = self.figure_at(line, column)
        return format_for_display(VALUE, record["value"]) if record is not None else ""

    def is_editable(self, line: str, column: int) -> bool:
        return not self.workspace.read_only

    def is_numeric(self, column: int) -> bool:
        return True

    def write_cell(self, line: str, column: int, text: str) -> str:
        return self.write_typed_cells({(line, column): text}).get((line, column), "")

    def write_typed_cells(self, typed: Mapping[Cell, str]) -> Mapping[Cell, str]:
        if self._item is None or not typed:
            return {}
        asked = {(line, self._figure_key(column)): text for (line, column), text in typed.items()}
        changes, why = return_figures.plan_figure_changes(self.workspace.session.current, self._item, asked)
        refused = {
            cell: why[cell[0], self._figure_key(cell[1])]
            for cell in typed
            if (cell[0], self._figure_key(cell[1])) in why
        }
        if changes:
            try:
                self.workspace.session.take_step("change figures" if len(changes) > 1 else "change figure", changes)
            except WorkbookError as error:
                self.workspace.failed.emit(str(error))
                return refused | dict.fromkeys(typed, "The figure could not be saved.")
        return refused

    def place_block(self, top: int, left: int, block: Block) -> tuple[dict[Cell, str], int]:
        """Where the block brings headings or names of activities along, its numbers go where these say."""
        columns = (
            self._match_figure_names(block[0], [figure.label for figure in self._item.figures])
            if block and self._item
            else {}
        )
        body = block[1:] if columns else block
        names = self._match_figure_names(
            [row[0] if row else "" for row in body], [self.line_label(line) for line in self.line_keys()]
        )
        if not columns and not names:
            return super().place_block(top, left, block)
        first = 1 if names else 0
        cells: dict[Cell, str] = {}
        beyond = 0
        for at, row in enumerate(body):
            line = names.get(at) if names else (top + at if top + at < len(self.line_keys()) else None)
            for number, text in enumerate(row[first:], first):
                column = columns.get(number) if columns else number - first + (0 if names else left)
                if line is not None and column is not None and column < self.columnCount():
                    cells[self.line_keys()[line], column] = text
                else:
                    beyond += bool(text)
        return cells, beyond

    def _figure_key(self, column: int) -> str:
        return self._item.figures[column].key if self._item else ""

    @staticmethod
    def _match_figure_names(texts: tuple[str, ...] | list[str], names: list[str]) -> dict[int, int]:
        """Which text is which name, by place; a name may be cut or go on."""
        found: dict[int, int] = {}
        for at, text in enumerate(texts):
            said = fold_text(text).split("(")[0].strip()
            for number, name in enumerate(names):
                wanted = fold_text(name)
                if len(said) > 3 and (wanted.startswith(said) or said.startswith(wanted)):
                    found.setdefault(at, number)
        return found


class Figures(QFrame):
    """The card of an item's figures."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self._cell: tuple[str, int] | None = None
        self.model = FiguresModel(workspace, self)
        self.count = make_quiet_label("")
        self.grid = BlockGrid(self.model, "Figures asked for")
        workspace.register_editor(self.grid)
        self.grid.report_to(workspace.pending)
        self.complaint, self.said = make_label("", "error"), make_quiet_label("")
        self.odd = Banner(dismissible=False)
        self.kept, self.notes = make_quiet_label(""), make_quiet_label("")
        self.day = DateControl(AS_AT)
        self.day.focus_target.setAccessibleName("All these figures as at")
        self.set_day = make_secondary_button("Set for all", self.date_all)
        self.set_day.setAccessibleName("Set for all figures of this item")
        self.name = make_label("", "strong")
        self.form = RecordForm(workspace, "figure", ("as_at", "note"))
        self.annotate = make_link_button("", self.begin_note)
        self._lay_out_figures()
        self.model.complained.connect(self._show_figure_complaint)
        self.grid.pasted.connect(self._show_figure_words)
        self.grid.selectionModel().currentChanged.connect(self._on_cell)

    def show_return_item(self, item: ReturnItem | None) -> None:
        """Show the figures of another item."""
        self.model.show_item_figures(item)
        self._show_figure_words("")
        self._show_cell(None)
        self._describe_figures()

    def follow_year_step(self, step: StepTaken) -> None:
        """Show what a step changed."""
        self.model.follow_figure_step(step)
        if step.touches_kind("figure"):
            self._on_cell(self.grid.currentIndex())
            self._describe_figures()

    def flush(self) -> bool:
        """Keep what is being typed; False where a cell cannot be kept."""
        return self.grid.flush() and self.form.flush()

    def date_all(self) -> None:
        """Write the day into every figure of the item, as one step."""
        grid = self.model.figure_grid
        try:
            day = clean_value(AS_AT, self.day.raw_value())
        except InvalidValueError as error:
            self._show_figure_words(str(error))
            return
        if grid is None or not self.flush():
            return
        records = [record for record in grid.ordered_records if record["value"] is not None]
        if not records:
            self._show_figure_words("There is no figure yet. Type the numbers first.")
        elif self.workspace.run(SetMany(tuple(SetField(record.id, "as_at", day) for record in records))):
            shown = british_date(str(day)) if day else "no day"
            self._show_figure_words(f"{count_noun(len(records), 'figure is', 'figures are')} as at {shown}.")

    def begin_note(self) -> None:
        """Make the figure of a cell in which no number stands yet, so that something can be noted about it."""
        item, cell = self.model.figure_grid.item if self.model.figure_grid else None, self._cell
        if item is None or cell is None:
            return
        values = {"return_item": item.ref, "breakdown": cell[0] or None, "figure": item.figures[cell[1]].key}
        if self.workspace.run(AddRecord("figure", str(uuid.uuid4()), values)):
            self.form.focus_form_field("note")

    def _on_cell(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.model.line_keys()):
            self._show_cell((self.model.line_keys()[index.row()], index.column()))

    def _show_cell(self, cell: tuple[str, int] | None) -> None:
        self._cell = cell
        record = self.model.figure_at(*cell) if cell else None
        name = self.model.figure_cell_name(*cell) if cell else ""
        self.form.show_form_of(record.id if record else None)
        self.name.setText(f"More about: {name}")
        for widget in (self.name, self.form):
            widget.setVisible(record is not None)
        self.annotate.setText("Write a note about this figure")
        self.annotate.setAccessibleName(f"Write a note about: {name}")
        self.annotate.setVisible(cell is not None and record is None and not self.workspace.read_only)

    def _describe_figures(self) -> None:
        """Say how many figures there are, what looks odd, and how the waits stand against the targets."""
        grid = self.model.figure_grid
        if grid is None:
            return
        missing = len(grid.missing_cells)
        self.count.setText(
            f"{len(grid.wanted_cells) - missing} of {len(grid.wanted_cells)} given"
            + (f", {missing} missing" if missing else "")
        )
        self.odd.show_message("\n".join(_capitalise_first(hint) for hint in grid.describe_oddities()), "warning")
        against = [(grid.name_line(line), grid.compare_with_target(line)) for line in grid.line_keys]
        dates = grid.list_as_at_dates()
        dated = [f"All figures are as at {british_date(dates[0])}."] if len(dates) == 1 and dates[0] else []
        undated = ["Some figures have no day they are as at."] if "" in dates and len(dates) > 1 else []
        _fill_words(
            self.kept, [*(f"{name}: {_lower_first(said)}." for name, said in against if said), *dated, *undated]
        )
        noted = (
            (grid.name_figure_cell(r.text_of("breakdown"), r.text_of("figure")), r.text_of("note"))
            for r in grid.ordered_records
        )
        _fill_words(self.notes, [f"{name}: {note}" for name, note in noted if note])

    def _show_figure_words(self, words: str) -> None:
        _fill_words(self.said, [words] if words else [])

    def _show_figure_complaint(self, why: str) -> None:
        _fill_words(self.complaint, [why] if why else [])

    def _lay_out_figures(self) -> None:
        hint = make_quiet_label(
            "Type numbers into the cells, or paste a block of cells from Excel. Delete empties a cell."
        )
        show_if(hint, not self.workspace.read_only)
        self.dating = QWidget()
        row = QHBoxLayout(self.dating)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(make_label("All as at", "strong"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.day, 1)
        row.addWidget(self.set_day)
        show_if(self.dating, not self.workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        told = (self.complaint, self.said, self.odd, self.kept, self.notes)
        for part in (make_heading("Figures asked for"), self.count, hint, self.grid, *told, self.dating, self.name):
            column.addWidget(part)
        column.addWidget(self.form)
        column.addWidget(self.annotate, 0, Qt.AlignmentFlag.AlignLeft)


def _fill_words(words: QWidget, lines: list[str]) -> None:
    """Show lines in a label, and hide it where there are none."""
    words.setProperty("text", "\n".join(lines))
    show_if(words, bool(lines))


def _capitalise_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
