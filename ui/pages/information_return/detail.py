"""One item of the return: what to provide, our answer, its figures, and the evidence sent under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain import look_back
from selfassess.domain.events import StepTaken
from selfassess.domain.fields import british_date
from selfassess.domain.framework import ALL, GENERAL, ReturnItem
from selfassess.domain.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.pages.information_return.model import FiguresModel, Line, theme_name
from ui.pages.information_return.sent import Sent
from ui.widgets.forms import RecordForm
from ui.widgets.grid import Grid
from ui.widgets.look import card, heading, label, link_button, quiet, text

CONTACTS_ITEM = "IR 38"
SELF_ASSESSMENT_ITEM = "IR 1"


class ItemDetail(QScrollArea):
    """Shows one line of the return in full and lets it be answered."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.ref = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(320)
        self.heading = heading("", large=True)
        self.about = quiet("")
        self.provide = text("")
        self.link = link_button("")
        self._leads = ""
        self.link.clicked.connect(lambda: workspace.go(self._leads))
        self.form = RecordForm(workspace, "return_answer", ("status", "owner", "note"))
        self.figures = FiguresModel(workspace, self)
        self.grid = Grid(self.figures, "Figures asked for")
        workspace.register_editor(self.grid)
        self.complaint = label("", "error")
        self.complaint.hide()
        self.figure_name = label("", "strong")
        self.figure_form = RecordForm(workspace, "figure", ("as_at", "note"))
        self.sent = Sent(workspace)
        self._lay_out()
        self.figures.complained.connect(self._complain)
        self.grid.selectionModel().currentChanged.connect(self._on_cell)
        workspace.step_taken.connect(self._on_step)

    def show_line(self, line: Line | None) -> bool:
        """Show another item; False where what is unsaved of the one before cannot be saved."""
        if line is not None and line.id == self.ref:
            return True
        if not (self.grid.flush() and self.form.show_record(line.answer if line else None)):
            return False
        self.ref = line.id if line else ""
        year = self.workspace.session.current
        item = line.item if line else None
        self.heading.setText(f"{item.ref}  {item.title}" if item else "")
        self.about.setText("  ·  ".join(about(year, item)) if item else "")
        self.provide.setText(item.provide.replace("\n- ", "\n•  ") if item else "")
        self._show_link(line)
        self.figures.show_item(item)
        self.figures_card.setVisible(bool(item and item.figures))
        self._show_figure(None, "")
        self.sent.show_item(item)
        self.verticalScrollBar().setValue(0)
        return True

    def focus_field(self, field: str) -> None:
        """Bring the keyboard to a field of the answer."""
        QTimer.singleShot(0, self, lambda: self._bring(field))

    def _bring(self, field: str) -> None:
        self.form.focus_field(field)
        if field in self.form.editors:
            self.ensureWidgetVisible(self.form.editors[field], 0, 60)

    def _show_link(self, line: Line | None) -> None:
        leads = {
            CONTACTS_ITEM: ("register:contacts", "Write the groups and networks in the contacts register ›"),
            SELF_ASSESSMENT_ITEM: ("overview", "This is the self-assessment you are writing: see its overview ›"),
        }
        self._leads, words = leads.get(line.id if line else "", ("", ""))
        self.link.setText(words)
        self.link.setVisible(bool(words))

    def _show_figure(self, id: str | None, name: str) -> None:
        self.figure_form.show_record(id)
        self.figure_name.setText(f"More about: {name}")
        for widget in (self.figure_name, self.figure_form):
            widget.setVisible(id is not None)

    def _on_cell(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        line = self.figures.lines()[index.row()]
        record = self.figures.record(line, index.column())
        self._show_figure(record.id if record else None, self.figures.cell_name(line, index.column()))

    def _on_step(self, step: StepTaken) -> None:
        self.figures.follow(step)
        self.sent.follow(step)
        if step.touches("figure"):
            self._on_cell(self.grid.currentIndex())

    def _complain(self, why: str) -> None:
        self.complaint.setText(why)
        self.complaint.setVisible(bool(why))
        (self.workspace.pending.add if why else self.workspace.pending.discard)(self.grid)

    def _lay_out(self) -> None:
        hint = quiet("Type a number into its cell. Empty the cell to take it out again.")
        parts = (heading("Figures asked for"), hint, self.grid, self.complaint, self.figure_name, self.figure_form)
        self.figures_card = card(*parts)
        box = QWidget()
        self.setWidget(box)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card(self.heading, self.about, heading("What to provide"), self.provide, self.link))
        column.addWidget(card(heading("Our answer"), self.form))
        column.addWidget(self.figures_card)
        column.addWidget(self.sent)
        column.addStretch(1)


def about(year: Assessment, item: ReturnItem) -> list[str]:
    """What an item belongs to and how far it looks back."""
    known = {statement.key: statement.short_name for statement in year.framework.statements}
    named = {ALL: "all statements", GENERAL: "no one statement"}
    said = [theme_name(year, item.theme), ", ".join(known.get(s, named.get(s, s)) for s in item.statements)]
    if item.look_back_months:
        day = look_back.submission_day(year)
        since = f", back to {british_date(look_back.months_before(day, item.look_back_months))}" if day else ""
        said.append(f"Looks back {item.look_back_months} months{since}")
    else:
        said.append("No period given")
    return said
