"""A form shows what matters first; the rest comes with "More", when it holds something, or when one is led to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.short_forms import FIRST
from ui.bridge.workspace import Workspace
from ui.widgets.forms.controls import LineControl
from ui.widgets.forms.rating import RatingEditor
from ui.widgets.forms.record_form import RecordForm

Add = Callable[..., str]


def open_form(qtbot: QtBot, workspace: Workspace, kind: str, id: str) -> RecordForm:
    form = RecordForm(workspace, kind, columns=2, short=True)
    qtbot.addWidget(form)
    form.show_form_of(id)
    form.show()
    form.activateWindow()
    assert QTest.qWaitForWindowActive(form)
    assert form.field_editors
    return form


def list_shown(form: RecordForm) -> set[str]:
    return {key for key, editor in form.field_editors.items() if editor.isVisible()}


def rating_of(form: RecordForm, key: str = "likelihood") -> RatingEditor:
    editor: object = form.field_editors[key]
    assert isinstance(editor, RatingEditor)
    return editor


def test_what_matters_stands_first_and_the_rest_comes_with_more(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("risk", quality_statement="equity", title="Waits", register_reference="R12")
    form = open_form(qtbot, workspace, "risk", id)
    first = FIRST["risk"]
    assert form.fields[: len(first)] == first
    assert list_shown(form) == {*first, "quality_statement", "register_reference"}  # what holds something is seen
    assert form.more.text() == "More fields"
    assert "Effect on people" in form.more.accessibleDescription()
    before = list_shown(form)
    QTest.mouseClick(form.more, Qt.MouseButton.LeftButton)
    assert set(CATALOGUE["risk"].by_key) == list_shown(form)
    came = next(key for key in form.fields if key not in before)
    assert form.more.text() == "Fewer fields"
    assert form.field_editors[came].control.focus_target.hasFocus()
    another = open_form(qtbot, workspace, "risk", add("risk", quality_statement="equity", title="Two"))
    assert "effect" in list_shown(another)  # remembered for the sitting
    QTest.mouseClick(form.more, Qt.MouseButton.LeftButton)
    assert "effect" not in list_shown(form)


def test_whoever_is_led_to_a_field_finds_it(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    first, second = (add("action", quality_statement="equity", title=title) for title in ("One", "Two"))
    form = open_form(qtbot, workspace, "action", first)
    form.focus_form_field("completed_on")  # it does not apply yet: a finding may lead there all the same
    assert form.field_editors["completed_on"].control.focus_target.hasFocus()
    assert "progress" in list_shown(form)
    assert form.show_form_of(second)
    assert not {"completed_on", "progress"} & list_shown(form)
    assert not workspace.unfolded


def test_a_field_comes_when_it_applies_and_stays_while_one_works(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    action = add("action", quality_statement="equity", title="Ring people")
    form = open_form(qtbot, workspace, "action", action)
    form.toggle_more()
    assert "no_date_reason" in list_shown(form)
    assert "completed_on" not in list_shown(form)
    workspace.run(SetField(action, "status", "complete"))
    assert "completed_on" in list_shown(form)
    workspace.run(SetField(action, "due_on", "2025-03-01"))
    assert "no_date_reason" in list_shown(form)
    form.show_form_of(None)
    form.show_form_of(action)
    assert "no_date_reason" not in list_shown(form)


def test_what_cannot_be_saved_is_never_folded_away(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    form = open_form(qtbot, workspace, "risk", add("risk", quality_statement="equity", title="Waits"))
    form.toggle_more()
    line = form.field_editors["review_on"].control.focus_target
    QTest.keyClicks(line, "soon")
    form.toggle_more()
    assert "review_on" in list_shown(form)
    assert isinstance(line, QLineEdit)
    assert line.text() == "soon"


def test_a_form_that_is_not_short_shows_everything(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    form = RecordForm(workspace, "risk")
    qtbot.addWidget(form)
    form.show_form_of(add("risk", quality_statement="equity", title="Waits"))
    form.show()
    assert list_shown(form) == set(form.fields)
    assert not form.more.isVisible()


def test_a_rating_is_chosen_by_keyboard_and_mouse_and_cleared(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("risk", quality_statement="equity", title="Waits")
    form = open_form(qtbot, workspace, "risk", id)
    rating = rating_of(form)
    assert rating is rating_of(form, "severity")
    rating.control.focus_target.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Space):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def stored() -> tuple[object, object]:
        record = workspace.session.current.by_id[id]
        return record["likelihood"], record["severity"]

    assert stored() == (4, 4)
    assert rating.said.text() == "Likely × severe: 16, high"
    assert rating.control.grid.squares[4, 4].accessibleName() == "Likely × severe: 16, high"
    assert workspace.undo_last_step()  # one step for both
    assert stored() == (None, None)
    assert rating.control.raw_value() is None
    QTest.mouseClick(rating.control.grid.squares[5, 1], Qt.MouseButton.LeftButton)
    assert stored() == (5, 1)
    QTest.mouseClick(rating.clear, Qt.MouseButton.LeftButton)
    assert stored() == (None, None)
    QTest.mouseClick(rating.control.grid.squares[2, 2], Qt.MouseButton.LeftButton)
    QTest.keyClick(rating.control.grid.squares[2, 2], Qt.Key.Key_Delete)
    assert stored() == (None, None)


def test_a_rating_that_makes_no_sense_is_said_and_can_be_put_right(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    id = add("risk", quality_statement="equity", title="Waits", likelihood=3)
    rating = rating_of(open_form(qtbot, workspace, "risk", id))
    assert rating.error.text() == "Only one of the two is given."
    QTest.mouseClick(rating.control.grid.squares[3, 5], Qt.MouseButton.LeftButton)
    assert not rating.error.isVisible()
    assert workspace.session.current.by_id[id]["severity"] == 5
    rating.set_read_only(True)
    QTest.mouseClick(rating.control.grid.squares[1, 1], Qt.MouseButton.LeftButton)
    assert workspace.session.current.by_id[id]["severity"] == 5


@pytest.mark.parametrize("typed", ["safe", "HEAD"])
def test_an_owner_used_before_is_offered_and_saved_when_chosen(
    qtbot: QtBot, workspace: Workspace, add: Add, typed: str
) -> None:
    add("risk", quality_statement="equity", title="One", owner="Head of Safeguarding")
    add("evidence", title="Survey", owner="Performance team")
    action = add("action", quality_statement="equity", title="Two")
    form = open_form(qtbot, workspace, "action", action)
    control = form.field_editors["owner"].control
    assert isinstance(control, LineControl)
    control.line.setFocus()
    assert set(control.offered.model.stringList()) >= {"Head of Safeguarding", "Performance team"}
    QTest.keyClicks(control.line, typed)
    popup = control.offered.completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert workspace.session.current.by_id[action]["owner"] == "Head of Safeguarding"


def test_what_is_written_in_full_is_not_offered_over_the_fields_below(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    add("risk", quality_statement="equity", title="One", owner="Head of service")
    action = add("action", quality_statement="equity", title="Two")
    control = open_form(qtbot, workspace, "action", action).field_editors["owner"].control
    assert isinstance(control, LineControl)
    control.line.setFocus()
    popup = control.offered.completer.popup()
    assert popup is not None
    QTest.keyClicks(control.line, "Head of servic")
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClicks(control.line, "e")
    qtbot.waitUntil(lambda: not popup.isVisible())
