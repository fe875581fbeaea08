"""What a file is found to be: read on a worker, and set against the workbook, without anything being changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.years.narrative import Proposal
from selfassess.exchange import foreign
from selfassess.services.importing import (
    file_kinds,
    narrative_year,
    place_report,
    plan_import,
    plan_merge,
    plan_narrative,
)
from selfassess.services.importing.file_kinds import Source
from selfassess.services.importing.plan_import import Plan
from selfassess.services.workbook import temp_files
from selfassess.services.workbook.snapshot import snapshot
from ui.dialogs.import_file.merge.step import Shown, worked_out
from ui.dialogs.import_file.wording import FOREIGN, NARRATIVE, NOT_UNDERSTOOD, what_it_is

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

NAMELESS = "Year without a name"
_LOOKED_AT = 0.2
"""The part of the work that finding out what a file is may be."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file that was read. ``shown`` is there where it is to be merged; ``plans`` has each year on its own else.

    ``incoming`` is None as long as nobody has said what a spreadsheet of somebody's means (``book``) or looked through
    where the pieces of a document go (``proposal``).
    """

    source: Path
    kind: Source
    there: Workbook
    book: foreign.Book | None = None
    proposal: Proposal | None = None
    incoming: Incoming | None = None
    shown: Shown | None = None
    plans: tuple[Plan, ...] = ()
    sentence: str = ""
    year: str = ""
    """The year here that it is to go into, where it was chosen."""

    @property
    def joins(self) -> bool:
        """Whether the file may go into a year that is there."""
        return self.kind in plan_import.OF_A_YEAR


def find(path: Path, source: Path, progress: Progress, cancelled: Cancelled) -> Found:
    """Read ``source`` and set it against the workbook at ``path``."""
    return _calmly(lambda: _find(path, source, progress, cancelled))


def mapped(found: Found, mapping: foreign.Mapping, label: str, progress: Progress, cancelled: Cancelled) -> Found:
    """What a spreadsheet comes to as the year ``label``, read by its mapping as a person set it."""
    return _calmly(lambda: _mapped(found, mapping, label, progress, cancelled))


def placed(found: Found, proposal: Proposal, label: str) -> Found:
    """What a document comes to as the year ``label``, its pieces placed as a person set them, who said it is ours."""
    return _calmly(lambda: _placed(found, proposal, label))


def join(found: Found, year: str) -> Found:
    """What a file would do to a year that is there."""
    return _calmly(lambda: _join(found, year))


def answer_pairs(found: Found, same: Mapping[str, bool]) -> Found:
    """What a file would do once it is said of each row that was asked about whether it is the record here."""
    return _calmly(lambda: _answered(found, same))


def _calmly(work: Callable[[], Found]) -> Found:
    """Work on a worker so that the window hardly notices, also afterwards."""
    found = work()
    # It stays for as long as the dialog is open. Looked through again at each full collection of garbage, ten years of
    # it would hold the window up for longer than anybody should wait.
    gc.freeze()
    return found


def _find(path: Path, source: Path, progress: Progress, cancelled: Cancelled) -> Found:
    if source.exists() and path.samefile(source):
        raise WrongUseError(f"{source.name} is the workbook that is open. Choose a copy of it, or another file.")
    kind = file_kinds.source_kind(source, progress=lambda part: progress(part * _LOOKED_AT), cancelled=cancelled)
    there = snapshot(path, journal=True)
    if kind is Source.SPREADSHEET:
        rest = 1 - _LOOKED_AT
        book = foreign.open_book(source, progress=lambda part: progress(_LOOKED_AT + part * rest), cancelled=cancelled)
        return Found(source=source, kind=kind, there=there, book=book, sentence=FOREIGN)
    if kind is Source.NARRATIVE:
        proposal = plan_narrative.propose_document(
            source, there.current.framework, progress=progress, cancelled=cancelled
        )
        if not proposal.understood:
            raise FileError(NOT_UNDERSTOOD.format(name=source.name))
        return Found(source=source, kind=kind, there=there, proposal=proposal, sentence=NARRATIVE)
    incoming = file_kinds.read_source(
        source,
        there=there,
        framework=there.current.framework,
        kind=kind,
        progress=lambda part: progress(_LOOKED_AT + part * (0.8 - _LOOKED_AT)),
        cancelled=cancelled,
    )
    if kind is Source.REPORT:
        incoming = place_report.place_report(incoming, there)
    found = _set_against(Found(source=source, kind=kind, there=there), incoming)
    progress(1.0)
    return found


def _mapped(found: Found, mapping: foreign.Mapping, label: str, progress: Progress, cancelled: Cancelled) -> Found:
    there = found.there
    like = next((year for year in there.assessments if year.label == label), there.current)
    with temp_files.folder() as folder:
        # By way of a file, as a mapping that was saved is used: so both come to the very same.
        path = folder / f"mapping{foreign.SUFFIX}"
        foreign.save(mapping, path)
        incoming = file_kinds.read_source(
            found.source,
            mapping=path,
            label=label,
            framework=like.framework,
            asked=like.information_return,
            council=there.council,
            progress=lambda part: progress(part * 0.9),
            cancelled=cancelled,
        )
    found = _set_against(found, incoming)
    return _join(found, label) if any(year.label == label for year in there.assessments) else found


def _placed(found: Found, proposal: Proposal, label: str) -> Found:
    there = found.there
    like = next((year for year in there.assessments if year.label == label), there.current)
    incoming = plan_narrative.make_incoming(
        proposal,
        framework=like.framework,
        asked=like.information_return,
        council=there.council,
        label=label,
        ours=True,
    )
    found = _set_against(found, incoming)
    return _join(found, label) if any(year.label == label for year in there.assessments) else found


def _set_against(found: Found, incoming: Incoming) -> Found:
    """What a file that was read comes to: changes to this workbook, or years of its own."""
    there = found.there
    if not found.joins and plan_merge.belongs(there, incoming):
        prepared = plan_merge.prepare(there, incoming, found.source)
        sentence = what_it_is(found.kind, there, incoming, prepared.meeting)
        return replace(found, incoming=incoming, sentence=sentence, shown=worked_out(prepared))
    found = replace(found, incoming=incoming, sentence=what_it_is(found.kind, there, incoming))
    return replace(found, plans=tuple(_planned(found, incoming)))


def _answered(found: Found, same: Mapping[str, bool]) -> Found:
    assert found.incoming is not None
    if found.year:
        prepared = plan_merge.prepare_into(found.there, found.incoming, found.source, found.year, same)
    else:
        prepared = plan_merge.prepare(found.there, found.incoming, found.source, same=same)
    return replace(found, shown=worked_out(prepared))


def _join(found: Found, year: str) -> Found:
    assert found.incoming is not None
    prepare = narrative_year.prepare_additions if found.kind is Source.NARRATIVE else plan_merge.prepare_into
    return replace(found, year=year, shown=worked_out(prepare(found.there, found.incoming, found.source, year)))


def _planned(found: Found, incoming: Incoming) -> list[Plan]:
    """Each year by itself, so that choosing among them later takes no time."""
    taken = {record.id for record in found.there.records()}
    plans = []
    for year in incoming.workbook.assessments:
        label = year.label.strip() or NAMELESS
        alone = replace(year, record=replace(year.record, values={**year.record.values, "label": label}))
        only = replace(incoming, workbook=replace(incoming.workbook, assessments=(alone,)))
        plans.append(plan_import.plan(only, found.source, ids_taken=taken, council=found.there.council))
    return plans


def together(plans: Collection[tuple[Plan, str]]) -> Plan:
    """The plans of several years as one, each year by the name that was chosen for it."""
    every = [plan for plan, _ in plans]
    years = []
    for plan, label in plans:
        (year,) = plan.assessments
        years.append(replace(year, record=replace(year.record, values={**year.record.values, "label": label})))
    return replace(
        every[0],
        assessments=tuple(years),
        problems=tuple(dict.fromkeys(problem for plan in every for problem in plan.problems)),
        left_out=tuple(dict.fromkeys(problem for plan in every for problem in plan.left_out)),
        warnings=tuple(dict.fromkeys(warning for plan in every for warning in plan.warnings)),
        notes=tuple(dict.fromkeys(note for plan in every for note in plan.notes)),
    )
