"""The details of an xlsx or xlsm file's sheets, read from its parts."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from selfassess.exchange.spreadsheets.book import Beside
from selfassess.exchange.spreadsheets.extents import map_sheet_parts
from selfassess.exchange.spreadsheets.number_formats import changes_number
from selfassess.exchange.spreadsheets.sheet_details import Place, SheetDetails

NOTE, BOX = "a note on the cell", "a text box"

_BUILT_IN = {9: "0%", 10: "0.00%"}
"""Formats that a file does not spell out and that change what a number says."""
_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b[^>]*>")
_FORMULA_LINK = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*>\s*HYPERLINK\(\s*'
    rb'(?:"|&quot;)(.*?)(?:"|&quot;)',
    re.IGNORECASE,
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Styles:
    formats: Mapping[int, str]
    struck: frozenset[int]
    coloured: frozenset[int]

    @property
    def styled_cell_pattern(self) -> re.Pattern[bytes] | None:
        """What finds the cells whose look says something, and no others: a sheet may have a million plain ones."""
        telling = sorted({*self.formats, *self.struck, *self.coloured})
        if not telling:
            return None
        numbers = b"|".join(b"%d" % look for look in telling)
        return re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bs="(' + numbers + rb')")[^>]*\br="([A-Z]+)(\d+)"')


_PLAIN = _Styles({}, frozenset(), frozenset())


def read_xlsx_details(data: bytes, stop: Callable[[], None]) -> dict[str, SheetDetails]:
    """Sheet name -> its details."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = {part.filename for part in archive.infolist()}
        styles = _read_cell_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in there else _PLAIN
        names = map_sheet_parts(archive, "xl/workbook.xml")
        found = {}
        for part in archive.infolist():
            name = names.get(part.filename.casefold())
            if name is not None:
                stop()
                found[name] = _read_sheet_part(archive, part, there, styles, stop)
        return found


def _read_cell_styles(styles: bytes) -> _Styles:
    """The looks (places in the list of cell formats) that say something by their format, strike or fill."""
    root = ElementTree.fromstring(styles)
    codes = dict(_BUILT_IN)
    for each in _elements_named(root, "numFmt"):
        codes[int(each.get("numFmtId", "0"))] = each.get("formatCode", "")
    fonts = [
        any(_is_switched_on(strike) for strike in _elements_named(font, "strike"))
        for font in _children_named(root, "fonts")
    ]
    fills = [
        any(p.get("patternType") == "solid" for p in _elements_named(fill, "patternFill"))
        for fill in _children_named(root, "fills")
    ]
    formats = {}
    struck = set()
    coloured = set()
    for place, look in enumerate(_children_named(root, "cellXfs")):
        code = codes.get(int(look.get("numFmtId", "0")), "")
        font = int(look.get("fontId", "0"))
        fill = int(look.get("fillId", "0"))
        if code and changes_number(code):
            formats[place] = code
        if font < len(fonts) and fonts[font]:
            struck.add(place)
        if fill < len(fills) and fills[fill]:
            coloured.add(place)
    return _Styles(formats, frozenset(struck), frozenset(coloured))


def _read_sheet_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, there: set[str], styles: _Styles, stop: Callable[[], None]
) -> SheetDetails:
    details = SheetDetails()
    links: list[bytes] = []
    cell = styles.styled_cell_pattern
    for text in _chunks_between_rows(archive, part, stop):
        if cell is not None:
            _note_looks(cell.findall(text), styles, details)
        # A word is found far sooner than a pattern that begins like every cell.
        if b"hidden=" in text:
            details.hidden_rows.update(int(row) - 1 for row in _ROW.findall(text))
        formula_links = _FORMULA_LINK.findall(text) if b"HYPERLINK" in text.upper() else ()
        for column, row, target in formula_links:
            details.links[_place_of_cell(column, row)] = html.unescape(target.decode("utf-8", "replace"))
        if b"hyperlink" in text:
            links += _LINK.findall(text)
    targets = _read_sheet_relations(archive, part.filename, there)
    for tag in links:
        _read_hyperlink(tag.decode("utf-8", "replace"), targets, details)
    for kind, target in targets.values():
        if kind == "comments" and target in there:
            details.beside += _read_cell_notes(archive.read(target))
        elif kind == "drawing" and target in there:
            details.beside += _read_xlsx_text_boxes(archive.read(target))
    return details


