"""While the file of a workbook cannot be written, everything is saved in another place, the words on screen too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import drafts, opening, snapshot
from selfassess.services.workbook.settings import Settings
from ui.shell.frame import SAVE_COPY, WorkbookFrame
from ui.shell.window import MainWindow
from ui.widgets import dialogs
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.idle_queue import finish_work

PLACE = "statement:equity/strengths"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "share" / "derby.sawb"
    path.parent.mkdir()
    opening.write_demo_workbook(path, author="Ada")
    made = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    made.open_workbook(path, PLACE)
    qtbot.waitUntil(lambda: made.frame is not None and made.frame.place == PLACE, timeout=30_000)
    yield made
    if made.frame is not None:
        made.frame.workspace.forget_editors()
    made.close()


def vanish(frame: WorkbookFrame) -> None:
    shutil.rmtree(frame.workspace.session.path.parent)


def refuse(frame: WorkbookFrame) -> None:
    frame.workspace.session.store._db.conn.execute("PRAGMA query_only = ON")


@pytest.fixture
def written(window: MainWindow) -> str:
    """The id of a strength with a word that is typed and not saved; another strength is named and not added."""
    frame = window.frame
    assert frame is not None
    year = frame.workspace.session.current
    strength = year.for_statement("strength", "equity")[0]
    frame.show_place(f"{PLACE}/{strength.id}")
    for each in frame.findChildren(NewRecordLine):
        if each.isVisible():
            each.line.setText("Named and not added")
    for form in {each.parentWidget() for each in frame.findChildren(FieldEditor)}:
        if form is not None:
            finish_work(form)
    return strength.id


@pytest.mark.parametrize("fail", [vanish, refuse])
def test_everything_is_saved_in_another_place_while_the_file_cannot_be_written(
    qtbot: QtBot,
    tmp_path: Path,
    window: MainWindow,
    written: str,
    monkeypatch: pytest.MonkeyPatch,
    fail: Callable[[WorkbookFrame], None],
) -> None:
    frame = window.frame
    assert frame is not None
    qtbot.waitUntil(
        lambda: any(each.field.key == "impact" and each.isVisible() for each in frame.findChildren(FieldEditor))
    )
    editor = next(each for each in frame.findChildren(FieldEditor) if each.field.key == "impact" and each.isVisible())
    before = snapshot.read_snapshot(frame.workspace.session.path)
    fail(frame)
    editor.control.focus_target.setPlainText("Typed while the folder was gone.")  # type: ignore[attr-defined]
    frame.workspace.pending.save_editors()
    assert SAVE_COPY in [each.text() for each in frame.message.buttons]
    out = tmp_path / "elsewhere" / "copy.sawb"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(out))
    next(each for each in frame.message.buttons if each.text() == SAVE_COPY).click()
    assert "cannot be written" in frame.message.message_text  # there is no such folder: it is said, and offered again
    assert SAVE_COPY in [each.text() for each in frame.message.buttons]
    assert editor.control.raw_value() == "Typed while the folder was gone."
    out.parent.mkdir()
    next(each for each in frame.message.buttons if each.text() == SAVE_COPY).click()
    found = snapshot.read_snapshot(out)
    assert found.current.by_id[written]["impact"] == "Typed while the folder was gone."
    assert set(found.current.by_id) == set(before.current.by_id)
    assert len(found.assessments) == len(before.assessments)
    assert [each.words for each in drafts.load_drafts(out)] == ["Named and not added"]
    qtbot.waitUntil(lambda: window.frame is not None and window.frame is not frame, timeout=30_000)
    again = window.frame
    assert again is not None
    qtbot.waitUntil(lambda: "Named and not added" in again.message.message_text, timeout=30_000)
    assert again.workspace.session.path == out
    assert not again.workspace.session.read_only_because
    assert again.place.startswith(PLACE)
