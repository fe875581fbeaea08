"""Removing for good in the window: from the history, from a register, and words by themselves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.publishing.redaction import MARK
from selfassess.services.workbook import backups
from tests.making import Clock
from ui.bridge.workspace import Workspace
from ui.dialogs.remove_for_good.page import NOWHERE, RemoveForGoodDialog
from ui.pages.history.page import HistoryPage
from ui.pages.registers.page import RegistersPage
from ui.widgets.forms.past import FieldHistory
from ui.widgets.forms.record_list import Card, RecordList

WORDS = "Unmistakable words"


def _with_risk(workspace: Workspace) -> None:
    values = {"quality_statement": "equity", "title": "A risk of ours", "cause": WORDS}
    workspace.run(AddRecord("risk", "a-risk", values))


def _dialog(workspace: Workspace, qtbot: QtBot, rest: str = "") -> RemoveForGoodDialog:
    dialog = RemoveForGoodDialog(workspace)
    qtbot.addWidget(dialog)
    if rest:
        dialog.offer_to_remove(rest)
    dialog.show()
    return dialog


def test_a_field_is_removed_once_it_was_said_where_it_is(example: Workspace, qtbot: QtBot) -> None:
    _with_risk(example)
    held = backups.take_backup(example.session.path, "import", Clock()())
    dialog = _dialog(example, qtbot, "a-risk/cause")
    assert dialog.of_field.isChecked()
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=30_000)
    assert "in 1 record and 1 entry of the history" in dialog.said.text()
    assert dialog.backups.isVisibleTo(dialog)
    dialog.backups.setChecked(True)
    dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.isHidden(), timeout=30_000)
    assert example.session.current.by_id["a-risk"]["cause"] is None
    assert WORDS.encode() not in example.session.path.read_bytes()
    assert not held.exists()
    assert not example.session.undoable_steps


def test_what_is_chosen_is_what_is_looked_for(example: Workspace, qtbot: QtBot) -> None:
    _with_risk(example)
    dialog = _dialog(example, qtbot, "a-risk/cause")
    dialog.of_record.click()
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=30_000)
    assert dialog.chosen_target.field is None
    dialog.words.setFocus()
    qtbot.keyClicks(dialog.words, WORDS)
    assert (dialog.of_words.isChecked(), dialog.remove.isEnabled()) == (True, False)
    dialog.search.click()
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=30_000)
    dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.isHidden(), timeout=30_000)
    assert example.session.current.by_id["a-risk"]["cause"] == MARK


def test_what_is_nowhere_cannot_be_removed(example: Workspace, qtbot: QtBot) -> None:
    dialog = _dialog(example, qtbot)
    dialog.words.setText("Nothing says this anywhere")
    dialog.search.click()
    qtbot.waitUntil(lambda: dialog.said.text() == NOWHERE, timeout=30_000)
    assert not dialog.remove.isEnabled()


def test_history_and_register_ask_for_it(example: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    _with_risk(example)
    asked: list[str] = []
    example.asked_for.connect(asked.append)
    page = HistoryPage(example)
    qtbot.addWidget(page)
    page.show()
    page.show_place("record/a-risk/cause")
    qtbot.waitUntil(lambda: page.detail.line is not None, timeout=30_000)
    page.detail.for_good.click()
    register = RegistersPage(example)
    qtbot.addWidget(register)
    register.show()
    register.show_place("risks/a-risk")
    buttons = lambda: [each for each in register.findChildren(QPushButton) if each.text() == "Remove for good…"]  # noqa: E731
    qtbot.waitUntil(lambda: bool(buttons()), timeout=30_000)
    buttons()[0].click()
    assert asked[0] == "remove:a-risk/"
    assert asked[-1] == "remove:a-risk"


def test_the_history_of_a_field_and_the_card_of_a_record_ask_for_it(example: Workspace, qtbot: QtBot) -> None:
    _with_risk(example)
    asked: list[str] = []
    example.asked_for.connect(asked.append)
    risk = example.session.current.by_id["a-risk"]
    history = FieldHistory(example, risk, CATALOGUE["risk"].by_key["cause"], "Cause")
    qtbot.addWidget(history)
    history.open()
    history.for_good.click()
    assert history.isHidden()
    cards = RecordList(example, "risk", ("title", "cause"))
    qtbot.addWidget(cards)
    cards.show_record_cards([Card("a-risk", "A risk of ours"), Card("another", "Another")])
    cards.show()
    assert not cards.for_good.isVisible()
    cards.open_record("a-risk")
    assert cards.cards["a-risk"].isAncestorOf(cards.for_good)
    cards.for_good.click()
    assert asked == ["remove:a-risk/cause", "remove:a-risk"]
    cards.show_record_cards([Card("another", "Another")])
    assert not cards.for_good.isVisible()
    gentler = RecordList(example, "evidence", ("title",), remove=lambda id: None, remove_words="Take off")
    qtbot.addWidget(gentler)
    assert gentler.for_good.isHidden()
