"""A workbook that was written in for years: 100,000 journal entries, all of which lead to what it holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.journal import Change, Entry
from selfassess.services.workbook import opening
from selfassess.storage.store import Store
from tests.benchmarks import ten_years
from tests.making import Clock

ENTRIES = 100_000
START = datetime.fromisoformat("2024-01-08T08:00:00+00:00")


def file(path: Path, busiest: int = 2000) -> Path:
    """One year of 1,700 records with the edits of three people; ``busiest`` of them are about one judgement."""
    made = ten_years.workbook(years=1)
    opening.write_new_workbook(path, made, author="Generator", clock=Clock())
    with Store.open_to_write(path) as opened:
        left = ENTRIES - sum(1 for _ in opened.read_journal())
        entries = list(
            _edits(made.current.records_of("judgement"), made.current.records_of("improvement"), left, busiest)
        )
        for _ in opened.write_step_in_turns(entries[at : at + 500] for at in range(0, len(entries), 500)):
            pass
    return path


def _edits(judgements: tuple[Record, ...], others: tuple[Record, ...], count: int, busiest: int) -> Iterator[Entry]:
    equity = next(each for each in judgements if each["quality_statement"] == "equity")
    held = {record.id: record for record in (equity, *others)}
    ids = [record.id for record in others]
    every = max(count // busiest, 1)
    for number in range(count):
        record = held[equity.id if number % every == 0 else ids[number % len(ids)]]
        field = "summary" if record.kind == "judgement" else ("detail", "impact")[number % 2]
        text = f"{ten_years.PROSE}{number}"
        change = Change(
            kind=record.kind, record=record.id, operation=journal.Operation.UPDATE, field=field,
            old=record[field], new=text,
        )  # fmt: skip
        held[record.id] = replace(record, values={**record.values, field: text})
        at = (START + timedelta(minutes=number * 7)).isoformat(timespec="milliseconds")
        author = ("Ada", "Bo", "Chidi")[number // 40 % 3]
        yield Entry(id=str(uuid.UUID(int=number + 1)), step=f"step {number}", at=at, author=author, change=change)
