"""What the dialog lists of files, worked out without a window: a sign, or a file that could not be read, as a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import choose_plural, count_noun
from selfassess.services.evidence.personal_data_in_files import FileData, Sighting
from ui.widgets.tables import Column

NOT_READ = "Not checked"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A sign in a file; without a sighting it is a file that could not be read, or signs beyond those listed."""

    id: str
    data: FileData
    sighting: Sighting | None
    personal_data: str
    """What the item of evidence says of personal data."""
    words: str = ""
    """What stands in place of a sighting."""

    @property
    def looks_like(self) -> str:
        """The kind of sign, or that nobody could look."""
        if self.sighting:
            return self.sighting.found.kind.heading_label
        return NOT_READ if self.data.problem else "More"

    @property
    def masked_sign(self) -> str:
        """The sign, masked."""
        return self.sighting.found.text if self.sighting else ""

    @property
    def place_in_file(self) -> str:
        """The place in the file."""
        return self.sighting.place if self.sighting else self.words


FILE_COLUMNS = (
    Column(label="Looks like", words=lambda row: row.looks_like, width=21),
    Column(label="Found", words=lambda row: row.masked_sign, width=18, gives_way=2),
    Column(label="Evidence", words=lambda row: row.data.title, share=2, width=20),
    Column(label="Where in the file", words=lambda row: row.place_in_file, share=1, width=20),
    Column(label="Evidence says", words=lambda row: row.personal_data, width=15, gives_way=1),
)


def build_file_rows(found: Sequence[FileData], year: Assessment) -> tuple[FileRow, ...]:
    """The signs file by file, then what was not looked at."""
    return tuple(_generate_file_rows(found, year))


def _generate_file_rows(found: Sequence[FileData], year: Assessment) -> Iterator[FileRow]:
    spec = CATALOGUE["evidence"].by_key["personal_data"]
    for data in found:
        record = year.by_id.get(data.id)
        says = spec.choice_label(record["personal_data"]) if record and record["personal_data"] else "Not said"
        for number, each in enumerate(data.sightings):
            yield FileRow(f"{data.id}/{number}", data, each, says)
        beyond = data.count - len(data.sightings)
        if beyond > 0:
            yield FileRow(f"{data.id}/more", data, None, says, f"{beyond:,} more like these")
        if data.problem:
            yield FileRow(f"{data.id}/problem", data, None, says, data.problem)


def describe_search(found: Sequence[FileData]) -> str:
    """What came of looking, in sentences."""
    with_signs, unread = sum(bool(data.count) for data in found), sum(bool(data.problem) for data in found)
    places, read = sum(data.count for data in found), len(found) - unread
    if with_signs:
        holds = count_noun(with_signs, "file holds", "files hold")
        said = f"{holds} {count_noun(places, 'place')} that {_conjugate_looks(places)} like personal data."
    elif read:
        said = f"Nothing was found that looks like personal data in {_count_files(read)}."
    else:
        said = ""
    if unread:
        said += f" {_count_files(unread)[:1].upper() + _count_files(unread)[1:]} could not be checked."
    return said.strip()


def describe_file_count(files: int) -> str:
    """How many files of evidence there are to look into."""
    if not files:
        return "No item of evidence of this year is a file, so there is nothing to look into."
    count = _count_files(files)
    return f"{count[:1].upper()}{count[1:]} among the evidence of this year can be looked into."


def _count_files(number: int) -> str:
    return count_noun(number, "file")


def _conjugate_looks(number: int) -> str:
    return choose_plural(number, "looks", "look")
