"""The lists of the preview: their models, five thousand rows, long texts, and what a person has chosen so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.merging.resolution import Resolution
from selfassess.domain.merging.three_way import Merge, Outcome, merge_records
from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.import_result import Incoming, Place, Problem
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.text_diff import Mark, Piece
from selfassess.services.importing.plan_merge import Prepared
from tests.making import empty_assessment, workbook
from tests.work import MOMENT, CallCounter, count_calls
from ui.dialogs.import_file.merge.choices import Choices
from ui.dialogs.import_file.merge.conflict_card import ConflictCard, Sides
from ui.dialogs.import_file.merge.difference_list import TICK, DifferencesModel, TroubleList
from ui.dialogs.import_file.merge.lines import GONE, Group, build_troubles, format_troubles_as_table, summarise_lines
from ui.dialogs.import_file.merge.shortened import GAP, compare_values, cut_into_portions, shorten_pieces
from ui.dialogs.import_file.merge.side_by_side import COMPARING, NOTHING, Words
from ui.dialogs.import_file.merge.step import Changes, prepare_merge_lines

MANY = 5_000


def risk(number: int, year: Assessment, **values: object) -> Record:
    filled = {"title": f"Risk {number}", "quality_statement": "equity", "cause": "As it was.", **values}
    return blank_record("risk", f"risk-{number:05}", number, year.id, **filled)  # type: ignore[arg-type]


def prepared(count: int) -> Prepared:
    """A merge of risks: of each ten, one conflicts, one is new, one is removed, and the others are changed."""
    year = empty_assessment()
    base = [risk(number, year) for number in range(count)]
    mine = [risk(n, year, cause="Mine." if n % 10 == 0 else "As it was.") for n in range(count) if n % 10 != 1]
    theirs = [risk(n, year, cause="Theirs.") for n in range(count) if n % 10 != 2]
    base = [record for record in base if record.position % 10 != 1]
    sides = [{record.id: record for record in side} for side in (base, mine, theirs)]
    here, come = (replace(year, records={"risk": tuple(side)}) for side in (mine, theirs))
    places = {r.id: Place(sheet="Risks", row=r.position + 2, columns={}) for r in theirs}
    sides[2][year.id] = year.record
    for side in sides[:2]:
        side[year.id] = year.record
    return Prepared(
        source="back.xlsx",
        there=workbook(here),
        incoming=Incoming(workbook=workbook(come), places=places),
        merge=merge_records(*sides),
        notes=("First.", "Second.", "Third."),
    )


@pytest.fixture
def changes(qtbot: QtBot) -> Changes:
    made = Changes()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def test_the_model_of_differences_is_one_that_qt_accepts(changes: Changes) -> None:
    tester = QAbstractItemModelTester(changes.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    changes.show_merge(prepare_merge_lines(prepared(40)))
    changes.show_line_group(Group.NEW)
    changes.show_line_group("")
    changes.model.sort(3, Qt.SortOrder.DescendingOrder)
    changes.none.click()
    changes.all_mine.click()
    assert tester.model() is changes.model


def test_the_model_of_what_was_not_understood_is_one_that_qt_accepts(qtbot: QtBot) -> None:
    shown = TroubleList()
    qtbot.addWidget(shown)
    tester = QAbstractItemModelTester(shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    letters = "abcdefghijklmnopqrstuvwxyz"
    problems = [Problem(message=f"No {each}", sheet="Risks", row=2, column="Score") for each in letters]
    problems += [Problem(message="No number", sheet="Risks", row=n + 2, column="Score") for n in range(30)]
    shown.show_troubles(build_troubles(problems), "")
    shown.model.sort(1, Qt.SortOrder.DescendingOrder)
    assert tester.model().rowCount() == 27
    shown.table.choose_row("26")
    assert "Sheet “Risks”, row 2, column “Score”: No number" in shown.why.text()
    assert "and 18 more; “Copy the list” has them all" in shown.why.text()
    assert len(format_troubles_as_table(shown.troubles).splitlines()) == 57


def test_five_thousand_differences_are_quick_to_show_choose_filter_and_tick(changes: Changes) -> None:
    shown = prepare_merge_lines(prepared(MANY))
    assert len(shown.lines) == MANY
    acts: dict[str, Callable[[], object]] = {
        "show": lambda: changes.show_merge(shown),
        "begin": changes.go_to_first_line,
        "filter": lambda: changes.show_line_group(Group.CHANGED),
        "all again": lambda: changes.show_line_group(""),
        "sort": lambda: changes.model.sort(3, Qt.SortOrder.AscendingOrder),
        "choose": lambda: changes.table.choose_row(shown.lines[-1].id),
        "tick one": lambda: changes.model.toggle_difference(shown.lines[-1].id),
        "tick none": changes.none.click,
        "tick all": changes.all.click,
        "next": changes.go_to_next_conflict,
        "decide all": changes.all_theirs.click,
    }
    slow = {}
    for name, act in acts.items():
        calls = count_calls(act)
        if calls > MOMENT:
            slow[name] = calls
    assert not slow
    assert changes.choices.count_changes() == MANY


def test_what_would_happen_is_said_by_sign_and_word_and_counted(changes: Changes) -> None:
    shown = prepare_merge_lines(prepared(10))
    changes.show_merge(shown)
    assert summarise_lines(shown.lines, 4) == "7 changed, 1 new, 1 removed, 1 in conflict, 4 not understood."
    said = {line.group: changes.model.cell_words(line.id, TICK + 1) for line in shown.lines}
    assert said == {
        Group.CONFLICT: "! In conflict: to decide",
        Group.NEW: "+ New",
        Group.REMOVED: "− Removed",
        Group.CHANGED: "→ Changed",
    }
    conflict = next(line for line in shown.lines if line.group is Group.CONFLICT)
    assert conflict.place == "Risks, row 2"
    assert conflict.where == "Equity"
    changes.end_conflict(conflict.id, "cause", Resolution.BOTH)
    assert changes.model.cell_words(conflict.id, TICK + 1) == "! In conflict: keep both"
    changes.model.toggle_difference(conflict.id)
    assert changes.model.cell_words(conflict.id, TICK + 1) == "! In conflict: left as it is here"


def test_two_notes_are_shown_until_all_are_asked_for(changes: Changes) -> None:
    changes.show_merge(prepare_merge_lines(prepared(10)))
    assert "Second." in changes.notes.said.text()
    assert "Third." not in changes.notes.said.text()
    changes.notes.more.click()
    assert "Third." in changes.notes.said.text()
    assert changes.notes.more.isHidden()


def test_a_link_to_what_is_gone_is_not_shown_as_an_id(changes: Changes) -> None:
    made = prepared(10)
    year = made.there.assessments[0]
    before = risk(3, year)
    gone = "0f0f0f0f-0000-4000-8000-000000000000"
    after = replace(before, values={**before.values, "evidence": (gone,)})
    sides = [{year.id: year.record, record.id: record} for record in (before, before, after)]
    made = replace(made, merge=merge_records(*sides))
    changes.show_merge(prepare_merge_lines(made))
    changes.go_to_first_line()
    assert GONE in changes.detail.words["evidence"].marked.toPlainText()


def test_only_what_changes_something_counts() -> None:
    made = prepared(10).merge
    choices = Choices(made.differences)
    assert choices.count_changes() == 10
    (conflict,) = [each for each in made.differences if each.conflicting_fields]
    choices.decide_conflict(conflict.id, "cause", Resolution.MINE)
    assert choices.count_changes() == 9
    choices.decide_conflict(conflict.id, "cause", Resolution.THEIRS)
    assert choices.count_changes() == 10
    removed = made.differences_with(Outcome.REMOVED)[0]
    choices.take_differences((removed.id,), False)
    assert choices.count_changes() == 9
    assert choices.build_decisions().left == {removed.id}


def test_a_conflict_that_is_left_waits_for_nobody_and_deciding_takes_it() -> None:
    made: Merge = prepared(10).merge
    choices = Choices(made.differences)
    ((id, key),) = choices.list_open_conflicts()
    choices.take_differences((id,), False)
    assert not choices.list_open_conflicts()
    choices.decide_conflict(id, key, Resolution.MINE)
    assert id not in choices.left
    assert choices.describe_conflict_endings(id) == "keep mine"


def test_keep_both_shows_what_it_comes_to(qtbot: QtBot) -> None:
    sides = Sides(was="As it was", label="Cause", base="One.", mine="One. Two.", theirs="One. Three.", as_text=True)
    card = ConflictCard(sides, tuple(Resolution), None)
    qtbot.addWidget(card)
    card.show()
    assert all(not button.isChecked() for button in card.ends.buttons.values())
    card.ends.buttons[Resolution.BOTH].click()
    assert card.both is not None
    assert card.both.isVisible()
    card.ends.buttons[Resolution.MINE].click()
    assert card.both.isHidden()


def test_a_long_text_is_marked_aside_and_shortened_until_all_is_asked_for(qtbot: QtBot) -> None:
    before = "".join(f"Sentence number {n} says something. " for n in range(1_100))
    assert len(before) > 35_000
    after = before.replace("number 500 says", "number 500 never said")
    with CallCounter() as work:
        shown = Words("Text", before, after)
        qtbot.addWidget(shown)
        shown.show()
    assert work.count < MOMENT
    assert shown.said.text() == COMPARING
    qtbot.waitUntil(lambda: shown.waiting is None)
    assert "never said" in shown.marked.toPlainText()
    assert len(shown.marked.toPlainText()) < 2_000
    assert count_calls(shown.more.click) < MOMENT
    whole = shown.whole
    assert whole is not None
    qtbot.waitUntil(lambda: "number 1099" in whole.toPlainText())
    assert shown.more.isHidden()
    assert "".join(piece.text for part in cut_into_portions(shown.pieces) for piece in part) == before.replace(
        "number 500 says ", "number 500 says never said "
    )


def test_an_empty_value_says_that_it_is(qtbot: QtBot) -> None:
    shown = Words("Text", "", "")
    qtbot.addWidget(shown)
    shown.show()
    assert shown.said.text() == NOTHING


def test_numbers_are_replaced_whole_and_texts_word_by_word() -> None:
    assert compare_values("12", "13", as_text=False) == (Piece("12", Mark.REMOVED), Piece("13", Mark.ADDED))
    assert Piece("One ", Mark.SAME) in compare_values("One two", "One three", as_text=True)
    assert compare_values("", "new", as_text=True) == (Piece("new", Mark.ADDED),)


def test_shortening_keeps_what_changed_and_what_stands_beside_it() -> None:
    same = "word " * 400
    short = shorten_pieces((Piece(same, Mark.SAME), Piece("gone", Mark.REMOVED), Piece(same, Mark.SAME)))
    assert [piece.mark for piece in short] == [Mark.SAME, Mark.REMOVED, Mark.SAME]
    assert short[0].text.startswith(GAP)
    assert short[2].text.endswith(GAP)
    assert sum(len(piece.text) for piece in short) < 500
    whole = (Piece("short", Mark.SAME),)
    assert shorten_pieces(whole) == whole


def test_what_was_not_understood_is_copied_as_a_table() -> None:
    problem = Problem(message="Not\na number.", record="risk", sheet="Risks", row=4, column="Severity")
    assert (
        format_troubles_as_table(build_troubles([problem])).splitlines()[1] == "Risks\t4\tSeverity\tRisk\tNot a number."
    )


def test_the_empty_model_has_nothing_to_tick(qtbot: QtBot) -> None:
    model = DifferencesModel()
    assert model.rowCount() == 0
    assert not model.setData(model.index(0, 0), True, Qt.ItemDataRole.CheckStateRole)
