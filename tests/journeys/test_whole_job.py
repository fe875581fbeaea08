"""The main job through the window: new workbook, nine statements' worth of work, exports, and back in as a prior year.

Only the file dialogs are replaced. Every text that was typed is then looked for in the exported Excel and PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.short_forms import is_field_asked
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.workbook import snapshot
from selfassess.services.workbook.settings import Settings
from ui.dialogs.export.page import ExportDialog
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.pages.sections.page import SectionsPage
from ui.pages.statement.evidence import EvidenceStep
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import ActionsStep, ImprovementStep, StrengthsStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.review import ReviewStep
from ui.pages.statement.step import RecordPart
from ui.shell.window import MainWindow
from ui.widgets import dialogs
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.forms.record_list import RecordList

LONG = 20_000  # milliseconds; a busy machine is slow


class Person:
    """Somebody at the window: types, clicks, and remembers every text they typed."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.typed: list[str] = []

    @property
    def page(self) -> QWidget:
        assert self.window.frame is not None
        page = self.window.frame.pages.currentWidget()
        assert page is not None
        return page

    @property
    def statement(self) -> StatementPage:
        assert isinstance(self.page, StatementPage)
        return self.page

    def type(self, target: QWidget, text: str) -> None:
        """Type plain letters, paste what a keyboard here does not have."""
        self.typed.append(text)
        target.setFocus()
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            assert isinstance(target, QLineEdit | QPlainTextEdit)
            QApplication.clipboard().setText(text)
            target.paste()

    def fill(self, form: RecordForm, about: str) -> None:
        """Write something of its own into every text of a form that applies."""
        editors = form.field_editors
        if form.more.isVisible() and not form.is_unfolded:
            form.more.click()
        for key, editor in editors.items():
            if not editor.isVisible():
                continue
            if editor.field.kind in (Kind.TEXT, Kind.PROSE) and not editor.control.raw_value():
                self.type(editor.control.focus_target, f"{about} {editor.field.label.strip('?')} said in {key}")
            elif editor.field.kind is Kind.DATE:
                editor.control.focus_target.setFocus()
                QTest.keyClicks(editor.control.focus_target, "28/02/2025")
            elif editor.field.kind is Kind.WHOLE:
                QTest.keyClick(editor.control.focus_target, Qt.Key.Key_Space)

    def add(self, part: RecordPart, title: str) -> None:
        self.type(part.new.line, title)
        QTest.keyClick(part.new.line, Qt.Key.Key_Return)
        self.open_form(part.list, title)

    def open_form(self, cards: RecordList, about: str) -> None:
        assert cards.form is not None
        self.fill(cards.form, about)

    def export(self, ending: str, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(out))
        dialog = self.window.open_export()
        assert isinstance(dialog, ExportDialog)
        dialog.formats.button(list(FORMATS).index(ending)).click()
        dialog.start.click()
        self.qtbot.waitUntil(lambda: dialog.task is None, timeout=LONG)
        assert dialog.report is not None, dialog.said.message_text
        dialog.close()


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    yield Person(qtbot, window)
    window.close()


