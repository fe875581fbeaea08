"""What still stands between a draft and a self-assessment one can send: findings and progress.

Each rule looks at one assessment and names the record and the field where it can be put right. Rules only point;
nothing is scored or written for anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from selfassess.domain.information_return import figures, look_back
from selfassess.domain.information_return import progress as return_progress
from selfassess.domain.information_return.progress import Lack
from selfassess.domain.model import admission
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Field, Kind, Value, british_date, display, problem, shortened
from selfassess.domain.model.memoize_last import lately
from selfassess.domain.model.plural import count_noun
from selfassess.domain.model.statement_status import NOT_REVIEWED, WRITTEN, not_reviewed
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import coverage

PEOPLE = "people"
"""The category without which a judgement says nothing about people."""

STEPS = ("understand", "evidence", "strengths", "improvement", "actions", "judgement", "review")
"""The steps of a quality statement, in order."""

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


@lately
def findings(assessment: Assessment, today: str) -> tuple[Finding, ...]:
    """Every finding of an assessment, most severe first; ``today`` is an ISO date.

    An assessment by CQC or a peer is read, not drafted: only values that are not known are found in it.
    """
    found = [*_senseless(assessment), *_unknown_values(assessment)]
    if not assessment.by_cqc:
        for rules in (_judgements, _strengths, _improvements, _risks, _return, _carried):
            found.extend(rules(assessment))
        for dated_rules in (_actions, _evidence, _dates):
            found.extend(dated_rules(assessment, today))
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def steps(assessment: Assessment, statement: str) -> Mapping[str, bool]:
    """Step -> whether there is something in it, for one statement."""
    judgement = assessment.judgements.get(statement)
    status = judgement.text("status") if judgement else ""
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
    return {"understand": started or bool(judgement and _written(judgement)), **there}


def progress(assessment: Assessment, statement: str) -> tuple[int, int]:
    """How many of a statement's steps have something in them, of how many."""
    done = steps(assessment, statement)
    return sum(done.values()), len(STEPS)


def pressing(assessment: Assessment) -> tuple[Record, ...]:
    """Open risks with a likelihood and a severity, the greatest product first."""
    rated = [r for r in assessment.of("risk") if r["status"] not in SETTLED_RISKS and magnitude(r) is not None]
    return tuple(sorted(rated, key=lambda risk: -(magnitude(risk) or 0)))


def magnitude(risk: Record) -> int | None:
    """Likelihood times severity, 1 to 25; None until both are given."""
    likelihood, severity = risk["likelihood"], risk["severity"]
    return likelihood * severity if isinstance(likelihood, int) and isinstance(severity, int) else None


def overdue(action: Record, today: str) -> bool:
    """Whether an action that is not done was due before today."""
    due = action["due_on"]
    return isinstance(due, str) and due < today and action["status"] not in DONE_ACTIONS


def _found(rule: str, severity: str, record: Record, field: str | None, message: str) -> Finding:
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


def _written(judgement: Record) -> bool:
    return any(judgement[key] is not None for key in WRITTEN)


def _judgements(assessment: Assessment) -> Iterator[Finding]:
    counts = coverage.coverage(assessment).counts
    for statement in assessment.framework.statements:
        record = assessment.judgements.get(statement.key)
        if record is None:
            continue
        name = statement.name
        started = steps(assessment, statement.key)
        if not any(started.values()):
            yield _found(UNTOUCHED, "medium", record, "summary", f"Statement not started: {name}.")
            continue
        scored = record["score"] is not None
        if scored and not record["rationale"]:
            yield _found("score-without-rationale", "high", record, "rationale", f"{name}: the score has no reason.")
        if scored and record["insufficient_evidence"]:
            message = f"{name}: there is a score, and also a tick that there is not enough evidence for one."
            yield _found("score-and-insufficient", "high", record, "insufficient_evidence", message)
        if not scored and not record["insufficient_evidence"] and record["status"] in ("ready_for_review", "agreed"):
            yield _found("ready-without-score", "high", record, "score", f"{name}: it is ready, but has no score.")
        if record["score"] == 1:
            message = f"{name}: a score of 1 can lead CQC to notify the Secretary of State."
            yield _found("score-of-one", "low", record, "score", message)
        if scored and not record["impact"]:
            message = f"{name}: nothing is said about the impact on people."
            yield _found("judgement-without-impact", "medium", record, "impact", message)
        yield from _category_gaps(assessment, record, name, counts[statement.key], scored)


