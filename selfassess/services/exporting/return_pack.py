"""Handing over the return: every file under its IR number, an index, the self-assessment; whole, or not at all.

It is planned first: what goes, what is missing, what is held back and why. Writing reads each file once, reads each
copy back, and holds back by name what is not there any more or is not what it was. The index is written last, so it
always says what is there.

What CQC gets of the self-assessment is the version that leaves out comments, which are the drafters' own, and contacts,
which the return asks for by themselves: they stand in the index.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.return_pack import index, warnings
from selfassess.domain.return_pack import plan as return_pack
from selfassess.domain.return_pack.file_names import LONGEST_NAME, count_windows_units, find_name_room
from selfassess.domain.return_pack.plan import Document, HeldBack, Plan
from selfassess.domain.return_pack.warnings import Notice
from selfassess.domain.text.wording import count_noun, format_file_size
from selfassess.services.exporting.evidence_files import Looked, inspect_evidence_files
from selfassess.services.exporting.file_progress import Cancelled, Progress
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.exporting.writers import AS_USUAL, ExportJob
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy, temp_files
from selfassess.services.workbook.snapshot import read_snapshot

if TYPE_CHECKING:
    from selfassess.exchange.return_pack import Pack

ZIP = ".zip"
UNLOCKED = 0.7
"""How far a return is that is written and has still to be locked."""
SPARE = 8_000_000
"""Bytes that the self-assessment and the index may take."""
MADE, COPIED, INDEXED = 0.15, 0.9, 0.98
"""How far the work is when the self-assessment is made, the files are copied, and the index is there."""
CHANGED_MEANWHILE = "The file was changed after it was last checked, so what it holds now is not what was added."
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A return that could be written now: what is planned, and what to know before."""

    path: Path
    workbook: Workbook
    plan: Plan
    looked: Looked
    changed: bool
    """Whether files that are not what was added are sent."""
    acting: bool
    """Whether programs, shortcuts, disk images and documents with macros are sent."""
    forms: tuple[str, ...]
    """The endings of the files that the self-assessment is sent as."""
    notices: tuple[Notice, ...]
    """What to know before it is sent, the gravest first."""

    @property
    def describe_size(self) -> str:
        """How much it is, in a few words."""
        return index.summarise_plan(self.plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What was written and where; ``late`` is what had to be held back while writing, and is among the plan's too."""

    path: Path
    plan: Plan
    late: tuple[HeldBack, ...]
    notes: tuple[str, ...]

    @property
    def file_count(self) -> int:
        """How many files are in it."""
        return len(self.plan.documents) + len(self.plan.own) + len(return_pack.INDEX)


def prepare_return_pack(
    path: Path,
    *,
    year: str | None = None,
    changed: bool = False,
    acting: bool = False,
    forms: Iterable[str] = return_pack.USUAL_FORMS,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Prepared:
    """Plan the return of a year (the one in work where None): looks at every file, writes nothing.

    Raises WrongUseError where the year answers no return, FileError where the workbook cannot be read.
    """
    workbook = read_snapshot(path)
    assessment = workbook.find_assessment(year)
    return_pack.require_information_return(assessment)
    looked = inspect_evidence_files(assessment, path, thorough=changed, progress=progress, cancelled=cancelled)
    wanted = tuple(each for each in return_pack.FORMS if each in forms)
    plan = return_pack.plan_return(
        assessment, looked.seen, room=LONGEST_NAME, changed=changed, acting=acting, forms=wanted
    )
    notices = warnings.list_plan_notices(plan)
    return Prepared(
        path=path, workbook=workbook, plan=plan, looked=looked, changed=changed, acting=acting, forms=wanted,
        notices=notices,
    )  # fmt: skip


def write_return_pack(
    prepared: Prepared,
    out: Path,
    *,
    passphrase: str | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> HandedOver:
    """Write a prepared return: a zip file where ``out`` ends in .zip, or else a folder, which may be there if empty.

    With a ``passphrase`` the zip file is locked; a folder cannot be. Raises WrongUseError or FileError where it cannot
    be written and CancelledError once ``cancelled`` says so; in each case what was at ``out`` is as before.
    """
    policy.require_passphrase(passphrase)
    temp_files.require_fit(out)  # before Windows takes its name for something else
    out = Path(os.path.abspath(out))
    _check_pack_target(prepared, out)
    if passphrase is not None:
        return _write_encrypted_pack(prepared, out, passphrase, progress, cancelled)
    return _write_open_pack(prepared, out, progress, cancelled)


def _write_open_pack(prepared: Prepared, out: Path, progress: Progress, cancelled: Cancelled) -> HandedOver:
    from selfassess.exchange import return_pack as packing  # openpyxl takes a while; most commands never need it

    plan = _shorten_document_names(prepared, out)
    _check_free_space(out, plan.total_bytes + SPARE)
    forward = _Forward(progress, plan.total_bytes)
    try:
        shape = packing.ArchivePack if _is_zip_name(out) else packing.FolderPack
        made = shape(out, cancelled=cancelled, heard=forward.add_bytes_copied)
        with temp_files.note_in_progress(made.work), made as pack:
            return _Writing(prepared, plan, pack, forward.report_reached, cancelled).write_everything()
    except OSError as error:
        raise _explain_unwritable(out, error) from error


def _write_encrypted_pack(
    prepared: Prepared, out: Path, passphrase: str, progress: Progress, cancelled: Cancelled
) -> HandedOver:
    """Write it in a folder of the person's own first, then lock it into its place."""
    from selfassess.exchange.locked import archives

    encryption.refuse_weak_passphrase(passphrase)
    if not _is_zip_name(out):
        raise WrongUseError("Only a zip file can be locked. Give the return a name that ends in .zip.")
    try:
        with temp_files.working_folder() as working:
            _check_free_space(out, prepared.plan.total_bytes + SPARE)
            open_ = working / out.name
            done = _write_open_pack(prepared, open_, lambda part: progress(part * UNLOCKED), cancelled)
            with temp_files.file_in_place_of(out) as fresh:
                archives.repack_with_passphrase(fresh, open_, passphrase, cancelled)
    except OSError as error:
        raise _explain_unwritable(out, error) from error
    progress(1.0)
    return replace(done, path=out)


class _Forward:
    """Tells how far the work is, by the bytes that are copied, and never backwards."""

    def __init__(self, progress: Progress, size: int) -> None:
        self._progress = progress
        self._whole, self._copied, self._reached = max(size, 1), 0, 0.0

    def add_bytes_copied(self, count: int) -> None:
        """Hear of bytes that went by."""
        self._copied += count
        self.report_reached(MADE + (COPIED - MADE) * min(self._copied / self._whole, 1.0))

    def report_reached(self, part: float) -> None:
        """Be at a part of the whole, 0 to 1."""
        self._reached = max(self._reached, part)
        self._progress(self._reached)


class _Writing:
    """One return on its way into a folder or zip file."""

    def __init__(self, prepared: Prepared, plan: Plan, pack: Pack, progress: Progress, cancelled: Cancelled) -> None:
        self.prepared, self.plan, self.pack = prepared, plan, pack
        self.progress, self.cancelled = progress, cancelled
        self.late: list[HeldBack] = []
        self.notes: list[str] = []

    def write_everything(self) -> HandedOver:
        """Everything in its order; what is made of our own is read back as the files are."""
        self._write_self_assessment()
        self._copy_documents()
        held = (*self.plan.held_back, *self.late)
        late = {each.evidence for each in self.late}
        there = tuple(each for each in self.plan.documents if not late.intersection(each.evidence))
        self.plan = replace(self.plan, documents=there, held_back=held)
        self._write_index_files()
        if changed := self.pack.list_changed_copies():
            raise FileError(f"{changed[0]} changed while the return was written. Nothing was written. Try again.")
        self.pack.finish_pack()
        self.progress(1.0)
        return HandedOver(path=self.pack.out, plan=self.plan, late=tuple(self.late), notes=tuple(self.notes))

    def _copy_documents(self) -> None:
        """Copy each file; one that is not what was planned is taken from elsewhere, or held back."""
        documents = {document.name: (document, iter(document.evidence)) for document in self.plan.documents}
        for document, places in documents.values():
            self._copy_document(document, places, "")
        while changed := self.pack.list_changed_copies():
            for name in changed:
                self.pack.remove_copy(name)
                self._copy_document(*documents[name], CHANGED_MEANWHILE)

    def _copy_document(self, document: Document, places: Iterator[str], reason: str) -> None:
        """Copy a document from the next of its places that still has it; hold it back where none has."""
        from selfassess.exchange.return_pack import SourceError

        for id in places:
            if not document.sha256 and not self.prepared.looked.is_unchanged(id):
                reason = CHANGED_MEANWHILE
                continue
            try:
                self.pack.add_copy(document.name, self.prepared.looked.paths[id], document.sha256)
                return
            except SourceError as error:
                reason = str(error)
        refs = (document.ref, *document.also)
        self.late.append(HeldBack(title=document.title, refs=refs, reason=reason, evidence=document.evidence[0]))

    def _write_self_assessment(self) -> None:
        """The year's report as CQC gets it, in each form that was asked for."""
        reduced = reduce_to_edition(self.prepared.workbook, Edition.CQC)
        assessment = next(each for each in reduced.assessments if each.id == self.plan.assessment.id)
        made = outline.build_outline(reduced, assessment, Edition.CQC)
        alone = replace(reduced, assessments=(assessment,), journal=())
        for number, name in enumerate(self.plan.own):
            heard = self._progress_between(MADE * number / len(self.plan.own), MADE * (number + 1) / len(self.plan.own))
            self._write_report_form(self.pack.desk / name, made, alone, assessment, heard)
            self.pack.add_copy(name, self.pack.desk / name)

    def _write_report_form(self, out: Path, made: Outline, alone: Workbook, year: Assessment, heard: Progress) -> None:
        """Write the self-assessment in the form that its ending names, and read it back."""
        form = FORMATS[out.suffix.lstrip(".")]
        job = ExportJob(alone, year, made, out, heard, self.cancelled, AS_USUAL)
        self._note_undrawn_places("The self-assessment", form.check(job, form.write(job)).undrawn)

    def _write_index_files(self) -> None:
        from selfassess.exchange import excel, pdf

        council, today = self.prepared.workbook.council, date.today().isoformat()
        made = index.build_index_outline(self.plan, council, today)
        paper, book = (self.pack.desk / name for name in return_pack.INDEX)
        report = pdf.write_pdf_report(
            made, paper, progress=self._progress_between(COPIED, INDEXED), cancelled=self.cancelled
        )
        pdf.verify_pdf(paper, report)
        self._note_undrawn_places("The index", report.undrawable)
        about = (f"{made.council}, {made.year}. {self.plan.asked.name}.", f"{index.summarise_plan(self.plan)}.")
        excel.write_index(index.build_index_sheets(self.plan, council), book, outline=made, about=about)
        for file in (paper, book):
            self.pack.add_copy(file.name, file)

    def _note_undrawn_places(self, what: str, places: tuple[str, ...]) -> None:
        if places:
            more = f" and in {count_noun(len(places) - 1, 'more place')}" if len(places) > 1 else ""
            self.notes.append(f"{what} has characters that no font here can draw. {places[0]}{more}.")

    def _progress_between(self, start: float, end: float) -> Progress:
        return lambda part: self.progress(start + (end - start) * part)


def _is_zip_name(out: Path) -> bool:
    return out.suffix.lower() == ZIP


def _shorten_document_names(prepared: Prepared, out: Path) -> Plan:
    """The plan with names that are short enough for the place, also while they are written beside it."""
    from selfassess.exchange.return_pack import DEEPER

    folder = str(out.with_suffix("") if _is_zip_name(out) else out)
    beside = f"{out.parent}/{'x' * DEEPER}"
    left = find_name_room(max(folder, beside, key=count_windows_units))
    return return_pack.plan_return(
        prepared.plan.assessment, prepared.looked.seen, room=left, changed=prepared.changed, acting=prepared.acting,
        forms=prepared.forms,
    )  # fmt: skip


def _check_pack_target(prepared: Prepared, out: Path) -> None:
    if not out.parent.is_dir():
        raise FileError(f"The folder {out.parent} is not there.")
    if _is_zip_name(out):
        if out.is_dir():
            raise WrongUseError(f"{out} is a folder. Choose another name for the zip file.")
        sources = (prepared.path, *prepared.looked.paths.values())
        if out.exists() and any(_is_same_file(out, each) for each in sources):
            raise WrongUseError(f"{out} is itself evidence or the workbook. Choose another name for the return.")
    elif out.is_dir():
        if next(out.iterdir(), None) is not None:
            raise WrongUseError(
                f"The folder {out} is not empty. Choose a new one, so that nothing else is in the return."
            )
    elif os.path.lexists(out):
        raise WrongUseError(f"{out} is a file. Name a folder that is not there yet, or a file that ends in .zip.")


def _is_same_file(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False


def _check_free_space(out: Path, wanted: int) -> None:
    try:
        free = shutil.disk_usage(out.parent).free
    except OSError:
        return  # not every system tells; writing finds out
    if free < wanted:
        raise FileError(
            f"The return needs {format_file_size(wanted)}, and {format_file_size(free)} are free at {out.parent}. "
            "Make room or choose another place; nothing was written."
        )


def _explain_unwritable(out: Path, error: OSError) -> FileError:
    if error.errno in _FULL:
        return FileError(
            f"There is not enough room for the return at {out.parent}. Nothing was written; choose another place."
        )
    return FileError(f"{out} cannot be written ({error.strerror}). Nothing was written; choose another place.")
