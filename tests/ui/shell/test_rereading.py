"""A workbook that somebody replaces while one writes in it: read again, with one's words kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook import settings as kept
from ui.pages.registers.adding import Adding
from ui.shell.frame import WorkbookFrame
from ui.shell.rereading import gather_written_words
from ui.shell.window import MainWindow
from ui.widgets import idle_queue
from ui.widgets.forms.editor import FieldEditor


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "council.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E06000015", year="2025-26", author="Ada")
    return path


@pytest.fixture
def theirs(workbook: Path) -> Path:
    """A copy in which somebody else wrote of the same statement."""
    copy = workbook.with_name("theirs.sawb")
    shutil.copy(workbook, copy)
    with closing(opening.open_workbook(copy, author="Grace")) as session:
        id = session.current.judgements["equity"].id
        session.run_command(SetField(id, "rationale", "Grace wrote why."))
        session.run_command(SetField(id, "summary", "Grace's summary."))
        session.run_command(SetField(id, "score", 2))
    return copy


@pytest.fixture
def window(qtbot: QtBot, workbook: Path) -> Iterator[MainWindow]:
    made = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_workbook(workbook, "statement:equity/judgement")
    qtbot.waitUntil(lambda: made.frame is not None and made.frame.place.endswith("/judgement"), timeout=20_000)
    qtbot.waitUntil(lambda: idle_queue.is_empty(), timeout=20_000)  # the fields come one after the other
    yield made
    if made.frame is not None:
        made.frame.workspace.forget_editors()
    made.close()


def shown(window: MainWindow) -> WorkbookFrame:
    assert window.frame is not None
    return window.frame


def write(window: MainWindow, key: str, words: str) -> None:
    """Write in a field on the screen without saving it."""
    frame = shown(window)
    made = next(each for each in frame.findChildren(FieldEditor) if each.field.key == key and each.isVisible())
    made.control.focus_target.setPlainText(words)  # type: ignore[attr-defined]
    assert made in frame.workspace.pending


def replaced_by(window: MainWindow, theirs: Path) -> None:
    """Replace the open file, and have the program find it out by a save."""
    frame = shown(window)
    os.replace(theirs, frame.workspace.session.path)
    frame.workspace.pending.save_editors()
    assert [each.text() for each in frame.message.buttons] == ["Read it again and keep my words"]


def read_again(window: MainWindow, qtbot: QtBot) -> WorkbookFrame:
    before = shown(window)
    before.message.buttons[0].click()
    qtbot.waitUntil(lambda: window.frame is not None and window.frame is not before, timeout=20_000)
    qtbot.waitUntil(lambda: shown(window).place.endswith("/judgement"), timeout=20_000)
    return shown(window)


def judgement(path: Path) -> Record:
    year = snapshot.read_snapshot(path).current
    return next(each for each in year.records_of("judgement") if each["quality_statement"] == "equity")


def test_saved_and_unsaved_words_come_into_the_file_as_it_is_now(
    window: MainWindow, workbook: Path, theirs: Path, qtbot: QtBot
) -> None:
    workspace = shown(window).workspace
    risk = new_id()
    workspace.run(AddRecord("risk", risk, {"title": "Long waits", "quality_statement": "equity"}))
    workspace.run(SetField(risk, "owner", "Head of service"))
    write(window, "impact", "Typed and not saved.")
    replaced_by(window, theirs)
    frame = read_again(window, qtbot)
    found = judgement(workbook)
    assert (found["impact"], found["rationale"]) == ("Typed and not saved.", "Grace wrote why.")
    assert snapshot.read_snapshot(workbook).current.by_id[risk]["owner"] == "Head of service"
    assert frame.message.message_text == "The file was read again, and what you wrote is in it."
    assert not frame.workspace.session.read_only_because
    assert not frame.workspace.pending


def test_where_both_wrote_both_texts_are_kept_and_it_is_shown(
    window: MainWindow, workbook: Path, theirs: Path, qtbot: QtBot
) -> None:
    workspace = shown(window).workspace
    id = workspace.session.current.judgements["equity"].id
    workspace.run(SetField(id, "rationale", "Ada wrote why."))
    workspace.run(SetField(id, "score", 3))
    write(window, "impact", "Typed.")
    replaced_by(window, theirs)
    frame = read_again(window, qtbot)
    found = judgement(workbook)
    assert found["rationale"] == "Grace wrote why.\n\nAda wrote why."
    assert (found["score"], found["impact"]) == (3, "Typed.")
    box = next(each for each in frame.findChildren(QMessageBox) if each.isVisible())
    assert "Written on both sides" in box.informativeText()
    assert "Grace wrote why." in box.informativeText()
    assert "the file says “2”" in box.informativeText()


def test_another_workbook_in_its_place_is_not_read(
    window: MainWindow, workbook: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.sawb"
    opening.create_workbook(other, council="Sandwell", reference="E08000028", year="2025-26", author="Grace")
    write(window, "impact", "Typed.")
    replaced_by(window, other)
    frame = shown(window)
    frame.message.buttons[0].click()
    assert "another workbook now, of Sandwell" in frame.message.message_text
    assert shown(window) is frame
    assert frame.workspace.pending


def test_a_name_half_typed_over_a_register_is_among_the_words_that_are_told(window: MainWindow) -> None:
    window.go("register:measures/new?")
    line = next(each for each in shown(window).findChildren(Adding) if each.isVisible())
    line.line.setText("Half typed")
    _, loose = gather_written_words(shown(window).workspace)
    assert loose == ("Half typed",)
