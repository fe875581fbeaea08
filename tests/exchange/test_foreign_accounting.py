"""Nothing falls between: every cell is in a record, or is a heading, label or name, or is listed as left with why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from selfassess.exchange import foreign
from selfassess.exchange.foreign import Shape
from selfassess.exchange.foreign.headings import locate_headings
from tests.exchange.foreign_making import ASKED, FRAMEWORK, SHAPES, book, every_shape, sheet, taken

KNOWN = (
    "Quality statement", "Score", "Where are we now?", "Strengths", "Areas for improvement", "How do we know?", "Risks",
    "Likelihood", "Action", "Lead", "By when", "Status", "Priority", "Progress", "Impact", "Evidence", "Link", "Title",
    "Description", "Date", "Category", "IR", "Type", "Measure", "Q1 2024-25", "Q2 2024-25", "Target", "Organisation",
    "Email", "Mystery", "Other thing", "",
)  # fmt: skip
NAMES = ("Equity", "QS7", "1", "Assessing needs", "Supporting people to lead healthier lives", "Highways", "QS1; QS2")
WORDS = ("Good", "In progress", "High", "n/a", "Yes", "Amber", "Strength", "Risk")

cells = st.one_of(
    st.none(),
    st.sampled_from(NAMES),
    st.sampled_from(WORDS),
    st.integers(0, 6),
    st.floats(0, 5, allow_nan=False).map(lambda number: round(number, 2)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.booleans(),
    st.sampled_from(
        ["A plain thing", "- first\n- second", "Intro:\n1. one\n2. two", "long " * 60, "End.\nMore", "31/02/2025"]
    ),
)
grids = st.integers(1, 6).flatmap(
    lambda wide: st.tuples(
        st.lists(st.sampled_from(KNOWN), min_size=wide, max_size=wide),
        st.lists(st.lists(cells, min_size=wide, max_size=wide), max_size=7),
    )
)


def tagged(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with a word in every text that stands nowhere else, so that each can be found again."""
    numbers = iter(range(10_000))

    def tag(cell: Any) -> Any:
        if not isinstance(cell, str) or cell in NAMES or cell in WORDS or "/" in cell:
            return cell
        return "\n".join(f"{line} tag{next(numbers)}" for line in cell.splitlines())

    return [[tag(cell) for cell in row] for row in rows]


def tags(text: str) -> set[str]:
    return set(re.findall(r"tag\d+", text))


def written(result: foreign.Taken) -> str:
    """Everything that the records say."""
    (year,) = result.incoming.workbook.assessments
    return "\n".join(str(value) for record in year.by_id.values() for value in record.values.values() if value)


def places(part: foreign.Sheet) -> Iterator[tuple[str, int, str]]:
    for row, column, cell in part.filled_cells():
        yield foreign.column_letters(column), row + 1, foreign.format_cell(cell)


def headings(theirs: foreign.Book, mapping: foreign.Mapping) -> Iterator[tuple[str, str, int]]:
    """The cells that head the tables, in one row or two."""
    for there in theirs.sheets:
        part = mapping.find_sheet_mapping(there.name)
        for table in part.all_tables if part is not None else ():
            found = locate_headings(table, there)
            yield from (
                (there.name, foreign.column_letters(c), r + 1) for r, c in (found.cells if found is not None else ())
            )


def accounted(theirs: foreign.Book, mapping: foreign.Mapping) -> None:
    """Fail unless every text is in the records, a heading, or among what was left, and there at most once."""
    result = taken(theirs, mapping)
    headed = set(headings(theirs, mapping))
    said = written(result)
    left = [(each.sheet, each.column, each.row) for each in result.left]
    assert len(left) == len(set(left))
    assert all(each.why for each in result.left)
    for part in theirs.sheets:
        for column, row, text in places(part):
            if (part.name, column, row) not in {*left, *headed}:
                assert tags(text) <= tags(said), f"{column}{row} “{text}” is nowhere"


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grid=grids, name=st.sampled_from(["Sheet1", "Action plan", "Risks", "Evidence log", "Safeguarding", "KPIs"]))
@example(grid=(["Quality statement", "Areas for improvement"], [["Equity", "- a\n- b"]]), name="Sheet1")
def test_no_cell_of_any_table_is_lost(grid: tuple[list[str], list[list[Any]]], name: str) -> None:
    head, rows = grid
    theirs = book(sheet(name, [[cell or None for cell in head], *tagged(rows)]))
    accounted(theirs, foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grid=grids, kind=st.sampled_from(foreign.KINDS), statement=st.sampled_from([None, "equity"]), data=st.data())
