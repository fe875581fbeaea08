"""Each shape in which councils keep their self-assessments, from a sheet to records, by what is proposed for it."""

from __future__ import annotations

from selfassess.exchange import foreign
from selfassess.exchange.foreign import Shape
from tests.exchange.foreign_making import (
    ASKED,
    FRAMEWORK,
    SHAPES,
    TAB,
    book,
    column,
    every_shape,
    left,
    records,
    sheet,
    taken,
)


def shape(name: str) -> tuple[foreign.SheetMapping, foreign.Taken]:
    theirs = book(sheet(*SHAPES[name]))
    mapping = foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED)
    return mapping.sheets[0], taken(theirs, mapping)


def test_one_long_table_gives_actions_with_the_areas_they_answer() -> None:
    part, result = shape("one long table")
    assert (part.shape, part.kind, part.header_row) == (Shape.TABLE, "action", 3)
    assert column(result, "action", "title", "quality_statement", "owner", "due_on") == [
        ("Recruit six social workers", "assessing-needs", "Jo Bell", "2025-03-31"),
        ("New interpreting contract", "equity", "Sam Hill", "2025-06-30"),
        ("Train staff to use it", "equity", "Sam Hill", None),
        ("Board reviews risks each month", "governance", "DASS", "2025-03-31"),
    ]
    areas = {record.id: record["title"] for record in records(result, "improvement")}
    assert list(areas.values()) == ["Waits for assessment", "Gaps in translation", "Slow enquiries"]
    assert [[areas[id] for id in r.links_of("addresses")] for r in records(result, "action")] == [
        ["Waits for assessment"],
        ["Gaps in translation"],
        ["Gaps in translation"],
        [],
    ]


def test_what_is_no_date_is_kept_as_the_reason_why_there_is_none() -> None:
    _, result = shape("one long table")
    assert column(result, "action", "no_date_reason")[2] == "ongoing"
    assert "Sheet “Action plan”, row 7, column “By when”: “March 2025” was taken as 31 March 2025." in [
        problem.describe_with_place for problem in result.incoming.problems
    ]


def test_rows_that_cannot_be_taken_whole_are_listed_with_the_reason() -> None:
    _, result = shape("one long table")
    assert left(result) == {
        "Adult Social Care improvement plan 2024-25": "it stands outside the table",
        "90": "its column has no meaning yet",
        "Highways": "“Highways” is no quality statement of this framework",
        "Mend the road": "“Highways” is no quality statement of this framework",
        "Ann Roe": "its row does not say what the action is",
    }
    assert result.notes == (
        "In the sheet “Action plan”, rows that name no quality statement were taken under the one above: 6.",
    )


def test_a_row_for_each_statement_gives_a_judgement_and_a_record_for_each_bullet() -> None:
    part, result = shape("a row for each statement")
    assert (part.shape, part.kind) == (Shape.TABLE, "judgement")
    scores = {r["quality_statement"]: r["score"] for r in records(result, "judgement") if r["score"]}
    assert scores == {"assessing-needs": 2, "supporting-people": 3, "equity": 2}
    assert column(result, "strength", "title") == ["Strengths-based practice", "Carers' panel", "Reablement"]
    assert column(result, "improvement", "title") == ["Reviews overdue", "Waits for OT", "Data is thin"]
    assert column(result, "risk", "title") == ["Waits grow in winter"]
    assert len(records(result, "judgement")) == 9
    assert not result.left


def test_evidence_beside_strengths_and_areas_is_linked_to_them() -> None:
    _, result = shape("a row for each statement")
    evidence = records(result, "evidence")
    assert [r["title"] for r in evidence] == ["Waiting list report", "Carers survey"]
    both = tuple(r.id for r in evidence)
    assert column(result, "strength", "evidence") == [both, both, None]
    assert column(result, "improvement", "evidence") == [both, both, None]
    assert column(result, "risk", "evidence") == [None]
    assert column(result, "evidence", "quality_statements") == [("assessing-needs",)] * 2


