"""What a chosen part of the coverage holds: each source with its evidence, why some counts in part, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.information_return import look_back
from selfassess.domain.measures.measures import stand_in_year
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Cell, SourceCover, State, explain_shortcomings
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.places import place_of_record
from ui.bridge.workspace import Workspace
from ui.pages.coverage.model import Chosen
from ui.widgets import look, theme
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.idle_queue import in_turns, lay_out_once

MEASURED = ("measure", "measure_value", "comparator")
SHOWN = 8
"""So many items of one source are listed; the register has the others."""


class CoverageDetail(QScrollArea):
    """The panel beside the grid. Each item leads to it; each source leads to adding evidence from it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.setProperty("look", "guide")
        self.setWidgetResizable(True)
        self.setAccessibleName("What is there and what is missing")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme.px(260))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(4)
        self.setWidget(body)
        self.chosen: Chosen | None = None
        self._painted: object = None

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Show what there is about what a person is on; nothing is painted where it is all the same."""
        year = self.workspace.session.current
        found = self.workspace.session.derived.find_coverage(year)
        row = found.cells_of_statement(chosen.statement) if chosen else {}
        cells = [cell for key, cell in row.items() if chosen and chosen.category in ("", key)]
        days = (look_back.find_submission_day(year), year.record["period_start"], self.workspace.read_only)
        measured = tuple(each for kind in MEASURED for each in year.records_of(kind))
        painted = (chosen, cells, days, measured)
        if painted == self._painted:
            return
        self._painted, self.chosen = painted, chosen
        in_turns(self, self._paint_chosen_cells(year, chosen, cells))

    def open_evidence_form(self, statement: str, category: str, source: str = "") -> None:
        """Go to adding an item of evidence that has all of this already."""
        values = {"statement": statement, "category": category, "source": source}
        filled = {key: value for key, value in values.items() if value}
        self.workspace.go(f"register:evidence/new?{urlencode(filled)}")

    def _paint_chosen_cells(self, year: Assessment, chosen: Chosen | None, cells: Sequence[Cell]) -> Iterator[None]:
        with lay_out_once(self._column):
            _remove_column_widgets(self._column)
            spec = year.framework.find_statement(chosen.statement) if chosen else None
            if chosen is None or spec is None:
                self._append_to_column(
                    look.make_label("Choose a cell to see what is there and what is missing.", "muted")
                )
                self._column.addStretch(1)
                return
            self._append_to_column(look.make_heading(f"{spec.number} {spec.name}", large=True))
            self._column.addStretch(1)
        yield
        if not chosen.source and (measured := list(self._build_gap_lines(year, chosen.statement))):
            yield from self._append_parts([[_make_group_caption("Measures beside others"), *measured]])
        for cell in cells:
            for part in self._build_cell_parts(year, chosen, cell, alone=len(cells) == 1):
                yield from self._append_parts([part])

    def _append_parts(self, parts: Sequence[Sequence[QWidget]]) -> Iterator[None]:
        """Add widgets above the stretch at the end, a turn for each part."""
        for part in parts:
            with lay_out_once(self._column):
                self._column.takeAt(self._column.count() - 1)
                for widget in part:
                    self._append_to_column(widget)
                self._column.addStretch(1)
            yield

    def _build_gap_lines(self, year: Assessment, statement: str) -> Iterator[QWidget]:
        """The measures of a statement that are compared with others: our value, and the gap to each."""
        stand = stand_in_year(year)
        compared = [(each, stand(each)) for each in year.for_statement("measure", statement)]
        compared = [(each, stands) for each, stands in compared if stands.gaps]
        for record, stands in compared[:SHOWN]:
            go = look.make_link_button("Go to ›", self._way_to(year, record))
            go.setAccessibleName(f"Go to measure: {record.text_of('title')}")
            yield _place_button_beside(look.make_text(f"{record.text_of('title')}: {stands.value}"), go)
            yield look.make_quiet_label(stands.comparator)
        if len(compared) > SHOWN:
            yield look.make_quiet_label(f"{len(compared) - SHOWN:,} more are in Measures.")

    def _build_cell_parts(self, year: Assessment, chosen: Chosen, cell: Cell, alone: bool) -> Iterator[list[QWidget]]:
        """The parts of a cell: what it comes to, then its sources (or how many are missing) one by one."""
        category = year.framework.find_category(cell.category)
        name = category.name if category else cell.category
        if chosen.source:
            yield [
                look.make_heading(name),
                look.make_link_button("All sources of this category", self._way_into(cell), leads=True),
            ]
            for each in cell.sources:
                if each.source == chosen.source:
                    yield list(self._build_source_lines(year, cell, each))
            return
        head: list[QWidget] = [
            look.make_heading(name),
            look.make_text(f"{COVER_SIGNS[cell.state]}  {cell.state.describe_state}"),
            look.make_quiet_label(cell.describe_cell),
        ]
        if not alone:
            leads = look.make_link_button("Show its sources", self._way_into(cell), leads=True)
            leads.setAccessibleName(f"Show the sources of {name}")
            yield [*head, leads]
            return
        yield head
        yield from self._build_source_groups(year, cell)
        if not self.workspace.read_only:
            button = look.make_secondary_button(
                "Add other evidence", lambda: self.open_evidence_form(cell.statement, cell.category)
            )
            button.setAccessibleName(f"Add other evidence: {name}")
            yield [button]

    def _build_source_groups(self, year: Assessment, cell: Cell) -> Iterator[list[QWidget]]:
        """What is there, then what is missing."""
        for state in (State.COVERED, State.PARTIAL, State.MISSING, State.IF_AVAILABLE):
            group = [each for each in cell.sources if each.state is state]
            if group:
                words = "Only if available" if state is State.IF_AVAILABLE else state.describe_state
                yield [_make_group_caption(f"{words} · {len(group)}")]
            for each in group:
                yield list(self._build_source_lines(year, cell, each))
            if state is State.PARTIAL and cell.others:
                yield [
                    _make_group_caption(f"From other sources · {len(cell.others):,}"),
                    *self._build_item_links(year, cell, cell.others),
                ]

    def _build_source_lines(self, year: Assessment, cell: Cell, each: SourceCover) -> Iterator[QWidget]:
        source = year.framework.find_source(each.source)
        name = source.name if source else each.source
        words = look.make_label(f"{COVER_SIGNS[each.state]}  {name}", "strong" if each.items else "text")
        if source and source.includes:
            words.setToolTip("\n".join(f"• {part}" for part in source.includes))
        if self.workspace.read_only:
            yield words
        else:
            button = look.make_link_button(
                "Add", lambda: self.open_evidence_form(cell.statement, cell.category, each.source)
            )
            button.setAccessibleName(f"Add evidence from: {name}")
            yield _place_button_beside(words, button)
        yield from self._build_item_links(year, cell, each.items)

    def _build_item_links(self, year: Assessment, cell: Cell, items: Sequence[Record]) -> Iterator[QWidget]:
        """The items, those that count in part with the reasons why."""
        for record in items[:SHOWN]:
            name = record.text_of("title") or "Without a title"
            go = look.make_link_button("Go to ›", self._way_to(year, record), leads=True)
            go.setAccessibleName(f"Go to evidence: {name}")
            yield _place_button_beside(look.make_text(name), go)
            covers = look_back.describe_covered_time(record) or "no date"
            yield look.make_quiet_label(
                "  ·  ".join((covers[:1].upper() + covers[1:], *explain_shortcomings(year, record)))
            )
        if len(items) > SHOWN:
            more = look.make_link_button(f"{len(items) - SHOWN:,} more", self._way_to_all(items[0], cell), leads=True)
            more.setAccessibleName(f"{count_noun(len(items) - SHOWN, 'more item')} of evidence. Go to: Evidence")
            yield more

    def _way_to(self, year: Assessment, record: Record) -> Callable[[], None]:
        return lambda: self.workspace.go(place_of_record(year, record))

    def _way_to_all(self, first: Record, cell: Cell) -> Callable[[], None]:
        """To the register, narrowed to what the first of them shares with the others."""
        answers = {"quality_statements": cell.statement, "category": cell.category}
        if any(each.source == first["source"] for each in cell.sources):
            answers["source"] = first.text_of("source")
        return lambda: self.workspace.go(f"register:evidence/?{urlencode(answers)}")

    def _way_into(self, cell: Cell) -> Callable[[], None]:
        return lambda: self.workspace.go(f"coverage/{cell.statement}/{cell.category}")

    def _append_to_column(self, widget: QWidget) -> None:
        if isinstance(widget, QPushButton):
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._column.addWidget(widget)


def _place_button_beside(words: QWidget, button: QWidget) -> QWidget:
    """Words that take the room there is, and a button at their right."""
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(words, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return widget


def _make_group_caption(words: str) -> QWidget:
    made = look.make_caption(words)
    made.setContentsMargins(0, 10, 0, 0)
    return made


def _remove_column_widgets(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
