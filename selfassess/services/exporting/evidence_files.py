"""Looking at files of evidence before a return is written: what is there, how large, whether it is what was added.

A file is read only where nothing else tells: where it was changed after it was last checked, or where it has no
fingerprint and another file is as large. Copying reads every file anyway and finds what this missed.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.return_pack import file_types
from selfassess.domain.return_pack.plan import Seen, is_file_evidence
from selfassess.exchange import apart
from selfassess.exchange.documents import places
from selfassess.exchange.documents.fingerprint import (
    build_unreadable_error,
    compute_fingerprint,
    format_local_day,
    refuse_only_online,
)
from selfassess.services.exporting.file_progress import Cancelled, Gauge, Progress
from selfassess.services.workbook import agreed_hosts

WORKBOOK = ".sawb"
IS_WORKBOOK = "It is a workbook of this program, with all its comments and its history. Export what is to be sent."


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, by evidence id: what is there, the file itself, and its stamp when it was looked at."""

    seen: Mapping[str, Seen]
    paths: Mapping[str, Path]
    stamps: Mapping[str, tuple[int, int]]

    def is_unchanged(self, id: str) -> bool:
        """Whether a file has still the size and the time it had."""
        try:
            return read_stamp(os.stat(self.paths[id])) == self.stamps[id]
        except (OSError, ValueError):
            return True  # copying says it better


def read_stamp(there: os.stat_result) -> tuple[int, int]:
    """A file's size and when it was last saved: what differs tells of a change, what is equal proves nothing."""
    return there.st_size, there.st_mtime_ns


@dataclass(slots=True)
class _File:
    """One file of evidence on the way to ``Seen``."""

    record: Record
    path: Path
    seen: Seen
    modified: str
    stamp: tuple[int, int]

    @property
    def recorded_fingerprint(self) -> str:
        """The fingerprint it had when it was added, "" where none was taken."""
        return self.record.text_of("sha256").strip().casefold()

    def is_other_size(self) -> bool:
        return bool(self.recorded_fingerprint) and self.record["size_bytes"] not in (None, self.seen.size)

    def may_have_changed(self) -> bool:
        """Whether it was saved after somebody last looked at it; what was saved on that day, copying finds out."""
        checked = self.record.text_of("checked_on")
        if not self.recorded_fingerprint:
            return False
        return not (checked and self.modified and self.modified <= checked)


def inspect_evidence_files(
    assessment: Assessment,
    workbook: Path,
    *,
    thorough: bool = False,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Looked:
    """Look at every file of evidence that is to be sent or must not be; ``thorough`` reads all of them.

    Raises CancelledError once ``cancelled`` says so.
    """
    seen: dict[str, Seen] = {}
    files: list[_File] = []
    agreed = agreed_hosts.load_agreed_hosts()
    for record in _find_records_to_inspect(assessment):
        if cancelled():
            raise CancelledError("Stopped. Nothing was written.")
        try:
            files.append(
                _inspect_found_file(
                    record, places.resolve_location(record.text_of("location"), workbook, agreed), workbook
                )
            )
        except FileError as error:
            seen[record.id] = Seen(sha256=record.text_of("sha256"), problem=str(error))
    sizes = Counter(file.seen.size for file in files)
    to_read = [
        f for f in files if thorough or f.may_have_changed() or (not f.recorded_fingerprint and sizes[f.seen.size] > 1)
    ]
    paths = dict.fromkeys(file.path for file in to_read if thorough or not file.is_other_size())
    contents = dict(_fingerprint_files(paths, Gauge(progress, cancelled, paths)))
    faults = _find_unreadable_documents(files, cancelled)
    for file in files:
        judged = _judge_file(file, contents.get(file.path))
        seen[file.record.id] = replace(judged, fault=faults.get(file.path, ""))
    paths_by_id = {file.record.id: file.path for file in files}
    return Looked(seen, paths_by_id, {file.record.id: file.stamp for file in files})


def _find_records_to_inspect(assessment: Assessment) -> Iterator[Record]:
    for record in assessment.records_of("evidence"):
        if is_file_evidence(record) and (
            record.links_of("return_items") or record["personal_data"] == "needs_redaction"
        ):
            yield record


def _inspect_found_file(record: Record, path: Path, workbook: Path) -> _File:
    try:
        there = os.stat(path)
    except (OSError, ValueError) as error:
        raise build_unreadable_error(path, error) from error
    if not stat.S_ISREG(there.st_mode):
        raise FileError("It is a folder or a device and not a file. Add the files in it instead.")
    refuse_only_online(path, there)
    if path.suffix.lower() == WORKBOOK:
        raise FileError(IS_WORKBOOK)
    seen = Seen(
        size=there.st_size,
        ending=file_types.find_ending(path.name),
        acts_as=file_types.describe_unsafe_type(path.name, _read_telling_bytes(path)),
        leads_to=_describe_real_place(path, workbook),
    )
    return _File(record, path, seen, format_local_day(there.st_mtime), read_stamp(there))


def _read_telling_bytes(path: Path) -> bytes:
    """What tells of a file what it is: its beginning and its end; of an old Office file, which has no order, all."""
    try:
        with path.open("rb") as file:
            head = file.read(file_types.HEAD)
            if head.startswith(file_types.OLD_OFFICE):
                return head + file.read(file_types.LARGEST)
            file.seek(max(os.fstat(file.fileno()).st_size - file_types.HEAD, len(head)))
            return head + file.read()
    except OSError as error:
        raise build_unreadable_error(path, error) from error


def _describe_real_place(path: Path, workbook: Path) -> str:
    """Where a file really lies, where a link leads there or it is outside of the workbook's and one's own folders."""
    real = Path(os.path.realpath(path))
    home = Path(os.path.realpath(os.path.expanduser("~")))
    within = real.is_relative_to(home) or places.is_relative(
        places.format_kept_location(real, Path(os.path.realpath(workbook)))
    )
    if within and not path.is_symlink():
        return ""
    return str(real)


def _fingerprint_files(paths: Iterable[Path], gauge: Gauge) -> Iterator[tuple[Path, str | FileError]]:
    """The content of each file by its fingerprint, or why it cannot be read."""
    for path in paths:
        with gauge.enter_file(path):
            try:
                yield path, compute_fingerprint(path, progress=gauge.add_bytes_read, cancelled=gauge.cancelled).sha256
            except FileError as error:
                yield path, error


def _find_unreadable_documents(files: Iterable[_File], cancelled: Cancelled) -> dict[Path, str]:
    """Why nobody can open a file, of those that are documents; each is opened in the process apart."""
    found: dict[Path, str] = {}
    with apart.Reader() as reader:
        paths = dict.fromkeys(file.path for file in files if not file.seen.acts_as)
        for path in paths:
            try:
                found[path] = reader.read_one_value("soundness", path, progress=lambda part: None, cancelled=cancelled)
            except FileError as error:
                found[path] = str(error)
    return found


def _judge_file(file: _File, content: str | FileError | None) -> Seen:
    if isinstance(content, FileError):
        return replace(file.seen, sha256=file.recorded_fingerprint, problem=str(content))
    if content is None and file.is_other_size():
        return replace(file.seen, changed=True)
    changed = bool(file.recorded_fingerprint and content and content != file.recorded_fingerprint)
    return replace(file.seen, sha256=content or file.recorded_fingerprint, changed=changed)
