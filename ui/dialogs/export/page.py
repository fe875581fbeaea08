"""The export dialog."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.editions import Edition
from selfassess.domain.report.brief import briefs_of
from selfassess.domain.text.wording import count_noun
from selfassess.services.exporting.export import ExportReport, export_workbook
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.export.options import OptionsChoice
from ui.dialogs.export.parts import PartsChoice
from ui.dialogs.export.publishing import PublishingNote
from ui.dialogs.export.template import TemplateChoice
from ui.jobs.job_dialog import JobDialog
from ui.widgets import dialogs, locations
from ui.widgets.look import (
    make_heading,
    make_primary_button,
    make_quiet_label,
    make_scroll_area,
    make_secondary_button,
    make_title,
)
from ui.widgets.passphrase import PassphraseChoice

LEAVES_OUT = {
    Edition.FULL: "Leaves nothing out. Keep it among the people who drafted it.",
    Edition.BOARD: "Leaves out contacts, comments, working notes, and where documents are kept.",
    Edition.PUBLIC: (
        "Leaves out contacts, comments, notes, risks, your scores, owners’ names, and evidence unless it is marked as "
        "holding no personal data."
    ),
    Edition.CQC: (
        "Leaves out contacts, comments, notes, how sure you are, and who works on what. Item IR 1 as it is handed "
        "over; owners are named by their role."
    ),
}
REQUIRED = f"{policy.BY}: what is exported is locked. Type a passphrase below, at the end of the choices."
_ZIPPED = "The file goes into a zip file that asks for the passphrase. 7-Zip and WinZip open it, and so do Macs."
_LOCKS_ITSELF = "The {} asks for the passphrase itself, in any reader. Screen readers read it as before."
LOCKED_FILTER = "Locked zip file (*.zip)"
EVERY = ""


class ExportDialog(JobDialog):
    """Asks, exports, and says what came of it."""

    stopped_words = "Stopped. Nothing was exported."

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Export", (600, 640), progress="How far the export is")
        self.workspace = workspace
        self.report: ExportReport | None = None
        self.setMinimumWidth(560)
        self.formats = QButtonGroup(self)
        self.editions = QButtonGroup(self)
        self.year = QComboBox()
        self.year.setAccessibleName("Year to export")
        self.parts = PartsChoice()
        self.options = OptionsChoice()
        self.template = TemplateChoice(workspace)
        self.how_much = make_heading("How much")
        self.about = QComboBox()
        self.about.setAccessibleName("The whole document, or a brief")
        self.about.addItem("The whole document", None)
        for key, name in briefs_of(workspace.session.current.framework).items():
            self.about.addItem(f"A brief on one page: {name}", key)
        self.publishing = PublishingNote(workspace, self.look_at_places)
        self.lock = PassphraseChoice()
        self.start = make_primary_button("Export…", self.ask_where_to_export)
        self.opener = make_secondary_button("Open", self.open_exported_file)
        self.folder = make_secondary_button("Show in folder", self.open_folder)
        self._lay_out_choices()
        self._offer_export_years()
        self.formats.idToggled.connect(lambda *_: self._offer_export_years())
        for group in (self.formats, self.editions):
            group.idToggled.connect(lambda *_: self.parts.offer_parts(self.chosen_format(), self.chosen_edition()))
            group.idToggled.connect(lambda *_: self.options.offer_options(self.chosen_format(), self.chosen_edition()))
        self.parts.offer_parts(self.chosen_format(), self.chosen_edition())
        self.formats.idToggled.connect(lambda *_: self.template.offer_template(self.chosen_format()))
        self.template.offer_template(self.chosen_format())
        self.formats.idToggled.connect(lambda *_: self._offer_brief_choices())
        self._offer_brief_choices()
        self.formats.idToggled.connect(lambda *_: self._offer_editions())
        self.parts.changed.connect(self._allow_export)
        self.lock.changed.connect(self._allow_export)
        self.formats.idToggled.connect(lambda *_: self._say_how_locked())
        self._say_how_locked()
        self.editions.idToggled.connect(self._update_publishing_note)
        self.editions.idToggled.connect(lambda *_: self._update_passphrase_rule())
        self.year.currentIndexChanged.connect(self._update_publishing_note)
        self.open_row.hide()
        self._update_passphrase_rule()

    def chosen_format(self) -> str:
        """The chosen format, by the ending of its files."""
        return list(FORMATS)[self.formats.checkedId()]

    def chosen_edition(self) -> Edition:
        """The chosen edition."""
        return list(Edition)[self.editions.checkedId()]

    def ask_where_to_export(self) -> None:
        """Ask where to write; everything typed is saved first."""
        if not self.workspace.flush():
            self.said.show_message(
                "Something you typed cannot be saved yet. Put it right first, then export.", "warning"
            )
            return
        ending = self.chosen_format()
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        name, filters = folder / self._suggest_file_name(ending), FORMATS[ending].file_filter
        if self.lock.is_wanted():
            name = encryption.encrypted_file_name(name)
            filters = filters if FORMATS[ending].locks_itself else LOCKED_FILTER
        dialogs.ask_save_path(self, "Export to", filters, name, self.write_export)

    def write_export(self, out: Path) -> None:
        """Export to a file on a worker."""
        ending, passphrase = self.chosen_format(), self.lock.chosen_passphrase()
        if passphrase is not None and out.suffix.lower() == encryption.ZIP:
            out = out.with_name(f"{encryption.inner_file_name(out, ending)}{encryption.ZIP}")
        elif out.suffix.lower() != f".{ending}":
            out = out.with_name(f"{out.name}.{ending}")
        out = out if passphrase is None else encryption.encrypted_file_name(out)
        path, year, edition = self.workspace.session.path, self.year.currentData() or None, self.chosen_edition()
        options = self.options.chosen_options()
        parts, without_empty = self.parts.chosen_parts(), self.parts.leaves_out_empty()
        template = self.template.chosen_template()
        brief = self.about.currentData() if FORMATS[ending].is_document else None
        task = Task(
            lambda progress, cancelled: export_workbook(
                path,
                out,
                year=year,
                edition=edition,
                options=options,
                format=ending,
                parts=parts,
                without_empty=without_empty,
                template=template,
                brief=brief,
                passphrase=passphrase,
                progress=progress,
                cancelled=cancelled,
            ),
            self,
        )
        self.run_job(task, f"Writing {out.name} …", self._show_exported)

    def open_exported_file(self) -> None:
        """Open what was exported with the program the person has for it."""
        if self.report is not None:
            locations.open_made(self.report.path)

    def open_folder(self) -> None:
        """Show the folder that holds what was exported."""
        if self.report is not None:
            locations.show_folder(self.report.path)

    def look_at_places(self) -> None:
        """Leave the export and show the places that look like personal data."""
        self.reject()
        self.workspace.go("personal_data")

    def _show_exported(self, report: ExportReport) -> None:
        self.report = report
        self.workspace.settings.last_folder = str(report.path.parent)
        pages = f", {count_noun(report.pages, 'page')}" if report.pages else ""
        words = f"Exported to {report.path} ({count_noun(report.records, 'record')}{pages}); read back and complete."
        locked = (f"It is locked. {encryption.ADVICE}",) if self.lock.is_wanted() else ()
        self.lock.forget_typed()
        self.said.show_message("\n".join((words, *locked, *report.notes)), "warning" if report.notes else "good")
        self.open_row.show()
        self.offer_to_close()
        self.opener.setFocus()

    def set_busy(self, busy: bool) -> None:
        self.choices.setEnabled(not busy)
        self._allow_export(not busy)
        if busy:
            self.close_words = "Cancel"
            self.open_row.hide()

    def _update_publishing_note(self) -> None:
        if self.year.currentIndex() >= 0:
            self.publishing.search_edition(self.chosen_edition(), self.year.currentData() or None)

    def _offer_editions(self) -> None:
        """Offer the editions that the chosen format is made for."""
        made_for = FORMATS[self.chosen_format()].editions
        for number, edition in enumerate(Edition):
            self.editions.button(number).setEnabled(edition in made_for)
        if self.chosen_edition() not in made_for:
            self.editions.button(next(at for at, each in enumerate(Edition) if each in made_for)).setChecked(True)

    def _say_how_locked(self) -> None:
        """Say what becomes of the chosen format when it is locked."""
        chosen = FORMATS[self.chosen_format()]
        self.lock.say_about(_LOCKS_ITSELF.format(chosen.name) if chosen.locks_itself else _ZIPPED)

    def _update_passphrase_rule(self) -> None:
        """The public version is for everybody: nobody has to lock it."""
        self.lock.set_required(
            policy.current_policy().passphrase_required and self.chosen_edition() is not Edition.PUBLIC
        )
        self._allow_export()
        if self.lock.required and not self.lock.is_ready():
            self.said.show_message(REQUIRED, "info")

    def _allow_export(self, allowed: bool = True) -> None:
        """A report of no part at all cannot be exported, nor one locked with half a passphrase."""
        self.start.setEnabled(allowed and self.parts.chosen_parts() != () and self.lock.is_ready())
        if self.lock.is_ready() and self.said.message_text == REQUIRED:
            self.said.show_message("")

    def _suggest_file_name(self, ending: str) -> str:
        """A file name that says what it is: council, year, edition."""
        year = self.year.currentData() or ("all years" if self.year.count() > 1 else self.year.currentText())
        edition = "" if self.chosen_edition() is Edition.FULL else f" ({self.chosen_edition().value})"
        name = f"{self.workspace.session.council.text_of('name')} self-assessment {year}{edition}"
        return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .") + f".{ending}"

    def _offer_export_years(self) -> None:
        """Offer the years; a document is always of one, the others may hold all."""
        chosen = self.year.currentData()
        labels = [record.text_of("label") for record in self.workspace.session.assessments]
        self.year.clear()
        for label in labels:
            self.year.addItem(label, label)
        if not FORMATS[self.chosen_format()].of_one_year and len(labels) > 1:
            self.year.addItem("All years", EVERY)
        here = self.workspace.session.current.label
        self.year.setCurrentIndex(max(self.year.findData(here if chosen is None else chosen), 0))

    def _offer_brief_choices(self) -> None:
        """Offer a brief where the format is a document."""
        for part in (self.how_much, self.about):
            part.setVisible(FORMATS[self.chosen_format()].is_document)

    def _lay_out_choices(self) -> None:
        self.choices = QWidget()
        inside = QVBoxLayout(self.choices)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(make_heading("What"))
        for number, each in enumerate(FORMATS.values()):
            _add_radio_choice(inside, self.formats, number, each.name, each.purpose)
        inside.addWidget(make_heading("For whom"))
        for number, edition in enumerate(Edition):
            _add_radio_choice(inside, self.editions, number, edition.label.partition(":")[0], LEAVES_OUT[edition])
        inside.addWidget(self.publishing)
        inside.addWidget(make_heading("Year"))
        inside.addWidget(self.year)
        inside.addWidget(self.options)
        inside.addWidget(self.how_much)
        inside.addWidget(self.about)
        inside.addWidget(self.parts)
        inside.addWidget(self.template)
        inside.addWidget(make_heading("For e-mail"))
        inside.addWidget(self.lock)
        inside.addStretch(1)
        scroll = make_scroll_area(self.choices)
        self.open_row = QWidget()
        opened = QHBoxLayout(self.open_row)
        opened.setContentsMargins(0, 0, 0, 0)
        opened.addWidget(self.opener)
        opened.addWidget(self.folder)
        opened.addStretch(1)
        self.arrange_page(
            scroll, self.said, self.bar, self.open_row, above=(make_title("Export"),), right=(self.start,)
        )


def _add_radio_choice(layout: QVBoxLayout, group: QButtonGroup, number: int, name: str, words: str) -> None:
    button = QRadioButton(name)
    button.setAccessibleDescription(words)
    button.setChecked(number == 0)
    group.addButton(button, number)
    said = make_quiet_label(words)
    said.setContentsMargins(26, 0, 0, 4)
    layout.addWidget(button)
    layout.addWidget(said)
