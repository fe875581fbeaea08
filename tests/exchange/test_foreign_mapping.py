"""A mapping is proposed, set right by a person, saved, and fits next year's file of the same make."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.exchange import foreign
from selfassess.exchange.foreign import Shape
from tests.exchange.foreign_making import (
    ACTION_PLAN,
    ASKED,
    FRAMEWORK,
    QUESTIONS,
    book,
    column,
    every_shape,
    left,
    sheet,
    taken,
)


def proposed(theirs: foreign.Book) -> foreign.Mapping:
    return foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED)


def test_a_saved_mapping_is_the_same_when_loaded(tmp_path: Path) -> None:
    mapping = proposed(every_shape())
    path = tmp_path / f"theirs{foreign.SUFFIX}"
    foreign.write_mapping_file(mapping, path)
    assert foreign.read_mapping_file(path) == mapping
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["format"] == "selfassess mapping"
    assert '\n      "shape": "table",\n' in text


def test_next_years_file_is_taken_the_same_way_though_rows_and_columns_moved() -> None:
    mapping = proposed(book(sheet("Action plan", ACTION_PLAN)))
    moved = [(), (), *[tuple(reversed(row)) for row in map(padded, ACTION_PLAN)]]
    result = taken(book(sheet("ACTION PLAN ", moved)), mapping)
    first = taken(book(sheet("Action plan", ACTION_PLAN)), mapping)
    assert column(result, "action", "title", "owner", "due_on") == column(first, "action", "title", "owner", "due_on")
    assert left(result) == left(first)


def padded(row: Any) -> tuple[Any, ...]:
    return (*row, *[None] * (7 - len(row)))


def test_a_column_that_is_gone_and_one_that_is_new_are_said() -> None:
    mapping = proposed(book(sheet("Action plan", ACTION_PLAN)))
    rows = [("CQC quality statement", "Action required", "Lead officer", "Mood"), ("Equity", "Survey", "Ann", "Fine")]
    result = taken(book(sheet("Action plan", rows)), mapping)
    assert column(result, "action", "title", "owner") == [("Survey", "Ann")]
    assert left(result) == {"Fine": "its column has no meaning yet"}
    assert "The sheet “Action plan” has no column “By when” this time." in result.notes


def test_a_pattern_fits_sheets_whose_names_change() -> None:
    mapping = proposed(book(sheet("Actions 2024-25", ACTION_PLAN[2:])))
    mapping = foreign.with_sheet(mapping, "Actions 2024-25", sheet="Actions 20*")
    result = taken(book(sheet("Actions 2025-26", ACTION_PLAN[2:])), mapping)
    assert len(column(result, "action", "title")) == 4


def test_headings_that_are_nowhere_leave_the_whole_sheet() -> None:
    mapping = proposed(book(sheet("Action plan", ACTION_PLAN)))
    result = taken(book(sheet("Action plan", [("a", "b"), ("c", "d")])), mapping)
    assert set(left(result)) == {"a", "b", "c", "d"}
    assert any("headings of a table were not found" in note for note in result.notes)


def test_a_sheet_that_the_file_does_not_have_is_said() -> None:
    result = taken(book(sheet("Other", [("x",)])), proposed(book(sheet("Action plan", ACTION_PLAN))))
    assert "The mapping speaks of a sheet “Action plan”, which theirs.xlsx does not have." in result.notes


# --- what a person sets ----------------------------------------------------------------------------------------------


def test_a_person_gives_a_column_a_meaning_and_takes_one_away() -> None:
    theirs = book(sheet("Action plan", ACTION_PLAN))
    mapping = foreign.with_column(proposed(theirs), "Action plan", 6, "progress")
    mapping = foreign.with_column(mapping, "Action plan", 3, None)
    mapping = foreign.with_column(mapping, "Action plan", 1, "risk.title")
    result = taken(theirs, mapping)
    assert column(result, "action", "progress")[0] == "Amber\n\nBudget: 90"
    assert column(result, "action", "owner") == [None] * 4
    assert column(result, "risk", "title")[0] == "Waits for assessment"
    assert not column(result, "improvement", "title")
    assert left(result)["Jo Bell"] == "its column has no meaning yet"


def test_a_column_or_sheet_that_is_not_there_cannot_be_set() -> None:
    mapping = proposed(book(sheet("Action plan", ACTION_PLAN)))
    with pytest.raises(WrongUseError, match="no column 10"):
        foreign.with_column(mapping, "Action plan", 9, "title")
    with pytest.raises(WrongUseError, match="nothing of a sheet “Nowhere”"):
        foreign.with_sheet(mapping, "Nowhere", skip=True)


def test_every_meaning_that_is_offered_can_be_saved_and_loaded(tmp_path: Path) -> None:
    for kind in foreign.KINDS:
        offered = foreign.column_meanings(kind)
        keys = [key for key, _, _ in offered]
        assert len(keys) == len(set(keys))
        assert all(label for _, label, _ in offered)
        columns = tuple(foreign.ColumnMapping(heading=f"H{n}", index=n) for n in range(len(keys)))
        part = foreign.SheetMapping(sheet="S", kind=kind, header_row=1, columns=columns)
        mapping = foreign.Mapping(framework=FRAMEWORK.id, sheets=(part,))
        for number, key in enumerate(keys):
            mapping = foreign.with_column(mapping, "S", number, key)
        foreign.write_mapping_file(mapping, tmp_path / "m.json")
        assert foreign.read_mapping_file(tmp_path / "m.json") == mapping


def test_another_header_row_or_kind_is_proposed_anew() -> None:
    rows = [("Feedback", "Who"), ("Area for improvement", "Who"), ("Thin data", "Ann")]
    theirs = book(sheet("Sheet1", [("QS3", None), *rows]))
    mapping = proposed(theirs)
    again = foreign.propose_sheet_again(theirs, mapping, "Sheet1", kind="improvement", header_row=3, statement="equity")
    (part,) = again.sheets
    assert (part.kind, part.header_row, part.statement) == ("improvement", 3, "equity")
    assert column(taken(theirs, again), "improvement", "quality_statement", "title") == [("equity", "Thin data")]
    risks = foreign.propose_sheet_again(theirs, again, "Sheet1", kind="risk", header_row=3, statement="equity")
    assert risks.sheets[0].kind == "risk"
    assert ("owner", None) in [(each.field, each.kind) for each in risks.sheets[0].columns]


def test_a_sheet_can_be_said_to_be_a_tab_or_a_table() -> None:
    theirs = book(sheet("Workbook", QUESTIONS))
    mapping = foreign.propose_sheet_again(
        theirs, proposed(theirs), "Workbook", shape=Shape.STATEMENT_TAB, statement="governance"
    )
    (part,) = mapping.sheets
    assert (part.shape, part.statement) == (Shape.STATEMENT_TAB, "governance")
    assert set(column(taken(theirs, mapping), "strength", "quality_statement")) == {"governance"}
    table = foreign.propose_sheet_again(theirs, mapping, "Workbook", shape=Shape.TABLE, header_row=4)
    assert table.sheets[0].shape is Shape.TABLE
    assert foreign.propose_sheet_again(theirs, mapping, "No such sheet") == mapping


def test_proposing_anew_keeps_the_other_sheets_as_they_were_set() -> None:
    theirs = every_shape()
    mapping = foreign.with_sheet(proposed(theirs), "Action plan", skip=True)
    again = foreign.propose_sheet_again(theirs, mapping, "Workbook")
    assert again == mapping


# --- files of mappings that are wrong --------------------------------------------------------------------------------


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        there: Any = raw
        for key in path[:-1]:
            there = there[key]
        there[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("format", to="other"), "“format”"),
        (_set("version", to=99), "newer version"),
        (_set("version", to=0), "“version” 0"),
        (_set("sheets", to=3), "sheets"),
        (_set("sheets", 0, "shape", to="round"), "sheets[0].shape"),
        (_set("sheets", 0, "kind", to="poem"), "“poem” at “sheets[0].kind”"),
        (_set("sheets", 0, "columns", 2, "field", to="rhyme"), "“action.rhyme” at “sheets[0].columns[2]”"),
        (_set("sheets", 0, "header_row", to=0), "header_row"),
        (_set("sheets", 3, "questions", 0, "where", to="above"), "sheets[3].questions[0].where"),
        (_set("sheets", 3, "questions", 0, "field", to="rhyme"), "sheets[3].questions[0]"),
    ],
)
def test_a_wrong_mapping_is_refused_naming_file_and_key(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    path = tmp_path / "theirs.mapping.json"
    foreign.write_mapping_file(proposed(every_shape()), path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(FileError) as error:
        foreign.read_mapping_file(path)
    assert words in str(error.value)
    assert path.name in str(error.value)


def test_what_is_no_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[1, 2")
    with pytest.raises(FileError, match=r"a\.json is not a column mapping"):
        foreign.read_mapping_file(tmp_path / "a.json")
    (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match=r"b\.json is not a column mapping"):
        foreign.read_mapping_file(tmp_path / "b.json")
    with pytest.raises(FileError, match="is not there"):
        foreign.read_mapping_file(tmp_path / "c.json")
    with pytest.raises(FileError, match="is a folder"):
        foreign.read_mapping_file(tmp_path)
    with pytest.raises(FileError, match="cannot be written"):
        foreign.write_mapping_file(proposed(every_shape()), tmp_path / "no" / "such.json")


def test_taking_in_can_be_stopped() -> None:
    theirs = every_shape()
    with pytest.raises(CancelledError):
        foreign.apply_mapping(
            theirs,
            proposed(theirs),
            framework=FRAMEWORK,
            asked=ASKED,
            council=None,
            label="2024-25",
            cancelled=lambda: True,
        )
