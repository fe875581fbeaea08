"""The same workbook opened twice by one person: the window that has it comes to the front."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening, settings, summons
from ui.shell.window import MainWindow

CALL = """
import pathlib, sys
from selfassess.services.workbook import summons
print(summons.call_window(pathlib.Path(sys.argv[1]), sys.argv[2], 20))
"""

HOLD = """
import pathlib, sys
from selfassess.services.workbook import opening
kept = opening.open_workbook(pathlib.Path(sys.argv[1]), author="Ada")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "council.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E06000015", year="2025-26", author="Ada")
    return path


def test_the_open_window_comes_and_shows_the_place(qtbot: QtBot, workbook: Path) -> None:
    window = MainWindow(settings.Settings(name="Ada"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(workbook)
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=20_000)
    frame = window.frame
    assert frame is not None
    window.showMinimized()
    with subprocess.Popen(
        [sys.executable, "-c", CALL, str(workbook), "register:risks"], stdout=subprocess.PIPE, text=True, env=os.environ
    ) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
        assert second.stdout is not None
        assert second.stdout.read().strip() == "True"
    assert frame.place == "register:risks"
    assert not window.isMinimized()
    assert not list(summons.summons_folder().iterdir())
    window.close()


def test_nobody_is_asked_where_nobody_has_it_open_or_it_is_this_process(workbook: Path) -> None:
    assert not summons.call_window(workbook)
    session = opening.open_workbook(workbook, author="Ada")
    try:
        assert not summons.call_window(workbook)
    finally:
        session.close()


def test_a_window_that_does_not_answer_is_not_waited_for(workbook: Path) -> None:
    pipe = subprocess.PIPE
    arguments = [sys.executable, "-c", HOLD, str(workbook)]
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True, env=os.environ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        assert not summons.call_window(workbook, patience=0.2)
        other.communicate()
    assert not list(summons.summons_folder().iterdir())


def test_what_asks_for_another_workbook_is_left_alone(workbook: Path) -> None:
    asking = summons.summons_folder() / f"{os.getpid()}.json"
    for text in ('{"path": "elsewhere.sawb"}', "[]", "{"):
        asking.write_text(text, encoding="utf-8")
        assert summons.answer_call(workbook) is None
