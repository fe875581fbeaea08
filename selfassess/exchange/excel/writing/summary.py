"""The sheet ``Summary``: the outline's summary, and how far evidence and actions are, in words, numbers and charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from selfassess.domain.framework.framework import Category, Statement
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import Paragraph, ScoreChart, Section
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Cell, State, assess_coverage
from selfassess.domain.report.coverage_section import HOW, build_coverage_table, list_missing_sources
from selfassess.domain.report.measures_section import at_a_glance
from selfassess.exchange.excel.writing import styles
from selfassess.exchange.excel.writing.charts import Bars, Chart
from selfassess.exchange.excel.writing.reading_sheets import TEXTS, Page
from selfassess.exchange.excel.writing.summary_tables import draw_comparison, draw_risks


def draw_summary(page: Page, section: Section, assessment: Assessment, edition: Edition) -> None:
    """Everything on the sheet below its title: first what a director would say, then what it rests on."""
    place = next((n for n, block in enumerate(section.blocks) if isinstance(block, ScoreChart)), len(section.blocks))
    said = section.blocks[:place]
    scores = section.blocks[place : place + 1]
    rating = section.blocks[place + 1 :]
    for block in rating:
        page.write_paragraph(block.text, "lead") if isinstance(block, Paragraph) else page.write_block(block)
    for child in section.children:
        page.write_section(child)
    for title, blocks in (("Our summary", said), ("Scores", scores)):
        if blocks:
            page.write_section(Section(key=title, title=title, level=2, blocks=blocks))
    # The public's copy leaves evidence out that is there, so it cannot say what is missing.
    if edition is not Edition.PUBLIC:
        _draw_coverage(page, assessment)
    _draw_actions(page, assessment)
    draw_risks(page, assessment)
    _draw_measures(page, assessment)


@dataclass(frozen=True, slots=True)
class _Covered:
    """The evidence categories of one statement: covered, covered in part, and those without evidence."""

    statement: Statement
    covered: tuple[Category, ...]
    partial: tuple[Category, ...]
    missing: tuple[Category, ...]

    @property
    def state_counts(self) -> tuple[int, int, int]:
        return len(self.covered), len(self.partial), len(self.missing)

    @property
    def missing_names(self) -> str:
        short_names = ", ".join(category.short_name for category in self.missing)
        return short_names or "–"


def _group_covered_categories(assessment: Assessment, statement: Statement, cells: Mapping[str, Cell]) -> _Covered:
    def those(state: State) -> tuple[Category, ...]:
        return tuple(each for each in assessment.framework.categories if cells[each.key].state is state)

    return _Covered(statement, those(State.COVERED), those(State.PARTIAL), those(State.MISSING))


def _draw_coverage(page: Page, assessment: Assessment) -> None:
    found = assess_coverage(assessment)
    rows = [
        _group_covered_categories(assessment, each, found.cells_of_statement(each.key))
        for each in assessment.framework.statements
    ]
    since = page.write_heading("Evidence")
    page.write_block(
        Paragraph(
            "Each quality statement asks for evidence of these categories: "
            f"{', '.join(c.name for c in assessment.framework.categories)}. A category is covered where every source "
            "that the framework always asks for has evidence that counts in full, and in part where only some have. "
            f"{HOW}"
        )
    )
    heads = [
        ("Quality statement", False), ("No evidence yet from", False), ("Covered", True), ("In part", True),
        ("Missing", True),
    ]  # fmt: skip
    first = page.write_table(
        "", heads, [(row.statement.short_name, row.missing_names, *row.state_counts) for row in rows]
    )
    series = [
        Bars("Covered", TEXTS + 2, *styles.COVERED, label="FFFFFF"),
        Bars("In part", TEXTS + 3, *styles.PARTIAL),
        Bars("Missing", TEXTS + 4, *styles.MISSING),
    ]
    said = "; ".join("{}: {} covered, {} in part, {} missing".format(r.statement.name, *r.state_counts) for r in rows)
    page.write_chart(
        Chart(
            title=f"How many of the {len(assessment.framework.categories)} evidence categories are covered",
            description=f"{said}.",
            names=TEXTS,
            first=first,
            last=first + len(rows) - 1,
            series=series,
            stacked=True,
            top=len(assessment.framework.categories),
            rows_a_bar=1.5,
        ),
        since,
    )
    if assessment.records_of("evidence"):
        page.write_block(build_coverage_table(assessment.framework, found))
        for block in list_missing_sources(assessment.framework, found):
            page.write_block(block)


def _draw_measures(page: Page, assessment: Assessment) -> None:
    """The scorecard, with status and trends in words: the register of measures holds what is typed, and no more."""
    table = at_a_glance(Names(assessment))
    if table is not None:
        page.write_heading(CATALOGUE["measure"].plural)
        page.write_block(table)
        draw_comparison(page, assessment)


def _draw_actions(page: Page, assessment: Assessment) -> None:
    since = page.write_heading("Actions")
    actions = assessment.records_of("action")
    if not actions:
        page.write_block(Paragraph("No actions recorded yet.", quiet=True))
        return
    spec = CATALOGUE["action"].by_key["status"]
    counts = Counter(record["status"] for record in actions)
    known = [choice.key for choice in spec.choices]
    rows = [(spec.choice_label(key), counts[key]) for key in known]
    others = sum(count for key, count in counts.items() if key not in known)
    if others:
        rows.append(("No status", others))
    first = page.write_table("", [("Status", False), ("Actions", True)], rows)
    page.write_chart(
        Chart(
            title="Actions by status",
            description="; ".join(f"{words}: {count}" for words, count in rows) + ".",
            names=TEXTS,
            first=first,
            last=first + len(rows) - 1,
            series=[Bars("Actions", TEXTS + 1, *styles.COVERED)],
            rows_a_bar=1.5,
        ),
        since,
    )
