"""The return's part of the outline: where each item stands, and the answers and figures of those that have any."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.information_return import figures as return_figures
from selfassess.domain.information_return.figures import VALUE, FigureGrid
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import format_for_display
from selfassess.domain.model.report_blocks import Block, Bullets, Column, Paragraph, Section, Table
from selfassess.domain.report.register_sections import build_register_section, in_return_order, table_of
from selfassess.domain.text.wording import british_date

SHORT = 200
"""An answer to an item of the return that is no longer than this stands in the table."""


def build_return_section(names: Names) -> Section:
    """Where each item of the return stands, then the answers and figures of the items that have any."""
    asked = names.assessment.information_return
    answers = names.assessment.records_of("return_answer")
    figures = names.assessment.records_of("figure")
    rows = tuple(
        (
            each.text_of("return_item"),
            item.title if asked and (item := asked.find_item(each.text_of("return_item"))) else "",
            names.format_value(each, "status"),
            names.format_value(each, "owner"),
            names.format_value(each, "note") if _is_short(each) else "",
        )
        for each in answers
    )
    spec = CATALOGUE["return_answer"].by_key
    columns = (
        Column(spec["return_item"].label, 0.7),
        Column("Asked for", 2.2),
        Column(spec["status"].label, 1.0),
        Column(spec["owner"].label, 1.4),
        Column(spec["note"].label, 2.6),
    )
    told = [each for each in answers if each["note"] and not _is_short(each)]
    refs = in_return_order(names, [each.text_of("return_item") for each in (*told, *figures)])
    title = asked.name if asked else CATALOGUE["return_answer"].plural
    return build_register_section(
        "information-return",
        title,
        "Where each item stands",
        columns,
        rows,
        "No information return is part of this assessment.",
        tuple(_build_answer_section(names, ref) for ref in refs),
    )


def figures_of(names: Names, ref: str) -> Iterator[Block]:
    """The figures of one item: its grid with its dates, the notes on single figures, and what fits no cell."""
    asked = names.assessment.information_return
    item = asked.find_item(ref) if asked else None
    stray = [each for each in names.assessment.records_of("figure") if each["return_item"] == ref]
    if item is not None:
        grid = return_figures.build_figure_grid(names.assessment, item)
        stray = list(grid.stray)
        has_values = any(each["value"] is not None for each in grid.ordered_records)
        if has_values:
            yield _build_figure_table(ref, grid)
        notes = tuple(_list_figure_notes(grid))
        if notes:
            yield Paragraph("Notes on the figures:")
            yield Bullets(notes)
    if stray:
        keys = ("breakdown", "figure", "value", "as_at", "note")
        title = f"Other figures for {ref}" if item is not None else f"Figures for {ref}"
        yield table_of(names, title, stray, keys, (2.2, 2.2, 1, 1.5, 2))


def build_statement_figures(names: Names, statement: str) -> Iterator[Section]:
    """The figures of the items that are asked for under one quality statement, to be read beside it."""
    asked = names.assessment.information_return
    all_items = asked.items if asked else ()
    items = [item for item in all_items if statement in item.statements and item.figures]
    grids = ((item, return_figures.build_figure_grid(names.assessment, item)) for item in items)
    tables = tuple(
        _build_figure_table(f"{item.ref} {item.title}", grid)
        for item, grid in grids
        if len(grid.missing_cells) < len(grid.wanted_cells)
    )
    if tables:
        yield Section(key=f"statement:{statement}:figures", title="Waits and figures", level=3, blocks=tables)


def _build_figure_table(ref: str, grid: FigureGrid) -> Table:
    """A line for each activity, a column for each figure; the date stands above where all have the same."""
    dates = grid.list_as_at_dates()
    said = ""
    if len(dates) == 1 and dates[0]:
        said = f", as at {british_date(dates[0])}"
    dated = len(dates) > 1
    lined = bool(grid.item.breakdowns)
    columns = [Column("For", 2.4)] if lined else []
    columns += [Column(f"{figure.label} ({figure.unit})", 1.1, True) for figure in grid.item.figures]
    if grid.has_target:
        columns += [Column("Against the target", 2.0)]
    if dated:
        columns += [Column("As at", 1.4)]
    rows = []
    for line in grid.line_keys:
        row = [grid.name_line(line)] if lined else []
        row += [_format_figure_value(grid.find_number(line, figure.key)) for figure in grid.item.figures]
        if grid.has_target:
            row += [grid.compare_with_target(line)]
        if dated:
            row += [_describe_line_dates(grid, line)]
        rows.append(tuple(row))
    return Table(f"Figures for {ref}{said}", tuple(columns), tuple(rows))


def _describe_line_dates(grid: FigureGrid, line: str) -> str:
    """The date of a line's numbers; each with its own where they differ."""
    dates = grid.list_as_at_dates(line)
    if len(dates) <= 1:
        if not dates:
            return ""
        return british_date(dates[0])
    own = ((figure, grid.given.get((line, figure.key))) for figure in grid.item.figures)
    return "; ".join(
        f"{figure.label} {british_date(record.text_of('as_at'))}"
        for figure, record in own
        if record is not None and record["value"] is not None and record["as_at"]
    )


def _list_figure_notes(grid: FigureGrid) -> Iterator[str]:
    """What is written about single figures, and the date of one that has no number yet."""
    for record in grid.ordered_records:
        name = grid.name_figure_cell(record.text_of("breakdown"), record.text_of("figure"))
        alone = record["value"] is None and record["as_at"]
        said = [f"as at {british_date(record.text_of('as_at'))}"] if alone else []
        if said or record["note"]:
            own_note = [record.text_of("note")] if record["note"] else []
            yield f"{name}: {'; '.join([*said, *own_note])}"


def _format_figure_value(value: float | None) -> str:
    if value is None:
        return ""
    return format_for_display(VALUE, float(value))


def _build_answer_section(names: Names, ref: str) -> Section:
    """One item's answer and figures under its reference."""
    asked = names.assessment.information_return
    item = asked.find_item(ref) if asked else None
    blocks: list[Block] = [
        names.list_facts(each, ("status", "owner", "note"))
        for each in names.assessment.records_of("return_answer")
        if each["return_item"] == ref and each["note"] and not _is_short(each)
    ]
    title = f"{ref} {item.title}" if item else ref
    return Section(key=f"information-return:{ref}", title=title, level=2, blocks=(*blocks, *figures_of(names, ref)))


def _is_short(answer: Record) -> bool:
    note = answer.text_of("note")
    return len(note) <= SHORT and "\n" not in note