def test_a_tab_for_a_statement_gives_labels_bullets_and_the_table_below_them() -> None:
    part, result = shape("a tab for each statement")
    assert (part.shape, part.statement, part.kind, part.header_row) == (
        Shape.STATEMENT_TAB,
        "safeguarding",
        "action",
        13,
    )
    (judgement,) = (r for r in records(result, "judgement") if r["score"])
    assert judgement["quality_statement"] == "safeguarding"
    assert (judgement["score"], judgement["lead"]) == (3, "Ann Roe")
    assert judgement["summary"] == "Concerns are screened the same day."
    assert column(result, "strength", "title") == ["One front door", "Weekly audit of decisions"]
    assert column(result, "evidence", "title") == ["Safeguarding Adults Board annual report", "Audit of 40 enquiries"]
    assert column(result, "action", "title", "due_on") == [
        ("Joint protocol with police", "2025-09-30"),
        ("Monthly tracking of enquiries", "2025-04-30"),
    ]
    assert left(result) == {"Please send this tab back by Friday": "it stands alone below an empty row, like a remark"}


def test_a_long_answer_becomes_a_short_title_and_keeps_every_word() -> None:
    _, result = shape("a tab for each statement")
    assert column(result, "improvement", "title", "detail") == [("Enquiries take too long", TAB[7][1])]


def test_questions_under_headings_belong_to_the_statement_above_them() -> None:
    part, result = shape("questions and answers")
    assert part.shape is Shape.QUESTIONS
    scores = {r["quality_statement"]: r["score"] for r in records(result, "judgement") if r["score"]}
    assert scores == {"partnerships": 3, "learning": 2}
    assert column(result, "strength", "quality_statement", "title") == [
        ("partnerships", "Joint commissioning board meets monthly"),
        ("partnerships", "Voluntary sector forum"),
        ("learning", "Peer reviews of practice"),
    ]
    assert column(result, "improvement", "title") == ["Shared records", "Joint training"]
    (vision,) = (r for r in records(result, "section") if r["text"])
    assert (vision["key"], vision["text"]) == ("vision", "People live well in the place they call home.")
    assert set(left(result)) == {"Favourite colour", "Blue"}


def test_a_wide_scorecard_gives_measures_with_a_value_for_each_period() -> None:
    part, result = shape("a wide scorecard")
    assert (part.shape, part.kind, part.header_row) == (Shape.SCORECARD, "measure", 3)
    assert column(
        result, "measure", "title", "target", "quality_statements", "comparator_name", "comparator_value"
    ) == [
        ("Reviews overdue by a year", 380.0, ("assessing-needs",), None, None),
        ("Enquiries with outcomes met", None, ("safeguarding",), "Region", 62.4),
    ]
    first, second = (r.id for r in records(result, "measure"))
    assert column(result, "measure_value", "measure", "period", "value", "note") == [
        (first, "Q4 2022-23", 419.0, None),
        (first, "Q1 2023-24", 522.0, None),
        (second, "Q3 2022-23", None, "New measure"),
        (second, "Q4 2022-23", 62.4, None),
        (second, "Q1 2023-24", None, "Available Q2"),
    ]
    assert column(result, "measure", "unit") == [None, "%"]
    assert set(left(result)) == {"Performance scorecard"}


def test_one_list_of_every_kind_goes_by_its_type_column() -> None:
    part, result = shape("one list of every kind")
    assert [column.field for column in part.columns][2] == "record"
    assert column(result, "strength", "quality_statement", "title") == [("assessing-needs", "Good first contact")]
    assert column(result, "improvement", "title") == ["Reviews are late"]
    assert column(result, "risk", "title", "owner") == [("Enquiries drift", "Ann Roe")]
    assert column(result, "action", "title", "owner", "due_on") == [("Run learning events", "Jo Bell", "2025-05-01")]
    assert left(result)["No such thing"] == "its row does not say what it is"


