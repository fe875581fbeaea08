"""The return in the outline: figures as grids with their dates and targets, and nothing dropped."""

from __future__ import annotations

from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Block, Bullets, Table
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.report.return_section import build_return_section, build_statement_figures, figures_of
from tests.making import empty_assessment, with_record


def with_figure(year: Assessment, line: str | None, key: str, value: float | None, **more: str) -> Assessment:
    values = {"return_item": "IR 5", "breakdown": line, "figure": key, "value": value, **more}
    return with_record(year, "figure", **values)[0]


def blocks(year: Assessment, ref: str = "IR 5") -> list[Block]:
    return list(figures_of(Names(year), ref))


def test_figures_stand_as_a_grid_with_units_their_day_and_the_target_in_words() -> None:
    year = empty_assessment()
    for key, value in (("list-size", 1454.0), ("median-wait", 45.0), ("longest-wait", 120.0), ("target", 28.0)):
        year = with_figure(year, "care-reviews", key, value, as_at="2025-02-28")
    (table,) = blocks(year)
    assert isinstance(table, Table)
    assert table.caption == "Figures for IR 5, as at 28 February 2025"
    assert [column.label for column in table.columns] == [
        "For", "Waiting list (people)", "Median wait (days)", "Longest wait (days)", "Target (days)",
        "Against the target",
    ]  # fmt: skip
    over = "Median wait over the target by 17 days; longest wait over the target by 92 days"
    assert table.rows[1] == ("Care reviews", "1,454", "45", "120", "28", over)
    assert table.rows[0] == ("Care assessments", "", "", "", "", "")


def test_days_that_differ_stand_in_a_column_of_their_own() -> None:
    year = with_figure(empty_assessment(), "care-reviews", "list-size", 12.0, as_at="2025-02-28")
    year = with_figure(year, "care-reviews", "target", 28.0, as_at="2024-04-01")
    year = with_figure(year, "care-assessments", "target", 28.0, as_at="2024-04-01")
    (table,) = blocks(year)
    assert isinstance(table, Table)
    assert table.columns[-1].label == "As at"
    assert [row[-1] for row in table.rows[:3]] == [
        "1 April 2024",
        "Waiting list 28 February 2025; Target 1 April 2024",
        "",
    ]


def test_notes_and_what_fits_no_cell_are_kept() -> None:
    year = with_figure(empty_assessment(), "care-reviews", "list-size", None, note="To be found", as_at="2025-02-01")
    year = with_figure(year, "an-old-line", "list-size", 3.0)
    _, notes, stray = blocks(year)
    assert isinstance(notes, Bullets)
    assert notes.items == ("Care reviews, waiting list: as at 1 February 2025; To be found",)
    assert isinstance(stray, Table)
    assert stray.rows[0][0] == "an-old-line"


def test_an_item_without_a_breakdown_has_no_column_for_it_and_an_unknown_one_a_plain_table() -> None:
    year, _ = with_record(empty_assessment(), "figure", return_item="IR 6", figure="appeals", value=4.0)
    (table,) = blocks(year, "IR 6")
    assert isinstance(table, Table)
    assert (table.rows, [column.number for column in table.columns]) == ((("4",),), [True])
    year, _ = with_record(year, "figure", return_item="IR 77", figure="odd", value=1.0)
    (table,) = blocks(year, "IR 77")
    assert isinstance(table, Table)
    assert table.caption == "Figures for IR 77"


def test_items_with_figures_have_a_part_below_the_list() -> None:
    year = with_figure(empty_assessment(), "care-reviews", "list-size", 12.0)
    section = build_return_section(Names(year))
    assert len(section.blocks) == 1
    assert [child.title for child in section.children] == ["IR 5 Assessment, care planning and review"]


def test_figures_stand_beside_the_statement_they_are_asked_for_under() -> None:
    year = with_figure(empty_assessment(), "care-reviews", "list-size", 12.0)
    year, _ = with_record(year, "figure", return_item="IR 6", figure="appeals", note="To be found")
    (section,) = build_statement_figures(Names(year), "assessing-needs")
    (table,) = section.blocks  # nothing is known of IR 6 yet
    assert isinstance(table, Table)
    assert table.caption == "Figures for IR 5 Assessment, care planning and review"
    assert table.rows[1][:2] == ("Care reviews", "12")
    assert list(build_statement_figures(Names(year), "equity")) == []
    assert list(build_statement_figures(Names(empty_assessment()), "assessing-needs")) == []
