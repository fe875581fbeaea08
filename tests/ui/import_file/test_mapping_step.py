"""The step in which a person says what a spreadsheet means: with real files, by hand, saved and used again."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from selfassess.exchange import foreign
from selfassess.services.importing.spreadsheet_mapping.entries import BY_HAND, Entry
from selfassess.services.importing.spreadsheet_mapping.meanings import WAYS
from selfassess.services.workbook.settings import Settings
from tests.exchange.foreign_making import ACTION_PLAN, ASKED, FRAMEWORK, SHAPES, Rows, book, column, sheet, written
from tests.ui.import_file.mapping_making import spreadsheet, taken_of
from tests.work import MOMENT, CallCounter
from ui.bridge.tasks import Task
from ui.dialogs.import_file.mapping.step import MappingStep
from ui.widgets import dialogs

THREE = {name: rows for name, rows in SHAPES.values() if name in ("Action plan", "QS7 Safeguarding", "Workbook")}
Show = Callable[[foreign.Book], MappingStep]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a spreadsheet in a step of the size that a dialog gives it."""

    def shown(theirs: foreign.Book) -> MappingStep:
        step = MappingStep(Settings())
        qtbot.addWidget(step)
        step.resize(950, 500)
        step.show()
        step.show_spreadsheet(spreadsheet(theirs), "2024-25", ["2023-24", "2024-25"])
        settle(step, qtbot)
        return step

    return shown


@pytest.fixture
def step(show: Show, tmp_path: Path) -> MappingStep:
    """The step with a file of three shapes."""
    return show(foreign.open_book(written(tmp_path / "theirs.xlsx", THREE)))


def settle(step: MappingStep, qtbot: QtBot) -> None:
    """Wait until everything is worked out."""
    qtbot.waitUntil(
        lambda: step.outcome is not None and step.reason_mapping_incomplete() != LOOKED_THROUGH, timeout=30_000
    )


LOOKED_THROUGH = "The sheets are still being looked through."


def entry(step: MappingStep, heading: str) -> Entry:
    return next(each for each in step.build_sheet_entries() if each.heading == heading)


def said(step: MappingStep) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    step.said.connect(lambda words, kind: told.append((words, kind)))
    return told


def whats(step: MappingStep) -> dict[str, str]:
    return {line.name: line.what for line in step.sheets.lines}


def test_three_shapes_are_proposed_and_can_be_taken_at_once(step: MappingStep) -> None:
    assert whats(step) == {
        "Action plan": "Actions, one row each",
        "QS7 Safeguarding": "Safeguarding: questions and answers",
        "Workbook": "Questions and answers, about several statements or none",
    }
    assert step.is_ready()
    assert step.year_label() == "2024-25"
    result = taken_of(step)
    assert column(result, "action", "title")[0] == "Recruit six social workers"
    assert result.incoming.workbook.assessments[0].label == "2024-25"


def test_the_whole_of_it_is_taken_on_a_worker(step: MappingStep, qtbot: QtBot) -> None:
    task = Task(lambda progress, cancelled: taken_of(step))
    with qtbot.waitSignal(task.done, timeout=20_000) as told:
        task.start()
    assert told.args is not None
    assert column(told.args[0], "strength", "title")[0] == "One front door"


def test_the_first_rows_are_shown_as_they_would_arrive(step: MappingStep) -> None:
    words = step.pane.arriving.toPlainText()
    assert words.startswith("Action: Recruit six social workers")
    assert "Owner: Jo Bell · Due on: 31 March 2025" in words
    step.list.choose_sheet("QS7 Safeguarding")
    assert step.pane.arriving.toPlainText().startswith("Judgement: Safeguarding")


def test_what_would_not_be_taken_is_counted_and_listed_with_place_and_reason(step: MappingStep) -> None:
    assert step.outcome is not None
    assert step.pane.tabs.tabText(1) == f"Not taken ({len(step.outcome.left)})"
    assert step.outcome.left == taken_of(step).left
    model = step.pane.left
    assert [model.data(model.index(1, number)) for number in range(5)] == [
        "Action plan",
        "4",
        "G",
        "90",
        "its column has no meaning yet",
    ]
    step.pane.tabs.setCurrentIndex(1)
    step.pane.copy_cells_left()
    assert "Action plan\t4\tG\t90\tits column has no meaning yet" in QApplication.clipboard().text()


def test_a_meaning_set_by_hand_is_used_and_said(step: MappingStep, qtbot: QtBot) -> None:
    assert step.part.said.text() == "1 meaning is not certain: please check it."
    with qtbot.waitSignal(step.changed):
        step.part.table.meant.emit(entry(step, "Budget").id, "outcome")
    assert entry(step, "Budget").check == BY_HAND
    assert step.part.said.text().startswith("Every column and label has a meaning")
    settle(step, qtbot)
    assert "Outcome for people: 90" in step.pane.arriving.toPlainText()
    assert column(taken_of(step), "action", "outcome")[0] == "90"


