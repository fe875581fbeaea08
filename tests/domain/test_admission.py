"""The one judge of what comes from outside, against every field of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from selfassess.domain.model import admission, journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import LONGEST_TEXT, Field, Kind, clean_value
from selfassess.domain.model.journal import Change, Entry, Operation
from tests.making import empty_assessment, filled

FIELDS = [(kind.key, spec) for kind in CATALOGUE.values() for spec in kind.fields]
NONSENSE: dict[Kind, tuple[object, ...]] = {
    Kind.TEXT: (5, True, ["a"], {}, "a\0b", "\ud800", "x" * (LONGEST_TEXT + 1)),
    Kind.PROSE: (5.5, [["a"]], "\0", "x" * (LONGEST_TEXT + 1)),
    Kind.CHOICE: (1, ["low"], "[[[[]]]]", "two\nlines", "x" * 300, ""),
    Kind.WHOLE: ("3", 1.5, True, 2**63, 10**40, -(2**70), [1]),
    Kind.DECIMAL: ("3", float("inf"), float("nan"), True, [1.0]),
    Kind.DATE: ("not a date", "2025-02-31", "20250101", '["x"]', 5, "0000-01-01", "10000-01-01", "2025-01-01T10:00"),
    Kind.DATETIME: ('"unterminated', "2025-01-01", "2025-13-01T10:00:00", 5, "2025-01-01T25:00:00"),
    Kind.YES_NO: (1, 0, "yes", []),
    Kind.LINK: (5, "", "two\nlines", "x" * 300, ["a"], "a\0"),
    Kind.LINKS: ("a", (), (1,), (("a",),), ("",), ("x" * 300,)),
    Kind.PICTURE: (5, "", "logo.png", "data:image/svg+xml;base64,AAAA", "data:image/png;base64,&&", ["a"]),
}


@pytest.mark.parametrize(("kind", "spec"), FIELDS, ids=[f"{kind}.{spec.key}" for kind, spec in FIELDS])
def test_no_field_takes_what_makes_no_sense_in_it(kind: str, spec: Field) -> None:
    for value in NONSENSE[spec.kind]:
        why = admission.find_value_fault(spec, value)
        assert why is not None
        assert spec.label in why
        assert len(why) < 300


@pytest.mark.parametrize("kind", CATALOGUE)
def test_what_the_catalogue_cleans_makes_sense(kind: str) -> None:
    year = filled(empty_assessment())
    for record in (year.record, *year.records_of(kind)):
        assert list(admission.find_record_faults(record)) == []


@pytest.mark.parametrize(
    "bound",
    [
        (spec, value)
        for _, spec in FIELDS
        if spec.maximum is not None
        for value in (spec.maximum + 1, (spec.minimum or 0) - 1)
    ],
)
def test_bounds_are_those_of_the_catalogue(bound: tuple[Field, int]) -> None:
    assert admission.find_value_fault(*bound) is not None


def test_an_answer_that_no_version_known_here_has_is_kept() -> None:
    assert admission.find_value_fault(CATALOGUE["action"].by_key["priority"], "urgent_from_a_later_version") is None


@pytest.mark.parametrize("value", ["x" * (LONGEST_TEXT + 1), "a\0b"])
def test_whatever_is_written_is_held_to_the_same_limit(value: str) -> None:
    for _, spec in FIELDS:
        if spec.kind in (Kind.TEXT, Kind.PROSE):
            with pytest.raises(InvalidValueError):
                clean_value(spec, value)
            assert clean_value(spec, "x" * LONGEST_TEXT)


def _risk() -> Record:
    return filled(empty_assessment()).records_of("risk")[0]


def _entry(number: int, change: Change, **more: Any) -> Entry:
    return Entry(id=f"e{number}", step="s", at="2025-01-01T00:00:00+00:00", author="A", change=change, **more)


BAD_CHANGES: dict[str, dict[str, Any]] = {
    "a kind that there is not": {"kind": "sqlite_master"},
    "a kind that is a statement": {"kind": "pack] WHERE id <> ? --"},
    "a kind that is a list": {"kind": ["risk"]},
    "a field that there is not": {"field": "likelihood] = 1 --"},
    "no field": {"field": None},
    "a record that is a number": {"record": 5},
    "a record that is a list": {"record": ["r"]},
    "a record whose name has two lines": {"record": "a\nb"},
    "a value of another sort": {"new": "three"},
    "a value in lists": {"new": ((((1,),),),)},
    "an earlier value of another sort": {"old": {"a": 1}},
}


@pytest.mark.parametrize("bad", BAD_CHANGES.values(), ids=BAD_CHANGES)
def test_an_entry_of_no_sense_is_left_out_and_named(bad: dict[str, Any]) -> None:
    risk = _risk()
    good = _entry(1, journal.create_record(risk))
    odd = _entry(2, replace(journal.update_field(risk, "likelihood", 3), **bad))
    admitted = admission.admit_journal([good, odd], {risk.id: risk})
    assert admitted.journal == (good,)
    (problem,) = admitted.problems
    assert "makes no sense and was left out" in problem.describe_with_place


BODIES: list[Any] = [
    None, 5, [], {}, {"position": 0}, {"position": "0", "assessment": "a", "values": {}},
    {"position": 0, "assessment": None, "values": {}}, {"position": 0, "assessment": "a", "values": []},
    {"position": 0, "assessment": "a", "values": {"nothing": 1}},
    {"position": 0, "assessment": "a", "values": {"likelihood": "x"}},
    {"position": 0, "assessment": "a", "values": {}, "more": 1},
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("operation", [Operation.CREATE, Operation.DELETE])
def test_an_entry_that_does_not_say_what_the_record_was_is_left_out(body: Any, operation: Operation) -> None:
    risk = _risk()
    change = Change(kind="risk", record=risk.id, operation=operation, old=body, new=body)
    assert admission.admit_journal([_entry(1, change)], {risk.id: risk}).journal == ()


def test_values_out_of_bounds_do_not_come_in_by_an_entry() -> None:
    risk = _risk()
    assert admission.find_entry_fault(_entry(1, journal.update_field(risk, "likelihood", 9)))
    assert admission.find_entry_fault(_entry(1, journal.update_field(risk, "position", -5)))
    assert admission.find_entry_fault(_entry(1, journal.update_field(risk, "review_on", "yesterday")))
    assert admission.find_entry_fault(
        _entry(1, journal.create_record(replace(risk, values={**risk.values, "likelihood": 0})))
    )
    assert admission.find_entry_fault(replace(_entry(1, journal.update_field(risk, "likelihood", 3)), at="yesterday"))
    assert admission.find_entry_fault(_entry(1, journal.update_field(risk, "likelihood", 3))) is None


def test_putting_a_senseless_value_right_makes_sense() -> None:
    risk = _risk()
    risk = replace(risk, values={**risk.values, "likelihood": 9})
    assert admission.find_entry_fault(_entry(1, journal.update_field(risk, "likelihood", 3))) is None


def test_twins_strangers_and_circles_are_left_out() -> None:
    risk, stranger = _risk(), replace(_risk(), id="stranger")
    made = _entry(1, journal.create_record(risk))
    twin = replace(_entry(2, journal.update_field(risk, "likelihood", 2)), id="e1")
    update = journal.update_field(risk, "likelihood", 3)
    alone = _entry(3, update, follows=("e3",))
    one, other = _entry(4, update, follows=("e5",)), _entry(5, update, follows=("e4",))
    after = _entry(6, update, follows=("e5", "e1", "not here"))
    of_another = _entry(7, journal.create_record(stranger))
    wrong_kind = _entry(8, replace(update, kind="action"))
    given = [made, twin, alone, one, other, after, of_another, wrong_kind]
    admitted = admission.admit_journal(given, {risk.id: risk})
    assert admitted.journal == (made, after)
    assert len(admitted.problems) == 6


def test_what_was_made_and_removed_before_makes_sense() -> None:
    risk = _risk()
    given = [
        _entry(1, journal.create_record(risk)),
        _entry(2, journal.update_field(risk, "likelihood", 2)),
        _entry(3, journal.delete_record(risk)),
    ]
    assert admission.admit_journal(given, {}).journal == tuple(given)
    assert admission.admit_journal(given[1:], {}).journal == ()


def test_a_long_chain_beside_a_circle_is_looked_through_quickly() -> None:
    risk = _risk()
    update = journal.update_field(risk, "likelihood", 3)
    chain = [_entry(number, update, follows=(f"e{number - 1}",)) for number in range(1, 20_001)]
    given = [_entry(0, update, follows=("e9",)), *chain]
    admitted = admission.admit_journal(given, {risk.id: risk})
    assert [entry.id for entry in admitted.journal] == [f"e{number}" for number in range(10, 20_001)]


def test_thousands_of_entries_of_no_sense_are_told_in_few_lines() -> None:
    risk = _risk()
    odd = [_entry(n, replace(journal.update_field(risk, "likelihood", 3), kind="x")) for n in range(1_000)]
    problems = admission.admit_journal(odd, {risk.id: risk}).problems
    assert len(problems) == admission.MOST_NAMED + 1
    assert "800 more" in problems[-1].describe_with_place
