"""The part of the outline that says how far the evidence covers what the framework asks for.

It takes about a page: numbers for each statement and category, then the sources that have nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.report_blocks import Block, Column, Facts, Paragraph, Section, Table, nothing
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Cell, Coverage, coverage
from selfassess.domain.report.parts import PARTS

KEY = "evidence-coverage"

HOW = (
    "Evidence counts only in part where it is weak or partial, too old for its IR item, carried forward and not "
    "reviewed, or still to be redacted. Sources that are asked for only if they are available are not counted."
)
"""What stands with every count of coverage that is printed."""


def section(assessment: Assessment) -> Section:
    """How many sources have evidence, for each statement and category, and which have none."""
    found, framework = coverage(assessment), assessment.framework
    blocks: tuple[Block, ...] = nothing("No evidence recorded yet.")
    if assessment.of("evidence"):
        blocks = (Paragraph(HOW, quiet=True), numbers(framework, found), *missing(framework, found))
    return Section(key=KEY, title=PARTS[KEY], level=1, blocks=blocks)


def numbers(framework: Framework, found: Coverage) -> Table:
    """How many sources have evidence, a row for each statement."""
    columns = (Column("Quality statement", 1.7), *(Column(each.name, 1.0) for each in framework.categories))
    rows = tuple(
        (f"{each.number} {each.short_name}", *(_cell(cell) for cell in found.row(each.key).values()))
        for each in framework.statements
    )
    return Table("Sources with evidence, of those the framework always asks for", columns, rows)


def _cell(cell: Cell) -> str:
    return f"{cell.have} of {cell.asked}, {cell.state.words.lower()}"


def missing(framework: Framework, found: Coverage) -> Iterator[Facts]:
    """The sources that have nothing, category by category, each once with the numbers of the statements."""
    rows = []
    for category in framework.categories:
        without: dict[str, list[int]] = {}
        for statement in framework.statements:
            for each in found.row(statement.key)[category.key].missing:
                without.setdefault(each.source, []).append(statement.number)
        named = ((framework.source(key), where) for key, where in without.items())
        said = [f"{source.name} ({in_short(where)})" for source, where in named if source is not None]
        if said:
            rows.append((category.name, f"{'; '.join(said)}."))
    if rows:
        yield Facts(tuple(rows), "Sources without evidence, with the numbers of the statements that ask for them", True)


def in_short(numbers: Sequence[int]) -> str:
    """Ascending numbers with their runs drawn together: "1–4, 6, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
    return ", ".join(said)
