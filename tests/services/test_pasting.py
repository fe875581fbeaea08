"""Pasting a scorecard: several measures at once, found again by code or name, with words kept as notes."""

from __future__ import annotations

import pytest

from selfassess.domain.measures import measure_values, measures
from selfassess.domain.measures.measure_values import Entry
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment
from selfassess.services.evidence import paste_scorecard
from tests.exchange import scorecard_making as dudley
from tests.making import empty_assessment, with_record

BLOCK = (
    "Performance indicator\tQ3 2022-23\tQ4 2022-23\tQ1 2023-24\tTarget\r\n"
    "PI.2620 Reviews overdue\tNew measure\t419\t522\t380\r\n"
    '"PI.2132 Contacts with ""signposting"""\t25.6%\t26.5%\tAvailable Q2\t23%\r\n'
)


def after(year: Assessment, changes: list[Change] | tuple[Change, ...]) -> Assessment:
    """The year with changes made."""
    rows: dict[str, dict[str, Record]] = {kind: {r.id: r for r in found} for kind, found in year.records.items()}
    for change in changes:
        kind = rows.setdefault(change.kind, {})
        made = journal.apply_change(kind.get(change.record), change)
        assert made is not None
        kind[change.record] = made
    return Assessment(
        record=year.record, framework=year.framework, information_return=year.information_return,
        records={kind: tuple(found.values()) for kind, found in rows.items()},
    )  # fmt: skip


def values(year: Assessment, title: str) -> list[tuple[object, object, object]]:
    (measure,) = (each for each in year.records_of("measure") if each["title"] == title)
    found = measures.values_by_measure(year).get(measure.id, ())
    return [(each["period"], each["value"], each["note"]) for each in found]


def test_several_measures_come_in_at_once_with_their_periods_targets_and_units() -> None:
    found = paste_scorecard.plan_pasted_scorecard(BLOCK, empty_assessment())
    year = after(empty_assessment(), found.merged.changes)
    assert [(m["code"], m["title"], m["unit"], m["target"]) for m in year.records_of("measure")] == [
        ("PI.2620", "Reviews overdue", None, 380.0),
        ("PI.2132", 'Contacts with "signposting"', "%", 23.0),
    ]
    assert values(year, "Reviews overdue") == [
        ("Q3 2022-23", None, "New measure"), ("Q4 2022-23", 419.0, None), ("Q1 2023-24", 522.0, None),
    ]  # fmt: skip
    assert found.describe_import == "2 new measures: 6 new values."


def test_the_next_quarter_is_added_to_the_measures_that_are_there_and_nothing_doubles() -> None:
    first = paste_scorecard.plan_pasted_scorecard(BLOCK, empty_assessment())
    year = after(empty_assessment(), first.merged.changes)
    assert paste_scorecard.plan_pasted_scorecard(BLOCK, year).merged.changes == []
    more = "Indicator\tCode\tQtr. 1 2023/24\t2023-24 Q2\tTarget\n" \
        "Renamed since\tpi.2620\t530\t500\t300\nContacts with \"signposting\"\t\t25%\t\t\n"  # fmt: skip
    found = paste_scorecard.plan_pasted_scorecard(more, year)
    assert found.merged.new == []
    assert found.merged.replaced == [
        "Reviews overdue, target: 380 becomes 300", "Reviews overdue, Q1 2023-24: 522 becomes 530",
    ]  # fmt: skip
    year = after(year, found.merged.changes)
    assert values(year, "Reviews overdue")[2:] == [("Q1 2023-24", 530.0, None), ("Q2 2023-24", 500.0, None)]
    # "Available Q2" is no longer so once the number is there.
    assert values(year, 'Contacts with "signposting"')[2:] == [("Q1 2023-24", 25.0, None)]


def test_what_somebody_wrote_about_a_measure_is_never_replaced() -> None:
    year, _ = with_record(empty_assessment(), "measure", title="Reviews overdue", performance="Ours.")
    found = paste_scorecard.plan_pasted_scorecard(
        "Measure\tQ1 2023-24\tQ2 2023-24\tCommentary\nReviews overdue\t1\t2\tTheirs.\n", year
    )
    year = after(year, found.merged.changes)
    assert year.records_of("measure")[0]["performance"] == "Ours."
    assert "Not replaced: Reviews overdue: performance stays as it is here" in found.describe_lines


