"""The text of spreadsheets, row by row; cells stay apart, so that two numbers side by side are not read as one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.exchange.documents import office
from selfassess.exchange.documents.passage import MAX_TEXT, Passage, Watch
from selfassess.exchange.spreadsheets.book import format_cell

_OPENING = 0.9
"""The part of the work that opening the file is."""
_MANY = 500
_OLD = (
    ("encryptedpackage", "is protected by a password. Look at a copy without one."),
    ("worddocument", "is saved in the old Word format. Save it as .docx or PDF and look at that."),
    ("powerpoint document", "is saved in the old PowerPoint format. Save it as .pptx or PDF and look at that."),
    ("__properties_version1.0", "is an Outlook message. Save it as text or PDF and look at that."),
)
"""What lies in files of the old kind that are no spreadsheets, and what to say of them."""


def read_spreadsheet_passages(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """The rows of every sheet, hidden ones as well, then comments on cells and what stands in text boxes."""
    from selfassess.exchange.spreadsheets import cells  # with the reading library, which takes a while

    book = cells.read_cells(path, progress=lambda part: watch(part * _OPENING))
    total = max(sum(len(sheet.rows) for sheet in book.sheets), 1)
    done = 0
    length = 0
    for sheet in book.sheets:
        for number, row in enumerate(sheet.rows, 1):
            if done % _MANY == 0:
                watch(_OPENING + (1 - _OPENING) * done / total)
            done += 1
            text = "\t".join(said for cell in row if (said := format_cell(cell)))
            length += len(text)
            if length > MAX_TEXT:
                raise FileError(f"{name} holds more text than any document, so it was not read to its end.")
            if text:
                yield Passage(f"sheet {sheet.name}, row {number}", text)
    if zipfile.is_zipfile(path):  # the reader of its cells has looked at whether it is safe to unpack
        for passage in office.of_parts(path, name, lambda part: watch(1.0)):
            length += len(passage.text)
            yield passage
    if not length:
        raise FileError(f"{name} has no text in it.")


def read_old(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """The same for a file of the old kind, which may also be another program's."""
    from selfassess.exchange.spreadsheets import compound

    try:
        there = compound.entry_names(path.read_bytes())
    except (OSError, ValueError) as error:
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error
    for entry, said in _OLD:
        has_entry = any(part.startswith(entry) for part in there)
        if has_entry:
            raise FileError(f"{name} {said}")
    if not {"workbook", "book"} & there:
        raise FileError(f"{name} is of a kind whose text cannot be read here. Save it as PDF and look at that.")
    yield from read_spreadsheet_passages(path, name, watch)
