"""A small writer of xlsb files, which neither LibreOffice nor any library here writes, and ways to spoil files."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.exchange.foreign_making import Rows

_NS = "http://schemas.openxmlformats.org"
_RELS = f'<Relationships xmlns="{_NS}/package/2006/relationships">%s</Relationships>'
_TYPES = (
    f'<Types xmlns="{_NS}/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def xlsb(path: Path, name: str, rows: Rows, *, far: tuple[int, int] | None = None) -> Path:
    """A sheet as Excel's binary workbook; ``far`` adds one more cell at a row and column."""
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, 0, 0, 0)) + _record(145)
    lines = [(number, dict(enumerate(row))) for number, row in enumerate(rows)]
    if far is not None:
        lines.append((far[0], {far[1]: "far"}))
    for number, row in lines:
        sheet += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, cell in row.items():
            if isinstance(cell, int | float):
                sheet += _record(5, struct.pack("<IId", column, 0, cell))
            elif cell is not None:
                sheet += _record(6, struct.pack("<II", column, 0) + _text(str(cell)))
    sheet += _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _text("rId1") + _text(name)
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    kind = f"{_NS}/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        link = f'<Relationship Id="rId1" Type="{kind}/officeDocument" Target="xl/workbook.bin"/>'
        archive.writestr("_rels/.rels", _RELS % link)
        link = f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.bin"/>'
        archive.writestr("xl/_rels/workbook.bin.rels", _RELS % link)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


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