def test_two_measures_of_one_name_are_told_apart_by_their_codes() -> None:
    year, _ = with_record(empty_assessment(), "measure", title="Waits", code="A.1")
    found = paste_scorecard.plan_pasted_scorecard("Measure\tCode\tQ1 2023-24\tQ2 2023-24\nWaits\tA.2\t1\t2\n", year)
    assert (found.merged.new, found.merged.known) == (["Waits"], [])


def test_the_published_scorecard_can_be_pasted_as_it_stands() -> None:
    rows: list[tuple[dudley.Shown, ...]] = [
        (*dudley.YEARS, "Benchmarking comparator data"),
        (None, *dudley.QUARTERS, "Target", "Score", "Short term trend", "Annual trend"),
        *(row.cells for row in dudley.ROWS),
    ]
    text = "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)
    found = paste_scorecard.plan_pasted_scorecard(text, empty_assessment())
    assert found.left == ()
    year = after(empty_assessment(), found.merged.changes)
    assert [each["code"] for each in year.records_of("measure")] == [row.code for row in dudley.ROWS]
    assert values(year, dudley.ROWS[1].name) == [
        ("Q1 2022-23", 9.0, None), ("Q2 2022-23", 23.0, None), ("Q3 2022-23", 25.6, None), ("Q4 2022-23", 26.5, None),
        ("Q1 2023-24", 25.0, "Short term trend: Available Q2"),
    ]  # fmt: skip


def test_commentary_under_impact_performance_and_assurance_goes_to_the_measure_with_the_code() -> None:
    year, _ = with_record(empty_assessment(), "measure", title="People awaiting a review", code="PI.2620")
    text = (
        "Performance indicator\tImpact: what are the issues/risks for service delivery?\tPerformance: what is the data "
        "telling us?\tAssurance: evidence that actions are in place and having an impact\n"
        "PI.2620 Reviews awaited\tPeople wait.\tMore wait than planned.\tThe board looks each month.\n"
    )
    found = paste_scorecard.plan_pasted_scorecard(text, year)
    assert (found.merged.new, found.left) == ([], ())
    (measure,) = after(year, found.merged.changes).records_of("measure")
    assert (measure["title"], measure["impact"], measure["performance"], measure["assurance"]) == (
        "People awaiting a review", "People wait.", "More wait than planned.", "The board looks each month.",
    )  # fmt: skip


def test_cells_without_headings_are_refused_with_what_to_do() -> None:
    for text in ("Reviews overdue\t419\t522\n", "just words", "\n"):
        with pytest.raises(WrongUseError, match="Copy the row of headings as well"):
            paste_scorecard.plan_pasted_scorecard(text, empty_assessment())
    with pytest.raises(WrongUseError, match="Import the file instead"):
        paste_scorecard.plan_pasted_scorecard("1\t" * (paste_scorecard.MOST + 2), empty_assessment())


@pytest.mark.parametrize(
    ("block", "entries"),
    [
        ([["Q1 2023-24", "522"], ["Qtr. 2 2023/24", "9%", "checked"]],
         (Entry("Q1 2023-24", 522.0), Entry("Q2 2023-24", 9.0, "checked"))),
        ([["Period", "Value"], ["2023-24", "1,250"]], (Entry("2023-24", 1250.0),)),
        ([["Q1 2023-24", "Q2 2023-24"], ["Available Q2", "12"]],
         (Entry("Q1 2023-24", None, "Available Q2"), Entry("Q2 2023-24", 12.0))),
        ([["Q1 2023-24", "Q2 2023-24"], ["7", ""]], (Entry("Q1 2023-24", 7.0),)),
        ([["522"], ["419"]], None),
        ([["", ""]], None),
    ],
)  # fmt: skip
def test_a_block_about_one_measure_says_its_periods_beside_or_above(
    block: list[list[str]], entries: tuple[Entry, ...] | None
) -> None:
    assert measure_values.parse_block_entries(block) == entries


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9%", (9.0, "%")), (" 1,250 ", (1250.0, "")), ("£150", (150.0, "£")), ("61.7 days", (61.7, "days")),
        ("-3.5", (-3.5, "")), ("18,7", None), ("1,25", None), ("12,50.5", None),
        ("1,234,567.5", (1234567.5, "")), ("£135k", None), ("36.4% Q4", None), ("Available Q2", None),
        ("See note*", None),
        ("", None),
    ],
)  # fmt: skip
def test_only_what_is_a_number_is_taken_for_one(text: str, number: tuple[float, str] | None) -> None:
    assert measure_values.parse_number_with_unit(text) == number
