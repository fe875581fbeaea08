"""What the page of a statement says about its records, worked out without Qt: steps, cards, coverage, what came before.

Everything is made from an assessment as a frozen value, so that the page only has to paint it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from selfassess.domain.framework.carry_map import build_carry_map
from selfassess.domain.framework.framework import Framework, ScoreLook, Source, Statement
from selfassess.domain.information_return import look_back
from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, NOT_TYPED, Record
from selfassess.domain.model.risk_rating import name_band
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.readiness.coverage import Coverage, State
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.readiness.reported_findings import describe_counts, find_answers, kind_of_finding
from selfassess.domain.text.points import SHORTFALL
from selfassess.domain.text.wording import british_date, count_noun
from selfassess.services.workbook.places import STEP_OF_KIND
from ui.widgets.forms.record_list import Card

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

WRITTEN_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "judgement": ("score", "insufficient_evidence", "status", "agreed_by", "agreed_on"),
    "evidence": ("sha256", "size_bytes", "checked_on"),
}
"""Kind -> the fields that no form on a step has: they are chosen by cards, told under Review, or measured of a file."""

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
    def describe_source_state(self) -> str:
        """The state in words."""
        if not self.items:
            return self.covered.describe_state.lower()
        part = ", in part" if self.covered is State.PARTIAL else ""
        return f"{format_noun_count(self.items, 'item')}{part}"


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier assessment, or CQC, said of a statement."""

    who: str
    score: ScoreLook | None
    words: str
    summary: str


