"""What a sheet is made of as a person sees it, and what becomes of a mapping when a meaning is changed."""

from dataclasses import replace

import pytest

from selfassess.exchange import foreign
from selfassess.services.importing.spreadsheet_mapping.entries import (
    AS_SAVED,
    BARE,
    BY_HAND,
    DOUBTFUL,
    GONE,
    RECOGNISED,
    Entry,
    build_entries,
    find_unknown_labels,
    replace_meaning,
    shorten_to_line,
)
from selfassess.services.importing.spreadsheet_mapping.meanings import (
    NOT_UNDERSTOOD,
    OUT,
    WAYS,
    describe_meaning,
    describe_sheet,
    find_way_of_reading,
    list_meaning_choices,
)
from tests.exchange.foreign_making import ACTION_PLAN, FRAMEWORK, SHAPES, book, column, sheet, taken


def made(name: str) -> tuple[foreign.Sheet, foreign.SheetMapping]:
    theirs = sheet(*SHAPES[name])
    return theirs, foreign.propose_book_mapping(book(theirs), FRAMEWORK, None).sheets[0]


def seen(name: str) -> dict[str, Entry]:
    theirs, part = made(name)
    return {entry.heading: entry for entry in build_entries(theirs, part, (), (), False)}


def test_each_column_says_what_stands_in_it_what_it_means_and_how_sure_that_is() -> None:
    found = seen("one long table")
    owner, budget = found["Lead officer"], found["Budget"]
    assert (owner.where, owner.example, owner.meaning_words, owner.check) == (
        "Column D",
        "Jo Bell",
        "Owner",
        RECOGNISED,
    )
    assert (budget.example, budget.meaning_words, budget.check) == ("90", OUT, DOUBTFUL)
    assert found["Area for improvement"].meaning_words == "Area for improvement"


def test_a_tab_gives_its_labels_and_the_columns_of_its_table_in_the_order_of_the_sheet() -> None:
    found = seen("a tab for each statement")
    assert [(e.heading, e.meaning_words, e.example) for e in found.values()][:3] == [
        ("Self-assessment score", "Score", "3"),
        ("Lead officer", "Lead", "Ann Roe"),
        ("Where are we now?", "Where we are", "Concerns are screened the same day."),
    ]
    assert found["How do we know?"].example == "Safeguarding Adults Board annual report"
    assert [found[name].meaning_words for name in ("Action", "Who", "Deadline")] == ["Action", "Owner", "Due on"]


def test_a_column_with_another_meaning_is_taken_by_it() -> None:
    theirs, part = made("one long table")
    budget = next(e for e in build_entries(theirs, part, (), (), False) if e.heading == "Budget")
    mapping = foreign.Mapping(framework=FRAMEWORK.id, sheets=(replace_meaning(part, budget, "outcome"),))
    assert column(taken(book(theirs), mapping), "action", "outcome")[0] == "90"
    again = next(e for e in build_entries(theirs, mapping.sheets[0], (), {budget.id}, False) if e.id == budget.id)
    assert (again.meaning_words, again.check) == ("Outcome for people", BY_HAND)


def test_a_column_that_is_left_out_gives_nothing() -> None:
    theirs, part = made("one long table")
    owner = next(e for e in build_entries(theirs, part, (), (), False) if e.heading == "Lead officer")
    mapping = foreign.Mapping(framework=FRAMEWORK.id, sheets=(replace_meaning(part, owner, ""),))
    assert set(column(taken(book(theirs), mapping), "action", "owner")) == {None}


def test_a_label_changes_its_meaning_is_left_out_and_comes_back() -> None:
    theirs, part = made("questions and answers")
    working = next(e for e in build_entries(theirs, part, (), (), False) if e.heading == "What is working well?")
    evidence = replace_meaning(part, working, "evidence.title")
    result = taken(book(theirs), foreign.Mapping(framework=FRAMEWORK.id, sheets=(evidence,)))
    assert "Voluntary sector forum" in column(result, "evidence", "title")
    out = replace_meaning(part, working, "")
    assert all(question.label != working.heading for question in out.questions)
    assert working.heading in {q.label for q in replace_meaning(out, working, "strength.title").questions}


