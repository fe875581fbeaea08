"""Quiet notices: real locks of a second process, real copies, real places."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from selfassess.services.safety import folder_safety
from selfassess.services.safety.folder_safety import Place, Sort
from selfassess.services.workbook import backups, opening
from selfassess.services.workbook import settings as kept
from selfassess.storage import lock
from ui.dialogs.check.page import UNSOUND, CheckingDialog
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.shell import notices
from ui.shell.notices import Notice, NoticeBar, settled_place_key
from ui.shell.window import MainWindow
from ui.widgets import dialogs

HOLDER = """
import sys
from pathlib import Path
from selfassess.services.workbook import opening
session = opening.open_workbook(Path(sys.argv[1]), author="Grace Hopper")
print("held", flush=True)
sys.stdin.readline()
session.close()
"""

ORDINARY = Place(Sort.ORDINARY)


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window that looks round at once; the tests' own folder is a temporary one, which would be said of each."""
    monkeypatch.setattr(notices, "FIRST_MS", 0)
    monkeypatch.setattr(notices, "AGAIN_MS", 100)
    monkeypatch.setattr(folder_safety, "inspect_folder", lambda path: ORDINARY)
    made = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(made)
    yield made
    made.close()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    return path


@contextmanager
def held_by_another_process(path: Path) -> Iterator[Callable[[], int]]:
    """Another process has it open for writing until it is let go."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    def let_go() -> int:
        holder.communicate("\n", timeout=20)
        return holder.returncode

    try:
        yield let_go
    finally:
        holder.kill()
        holder.wait(timeout=20)
        holder.stdin.close()
        holder.stdout.close()


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> NoticeBar:
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.place != "", timeout=15_000)
    assert window.frame is not None
    return window.frame.notices


def looked(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.watch is not None and window.watch.found is not None, timeout=15_000)


def button(bar: NoticeBar, words: str) -> QPushButton:
    (found,) = [each for each in bar.findChildren(QPushButton) if each.text() == words and not each.isHidden()]
    return found


def test_who_only_reads_may_write_as_soon_as_the_other_process_has_let_go(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    with held_by_another_process(workbook) as let_go:
        bar = opened(window, workbook, qtbot)
        qtbot.waitUntil(lambda: "Once it is closed there" in bar.shown_words, timeout=15_000)
        assert "Grace Hopper" in bar.shown_words
        assert not [each for each in bar.findChildren(QPushButton) if each.text() == "Open for writing"]
        assert let_go() == 0
        qtbot.waitUntil(lambda: bar.shown_words == notices.FREE, timeout=15_000)
        before = window.frame
        button(bar, "Open for writing").click()
        qtbot.waitUntil(lambda: window.frame is not before, timeout=15_000)
    assert window.frame is not None
    assert window.frame.workspace.session.read_only_because == ""


def test_a_lock_that_nothing_was_heard_of_is_taken_over_after_a_question(
    window: MainWindow, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = lock.Holder("Grace", "LAPTOP-7", 4, "2025-02-17T09:02", "another", "")
    file = lock.lock_path(workbook)
    file.write_bytes(msgspec.json.encode(holder))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    asked: list[Any] = []
    monkeypatch.setattr(
        dialogs, "ask_question", lambda parent, text, detail, answers, **_: asked.append((detail, dict(answers)))
    )
    bar = opened(window, workbook, qtbot)
    qtbot.waitUntil(lambda: "take it over" in bar.shown_words, timeout=15_000)
    button(bar, "Take over…").click()
    ((detail, answers),) = asked
    assert "Grace on LAPTOP-7" in detail
    assert next(iter(answers)) == "Leave it"  # Enter does no harm
    before = window.frame
    answers["Take over"]()
    qtbot.waitUntil(lambda: window.frame is not before, timeout=15_000)
    assert window.frame is not None
    assert window.frame.workspace.session.read_only_because == ""


def test_copies_beside_it_lead_to_their_preview_and_are_said_once(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    for name, author, number in (("derby (1).sawb", "Ben", 1), ("derby-LAPTOP-7.sawb", "Cara", 2)):
        copy = workbook.with_name(name)
        shutil.copy(workbook, copy)
        session = opening.open_workbook(copy, author=author)
        for each in range(number):
            session.run_command(AddRecord("risk", f"{author}-{each}", {"quality_statement": "equity", "title": author}))
        session.close()
    bar = opened(window, workbook, qtbot)
    qtbot.waitUntil(lambda: "There are 2 copies" in bar.shown_words, timeout=15_000)
    assert "derby-LAPTOP-7.sawb with 2 changes by Cara; derby (1).sawb with 1 change by Ben." in bar.shown_words
    button(bar, "Import them…").click()
    dialog = window.findChild(ImportFileDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.take.isEnabled(), timeout=20_000)
    assert dialog.found is not None
    assert dialog.found.source.name == "derby-LAPTOP-7.sawb"
    dialog.import_chosen()
    qtbot.waitUntil(lambda: dialog.came is not None, timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(lambda: bar.shown_words.startswith("In this folder, derby (1).sawb"), timeout=15_000)
    assert backups.list_backups(workbook)[0].describe_reason == "before a copy was merged"
    button(bar, "Not now").click()
    assert bar.shown_words == ""
    assert window.watch is not None
    with qtbot.waitSignal(window.watch.looked, timeout=15_000):
        window.watch.look_round_on_worker(anew=True)
    assert window.watch.found is not None
    assert [each.path.name for each in window.watch.found.copies] == ["derby (1).sawb"]
    assert bar.shown_words == ""


def test_a_copy_that_comes_while_one_works_is_told(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    bar = opened(window, workbook, qtbot)
    looked(window, qtbot)
    assert bar.shown_words == ""
    other = workbook.parent / "elsewhere" / "derby-LAPTOP.sawb"
    other.parent.mkdir()
    shutil.copy(workbook, other)
    session = opening.open_workbook(other, author="Ben")
    session.run_command(AddRecord("risk", "a-risk", {"quality_statement": "equity", "title": "Seen by Ben"}))
    session.close()
    os.replace(other, workbook.with_name("derby-LAPTOP.sawb"))
    qtbot.waitUntil(lambda: "1 change by Ben" in bar.shown_words, timeout=15_000)


def test_a_place_to_be_careful_in_is_not_said_again_once_that_is_said(
    window: MainWindow, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(Sort.SYNCHRONISED, "This workbook is in a OneDrive folder.", "OneDrive")
    monkeypatch.setattr(folder_safety, "inspect_folder", lambda path: place)
    bar = opened(window, workbook, qtbot)
    qtbot.waitUntil(lambda: bar.shown_words == place.sentence, timeout=15_000)
    button(bar, "Do not say again for this place").click()
    assert bar.shown_words == ""
    assert settled_place_key(place, workbook) in kept.load_settings().settled
    assert str(workbook.parent) not in settled_place_key(place, workbook)
    window.close_workbook()
    again = opened(window, workbook, qtbot)
    looked(window, qtbot)
    assert again.shown_words == ""


def test_somebody_who_writes_at_the_same_time_elsewhere_is_told(
    window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    bar = opened(window, workbook, qtbot)
    looked(window, qtbot)
    holder = lock.Holder("Grace", "LAPTOP-7", 4, "2025-02-17T09:02", "another", "")
    rival = workbook.with_name(f".{workbook.name}-LAPTOP-7.lock")  # as a synchroniser brings it, too late
    rival.write_bytes(msgspec.json.encode(holder))
    qtbot.waitUntil(lambda: "Grace on LAPTOP-7" in bar.shown_words, timeout=15_000)
    assert "Nothing is lost by it" in bar.shown_words
    rival.unlink()
    qtbot.waitUntil(lambda: bar.shown_words == "", timeout=15_000)


def test_a_workbook_in_a_passing_place_is_saved_elsewhere_and_opened_there(
    window: MainWindow, workbook: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(Sort.PASSING, "This workbook stands in a temporary folder.")
    monkeypatch.setattr(folder_safety, "inspect_folder", lambda path: place if path.parent == tmp_path else ORDINARY)
    out = tmp_path / "mine" / "derby.sawb"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(out))
    bar = opened(window, workbook, qtbot)
    qtbot.waitUntil(lambda: bar.shown_words == place.sentence, timeout=15_000)
    frame = window.frame
    assert frame is not None
    button(bar, "Save it elsewhere…").click()
    # There is no such folder
    qtbot.waitUntil(lambda: "cannot be written" in frame.message.message_text, timeout=15_000)
    out.parent.mkdir()
    button(bar, "Save it elsewhere…").click()
    qtbot.waitUntil(lambda: window.frame is not frame, timeout=15_000)
    assert window.frame is not None
    assert window.frame.workspace.session.path == out
    assert [each.name for each in out.parent.iterdir() if each.suffix == ".part"] == []


def test_one_notice_at_a_time_and_the_next_when_it_is_put_away(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_watch_notices([Notice(key="a", words="First."), Notice(key="b", words="Second.", kind="warning")])
    assert (bar.shown_words, bar._more.text()) == ("First.", "1 of 2")
    bar.put_away_shown()
    assert (bar.shown_words, bar._more.isHidden()) == ("Second.", True)
    bar.show_watch_notices([Notice(key="a", words="First."), Notice(key="b", words="Second.", kind="warning")])
    assert bar.shown_words == "Second."
    bar.put_away_shown()
    assert bar.isHidden()


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "1 entry of the history is missing."),
        (
            "UPDATE judgement SET summary = 'Put in' WHERE quality_statement = 'equity'",
            "Judgement “equity”, “Where we are”: it says “Put in”, and its history says “",
        ),
    ],
    ids=["told quickly", "told once all was looked through"],
)
def test_a_workbook_that_is_not_what_was_written_is_told_and_leads_to_what_differs(
    sql: str, first: str, window: MainWindow, workbook: Path, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(workbook)) as connection, connection:
        connection.execute(sql)
    bar = opened(window, workbook, qtbot)
    qtbot.waitUntil(lambda: f"its drive damaged it. {first}" in bar.shown_words, timeout=60_000)
    button(bar, "What differs…").click()
    qtbot.waitUntil(lambda: bool(window.findChildren(CheckingDialog)), timeout=15_000)
    (dialog,) = window.findChildren(CheckingDialog)
    qtbot.waitUntil(lambda: dialog.said.message_text == UNSOUND, timeout=60_000)
    assert first.partition(",")[0] in dialog.listed.text()