def begin(person: Person, path: Path, council: str, year: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a workbook from the start screen."""
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(path))
    start = person.window.start
    start.ask_new()
    form = start.form
    assert form is not None
    fields = form.fields
    fields["year"].clear()
    for key, text in (("council", council), ("reference", "E06000015"), ("year", year)):
        person.type(fields[key], text)
    QTest.keyClicks(fields["due_at"], "28/02/2025 17:00")
    form.submit_answers()
    person.qtbot.waitUntil(lambda: person.window.frame is not None, timeout=LONG)


def write_a_statement(person: Person) -> None:
    """Walk the seven steps of a statement with Next, writing into every field on the way."""
    page = person.statement
    page.go_to_next_step()
    evidence = page.steps["evidence"]
    assert isinstance(evidence, EvidenceStep)
    part = next(iter(evidence.parts.values()))
    person.type(part.new.line, "Carers survey Wynebau cyfarwydd")
    QTest.keyClick(part.new.line, Qt.Key.Key_Return)
    person.open_form(part.list, "Evidence")
    page.go_to_next_step()
    strengths = page.steps["strengths"]
    assert isinstance(strengths, StrengthsStep)
    person.add(strengths.part, "Local area coordinators know people by name")
    page.go_to_next_step()
    improvement = page.steps["improvement"]
    assert isinstance(improvement, ImprovementStep)
    person.add(improvement.improvements, "Reviews come late")
    person.add(improvement.risks, "Needs change unseen while people wait")
    page.go_to_next_step()
    actions = page.steps["actions"]
    assert isinstance(actions, ActionsStep)
    person.add(actions.part, "Clear the overdue reviews")
    page.go_to_next_step()
    judgement = page.steps["judgement"]
    assert isinstance(judgement, JudgementStep)
    QTest.mouseClick(judgement.cards[2], Qt.MouseButton.LeftButton)
    person.fill(judgement.form, "Judgement")
    page.go_to_next_step()
    review = page.steps["review"]
    assert isinstance(review, ReviewStep)
    person.type(review.agreement.form.field_editors["agreed_by"].control.focus_target, "Agreed by the board for adults")


def squeezed(text: str) -> str:
    """Text without white space and hyphens, which setting in lines may add or take."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def excel_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return squeezed(" ".join(str(value) for value in cells if value is not None))


def pdf_text(path: Path) -> str:
    return squeezed(" ".join(page.extract_text() for page in PdfReader(path).pages))


def test_the_whole_job_from_new_to_exports_and_back_in_as_a_prior_year(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "first.sawb"
    begin(person, first, "Derby City Council", "2023-24", monkeypatch)
    person.window.go("statement:equity/understand")
    write_a_statement(person)
    person.window.go("sections/vision")
    sections = person.page
    assert isinstance(sections, SectionsPage)
    person.type(sections.editor.control.focus_target, "Pobl yn gyntaf: tŷ, ŵyn a gŵyl ☂ – people first")
    assert person.window.frame is not None
    assert person.window.frame.workspace.flush()
    outs = {ending: tmp_path / f"out.{ending}" for ending in FORMATS}
    for ending, out in outs.items():
        person.export(ending, out, monkeypatch)
    texts = {"xlsx": excel_text(outs["xlsx"]), "pdf": pdf_text(outs["pdf"])}
    assert len(person.typed) > 30
    for ending, text in texts.items():
        missing = [typed for typed in person.typed if squeezed(typed) not in text]
        assert missing == [], ending
    person.window.close_workbook()

    second = tmp_path / "second.sawb"
    begin(person, second, "Derby City Council", "2024-25", monkeypatch)
    monkeypatch.setattr(
        dialogs, "ask_file_to_open", lambda parent, title, filters, folder, chosen: chosen(outs["xlsx"])
    )
    dialog = person.window.open_import()
    assert isinstance(dialog, ImportFileDialog)
    dialog.choose.click()
    person.qtbot.waitUntil(lambda: dialog.task is None and dialog.take.isEnabled(), timeout=LONG)
    dialog.take.click()
    person.qtbot.waitUntil(lambda: dialog.result_page.open_year.isVisible(), timeout=LONG)
    dialog.result_page.open_year.click()
    session = person.window.frame.workspace.session
    assert session.current.label == "2023-24"
    taken, original = snapshot.read_snapshot(second).find_assessment("2023-24"), snapshot.read_snapshot(first).current
    assert taken.by_id == original.by_id
    assert session.undo_label == "import 2023-24"


def test_every_text_field_of_a_statement_was_within_reach(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the walk writes covers every text and prose field that applies to what a statement holds."""
    path = tmp_path / "first.sawb"
    begin(person, path, "Derby City Council", "2023-24", monkeypatch)
    person.window.go("statement:equity/understand")
    write_a_statement(person)
    assert person.window.frame is not None
    assert person.window.frame.workspace.flush()
    written = snapshot.read_snapshot(path).current
    for kind in ("strength", "improvement", "risk", "action", "judgement"):
        (record,) = written.for_statement(kind, "equity")
        for spec in CATALOGUE[kind].fields:
            if spec.kind in (Kind.TEXT, Kind.PROSE) and is_field_asked(record, spec.key, written):
                assert record[spec.key], (kind, spec.key)
