"""Reads CSV files, however they are encoded and whatever separates their cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath

from selfassess.domain.model.errors import FileError
from selfassess.exchange.spreadsheets import extents
from selfassess.exchange.spreadsheets.book import Book, Sheet

SUFFIXES = (".csv", ".tsv", ".tab")

_SEPARATORS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 60
"""Records by which the separator is told."""
_LONGEST = 10_000_000
_MANY = 1_000


def read_csv(data: bytes, name: str, stop: Callable[[], None]) -> Book:
    """A CSV file as a book of one sheet whose cells are all text, so that "007" stays "007".

    Raises FileError where it holds no text, or more than can be read.
    """
    text, note = _decode_csv(data, name)
    separator, text = _find_separator(text)
    rows: list[tuple[str | None, ...]] = []
    try:
        csv.field_size_limit(_LONGEST)
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number % _MANY == 0:
                stop()
            rows.append(tuple(_convert_csv_cell(cell) for cell in record))
    except csv.Error as error:
        raise FileError(
            f"{name} cannot be read as a list of cells from row {len(rows) + 1} on. "
            "Open it in a spreadsheet program and save it as .xlsx."
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    if len(rows) > extents.MAX_ROWS or len(rows) * width > extents.MAX_CELLS:
        raise extents.error_too_many_rows(name, PurePath(name).stem)
    even = tuple(row + (None,) * (width - len(row)) for row in rows)
    notes = (note,) if note else ()
    return Book(name=name, sheets=(Sheet(name=PurePath(name).stem, rows=even),), notes=notes)


def _convert_csv_cell(text: str) -> str | None:
    if not text.strip():
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_csv(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and a note where its encoding could only be guessed."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    if b"\0" in data[:4_000]:
        # Text in two bytes a sign, without a mark in front: the empty bytes stand on one side.
        sides = Counter(place % 2 for place, byte in enumerate(data[:4_000]) if byte == 0)
        encoding = "utf-16-le" if sides[1] > sides[0] else "utf-16-be"
        if min(sides[0], sides[1]) * 20 < max(sides[0], sides[1]):
            return data.decode(encoding, "replace"), ""
        raise FileError(f"{name} is not a spreadsheet, whatever it is called. Save it as .xlsx and try again.")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return text, f"{name} does not say how its letters are written; it was read the way Windows writes them."


def _find_separator(text: str) -> tuple[str, str]:
    """What separates the cells, and the text without a first line that only says so."""
    head, _, rest = text.partition("\n")
    said = head.strip().strip('"')
    if said.casefold().startswith("sep=") and len(said) == len("sep=") + 1:
        return said[-1], rest
    lines = text.splitlines(keepends=True)[: _SAMPLE * 4]
    best = max(_SEPARATORS, key=lambda separator: _count_even_records(lines, separator))
    return best, text


def _count_even_records(lines: list[str], separator: str) -> tuple[float, int]:
    """How many of the first records have the same number of cells, more than one; and that number."""
    counts: Counter[int] = Counter()
    try:
        for number, record in enumerate(csv.reader(lines, delimiter=separator)):
            if number >= _SAMPLE:
                break
            has_text = any(cell.strip() for cell in record)
            if has_text:
                counts[len(record)] += 1
    except csv.Error:
        return 0.0, 0
    several = {width: count for width, count in counts.items() if width > 1}
    if not several:
        return 0.0, 0
    width = max(several, key=lambda each: (several[each], each))
    return several[width] / sum(counts.values()), width
