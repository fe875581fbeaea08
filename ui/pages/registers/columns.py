"""The columns of each register: what a cell says of a record, and what it sorts by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from selfassess.domain.information_return import look_back
from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import format_for_display
from selfassess.domain.model.risk_rating import read_rating
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import british_date, count_noun
from ui.widgets.forms.carried import SIGN
from ui.widgets.tables import Column


def build_search_text(assessment: Assessment) -> Callable[[Record], str]:
    """Everything a person may look for in a record: its texts and days, and the words of what it chooses or links."""
    framework, asked = assessment.framework, assessment.information_return
    names = {each.key: each.name for each in framework.statements}
    names |= {each.key: each.name for each in framework.themes}
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


def _build_field_column(
    kind: str, key: str, label: str = "", *, share: int = 0, width: int = 14, gives_way: int = 0
) -> Column:
    """A column that shows a field as it is."""
    spec = CATALOGUE[kind].by_key[key]
    dated = spec.kind in ("date", "date-time")
    choice = [c.key for c in spec.choices]

    def order(record: Record) -> object:
        value = record[key]
        if value not in choice:
            return None
        return choice.index(str(value))

    column_label = label or spec.label
    column_order = (lambda record: record[key]) if dated else order if choice else None
    column_width = 17 if dated else width
    return Column(
        label=column_label,
        words=lambda record: format_for_display(spec, record[key]),
        order=column_order,
        share=share,
        width=column_width,
        gives_way=gives_way,
    )


def _build_statement_column(assessment: Assessment, width: int = 17) -> Column:
    """The statement, by its short name, in the framework's order; the theme where there is none but that."""
    known = {s.key: s for s in assessment.framework.statements}

    def order(record: Record) -> int | None:
        key = record.text_of("quality_statement")
        if key not in known:
            return None
        return known[key].number

    names = Names(assessment)
    return Column(label="Statement", words=names.name_short_place, order=order, width=width, gives_way=1)


def build_statements_column(assessment: Assessment, width: int = 17, gives_way: int = 1) -> Column:
    """The statements an item bears on: one by its name, several by their numbers."""
    known = {s.key: s for s in assessment.framework.statements}

    def words(record: Record) -> str:
        links = record.links_of("quality_statements")
        if len(links) == 1:
            if links[0] in known:
                return known[links[0]].short_name
            return links[0]
        return ", ".join(str(known[key].number) if key in known else key for key in links)

    def order(record: Record) -> tuple[int, ...] | None:
        numbers = tuple(known[key].number for key in record.links_of("quality_statements") if key in known)
        return numbers or None

    return Column(label="Statements", words=words, order=order, width=width, gives_way=gives_way)


def build_review_columns(assessment: Assessment, kind: str) -> tuple[Column, ...]:
    """What was carried from an earlier year and not reviewed since, in a year that began as an earlier one."""
    has_carried = any(record.values["carried_from"] for record in assessment.records_of(kind))
    if not has_carried:
        return ()
    return (
        Column(
            label="Carried forward",
            words=lambda record: "Not reviewed" if statement_status.needs_review(record) else "",
            tone=lambda record: "warning" if statement_status.needs_review(record) else "",
            width=13,
            gives_way=1,
        ),
    )


def _build_naming_column(kind: str, label: str = "", *, share: int = 3, width: int = 24) -> Column:
    """The column that names a record, with a sign before what was carried and not reviewed since."""
    key = CATALOGUE[kind].title

    def words(record: Record) -> str:
        sign = f"{SIGN}  " if statement_status.needs_review(record) else ""
        return f"{sign}{record.text_of(key)}"

    column_label = label or CATALOGUE[kind].by_key[key].label
    return Column(
        label=column_label,
        words=words,
        order=lambda record: fold_text(record.text_of(key)) or None,
        share=share,
        width=width,
    )


def build_evidence_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the evidence register."""
    known = {c.key: c for c in assessment.framework.categories}

    def category(record: Record) -> str:
        key = record.text_of("category")
        if key not in known:
            return key
        return known[key].short_name

    back = look_back.build_look_back(assessment, today)

    def until(record: Record) -> str:
        day = british_date(look_back.find_last_covered_day(record))
        stale = ", ".join(item.ref for item in back.find_stale_items(record))
        if not stale:
            return day
        return f"{day}, too old for {stale}"

    def place(record: Record) -> str:
        kind = kinds.choice_label(record.text_of("location_kind"))
        file = files.get(record.id, "")
        return ", ".join(part for part in (kind, file) if part)

    kinds = CATALOGUE["evidence"].by_key["location_kind"]
    return (
        _build_naming_column("evidence", "Title", width=36),
        Column(label="Category", words=category, width=10),
        build_statements_column(assessment, width=14),
        Column(
            label="Covers up to",
            words=until,
            order=lambda record: look_back.find_last_covered_day(record) or None,
            tone=lambda record: "warning" if back.find_stale_items(record) else "",
            width=20,
            gives_way=3,
        ),
        _build_items_column(assessment),
        _build_field_column("evidence", "strength", "Strength", width=9, gives_way=5),
        Column(
            label="Place",
            words=place,
            tone=lambda record: "warning" if record.id in files else "",
            width=16,
            gives_way=6,
        ),
        _build_field_column("evidence", "owner", "Owner", width=14, gives_way=7),
        *build_review_columns(assessment, "evidence"),
    )


def _build_items_column(assessment: Assessment) -> Column:
    """The items of the information return that a piece of evidence is sent under, in the return's order."""
    asked = assessment.information_return
    items = asked.items if asked else ()
    known = {item.ref: number for number, item in enumerate(items)}

    def order(record: Record) -> tuple[int, ...] | None:
        places = sorted(known.get(ref, len(known)) for ref in record.links_of("return_items"))
        return tuple(places) or None

    def words(record: Record) -> str:
        return ", ".join(sorted(record.links_of("return_items"), key=lambda ref: known.get(ref, len(known))))

    return Column(label="IR items", words=words, order=order, width=12, gives_way=4)


