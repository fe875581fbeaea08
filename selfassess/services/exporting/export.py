"""Writing a workbook out as Excel, Word, PDF, HTML, PowerPoint or JSON: whole, or not at all.

Every export is written beside its target, read back and counted against the workbook, and only then given its name.
It reads the file itself, so it can run on a worker while somebody writes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.field_shorthand import OWN_WORDS
from selfassess.domain.model.history_proof import NO_PROOF
from selfassess.domain.model.report_blocks import Outline, Table
from selfassess.domain.model.signed_version import versions_of_assessment
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.report.brief import build_brief
from selfassess.domain.return_pack.index import Sheet
from selfassess.services.exporting.formats import (
    FORMATS,
    PAPER_FORMATS,
    ExportFormat,
    list_document_names,
    list_endings,
)
from selfassess.services.exporting.writers import AS_USUAL, ExportJob, MadeWith
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy, temp_files
from selfassess.services.workbook.snapshot import read_snapshot

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


def export_workbook(
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
    chosen = format or format_from_name(out, locked=passphrase is not None)
    if chosen not in FORMATS:
        raise WrongUseError(f"{out.name} should end in {list_endings()}, so that it is clear what to write.")
    written_as = FORMATS[chosen]
    if edition not in written_as.editions:
        raise WrongUseError(f"{written_as.name} is not made for {edition.describe_readers}. Choose another format.")
    policy.require_passphrase(passphrase, public=edition is Edition.PUBLIC)
    check_export_target(path, out)
    _check_chosen_parts(written_as, edition, parts)
    if template is not None and not written_as.takes_template:
        raise WrongUseError(f"A template is for Word, and {out.name} is {written_as.name}. Leave the template out.")
    options = options or build_options(edition)
    whole = reduce_to_edition(read_snapshot(path, journal=written_as.keeps_history), edition, options)
    assessment = whole.find_assessment(year)
    # What is read and printed is set beside the years before, also where only this one is handed on.
    made = outline.build_outline(whole, assessment, edition, options=options, parts=parts, without_empty=without_empty)
    if brief is not None:
        if not written_as.is_document:
            documents = list_document_names()
            raise WrongUseError(f"A brief is a document: {documents}, and {out.name} is {written_as.name}.")
        made = build_brief(whole, assessment, made, brief)
    workbook = whole if year is None else narrow_to_year(whole, assessment)
    return write_whole_file(
        workbook, made, assessment, out, chosen,
        made_with=MadeWith(parts, without_empty, template, brief or ""),
        passphrase=passphrase, progress=progress, cancelled=cancelled,
    )  # fmt: skip


def format_from_name(out: Path, *, locked: bool) -> str:
    """The format that a file's name tells; of a locked one that of the file in it."""
    inner = out.with_suffix("") if locked and out.suffix.lower() == encryption.ZIP else out
    return inner.suffix.lstrip(".").lower()


def read_paper_format(out: Path, format: str | None = None, *, locked: bool) -> str:
    """The format of a paper: the one that is asked for, or that the file's name tells.

    Raises WrongUseError where papers are not made in it.
    """
    chosen = format or format_from_name(out, locked=locked)
    if chosen not in PAPER_FORMATS:
        endings = list_endings(PAPER_FORMATS)
        raise WrongUseError(f"{out.name} should end in {endings}, so that it is clear what to write.")
    return chosen


def write_whole_file(
    workbook: Workbook,
    made: Outline,
    assessment: Assessment,
    out: Path,
    format: str,
    *,
    made_with: MadeWith = AS_USUAL,
    passphrase: str | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> ExportReport:
    """Write a workbook that is already as the edition may see it: beside its target, read back, then named."""
    written_as = FORMATS[format]
    if not written_as.keeps_history:  # the whole workbook as JSON has its words; what people are handed has none
        own = workbook.council
        workbook = replace(workbook, council=replace(own, values={**own.values, OWN_WORDS: None}))
    with _replace_whole(out, passphrase, format, cancelled) as fresh:
        job = ExportJob(workbook, assessment, made, fresh, progress, cancelled, made_with)
        checked = written_as.check(job, written_as.write(job))
    records = sum(1 for _ in workbook.all_records())
    notes = (*made.notes, *checked.notes)
    return ExportReport(path=out, format=format, records=records, pages=checked.pages, notes=notes)


def write_tables(
    tables: Iterable[tuple[str, Table]],
    made: Outline,
    about: str,
    out: Path,
    *,
    passphrase: str | None = None,
    cancelled: Cancelled = lambda: False,
) -> ExportReport:
    """Write tables, each with the name of its sheet, as an Excel file that says what it is ``about``; read back."""
    from selfassess.exchange.excel import write_index

    sheets = [Sheet(name, table.caption, table.columns, table.rows) for name, table in tables]
    with _replace_whole(out, passphrase, "xlsx", cancelled) as fresh:
        write_index(sheets, fresh, outline=made, about=(about, ""))
    return ExportReport(path=out, format="xlsx", records=sum(len(sheet.rows) for sheet in sheets))


@contextmanager
def _replace_whole(out: Path, passphrase: str | None, format: str, cancelled: Cancelled) -> Iterator[Path]:
    """Where a new file is made, which stands at ``out`` once it is whole; until then nothing is changed there."""
    try:
        with encryption.encrypt_in_place_of(out, passphrase, format, cancelled) as fresh:
            yield fresh
            if cancelled():
                raise CancelledError("Stopped. Nothing was exported.")
    except PermissionError as error:
        raise FileError(f"{out} cannot be written. If it is open in another program, close it there first.") from error
    except OSError as error:
        raise FileError(f"{out} cannot be written ({error.strerror}). Choose another place.") from error


def check_export_target(path: Path, out: Path) -> None:
    """Raise an error where ``out`` cannot be written to: a folder, in none, or the workbook itself."""
    if out.is_dir():
        raise FileError(f"{out} is a folder. Give the export a name in it.")
    if not out.parent.is_dir():
        raise FileError(f"The folder {out.parent} is not there.")
    temp_files.require_fit(out)
    if out.exists() and path.exists() and os.path.samefile(path, out):
        raise WrongUseError("An export cannot be written over the workbook itself. Choose another name.")


def _check_chosen_parts(written_as: ExportFormat, edition: Edition, parts: Collection[str] | None) -> None:
    if parts is None:
        return
    if not written_as.is_document:
        raise WrongUseError(f"Only a document can be of chosen parts; {written_as.name} always holds every register.")
    unknown = [part for part in parts if part not in outline.PARTS]
    if unknown:
        raise WrongUseError(f"There is no part “{unknown[0]}”. The parts are: {', '.join(outline.PARTS)}.")
    if not set(parts) & set(outline.parts_for(edition)):
        raise WrongUseError(f"None of the chosen parts is for {edition.describe_readers}. Choose at least one that is.")


def narrow_to_year(workbook: Workbook, assessment: Assessment) -> Workbook:
    """The workbook with one year, the journal of what it holds, and its signed versions."""
    kept = {workbook.id, assessment.id, *assessment.by_id}
    journal = tuple(entry for entry in workbook.journal if entry.change.record in kept)
    return replace(
        workbook,
        assessments=(assessment,),
        journal=journal,
        versions=versions_of_assessment(workbook.versions, assessment.id),
        kept=tuple(each for each in workbook.kept if each.version.assessment == assessment.id),
        proof=NO_PROOF,
    )