def test_labels_that_nobody_knows_are_offered_and_can_be_given_a_meaning() -> None:
    theirs, part = made("questions and answers")
    offers = find_unknown_labels(theirs, taken(book(theirs)).left)
    assert [offer.label for offer in offers] == ["Favourite colour"]
    entry = next(e for e in build_entries(theirs, part, offers, (), False) if e.heading == "Favourite colour")
    assert (entry.meaning, entry.example, entry.check) == ("", "Blue", DOUBTFUL)
    mapping = foreign.Mapping(framework=FRAMEWORK.id, sheets=(replace_meaning(part, entry, "section.summary"),))
    assert "Blue" in column(taken(book(theirs), mapping), "section", "text")


def test_the_columns_of_a_second_table_change_without_touching_the_first() -> None:
    rows = (("Action", "Who"), ("Do it", "Ann"), (), ("Risk", "Likelihood"), ("It fails", 3))
    theirs = sheet("Safeguarding", rows)
    part = foreign.propose_book_mapping(book(theirs), FRAMEWORK, None).sheets[0]
    assert [table.kind for table in part.all_tables] == ["action", "risk"]
    likelihood = next(e for e in build_entries(theirs, part, (), (), False) if e.heading == "Likelihood")
    after = replace_meaning(part, likelihood, "severity")
    assert after.columns == part.columns
    assert [column.field for column in after.more[0].columns] == ["title", "severity"]


def test_a_saved_mapping_says_so_finds_moved_columns_and_names_those_that_are_gone() -> None:
    _, part = made("one long table")
    moved = [["Note", *reversed([cell for cell in row if cell != "By when"])] for row in ACTION_PLAN[2:4]]
    found = {e.heading: e for e in build_entries(sheet("Action plan", moved), part, (), (), True)}
    assert (found["Lead officer"].meaning_words, found["Lead officer"].check) == ("Owner", AS_SAVED)
    assert (found["By when"].where, found["By when"].check) == ("", GONE)
    assert found["Note"].check == DOUBTFUL


def test_a_new_column_beside_a_saved_mapping_is_added_to_it() -> None:
    _, part = made("one long table")
    theirs = sheet(
        "Action plan", [(*row, "Extra" if number == 0 else "text") for number, row in enumerate(ACTION_PLAN[2:4])]
    )
    extra = next(e for e in build_entries(theirs, part, (), (), True) if e.heading == "Extra")
    after = replace_meaning(part, extra, "progress")
    assert [(c.heading, c.index, c.field) for c in after.columns][-1] == ("Extra", 7, "progress")


def test_a_column_with_nothing_in_it_needs_no_check() -> None:
    theirs = sheet("Actions", (("Action", "Owner", "Empty"), ("Do it", "Ann", None)))
    part = foreign.propose_book_mapping(book(theirs), FRAMEWORK, None).sheets[0]
    assert {e.heading: e.check for e in build_entries(theirs, part, (), (), False)}["Empty"] == BARE


@pytest.mark.parametrize("kind", foreign.KINDS)
def test_meanings_are_offered_once_each_and_first_of_all_none(kind: str) -> None:
    offered = list_meaning_choices(kind)
    assert offered[0] == ("", OUT)
    assert len({words for _, words in offered}) == len(offered)
    assert all(describe_meaning(kind, key) == words for key, words in offered)


def test_a_label_can_mean_a_section_but_not_the_statement_that_it_stands_under() -> None:
    words = dict(list_meaning_choices("judgement", label=True))
    assert words["section.vision"] == "Section: Our vision and priorities"
    assert "quality_statement" not in words
    assert words["strength.title"] == "Strength"


@pytest.mark.parametrize("name", SHAPES)
def test_what_a_sheet_seems_to_be_is_one_of_the_ways_that_can_be_chosen(name: str) -> None:
    _, part = made(name)
    assert find_way_of_reading(part) is not None
    assert describe_sheet(part, FRAMEWORK) != NOT_UNDERSTOOD
    assert describe_sheet(replace(part, skip=True), FRAMEWORK) == "Left out"


def test_every_kind_can_be_chosen_once() -> None:
    assert len({way.key for way in WAYS}) == len({way.words for way in WAYS}) == len(WAYS)
    assert {way.kind for way in WAYS} == {*foreign.KINDS, None}


def test_a_long_text_is_shortened_to_one_line() -> None:
    assert shorten_to_line("a\nb  c") == "a b c"
    assert shorten_to_line("word " * 10_000) == f"{'word ' * 23}word …"
