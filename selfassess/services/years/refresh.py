"""Beginning a six-month refresh, and ticking off what was looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from selfassess.domain.history.history import find_local_day
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, blank_record
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.journal import Entry, Operation
from selfassess.domain.model.new_year import new_id
from selfassess.domain.text.wording import count_noun
from selfassess.domain.years.refresh import Point, find_points
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_snapshot


def look_for_points(path: Path, year: str, today: str) -> tuple[Point, ...]:
    """What of a year (by its id) is to be looked at again; reads the file itself, so that a worker can."""
    held = read_snapshot(path, journal=True)
    own = next(each for each in held.assessments if each.id == year)
    return find_points(own, find_last_written(held.journal), date.fromisoformat(today))


def find_last_written(entries: Iterable[Entry]) -> dict[str, date]:
    """Record id -> the local day on which it was made, or a text of it last changed."""
    found: dict[str, date] = {}
    for entry in entries:
        change, day = entry.change, find_local_day(entry.at)
        if day is None or change.kind not in CATALOGUE:
            continue
        spec = CATALOGUE[change.kind].by_key.get(str(change.field))
        if change.operation is Operation.CREATE or (spec is not None and spec.kind is Kind.PROSE):
            found[change.record] = max(found.get(change.record, day), day)
    return found


def begin_refresh(session: Session, points: Iterable[Point], today: str) -> int:
    """Write down what is to be looked at again, as one step; how many points that is."""
    year = session.current
    named = [each for each in points if each.record.id in year.by_id]
    place = max((each.position for each in year.records_of("refresh_point")), default=-1) + 1
    changes = [
        journal.create_record(
            blank_record("refresh_point", new_id(), place + at, year.id,
                         about=each.record.id, why=each.why, begun_on=today)
        )
        for at, each in enumerate(named)
    ]  # fmt: skip
    if changes:
        session.take_step(f"begin a refresh with {count_noun(len(changes), 'point')}", changes)
    return len(changes)


def tick_off(point: str, by: str, on: str | None) -> SetMany:
    """The command that says a point was looked at, or with no day that it is open again."""
    return SetMany((SetField(point, "looked_at_on", on), SetField(point, "looked_at_by", by if on else None)))
