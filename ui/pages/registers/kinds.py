"""The registers as data: which records, which columns, which filters, and what a new one needs to be named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfassess.domain import look_back, readiness
from selfassess.domain.fields import british_date, display
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.workbook import Assessment
from ui.widgets.forms.carried import SIGN
from ui.widgets.tables import Column

NOTHING = "none"
"""The choice of a filter that keeps the rows with nothing written there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A drop-down over a register: the field it looks at and what to call a row that has nothing there."""

    field: str
    everything: str
    nothing: str

    def options(self, kind: str, assessment: Assessment) -> list[tuple[str, str]]:
        """What can be chosen, as key and words; "" is everything."""
        return [("", self.everything), *choices(kind, self.field, assessment), (NOTHING, self.nothing)]

    def keeps(self, record: Record, chosen: str) -> bool:
        """Whether a record stays in view with this choice."""
        value = record[self.field]
        if not chosen:
            return True
        if chosen == NOTHING:
            return value is None
        return chosen in value if isinstance(value, tuple) else value == chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register: its kind of record, its words, its filters and its columns."""

    place: str
    kind: str
    title: str
    what: str
    empty: str
    filters: tuple[Filter, ...]
    asks: tuple[str, ...]
    """The fields that a new record is asked for first: the last is what names it."""
    columns: Callable[[Assessment, str], Sequence[Column]]


def choices(kind: str, field: str, assessment: Assessment) -> list[tuple[str, str]]:
    """The answers a field can have in a year, as key and words."""
    spec = CATALOGUE[kind].by_key[field]
    if spec.choices:
        return [(choice.key, choice.label) for choice in spec.choices]
    if spec.target == ("category",):
        return [(category.key, category.name) for category in assessment.framework.categories]
    return [(statement.key, f"{statement.number}  {statement.name}") for statement in assessment.framework.statements]


def searched(record: Record) -> str:
    """Everything a person may look for in a record: its texts, and the words of its choices."""
    found = []
    for spec in CATALOGUE[record.kind].fields:
        value = record.values[spec.key]
        if isinstance(value, str):
            found.append(spec.choice_label(value) if spec.choices else value)
        elif isinstance(value, tuple):
            found.extend(value)
    return "\n".join(found)


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


def _statements(assessment: Assessment) -> Column:
    """The statements an item bears on: one by its name, several by their numbers."""
    known = {s.key: s for s in assessment.framework.statements}

    def words(record: Record) -> str:
        links = record.links("quality_statements")
        if len(links) == 1:
            return known[links[0]].short_name if links[0] in known else links[0]
        return ", ".join(str(known[key].number) if key in known else key for key in links)

    def order(record: Record) -> tuple[int, ...] | None:
        return tuple(known[key].number for key in record.links("quality_statements") if key in known) or None

    return Column(label="Statements", words=words, order=order, width=17, gives_way=1)


def _review(assessment: Assessment, kind: str) -> tuple[Column, ...]:
    """What was carried from an earlier year and not reviewed since, in a year that began as an earlier one."""
    if not any(record["carried_from"] for record in assessment.of(kind)):
        return ()
    return (
        Column(
            label="Carried forward",
            words=lambda record: "Not reviewed" if readiness.not_reviewed(record) else "",
            tone=lambda record: "warning" if readiness.not_reviewed(record) else "",
            width=13,
            gives_way=1,
        ),
    )


def _named(kind: str, label: str = "", *, share: int = 3, width: int = 24) -> Column:
    """The column that names a record, with a sign before what was carried and not reviewed since."""
    key = CATALOGUE[kind].title

    def words(record: Record) -> str:
        sign = f"{SIGN}  " if readiness.not_reviewed(record) else ""
        return f"{sign}{record.text(key)}"

    return Column(
        label=label or CATALOGUE[kind].by_key[key].label,
        words=words,
        order=lambda record: record.text(key).casefold() or None,
        share=share,
        width=width,
    )


def _evidence(assessment: Assessment, today: str) -> Sequence[Column]:
    known = {c.key: c for c in assessment.framework.categories}

    def category(record: Record) -> str:
        key = record.text("category")
        return known[key].short_name if key in known else key

    def until(record: Record) -> str:
        day = british_date(look_back.covered_until(record))
        stale = ", ".join(item.ref for item in look_back.stale_items(assessment, record))
        return f"{day}, too old for {stale}" if stale else day

    return (
        _named("evidence", "Title"),
        Column(label="Category", words=category, width=10),
        _statements(assessment),
        Column(
            label="Speaks up to",
            words=until,
            order=lambda record: look_back.covered_until(record) or None,
            tone=lambda record: "warning" if look_back.stale_items(assessment, record) else "",
            width=26,
            gives_way=3,
        ),
        _field("evidence", "strength", "Strength", width=9, gives_way=2),
        *_review(assessment, "evidence"),
    )


