"""What words mean and what rows are about is asked in the step of the mapping, and pairs of rows before the merge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from selfassess.exchange import foreign
from selfassess.services.importing.spreadsheet_mapping.answers import CHOSEN, KNOWN, TO_CHOOSE, UNCERTAIN
from selfassess.services.workbook.settings import Settings
from tests.exchange.foreign_making import Rows, book, records, sheet
from tests.ui.import_file.coming_back import run
from tests.ui.import_file.mapping_making import spreadsheet, taken_of
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.dialogs.import_file.mapping.step import MappingStep
from ui.dialogs.import_file.merge.row_pairs import NEW, SAME

LONG = 30_000
REGISTER: Rows = [
    ["Risk", "Area for improvement", "Likelihood", "Impact"],
    ["Enquiries about abuse wait", None, "High", "Orange"],
    ["The hall is cold", None, "3", "Orange"],
]


def _settle(step: MappingStep, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: step.outcome is not None, timeout=LONG)


@pytest.fixture
def step(qtbot: QtBot) -> MappingStep:
    made = MappingStep(Settings())
    qtbot.addWidget(made)
    made.resize(950, 500)
    made.show()
    made.show_spreadsheet(spreadsheet(book(sheet("Register", REGISTER))), "2024-25", ["2023-24"])
    _settle(made, qtbot)
    return made


def _line(step: MappingStep, text: str) -> object:
    return next(each for each in step.pane.words.all_answers if each.text == text)


def test_words_are_listed_with_how_often_and_what_they_mean_and_open_ones_hold_up_the_next_step(
    step: MappingStep,
) -> None:
    found = {each.text: (each.number, each.chosen_words, each.check) for each in step.pane.words.all_answers}
    assert found == {"Orange": (2, "Please choose", TO_CHOOSE), "High": (1, "4", UNCERTAIN), "3": (1, "3", KNOWN)}
    assert step.pane.tabs.isTabVisible(3)
    assert step.reason_mapping_incomplete().startswith("Choose under “What words mean”")


def test_a_chosen_meaning_is_kept_in_the_mapping_and_lets_one_go_on(step: MappingStep, qtbot: QtBot) -> None:
    step.pane.words_table.answered.emit(_line(step, "Orange"), "3")
    _settle(step, qtbot)
    assert step.is_ready()
    assert {each.text: each.check for each in step.pane.words.all_answers}["Orange"] == CHOSEN
    part = step.current_draft().mapping.find_sheet_mapping("Register")
    assert part is not None
    assert [(each.word, each.means) for column in part.columns for each in column.values] == [("Orange", "3")]
    assert [each["severity"] for each in records(taken_of(step), "risk")] == [3, 3]


def test_all_open_words_can_be_left_empty_at_once(step: MappingStep, qtbot: QtBot) -> None:
    step.pane.leave_rest.click()
    _settle(step, qtbot)
    assert step.is_ready()
    assert [each["severity"] for each in records(taken_of(step), "risk")] == [None, None]


def test_rows_without_a_statement_are_offered_with_a_proposal_and_placed(step: MappingStep, qtbot: QtBot) -> None:
    step.pane.leave_rest.click()
    _settle(step, qtbot)
    first, second = step.pane.places.all_answers
    assert (first.text, first.proposal) == ("Enquiries about abuse wait", "7. Safeguarding")
    assert (second.text, second.proposal) == ("The hall is cold", "")
    step.pane.use_proposals.click()
    _settle(step, qtbot)
    assert [each["quality_statement"] for each in records(taken_of(step), "risk")] == [
        "safeguarding",
        None,
    ]
    cold = next(each for each in step.pane.places.all_answers if each.text == "The hall is cold")
    step.pane.places_table.answered.emit(cold, "governance")
    _settle(step, qtbot)
    assert [each["quality_statement"] for each in records(taken_of(step), "risk")] == [
        "safeguarding",
        "governance",
    ]


def test_the_pages_of_answers_are_not_there_where_nothing_is_asked(step: MappingStep, qtbot: QtBot) -> None:
    plain = book(sheet("Plan", [["Action", "Quality statement"], ["Train teams", "Equity"]]))
    step.show_spreadsheet(spreadsheet(plain), "2024-25", [])
    _settle(step, qtbot)
    assert not step.pane.tabs.isTabVisible(3)
    assert not step.pane.tabs.isTabVisible(4)
    assert isinstance(step.current_draft().mapping, foreign.Mapping)


@pytest.mark.parametrize(("answer", "titles"), [(SAME, 1), (NEW, 2)])
def test_a_row_that_may_be_a_record_is_asked_before_it_is_compared(
    blank_year: Workspace,
    tmp_path: Path,
    open_dialog: Callable[[Workspace], ImportFileDialog],
    read: Callable[[ImportFileDialog, Path], None],
    take: Callable[[ImportFileDialog], None],
    qtbot: QtBot,
    answer: str,
    titles: int,
) -> None:
    here = {"quality_statement": "safeguarding", "title": "Recruit two social workers",
            "owner": "Head of safeguarding", "progress": "Advert is out since May"}  # fmt: skip
    run(blank_year, AddRecord("action", "here-already", here))
    theirs = Book()
    theirs.worksheets[0].append(["Quality statement", "Action", "Lead", "Progress"])
    theirs.worksheets[0].append(
        ["Safeguarding", "Fill the vacancies", "Head of safeguarding", "Advert is out since June"]
    )
    theirs.save(tmp_path / "tracker.xlsx")
    dialog = open_dialog(blank_year)
    read(dialog, tmp_path / "tracker.xlsx")
    qtbot.waitUntil(lambda: dialog.mapping.outcome is not None, timeout=LONG)
    dialog.mapping.year.line.setEditText("2025-26")
    qtbot.waitUntil(dialog.take.isEnabled, timeout=LONG)
    take(dialog)
    assert dialog.steps.currentWidget() is dialog.pairs
    assert not dialog.take.isEnabled()
    (question,) = dialog.pairs.model.shown_ids
    dialog.pairs.answer_row(question, answer)
    take(dialog)
    assert dialog.steps.currentWidget() is dialog.changes
    dialog.changes.all_theirs.click()
    take(dialog)
    assert len(blank_year.session.load_assessment(blank_year.session.assessments[0].id).records_of("action")) == titles
