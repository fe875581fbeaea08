"""The dialog: looks at the files, shows what would go and what would not, writes the return and says where it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.return_pack.file_names import remove_unseen_characters
from selfassess.domain.return_pack.plan import CHANGED, FORMS, USUAL_FORMS, require_information_return
from selfassess.domain.text.wording import count_noun
from selfassess.services.exporting import return_pack
from selfassess.services.exporting.return_pack import CHANGED_MEANWHILE, HandedOver, Prepared
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.dialogs.return_pack.model import COLUMNS, Fate, Row, build_pack_rows, count_by_fate, suggest_pack_name
from ui.dialogs.return_pack.notices import NoticesPart
from ui.jobs.job_dialog import JobDialog
from ui.widgets import dialogs, locations, theme
from ui.widgets.look import (
    make_heading,
    make_primary_button,
    make_quiet_label,
    make_scroll_area,
    make_secondary_button,
    make_title,
)
from ui.widgets.passphrase import PassphraseChoice
from ui.widgets.tables import RowsModel, Table

ABOUT = (
    "Every file of evidence with an IR number goes once, under that number, with an index and the self-assessment "
    "(without comments). Nothing is sent anywhere: a folder or zip file is written for you to hand over."
)
LOCKED = (
    "The zip file asks for the passphrase; the names of the files in it stay readable. Ask CQC first whether "
    "they can open a locked file."
)
EVERYTHING = "Everything"


class ReturnPackDialog(JobDialog):
    """Plans the return of the year in view, and writes it where the person says."""

    stop_words = "Cancel"
    stopped_words = "Stopped. Nothing was written."

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Return pack", (940, 680))
        self.workspace = workspace
        self.prepared: Prepared | None = None
        self.handed: HandedOver | None = None
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: f"{row.items} {row.title} {row.says}",
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, "What is in the return, and what is not")
        self.table.lay_out_columns(COLUMNS)
        self.table.setMinimumHeight(theme.px(190))
        self.shown = QComboBox()
        self.shown.setAccessibleName("Show: everything")
        self.notices = NoticesPart()
        self.changed = QCheckBox("Send also files that changed since they were added")
        self.acting = QCheckBox("Send also programs, shortcuts, disk images and documents with macros")
        self.forms = QCheckBox("Send the self-assessment as Word and Excel too, beside the PDF")
        self.shapes = QButtonGroup(self)
        self.lock = PassphraseChoice(LOCKED)
        self.start = make_primary_button("Write the return…", self.ask_where_to_write)
        self.opener = make_secondary_button("Open folder", self.open_folder)
        self._lay_out_pack()
        self.shown.currentIndexChanged.connect(self._narrow_to_fate)
        for choice in (self.changed, self.acting, self.forms):
            choice.clicked.connect(lambda _: self.plan_return_pack())
        self.opener.hide()
        self.plan_return_pack()

    def plan_return_pack(self) -> None:
        """Look at the files and work out what would go; nothing is written."""
        session, changed, acting = self.workspace.session, self.changed.isChecked(), self.acting.isChecked()
        path, year = session.path, session.current.label
        forms = FORMS if self.forms.isChecked() else USUAL_FORMS
        try:
            require_information_return(session.current)
        except WorkbookError as error:
            self.show_refusal(str(error))
            return

        def look(progress: Progress, cancelled: Cancelled) -> tuple[Prepared, tuple[Row, ...]]:
            made = return_pack.prepare_return_pack(
                path, year=year, changed=changed, acting=acting, forms=forms, progress=progress, cancelled=cancelled
            )
            return made, build_pack_rows(made.plan)

        self.run_job(Task(look, self), "Looking at the files …", lambda found: self._show_planned_pack(*found))

    def ask_where_to_write(self) -> None:
        """Ask where the return is to be; a folder is made new, in one that is there."""
        if self.prepared is None:
            return
        name, settings = self._suggest_name(), self.workspace.settings
        folder = Path(settings.last_folder or self.workspace.session.path.parent)
        if self.shapes.checkedId():
            suggested = folder / f"{name}.zip"
            dialogs.ask_save_path(self, "Write the return to", "Zip files (*.zip)", suggested, self.write_zip)
        else:
            words = f"Where to make the folder “{name}”"
            dialogs.ask_existing_folder(
                self, words, str(folder), lambda chosen: self.write_pack(_find_free_folder(chosen / name))
            )

    def write_zip(self, out: Path) -> None:
        """Write the return as a zip file."""
        self.write_pack(out if out.suffix.lower() == ".zip" else out.with_name(f"{out.name}.zip"))

    def write_pack(self, out: Path) -> None:
        """Write the return on a worker."""
        prepared = self.prepared
        if prepared is None:
            return
        self.workspace.settings.last_folder = str(out.parent)

        passphrase = self.lock.chosen_passphrase()

        def hand_over(progress: Progress, cancelled: Cancelled) -> tuple[HandedOver, tuple[Row, ...]]:
            done = return_pack.write_return_pack(
                prepared, out, passphrase=passphrase, progress=progress, cancelled=cancelled
            )
            return done, build_pack_rows(done.plan)

        self.run_job(Task(hand_over, self), f"Writing {out.name} …", lambda found: self._show_written_pack(*found))

    def open_folder(self) -> None:
        """Show what was written: the folder, or the one that the zip file is in."""
        if self.handed is not None:
            locations.show_folder(self.handed.path)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _show_planned_pack(self, prepared: Prepared, found: tuple[Row, ...]) -> None:
        self.prepared = prepared
        self.stop_words = "Stop"
        held = prepared.plan.held_back
        self.said.show_message(
            f"Ready to write: {prepared.describe_size}.", "warning" if held or prepared.notices else "info"
        )
        self.changed.setVisible(prepared.changed or any(e.reason in (CHANGED, CHANGED_MEANWHILE) for e in held))
        self.acting.setVisible(prepared.acting or any(seen.acts_as for seen in prepared.looked.seen.values()))
        self.forms.show()
        self.notices.show_pack_notices(prepared.notices)
        self._list_pack_rows(found)
        self.set_busy(False)
        self.start.setFocus()

    def _show_written_pack(self, done: HandedOver, found: tuple[Row, ...]) -> None:
        self.handed = done
        late = "".join(f"\nNot sent, found while writing: {each.title}. {each.reason}" for each in done.late[:10])
        sentence = (
            f"Written to {done.path}: {count_noun(done.file_count, 'file')}, read back and the same as each original."
        )
        sentence += f"\nIt is locked. {encryption.ADVICE}" if self.lock.is_wanted() else ""
        self.said.show_message(
            "\n".join((f"{sentence}{late}", *map(remove_unseen_characters, done.notes))),
            "warning" if done.late else "good",
        )
        self._list_pack_rows(found)
        for part in (self.choice, self.start, self.forms, self.changed, self.acting, self.notices, self.lock):
            part.hide()
        self.lock.forget_typed()
        self.opener.show()
        self.offer_to_close()
        self.opener.setFocus()

    def show_stopped(self) -> None:
        super().show_stopped()
        if self.prepared is None:
            self.reject()  # nothing to come back to

    def set_busy(self, busy: bool) -> None:
        if not busy:
            self.changed.setChecked(self.prepared is not None and self.prepared.changed)
            self.acting.setChecked(self.prepared is not None and self.prepared.acting)
            self.forms.setChecked(self.prepared is not None and self.prepared.forms != USUAL_FORMS)
        for part in (self.start, self.choice):
            part.setEnabled(not busy and self.prepared is not None)
        self.lock.setEnabled(not busy)
        self._update_passphrase_offer()
        for part in (self.tools, self.table):
            part.setVisible(self.prepared is not None)

    def _update_passphrase_offer(self, *_: object) -> None:
        """Only a zip file can be locked; half a passphrase locks nothing."""
        planned = self.prepared is not None and self.handed is None
        self.lock.offer_passphrase(planned and self.shapes.checkedId() == 1)
        self.start.setEnabled(planned and self.task is None and self.lock.is_ready())

    def _list_pack_rows(self, found: tuple[Row, ...]) -> None:
        self.model.show_rows(found)
        number = count_by_fate(found)
        chosen = self.shown.currentData()
        self.shown.blockSignals(True)
        self.shown.clear()
        self.shown.addItem(f"{EVERYTHING} ({len(found):,})", None)
        for fate in Fate:
            if number[fate]:
                self.shown.addItem(f"{fate} ({number[fate]:,})", fate)
        self.shown.setCurrentIndex(max(self.shown.findData(chosen), 0))
        self.shown.blockSignals(False)
        self._narrow_to_fate()

    def _narrow_to_fate(self, *_: object) -> None:
        fate = self.shown.currentData()
        self.model.narrow_rows("", lambda row: fate in (None, row.fate))

    def _suggest_name(self) -> str:
        session = self.workspace.session
        return suggest_pack_name(session.council.text_of("name"), session.current.label)

    def _lay_out_pack(self) -> None:
        self.tools = QWidget()
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(make_heading("What goes, and what does not"), 1)
        tools.addWidget(self.shown)
        self.choice = QWidget()
        choice = QHBoxLayout(self.choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.addWidget(make_heading("Write it as"))
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
        for part in (make_title("Return pack"), make_quiet_label(ABOUT), self.said, self.bar, self.tools):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        for part in (self.forms, self.changed, self.acting, self.notices, self.lock):
            column.addWidget(part)
            part.hide()
        column.addStretch(0)
        self.arrange_page(make_scroll_area(body), left=(self.opener, self.choice), right=(self.start,))
        self.shapes.idToggled.connect(self._update_passphrase_offer)
        self.lock.changed.connect(self._update_passphrase_offer)


def _find_free_folder(wanted: Path) -> Path:
    """A folder of this name that is not there yet, or is empty."""
    number, place = 1, wanted
    while place.exists() and not (place.is_dir() and not any(place.iterdir())):
        number += 1
        place = wanted.with_name(f"{wanted.name} ({number})")
    return place
