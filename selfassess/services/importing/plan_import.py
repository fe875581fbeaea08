"""Importing what another file holds: as a further year of a workbook, or as a new workbook.

Reading happens on its own (``read_source``); ``way`` says what a file is to a workbook: changes to merge (that is
``plan_merge``), a further year, or a new workbook. ``plan`` works out what would come in without touching anything, and
``take_in`` writes it as one step that can be undone, with a backup before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from selfassess.domain.framework.framework import Pack
from selfassess.domain.merging import integrity, resolution, row_matching, three_way
from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model import admission, journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.import_result import Incoming, PieceOutcome, Problem
from selfassess.domain.model.journal import Change
from selfassess.domain.model.plural import counted
from selfassess.domain.model.problem_kinds import problem_kinds
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.services.importing import narrative_year, place_report
from selfassess.services.importing.duplicate_years import folded
from selfassess.services.importing.file_kinds import Source, read_source, source_kind
from selfassess.services.importing.merge_report import list_pieces, problem_list
from selfassess.services.importing.plan_merge import Prepared, belongs, faults, placed, prepare, prepare_into, refuse
from selfassess.services.importing.row_pairs import NOT_ASKED
from selfassess.services.workbook import backups
from selfassess.services.workbook.cooperative import aside, to_its_end
from selfassess.services.workbook.opening import write_new
from selfassess.services.workbook.session import Clock, Session, now

__all__ = [
    "Plan", "Source", "Way", "holds_nothing", "make_new", "plan", "plan_beside", "prepare_merge", "read_beside",
    "read_source", "refuse_problems", "source_kind", "summary", "take_in", "take_in_turns", "told", "way",
]  # fmt: skip


def holds_nothing(incoming: Incoming) -> bool:
    """Whether nothing of a file that somebody else made was understood, so that a year of it would be empty."""
    return incoming.sent is not None and not incoming.places and not any(incoming.sent.fields.values())


class Way(StrEnum):
    """What a file is to a workbook."""

    NEW_WORKBOOK = "new workbook"
    FURTHER_YEAR = "further year"
    MERGE = "merge"


MOST_OF_A_NOTE = 300

OF_A_YEAR = (Source.SPREADSHEET, Source.REPORT, Source.NARRATIVE)
"""Files that speak of one year and do not know any workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What importing a file would do.

    With ``problems`` nothing is taken. ``left_out`` is what was not understood, the rest comes in; ``warnings`` and
    ``notes`` only inform.
    """

    source: str
    council: Record
    assessments: tuple[Assessment, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: tuple[KeptVersion, ...] = ()
    pieces: tuple[PieceOutcome, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Record kind -> how many new records would come in, kinds without any left out."""
        counted = Counter(record.kind for a in self.assessments for kind in a.records.values() for record in kind)
        counted["assessment"] = len(self.assessments)
        return {kind: counted[kind] for kind in CATALOGUE if counted[kind]}


def read_beside(
    there: Workbook | None,
    source: Path,
    *,
    mapping: Path | None = None,
    proposed: bool = False,
    year: str | None = None,
    ours: bool = False,
) -> tuple[Incoming, Way]:
    """Read a file for the workbook that is ``there``, or will be: what it holds, and what it is to that workbook.

    A spreadsheet, a report or a narrative is read as of the year of that name, or as a further year like the current; a
    narrative as one of this council where ``ours`` says so, whatever council it names.
    """
    kind = source_kind(source) if mapping is None else Source.SPREADSHEET
    like = None
    if there is not None:
        named = (each for each in there.assessments if year is not None and folded(each.label) == folded(year))
        like = next(named, there.current)
    incoming = read_source(
        source,
        there=there,
        mapping=mapping,
        proposed=proposed,
        label=year,
        framework=like.framework if like else None,
        asked=like.information_return if like else None,
        council=there.council if there else None,
        ours=ours,
        kind=kind if mapping is None else None,
    )
    if kind is Source.REPORT and there is not None:
        incoming, year = place_report.place_report(incoming, there, named=year is not None), None
    return incoming, way(there, incoming, kind, year, source.name)