def test_a_sheet_without_its_tick_is_left_out_and_listed(step: MappingStep, qtbot: QtBot) -> None:
    step.list.choose_sheet("QS7 Safeguarding")
    qtbot.keyClick(step.list, Qt.Key.Key_Space)
    settle(step, qtbot)
    assert whats(step)["QS7 Safeguarding"] == "Left out"
    assert step.part.table.isHidden()
    assert "this sheet is left aside" in {each.why for each in taken_of(step).left if each.sheet == "QS7 Safeguarding"}
    for name in ("Action plan", "Workbook"):
        step.include_sheet(name, False)
    assert step.reason_mapping_incomplete() == "Every sheet is left out. Tick those that are to be imported."


def test_a_sheet_is_read_in_another_way(step: MappingStep, qtbot: QtBot) -> None:
    step.part.way_chosen.emit("table.risk")
    assert not step.is_ready()
    settle(step, qtbot)
    assert whats(step)["Action plan"] == "Risks, one row each"
    assert {each.kind for each in step.build_sheet_entries()} == {"risk"}


def test_another_row_of_headings_is_read_once_the_person_stays_on_it(step: MappingStep, qtbot: QtBot) -> None:
    combo = step.part.row
    assert combo.currentText().startswith("3:  CQC quality statement | Area for improvement")
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert step.reason_mapping_incomplete() == LOOKED_THROUGH
    settle(step, qtbot)
    assert combo.currentText().startswith("5:  QS3")
    part = step.current_draft().mapping.find_sheet_mapping("Action plan")
    assert part is not None
    assert (part.kind, part.header_row) == ("action", 5)


def test_what_is_set_for_one_sheet_holds_while_another_is_read_again(step: MappingStep, qtbot: QtBot) -> None:
    step.part.way_chosen.emit("table.risk")
    step.include_sheet("Workbook", False)
    settle(step, qtbot)
    assert (whats(step)["Action plan"], whats(step)["Workbook"]) == ("Risks, one row each", "Left out")


def test_two_sheets_are_read_again_one_after_the_other(step: MappingStep, qtbot: QtBot) -> None:
    step.read_sheet_as("table.improvement")
    step.read_sheet_as("table.risk")
    step.list.choose_sheet("Workbook")
    step.read_sheet_as("tab")
    settle(step, qtbot)
    assert (whats(step)["Action plan"], whats(step)["Workbook"]) == ("Risks, one row each", WAYS[-2].words)


def test_a_sheet_is_about_the_statement_that_is_chosen_for_it(step: MappingStep, qtbot: QtBot) -> None:
    step.list.choose_sheet("QS7 Safeguarding")
    step.part.statement.setCurrentIndex(step.part.statement.findData("equity"))
    step.part.statement.activated.emit(step.part.statement.currentIndex())
    settle(step, qtbot)
    assert whats(step)["QS7 Safeguarding"] == "Equity in experiences and outcomes: questions and answers"
    assert ("equity", 3) in column(taken_of(step), "judgement", "quality_statement", "score")


def test_a_label_that_nobody_knew_is_offered_and_given_a_meaning(step: MappingStep, qtbot: QtBot) -> None:
    step.list.choose_sheet("Workbook")
    step.set_entry_meaning(entry(step, "Favourite colour").id, "section.summary")
    settle(step, qtbot)
    assert "Blue" in column(taken_of(step), "section", "text")
    step.set_entry_meaning(entry(step, "Favourite colour").id, "")
    assert entry(step, "Favourite colour").meaning == ""


