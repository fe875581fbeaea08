"""A really damaged workbook in the window: read what can be read, or go back to a backup."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.workbook import settings as kept
from ui.shell.recovering import NO_BACKUPS, RecoveringDialog
from ui.shell.window import MainWindow
from ui.widgets import dialogs

PAGE = 4096


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(made)
    yield made
    made.close()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    return path


@pytest.fixture
def damaged(workbook: Path) -> Path:
    """A quarter of its pages are noise; there is a backup from before."""
    backups.take_backup(workbook, "import", datetime(2025, 2, 10, 9, tzinfo=UTC))
    chance, data = random.Random(5), bytearray(workbook.read_bytes())
    for page in chance.sample(range(1, len(data) // PAGE), len(data) // PAGE // 4):
        data[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    workbook.write_bytes(data)
    return workbook


def offered(window: MainWindow, path: Path, qtbot: QtBot) -> RecoveringDialog:
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.findChild(RecoveringDialog) is not None, timeout=15_000)
    dialog = window.findChild(RecoveringDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: "Looking" not in dialog.kept.text(), timeout=15_000)
    return dialog


def choosing(path: Path) -> Callable[..., None]:
    return lambda parent, title, filters, suggested, chosen: chosen(path)


def test_a_damaged_workbook_is_read_into_a_new_file_that_opens(
    window: MainWindow, damaged: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = damaged.read_bytes()
    dialog = offered(window, damaged, qtbot)
    assert "derby.sawb is damaged" in dialog.why.text()
    suggested: list[str] = []

    def save(parent: object, title: str, filters: str, name: Path, chosen: Callable[[Path], None]) -> None:
        suggested.append(name.name)
        chosen(name)

    monkeypatch.setattr(dialogs, "ask_save_path", save)
    dialog.read.click()
    assert not dialog.stop.isEnabled()
    dialog.reject()  # not while it is read
    qtbot.waitUntil(lambda: dialog.recovery is not None, timeout=30_000)
    assert suggested == ["derby (recovered).sawb"]
    assert "pages are damaged" in dialog.said.message_text
    assert dialog.recovery is not None
    assert dialog.recovery.lost
    assert "What could not be read" in dialog.report.toPlainText()
    assert dialog.recovery.lost[0] in dialog.report.toPlainText()
    dialog.copy.click()
    assert QApplication.clipboard().text() == dialog.recovery.text
    monkeypatch.setattr(dialogs, "ask_save_path", choosing(tmp_path / "list.txt"))
    dialog.keep.click()
    assert dialog.recovery.lost[0] in (tmp_path / "list.txt").read_text(encoding="utf-8")
    dialog.save_recovery_list(tmp_path / "no folder" / "list.txt")
    assert "cannot be written" in dialog.said.message_text
    dialog.open_button.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=15_000)
    assert window.frame is not None
    assert window.frame.workspace.session.path.name == "derby (recovered).sawb"
    assert damaged.read_bytes() == before


def test_a_backup_is_opened_beside_the_damaged_workbook(window: MainWindow, damaged: Path, qtbot: QtBot) -> None:
    before = damaged.read_bytes()
    dialog = offered(window, damaged, qtbot)
    assert dialog.kept.text().startswith("1 backup is kept on this computer")
    dialog.back.click()
    assert not dialog.beside.isHidden()
    dialog.other.click()
    assert dialog.beside.isHidden()
    dialog.back.click()
    dialog.beside.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=15_000)
    assert window.frame is not None
    assert window.frame.workspace.session.path.name.startswith("derby (as of 2025-02-10")
    assert damaged.read_bytes() == before


def test_a_workbook_whose_beginning_was_overwritten_is_offered_too(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    workbook.write_bytes(bytes(PAGE) + workbook.read_bytes()[PAGE:])
    dialog = offered(window, workbook, qtbot)
    assert dialog.kept.text() == NO_BACKUPS
    assert not dialog.back.isEnabled()
    assert dialog.read.isEnabled()


def test_where_nothing_can_be_found_that_is_said_and_nothing_is_written(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    wiped = tmp_path / "wiped.sawb"
    wiped.write_bytes(bytes(5 * PAGE))
    dialog = offered(window, wiped, qtbot)
    dialog.begin_recovery(tmp_path / "new.sawb")
    qtbot.waitUntil(lambda: dialog.task is None, timeout=15_000)
    assert "Nothing of a workbook could be found" in dialog.said.message_text
    assert [each.name for each in tmp_path.glob("*.sawb")] == ["wiped.sawb"]
    assert dialog.read.isEnabled()


def test_a_workbook_that_is_gone_comes_back_from_its_backups(
    window: MainWindow, damaged: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged.unlink()
    window.start.back_asked.emit(damaged)
    dialog = window.findChild(RecoveringDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.beside.isHidden(), timeout=15_000)  # the list comes by itself
    assert "not there any more" in dialog.windowTitle()
    monkeypatch.setattr(dialogs, "ask_save_path", choosing(tmp_path / "again.sawb"))
    dialog.save.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=15_000)
    assert window.frame is not None
    assert window.frame.workspace.session.path.name == "again.sawb"
    assert snapshot.read_snapshot(tmp_path / "again.sawb").council["name"]


def test_a_newer_workbook_and_one_of_another_program_are_not_called_damaged(
    window: MainWindow, workbook: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    backups.take_backup(workbook, "import", datetime(2025, 2, 10, 9, tzinfo=UTC))
    data = bytearray(workbook.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    workbook.write_bytes(data)
    window.open_workbook(workbook)
    qtbot.waitUntil(lambda: "newer version" in window.start.problem.message_text, timeout=15_000)
    data[60:64], data[68:72] = bytes(4), bytes(4)
    other = tmp_path / "theirs.sawb"
    other.write_bytes(data)
    window.open_workbook(other)
    qtbot.waitUntil(lambda: "another program" in window.start.problem.message_text, timeout=15_000)
    assert window.findChild(RecoveringDialog) is None


def test_opening_a_damaged_workbook_keeps_nobody_else_out(window: MainWindow, damaged: Path, qtbot: QtBot) -> None:
    offered(window, damaged, qtbot).reject()
    assert [each.name for each in damaged.parent.iterdir() if each.name.startswith((".", "~"))] == []
    assert window.start.recent._damage[str(damaged.resolve())].startswith("derby.sawb is damaged")
