"""Three authors, each at a window of their own: copies go out to two of them and come back, and nothing is lost.

Only the file dialogs and the clock are replaced. Every text that anybody typed is then looked for in the workbook, in
Excel and in the PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from selfassess.domain.merging.resolution import Resolution
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.settings import Settings
from tests.journeys.test_whole_job import LONG, Person, excel_text, pdf_text, squeezed
from tests.making import Clock
from ui.dialogs.contributor_copy.page import ContributorCopyDialog
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.dialogs.import_file.merge.conflict_card import ConflictCard
from ui.pages.history.page import HistoryPage
from ui.pages.sections.page import SectionsPage
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import StrengthsStep
from ui.shell.window import MainWindow
from ui.widgets import dialogs
from ui.widgets.rows import ROOT

AtWindow = Callable[[str, Path], Person]


@pytest.fixture
def at_window(qtbot: QtBot) -> Iterator[AtWindow]:
    """Somebody at a window of their own, on a workbook."""
    windows: list[MainWindow] = []

    def sit_down(name: str, path: Path) -> Person:
        window = MainWindow(Settings(name=name))
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        window.open_workbook(path)
        qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=LONG)
        return Person(qtbot, window)

    yield sit_down
    for window in windows:
        window.close()


def judge(person: Person, statement: str, field: str, text: str) -> None:
    """Type into a field of a judgement."""
    person.window.go(f"statement:{statement}/judgement")
    step = person.statement.steps["judgement"]
    assert isinstance(step, JudgementStep)
    person.type(step.form.field_editors[field].control.focus_target, text)


def add_strength(person: Person, statement: str, title: str) -> None:
    """Type the title of a new strength, and Enter."""
    person.window.go(f"statement:{statement}/strengths")
    step = person.statement.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    person.type(step.part.new.line, title)
    QTest.keyClick(step.part.new.line, Qt.Key.Key_Return)


def save(person: Person) -> None:
    assert person.window.frame is not None
    assert person.window.frame.workspace.flush()


def send_out(person: Person, name: str, statements: tuple[str, ...], out: Path, patch: pytest.MonkeyPatch) -> None:
    """Prepare a copy for somebody through the dialog."""
    patch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(out))
    dialog = person.window.open_contributor_copy()
    assert isinstance(dialog, ContributorCopyDialog)
    dialog.person.setCurrentText(name)
    for key, box in dialog.statements.items():
        box.setChecked(key in statements)
    dialog.start.click()
    person.qtbot.waitUntil(lambda: dialog.made is not None, timeout=LONG)
    dialog.close()


def take_back_in(person: Person, path: Path, patch: pytest.MonkeyPatch) -> ImportFileDialog:
    """Choose a copy that came back, and wait for the preview."""
    patch.setattr(dialogs, "ask_file_to_open", lambda parent, title, filters, folder, chosen: chosen(path))
    dialog = person.window.open_import()
    assert isinstance(dialog, ImportFileDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    person.qtbot.addWidget(dialog)
    dialog.choose.click()
    person.qtbot.waitUntil(lambda: dialog.task is None and dialog.found is not None, timeout=LONG)
    return dialog


def finish(person: Person, dialog: ImportFileDialog) -> str:
    """Take in what is chosen; the report."""
    person.qtbot.waitUntil(dialog.take.isEnabled, timeout=LONG)
    dialog.take.click()
    person.qtbot.waitUntil(lambda: dialog.came is not None and dialog.task is None, timeout=LONG)
    assert dialog.came is not None
    report = dialog.came.report()
    dialog.close()
    return report


def written(path: Path) -> str:
    """Everything that is in the workbook, as one text."""
    values = (
        value for record in snapshot.read_snapshot(path).current.by_id.values() for value in record.values.values()
    )
    return squeezed(" ".join(str(value) for value in values if value is not None))


def missing(typed: list[str], text: str) -> list[str]:
    return [each for each in typed if squeezed(each) not in text]


def test_three_authors_write_one_year_and_nothing_of_anybody_is_lost(
    at_window: AtWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = tmp_path / "council.sawb"
    opening.create_workbook(main, council="Derby", reference="E06000015", year="2024-25", author="Ada", clock=Clock())
    ada = at_window("Ada", main)
    judge(ada, "equity", "summary", "Ada knows most groups in the city")
    save(ada)
    copies = {name: tmp_path / f"for {name}.sawb" for name in ("Ben", "Cara")}
    send_out(ada, "Ben", ("equity", "safeguarding"), copies["Ben"], monkeypatch)
    send_out(ada, "Cara", ("equity", "learning"), copies["Cara"], monkeypatch)

    ben, cara = (at_window(name, path) for name, path in copies.items())
    for person, name, own in ((ben, "Ben", "safeguarding"), (cara, "Cara", "learning")):
        judge(person, "equity", "impact", f"{name} heard from carers that it helps")
        judge(person, own, "summary", f"{name} wrote where we are with {own}")
        add_strength(person, own, f"{name} found a strength in {own}")
        save(person)
        person.window.close_workbook()
    add_strength(ada, "equity", "Ada wrote on meanwhile")
    ada.window.go("sections/vision")
    sections = ada.page
    assert isinstance(sections, SectionsPage)
    ada.type(sections.editor.control.focus_target, "Ada tells what the city wants to become")
    save(ada)

    first = take_back_in(ada, copies["Ben"], monkeypatch)
    assert "by Ben since" in first.file.text()
    assert "Written by Ben" in finish(ada, first).replace("Written by:", "Written by")
    before = written(main)
    second = take_back_in(ada, copies["Cara"], monkeypatch)
    assert second.waiting.text() == "1 conflict still to decide ›"
    second.waiting.click()
    card = second.changes.detail.conflicts["impact"]
    assert isinstance(card, ConflictCard)
    assert (card.sides.mine_by.split(",")[0], card.sides.theirs_by.split(",")[0]) == ("Ben", "Cara")
    card.ends.buttons[Resolution.BOTH].click()
    assert "both were kept" in finish(ada, second)

    typed = [*ada.typed, *ben.typed, *cara.typed]
    assert len(typed) == 9
    assert missing(typed, written(main)) == []
    ada.window.undo.undo.trigger()
    assert missing(cara.typed, written(main)) == cara.typed
    assert written(main) == before
    ada.window.undo.redo.trigger()
    assert missing(typed, written(main)) == []

    ada.window.go("history")
    page = ada.page
    assert isinstance(page, HistoryPage)
    ada.qtbot.waitUntil(lambda: page.model.total > 0, timeout=LONG)
    while page.model.canFetchMore(ROOT):
        page.model.fetchMore(ROOT)
    lines = [page.model.find_line_in_row(row) for row in range(page.model.rowCount())]
    wrote = {(line.who, text) for line in lines for text in typed if text in line.what or text in line.where}
    for person, name in ((ada, "Ada"), (ben, "Ben"), (cara, "Cara")):
        assert {text for who, text in wrote if who == name} >= set(person.typed), name

    texts = {}
    for ending, read in (("xlsx", excel_text), ("pdf", pdf_text)):
        out = tmp_path / f"out.{ending}"
        ada.export(ending, out, monkeypatch)
        texts[ending] = read(out)
    assert {ending: missing(typed, text) for ending, text in texts.items()} == {"xlsx": [], "pdf": []}
    for path in copies.values():  # they are what they were: taking in reads, and no more
        assert missing(typed, written(path))
