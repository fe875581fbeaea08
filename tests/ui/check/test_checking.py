"""The dialog that checks a workbook says what differs, the record and the field by name."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.dialogs.check.page import SOUND, UNSOUND, CheckingDialog


def _checked(workspace: Workspace, qtbot: QtBot) -> CheckingDialog:
    dialog = CheckingDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.said.message_text in (SOUND, UNSOUND), timeout=60_000)
    return dialog


def test_a_sound_workbook_is_said_to_be_sound(example: Workspace, qtbot: QtBot) -> None:
    assert _checked(example, qtbot).said.message_text == SOUND


def test_what_differs_is_named(example: Workspace, qtbot: QtBot) -> None:
    with closing(sqlite3.connect(example.session.path)) as connection, connection:
        connection.execute("UPDATE judgement SET summary = 'Put in by hand' WHERE quality_statement = 'equity'")
    dialog = _checked(example, qtbot)
    assert dialog.said.message_text == UNSOUND
    assert "“Where we are”: it says “Put in by hand”" in dialog.listed.text()