def build_story_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the stories and quotes."""
    return (
        _build_naming_column("story", width=36),
        _build_field_column("story", "voice", share=1, width=18),
        build_statements_column(assessment),
        _build_field_column("story", "consent", "Consent", width=11, gives_way=2),
        _build_field_column("story", "gathered_how", width=16, gives_way=3),
        *build_review_columns(assessment, "story"),
    )


def build_risk_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the risk register."""

    def rating(record: Record) -> str:
        size = readiness.risk_magnitude(record)
        if size is None:
            return "not rated"
        return f"{record['likelihood']} × {record['severity']} = {size}"

    return (
        _build_naming_column("risk", "Risk"),
        _build_statement_column(assessment),
        Column(label="Rating", words=rating, order=readiness.risk_magnitude, number=True, width=11),
        _build_field_column("risk", "owner", "Owner", share=1, gives_way=3),
        _build_field_column("risk", "status", "Status", width=10, gives_way=2),
        *build_review_columns(assessment, "risk"),
    )


def order_by_rating(record: Record) -> tuple[int, int, str]:
    """The greatest likelihood times severity first; what is not rated comes last."""
    rating = read_rating(record)
    return -(rating[0] * rating[1]) if rating else 0, record.position, record.id


def build_strength_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the strengths."""
    return (
        _build_naming_column("strength", "Strength"),
        _build_statement_column(assessment),
        _build_evidence_column(),
        _build_field_column("strength", "impact", "Impact on people", share=2, width=20, gives_way=2),
        _build_field_column("strength", "good_practice", "Good practice", width=13, gives_way=3),
        *build_review_columns(assessment, "strength"),
    )


def build_improvement_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the areas for improvement, with how many actions answer each."""
    answers = Counter(link for action in assessment.records_of("action") for link in action.links_of("addresses"))

    def answered(record: Record) -> str:
        if count := answers[record.id]:
            return count_noun(count, "action")
        return "reason given" if record["no_action_reason"] else "no action"

    return (
        _build_naming_column("improvement", "Area for improvement"),
        _build_statement_column(assessment),
        Column(
            label="Answered by",
            words=answered,
            order=lambda record: answers[record.id],
            tone=lambda record: "warning" if answered(record) == "no action" else "",
            width=13,
        ),
        _build_evidence_column(),
        _build_field_column("improvement", "impact", "Impact on people", share=2, width=20, gives_way=2),
        *build_review_columns(assessment, "improvement"),
    )


def _build_evidence_column() -> Column:
    """How many items of evidence a record rests on."""

    def count(record: Record) -> int:
        return len(record.links_of("evidence"))

    return Column(
        label="Evidence",
        words=lambda record: count_noun(count(record), "item") if count(record) else "none",
        order=count,
        width=10,
        gives_way=1,
    )


def build_action_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the action register."""

    def due(record: Record) -> str:
        if record["due_on"] is None:
            return "no date"
        day = british_date(record.text_of("due_on"))
        if not readiness.is_overdue(record, today):
            return day
        return f"{day}, overdue"

    return (
        _build_naming_column("action", "Action"),
        _build_statement_column(assessment),
        _build_field_column("action", "owner", "Owner", share=1, gives_way=3),
        _build_field_column("action", "status", "Status", width=12, gives_way=2),
        Column(
            label="Due",
            words=due,
            order=lambda record: record["due_on"],
            tone=lambda record: "warning" if readiness.is_overdue(record, today) else "",
            width=24,
        ),
        *build_review_columns(assessment, "action"),
    )


def build_contact_columns(assessment: Assessment, today: str, files: Mapping[str, str]) -> Sequence[Column]:
    """The columns of the contact register."""
    return (
        _build_naming_column("contact", share=2, width=20),
        _build_field_column("contact", "group", share=1, width=18),
        _build_field_column("contact", "name", share=1),
        _build_field_column("contact", "phone", gives_way=2),
        _build_field_column("contact", "email", share=1, width=16, gives_way=1),
        *build_review_columns(assessment, "contact"),
    )
