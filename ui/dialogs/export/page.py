"""The export dialog."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.editions import DOCUMENTS, OF_ONE_YEAR, Edition
from selfassess.domain.model.plural import count_noun
from selfassess.domain.report.brief import briefs_of
from selfassess.services.exporting.export import ExportReport, export
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.export.options import OptionsChoice
from ui.dialogs.export.parts import PartsChoice
from ui.dialogs.export.publishing import PublishingNote
from ui.dialogs.export.template import TemplateChoice
from ui.widgets import dialogs, locations, theme
from ui.widgets.look import Banner, heading, primary, quiet, scrolling, secondary, title
from ui.widgets.passphrase import PassphraseChoice
from ui.widgets.reading_order import InReadingOrder

FORMATS = {
    "xlsx": ("Excel", "A workbook to read, print and edit; it can be imported again."),
    "docx": (
        "Word",
        "A document to read, edit and send round. Of one year.",
    ),
    "pdf": ("PDF", "A document to read, print and send as item IR 1. Of one year."),
    "html": ("HTML", "A page for a website, read on any screen and by screen readers. Of one year."),
    "pptx": ("PowerPoint", "Slides to introduce the self-assessment, with the texts in their notes. Of one year."),
    "json": ("JSON", "Everything as open data, for other programs and for keeping."),
}
FILTERS = {
    "xlsx": "Excel (*.xlsx)",
    "docx": "Word (*.docx)",
    "pdf": "PDF (*.pdf)",
    "html": "HTML (*.html)",
    "pptx": "PowerPoint (*.pptx)",
    "json": "JSON (*.json)",
}
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
LOCKED = dict.fromkeys(FORMATS, _ZIPPED) | {
    "pdf": "The PDF asks for the passphrase itself, in any reader. Screen readers read it as before."
}
"""What becomes of each format when it is locked."""
LOCKED_FILTER = "Locked zip file (*.zip)"
EVERY = ""
LEAST_SCREEN = 700
"""The height that the smallest screen leaves for a dialog."""


class ExportDialog(InReadingOrder, TaskDialog):
    """Asks, exports, and says what came of it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.report: ExportReport | None = None
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.resize(theme.px(600), min(theme.px(640), LEAST_SCREEN))
        self.formats = QButtonGroup(self)
        self.editions = QButtonGroup(self)
        self.year = QComboBox()
        self.year.setAccessibleName("Year to export")
        self.parts = PartsChoice()
        self.options = OptionsChoice()
        self.template = TemplateChoice(workspace)
        self.how_much = heading("How much")
        self.about = QComboBox()
        self.about.setAccessibleName("The whole document, or a brief")
        self.about.addItem("The whole document", None)
        for key, name in briefs_of(workspace.session.current.framework).items():
            self.about.addItem(f"A brief on one page: {name}", key)
        self.publishing = PublishingNote(workspace, self.look_at_places)
        self.lock = PassphraseChoice()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the export is")
        self.saying = quiet("")
        self.said = Banner("", dismissible=False)
        self.start = primary("Export…", self.ask)
        self.stop = secondary("Cancel", self.reject)
        self.opener = secondary("Open", self.open_file)
        self.folder = secondary("Show in folder", self.open_folder)
        self._lay_out()
        self._offer_years()
        self.formats.idToggled.connect(lambda *_: self._offer_years())
        for group in (self.formats, self.editions):
            group.idToggled.connect(lambda *_: self.parts.offer(self.format(), self.edition()))
            group.idToggled.connect(lambda *_: self.options.offer(self.format(), self.edition()))
        self.parts.offer(self.format(), self.edition())
        self.formats.idToggled.connect(lambda *_: self.template.offer(self.format()))
        self.template.offer(self.format())
        self.formats.idToggled.connect(lambda *_: self._offer_briefs())
        self._offer_briefs()
        self.parts.changed.connect(self._allow)
        self.lock.changed.connect(self._allow)
        self.formats.idToggled.connect(lambda *_: self.lock.say_about(LOCKED[self.format()]))
        self.lock.say_about(LOCKED[self.format()])
        self.editions.idToggled.connect(self._check_publishing)
        self.editions.idToggled.connect(lambda *_: self._check_lock())
        self.year.currentIndexChanged.connect(self._check_publishing)
        for part in (self.bar, self.saying, self.said, self.open_row):
            part.hide()
        self._check_lock()

    def format(self) -> str:
        """The chosen format, by the ending of its files."""
        return list(FORMATS)[self.formats.checkedId()]

    def edition(self) -> Edition:
        """The chosen edition."""
        return list(Edition)[self.editions.checkedId()]

    def ask(self) -> None:
        """Ask where to write; everything typed is saved first."""
        if not self.workspace.flush():
            self.said.say("Something you typed cannot be saved yet. Put it right first, then export.", "warning")
            return
        ending = self.format()
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        name, filters = folder / self._name(ending), FILTERS[ending]
        if self.lock.wanted():
            name = encryption.locked_name(name)
            filters = filters if ending == "pdf" else LOCKED_FILTER
        dialogs.ask_save(self, "Export to", filters, name, self.write)

    def write(self, out: Path) -> None:
        """Export to a file on a worker."""
        ending, passphrase = self.format(), self.lock.chosen()
        if passphrase is not None and out.suffix.lower() == encryption.ZIP:
            out = out.with_name(f"{encryption.plain_name(out, ending)}{encryption.ZIP}")
        elif out.suffix.lower() != f".{ending}":
            out = out.with_name(f"{out.name}.{ending}")
        out = out if passphrase is None else encryption.locked_name(out)
        path, year, edition = self.workspace.session.path, self.year.currentData() or None, self.edition()
        options = self.options.chosen()
        parts, without_empty = self.parts.chosen(), self.parts.leaves_out_empty()
        template = self.template.chosen()
        brief = self.about.currentData() if ending in DOCUMENTS else None
        self.task = task = Task(
            lambda progress, cancelled: export(
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
        task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        task.done.connect(self._done)
        task.failed.connect(lambda sentence: self._ended(sentence, "error"))
        task.cancelled.connect(lambda: self._ended("Stopped. Nothing was exported.", "info"))
        self.saying.setText(f"Writing {out.name} …")
        self.bar.setValue(0)
        self._busy(True)
        task.start()

    def open_file(self) -> None:
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

    def say_stopping(self) -> None:
        self.saying.setText("Stopping …")

    def _done(self, report: ExportReport) -> None:
        self.report = report
        self.workspace.settings.last_folder = str(report.path.parent)
        pages = f", {count_noun(report.pages, 'page')}" if report.pages else ""
        words = f"Exported to {report.path} ({count_noun(report.records, 'record')}{pages}); read back and complete."
        locked = (f"It is locked. {encryption.ADVICE}",) if self.lock.wanted() else ()
        self.lock.forget()
        self._ended("\n".join((words, *locked, *report.notes)), "warning" if report.notes else "good")
        self.open_row.show()
        self.stop.setText("Close")
        self.opener.setFocus()

    def _ended(self, sentence: str, kind: str) -> None:
        self.task = None
        self._busy(False)
        self.said.say(sentence, kind)

    def _busy(self, busy: bool) -> None:
        for part in (self.bar, self.saying):
            part.setVisible(busy)
        self.choices.setEnabled(not busy)
        self._allow(not busy)
        self.stop.setText("Stop" if busy else "Cancel")
        if busy:
            self.said.hide()
            self.open_row.hide()

    def _check_publishing(self) -> None:
        if self.year.currentIndex() >= 0:
            self.publishing.offer(self.edition(), self.year.currentData() or None)

    def _check_lock(self) -> None:
        """The public version is for everybody: nobody has to lock it."""
        self.lock.require(policy.now().passphrase_required and self.edition() is not Edition.PUBLIC)
        self._allow()
        if self.lock.required and not self.lock.ready():
            self.said.say(REQUIRED, "info")

    def _allow(self, allowed: bool = True) -> None:
        """A report of no part at all cannot be exported, nor one locked with half a passphrase."""
        self.start.setEnabled(allowed and self.parts.chosen() != () and self.lock.ready())
        if self.lock.ready() and self.said.words == REQUIRED:
            self.said.say("")

    def _name(self, ending: str) -> str:
        """A file name that says what it is: council, year, edition."""
        year = self.year.currentData() or ("all years" if self.year.count() > 1 else self.year.currentText())
        edition = "" if self.edition() is Edition.FULL else f" ({self.edition().value})"
        name = f"{self.workspace.session.council.text('name')} self-assessment {year}{edition}"
        return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .") + f".{ending}"

    def _offer_years(self) -> None:
        """Offer the years; a document is always of one, the others may hold all."""
        chosen = self.year.currentData()
        labels = [record.text("label") for record in self.workspace.session.assessments]
        self.year.clear()
        for label in labels:
            self.year.addItem(label, label)
        if self.format() not in OF_ONE_YEAR and len(labels) > 1:
            self.year.addItem("All years", EVERY)
        here = self.workspace.session.current.label
        self.year.setCurrentIndex(max(self.year.findData(here if chosen is None else chosen), 0))

    def _offer_briefs(self) -> None:
        """Offer a brief where the format is a document."""
        for part in (self.how_much, self.about):
            part.setVisible(self.format() in DOCUMENTS)

    def _lay_out(self) -> None:
        self.choices = QWidget()
        inside = QVBoxLayout(self.choices)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(heading("What"))
        for number, (name, words) in enumerate(FORMATS.values()):
            _radio(inside, self.formats, number, name, words)
        inside.addWidget(heading("For whom"))
        for number, edition in enumerate(Edition):
            _radio(inside, self.editions, number, edition.label.partition(":")[0], LEAVES_OUT[edition])
        inside.addWidget(self.publishing)
        inside.addWidget(heading("Year"))
        inside.addWidget(self.year)
        inside.addWidget(self.options)
        inside.addWidget(self.how_much)
        inside.addWidget(self.about)
        inside.addWidget(self.parts)
        inside.addWidget(self.template)
        inside.addWidget(heading("For e-mail"))
        inside.addWidget(self.lock)
        inside.addStretch(1)
        scroll = scrolling(self.choices)
        self.open_row = QWidget()
        opened = QHBoxLayout(self.open_row)
        opened.setContentsMargins(0, 0, 0, 0)
        opened.addWidget(self.opener)
        opened.addWidget(self.folder)
        opened.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.start)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(title("Export"))
        page.addWidget(scroll, 1)
        for part in (self.saying, self.bar, self.said, self.open_row):
            page.addWidget(part)
        page.addLayout(foot)


def _radio(layout: QVBoxLayout, group: QButtonGroup, number: int, name: str, words: str) -> None:
    button = QRadioButton(name)
    button.setAccessibleDescription(words)
    button.setChecked(number == 0)
    group.addButton(button, number)
    said = quiet(words)
    said.setContentsMargins(26, 0, 0, 4)
    layout.addWidget(button)
    layout.addWidget(said)
