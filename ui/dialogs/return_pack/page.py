"""The dialog: looks at the files, shows what would go and what would not, writes the return and says where it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.plural import count_noun
from selfassess.domain.return_pack.file_names import plain
from selfassess.domain.return_pack.plan import CHANGED, FORMS, USUAL_FORMS, asked_for
from selfassess.services.exporting import return_pack
from selfassess.services.exporting.return_pack import CHANGED_MEANWHILE, HandedOver, Prepared
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Cancelled, Progress, Task, Work
from ui.bridge.workspace import Workspace
from ui.dialogs.return_pack.model import COLUMNS, Fate, Row, counts, rows, suggested_name
from ui.dialogs.return_pack.notices import NoticesPart
from ui.widgets import dialogs, locations, theme
from ui.widgets.look import Banner, heading, primary, quiet, scrolling, secondary, title
from ui.widgets.passphrase import PassphraseChoice
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.tables import RowsModel, Table

ABOUT = (
    "Every file of evidence with an IR number goes once, under that number, with an index and the self-assessment "
    "(without comments). Nothing is sent anywhere: a folder or zip file is written for you to hand over."
)
LOCKED = (
    "The zip file asks for the passphrase; the names of the files in it stay readable. Ask CQC first whether "
    "they can open a locked file."
)
WIDEST, HIGHEST = 1200, 700
"""What the smallest screen leaves for a dialog."""
EVERYTHING = "Everything"


class ReturnPackDialog(InReadingOrder, TaskDialog):
    """Plans the return of the year in view, and writes it where the person says."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.prepared: Prepared | None = None
        self.handed: HandedOver | None = None
        self.setWindowTitle("Hand over the return")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(940), WIDEST), min(theme.px(680), HIGHEST))
        self.said = Banner("", dismissible=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far it is")
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: f"{row.items} {row.title} {row.says}",
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, "What is in the return, and what is not")
        self.table.lay_out(COLUMNS)
        self.table.setMinimumHeight(theme.px(190))
        self.shown = QComboBox()
        self.shown.setAccessibleName("Show: everything")
        self.notices = NoticesPart()
        self.changed = QCheckBox("Send also files that changed since they were added")
        self.acting = QCheckBox("Send also programs, shortcuts, disk images and documents with macros")
        self.forms = QCheckBox("Send the self-assessment as Word and Excel too, beside the PDF")
        self.shapes = QButtonGroup(self)
        self.lock = PassphraseChoice(LOCKED)
        self.start = primary("Write the return…", self.ask)
        self.stop = secondary("Cancel", self.reject)
        self.opener = secondary("Open folder", self.open_folder)
        self._lay_out()
        self.shown.currentIndexChanged.connect(self._narrow)
        for choice in (self.changed, self.acting, self.forms):
            choice.clicked.connect(lambda _: self.plan())
        self.opener.hide()
        self.plan()

    def plan(self) -> None:
        """Look at the files and work out what would go; nothing is written."""
        session, changed, acting = self.workspace.session, self.changed.isChecked(), self.acting.isChecked()
        path, year = session.path, session.current.label
        forms = tuple(FORMS) if self.forms.isChecked() else USUAL_FORMS
        try:
            asked_for(session.current)
        except WorkbookError as error:
            self._refuse(str(error))
            return

        def look(progress: Progress, cancelled: Cancelled) -> tuple[Prepared, tuple[Row, ...]]:
            made = return_pack.prepare(
                path, year=year, changed=changed, acting=acting, forms=forms, progress=progress, cancelled=cancelled
            )
            return made, rows(made.plan)

        self._run(look, "Looking at the files …").done.connect(lambda found: self._planned(*found))

    def ask(self) -> None:
        """Ask where the return is to be; a folder is made new, in one that is there."""
        if self.prepared is None:
            return
        name, settings = self._name(), self.workspace.settings
        folder = Path(settings.last_folder or self.workspace.session.path.parent)
        if self.shapes.checkedId():
            suggested = folder / f"{name}.zip"
            dialogs.ask_save(self, "Write the return to", "Zip files (*.zip)", suggested, self.write_zip)
        else:
            words = f"Where to make the folder “{name}”"
            dialogs.ask_folder(self, words, str(folder), lambda chosen: self.write(_free(chosen / name)))

    def write_zip(self, out: Path) -> None:
        """Write the return as a zip file."""
        self.write(out if out.suffix.lower() == ".zip" else out.with_name(f"{out.name}.zip"))

    def write(self, out: Path) -> None:
        """Write the return on a worker."""
        prepared = self.prepared
        if prepared is None:
            return
        self.workspace.settings.last_folder = str(out.parent)

        passphrase = self.lock.chosen()

        def hand_over(progress: Progress, cancelled: Cancelled) -> tuple[HandedOver, tuple[Row, ...]]:
            done = return_pack.write(prepared, out, passphrase=passphrase, progress=progress, cancelled=cancelled)
            return done, rows(done.plan)

        self._run(hand_over, f"Writing {out.name} …").done.connect(lambda found: self._written(*found))

    def open_folder(self) -> None:
        """Show what was written: the folder, or the one that the zip file is in."""
        if self.handed is not None:
            locations.show_folder(self.handed.path)

    def say_stopping(self) -> None:
        self.said.say("Stopping …", "info")

    # --- inside ----------------------------------------------------------------------------------------------------

    def _run(self, work: Work, saying: str) -> Task:
        self.task = task = Task(work, self)
        task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        task.failed.connect(self._refuse)
        task.cancelled.connect(self._stopped)
        task.done.connect(lambda _: self._busy(False))
        self.bar.setValue(0)
        self.said.say(saying, "info")
        self._busy(True)
        task.start()
        return task

    def _planned(self, prepared: Prepared, found: tuple[Row, ...]) -> None:
        self.prepared = prepared
        held = prepared.plan.held_back
        self.said.say(f"Ready to write: {prepared.summary}.", "warning" if held or prepared.notices else "info")
        self.changed.setVisible(prepared.changed or any(e.reason in (CHANGED, CHANGED_MEANWHILE) for e in held))
        self.acting.setVisible(prepared.acting or any(seen.acts_as for seen in prepared.looked.seen.values()))
        self.forms.show()
        self.notices.show_notices(prepared.notices)
        self._list(found)
        self._busy(False)
        self.start.setFocus()

    def _written(self, done: HandedOver, found: tuple[Row, ...]) -> None:
        self.handed = done
        late = "".join(f"\nNot sent, found while writing: {each.title}. {each.reason}" for each in done.late[:10])
        sentence = f"Written to {done.path}: {count_noun(done.files, 'file')}, read back and the same as each original."
        sentence += f"\nIt is locked. {encryption.ADVICE}" if self.lock.wanted() else ""
        self.said.say("\n".join((f"{sentence}{late}", *map(plain, done.notes))), "warning" if done.late else "good")
        self._list(found)
        for part in (self.choice, self.start, self.forms, self.changed, self.acting, self.notices, self.lock):
            part.hide()
        self.lock.forget()
        self.opener.show()
        self.stop.setText("Close")
        self.opener.setFocus()

    def _refuse(self, sentence: str) -> None:
        self._busy(False)
        self.said.say(sentence, "error")

    def _stopped(self) -> None:
        self._busy(False)
        if self.prepared is None:
            self.reject()  # nothing to come back to
            return
        self.said.say("Stopped. Nothing was written.", "info")

    def _busy(self, busy: bool) -> None:
        if not busy:
            self.task = None
            self.changed.setChecked(self.prepared is not None and self.prepared.changed)
            self.acting.setChecked(self.prepared is not None and self.prepared.acting)
            self.forms.setChecked(self.prepared is not None and self.prepared.forms != USUAL_FORMS)
        self.bar.setVisible(busy)
        for part in (self.start, self.choice):
            part.setEnabled(not busy and self.prepared is not None)
        self.lock.setEnabled(not busy)
        self._check_lock()
        for part in (self.tools, self.table):
            part.setVisible(self.prepared is not None)
        self.stop.setText("Stop" if busy and self.prepared else "Cancel")

    def _check_lock(self, *_: object) -> None:
        """Only a zip file can be locked; half a passphrase locks nothing."""
        planned = self.prepared is not None and self.handed is None
        self.lock.offer(planned and self.shapes.checkedId() == 1)
        self.start.setEnabled(planned and self.task is None and self.lock.ready())

    def _list(self, found: tuple[Row, ...]) -> None:
        self.model.show(found)
        number = counts(found)
        chosen = self.shown.currentData()
        self.shown.blockSignals(True)
        self.shown.clear()
        self.shown.addItem(f"{EVERYTHING} ({len(found):,})", None)
        for fate in Fate:
            if number[fate]:
                self.shown.addItem(f"{fate} ({number[fate]:,})", fate)
        self.shown.setCurrentIndex(max(self.shown.findData(chosen), 0))
        self.shown.blockSignals(False)
        self._narrow()

    def _narrow(self, *_: object) -> None:
        fate = self.shown.currentData()
        self.model.narrow("", lambda row: fate in (None, row.fate))

    def _name(self) -> str:
        session = self.workspace.session
        return suggested_name(session.council.text("name"), session.current.label)

    def _lay_out(self) -> None:
        self.tools = QWidget()
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(heading("What goes, and what does not"), 1)
        tools.addWidget(self.shown)
        self.choice = QWidget()
        choice = QHBoxLayout(self.choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.addWidget(heading("Write it as"))
        for number, words in enumerate(("A folder", "A zip file")):
            button = QRadioButton(words)
            button.setChecked(number == int(self.lock.required))
            if self.lock.required and number == 0:  # a folder cannot be locked
                button.setEnabled(False)
                button.setToolTip(policy.BY)
                button.setAccessibleDescription(policy.BY)
            self.shapes.addButton(button, number)
            choice.addWidget(button)
        choice.addStretch(1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (title("Hand over the return"), quiet(ABOUT), self.said, self.bar, self.tools):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        for part in (self.forms, self.changed, self.acting, self.notices, self.lock):
            column.addWidget(part)
            part.hide()
        column.addStretch(0)
        scroll = scrolling(body)
        foot = QHBoxLayout()
        foot.addWidget(self.opener)
        foot.addWidget(self.choice)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.start)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(scroll, 1)
        page.addLayout(foot)
        self.shapes.idToggled.connect(self._check_lock)
        self.lock.changed.connect(self._check_lock)


def _free(wanted: Path) -> Path:
    """A folder of this name that is not there yet, or is empty."""
    number, place = 1, wanted
    while place.exists() and not (place.is_dir() and not any(place.iterdir())):
        number += 1
        place = wanted.with_name(f"{wanted.name} ({number})")
    return place
