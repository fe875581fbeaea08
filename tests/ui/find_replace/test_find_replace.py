"""Find and replace shows every place first, and is one step however many places there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.dialogs.find_replace.page import FindReplaceDialog

Add = Callable[..., str]


def opened(qtbot: QtBot, workspace: Workspace) -> FindReplaceDialog:
    made = FindReplaceDialog(workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def test_ten_thousand_places_are_replaced_in_one_step_and_taken_back_in_one(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    ids = [add("strength", quality_statement="equity", title=f"S{n}", detail="clients " * 2_500) for n in range(4)]
    dialog = opened(qtbot, workspace)
    QAbstractItemModelTester(dialog.model, dialog)
    dialog.words.setText("clients")
    dialog.replacement.setText("people")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 10_000, timeout=20_000)
    assert dialog.said.text() == "10,000 places in 4 texts will be replaced."
    assert "[clients] → “people”" in str(dialog.model.index(0).data())
    dialog.replace_button.click()
    assert workspace.session.current.by_id[ids[0]]["detail"] == "people " * 2_500
    assert "10,000 places" in dialog.said.text()
    workspace.undo_last_step()
    assert all("people" not in str(workspace.session.current.by_id[id]["detail"]) for id in ids)


def test_a_place_that_is_left_out_stays_and_where_nothing_stands_it_is_said(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    workspace.place = "statement:equity/strengths"
    id = add("strength", quality_statement="equity", title="One client", detail="A client and a client")
    add("strength", quality_statement="learning", title="Another client")
    dialog = opened(qtbot, workspace)
    assert dialog.where.itemText(0).startswith("This statement: ")
    dialog.show_place("client")
    assert dialog.model.rowCount() == 3
    dialog.model.setData(dialog.model.index(0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    dialog.replacement.setText("person")
    dialog.replace_button.click()
    record = workspace.session.current.by_id[id]
    assert (record["title"], record["detail"]) == ("One client", "A person and a person")
    dialog.show_place("nobody says this")
    assert not dialog.replace_button.isEnabled()
    assert "nowhere" in dialog.said.text()
