"""The dialog that starts a new year from an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.years.carry_forward import Carried
from selfassess.services.workbook.snapshot import hold_workbook
from selfassess.services.years import carry_forward
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.carry_forward import model
from ui.dialogs.carry_forward.model import Asked, Preview
from ui.dialogs.carry_forward.shown import PreviewPart
from ui.jobs.job_dialog import JobDialog
from ui.jobs.slice_job import SliceJob
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import make_primary_button, make_quiet_label, make_secondary_button, make_title

TYPING_MS = 300
NOTHING_OWN = (
    "Only a year of your own can be carried forward, and this workbook has none yet. Import an earlier year first; "
    "you find that on the page Years."
)


class CarryForwardDialog(JobDialog):
    """Asks for the year and the name of the new one, shows what comes along, starts it, and says what came of it.

    ``working_out`` is what finds out what would come along; it can be closed meanwhile.
    """

    stopped_words = "Stopped. Nothing was carried, and no year was started."

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Start a new year from an earlier one", (980, 680))
        self.workspace = workspace
        self.found: Preview | None = None
        self._workbook: Workbook | None = None
        self._before = workspace.session.current_id
        self.working_out: Task | None = None
        self._again = False
        self.setMinimumSize(620, 460)
        self.source, self.framework, self.asked_return = QComboBox(), QComboBox(), QComboBox()
        self.name = QLineEdit()
        self.preview = PreviewPart()
        self.begin = make_primary_button("Start", self.start_year)
        self.undo = make_secondary_button("Undo", self.undo_new_year)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._lay_out_form()
        self._offer_source_years()
        self._connect_choices()
        self._typed.timeout.connect(self.update_preview)
        for part in (self.undo, self.preview):
            part.hide()
        self.begin.setEnabled(False)
        if self._check_may_begin():
            self.update_preview()

    @property
    def chosen_request(self) -> Asked:
        """What is asked for now."""
        chosen = (str(combo.currentData() or "") or None for combo in (self.framework, self.asked_return))
        return Asked(self.source.currentText(), self.name.text(), *chosen)

    def update_preview(self) -> None:
        """Work out what would come along with what is asked for; nothing is changed."""
        self._typed.stop()
        self.begin.setEnabled(False)
        if self.working_out is not None:
            self._again = True
            return
        in_turns(self, self._read_years_in_slices())

    def start_year(self) -> None:
        """Start the year: one step, with a backup before."""
        if self.found is None or self.workspace.read_only or not self.workspace.flush():
            return
        planned = self.found.planned
        job = SliceJob(carry_forward.carry_forward_in_slices(self.workspace.session, planned), self)
        self.run_job(job, f"Starting {planned.assessment.label} …", lambda _: self._show_year_started(planned))

    def undo_new_year(self) -> None:
        """Take the new year out again, and go back to the one that was in view before."""
        if self.workspace.show_year(self._before):
            self.undo.setEnabled(False)
            in_turns(self, self._undo_in_slices())

    def set_busy(self, busy: bool) -> None:
        self._show_form_rows(not busy)
        self.preview.setVisible(not busy)
        self.begin.setEnabled(not busy)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _check_may_begin(self) -> bool:
        """Say why nothing can be started, where nothing can."""
        session = self.workspace.session
        why = session.read_only_because or ("" if self.source.count() else NOTHING_OWN)
        if why:
            self._show_form_rows(False)
            self.begin.hide()
            self.said.show_message(f"No year can be started here. {why}", "warning")
            self.offer_to_close()
        return not why

    def _read_years_in_slices(self) -> Iterator[None]:
        """Read the years that are not held yet, one at a time; then have a worker find what comes along."""
        session = self.workspace.session
        if self._workbook is None:
            for record in session.assessments:
                session.load_assessment(record.id)
                yield
            self._workbook = hold_workbook(session)
        workbook, asked, today = self._workbook, self.chosen_request, self.workspace.today()
        self._again = False
        self.working_out = task = Task(lambda progress, cancelled: model.preview_carry_forward(workbook, asked, today))
        task.done.connect(self._show_preview)
        task.failed.connect(self._show_preview_refusal)
        task.start()

    def _show_preview(self, found: Preview) -> None:
        self.working_out = None
        if self._again:
            self.update_preview()
            return
        self.found = found
        self.said.show_message("")
        self._offer_pack_versions(found)
        self.preview.show_planned(found.planned)
        self.preview.show()
        self.begin.setText(f"Start {found.planned.assessment.label}")
        self.begin.setEnabled(True)

    def _show_preview_refusal(self, sentence: str) -> None:
        self.working_out = None
        if self._again:
            self.update_preview()
            return
        self.found = None
        self.preview.hide()
        self.said.show_message(sentence, "error")

    def _go_to_year(self, planned: Carried) -> Iterator[None]:
        yield  # what shows the workbook repaints itself before another year comes into view
        self.workspace.go("overview")
        yield
        self.workspace.show_year(planned.assessment.id)

    def _undo_in_slices(self) -> Iterator[None]:
        yield  # the year that was in view before is shown first
        try:
            for _ in self.workspace.session.undo_step_in_turns():
                yield
        except WorkbookError as error:
            self.said.show_message(str(error), "error")
            return
        self.said.show_message("Undone: this workbook is as it was before.", "info")
        self.undo.hide()

    def _show_year_started(self, planned: Carried) -> None:
        self.set_busy(True)  # there is nothing to choose any more
        self.begin.hide()
        self.offer_to_close()
        self.stop.setFocus()
        self.undo.show()
        self.said.show_message(model.describe_started_year(planned), "good")
        in_turns(self, self._go_to_year(planned))

    def _offer_source_years(self) -> None:
        session = self.workspace.session
        for record in model.find_own_years(session.assessments):
            self.source.addItem(record.text_of("label"), record.id)
        self.source.setCurrentIndex(max(self.source.findData(session.current_id), 0))
        self._propose_name()

    def _propose_name(self) -> None:
        """Propose a name, from the year that is carried from."""
        taken = [record.text_of("label") for record in self.workspace.session.assessments]
        self.name.setText(model.propose_next_label(self.source.currentText(), taken))

    def _offer_pack_versions(self, found: Preview) -> None:
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

    def _connect_choices(self) -> None:
        def another_year() -> None:
            self._propose_name()
            self._forget_pack_versions()
            self.update_preview()

        def another_framework() -> None:
            self.asked_return.clear()
            self.update_preview()

        self.source.currentIndexChanged.connect(lambda _: another_year())
        self.framework.currentIndexChanged.connect(lambda _: another_framework())
        self.asked_return.currentIndexChanged.connect(lambda _: self.update_preview())
        self.name.textEdited.connect(lambda _: self._on_name_typed())

    def _on_name_typed(self) -> None:
        self.begin.setEnabled(False)
        self._typed.start()

    def _forget_pack_versions(self) -> None:
        """Another year has its own newest version."""
        for combo in (self.framework, self.asked_return):
            combo.blockSignals(True)
            combo.clear()
            combo.blockSignals(False)

    def _show_form_rows(self, wanted: bool) -> None:
        for widget in (self.source, self.name):
            self.form.setRowVisible(widget, wanted)
        for combo in (self.framework, self.asked_return):
            self.form.setRowVisible(combo, wanted and combo.count() > 1)

    def _lay_out_form(self) -> None:
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
        choice = QWidget()
        choice.setLayout(self.form)
        self.form.setContentsMargins(0, 0, 0, 0)
        about = make_quiet_label("From an earlier year of your own. That year stays as it is.")
        above = (make_title("Start a new year"), about, choice, self.said, self.bar)
        self.arrange_page(self.preview, above=above, left=(self.undo,), right=(self.begin,))
