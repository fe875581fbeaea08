"""Taking in an export that came back: seen first, chosen row by row, conflicts decided, written as one step."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.domain.merging.resolution import Resolution
from selfassess.domain.merging.three_way import WHOLE
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import RemoveRecord, SetField
from selfassess.services.exporting.export import export_workbook
from tests import making
from tests.ui.import_file.coming_back import ComingBack, judgement, run
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import STOPPED, ImportFileDialog
from ui.dialogs.import_file.merge.conflict_card import ConflictCard
from ui.dialogs.import_file.merge.difference_list import TICK
from ui.dialogs.import_file.merge.lines import NOT_UNDERSTOOD, Group
from ui.widgets import dialogs
from ui.widgets.reading_order import iterate_stops

Open = Callable[[Workspace], ImportFileDialog]
Read = Callable[[ImportFileDialog, Path], None]
Take = Callable[[ImportFileDialog], None]


def decide(dialog: ImportFileDialog, record: Record, resolution: Resolution) -> ConflictCard:
    """Go to a record's conflict and end it by the button for it."""
    dialog.changes.table.choose_row(record.id)
    card = dialog.changes.detail.conflicts["summary"]
    assert isinstance(card, ConflictCard)
    card.ends.buttons[resolution].click()
    return card


def find(workspace: Workspace, record: Record) -> Record | None:
    """A record as it is now."""
    return workspace.session.current.by_id.get(record.id)


def test_what_the_file_is_and_what_it_would_do_is_said_before_anything_happens(
    merging: ImportFileDialog, example: Workspace
) -> None:
    before = example.session.read_history()
    assert "An Excel export of this workbook, as it was on" in merging.file.text()
    assert merging.file.text().endswith("It holds CQC 2024 and 2024-25.")
    assert merging.changes.summary.text() == "3 changed, 1 new, 1 removed, 3 in conflict, 2 not understood."
    assert [button.text() for button in merging.changes.filters.buttons()] == [
        "All (8)", "Changed (3)", "New (1)", "Removed (1)", "In conflict (3)", "Not understood (2)",
    ]  # fmt: skip
    assert example.session.read_history() == before


def test_rows_are_accepted_and_left_and_conflicts_end_each_way(
    merging: ImportFileDialog, example: Workspace, back: ComingBack, take: Take
) -> None:
    changes = merging.changes
    assert not merging.take.isEnabled()
    assert merging.waiting.text() == "3 conflicts still to decide ›"
    decide(merging, back.mine, Resolution.MINE)
    decide(merging, back.theirs, Resolution.THEIRS)
    assert merging.waiting.text() == "1 conflict still to decide ›"
    both = decide(merging, back.both, Resolution.BOTH)
    assert both.both is not None
    changes.model.toggle_difference(back.risks[1].id)
    assert merging.take.text() == "Import 6 changes"
    take(merging)
    assert str(judgement(example, "equity")["summary"]).endswith("Mine: the data came in.")
    assert str(judgement(example, "safeguarding")["summary"]).endswith("Theirs: the board agreed.")
    kept = str(judgement(example, "governance")["summary"])
    assert "Mine: the data came in.\n\nMore." in kept
    assert kept.endswith("Theirs: the board agreed.")
    first, second = (find(example, risk) for risk in back.risks[:2])
    assert first is not None
    assert second is not None
    assert str(first["controls"]).endswith("A second team began in May.")
    assert first["owner"] == "Somebody here"
    assert second["likelihood"] == back.risks[1]["likelihood"]
    assert find(example, back.contact) is None
    titles = [record["title"] for record in example.session.current.records_of("strength")]
    assert "A panel of people with lived experience" in titles
    assert "Written here" in titles


def test_all_of_it_is_one_step_to_undo(
    merging: ImportFileDialog, example: Workspace, back: ComingBack, take: Take
) -> None:
    before = dict(example.session.current.by_id)
    merging.changes.all_theirs.click()
    take(merging)
    assert example.session.current.by_id != before
    assert "Undo takes all of it out again" in merging.result_page.said.message_text
    merging.result_page.undo.click()
    assert example.session.current.by_id == before
    assert merging.result_page.undo.isHidden()


