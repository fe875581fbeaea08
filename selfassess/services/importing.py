"""Taking in what another file holds: as a further year of a workbook, or as a new workbook.

Reading happens on its own (``read_source``), then ``plan`` works out what would come in without touching anything,
and ``take_in`` writes it as one step that can be undone, with a backup before.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from selfassess.domain import beginning, consistency, journal
from selfassess.domain.errors import CancelledError, FileError
from selfassess.domain.events import StepTaken
from selfassess.domain.framework import Pack
from selfassess.domain.incoming import Incoming, Problem
from selfassess.domain.journal import Change
from selfassess.domain.records import CATALOGUE, Record, links_to_records
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.exchange import json
from selfassess.services import backups
from selfassess.services.opening import write_new
from selfassess.services.reading import snapshot
from selfassess.services.session import Clock, Session, now
from selfassess.storage.store import SQLITE_MAGIC

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

READS = "This program takes in workbooks (.sawb), and the Excel and JSON files it exports."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What taking in a file would do. With ``problems`` nothing is taken; ``warnings`` only inform."""

    source: str
    council: Record
    assessments: tuple[Assessment, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Record kind -> how many new records would come in, kinds without any left out."""
        counted = Counter(record.kind for a in self.assessments for kind in a.records.values() for record in kind)
        counted["assessment"] = len(self.assessments)
        return {kind: counted[kind] for kind in CATALOGUE if counted[kind]}


def read_source(
    source: Path, *, progress: Progress = lambda part: None, cancelled: Cancelled = lambda: False
) -> Incoming:
    """Read a file of any kind this program knows by what it holds, not by its name; changes nothing."""
    head = _head(source)
    if cancelled():
        raise CancelledError("Stopped. Nothing was taken in.")
    if head.startswith(SQLITE_MAGIC):
        return Incoming(workbook=snapshot(source, journal=True))
    if zipfile.is_zipfile(source) or source.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        from selfassess.exchange import excel  # openpyxl takes a while to import; most commands never need it

        return excel.read(source, progress=progress, cancelled=cancelled)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return json.read(source)
    raise FileError(f"{source.name} is not a file this program can take in. {READS}")


def _head(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            head = file.read(200)
    except FileNotFoundError:
        raise FileError(f"{source} is not there. Check the name and the folder.") from None
    except OSError as error:
        if source.is_dir():
            raise FileError(f"{source} is a folder. Choose a file in it.") from error
        raise FileError(f"{source} cannot be read ({error.strerror}).") from error
    if not head:
        raise FileError(f"{source.name} is empty. Ask for it to be sent again.")
    return head


def plan(
    incoming: Incoming,
    source: Path,
    *,
    labels_taken: Collection[str] = (),
    ids_taken: Collection[str] = (),
    council: Record | None = None,
    year: str | None = None,
) -> Plan:
    """What taking in ``incoming`` would come to beside the years and ids that are there.

    ``year`` picks the year of that name from a file that has it; where the file has only one year of another name,
    that one is taken under this name. Raises WrongUseError where there is no such year or a name is taken.
    """
    workbook = incoming.workbook
    chosen = _chosen(workbook, year)
    for assessment in chosen:
        beginning.check_label(assessment.label, tuple(labels_taken))
    problems = (*incoming.problems, *consistency.faults(replace(workbook, assessments=chosen)))
    fresh = tuple(_renewed(a) if _collides(a, ids_taken) else a for a in map(beginning.complete, chosen))
    warnings = []
    if council is not None and council["name"] != workbook.council["name"]:
        warnings.append(
            f"{source.name} is of {workbook.council.text('name')}; this workbook is of {council.text('name')}."
        )
    return Plan(
        source=source.name,
        council=workbook.council,
        assessments=fresh,
        problems=problems,
        warnings=tuple(warnings),
    )


def plan_beside(there: Workbook | None, incoming: Incoming, source: Path, year: str | None = None) -> Plan:
    """What taking in a file would do to a workbook, or as a new one for None."""
    if there is None:
        return plan(incoming, source, year=year)
    return plan(
        incoming,
        source,
        labels_taken=tuple(a.label for a in there.assessments),
        ids_taken={record.id for record in there.records()},
        council=there.council,
        year=year,
    )


def take_in(session: Session, planned: Plan) -> StepTaken:
    """Write what was planned as one step, after a backup; raises WrongUseError where the plan has problems."""
    refuse_problems(planned)
    session.require_writable()
    backups.take(session.path, "import", session.clock())
    place = max(record.position for record in session.assessments) + 1
    changes: list[Change] = []
    for number, assessment in enumerate(planned.assessments):
        record = replace(assessment.record, position=place + number)
        changes.append(journal.creation(record))
        changes.extend(journal.creation(each) for records in assessment.records.values() for each in records)
    packs: list[Pack] = [a.framework for a in planned.assessments]
    packs.extend(a.information_return for a in planned.assessments if a.information_return)
    years = ", ".join(a.label for a in planned.assessments)
    return session.take(f"take in {years}", changes, packs=packs)


def make_new(path: Path, incoming: Incoming, planned: Plan, *, author: str, clock: Clock = now) -> None:
    """Write what was planned as a new workbook; its journal comes along where the whole file is taken."""
    refuse_problems(planned)
    workbook = replace(incoming.workbook, assessments=planned.assessments)
    write_new(path, workbook, author=author, clock=clock)


def refuse_problems(planned: Plan) -> None:
    """Raise FileError with what is wrong and where, if anything is."""
    if not planned.problems:
        return
    first = planned.problems[0].sentence
    more = len(planned.problems) - 1
    others = f" There {'is one more problem' if more == 1 else f'are {more} more problems'}." if more else ""
    raise FileError(f"{planned.source}: {first}{others} Nothing was taken in; put it right and try again.")


def _chosen(workbook: Workbook, year: str | None) -> tuple[Assessment, ...]:
    if year is None:
        return workbook.assessments
    named = tuple(a for a in workbook.assessments if a.label == year)
    if named:
        return named
    if len(workbook.assessments) > 1:
        workbook.find(year)
    only = workbook.assessments[0]
    values = {**only.record.values, "label": year.strip()}
    return (replace(only, record=replace(only.record, values=values)),)


def _collides(assessment: Assessment, ids_taken: Collection[str]) -> bool:
    return assessment.id in ids_taken or any(id in ids_taken for id in assessment.by_id)


def _renewed(assessment: Assessment) -> Assessment:
    """The same year with ids of its own, links brought along."""
    fresh = {id: beginning.new_id() for id in (assessment.id, *assessment.by_id)}

    def renewed(record: Record) -> Record:
        values = dict(record.values)
        for spec in CATALOGUE[record.kind].fields:
            value = values[spec.key]
            if links_to_records(spec) and isinstance(value, tuple):
                values[spec.key] = tuple(fresh.get(link, link) for link in value)
            elif links_to_records(spec) and isinstance(value, str):
                values[spec.key] = fresh.get(value, value)
        owner = fresh[assessment.id] if record.assessment else None
        return replace(record, id=fresh[record.id], assessment=owner, values=values)

    return replace(
        assessment,
        record=renewed(assessment.record),
        records={kind: tuple(map(renewed, records)) for kind, records in assessment.records.items()},
    )


def summary(planned: Plan) -> dict[str, Any]:
    """The plan as the object that ``--json`` prints."""
    new = [
        {"record": r.kind, "id": r.id}
        for a in planned.assessments
        for r in (a.record, *(each for records in a.records.values() for each in records))
    ]
    problems = [
        {key: getattr(p, key) for key in ("record", "id", "field", "sheet", "row", "column", "message")}
        for p in planned.problems
    ]
    lists = {"new": new, "changed": [], "removed": [], "conflicts": [], "problems": problems}
    return {
        "years": [a.label for a in planned.assessments],
        **{name: {"count": len(items), "items": items} for name, items in lists.items()},
        "warnings": list(planned.warnings),
    }
