"""The rules of readiness: each looks at one record and names the field where something can be put right.

Rules only point; nothing is scored or written for anybody. What a rule has to know beside its record it is given, so
that a record is looked at again only where it changed or where what stands beside it did (``findings``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selfassess.domain.framework.framework import Framework
from selfassess.domain.information_return import figures, look_back
from selfassess.domain.information_return import progress as return_progress
from selfassess.domain.information_return.look_back import LookBack
from selfassess.domain.information_return.progress import Lack, Tally
from selfassess.domain.model import admission
from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT, Record
from selfassess.domain.model.fields import Field, Kind, Value, find_problem, format_for_display, shorten_value
from selfassess.domain.model.statement_status import NOT_REVIEWED, needs_review
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Coverage
from selfassess.domain.readiness.readiness import (
    DONE_ACTIONS,
    NO_CONTACTS,
    SETTLED_RISKS,
    UNTOUCHED,
    Finding,
    is_overdue,
    is_started,
    make_finding,
    risk_magnitude,
)
from selfassess.domain.readiness.visit_rules import (
    check_accuracy_deadline,
    check_accuracy_point,
    check_case,
    check_request,
)
from selfassess.domain.text.wording import british_date, count_noun

PEOPLE = "people"
"""The category without which a judgement says nothing about people."""
YEAR, TODAY = "assessment", "today"
"""What a rule can rest on beside the kinds of record: the year's own record, and the day."""
CITING = ("strength", "improvement", "risk", "action")
EVERY_KIND = (YEAR, *(kind.key for kind in KINDS_OF_ASSESSMENT))


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What rules are given to work out what they have to know; coverage and tallies only where one asks."""

    year: Assessment
    today: str
    coverage: Callable[[], Coverage]
    tallies: Callable[[], Mapping[str, Tally]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Looks at the records of some ``kinds``; ``beside`` works out what has to be known, from no more than ``reads``.

    A rule ``for_all`` holds in a year that others made too, which is read and not drafted.
    """

    check: Callable[[Record, Any], Iterable[Finding]]
    kinds: tuple[str, ...]
    beside: Callable[[YearFacts], Any]
    reads: frozenset[str] = frozenset()
    for_all: bool = False


def _know_nothing(_: YearFacts) -> None:
    return None


# What is written, whatever it is about


def _find_framework(facts: YearFacts) -> Framework:
    return facts.year.framework


def _check_sense(record: Record, framework: Framework) -> Iterator[Finding]:
    """Values that a file of an earlier version or another program brought and that make no sense."""
    for each in admission.find_record_faults(record, framework):
        yield make_finding("senseless-value", "high", record, each.field, each.message)


KeyedFields = Mapping[str, list[tuple[Field, Collection[str] | None, frozenset[str]]]]
"""Kind -> its fields with choices or keys of packs, with these keys (None for choices), and all that is known there."""


def _list_keyed_fields(facts: YearFacts) -> KeyedFields:
    """Choices and keys of packs only: of no other field can it be said that a value is not known."""
    known = look_back.list_known_keys(facts.year)
    found: dict[str, list[tuple[Field, Collection[str] | None, frozenset[str]]]] = {}
    for kind in EVERY_KIND:
        listed = found[kind] = []
        for spec in CATALOGUE[kind].fields:
            keys = known.get(spec.target[0]) if len(spec.target) == 1 else None
            if keys is not None:
                listed.append((spec, keys, keys))
            elif spec.kind is Kind.CHOICE:
                listed.append((spec, None, frozenset(choice.key for choice in spec.choices)))
    return found


def _check_known(record: Record, keyed: KeyedFields) -> Iterator[Finding]:
    for spec, keys, fine in keyed[record.kind]:
        value = record.values[spec.key]
        if value is None or (fine.issuperset(value) if isinstance(value, tuple) else value in fine):
            continue
        message = _explain_unknown_value(spec, value, keys)
        if message:
            name = CATALOGUE[record.kind].name
            yield make_finding("unknown-value", "medium", record, spec.key, f"{name}: {message}.")


