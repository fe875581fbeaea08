"""A small writer of xlsb files, which neither LibreOffice nor any library here writes, and ways to spoil files."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from tests.exchange.foreign_making import Rows

_NS = "http://schemas.openxmlformats.org"
_KIND = f"{_NS}/officeDocument/2006/relationships"
_DATE = 14
"""The number of Excel's own format for dates."""
_DAY_NONE = datetime(1899, 12, 30)
_RELS = f'<Relationships xmlns="{_NS}/package/2006/relationships">%s</Relationships>'
_TYPES = (
    f'<Types xmlns="{_NS}/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def xlsb(path: Path, name: str, rows: Rows, *, far: tuple[int, int] | None = None) -> Path:
    """A sheet as Excel's binary workbook; ``far`` adds one more cell at a row and column."""
    return xlsb_book(path, {name: rows}, far=far)


def xlsb_book(path: Path, sheets: Mapping[str, Rows], *, far: tuple[int, int] | None = None) -> Path:
    """Several sheets as Excel's binary workbook, with dates as Excel has them: numbers that a style shows as dates."""
    bundles = b""
    links = f'<Relationship Id="rIdS" Type="{_KIND}/styles" Target="styles.bin"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        link = f'<Relationship Id="rId1" Type="{_KIND}/officeDocument" Target="xl/workbook.bin"/>'
        archive.writestr("_rels/.rels", _RELS % link)
        for number, (name, rows) in enumerate(sheets.items(), 1):
            part = f"worksheets/sheet{number}.bin"
            archive.writestr(f"xl/{part}", _sheet(rows, far))
            links += f'<Relationship Id="rId{number}" Type="{_KIND}/worksheet" Target="{part}"/>'
            hidden = 1 if name.startswith("_") else 0
            bundles += _record(156, struct.pack("<II", hidden, number) + _text(f"rId{number}") + _text(name))
        archive.writestr("xl/_rels/workbook.bin.rels", _RELS % links)
        archive.writestr("xl/workbook.bin", _record(131) + _record(143) + bundles + _record(144) + _record(132))
        looks = b"".join(_record(47, struct.pack("<HH12x", 0, format)) for format in (0, _DATE))
        archive.writestr("xl/styles.bin", _record(278) + _record(617, struct.pack("<I", 2)) + looks + _record(618))
    return path


def _sheet(rows: Rows, far: tuple[int, int] | None) -> bytes:
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, 0, 0, 0)) + _record(145)
    lines = [(number, dict(enumerate(row))) for number, row in enumerate(rows)]
    if far is not None:
        lines.append((far[0], {far[1]: "far"}))
    for number, row in lines:
        sheet += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        sheet += b"".join(_cell(column, cell) for column, cell in row.items() if cell is not None)
    return sheet + _record(146) + _record(130)


def _cell(column: int, cell: object) -> bytes:
    if isinstance(cell, bool):
        return _record(4, struct.pack("<IIB", column, 0, cell))
    if isinstance(cell, int | float):
        return _record(5, struct.pack("<IId", column, 0, cell))
    if isinstance(cell, datetime | date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        return _record(5, struct.pack("<IId", column, 1, (moment - _DAY_NONE).total_seconds() / 86_400))
    return _record(6, struct.pack("<II", column, 0) + _text(str(cell)))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    length = b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + content


def repacked(
    source: Path, target: Path, part: str, change: Callable[[bytes], bytes], how: int = zipfile.ZIP_DEFLATED
) -> Path:
    """The zip file with the content of one part changed, or added where it is not there."""
    with zipfile.ZipFile(source) as there, zipfile.ZipFile(target, "w", how) as made:
        for each in there.infolist():
            if each.filename != part:
                made.writestr(each.filename, there.read(each))
        made.writestr(part, change(there.read(part) if part in there.namelist() else b""))
    return target


def with_rows(source: Path, target: Path, rows: bytes) -> Path:
    """The xlsx file with more rows at the end of its first sheet, as they stand in the XML."""
    return repacked(
        source, target, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
    )