def _category_gaps(
    assessment: Assessment, record: Record, name: str, counts: Mapping[str, int], scored: bool
) -> Iterator[Finding]:
    total = sum(counts.values())
    if scored and not total:
        yield _found("judgement-without-evidence", "high", record, None, f"{name}: the judgement rests on no evidence.")
        return
    for category in assessment.framework.categories:
        if counts.get(category.key):
            continue
        lead = f"{name}: there is no evidence from “{category.name.lower()}”."
        if category.key == PEOPLE:
            yield _found("no-peoples-experience", "high", record, None, lead)
        elif total:
            yield _found("category-without-evidence", "low", record, None, lead)


def _strengths(assessment: Assessment) -> Iterator[Finding]:
    for record in assessment.of("strength"):
        title = record.text("title")
        if not record.links("evidence"):
            yield _found(
                "strength-without-evidence", "medium", record, "evidence", f"Strength without evidence: {title}"
            )
        if not record["impact"]:
            yield _found("strength-without-impact", "low", record, "impact", f"Strength without impact: {title}")


def _answered(assessment: Assessment) -> set[str]:
    return {link for action in assessment.of("action") for link in action.links("addresses")}


def _improvements(assessment: Assessment) -> Iterator[Finding]:
    answered = _answered(assessment)
    for record in assessment.of("improvement"):
        if record.id not in answered and not record["no_action_reason"]:
            message = f"Area for improvement without an action or a reason: {record.text('title')}"
            yield _found("improvement-without-action", "medium", record, "no_action_reason", message)


def _risks(assessment: Assessment) -> Iterator[Finding]:
    answered = _answered(assessment)
    for record in assessment.of("risk"):
        title = record.text("title")
        if record["status"] in SETTLED_RISKS:
            continue
        if record.id not in answered and not record["controls"]:
            message = f"Risk without an action or a control: {title}"
            yield _found("risk-without-action", "high", record, "controls", message)
        if magnitude(record) is None:
            yield _found(
                "risk-not-rated", "medium", record, "likelihood", f"Risk without likelihood or severity: {title}"
            )
        if not record["owner"]:
            yield _found("risk-without-owner", "medium", record, "owner", f"Risk without an owner: {title}")


def _actions(assessment: Assessment, today: str) -> Iterator[Finding]:
    for record in assessment.of("action"):
        title = record.text("title")
        if record["status"] in DONE_ACTIONS:
            if record["status"] == "complete" and not record["completed_on"]:
                message = f"Action complete, but not since when: {title}"
                yield _found("complete-without-date", "low", record, "completed_on", message)
            continue
        if not record["owner"]:
            yield _found("action-without-owner", "high", record, "owner", f"Action without an owner: {title}")
        if not record["due_on"] and not record["no_date_reason"]:
            message = f"Action without a date or a reason: {title}"
            yield _found("action-without-date", "medium", record, "due_on", message)
        if overdue(record, today):
            message = f"Action overdue since {british_date(record.text('due_on'))}: {title}"
            yield _found("action-overdue", "high", record, "due_on", message)


def _evidence(assessment: Assessment, today: str) -> Iterator[Finding]:
    cited = {
        link
        for kind in ("strength", "improvement", "risk", "action")
        for record in assessment.of(kind)
        for link in record.links("evidence")
    }
    limits = look_back.looking_back(assessment, today)
    for record in assessment.of("evidence"):
        title = record.text("title")
        for stale in limits.stale(record):
            message = f"Evidence outside the {count_noun(stale.look_back_months or 0, 'month')} of {stale.ref}: {title}"
            yield _found("evidence-too-old", "medium", record, "covers_to", message)
        if not record.links("quality_statements") and not record.links("return_items") and record.id not in cited:
            message = f"Evidence that bears on no statement and no item: {title}"
            yield _found("evidence-unplaced", "low", record, "quality_statements", message)
        if record["personal_data"] == "needs_redaction":
            message = f"Evidence that needs redaction before it is sent: {title}"
            yield _found("evidence-needs-redaction", "high", record, "personal_data", message)


