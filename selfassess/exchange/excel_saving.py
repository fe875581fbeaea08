"""Saves a book row by row, so that it can be watched and stopped, and leaves nothing in the folder for temporary files.

openpyxl writes each sheet to a temporary file first, which a cancelled export would leave behind with all its text, and
takes half of an export's time to write cells one element at a time. It still writes everything else of the file. Rows
of registers never become its cells: they are written as they are made, so that many of them take no memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.compat import safe_string
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.styles.fonts import Font
from openpyxl.utils import datetime as days
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import CHART_NS, DRAWING_NS, SHEET_DRAWING_NS
from openpyxl.xml.functions import Element, fromstring, tostring

# The order of the standard (ECMA-376 part 1, 18.8.22), which openpyxl does not keep and some programs insist on.
Font.__elements__ = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip

for _prefix, _names in (("xdr", SHEET_DRAWING_NS), ("a", DRAWING_NS), ("c", CHART_NS)):
    ElementTree.register_namespace(_prefix, _names)

_serial: Any = days.to_excel
_NO_ROWS = re.compile(rb"<sheetData\s*/>")


Cell = tuple[str, Any, int]
"""The letters of its column, what it holds, and the number of its looks (``look_number``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Rows that are made while they are written, below those that a sheet holds as openpyxl's cells.

    ``extent`` is the range of the whole sheet; of each row there are number, height and cells.
    """

    count: int
    extent: str
    links: Sequence[Hyperlink]
    made: Iterable[tuple[int, float, Sequence[Cell]]]


_NOTHING: Mapping[str, Stream] = {}


def look_number(book: Book, look: Any) -> int:
    """The number by which a file calls a cell's looks."""
    styles: Any = book._cell_styles  # type: ignore[attr-defined]
    return int(styles.add(look))


def count_rows_to_save(book: Book, streams: Mapping[str, Stream] = _NOTHING) -> int:
    """About how many rows there are to save."""
    sheet_rows = sum(len(sheet.row_dimensions) for sheet in book.worksheets)
    streamed_rows = sum(each.count for each in streams.values())
    return sheet_rows + streamed_rows


def save_book(book: Book, target: Path, step: Callable[[], None], streams: Mapping[str, Stream] = _NOTHING) -> None:
    """Save ``book``; ``step`` is called after each row and may raise. Raises OSError where it cannot be written.

    ``streams`` has further rows, by the sheet's name.
    """
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _BookWriter(book, archive, step, streams).write_data()


class _BookWriter(ExcelWriter):
    """openpyxl's writer, with each sheet written straight into the file."""

    def __init__(self, book: Book, archive: ZipFile, step: Callable[[], None], streams: Mapping[str, Stream]) -> None:
        super().__init__(book, archive)
        self._parts = archive
        self._step = step
        self._streams = streams

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet with its drawing."""
        ws._drawing = _Drawing()
        ws._drawing.charts = ws._charts
        stream = self._streams.get(ws.title)
        frame: Any = _FrameWriter(ws, stream)
        frame.write()
        before, after = _NO_ROWS.split(frame.read())
        with self._parts.open(ws.path[1:], "w") as part:
            part.write(before + b"<sheetData>")
            self._write_rows(part, _list_held_rows(ws, frame.rows()))
            if stream is not None:
                self._write_rows(part, (({"r": n, "ht": f"{ht:g}"}, cells) for n, ht, cells in stream.made))
            part.write(b"</sheetData>" + after)
        ws._rels = _Relations(frame._rels)
        self.manifest.append(ws)

    def _write_rows(self, part: IO[bytes], found: Iterable[tuple[Mapping[str, Any], Iterable[Cell]]]) -> None:
        for dimension, cells in found:
            attributes = "".join([f" {key}={quoteattr(str(value))}" for key, value in dimension.items()])
            part.write(f"<row{attributes}>{_row_as_xml(dimension['r'], cells)}</row>".encode())
            self._step()


class _Drawing(SpreadsheetDrawing):
    """A drawing written as Excel does, with a prefix at each name: some programs know it by that alone."""

    __elements__ = SpreadsheetDrawing.__elements__

    def _write(self) -> Any:
        plain: Any = super()._write()  # type: ignore[misc]
        return fromstring(ElementTree.tostring(ElementTree.fromstring(tostring(plain))))


class _Relations(RelationshipList):
    """What a sheet refers to, by places beside it as Excel writes them: some programs find a table by that alone."""

    def to_tree(self) -> Any:
        """The relations as they are written."""
        for each in self:
            each.Target = re.sub("^/xl/", "../", each.Target)
        return super().to_tree()


class _FrameWriter(WorksheetWriter):
    """Writes a sheet without its rows."""

    def __init__(self, sheet: Any, stream: Stream | None) -> None:
        super().__init__(sheet, BytesIO())
        self._stream = stream

    def write_dimensions(self) -> None:
        """Write the range that the sheet takes."""
        sheet: Any = self.ws
        extent = self._stream.extent if self._stream else sheet.calculate_dimension()
        self.xf.send(SheetDimension(extent).to_tree())

    def write_rows(self) -> None:
        """Write where the rows go, and find the links in them, which are written further on."""
        sheet: Any = self.ws
        sheet._hyperlinks = [cell.hyperlink for cell in sheet._cells.values() if cell.hyperlink is not None]
        if self._stream:
            sheet._hyperlinks += self._stream.links
        self.xf.send(Element("sheetData"))


def _list_held_rows(
    sheet: Any, found: Iterable[tuple[int, list[Any]]]
) -> Iterator[tuple[Mapping[str, Any], Iterable[Cell]]]:
    """The rows that a sheet holds as openpyxl's cells."""
    styles: dict[int, int] = {}
    for number, cells in found:
        yield {"r": number, **dict(sheet.row_dimensions.get(number, {}))}, _convert_openpyxl_cells(cells, styles)


def _convert_openpyxl_cells(cells: Iterable[Any], styles: dict[int, int]) -> list[Cell]:
    """openpyxl's cells; ``styles`` keeps the numbers of styles by identity: each is shared by many cells."""
    made: list[Cell] = []
    for cell in cells:
        look = id(cell._style)
        style = styles.get(look)
        if style is None:
            style = styles[look] = cell.style_id
        letters = cell.coordinate.rstrip("0123456789")  # a merged cell does not tell its letter
        made.append((letters, cell.value, style))
    return made


def _row_as_xml(row: int, cells: Iterable[Cell]) -> str:
    made: list[str] = []
    for letters, value, style in cells:
        start = f'<c r="{letters}{row}" s="{style}"'
        if value is None:
            made.append(f"{start}/>")
        elif isinstance(value, str):
            made.append(f'{start} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>')
        elif isinstance(value, bool):
            made.append(f'{start} t="b"><v>{int(value)}</v></c>')
        else:
            number: Any = _serial(value) if isinstance(value, date) else value
            made.append(f"{start}><v>{safe_string(number)}</v></c>")
    return "".join(made)
