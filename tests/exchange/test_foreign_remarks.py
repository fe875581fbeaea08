"""What is told of rows that are taken, since a workbook has no place for all that they say."""

from __future__ import annotations

from dataclasses import replace

from tests.exchange.foreign_making import book, sheet, taken

STATEMENT = "Quality statement"


def test_two_tables_side_by_side_tell_where_their_statements_differ() -> None:
    rows = [
        ("Strength", STATEMENT, None, "Area for improvement", STATEMENT),
        ("Outreach", "Equity", None, "Backlog", "Safeguarding"),
        ("Deaf network", "Equity", None, "Data", "Equity"),
    ]
    result = taken(book(sheet("Sheet 1", rows)))
    told = [problem.sentence for problem in result.incoming.problems]
    assert [each for each in told if "names another quality statement" in each] == [
        f"Sheet “Sheet 1”, row 2, column “{STATEMENT}”: Another column of this row names another quality statement; "
        "that one counts."
    ]


def test_a_cell_merged_over_columns_with_meanings_of_their_own_and_a_row_of_one_cell_are_told() -> None:
    rows = [
        (STATEMENT, "Action", "Lead", "Status"),
        ("Equity", "Train teams", "Not yet known", None),
        (None, "Something else", None, None),
    ]
    merged = replace(sheet("Plan", rows), merged=((1, 2, 1, 3),))
    told = "\n".join(problem.sentence for problem in taken(book(merged)).incoming.problems)
    assert "column “Lead”: This cell is merged with what stands under “Status”, which is empty." in told
    assert "row 3, column “Action”: This row has nothing but this." in told
