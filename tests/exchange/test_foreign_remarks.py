"""What is told of rows that are taken, since a workbook has no place for all that they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfassess.exchange.spreadsheets import cells
from tests.exchange.foreign_making import book, records, sheet, taken

STATEMENT = "Quality statement"


def test_two_tables_side_by_side_tell_where_their_statements_differ() -> None:
    rows = [
        ("Strength", STATEMENT, None, "Area for improvement", STATEMENT),
        ("Outreach", "Equity", None, "Backlog", "Safeguarding"),
        ("Deaf network", "Equity", None, "Data", "Equity"),
    ]
    result = taken(book(sheet("Sheet 1", rows)))
    told = [problem.describe_with_place for problem in result.incoming.problems]
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
    told = "\n".join(problem.describe_with_place for problem in taken(book(merged)).incoming.problems)
    assert "column “Lead”: This cell is merged with what stands under “Status”, which is empty." in told
    assert "row 3, column “Action”: This row has nothing but this." in told


def test_counts_under_the_names_of_kinds_make_no_records_and_are_told() -> None:
    rows = [
        (STATEMENT, "Actions", "Overdue", "Risks"),
        ("Assessing needs", 5, 1, 2),
        ("Equity", 3, 0, 1),
    ]
    result = taken(book(sheet("Dashboard", rows)))
    assert not records(result, "action")
    assert not records(result, "risk")
    assert [each.text for each in result.left] == ["5", "1", "2", "3", "0", "1"]
    assert len([each for each in result.incoming.problems if "A number is no name" in each.message]) == 4


def test_a_row_that_says_the_same_as_another_is_told_with_where_that_stands() -> None:
    master = sheet("Actions", [(STATEMENT, "Action", "Owner"), ("Equity", "Train", "Practice lead")])
    tab = sheet("Equity", [("Action", "Owner"), ("Train", "Practice lead"), ("Train", "Quality lead")])
    result = taken(book(master, tab))
    assert len(records(result, "action")) == 3
    assert [each.describe_with_place for each in result.incoming.problems] == [
        "Sheet “Equity”, row 2, column “A”: Says the same as row 2 of the sheet “Actions”. Both were taken."
    ]


def test_a_heading_with_another_scale_than_ours_is_told() -> None:
    rows = [("Risk", "Likelihood (1-4)", "Impact (1-5)"), ("Funding ends", 4, 3), ("Posts stay vacant", 3, 3)]
    result = taken(book(sheet("Risk log", rows)))
    assert [(each["likelihood"], each["severity"]) for each in records(result, "risk")] == [(4, 3), (3, 3)]
    assert [each for each in result.notes if "goes to" in each] == [
        "In the sheet “Risk log”, “Likelihood (1-4)” goes to 4, and here it goes to 5. The numbers were taken as they "
        "stand."
    ]


def test_arrows_and_short_words_are_answers() -> None:
    rows = [
        (STATEMENT, "Score", "Direction of travel", "Confidence"),
        ("Equity", 3, "↑", "Med"),
        ("Learning", 2, "→", "H"),
    ]
    result = taken(book(sheet("Scores", rows)))
    found = {each["quality_statement"]: each for each in records(result, "judgement")}
    assert [(found[key]["direction"], found[key]["confidence"]) for key in ("equity", "learning")] == [
        ("improving", "medium"), ("stable", "high"),
    ]  # fmt: skip


def test_decimals_among_percentages_are_told_also_where_every_cell_is_text(tmp_path: Path) -> None:
    path = tmp_path / "scorecard.csv"
    path.write_text('Measure,Target,2023/24,2024/25,England\nReviews,85%,0.82,84%,"£1,200"\n', encoding="utf-8")
    result = taken(cells.read_cells(path))
    assert [each["value"] for each in records(result, "measure_value")] == [82, 84]
    (measure,) = records(result, "measure")
    assert (measure["comparator_name"], measure["comparator_value"]) == ("England", 1200)
    assert [each.message for each in result.incoming.problems] == [
        "“0.82” stands beside percentages and was read as “82%”."
    ]


def test_a_link_to_write_to_somebody_gives_an_address_and_is_no_place_of_evidence() -> None:
    groups = sheet("Contacts", [("Organisation", "Contact", "Email"), ("Carers hub", "The manager", "Write to us")])
    groups = replace(groups, links={(1, 2): "mailto:hub@example.org?subject=CQC"})
    log = sheet("Evidence log", [("Evidence", STATEMENT, "Owner"), ("Carers survey", "Equity", "Carers lead")])
    log = replace(log, links={(1, 0): "mailto:lead@example.org"})
    result = taken(book(groups, log))
    assert [each["email"] for each in records(result, "contact")] == ["hub@example.org"]
    assert [each["location"] for each in records(result, "evidence")] == [None]
    assert ("mailto:lead@example.org", "it is where the link of this cell leads") in [
        (each.text, each.why) for each in result.left
    ]


def test_a_label_with_its_answer_in_one_cell_joins_no_list_above_it_and_is_listed() -> None:
    rows = [
        ("Risks",), ("Risk: posts stay vacant",), ("Areas for development",), ("1. Data is thin",),
        ("Evidence: workforce data",), ("Score: 2",),
    ]  # fmt: skip
    result = taken(book(sheet("Equity", rows)))
    assert [each["title"] for each in records(result, "improvement")] == ["Data is thin"]
    assert [each["title"] for each in records(result, "risk")] == ["Risk: posts stay vacant"]
    assert [each.text for each in result.left] == ["Evidence: workforce data", "Score: 2"]