def _explain_unknown_value(spec: Field, value: Value, keys: Collection[str] | None) -> str | None:
    """Why a value is not known; ``keys`` are those of the packs where the field links to one."""
    if keys is None:
        return find_problem(spec, value)
    strange = [each for each in (value if isinstance(value, tuple) else (value,)) if each not in keys]
    if not strange:
        return None
    return f"“{shorten_value(strange[0])}” is not one this framework knows for {spec.label.lower()}"


# Judgements


@dataclass(frozen=True, slots=True)
class _Judged:
    """What has to be known of a judgement: its statement's name, whether anything is there, its evidence in numbers."""

    name: str
    started: bool
    counts: Mapping[str, int]
    categories: Mapping[str, str]
    is_one_to_four: bool


def _list_judged(facts: YearFacts) -> Mapping[str, _Judged]:
    year = facts.year
    counts = facts.coverage().item_counts
    categories = {category.key: category.name for category in year.framework.categories}
    one_to_four = year.framework.is_one_to_four
    found = {}
    for statement in year.framework.statements:
        record = year.judgements.get(statement.key)
        if record is not None:
            started = is_started(year, statement.key)
            found[record.id] = _Judged(statement.name, started, counts[statement.key], categories, one_to_four)
    return found


def _check_judgement(record: Record, judged: Mapping[str, _Judged]) -> Iterator[Finding]:
    about = judged.get(record.id)
    if about is None:
        return
    name, values = about.name, record.values
    if not about.started:
        yield make_finding(UNTOUCHED, "medium", record, "summary", f"Statement not started: {name}.")
        return
    scored = values["score"] is not None
    if scored and not values["rationale"]:
        yield make_finding("score-without-rationale", "high", record, "rationale", f"{name}: the score has no reason.")
    if scored and values["insufficient_evidence"]:
        message = f"{name}: there is a score, and also a tick that there is not enough evidence for one."
        yield make_finding("score-and-insufficient", "high", record, "insufficient_evidence", message)
    if not scored and not values["insufficient_evidence"] and values["status"] in ("ready_for_review", "agreed"):
        yield make_finding("ready-without-score", "high", record, "score", f"{name}: it is ready, but has no score.")
    if values["score"] == 1 and about.is_one_to_four:
        message = f"{name}: a score of 1 can lead CQC to notify the Secretary of State."
        yield make_finding("score-of-one", "low", record, "score", message)
    if scored and not values["impact"]:
        message = f"{name}: nothing is said about the impact on people."
        yield make_finding("judgement-without-impact", "medium", record, "impact", message)
    yield from _find_category_gaps(record, about, scored)


def _find_category_gaps(record: Record, about: _Judged, scored: bool) -> Iterator[Finding]:
    name = about.name
    total = sum(about.counts.values())
    if scored and not total:
        message = f"{name}: the judgement rests on no evidence."
        yield make_finding("judgement-without-evidence", "high", record, None, message)
        return
    for category, words in about.categories.items():
        if about.counts.get(category):
            continue
        lead = f"{name}: there is no evidence from “{words.lower()}”."
        if category == PEOPLE:
            yield make_finding("no-peoples-experience", "high", record, None, lead)
        elif total:
            yield make_finding("category-without-evidence", "low", record, None, lead)


# Registers


def _check_strength(record: Record, _: None) -> Iterator[Finding]:
    title = record.text_of("title")
    if not record.links_of("evidence"):
        message = f"Strength without evidence: {title}"
        yield make_finding("strength-without-evidence", "medium", record, "evidence", message)
    if not record["impact"]:
        yield make_finding("strength-without-impact", "low", record, "impact", f"Strength without impact: {title}")


def _list_addressed(facts: YearFacts) -> frozenset[str]:
    return frozenset(link for action in facts.year.records_of("action") for link in action.links_of("addresses"))


