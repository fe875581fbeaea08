"""What stands behind a narrative: actions, risks, evidence and measures, each once and in full, to be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from selfassess.domain.measures.measures import Standing, format_amount, stand_in_year
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.report_blocks import Block, Column, Section, Table
from selfassess.domain.report import coverage_section, register_sections, return_section
from selfassess.domain.report.parts import PARTS
from selfassess.domain.report.register_sections import NO_ITEM, in_return_order, in_statement_order
from selfassess.domain.report.statement_section import PEOPLE
from selfassess.domain.text.sentences import join_sentences

ANNEX = "annex 1"
"""Where the action plan stands, which is the first of them."""


def build_annexes(names: Names, edition: Edition, options: EditionOptions) -> Iterator[Section]:
    """The annexes of an edition in which something is written, in the order in which the text refers to them."""
    made: list[Section | None] = [build_action_plan_annex(names)]
    if edition is Edition.BOARD:
        if options.risks:
            made += [register_sections.risk_summary(names)]
        if not names.assessment.by_cqc:
            made += [coverage_section.build_coverage_section(names.assessment)]
    made += [build_evidence_annex(names), build_figures_annex(names), build_measures_annex(names)]
    with_something = [section for section in made if section and (section.children or _has_rows(section))]
    for number, section in enumerate(with_something, 1):
        yield replace(section, title=f"Annex {number}: {section.title}", annex=True, new_page=number == 1)


def build_action_plan_annex(names: Names) -> Section:
    """Every action: what, what for, who and when."""
    rows = [
        (
            names.name_record(each),
            join_sentences(
                (
                    each.text_of("detail"),
                    each.text_of("outcome"),
                    each.text_of("progress"),
                    each.text_of("effect"),
                    each.text_of("no_date_reason"),
                )
            ),
            _short_statement_of_record(names, each),
            names.format_value(each, "owner"),
            names.format_value(each, "priority"),
            _describe_action_dates(names, each),
        )
        for each in in_statement_order(names, "action")
    ]
    columns = _build_annex_columns(
        ("Action", 2.4), ("What and what for", 3.2), ("Statement", 1.3), ("Who", 1.5), ("Priority", 1.0)
    )
    return _build_annex_table(
        "action-plan", "Every action, by quality statement", (*columns, Column("When", 1.8)), rows
    )


def build_evidence_annex(names: Names) -> Section:
    """Every piece of evidence under its first IR number; what it shows where the text does not tell it."""
    pieces = names.assessment.records_of("evidence")
    used = in_return_order(names, (item for each in pieces for item in each.links_of("return_items")))
    order = {ref: at for at, ref in enumerate(used)}
    ordered = sorted(pieces, key=lambda each: order.get(next(iter(each.links_of("return_items")), ""), len(order)))
    rows = [
        (
            ", ".join(each.links_of("return_items")) or NO_ITEM,
            "\n".join(filter(None, (names.name_record(each), names.format_value(each, "location")))),
            ""
            if each["category"] == PEOPLE and each.links_of("quality_statements")
            else join_sentences((each.text_of("shows"),)),
            register_sections.of_when(names, each),
        )
        for each in ordered
    ]
    columns = _build_annex_columns(("IR item", 0.9), ("Evidence", 3.2), ("What it shows", 3.6), ("Dates", 1.6))
    return _build_annex_table("evidence-index", "Evidence by item of the information return", columns, rows)


def build_measures_annex(names: Names) -> Section:
    """Every measure with its latest value, what it is compared with, and what it means."""
    stand = stand_in_year(names.assessment)
    rows = [_build_measure_annex_row(names, each, stand(each)) for each in names.assessment.records_of("measure")]
    columns = (
        Column("Measure", 2.3),
        Column("Latest value", 1.2, True),
        Column("Target", 0.8, True),
        Column("Compared with", 1.8),
        Column("Meaning", 2.9),
        Column("Source", 1.7),
    )
    return _build_annex_table("measures", "Every measure", columns, rows)


def build_figures_annex(names: Names) -> Section | None:
    """The figures that the information return asks for."""
    refs = in_return_order(names, (each.text_of("return_item") for each in names.assessment.records_of("figure")))
    blocks: tuple[Block, ...] = tuple(block for ref in refs for block in return_section.figures_of(names, ref))
    if not blocks:
        return None
    return Section(key="information-return", title="Waits and figures", level=1, blocks=blocks)


def _build_measure_annex_row(names: Names, measure: Record, stands: Standing) -> tuple[str, ...]:
    said = [
        f"{' '.join(filter(None, (gap.level.name, gap.value_words)))}{_of_when(gap.level.period_name)}"
        f"{f': ours {gap.short}' if gap.short and gap.level.id else ''}"
        for gap in stands.gaps
    ]
    in_words = measure.text_of("comparator_name"), measure.text_of("comparator_period")
    return (
        " ".join(filter(None, (measure.text_of("code"), names.name_record(measure)))),
        stands.value if stands.latest is not None else "",
        format_amount(stands.target, measure.text_of("unit")),
        "; ".join(said) or (f"{in_words[0]} ({in_words[1]})" if all(in_words) else "".join(in_words)),
        join_sentences(measure.text_of(key) for key in ("impact", "performance", "assurance")),
        measure.text_of("source"),
    )


def _of_when(period: str) -> str:
    return f" ({period})" if period else ""


def _describe_action_dates(names: Names, action: Record) -> str:
    """When an action was done, or else is due or began; its status where it is not done."""
    starts, due, done = (names.format_value(action, key) for key in ("starts_on", "due_on", "completed_on"))
    status = names.format_value(action, "status")
    if done:
        said = f"done {done}"
    elif due:
        said = f"by {due}"
    elif starts:
        said = f"from {starts}"
    else:
        said = ""
    open_status = "" if done else status
    return "; ".join(filter(None, (said, open_status)))


def _short_statement_of_record(names: Names, record: Record) -> str:
    return names.name_short_place(record)


def _build_annex_columns(*named: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(label, weight) for label, weight in named)


def _build_annex_table(key: str, caption: str, columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]) -> Section:
    title = PARTS[key]
    table = register_sections.without_empty_columns(Table(caption, columns, tuple(rows)))
    blocks = (table,) if rows else ()
    return Section(key=key, title=title, level=1, blocks=blocks)


def _has_rows(section: Section) -> bool:
    return any(not getattr(block, "empty", False) for block in section.blocks)
