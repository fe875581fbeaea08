"""Evidence gathered from files, folders and links; what is done for it afterwards is in ``check_files``.

Nothing is copied and no web page is fetched. What reads files is long work for a worker, and gives values;
what begins with ``plan_`` says what these come to in the workbook.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model import journal, new_year
from selfassess.domain.model.addresses import WEB, normalise_location
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import Value, clean_value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.evidence_index import Library
from selfassess.exchange.documents import folders, places
from selfassess.exchange.documents.fingerprint import compute_fingerprint, format_file_name
from selfassess.exchange.documents.titles import guess_document_title, remove_invisible_signs
from selfassess.exchange.recognition import FileKind, recognize_file
from selfassess.services.evidence.check_files import changes_to_values
from selfassess.services.exporting.file_progress import Cancelled, Gauge, Progress
from selfassess.services.workbook.destinations import locate_file
from selfassess.services.workbook.session import Session

MOST_LINKS = 5_000

_SHORTCUT = ".url"
_OTHER_SHORTCUTS = (".lnk", ".webloc", ".desktop")
_SMALL = 100_000
_NOT_THE_FILE = (FileKind.LOCK_FILE, FileKind.LEFTOVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One document as it would be added. ``already`` is the id of the evidence that is this document, "" where none is.

    ``moved`` says that this evidence names a place where nothing is any more, so that it takes the place found here.
    """

    title: str
    location: str
    location_kind: str
    sha256: str = ""
    size_bytes: int | None = None
    dated_on: str = ""
    already: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequest:
    """What is to be gathered; with neither ``paths`` nor ``text`` the person is asked to paste addresses.

    The rest is what it is to be linked to. ``added`` is told the ids of the evidence that was added or linked.
    """

    paths: tuple[Path, ...] = ()
    text: str = ""
    statements: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    category: str | None = None
    source: str | None = None
    added: Callable[[tuple[str, ...]], object] = lambda ids: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was found among what somebody dropped or pasted, and what could not be taken, a sentence each.

    ``doubts`` are about documents that are among the ``found`` all the same.
    """

    found: tuple[Found, ...]
    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def gather_documents(
    paths: Iterable[Path],
    workbook: Path,
    assessment: Assessment,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Gathered:
    """The documents among files and folders, each once, and which of them the year has already.

    Files are read for their fingerprints and stay where they are. Raises CancelledError once ``cancelled`` says so.
    """
    problems: list[str] = []
    doubts: list[str] = []
    listed = list(folders.list_files_within(paths, problems, cancelled=cancelled))
    gauge = Gauge(progress, cancelled, listed)
    found: list[Found] = []
    for path in listed:
        with gauge.enter_file(path):
            try:
                found.append(read_document(path, workbook, gauge))
                if fault := recognize_file(path).fault:
                    doubts.append(fault)
            except (FileError, WrongUseError) as error:
                problems.append(str(error))
    progress(1.0)
    library = Library(assessment.records_of("evidence"))
    once = tuple(_match_with_library(each, library, workbook) for each in _skip_repeated_documents(found, problems))
    return Gathered(found=once, problems=tuple(problems), doubts=tuple(doubts))


def read_pasted_links(text: str, assessment: Assessment | None = None) -> Gathered:
    """The web addresses in a pasted text, one a line; words before or after an address are its title."""
    found: list[Found] = []
    problems: list[str] = []
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINKS:
        problems.append(f"Only the first {MOST_LINKS:,} lines were taken. Paste the others after that.")
    for line in lines[:MOST_LINKS]:
        words = line.split()
        address = next((word for word in words if WEB.match(word)), line)
        title = (
            remove_invisible_signs(" ".join(word for word in words if word != address)).strip(" -–—:|")
            if address != line
            else ""
        )
        try:
            found.append(_make_web_document(places.clean_web_address(address), title))
        except WrongUseError as error:
            problems.append(str(error))
    library = Library(assessment.records_of("evidence") if assessment else ())
    once = tuple(_match_with_library(each, library, None) for each in _skip_repeated_documents(found, problems))
    return Gathered(found=once, problems=tuple(problems))


def plan_evidence_changes(
    session: Session,
    found: Iterable[Found],
    *,
    statements: tuple[str, ...] = (),
    items: tuple[str, ...] = (),
    category: str | None = None,
    source: str | None = None,
) -> tuple[Change, ...]:
    """What adding documents to the year in view comes to, as one step: new evidence, or more links on what is there.

    ``statements`` and ``items`` are the quality statements and IR items that each is linked to; ``category`` and
    ``source`` are given to what is new, and to what is there without them.
    """
    year, today = session.current, session.clock().date().isoformat()
    library = Library(year.records_of("evidence"))
    last = max((record.position for record in library.evidence), default=-1)
    sorted_as: dict[str, Value] = {"category": category, "source": source}
    linked: dict[str, Value] = {"quality_statements": statements or None, "return_items": items or None}
    made: list[Change] = []
    done: set[str] = set()
    for each in found:
        there = year.by_id.get(_match_with_library(each, library, None).already or each.already)
        if there is None:
            last += 1
            values = {**linked, **_values_of_new_evidence(each, today), **sorted_as}
            cleaned = {key: clean_value(CATALOGUE["evidence"].by_key[key], value) for key, value in values.items()}
            made.append(journal.create_record(blank_record("evidence", new_year.new_id(), last, year.id, **cleaned)))
        elif there.id not in done:
            done.add(there.id)
            lacking = {key: value for key, value in sorted_as.items() if value and there[key] is None}
            made += changes_to_values(
                there, {**_merge_more_links(there, linked), **lacking, **_values_renewed_by_file(there, each, today)}
            )
    return tuple(made)


def read_document(path: Path, workbook: Path, gauge: Gauge) -> Found:
    """What one file comes to as evidence of the workbook; raises FileError where it can be none."""
    name = format_file_name(path.name)
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise FileError(f"{name} has a broken character in its name. Rename it, then add it again.") from error
    if path.suffix.lower() == _SHORTCUT:
        return _read_shortcut(path)
    if path.suffix.lower() in _OTHER_SHORTCUTS:
        raise FileError(f"{name} is a shortcut. Add the file or the address that it leads to.")
    if (recognized := recognize_file(path)).kind in _NOT_THE_FILE:
        raise FileError(recognized.fault)
    taken = compute_fingerprint(path, progress=gauge.add_bytes_read, cancelled=gauge.cancelled)
    if not taken.size:
        raise FileError(f"{name} is empty, so it was not added.")
    return Found(
        title=guess_document_title(path.name),
        location=places.format_kept_location(path, workbook),
        location_kind="file",
        sha256=taken.sha256,
        size_bytes=taken.size,
        dated_on=taken.modified,
    )


def _read_shortcut(path: Path) -> Found:
    """The page that a shortcut leads to, as browsers leave one in a folder."""
    read = configparser.RawConfigParser(strict=False)
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            read.read_string(file.read(_SMALL))
        address = read["InternetShortcut"]["URL"]
    except (OSError, KeyError, configparser.Error) as error:
        raise FileError(f"{format_file_name(path.name)} is a shortcut that names no web address.") from error
    return _make_web_document(places.clean_web_address(address), guess_document_title(path.name))


def _make_web_document(address: str, title: str = "") -> Found:
    return Found(title=title or guess_document_title(address), location=address, location_kind="web")


def _skip_repeated_documents(found: Iterable[Found], problems: list[str]) -> Iterator[Found]:
    """Each document once; of two files with one content the first, and a sentence that says so."""
    by_place: set[str] = set()
    by_content: dict[str, Found] = {}
    for each in found:
        place = normalise_location(each.location)
        first = by_content.setdefault(each.sha256, each) if each.sha256 else each
        if place in by_place:
            continue
        by_place.add(place)
        if first is each:
            yield each
        else:
            problems.append(
                f"{_file_name_of(each)} is the same document as {_file_name_of(first)}, so it was taken once."
            )


def _file_name_of(each: Found) -> str:
    return format_file_name(normalise_location(each.location).rpartition("/")[2])


def _match_with_library(each: Found, library: Library, workbook: Path | None) -> Found:
    """A document with the evidence that is it already: by its content first, or else by its place."""
    same = library.with_content(each.sha256)
    there = library.at_place(each.location)
    record = next((r for r in same if r in there), next(iter((*same, *there)), None))
    if record is None:
        return each
    return replace(
        each, already=record.id, moved=workbook is not None and record not in there and _is_file_gone(record, workbook)
    )


def _is_file_gone(record: Record, workbook: Path) -> bool:
    if record["location_kind"] not in ("file", None):
        return False
    try:
        return not os.path.lexists(locate_file(record.text_of("location"), workbook))
    except FileError:
        return True


def _values_of_new_evidence(each: Found, today: str) -> dict[str, Value]:
    values: dict[str, Value] = {"title": each.title, "location": each.location, "location_kind": each.location_kind}
    if each.location_kind == "file":
        values |= {"personal_data": "not_checked", **_fingerprint_values(each, today)}
    return values | ({"dated_on": each.dated_on} if each.dated_on else {})


def _fingerprint_values(each: Found, today: str) -> dict[str, Value]:
    return {"sha256": each.sha256, "size_bytes": each.size_bytes, "checked_on": today}


def _values_renewed_by_file(there: Record, each: Found, today: str) -> dict[str, Value]:
    """What a document that is there already takes from the file that was added again."""
    at_its_place = normalise_location(there.text_of("location")) == normalise_location(each.location)
    values: dict[str, Value] = {}
    if each.sha256 and (at_its_place or each.moved):
        values |= _fingerprint_values(each, today)
    if each.moved:
        values |= {"location": each.location, "location_kind": each.location_kind}
    return values


def _merge_more_links(there: Record, linked: Mapping[str, Value]) -> dict[str, Value]:
    return {
        key: tuple(dict.fromkeys((*there.links_of(key), *more)))
        for key, more in linked.items()
        if isinstance(more, tuple)
    }