def way(
    there: Workbook | None, incoming: Incoming, kind: Source, year: str | None = None, name: str = "This file"
) -> Way:
    """What a file is to the workbook that is ``there`` (None: it is not there yet).

    Raises WrongUseError, calling the file ``name``, where it is of another workbook and has a year of this one.
    """
    if there is None:
        return Way.NEW_WORKBOOK
    labels = [assessment.label for assessment in incoming.workbook.assessments]
    ours = {folded(assessment.label) for assessment in there.assessments}
    if kind in OF_A_YEAR:
        return Way.MERGE if folded(year or labels[0]) in ours else Way.FURTHER_YEAR
    if belongs(there, incoming) and (year is None or year in labels):
        return Way.MERGE
    whose = incoming.workbook.council.text("name")
    for label in labels if year is None else [year]:
        if folded(label) in ours:
            raise WrongUseError(
                f"{name} is an export of another workbook (of {whose}) and has the year “{label}”, which this workbook "
                "has too. Give it another name with --year."
            )
    return Way.FURTHER_YEAR


def plan(
    incoming: Incoming,
    source: Path,
    *,
    labels_taken: Collection[str] = (),
    ids_taken: Collection[str] = (),
    council: Record | None = None,
    year: str | None = None,
) -> Plan:
    """What importing ``incoming`` would come to beside the years and ids that are there.

    ``year`` picks the year of that name from a file that has it; where the file has only one year of another name,
    that one is taken under this name. Raises WrongUseError where there is no such year or a name is taken.
    """
    workbook, wrong = admission.admit_workbook(incoming.workbook)
    chosen = _chosen(workbook, year)
    for assessment in chosen:
        new_year.check_label(assessment.label, tuple(labels_taken))
    left_out = (*incoming.left_out, *wrong)
    if incoming.sent is None:
        problems = (*incoming.problems, *integrity.faults(replace(workbook, assessments=chosen)))
    else:
        chosen, more = _mended(chosen, incoming)
        left_out = (*left_out, *incoming.problems, *more)
        problems = tuple(faults(replace(workbook, assessments=chosen)))
    fresh = tuple(_renewed(a) if _collides(a, ids_taken) else a for a in map(new_year.complete, chosen))
    warnings = []
    # A report of another council's says so itself, in more words, and of a narrative it is asked before.
    named = not incoming.pieces and not any(each.of_another_council for each in chosen)
    if named and council is not None and council["name"] != workbook.council["name"]:
        warnings.append(
            f"{source.name} is of {workbook.council.text('name')}; this workbook is of {council.text('name')}."
        )
    return Plan(
        source=source.name,
        council=workbook.council,
        assessments=fresh,
        problems=problems,
        left_out=left_out,
        warnings=tuple(warnings),
        notes=incoming.notes,
        pieces=incoming.pieces,
        signed=tuple(each for each in workbook.kept if each.version.assessment in {year.id for year in fresh}),
    )


def _mended(years: tuple[Assessment, ...], incoming: Incoming) -> tuple[tuple[Assessment, ...], tuple[Problem, ...]]:
    """Years without what cannot be: links that lead nowhere, a second judgement on one statement; and what that was."""
    theirs = {record.id: record for year in years for record in (year.record, *year.by_id.values())}
    merged = three_way.merge(None, {}, theirs)
    outcomes = resolution.outcomes(merged, {}, Decisions())
    kept = {change.record: journal.applied(None, change) for change in outcomes.changes}
    whole = []
    for year in years:
        rows = {kind: [kept.get(record.id) for record in records] for kind, records in year.records.items()}
        whole.append(replace(year, records={kind: tuple(filter(None, found)) for kind, found in rows.items()}))
    problems = (*merged.problems, *outcomes.problems)
    return tuple(whole), tuple(placed(each, incoming.places) for each in problems)


def plan_beside(there: Workbook | None, incoming: Incoming, source: Path, year: str | None = None) -> Plan:
    """What importing a file would do to a workbook, or as a new one for None."""
    if there is None:
        return plan(incoming, source, year=year)
    first = incoming.workbook.assessments[0]
    if year is not None and first.of_another_council and folded(year) in folded(first.label):
        year = None  # it was given a name that says whose it is
    return plan(
        incoming,
        source,
        labels_taken=tuple(a.label for a in there.assessments),
        ids_taken={record.id for record in there.records()},
        council=there.council,
        year=year,
    )


def prepare_merge(
    there: Workbook,
    incoming: Incoming,
    source: Path,
    *,
    mapping: Path | None = None,
    year: str | None = None,
    same: Mapping[str, bool] = NOT_ASKED,
) -> Prepared:
    """What a file that is to be merged (``Way.MERGE``) changes; ``same`` answers the pairs that were asked before."""
    kind = source_kind(source) if mapping is None else Source.SPREADSHEET
    if kind is Source.REPORT:
        return prepare_into(there, incoming, source, incoming.workbook.assessments[0].label)
    if kind is Source.NARRATIVE:
        return narrative_year.prepare_additions(there, incoming, source, year or incoming.workbook.assessments[0].label)
    if kind in OF_A_YEAR:
        return prepare_into(there, incoming, source, year or incoming.workbook.assessments[0].label, same)
    return prepare(there, incoming, source, year=year, same=same)


