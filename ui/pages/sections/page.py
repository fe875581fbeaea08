"""The sections: a list on the left, the text of one on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.statement_status import not_reviewed
from ui.bridge.workspace import Workspace
from ui.pages.sections.model import PURPOSES, SectionsModel, lines
from ui.widgets import look, theme
from ui.widgets.forms import FieldEditor
from ui.widgets.forms.carried import CarriedMark, NotReviewedLine
from ui.widgets.forms.comments import CommentLine
from ui.widgets.forms.earlier import carried_words, earlier_of, review
from ui.widgets.forms.prose import ProseControl
from ui.widgets.reading import Report, by_topic

OWN = ("About this self-assessment", "What stands around the nine statements in the self-assessment.")
READ = ("About this assessment", "What stands around the nine statements in it.")
"""Title and what is below it: of an own year, and of one that others made."""

LINES = (14, 40)
"""The least and the most lines that the editor is tall."""


class SectionsPage(QWidget):
    """Shows a place such as "vision" or "vision#text"."""

    title = "About this self-assessment"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.model = SectionsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName("Sections")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("look", "topics")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.name = look.heading("", large=True)
        self.editor = FieldEditor(workspace, CATALOGUE["section"].by_key["text"], label="", help="")
        self.editor.setAccessibleName("Text of the section")
        control = self.editor.control
        assert isinstance(control, ProseControl)
        control.paper.set_lines(*LINES)
        self.editor.set_read_only(bool(workspace.read_only))
        self.head, self.below = look.title(""), look.label("", "muted")
        self.report = Report()
        self.comments = CommentLine(workspace)
        self.purpose = look.label("", "muted")
        self.mark = CarriedMark(lambda: earlier_of(workspace, self.editor.record_id or ""), bool(workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(lambda: self._review([self.editor.record_id or ""]))
        self.carried = NotReviewedLine()
        self.carried.reviewed.connect(lambda: self._review([line.record for line in self.model.lines]))
        self._arriving = False
        self.nothing = look.EmptyState("An assessment by CQC or a peer has no sections of its own.")
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(self._on_year)

    def show_place(self, rest: str) -> None:
        """Show a section by its key; the field behind "#" takes the keyboard."""
        key, _, field = rest.partition("#")
        self._refresh()
        if self.model.lines and (key or not self.list.currentIndex().isValid()):
            self._arriving = True  # the window is on its way here, and need not be asked
            self.list.setCurrentIndex(self.model.index(self.model.row_of(key)))
            self._arriving = False
        self._show(self.list.currentIndex())
        if field and self.workspace.session.current.by_cqc:
            self.report.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field:
            self.editor.control.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.setFixedWidth(min(theme.px(260), self.width() * 2 // 5))

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.editor.flush()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        body = QWidget()
        right = QVBoxLayout(body)
        right.setContentsMargins(24, 0, 28, 24)
        right.setSpacing(8)
        for widget in (self.nothing, self.name, self.purpose, self.mark, self.editor, self.report, self.comments):
            right.addWidget(widget)
        right.addStretch(1)
        area = look.ScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 0, 16)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.below)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 28, 0)
        beside.addWidget(self.carried)
        column.addLayout(beside)
        column.addLayout(row, 1)

    def _refresh(self) -> None:
        self.model.show_lines(lines(self.workspace.session.current))
        title, below = READ if self.workspace.session.current.by_cqc else OWN
        self.head.setText(title)
        self.below.setText(below)
        self.nothing.setVisible(not self.model.lines)
        self.list.setVisible(bool(self.model.lines))
        self._show_carried()

    def _on_chosen(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._show(current) and previous.isValid():
            self.list.setCurrentIndex(previous)
        elif current.isValid() and not self._arriving:
            self.workspace.go(f"sections/{self.model.lines[current.row()].key}")

    def _show(self, index: QModelIndex) -> bool:
        """Show a row's text; False where the text before it cannot be saved."""
        line = self.model.lines[index.row()] if index.isValid() else None
        record = self.workspace.session.current.by_id.get(line.record) if line is not None else None
        if (record.id if record else None) != self.editor.record_id and not self.editor.flush():
            return False
        self.name.setText(line.name if line else "")
        read = self.workspace.session.current.by_cqc  # then it is read whole, and nothing says how to write it
        self.purpose.setText(PURPOSES.get(line.key, "") if line else "")
        self.purpose.setVisible(not read)
        self.editor.setVisible(line is not None and not read)
        self.report.setVisible(line is not None and read)
        self.report.show_parts(self.name.text(), by_topic(record.text("text")) if record and read else ())
        self.editor.control.focus_target.setAccessibleName(line.name if line else "Text")
        self.editor.show_record(record)
        self.comments.show_record(record.id if record else None)
        self._show_mark(record)
        return True

    def _show_mark(self, record: Record | None) -> None:
        words = carried_words(self.workspace, record) if record is not None else ""
        self.mark.show_words(words, self.name.text())

    def _show_carried(self) -> None:
        number = sum(map(not_reviewed, self.workspace.session.current.of("section")))
        self.carried.show_count(number, read_only=bool(self.workspace.read_only))

    def _review(self, ids: list[str]) -> None:
        found = self.workspace.session.current.by_id
        if self.workspace.flush():
            review(self.workspace, [found[id] for id in ids if id in found])

    def _on_year(self, _: object) -> None:
        self._refresh()

    def _on_step(self, step: StepTaken) -> None:
        if step.touches("comment"):
            self.comments.refresh()
        if not step.touches("section"):
            return
        self.model.show_lines(lines(self.workspace.session.current))
        self._show_carried()
        self._show_mark(self.workspace.session.current.by_id.get(self.editor.record_id or ""))
        if step.initiator is not self.editor:
            self.editor.repaint_value()
