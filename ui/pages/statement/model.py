"""What the page of a statement says about its records, worked out without Qt: steps, cards, coverage, what came before.

Everything is made from an assessment as a frozen value, so that the page only has to paint it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten

from selfassess.domain.framework.framework import Source, Statement
from selfassess.domain.information_return import look_back
from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.readiness.coverage import State, coverage
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.report import page_estimate as lengths
from selfassess.domain.report.page_estimate import Length
from ui.bridge.places import STEP_OF_KIND
from ui.widgets.forms import Card

STEP_NAMES = {
    "understand": "Understand",
    "evidence": "Evidence",
    "strengths": "Strengths",
    "improvement": "Improve, risks",
    "actions": "Actions",
    "judgement": "Judgement",
    "review": "Review",
}
"""The steps in order, as the step bar names them."""

KINDS_OF_STEP: Mapping[str, tuple[str, ...]] = {
    step: tuple(kind for kind, where in STEP_OF_KIND.items() if where == step) for step in STEP_NAMES
}
"""Step -> the kinds of record that are written on it."""

READ_HEADINGS = {
    "judgement": "What {who} found",
    "strengths": "Strengths",
    "improvement": "Areas for improvement and risks",
    "evidence": "Evidence",
    "actions": "Actions",
}
"""The steps of a year that others made, in the order in which they are read, and what each is headed."""

FINDERS = {"cqc": "CQC", "another": "CQC", "peer": "the peer review"}
"""Assessor -> as it stands in a sentence."""

OLD_MONTHS = 12


@dataclass(frozen=True, slots=True)
class StepState:
    """One step in the bar: whether there is something in it, and its count in words."""

    key: str
    name: str
    done: bool
    count: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source that the framework names in a category of a statement, and the evidence there is from it."""

    source: Source
    if_available: bool
    items: int
    covered: State

    @property
    def state(self) -> str:
        """The state in words."""
        if not self.items:
            return self.covered.words.lower()
        part = ", in part" if self.covered is State.PARTIAL else ""
        return f"{counted(self.items, 'item')}{part}"


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier assessment, or CQC, said of a statement."""

    who: str
    score: int | None
    words: str
    summary: str


def step_keys(assessment: Assessment, statement: str) -> tuple[str, ...]:
    """The steps to go through: all in an own year; where others made it, what they found, then what else there is."""
    if not assessment.by_cqc:
        return tuple(STEP_NAMES)
    holds = {
        step for step, kinds in KINDS_OF_STEP.items() if any(assessment.for_statement(k, statement) for k in kinds)
    }
    return tuple(step for step in READ_HEADINGS if step == "judgement" or step in holds)


def read_heading(assessment: Assessment, step: str) -> str:
    """What heads a step in a year that others made; "" in an own year."""
    return READ_HEADINGS[step].format(who=finder(assessment)) if assessment.by_cqc else ""


def finder(assessment: Assessment) -> str:
    """Who made a year, in a sentence: "CQC", "the peer review"."""
    return FINDERS.get(assessment.record.text("assessor"), "others")


def step_states(assessment: Assessment, statement: str, findings: tuple[Finding, ...]) -> tuple[StepState, ...]:
    """How the steps of a statement stand."""
    done = readiness.steps(assessment, statement)
    score = assessment.score(statement)
    improvements = len(assessment.for_statement("improvement", statement))
    counts = {
        "understand": "",
        "evidence": counted(len(assessment.for_statement("evidence", statement)), "item"),
        "strengths": str(len(assessment.for_statement("strength", statement)) or ""),
        "improvement": str(improvements + len(assessment.for_statement("risk", statement)) or ""),
        "actions": str(len(assessment.for_statement("action", statement)) or ""),
        "judgement": "Not scored" if score is None else f"Score {score}",
        "review": counted(len(findings), "finding"),
    }
    read = assessment.by_cqc  # then there are only steps that hold something
    keys = step_keys(assessment, statement)
    return tuple(StepState(key, STEP_NAMES[key], read or done[key], counts[key]) for key in keys)


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 item", "6 items"; "" for none."""
    if not count:
        return ""
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def statement_findings(assessment: Assessment, statement: str, today: str) -> tuple[Finding, ...]:
    """The readiness findings that concern a statement."""
    about = {record.id for kind in STEP_OF_KIND for record in assessment.for_statement(kind, statement)}
    found = readiness.findings(assessment, today)
    return tuple(f for f in found if f.statement == statement or f.id in about)


