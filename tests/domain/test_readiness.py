from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.readiness.findings import find_findings as findings
from tests.making import TODAY, changed, empty_assessment, judged, with_record

S = "equity"


def _scored(assessment: Assessment) -> Assessment:
    return judged(assessment, S, score=2, status="drafting")


def _due(assessment: Assessment, due: str) -> Assessment:
    return replace(assessment, record=replace(assessment.record, values={**assessment.record.values, "due_at": due}))


def _with_draft(assessment: Assessment, day: str) -> Assessment:
    values = {**assessment.record.values, "draft_received_on": day}
    return replace(assessment, record=replace(assessment.record, values=values))


def _risk(assessment: Assessment, **values: object) -> Assessment:
    return with_record(assessment, "risk", quality_statement=S, title="R", status="open", **values)[0]  # type: ignore[arg-type]


def _action(assessment: Assessment, **values: object) -> Assessment:
    return with_record(assessment, "action", quality_statement=S, title="A", **values)[0]  # type: ignore[arg-type]


def _evidence(assessment: Assessment, **values: object) -> Assessment:
    return with_record(assessment, "evidence", title="E", **values)[0]  # type: ignore[arg-type]


CASES: dict[str, tuple[Callable[[Assessment], Assessment], str, str | None]] = {
    "statement-untouched": (lambda a: a, "judgement", "summary"),
    "score-without-rationale": (_scored, "judgement", "rationale"),
    "score-and-insufficient": (
        lambda a: judged(a, S, score=2, insufficient_evidence=True), "judgement", "insufficient_evidence",
    ),
    "ready-without-score": (lambda a: judged(a, S, status="agreed"), "judgement", "score"),
    "score-of-one": (lambda a: judged(a, S, score=1), "judgement", "score"),
    "judgement-without-impact": (_scored, "judgement", "impact"),
    "judgement-without-evidence": (_scored, "judgement", None),
    "no-peoples-experience": (
        lambda a: _evidence(_scored(a), category="processes", quality_statements=(S,)), "judgement", None,
    ),
    "category-without-evidence": (
        lambda a: _evidence(_scored(a), category="people", quality_statements=(S,)), "judgement", None,
    ),
    "strength-without-evidence": (
        lambda a: with_record(a, "strength", quality_statement=S, title="T")[0], "strength", "evidence",
    ),
    "strength-without-impact": (
        lambda a: with_record(a, "strength", quality_statement=S, title="T")[0], "strength", "impact",
    ),
    "improvement-without-action": (
        lambda a: with_record(a, "improvement", quality_statement=S, title="T")[0], "improvement", "no_action_reason",
    ),
    "risk-without-action": (_risk, "risk", "controls"),
    "risk-not-rated": (_risk, "risk", "likelihood"),
    "risk-without-owner": (_risk, "risk", "owner"),
    "action-without-owner": (_action, "action", "owner"),
    "action-without-date": (_action, "action", "due_on"),
    "action-overdue": (lambda a: _action(a, due_on="2025-02-16"), "action", "due_on"),
    "complete-without-date": (lambda a: _action(a, status="complete"), "action", "completed_on"),
    "evidence-too-old": (
        lambda a: _evidence(_due(a, "2025-02-28T17:00:00"), covers_to="2024-02-27", return_items=("IR 3",)),
        "evidence", "covers_to",
    ),
    "evidence-unplaced": (_evidence, "evidence", "quality_statements"),
    "evidence-needs-redaction": (lambda a: _evidence(a, personal_data="needs_redaction"), "evidence", "personal_data"),
    "item-ready-but-empty": (
        lambda a: changed(a, a.records_of("return_answer")[4], status="ready"), "return_answer", "note",
    ),
    "item-without-owner": (lambda a: a, "return_answer", "owner"),
    "item-without-figures": (
        lambda a: changed(a, a.records_of("return_answer")[4], status="ready", note="Sent."), "return_answer", "status",
    ),
    "figure-odd": (
        lambda a: with_record(a, "figure", return_item="IR 6", figure="appeals", value=-1.0)[0], "figure", "value",
    ),
    "contacts-missing": (lambda a: a, "assessment", "contacts_due_at"),
    "no-due-date": (lambda a: a, "assessment", "due_at"),
    "return-overdue": (lambda a: _due(a, "2025-02-16T17:00:00"), "assessment", "status"),
    "carried-not-reviewed": (
        lambda a: with_record(a, "contact", group="carers", organisation="T", not_reviewed=True)[0],
        "contact", "not_reviewed",
    ),
    "request-overdue": (
        lambda a: with_record(a, "request", what="T", due_on="2025-02-16")[0], "request", "due_on",
    ),
    "request-without-date": (lambda a: with_record(a, "request", what="T")[0], "request", "due_on"),
    "request-without-owner": (lambda a: with_record(a, "request", what="T")[0], "request", "owner"),
    "case-code-personal": (lambda a: with_record(a, "case", code="943 476 5919")[0], "case", "code"),
    "accuracy-without-evidence": (
        lambda a: with_record(a, "accuracy_point", point="T", sort="factual")[0], "accuracy_point", "evidence",
    ),
    "accuracy-overdue": (lambda a: _with_draft(a, "2025-01-31"), "assessment", "accuracy_sent_on"),
    "unknown-value": (
        lambda a: with_record(a, "risk", quality_statement="made-up", title="R")[0], "risk", "quality_statement",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", list(CASES))
def test_each_rule_finds_its_case_and_names_record_and_field(rule: str) -> None:
    make, kind, field = CASES[rule]
    assessment = make(empty_assessment())
    found = [finding for finding in findings(assessment, TODAY) if finding.rule == rule]
    assert found, rule
    one = found[0]
    assert (one.record, one.field) == (kind, field)
    ids = set(assessment.by_id) | {assessment.id}
    assert one.id in ids
    assert field is None or field in CATALOGUE[kind].by_key
    assert one.severity in readiness.SEVERITIES
    assert one.message.endswith((".", "T", "A", "R", "E"))


def test_a_statement_done_well_has_no_finding() -> None:
    assessment = empty_assessment()
    links = []
    for category in assessment.framework.categories:
        assessment, item = with_record(
            assessment, "evidence", title=category.name, category=category.key, quality_statements=(S,),
            covers_to="2025-01-31", return_items=("IR 12",), personal_data="none",
        )  # fmt: skip
        links.append(item.id)
    assessment = judged(
        assessment, S, score=3, rationale="Because", impact="People say", summary="We do", status="agreed"
    )
    assessment, improvement = with_record(assessment, "improvement", quality_statement=S, title="T")
    assessment, risk = with_record(
        assessment, "risk", quality_statement=S, title="R", likelihood=2, severity=3, owner="Manager", controls="C"
    )  # fmt: skip
    assessment, _ = with_record(
        assessment, "action", quality_statement=S, title="A", owner="Head of Service", due_on="2025-06-30",
        addresses=(improvement.id, risk.id),
    )  # fmt: skip
    assessment, _ = with_record(
        assessment, "strength", quality_statement=S, title="T", impact="I", evidence=(links[0],)
    )
    assert [f for f in findings(assessment, TODAY) if f.statement == S] == []
    assert readiness.count_filled_steps(assessment, S) == (7, 7)


def test_an_accepted_risk_and_a_reason_need_no_action() -> None:
    assessment, _ = with_record(empty_assessment(), "risk", quality_statement=S, title="R", status="accepted")
    assessment, _ = with_record(assessment, "improvement", quality_statement=S, title="T", no_action_reason="Costs")
    rules = {finding.rule for finding in findings(assessment, TODAY)}
    assert not rules & {"risk-without-action", "risk-not-rated", "improvement-without-action"}


def test_evidence_just_inside_its_look_back_is_not_too_old() -> None:
    assessment = _due(empty_assessment(), "2025-02-28T17:00:00")
    fresh = _evidence(assessment, covers_to="2024-02-28", return_items=("IR 3",))
    assert "evidence-too-old" not in {f.rule for f in findings(fresh, TODAY)}
    reviews = _evidence(assessment, covers_to="2023-03-01", return_items=("IR 27",))  # 24 months
    assert "evidence-too-old" not in {f.rule for f in findings(reviews, TODAY)}
    waits = _evidence(assessment, covers_to="2024-11-01", return_items=("IR 21",))  # 3 months
    assert "evidence-too-old" in {f.rule for f in findings(waits, TODAY)}


def test_the_most_severe_come_first() -> None:
    order = [readiness.SEVERITIES.index(f.severity) for f in findings(_risk(_scored(empty_assessment())), TODAY)]
    assert order == sorted(order)
    assert len(set(order)) == 3


def test_an_assessment_by_cqc_is_read_not_drafted() -> None:
    assessment = empty_assessment()
    values = {**assessment.record.values, "assessor": "cqc"}
    cqc = replace(assessment, record=replace(assessment.record, values=values))
    assert findings(_risk(cqc), TODAY) == ()


def test_the_most_pressing_risk_is_the_greatest_product_of_the_open_ones() -> None:
    assessment = _risk(_risk(empty_assessment(), likelihood=2, severity=2), likelihood=4, severity=3)
    assessment, _ = with_record(
        assessment, "risk", quality_statement=S, title="Closed", status="closed", likelihood=5, severity=5
    )
    assert [readiness.risk_magnitude(risk) for risk in readiness.most_pressing_risks(assessment)] == [12, 4]


def test_days_left_counts_to_the_due_day() -> None:
    assert readiness.count_days_left(_due(empty_assessment(), "2025-02-28T17:00:00"), TODAY) == 11
    assert readiness.count_days_left(empty_assessment(), TODAY) is None