# --- saved mappings --------------------------------------------------------------------------------------------------


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Answer every question for a file with this one."""
    monkeypatch.setattr(dialogs, "ask_file_to_open", lambda parent, title, filters, folder, chosen: chosen(path))
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(path))


def test_a_mapping_is_saved_and_reads_the_next_file_the_same_way(
    step: MappingStep, show: Show, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "ours.mapping.json")
    step.set_entry_meaning(entry(step, "Budget").id, "outcome")
    told = said(step)
    step.keep.click()
    assert told == [
        ("Saved as ours.mapping.json. “Use a saved mapping” reads the next such file the same way.", "good")
    ]
    assert foreign.read_mapping_file(tmp_path / "ours.mapping.json") == step.current_draft().mapping
    moved: Mapping[str, Rows] = {"Action plan": ((), (), *ACTION_PLAN), "New": ACTION_PLAN[2:], "Workbook": ()}
    other = show(foreign.open_book(written(tmp_path / "next.xlsx", moved)))
    told = said(other)
    other.use.click()
    settle(other, qtbot)
    assert (entry(other, "Budget").meaning_words, entry(other, "Budget").check) == ("Outcome for people", "As saved")
    assert whats(other) == {"Action plan": "Actions, one row each", "New": "Left out", "Workbook": "Empty"}
    assert other.part.row.currentText().startswith("5:  CQC quality statement")
    assert told[0][1] == "info"
    assert "“New” is new to it and left out; tick what is to be taken." in told[0][0]
    assert column(taken_of(other), "action", "outcome")[0] == "90"
    other.include_sheet("New", True)
    settle(other, qtbot)
    assert len(column(taken_of(other), "action", "title")) == 8


def test_a_mapping_of_another_file_changes_nothing_and_is_refused_in_a_sentence(
    step: MappingStep, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = book(sheet("Elsewhere", ACTION_PLAN))
    foreign.write_mapping_file(foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED), tmp_path / "other.mapping.json")
    answer(monkeypatch, tmp_path / "other.mapping.json")
    before, told = step.current_draft().mapping, said(step)
    step.use.click()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [
        (
            "other.mapping.json was made for another spreadsheet: none of its sheets is in theirs.xlsx. The columns "
            "are as they were before.",
            "error",
        )
    ]
    assert step.current_draft().mapping == before
    assert step.is_ready()


def test_a_mapping_whose_headings_are_nowhere_in_the_file_is_refused_too(
    step: MappingStep, tmp_path: Path, qtbot: QtBot
) -> None:
    theirs = book(sheet("Action plan", (("Contact", "Phone", "E-mail"), ("Ann", "0123", "a@b"))))
    foreign.write_mapping_file(foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED), tmp_path / "other.mapping.json")
    told = said(step)
    step.use_saved_mapping(tmp_path / "other.mapping.json")
    qtbot.waitUntil(lambda: bool(told))
    assert "none of its headings are in theirs.xlsx" in told[0][0]


@pytest.mark.parametrize("content", ["", "{}", '{"format": "selfassess mapping", "version": 9}', "\x00\xff"])
def test_a_file_that_is_no_mapping_is_refused_by_name(
    step: MappingStep, tmp_path: Path, qtbot: QtBot, content: str
) -> None:
    (tmp_path / "letter.json").write_text(content, encoding="latin-1")
    told = said(step)
    step.use_saved_mapping(tmp_path / "letter.json")
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0].startswith("letter.json")
    assert told[0][1] == "error"
    assert step.is_ready()


def test_a_mapping_that_cannot_be_written_is_said(step: MappingStep, tmp_path: Path) -> None:
    told = said(step)
    step.save_mapping(tmp_path / "nowhere" / "x.mapping.json")
    assert told[0][1] == "error"
    assert "cannot be written" in told[0][0]


def test_a_pattern_for_many_sheets_is_changed_for_one_only(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    rows = (("Score", "3"), ("What is working well?", "Much"))
    step = show(book(sheet("Part 1", rows), sheet("Part 2", rows)))
    kept = foreign.propose_book_mapping(book(sheet("Part 1", rows)), FRAMEWORK, ASKED)
    foreign.write_mapping_file(foreign.with_sheet(kept, "Part 1", sheet="Part *"), tmp_path / "many.mapping.json")
    step.use_saved_mapping(tmp_path / "many.mapping.json")
    settle(step, qtbot)
    step.list.choose_sheet("Part 2")
    step.set_entry_meaning(entry(step, "What is working well?").id, "")
    assert [
        len(part.questions)
        for name in ("Part 1", "Part 2")
        if (part := step.current_draft().mapping.find_sheet_mapping(name))
    ] == [2, 1]
    assert entry(step, "What is working well?").check == BY_HAND


# --- the year --------------------------------------------------------------------------------------------------------


def test_the_year_is_one_that_is_there_or_a_new_one(step: MappingStep) -> None:
    assert [step.year.line.itemText(number) for number in range(step.year.line.count())] == ["2023-24", "2024-25"]
    assert step.year.said.text() == "Adds to this year"
    step.year.line.setEditText(" 2022-23 ")
    assert (step.year_label(), step.year.said.text()) == ("2022-23", "A new year")
    assert step.is_ready()


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("  ", "A year needs a name, such as 2025-26."),
        ("x" * 12_000, "The name of the year has 12,000 characters; it can have 60."),
        ("2031\u202e-32", "The name of the year has characters that cannot be seen. Type it anew."),
    ],
)
def test_a_name_that_no_year_can_have_holds_it_back(step: MappingStep, label: str, why: str) -> None:
    step.year.line.setEditText(label)
    assert not step.is_ready()
    assert step.reason_mapping_incomplete() == why == step.year.said.text()


def test_a_name_like_markup_is_a_name_like_any_other(step: MappingStep) -> None:
    step.year.line.setEditText("<b>2024</b>")
    assert step.is_ready()
    assert taken_of(step).incoming.workbook.assessments[0].label == "<b>2024</b>"


# --- whole files -----------------------------------------------------------------------------------------------------


def test_nothing_can_be_taken_before_the_sheets_are_looked_through(qtbot: QtBot) -> None:
    step = MappingStep(Settings())
    qtbot.addWidget(step)
    assert step.reason_mapping_incomplete() == LOOKED_THROUGH
    assert not step.use.isEnabled()


def test_a_file_of_which_nothing_is_understood_says_what_to_do(show: Show) -> None:
    step = show(book(sheet("Lunch", (("Monday", "Soup"), ("Tuesday", "Pie")))))
    assert whats(step) == {"Lunch": "Not understood yet"}
    assert step.reason_mapping_incomplete() == "Say what the sheets hold that are ticked."
    assert step.part.said.text().startswith("It is not clear what this sheet holds.")


def test_rows_of_which_nobody_knows_the_statement_arrive_once_it_is_chosen(show: Show, qtbot: QtBot) -> None:
    step = show(book(sheet("Strengths", (("Strength", "Impact on people"), ("Quick answers", "Less worry")))))
    assert step.part.said.text().startswith("Nothing would arrive yet: no column says which quality statement")
    assert not step.is_ready()
    step.set_sheet_statement("equity")
    settle(step, qtbot)
    assert step.part.said.text().startswith("Every column and label has a meaning")
    assert step.is_ready()
    assert column(taken_of(step), "strength", "quality_statement", "title") == [("equity", "Quick answers")]


def test_actions_arrive_also_where_no_statement_is_named(show: Show, qtbot: QtBot) -> None:
    step = show(book(sheet("Actions", (("Action", "Owner"), ("Do it", "Ann")))))
    settle(step, qtbot)
    assert step.is_ready()
    assert column(taken_of(step), "action", "quality_statement", "title") == [(None, "Do it")]


def test_a_mapping_that_gives_nothing_is_not_ready(step: MappingStep, qtbot: QtBot) -> None:
    for name in ("QS7 Safeguarding", "Workbook"):
        step.include_sheet(name, False)
    step.list.choose_sheet("Action plan")
    for heading in ("Area for improvement", "Action required", "Lead officer", "By when", "RAG"):
        step.set_entry_meaning(entry(step, heading).id, "")
    settle(step, qtbot)
    assert step.reason_mapping_incomplete().startswith("Nothing would arrive yet.")


def test_another_file_takes_the_place_of_the_first(step: MappingStep, qtbot: QtBot) -> None:
    step.show_spreadsheet(spreadsheet(book(sheet("Risks", (("Risk", "Owner"), ("It fails", "Ann"))))), "2025-26", [])
    settle(step, qtbot)
    assert whats(step) == {"Risks": "Risks, one row each"}
    assert step.part.said.text() != ""
    assert step.year_label() == "2025-26"


def test_a_step_that_goes_while_it_reads_leaves_nothing_behind(qtbot: QtBot) -> None:
    step = MappingStep(Settings())
    step.show_spreadsheet(spreadsheet(book(sheet("Plan", ACTION_PLAN))), "2024-25", [])
    with qtbot.waitSignal(step.destroyed):
        step.deleteLater()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(20)


def test_contacts_are_about_no_statement(show: Show) -> None:
    step = show(book(sheet("Contacts", (("Organisation", "Phone", "E-mail"), ("Carers’ centre", "0123", "a@b")))))
    assert whats(step) == {"Contacts": "Contacts, one row each"}
    assert step.part.statement.isHidden()


def test_every_control_has_a_name(step: MappingStep) -> None:
    part = step.part
    named: list[QWidget] = [step.list, part.way, part.row, part.statement, part.table, step.pane.tabs]
    named += [step.pane.left_table, step.pane.arriving, step.year.line]
    assert [type(each).__name__ for each in named if not each.accessibleName()] == []


def test_five_thousand_rows_do_not_stop_the_window(show: Show, qtbot: QtBot) -> None:
    step = show(book(sheet("Empty", (("Risk", "Owner"), ("x", "y")))))
    rows = [list(ACTION_PLAN[2])]
    rows += [["QS3", f"Area {n}", f"Action {n}", "Jo Bell", "30/06/2025", "Green", n] for n in range(5_000)]
    turns: list[int] = []

    def tick() -> None:
        turns.append(work.count)
        work.count = 0

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    with CallCounter() as work:
        step.show_spreadsheet(spreadsheet(book(sheet("Plan", rows))), "2024-25", [])
        settle(step, qtbot)
        step.set_entry_meaning(entry(step, "Budget").id, "outcome")
        settle(step, qtbot)
    timer.stop()
    assert column(taken_of(step), "action", "outcome")[-1] == "4999"
    assert max(turns) < MOMENT
