"""Writing a workbook out as Excel, Word, PDF, HTML, PowerPoint or JSON: whole, or not at all.

Every export is written beside its target, read back and counted against the workbook, and only then given its name.
It reads the file itself, so it can run on a worker while somebody writes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from selfassess.domain.model.editions import DOCUMENTS, FORMATS, Edition, EditionOptions, options_for
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.history_proof import NO_PROOF
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.signed_version import of_assessment
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import for_edition
from selfassess.domain.report import outline
from selfassess.domain.report.brief import build_brief
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy, temp_files
from selfassess.services.workbook.snapshot import snapshot

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MOST_PLACES = 12
"""How many places with characters that cannot be drawn are named one by one."""

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
    edition: Edition = Edition.FULL,
    options: EditionOptions | None = None,
    format: str | None = None,
    parts: Collection[str] | None = None,
    without_empty: bool = False,
    template: Path | None = None,
    brief: str | None = None,
    passphrase: str | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> ExportReport:
    """Export a workbook; ``year`` narrows it to one (a document always is), ``format`` is told by ``out`` otherwise.

    ``options``: what a person chose about the edition, the usual ones otherwise; what there is to say of them (which
    statements are longer than wanted) is in the report. ``parts``: which of ``outline.PARTS`` a document is made of;
    ``without_empty`` leaves out of it, and of Excel's sheets to read, what nothing is written in. ``brief`` makes one
    page of it, about a statement or for a group. ``template`` is the Word document whose styles are used. With a
    ``passphrase`` it is locked: a PDF by itself, the rest in a zip file, which ``out`` then has to be
    ("name.xlsx.zip").

    Raises WrongUseError for an unknown format or year, FileError where the target cannot be written, CancelledError
    once ``cancelled`` says so; in each case what was at ``out`` is as before.
    """
    chosen = format or told_by(out, locked=passphrase is not None)
    if chosen not in FORMATS:
        endings = [f".{ending}" for ending in FORMATS]
        listed = f"{', '.join(endings[:-1])} or {endings[-1]}"
        raise WrongUseError(f"{out.name} should end in {listed}, so that it is clear what to write.")
    policy.require_passphrase(passphrase, public=edition is Edition.PUBLIC)
    check_target(path, out)
    _check_parts(chosen, edition, parts)
    if template is not None and chosen != "docx":
        raise WrongUseError(f"A template is for Word, and {out.name} is {FORMATS[chosen]}. Leave the template out.")
    options = options or options_for(edition)
    whole = for_edition(snapshot(path, journal=chosen == "json"), edition, options)
    assessment = whole.find(year)
    # What is read and printed is set beside the years before, also where only this one is handed on.
    made = outline.build(whole, assessment, edition, options=options, parts=parts, without_empty=without_empty)
    if brief is not None:
        if chosen not in DOCUMENTS:
            raise WrongUseError(f"A brief is a document: Word, PDF or HTML, and {out.name} is {FORMATS[chosen]}.")
        made = build_brief(whole, assessment, made, brief)
    workbook = whole if year is None else narrowed(whole, assessment)
    return write_whole(
        workbook, made, assessment, out, chosen,
        made_with=MadeWith(parts, without_empty, template, brief or ""),
        passphrase=passphrase, progress=progress, cancelled=cancelled,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What somebody chose for a document: its parts (all where None), what is left out, a template, a brief."""

    parts: Collection[str] | None = None
    without_empty: bool = False
    template: Path | None = None
    brief: str = ""


def told_by(out: Path, *, locked: bool) -> str:
    """The format that a file's name tells; of a locked one that of the file in it."""
    inner = out.with_suffix("") if locked and out.suffix.lower() == encryption.ZIP else out
    return inner.suffix.lstrip(".").lower()


