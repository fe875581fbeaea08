"""What every step of a statement's page has: a question, a word of help, and a body that can be painted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.short_forms import begin_record
from selfassess.domain.model.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.pages.statement.model import list_form_fields
from ui.widgets import look
from ui.widgets.forms.agreed import ask_first
from ui.widgets.forms.earlier import carried_words
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.forms.record_list import Card, RecordList

NONE_NAMED = "None named."
"""What stands where others named nothing."""


def lay_beside(words: QWidget, *others: QWidget, at: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter) -> QWidget:
    """Words that take the room there is, and what stands at their right."""
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(words, 1)
    for other in others:
        line.addWidget(other, 0, at)
    return widget


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def remove(layout: QLayout, widget: QWidget | None) -> None:
    """Take a widget out of a layout for good."""
    if widget is not None:
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def with_marks(workspace: Workspace, cards: Iterable[Card]) -> list[Card]:
    """The cards, with the mark on each that was carried from an earlier year and not reviewed since."""
    found = workspace.session.current.by_id
    return [replace(card, carried=carried_words(workspace, found[card.id])) for card in cards]


class Step(QWidget):
    """One step; ``statement`` is the one it shows. ``refresh`` paints what the workbook says now."""

    def __init__(self, workspace: Workspace, question: str, help: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.statement: Statement | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 4, 28, 24)
        self.column.setSpacing(12)
        self.question = question
        self.heading = look.make_heading(question, large=True)
        self.help = look.make_label(help, "muted")
        self.column.addWidget(self.heading)
        self.column.addWidget(self.help)

    @property
    def step_assessment(self) -> Assessment:
        """The assessment in view."""
        return self.workspace.session.current

    def show_step_of(self, statement: Statement) -> None:
        """Show another statement, or the same one as it is now."""
        self.statement = statement
        self.refresh_step()

    def read_under_heading(self, heading: str) -> None:
        """Stand under this heading, without help for writing: a year that others made. "" for the step's own."""
        self.heading.setText(heading or self.question)
        self.help.setVisible(not heading)

    def refresh_step(self) -> None:
        """Paint what the workbook says now."""
        raise NotImplementedError

    def follow(self, step: StepTaken) -> None:
        """Paint what the workbook says now, where that can be something else for this statement since a step."""
        if self.statement is not None and step.touched.bears_on(self.statement.key):
            self.refresh_step()

    def go_to_field(self, record: str | None, field: str | None) -> None:
        """Bring a record and a field of it to the keyboard, where this step has them."""


def close_others(lists: Sequence[RecordList]) -> None:
    """Have a form that opens in one of these lists close what is open in the others."""
    for one, other in permutations(lists, 2):
        one.opened.connect(partial(_close_list, other))


def _close_list(other: RecordList, _: str) -> None:
    other.open_record(None)


class RecordPart(QWidget):
    """Records of one kind that bear on a statement: a line to add one, then cards that open in place."""

    def __init__(self, workspace: Workspace, kind: str, prompt: str, empty: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.kind = kind
        self.statement: Statement | None = None
        self.more: Callable[[], dict[str, object]] = dict
        self.new = NewRecordLine(workspace, prompt, self._add_record_titled)
        self.list = RecordList(workspace, kind, list_form_fields(kind))
        self.list.beginning = self.new.line
        self.new.added.connect(lambda id: self.list.open_record(id, self.list.fields[1]))
        self.how_to_begin = empty
        self.empty = look.make_label(empty, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.new, self.empty, self.list):
            column.addWidget(widget)

    def show_statement_cards(self, statement: Statement, cards: list[Card]) -> None:
        """Show the cards of a statement."""
        if self.statement is not None and self.statement.key != statement.key:
            self.list.open_record(None)
        self.statement = statement
        self.list.show_record_cards(with_marks(self.workspace, cards))
        self.empty.setText(NONE_NAMED if self.workspace.session.current.by_cqc else self.how_to_begin)
        self.empty.setVisible(not cards)

    def _add_record_titled(self, title: str) -> str:
        if self.statement is None:
            return ""
        id = new_id()
        spec = CATALOGUE[self.kind]
        several = "quality_statements" in spec.by_key
        about = {"quality_statements": (self.statement.key,)} if several else {"quality_statement": self.statement.key}
        values = {**begin_record(self.kind), **about, spec.title: title, **self.more()}
        command = AddRecord(self.kind, id, values)
        if ask_first(self.workspace, self.window(), command, self.new.flush, typed_in=self.new.line):
            return ""
        return id if self.workspace.run(command) else ""
