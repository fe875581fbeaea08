"""How far a self-assessment is: the steps of its statements, what is pressing or overdue, and what a finding is.

The rules that make findings are in ``finding_rules``, all of a year together in ``findings``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.statement_status import WRITTEN
from selfassess.domain.model.workbook import Assessment

STEPS = ("understand", "evidence", "strengths", "improvement", "actions", "judgement", "review")
"""The steps of a quality statement, in order."""

IN_STEPS = ("evidence", "strength", "improvement", "risk", "action")
"""The kinds of record that are something in a step."""

SEVERITIES = ("high", "medium", "low")
DONE_ACTIONS = ("complete", "cancelled")
SETTLED_RISKS = ("closed", "accepted")
NO_CONTACTS = "contacts-missing"
UNTOUCHED = "statement-untouched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to put right: which rule, how much it matters, where, and a sentence."""

    rule: str
    severity: str
    record: str
    id: str
    field: str | None
    statement: str | None
    message: str


def find_filled_steps(assessment: Assessment, statement: str) -> Mapping[str, bool]:
    """Step -> whether there is something in it, for one statement."""
    judgement = assessment.judgements.get(statement)
    status = judgement.text_of("status") if judgement else ""
    improvements = assessment.for_statement("improvement", statement)
    there = {
        "evidence": bool(assessment.for_statement("evidence", statement)),
        "strengths": bool(assessment.for_statement("strength", statement)),
        "improvement": bool(improvements or assessment.for_statement("risk", statement)),
        "actions": bool(assessment.for_statement("action", statement))
        or (bool(improvements) and all(r["no_action_reason"] for r in improvements)),
        "judgement": bool(judgement and judgement["score"] is not None and judgement["rationale"]),
        "review": status in ("ready_for_review", "agreed"),
    }
    started = any(there.values()) or status not in ("", "not_started")
    return {"understand": started or bool(judgement and _is_judgement_written(judgement)), **there}


def is_started(assessment: Assessment, statement: str) -> bool:
    """Whether any step of a statement has something in it: the same as ``steps`` tells, at less cost."""
    judgement = assessment.judgements.get(statement)
    if judgement is not None and (
        judgement["status"] not in (None, "", "not_started") or _is_judgement_written(judgement)
    ):
        return True
    return any(assessment.for_statement(kind, statement) for kind in IN_STEPS)


def count_filled_steps(assessment: Assessment, statement: str) -> tuple[int, int]:
    """How many of a statement's steps have something in them, of how many."""
    done = find_filled_steps(assessment, statement)
    return sum(done.values()), len(STEPS)


def most_pressing_risks(assessment: Assessment) -> tuple[Record, ...]:
    """Open risks with a likelihood and a severity, the greatest product first."""
    rated = [
        r for r in assessment.records_of("risk") if r["status"] not in SETTLED_RISKS and risk_magnitude(r) is not None
    ]
    return tuple(sorted(rated, key=lambda risk: -(risk_magnitude(risk) or 0)))


def risk_magnitude(risk: Record) -> int | None:
    """Likelihood times severity, 1 to 25; None until both are given."""
    likelihood, severity = risk["likelihood"], risk["severity"]
    if isinstance(likelihood, int) and isinstance(severity, int):
        return likelihood * severity
    return None


def is_overdue(action: Record, today: str) -> bool:
    """Whether an action that is not done was due before today."""
    due = action["due_on"]
    return isinstance(due, str) and due < today and action["status"] not in DONE_ACTIONS


def make_finding(rule: str, severity: str, record: Record, field: str | None, message: str) -> Finding:
    """What a rule says of a record; it concerns the statement that the record stands under, or the first of them."""
    statement = record.values.get("quality_statement")
    if statement is None:
        linked = record.values.get("quality_statements")
        statement = linked[0] if isinstance(linked, tuple) else None
    return Finding(
        rule=rule,
        severity=severity,
        record=record.kind,
        id=record.id,
        field=field,
        statement=str(statement) if statement else None,
        message=message,
    )


def _is_judgement_written(judgement: Record) -> bool:
    return any(judgement[key] is not None for key in WRITTEN)


def count_days_left(assessment: Assessment, today: str) -> int | None:
    """Days from today to the due date, negative once it has passed; None where none is written."""
    due = assessment.record.text_of("due_at")[:10]
    try:
        return (date.fromisoformat(due) - date.fromisoformat(today)).days
    except ValueError:
        return None
