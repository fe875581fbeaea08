"""The part of the outline that says how far the evidence covers what the framework asks for.

It takes about a page: numbers for each statement and category, then the sources that have nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.framework.framework import Framework
from selfassess.domain.measures.measures import count_gaps, stand_in_year
from selfassess.domain.model.report_blocks import Block, Column, Facts, Paragraph, Section, Table, nothing_written
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Cell, Coverage, assess_coverage
from selfassess.domain.report.parts import PARTS

KEY = "evidence-coverage"

HOW = (
    "Evidence counts only in part where it is weak or partial, too old for its IR item, carried forward and not "
    "reviewed, or still to be redacted. Sources that are asked for only if they are available are not counted."
)
"""What stands with every count of coverage that is printed."""


def build_coverage_section(assessment: Assessment) -> Section:
    """How many sources have evidence, for each statement and category, and which have none."""
    found = assess_coverage(assessment)
    framework = assessment.framework
    blocks: tuple[Block, ...] = nothing_written("No evidence recorded yet.")
    if assessment.records_of("evidence"):
        blocks = (
            Paragraph(HOW, quiet=True),
            build_coverage_table(framework, found),
            *list_missing_sources(framework, found),
        )
    if assessment.records_of("measure"):
        blocks = (*blocks, gaps(assessment))
    return Section(key=KEY, title=PARTS[KEY], level=1, blocks=blocks)


def build_coverage_table(framework: Framework, found: Coverage) -> Table:
    """How many sources have evidence, a row for each statement."""
    columns = (Column("Quality statement", 1.7), *(Column(each.name, 1.0) for each in framework.categories))
    rows = tuple(
        (
            f"{each.number} {each.short_name}",
            *(_describe_coverage_cell(cell) for cell in found.cells_of_statement(each.key).values()),
        )
        for each in framework.statements
    )
    return Table("Sources with evidence, of those the framework always asks for", columns, rows)


def gaps(assessment: Assessment) -> Table:
    """How the measures of each statement stand to those they are compared with."""
    columns = (
        Column("Quality statement", 1.7), Column("Measures", 1.0, True), Column("Better than others", 1.0, True),
        Column("Worse than others", 1.0, True), Column("The same, or not judged", 1.0, True),
    )  # fmt: skip
    stand = stand_in_year(assessment)
    rows = []
    for each in assessment.framework.statements:
        counted = count_gaps(assessment, each.key, stand)
        numbers = (counted.measures, counted.better, counted.worse, counted.other)
        rows.append((f"{each.number} {each.short_name}", *map(str, numbers)))
    return Table("Measures, and how our value stands to each that it is compared with", columns, tuple(rows))


def _describe_coverage_cell(cell: Cell) -> str:
    return f"{cell.sources_covered} of {cell.sources_asked}, {cell.state.describe_state.lower()}"


def list_missing_sources(framework: Framework, found: Coverage) -> Iterator[Facts]:
    """The sources that have nothing, category by category, each once with the numbers of the statements."""
    rows = []
    for category in framework.categories:
        without: dict[str, list[int]] = {}
        for statement in framework.statements:
            for each in found.cells_of_statement(statement.key)[category.key].missing_sources:
                without.setdefault(each.source, []).append(statement.number)
        named = ((framework.find_source(key), where) for key, where in without.items())
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