def _note_looks(cells: Iterable[tuple[bytes, bytes, bytes]], styles: _Styles, details: SheetDetails) -> None:
    """Note which cells (style, column, row) have a number format, are struck out or have a colour."""
    for style, column, row in cells:
        place = _place_of_cell(column, row)
        look = int(style)
        if look in styles.formats:
            details.formats[place] = styles.formats[look]
        if look in styles.struck:
            details.struck.add(place)
        if look in styles.coloured:
            details.coloured.add(place)


def _chunks_between_rows(archive: zipfile.ZipFile, part: zipfile.ZipInfo, stop: Callable[[], None]) -> Iterator[bytes]:
    """The text of a part in pieces that end between two rows."""
    rest = b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            stop()
            text = rest + chunk
            cut = max(text.rfind(b"<row"), text.rfind(b":row"), 0) or text.rfind(b">") + 1
            yield text[:cut]
            rest = text[cut:]
    yield rest


def _read_hyperlink(tag: str, targets: Mapping[str, tuple[str, str]], details: SheetDetails) -> None:
    ref = _attribute_of_tag(tag, "ref")
    id = _attribute_of_tag(tag, r"\w+:id")
    found = re.match(r"([A-Z]+)(\d+)", ref)
    target = targets.get(id, ("", ""))[1]
    if found and target:
        details.links[_place_of_cell(found[1].encode(), found[2].encode())] = html.unescape(target)


def _read_sheet_relations(archive: zipfile.ZipFile, sheet: str, there: set[str]) -> dict[str, tuple[str, str]]:
    """What a sheet's part leads to: id -> the kind of part, and its name in the file or a place outside."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    if links not in there:
        return {}
    found = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", archive.read(links).decode("utf-8", "replace")):
        target = _attribute_of_tag(tag, "Target")
        if _attribute_of_tag(tag, "TargetMode") != "External":
            if target.startswith("/"):
                target = target.lstrip("/")
            else:
                target = posixpath.normpath(posixpath.join(folder, target))
        found[_attribute_of_tag(tag, "Id")] = (_attribute_of_tag(tag, "Type").rsplit("/", 1)[-1], target)
    return found


def _read_cell_notes(part: bytes) -> list[Beside]:
    notes = []
    for comment in _elements_named(ElementTree.fromstring(part), "comment"):
        found = re.match(r"([A-Z]+)(\d+)", comment.get("ref", ""))
        text = "".join(each.text or "" for each in _elements_named(comment, "t")).strip()
        # Excel keeps a thread once more as a plain note for its older versions, below a paragraph about that.
        if text.startswith("[Threaded comment]"):
            text = text.split("Comment:\n", 1)[-1].strip()
        if found and text:
            row, column = _place_of_cell(found[1].encode(), found[2].encode())
            notes.append(Beside(row=row, column=column, text=text, what=NOTE))
    return notes


def _read_xlsx_text_boxes(part: bytes) -> list[Beside]:
    boxes = []
    root = ElementTree.fromstring(part)
    for anchor in root:
        for shape in _elements_named(anchor, "sp"):
            lines = ["".join(t.text or "" for t in _elements_named(line, "t")) for line in _elements_named(shape, "p")]
            text = "\n".join(line for line in lines if line.strip()).strip()
            if text:
                row, column = (_number_in_element(anchor, name) for name in ("row", "col"))
                boxes.append(Beside(row=row, column=column, text=text, what=BOX))
    return boxes


def _number_in_element(anchor: ElementTree.Element, name: str) -> int:
    found = next((each.text for each in _elements_named(anchor, name)), None)
    if found and found.strip().isdigit():
        return int(found)
    return 0


def _attribute_of_tag(tag: str, name: str) -> str:
    found = re.search(rf"""\b{name}=["']([^"']*)["']""", tag)
    if not found:
        return ""
    return found[1]


def _place_of_cell(column: bytes, row: bytes) -> Place:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return int(row) - 1, number - 1


def _elements_named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Every part of this name, whatever the space of names it belongs to."""
    return (each for each in root.iter() if each.tag.rsplit("}", 1)[-1] == name)


def _children_named(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return list(next(_elements_named(root, name), ElementTree.Element(name)))


def _is_switched_on(mark: ElementTree.Element) -> bool:
    return mark.get("val", "1") not in ("0", "false")
