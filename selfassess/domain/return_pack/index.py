"""The index of a return: where each item stands, under which name each document lies, and what is not in it and why.

It goes to CQC with the return, so it holds no owner, comment or remark that is meant for those who gather.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.information_return import figures as return_figures
from selfassess.domain.information_return.figures import VALUE, FigureGrid
from selfassess.domain.information_return.progress import GROUPS, NETWORK, NOT_APPLICABLE
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import format_for_display
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Column,
    Outline,
    Paragraph,
    Section,
    Table,
    nothing_written,
    parse_prose,
)
from selfassess.domain.report.return_section import figures_of
from selfassess.domain.return_pack.plan import SELF_ASSESSMENT, Plan
from selfassess.domain.text.wording import british_date, count_kilobytes, count_noun

Cell = str | int | float
_CONTACT = ("group", "organisation", "name", "phone", "email", "purpose")


class Standing(StrEnum):
    """What an item is answered by; several may hold, or one of the last two."""

    ANSWERED = "answered"
    EVIDENCE = "with evidence"
    FIGURES = "figures"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item of the return: what answers it, and how many documents, references and held back pieces it has."""

    item: ReturnItem
    standings: tuple[Standing, ...]
    figures: str
    documents: int
    references: int
    held_back: int
    note: str

    @property
    def status_words(self) -> str:
        """In words: "Answered, with evidence, figures"."""
        said = ", ".join(self.standings)
        return said[0].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the index in Excel. ``linked``: a column whose cells are files of the return or web pages."""

    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    linked: int = -1


def build_item_lines(plan: Plan) -> tuple[ItemLine, ...]:
    """Every item of the return with what answers it."""
    answers = {record.text_of("return_item"): record for record in plan.assessment.records_of("return_answer")}
    grids = return_figures.build_figure_grids(plan.assessment)
    return tuple(_build_item_line(plan, item, answers.get(item.ref), grids.get(item.ref)) for item in plan.asked.items)


def _build_item_line(plan: Plan, item: ReturnItem, answer: Record | None, grid: FigureGrid | None) -> ItemLine:
    own = len(plan.own) if item.ref == SELF_ASSESSMENT else 0
    documents = len(plan.list_documents_under(item.ref)) + own
    references = sum(item.ref in (each.ref, *each.also) for each in plan.references)
    cells, stray = (len(grid.wanted_cells), len(grid.stray)) if grid else (0, 0)
    given = cells - len(grid.missing_cells) if grid else 0
    return ItemLine(
        item=item,
        standings=_find_item_standings(plan, item, answer, documents + references, given + stray),
        figures=f"{given} of {cells}" if cells else "",
        documents=documents,
        references=references,
        held_back=sum(item.ref in each.refs for each in plan.held_back),
        note=answer.text_of("note") if answer is not None else "",
    )


def build_index_outline(plan: Plan, council: Record, on: str) -> Outline:
    """The index to read, as it is made on a day (ISO 8601)."""
    names = Names(plan.assessment, council)
    record = plan.assessment.record
    facts = (
        *names.list_facts(council, ("name", "reference")).rows,
        ("Information return", plan.asked.name),
        *names.list_facts(record, ("requested_on", "due_at")).rows,
        ("Made on", british_date(on)),
        ("In this return", summarise_plan(plan)),
    )
    answers = tuple(_build_answer_sections(plan, names))
    return Outline(
        council=names.format_value(council, "name"),
        title="Information return: index",
        year=plan.assessment.label,
        status=names.format_value(record, "status") or "Draft",
        draft=False,
        readers="CQC",
        facts=facts,
        sections=(
            replace(_build_index_section("items", _build_items_sheet(plan)), new_page=True),
            _build_index_section("documents", _build_documents_sheet(plan)),
            _build_index_section(
                "references", _build_references_sheet(plan), "Every document is a file of this return."
            ),
            _build_index_section("not-sent", _build_held_back_sheet(plan), "Nothing was held back."),
            Section(
                key="answers",
                title="Answers and figures",
                level=1,
                blocks=() if answers else nothing_written("No answers or figures are written."),
                children=answers,
                new_page=True,
            ),
            _build_index_section("contacts", _build_contacts_sheet(plan, names), "No contacts are recorded."),
        ),
        written=tuple(_list_written_texts(plan)),
    )


def build_index_sheets(plan: Plan, council: Record) -> tuple[Sheet, ...]:
    """The same as sheets of a workbook."""
    names = Names(plan.assessment, council)
    made = (
        _build_items_sheet(plan),
        _build_documents_sheet(plan),
        _build_references_sheet(plan),
        _build_held_back_sheet(plan),
        _build_answers_sheet(plan),
        _build_figures_sheet(plan, names),
    )
    return (*made, _build_contacts_sheet(plan, names))


def summarise_plan(plan: Plan) -> str:
    """How much is in a return: "42 documents; 7 in the index only; 3 not sent"."""
    documents = len(plan.documents) + len(plan.own)
    said = [count_noun(documents, "document")]
    if plan.references:
        said.append(f"{len(plan.references):,} in the index only (web pages, and what is held in systems)")
    if plan.held_back:
        said.append(f"{len(plan.held_back):,} not sent")
    return "; ".join(said)


def _find_item_standings(
    plan: Plan, item: ReturnItem, answer: Record | None, sent: int, figures: int
) -> tuple[Standing, ...]:
    if answer is not None and answer["status"] == NOT_APPLICABLE:
        return (Standing.NOT_APPLICABLE,)
    groups = item.ref == GROUPS and any(record["group"] == NETWORK for record in plan.assessment.records_of("contact"))
    found = {
        Standing.ANSWERED: bool(answer is not None and answer["note"]) or groups,
        Standing.EVIDENCE: bool(sent),
        Standing.FIGURES: bool(figures),
    }
    return tuple(standing for standing, there in found.items() if there) or (Standing.MISSING,)


def _build_items_sheet(plan: Plan) -> Sheet:
    columns = (
        Column("Item", 0.7),
        Column("What CQC asks for", 2.6),
        Column("Status", 2.0),
        Column("Documents", 1.0, True),
        Column("In the index only", 0.9, True),
        Column("Not sent", 0.7, True),
        Column("Figures given", 0.9, True),
    )
    rows = (
        (
            each.item.ref,
            each.item.title,
            each.status_words,
            each.documents,
            each.references,
            each.held_back,
            each.figures,
        )
        for each in build_item_lines(plan)
    )
    return Sheet("What is in this return", "Every item, and what answers it", columns, tuple(rows))


def _build_documents_sheet(plan: Plan) -> Sheet:
    columns = (
        Column("File", 3.6),
        Column("Item", 0.7),
        Column("Also for", 1.2),
        Column("Title", 2.4),
        Column("Size in KB", 0.8, True),
    )
    own = ((name, SELF_ASSESSMENT, "", "Self-assessment", "") for name in plan.own)
    rows = (
        (each.name, each.ref, ", ".join(each.also), each.title, count_kilobytes(each.size)) for each in plan.documents
    )
    return Sheet("Documents", "Every file of this return", columns, (*own, *rows), linked=0)


def _build_references_sheet(plan: Plan) -> Sheet:
    columns = (Column("Title", 2.6), Column("Item", 0.7), Column("Also for", 1.1), Column("Where it is", 3.0))
    rows = ((each.title, each.ref, ", ".join(each.also), each.place) for each in plan.references)
    return Sheet("Web pages and systems", "What is to be found elsewhere", columns, tuple(rows), linked=3)


def _build_held_back_sheet(plan: Plan) -> Sheet:
    columns = (Column("Title", 2.8), Column("Items", 1.2), Column("Why it is not in this return", 3.0))
    rows = ((each.title, ", ".join(each.refs), each.reason) for each in plan.held_back)
    return Sheet("Not in this return", "What was held back or is not there, and why", columns, tuple(rows))


def _build_answers_sheet(plan: Plan) -> Sheet:
    columns = (Column("Item", 0.7), Column("What CQC asks for", 2.2), Column("Answer", 5.0))
    return Sheet(
        "Answers",
        "What is written about each item",
        columns,
        tuple((e.item.ref, e.item.title, e.note) for e in build_item_lines(plan) if e.note),
    )


def _build_figures_sheet(plan: Plan, names: Names) -> Sheet:
    columns = (
        Column("Item", 0.7),
        Column("For", 2.0),
        Column("Figure", 2.0),
        Column("Value", 1.0, True),
        Column("As at", 1.3),
        Column("Note", 2.0),
    )
    grids = return_figures.build_figure_grids(plan.assessment).values()
    rows = (
        (
            grid.item.ref,
            names.format_value(record, "breakdown"),
            names.format_value(record, "figure"),
            value if isinstance(value := record["value"], int | float) else "",
            names.format_value(record, "as_at"),
            record.text_of("note"),
        )
        for grid in grids
        for record in (*grid.ordered_records, *grid.stray)
    )
    return Sheet("Figures", "Every figure that is given", columns, tuple(rows))


def _build_contacts_sheet(plan: Plan, names: Names) -> Sheet:
    spec = CATALOGUE["contact"].by_key
    columns = tuple(Column(spec[key].label, 1.6 if key in ("email", "purpose") else 1.2) for key in _CONTACT)
    rows = (
        tuple(names.format_value(record, key) for key in _CONTACT) for record in plan.assessment.records_of("contact")
    )
    return Sheet("Contacts", "Contacts by group", columns, tuple(rows))


def _build_index_section(key: str, sheet: Sheet, empty: str = "") -> Section:
    """A sheet as a part of the report, without columns in which nothing is written."""
    kept = [at for at in range(len(sheet.columns)) if any(row[at] != "" for row in sheet.rows)]
    rows = tuple(tuple(_format_index_cell(row[at]) for at in kept) for row in sheet.rows)
    table = Table(sheet.caption, tuple(sheet.columns[at] for at in kept), rows)
    return Section(key=key, title=sheet.title, level=1, blocks=(table,) if rows else nothing_written(empty))


def _format_index_cell(cell: Cell) -> str:
    return cell if isinstance(cell, str) else format_for_display(VALUE, float(cell))


def _build_answer_sections(plan: Plan, names: Names) -> Iterator[Section]:
    """Each item that something is written or counted for: the answer, its documents by name, its figures."""
    for line in build_item_lines(plan):
        ref = line.item.ref
        blocks: tuple[Block, ...] = (*parse_prose(line.note), *figures_of(names, ref))
        if blocks:
            files = tuple(each.name for each in plan.list_documents_under(ref))
            listed = (Paragraph("Documents:"), Bullets(files)) if files else ()
            yield Section(key=f"answer:{ref}", title=f"{ref} {line.item.title}", level=2, blocks=(*blocks, *listed))


def _list_written_texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every text of people's in the index with its place, for what no font can draw."""
    for kind in ("evidence", "return_answer", "figure", "contact"):
        for record in plan.assessment.records_of(kind):
            title = record.text_of(CATALOGUE[kind].title)
            for spec in CATALOGUE[kind].fields:
                value = record[spec.key]
                if isinstance(value, str) and not spec.target and not value.isascii():
                    yield f"“{CATALOGUE[kind].name}: {title[:60]}”, {spec.label}", value
