"""Merging the workbook of ten years, and writing what came of it in turns, against reading both sides as JSON."""

from __future__ import annotations

import gc
import itertools
import shutil
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

import msgspec

from selfassess.domain.merging import three_way
from selfassess.domain.merging.resolution import Decisions, work_out_outcomes
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.json.writer import build_json_document
from selfassess.services.importing import plan_merge
from selfassess.services.workbook import snapshot
from selfassess.services.workbook.session import Session
from tests.benchmarks import ten_years
from tests.benchmarks.ratio import ratio
from tests.making import session

EDITS = 1_000
ADDED = 5_000


def _edited(whole: Workbook) -> Workbook:
    """The workbook with another text in every seventeenth record or so, EDITS in all."""
    every = [record for record in whole.all_records() if "detail" in record.values or "shows" in record.values]
    chosen = {record.id for record in every[:: len(every) // EDITS][:EDITS]}

    def after(record: Record) -> Record:
        if record.id not in chosen:
            return record
        key = "detail" if "detail" in record.values else "shows"
        return replace(record, values={**record.values, key: "Quite another text"})

    years = (
        replace(year, records={kind: tuple(map(after, rows)) for kind, rows in year.records.items()})
        for year in whole.assessments
    )
    return replace(whole, assessments=tuple(years))


def test_merging_ten_years_with_a_thousand_edits() -> None:
    whole = ten_years.workbook()
    base = {record.id: record for record in whole.all_records()}
    theirs = {record.id: record for record in _edited(whole).all_records()}
    both = [msgspec.json.encode(build_json_document(each)) for each in (whole, _edited(whole))]

    def merged() -> int:
        found = three_way.merge_records(base, base, theirs)
        return len(work_out_outcomes(found, base, Decisions()).changes)

    assert merged() == EDITS
    ratio("merging 17,000 records with 1,000 edits", merged, lambda: [*map(msgspec.json.decode, both)], 3, rounds=7)


def test_merging_two_copies_with_a_thousand_edits_each(tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    other = tmp_path / "other.sawb"
    shutil.copy(path, other)
    for file, first in ((path, 0), (other, 1)):
        with closing(session(file)) as opened:
            opened.read_all_years()
            _edit(opened, first)
    mine, theirs = (snapshot.read_snapshot(each, journal=True) for each in (path, other))
    both = [msgspec.json.encode(build_json_document(each)) for each in (mine, theirs)]
    records = {record.id: record for record in mine.all_records()}
    make = partial(journal.make_entries, step="merged", at="2026-03-02", author="Tester")

    def merged() -> int:
        prepared = plan_merge.prepare_same_workbook(mine, Incoming(workbook=theirs), other)
        assert prepared.meeting is not None
        changes = work_out_outcomes(prepared.merge, records, Decisions()).changes
        return len(prepared.meeting.build_entries(records, changes, make))

    assert merged() == EDITS
    ratio("merging two copies, 1,000 edits each", merged, lambda: [*map(msgspec.json.decode, both)], 3, rounds=7)


def _edit(opened: Session, first: int) -> None:
    """Another title in every second record or so of a side, EDITS in all, each a step of its own."""
    year = opened.current
    every = [record for record in year.by_id.values() if record.values.get("title")]
    for number, record in enumerate(itertools.islice(itertools.cycle(every[first::2]), EDITS)):
        opened.run_command(SetField(record.id, "title", f"Title {number}"))


def test_taking_in_five_thousand_records_in_turns(tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    there = snapshot.read_snapshot(path, journal=True)
    year = there.assessments[-1]
    made = tuple(
        blank_record("risk", f"made-{n}", 1_000 + n, year.id, title=f"Risk {n}", quality_statement="equity",
              cause=ten_years.PROSE, event=ten_years.PROSE, effect=ten_years.PROSE)
        for n in range(ADDED)
    )  # fmt: skip
    theirs = replace(year, records={**year.records, "risk": (*year.records_of("risk"), *made)})
    incoming = Incoming(workbook=replace(there, assessments=(*there.assessments[:-1], theirs)))
    opened = session(path)
    opened.read_all_years()
    prepared = plan_merge.prepare_same_workbook(there, incoming, Path("many.json"))
    # As the window does with what it holds: collecting garbage among so many records is a pause of its own.
    gc.freeze()
    for name, turns in (
        ("taking in", plan_merge.apply_merge_in_turns(opened, prepared, Decisions())),
        ("undoing", opened.undo_step_in_turns()),
    ):
        taken = _turns(turns)
        longest = ", ".join(f"{seconds * 1000:.0f}" for seconds in sorted(taken, reverse=True)[:3])
        print(f"\n{name} {ADDED:,} records: {len(taken)} turns in {sum(taken):.1f} s, longest {longest} ms (target 30)")
    gc.unfreeze()
    assert journal.replay_journal(opened.read_history()) == {
        record.id: record for record in snapshot.read_snapshot(path).all_records()
    }


def _turns(turns: Generator[float, None, object]) -> list[float]:
    taken = []
    while True:
        start = perf_counter()
        ended = next(turns, None) is None
        taken.append(perf_counter() - start)
        if ended:
            return taken
