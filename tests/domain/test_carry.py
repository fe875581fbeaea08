"""Beginning a year from an earlier one: what comes along, how it is marked, and that nothing is lost from sight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.merging import integrity
from selfassess.domain.model.catalogue import CARRIED, CATALOGUE, KINDS_OF_ASSESSMENT, Record, links_to_records
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.findings import find_findings
from selfassess.domain.years.carry_forward import STAYS, Carried, carry_forward
from tests.later_version import (
    BECAME,
    DROPPED,
    INTO,
    ITEM_WHY,
    MERGED,
    NEW_NAME,
    NEW_SOURCE,
    OLD_NAME,
    OLD_SOURCE,
    SPLIT,
    WHY,
    later_framework,
    later_return,
)
from tests.making import changed, empty_assessment, filled, judged, with_record, workbook

S = "equity"
TODAY = "2025-06-01"


def on(source: Assessment, label: str = "2025-26", **more: object) -> Carried:
    return carry_forward(source, label=label, position=1, today=TODAY, **more)  # type: ignore[arg-type]


def to_later_version(source: Assessment) -> Carried:
    return on(source, framework=later_framework(), asked=later_return())


def whole(made: Carried) -> None:
    """The new year hangs together beside the old one."""
    assert list(integrity.find_faults(workbook(made.source, made.assessment))) == []


def told(made: Carried) -> dict[str, str]:
    return {each.title: each.why for each in made.left}


def test_the_year_itself_starts_anew() -> None:
    source = empty_assessment()
    values: dict[str, Value] = {"status": "submitted", "submitted_on": "2025-02-28", "due_at": "2025-02-28T17:00:00",
              "requested_on": "2025-02-10",
              "director": "D", "director_signed_on": "2025-02-27",
              "published_rating": "good", "published_percent": 70}  # fmt: skip
    source = replace(source, record=replace(source.record, values={**source.record.values, **values}))
    record = on(source).assessment.record
    assert record.values == {
        "label": "2025-26", "assessor": "self", "framework": source.framework.id,
        "information_return": "cqc-la-2025-02", "period_start": "2025-04-01", "period_end": "2026-03-31",
        "status": "drafting",
        **dict.fromkeys((
            "requested_on", "contacts_due_at", "due_at", "submitted_on", "published_rating", "published_percent",
            "director", "director_signed_on", "chief_executive", "chief_executive_signed_on",
            "visit_from", "visit_to", "draft_received_on", "accuracy_sent_on",
        )),
    }  # fmt: skip
    assert (record.id != source.id, record.position) == (True, 1)


def test_a_judgement_keeps_its_words_and_people_and_nothing_that_was_signed_off() -> None:
    source = judged(
        empty_assessment(), S, score=3, insufficient_evidence=True, confidence="high", direction="improving",
        summary="We do", impact="People say", rationale="Because", status="agreed", lead="L", reviewer="R",
        agreed_on="2025-02-01", agreed_by="A",
    )  # fmt: skip
    made = on(source)
    judgement = made.assessment.judgements[S]
    assert {key: value for key, value in judgement.values.items() if value is not None} == {
        "quality_statement": S, "summary": "We do", "impact": "People say", "rationale": "Because",
        "status": "carried_forward", "lead": "L", "reviewer": "R",
    }  # fmt: skip
    assert set(made.assessment.scores_by_statement.values()) == {None}
    assert len(made.assessment.records_of("judgement")) == 9
    untouched = made.assessment.judgements["learning"]
    assert untouched["status"] == "not_started"
    assert made.carried_counts == {"judgement": 1}
    whole(made)


def test_every_field_of_every_register_comes_along_with_its_links() -> None:
    """Of every kind, by the catalogue: a field that is added later is carried as well."""
    source = filled(empty_assessment())
    source = changed(source, source.records_of("section")[0], text="About us")
    for open_kind, status in (("risk", "open"), ("action", "in_progress")):
        source = changed(source, source.records_of(open_kind)[0], status=status)
    made = on(source)
    partner = {
        r["carried_from"]: r.id
        for rows in made.assessment.records.values()
        for r in rows
        if r.values.get("carried_from")
    }
    for kind in KINDS_OF_ASSESSMENT:
        if kind.key in ("judgement", "return_answer") or kind.key in STAYS:
            continue
        old, new = source.records_of(kind.key)[0], made.assessment.records_of(kind.key)[0]
        for spec in kind.fields:
            if spec.key in CARRIED:
                continue
            value = old[spec.key]
            if links_to_records(spec):
                links = value if isinstance(value, tuple) else (str(value),)
                value = tuple(partner[link] for link in links) if isinstance(value, tuple) else partner[links[0]]
            assert new[spec.key] == value, (kind.key, spec.key)
        if kind.key not in ("measure_value", "comparator", "milestone"):
            assert (new["carried_from"], new["not_reviewed"]) == (old.id, True)
        assert new.id != old.id
    assert made.changed == ()
    whole(made)


def test_sections_without_a_text_are_not_marked() -> None:
    source = empty_assessment()
    made = on(changed(source, source.records_of("section")[2], text="How we made it"))
    sections = made.assessment.records_of("section")
    assert [bool(each["not_reviewed"]) for each in sections] == [False, False, True, False, False, False]
    assert [each["key"] for each in sections] == [each["key"] for each in source.records_of("section")]


def risks_and_actions() -> tuple[Assessment, dict[str, Record]]:
    """One of each status, with areas for improvement that are done, half done, dropped and never begun."""
    assessment, found = empty_assessment(), {}

    def add(kind: str, title: str, **values: Value) -> str:
        nonlocal assessment
        assessment, found[title] = with_record(assessment, kind, quality_statement=S, title=title, **values)
        return found[title].id

    evidence, found["E"] = with_record(assessment, "evidence", title="E", quality_statements=(S,))
    assessment = evidence
    done, half, never, given_up = (add("improvement", title) for title in ("done", "half", "never", "given up"))
    for status in ("open", "accepted", "closed"):
        add("risk", f"{status} risk", status=status)
    add("risk", "undecided risk")
    add("action", "complete", status="complete", addresses=(done, half), completed_on="2025-01-31")
    add("action", "cancelled", status="cancelled", addresses=(done, given_up))
    linked = (half, never, found["closed risk"].id)
    add("action", "running", status="in_progress", addresses=linked, due_on="2025-03-31", evidence=(found["E"].id,))
    add("action", "waiting", status="not_started", addresses=(found["closed risk"].id,), starts_on="2025-09-01")
    return assessment, found


def test_what_is_open_comes_along_and_what_is_closed_is_left_with_its_reason() -> None:
    source, found = risks_and_actions()
    made = on(source)
    assert {(each.kind, each.title): each.why for each in made.left} == {
        ("improvement", "done"): "Its actions are complete.",
        ("risk", "closed risk"): "Closed.",
        ("action", "complete"): "Complete.",
        ("action", "cancelled"): "Cancelled.",
    }
    assert {each.record for each in made.left} == {found[each.title].id for each in made.left}
    titles = {
        kind: [each["title"] for each in made.assessment.records_of(kind)] for kind in ("risk", "improvement", "action")
    }
    assert titles == {
        "risk": ["open risk", "accepted risk", "undecided risk"],
        "improvement": ["half", "never", "given up"],
        "action": ["running", "waiting"],
    }
    statuses = [each["status"] for kind in ("risk", "action") for each in made.assessment.records_of(kind)]
    assert statuses == ["open", "accepted", None, "in_progress", "not_started"]
    assert made.carried_counts == {"improvement": 3, "risk": 3, "action": 2, "evidence": 1}
    whole(made)


def test_links_to_what_was_left_are_taken_out_and_told() -> None:
    made = on(risks_and_actions()[0])
    running, waiting = made.assessment.records_of("action")
    named = {
        each["title"]: each.id for kind in ("improvement", "evidence") for each in made.assessment.records_of(kind)
    }
    assert running.links_of("addresses") == (named["half"], named["never"])
    assert running.links_of("evidence") == (named["E"],)
    assert waiting["addresses"] is None
    assert [(each.record, each.title, each.why) for each in made.changed] == [
        (action.id, action.text_of("title"), "“Addresses” no longer names “closed risk”, which was left behind.")
        for action in (running, waiting)
    ]


def test_an_action_that_was_overdue_is_overdue_still() -> None:
    made = on(risks_and_actions()[0])
    late = [f.message for f in find_findings(made.assessment, TODAY) if f.rule == "action-overdue"]
    assert late == ["Action overdue since 31 March 2025: running"]


def test_answers_start_fresh_with_their_owner_and_figures_and_comments_stay() -> None:
    source = empty_assessment()
    answer = source.records_of("return_answer")[4]
    source = changed(source, answer, status="ready", owner="Head of Service", note="See the paper")
    source, _ = with_record(
        source, "figure", return_item="IR 5", breakdown="care-assessments", figure="list-size", value=12.0
    )
    source, _ = with_record(source, "comment", about=source.id, text="word " * 40, author="A")
    made = on(source)
    fresh = made.assessment.records_of("return_answer")[4]
    assert (fresh["return_item"], fresh["status"], fresh["owner"], fresh["note"]) == (
        "IR 5",
        "not_started",
        "Head of Service",
        None,
    )
    assert made.assessment.records_of("figure") == made.assessment.records_of("comment") == ()
    assert [(each.kind, each.why) for each in made.left] == [
        ("figure", "Figures are given anew each year."),
        ("comment", "Comments stay with the year they were written in."),
        ("return_answer", "Items are answered anew each year."),
    ]
    assert made.left[0].title == "IR 5 Assessment, care planning and review, Care assessments, Waiting list (people)"
    assert len(made.left[1].title) <= 90
    assert made.left_counts[("figure", "Figures are given anew each year.")] == 1


def dated(covers_to: str, item: str = "IR 3") -> Assessment:
    return with_record(empty_assessment(), "evidence", title="E", covers_to=covers_to, return_items=(item,))[0]


@pytest.mark.parametrize(
    ("covers_to", "item", "stale"),
    [
        ("2024-03-31", "IR 3", True),
        ("2024-04-01", "IR 3", False),
        ("2023-05-01", "IR 27", False),
        ("2020-01-01", "IR 8", False),
    ],
)
def test_evidence_that_is_too_old_by_the_first_day_of_the_year_is_told(covers_to: str, item: str, stale: bool) -> None:
    made = on(dated(covers_to, item))
    (evidence,) = made.assessment.records_of("evidence")
    assert evidence["not_reviewed"] is True
    assert [each.record for each in made.stale] == ([evidence.id] if stale else [])
    rules = {finding.rule for finding in find_findings(made.assessment, TODAY)}
    assert ("evidence-too-old" in rules) == stale
    if stale:
        assert made.stale[0].why == "It is older than what is looked back on for IR 3 (12 months)."


def test_evidence_is_measured_from_the_due_date_once_that_is_known_and_from_today_where_the_year_has_no_days() -> None:
    made = on(dated("2024-06-01")).assessment
    assert "evidence-too-old" not in {finding.rule for finding in find_findings(made, TODAY)}
    due = replace(made, record=replace(made.record, values={**made.record.values, "due_at": "2026-02-27T17:00:00"}))
    assert "evidence-too-old" in {finding.rule for finding in find_findings(due, TODAY)}
    assert len(on(dated("2024-05-31"), label="Next").stale) == 1
    assert on(dated("2024-06-01"), label="Next").stale == ()


def test_evidence_that_was_not_carried_is_not_called_old_before_a_date_is_known() -> None:
    assert "evidence-too-old" not in {finding.rule for finding in find_findings(dated("2019-01-01"), TODAY)}


def test_each_thing_carried_is_a_finding_until_somebody_has_read_it() -> None:
    source = judged(empty_assessment(), S, summary="We do")
    source, _ = with_record(source, "strength", quality_statement=S, title="Strong")
    made = on(source).assessment
    found = [f for f in find_findings(made, TODAY) if f.rule == "carried-not-reviewed"]
    assert [(f.record, f.field, f.severity, f.message) for f in found] == [
        (
            "judgement",
            "status",
            "medium",
            "Judgement carried forward and not reviewed: Equity in experiences and outcomes",
        ),
        ("strength", "not_reviewed", "low", "Strength carried forward and not reviewed: Strong"),
    ]
    read = judged(changed(made, made.records_of("strength")[0], not_reviewed=False), S, status="drafting")
    assert "carried-not-reviewed" not in {f.rule for f in find_findings(read, TODAY)}


@pytest.mark.parametrize(("assessor", "who"), [("cqc", "CQC"), ("peer", "a peer review")])
def test_what_others_think_is_not_carried(assessor: str, who: str) -> None:
    source = empty_assessment("CQC 2024")
    source = replace(source, record=replace(source.record, values={**source.record.values, "assessor": assessor}))
    with pytest.raises(WrongUseError, match=f"“CQC 2024” is the view of {who}"):
        on(source)


def test_a_year_that_was_carried_is_carried_again_from_its_own_records() -> None:
    first, _ = with_record(empty_assessment("2023-24"), "risk", quality_statement=S, title="R", status="open")
    second = on(first, "2024-25").assessment
    third = on(second, "2025-26").assessment
    (one,), (two,), (three,) = (year.records_of("risk") for year in (first, second, third))
    assert (two["carried_from"], three["carried_from"]) == (one.id, two.id)
    assert len({one.id, two.id, three.id}) == 3


def test_the_source_is_as_it_was() -> None:
    source = filled(empty_assessment())
    before = repr(source)
    on(source)
    assert repr(source) == before


def test_an_unknown_statement_is_kept_and_shown_as_a_problem() -> None:
    source, _ = with_record(empty_assessment(), "risk", quality_statement="made-up", title="R", status="open")
    source, _ = with_record(source, "judgement", quality_statement="made-up", summary="Words")
    for made in (on(source), to_later_version(source)):
        assert made.assessment.records_of("risk")[0]["quality_statement"] == "made-up"
        assert made.assessment.judgements["made-up"]["summary"] == "Words"
        unknown = [f.record for f in find_findings(made.assessment, TODAY) if f.rule == "unknown-value"]
        assert sorted(unknown) == ["judgement", "risk"]
        whole(made)


# --- to a later version ----------------------------------------------------------------------------------------------


def worded(assessment: Assessment, *statements: str) -> Assessment:
    for key in statements:
        assessment = judged(assessment, key, score=2, summary=f"Words on {key}", lead=f"Lead of {key}")
    return assessment


def test_words_go_to_each_statement_that_follows() -> None:
    made = to_later_version(worded(empty_assessment(), SPLIT, OLD_NAME))
    judgements = made.assessment.judgements
    for key in INTO:
        assert judgements[key]["summary"] == f"Words on {SPLIT}"
        assert judgements[key]["status"] == "carried_forward"
    assert judgements[NEW_NAME]["summary"] == f"Words on {OLD_NAME}"
    assert set(judgements) == {each.key for each in later_framework().statements}
    assert [(each.title, each.why) for each in made.changed] == [
        ("First contact", "Its words are those of “Assessing needs”, which stand under “Planning” too."),
        ("Planning", "Its words are those of “Assessing needs”, which stand under “First contact” too."),
    ]
    whole(made)


def test_words_that_come_together_stand_each_under_the_name_they_had() -> None:
    made = to_later_version(worded(empty_assessment(), *MERGED))
    together = made.assessment.judgements[BECAME]
    assert together["summary"] == (
        "From “Partnerships and communities”:\n\nWords on partnerships\n\n"
        "From “Learning, improvement and innovation”:\n\nWords on learning"
    )
    assert together["lead"] == "Lead of partnerships; Lead of learning"
    one = to_later_version(worded(empty_assessment(), MERGED[1])).assessment.judgements[BECAME]
    assert one["summary"] == f"Words on {MERGED[1]}"


def test_what_nothing_follows_from_is_left_with_the_reason_of_the_map() -> None:
    source = worded(empty_assessment(), DROPPED)
    for kind in ("strength", "improvement", "risk", "action"):
        source, _ = with_record(source, kind, quality_statement=DROPPED, title=f"A {kind}")
    made = to_later_version(source)
    why = f"“Equity in experiences and outcomes” is not carried on. {WHY}"
    assert told(made) == {
        "Equity in experiences and outcomes": why,
        **{f"A {kind}": why for kind in ("strength", "improvement", "risk", "action")},
    }
    assert not any(made.assessment.records_of(kind) for kind in ("strength", "improvement", "risk", "action"))
    whole(made)


def test_registers_go_to_the_first_statement_and_the_others_are_named() -> None:
    source, _ = with_record(empty_assessment(), "risk", quality_statement=SPLIT, title="R", status="open")
    made = to_later_version(source)
    assert made.assessment.records_of("risk")[0]["quality_statement"] == INTO[0]
    (change,) = made.changed
    assert change.record == made.assessment.records_of("risk")[0].id
    assert change.why == "“Assessing needs” became “First contact” and “Planning”; it is under “First contact” now."


def test_evidence_bears_on_every_statement_and_item_that_follows() -> None:
    source, _ = with_record(
        empty_assessment(), "evidence", title="E", source=OLD_SOURCE, category="people",
        quality_statements=(SPLIT, *MERGED, DROPPED), return_items=("IR 3", "IR 5", "IR 2"),
    )  # fmt: skip
    made = to_later_version(source)
    (evidence,) = made.assessment.records_of("evidence")
    assert evidence["quality_statements"] == (*INTO, BECAME)
    assert evidence["return_items"] == ("IR 5a", "IR 5b", "IR 2")
    assert (evidence["source"], evidence["category"]) == (NEW_SOURCE, "people")
    assert [each.why for each in made.changed] == [
        f"“Quality statements” no longer names “Equity in experiences and outcomes”. {WHY}",
        f"“Information return items” no longer names “IR 3 Compliments and complaints”. {ITEM_WHY}",
    ]
    assert not [f for f in find_findings(made.assessment, TODAY) if f.rule == "unknown-value"]


def test_answers_follow_their_items() -> None:
    source = empty_assessment()
    for ref in ("IR 3", "IR 5"):
        answer = next(each for each in source.records_of("return_answer") if each["return_item"] == ref)
        source = changed(source, answer, owner=f"Owner of {ref}", note="Note")
    made = to_later_version(source)
    owners = {
        each["return_item"]: each["owner"] for each in made.assessment.records_of("return_answer") if each["owner"]
    }
    assert owners == {"IR 5a": "Owner of IR 5", "IR 5b": "Owner of IR 5"}
    assert [each.why for each in made.left] == [ITEM_WHY, "Items are answered anew each year."]


def test_a_year_without_a_return_keeps_the_items_its_evidence_names() -> None:
    source, _ = with_record(empty_assessment(), "evidence", title="E", return_items=("IR 3",))
    made = on(source, framework=later_framework(), asked=None)
    assert made.assessment.records_of("evidence")[0]["return_items"] == ("IR 3",)
    assert made.assessment.records_of("return_answer") == ()


# --- much ------------------------------------------------------------------------------------------------------------


def test_five_thousand_records_come_along_with_their_links() -> None:
    source = empty_assessment()
    records = {}
    for kind in ("evidence", "improvement", "action", "risk", "strength"):
        of: dict[str, Value] = {} if kind == "evidence" else {"quality_statement": S, "evidence": ("evidence-7",)}
        if kind == "action":
            of["addresses"] = ("improvement-1", "risk-2")
        template = with_record(source, kind, **of)[1]
        records[kind] = tuple(
            replace(template, id=f"{kind}-{at}", position=at, values={**template.values, "title": f"{kind} {at}"})
            for at in range(1000)
        )
    made = on(replace(source, records={**source.records, **records}))
    assert sum(made.carried_counts.values()) == 5000
    assert [each["title"] for each in made.assessment.records_of("risk")] == [f"risk {at}" for at in range(1000)]
    assert (
        made.assessment.by_id[made.assessment.records_of("action")[999].links_of("addresses")[1]]["title"] == "risk 2"
    )
    whole(made)


def test_kinds_are_all_thought_of() -> None:
    """A kind that is added to the catalogue comes along unless it is said that it does not."""
    source = filled(empty_assessment())
    source = changed(source, source.records_of("section")[0], text="T")
    made = on(source)
    there = set(made.carried_counts) | {each.kind for each in made.left} | {"return_answer"}
    assert {kind.key for kind in KINDS_OF_ASSESSMENT} - there == set()
    assert set(made.assessment.records) <= set(CATALOGUE)
