"""Registers to edit: columns as wide as what stands in them, and colours that only repeat what a cell says in words."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Kind
from selfassess.exchange import json
from selfassess.exchange.excel.registers import HIDDEN, REGISTERS
from selfassess.exchange.excel.writing.conditional_formats import MARKS
from selfassess.exchange.excel.writing.register_layout import ROOM, count_heading_lines
from selfassess.packs.resources import RESOURCES
from tests.exchange.excel_making import opened, rich, written
from tests.making import empty_assessment, judged, workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return opened(written(tmp_path_factory.mktemp("registers") / "rich.xlsx", rich()))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Any:
    whole = json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook
    return opened(written(tmp_path_factory.mktemp("registers") / "derby.xlsx", whole))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return opened(written(tmp_path_factory.mktemp("registers") / "empty.xlsx", workbook(empty_assessment())))


def _letters(sheet: Any) -> dict[str, str]:
    return {str(cell.value): get_column_letter(cell.column) for cell in sheet[1]}


def _widths(sheet: Any) -> dict[str, float]:
    return {heading: sheet.column_dimensions[letter].width for heading, letter in _letters(sheet).items()}


@pytest.mark.parametrize("made", ["book", "example", "empty"])
def test_headings_are_seen_whole(made: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(made)
    for kind in REGISTERS:
        sheet = book[kind.sheet]
        for heading, width in _widths(sheet).items():
            if not sheet.column_dimensions[_letters(sheet)[heading]].hidden:
                assert max(map(len, heading.split())) < (width - 1) * 1.1
                assert sheet.row_dimensions[1].height >= count_heading_lines(heading, width) * 13.5


@pytest.mark.parametrize("made", ["book", "example", "empty"])
def test_a_date_typed_later_has_room(made: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(made)
    for kind in REGISTERS:
        widths = _widths(book[kind.sheet])
        for spec in kind.fields:
            if spec.kind is Kind.DATE:
                assert widths[spec.label] > len("30 Sep 2025")


def test_columns_are_wider_where_more_stands_in_them(example: Any, empty: Any) -> None:
    assert _widths(example["Contacts"])["Organisation"] > _widths(empty["Contacts"])["Organisation"]
    assert _widths(example["Evidence"])["Reference"] < _widths(example["Evidence"])["What it shows"]


def test_a_text_too_high_for_a_row_makes_its_column_wider(tmp_path: Path, example: Any) -> None:
    long = judged(empty_assessment(), "equity", summary="Waiting times have fallen for most people. " * 55)
    sheet = opened(written(tmp_path / "long.xlsx", workbook(long)))["Judgements"]
    assert _widths(example["Judgements"])["Where we are"] + 20 < _widths(sheet)["Where we are"] <= 100
    assert max(each.height or 0 for each in sheet.row_dimensions.values()) <= 409


def test_where_a_record_was_carried_from_stands_narrow_at_the_end(book: Any) -> None:
    for kind in REGISTERS:
        if "carried_from" not in kind.by_key:
            continue
        sheet = book[kind.sheet]
        shown = [h for h, letter in _letters(sheet).items() if not sheet.column_dimensions[letter].hidden]
        assert shown[-2:] == ["Carried from", "Carried forward, not reviewed"]
        assert _widths(sheet)["Carried from"] <= 18
        assert _widths(sheet)["Carried forward, not reviewed"] <= 20


@pytest.mark.parametrize("made", ["book", "example", "empty"])
def test_registers_are_printed_one_page_wide_in_eight_points_or_more(made: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(made)
    for kind in REGISTERS:
        sheet = book[kind.sheet]
        assert sheet.page_setup.fitToWidth == 1
        letters = [get_column_letter(cell.column) for cell in sheet[1]]
        first, _, last = str(sheet.print_area).rpartition("!")[2].replace("$", "").partition(":")
        assert first == "A1"
        printed = letters[: letters.index(last.rstrip("0123456789")) + 1]
        across = sum(int(sheet.column_dimensions[letter].width * 7 + 5) for letter in printed)
        margins = sheet.page_margins.left + sheet.page_margins.right
        page = (297 / 25.4 - margins) * 96
        assert min(1, page / across) * sheet["A2"].font.size >= 8, kind.sheet
        left_out = [str(cell.value) for cell in sheet[1][len(printed) :]]
        assert not {"Status", "Owner", "Due on", "Review on", "Score", "Controls", "Progress"} & set(left_out)
        assert {"Exact values", "Position", "Id"} <= set(left_out)


def test_no_text_of_the_worked_example_is_higher_than_its_row(example: Any) -> None:
    for kind in REGISTERS:
        sheet = example[kind.sheet]
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                dimension = sheet.column_dimensions[get_column_letter(cell.column)]
                if isinstance(cell.value, str) and not dimension.hidden:
                    lines = sum(max(1, ceil(len(line) / (dimension.width * 1.3))) for line in cell.value.split("\n"))
                    assert lines * 13 <= sheet.row_dimensions[cell.row].height, (kind.sheet, cell.coordinate)


def test_what_makes_a_page_too_wide_for_long_texts_is_not_printed(tmp_path: Path) -> None:
    long = judged(
        empty_assessment(), "equity",
        **dict.fromkeys(("summary", "impact", "rationale"), "Waiting times have fallen for most people. " * 40),
    )  # fmt: skip
    sheet = opened(written(tmp_path / "long.xlsx", workbook(long)))["Judgements"]
    last = str(sheet.print_area).rpartition("!")[2].replace("$", "").partition(":")[2].rstrip("0123456789")
    headings = [str(cell.value) for cell in sheet[1]]
    printed = headings[: column_index_from_string(last)]
    assert printed[-1] == "Why this score?"
    assert printed[:4] == ["Quality statement", "Score", "Status", "Lead"]


def test_each_colour_follows_an_answer_of_its_field(example: Any) -> None:
    assert set(MARKS) <= {kind.key for kind in REGISTERS}
    for key, marks in MARKS.items():
        kind = CATALOGUE[key]
        for mark in marks:
            spec = kind.by_key[mark.field]
            if spec.kind is Kind.CHOICE:
                assert mark.answer in [choice.key for choice in spec.choices]
            elif spec.kind is Kind.WHOLE:
                assert spec.minimum is not None
                assert spec.maximum is not None
                assert spec.minimum <= int(mark.answer) <= spec.maximum
            else:
                assert spec.kind is Kind.YES_NO


def _rules(sheet: Any) -> dict[str, list[Any]]:
    return {str(each.sqref): each.rules for each in sheet.conditional_formatting}


def test_colours_hold_for_rows_that_are_added_later(example: Any) -> None:
    sheet = example["Actions"]
    status = _letters(sheet)["Status"]
    rules = _rules(sheet)
    words = [rule.formula for rule in rules[f"{status}2:{status}{sheet.max_row + ROOM}"]]
    assert ['"Complete"'] in words
    assert all(rule.type in ("cellIs", "expression") for each in rules.values() for rule in each)


def test_a_date_that_has_passed_is_marked_only_while_the_action_is_not_done(example: Any) -> None:
    sheet = example["Actions"]
    letters = _letters(sheet)
    due, status = letters["Due on"], letters["Status"]
    (rule,) = _rules(sheet)[f"{due}2:{due}{sheet.max_row + ROOM}"]
    assert rule.formula == [f'AND(ISNUMBER(${due}2),${due}2<TODAY(),${status}2<>"Complete",${status}2<>"Cancelled")']


def test_hidden_columns_are_the_last_ones(book: Any) -> None:
    for kind in REGISTERS:
        sheet = book[kind.sheet]
        hidden = [sheet.column_dimensions[get_column_letter(c.column)].hidden for c in sheet[1]]
        assert hidden == sorted(hidden)
        assert sum(hidden) >= len(HIDDEN)


def test_the_first_sheet_says_how_to_edit_and_send_back(example: Any) -> None:
    said = " ".join(str(cell.value) for row in example["Read me"] for cell in row if cell.value is not None)
    for needed in (
        "Add rows at the end", "sort and filter", "hidden columns", "Excel and LibreOffice", "“not sent”",
        "a person decides", "before they agree", "28/02/2025", "empty is never counted as 1",
    ):  # fmt: skip
        assert needed in said