def _risk(assessment: Assessment, today: str) -> Sequence[Column]:
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


def _action(assessment: Assessment, today: str) -> Sequence[Column]:
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


def _measure(assessment: Assessment, today: str) -> Sequence[Column]:
    known: dict[str, Record] = {}
    for value in sorted(assessment.of("measure_value"), key=lambda v: v.text("period")):
        if value["value"] is not None:
            known[value.text("measure")] = value

    def amount(number: object, record: Record) -> str:
        return "" if not isinstance(number, float | int) else f"{number:,.10g} {record.text('unit')}".strip()

    def now(record: Record) -> str:
        value = known.get(record.id)
        return f"{amount(value['value'], record)} ({value.text('period')})" if value else "no value"

    return (
        _named("measure", "Measure"),
        _statements(assessment),
        Column(label="Latest value", words=now, number=True, width=22),
        Column(
            label="Target",
            words=lambda record: amount(record["target"], record),
            order=lambda record: record["target"],
            number=True,
            width=11,
            gives_way=2,
        ),
        Column(
            label="Comparator",
            words=lambda record: amount(record["comparator_value"], record),
            order=lambda record: record["comparator_value"],
            number=True,
            width=11,
            gives_way=3,
        ),
        *_review(assessment, "measure"),
    )


def _contact(assessment: Assessment, today: str) -> Sequence[Column]:
    return (
        _named("contact", share=2, width=20),
        _field("contact", "group", share=1, width=18),
        _field("contact", "name", share=1),
        _field("contact", "phone", gives_way=2),
        _field("contact", "email", share=1, width=16, gives_way=1),
        *_review(assessment, "contact"),
    )


_BY_STATEMENT = Filter(field="quality_statement", everything="All statements", nothing="Without a statement")
_BY_STATEMENTS = Filter(field="quality_statements", everything="All statements", nothing="Without a statement")

REGISTERS = (
    Register(
        place="evidence",
        kind="evidence",
        title="Evidence",
        what="Everything this self-assessment rests on. One item can bear on several statements.",
        empty="None yet. Add the documents, data and feedback that show how you do, and link each to statements.",
        filters=(
            _BY_STATEMENTS,
            Filter(field="category", everything="All categories", nothing="Without a category"),
            Filter(field="personal_data", everything="Personal data: any", nothing="Personal data: not said"),
        ),
        asks=("title",),
        columns=_evidence,
    ),
    Register(
        place="risks",
        kind="risk",
        title="Risks",
        what="What may happen to people, how likely and how severe it is, and what holds it down.",
        empty="No risks yet. Write down what could keep people from safe, good care, and what holds it down.",
        filters=(_BY_STATEMENT, Filter(field="status", everything="Any status", nothing="Without a status")),
        asks=("quality_statement", "title"),
        columns=_risk,
    ),
    Register(
        place="actions",
        kind="action",
        title="Actions",
        what="What will be done, by whom and by when, about areas for improvement and risks.",
        empty="No actions yet. Say what will be done about each area for improvement, by whom and by when.",
        filters=(
            _BY_STATEMENT,
            Filter(field="status", everything="Any status", nothing="Without a status"),
            Filter(field="priority", everything="Any priority", nothing="Without a priority"),
        ),
        asks=("quality_statement", "title"),
        columns=_action,
    ),
    Register(
        place="measures",
        kind="measure",
        title="Measures",
        what="The figures you judge yourselves by, with their values over time, target and comparator.",
        empty="No measures yet. Add the figures you watch, such as the share of reviews that are overdue.",
        filters=(_BY_STATEMENTS,),
        asks=("title",),
        columns=_measure,
    ),
    Register(
        place="contacts",
        kind="contact",
        title="Contacts",
        what="The people CQC may speak to: section 1 of the information return, and IR 38.",
        empty="No contacts yet. Section 1 asks for voluntary, carer and advocacy organisations; IR 38 for networks.",
        filters=(Filter(field="group", everything="All groups", nothing="Without a group"),),
        asks=("group", "organisation"),
        columns=_contact,
    ),
)

BY_PLACE = {register.place: register for register in REGISTERS}
