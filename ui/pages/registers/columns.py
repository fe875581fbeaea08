"""The columns of each register: what a cell says of a record, and what it sorts by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from selfassess.domain.information_return import look_back
from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.fields import british_date, display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.text.folding import fold
from ui.widgets.forms.carried import SIGN
from ui.widgets.tables import Column


def searched(assessment: Assessment) -> Callable[[Record], str]:
    """Everything a person may look for in a record: its texts and days, and the words of what it chooses or links."""
    framework, asked = assessment.framework, assessment.information_return
    names = {each.key: each.name for each in framework.statements}
    names |= {each.key: each.name for each in framework.categories}
    names |= {each.key: each.name for each in framework.sources}
    names |= {item.ref: f"{item.ref} {item.title}" for item in (asked.items if asked else ())}

    def words(record: Record) -> str:
        found = []
        for spec in CATALOGUE[record.kind].fields:
            value = record.values[spec.key]
            if value is None or links_to_records(spec):
                continue
            if isinstance(value, tuple):
                found += [names.get(key, key) for key in value]
            elif spec.choices:
                found.append(spec.choice_label(str(value)))
            elif spec.target:
                found.append(names.get(str(value), str(value)))
            elif spec.kind == "date":
                found.append(british_date(str(value)))
            elif isinstance(value, str):
                found.append(value)
        return "\n".join(found)

    return words


def _field(kind: str, key: str, label: str = "", *, share: int = 0, width: int = 14, gives_way: int = 0) -> Column:
    """A column that shows a field as it is."""
    spec = CATALOGUE[kind].by_key[key]
    dated = spec.kind in ("date", "date-time")
    choice = [c.key for c in spec.choices]

    def order(record: Record) -> object:
        value = record[key]
        return choice.index(str(value)) if value in choice else None

    return Column(
        label=label or spec.label,
        words=lambda record: display(spec, record[key]),
        order=(lambda record: record[key]) if dated else order if choice else None,
        share=share,
        width=17 if dated else width,
        gives_way=gives_way,
    )


def _statement(assessment: Assessment, width: int = 17) -> Column:
    """The statement, by its short name, in the framework's order."""
    known = {s.key: s for s in assessment.framework.statements}

    def words(record: Record) -> str:
        key = record.text("quality_statement")
        return known[key].short_name if key in known else key

    def order(record: Record) -> int | None:
        key = record.text("quality_statement")
        return known[key].number if key in known else None

    return Column(label="Statement", words=words, order=order, width=width, gives_way=1)


def _statements(assessment: Assessment, width: int = 17) -> Column:
    """The statements an item bears on: one by its name, several by their numbers."""
    known = {s.key: s for s in assessment.framework.statements}

    def words(record: Record) -> str:
        links = record.links("quality_statements")
        if len(links) == 1:
            return known[links[0]].short_name if links[0] in known else links[0]
        return ", ".join(str(known[key].number) if key in known else key for key in links)

    def order(record: Record) -> tuple[int, ...] | None:
        return tuple(known[key].number for key in record.links("quality_statements") if key in known) or None

    return Column(label="Statements", words=words, order=order, width=width, gives_way=1)


def _review(assessment: Assessment, kind: str) -> tuple[Column, ...]:
    """What was carried from an earlier year and not reviewed since, in a year that began as an earlier one."""
    if not any(record.values["carried_from"] for record in assessment.of(kind)):
        return ()
    return (
        Column(
            label="Carried forward",
            words=lambda record: "Not reviewed" if statement_status.not_reviewed(record) else "",
            tone=lambda record: "warning" if statement_status.not_reviewed(record) else "",
            width=13,
            gives_way=1,
        ),
    )


def _named(kind: str, label: str = "", *, share: int = 3, width: int = 24) -> Column:
    """The column that names a record, with a sign before what was carried and not reviewed since."""
    key = CATALOGUE[kind].title

    def words(record: Record) -> str:
        sign = f"{SIGN}  " if statement_status.not_reviewed(record) else ""
        return f"{sign}{record.text(key)}"

    return Column(
        label=label or CATALOGUE[kind].by_key[key].label,
        words=words,
        order=lambda record: fold(record.text(key)) or None,
        share=share,
        width=width,
    )


