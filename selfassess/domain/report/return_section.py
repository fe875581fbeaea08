"""The return's part of the outline: where each item stands, and the answers and figures of those that have any."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.information_return import figures as return_figures
from selfassess.domain.information_return.figures import VALUE, FigureGrid
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import british_date, display
from selfassess.domain.model.report_blocks import Block, Bullets, Column, Paragraph, Section, Table
from selfassess.domain.report.register_sections import in_return_order, register, table_of

SHORT = 200
"""An answer to an item of the return that is no longer than this stands in the table."""


def information_return(names: Names) -> Section:
    """Where each item of the return stands, then the answers and figures of the items that have any."""
    asked = names.assessment.information_return
    answers, figures = names.assessment.of("return_answer"), names.assessment.of("figure")
    rows = tuple(
        (
            each.text("return_item"),
            item.title if asked and (item := asked.item(each.text("return_item"))) else "",
            names.value(each, "status"),
            names.value(each, "owner"),
            names.value(each, "note") if _is_short(each) else "",
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
    refs = in_return_order(names, [each.text("return_item") for each in (*told, *figures)])
    return register(
        "information-return",
        asked.name if asked else CATALOGUE["return_answer"].plural,
        "Where each item stands",
        columns,
        rows,
        "No information return is part of this assessment.",
        tuple(_answered(names, ref) for ref in refs),
    )


def figures_of(names: Names, ref: str) -> Iterator[Block]:
    """The figures of one item: its grid with its dates, the notes on single figures, and what fits no cell."""
    asked = names.assessment.information_return
    item = asked.item(ref) if asked else None
    stray = [each for each in names.assessment.of("figure") if each["return_item"] == ref]
    if item is not None:
        grid = return_figures.grid(names.assessment, item)
        stray = list(grid.stray)
        if any(each["value"] is not None for each in grid.records):
            yield _grid(ref, grid)
        if notes := tuple(_noted(grid)):
            yield Paragraph("Notes on the figures:")
            yield Bullets(notes)
    if stray:
        keys = ("breakdown", "figure", "value", "as_at", "note")
        title = f"Other figures for {ref}" if item is not None else f"Figures for {ref}"
        yield table_of(names, title, stray, keys, (2.2, 2.2, 1, 1.5, 2))


def for_statement(names: Names, statement: str) -> Iterator[Section]:
    """The figures of the items that are asked for under one quality statement, to be read beside it."""
    asked = names.assessment.information_return
    items = [item for item in (asked.items if asked else ()) if statement in item.statements and item.figures]
    grids = ((item, return_figures.grid(names.assessment, item)) for item in items)
    tables = tuple(
        _grid(f"{item.ref} {item.title}", grid) for item, grid in grids if len(grid.missing) < len(grid.cells)
    )
    if tables:
        yield Section(key=f"statement:{statement}:figures", title="Waits and figures", level=3, blocks=tables)


def _grid(ref: str, grid: FigureGrid) -> Table:
    """A line for each activity, a column for each figure; the date stands above where all have the same."""
    dates = grid.as_at()
    said = f", as at {british_date(dates[0])}" if len(dates) == 1 and dates[0] else ""
    dated, lined = len(dates) > 1, bool(grid.item.breakdowns)
    columns = [Column("For", 2.4)] if lined else []
    columns += [Column(f"{figure.label} ({figure.unit})", 1.1, True) for figure in grid.item.figures]
    columns += [Column("Against the target", 2.0)] if grid.has_target else []
    columns += [Column("As at", 1.4)] if dated else []
    rows = []
    for line in grid.lines:
        row = [grid.line_name(line)] if lined else []
        row += [_value(grid.value(line, figure.key)) for figure in grid.item.figures]
        row += [grid.against_target(line)] if grid.has_target else []
        row += [_dated(grid, line)] if dated else []
        rows.append(tuple(row))
    return Table(f"Figures for {ref}{said}", tuple(columns), tuple(rows))


def _dated(grid: FigureGrid, line: str) -> str:
    """The date of a line's numbers; each with its own where they differ."""
    dates = grid.as_at(line)
    if len(dates) <= 1:
        return british_date(dates[0]) if dates else ""
    own = ((figure, grid.given.get((line, figure.key))) for figure in grid.item.figures)
    return "; ".join(
        f"{figure.label} {british_date(record.text('as_at'))}"
        for figure, record in own
        if record is not None and record["value"] is not None and record["as_at"]
    )


def _noted(grid: FigureGrid) -> Iterator[str]:
    """What is written about single figures, and the date of one that has no number yet."""
    for record in grid.records:
        name = grid.cell_name(record.text("breakdown"), record.text("figure"))
        alone = record["value"] is None and record["as_at"]
        said = [f"as at {british_date(record.text('as_at'))}"] if alone else []
        if said or record["note"]:
            yield f"{name}: {'; '.join([*said, *([record.text('note')] if record['note'] else [])])}"


def _value(value: float | None) -> str:
    return "" if value is None else display(VALUE, float(value))


def _answered(names: Names, ref: str) -> Section:
    asked = names.assessment.information_return
    item = asked.item(ref) if asked else None
    blocks: list[Block] = [
        names.facts(each, ("status", "owner", "note"))
        for each in names.assessment.of("return_answer")
        if each["return_item"] == ref and each["note"] and not _is_short(each)
    ]
    title = f"{ref} {item.title}" if item else ref
    return Section(key=f"information-return:{ref}", title=title, level=2, blocks=(*blocks, *figures_of(names, ref)))


def _is_short(answer: Record) -> bool:
    note = answer.text("note")
    return len(note) <= SHORT and "\n" not in note
