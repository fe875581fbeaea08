"""The sections: a list on the left, the text of one on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.statement_status import needs_review
from ui.bridge.workspace import Workspace
from ui.pages.sections.model import PURPOSES, SectionsModel, list_section_lines
from ui.widgets import look, theme
from ui.widgets.forms.carried import CarriedMark, NotReviewedLine
from ui.widgets.forms.comments import CommentLine
from ui.widgets.forms.earlier import carried_words, earlier_of, review_carried_records
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.prose import ProseControl
from ui.widgets.reading import Report, by_topic

OWN = ("About this self-assessment", "The texts before and after the nine statements.")
READ = ("About this assessment", "The texts before and after the nine statements.")
"""Title and what is below it: of an own year, and of one that others made."""

LINES = (14, 40)
"""The least and the most lines that the editor is tall."""


class SectionsPage(QWidget):
    """Shows a place such as "vision" or "vision#text"."""

    title = "About this self-assessment"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
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
        self.name = look.make_heading("", large=True)
        self.editor = FieldEditor(workspace, CATALOGUE["section"].by_key["text"], label="", help="")
        self.editor.setAccessibleName("Text of the section")
        control = self.editor.control
        assert isinstance(control, ProseControl)
        control.paper.set_lines(*LINES)
        self.editor.set_read_only(bool(workspace.read_only))
        self.head, self.below = look.make_title(""), look.make_label("", "muted")
        self.report = Report()
        self.comments = CommentLine(workspace)
        self.purpose = look.make_label("", "muted")
        self.mark = CarriedMark(lambda: earlier_of(workspace, self.editor.record_id or ""), bool(workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(lambda: self._review_sections([self.editor.record_id or ""]))
        self.carried = NotReviewedLine()
        self.carried.reviewed.connect(lambda: self._review_sections([line.record for line in self.model.lines]))
        self._arriving = False
        self.nothing = look.EmptyState("An assessment by CQC or a peer has no sections of its own.")
        self._lay_out_sections()
        self.list.selectionModel().currentChanged.connect(self._on_section_chosen)
        workspace.step_taken.connect(self._on_sections_step)
        workspace.year_opened.connect(self._on_sections_year)

    def show_place(self, rest: str) -> None:
        """Show a section by its key; the field behind "#" takes the keyboard."""
        key, _, field = rest.partition("#")
        self._refresh_sections()
        if self.model.lines and (key or not self.list.currentIndex().isValid()):
            self._arriving = True  # the window is on its way here, and need not be asked
            self.list.setCurrentIndex(self.model.index(self.model.row_of(key)))
            self._arriving = False
        self._show_section_row(self.list.currentIndex())
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

    def _lay_out_sections(self) -> None:
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

    def _refresh_sections(self) -> None:
        self.model.show_section_lines(list_section_lines(self.workspace.session.current))
        title, below = READ if self.workspace.session.current.by_cqc else OWN
        self.head.setText(title)
        self.below.setText(below)
        self.nothing.setVisible(not self.model.lines)
        self.list.setVisible(bool(self.model.lines))
        self._show_carried_sections()

    def _on_section_chosen(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._show_section_row(current) and previous.isValid():
            self.list.setCurrentIndex(previous)
        elif current.isValid() and not self._arriving:
            self.workspace.go(f"sections/{self.model.lines[current.row()].key}")

    def _show_section_row(self, index: QModelIndex) -> bool:
        """Show a row's text; False where the text before it cannot be saved."""
        line = self.model.lines[index.row()] if index.isValid() else None
        record = None
        if line is not None:
            record = self.workspace.session.current.by_id.get(line.record)
        if (record.id if record else None) != self.editor.record_id and not self.editor.flush():
            return False
        name = line.name if line else ""
        self.name.setText(name)
        read = self.workspace.session.current.by_cqc  # then it is read whole, and nothing says how to write it
        purpose = PURPOSES.get(line.key, "") if line else ""
        self.purpose.setText(purpose)
        self.purpose.setVisible(not read)
        self.editor.setVisible(line is not None and not read)
        self.report.setVisible(line is not None and read)
        parts = by_topic(record.text_of("text")) if record and read else ()
        self.report.show_parts(self.name.text(), parts)
        control_name = line.name if line else "Text"
        self.editor.control.focus_target.setAccessibleName(control_name)
        self.editor.show_field_of(record)
        record_id = record.id if record else None
        self.comments.show_comments_of(record_id)
        self._show_section_mark(record)
        return True

    def _show_section_mark(self, record: Record | None) -> None:
        words = ""
        if record is not None:
            words = carried_words(self.workspace, record)
        self.mark.show_words(words, self.name.text())

    def _show_carried_sections(self) -> None:
        number = sum(map(needs_review, self.workspace.session.current.records_of("section")))
        self.carried.show_not_reviewed_count(number, read_only=bool(self.workspace.read_only))

    def _review_sections(self, ids: list[str]) -> None:
        found = self.workspace.session.current.by_id
        if self.workspace.flush():
            review_carried_records(self.workspace, [found[id] for id in ids if id in found])

    def _on_sections_year(self, _: object) -> None:
        self._refresh_sections()

    def _on_sections_step(self, step: StepTaken) -> None:
        if step.touches_kind("comment"):
            self.comments.refresh_comment_line()
        if not step.touches_kind("section"):
            return
        self.model.show_section_lines(list_section_lines(self.workspace.session.current))
        self._show_carried_sections()
        self._show_section_mark(self.workspace.session.current.by_id.get(self.editor.record_id or ""))
        if step.initiator is not self.editor:
            self.editor.repaint_value()
