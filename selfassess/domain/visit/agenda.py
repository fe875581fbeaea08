"""What is next around the visit and what is late: one line of days, from the return to CQC's answer on its draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from selfassess.domain.model.record import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.dates import WEEKDAYS
from selfassess.domain.text.wording import british_date, british_datetime
from selfassess.domain.visit.working_days import ACCURACY_DAYS, Deadline, find_deadline

CLOSED = ("answered", "withdrawn")
"""States of a request that nobody waits for any more."""

_OF_YEAR = (
    ("contacts_due_at", "Contacts are due at CQC"),
    ("due_at", "The information return is due"),
    ("visit_from", "The visit begins"),
    ("visit_to", "The visit ends"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One thing on the line: its day (ISO, with the hour where one is known), what it is, and where it is written."""

    when: str
    what: str
    kind: str
    id: str
    late: bool = False

    @property
    def shown_day(self) -> str:
        """The day as people write it, with the hour where there is one."""
        return british_datetime(self.when) if "T" in self.when else british_date(self.when)


def read_deadline(year: Assessment) -> Deadline | None:
    """The ten working days of the factual accuracy check; None until the draft has come."""
    begins = read_day(year.record, "draft_received_on")
    if begins is None:
        return None
    try:
        return find_deadline(begins)
    except OverflowError:  # somebody's 31 December 9999
        return None


def read_day(record: Record, field: str) -> date | None:
    """A date of a record; None where there is none that makes sense."""
    try:
        return date.fromisoformat(record.text_of(field)[:10])
    except ValueError:
        return None


def name_day(day: date) -> str:
    """A day with its weekday: "Thursday 10 December 2026"."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {british_date(day.isoformat())}"


def describe_countdown(deadline: Deadline, sent_on: date | None, today: date) -> str:
    """How the factual accuracy check stands: "6 of 10 working days left, due Thursday 10 December 2026"."""
    due = name_day(deadline.due)
    if sent_on is not None:
        if sent_on <= deadline.due:
            return f"sent on {british_date(sent_on.isoformat())}, in time (it was due on {due})"
        return f"sent on {british_date(sent_on.isoformat())}, after it was due on {due}"
    left = deadline.count_days_left(today)
    if today == deadline.due:
        return f"due today, {due}"
    return f"{left} of {deadline.days} working days left, due {due}" if left else f"overdue since {due}"


def is_request_late(request: Record, today: str) -> bool:
    """Whether a request is past its day and neither answered nor withdrawn."""
    due = request.text_of("due_on")
    return bool(due) and due < today and not is_request_closed(request)


def is_request_closed(request: Record) -> bool:
    """Whether nobody waits for it any more."""
    return request["status"] in CLOSED or request["answered_on"] is not None


def list_coming(year: Assessment, deadline: Deadline | None, today: str) -> tuple[Coming, ...]:
    """What is late, then what is still to come, each in the order of its days."""
    every = sorted((*_list_days_of_year(year, deadline, today), *_list_days_of_records(year, today)), key=_order)
    return tuple(each for each in every if each.late or each.when[:10] >= today)


def _order(coming: Coming) -> tuple[bool, str]:
    return not coming.late, coming.when


def _list_days_of_year(year: Assessment, deadline: Deadline | None, today: str) -> Iterator[Coming]:
    record = year.record
    sent = record["submitted_on"] is not None or record["status"] == "submitted"
    for field, what in _OF_YEAR:
        when = record.text_of(field)
        if when and not (sent and field.endswith("due_at")):
            late = field == "due_at" and when[:10] < today
            yield Coming(when=when, what=what, kind="assessment", id=year.id, late=late)
    if deadline is not None and record["accuracy_sent_on"] is None:
        due = deadline.due.isoformat()
        what = f"The factual accuracy check is due ({ACCURACY_DAYS} working days)"
        yield Coming(when=due, what=what, kind="assessment", id=year.id, late=due < today)


def _list_days_of_records(year: Assessment, today: str) -> Iterator[Coming]:
    for each in year.records_of("interview"):
        if each["at"]:
            what = f"Interview: {each.text_of('group')}"
            yield Coming(when=each.text_of("at"), what=what, kind=each.kind, id=each.id)
    for each in year.records_of("request"):
        if each["due_on"] and not is_request_closed(each):
            what = f"Answer to CQC: {each.text_of('what')}"
            late = is_request_late(each, today)
            yield Coming(when=each.text_of("due_on"), what=what, kind=each.kind, id=each.id, late=late)
    for each in year.records_of("meeting_note"):
        if each["held_on"]:
            what = f"Meeting: {each.text_of('meeting')}"
            yield Coming(when=each.text_of("held_on"), what=what, kind=each.kind, id=each.id)
