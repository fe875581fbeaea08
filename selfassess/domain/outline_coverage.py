"""The part of the outline that says how far the evidence covers what the framework asks for.

It fits on about a page: numbers for each statement and category, then the sources that have nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfassess.domain.blocks import Block, Column, Facts, Paragraph, Section, Table, nothing
from selfassess.domain.coverage import Cell, Coverage, coverage
from selfassess.domain.outline_names import Names
from selfassess.domain.outline_parts import PARTS

KEY = "evidence-coverage"

HOW = (
    "Evidence counts only in part where it is weak or partial, too old for its IR item, carried forward and not "
    "reviewed, or still to be redacted. Sources that are asked for only if they are available are not counted."
)
"""What stands with every count of coverage that is printed."""


def section(names: Names) -> Section:
    """How many sources have evidence, for each statement and category, and which have none."""
    found = coverage(names.assessment)
    blocks: tuple[Block, ...] = nothing("No evidence recorded yet.")
    if names.assessment.of("evidence"):
        blocks = (Paragraph(HOW, quiet=True), _numbers(names, found), *_missing(names, found))
    return Section(key=KEY, title=PARTS[KEY], level=1, blocks=blocks)


def _numbers(names: Names, found: Coverage) -> Table:
    framework = names.assessment.framework
    columns = (Column("Quality statement", 1.7), *(Column(each.name, 1.0) for each in framework.categories))
    rows = tuple(
        (f"{each.number} {each.short_name}", *(_cell(cell) for cell in found.row(each.key).values()))
        for each in framework.statements
    )
    return Table("Sources with evidence, of those the framework always asks for", columns, rows)


def _cell(cell: Cell) -> str:
    return f"{cell.have} of {cell.asked}, {cell.state.words.lower()}"


def _missing(names: Names, found: Coverage) -> Iterator[Block]:
    """Each statement with the sources that have nothing, as running text."""
    lines = [(each, tuple(_without(names, found.row(each.key)))) for each in names.assessment.framework.statements]
    if any(rows for _, rows in lines):
        yield Paragraph("Sources without evidence:")
    for each, rows in lines:
        if rows:
            yield Facts(rows, f"{each.number} {each.short_name}", running=True)


def _without(names: Names, row: Mapping[str, Cell]) -> Iterator[tuple[str, str]]:
    framework = names.assessment.framework
    for category in framework.categories:
        missing = [framework.source(each.source) for each in row[category.key].missing]
        if missing:
            yield category.name, ", ".join(source.name for source in missing if source) + "."
