"""Links: what they can point to, choosing by mouse and keyboard, and unknown ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from ui.bridge.workspace import Workspace
from ui.widgets.forms.controls import drop_below
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.options import Option, list_link_options
from ui.widgets.forms.pickers import LinkControl, OptionsModel, PickList

Add = Callable[..., str]


def link_editor(qtbot: QtBot, workspace: Workspace, kind: str, id: str, field: str) -> tuple[FieldEditor, LinkControl]:
    made = FieldEditor(workspace, CATALOGUE[kind].by_key[field])
    qtbot.addWidget(made)
    made.show_field_of(workspace.session.current.by_id[id])
    made.show()
    assert isinstance(made.control, LinkControl)
    return made, made.control


@pytest.mark.parametrize("many", [True, False])
def test_the_model_keeps_qts_rules(qtbot: QtBot, many: bool) -> None:
    model = OptionsModel([Option("a", "A"), Option("b", "B", "Group")], ["b"], many)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.data(model.index(1)) == "B  ·  Group"
    ticked = model.setData(model.index(0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert ticked is many
    assert model.ticked == (["b", "a"] if many else ["b"])


@pytest.mark.parametrize(
    ("kind", "field", "count"),
    [
        ("strength", "quality_statement", 9),
        ("evidence", "quality_statements", 9),
        ("evidence", "category", 4),
        ("evidence", "return_items", 38),
        ("assessment", "framework", 1),
        ("assessment", "information_return", 1),
    ],
)
def test_what_a_pack_offers(workspace: Workspace, kind: str, field: str, count: int) -> None:
    assert len(list_link_options(CATALOGUE[kind].by_key[field], workspace.session.current)) == count


def test_sources_follow_the_category_of_the_record(workspace: Workspace, add: Add) -> None:
    source = CATALOGUE["evidence"].by_key["source"]
    every = list_link_options(source, workspace.session.current)
    id = add("evidence", title="Survey", category="partners", quality_statements=("equity",))
    some = list_link_options(source, workspace.session.current, workspace.session.current.by_id[id])
    assert 0 < len(some) < len(every)
    assert {option.group for option in some} == {workspace.session.current.framework.find_category("partners").name}  # type: ignore[union-attr]


def test_figures_and_breakdowns_follow_the_item(workspace: Workspace, add: Add) -> None:
    id = add("figure", return_item="IR 5", figure="median")
    record = workspace.session.current.by_id[id]
    kind = CATALOGUE["figure"].by_key
    assert list_link_options(kind["breakdown"], workspace.session.current, record)
    assert list_link_options(kind["figure"], workspace.session.current, record)
    assert not list_link_options(kind["breakdown"], workspace.session.current)


def test_records_are_offered_by_their_names(workspace: Workspace, add: Add) -> None:
    add("improvement", quality_statement="equity", title="Late reviews")
    add("risk", quality_statement="equity", title="Waiting harms")
    offered = list_link_options(CATALOGUE["action"].by_key["addresses"], workspace.session.current)
    assert [(o.label, o.group) for o in offered] == [
        ("Late reviews", "Areas for improvement"),
        ("Waiting harms", "Risks"),
    ]


def test_one_link_is_chosen_by_keyboard(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey")
    made, control = link_editor(qtbot, workspace, "evidence", id, "category")
    QTest.keyClick(control.button, Qt.Key.Key_Space)
    popup = control.pick_list
    assert popup is not None
    QTest.keyClicks(popup.search, "partners")
    assert popup.proxy.rowCount() == 1
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert workspace.session.current.by_id[id]["category"] == "partners"
    assert not made.has_unsaved_text
    assert control.pick_list is None


def test_several_links_are_ticked_and_taken_out(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey")
    _, control = link_editor(qtbot, workspace, "evidence", id, "quality_statements")
    control.open_link_list()
    popup = control.pick_list
    assert isinstance(popup, PickList)
    popup.toggle_row(popup.proxy.index(2, 0))
    popup.toggle_row(popup.proxy.index(0, 0))
    assert workspace.session.current.by_id[id]["quality_statements"] == ("equity", "assessing-needs")
    popup.toggle_row(popup.proxy.index(2, 0))
    popup.close()
    assert workspace.session.current.by_id[id]["quality_statements"] == ("assessing-needs",)


def test_a_click_on_the_words_ticks_once_and_so_does_one_on_the_tick(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    id = add("evidence", title="Survey")
    _, control = link_editor(qtbot, workspace, "evidence", id, "quality_statements")
    control.open_link_list()
    popup = control.pick_list
    assert isinstance(popup, PickList)

    def click(row: int, x: int) -> None:
        middle = popup.list.visualRect(popup.proxy.index(row, 0)).center()
        QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, middle.y()))

    ends = popup.list.visualRect(popup.proxy.index(0, 0))
    on_tick, on_words = ends.left() + 10, ends.center().x()
    click(0, on_words)
    assert popup.model.ticked == ["assessing-needs"]
    click(0, on_tick)
    assert popup.model.ticked == []
    click(1, on_tick)
    click(2, on_words)
    assert popup.model.ticked == ["supporting-people", "equity"]
    click(1, on_words)
    click(2, ends.right() - 2)
    assert workspace.session.current.by_id[id]["quality_statements"] is None
    last = popup.list.visualRect(popup.proxy.index(popup.proxy.rowCount() - 1, 0))
    assert last.bottom() <= popup.list.viewport().height()  # nine statements fit: no last one is cut
    popup.close()


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_done_closes_the_list_of_many_with_its_ticks(
    qtbot: QtBot, workspace: Workspace, add: Add, by_keyboard: bool
) -> None:
    id = add("evidence", title="Survey")
    _, control = link_editor(qtbot, workspace, "evidence", id, "quality_statements")
    control.open_link_list()
    popup = control.pick_list
    assert isinstance(popup, PickList)
    popup.toggle_row(popup.proxy.index(2, 0))
    assert popup.done.isVisible()
    assert popup.rect().contains(popup.done.geometry())
    if by_keyboard:
        QTest.keyClick(popup.done, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(popup.done, Qt.MouseButton.LeftButton)
    assert control.pick_list is None
    assert workspace.session.current.by_id[id]["quality_statements"] == ("equity",)


def test_a_list_of_which_one_is_chosen_needs_no_done(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    _, control = link_editor(qtbot, workspace, "evidence", add("evidence", title="Survey"), "category")
    control.open_link_list()
    popup = control.pick_list
    assert isinstance(popup, PickList)
    assert not popup.done.isVisible()
    popup.close()


def test_a_search_that_finds_nothing_says_so(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey")
    _, control = link_editor(qtbot, workspace, "evidence", id, "category")
    control.open_link_list()
    assert control.pick_list is not None
    QTest.keyClicks(control.pick_list.search, "zzz")
    assert control.pick_list.nothing.isVisible()
    QTest.keyClick(control.pick_list.search, Qt.Key.Key_Return)
    assert workspace.session.current.by_id[id]["category"] is None


def test_an_unknown_link_is_shown_and_survives_another(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey", quality_statements=("gone-statement",))
    _, control = link_editor(qtbot, workspace, "evidence", id, "quality_statements")
    control.open_link_list()
    assert control.pick_list is not None
    control.pick_list.toggle_row(control.pick_list.proxy.index(0, 0))
    assert workspace.session.current.by_id[id]["quality_statements"] == ("gone-statement", "assessing-needs")


def test_what_drops_down_near_the_edge_of_the_screen_stays_on_it(qtbot: QtBot) -> None:
    anchor, popup = QWidget(), QWidget(None, Qt.WindowType.Popup)
    qtbot.addWidget(anchor)
    qtbot.addWidget(popup)
    room = anchor.screen().availableGeometry()
    popup.resize(400, 300)
    for corner in (room.topLeft(), room.bottomRight() - QPoint(60, 60), room.bottomLeft() - QPoint(0, 60)):
        anchor.setGeometry(QRect(corner, QSize(50, 30)))
        drop_below(popup, anchor)
        assert room.contains(QRect(popup.pos(), popup.size()))