def _check_improvement(record: Record, addressed: frozenset[str]) -> Iterator[Finding]:
    if record.id not in addressed and not record["no_action_reason"]:
        message = f"Area for improvement without an action or a reason: {record.text_of('title')}"
        yield make_finding("improvement-without-action", "medium", record, "no_action_reason", message)


def _check_risk(record: Record, addressed: frozenset[str]) -> Iterator[Finding]:
    title = record.text_of("title")
    if record["status"] in SETTLED_RISKS:
        return
    if record.id not in addressed and not record["controls"]:
        message = f"Risk without an action or a control: {title}"
        yield make_finding("risk-without-action", "high", record, "controls", message)
    if risk_magnitude(record) is None:
        message = f"Risk without likelihood or severity: {title}"
        yield make_finding("risk-not-rated", "medium", record, "likelihood", message)
    if not record["owner"]:
        yield make_finding("risk-without-owner", "medium", record, "owner", f"Risk without an owner: {title}")


def _tell_today(facts: YearFacts) -> str:
    return facts.today


def _check_action(record: Record, today: str) -> Iterator[Finding]:
    title = record.text_of("title")
    if record["status"] in DONE_ACTIONS:
        if record["status"] == "complete" and not record["completed_on"]:
            message = f"Action complete, but not since when: {title}"
            yield make_finding("complete-without-date", "low", record, "completed_on", message)
        return
    if not record["owner"]:
        yield make_finding("action-without-owner", "high", record, "owner", f"Action without an owner: {title}")
    if not record["due_on"] and not record["no_date_reason"]:
        message = f"Action without a date or a reason: {title}"
        yield make_finding("action-without-date", "medium", record, "due_on", message)
    if is_overdue(record, today):
        message = f"Action overdue since {british_date(record.text_of('due_on'))}: {title}"
        yield make_finding("action-overdue", "high", record, "due_on", message)


def _list_cited(facts: YearFacts) -> tuple[frozenset[str], LookBack]:
    """The evidence that something rests on, and how far back the items of the return look."""
    cited = {link for kind in CITING for record in facts.year.records_of(kind) for link in record.links_of("evidence")}
    return frozenset(cited), look_back.build_look_back(facts.year, facts.today)


def _check_evidence(record: Record, beside: tuple[frozenset[str], LookBack]) -> Iterator[Finding]:
    cited, limits = beside
    title = record.text_of("title")
    for stale in limits.find_stale_items(record):
        message = f"Evidence outside the {count_noun(stale.look_back_months or 0, 'month')} of {stale.ref}: {title}"
        yield make_finding("evidence-too-old", "medium", record, "covers_to", message)
    if not record.links_of("quality_statements") and not record.links_of("return_items") and record.id not in cited:
        message = f"Evidence that bears on no statement and no item: {title}"
        yield make_finding("evidence-unplaced", "low", record, "quality_statements", message)
    if record["personal_data"] == "needs_redaction":
        message = f"Evidence that needs redaction before it is sent: {title}"
        yield make_finding("evidence-needs-redaction", "high", record, "personal_data", message)


def _list_statement_names(facts: YearFacts) -> Mapping[Value, str]:
    return {statement.key: statement.name for statement in facts.year.framework.statements}


def _check_carried(record: Record, names: Mapping[Value, str]) -> Iterator[Finding]:
    if not needs_review(record):
        return
    kind = CATALOGUE[record.kind]
    title = format_for_display(kind.by_key[kind.title], record[kind.title])
    field = NOT_REVIEWED
    if record.kind == "judgement":
        title = names.get(title, title)
        field = "status"
    message = f"{kind.name} carried forward and not reviewed{': ' if title else ''}{title or '.'}"
    # What stands as prose in the document comes before what stands in its registers.
    severity = "medium" if record.kind in ("judgement", "section") else "low"
    yield make_finding("carried-not-reviewed", severity, record, field, message)


