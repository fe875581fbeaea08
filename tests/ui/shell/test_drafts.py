"""Words that no record has yet: kept while they wait, offered again after a crash, gone once they are added."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import drafts, opening
from selfassess.services.workbook.drafts import Draft
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace
from ui.pages.registers.adding import Adding
from ui.shell.drafts import Drafts
from ui.shell.frame import WorkbookFrame
from ui.shell.left_words import offer_left_drafts
from ui.shell.window import MainWindow
from ui.widgets.forms.comments import NewComment
from ui.widgets.forms.new_record_line import NewRecordLine

STRENGTHS = "statement:equity/strengths"

KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.shell.drafts import Drafts
from ui.bridge.workspace import Workspace
from ui.shell.frame import WorkbookFrame
from ui.shell.left_words import offer_left_drafts
from ui.widgets.forms.new_record_line import NewRecordLine
app = QApplication([])
frame = WorkbookFrame(Workspace(opening.open_workbook(Path(sys.argv[1]), author="Ada"), Settings()))
frame.show()
frame.show_place(sys.argv[2])
line = next(each for each in frame.findChildren(NewRecordLine) if each.isVisible())
line.line.setText("Connectors know every street")
line.context.pending.timer.timeout.connect(lambda: os._exit(9))
app.exec()
"""


@pytest.fixture
def frame(qtbot: QtBot, workspace: Workspace) -> Iterator[WorkbookFrame]:
    made = WorkbookFrame(workspace)
    qtbot.addWidget(made)
    made.show()
    made.show_place(STRENGTHS)
    yield made
    workspace.forget_editors()


def shown_line(frame: WorkbookFrame) -> NewRecordLine:
    return next(each for each in frame.findChildren(NewRecordLine) if each.isVisible())


def titles(workspace: Workspace) -> list[str]:
    return [record.text_of("title") for record in workspace.session.current.records_of("strength")]


def test_what_was_named_and_not_added_outlives_a_killed_program(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    call = [sys.executable, "-c", KILLED, str(path), STRENGTHS]
    ended = subprocess.run(call, env=os.environ, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 9, ended.stderr
    window = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path, "register:risks")
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.message.buttons), timeout=30_000)
    frame = window.frame
    assert frame is not None
    assert "Connectors know every street" in frame.message.message_text
    before = titles(frame.workspace)
    frame.message.buttons[0].click()
    assert frame.place == STRENGTHS
    assert shown_line(frame).line.text() == "Connectors know every street"
    assert titles(frame.workspace) == before
    shown_line(frame).button.click()
    assert titles(frame.workspace) == [*before, "Connectors know every street"]
    assert drafts.load_drafts(path) == ()
    window.close()


def test_words_are_kept_privately_while_they_wait_and_let_go_of_once_they_are_added(
    frame: WorkbookFrame, workspace: Workspace
) -> None:
    path, line = workspace.session.path, shown_line(frame)
    line.line.setText("Connectors")
    workspace.pending.timer.timeout.emit()
    assert frame.top_bar.saved.text() == "Not saved yet"
    line.line.setText("Connectors know")
    workspace.pending.timer.timeout.emit()
    found = Draft(workspace.session.current_id, STRENGTHS, line.line.accessibleName(), "Connectors know")
    assert drafts.load_drafts(path) == (found,)
    if os.name != "nt":
        assert stat.S_IMODE(drafts._draft_file(path).stat().st_mode) == 0o600
    line.flush()
    assert drafts.load_drafts(path) == ()


@pytest.mark.parametrize("place", ["review/comments", "statement:equity/review"])
def test_a_comment_that_is_not_added_is_kept_and_put_back(
    qtbot: QtBot, frame: WorkbookFrame, workspace: Workspace, place: str
) -> None:
    frame.show_place(place)
    paper = next(each for each in frame.findChildren(NewComment) if each.isVisible())
    paper.paper.setPlainText("Is this still so?\nAsk the carers.")
    workspace.pending.timer.timeout.emit()
    kept = drafts.load_drafts(workspace.session.path)
    assert [each.words for each in kept] == ["Is this still so?\nAsk the carers."]
    workspace.forget_editors()
    frame.pages.forget_pages()
    frame.show_place("overview")
    frame.drafts.left = kept
    offer_left_drafts(frame)
    frame.message.buttons[0].click()
    again = next(each for each in frame.findChildren(NewComment) if each.isVisible())
    assert again.paper.toPlainText() == "Is this still so?\nAsk the carers."


def test_what_has_no_line_any_more_is_shown_to_be_copied(
    qtbot: QtBot, frame: WorkbookFrame, workspace: Workspace
) -> None:
    frame.show_place("register:risks/new")
    adding = next(each for each in frame.findChildren(Adding))
    adding.ask_for_record({})
    adding.line.setText("A risk without a statement")
    workspace.pending.timer.timeout.emit()
    assert [each.words for each in drafts.load_drafts(workspace.session.path)] == ["A risk without a statement"]
    adding.give_up()
    assert drafts.load_drafts(workspace.session.path) == ()
    year = workspace.session.current_id
    drafts.keep_drafts(
        workspace.session.path, [Draft(year, "register:risks", "Gone", "One"), Draft("gone", "x", "y", "Two")]
    )
    frame.drafts = Drafts(workspace)
    offer_left_drafts(frame)
    frame.message.buttons[0].click()
    boxes = frame.findChildren(QMessageBox)
    assert "One" in boxes[0].informativeText()
    assert "Two" in boxes[0].informativeText()
    boxes[0].close()
    assert drafts.load_drafts(workspace.session.path) == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"year": 1}]', b'{"a": 1}', b"\xff\xfe"])
def test_what_makes_no_sense_is_no_draft(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.sawb"
    drafts.keep_drafts(path, [Draft("y", "p", "n", "w")])
    drafts._draft_file(path).write_bytes(content)
    assert drafts.load_drafts(path) == ()
