"""The details of an ods file's sheets, read from its content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

from selfassess.exchange.spreadsheets.book import Beside
from selfassess.exchange.spreadsheets.sheet_details import SheetDetails
from selfassess.exchange.spreadsheets.xlsx_details import BOX, NOTE

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_OWN = re.compile(r"0\d[\d ]*|[^\W\d][^\d]*\d.*|\d+(?: \d+)+", re.DOTALL)
"""Numbers that say more than their value: zeros in front, letters before them, groups of digits."""
_FAR = 1_100_000


def read_ods_details(data: bytes, stop: Callable[[], None]) -> dict[str, SheetDetails]:
    """Sheet name -> its details."""
    found: dict[str, SheetDetails] = {}
    struck: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        reader = _Reader(found, struck)
        for event, element in ElementTree.iterparse(content, events=("start", "end")):
            if event == "start":
                reader.start_element(element)
            else:
                reader.end_element(element)
                if element.tag == f"{_TABLE}table-row":
                    stop()
    return found


class _Reader:
    """Follows the rows and cells of each table as they are read."""

    def __init__(self, found: dict[str, SheetDetails], struck: set[str]) -> None:
        self._found, self._struck = found, struck
        self._details: SheetDetails | None = None
        self._row = self._column = 0

    def start_element(self, element: ElementTree.Element) -> None:
        """An element begins."""
        if element.tag == f"{_TABLE}table":
            self._details = self._found.setdefault(element.get(f"{_TABLE}name", ""), SheetDetails())
            self._row = 0
        elif element.tag == f"{_TABLE}table-row":
            self._column = 0

    def end_element(self, element: ElementTree.Element) -> None:
        """An element is whole."""
        if element.tag == f"{_STYLE}style":
            self._read_strike_style(element)
        elif element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._read_cell(element)
        elif element.tag == f"{_TABLE}table-row":
            repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            if self._details is not None and element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self._details.hidden_rows.update(range(self._row, min(self._row + repeated, _FAR)))
            self._row += repeated
            element.clear()
        elif element.tag == f"{_TABLE}shapes" and self._details is not None:
            self._read_ods_text_boxes(element, 0, 0)

    def _read_strike_style(self, element: ElementTree.Element) -> None:
        through = f"{_STYLE}text-line-through-style"
        is_struck = any(each.get(through, "none") != "none" for each in element.iter(f"{_STYLE}text-properties"))
        if is_struck:
            self._struck.add(element.get(f"{_STYLE}name", ""))

    def _read_cell(self, element: ElementTree.Element) -> None:
        details = self._details
        repeated = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        place = self._row, self._column
        self._column += repeated
        if details is not None and element.get(f"{_CALC}value-type") == "error":
            details.faults.update((place[0], place[1] + number) for number in range(min(repeated, _FAR)))
        if details is None or (repeated > 1 and not len(element)):
            return
        wide = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
        high = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
        if (wide > 1 or high > 1) and len(element):
            details.merged.append((*place, place[0] + high - 1, place[1] + wide - 1))
        if element.get(f"{_TABLE}style-name") in self._struck:
            details.struck.add(place)
        for link in element.iter(f"{_TEXT}a"):
            details.links.setdefault(place, link.get(f"{_XLINK}href", ""))
        for note in element.iter(f"{_OFFICE}annotation"):
            details.beside.append(Beside(row=place[0], column=place[1], text=_element_text(note), what=NOTE))
        self._read_ods_text_boxes(element, *place)
        said = "".join(_element_text(line) for line in element.findall(f"{_TEXT}p"))
        if element.get(f"{_OFFICE}value-type") == "float" and _OWN.fullmatch(said):
            details.shown[place] = said

    def _read_ods_text_boxes(self, element: ElementTree.Element, row: int, column: int) -> None:
        assert self._details is not None
        for shape in (*element.iter(f"{_DRAW}text-box"), *element.iter(f"{_DRAW}custom-shape")):
            text = _element_text(shape)
            if text:
                self._details.beside.append(Beside(row=row, column=column, text=text, what=BOX))


def _element_text(element: ElementTree.Element) -> str:
    lines = list(element.iter(f"{_TEXT}p")) or [element]
    return "\n".join("".join(line.itertext()).strip() for line in lines).strip()
