"""Looking a workbook over: is the file sound, and what still stands between the draft and sending it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.merging import integrity
from selfassess.domain.model.admission import shorten_problem_list
from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.import_result import Problem
from selfassess.domain.publishing import personal_data_places
from selfassess.domain.publishing.personal_data_places import Place
from selfassess.domain.readiness.findings import find_findings
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.text.wording import british_date, choose_plural, count_noun
from selfassess.services.exporting.file_progress import Cancelled
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.storage.store import Store, read_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a look over a workbook found. ``faults`` are of the file, ``findings`` of what is written in it."""

    findings: tuple[Finding, ...]
    faults: tuple[str, ...]


A_FEW = 25
A_REST = 0.002
"""Where somebody works meanwhile, so many seconds of rest come after so many rows: as much again as they take."""


def find_file_faults(path: Path, *, thorough: bool = True, cancelled: Cancelled | None = None) -> tuple[str, ...]:
    """What of a workbook is not as it was written, a sentence each; an older one has nothing yet to be held against.

    Without ``thorough`` as far as it takes little. With ``cancelled`` it lets whoever works meanwhile go first, and
    raises CancelledError once that says so. For a worker.
    """
    if read_format(path) != FORMAT:
        return ()
    with Store.open_read_only(path) as opened:
        if cancelled is None:
            return opened.find_faults(thorough=thorough)
        return opened.find_faults(thorough=thorough, breathe=_make_gentle_check(cancelled))


def _make_gentle_check(cancelled: Cancelled) -> Callable[[int], None]:
    def breathe(number: int) -> None:
        if number % A_FEW == 0:
            time.sleep(A_REST)
            if cancelled():
                raise CancelledError("The check was stopped.")

    return breathe


def describe_proof_start(path: Path) -> str:
    """From when on the history proves itself, in a sentence; "" where it always did."""
    if read_format(path) != FORMAT:
        return "It was written by an earlier version of the program, so its history has no proof yet."
    with Store.open_read_only(path) as opened:
        at = opened.proof_sealed_at()
    if not at:
        return ""
    return f"Its history has proof from {british_date(at[:10])} on; what was written before is held as it was then."


def check_workbook(path: Path, today: str, settled: Collection[str] = ()) -> Check:
    """Look a workbook over; raises FileError where it cannot be read at all. Changes nothing.

    ``settled``: the keys of places that look like personal data and that somebody found fine.
    """
    faults = find_file_faults(path)
    odd: list[Problem] = []
    workbook = read_snapshot(path, journal=True, odd=odd)
    faults += tuple(problem.describe_with_place for problem in shorten_problem_list(odd))
    faults += tuple(problem.describe_with_place for problem in integrity.find_faults(workbook))
    found = tuple(f for assessment in workbook.assessments for f in find_findings(assessment, today))
    return Check(findings=(*personal_data_places.list_place_findings(workbook, settled), *found), faults=faults)


def find_open_personal_data(
    path: Path, year: str | None = None, settled: Collection[str] = (), *, one_year: bool = False
) -> tuple[Place, ...]:
    """Where a public version would show what looks like personal data and is not settled.

    It is of all years where ``year`` is None, or of the current one where it is ``one_year`` (as a PDF always is).
    """
    workbook = read_snapshot(path)
    label = workbook.current.label if one_year and year is None else year
    return personal_data_places.keep_unsettled_places(
        personal_data_places.find_personal_places(workbook, label), settled
    )


def describe_personal_data_places(found: Collection[Place], file: str) -> str:
    """A sentence or two about such places for whoever has just made a public version."""
    number = count_noun(len(found), "place looks", "places look")
    which = choose_plural(len(found), "names it", "lists them")
    return f"{number} like personal data in this public version; “check {file}” {which}. {personal_data_places.NAMES}"
