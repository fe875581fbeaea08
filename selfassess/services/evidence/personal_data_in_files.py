"""Personal data in the files of a year's evidence: on request their text is read and checked as the workbook's is.

Nothing of what is read is kept: a result has the place and the sign, masked, with the words around it, for as long as
somebody looks at it. Files that are pictures cannot be checked, and that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.personal_data_places import AROUND
from selfassess.domain.text.personal_data_patterns import Found, find_personal_signs, mask_signs
from selfassess.exchange import apart
from selfassess.exchange.documents.fingerprint import format_file_name
from selfassess.exchange.documents.passage import Passage
from selfassess.services.exporting.file_progress import Cancelled, Gauge, Progress, read_file_size
from selfassess.services.workbook.destinations import locate_file

MOST_SHOWN = 200
"""So many places are listed of one file; what has more is looked at as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One sign in a file; ``place`` is such as "page 3", ``before`` and ``after`` the words around it, masked too."""

    place: str
    found: Found
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileData:
    """What was found in the file of one item of evidence: ``count`` signs, of which the first are ``sightings``.

    ``problem`` is a sentence where the file, or a part of it, could not be read: no sign is no promise then.
    """

    id: str
    title: str
    location: str
    count: int = 0
    sightings: tuple[Sighting, ...] = ()
    problem: str = ""


def find_file_records(assessment: Assessment, ids: Collection[str] | None = None) -> tuple[Record, ...]:
    """The evidence that is a file: all of the year, or those with these ids."""
    return tuple(
        record
        for record in assessment.records_of("evidence")
        if record["location_kind"] == "file"
        and record.text_of("location").strip()
        and (ids is None or record.id in ids)
    )


def search_files(
    assessment: Assessment,
    workbook: Path,
    ids: Collection[str] | None = None,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> tuple[FileData, ...]:
    """What looks like personal data in the files of the year's evidence, file by file, in the library's order.

    Raises CancelledError once ``cancelled`` says so.
    """
    records = find_file_records(assessment, ids)
    located = {record.text_of("location"): _locate_file(record, workbook) for record in records}
    gauge = Gauge(progress, cancelled, (path for path in located.values() if isinstance(path, Path)))
    read: dict[str, FileData] = {}
    with apart.Reader() as reader:
        for location, path in located.items():
            read[location] = (
                search_one_file(path, gauge=gauge, reader=reader)
                if isinstance(path, Path)
                else FileData(id="", title="", location=location, problem=path)
            )
    progress(1.0)
    return tuple(
        replace(
            read[record.text_of("location")],
            id=record.id,
            title=record.text_of("title"),
            location=record.text_of("location"),
        )
        for record in records
    )


def search_one_file(path: Path, *, gauge: Gauge | None = None, reader: apart.Reader | None = None) -> FileData:
    """What looks like personal data in one file; of several the same ``reader`` reads one after the other."""
    gauge = gauge or Gauge(lambda part: None, lambda: False, (path,))
    size = read_file_size(path)
    problem = ""
    count = 0
    seen: list[Sighting] = []
    with gauge.enter_file(path), nullcontext(reader) if reader is not None else apart.Reader() as reading:
        try:
            for passage in reading.stream_pieces(
                "words", path, progress=lambda part: gauge.add_bytes_read(round(part * size)), cancelled=gauge.cancelled
            ):
                found = find_personal_signs(passage.text)
                count += len(found)
                if found and len(seen) < MOST_SHOWN:
                    seen += _build_sightings(passage, found)
        except FileError as error:
            problem = str(error)
    return FileData(
        id="",
        title=format_file_name(path.name),
        location=str(path),
        count=count,
        sightings=tuple(seen[:MOST_SHOWN]),
        problem=problem,
    )


def _locate_file(record: Record, workbook: Path) -> Path | str:
    try:
        return locate_file(record.text_of("location"), workbook)
    except FileError as error:
        return str(error)


def _build_sightings(passage: Passage, found: Iterable[Found]) -> Iterator[Sighting]:
    signs = tuple(found)
    hidden = mask_signs(passage.text, signs)
    for each in signs:
        start = max(0, each.start - AROUND)
        end = each.end + AROUND
        dots_before = "…" if start else ""
        dots_after = "…" if end < len(passage.text) else ""
        yield Sighting(
            place=passage.place,
            found=each,
            before=dots_before + " ".join(hidden[start : each.start].split("\n")),
            after=" ".join(hidden[each.end : end].split("\n")) + dots_after,
        )