def length(council: Record, assessment: Assessment, statement: str) -> Length | None:
    """How long a statement is while one writes it; None where others wrote it."""
    return None if assessment.by_cqc else lengths.of_statement(council, assessment, statement)


def not_reviewed(assessment: Assessment, statement: str) -> Mapping[str, tuple[Record, ...]]:
    """Step -> its records that were carried from an earlier year and not reviewed since; steps without any left out."""
    if assessment.by_cqc:
        return {}
    found = {
        step: tuple(
            record
            for kind in kinds
            for record in assessment.for_statement(kind, statement)
            if statement_status.not_reviewed(record)
        )
        for step, kinds in KINDS_OF_STEP.items()
    }
    return {step: records for step, records in found.items() if records}


def sources(assessment: Assessment, statement: Statement, category: str) -> tuple[SourceLine, ...]:
    """The sources the framework names for a category of a statement, in order."""
    cell = coverage(assessment).row(statement.key).get(category)
    named = ((assessment.framework.source(each.source), each) for each in (cell.sources if cell else ()))
    return tuple(SourceLine(s, each.if_available, len(each.items), each.state) for s, each in named if s is not None)


def evidence_age(assessment: Assessment, statement: str, today: str) -> str:
    """What the judgement leans on, in a sentence: how many items, and how many of them are old."""
    items = assessment.for_statement("evidence", statement)
    if not items:
        return "Leans on no evidence yet"
    since = look_back.months_before(look_back.submission_day(assessment) or today, OLD_MONTHS)
    dates = [look_back.covered_until(item) for item in items]
    old = sum(bool(day) and day < since for day in dates)
    undated = dates.count("")
    parts = [f"Leans on {counted(len(items), 'evidence item')}"]
    if old:
        parts.append(f"{old} of them older than {OLD_MONTHS} months")
    if undated:
        parts.append(f"{undated} without a date")
    return ", ".join(parts)


def before(earlier: tuple[Assessment, ...], statement: str) -> Iterator[Before]:
    """What CQC or a peer said last, and what the last self-assessment said."""
    seen: set[str] = set()
    for assessment in earlier:
        assessor = assessment.record.text("assessor")
        judgement = assessment.judgements.get(statement)
        if assessor in seen or judgement is None or assessment.of_another_council:
            continue
        seen.add(assessor)
        label = assessment.framework.score(assessment.score(statement))
        words = label.label if label else "Not scored"
        yield Before(assessed_by(assessment), assessment.score(statement), words, judgement.text("summary"))


def assessed_by(assessment: Assessment) -> str:
    """Who assessed, and which year: "CQC, August 2024", "Self-assessment 2023-24"."""
    assessor = assessment.record.text("assessor")
    if assessor == "self":
        return f"Self-assessment {assessment.label}"
    if assessment.of_another_council:
        return assessment.label
    name = CATALOGUE["assessment"].by_key["assessor"].choice_label(assessor)
    return assessment.label if name.lower() in assessment.label.lower() else f"{name} {assessment.label}"


def answers(assessment: Assessment) -> dict[str, list[Record]]:
    """Record id -> the actions that address it."""
    found: dict[str, list[Record]] = {}
    for action in assessment.of("action"):
        for link in action.links("addresses"):
            found.setdefault(link, []).append(action)
    return found


