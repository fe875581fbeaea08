"""Measures in the outline: at a glance, in full with their values in the order of periods, and beside a statement."""

from __future__ import annotations

from selfassess.domain.measures.measures import stand_in_year
from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.report_blocks import Bullets, Facts, Section, Table, ValueChart
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.report.notes_section import section_texts
from tests.making import empty_assessment, with_record, workbook

QUARTERS = {"Q1 2023-24": 522.0, "Q4 2022-23": 419.0, "Q2 2023-24": 500.0, "Q1 2022-23": 450.0}


def year() -> Assessment:
    made, measure = with_record(
        empty_assessment(), "measure", title="Reviews overdue", code="PI.2620", unit="people", better="lower",
        target=380.0, impact="People wait.", quality_statements=("assessing-needs",),
    )  # fmt: skip
    for period, value in QUARTERS.items():
        made, _ = with_record(made, "measure_value", measure=measure.id, period=period, value=value)
    made, _ = with_record(made, "measure", title="New one")
    return made


def part(key: str) -> Section:
    book = workbook(year())
    found = outline.find_section(outline.build_outline(book, book.current, Edition.FULL), key)
    assert found is not None
    return found


def test_every_measure_stands_in_one_table_with_status_and_trends_in_words() -> None:
    table = part("measures").blocks[0]
    assert isinstance(table, Table)
    assert [column.label for column in table.columns] == [
        "Measure", "Latest value", "Target", "Status", "Short-term trend", "Annual trend",
    ]  # fmt: skip
    assert table.rows == (
        ("PI.2620 Reviews overdue", "500 people (Q2 2023-24)", "380 people", "✗ Target not met", "↓ down, better",
         "– no earlier figure"),
        ("New one", "no value", "", "– No value yet", "– no value yet", "– no value yet"),
    )  # fmt: skip


def test_a_measure_in_full_says_why_and_lists_its_values_in_the_order_of_periods() -> None:
    _, facts, chart, values, *_ = part("measures").blocks
    assert isinstance(facts, Facts)
    assert isinstance(values, Table)
    assert isinstance(chart, ValueChart)
    assert [mark.value for mark in chart.marks] == [450.0, 419.0, 522.0, 500.0]
    assert chart.alternative == (
        "Reviews overdue. Q1 2022-23: 450 people; Q4 2022-23: 419 people; Q1 2023-24: 522 people; "
        "Q2 2023-24: 500 people; Target: 380 people."
    )
    rows = dict(facts.rows)
    assert rows["Status"] == "✗ Target not met: 500 people against a target of 380 people; lower is better."
    assert rows["Short-term trend"] == "↓ Down from 522 people (Q1 2023-24) to 500 people, better"
    assert rows["Annual trend"] == "– No earlier figure: none for Q2 2022-23"
    assert rows["Impact"] == "People wait."
    assert [row[0] for row in values.rows] == ["Q1 2022-23", "Q4 2022-23", "Q1 2023-24", "Q2 2023-24"]


def test_a_statement_says_how_its_measures_stand() -> None:
    (block,) = part("statement:assessing-needs:measure").blocks
    assert isinstance(block, Bullets)
    assert block.items == (
        "Reviews overdue: 500 people (Q2 2023-24); ✗ Target not met; short-term trend ↓ down, better",
    )


def test_what_no_measure_has_takes_no_room() -> None:
    """A yearly figure without a target: neither status nor a trend that cannot be is told with it."""
    made = empty_assessment()
    made, measure = with_record(made, "measure", title="Satisfied", quality_statements=("equity",))
    made, _ = with_record(made, "measure_value", measure=measure.id, period="2021-22", value=61.6)
    book = workbook(made)
    whole = outline.build_outline(book, made, Edition.FULL)
    beside, every = outline.find_section(whole, "statement:equity:measure"), outline.find_section(whole, "measures")
    assert beside is not None
    assert every is not None
    assert beside.blocks == (Bullets(("Satisfied: 61.6 (2021-22)",)),)
    facts = every.blocks[1]
    assert isinstance(facts, Facts)
    assert {"Status", "Short-term trend"}.isdisjoint(dict(facts.rows))
    assert dict(facts.rows)["Annual trend"] == "– No earlier figure: none for 2020-21"


def test_the_gap_is_told_in_every_edition() -> None:
    made, measure = with_record(
        empty_assessment(), "measure", title="Carers who feel safe", unit="%", better="higher",
        quality_statements=("safeguarding",),
    )  # fmt: skip
    made, _ = with_record(made, "measure_value", measure=measure.id, period="2023-24", value=61.6)
    made, _ = with_record(
        made, "comparator", measure=measure.id, basis="england", period="2023-24", value=65.8, note="Not for others."
    )
    book = workbook(made)
    gap = "4.2 points lower, worse"
    for edition in Edition:
        shown = reduce_to_edition(book, edition)
        built = outline.build_outline(shown, shown.current, edition, options=build_options(edition))
        said = " ".join(text for section in built.sections for text in section_texts(section))
        assert "65.8" in said, edition
        assert gap in said, edition
        assert ("Not for others" in said) is (edition is Edition.FULL), edition


def test_a_difference_of_scores_out_of_so_many_is_in_points() -> None:
    made, measure = with_record(
        empty_assessment(), "measure", title="Quality of life", unit="out of 24", better="higher"
    )
    made, _ = with_record(made, "measure_value", measure=measure.id, period="2024-25", value=18.7)
    made, _ = with_record(made, "comparator", measure=measure.id, basis="england", period="2024-25", value=19.1)
    (gap,) = stand_in_year(made)(measure).gaps
    assert gap.short == "0.4 points lower, worse"
