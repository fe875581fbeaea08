"""Writing a workbook out as Excel, PDF or JSON: whole, or not at all.

Every export is written beside its target, read back and counted against the workbook, and only then given its name.
It reads the file itself, so it can run on a worker while somebody writes on.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain import outline
from selfassess.domain.audience import FORMATS, Audience, for_audience
from selfassess.domain.blocks import Outline
from selfassess.domain.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.services.reading import snapshot

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written: where, in which format, how many records (or pages of a PDF), and what to know about it."""

    path: Path
    format: str
    records: int
    pages: int = 0
    notes: tuple[str, ...] = ()


def export(
    path: Path,
    out: Path,
    *,
    year: str | None = None,
    audience: Audience = Audience.FULL,
    format: str | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> ExportReport:
    """Export a workbook; ``year`` narrows it to one (a PDF is always of one), ``format`` is told by ``out`` otherwise.

    Raises WrongUseError for an unknown format or year, FileError where the target cannot be written, CancelledError
    once ``cancelled`` says so; in each case what was at ``out`` is as before.
    """
    chosen = format or out.suffix.lstrip(".").lower()
    if chosen not in FORMATS:
        raise WrongUseError(f"{out.name} should end in .xlsx, .pdf or .json, so that it is clear what to write.")
    _check_target(path, out)
    whole = for_audience(snapshot(path, journal=chosen == "json"), audience)
    assessment = whole.find(year)
    # What is read and printed is set beside the years before, also where only this one is handed on.
    made = outline.build(whole, assessment, audience)
    workbook = whole if year is None else _narrowed(whole, assessment)
    fresh = out.with_name(f".{out.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        write = {"xlsx": _excel, "pdf": _pdf, "json": _json}[chosen]
        report = write(workbook, assessment, made, fresh, progress, cancelled)
        if cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        os.replace(fresh, out)
    except PermissionError as error:
        raise FileError(f"{out} cannot be written. If it is open in another program, close it there first.") from error
    except OSError as error:
        raise FileError(f"{out} cannot be written ({error.strerror}). Choose another place.") from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return replace(report, path=out, format=chosen)


def _check_target(path: Path, out: Path) -> None:
    if out.is_dir():
        raise FileError(f"{out} is a folder. Give the export a name in it.")
    if not out.parent.is_dir():
        raise FileError(f"The folder {out.parent} is not there.")
    if out.exists() and path.exists() and os.path.samefile(path, out):
        raise WrongUseError("An export cannot be written over the workbook itself. Choose another name.")


def _narrowed(workbook: Workbook, assessment: Assessment) -> Workbook:
    """The workbook with one year and the journal of what it holds."""
    kept = {workbook.id, assessment.id, *assessment.by_id}
    journal = tuple(entry for entry in workbook.journal if entry.change.record in kept)
    return replace(workbook, assessments=(assessment,), journal=journal)


def _count(workbook: Workbook) -> int:
    return sum(1 for _ in workbook.records())


def _excel(
    workbook: Workbook,
    assessment: Assessment,
    made: Outline,
    target: Path,
    progress: Progress,
    cancelled: Cancelled,
) -> ExportReport:
    from selfassess.exchange import excel  # openpyxl takes a while to import; most commands never need it

    excel.write(workbook, made, assessment, target, progress=lambda part: progress(part * 0.7), cancelled=cancelled)
    excel.verify(target, workbook)
    return ExportReport(path=target, format="xlsx", records=_count(workbook))


def _pdf(
    workbook: Workbook,
    assessment: Assessment,
    made: Outline,
    target: Path,
    progress: Progress,
    cancelled: Cancelled,
) -> ExportReport:
    from selfassess.exchange import pdf  # reportlab takes a while to import; most commands never need it

    report = pdf.write(made, target, progress=progress, cancelled=cancelled)
    pdf.verify(target, report)
    notes = tuple(f"This could not be drawn and is shown as a box: {what}" for what in report.undrawable)
    return ExportReport(path=target, format="pdf", records=_count(workbook), pages=report.pages, notes=notes)


def _json(
    workbook: Workbook,
    assessment: Assessment,
    made: Outline,
    target: Path,
    progress: Progress,
    cancelled: Cancelled,
) -> ExportReport:
    from selfassess.exchange import json

    json.write(workbook, target)
    json.verify(target, workbook)
    return ExportReport(path=target, format="json", records=_count(workbook))
