"""A workbook in which values make no sense, as an earlier version or another program left them: every page shows it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening
from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.places import REGISTERS as REGISTERED
from ui.shell.frame import WorkbookFrame
from ui.shell.pages import PAGES
from ui.shell.window import MainWindow
from ui.widgets import idle_queue

SENSELESS = (
    "UPDATE assessment SET due_at = '\"unterminated', status = '[[[[]]]]', published_percent = 1000000",
    "UPDATE judgement SET score = 9 WHERE rowid % 2 = 0",
    "UPDATE judgement SET confidence = '[[[[]]]]', agreed_on = 'soon'",
    "UPDATE risk SET likelihood = -1, severity = 4611686018427387904, review_on = 'a'",
    "UPDATE action SET due_on = 'not a date', completed_on = '[\"x\"]', position = 4611686018427387904",
    "UPDATE measure SET target = 9e999",
    "UPDATE measure_value SET value = -9e999",
    "UPDATE evidence SET dated_on = '99999-99-99', size_bytes = -5, title = 'a' || char(0) || 'b'",
)
ALONE = tuple(page for page in PAGES if page not in ("statement", "register"))
"""The pages whose name is a place; of the other two one says which statement and which register."""
STATEMENTS = ("statement:equity/judgement", "statement:governance/improvement", "statement:safeguarding/actions")
REGISTERS = tuple(f"register:{name}" for name in REGISTERED.values())


def _is_at(frame: WorkbookFrame, place: str) -> bool:
    """Whether all of a place is there, also what comes in turns."""
    return frame.place == place and idle_queue.is_empty()


def test_every_page_opens_on_values_that_make_no_sense(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "odd.sawb"
    opening.write_demo_workbook(path, author="Ada")
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in SENSELESS:
            connection.execute(statement)
    window = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.place != "", timeout=60_000)
    frame = window.frame
    assert frame is not None
    for place in (*ALONE, *STATEMENTS, *REGISTERS):
        window.go(place)
        qtbot.waitUntil(partial(_is_at, frame, place), timeout=60_000)
        qtbot.wait(1)
    assert not caplog.records
