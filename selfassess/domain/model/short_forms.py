"""What a form asks for first, what stands under "More fields", and when a field is asked for at all.

A field that is not named here stands under "More fields" and is always asked for: a new one takes its place unnamed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.record import Record
from selfassess.domain.model.workbook import Assessment

FIRST: Mapping[str, tuple[str, ...]] = {
    "strength": ("title", "detail", "impact", "evidence"),
    "improvement": ("title", "detail", "impact", "evidence"),
    "risk": ("title", "likelihood", "severity", "controls", "owner", "status"),
    "action": ("title", "outcome", "owner", "due_on", "status"),
    "evidence": ("title", "shows", "category", "location", "quality_statements"),
    "story": ("text", "voice", "consent", "what_changed"),
}
"""Kind of record -> the fields of its form that matter most, in their order. Of other kinds all fields are shown."""

RATED_TOGETHER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "risk": (("likelihood", "severity"), ("target_likelihood", "target_severity")),
}
"""Kind of record -> the pairs of fields that are chosen together, as one square of a grid."""


def _is_unanswered(record: Record, assessment: Assessment) -> bool:
    return not any(record.id in action.links_of("addresses") for action in assessment.records_of("action"))


def _is_complete(record: Record, assessment: Assessment) -> bool:
    return record["status"] == "complete"


def _is_undated(record: Record, assessment: Assessment) -> bool:
    return not record["due_on"]


def _has_place(record: Record, assessment: Assessment) -> bool:
    return bool(record["location"])


APPLIES: Mapping[tuple[str, str], Callable[[Record, Assessment], bool]] = {
    ("improvement", "no_action_reason"): _is_unanswered,
    ("action", "completed_on"): _is_complete,
    ("action", "effect"): _is_complete,
    ("action", "no_date_reason"): _is_undated,
    ("evidence", "location_kind"): _has_place,
}
"""Kind and field -> whether the field is asked for of a record as things stand; every other field is."""

EMPTY: tuple[Value, ...] = (None, "", ())
"""What a field without anything in it holds."""


def is_field_asked(record: Record, field: str, assessment: Assessment) -> bool:
    """Whether a form asks for a field; one that holds something is shown in any case."""
    rule = APPLIES.get((record.kind, field))
    return rule is None or rule(record, assessment)


def order_form_fields(kind: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of a form with those that matter most first."""
    first = tuple(key for key in FIRST.get(kind, ()) if key in fields)
    return (*first, *(key for key in fields if key not in first))


def begin_record(kind: str) -> dict[str, Value]:
    """What a record that a person adds begins with: the first of the answers to how far it is."""
    status = CATALOGUE[kind].by_key.get("status")
    if status is None or status.kind is not Kind.CHOICE:
        return {}
    return {status.key: status.choices[0].key}