def test_an_evidence_log_knows_categories_items_and_several_statements() -> None:
    _, result = shape("an evidence log")
    assert column(result, "evidence", "title", "category", "return_items", "quality_statements", "dated_on") == [
        ("Carers survey 2024", "people", ("IR 5",), ("assessing-needs", "supporting-people"), "2024-11-01"),
        ("Audit report", "processes", ("IR 7", "IR 9"), ("safeguarding",), None),
    ]
    assert set(left(result)) == {"Autumn 2024"}


def test_evidence_named_in_one_sheet_and_described_in_another_is_one_record() -> None:
    named = sheet("Strengths", [("Quality statement", "Strength", "Evidence"), ("Equity", "Good data", "Audit report")])
    for theirs in (
        book(named, sheet(*SHAPES["an evidence log"])),
        book(sheet(*SHAPES["an evidence log"]), named),
    ):
        result = taken(theirs)
        (audit,) = (r for r in records(result, "evidence") if r["title"] == "Audit report")
        assert column(result, "strength", "evidence") == [(audit.id,)]
        assert set(audit.links_of("quality_statements")) == {"safeguarding", "equity"}
        assert audit["location"] == "SharePoint"


def test_a_column_of_lines_is_shared_out_among_as_many_bullets() -> None:
    rows = [
        ("Statement", "Score", "Strengths", "Actions", "Lead", "By when"),
        ("Equity", 2, "x", "- One\n- Two", "Ann\nBob", "1/4/2025\nongoing"),
    ]
    result = taken(book(sheet("All", rows)))
    assert column(result, "action", "title", "owner", "due_on", "no_date_reason") == [
        ("One", "Ann", "2025-04-01", None),
        ("Two", "Bob", None, "ongoing"),
    ]


def test_a_merged_cell_counts_for_every_row_it_covers() -> None:
    rows = [
        ("Statement", "Area for improvement", "Action", "Who"),
        ("Equity", "Thin data", "Survey", "Ann"),
        (None, None, "Audit", "Bob"),
    ]
    plain = sheet("Actions", rows)
    merged = foreign.Sheet(name=plain.name, rows=plain.rows, merged=((1, 0, 2, 0), (1, 1, 2, 1)))
    result = taken(book(merged))
    (area,) = records(result, "improvement")
    assert column(result, "action", "title", "quality_statement", "addresses") == [
        ("Survey", "equity", (area.id,)),
        ("Audit", "equity", (area.id,)),
    ]
    assert not result.left
    assert not result.notes


def test_rows_under_the_name_of_a_statement_belong_to_it() -> None:
    rows = [
        ("Action", "Owner", "Deadline"),
        ("Quality statement 3: Equity in experiences and outcomes", None, None),
        ("Survey", "Ann", "1/4/2025"),
        ("Safeguarding", None, None),
        ("Audit", "Bob", "1/5/2025"),
    ]
    result = taken(book(sheet("Action plan", rows)))
    assert column(result, "action", "quality_statement", "title") == [("equity", "Survey"), ("safeguarding", "Audit")]


def test_all_shapes_in_one_book_do_not_disturb_each_other() -> None:
    whole = taken(every_shape())
    assert len(records(whole, "judgement")) == 9
    assert len(records(whole, "action")) == 4 + 2 + 1
    (year,) = whole.incoming.workbook.assessments
    assert year.label == "2024-25"
    assert (year.record["period_start"], year.record["assessor"]) == ("2024-04-01", "self")
    # Both the matrix and the tab speak of safeguarding's score or not at all; neither is overwritten unsaid.
    assert len({record.id for record in year.by_id.values()}) == len(year.by_id)


def test_two_scores_for_one_statement_are_never_decided_silently() -> None:
    rows = [("Statement", "Score", "Summary"), ("Equity", 2, "First"), ("Equity", 3, "Second")]
    result = taken(book(sheet("Scores", rows)))
    (equity,) = (r for r in records(result, "judgement") if r["score"])
    assert (equity["score"], equity["summary"]) == (2, "First\n\nSummary: Second")
    assert left(result) == {"3": "there is another score for the same judgement"}


