"""Signing off: a version is made from the file as it is, kept in it for ever, read again, and given out from there.

Making one takes a while and is done aside, from the file itself; ``sign`` then writes it with what it changes.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from selfassess.domain.model import journal, signed_version
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.signed_version import KeptVersion, SignedVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.signing import signing
from selfassess.domain.signing.signing import Signatures, Union, unite_versions
from selfassess.domain.text.wording import british_date
from selfassess.exchange import json
from selfassess.exchange.documents.fingerprint import compute_fingerprint
from selfassess.services.exporting import export as exporting
from selfassess.services.exporting.export import Cancelled, Progress
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.workbook import backups, policy, temp_files
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.opening import write_new_workbook
from selfassess.services.workbook.session import Clock, Session, now_utc
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.storage.store import SUFFIX, Store

__all__ = [
    "Listed",
    "Prepared",
    "Signed",
    "Union",
    "choose_signed_version",
    "describe_version_fault",
    "export_signed_version",
    "find_history_disagreements",
    "find_version_of_pdf",
    "list_signed_versions",
    "open_kept_version",
    "prepare_version",
    "read_signed_version",
    "record_submission",
    "sign_version",
    "start_next_version",
    "summarise_signed_version",
    "unite_versions",
    "write_signed_pdf",
]  # fmt: skip

MOVED_ON = (
    "The workbook was changed while the version was being made, so nothing was signed. Look at it again and sign."
)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A version that is made and not signed yet. ``position`` is where the journal was when it was made."""

    kept: KeptVersion
    changes: tuple[Change, ...]
    entries: tuple[Entry, ...]
    pdf: bytes
    pages: int
    position: str


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A version as it was signed: its workbook, with this one year and its journal, and its PDF."""

    version: SignedVersion
    workbook: Workbook
    pdf: bytes

    @property
    def assessment(self) -> Assessment:
        """The year as it was signed."""
        return self.workbook.assessments[0]


@dataclass(frozen=True)
class Listed:
    """A version in a file, the name of its year, and what is wrong with it, "" where it is as it was signed."""

    version: SignedVersion
    year: str
    fault: str

    @property
    def sentence(self) -> str:
        """It in a line."""
        version = self.version
        on = british_date(version.signed_at)
        signed = f"{self.year}, {version.name}: signed off on {on} by {version.director} and {version.chief_executive}."
        history = f" History {version.head}" if version.head else ""
        return f"{signed} {self.fault or 'It is as it was signed.'} PDF {version.pdf_fingerprint}{history}"


def prepare_version(
    path: Path,
    assessment: str,
    signatures: Signatures,
    *,
    author: str,
    edition: Edition = Edition.BOARD,
    clock: Clock = now_utc,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Prepared:
    """Make the next version of an assessment from the file, after a backup; ``edition`` is whom its PDF is for.

    Raises WrongUseError where it cannot be signed, FileError where it cannot be made whole, CancelledError.
    """
    at = clock()
    signing.check_signatures(signatures, at.astimezone().date().isoformat())
    there = read_snapshot(path, journal=True)
    year = next((each for each in there.assessments if each.id == assessment), None)
    if year is None or year.by_cqc:
        raise WrongUseError("Only your own self-assessment is signed off here.")
    why = signing.reason_year_closed(year.record, there.versions)
    if why:
        raise WrongUseError(why)
    changes = signing.build_signing_changes(year, signatures)
    entries = journal.make_entries(
        changes, step=str(uuid.uuid4()), at=at.isoformat(timespec="milliseconds"), author=author
    )
    whole, year = _apply_signing_entries(there, year, entries)
    version = _build_signed_version(there, year, signatures, at)
    pdf, pages = _build_version_pdf(
        replace(whole, versions=(*there.versions, version)), year, edition, progress, cancelled
    )
    body = _build_version_body(whole, year, pdf)
    version = replace(version, checksum=_hash_content(body), pdf_fingerprint=_hash_content(pdf))
    backups.take_backup(path, "sign-off", at)
    progress(1.0)
    return Prepared(
        kept=KeptVersion(version=version, body=body),
        changes=changes,
        entries=entries,
        pdf=pdf,
        pages=pages,
        position=there.journal_position,
    )


def sign_version(session: Session, prepared: Prepared) -> StepTaken:
    """Write a prepared version into the open workbook, in one step that is never taken back."""
    session.require_writable()
    if (session.store.journal_position(), session.store.history_head()) != (
        prepared.position,
        prepared.kept.version.head,
    ):
        raise WrongUseError(MOVED_ON)
    version = prepared.kept.version
    record = next(each for each in session.assessments if each.id == version.assessment)
    return run_to_end(
        session.take_step_in_turns(
            f"sign off {record.text_of('label')}",
            prepared.changes,
            journaled=prepared.entries,
            signed=(prepared.kept,),
            final=signing.reason_signing_is_final(record, version),
        )
    )


def start_next_version(session: Session, assessment: str) -> StepTaken:
    """Open a signed assessment again, to write its next version; one step that can be undone."""
    number = signed_version.next_number(session.versions, assessment)
    return session.take_step(
        f"start version {number}", signing.build_next_version_changes(session.load_assessment(assessment))
    )


def record_submission(session: Session, on: str) -> StepTaken | None:
    """Say that the signed assessment in view was submitted on a day (ISO 8601)."""
    record = session.current.record
    return session.run_command(
        SetMany((SetField(record.id, "status", "submitted"), SetField(record.id, "submitted_on", on)))
    )


def read_signed_version(path: Path, id: str) -> Signed:
    """A version from the file; raises FileError where it is not as it was signed."""
    with Store.open_read_only(path) as opened:
        kept = opened.read_version(id)
    return open_kept_version(kept)


def list_signed_versions(path: Path, year: str | None = None) -> tuple[Listed, ...]:
    """The versions in a file (of one year, by its label), each with what is wrong with it.

    It is as it was signed where snapshot, PDF, names and days, and the whole history of the workbook agree.
    """
    with Store.open_read_only(path) as opened:
        labels = {each.id: each.text_of("label") for each in opened.read_assessment_records()}
        if year is not None and year not in labels.values():
            raise WrongUseError(f"There is no year “{year}” in this workbook. It has: {', '.join(labels.values())}.")
        kept = [opened.read_version(each.id) for each in opened.signed_versions()]
        disagreement = next(map(_describe_disagreement, opened.find_faults()), "")
    found = (
        Listed(each.version, labels.get(each.version.assessment, ""), _find_kept_version_fault(each) or disagreement)
        for each in kept
    )
    return tuple(each for each in found if year in (None, each.year))


def describe_version_fault(path: Path, id: str) -> str:
    """What is wrong with one version, "" where it is as it was signed."""
    return next(
        (each.fault for each in list_signed_versions(path) if each.version.id == id), "This version is no longer there."
    )


def find_history_disagreements(path: Path) -> tuple[str, ...]:
    """What of a workbook does not agree with its history, a sentence each: a version may be missing from it."""
    with Store.open_read_only(path) as opened:
        return tuple(map(_describe_disagreement, opened.find_faults()))


def _describe_disagreement(fault: str) -> str:
    return f"This workbook is not what its history says: {fault}"


def choose_signed_version(found: Sequence[Listed], number: int | None) -> SignedVersion:
    """The version of this number, or the last; raises WrongUseError where there is none or not only one."""
    named = [each for each in found if number in (None, each.version.number)]
    if not named:
        message = f"There is no version {number}." if number is not None else "Nothing was signed off yet."
        raise WrongUseError(message)
    years_named = len({each.year for each in named})
    if years_named > 1:
        raise WrongUseError("Versions of several years are there. Say which year with --year.")
    return max(named, key=lambda each: (each.version.number, each.version.signed_at)).version


def summarise_signed_version(each: Listed) -> dict[str, object]:
    """A version as the object that ``--json`` prints."""
    return {**asdict(each.version), "year": each.year, "ok": not each.fault, "message": each.fault}


def _find_kept_version_fault(kept: KeptVersion) -> str:
    if kept.version.ended:
        return kept.version.ended
    try:
        open_kept_version(kept)
    except FileError as error:
        return str(error)
    return ""


def open_kept_version(kept: KeptVersion) -> Signed:
    """What a kept version holds; raises FileError where that is not as it was signed."""
    version = kept.version
    name = version.name.capitalize()
    if version.ended:
        workbook, _ = json.unpack_snapshot(kept.body, name)
        return Signed(version=version, workbook=replace(workbook, versions=(version,), kept=(kept,)), pdf=b"")
    if _hash_content(kept.body) != version.checksum:
        raise FileError(f"{name} is damaged: its snapshot is no longer as it was signed. A backup may have it whole.")
    workbook, pdf = json.unpack_snapshot(kept.body, name)
    if _hash_content(pdf) != version.pdf_fingerprint:
        raise FileError(f"{name} is damaged: its PDF is not the one that was signed.")
    why = version.describe_difference(workbook.assessments[0].record)
    if why != "":
        raise FileError(f"{name} is not as it was signed: {why}")
    return Signed(version=version, workbook=replace(workbook, versions=(version,), kept=(kept,)), pdf=pdf)


def find_version_of_pdf(
    path: Path, known: Iterable[SignedVersion], cancelled: Cancelled = lambda: False
) -> SignedVersion | None:
    """The version whose signed PDF a file is, to the last byte; None where it is of none. Raises FileError."""
    found = compute_fingerprint(path, cancelled=cancelled).sha256
    return next((each for each in known if each.pdf_fingerprint == found), None)


def export_signed_version(
    signed: Signed,
    out: Path,
    *,
    edition: Edition | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Path:
    """Write a version out as Excel, PDF, JSON or a workbook of its own, by the ending of ``out``.

    A PDF without an ``edition`` is the signed one, byte for byte. Raises WrongUseError, FileError, CancelledError.
    """
    if policy.current_policy().passphrase_required and edition is not Edition.PUBLIC:
        raise WrongUseError(
            "Your organisation requires a passphrase for what is exported, and a signed version is written as it was "
            "signed. Send it in a return pack, which can be locked."
        )
    ending = out.suffix.lower()
    exporting.check_export_target(Path(), out)
    if ending == SUFFIX:
        write_new_workbook(out, signed.workbook, author="")
        return out
    if ending == ".pdf" and edition is None:
        if not signed.pdf:
            raise WrongUseError(f"{signed.version.ended} Its PDF is no longer here; choose whom a new one is for.")
        return write_signed_pdf(signed.pdf, out)
    readers = edition or Edition.FULL
    seen = reduce_to_edition(signed.workbook, readers)
    if ending.lstrip(".") not in FORMATS:
        endings = ", ".join(f".{each}" for each in FORMATS)
        raise WrongUseError(f"{out.name} should end in {endings} or {SUFFIX}, so that it is clear what to write.")
    year = seen.assessments[0]
    made = outline.build_outline(seen, year, readers)
    format_ = ending.lstrip(".")
    exporting.write_whole_file(seen, made, year, out, format_, progress=progress, cancelled=cancelled)
    return out


def _apply_signing_entries(
    there: Workbook, year: Assessment, entries: tuple[Entry, ...]
) -> tuple[Workbook, Assessment]:
    """The workbook and the year as they are once the entries are written."""
    record = year.record
    for entry in entries:
        record = journal.apply_change(record, entry.change) or record
    after = replace(year, record=record)
    assessments = tuple(after if each.id == year.id else each for each in there.assessments)
    journal_position = entries[-1].id if entries else there.journal_position
    whole = replace(
        there,
        assessments=assessments,
        journal=(*there.journal, *entries),
        journal_position=journal_position,
    )
    return whole, after


def _build_signed_version(there: Workbook, year: Assessment, signatures: Signatures, at: datetime) -> SignedVersion:
    return SignedVersion(
        id=new_id(),
        assessment=year.id,
        number=signed_version.next_number(there.versions, year.id),
        signed_at=at.isoformat(timespec="seconds"),
        director=signatures.director,
        director_signed_on=signatures.director_signed_on,
        chief_executive=signatures.chief_executive,
        chief_executive_signed_on=signatures.chief_executive_signed_on,
        head=there.proof.head_hash,
        checksum="",
        pdf_fingerprint="",
    )


def _build_version_pdf(
    whole: Workbook, year: Assessment, edition: Edition, progress: Progress, cancelled: Cancelled
) -> tuple[bytes, int]:
    """The PDF of a year, set beside the years before it, and how many pages it has."""
    from selfassess.exchange import pdf  # reportlab takes a while to import; most uses of this module never need it

    seen = reduce_to_edition(whole, edition)
    made = outline.build_outline(seen, next(each for each in seen.assessments if each.id == year.id), edition)
    try:
        with temp_files.working_folder() as folder:
            target = folder / "signed.pdf"
            report = pdf.write_pdf_report(made, target, progress=lambda part: progress(part * 0.8), cancelled=cancelled)
            pdf.verify_pdf(target, report)
            return target.read_bytes(), report.pages
    except OSError as error:
        raise FileError(
            f"The PDF of the version could not be made ({error.strerror}), so nothing was signed. "
            "Free some space and try again."
        ) from error


def _build_version_body(whole: Workbook, year: Assessment, pdf: bytes) -> bytes:
    """The snapshot, read back and compared before anybody signs it."""
    narrow = replace(exporting.narrow_to_year(whole, year), versions=(), kept=(), redactions=())
    body = json.pack_snapshot(narrow, pdf)
    back, _ = json.unpack_snapshot(body, "The version")
    if tuple(back.all_records()) != tuple(narrow.all_records()) or back.journal != narrow.journal:
        raise FileError("The version was not made whole, so nothing was signed. Try again.")
    return body


def write_signed_pdf(pdf: bytes, out: Path) -> Path:
    """Write a signed PDF: all of it, or nothing. Raises FileError."""
    try:
        temp_files.write_whole_file(out, pdf)
    except OSError as error:
        raise FileError(f"{out} cannot be written ({error.strerror}). Choose another place.") from error
    return out


def _hash_content(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
