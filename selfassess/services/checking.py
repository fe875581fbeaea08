"""Looking a workbook over: is the file sound, and what still stands between the draft and sending it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from selfassess.domain import consistency, readiness
from selfassess.domain.readiness import Finding
from selfassess.domain.records import FORMAT
from selfassess.services.reading import snapshot
from selfassess.storage.store import Store, format_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a look over a workbook found. ``faults`` are of the file, ``findings`` of what is written in it."""

    findings: tuple[Finding, ...]
    faults: tuple[str, ...]


def check(path: Path, today: str) -> Check:
    """Look a workbook over; raises FileError where it cannot be read at all. Changes nothing."""
    faults: tuple[str, ...] = ()
    if format_of(path) == FORMAT:
        with Store.read_only(path) as opened:
            faults = opened.faults()
    workbook = snapshot(path)
    faults += tuple(problem.sentence for problem in consistency.faults(workbook))
    found = tuple(f for assessment in workbook.assessments for f in readiness.findings(assessment, today))
    return Check(findings=found, faults=faults)