def evidence(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the evidence register."""
    known = {c.key: c for c in assessment.framework.categories}

    def category(record: Record) -> str:
        key = record.text("category")
        return known[key].short_name if key in known else key

    back = look_back.looking_back(assessment, today)

    def until(record: Record) -> str:
        day = british_date(look_back.covered_until(record))
        stale = ", ".join(item.ref for item in back.stale(record))
        return f"{day}, too old for {stale}" if stale else day

    def place(record: Record) -> str:
        kind, file = kinds.choice_label(record.text("location_kind")), files.get(record.id, "")
        return ", ".join(part for part in (kind, file) if part)

    kinds = CATALOGUE["evidence"].by_key["location_kind"]
    return (
        _named("evidence", "Title", width=36),
        Column(label="Category", words=category, width=10),
        _statements(assessment, width=14),
        Column(
            label="Speaks up to",
            words=until,
            order=lambda record: look_back.covered_until(record) or None,
            tone=lambda record: "warning" if back.stale(record) else "",
            width=20,
            gives_way=3,
        ),
        _items(assessment),
        _field("evidence", "strength", "Strength", width=9, gives_way=5),
        Column(
            label="Place",
            words=place,
            tone=lambda record: "warning" if record.id in files else "",
            width=16,
            gives_way=6,
        ),
        _field("evidence", "owner", "Owner", width=14, gives_way=7),
        *_review(assessment, "evidence"),
    )


def _items(assessment: Assessment) -> Column:
    """The items of the information return that a piece of evidence is sent under, in the return's order."""
    asked = assessment.information_return
    known = {item.ref: number for number, item in enumerate(asked.items if asked else ())}

    def order(record: Record) -> tuple[int, ...] | None:
        return tuple(sorted(known.get(ref, len(known)) for ref in record.links("return_items"))) or None

    def words(record: Record) -> str:
        return ", ".join(sorted(record.links("return_items"), key=lambda ref: known.get(ref, len(known))))

    return Column(label="IR items", words=words, order=order, width=12, gives_way=4)


def story(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the stories and quotes."""
    return (
        _named("story", width=36),
        _field("story", "voice", share=1, width=18),
        _statements(assessment),
        _field("story", "consent", "Consent", width=11, gives_way=2),
        _field("story", "gathered_how", width=16, gives_way=3),
        *_review(assessment, "story"),
    )


def risk(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the risk register."""

    def rating(record: Record) -> str:
        size = readiness.magnitude(record)
        return "not rated" if size is None else f"{record['likelihood']} × {record['severity']} = {size}"

    return (
        _named("risk", "Risk"),
        _statement(assessment),
        Column(label="Rating", words=rating, order=readiness.magnitude, number=True, width=11),
        _field("risk", "owner", "Owner", share=1, gives_way=3),
        _field("risk", "status", "Status", width=10, gives_way=2),
        *_review(assessment, "risk"),
    )


def action(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the action register."""

    def due(record: Record) -> str:
        if record["due_on"] is None:
            return "no date"
        day = british_date(record.text("due_on"))
        return f"{day}, overdue" if readiness.overdue(record, today) else day

    return (
        _named("action", "Action"),
        _statement(assessment),
        _field("action", "owner", "Owner", share=1, gives_way=3),
        _field("action", "status", "Status", width=12, gives_way=2),
        Column(
            label="Due",
            words=due,
            order=lambda record: record["due_on"],
            tone=lambda record: "warning" if readiness.overdue(record, today) else "",
            width=24,
        ),
        *_review(assessment, "action"),
    )


def contact(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the contact register."""
    return (
        _named("contact", share=2, width=20),
        _field("contact", "group", share=1, width=18),
        _field("contact", "name", share=1),
        _field("contact", "phone", gives_way=2),
        _field("contact", "email", share=1, width=16, gives_way=1),
        *_review(assessment, "contact"),
    )