def evidence_card(assessment: Assessment, item: Record) -> Card:
    """An item of evidence at a glance."""
    source = assessment.framework.source(item.text("source"))
    covers = look_back.covers(item) or "no date"
    details = [source.name if source else "", f"{covers[:1].upper()}{covers[1:]}", item.text("reference")]
    badges = [f"{_choice(item, 'strength')} evidence"] if item["strength"] else []
    if item["personal_data"] == "needs_redaction":
        badges.append("Needs redaction")
    badges.extend(f"Too old for {asked.ref}" for asked in look_back.stale_items(assessment, item))
    return Card(item.id, item.text("title"), _joined(details), tuple(badges))


STORY = 160
"""So many characters of a story stand on its card."""


def story_card(assessment: Assessment, item: Record) -> Card:
    """A story or quote at a glance."""
    consent = {"yes": "May be published", "no": "Must not be used", "not_asked": "Consent not asked"}
    details = [item.text("voice") or "Voice not said", item.text("gathered_how")]
    said = consent.get(item.text("consent"), "Consent not said")
    words = shorten(" ".join(item.text("text").split()), STORY, placeholder=" …")
    return Card(item.id, words, _joined(details), (said,))


def strength_card(assessment: Assessment, item: Record) -> Card:
    """A strength at a glance."""
    backing = len(item.links("evidence"))
    wants = "" if assessment.by_cqc else "No evidence linked"
    impact = "" if item["impact"] or assessment.by_cqc else "No impact yet"
    details = [counted(backing, "evidence item") or wants, impact]
    return Card(item.id, item.text("title"), _joined(details), ("Good practice",) if item["good_practice"] else ())


def improvement_card(assessment: Assessment, item: Record) -> Card:
    """An area for improvement at a glance."""
    actions = len(answers(assessment).get(item.id, ()))
    answered = f"Answered by {counted(actions, 'action')}" if actions else "No action yet"
    if not actions and item["no_action_reason"]:
        answered = "No action, with a reason"
    elif not actions and assessment.by_cqc:
        answered = ""
    return Card(item.id, item.text("title"), _joined([answered, counted(len(item.links("evidence")), "evidence item")]))


def risk_card(assessment: Assessment, item: Record) -> Card:
    """A risk at a glance, its magnitude in figures and words."""
    owner = item.text("owner")
    actions = counted(len(answers(assessment).get(item.id, ())), "action")
    details = [risk_words(item), _choice(item, "status"), f"Owner: {owner}" if owner else "No owner", actions]
    return Card(item.id, item.text("title"), _joined(details))


def risk_words(item: Record) -> str:
    """How great a risk is: "Likelihood 3 × severity 4 = 12, high"."""
    product = readiness.magnitude(item)
    if product is None:
        return "Likelihood and severity not given"
    words = "very high" if product >= 20 else "high" if product >= 12 else "moderate" if product >= 6 else "low"
    return f"Likelihood {item['likelihood']} × severity {item['severity']} = {product}, {words}"


def action_card(assessment: Assessment, item: Record, today: str) -> Card:
    """An action at a glance, with what it addresses."""
    owner, due = item.text("owner"), item.text("due_on")
    titles = [record.text("title") for id in item.links("addresses") if (record := assessment.by_id.get(id))]
    details = [
        f"Addresses: {'; '.join(titles)}" if titles else "Addresses nothing yet",
        f"Owner: {owner}" if owner else "No owner",
        f"Due {british_date(due)}" if due else "No date",
    ]
    badges = [_choice(item, key) for key in ("priority", "status") if item[key]]
    if readiness.overdue(item, today):
        badges.append("Overdue")
    return Card(item.id, item.text("title"), _joined(details), tuple(badges))


def _choice(item: Record, key: str) -> str:
    value = item[key]
    return CATALOGUE[item.kind].by_key[key].choice_label(value) if value is not None else ""


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
