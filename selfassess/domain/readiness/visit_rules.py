"""Checks of ``finding_rules`` for what is around CQC's visit: what is late, and what says who somebody is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from selfassess.domain.model.record import Record
from selfassess.domain.readiness.readiness import Finding, make_finding
from selfassess.domain.text.wording import british_date
from selfassess.domain.visit import agenda
from selfassess.domain.visit.codes import explain_code_fault
from selfassess.domain.visit.working_days import ACCURACY_DAYS, find_deadline


def check_request(record: Record, today: str) -> Iterator[Finding]:
    """A request of CQC that is past its day, and one that nobody answers or that has no day."""
    title = record.text_of("what")
    if agenda.is_request_closed(record):
        return
    if agenda.is_request_late(record, today):
        message = f"Request of CQC overdue since {british_date(record.text_of('due_on'))}: {title}"
        yield make_finding("request-overdue", "high", record, "due_on", message)
    if not record["due_on"]:
        yield make_finding("request-without-date", "medium", record, "due_on", f"Request without a date: {title}")
    if not record["owner"]:
        yield make_finding("request-without-owner", "medium", record, "owner", f"Request without an owner: {title}")


def check_case(record: Record, _: None) -> Iterator[Finding]:
    """A code that says who the person is, as an import may bring one; the code itself is not repeated."""
    fault = explain_code_fault(record.text_of("code"))
    if fault:
        yield make_finding("case-code-personal", "high", record, "code", f"Code of a case. {fault}")


def check_accuracy_point(record: Record, _: None) -> Iterator[Finding]:
    """A point of the factual accuracy check that rests on nothing, while CQC has not decided on it."""
    if record["sort"] == "typing" or record["outcome"] is not None or record.links_of("evidence") or record["reason"]:
        return
    message = f"Factual accuracy point without evidence: {record.text_of('point')}"
    yield make_finding("accuracy-without-evidence", "medium", record, "evidence", message)


def check_accuracy_deadline(record: Record, today: str) -> Iterator[Finding]:
    """The factual accuracy check past its ten working days; they are only counted where they can be over."""
    begins = agenda.read_day(record, "draft_received_on")
    if begins is None or record["accuracy_sent_on"] is not None or record["status"] == "published":
        return
    now = date.fromisoformat(today)
    if now - begins <= timedelta(days=ACCURACY_DAYS):
        return
    due = find_deadline(begins).due
    if due < now:
        message = f"The factual accuracy check was due on {agenda.name_day(due)} and is not marked as sent."
        yield make_finding("accuracy-overdue", "high", record, "accuracy_sent_on", message)
