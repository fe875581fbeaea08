"""The parts of the outline that list records across the statements: plans, indexes, contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names, format_risk_level, sort_by_level
from selfassess.domain.model.report_blocks import Block, Column, Facts, Section, Table, nothing_written

NO_ITEM = "No IR item"


def build_action_plan(names: Names) -> Section:
    """Every action in one table, in the order of the statements; each in full stands with its statement."""
    keys = ("title", "quality_statement", "owner", "priority", "status", "due_on")
    actions = in_statement_order(names, "action")
    rows = tuple(tuple(_short_register_value(names, each, key) for key in keys) for each in actions)
    columns = _build_register_columns("action", keys, (3.0, 1.6, 1.5, 1.1, 1.1, 1.3))
    further = tuple(_build_parts_of_plan(names))
    return build_register_section(
        "action-plan", "Action plan", "Every action", columns, rows, "No actions recorded yet.", further
    )


def _build_parts_of_plan(names: Names) -> Iterator[Section]:
    """The milestones of the actions, and the updates of actions and risks, each kind in a table."""
    of_milestones, of_updates = (2.4, 2.6, 1.2, 1.2), (2.2, 1.1, 3.2, 1.1, 1.3)
    for kind, weights in (("milestone", of_milestones), ("update", of_updates)):
        records = names.assessment.records_of(kind)
        if records:
            keys = tuple(CATALOGUE[kind].by_key)
            of_new_fields = [1.2] * (len(keys) - len(weights))
            table = table_of(names, CATALOGUE[kind].plural, records, keys, (*weights, *of_new_fields))
            yield Section(key=f"action-plan:{kind}", title=CATALOGUE[kind].plural, level=2, blocks=(table,))


def risk_summary(names: Names) -> Section:
    """Every risk in one table, the highest first."""
    spec = CATALOGUE["risk"].by_key
    rows = tuple(
        (
            names.name_record(each),
            _short_register_value(names, each, "quality_statement"),
            format_risk_level(each["likelihood"], each["severity"]),
            format_risk_level(each["target_likelihood"], each["target_severity"]),
            names.format_value(each, "owner"),
            names.format_value(each, "status"),
            names.format_value(each, "review_on"),
        )
        for each in sort_by_level(in_statement_order(names, "risk"))
    )
    columns = (
        Column(spec["title"].label, 2.8),
        Column(spec["quality_statement"].label, 1.5),
        Column("Likelihood × severity", 1.3),
        Column("Target", 1.1),
        Column(spec["owner"].label, 1.4),
        Column(spec["status"].label, 1.0),
        Column(spec["review_on"].label, 1.2),
    )
    caption = "Every risk, the highest first"
    return build_register_section("risk-summary", "Risk summary", caption, columns, rows, "No risks recorded yet.")


def evidence_index(names: Names) -> Section:
    """Evidence by IR number, what is sent under none at the end; then every piece with all that is known of it."""
    evidence = names.assessment.records_of("evidence")
    rows = []
    refs = in_return_order(names, (item for each in evidence for item in each.links_of("return_items")))
    for ref in refs:
        rows += [
            _build_evidence_index_row(names, ref, each) for each in evidence if ref in each.links_of("return_items")
        ]
    rows += [_build_evidence_index_row(names, NO_ITEM, each) for each in evidence if not each.links_of("return_items")]
    spec = CATALOGUE["evidence"].by_key
    columns = (
        Column("IR item", 0.8),
        Column(spec["title"].label, 2.6),
        Column(spec["location"].label, 2.4),
        Column("Dates", 1.6),
    )
    whole = tuple(replace(names.list_all_facts(each), running=True) for each in evidence)
    details = Section(key="evidence-index:details", title="Each item of evidence in full", level=2, blocks=whole)
    further = (details,) if evidence else ()
    return build_register_section(
        "evidence-index",
        "Evidence index",
        "Evidence by IR number",
        columns,
        tuple(rows),
        "No evidence recorded yet.",
        further,
    )


_CONTACT_WEIGHTS = {"group": 1.3, "organisation": 1.5, "name": 1.3, "email": 1.7, "purpose": 1.8}
"""How wide columns of contacts are, of those that are not as wide as the others."""


def build_contacts_section(names: Names) -> Section:
    """The contacts for section 1 of the return."""
    keys = tuple(spec.key for spec in CATALOGUE["contact"].fields if spec.key != "carried_from")
    records = names.assessment.records_of("contact")
    blocks: tuple[Block, ...] = nothing_written("No contacts recorded yet.")
    if records:
        weights = [_CONTACT_WEIGHTS.get(key, 1.2) for key in keys]
        blocks = (table_of(names, "Contacts by group", records, keys, weights),)
    return Section(key="contacts", title=CATALOGUE["contact"].plural, level=1, blocks=blocks)


def build_comments_section(names: Names) -> Section:
    """Every comment, under what it is about."""
    keys = [spec.key for spec in CATALOGUE["comment"].fields if spec.key != "about"]
    blocks = tuple(
        Facts(names.list_facts(each, keys).rows, names.describe_about(each))
        for each in names.assessment.records_of("comment")
    )
    title = CATALOGUE["comment"].plural
    return Section(key="comments", title=title, level=1, blocks=blocks or nothing_written("No comments."))


def in_statement_order(names: Names, kind: str) -> tuple[Record, ...]:
    """The records of a kind in the framework's order of statements, those of unknown statements last."""
    order = {statement.key: at for at, statement in enumerate(names.assessment.framework.statements)}
    return tuple(
        sorted(
            names.assessment.records_of(kind), key=lambda each: order.get(each.text_of("quality_statement"), len(order))
        )
    )


