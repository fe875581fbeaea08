"""What stands behind a narrative: actions, risks, evidence and measures, each once and in full, to be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from selfassess.domain.measures.measures import amount, by_measure, standing
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.report_blocks import Block, Column, Section, Table
from selfassess.domain.report import coverage_section, register_sections, return_section
from selfassess.domain.report.parts import PARTS
from selfassess.domain.report.register_sections import NO_ITEM, in_return_order, in_statement_order
from selfassess.domain.report.statement_section import PEOPLE
from selfassess.domain.text.sentences import joined

ANNEX = "annex 1"
"""Where the action plan stands, which is the first of them."""


def annexes(names: Names, edition: Edition, options: EditionOptions) -> Iterator[Section]:
    """The annexes of an edition in which something is written, in the order in which the text refers to them."""
    made: list[Section | None] = [action_plan(names)]
    if edition is Edition.BOARD:
        made += [register_sections.risk_summary(names)] if options.risks else []
        made += [coverage_section.section(names.assessment)] if not names.assessment.by_cqc else []
    made += [evidence(names), figures(names), measures(names)]
    with_something = [section for section in made if section and (section.children or _has_rows(section))]
    for number, section in enumerate(with_something, 1):
        yield replace(section, title=f"Annex {number}: {section.title}", annex=True, new_page=number == 1)


def action_plan(names: Names) -> Section:
    """Every action: what, what for, who and when."""
    rows = [
        (
            names.record(each),
            joined((each.text("detail"), each.text("outcome"), each.text("progress"), each.text("no_date_reason"))),
            _short(names, each),
            names.value(each, "owner"),
            names.value(each, "priority"),
            _when(names, each),
        )
        for each in in_statement_order(names, "action")
    ]
    columns = _columns(("Action", 2.4), ("What and what for", 3.2), ("Statement", 1.3), ("Who", 1.5), ("Priority", 1.0))
    return _table("action-plan", "Every action, by quality statement", (*columns, Column("When", 1.8)), rows)


def evidence(names: Names) -> Section:
    """Every piece of evidence under its first IR number; what it shows where the text does not tell it."""
    pieces = names.assessment.of("evidence")
    used = in_return_order(names, (item for each in pieces for item in each.links("return_items")))
    order = {ref: at for at, ref in enumerate(used)}
    ordered = sorted(pieces, key=lambda each: order.get(next(iter(each.links("return_items")), ""), len(order)))
    rows = [
        (
            ", ".join(each.links("return_items")) or NO_ITEM,
            "\n".join(filter(None, (names.record(each), names.value(each, "location")))),
            "" if each["category"] == PEOPLE and each.links("quality_statements") else joined((each.text("shows"),)),
            register_sections.of_when(names, each),
        )
        for each in ordered
    ]
    columns = _columns(("IR item", 0.9), ("Evidence", 3.2), ("What it shows", 3.6), ("Dates", 1.6))
    return _table("evidence-index", "Evidence by item of the information return", columns, rows)


def measures(names: Names) -> Section:
    """Every measure with its latest value, what it is compared with, and what it means."""
    values = by_measure(names.assessment)
    rows = [_measured(names, each, values.get(each.id, ())) for each in names.assessment.of("measure")]
    columns = (
        Column("Measure", 2.3), Column("Latest value", 1.2, True), Column("Target", 0.8, True),
        Column("Compared with", 1.8), Column("Meaning", 2.9), Column("Source", 1.7),
    )  # fmt: skip
    return _table("measures", "Every measure", columns, rows)


def figures(names: Names) -> Section | None:
    """The figures that the information return asks for."""
    refs = in_return_order(names, (each.text("return_item") for each in names.assessment.of("figure")))
    blocks: tuple[Block, ...] = tuple(block for ref in refs for block in return_section.figures_of(names, ref))
    if not blocks:
        return None
    return Section(key="information-return", title="Waits and figures", level=1, blocks=blocks)


def _measured(names: Names, measure: Record, values: Sequence[Record]) -> tuple[str, ...]:
    stands, unit = standing(measure, values), measure.text("unit")
    theirs = " ".join(filter(None, (measure.text("comparator_name"), amount(measure["comparator_value"], unit))))
    period = measure.text("comparator_period")
    return (
        " ".join(filter(None, (measure.text("code"), names.record(measure)))),
        stands.value if stands.latest is not None else "",
        amount(measure["target"], unit),
        f"{theirs} ({period})" if theirs and period else theirs or period,
        joined(measure.text(key) for key in ("impact", "performance", "assurance")),
        measure.text("source"),
    )


def _when(names: Names, action: Record) -> str:
    starts, due, done = (names.value(action, key) for key in ("starts_on", "due_on", "completed_on"))
    status = names.value(action, "status")
    said = f"done {done}" if done else f"by {due}" if due else f"from {starts}" if starts else ""
    return "; ".join(filter(None, (said, "" if done else status)))


def _short(names: Names, record: Record) -> str:
    return names.short_statement(record.text("quality_statement"))


def _columns(*named: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(label, weight) for label, weight in named)


def _table(key: str, caption: str, columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]) -> Section:
    title = PARTS[key]
    table = register_sections.without_empty_columns(Table(caption, columns, tuple(rows)))
    return Section(key=key, title=title, level=1, blocks=(table,) if rows else ())


def _has_rows(section: Section) -> bool:
    return any(not getattr(block, "empty", False) for block in section.blocks)
