"""A word that is right in this workbook: kept in its file, taken back with Undo, and known again when it is opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from selfassess.domain.model.field_shorthand import OWN_WORDS
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook import settings as kept
from ui.shell.window import MainWindow
from ui.widgets.forms.prose import AutoHeightTextEdit
from ui.widgets.forms.spelling import SPELLING


def test_a_word_is_kept_in_the_file_and_undone(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "council.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E06000015", year="2025-26", author="Ada")
    window = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(window)
    window.open_workbook(path, "overview")
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    frame = window.frame
    assert frame is not None
    paper = AutoHeightTextEdit()
    qtbot.addWidget(paper)
    menu = QMenu(paper)
    paper.spelling.add_to_menu(menu, (0, "Normanton"))
    speller = SPELLING.speller
    assert speller is not None
    next(each for each in menu.actions() if each.text() == "“Normanton” is right in this workbook").trigger()
    assert speller.is_own("normanton")
    assert snapshot.read_snapshot(path).council.links_of(OWN_WORDS) == ("Normanton",)
    assert frame.workspace.undo_last_step()
    assert not speller.is_own("Normanton")
    assert frame.workspace.redo_last_step()
    assert speller.is_own("Normanton")
    frame.workspace.forget_editors()
    window.close()
