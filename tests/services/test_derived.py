"""What a step touches, and what a session keeps of what it worked out: both as if all was worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model import admission, commands, statement_status
from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT, Record
from selfassess.domain.model.commands import AddRecord, MoveRecord, RemoveRecord
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import Change, update_field
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.touched import EVERYTHING, FEW, Touched, find_touched, is_rewording
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.readiness.assessors import rate_assessment
from selfassess.domain.readiness.coverage import assess_coverage
from selfassess.domain.readiness.findings import find_findings
from selfassess.domain.report.page_estimate import measure_statement_length
from selfassess.services.workbook.apply_changes import Revision
from selfassess.services.workbook.derived import DerivedValues
from tests.making import TODAY, council, empty_assessment, filled

OWN = council()


@pytest.fixture(scope="module")
def example() -> Assessment:
    """A year with two records of every kind in which every field holds something."""
    return filled(filled(empty_assessment()))


def other_values(spec: Field, value: Value) -> Iterator[Value]:
    """Other things that a field can hold: nothing, something else, something more, and what makes no sense."""
    if not spec.required:
        yield None
    match spec.kind:
        case Kind.PROSE | Kind.TEXT:
            yield "Quite another text"
            yield f"{value or 'Something'} and a word more"
            yield "nonsense \x07"
        case Kind.CHOICE:
            yield from (choice.key for choice in spec.choices)
            yield "of-another-version"
        case Kind.YES_NO:
            yield not value
        case Kind.WHOLE:
            yield from (spec.minimum if spec.minimum is not None else 0, 3)
        case Kind.DECIMAL:
            yield from (0.0, 17.5)
        case Kind.DATE:
            yield from ("2019-01-31", "2025-02-28")
        case Kind.DATETIME:
            yield "2019-01-31T09:00:00"
        case Kind.LINKS:
            yield from (("governance",), ("equity", "learning")) if "quality_statement" in spec.target else (("IR 5",),)
        case Kind.LINK:
            yield from ("learning", "staff", "IR 9")


def all_changes(year: Assessment) -> Iterator[Change]:
    """Every field of a record of every kind set to something else."""
    for kind in KINDS_OF_ASSESSMENT:
        record = max(
            year.records_of(kind.key), key=lambda each: sum(value is not None for value in each.values.values())
        )
        for spec in kind.fields:
            others = dict.fromkeys((*other_values(spec, record[spec.key]), *linked(year, spec)))
            yield from (update_field(record, spec.key, other) for other in others if other != record[spec.key])


def linked(year: Assessment, spec: Field) -> Iterator[Value]:
    for target in spec.target:
        for record in year.records_of(target)[:1] if target in CATALOGUE else ():
            yield (record.id,) if spec.kind is Kind.LINKS else record.id


def shown(year: Assessment) -> dict[str, Any]:
    """Everything that is worked out from a year, from nothing."""
    keys = [statement.key for statement in year.framework.statements]
    counts = assess_coverage(year)
    return {
        "findings": find_findings(year, TODAY),
        "coverage": {
            key: {category: (cell.state, [len(each.items) for each in cell.sources]) for category, cell in row.items()}
            for key, row in counts.cells.items()
        },
        "progress": {key: readiness.find_filled_steps(year, key) for key in keys},
        "status": {key: statement_status.status_of_statement(year, key) for key in keys},
        "rating": (dict(year.scores_by_statement), rate_assessment(year)),
        "lengths": {key: measure_statement_length(OWN, year, key) for key in ("equity", "governance", "learning")},
    }  # fmt: skip


def after(year: Assessment, *changes: Change) -> Assessment:
    revision = Revision({year.id: year})
    revision.apply_changes(changes)
    return revision.finish_years()[year.id]


def test_what_a_step_does_not_touch_is_as_it_was_and_what_is_kept_is_as_worked_out_anew(example: Assessment) -> None:
    """Held for every field of every kind of record, and whatever it is set to."""
    before, derived = shown(example), DerivedValues()
    rewordings = 0
    for change in all_changes(example):
        year = after(example, change)
        touched, now = find_touched((change,), year), shown(year)
        rewordings += is_rewording(change)
        name = f"{change.kind}.{change.field}: {change.old!r} -> {change.new!r}"
        for value in ("findings", "coverage", "progress", "rating"):
            assert getattr(touched, value) or before[value] == now[value], f"{value} by {name}"
        assert touched.progress or before["status"] == now["status"], f"status by {name}"
        for key, length in now["lengths"].items():
            assert touched.bears_on(key) or length == before["lengths"][key], f"length of {key} by {name}"
        assert derived.find_findings(year, TODAY) == now["findings"], name
        assert derived.find_coverage(year) == assess_coverage(year), name
        for key, length in now["lengths"].items():
            kept = derived.measure_statement(OWN, year, key)
            assert (kept.words, round(kept.pages, 6)) == (length.words, round(length.pages, 6)), name
    assert rewordings > 20


def test_the_same_holds_for_records_that_come_go_and_move(example: Assessment) -> None:
    derived, year = DerivedValues(), example
    derived.find_findings(year, TODAY)
    risk, item = example.records_of("risk")[0], example.records_of("evidence")[0]
    steps: list[commands.Command] = [
        AddRecord("strength", new_id(), {"quality_statement": "equity", "title": "New", "evidence": (item.id,)}),
        AddRecord("action", new_id(), {"quality_statement": "learning", "title": "A", "addresses": (risk.id,)}),
        AddRecord("figure", new_id(), {"return_item": "IR 5", "figure": "median-wait", "value": 900.0}),
        MoveRecord(example.records_of("improvement")[0].id, 1),
        RemoveRecord(risk.id),
        RemoveRecord(item.id),
        RemoveRecord(example.records_of("measure")[0].id),
    ]
    for step in steps:
        before, changes = shown(year), commands.work_out_changes(step, year, OWN)
        year = after(year, *changes)
        touched, now = find_touched(changes, year), shown(year)
        for value in ("findings", "coverage", "progress", "rating"):
            assert getattr(touched, value) or before[value] == now[value], (value, step)
        for key, length in now["lengths"].items():
            assert touched.bears_on(key) or length == before["lengths"][key], (key, step)
        assert derived.find_findings(year, TODAY) == now["findings"], step
        assert derived.find_coverage(year) == assess_coverage(year), step


def test_a_word_more_in_one_statement_touches_no_other_and_nothing_but_its_length(example: Assessment) -> None:
    judgement = example.judgements["equity"]
    change = update_field(judgement, "rationale", f"{judgement['rationale'] or 'Because'} and more")
    worded = replace(judgement, values={**judgement.values, "rationale": "Because"})
    change = update_field(worded, "rationale", "Because of this")
    assert find_touched((change,), after(example, change)) == Touched(statements=frozenset({"equity"}))


def test_what_is_large_or_of_another_year_touches_everything(example: Assessment) -> None:
    judgement = example.judgements["equity"]
    change = update_field(judgement, "rationale", "Another")
    assert find_touched((change,) * (FEW + 1), example) is EVERYTHING
    assert find_touched((replace(change, record=new_id()),), example) is EVERYTHING
    assert find_touched((update_field(example.record, "due_at", "2025-03-01T12:00:00"),), example) is EVERYTHING


def test_only_records_that_changed_are_looked_at_again(example: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    derived, looked = DerivedValues(), list[str]()
    derived.find_findings(example, TODAY)

    faults = admission.find_record_faults

    def look(record: Record, framework: Framework | None) -> Iterator[Problem]:
        looked.append(record.id)
        return faults(record, framework)

    monkeypatch.setattr(admission, "find_record_faults", look)
    risk = example.records_of("risk")[0]
    year = after(example, update_field(risk, "owner", "Somebody else"))
    assert derived.find_findings(year, TODAY) == find_findings(year, TODAY)
    assert looked[0] == risk.id
    assert looked.count(risk.id) == 2
    looked.clear()
    derived.find_findings(year, TODAY)
    assert looked == []
