"""The history page."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from selfassess.domain.history.history import Telling
from selfassess.domain.history.history_wording import Memory
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.events import StepTaken
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.places import place_of_record
from selfassess.services.years import field_history
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.history.detail import Detail
from ui.pages.history.filters import FilterBar
from ui.pages.history.model import HEADINGS, HistoryModel, Line, build_history_line, build_history_lines
from ui.widgets import look, theme
from ui.widgets.forms.form_context import find_record
from ui.widgets.forms.past import build_restore_command
from ui.widgets.idle_queue import in_turns
from ui.widgets.tables import ListAndDetail

WHAT = (
    "Everything that was changed in this workbook, in all its years, latest known first. Times are those of the "
    "computers it was written on."
)
SHORT = 20
"""A step over more records than this is read anew with everything else."""
A_BIT = 200
"""So many lines are put in words in one turn."""
NARROW = 860
"""Below this width (at 100 % text) a line is told below the list and not beside it."""

Read = tuple[list[Line], Memory, tuple[str, ...]]


class HistoryPage(QWidget):
    """Every change, latest known first: narrowed, shown in full, restored; a line leads to the record it changed."""

    title = "History"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self._workspace = workspace
        self._memory: Memory | None = None
        self._everything: list[Line] = []
        self._scope: tuple[str, str] | None = None
        self._stale = True
        self._reading: Task | None = None
        self.model = HistoryModel(self)
        self.filters = FilterBar()
        self.filters.offer_statements(workspace.session.current)
        self.count = look.make_quiet_label("Reading the history …")
        self.table = self._build_history_table()
        self.detail = Detail(workspace)
        self._lay_out_history()
        self.filters.changed.connect(self._apply_filters)
        self.filters.widened.connect(lambda: self.show_place(""))
        self.detail.go_asked.connect(self._go_to_changed_record)
        self.detail.restore_asked.connect(self._restore_field_value)
        self.detail.back_asked.connect(self._bring_record_back)
        self.detail.narrow_asked.connect(self._show_only_story)
        self.detail.remove_asked.connect(self._remove_for_good)
        workspace.step_taken.connect(self._on_history_step)

    def show_place(self, rest: str) -> None:
        """Show the history: "" of everything, "record/ID" or "record/ID/field" of one, else of what has these words."""
        what, _, about = rest.partition("/")
        if what == "record" and about:
            id, _, field = about.partition("/")
            self._show_record_story(id, field)
            return
        self._scope = None
        self.filters.show_scope_words("")
        if rest and not rest.startswith("#"):
            self.filters.words.setText(rest)
        if self._stale:
            self._begin_reading_history()
        else:
            self._begin_showing_lines(self._everything)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self._scope is None:
            self._begin_reading_history()

    # Reading

    def _begin_reading_history(self) -> None:
        if self._reading is not None:
            return
        self._stale = False
        path, current = self._workspace.session.path, self._workspace.session.current_id
        if self._everything == []:
            self.count.setText("Reading the history …")
            self.destroyed.connect(lambda _: gc.unfreeze())  # what was read and set aside, and all else that was
        task = Task(lambda progress, cancelled: read_history(path, current, cancelled))
        task.done.connect(self._on_history_read)
        task.failed.connect(self._on_history_failed)
        self._reading = task
        task.start()

    def _on_history_read(self, found: Read) -> None:
        self._reading = None
        if self._stale:  # something was written meanwhile
            self._begin_reading_history()
            return
        self._everything, self._memory, people = found
        self.filters.offer_people(people)
        if self._scope is None:
            self._begin_showing_lines(self._everything)

    def _on_history_failed(self, sentence: str) -> None:
        self._reading, self._stale = None, True
        self.count.setText(sentence)

    def _show_record_story(self, id: str, field: str) -> None:
        """The story of one record or field, found by the store's index."""
        self._scope = (id, field)
        in_turns(self, self._build_story_lines(id, field, field_history.tell_record_story(self._workspace.session, id)))

    def _build_story_lines(self, id: str, field: str, told: Sequence[Telling]) -> Iterator[None]:
        session = self._workspace.session
        if self._memory is None:
            self._memory = Memory.from_assessment(session.current, session.council, *session.assessments)
            yield
        if told:
            kind = CATALOGUE.get(told[0].kind)
            spec = kind.by_key.get(field) if kind else None
            called = self._memory.describe_record(id, told[0].kind)
            self.filters.show_scope_words(f"{called}, “{spec.label}”" if spec else called)
        wanted = [each for each in reversed(told) if not field or each.field in (None, field)]
        made: list[Line] = []
        for start in range(0, len(wanted), A_BIT):
            made += build_history_lines(wanted[start : start + A_BIT], self._memory, session.current_id)
            yield
        yield from self._show_lines_in_turns(made)

    # Showing

    def _begin_showing_lines(self, told: list[Line]) -> None:
        in_turns(self, self._show_lines_in_turns(told))

    def _show_lines_in_turns(self, told: list[Line]) -> Iterator[None]:
        yield from self.model.show_history_lines(
            told, self.filters.build_filter(self._workspace.clock().astimezone().date())
        )
        self._show_line_count()
        self.table.selectRow(0)
        self._on_line_selected()

    def _apply_filters(self) -> None:
        if self._scope is not None:
            self._show_record_story(*self._scope)
        else:
            self._begin_showing_lines(self._everything)

    def _show_line_count(self) -> None:
        total = self.model.total
        every = total if self._scope is not None else len(self._everything)
        shown = f"{total:,} of {every:,} shown" if total != every else count_noun(total, "change")
        self.count.setText(shown if total else "No change is like this.")

    def _on_line_selected(self) -> None:
        row = self.table.currentIndex().row()
        chosen = self.model.find_line_in_row(row) if 0 <= row < self.model.rowCount() else None
        if chosen is not self.detail.line:
            self.detail.show_history_line(chosen, self._memory)
        else:
            self.detail.refresh_line_actions()

    def _on_history_step(self, step: StepTaken) -> None:
        records = list(dict.fromkeys(change.record for change in step.changes))
        if self._reading is not None or self._memory is None or len(records) > SHORT or not self._is_in_sight():
            self._stale = True
            if self._is_in_sight() and self._scope is None and self._memory is not None:
                self._begin_reading_history()
            return
        for change in step.changes:
            self._memory.learn_change(change)
        current = self._workspace.session.current_id
        wanted = {(change.record, change.field) for change in step.changes}
        for id in records:
            latest = {each.field: each for each in field_history.tell_record_story(self._workspace.session, id)}
            told = [
                build_history_line(each, self._memory, current)
                for each in latest.values()
                if (id, each.field) in wanted
            ]
            if self._scope is None:
                self.model.put_lines_on_top(told)
                self._everything = self.model.every
            elif self._scope[0] == id:
                self.model.put_lines_on_top([each for each in told if self._scope[1] in ("", each.telling.field or "")])
        self._stale = self._scope is not None
        self._show_line_count()
        self.detail.refresh_line_actions()

    def _is_in_sight(self) -> bool:
        return self.isVisibleTo(self.window())

    # Doing

    def _go_to_changed_record(self) -> None:
        chosen = self.detail.line
        if chosen is None:
            return
        workspace = self._workspace
        record = find_record(workspace, chosen.telling.record)
        if record is None and chosen.year in {each.id for each in workspace.session.assessments}:
            if not workspace.show_year(chosen.year):
                return
            record = find_record(workspace, chosen.telling.record)
        if record is not None:
            workspace.go(place_of_record(workspace.session.current, record, chosen.telling.field))

    def _restore_field_value(self, value: object) -> None:
        chosen = self.detail.line
        if chosen is not None and chosen.telling.field is not None and self._workspace.flush():
            self._workspace.run(build_restore_command(chosen.telling.record, chosen.telling.field, value))

    def _bring_record_back(self) -> None:
        chosen = self.detail.line
        if chosen is not None and self._workspace.flush():
            turns = field_history.bring_back_record(self._workspace.session, chosen.telling.record)
            self._workspace.take_long_step(turns, "Bringing back")

    def _remove_for_good(self) -> None:
        if self.detail.line is not None:
            telling = self.detail.line.telling
            self._workspace.go(f"remove:{telling.record}/{telling.field or ''}")

    def _show_only_story(self, field: str) -> None:
        if self.detail.line is not None:
            tail = f"/{field}" if field else ""
            self.show_place(f"record/{self.detail.line.telling.record}{tail}")

    # Laying out

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "table"):
            self._measure_history_columns()

    def _lay_out_history(self) -> None:
        split = ListAndDetail(self.table, self.detail, lambda width: width < theme.px(NARROW), (5, 3))
        inside = QWidget()
        inside.setProperty("look", "canvas")
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        for part in (look.make_title("History"), look.make_quiet_label(WHAT), self.filters, self.count):
            column.addWidget(part)
        column.addWidget(split, 1)
        # At large text a small window has no room for all of it: then the page scrolls.
        self.table.setMinimumHeight(theme.px(150))
        self.detail.setMinimumHeight(theme.px(150))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(look.make_scroll_area(inside))

    def _build_history_table(self) -> Lines:
        table = Lines(self._go_to_changed_record)
        table.setModel(self.model)
        table.setAccessibleName("Changes, latest first")
        table.selectionModel().currentRowChanged.connect(lambda *_: self._on_line_selected())
        table.resized.connect(self._measure_history_columns)
        return table

    def _measure_history_columns(self) -> None:
        table = self.table
        letter = table.fontMetrics().averageCharWidth()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        longest = max(table.horizontalHeader().fontMetrics().horizontalAdvance(words) for words in HEADINGS)
        table.horizontalHeader().setMinimumSectionSize(longest + 16)
        for column, letters in enumerate((17, 10)):
            table.horizontalHeader().resizeSection(column, letters * letter + 16)
        left = table.viewport().width() - sum(map(table.columnWidth, (0, 1)))
        table.horizontalHeader().resizeSection(2, max(left // 2, 12 * letter))


class Lines(QTableView):
    """The view of the lines: whole rows are chosen, Enter goes to what was changed, Tab leaves."""

    resized = Signal()

    def __init__(self, go: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setProperty("look", "lines")
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(lambda _: go())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def read_history(path: Path, current: str, cancelled: Callable[[], bool] = lambda: False) -> Read:
    """The whole history of a workbook in words, latest known first; what its records are called; who wrote.

    For a worker. ``current`` is the id of the year in view: the others are named.
    """
    told, memory = field_history.read_workbook_story(path, cancelled=cancelled)
    told.reverse()
    made = list(build_history_lines(told, memory, current))
    # Looking through a hundred thousand lines for what nobody holds any more would stop the window for 128 ms, again
    # and again; they stay as long as the page does, which gives them back to that search.
    gc.freeze()
    return made, memory, tuple(sorted({each.who for each in made}, key=str.casefold))