def write_whole(
    workbook: Workbook,
    made: Outline,
    assessment: Assessment,
    out: Path,
    format: str,
    *,
    made_with: MadeWith = MadeWith(),
    passphrase: str | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> ExportReport:
    """Write a workbook that is already as the edition may see it: beside its target, read back, then named."""
    write = {"xlsx": _excel, "docx": _word, "pdf": _pdf, "html": _html, "pptx": _slides, "json": _json}[format]
    try:
        with encryption.in_place_of(out, passphrase, format, cancelled) as fresh:
            report = write(_Job(workbook, assessment, made, fresh, progress, cancelled, made_with))
            if cancelled():
                raise CancelledError("Stopped. Nothing was exported.")
    except PermissionError as error:
        raise FileError(f"{out} cannot be written. If it is open in another program, close it there first.") from error
    except OSError as error:
        raise FileError(f"{out} cannot be written ({error.strerror}). Choose another place.") from error
    return replace(report, path=out, format=format, notes=(*made.notes, *report.notes))


def check_target(path: Path, out: Path) -> None:
    """Raise an error where ``out`` cannot be written to: a folder, in none, or the workbook itself."""
    if out.is_dir():
        raise FileError(f"{out} is a folder. Give the export a name in it.")
    if not out.parent.is_dir():
        raise FileError(f"The folder {out.parent} is not there.")
    temp_files.require_fit(out)
    if out.exists() and path.exists() and os.path.samefile(path, out):
        raise WrongUseError("An export cannot be written over the workbook itself. Choose another name.")


def _check_parts(format: str, edition: Edition, parts: Collection[str] | None) -> None:
    if parts is None:
        return
    if format not in DOCUMENTS:
        raise WrongUseError(f"Only a document can be of chosen parts; {FORMATS[format]} always holds every register.")
    unknown = [part for part in parts if part not in outline.PARTS]
    if unknown:
        raise WrongUseError(f"There is no part “{unknown[0]}”. The parts are: {', '.join(outline.PARTS)}.")
    if not set(parts) & set(outline.parts_for(edition)):
        raise WrongUseError(f"None of the chosen parts is for {edition.readers}. Choose at least one that is.")


def narrowed(workbook: Workbook, assessment: Assessment) -> Workbook:
    """The workbook with one year, the journal of what it holds, and its signed versions."""
    kept = {workbook.id, assessment.id, *assessment.by_id}
    journal = tuple(entry for entry in workbook.journal if entry.change.record in kept)
    return replace(
        workbook,
        assessments=(assessment,),
        journal=journal,
        versions=of_assessment(workbook.versions, assessment.id),
        kept=tuple(each for each in workbook.kept if each.version.assessment == assessment.id),
        proof=NO_PROOF,
    )


@dataclass(frozen=True, slots=True)
class _Job:
    workbook: Workbook
    assessment: Assessment
    made: Outline
    target: Path
    progress: Progress
    cancelled: Cancelled
    made_with: MadeWith

    def step(self, part: float) -> None:
        """Be at a part of the whole, 0 to 1, unless somebody asked to stop."""
        if self.cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        self.progress(part)

    def done(self, format: str, pages: int = 0, notes: tuple[str, ...] = ()) -> ExportReport:
        records = sum(1 for _ in self.workbook.records())
        return ExportReport(path=self.target, format=format, records=records, pages=pages, notes=notes)


def _excel(job: _Job) -> ExportReport:
    from selfassess.exchange import excel  # openpyxl takes a while to import; most commands never need it

    excel.write(
        job.workbook,
        job.made,
        job.assessment,
        job.target,
        progress=lambda part: job.progress(part * 0.7),
        cancelled=job.cancelled,
    )
    excel.verify(job.target, job.workbook, lambda part: job.step(0.7 + part * 0.3))
    return job.done("xlsx")


def _word(job: _Job) -> ExportReport:
    from selfassess.exchange import word  # python-docx takes a while to import; most commands never need it

    chosen = job.made_with
    identity = word.Identity(
        workbook=job.workbook.id,
        assessment=job.assessment.id,
        journal=job.workbook.journal_position,
        edition=job.made.edition.value,
        parts="" if chosen.parts is None else ",".join(chosen.parts),
        without_empty="yes" if chosen.without_empty else "",
        brief=chosen.brief,
        options=msgspec.json.encode(job.made.options).decode(),
    )
    report = word.write(
        job.made,
        job.target,
        council=job.workbook.council,
        assessment=job.assessment,
        identity=identity,
        template=chosen.template,
        progress=lambda part: job.progress(part * 0.8),
        cancelled=job.cancelled,
    )
    job.step(0.8)
    word.verify(job.target, job.made, report)
    return job.done("docx")


def _pdf(job: _Job) -> ExportReport:
    from selfassess.exchange import pdf  # reportlab takes a while to import; most commands never need it

    report = pdf.write(job.made, job.target, progress=job.progress, cancelled=job.cancelled)
    pdf.verify(job.target, report)
    return job.done("pdf", report.pages, _undrawn(report.undrawable))


def _html(job: _Job) -> ExportReport:
    from selfassess.exchange import html  # it lays out charts with a library that most commands never need

    report = html.write(job.made, job.target, progress=lambda part: job.progress(part * 0.5), cancelled=job.cancelled)
    job.step(0.5)
    html.verify(job.target, job.made, report)
    return job.done("html")


def _slides(job: _Job) -> ExportReport:
    from selfassess.domain.report.presentation import build_presentation
    from selfassess.exchange import slides  # python-pptx takes a while to import; most commands never need it

    made = build_presentation(job.workbook, job.assessment, job.made)
    report = slides.write(made, job.target, progress=lambda part: job.progress(part * 0.8), cancelled=job.cancelled)
    job.step(0.8)
    slides.verify(job.target, made, report)
    return job.done("pptx", report.slides)


def _undrawn(places: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of characters that no font can draw: the first places, and how many more there are."""
    if not places:
        return ()
    more = len(places) - MOST_PLACES
    counted = (f"There are {more} more such places." if more > 1 else "There is 1 more such place.",)
    opening = f"No font here can draw some characters; “{REPLACEMENT}” stands for each of them."
    return (opening, *(f"{place}." for place in places[:MOST_PLACES]), *(counted if more > 0 else ()))


def _json(job: _Job) -> ExportReport:
    from selfassess.exchange import json

    json.write(job.workbook, job.target)
    json.verify(job.target, job.workbook)
    return job.done("json")
