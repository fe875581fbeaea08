"""Reads one sheet's XML as it streams by: only cells with something in them, and never the whole sheet at once.

People format whole columns, and some programs write a cell for each of a million empty rows; such cells and rows are
dropped before they are parsed. Unlike openpyxl's reader this one says which cells hold formulas and which errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.parsers.expat import ParserCreate

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from selfassess.exchange.excel.values import Content


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell with a formula: what was last worked out, and whether anything was."""

    value: Content
    worked: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that shows an error, such as "#N/A"."""

    text: str


Cell = Content | Formula | Fault
Cells = Mapping[int, Cell]
"""What stands in a row, by the number of the column, from 1; texts still escaped."""
Range = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


@dataclass(frozen=True, slots=True)
class Formats:
    """Which of the workbook's cell styles show a number as something else, and what day 0 is."""

    dates: frozenset[int]
    durations: frozenset[int]
    percents: frozenset[int]
    epoch: datetime


_ROW, _CELL, _VALUE, _FORMULA = (f"{SHEET_MAIN_NS} {tag}" for tag in ("row", "c", "v", "f"))
_TEXT, _PHONETIC, _MERGED = (f"{SHEET_MAIN_NS} {tag}" for tag in ("t", "rPh", "mergeCell"))

# Only those that say where they stand: what is left must not move up.
_EMPTY_CELL = re.compile(rb'<c r="[^<>/]*/>')
_EMPTY_ROW = re.compile(rb'<row r="[^<>]*(?:/>|(?<!/)></row>)')
_LONGEST_TAG = 1 << 20
_DIGITS = "0123456789"
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


class SheetParser:
    """Takes a sheet's XML in pieces, and gives the rows that have come whole."""

    def __init__(self, strings: Sequence[str], formats: Formats) -> None:
        self.merged: list[Range] = []
        self._strings = strings
        self._formats = formats
        self._rest = b""
        self._rows: list[tuple[int, Cells]] = []
        self._cells: dict[int, Cell] = {}
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._kind, self._style = "n", 0
        self._formula = self._taking = self._phonetic = False
        self._parts: list[str] | None = None
        parser = self._parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._on_start_element
        parser.EndElementHandler = self._on_end_element
        parser.CharacterDataHandler = self._on_character_data
        parser.StartDoctypeDeclHandler = _refuse_document_type

    def feed_xml(self, data: bytes) -> list[tuple[int, Cells]]:
        """The rows that this piece ends, with their numbers; an empty piece is the end."""
        if data:
            data = self._rest + data
            cut = data.rfind(b">") + 1
            if len(data) - cut > _LONGEST_TAG:
                cut = len(data)
            self._rest, data = data[cut:], data[:cut]
            # What looks like a tag is one, except in a comment or an unparsed section.
            if b"<!" not in data:
                data = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))
            self._parser.Parse(data, False)
        else:
            self._parser.Parse(self._rest, True)
        found, self._rows = self._rows, []
        return found

    def _on_start_element(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._begin_cell(attributes)
        elif name == _VALUE or (name == _TEXT and not self._phonetic):
            self._taking = True
            self._parts = self._parts or []
        elif name == _FORMULA:
            self._formula = True
        elif name == _ROW:
            number = attributes.get("r")
            self._row = int(float(number)) if number else self._row + 1
            self._column = 0
            self._cells = {}
        elif name == _PHONETIC:
            self._phonetic = True
        elif name == _MERGED:
            left, top, right, bottom = range_boundaries(attributes["ref"])
            first_column = left or 1
            first_row = top or 1
            last_column = right or _LAST_COLUMN
            last_row = bottom or _LAST_ROW
            self.merged.append((first_column, first_row, last_column, last_row))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place:
            letters = place.rstrip(_DIGITS)
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_index_from_string(letters)
            self._column = column
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._formula, self._parts = False, None

    def _on_character_data(self, text: str) -> None:
        if self._taking and self._parts is not None:
            self._parts.append(text)

    def _on_end_element(self, name: str) -> None:
        if name == _CELL:
            value = self._finish_cell()
            if value is not None:
                self._cells[self._column] = value
        elif name in (_VALUE, _TEXT):
            self._taking = False
        elif name == _ROW:
            if self._cells:
                self._rows.append((self._row, self._cells))
        elif name == _PHONETIC:
            self._phonetic = False

    def _finish_cell(self) -> Cell:
        text = "".join(self._parts) if self._parts is not None else ""
        if self._kind == "e":
            return Fault(text or "#VALUE!")
        value = self._convert_cell_text(text) if text else None
        if self._formula:
            # A text may have come out empty; a number without digits was never worked out.
            return Formula(value, worked=value is not None or (self._kind == "str" and self._parts is not None))
        return value if value != "" else None

    def _convert_cell_text(self, text: str) -> Content:
        if self._kind == "s":
            return self._strings[int(text)]
        if self._kind in ("str", "inlineStr"):
            return text
        if self._kind == "b":
            return text.strip() not in ("0", "false")
        if self._kind == "d":
            moment: Content = from_ISO8601(text)  # type: ignore[no-untyped-call]
            return moment
        number = float(text) if not text.lstrip("-").isdecimal() or len(text) > 300 else int(text)
        return self._convert_cell_number(number)

    def _convert_cell_number(self, number: float) -> Content:
        if self._style in self._formats.dates:
            try:
                found = from_excel(number, self._formats.epoch, timedelta=self._style in self._formats.durations)
            except (OverflowError, ValueError):
                return number
            return found if found is not None else number
        if self._style in self._formats.percents:
            # What is typed as 85% is kept as 0.85, and shown as 85%.
            return f"{number * 100:.15g}%"
        return number


def _refuse_document_type(*_: object) -> None:
    raise ValueError("a sheet has no document type")