def _build_evidence_index_row(names: Names, ref: str, evidence: Record) -> tuple[str, ...]:
    return ref, names.name_record(evidence), names.format_value(evidence, "location"), of_when(names, evidence)


def of_when(names: Names, evidence: Record) -> str:
    """The dates of a piece of evidence: its own, what it covers, and as at when its figures are."""
    dated = names.format_value(evidence, "dated_on")
    covers = " to ".join(
        filter(None, (names.format_value(evidence, "covers_from"), names.format_value(evidence, "covers_to")))
    )
    as_at = names.format_value(evidence, "as_at")
    moment = f"as at {as_at}" if as_at else ""
    return "; ".join(filter(None, (dated, covers, moment)))


def in_return_order(names: Names, used: Iterable[str]) -> Iterator[str]:
    """The references in use in the order of the return, unknown ones last."""
    asked = names.assessment.information_return
    order = {item.ref: at for at, item in enumerate(asked.items)} if asked else {}
    yield from sorted(dict.fromkeys(used), key=lambda ref: order.get(ref, len(order)))


def _short_register_value(names: Names, record: Record, key: str) -> str:
    if key == "quality_statement":
        return names.name_short_place(record)
    return names.format_value(record, key)


def _build_register_columns(kind: str, keys: Sequence[str], weights: Sequence[float]) -> tuple[Column, ...]:
    """Columns headed as in the catalogue; those of numbers stand on the right."""
    by_key = CATALOGUE[kind].by_key
    return tuple(
        Column(by_key[key].label, weight, by_key[key].kind in ("whole number", "decimal"))
        for key, weight in zip(keys, weights, strict=True)
    )


def table_of(
    names: Names, caption: str, records: Sequence[Record], keys: Sequence[str], weights: Sequence[float]
) -> Table:
    """Records of one kind as a table of some of their fields."""
    rows = tuple(tuple(names.format_value(each, key) for key in keys) for each in records)
    return without_empty_columns(Table(caption, _build_register_columns(records[0].kind, keys, weights), rows))


def without_empty_columns(table: Table) -> Table:
    """A table without the columns in which nothing is written: what an edition may not see leaves no gap."""
    kept = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return Table(table.caption, tuple(table.columns[at] for at in kept), rows)


def build_register_section(
    key: str,
    title: str,
    caption: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[str, ...], ...],
    empty: str,
    children: tuple[Section, ...] = (),
) -> Section:
    """A part that is one table on a page of its own; ``empty`` is said where it has no rows."""
    blocks = (without_empty_columns(Table(caption, columns, rows)),) if rows else nothing_written(empty)
    return Section(key=key, title=title, level=1, blocks=blocks, children=children, new_page=bool(rows))