def test_the_report_says_what_was_taken_left_and_not_understood(
    merging: ImportFileDialog,
    back: ComingBack,
    tmp_path: Path,
    take: Take,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    merging.changes.all_mine.click()
    merging.changes.model.toggle_difference(back.contact.id)
    take(merging)
    monkeypatch.setattr(
        dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(tmp_path / "r")
    )
    merging.result_page.save.click()
    qtbot.waitUntil(lambda: merging.said.message_text.startswith("The report was saved as"))
    words = (tmp_path / "r.txt").read_text(encoding="utf-8-sig")
    assert "Left as it was" in words
    assert "A panel of people with lived experience" in words
    assert "Sheet “Risks”, row 4, column “Severity”" in words


def test_what_was_not_understood_is_told_by_sheet_row_and_column_and_can_be_copied(merging: ImportFileDialog) -> None:
    button = merging.changes.filters.buttons()[-1]
    button.click()
    troubles = merging.changes.troubles
    assert troubles.isVisible()
    told = [(t.problem.sheet, t.problem.row, t.problem.column) for t in troubles.troubles]
    assert told == [("Risks", 4, "Severity"), ("Actions", 2, "Due on")]
    troubles.table.selectRow(0)
    assert "very high" in troubles.why.text()
    troubles.copy.click()
    rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert rows[0] == ["Sheet", "Row", "Column", "What", "Why"]
    assert rows[1][:4] == ["Risks", "4", "Severity", "Risk"]


def test_filters_show_a_group_and_the_boxes_above_the_texts_work_on_what_is_shown(merging: ImportFileDialog) -> None:
    changes = merging.changes
    changes.show_line_group(Group.CHANGED)
    assert changes.model.rowCount() == 3
    changes.none.click()
    assert len(changes.choices.left) == 3
    changes.show_line_group("")
    changes.none.click()
    assert merging.waiting.isHidden()
    assert not merging.take.isEnabled()
    assert "Nothing would change" in merging.reason.text()
    changes.all.click()
    assert not changes.choices.left
    changes.show_line_group(NOT_UNDERSTOOD)
    assert changes.troubles.isVisible()


def test_space_takes_and_leaves_the_row_one_is_on(merging: ImportFileDialog, back: ComingBack, qtbot: QtBot) -> None:
    table, model = merging.changes.table, merging.changes.model
    table.choose_row(back.contact.id)
    index = model.index(model.row_place(back.contact.id) or 0, TICK)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Take: no"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked


def test_the_box_of_a_row_can_be_clicked(merging: ImportFileDialog, back: ComingBack, qtbot: QtBot) -> None:
    table, model = merging.changes.table, merging.changes.model
    table.choose_row(back.contact.id)
    box = table.visualRect(model.index(model.row_place(back.contact.id) or 0, TICK))
    place = box.topLeft()
    place.setX(place.x() + 12)
    place.setY(box.center().y())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert back.contact.id in merging.changes.choices.left


def test_the_link_leads_from_one_open_conflict_to_the_next(merging: ImportFileDialog, back: ComingBack) -> None:
    changes = merging.changes
    changes.show_line_group(Group.NEW)
    merging.waiting.click()
    assert changes.table.current_row_id() == back.mine.id
    decide(merging, back.mine, Resolution.MINE)
    merging.waiting.click()
    assert changes.table.current_row_id() == back.theirs.id
    decide(merging, back.theirs, Resolution.MINE)
    decide(merging, back.both, Resolution.MINE)
    assert merging.waiting.isHidden()


def test_words_that_went_and_came_are_marked_and_told(merging: ImportFileDialog, back: ComingBack) -> None:
    merging.changes.table.choose_row(back.risks[0].id)
    words = merging.changes.detail.words["controls"]
    assert "Added: “" in words.marked.accessibleDescription()
    assert "A second team began in May" in words.marked.toPlainText()
    merging.changes.table.choose_row(back.risks[1].id)
    likelihood = merging.changes.detail.words["likelihood"].marked.accessibleDescription()
    assert likelihood == f"Removed: “{back.risks[1]['likelihood']}”. Added: “5”."


@pytest.mark.parametrize(("ending", "called"), [("xlsx", "An Excel export"), ("docx", "A Word export")])
def test_taken_in_again_everything_is_here_already(
    example: Workspace, tmp_path: Path, open_dialog: Open, read: Read, ending: str, called: str
) -> None:
    out = tmp_path / f"as it was.{ending}"
    export_workbook(example.session.path, out)
    dialog = open_dialog(example)
    read(dialog, out)
    assert dialog.said.message_text == f"Everything in as it was.{ending} is in this workbook already."
    assert dialog.found is not None
    assert dialog.found.sentence.startswith(f"{called} of this workbook")
    assert not dialog.take.isEnabled()


def test_the_same_file_twice_finds_nothing_more(
    merging: ImportFileDialog, example: Workspace, back: ComingBack, open_dialog: Open, read: Read, take: Take
) -> None:
    merging.changes.all_theirs.click()
    take(merging)
    again = open_dialog(example)
    read(again, back.path)
    assert "is in this workbook already" in again.said.message_text
    assert again.changes.summary.text() == "2 not understood."
    assert not again.take.isEnabled()


def test_removed_on_one_side_and_changed_on_the_other_is_decided_as_a_whole(
    example: Workspace, back: ComingBack, open_dialog: Open, read: Read, take: Take
) -> None:
    run(example, RemoveRecord(back.risks[0].id))
    run(example, SetField(back.contact.id, "purpose", "Written here after the export"))
    dialog = open_dialog(example)
    read(dialog, back.path)
    detail = dialog.changes.detail
    dialog.changes.table.choose_row(back.contact.id)
    assert "purpose" in detail.words
    detail.conflicts[WHOLE].ends.buttons[Resolution.MINE].click()
    dialog.changes.table.choose_row(back.risks[0].id)
    detail.conflicts[WHOLE].ends.buttons[Resolution.THEIRS].click()
    dialog.changes.all_mine.click()
    take(dialog)
    assert find(example, back.contact) is not None
    brought = find(example, back.risks[0])
    assert brought is not None
    assert str(brought["controls"]).endswith("A second team began in May.")


def test_another_copy_of_this_workbook_is_merged_field_by_field(
    example: Workspace, tmp_path: Path, open_dialog: Open, read: Read, take: Take
) -> None:
    shutil.copy(example.session.path, tmp_path / "copy.sawb")
    theirs = making.session(tmp_path / "copy.sawb")
    record = judgement(example, "equity")
    theirs.run_command(SetField(record.id, "lead", "Somebody there"))
    theirs.run_command(SetField(record.id, "summary", "Written there."))
    run(example, SetField(record.id, "summary", "Written here."))
    dialog = open_dialog(example)
    read(dialog, tmp_path / "copy.sawb")
    assert (
        "A copy of this workbook, with 2 changes by Tester since 17 February 2025 that are not here."
        in dialog.file.text()
    )
    assert "by Tester" in dialog.file.text()
    card = decide(dialog, record, Resolution.THEIRS)
    assert card.sides.was == "As it was before"
    take(dialog)
    assert judgement(example, "equity")["lead"] == "Somebody there"
    assert judgement(example, "equity")["summary"] == "Written there."


def test_tab_goes_through_it_as_it_is_read(merging: ImportFileDialog, back: ComingBack, qtbot: QtBot) -> None:
    merging.changes.table.choose_row(back.mine.id)
    card = merging.changes.detail.conflicts["summary"]
    passed = list(iterate_stops(merging))
    places = [
        passed.index(part)
        for part in (
            merging.choose, merging.changes.filters.buttons()[0], merging.changes.table, merging.changes.all,
            card.ends.buttons[Resolution.MINE], merging.waiting, merging.stop,
        )
    ]  # fmt: skip
    assert places == sorted(places)
    merging.activateWindow()
    merging.choose.setFocus()
    qtbot.keyClick(merging.choose, Qt.Key.Key_Tab)
    assert merging.focusWidget() is merging.changes.filters.buttons()[0]
    qtbot.keyClick(merging.focusWidget(), Qt.Key.Key_Backtab)
    assert merging.focusWidget() is merging.choose


def test_every_part_one_can_reach_has_a_name(merging: ImportFileDialog) -> None:
    for line in merging.changes.shown.lines if merging.changes.shown else ():
        merging.changes.table.choose_row(line.id)
        for part in iterate_stops(merging):
            name = part.accessibleName() or (part.text() if hasattr(part, "text") else "")
            assert name, type(part)


def test_stopping_while_it_writes_changes_nothing(merging: ImportFileDialog, example: Workspace, qtbot: QtBot) -> None:
    before = example.session.read_history()
    merging.changes.all_theirs.click()
    merging.take.click()
    writing = merging.task
    assert writing is not None
    with qtbot.waitSignal(writing.progressed):
        pass
    merging.close()
    assert merging.isVisible()
    assert merging.said.message_text == STOPPED
    assert example.session.read_history() == before
    run(example, SetField(judgement(example, "equity").id, "lead", "Somebody"))


def test_what_was_changed_since_the_reading_is_not_written_over(
    merging: ImportFileDialog, example: Workspace, qtbot: QtBot
) -> None:
    merging.changes.all_theirs.click()
    run(example, SetField(judgement(example, "equity").id, "lead", "Somebody"))
    before = example.session.read_history()
    merging.take.click()
    qtbot.waitUntil(lambda: merging.task is None)
    assert "was changed since" in merging.said.message_text
    assert example.session.read_history() == before