def take_in(session: Session, planned: Plan) -> StepTaken:
    """Write what was planned as one step, after a backup; raises WrongUseError where the plan has problems."""
    return to_its_end(take_in_turns(session, planned))


def take_in_turns(session: Session, planned: Plan) -> Generator[float, None, StepTaken]:
    """The same in short turns, for where somebody waits: yields how far it is (0 to 1); its value is the event.

    Abandoned (closed), it has changed nothing.
    """
    refuse_problems(planned)
    session.require_writable()
    at = session.clock()
    yield from aside(lambda: backups.take(session.path, "import", at), 0.0)
    place = max(record.position for record in session.assessments) + 1
    changes: list[Change] = []
    for number, assessment in enumerate(planned.assessments):
        record = replace(assessment.record, position=place + number)
        changes.append(journal.creation(record))
        for records in assessment.records.values():
            changes.extend(map(journal.creation, records))
            yield 0.1
    frozen: list[Pack] = [a.framework for a in planned.assessments]
    frozen.extend(a.information_return for a in planned.assessments if a.information_return)
    years = ", ".join(a.label for a in planned.assessments)
    turns = session.take_in_turns(f"import {years}", changes, packs=frozen, signed=planned.signed, comes_in=True)
    return (yield from turns)


def make_new(path: Path, incoming: Incoming, planned: Plan, *, author: str, clock: Clock = now) -> None:
    """Write what was planned as a new workbook; its journal comes along where the whole file is taken."""
    refuse_problems(planned)
    journal = tuple(entry for entry in incoming.workbook.journal if admission.entry_fault(entry) is None)
    workbook = replace(incoming.workbook, council=planned.council, assessments=planned.assessments, journal=journal)
    write_new(path, workbook, author=author, clock=clock)


def refuse_problems(planned: Plan) -> None:
    """Raise FileError with what is wrong and where, if anything is."""
    refuse(planned.source, planned.problems)


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
    fresh = {id: new_year.new_id() for id in (assessment.id, *assessment.by_id)}

    renewed = row_matching.under({assessment.id: assessment.record, **assessment.by_id}, fresh)

    def owned(record: Record) -> Record:
        return replace(renewed[fresh[record.id]], assessment=fresh[assessment.id])

    return replace(
        assessment,
        record=renewed[fresh[assessment.id]],
        records={kind: tuple(map(owned, records)) for kind, records in assessment.records.items()},
    )


def told(planned: Plan, would_be: bool = False) -> list[str]:
    """What was imported, or ``would_be``, to read."""
    years = ", ".join(each.label for each in planned.assessments)
    counts = ", ".join(counted(kind, n) for kind, n in planned.counts.items() if kind != "assessment")
    lines = [f"{years}: {'would be imported' if would_be else 'imported'}, with {counts or 'no records'}."]
    lines += [*planned.warnings, *map(_brief, planned.notes)]
    if planned.left_out:
        lines += [
            "To be looked at; what was not understood was not imported:",
            *(f"  {kind.sentence()}" for kind in problem_kinds(planned.left_out)),
        ]
    return lines


def _brief(note: str) -> str:
    """A note as far as one reads on; ``--json`` and the window have it whole."""
    return note if len(note) <= MOST_OF_A_NOTE else f"{note[:MOST_OF_A_NOTE].rsplit(' ', 1)[0]} …"


def summary(planned: Plan) -> dict[str, Any]:
    """The plan as the object that ``--json`` prints."""
    new = [
        {"record": r.kind, "id": r.id}
        for a in planned.assessments
        for r in (a.record, *(each for records in a.records.values() for each in records))
    ]
    lists: dict[str, list[Any]] = {"new": new, "changed": [], "removed": [], "conflicts": []}
    return {
        "years": [a.label for a in planned.assessments],
        **{name: {"count": len(items), "items": items} for name, items in lists.items()},
        "problems": problem_list((*planned.problems, *planned.left_out)),
        "warnings": list(planned.warnings),
        "notes": list(planned.notes),
        **list_pieces(planned.pieces),
    }