def test_the_preview_shows_the_first_records_in_words() -> None:
    theirs = every_shape()
    shown = foreign.preview_records(
        theirs, foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED), FRAMEWORK, ASKED, rows=2
    )
    assert list(shown) == [each.name for each in theirs.sheets]
    assert all(len(rows) <= 2 for rows in shown.values())
    kind, first = shown["Action plan"][0]
    assert kind == "action"
    assert first["Quality statement"] == "Assessing needs"
    assert first["Due on"] == "31 March 2025"
    assert first["Addresses"] == "Waits for assessment"


def test_questions_in_whole_sentences_are_understood() -> None:
    rows = [
        ("Quality statement", "Supporting people to live healthier lives"),
        ("What is your self-assessed score for this statement?", "2"),
        ("What are your strengths in this area?", "Good reablement"),
        ("What evidence do you have to support this?", "Carers strategy"),
        ("What actions are you taking?", "1. New website\n2. Direct payments project"),
        ("What is the impact on people?", "People stay at home longer."),
        ("Who is the lead for this area?", "Jo Bell"),
    ]
    result = taken(book(sheet("Tab 2", rows)))
    (judgement,) = (r for r in records(result, "judgement") if r["score"])
    assert (judgement["quality_statement"], judgement["score"], judgement["lead"]) == (
        "supporting-people",
        2,
        "Jo Bell",
    )
    assert judgement["impact"] == "People stay at home longer."
    assert column(result, "strength", "title") == ["Good reablement"]
    assert column(result, "evidence", "title") == ["Carers strategy"]
    assert column(result, "action", "title") == ["New website", "Direct payments project"]
    assert not result.left


def test_of_two_years_side_by_side_the_later_is_taken_and_the_earlier_listed() -> None:
    rows = [("Quality statement", "2023-24 score", "2024-25 score", "Rationale"), ("Equity", 2, 3, "Better data")]
    result = taken(book(sheet("Scores", rows)))
    (equity,) = (r for r in records(result, "judgement") if r["score"])
    assert equity["score"] == 3
    assert left(result) == {"2": "its column has no meaning yet"}


def test_tables_side_by_side_with_labels_in_one_tab_are_all_found() -> None:
    rows = [
        ("Strengths", "Areas for development", "Evidence"),
        ("Good process", "Thin data", "EIA log"),
        (),
        ("Risk", "Mitigation", "Owner"),
        ("Trust falls", "Community meetings", "Ann"),
    ]
    result = taken(book(sheet("3. Equity in experiences and o", rows)))
    (evidence,) = records(result, "evidence")
    assert column(result, "strength", "title", "evidence") == [("Good process", (evidence.id,))]
    assert column(result, "improvement", "title", "evidence") == [("Thin data", (evidence.id,))]
    assert column(result, "risk", "quality_statement", "title", "controls", "owner") == [
        ("equity", "Trust falls", "Community meetings", "Ann")
    ]
    assert not result.left


def test_a_row_that_counts_those_above_is_known_by_a_column_without_a_meaning_too() -> None:
    rows = [
        ("Ref", "Action", "Lead"),
        ("A1", "Add a field", "AB"),
        ("A2", "Ask carers", "CD"),
        ("Total", "2 actions", None),
    ]
    result = taken(book(sheet("Action plan", rows)))
    assert column(result, "action", "title") == ["Add a field", "Ask carers"]
    assert {"Total", "2 actions"} <= {each.text for each in result.left}


def test_what_names_every_statement_is_about_the_whole_where_its_kind_may_be() -> None:
    rows = [
        ("Quality statement", "Risk", "Likelihood"),
        ("All statements", "The budget is overspent", "4"),
        ("QS1 to QS9", "Too few social workers", "(3) Possible"),
        ("QS1, QS2", "Waits grow", "3"),
    ]
    result = taken(book(sheet("Risks", rows)))
    assert column(result, "risk", "title", "quality_statement") == [
        ("The budget is overspent", None),
        ("Too few social workers", None),
        ("Waits grow", "assessing-needs"),
    ]
    assert column(result, "risk", "likelihood") == [4, 3, 3]
    assert result.unplaced == ()
