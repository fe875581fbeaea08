"""What a chosen part of the coverage holds: each source with its evidence, why some counts in part, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.information_return import look_back
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.plural import count_noun
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Cell, SourceCover, State, coverage, shortcomings
from ui.bridge.places import record_place
from ui.bridge.workspace import Workspace
from ui.pages.coverage.model import Chosen
from ui.widgets import look, theme
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.idle_queue import in_turns, together

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
        found = coverage(year)
        row = found.row(chosen.statement) if chosen else {}
        cells = [cell for key, cell in row.items() if chosen and chosen.category in ("", key)]
        days = (look_back.submission_day(year), year.record["period_start"], self.workspace.read_only)
        painted = (chosen, cells, days)
        if painted == self._painted:
            return
        self._painted, self.chosen = painted, chosen
        in_turns(self, self._paint(year, chosen, cells))

    def add(self, statement: str, category: str, source: str = "") -> None:
        """Go to adding an item of evidence that has all of this already."""
        values = {"statement": statement, "category": category, "source": source}
        filled = {key: value for key, value in values.items() if value}
        self.workspace.go(f"register:evidence/new?{urlencode(filled)}")

    def _paint(self, year: Assessment, chosen: Chosen | None, cells: Sequence[Cell]) -> Iterator[None]:
        with together(self._column):
            _clear(self._column)
            spec = year.framework.statement(chosen.statement) if chosen else None
            if chosen is None or spec is None:
                self._add(look.label("Choose a cell to see what is there and what is missing.", "muted"))
                self._column.addStretch(1)
                return
            self._add(look.heading(f"{spec.number} {spec.name}", large=True))
            self._column.addStretch(1)
        yield
        for cell in cells:
            for part in self._cell(year, chosen, cell, alone=len(cells) == 1):
                with together(self._column):
                    self._column.takeAt(self._column.count() - 1)
                    for widget in part:
                        self._add(widget)
                    self._column.addStretch(1)
                yield

    def _cell(self, year: Assessment, chosen: Chosen, cell: Cell, alone: bool) -> Iterator[list[QWidget]]:
        """The parts of a cell: what it comes to, then its sources (or how many are missing) one by one."""
        category = year.framework.category(cell.category)
        name = category.name if category else cell.category
        if chosen.source:
            yield [look.heading(name), look.link_button("All sources of this category", self._way_into(cell))]
            for each in cell.sources:
                if each.source == chosen.source:
                    yield list(self._source(year, cell, each))
            return
        head: list[QWidget] = [
            look.heading(name),
            look.text(f"{COVER_SIGNS[cell.state]}  {cell.state.words}"),
            look.quiet(cell.said),
        ]
        if not alone:
            leads = look.link_button("Show its sources", self._way_into(cell))
            leads.setAccessibleName(f"Show the sources of {name}")
            yield [*head, leads]
            return
        yield head
        yield from self._sources(year, cell)
        if not self.workspace.read_only:
            button = look.secondary("Add other evidence", lambda: self.add(cell.statement, cell.category))
            button.setAccessibleName(f"Add other evidence: {name}")
            yield [button]

    def _sources(self, year: Assessment, cell: Cell) -> Iterator[list[QWidget]]:
        """What is there, then what is missing."""
        for state in (State.COVERED, State.PARTIAL, State.MISSING, State.IF_AVAILABLE):
            group = [each for each in cell.sources if each.state is state]
            if group:
                words = "Only if available" if state is State.IF_AVAILABLE else state.words
                yield [_caption(f"{words} · {len(group)}")]
            for each in group:
                yield list(self._source(year, cell, each))
            if state is State.PARTIAL and cell.others:
                yield [_caption(f"From other sources · {len(cell.others):,}"), *self._items(year, cell, cell.others)]

    def _source(self, year: Assessment, cell: Cell, each: SourceCover) -> Iterator[QWidget]:
        source = year.framework.source(each.source)
        name = source.name if source else each.source
        words = look.label(f"{COVER_SIGNS[each.state]}  {name}", "strong" if each.items else "text")
        if source and source.includes:
            words.setToolTip("\n".join(f"• {part}" for part in source.includes))
        if self.workspace.read_only:
            yield words
        else:
            button = look.link_button("Add", lambda: self.add(cell.statement, cell.category, each.source))
            button.setAccessibleName(f"Add evidence from: {name}")
            yield _beside(words, button)
        yield from self._items(year, cell, each.items)

    def _items(self, year: Assessment, cell: Cell, items: Sequence[Record]) -> Iterator[QWidget]:
        """The items, those that count in part with the reasons why."""
        for record in items[:SHOWN]:
            name = record.text("title") or "Without a title"
            go = look.link_button("Go to ›", self._way_to(year, record))
            go.setAccessibleName(f"Go to evidence: {name}")
            yield _beside(look.text(name), go)
            covers = look_back.covers(record) or "no date"
            yield look.quiet("  ·  ".join((covers[:1].upper() + covers[1:], *shortcomings(year, record))))
        if len(items) > SHOWN:
            more = look.link_button(f"{len(items) - SHOWN:,} more", self._way_to_all(items[0], cell))
            more.setAccessibleName(f"{count_noun(len(items) - SHOWN, 'more item')} of evidence. Go to: Evidence")
            yield more

    def _way_to(self, year: Assessment, record: Record) -> Callable[[], None]:
        return lambda: self.workspace.go(record_place(year, record))

    def _way_to_all(self, first: Record, cell: Cell) -> Callable[[], None]:
        """To the register, narrowed to what the first of them shares with the others."""
        answers = {"quality_statements": cell.statement, "category": cell.category}
        if any(each.source == first["source"] for each in cell.sources):
            answers["source"] = first.text("source")
        return lambda: self.workspace.go(f"register:evidence/?{urlencode(answers)}")

    def _way_into(self, cell: Cell) -> Callable[[], None]:
        return lambda: self.workspace.go(f"coverage/{cell.statement}/{cell.category}")

    def _add(self, widget: QWidget) -> None:
        if isinstance(widget, QPushButton):
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._column.addWidget(widget)


def _beside(words: QWidget, button: QWidget) -> QWidget:
    """Words that take the room there is, and a button at their right."""
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(words, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return widget


def _caption(words: str) -> QWidget:
    made = look.caption(words)
    made.setContentsMargins(0, 10, 0, 0)
    return made


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
