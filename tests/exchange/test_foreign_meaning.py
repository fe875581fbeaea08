"""What other people's spreadsheets mean where it is easily misread: each of these was once taken wrongly, unsaid."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook as Book

from selfassess.exchange import foreign
from selfassess.exchange.foreign.values import is_placeholder
from selfassess.exchange.spreadsheets.number_formats import show_number
from tests.exchange.foreign_making import FRAMEWORK, book, left, records, sheet, taken

STATEMENT = "Quality statement"


def read(rows: list[tuple[Any, ...]], name: str = "Sheet 1") -> foreign.Taken:
    return taken(book(sheet(name, rows)))


def column(result: foreign.Taken, kind: str, *fields: str) -> list[tuple[Any, ...]]:
    """Of each record of a kind, these fields."""
    return [tuple(record[field] for field in fields) for record in records(result, kind)]


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is working well?", "strength"),
        ("What are you most proud of?", "strength"),
        ("What’s working?", "strength"),
        ("What’s going well?", "strength"),
        ("What went well?", "strength"),
        ("What could be better?", "improvement"),
        ("Even better if…", "improvement"),
        ("What’s not going so well?", "improvement"),
        ("What needs more work?", "improvement"),
        ("What keeps us awake at night?", "risk"),
        ("What next?", "action"),
        ("What is not working well?", "improvement"),
        ("What isn’t working so well?", "improvement"),
        ("What is working less well?", "improvement"),
        ("What are the gaps?", "improvement"),
        ("Where are the challenges?", "improvement"),
        ("What are the risks?", "risk"),
        ("What could go wrong?", "risk"),
        ("What do we need to do?", "action"),
        ("What are we doing about the gaps?", "action"),
        ("How do we know what works well?", "evidence"),
    ],
)
def test_a_question_gives_what_it_asks_for(question: str, kind: str) -> None:
    result = read([(f"{STATEMENT}: Safeguarding",), (question,), ("Staff answer within two days.",)], "Safeguarding")
    assert [r["title"] for r in records(result, kind)] == ["Staff answer within two days."]
    others = {"strength", "improvement", "risk", "action", "evidence"} - {kind}
    assert not any(records(result, other) for other in others)


@pytest.mark.parametrize(
    "question",
    [
        "What do people tell us?",
        "What’s wrong?",
        "Where do we want to be?",
        "What are we doing well and what could be better?",
        "Which strengths and risks are there?",
    ],
)
def test_an_unclear_question_is_left_for_a_person_and_its_answer_joins_no_other(question: str) -> None:
    rows = [("What is working well?",), ("Quick answers.",), (question,), ("They listen.",)]
    result = read(rows, "Safeguarding")
    assert column(result, "strength", "title") == [("Quick answers.",)]
    assert "They listen." in [each.text for each in result.left]


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_wide_table_with_few_known_headings_is_a_table() -> None:
    rows = [
        ("No.", "CQC finding", "Page", "CQC domain", "Our response", "SRO", "Action owner", "Start", "Finish", "BRAG"),
        (1, "Waits", 11, "Assessing needs", "Recruit", "DASS", "Head", "01/09/2024", "31/03/2025", "Red"),
        (2, "Breaks", 12, "Safeguarding", "Grants", "DASS", "Lead", "01/09/2024", "31/03/2025", "Red"),
    ]
    result = read(rows, "Plan")
    assert column(result, "improvement", "title", "quality_statement") == [
        ("Waits", "assessing-needs"), ("Breaks", "safeguarding"),
    ]  # fmt: skip
    assert column(result, "action", "title", "owner", "due_on") == [
        ("Recruit", "Head", "2025-03-31"), ("Grants", "Lead", "2025-03-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["Risk type", "Risk level", "Risk score", "Risk rating", "Risk appetite", "Residual risk"]
)
def test_what_is_said_of_a_risk_is_not_what_it_is_called(heading: str) -> None:
    result = read([(STATEMENT, "Risk", heading, "Risk owner"), ("Equity", "Data gaps", "High", "AB")], "Risk register")
    assert column(result, "risk", "title", "event", "owner") == [("Data gaps", None, "AB")]
    assert "High" in [each.text for each in result.left]


def test_inherent_current_and_target_are_told_apart_under_two_rows_of_headings() -> None:
    rows = [
        (None, None, "Inherent", None, "Current", None, "Target", None),
        ("Risk", STATEMENT, "Likelihood", "Impact", "Likelihood", "Impact", "Likelihood", "Impact"),
        ("Provider failure", "Governance", 5, 5, 3, 2, 1, 2),
    ]
    result = read(rows, "Risk register")
    fields = ("likelihood", "severity", "target_likelihood", "target_severity")
    assert column(result, "risk", *fields) == [(3, 2, 1, 2)]
    assert [each.text for each in result.left].count("5") == 2


@pytest.mark.parametrize(
    ("headings", "numbers"),
    [
        (("Inherent likelihood", "Residual likelihood"), (2, None)),
        (("Likelihood", "Residual likelihood"), (4, 2)),
        (("Gross likelihood", "Target likelihood"), (None, 2)),
    ],
)
def test_residual_is_now_beside_inherent_and_the_aim_beside_a_plain_heading(
    headings: tuple[str, str], numbers: tuple[int | None, int | None]
) -> None:
    result = read([("Risk", STATEMENT, *headings), ("Provider failure", "Governance", 4, 2)], "Risks")
    assert column(result, "risk", "likelihood", "target_likelihood") == [numbers]


def test_ticks_under_the_numbers_of_statements_place_evidence() -> None:
    rows = [
        ("IR No", "Document name", "Owner", "QS1", "QS2", "QS7", "Comments"),
        ("IR 16, IR 18", "Quality framework", "AB", "x", None, "✓", "v2"),
        ("IR28", "Annual report", "CD", None, "no", "Yes", None),
    ]
    result = read(rows, "Evidence log")
    assert column(result, "evidence", "title", "quality_statements", "return_items") == [
        ("Quality framework", ("assessing-needs", "safeguarding"), ("IR 16", "IR 18")),
        ("Annual report", ("safeguarding",), ("IR 28",)),
    ]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("QS7 & QS8", (7, 8)),
        ("QS7 to QS9", (7, 8, 9)),
        ("QS1–QS3", (1, 2, 3)),
        ("7 & 8", (7, 8)),
        ("1-3", (1, 2, 3)),
        ("All", tuple(range(1, 10))),
        ("All quality statements", tuple(range(1, 10))),
        ("Theme 1", (1, 2, 3)),
        ("Theme 4: Leadership", (8, 9)),
    ],
)
def test_a_cell_may_name_several_statements(cell: str, numbers: tuple[int, ...]) -> None:
    keys = {statement.number: statement.key for statement in FRAMEWORK.statements}
    result = read([(STATEMENT, "Evidence", "Link"), (cell, "Survey", "https://example.org/1")], "Evidence log")
    assert column(result, "evidence", "quality_statements") == [(tuple(keys[number] for number in numbers),)]


def test_a_statement_that_nobody_knows_beside_others_is_told() -> None:
    result = read([(STATEMENT, "Evidence"), ("QS7, QS8, Highways", "Survey")], "Evidence log")
    assert column(result, "evidence", "quality_statements") == [(("safeguarding", "governance"),)]
    assert any("Highways" in problem.message for problem in result.incoming.problems)


def test_rows_without_a_statement_are_kept_where_the_record_may_be_about_the_whole() -> None:
    rows = [("Risk ID", "Risk", "Likelihood", "Impact"), ("R1", "Cyber attack", 3, 5)]
    assert column(read(rows, "Risk register"), "risk", "title", "quality_statement") == [("Cyber attack", None)]
    strengths = read([("Strength", "Impact on people"), ("Quick answers", "Less worry")], "Strengths")
    assert not records(strengths, "strength")
    assert "Quick answers" in [each.text for each in strengths.left]


def test_a_list_export_has_its_title_and_date_known_and_its_furniture_left() -> None:
    rows = [
        ("Title", STATEMENT, "Evidence Type", "Evidence Owner", "Modified", "Item Type", "Path"),
        ("Annual report", "Safeguarding", "Processes", "AB", datetime(2024, 8, 1), "Item", "sites/CQC"),
    ]
    result = read(rows, "query")
    fields = ("title", "category", "owner", "dated_on", "location")
    assert column(result, "evidence", *fields) == [("Annual report", "processes", "AB", "2024-08-01", "sites/CQC")]
    assert "Item" in [each.text for each in result.left]
    assert not records(result, "action")


# --- cells -----------------------------------------------------------------------------------------------------------


def test_steps_of_scales_in_words_are_read_and_told() -> None:
    rows = [
        (STATEMENT, "Risk", "Likelihood", "Impact"),
        ("Equity", "One", "Very likely", "Major"),
        ("Equity", "Two", "3 - Possible", "4 (Major)"),
        ("Equity", "Three", "Likely (4)", "Sky high"),
        ("Equity", "Four", "3-4", 2),
    ]
    result = read(rows, "Risk register")
    assert column(result, "risk", "likelihood", "severity") == [(5, 4), (3, 4), (4, None), (None, 2)]
    messages = " ".join(problem.message for problem in result.incoming.problems)
    assert "“Very likely” was read as 5" in messages
    assert "Sky high" in messages
    assert "3-4" in messages


@pytest.mark.parametrize(
    "text",
    ["N/A", "n/a", "-", "–", "TBC", "None", "None identified", "No risks recorded yet.", "See above", "Nil", "…",
     "No risks at present", "No current risks", "None at the moment", "No further actions required."],
)  # fmt: skip
def test_a_placeholder_makes_no_record(text: str) -> None:
    result = read([(STATEMENT, "Risk", "Owner"), ("Safeguarding", text, "AB"), ("Equity", "Gaps", "CD")], "Risks")
    assert column(result, "risk", "title") == [("Gaps",)]
    assert text in [each.text for each in result.left]


@pytest.mark.parametrize(
    "text",
    [
        "Add a field for ethnicity",
        "No evidence of impact",
        "No further funding after March",
        "No wait is longer than a week",
        "Nothing about us without us",
    ],
)
def test_what_only_begins_like_a_placeholder_is_none(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize("text", ["Total", "Grand total:", "Totals", "Total actions: 2"])
def test_a_row_that_counts_those_above_makes_no_record(text: str) -> None:
    rows = [(STATEMENT, "Action", "Lead"), ("Equity", "Total redesign of the form", "AB"), (None, text, "1 of 2")]
    result = read(rows, "Actions")
    assert column(result, "action", "title") == [("Total redesign of the form",)]
    assert {text, "1 of 2"} <= {each.text for each in result.left}


@pytest.mark.parametrize(("mark", "said"), [(3, "RAG: 3"), ("A", "RAG: A"), ("Amber", "Amber")])
def test_a_mark_without_words_keeps_what_it_is_of(mark: object, said: str) -> None:
    result = read([(STATEMENT, "Action", "RAG"), ("Equity", "Add a field", mark)], "Action plan")
    assert column(result, "action", "progress") == [(said,)]


def test_a_unit_is_no_placeholder_and_a_dash_no_comparator() -> None:
    rows = [
        ("Performance Indicator", "Unit", "2023-24", "2024-25", "Target", "England average"),
        ("Reviews on time", "%", 62, 70, "-", "n/a"),
        ("Satisfied", "%", 61, 65, 66, 65.4),
    ]
    result = read(rows, "Scorecard")
    told = column(result, "measure", "unit", "target", "comparator_name", "comparator_value", "performance")
    assert told == [("%", None, None, None, None), ("%", 66, "England", 65.4, None)]
    assert {"-", "n/a"} <= {each.text for each in result.left}


def test_spaces_and_line_breaks_make_no_second_text() -> None:
    rows = [
        (STATEMENT, "Action"),
        ("Equity", "Recruit  two workers"),
        ("Equity", "Publish\xa0a rota"),
        ("Equity", "Train\nassessors\nby June"),
    ]
    assert column(read(rows, "Action plan"), "action", "title", "detail") == [
        ("Recruit two workers", None), ("Publish a rota", None), ("Train assessors by June", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1, '"R-"000', "R-001"),
        (1332641000, '00000" "000000', "01332 641000"),
        (7, "000", "007"),
        (12345, '"ACT-"000', "ACT-12345"),
        (0.256, "0.0%", "25.6%"),
        (0.09, "0%", "9%"),
        (1234.5, "#,##0.00", 1234.5),
        (1234, "#,##0", 1234),
        (5, '0" days"', 5),
        (5, "£#,##0", 5),
        (45000, "dd/mm/yyyy", 45000),
        (3, "General", 3),
        ("R", '"R-"000', "R"),
    ],
)
def test_a_number_comes_as_it_is_shown_where_that_says_more(number: Any, code: str, shown: Any) -> None:
    assert show_number(number, code) == shown


def test_england_in_words_becomes_what_a_measure_is_compared_with() -> None:
    rows = [
        ("Performance Indicator", "Q1 2023-24", "Q2 2023-24", "Benchmarking comparator data"),
        ("Outcomes achieved", 60, 61, "Region 62.4%, England 65.8% (2021/22)"),
        ("Providers rated good", 70, 71, "53% nationally (good) 3% nationally (outstanding)"),
    ]
    result = read(rows, "Scorecard")
    first, second = column(result, "measure", "comparator_name", "comparator_value", "comparator_period", "performance")
    assert first[:3] == ("England", 65.8, "2021-22")
    assert "Region 62.4%" in first[3]
    assert second[:2] == ("53% nationally (good) 3% nationally (outstanding)", None)


ASCOF = [
    ("Geographical Code", "Geographical Description", "Geographical Level", "ASCOF Measure Code",
     "Disaggregation Level", "Measure_Value", "Year"),
    ("E1", "Testshire", "Council", "1A", "Total", "19.2", "2023-24"),
    ("E1", "Testshire", "Council", "3D1", "Total", "[c]", "2023-24"),
    ("E1", "Testshire", "Council", "1A", "18 to 64", "17.0", "2023-24"),
    ("E92000001", "England", "National", "1A", "Total", "18.9", "2023-24"),
]  # fmt: skip


def test_published_national_measures_give_our_values_and_englands() -> None:
    result = read(ASCOF, "ascof")
    assert column(result, "measure", "code", "comparator_name", "comparator_value") == [
        ("1A", "England", 18.9), ("3D1", None, None),
    ]  # fmt: skip
    assert column(result, "measure_value", "period", "value", "note") == [
        ("2023-24", 19.2, None), ("2023-24", None, "[c]"),
    ]  # fmt: skip
    assert any("1 row about parts" in note for note in result.notes)


def test_another_councils_measures_are_never_taken_for_ours() -> None:
    other = ("E2", "Othershire", "Council", "1A", "Total", "11.0", "2023-24")
    result = read([*ASCOF, other], "ascof")
    assert not records(result, "measure")
    assert any("none of them is known to be yours" in problem.message for problem in result.incoming.problems)


# --- what stands beside the cells ------------------------------------------------------------------------------------


def opened(path: Path, rows: list[tuple[Any, ...]], dress: Any) -> foreign.Book:
    made = Book()
    there = made.active
    assert there is not None
    there.title = "Action plan"
    for row in rows:
        there.append(row)
    dress(there)
    made.save(path)
    return foreign.open_book(path)


PLAN = [(STATEMENT, "Action", "RAG"), ("Safeguarding", "Publish a rota", None), ("Equity", "Train assessors", None)]


def test_struck_out_and_hidden_rows_notes_and_colours_are_told(tmp_path: Path) -> None:
    def dress(there: Any) -> None:
        there["B2"].font = Font(strike=True)
        there.row_dimensions[3].hidden = True
        there["B3"].comment = Comment("Please move to June", "Director")
        there["C2"].fill = PatternFill("solid", fgColor="FF0000")

    result = taken(opened(tmp_path / "plan.xlsx", PLAN, dress))
    assert column(result, "action", "title") == [("Publish a rota",), ("Train assessors",)]
    told = {(problem.row, problem.message.split(" in the")[0]) for problem in result.incoming.problems}
    assert told == {(2, "This row is struck out"), (3, "This row is hidden")}
    assert left(result)["Please move to June"] == "it is a note on the cell"
    assert any("colour" in note and "C2" in note for note in result.notes)


def test_a_link_is_taken_for_where_it_leads(tmp_path: Path) -> None:
    rows = [
        (STATEMENT, "Document", "Link"),
        ("Safeguarding", "Annual report", "Click here"),
        ("Equity", "Survey", None),
    ]

    def dress(there: Any) -> None:
        there["C2"].hyperlink = "https://www.example.gov.uk/annual"
        there["B3"].hyperlink = "https://www.example.gov.uk/survey"
        there["A3"].hyperlink = "https://www.example.gov.uk/statement"

    result = taken(opened(tmp_path / "log.xlsx", rows, dress))
    assert column(result, "evidence", "title", "location", "location_kind") == [
        ("Annual report", "https://www.example.gov.uk/annual", "web"),
        ("Survey", "https://www.example.gov.uk/survey", "web"),
    ]
    assert "https://www.example.gov.uk/statement" in [each.text for each in result.left]


def test_a_value_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    rows = [
        (STATEMENT, "Area for improvement", "Action", "Lead", "Due date"),
        ("Safeguarding", "Slow enquiries", "Recruit", "Head of Safeguarding", "30/09/2025"),
        (None, None, "Triage in one day", None, None),
    ]

    def dress(there: Any) -> None:
        for letter in "ABDE":
            there.merge_cells(f"{letter}2:{letter}3")

    result = taken(opened(tmp_path / "plan.xlsx", rows, dress))
    assert column(result, "action", "title", "owner", "due_on") == [
        ("Recruit", "Head of Safeguarding", "2025-09-30"), ("Triage in one day", "Head of Safeguarding", "2025-09-30"),
    ]  # fmt: skip
    assert column(result, "improvement", "title") == [("Slow enquiries",)]


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_of_any_common_encoding_and_separator_is_a_spreadsheet(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    lines = [
        ("Quality statement", "Action", "Owner", "Due date"),
        ("Safeguarding", '"Clear the list, then £500"', "Siân", "31/03/2027"),
    ]
    path = tmp_path / "actions.csv"
    path.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    result = taken(foreign.open_book(path))
    assert column(result, "action", "title", "owner", "due_on") == [("Clear the list, then £500", "Siân", "2027-03-31")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("4 (Major)", False),
        ("4 Major", False),
        ("4 - Serious harm", False),
        ("4 (Minor)", True),
        ("3 times a year", True),
    ],
)
def test_a_number_whose_words_say_something_else_is_told(text: str, told: bool) -> None:
    result = read([(STATEMENT, "Risk", "Impact"), ("Equity", "Gaps", text)], "Risk register")
    assert column(result, "risk", "severity") == [(int(text[0]),)]
    assert any("was read as" in problem.message for problem in result.incoming.problems) is told
