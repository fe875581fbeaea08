"""Which cells of an xlsx file are shown as a percentage: the library gives 0.09 where people see 9%.

Only the look of a cell tells, and the library does not give looks, so the styles and the places of cells are read here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from selfassess.exchange.spreadsheets.book import Cell, letters
from selfassess.exchange.spreadsheets.extents import sheet_names

_BUILT_IN = frozenset({9, 10})
"""The formats "0%" and "0.00%", which a file does not spell out."""
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_LOOKS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_LOOK = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_NUMBER = re.compile(rb'\bnumFmtId="(\d+)"')
_CODE = re.compile(rb'\bformatCode="([^"]*)"')
_QUOTED = re.compile(rb"&quot;.*?&quot;|\\.")
_CHUNK = 1 << 20


def of_xlsx(data: bytes, stop: Callable[[], None]) -> Mapping[str, frozenset[str]]:
    """Sheet name -> the places ("C4") of its cells that are shown as percentages; nothing where none is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = {part.filename for part in archive.infolist()}
        looks = _percent_looks(archive.read("xl/styles.xml")) if "xl/styles.xml" in there else ()
        if not looks:
            return {}
        numbers = b"|".join(b"%d" % look for look in looks)
        cell = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bs="(?:' + numbers + rb')")[^>]*\br="([A-Z]+\d+)"')
        names = sheet_names(archive, "xl/workbook.xml")
        parts = [part for part in archive.infolist() if part.filename.casefold() in names]
        return {names[part.filename.casefold()]: _places(archive, part, cell, stop) for part in parts}


def shown_in_percent(cell: Cell, row: int, column: int, places: frozenset[str]) -> Cell:
    """A cell as it is shown, "9%" for 0.09 in one of these places; any other cell as it is."""
    if not places or isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return f"{cell * 100:.10g}%" if f"{letters(column)}{row + 1}" in places else cell


def _percent_looks(styles: bytes) -> tuple[int, ...]:
    formats = set(_BUILT_IN)
    for tag in _FORMAT.findall(styles):
        number, code = _NUMBER.search(tag), _CODE.search(tag)
        if number and code and b"%" in _QUOTED.sub(b"", code[1]):
            formats.add(int(number[1]))
    looks = _LOOKS.search(styles)
    found = [_NUMBER.search(tag) for tag in _LOOK.findall(looks[0])] if looks else []
    return tuple(place for place, number in enumerate(found) if number and int(number[1]) in formats)


def _places(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, cell: re.Pattern[bytes], stop: Callable[[], None]
) -> frozenset[str]:
    found: set[str] = set()
    rest = b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            stop()
            text = rest + chunk
            cut = text.rfind(b">") + 1
            found.update(place.decode() for place in cell.findall(text[:cut]))
            rest = text[cut:]
    return frozenset(found)