# The year as a whole


def _list_of_year(_: Record, found: tuple[Finding, ...]) -> Iterable[Finding]:
    """What is said of the year as a whole is worked out from all that stands beside its record."""
    return found


def _find_in_return(facts: YearFacts) -> tuple[Finding, ...]:
    return tuple(_list_return_findings(facts))


def _list_return_findings(facts: YearFacts) -> Iterator[Finding]:
    year = facts.year
    for state in return_progress.list_item_states(year, facts.tallies()):
        record = year.by_id.get(state.answer)
        if record is None:
            continue
        ref = state.item.ref
        missing = state.asked - state.given
        ready = state.status == return_progress.READY
        if ready and not state.evidence and Lack.ANSWER in state.lacks:
            message = f"{ref} is ready, but has neither evidence nor an answer."
            yield make_finding("item-ready-but-empty", "medium", record, "note", message)
        if ready and missing:
            lacking = f"{count_noun(missing, 'is', 'are')} missing"
            message = f"{ref} is ready, but of the {count_noun(state.asked, 'figure')} it asks for {lacking}."
            yield make_finding("item-without-figures", "medium", record, "status", message)
        if state.status != return_progress.NOT_APPLICABLE and not state.owner:
            yield make_finding("item-without-owner", "low", record, "owner", f"{ref} has no owner.")
    for ref, grid in figures.build_figure_grids(year).items():
        for hint in grid.describe_oddities():
            yield make_finding("figure-odd", "low", grid.ordered_records[0], "value", f"{ref}: {hint}")
    nobody = [state.group.title for state in return_progress.list_contact_groups(year) if not state.contacts]
    if nobody:
        message = f"CQC asks whom it can contact, and nobody is named yet for: {', '.join(nobody)}."
        yield make_finding(NO_CONTACTS, "low", year.record, "contacts_due_at", message)


def _check_dates(record: Record, today: str) -> Iterator[Finding]:
    due = record.text_of("due_at")[:10]
    if not due:
        yield make_finding("no-due-date", "low", record, "due_at", "The day the return is due is not written down.")
    elif due < today and record["status"] != "submitted":
        late = f"The return was due on {british_date(due)} and is not marked as submitted."
        yield make_finding("return-overdue", "medium", record, "status", late)


_OF_RETURN = frozenset(("evidence", "return_answer", "figure", "contact", YEAR))
_OF_JUDGEMENT = frozenset(("judgement", "evidence", *CITING, YEAR))
_OF_EVIDENCE = frozenset((*CITING, YEAR, TODAY))

RULES = (
    Rule(_check_sense, EVERY_KIND, _find_framework, for_all=True),
    Rule(_check_known, EVERY_KIND, _list_keyed_fields, for_all=True),
    Rule(_check_judgement, ("judgement",), _list_judged, _OF_JUDGEMENT),
    Rule(_check_strength, ("strength",), _know_nothing),
    Rule(_check_improvement, ("improvement",), _list_addressed, frozenset(("action",))),
    Rule(_check_risk, ("risk",), _list_addressed, frozenset(("action",))),
    Rule(_list_of_year, (YEAR,), _find_in_return, _OF_RETURN),
    Rule(_check_carried, EVERY_KIND[1:], _list_statement_names),
    Rule(_check_action, ("action",), _tell_today, frozenset((TODAY,))),
    Rule(_check_evidence, ("evidence",), _list_cited, _OF_EVIDENCE),
    Rule(_check_dates, (YEAR,), _tell_today, frozenset((TODAY,))),
    Rule(check_request, ("request",), _tell_today, frozenset((TODAY,))),
    Rule(check_case, ("case",), _know_nothing),
    Rule(check_accuracy_point, ("accuracy_point",), _know_nothing),
    Rule(check_accuracy_deadline, (YEAR,), _tell_today, frozenset((TODAY,))),
)
"""In the order in which their findings of one severity are told."""
