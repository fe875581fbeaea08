"""Every kind of field on the screen: shows, saves, keeps what is refused, follows undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.fields import Kind, Value
from tests.work import MOMENT, CallCounter
from ui.bridge.workspace import Workspace
from ui.widgets.forms.controls import ChoiceControl, DateControl, LineControl
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.forms.prose import ProseControl, words_said
from ui.widgets.forms.rating import RatingEditor
from ui.widgets.forms.record_form import RecordForm

Add = Callable[..., str]


def editor(qtbot: QtBot, workspace: Workspace, kind: str, id: str, field: str) -> FieldEditor:
    made = FieldEditor(workspace, CATALOGUE[kind].by_key[field])
    qtbot.addWidget(made)
    made.show_field_of(workspace.session.current.by_id[id])
    made.show()
    return made


def stored(workspace: Workspace, id: str, field: str) -> Value:
    return workspace.session.current.by_id[id][field]


def line_of(made: FieldEditor) -> QLineEdit:
    target = made.control.focus_target
    assert isinstance(target, QLineEdit)
    return target


def write(made: FieldEditor, text: str) -> None:
    """Type into an editor of one line as a person does."""
    line = line_of(made)
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        ("risk", "owner", "Head of Assessment", "Head of Assessment"),
        ("risk", "likelihood", "4", 4),
        ("measure", "target", "30.9", 30.9),
        ("action", "due_on", "28/02/2026", "2026-02-28"),
        ("action", "due_on", "1 March 2026", "2026-03-01"),
        ("comment", "written_at", "28/02/2025 5pm", "2025-02-28T17:00:00"),
    ],
)
def test_a_line_saves_what_it_stands_for(
    qtbot: QtBot, workspace: Workspace, add: Add, kind: str, field: str, typed: str, value: Value
) -> None:
    first: dict[str, object] = {"title": "A"}
    if kind in ("risk", "action"):
        first["quality_statement"] = "equity"
    if kind == "comment":
        first = {"about": add("contact", group="carers"), "text": "Really?"}
    id = add(kind, **first)
    made = editor(qtbot, workspace, kind, id, field)
    write(made, typed)
    assert stored(workspace, id, field) is None
    assert made in workspace.pending
    assert made.flush()
    assert stored(workspace, id, field) == value
    assert made not in workspace.pending
    again = editor(qtbot, workspace, kind, id, field)
    assert not again.has_unsaved_text


def test_typing_is_saved_after_a_pause(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    made = editor(qtbot, workspace, "strength", id, "title")
    with qtbot.waitSignal(made.saved, timeout=3000):
        write(made, "After")
    assert stored(workspace, id, "title") == "After"


def test_leaving_a_field_saves_it(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    made = editor(qtbot, workspace, "strength", id, "detail")
    paper = made.control.focus_target
    made.activateWindow()
    paper.setFocus()
    qtbot.waitUntil(paper.hasFocus)
    QTest.keyClicks(paper, "Left behind ")
    paper.clearFocus()
    assert stored(workspace, id, "detail") == "Left behind "


def test_hiding_a_field_saves_it(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    made = editor(qtbot, workspace, "strength", id, "title")
    write(made, "Hidden in time")
    made.hide()
    assert stored(workspace, id, "title") == "Hidden in time"


@pytest.mark.parametrize(
    ("kind", "field", "typed", "says"),
    [
        ("risk", "likelihood", "7", "from 1 to 5"),
        ("risk", "likelihood", "often", "a number from 1 to 5"),
        ("action", "due_on", "31/02/2026", "28/02/2025"),
        ("action", "title", "", "cannot be empty"),
        ("measure", "target", "lots", "a number"),
    ],
)
def test_a_refused_value_stays_with_its_reason(
    qtbot: QtBot, workspace: Workspace, add: Add, kind: str, field: str, typed: str, says: str
) -> None:
    first = {"title": "A"} if kind == "measure" else {"title": "A", "quality_statement": "equity"}
    id = add(kind, **first)
    made = editor(qtbot, workspace, kind, id, field)
    before = stored(workspace, id, field)
    write(made, typed)
    assert not made.flush()
    assert not workspace.flush()
    assert line_of(made).text() == typed
    assert says in made.error.text()
    assert made.error.isVisible()
    assert made in workspace.pending
    assert says in line_of(made).accessibleDescription()
    assert stored(workspace, id, field) == before


def test_a_value_put_right_is_saved_and_no_longer_pending(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("risk", quality_statement="equity", title="A")
    made = editor(qtbot, workspace, "risk", id, "likelihood")
    write(made, "9")
    assert not made.flush()
    write(made, "5")
    assert made.flush()
    assert stored(workspace, id, "likelihood") == 5
    assert not made.error.isVisible()
    assert not workspace.pending


def test_a_full_disk_keeps_the_text_and_says_so(
    qtbot: QtBot, workspace: Workspace, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    made = editor(qtbot, workspace, "strength", id, "detail")
    QTest.keyClicks(made.control.focus_target, "Not to be lost")

    def full(*_: object, **__: object) -> None:
        raise FileError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(workspace.session.store, "write_step_in_turns", full)
        assert not made.flush()
    assert made.control.raw_value() == "Not to be lost"
    assert "The disk is full." in made.error.text()
    assert made.flush()
    assert stored(workspace, id, "detail") == "Not to be lost"


def test_undo_and_redo_repaint_the_editor(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    form = RecordForm(workspace, "strength")
    qtbot.addWidget(form)
    form.show_form_of(id)
    write(form.field_editors["title"], "After")
    assert workspace.undo_last_step()
    assert line_of(form.field_editors["title"]).text() == "Before"
    assert workspace.redo_last_step()
    assert line_of(form.field_editors["title"]).text() == "After"


def test_a_change_from_elsewhere_repaints_only_its_field(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    form = RecordForm(workspace, "strength")
    qtbot.addWidget(form)
    form.show_form_of(id)
    write(form.field_editors["title"], "Half typ")
    workspace.run(SetField(id, "detail", "From elsewhere"))
    assert form.field_editors["detail"].control.raw_value() == "From elsewhere"
    assert form.field_editors["title"].control.raw_value() == "Half typ"


def test_a_form_does_not_leave_a_record_with_a_refused_value(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    first = add("risk", quality_statement="equity", title="A")
    second = add("risk", quality_statement="equity", title="B")
    form = RecordForm(workspace, "risk")
    qtbot.addWidget(form)
    assert form.show_form_of(first)
    write(form.field_editors["review_on"], "soon")
    assert not form.show_form_of(second)
    assert form.record_id == first
    assert form.field_editors["review_on"].control.raw_value() == "soon"
    write(form.field_editors["review_on"], "28/02/2025")
    assert form.show_form_of(second)
    assert stored(workspace, first, "review_on") == "2025-02-28"
    assert form.field_editors["title"].control.raw_value() == "B"


def test_a_choice_and_a_yes_no_save_at_once(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey")
    for field, index, value in (("strength", 1, "strong"), ("published", 2, False), ("published", 1, True)):
        made = editor(qtbot, workspace, "evidence", id, field)
        assert isinstance(made.control, ChoiceControl)
        made.control.combo.setCurrentIndex(index)
        made.control.combo.activated.emit(index)
        assert stored(workspace, id, field) is value or stored(workspace, id, field) == value
        assert made.control.raw_value() == value
        made.control.show_stored_value(None)
        assert made.control.combo.currentIndex() == 0


def test_an_unknown_choice_is_shown_and_kept(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey", strength="excellent")
    made = editor(qtbot, workspace, "evidence", id, "strength")
    assert isinstance(made.control, ChoiceControl)
    assert "excellent" in made.control.combo.currentText()
    assert "not one of the answers" in made.error.text()
    assert made.flush()
    assert stored(workspace, id, "strength") == "excellent"


def test_an_answer_that_is_held_back_is_shown_where_it_stands_but_chosen_by_nobody(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    id = add("evidence", title="Survey", strength="strong")
    made = editor(qtbot, workspace, "evidence", id, "strength")
    assert isinstance(made.control, ChoiceControl)
    combo = made.control.combo
    made.control.hold_back(("strong",))
    assert combo.currentText() == "Strong"
    assert not made.has_unsaved_text
    combo.setCurrentIndex(combo.findData("weak"))
    combo.activated.emit(combo.currentIndex())
    assert stored(workspace, id, "strength") == "weak"
    assert [combo.itemData(at) for at in range(combo.count())] == [None, "partial", "weak"]
    assert workspace.undo_last_step()
    made.repaint_value()
    assert combo.currentData() == "strong"
    made.control.show_stored_value("partial")
    assert combo.findData("strong") < 0


def test_a_date_can_be_chosen_from_the_calendar(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Survey", dated_on="2025-02-28")
    made = editor(qtbot, workspace, "evidence", id, "dated_on")
    assert isinstance(made.control, DateControl)
    assert made.control.line.text() == "28/02/2025"
    qtbot.mouseClick(made.control.button, Qt.MouseButton.LeftButton)
    assert made.control.calendar is not None
    assert made.control.calendar.selectedDate() == QDate(2025, 2, 28)
    made.control.calendar.activated.emit(QDate(2025, 3, 31))
    assert stored(workspace, id, "dated_on") == "2025-03-31"


def test_prose_pastes_as_plain_text_and_counts_words(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="A")
    made = editor(qtbot, workspace, "strength", id, "detail")
    assert isinstance(made.control, ProseControl)
    rich = QMimeData()
    rich.setHtml("<p><b>People</b> are served</p>")
    made.control.paper.insertFromMimeData(rich)
    assert made.control.raw_value() == "People are served"
    assert made.control.count.text() == "3 of about 100 words"
    plain = QMimeData()
    plain.setText("\r\nplain\u00a0words")
    made.control.paper.insertFromMimeData(plain)
    made.flush()
    assert stored(workspace, id, "detail") == "People are served\nplain\u00a0words"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "0 words"), ("One", "1 word"), ("people’s well-being", "2 words"), ("a " * 1204, "1,204 words")],
)
def test_words_are_counted_as_people_count_them(text: str, said: str) -> None:
    assert words_said(text) == said


@pytest.mark.parametrize("text", ["Lles a gofal: gŵyr pawb", "👩🏽‍🦽 and 👵", "الرعاية الاجتماعية", "a\n\n- b\n- c"])
def test_any_script_goes_through_unchanged(qtbot: QtBot, workspace: Workspace, add: Add, text: str) -> None:
    id = add("strength", quality_statement="equity", title="A", detail=text)
    made = editor(qtbot, workspace, "strength", id, "detail")
    assert made.control.raw_value() == text
    assert isinstance(made.control, ProseControl)
    made.control.paper.appendPlainText("!")
    made.flush()
    assert stored(workspace, id, "detail") == f"{text}\n!"


def test_a_text_of_forty_thousand_characters_stays_quick(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    text = "Care and support. " * 2300
    id = add("strength", quality_statement="equity", title="A", detail=text)
    made = editor(qtbot, workspace, "strength", id, "detail")
    made.resize(600, 500)
    paper = made.control.focus_target
    QTest.keyClick(paper, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    with CallCounter() as work:
        QTest.keyClicks(paper, "More of it")
    assert work.count < 2 * MOMENT
    assert made.flush()
    assert stored(workspace, id, "detail") == text + "More of it"


def test_a_line_leaves_undo_to_the_workbook_once_its_own_is_spent(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Before")
    made = editor(qtbot, workspace, "strength", id, "title")
    assert isinstance(made.control, LineControl)
    write(made, "After")
    made.flush()
    QTest.keyClick(line_of(made), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line_of(made).text() != "After"


def test_read_only_shows_but_does_not_change(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    id = add("risk", quality_statement="equity", title="Kept")
    form = RecordForm(workspace, "risk")
    qtbot.addWidget(form)
    form.show_form_of(id)
    form.set_read_only(True)
    write(form.field_editors["title"], "Changed")
    assert form.flush()
    assert stored(workspace, id, "title") == "Kept"
    combo = form.field_editors["status"].control.focus_target
    assert not combo.isEnabled()
    links = form.field_editors["evidence"].control
    assert isinstance(links, LinkControl)
    assert links.button.isHidden()


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_every_field_of_every_kind_has_an_editor_with_a_name(qtbot: QtBot, workspace: Workspace, kind: str) -> None:
    form = RecordForm(workspace, kind, columns=2)
    qtbot.addWidget(form)
    assert set(form.field_editors) == set(CATALOGUE[kind].by_key)
    kinds = {Kind.PROSE: ProseControl, Kind.CHOICE: ChoiceControl, Kind.YES_NO: ChoiceControl, Kind.DATE: DateControl}
    editors: list[object] = list(form.field_editors.values())
    for made in editors:
        if isinstance(made, RatingEditor):  # two fields, one grid: each square says what it comes to
            assert made.control.grid.accessibleName() == " and ".join(
                (made.fields[0].label, made.fields[1].label.lower())
            )
            continue
        assert isinstance(made, FieldEditor)
        target = made.control.focus_target
        shown = f": {target.text()}" if isinstance(target, QAbstractButton) else ""  # what is seen is said as well
        assert target.accessibleName() == made.field.label + shown
        links = LinkControl if made.field.target else LineControl
        assert isinstance(made.control, kinds.get(made.field.kind, links))
