"""What the page shows: a row for each point of a report, the columns, and what the rows are narrowed by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.assessors import CQC
from selfassess.domain.readiness.reported_findings import (
    ANSWERING,
    KINDS,
    NO_TOPIC,
    Topic,
    find_answers,
    group_by_topic,
    kind_of_finding,
)
from selfassess.domain.text.points import SHORTFALL
from ui.widgets.forms.options import Option, record_title
from ui.widgets.tables import Column

FINDING = CATALOGUE["finding"].by_key
PROPOSED, UNANSWERED, ANSWERED = "proposed", "unanswered", "answered"
STATES = {
    "": "Everything",
    PROPOSED: "To confirm",
    UNANSWERED: "Shortfalls without an answer",
    ANSWERED: "With an answer",
    **{choice.key: choice.label for choice in FINDING["stance"].choices},
}
"""What the rows can be narrowed to, beside statement and kind."""


@dataclass(frozen=True, slots=True)
class Row:
    """One point: the record, its statement's name and place, and how many records of ours answer it."""

    record: Record
    statement: str
    place: tuple[int, int]
    answers: int

    @property
    def id(self) -> str:
        """The point's id."""
        return self.record.id


def list_reports(years: Iterable[Assessment]) -> list[Assessment]:
    """The assessments that can hold findings: what others made."""
    return [year for year in years if year.by_cqc]


def choose_report(reports: Iterable[Assessment], current: str) -> Assessment | None:
    """The report to begin with: the one in view, else CQC's latest of us, else whatever there is."""
    every = list(reports)
    if (viewed := next((year for year in every if year.id == current), None)) is not None:
        return viewed
    of_us = [year for year in every if not year.of_another_council]
    cqcs = [year for year in of_us if year.record["assessor"] == CQC]
    return next(iter(reversed(cqcs or of_us or every)), None)


def build_rows(report: Assessment, ours: Iterable[Assessment]) -> tuple[Row, ...]:
    """The points of a report in the order of its statements."""
    answers = find_answers(ours)
    order = {each.key: (at, each.short_name) for at, each in enumerate(report.framework.statements)}
    rows = []
    for record in report.records_of("finding"):
        key = record.text_of("quality_statement")
        at, name = order.get(key, (len(order), key))
        rows.append(Row(record, name, (at, record.position), len(answers.get(record.id, ()))))
    return tuple(rows)


COLUMNS = (
    Column(label="Statement", words=lambda row: row.statement, order=lambda row: row.place, width=16, gives_way=2),
    Column(label="Topic", words=lambda row: row.record.text_of("topic"), width=18, share=1, gives_way=3),
    Column(label="What was found", words=lambda row: row.record.text_of("text"), width=24, share=3),
    Column(label="Kind", words=lambda row: FINDING["kind"].choice_label(kind_of_finding(row.record)), width=9),
    Column(label="Confirmed", words=lambda row: "Yes" if row.record["confirmed"] else "Proposed", width=10),
    Column(label="Ours", words=lambda row: _describe_ours(row), width=12, gives_way=1),
)


def _describe_ours(row: Row) -> str:
    stance = FINDING["stance"].choice_label(row.record["stance"]) if row.record["stance"] else ""
    answered = f"{row.answers:,} linked" if row.answers else ""
    return ", ".join(filter(None, (stance, answered)))


def build_test(statement: str, kind: str, state: str) -> Callable[[Row], bool] | None:
    """What a row has to be to be shown; None where nothing is narrowed."""
    if not (statement or kind or state):
        return None

    def keep(row: Row) -> bool:
        record = row.record
        of_statement = statement in ("", record["quality_statement"])
        of_kind = kind in ("", kind_of_finding(record))
        return of_statement and of_kind and _is_in_state(row, state)

    return keep


def _is_in_state(row: Row, state: str) -> bool:
    match state:
        case "":
            return True
        case "proposed":
            return not row.record["confirmed"]
        case "unanswered":
            return kind_of_finding(row.record) == SHORTFALL and not row.answers
        case "answered":
            return bool(row.answers)
    return row.record["stance"] == state


def search_text(row: Row) -> str:
    """What one may look for in a row."""
    record = row.record
    return " ".join((row.statement, *(record.text_of(key) for key in ("topic", "text", "place", "note"))))


def kind_choices() -> Mapping[str, str]:
    """What the kind can be narrowed to."""
    return {"": "All kinds"} | {kind: FINDING["kind"].choice_label(kind) for kind in KINDS}


def list_answer_options(ours: Assessment, statement: str) -> tuple[Option, ...]:
    """Our records that can answer a point: those of its statement first, then the others."""
    found = []
    for of_statement in (True, False):
        for kind in ANSWERING:
            for record in ours.records_of(kind):
                if (record["quality_statement"] == statement) is of_statement:
                    found.append(Option(record.id, record_title(record, ours), CATALOGUE[kind].plural))
    return tuple(found)


def find_own_topic(report: Assessment, ours: Assessment | None, finding: Record) -> Topic | None:
    """Our own records and text on the topic of a point; None where there are none."""
    statement = report.framework.find_statement(finding.text_of("quality_statement"))
    if ours is None or statement is None:
        return None
    topics = group_by_topic(statement, (finding,), ours)
    own = next((each for each in topics if each.found), None)
    if own is None or own.name == NO_TOPIC or not (own.ours or own.text):
        return None
    return own


def list_to_confirm(report: Assessment, statement: str) -> Collection[str]:
    """The points of a statement that nobody has confirmed yet."""
    return [each.id for each in report.for_statement("finding", statement) if not each["confirmed"]]


def list_statements_to_read(report: Assessment) -> list[Statement]:
    """The statements with a text and no points: what a report holds that came in before there were any."""
    return [
        each
        for each in report.framework.statements
        if (judgement := report.judgements.get(each.key)) is not None
        and judgement["summary"]
        and not report.for_statement("finding", each.key)
    ]