def _return(assessment: Assessment) -> Iterator[Finding]:
    for state in return_progress.states(assessment):
        record = assessment.by_id.get(state.answer)
        if record is None:
            continue
        ref, missing = state.item.ref, state.asked - state.given
        ready = state.status == return_progress.READY
        if ready and not state.evidence and Lack.ANSWER in state.lacks:
            message = f"{ref} is ready, but has neither evidence nor an answer."
            yield _found("item-ready-but-empty", "medium", record, "note", message)
        if ready and missing:
            lacking = f"{missing:,} {'is' if missing == 1 else 'are'} missing"
            message = f"{ref} is ready, but of the {count_noun(state.asked, 'figure')} it asks for {lacking}."
            yield _found("item-without-figures", "medium", record, "status", message)
        if state.status != return_progress.NOT_APPLICABLE and not state.owner:
            yield _found("item-without-owner", "low", record, "owner", f"{ref} has no owner.")
    for ref, grid in figures.grids(assessment).items():
        for hint in grid.hints():
            yield _found("figure-odd", "low", grid.records[0], "value", f"{ref}: {hint}")
    nobody = [state.group.title for state in return_progress.groups(assessment) if not state.contacts]
    if nobody:
        message = f"CQC asks whom it can contact, and nobody is named yet for: {', '.join(nobody)}."
        yield _found(NO_CONTACTS, "low", assessment.record, "contacts_due_at", message)


def _carried(assessment: Assessment) -> Iterator[Finding]:
    for record in filter(not_reviewed, (record for records in assessment.records.values() for record in records)):
        kind = CATALOGUE[record.kind]
        title, field = display(kind.by_key[kind.title], record[kind.title]), NOT_REVIEWED
        if record.kind == "judgement":
            statement = assessment.framework.statement(title)
            title, field = statement.name if statement else title, "status"
        message = f"{kind.name} carried forward and not reviewed{': ' if title else ''}{title or '.'}"
        # What stands as prose in the document comes before what stands in its registers.
        severity = "medium" if record.kind in ("judgement", "section") else "low"
        yield _found("carried-not-reviewed", severity, record, field, message)


def _dates(assessment: Assessment, today: str) -> Iterator[Finding]:
    record = assessment.record
    due = record.text("due_at")[:10]
    if not due:
        yield _found("no-due-date", "low", record, "due_at", "The day the return is due is not written down.")
    elif due < today and record["status"] != "submitted":
        late = f"The return was due on {british_date(due)} and is not marked as submitted."
        yield _found("return-overdue", "medium", record, "status", late)


def _senseless(assessment: Assessment) -> Iterator[Finding]:
    """Values that a file of an earlier version or another program brought and that make no sense."""
    for records in ((assessment.record,), *assessment.records.values()):
        for record in records:
            for each in admission.record_faults(record):
                yield _found("senseless-value", "high", record, each.field, each.message)


def _unknown_values(assessment: Assessment) -> Iterator[Finding]:
    known = look_back.known_keys(assessment)
    for records in ((assessment.record,), *assessment.records.values()):
        if not records:
            continue
        kind = CATALOGUE[records[0].kind]
        keyed = [(spec, known.get(spec.target[0]) if len(spec.target) == 1 else None) for spec in kind.fields]
        # Choices and keys of packs only: of no other field can it be said that a value is not known.
        checked = [
            (spec, keys, frozenset(keys if keys is not None else (choice.key for choice in spec.choices)))
            for spec, keys in keyed
            if keys is not None or spec.kind is Kind.CHOICE
        ]
        for record in records:
            for spec, keys, fine in checked:
                value = record.values[spec.key]
                if value is None or (fine.issuperset(value) if isinstance(value, tuple) else value in fine):
                    continue
                message = _unknown(spec, value, keys)
                if message:
                    yield _found("unknown-value", "medium", record, spec.key, f"{kind.name}: {message}.")


def _unknown(spec: Field, value: Value, keys: Collection[str] | None) -> str | None:
    """Why a value is not known; ``keys`` are those of the packs where the field links to one."""
    if keys is None:
        return problem(spec, value)
    strange = [each for each in (value if isinstance(value, tuple) else (value,)) if each not in keys]
    return f"“{shortened(strange[0])}” is not one this framework knows for {spec.label.lower()}" if strange else None


def days_left(assessment: Assessment, today: str) -> int | None:
    """Days from today to the due date, negative once it has passed; None where none is written."""
    due = assessment.record.text("due_at")[:10]
    try:
        return (date.fromisoformat(due) - date.fromisoformat(today)).days
    except ValueError:
        return None
