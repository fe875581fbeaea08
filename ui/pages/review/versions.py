"""The versions that were signed off: read, checked, given out, and set against what is written now."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from selfassess.domain.model.signed_version import SignedVersion
from selfassess.domain.signing.changes_since_signing import describe_revision_count, find_revised_statements
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.years import changes, signing
from ui.bridge.tasks import Task, Work
from ui.bridge.workspace import Workspace
from ui.pages.review import model
from ui.pages.review.reading import ReadingDialog, build_change_parts, build_version_outline, build_version_parts
from ui.widgets import dialogs, look, theme
from ui.widgets.tables import RowsModel, Table

SIGNED = "pdf"
FORMS = (
    ("The signed PDF…", SIGNED, FORMATS[SIGNED].file_filter),
    *((f"{each.name}…", each.ending, each.file_filter) for each in FORMATS.values() if each.ending != SIGNED),
    ("A workbook of its own…", "sawb", dialogs.WORKBOOKS),
)
"""What a version can be given out as."""
REPORTS = "Word (*.docx);;PDF (*.pdf);;Web page (*.html);;Excel (*.xlsx)"
"""What a report of what changed can be."""
NONE_YET = "Nothing was signed off yet. Once it is, the version is kept here as it was, for ever."
ABOUT = "Each version is kept whole, as it was signed, whatever is written since."


class VersionsPart(QWidget):
    """A table of versions, and what can be done with the one that one is on."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.task: Task | None = None
        self.model = RowsModel(
            model.VERSION_COLUMNS,
            search=lambda row: row.version.name,
            natural=lambda row: (-row.version.number, row.version.signed_at),
            parent=self,
        )
        self.table = Table(self.model, "Signed versions of this year")
        self.table.lay_out_columns(model.VERSION_COLUMNS)
        self.table.setMinimumHeight(theme.px(150))
        self.nothing = look.make_label(NONE_YET, "muted")
        self.said = look.Banner("", "info")
        self.twice = look.Banner("", "warning", dismissible=False)
        self.read_button = look.make_secondary_button("Read it", self.read_version)
        self.changes_button = look.make_secondary_button("What changed since", self.compare_with_now)
        self.report_button = look.make_secondary_button("Report what changed…", self.ask_where_to_report)
        self.give = look.make_secondary_button("Give it out as")
        self.check_button = look.make_secondary_button("Check it is whole", self.check_version)
        self.pdf_button = look.make_secondary_button("Is this PDF the signed one?", self.ask_for_pdf_to_check)
        menu = QMenu(self.give)
        for words, ending, _ in FORMS:
            menu.addAction(words).triggered.connect(
                lambda _=False, ending=ending: self.ask_where_to_export_version(ending)
            )
        self.give.setMenu(menu)
        self._lay_out_versions()
        self.table.chosen.connect(lambda _: self._enable_version_buttons())
        self.table.opened.connect(lambda _: self.read_version())

    def refresh(self) -> None:
        """Show the versions as they are now."""
        session = self.workspace.session
        chosen = self.table.current_row_id()
        rows = model.build_version_rows(session.versions, session.current_id)
        self.model.show_rows(rows)
        if not self.table.choose_row(chosen) and rows:
            self.table.choose_row(rows[0].id)
        self.table.setVisible(bool(rows))
        self.buttons.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.twice.show_message(model.describe_double_numbers(rows), "warning")
        self._enable_version_buttons()

    def find_current_version(self) -> SignedVersion | None:
        """The version one is on."""
        row = self.model.row_at(self.table.currentIndex())
        return row.version if row is not None else None

    def read_version(self) -> None:
        """Show the version one is on as it was signed."""
        if (version := self.find_current_version()) is None:
            return
        path = self.workspace.session.path

        def show(made: object) -> None:
            label, name = self.workspace.session.current.label, version.name
            words = (
                f"As it was signed by {version.director} and {version.chief_executive}. Nothing here can be changed."
            )
            ReadingDialog(f"{label}, {name}", words, build_version_parts(made), self.window()).open()  # type: ignore[arg-type]

        self._begin_version_task(
            lambda *_: build_version_outline(signing.read_signed_version(path, version.id)),
            show,
            "Reading the version …",
        )

    def compare_with_now(self) -> None:
        """Show what was changed since the version one is on."""
        if (version := self.find_current_version()) is None or not self.workspace.flush():
            return
        path, now = self.workspace.session.path, self.workspace.session.current

        def show(found: tuple[object, ...]) -> None:
            if not found:
                self.said.show_message(f"Nothing was changed since {version.name} was signed.", "good")
                return
            self.said.show_message("")
            title, words = f"What changed since {version.name}", describe_revision_count(found)  # type: ignore[arg-type]
            ReadingDialog(title, words, build_change_parts(found), self.window()).open()  # type: ignore[arg-type]

        self._begin_version_task(
            lambda *_: find_revised_statements(signing.read_signed_version(path, version.id).assessment, now),
            show,
            "Comparing …",
        )

    def ask_where_to_report(self) -> None:
        """Ask where the report of what changed since the version one is on goes; everything typed is saved first."""
        if self.find_current_version() is None or not self.workspace.flush():
            return
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        dialogs.ask_save_path(self, "Report what changed", REPORTS, folder / "What changed.docx", self.report_changes)

    def report_changes(self, out: Path) -> None:
        """Write what changed since the version one is on, in short, for the board."""
        if (version := self.find_current_version()) is None:
            return
        path, label, today = self.workspace.session.path, self.workspace.session.current.label, self.workspace.today()
        said = f"{out.name} is written and checked."
        self._begin_version_task(
            lambda *_: changes.export_changes(path, out, today=today, since=version.number, year=label),
            lambda _: self.said.show_message(said, "good"),
            f"Writing {out.name} …",
        )

    def check_version(self) -> None:
        """Say whether the version one is on is as it was signed."""
        if (version := self.find_current_version()) is not None:
            path = self.workspace.session.path
            sound = f"{version.name.capitalize()} is as it was signed: snapshot, PDF, names, days and history agree."

            def say(found: str) -> None:
                words = found or sound
                tone = "error" if found else "good"
                self.said.show_message(words, tone)

            self._begin_version_task(lambda *_: signing.describe_version_fault(path, version.id), say, "Checking …")

    def ask_where_to_export_version(self, ending: str) -> None:
        """Ask where to write the version one is on."""
        if (version := self.find_current_version()) is None:
            return
        filters = next(each for _, of, each in FORMS if of == ending)
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        name = suggest_version_file_name(self.workspace, version, ending)
        dialogs.ask_save_path(self, "Give out a signed version", filters, folder / name, self.export_version)

    def export_version(self, out: Path) -> None:
        """Write the version one is on to a file."""
        if (version := self.find_current_version()) is None:
            return
        path = self.workspace.session.path

        def write(progress: object, cancelled: object) -> Path:
            return signing.export_signed_version(
                signing.read_signed_version(path, version.id),
                out,
                progress=progress,  # type: ignore[arg-type]
                cancelled=cancelled,  # type: ignore[arg-type]
            )

        said = f"{version.name.capitalize()} was written to {out}."
        self._begin_version_task(write, lambda _: self.said.show_message(said, "good"), f"Writing {out.name} …")

    def ask_for_pdf_to_check(self) -> None:
        """Ask for a PDF that is to be told from others."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        dialogs.ask_file_to_open(self, "Choose a PDF", "PDF (*.pdf);;All files (*)", folder, self.identify_pdf)

    def identify_pdf(self, path: Path) -> None:
        """Say whether a file is the PDF of one of the versions, to the last byte."""
        known = self.workspace.session.versions
        labels = {each.id: each.text_of("label") for each in self.workspace.session.assessments}

        def say(found: SignedVersion | None) -> None:
            if found is None:
                words = f"{path.name} is none of the signed PDFs: it was made at another time, or changed since."
                self.said.show_message(words, "warning")
            else:
                words = f"{path.name} is the signed PDF of {labels.get(found.assessment, '')}, {found.name}."
                self.said.show_message(words, "good")

        self._begin_version_task(
            lambda _, cancelled: signing.find_version_of_pdf(path, known, cancelled), say, f"Reading {path.name} …"
        )

    def _begin_version_task(self, work: Work, done: object, words: str) -> None:
        self.said.show_message(words, "info")
        self.task = task = Task(work, self)
        task.done.connect(self._on_version_task_done)
        task.done.connect(done)
        task.failed.connect(lambda sentence: self.said.show_message(sentence, "error"))
        task.start()

    def _on_version_task_done(self, _: object) -> None:
        self.task = None
        self.said.show_message("")

    def _enable_version_buttons(self) -> None:
        version = self.find_current_version()
        for button in (self.read_button, self.changes_button, self.report_button, self.give, self.check_button):
            button.setEnabled(version is not None)
        if version is not None:
            self.changes_button.setText(f"What changed since {version.name}")

    def _lay_out_versions(self) -> None:
        self.buttons = QWidget()
        rows = QVBoxLayout(self.buttons)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(look.make_row(self.read_button, self.changes_button, self.give, spacing=8))
        rows.addWidget(look.make_row(self.report_button, self.check_button, self.pdf_button, spacing=8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (look.make_quiet_label(ABOUT), self.twice, self.nothing, self.table, self.said, self.buttons):
            column.addWidget(widget)
        column.addStretch(1)
        for banner in (self.said, self.twice):
            banner.hide()


def suggest_version_file_name(workspace: Workspace, version: SignedVersion, ending: str) -> str:
    """A file name that says what it is: council, year, version."""
    session = workspace.session
    label = next((each.text_of("label") for each in session.assessments if each.id == version.assessment), "")
    name = f"{session.council.text_of('name')} self-assessment {label} {version.name} signed"
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .") + f".{ending}"
