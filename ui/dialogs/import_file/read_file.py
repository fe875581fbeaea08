"""What a file is found to be: read on a worker, and set against the workbook, without anything being changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.years.narrative import Proposal
from selfassess.services.importing import file_kinds, plan_import, plan_narrative
from selfassess.services.importing.file_kinds import Source
from selfassess.services.importing.plan_import import ImportPlan, Way
from selfassess.services.importing.spreadsheet_mapping.draft import MappingDraft, Spreadsheet, open_spreadsheet
from selfassess.services.workbook.snapshot import read_snapshot
from ui.dialogs.import_file.merge.step import Shown, prepare_merge_lines
from ui.dialogs.import_file.wording import FOREIGN, NARRATIVE, NOT_UNDERSTOOD, describe_incoming_file

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

_LOOKED_AT = 0.2
"""The part of the work that finding out what a file is may be."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file that was read. ``shown`` is there where it is to be merged; else the plan has each year on its own.

    ``plan`` is None as long as nobody has said what a ``spreadsheet`` of somebody's means, or looked through where the
    pieces of a document go (``proposal``).
    """

    source: Path
    kind: Source
    there: Workbook
    sentence: str
    spreadsheet: Spreadsheet | None = None
    proposal: Proposal | None = None
    plan: ImportPlan | None = None
    shown: Shown | None = None


def read_and_compare(path: Path, source: Path, progress: Progress, cancelled: Cancelled) -> Found:
    """Read ``source`` and set it against the workbook at ``path``."""
    return _run_with_frozen_garbage(lambda: _read_source(path, source, progress, cancelled))


def apply_spreadsheet_mapping(
    found: Found, draft: MappingDraft, label: str, progress: Progress, cancelled: Cancelled
) -> Found:
    """What a spreadsheet comes to as the year ``label``, read by its mapping as a person set it."""
    return _run_with_frozen_garbage(lambda: _build_mapped_year(found, draft, label, progress, cancelled))


def apply_placed_pieces(found: Found, proposal: Proposal, label: str) -> Found:
    """What a document comes to as the year ``label``, its pieces placed as a person set them, who said it is ours."""
    return _run_with_frozen_garbage(
        lambda: _add_plan(found, plan_import.plan_document(found.there, found.source, proposal, label))
    )


def join_existing_year(found: Found, year: str) -> Found:
    """What a file would do to a year that is there."""
    assert found.plan is not None
    read = found.plan.read
    return _run_with_frozen_garbage(lambda: _add_merge(found, plan_import.plan_read_file(found.there, read, year)))


def apply_row_answers(found: Found, same: Mapping[str, bool]) -> Found:
    """What a file would do once it is said of each row that was asked about whether it is the record here."""
    assert found.plan is not None
    plan = replace(found.plan, same=same)
    return _run_with_frozen_garbage(lambda: _add_merge(found, plan))


def _run_with_frozen_garbage(work: Callable[[], Found]) -> Found:
    """Work on a worker so that the window hardly notices, also afterwards."""
    found = work()
    # It stays for as long as the dialog is open. Looked through again at each full collection of garbage, ten years of
    # it would hold the window up for longer than anybody should wait.
    gc.freeze()
    return found


def _read_source(path: Path, source: Path, progress: Progress, cancelled: Cancelled) -> Found:
    if source.exists() and path.samefile(source):
        raise WrongUseError(f"{source.name} is the workbook that is open. Choose a copy of it, or another file.")
    kind = file_kinds.recognize_source(source, progress=lambda part: progress(part * _LOOKED_AT), cancelled=cancelled)
    there = read_snapshot(path, journal=True)
    if kind is Source.SPREADSHEET:
        rest = 1 - _LOOKED_AT
        spreadsheet = open_spreadsheet(
            source, there.current, progress=lambda part: progress(_LOOKED_AT + part * rest), cancelled=cancelled
        )
        return Found(source=source, kind=kind, there=there, spreadsheet=spreadsheet, sentence=FOREIGN)
    if kind is Source.NARRATIVE:
        proposal = plan_narrative.propose_document(
            source, there.current.framework, progress=progress, cancelled=cancelled
        )
        if not proposal.is_understood:
            raise FileError(NOT_UNDERSTOOD.format(name=source.name))
        return Found(source=source, kind=kind, there=there, proposal=proposal, sentence=NARRATIVE)
    plan = plan_import.plan_file(
        there,
        source,
        kind=kind,
        progress=lambda part: progress(_LOOKED_AT + part * (0.8 - _LOOKED_AT)),
        cancelled=cancelled,
    )
    found = _add_plan(Found(source=source, kind=kind, there=there, sentence=""), plan)
    progress(1.0)
    return found


def _build_mapped_year(
    found: Found, draft: MappingDraft, label: str, progress: Progress, cancelled: Cancelled
) -> Found:
    plan = plan_import.plan_spreadsheet(
        found.there, found.source, draft, label, progress=lambda part: progress(part * 0.9), cancelled=cancelled
    )
    return _add_plan(found, plan)


def _add_plan(found: Found, plan: ImportPlan) -> Found:
    """What a file that was read comes to: changes to this workbook, or years of its own, which a person may name."""
    if plan.decision.way is Way.NOTHING:
        raise FileError(plan.decision.why)
    # Whatever year a report says it is of, a person may want it in another: that is asked first.
    if plan.decision.way is Way.MERGE and found.kind is not Source.REPORT:
        return _add_merge(found, plan)
    if found.kind in (Source.SPREADSHEET, Source.NARRATIVE):
        plan.raise_if_refused()  # its year was named in the step before
    _ = plan.each_year  # on the worker: it may take long
    return replace(found, plan=plan, sentence=describe_incoming_file(found.kind, found.there, plan.incoming))


def _add_merge(found: Found, plan: ImportPlan) -> Found:
    plan.raise_if_refused()
    prepared = plan.prepared
    sentence = describe_incoming_file(found.kind, found.there, plan.incoming, prepared.meeting)
    return replace(found, plan=plan, sentence=sentence, shown=prepare_merge_lines(prepared))
