"""“Do not offer again” in the dialog, and the place where such decisions are seen and revoked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from tests.ui.import_file.conftest import LONG
from tests.ui.import_file.test_copies import written_by
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.dialogs.import_file.merge.difference_list import TICK
from ui.dialogs.import_file.merge.step import DECLINE, OFFER
from ui.dialogs.import_file.not_offered import NOTHING, NotOfferedDialog

Open = Callable[[Workspace], ImportFileDialog]
Read = Callable[[ImportFileDialog, Path], None]
Take = Callable[[ImportFileDialog], None]


@pytest.fixture
def copy(example: Workspace) -> Path:
    """A copy in which Ben added a measure with a value."""
    path = example.session.path.with_name("ben.sawb")
    shutil.copy(example.session.path, path)
    measure = AddRecord("measure", "bens", {"title": "Ben’s measure"})
    written_by(path, "Ben", measure, AddRecord("measure_value", "value", {"measure": "bens", "period": "Q1"}))
    return path


def test_a_row_is_not_offered_again_with_what_hangs_on_it_until_that_is_revoked(
    example: Workspace, copy: Path, open_dialog: Open, read: Read, take: Take, qtbot: QtBot
) -> None:
    dialog = open_dialog(example)
    read(dialog, copy)
    changes = dialog.changes
    changes.table.choose_row("bens")
    assert changes.decline.text() == DECLINE
    changes.decline.click()
    assert changes.decline.text() == OFFER
    assert [changes.model.cell_words(id, TICK + 1) for id in ("bens", "value")] == ["+ Not offered again"] * 2
    take(dialog)
    again = open_dialog(example)
    read(again, copy)
    assert "2 changes of this file are not offered, as" in again.said.message_text
    listed = NotOfferedDialog(example)
    listed.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(listed)
    listed.open()
    qtbot.waitUntil(lambda: listed.list.count() == 2, timeout=LONG)
    listed.list.selectAll()
    listed.again.click()
    qtbot.waitUntil(lambda: listed.said.text() == NOTHING, timeout=LONG)
    third = open_dialog(example)
    read(third, copy)
    assert third.changes.shown is not None
    assert {line.id for line in third.changes.shown.lines} == {"bens", "value"}


def test_unticking_leaves_what_hangs_on_it_and_ticking_takes_what_it_belongs_to(
    example: Workspace, copy: Path, open_dialog: Open, read: Read
) -> None:
    dialog = open_dialog(example)
    read(dialog, copy)
    model = dialog.changes.model
    model.toggle_difference("bens")
    assert model.choices.left == {"bens", "value"}
    model.toggle_difference("value")
    assert model.choices.left == set()
    model.toggle_difference("value")
    assert model.choices.left == {"value"}
