"""What words of a spreadsheet mean, and what rows are about that name no statement: said by a person, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.exchange import foreign
from selfassess.exchange.foreign.placing import Placer
from tests.exchange.foreign_making import ASKED, FRAMEWORK, book, records, sheet

REGISTER = [
    ["Risk", "Quality statement", "Likelihood", "Impact", "Status"],
    ["Staff may leave", "Safeguarding", "High", "Orange", "Open"],
    ["Funding ends", "Governance", "high", "4 - Major", "Watching"],
    ["Data gaps", "Equity", "N/A", "Orange", "Open"],
]
ACTIONS = [
    ["Action", "Lead", "Due date"],
    ["Train teams in safeguarding enquiries", "Practice lead", "31/03/2026"],
    ["Agree the budget", "Head of finance", "31/03/2026"],
]


def _read(mapping: foreign.Mapping, theirs: foreign.Book) -> foreign.Taken:
    return foreign.apply_mapping(theirs, mapping, framework=FRAMEWORK, asked=ASKED, council=None, label="2025-26")


def _words(mapping: foreign.Mapping, theirs: foreign.Book) -> dict[str, dict[str, tuple[int, str, bool]]]:
    return {
        column.heading: {word.text: (word.count, word.means, word.is_unknown) for word in column.words}
        for column in foreign.choice_columns(theirs, mapping, FRAMEWORK, ASKED)
    }


@pytest.fixture
def register() -> foreign.Book:
    return book(sheet("Register", REGISTER))


@pytest.fixture
def proposed(register: foreign.Book) -> foreign.Mapping:
    return foreign.propose_book_mapping(register, FRAMEWORK, ASKED)


def test_each_column_of_answers_is_listed_with_its_words_and_how_often_they_stand_there(
    register: foreign.Book, proposed: foreign.Mapping
) -> None:
    assert _words(proposed, register) == {
        "Likelihood": {"High": (2, "4", False)},
        "Impact": {"Orange": (2, "", True), "4 - Major": (1, "4", False)},
        "Status": {"Open": (2, "open", False), "Watching": (1, "", True)},
    }
    labels = {c.heading: dict(c.answers) for c in foreign.choice_columns(register, proposed, FRAMEWORK, ASKED)}
    assert labels["Impact"] == {str(step): str(step) for step in range(1, 6)}
    assert labels["Status"]["accepted"] == "Accepted"


def test_what_a_person_says_that_words_mean_is_taken_and_kept_with_the_mapping(
    register: foreign.Book, proposed: foreign.Mapping, tmp_path: Path
) -> None:
    mapping = foreign.with_value(proposed, "Register", 1, 3, "Orange", "3")
    mapping = foreign.with_value(mapping, "Register", 1, 4, "watching", "accepted")
    mapping = foreign.with_value(mapping, "Register", 1, 2, "High", "5")
    foreign.write_mapping_file(mapping, tmp_path / "kept.mapping.json")
    kept = foreign.read_mapping_file(tmp_path / "kept.mapping.json")
    assert kept == mapping
    risks = records(_read(kept, register), "risk")
    assert [(r["likelihood"], r["severity"], r["status"]) for r in risks] == [
        (5, 3, "open"), (5, 4, "accepted"), (None, 3, "open"),
    ]  # fmt: skip
    assert not any(
        word.is_unknown for c in foreign.choice_columns(register, kept, FRAMEWORK, ASKED) for word in c.words
    )


def test_a_word_that_is_left_empty_is_listed_as_not_taken(register: foreign.Book, proposed: foreign.Mapping) -> None:
    mapping = foreign.with_value(proposed, "Register", 1, 3, "Orange", "")
    taken = _read(mapping, register)
    assert [r["severity"] for r in records(taken, "risk")] == [None, 4, None]
    assert [(each.column, each.row, each.text) for each in taken.left if each.text == "Orange"] == [
        ("D", 2, "Orange"), ("D", 4, "Orange"),
    ]  # fmt: skip


def test_another_meaning_of_the_column_forgets_what_its_words_meant(proposed: foreign.Mapping) -> None:
    mapping = foreign.with_value(proposed, "Register", 1, 3, "Orange", "3")
    mapping = foreign.with_column(mapping, "Register", 3, "controls")
    part = mapping.find_sheet_mapping("Register")
    assert part is not None
    assert part.columns[3].values == ()


def test_rows_without_a_statement_are_kept_and_placed_row_by_row() -> None:
    theirs = book(sheet("Plan", ACTIONS))
    mapping = foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED)
    found = _read(mapping, theirs)
    assert [(each.row, each.text) for each in found.unplaced] == [(2, ACTIONS[1][0]), (3, "Agree the budget")]
    assert [r["quality_statement"] for r in records(found, "action")] == [None, None]
    mapping = foreign.with_place(mapping, "Plan", str(ACTIONS[1][0]), "safeguarding")
    mapping = foreign.with_place(mapping, "Plan", "agree  the budget", foreign.GENERAL)
    found = _read(mapping, theirs)
    assert found.unplaced == ()
    assert [r["quality_statement"] for r in records(found, "action")] == ["safeguarding", None]


def test_rows_that_must_have_a_statement_come_once_they_are_placed_with_what_stands_beside() -> None:
    rows = [["Area for improvement", "Action", "Lead"], ["Enquiries are slow", "Duty rota", "Head of safeguarding"],
            ["Data is thin", "Add a field", "Performance lead"]]  # fmt: skip
    theirs = book(sheet("Plan", rows))
    mapping = foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED)
    for each in _read(mapping, theirs).unplaced:
        mapping = foreign.with_place(mapping, "Plan", each.text, "equity")
    found = _read(mapping, theirs)
    assert [r["quality_statement"] for r in records(found, "improvement")] == ["equity", "equity"]
    assert [r["quality_statement"] for r in records(found, "action")] == ["equity", "equity"]


def test_a_band_that_names_a_theme_narrows_what_its_rows_may_be_about() -> None:
    rows = [["Action", "Lead", "Due date"], ["Theme 3: How the council ensures safety"], *ACTIONS[1:]]
    theirs = book(sheet("Plan", rows))
    found = _read(foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED), theirs)
    assert {each.theme for each in found.unplaced} == {("safe-systems", "safeguarding")}


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Reduce the backlog of section 42 safeguarding enquiries", "safeguarding"),
        ("Shape the care market with providers and brokerage", "care-provision"),
        ("Hospital discharge and transitions to adulthood", "safe-systems"),
        ("Repaint the hall", None),
    ],
)
def test_a_statement_is_proposed_by_the_words_that_a_row_shares_with_it(text: str, statement: str | None) -> None:
    assert Placer(FRAMEWORK).propose_statement(text) == statement
