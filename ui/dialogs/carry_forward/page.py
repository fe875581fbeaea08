"""The dialog that starts a new year from an earlier one."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.years.carry_forward import Carried
from selfassess.services.years import carry_forward
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.carry_forward import model
from ui.dialogs.carry_forward.model import Asked, Preview
from ui.dialogs.carry_forward.shown import PreviewPart
from ui.widgets import theme
from ui.widgets.idle_queue import drop, in_turns
from ui.widgets.look import Banner, primary, quiet, secondary, title
from ui.widgets.reading_order import InReadingOrder

TYPING_MS = 300
NOTHING_OWN = (
    "Only a year of your own can be carried forward, and this workbook has none yet. Import an earlier year first; "
    "you find that on the page Years."
)


class CarryForwardDialog(InReadingOrder, TaskDialog):
    """Asks for the year and the name of the new one, shows what comes along, starts it, and says what came of it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.found: Preview | None = None
        self._workbook: Workbook | None = None
        self._before = workspace.session.current_id
        self._turns: Generator[float, None, StepTaken] | None = None
        self._again = False
        self.setWindowTitle("Start a new year from an earlier one")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 460)
        self.resize(980, 680)
        self.source, self.framework, self.asked_return = QComboBox(), QComboBox(), QComboBox()
        self.name = QLineEdit()
        self.preview = PreviewPart()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far it is")
        self.said = Banner("", dismissible=False)
        self.begin = primary("Start", self.start)
        self.stop = secondary("Cancel", self.reject)
        self.undo = secondary("Undo", self.undo_it)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._lay_out()
        self._offer()
        self._connect()
        self._typed.timeout.connect(self.work_out)
        for part in (self.bar, self.undo, self.preview):
            part.hide()
        self.begin.setEnabled(False)
        if self._may_begin():
            self.work_out()

    @property
    def asked(self) -> Asked:
        """What is asked for now."""
        chosen = (str(combo.currentData() or "") or None for combo in (self.framework, self.asked_return))
        return Asked(self.source.currentText(), self.name.text(), *chosen)

    def work_out(self) -> None:
        """Work out what would come along with what is asked for; nothing is changed."""
        self._typed.stop()
        self.begin.setEnabled(False)
        if self.task is not None:
            self._again = True
            return
        in_turns(self, self._reading())

    def start(self) -> None:
        """Start the year: one step, with a backup before."""
        if self.found is None or self.workspace.read_only or not self.workspace.flush():
            return
        self._turns = carry_forward.carry_in_turns(self.workspace.session, self.found.planned)
        self._show_form(False)
        self.preview.hide()
        self.said.say(f"Starting {self.found.planned.assessment.label} …", "info")
        self.bar.setValue(0)
        self.bar.show()
        self.begin.setEnabled(False)
        self.stop.setText("Stop")
        in_turns(self, self._carrying(self._turns, self.found.planned))

    def undo_it(self) -> None:
        """Take the new year out again, and go back to the one that was in view before."""
        if self.workspace.open_year(self._before):
            self.undo.setEnabled(False)
            in_turns(self, self._undoing())

    def reject(self) -> None:
        """While the year is being written, stop that; otherwise close, also while a preview is worked out."""
        if self._turns is None:
            self.task = None
            super().reject()
            return
        drop(self)
        self._turns.close()
        self._ended()
        self.said.say("Stopped. Nothing was carried, and no year was started.", "info")

    # --- inside ----------------------------------------------------------------------------------------------------

    def _may_begin(self) -> bool:
        """Say why nothing can be started, where nothing can."""
        session = self.workspace.session
        why = session.read_only_because or ("" if self.source.count() else NOTHING_OWN)
        if why:
            self._show_form(False)
            self.begin.hide()
            self.said.say(f"No year can be started here. {why}", "warning")
            self.stop.setText("Close")
        return not why

    def _reading(self) -> Iterator[None]:
        """Read the years that are not held yet, one at a time; then have a worker find what comes along."""
        session = self.workspace.session
        if self._workbook is None:
            for record in session.assessments:
                session.assessment(record.id)
                yield
            years = tuple(session.assessment(record.id) for record in session.assessments)
            self._workbook = Workbook(council=session.council, assessments=years)
        workbook, asked, today = self._workbook, self.asked, self.workspace.today()
        self._again = False
        self.task = task = Task(lambda progress, cancelled: model.preview(workbook, asked, today))
        task.done.connect(self._show)
        task.failed.connect(self._refuse)
        task.start()

    def _show(self, found: Preview) -> None:
        self.task = None
        if self._again:
            self.work_out()
            return
        self.found = found
        self.said.say("")
        self._offer_versions(found)
        self.preview.show_planned(found.planned)
        self.preview.show()
        self.begin.setText(f"Start {found.planned.assessment.label}")
        self.begin.setEnabled(True)

    def _refuse(self, sentence: str) -> None:
        self.task = None
        if self._again:
            self.work_out()
            return
        self.found = None
        self.preview.hide()
        self.said.say(sentence, "error")

    def _carrying(self, turns: Generator[float, None, StepTaken], planned: Carried) -> Iterator[None]:
        try:
            for part in turns:
                self.bar.setValue(round(part * 1000))
                yield
        except WorkbookError as error:
            self._ended()
            self.said.say(str(error), "error")
            return
        self._turns = None
        yield  # what shows the workbook repaints itself before another year comes into view
        self._done(planned)
        self.workspace.go("overview")
        yield
        self.workspace.open_year(planned.assessment.id)

    def _undoing(self) -> Iterator[None]:
        yield  # the year that was in view before is shown first
        try:
            for _ in self.workspace.session.undo_in_turns():
                yield
        except WorkbookError as error:
            self.said.say(str(error), "error")
            return
        self.said.say("Undone: this workbook is as it was before.", "info")
        self.undo.hide()

    def _done(self, planned: Carried) -> None:
        self.bar.hide()
        self.begin.hide()
        self.stop.setText("Close")
        self.stop.setFocus()
        self.undo.show()
        self.said.say(model.in_a_sentence(planned), "good")

    def _ended(self) -> None:
        """Back to the choice: nothing was written."""
        self._turns = None
        self.bar.hide()
        self._show_form(True)
        self.preview.show()
        self.begin.setEnabled(True)
        self.stop.setText("Cancel")

    def _offer(self) -> None:
        session = self.workspace.session
        for record in model.own_years(session.assessments):
            self.source.addItem(record.text("label"), record.id)
        self.source.setCurrentIndex(max(self.source.findData(session.current_id), 0))
        self._propose()

    def _propose(self) -> None:
        """Propose a name, from the year that is carried from."""
        taken = [record.text("label") for record in self.workspace.session.assessments]
        self.name.setText(model.next_label(self.source.currentText(), taken))

    def _offer_versions(self, found: Preview) -> None:
        """Offer the versions of the framework and of the return, where there are several."""
        now = found.planned.assessment
        asked = now.information_return.id if now.information_return else ""
        for combo, versions, chosen in (
            (self.framework, found.frameworks, now.framework.id),
            (self.asked_return, found.returns, asked),
        ):
            combo.blockSignals(True)
            combo.clear()
            for id, name in versions:
                combo.addItem(name, id)
            combo.setCurrentIndex(combo.findData(chosen))
            combo.blockSignals(False)
            self.form.setRowVisible(combo, len(versions) > 1)

    def _connect(self) -> None:
        def another_year() -> None:
            self._propose()
            self._forget_versions()
            self.work_out()

        def another_framework() -> None:
            self.asked_return.clear()
            self.work_out()

        self.source.currentIndexChanged.connect(lambda _: another_year())
        self.framework.currentIndexChanged.connect(lambda _: another_framework())
        self.asked_return.currentIndexChanged.connect(lambda _: self.work_out())
        self.name.textEdited.connect(lambda _: self._on_name())

    def _on_name(self) -> None:
        self.begin.setEnabled(False)
        self._typed.start()

    def _forget_versions(self) -> None:
        """Another year has its own newest version."""
        for combo in (self.framework, self.asked_return):
            combo.blockSignals(True)
            combo.clear()
            combo.blockSignals(False)

    def _show_form(self, wanted: bool) -> None:
        for widget in (self.source, self.name):
            self.form.setRowVisible(widget, wanted)
        for combo in (self.framework, self.asked_return):
            self.form.setRowVisible(combo, wanted and combo.count() > 1)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, widget in (
            ("Carry from", self.source),
            ("Name of the new year", self.name),
            ("Assessment framework", self.framework),
            ("Information return", self.asked_return),
        ):
            self.form.addRow(words, widget)
            widget.setAccessibleName(words)
        for combo in (self.framework, self.asked_return):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.form.setRowVisible(combo, False)
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.begin)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(title("Start a new year"))
        page.addWidget(quiet("From an earlier year of your own. That year stays as it is."))
        page.addLayout(self.form)
        page.addWidget(self.said)
        page.addWidget(self.bar)
        page.addWidget(self.preview, 1)
        page.addStretch(0)
        page.addLayout(foot)
