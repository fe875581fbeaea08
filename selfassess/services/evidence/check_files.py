"""The files of the evidence looked after: is each still there, and still the same? Those that moved are found again.

``check_evidence_files`` and ``find_moved_files`` are long work for a worker; ``plan_moved_files`` and
``plan_accepted_files`` say what it comes to in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from selfassess.domain.model import journal
from selfassess.domain.model.addresses import normalise_location
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.documents import folders, places
from selfassess.exchange.documents.fingerprint import Fingerprint, compute_fingerprint, format_file_name
from selfassess.services.exporting.file_progress import Cancelled, Gauge, Progress, read_file_size
from selfassess.services.workbook.destinations import locate_file
from selfassess.services.workbook.session import Session


class Condition(StrEnum):
    """How a file of the evidence is."""

    OK = "ok"
    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How the file of one item of evidence is now; ``message`` is a sentence, "" where all is well."""

    id: str
    condition: Condition
    message: str = ""
    fingerprint: Fingerprint | None = None


def check_evidence_files(
    assessment: Assessment,
    workbook: Path,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> tuple[State, ...]:
    """How every file of the year's evidence is; web pages and what is held in a system are not looked at."""
    records = [record for record in assessment.records_of("evidence") if _is_file(record)]
    located: dict[str, Path | FileError] = {}
    locations = {record.text_of("location") for record in records}
    for location in locations:
        try:
            located[location] = locate_file(location, workbook)
        except FileError as error:
            located[location] = error
    gauge = Gauge(progress, cancelled, (path for path in located.values() if isinstance(path, Path)))
    read = {location: _inspect_file(location, path, gauge) for location, path in located.items()}
    progress(1.0)
    return tuple(_build_file_state(record, read[record.text_of("location")]) for record in records)


def find_moved_files(
    folder: Path,
    wanted: Mapping[str, str],
    *,
    sizes: Mapping[str, int] | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Mapping[str, Path]:
    """Evidence id -> the file in a folder, or in those below it, that has the content wanted (id -> fingerprint).

    Where ``sizes`` (id -> bytes) are known for all, only files of these sizes are read.
    """
    missing = {sha256.strip().casefold() for sha256 in wanted.values() if sha256}
    known = None
    if sizes and all(id in sizes for id in wanted):
        known = {sizes[id] for id in wanted if id in sizes}
    candidates = [
        path
        for path in folders.list_files_within([folder], [], cancelled=cancelled)
        if known is None or read_file_size(path) in known
    ]
    gauge = Gauge(progress, cancelled, candidates)
    there: dict[str, Path] = {}
    for path in candidates:
        if len(there) == len(missing):
            break
        with gauge.enter_file(path), suppress(FileError):
            sha256 = compute_fingerprint(path, progress=gauge.add_bytes_read, cancelled=gauge.cancelled).sha256
            if sha256 in missing:
                there.setdefault(sha256, path)
    progress(1.0)
    return {id: there[sha256.strip().casefold()] for id, sha256 in wanted.items() if sha256.strip().casefold() in there}


def plan_moved_files(session: Session, again: Mapping[str, Path]) -> tuple[Change, ...]:
    """What it comes to that files which had moved are where ``look_for`` found them."""
    year = session.current
    today = session.clock().date().isoformat()
    return tuple(
        change
        for id, path in again.items()
        if (record := year.by_id.get(id)) is not None
        for change in changes_to_values(
            record, {"location": places.format_kept_location(path, session.path), "checked_on": today}
        )
    )


def plan_accepted_files(session: Session, states: Iterable[State]) -> tuple[Change, ...]:
    """What it comes to that files are right as ``check`` found them: their fingerprints, sizes, and today's date."""
    year = session.current
    today = session.clock().date().isoformat()
    made: list[Change] = []
    for state in states:
        record = year.by_id.get(state.id)
        read = state.fingerprint
        if record is not None and read is not None:
            values: dict[str, Value] = {"sha256": read.sha256, "size_bytes": read.size, "checked_on": today}
            if state.condition is Condition.CHANGED and record["personal_data"] is not None:
                values["personal_data"] = "not_checked"  # what was said of its content is no longer known
            made += changes_to_values(record, values)
    return tuple(made)


def _is_file(record: Record) -> bool:
    kind = record["location_kind"]
    location = record.text_of("location").strip()
    if not location:
        return False
    if kind == "file":
        return True
    return kind is None and bool(record["sha256"])


def _inspect_file(location: str, path: Path | FileError, gauge: Gauge) -> tuple[Condition, str, Fingerprint | None]:
    if isinstance(path, places.ElsewhereError):
        return Condition.ELSEWHERE, str(path), None
    if isinstance(path, FileError):
        return Condition.UNREADABLE, str(path), None
    name = format_file_name(path.name)
    with gauge.enter_file(path):
        try:
            return Condition.OK, "", compute_fingerprint(path, progress=gauge.add_bytes_read, cancelled=gauge.cancelled)
        except FileError as error:
            if not isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                return Condition.UNREADABLE, str(error), None
    if places.is_elsewhere(location, path):
        said = f"{name} is on a drive or in a folder that this computer does not have. Look for it in a folder here."
        return Condition.ELSEWHERE, said, None
    return Condition.MISSING, f"{name} is no longer where it was. Look for it in a folder, or take it off.", None


def _build_file_state(record: Record, looked: tuple[Condition, str, Fingerprint | None]) -> State:
    condition, message, read = looked
    if read is not None and record["sha256"] and record.text_of("sha256").strip().casefold() != read.sha256:
        name = format_file_name(normalise_location(record.text_of("location")).rpartition("/")[2])
        condition = Condition.CHANGED
        message = f"{name} has changed since its fingerprint was taken."
    return State(id=record.id, condition=condition, message=message, fingerprint=read)


def changes_to_values(record: Record, values: Mapping[str, Value]) -> Iterator[Change]:
    """The changes that give a record these values."""
    for key, value in values.items():
        if value != record[key]:
            yield journal.update_field(record, key, value)
