from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.editions import WORKING
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.contributor_scope import build_contributor_year
from selfassess.domain.visit import agenda, working_days
from selfassess.domain.visit.cases import ASKED, assess_cases
from selfassess.domain.visit.codes import explain_code_fault
from tests.making import empty_assessment, filled, with_record


def year_with(**values: Value) -> Assessment:
    year = empty_assessment("2026-27")
    return replace(year, record=replace(year.record, values={**year.record.values, **values}))


@pytest.mark.parametrize(
    ("draft", "due"),
    [
        ("2026-11-26", "2026-12-10"),  # two plain weeks
        ("2026-11-28", "2026-12-11"),  # came on a Saturday
        ("2026-12-17", "2027-01-05"),  # Christmas, Boxing Day in lieu and New Year
        ("2027-03-18", "2027-04-05"),  # Good Friday and Easter Monday
        ("2023-04-28", "2023-05-16"),  # May Day, and the day of the coronation, which was proclaimed
        ("2022-12-20", "2023-01-06"),  # Christmas on a Sunday, New Year's Day too
    ],
)
def test_ten_working_days_end_where_england_works(draft: str, due: str) -> None:
    deadline = working_days.find_deadline(date.fromisoformat(draft))
    assert (deadline.due.isoformat(), deadline.unknown) == (due, ())


def test_years_that_the_library_does_not_know_are_said() -> None:
    _, last = working_days.list_known_years()
    assert working_days.find_deadline(date(last, 12, 20)).unknown == (last + 1,)
    assert str(last + 1) in working_days.describe_unknown_years((last + 1,))
    assert working_days.describe_unknown_years(()) == ""
    assert agenda.read_deadline(year_with(draft_received_on="9999-12-31")) is None


@pytest.mark.parametrize(
    ("today", "sent", "words"),
    [
        ("2026-11-26", None, "10 of 10 working days left, due Thursday 10 December 2026"),
        ("2026-12-03", None, "6 of 10 working days left, due Thursday 10 December 2026"),
        ("2026-12-06", None, "4 of 10 working days left, due Thursday 10 December 2026"),
        ("2026-12-10", None, "due today, Thursday 10 December 2026"),
        ("2026-12-11", None, "overdue since Thursday 10 December 2026"),
        ("2026-12-20", "2026-12-10", "sent on 10 December 2026, in time (it was due on Thursday 10 December 2026)"),
        ("2026-12-20", "2026-12-11", "sent on 11 December 2026, after it was due on Thursday 10 December 2026"),
    ],
)
def test_the_countdown_says_what_is_left(today: str, sent: str | None, words: str) -> None:
    deadline = working_days.find_deadline(date(2026, 11, 26))
    sent_on = date.fromisoformat(sent) if sent else None
    assert agenda.describe_countdown(deadline, sent_on, date.fromisoformat(today)) == words


def test_what_is_late_comes_first_then_what_is_next() -> None:
    year = year_with(due_at="2026-11-20T17:00:00", visit_from="2026-12-14", draft_received_on="2026-11-26")
    year, _ = with_record(year, "interview", group="Heads of service", at="2026-12-15T10:00:00")
    year, _ = with_record(year, "interview", group="Held already", at="2026-11-02T10:00:00")
    year, _ = with_record(year, "request", what="Rota", due_on="2026-11-27", status="open")
    year, _ = with_record(year, "request", what="Answered", due_on="2026-11-27", status="answered")
    year, _ = with_record(year, "request", what="Withdrawn", due_on="2026-12-27", status="withdrawn")
    year, _ = with_record(year, "meeting_note", meeting="Feedback", held_on="2026-12-16")
    coming = agenda.list_coming(year, agenda.read_deadline(year), "2026-12-01")
    assert [(each.when[:10], each.late) for each in coming] == [
        ("2026-11-20", True),
        ("2026-11-27", True),
        ("2026-12-10", False),
        ("2026-12-14", False),
        ("2026-12-15", False),
        ("2026-12-16", False),
    ]
    assert coming[4].shown_day == "15 December 2026, 10:00"
    sent = replace(year, record=replace(year.record, values={**year.record.values, "accuracy_sent_on": "2026-12-01"}))
    assert len(agenda.list_coming(sent, agenda.read_deadline(sent), "2026-12-01")) == 5


def test_cases_are_counted_against_each_criterion() -> None:
    year = empty_assessment()
    year, carer = with_record(year, "case_criterion", name="An unpaid carer", wanted=2)
    year, move = with_record(year, "case_criterion", name="A move to adult services")
    for code, criteria in (("A1", (carer.id,)), ("A2", (carer.id, move.id)), ("a1", ()), ("A4", ("gone",))):
        year, _ = with_record(year, "case", code=code, criteria=criteria or None, ready=code == "A2")
    cover = assess_cases(year)
    assert [(each.name, each.wanted, each.met, each.missing) for each in cover.criteria] == [
        ("An unpaid carer", 2, 2, 0),
        ("A move to adult services", 1, 1, 0),
    ]
    assert (cover.missing, cover.unmet, cover.placeless, cover.twice) == (ASKED - 4, 0, 2, ("a1",))
    assert cover.summary == "4 of 50 cases; 2 of 2 criteria covered; 2 cases without a criterion; 1 looked through."
    year, _ = with_record(year, "case_criterion", name="Direct payment", wanted=3)
    assert assess_cases(year).criteria[-1].missing == 3


@pytest.mark.parametrize(
    ("code", "likeness"),
    [
        ("John Smith", "a name"),
        ("smith-12", "a name"),
        ("O’Hara 3", "a name"),
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("123 456 7890", "an NHS number"),
        ("12/03/1987", "a date of birth"),
        ("12031987", "a date of birth"),
        ("A-19870312", "a date of birth"),
        ("3 Sept 1940", "a date of birth"),
        ("j.smith@anytown.gov.uk", "an e-mail address"),
        ("QQ 12 34 56 C", "a National Insurance number"),
        ("DE1 3GS", "a postcode"),
        ("x" * 41, "a text"),
    ],
)
def test_a_code_that_says_who_somebody_is_is_told_without_being_repeated(code: str, likeness: str) -> None:
    fault = explain_code_fault(code)
    assert likeness in fault
    assert code not in fault


@pytest.mark.parametrize(
    "code", ["", "C01", "ASC-2026-007", "Case 12", "LA/17", "Older person 4", "QS5-b", "LAS 100245"]
)
def test_a_plain_code_is_fine(code: str) -> None:
    assert explain_code_fault(code) == ""


def test_every_kind_around_the_visit_is_declared_for_those_who_draft_alone() -> None:
    assert {spec.editions for key in KEYS_AROUND_VISIT for spec in CATALOGUE[key].fields} == {WORKING}


def test_no_contributor_s_copy_has_any_of_it_whatever_may_be_read() -> None:
    dates: dict[str, Value] = {spec.key: "2026-03-01" for spec in VISIT_FIELDS}
    whole = filled(year_with(**dates))
    assert whole.records.keys() >= KEYS_AROUND_VISIT
    about = Contribution(
        id="copy", made_at="2026-02-01T09:00:00", made_by="Anna", person="Cai", statements=("equity",),
        readable=True, contacts=True, scores=True,
    )  # fmt: skip
    copy = build_contributor_year(whole, about)
    assert not copy.records.keys() & KEYS_AROUND_VISIT
    assert {copy.record[key] for key in dates} == {None}
