"""Years that come in whole: as further years of a workbook, or as a new workbook.

``plan_new_years`` works out what would come in without touching anything, and ``write_plan`` writes it as one step that
can be undone, with a backup before. Whether a file comes in so at all is decided in ``plan_import``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from selfassess.domain.framework.framework import Pack
from selfassess.domain.merging import integrity, resolution, row_matching, three_way
from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model import admission, journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.import_result import Incoming, PieceOutcome, Problem
from selfassess.domain.model.journal import Change
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.problem_kinds import group_problems
from selfassess.domain.model.scale import list_scales
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.services.importing.duplicate_years import rename_year_record
from selfassess.services.importing.merge_report import pieces_as_items, problems_as_items
from selfassess.services.importing.plan_merge import find_workbook_faults
from selfassess.services.importing.source_problems import add_place_to_problem, refuse_source_with_problems
from selfassess.services.importing.year_names import find_label, refuse_taken_name
from selfassess.services.workbook import backups
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.opening import write_new_workbook
from selfassess.services.workbook.session import Clock, Session, now_utc

MOST_OF_A_NOTE = 300
NAMELESS = "Year without a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPlan:
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
    def new_record_counts(self) -> Mapping[str, int]:
        """Record kind -> how many new records would come in, kinds without any left out."""
        counted = Counter(record.kind for a in self.assessments for kind in a.records.values() for record in kind)
        counted["assessment"] = len(self.assessments)
        return {kind: counted[kind] for kind in CATALOGUE if counted[kind]}


def plan_new_years(
    incoming: Incoming,
    source: Path,
    *,
    labels_taken: Collection[str] = (),
    ids_taken: Collection[str] = (),
    council: Record | None = None,
    year: str | None = None,
) -> YearsPlan:
    """What importing ``incoming`` would come to beside the years and ids that are there.

    ``year`` picks the year of that name from a file that has it; where the file has only one year of another name,
    that one is taken under this name. Raises WrongUseError where there is no such year or a name is taken.
    """
    workbook, wrong = admission.admit_workbook(incoming.workbook)
    chosen = _choose_years(workbook, year)
    for assessment in chosen:
        refuse_taken_name(assessment.label, labels_taken)
    left_out = (*incoming.left_out, *wrong)
    if incoming.sent is None:
        problems = (*incoming.problems, *integrity.find_faults(replace(workbook, assessments=chosen)))
    else:
        chosen, more = _mend_years(chosen, incoming)
        left_out = (*left_out, *incoming.problems, *more)
        problems = tuple(find_workbook_faults(replace(workbook, assessments=chosen)))
    fresh = tuple(
        _renew_ids(a) if _collides_with_ids(a, ids_taken) else a for a in map(new_year.complete_assessment, chosen)
    )
    warnings = []
    # A report of another council's says so itself, in more words, and of a narrative it is asked before.
    named = not incoming.pieces and not any(each.of_another_council for each in chosen)
    if named and council is not None and council["name"] != workbook.council["name"]:
        warnings.append(
            f"{source.name} is of {workbook.council.text_of('name')}; this workbook is of {council.text_of('name')}."
        )
    return YearsPlan(
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


def _mend_years(
    years: tuple[Assessment, ...], incoming: Incoming
) -> tuple[tuple[Assessment, ...], tuple[Problem, ...]]:
    """Years without what cannot be: links that lead nowhere, a second judgement on one statement; and what that was."""
    theirs = {record.id: record for year in years for record in (year.record, *year.by_id.values())}
    merged = three_way.merge_records(None, {}, theirs)
    outcomes = resolution.work_out_outcomes(merged, {}, Decisions())
    kept = {change.record: journal.apply_change(None, change) for change in outcomes.changes}
    whole = []
    for year in years:
        rows = {kind: [kept.get(record.id) for record in records] for kind, records in year.records.items()}
        whole.append(replace(year, records={kind: tuple(filter(None, found)) for kind, found in rows.items()}))
    problems = (*merged.problems, *outcomes.problems)
    return tuple(whole), tuple(add_place_to_problem(each, incoming.places) for each in problems)


def plan_for_workbook(there: Workbook | None, incoming: Incoming, source: Path, year: str | None = None) -> YearsPlan:
    """What the years of a file, or that of this name, would come to in a workbook, or as a new one for None."""
    if there is None:
        return plan_new_years(incoming, source, year=year)
    labels_taken = tuple(a.label for a in there.assessments)
    ids_taken = {record.id for record in there.all_records()}
    return plan_new_years(
        incoming,
        source,
        labels_taken=labels_taken,
        ids_taken=ids_taken,
        council=there.council,
        year=year,
    )


def plan_each_year(there: Workbook, incoming: Incoming, source: Path) -> tuple[YearsPlan, ...]:
    """Each year of a file by itself, whatever its name, so that choosing among them later takes no time."""
    taken = {record.id for record in there.all_records()}
    plans = []
    for year in incoming.workbook.assessments:
        alone = _rename_year(year, year.label.strip() or NAMELESS)
        only = replace(incoming, workbook=replace(incoming.workbook, assessments=(alone,)))
        plans.append(plan_new_years(only, source, ids_taken=taken, council=there.council))
    return tuple(plans)


def join_plans(plans: Collection[tuple[YearsPlan, str]]) -> YearsPlan:
    """The plans of several years as one, each year by the name that was chosen for it."""
    every = [plan for plan, _ in plans]
    renamed_years = tuple(_rename_year(year, label) for plan, label in plans for year in plan.assessments)
    problems = dict.fromkeys(problem for plan in every for problem in plan.problems)
    left_out = dict.fromkeys(problem for plan in every for problem in plan.left_out)
    warnings = dict.fromkeys(warning for plan in every for warning in plan.warnings)
    every_note = dict.fromkeys(note for plan in every for note in plan.notes)
    signed = tuple(version for plan in every for version in plan.signed)
    return replace(
        every[0],
        assessments=renamed_years,
        problems=tuple(problems),
        left_out=tuple(left_out),
        warnings=tuple(warnings),
        notes=tuple(every_note),
        signed=signed,
    )


def write_plan(session: Session, planned: YearsPlan) -> StepTaken:
    """Write what was planned as one step, after a backup; raises WrongUseError where the plan has problems."""
    return run_to_end(write_plan_in_turns(session, planned))


def write_plan_in_turns(session: Session, planned: YearsPlan) -> Generator[float, None, StepTaken]:
    """The same in short turns, for where somebody waits: yields how far it is (0 to 1); its value is the event.

    Abandoned (closed), it has changed nothing.
    """
    refuse_plan_with_problems(planned)
    session.require_writable()
    at = session.clock()
    yield from run_aside(lambda: backups.take_backup(session.path, "import", at), 0.0)
    place = max(record.position for record in session.assessments) + 1
    changes: list[Change] = []
    for number, assessment in enumerate(planned.assessments):
        record = replace(assessment.record, position=place + number)
        changes.append(journal.create_record(record))
        for records in assessment.records.values():
            changes.extend(map(journal.create_record, records))
            yield 0.1
    frozen: list[Pack] = [a.framework for a in planned.assessments]
    frozen.extend(a.information_return for a in planned.assessments if a.information_return)
    years = ", ".join(a.label for a in planned.assessments)
    turns = session.take_step_in_turns(f"import {years}", changes, packs=frozen, signed=planned.signed, comes_in=True)
    return (yield from turns)


def write_imported_workbook(
    path: Path, incoming: Incoming, planned: YearsPlan, *, author: str, clock: Clock = now_utc
) -> None:
    """Write what was planned as a new workbook; its journal comes along where the whole file is taken."""
    refuse_plan_with_problems(planned)
    scales = list_scales((incoming.workbook,))
    journal = tuple(
        entry
        for entry in incoming.workbook.journal
        if admission.find_entry_fault(entry, scales.get(entry.change.record)) is None
    )
    workbook = replace(incoming.workbook, council=planned.council, assessments=planned.assessments, journal=journal)
    write_new_workbook(path, workbook, author=author, clock=clock)


def refuse_plan_with_problems(planned: YearsPlan) -> None:
    """Raise FileError with what is wrong and where, if anything is."""
    refuse_source_with_problems(planned.source, planned.problems)


def _choose_years(workbook: Workbook, year: str | None) -> tuple[Assessment, ...]:
    if year is None:
        return workbook.assessments
    label = find_label([each.label for each in workbook.assessments], year)
    if label is not None:
        return (workbook.find_assessment(label),)
    if len(workbook.assessments) > 1:
        workbook.find_assessment(year)
    return (_rename_year(workbook.assessments[0], year.strip()),)


def _rename_year(year: Assessment, label: str) -> Assessment:
    return replace(year, record=rename_year_record(year.record, label))


def _collides_with_ids(assessment: Assessment, ids_taken: Collection[str]) -> bool:
    return assessment.id in ids_taken or any(id in ids_taken for id in assessment.by_id)


def _renew_ids(assessment: Assessment) -> Assessment:
    """The same year with ids of its own, links brought along."""
    fresh = {id: new_year.new_id() for id in (assessment.id, *assessment.by_id)}

    renewed = row_matching.rename_records({assessment.id: assessment.record, **assessment.by_id}, fresh)

    def owned(record: Record) -> Record:
        return replace(renewed[fresh[record.id]], assessment=fresh[assessment.id])

    return replace(
        assessment,
        record=renewed[fresh[assessment.id]],
        records={kind: tuple(map(owned, records)) for kind, records in assessment.records.items()},
    )


def plan_lines(planned: YearsPlan, would_be: bool = False) -> list[str]:
    """What was imported, or ``would_be``, to read."""
    years = ", ".join(each.label for each in planned.assessments)
    counts = ", ".join(count_records(kind, n) for kind, n in planned.new_record_counts.items() if kind != "assessment")
    verb = "would be imported" if would_be else "imported"
    count_words = counts or "no records"
    lines = [f"{years}: {verb}, with {count_words}."]
    lines += [*planned.warnings, *map(_shorten_note, planned.notes)]
    if planned.left_out:
        lines += [
            "To be looked at; what was not understood was not imported:",
            *(f"  {kind.describe_kind()}" for kind in group_problems(planned.left_out)),
        ]
    return lines


def _shorten_note(note: str) -> str:
    """A note as far as one reads on; ``--json`` and the window have it whole."""
    if len(note) <= MOST_OF_A_NOTE:
        return note
    return f"{note[:MOST_OF_A_NOTE].rsplit(' ', 1)[0]} …"


def summarize_plan(planned: YearsPlan) -> dict[str, Any]:
    """The plan as the object that ``--json`` prints."""
    new = [
        {"record": r.kind, "id": r.id}
        for a in planned.assessments
        for r in (a.record, *(each for records in a.records.values() for each in records))
    ]
    lists: dict[str, list[Any]] = {"new": new, "changed": [], "removed": [], "conflicts": []}
    year_labels = [a.label for a in planned.assessments]
    listed_items = {name: {"count": len(items), "items": items} for name, items in lists.items()}
    return {
        "years": year_labels,
        **listed_items,
        "problems": problems_as_items((*planned.problems, *planned.left_out)),
        "warnings": list(planned.warnings),
        "notes": list(planned.notes),
        **pieces_as_items(planned.pieces),
    }
