"""The details of an xlsx or xlsm file's sheets, read from its parts."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from selfassess.exchange.spreadsheets.book import Beside
from selfassess.exchange.spreadsheets.extents import sheet_names
from selfassess.exchange.spreadsheets.number_formats import says_more
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
    def pattern(self) -> re.Pattern[bytes] | None:
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
        styles = _read_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in there else _PLAIN
        names = sheet_names(archive, "xl/workbook.xml")
        found = {}
        for part in archive.infolist():
            name = names.get(part.filename.casefold())
            if name is not None:
                stop()
                found[name] = _read_sheet(archive, part, there, styles, stop)
        return found


def _read_styles(styles: bytes) -> _Styles:
    """The looks (places in the list of cell formats) that say something by their format, strike or fill."""
    root = ElementTree.fromstring(styles)
    codes = dict(_BUILT_IN)
    for each in _all(root, "numFmt"):
        codes[int(each.get("numFmtId", "0"))] = each.get("formatCode", "")
    fonts = [any(_on(strike) for strike in _all(font, "strike")) for font in _children(root, "fonts")]
    fills = [
        any(p.get("patternType") == "solid" for p in _all(fill, "patternFill")) for fill in _children(root, "fills")
    ]
    formats, struck, coloured = {}, set(), set()
    for place, look in enumerate(_children(root, "cellXfs")):
        code = codes.get(int(look.get("numFmtId", "0")), "")
        font, fill = int(look.get("fontId", "0")), int(look.get("fillId", "0"))
        if code and says_more(code):
            formats[place] = code
        if font < len(fonts) and fonts[font]:
            struck.add(place)
        if fill < len(fills) and fills[fill]:
            coloured.add(place)
    return _Styles(formats, frozenset(struck), frozenset(coloured))


def _read_sheet(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, there: set[str], styles: _Styles, stop: Callable[[], None]
) -> SheetDetails:
    details = SheetDetails()
    links: list[bytes] = []
    cell = styles.pattern
    for text in _chunks(archive, part, stop):
        for style, column, row in cell.findall(text) if cell is not None else ():
            place, look = _place(column, row), int(style)
            if look in styles.formats:
                details.formats[place] = styles.formats[look]
            if look in styles.struck:
                details.struck.add(place)
            if look in styles.coloured:
                details.coloured.add(place)
        # A word is found far sooner than a pattern that begins like every cell.
        if b"hidden=" in text:
            details.hidden_rows.update(int(row) - 1 for row in _ROW.findall(text))
        for column, row, target in _FORMULA_LINK.findall(text) if b"HYPERLINK" in text.upper() else ():
            details.links[_place(column, row)] = html.unescape(target.decode("utf-8", "replace"))
        links += _LINK.findall(text) if b"hyperlink" in text else []
    targets = _relations(archive, part.filename, there)
    for tag in links:
        _read_link(tag.decode("utf-8", "replace"), targets, details)
    for kind, target in targets.values():
        if kind == "comments" and target in there:
            details.beside += _read_notes(archive.read(target))
        elif kind == "drawing" and target in there:
            details.beside += _read_boxes(archive.read(target))
    return details


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, stop: Callable[[], None]) -> Iterator[bytes]:
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


def _read_link(tag: str, targets: Mapping[str, tuple[str, str]], details: SheetDetails) -> None:
    ref, id = _attribute(tag, "ref"), _attribute(tag, r"\w+:id")
    found = re.match(r"([A-Z]+)(\d+)", ref)
    target = targets.get(id, ("", ""))[1]
    if found and target:
        details.links[_place(found[1].encode(), found[2].encode())] = html.unescape(target)


def _relations(archive: zipfile.ZipFile, sheet: str, there: set[str]) -> dict[str, tuple[str, str]]:
    """What a sheet's part leads to: id -> the kind of part, and its name in the file or a place outside."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    if links not in there:
        return {}
    found = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", archive.read(links).decode("utf-8", "replace")):
        target = _attribute(tag, "Target")
        if _attribute(tag, "TargetMode") != "External":
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        found[_attribute(tag, "Id")] = (_attribute(tag, "Type").rsplit("/", 1)[-1], target)
    return found


def _read_notes(part: bytes) -> list[Beside]:
    notes = []
    for comment in _all(ElementTree.fromstring(part), "comment"):
        found = re.match(r"([A-Z]+)(\d+)", comment.get("ref", ""))
        text = "".join(each.text or "" for each in _all(comment, "t")).strip()
        # Excel keeps a thread once more as a plain note for its older versions, below a paragraph about that.
        text = text.split("Comment:\n", 1)[-1].strip() if text.startswith("[Threaded comment]") else text
        if found and text:
            row, column = _place(found[1].encode(), found[2].encode())
            notes.append(Beside(row=row, column=column, text=text, what=NOTE))
    return notes


def _read_boxes(part: bytes) -> list[Beside]:
    boxes = []
    root = ElementTree.fromstring(part)
    for anchor in root:
        for shape in _all(anchor, "sp"):
            lines = ["".join(t.text or "" for t in _all(line, "t")) for line in _all(shape, "p")]
            text = "\n".join(line for line in lines if line.strip()).strip()
            if text:
                row, column = (_number_in(anchor, name) for name in ("row", "col"))
                boxes.append(Beside(row=row, column=column, text=text, what=BOX))
    return boxes


def _number_in(anchor: ElementTree.Element, name: str) -> int:
    found = next((each.text for each in _all(anchor, name)), None)
    return int(found) if found and found.strip().isdigit() else 0


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\b{name}=["']([^"']*)["']""", tag)
    return found[1] if found else ""


def _place(column: bytes, row: bytes) -> Place:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return int(row) - 1, number - 1


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Every part of this name, whatever the space of names it belongs to."""
    return (each for each in root.iter() if each.tag.rsplit("}", 1)[-1] == name)


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return list(next(_all(root, name), ElementTree.Element(name)))


def _on(mark: ElementTree.Element) -> bool:
    return mark.get("val", "1") not in ("0", "false")