def test_no_cell_is_lost_whatever_a_person_says_the_columns_mean(
    grid: tuple[list[str], list[list[Any]]], kind: str, statement: str | None, data: st.DataObject
) -> None:
    head, rows = grid
    theirs = book(sheet("Sheet1", [[cell or None for cell in head], *tagged(rows)]))
    fields = st.sampled_from([None, *(key for key, _, _ in foreign.column_meanings(kind))])
    columns = []
    for index, heading in enumerate(head):
        of, _, field = (data.draw(fields) or "").rpartition(".")
        columns.append(foreign.ColumnMapping(heading=heading, index=index, field=field or None, kind=of or None))
    part = foreign.SheetMapping(
        sheet="Sheet1", kind=kind, header_row=1, statement=statement, columns=tuple(columns), shape=Shape.TABLE
    )
    accounted(theirs, foreign.Mapping(framework=FRAMEWORK.id, sheets=(part,)))


LABELS = (
    "Quality Statement 3: Equity in experiences and outcomes", "Score", "What are we good at?", "Areas for improvement",
    "How do we know?", "Action", "Lead officer", "By when", "Our vision", "Where are we now?", "Unheard of",
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.lists(st.one_of(cells, st.sampled_from(LABELS)), min_size=3, max_size=3), max_size=12),
    name=st.sampled_from(["Sheet1", "Equity", "QS7 Safeguarding"]),
)
@example(rows=[[None, "Equity", "A plain thing"], [None, LABELS[2], LABELS[2]], [None, None, None]], name="Sheet1")
def test_no_cell_of_labels_and_answers_is_lost(rows: list[list[Any]], name: str) -> None:
    marked = [[text if text in LABELS else tagged([[text]])[0][0] for text in row] for row in rows]
    # Tags count from the start in each call above; here each cell needs its own.
    theirs = book(sheet(name, renumbered(marked)))
    accounted(theirs, foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED))


def renumbered(rows: list[list[Any]]) -> list[list[Any]]:
    numbers = iter(range(10_000))
    return [
        [re.sub(r"tag\d+", lambda _: f"tag{next(numbers)}", cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_of_every_shape_is_accounted_for(name: str) -> None:
    theirs = book(sheet(*SHAPES[name]))
    result = taken(theirs)
    said = written(result)
    left = {(each.column, each.row) for each in result.left}
    words = {word for cell in theirs.sheets[0].filled_cells() for word in re.findall(r"\w{6,}", str(cell[2]))}
    lost = {word for word in words if word not in said}
    kept = {
        word
        for column, row, text in places(theirs.sheets[0])
        for word in re.findall(r"\w{6,}", text)
        if (column, row) in left
    }
    headings = {word for column, row, text in places(theirs.sheets[0]) for word in re.findall(r"\w{6,}", text)}
    assert lost - kept <= headings
    accounted(theirs, foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED))


def test_sheets_without_a_part_in_the_mapping_are_listed_whole() -> None:
    theirs = every_shape()
    result = taken(theirs, foreign.Mapping(framework=FRAMEWORK.id, sheets=()))
    assert len(result.left) == sum(1 for each in theirs.sheets for _ in each.filled_cells())
    assert {each.why for each in result.left} == {"the mapping says nothing of this sheet"}


def test_a_sheet_that_is_skipped_is_listed_whole() -> None:
    theirs = book(sheet(*SHAPES["one long table"]))
    mapping = foreign.with_sheet(foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED), "Action plan", skip=True)
    result = taken(theirs, mapping)
    assert {each.why for each in result.left} == {"this sheet is left aside"}
    assert len(result.left) == sum(1 for _ in theirs.sheets[0].filled_cells())
