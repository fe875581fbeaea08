"""What an old spreadsheet (.xls) says beside its values: formats, strikes, hidden rows, links, notes, boxes, errors.

[MS-XLS] describes its records: a number, a length, and so many bytes; each sheet's stand after those of the book.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from selfassess.exchange.spreadsheets import compound
from selfassess.exchange.spreadsheets.book import Beside
from selfassess.exchange.spreadsheets.sheet_details import SheetDetails

_BEGIN, _SHEET, _FORMAT, _FONT, _STYLE, _ROW = 0x0809, 0x0085, 0x041E, 0x0031, 0x00E0, 0x0208
_LINK, _NOTE, _OBJECT, _TEXT, _CONTINUED = 0x01B8, 0x001C, 0x005D, 0x01B6, 0x003C
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _FORMULA, _ERROR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_CELLS = (_NUMBER, _SHORT_NUMBER, _FORMULA, 0x00FD, 0x0204, 0x0201)
"""Records of one cell: row, column and look stand first."""
_STRUCK, _HIDDEN, _IS_ERROR = 0x0008, 0x20, 2
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_STANDARD = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_SHIFTED_FONT = 4
"""No font has this number: those from it on count one more."""

Record = tuple[int, bytes]


@dataclass(slots=True)
class _Looks:
    """What the looks of the book's cells are made of."""

    codes: dict[int, str] = field(default_factory=lambda: dict(_STANDARD))
    struck_fonts: list[bool] = field(default_factory=list)
    looks: list[tuple[int, int]] = field(default_factory=list)

    def format_code(self, look: int) -> str:
        """The format code of a look, "" where it has none that says more than the number."""
        if look < len(self.looks):
            return self.codes.get(self.looks[look][1], "")
        return ""

    def is_struck(self, look: int) -> bool:
        """Whether a look strikes its text out."""
        font = self.looks[look][0] if look < len(self.looks) else 0
        font -= font > _SHIFTED_FONT
        return font < len(self.struck_fonts) and self.struck_fonts[font]


def read_xls_details(data: bytes) -> dict[str, SheetDetails]:
    """Sheet name -> its details.

    Raises ValueError, IndexError or struct.error where the file is not what it says.
    """
    stream = compound.read_stream(data, ("workbook", "book"))
    looks = _Looks()
    sheets = list[tuple[str, int]]()
    for kind, body in _read_xls_records(stream, 0):
        if kind == _FORMAT:
            looks.codes[struct.unpack_from("<H", body)[0]] = _read_xls_string(body, 2, 2)
        elif kind == _FONT:
            looks.struck_fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK))
        elif kind == _STYLE:
            looks.looks.append(struct.unpack_from("<HH", body))
        elif kind == _SHEET:
            sheets.append((_read_xls_string(body, 6, 1), struct.unpack_from("<I", body)[0]))
    return {name: _read_xls_sheet(_read_xls_records(stream, start), looks) for name, start in sheets}


def _read_xls_sheet(records: Iterator[Record], looks: _Looks) -> SheetDetails:
    details = SheetDetails()
    notes = _Notes()
    for kind, body in records:
        if kind in _CELLS:
            row, column, look = struct.unpack_from("<HHH", body)
            _apply_look(details, looks, row, column, look)
            if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _IS_ERROR:
                details.faults.add((row, column))
        elif kind == _SHORT_NUMBERS:
            row, first = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                _apply_look(details, looks, row, first + number, struct.unpack_from("<H", body, 4 + 6 * number)[0])
        elif kind == _ERROR and body[7]:
            details.faults.add(struct.unpack_from("<HH", body))
        elif kind == _ROW and body[12] & _HIDDEN:
            details.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _LINK:
            row, _, column, _ = struct.unpack_from("<HHHH", body)
            details.links[row, column] = _read_link_target(body)
        else:
            notes.add_record(kind, body)
    details.beside.extend(notes.list_texts())
    return details


class _Notes:
    """Notes on cells and text boxes: the format has object, text and cell in records apart, in this order."""

    def __init__(self) -> None:
        self._object = 0
        self._length = 0
        self._texts: dict[int, str] = {}
        self._cells: dict[int, tuple[int, int]] = {}

    def add_record(self, kind: int, body: bytes) -> None:
        """Take a record; those of other kinds are left alone."""
        if kind == _OBJECT:
            (self._object,) = struct.unpack_from("<H", body, 6)
        elif kind == _TEXT:
            self._length = struct.unpack_from("<H", body, 10)[0]
        elif kind == _CONTINUED and self._length:
            # The first record that goes on with a text has its letters, the next one only their fonts.
            self._texts[self._object] = _decode_xls_text(body, 1, self._length, body[0] & 1)
            self._length = 0
        elif kind == _NOTE:
            row, column, _, id = struct.unpack_from("<HHHH", body)
            self._cells[id] = row, column

    def list_texts(self) -> Iterator[Beside]:
        """The notes with their cells, then the boxes that hang on none."""
        for id, (row, column) in self._cells.items():
            said = self._texts.get(id, "").strip()
            yield Beside(row=row, column=column, text=said, what="a note on the cell")
        for id in self._texts.keys() - self._cells.keys():
            yield Beside(row=0, column=0, text=self._texts[id].strip(), what="a text box")


def _apply_look(details: SheetDetails, looks: _Looks, row: int, column: int, look: int) -> None:
    code = looks.format_code(look)
    if code:
        details.formats[row, column] = code
    if looks.is_struck(look):
        details.struck.add((row, column))


def _read_xls_records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a place on, up to the end of what begins there."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BEGIN) - (kind == 0x000A)
        if depth <= 0:
            return


def _read_xls_string(body: bytes, at: int, size: int) -> str:
    """A text with its length (in one byte or two) and a flag before it."""
    count = int.from_bytes(body[at : at + size], "little")
    return _decode_xls_text(body, at + size + 1, count, body[at + size] & 1)


def _decode_xls_text(body: bytes, at: int, count: int, wide: int) -> str:
    if wide:
        return body[at : at + 2 * count].decode("utf-16-le")
    return body[at : at + count].decode("latin-1")


def _read_link_target(body: bytes) -> str:
    """The address that a link leads to, "" where it is none on the web."""
    at = body.find(_URL)
    if at < 0:
        return ""
    (size,) = struct.unpack_from("<I", body, at + 16)
    return body[at + 20 : at + 20 + size].decode("utf-16-le", "replace").split("\0", 1)[0]
