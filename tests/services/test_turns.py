from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.services.importing import plan_merge
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import snapshot
from tests.making import redo_step, session
from tests.services.merging_making import council_file, id_of, records


@pytest.fixture
def council(tmp_path: Path) -> Path:
    return council_file(tmp_path)


def _many(council: Path, count: int = 300) -> plan_merge.Prepared:
    there = snapshot.read_snapshot(council, journal=True)
    year = there.assessments[0]
    made = tuple(
        blank_record("risk", f"many-{n}", n + 5, year.id, title=f"Risk {n}", quality_statement="equity")
        for n in range(count)
    )
    theirs = replace(year, records={**year.records, "risk": (*year.records_of("risk"), *made)})
    incoming = read_source(council)
    incoming = replace(incoming, workbook=replace(incoming.workbook, assessments=(theirs,)))
    return plan_merge.prepare_same_workbook(there, incoming, Path("many.json"))


def test_abandoned_in_the_middle_it_has_changed_nothing(council: Path) -> None:
    opened, found, before = session(council), _many(council), records(council)
    opened.read_all_years()
    turns = plan_merge.apply_merge_in_turns(opened, found, Decisions())
    while next(turns) < 0.6:
        pass
    assert records(council) == before
    assert opened.current.by_id.keys() == {id for id, r in before.items() if r.assessment}
    with pytest.raises(WrongUseError, match="being imported at this moment"):
        opened.run_command(SetField(id_of(council, "judgement"), "impact", "Meanwhile"))
    turns.close()
    assert records(council) == before
    assert opened.undo_label == ""
    assert opened.run_command(SetField(id_of(council, "judgement"), "impact", "Afterwards")) is not None


def test_to_its_end_it_is_one_step_that_everybody_hears_of_once(council: Path) -> None:
    opened, found = session(council), _many(council)
    told: list[object] = []
    opened.subscribe(told.append)
    parts = list(plan_merge.apply_merge_in_turns(opened, found, Decisions()))
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    assert len(told) == 1
    assert len(opened.current.records_of("risk")) == 301
    assert {id: r for id, r in records(council).items() if r.assessment} == opened.current.by_id
    opened.undo_step()
    assert len(opened.current.records_of("risk")) == 1


def test_a_fault_in_the_middle_leaves_everything_as_it_was(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, found, before = session(council), _many(council), records(council)
    count = iter(range(1000))

    def full(*_: object) -> None:
        if next(count) > 120:
            raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(opened.store, "_apply_change", full)
        with pytest.raises(FileError, match=r"council.sawb"):
            plan_merge.apply_merge(opened, found, Decisions())
    assert records(council) == before
    assert opened.undo_label == ""
    assert len(plan_merge.apply_merge(opened, found, Decisions()).taken) == 300


def test_a_year_read_while_a_step_is_written_is_read_again(tmp_path: Path) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25")
    opened = session(council)
    first = snapshot.read_snapshot(council).assessments[0]
    change = journal.update_field(first.judgements["equity"], "summary", "Written")
    turns = opened.take_step_in_turns("step", [change])
    next(turns)
    assert opened.load_assessment(first.id).judgements["equity"]["summary"] == "Written"
    turns.close()
    assert opened.load_assessment(first.id).judgements["equity"]["summary"] != "Written"


def test_undo_and_redo_in_turns_can_be_abandoned_as_well(council: Path) -> None:
    opened, found, before = session(council), _many(council), records(council)
    plan_merge.apply_merge(opened, found, Decisions())
    after = records(council)
    turns = opened.undo_step_in_turns()
    next(turns)
    turns.close()
    assert records(council) == after
    assert list(opened.undo_step_in_turns())[-1] == 1.0
    assert records(council) == before
    turns = opened.redo_step_in_turns()
    next(turns)
    turns.close()
    assert records(council) == before
    redo_step(opened)
    assert records(council) == after
    assert {id: r for id, r in after.items() if r.assessment} == opened.current.by_id


def test_closing_in_the_middle_of_a_step_leaves_the_file_as_it_was(council: Path) -> None:
    opened, found, before = session(council), _many(council), records(council)
    turns = plan_merge.apply_merge_in_turns(opened, found, Decisions())
    while next(turns) < 0.6:
        pass
    opened.close()
    turns.close()
    assert records(council) == before
    assert not list(council.parent.glob("*-journal"))
