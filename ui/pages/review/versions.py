"""The versions that were signed off: read, checked, given out, and set against what is written now."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from selfassess.domain.model.signed_version import SignedVersion
from selfassess.domain.signing.changes_since_signing import counted, revised
from selfassess.services.years import signing
from ui.bridge.tasks import Task, Work
from ui.bridge.workspace import Workspace
from ui.pages.review import model
from ui.pages.review.reading import ReadingDialog, change_parts, outlined, version_parts
from ui.widgets import dialogs, look, theme
from ui.widgets.tables import RowsModel, Table

FORMS = (
    ("The signed PDF…", "pdf", "PDF (*.pdf)"),
    ("Excel…", "xlsx", "Excel workbooks (*.xlsx)"),
    ("Word…", "docx", "Word documents (*.docx)"),
    ("HTML…", "html", "HTML pages (*.html)"),
    ("JSON…", "json", "JSON (*.json)"),
    ("A workbook of its own…", "sawb", dialogs.WORKBOOKS),
)
"""What a version can be given out as."""
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
        self.table.lay_out(model.VERSION_COLUMNS)
        self.table.setMinimumHeight(theme.px(150))
        self.nothing = look.label(NONE_YET, "muted")
        self.said = look.Banner("", "info")
        self.twice = look.Banner("", "warning", dismissible=False)
        self.read_button = look.secondary("Read it", self.read)
        self.changes_button = look.secondary("What changed since", self.compare)
        self.give = look.secondary("Give it out as")
        self.check_button = look.secondary("Check it is whole", self.check)
        self.pdf_button = look.secondary("Is this PDF the signed one?", self.ask_pdf)
        menu = QMenu(self.give)
        for words, ending, _ in FORMS:
            menu.addAction(words).triggered.connect(lambda _=False, ending=ending: self.ask_export(ending))
        self.give.setMenu(menu)
        self._lay_out()
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(lambda _: self.read())

    def refresh(self) -> None:
        """Show the versions as they are now."""
        session = self.workspace.session
        chosen = self.table.current()
        rows = model.version_rows(session.versions, session.current_id)
        self.model.show(rows)
        if not self.table.choose(chosen) and rows:
            self.table.choose(rows[0].id)
        self.table.setVisible(bool(rows))
        self.buttons.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.twice.say(model.twice(rows), "warning")
        self._offer()

    def version(self) -> SignedVersion | None:
        """The version one is on."""
        row = self.model.at(self.table.currentIndex())
        return row.version if row is not None else None

    def read(self) -> None:
        """Show the version one is on as it was signed."""
        if (version := self.version()) is None:
            return
        path = self.workspace.session.path

        def show(made: object) -> None:
            label, name = self.workspace.session.current.label, version.name
            words = (
                f"As it was signed by {version.director} and {version.chief_executive}. Nothing here can be changed."
            )
            ReadingDialog(f"{label}, {name}", words, version_parts(made), self.window()).open()  # type: ignore[arg-type]

        self._work(lambda *_: outlined(signing.read(path, version.id)), show, "Reading the version …")

    def compare(self) -> None:
        """Show what was changed since the version one is on."""
        if (version := self.version()) is None or not self.workspace.flush():
            return
        path, now = self.workspace.session.path, self.workspace.session.current

        def show(found: tuple[object, ...]) -> None:
            if not found:
                self.said.say(f"Nothing was changed since {version.name} was signed.", "good")
                return
            self.said.say("")
            title, words = f"What changed since {version.name}", counted(found)  # type: ignore[arg-type]
            ReadingDialog(title, words, change_parts(found), self.window()).open()  # type: ignore[arg-type]

        self._work(lambda *_: revised(signing.read(path, version.id).assessment, now), show, "Comparing …")

    def check(self) -> None:
        """Say whether the version one is on is as it was signed."""
        if (version := self.version()) is not None:
            path = self.workspace.session.path
            sound = f"{version.name.capitalize()} is as it was signed: snapshot, PDF, names, days and history agree."

            def say(found: str) -> None:
                self.said.say(found or sound, "error" if found else "good")

            self._work(lambda *_: signing.fault(path, version.id), say, "Checking …")

    def ask_export(self, ending: str) -> None:
        """Ask where to write the version one is on."""
        if (version := self.version()) is None:
            return
        filters = next(each for _, of, each in FORMS if of == ending)
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        name = suggested(self.workspace, version, ending)
        dialogs.ask_save(self, "Give out a signed version", filters, folder / name, self.export)

    def export(self, out: Path) -> None:
        """Write the version one is on to a file."""
        if (version := self.version()) is None:
            return
        path = self.workspace.session.path

        def write(progress: object, cancelled: object) -> Path:
            return signing.export(signing.read(path, version.id), out, progress=progress, cancelled=cancelled)  # type: ignore[arg-type]

        said = f"{version.name.capitalize()} was written to {out}."
        self._work(write, lambda _: self.said.say(said, "good"), f"Writing {out.name} …")

    def ask_pdf(self) -> None:
        """Ask for a PDF that is to be told from others."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        dialogs.ask_open(self, "Choose a PDF", "PDF (*.pdf);;All files (*)", folder, self.tell_pdf)

    def tell_pdf(self, path: Path) -> None:
        """Say whether a file is the PDF of one of the versions, to the last byte."""
        known = self.workspace.session.versions
        labels = {each.id: each.text("label") for each in self.workspace.session.assessments}

        def say(found: SignedVersion | None) -> None:
            if found is None:
                words = f"{path.name} is none of the signed PDFs: it was made at another time, or changed since."
                self.said.say(words, "warning")
            else:
                words = f"{path.name} is the signed PDF of {labels.get(found.assessment, '')}, {found.name}."
                self.said.say(words, "good")

        self._work(lambda _, cancelled: signing.same_pdf(path, known, cancelled), say, f"Reading {path.name} …")

    def _work(self, work: Work, done: object, words: str) -> None:
        self.said.say(words, "info")
        self.task = task = Task(work, self)
        task.done.connect(self._cleared)
        task.done.connect(done)
        task.failed.connect(lambda sentence: self.said.say(sentence, "error"))
        task.start()

    def _cleared(self, _: object) -> None:
        self.task = None
        self.said.say("")

    def _offer(self) -> None:
        version = self.version()
        for button in (self.read_button, self.changes_button, self.give, self.check_button):
            button.setEnabled(version is not None)
        if version is not None:
            self.changes_button.setText(f"What changed since {version.name}")

    def _lay_out(self) -> None:
        self.buttons = QWidget()
        rows = QVBoxLayout(self.buttons)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(look.row(self.read_button, self.changes_button, self.give, spacing=8))
        rows.addWidget(look.row(self.check_button, self.pdf_button, spacing=8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (look.quiet(ABOUT), self.twice, self.nothing, self.table, self.said, self.buttons):
            column.addWidget(widget)
        column.addStretch(1)
        for banner in (self.said, self.twice):
            banner.hide()


def suggested(workspace: Workspace, version: SignedVersion, ending: str) -> str:
    """A file name that says what it is: council, year, version."""
    session = workspace.session
    label = next((each.text("label") for each in session.assessments if each.id == version.assessment), "")
    name = f"{session.council.text('name')} self-assessment {label} {version.name} signed"
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .") + f".{ending}"