def list_form_fields(kind: str, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The fields of a form: those that are named, in their order, then whatever else the catalogue has of the kind."""
    left_out = {"quality_statement", "theme", *NOT_TYPED, *WRITTEN_ELSEWHERE.get(kind, ()), *first}
    return (*first, *(key for key in CATALOGUE[kind].by_key if key not in left_out))


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
    return READ_HEADINGS[step].format(who=name_finder(assessment)) if assessment.by_cqc else ""


def name_finder(assessment: Assessment) -> str:
    """Who made a year, in a sentence: "CQC", "the peer review"."""
    return FINDERS.get(assessment.record.text_of("assessor"), "others")


def step_states(assessment: Assessment, statement: str, findings: tuple[Finding, ...]) -> tuple[StepState, ...]:
    """How the steps of a statement stand."""
    done = readiness.find_filled_steps(assessment, statement)
    score = assessment.score_of(statement)
    improvements = len(assessment.for_statement("improvement", statement))
    counts = {
        "understand": "",
        "evidence": format_noun_count(len(assessment.for_statement("evidence", statement)), "item"),
        "strengths": str(len(assessment.for_statement("strength", statement)) or ""),
        "improvement": str(improvements + len(assessment.for_statement("risk", statement)) or ""),
        "actions": str(len(assessment.for_statement("action", statement)) or ""),
        "judgement": "Not scored" if score is None else name_step_score(assessment, score),
        "review": format_noun_count(len(findings), "finding"),
    }
    read = assessment.by_cqc  # then there are only steps that hold something
    keys = step_keys(assessment, statement)
    return tuple(StepState(key, STEP_NAMES[key], read or done[key], counts[key]) for key in keys)


def name_step_score(assessment: Assessment, score: int) -> str:
    """A score in the line of steps: "Score 3", or the name of a level."""
    return f"Score {score}" if assessment.framework.numbered else assessment.framework.shorten_score(score)


def format_noun_count(count: int, noun: str) -> str:
    """A number with its noun: "1 item", "6 items"; "" for none."""
    if not count:
        return ""
    return count_noun(count, noun)


def describe_missing(assessment: Assessment, statement: str, step: str, findings: tuple[Finding, ...]) -> str:
    """What a step still lacks, in a sentence: the first finding put right on it, and how many more there are."""
    if assessment.by_cqc or step in ("understand", "review"):
        return ""
    here = [found for found in findings if STEP_OF_KIND.get(found.record) == step]
    if here:
        more = f" And {len(here) - 1} more; Review lists them." if len(here) > 1 else ""
        return f"Still missing here: {here[0].message}{more}"
    is_filled = readiness.find_filled_steps(assessment, statement)[step]
    return "" if is_filled else "Nothing is written on this step yet. You can go on, and come back to it."


def list_earlier_titles(earlier: tuple[Assessment, ...], statement: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """What the last self-assessment named at a statement: the titles of its records of these kinds."""
    own = next((year for year in earlier if year.record.text_of("assessor") == "self"), None)
    if own is None:
        return ()
    return tuple(
        record.text_of(CATALOGUE[kind].title) for kind in kinds for record in own.for_statement(kind, statement)
    )


def statement_findings(assessment: Assessment, statement: str, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of a year that concern a statement."""
    about = {record.id for kind in STEP_OF_KIND for record in assessment.for_statement(kind, statement)}
    return tuple(f for f in found if f.statement == statement or f.id in about)


def find_not_reviewed(assessment: Assessment, statement: str) -> Mapping[str, tuple[Record, ...]]:
    """Step -> its records that were carried from an earlier year and not reviewed since; steps without any left out."""
    if assessment.by_cqc:
        return {}
    found = {
        step: tuple(
            record
            for kind in kinds
            for record in assessment.for_statement(kind, statement)
            if statement_status.needs_review(record)
        )
        for step, kinds in KINDS_OF_STEP.items()
    }
    return {step: records for step, records in found.items() if records}


def list_source_lines(
    assessment: Assessment, covered: Coverage, statement: Statement, category: str
) -> tuple[SourceLine, ...]:
    """The sources the framework names for a category of a statement, in order."""
    cell = covered.cells_of_statement(statement.key).get(category)
    named = ((assessment.framework.find_source(each.source), each) for each in (cell.sources if cell else ()))
    return tuple(SourceLine(s, each.if_available, len(each.items), each.state) for s, each in named if s is not None)


def evidence_age(assessment: Assessment, statement: str, today: str) -> str:
    """What the judgement leans on, in a sentence: how many items, and how many of them are old."""
    items = assessment.for_statement("evidence", statement)
    if not items:
        return "Leans on no evidence yet"
    since = look_back.subtract_months(look_back.find_submission_day(assessment) or today, OLD_MONTHS)
    dates = [look_back.find_last_covered_day(item) for item in items]
    old = sum(bool(day) and day < since for day in dates)
    undated = dates.count("")
    parts = [f"Leans on {format_noun_count(len(items), 'evidence item')}"]
    if old:
        parts.append(f"{old} of them older than {OLD_MONTHS} months")
    if undated:
        parts.append(f"{undated} without a date")
    return ", ".join(parts)


def list_earlier_words(
    earlier: tuple[Assessment, ...], statement: str, now: Framework | None = None
) -> Iterator[Before]:
    """What CQC or a peer said last, and what the last self-assessment said, of what this statement follows from.

    ``now`` is the framework that the statement is of, where it may be another than that of the earlier years.
    """
    seen: set[str] = set()
    for assessment in earlier:
        assessor = assessment.record.text_of("assessor")
        if assessor in seen or assessment.of_another_council:
            continue
        for key in _trace_back(earlier, assessment, statement, now):
            judgement = assessment.judgements.get(key)
            if judgement is None:
                continue
            seen.add(assessor)
            score = assessment.framework.find_look(assessment.score_of(key))
            words = score.label if score else "Not scored"
            yield Before(assessed_by(assessment), score, words, judgement.text_of("summary"))


def _trace_back(
    earlier: tuple[Assessment, ...], then: Assessment, statement: str, now: Framework | None
) -> tuple[str, ...]:
    """The statements of an earlier year that this one follows from."""
    if now is None or now.id == then.framework.id:
        return (statement,)
    return build_carry_map(then.framework, now, (each.framework for each in earlier)).came_from(statement)


@dataclass(frozen=True, slots=True)
class Found:
    """What others found of a statement, in words: who, and how many points of each kind."""

    who: str
    words: str


OF_US = ("cqc", "peer")
"""Whose assessments are of this council."""


def describe_found(reports: Sequence[Assessment], year: Assessment, statement: str) -> tuple[Found, ...]:
    """The points of the latest report that has some on a statement, and how many shortfalls nothing of ours answers."""
    for report in reversed(reports):
        points = report.for_statement("finding", statement)
        if points and report.id != year.id:
            answers = find_answers([year])
            waiting = sum(kind_of_finding(each) == SHORTFALL and each.id not in answers for each in points)
            said = f"{describe_counts(points)}."
            if waiting and not year.by_cqc:
                said += f" {count_noun(waiting, 'shortfall')} without an answer of ours."
            return (Found(assessed_by(report), said),)
    return ()


def assessed_by(assessment: Assessment) -> str:
    """Who assessed, and which year: "CQC, August 2024", "Self-assessment 2023-24"."""
    assessor = assessment.record.text_of("assessor")
    if assessor == "self":
        return f"Self-assessment {assessment.label}"
    if assessment.of_another_council:
        return assessment.label
    name = CATALOGUE["assessment"].by_key["assessor"].choice_label(assessor)
    return assessment.label if name.lower() in assessment.label.lower() else f"{name} {assessment.label}"


def map_answering_actions(assessment: Assessment) -> dict[str, list[Record]]:
    """Record id -> the actions that address it."""
    found: dict[str, list[Record]] = {}
    for action in assessment.records_of("action"):
        for link in action.links_of("addresses"):
            found.setdefault(link, []).append(action)
    return found


def evidence_card(assessment: Assessment, item: Record) -> Card:
    """An item of evidence at a glance."""
    source = assessment.framework.find_source(item.text_of("source"))
    covers = look_back.describe_covered_time(item) or "no date"
    details = [source.name if source else "", f"{covers[:1].upper()}{covers[1:]}", item.text_of("reference")]
    badges = [f"{_choice_words(item, 'strength')} evidence"] if item["strength"] else []
    if item["personal_data"] == "needs_redaction":
        badges.append("Needs redaction")
    badges.extend(f"Too old for {asked.ref}" for asked in look_back.find_items_evidence_is_stale_for(assessment, item))
    return Card(item.id, item.text_of("title"), _join_with_dots(details), tuple(badges))


STORY = 160
"""So many characters of a story stand on its card."""


def story_card(assessment: Assessment, item: Record) -> Card:
    """A story or quote at a glance."""
    consent = {"yes": "May be published", "no": "Must not be used", "not_asked": "Consent not asked"}
    details = [item.text_of("voice") or "Voice not said", item.text_of("gathered_how")]
    said = consent.get(item.text_of("consent"), "Consent not said")
    words = shorten(" ".join(item.text_of("text").split()), STORY, placeholder=" …")
    return Card(item.id, words, _join_with_dots(details), (said,))


def strength_card(assessment: Assessment, item: Record) -> Card:
    """A strength at a glance."""
    backing = len(item.links_of("evidence"))
    wants = "" if assessment.by_cqc else "No evidence linked"
    impact = "" if item["impact"] or assessment.by_cqc else "No impact yet"
    details = [format_noun_count(backing, "evidence item") or wants, impact]
    return Card(
        item.id, item.text_of("title"), _join_with_dots(details), ("Good practice",) if item["good_practice"] else ()
    )


def improvement_card(assessment: Assessment, item: Record) -> Card:
    """An area for improvement at a glance."""
    actions = len(map_answering_actions(assessment).get(item.id, ()))
    answered = f"Answered by {format_noun_count(actions, 'action')}" if actions else "No action yet"
    if not actions and item["no_action_reason"]:
        answered = "No action, with a reason"
    elif not actions and assessment.by_cqc:
        answered = ""
    return Card(
        item.id,
        item.text_of("title"),
        _join_with_dots([answered, format_noun_count(len(item.links_of("evidence")), "evidence item")]),
    )


def risk_card(assessment: Assessment, item: Record) -> Card:
    """A risk at a glance, its magnitude in figures and words."""
    owner = item.text_of("owner")
    actions = format_noun_count(len(map_answering_actions(assessment).get(item.id, ())), "action")
    details = [risk_words(item), _choice_words(item, "status"), f"Owner: {owner}" if owner else "No owner", actions]
    return Card(item.id, item.text_of("title"), _join_with_dots(details))


def risk_words(item: Record) -> str:
    """How great a risk is: "Likelihood 3 × severity 4 = 12, high"."""
    product = readiness.risk_magnitude(item)
    if product is None:
        return "Likelihood and severity not given"
    return f"Likelihood {item['likelihood']} × severity {item['severity']} = {product}, {name_band(product)}"


def action_card(assessment: Assessment, item: Record, today: str) -> Card:
    """An action at a glance, with what it addresses."""
    owner, due = item.text_of("owner"), item.text_of("due_on")
    titles = [record.text_of("title") for id in item.links_of("addresses") if (record := assessment.by_id.get(id))]
    details = [
        f"Addresses: {'; '.join(titles)}" if titles else "Addresses nothing yet",
        f"Owner: {owner}" if owner else "No owner",
        f"Due {british_date(due)}" if due else "No date",
    ]
    badges = [_choice_words(item, key) for key in ("priority", "status") if item[key]]
    if readiness.is_overdue(item, today):
        badges.append("Overdue")
    return Card(item.id, item.text_of("title"), _join_with_dots(details), tuple(badges))


def _choice_words(item: Record, key: str) -> str:
    value = item[key]
    return CATALOGUE[item.kind].by_key[key].choice_label(value) if value is not None else ""


def _join_with_dots(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
