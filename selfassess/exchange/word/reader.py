"""Our own Word in again: the lines of a document, whatever people and programs have done to it meanwhile.

Only the XML is read. Tracked changes are read as accepted; who made them, and comments, are kept. Runs in the process
that is there for files from outside.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from selfassess.domain.merging.returned_document import Line, Remark, ReturnedDocument, Stretch
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.report.short_forms import without_added
from selfassess.exchange import archive
from selfassess.exchange.word.markup import ADDITION

MAX_BYTES = 300_000_000
DEEPEST = 40
PROPERTIES = "docProps/custom.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PREFIX = "selfassess-"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_GONE = (f"{_W}del", f"{_W}moveFrom")
_ADDED = (f"{_W}ins", f"{_W}moveTo")
_INSIDE = tuple(
    f"{_W}{name}" for name in ("hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo", "sdtContent")
)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_EVERY = 300


def read_returned_document(
    path: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ReturnedDocument:
    """What a document holds; ``progress`` is told how far it is (0 to 1).

    Raises FileError where it is not readable, and CancelledError once ``cancelled`` says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was imported.")
        progress(part)

    if path.stat().st_size > MAX_BYTES:
        raise FileError(f"{path.name} is far larger than a self-assessment, so it was not opened.")
    with path.open("rb") as file:
        archive.check_zip_is_safe(file, path.name, "Word document")
    try:
        with zipfile.ZipFile(path) as package:
            found = _Reader(package, watch).read_package()
    except (*archive.DAMAGE, ParseError, RecursionError, KeyError, zipfile.LargeZipFile) as error:
        raise FileError(f"{path.name} is damaged or cut off. Ask for it to be sent again.") from error
    watch(1.0)
    return found


class _Reader:
    """One document being read."""

    def __init__(self, package: zipfile.ZipFile, watch: Callable[[float], None]) -> None:
        self._package = package
        self._watch = watch
        self._lines: list[Line] = []
        self._tags: list[str] = []
        self._running: set[int] = set()
        self._remarks: list[tuple[str, int, int | None]] = []
        self._levels, self._items, self._contents, self._added = self._read_style_ids()
        self._numbered = self._read_numbered_lists()
        self._paragraphs = self._tables = 0
        self._carried: _Words | None = None
        self._skipped = 0

    def read_package(self) -> ReturnedDocument:
        body = self._parse_part("word/document.xml").find(f"{_W}body")
        blocks = list(body) if body is not None else []
        for number, block in enumerate(blocks):
            if number % _EVERY == 0:
                self._watch(number / len(blocks))
            self._read_returned_block(block, (), "", 0)
        self._notes_below()
        comments = self._read_returned_comments()
        remarks = [
            Remark(id=id, line=line, control=control, text=text, author=author, written_at=at)
            for id, line, control in self._remarks
            for text, author, at in [comments.get(id, ("", "", ""))]
            if text.strip()
        ]
        notes = ["What is nested more than forty times in it was not read."] if self._skipped else []
        return ReturnedDocument(
            properties=self._read_properties(),
            tags=tuple(self._tags),
            lines=tuple(self._lines),
            remarks=tuple(remarks),
            running=frozenset(self._running),
            notes=tuple(notes),
        )

    def _read_returned_block(self, block: Element, controls: tuple[int, ...], place: str, depth: int) -> None:
        """A paragraph, table or control, with the controls around it."""
        if depth > DEEPEST:
            self._skipped += 1
        elif block.tag == f"{_W}p":
            self._read_returned_paragraph(block, controls, place)
        elif block.tag == f"{_W}tbl":
            self._read_returned_table(block, controls, depth)
        elif block.tag == f"{_W}sdt":
            if block.find(f"{_W}sdtPr/{_W}docPartObj") is None:
                controls = self._begin_control(block, controls)
                for inner in _list_control_content(block):
                    self._read_returned_block(inner, controls, place, depth + 1)
        elif block.tag in (*_ADDED, *_INSIDE, f"{_MC}AlternateContent", f"{_MC}Choice"):
            for inner in block:
                self._read_returned_block(inner, controls, place, depth + 1)

    def _begin_control(self, control: Element, controls: tuple[int, ...], *, running: bool = False) -> tuple[int, ...]:
        """The controls around what is inside of this one; one without our tag is as if it were not there."""
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        if tag is None:
            return controls
        self._tags.append(tag.get(f"{_W}val", ""))
        if running:
            self._running.add(len(self._tags) - 1)
        return (*controls, len(self._tags) - 1)

    def _read_returned_table(self, table: Element, controls: tuple[int, ...], depth: int) -> None:
        """A table row by row; rows that somebody deleted while changes were tracked are left out."""
        self._tables += 1
        number = self._tables
        for row_number, (row, outer) in enumerate(self._list_through_controls(table, f"{_W}tr", controls), 1):
            properties = row.find(f"{_W}trPr")
            if properties is not None and properties.find(f"{_W}del") is not None:
                continue
            for column, (cell, inner) in enumerate(self._list_through_controls(row, f"{_W}tc", outer), 1):
                for block in cell:
                    self._read_returned_block(
                        block, inner, f"table {number}, row {row_number}, column {column}", depth + 1
                    )

    def _list_through_controls(
        self, parent: Element, tag: str, controls: tuple[int, ...]
    ) -> Iterator[tuple[Element, tuple[int, ...]]]:
        """Rows of a table or cells of a row, also where controls are around them."""
        for each in parent:
            if each.tag == tag:
                yield each, controls
            elif each.tag == f"{_W}sdt":
                inner = self._begin_control(each, controls)
                for content in each.findall(f"{_W}sdtContent"):
                    yield from self._list_through_controls(content, tag, inner)
            elif each.tag in (*_ADDED, *_INSIDE):
                yield from self._list_through_controls(each, tag, controls)

    def _read_returned_paragraph(self, paragraph: Element, controls: tuple[int, ...], place: str) -> None:
        properties = paragraph.find(f"{_W}pPr")
        style = ""
        if properties is not None:
            style = _read_val_attribute(properties.find(f"{_W}pStyle"))
        if style in self._contents:
            return
        words = self._carried or _Words()
        self._carried = None
        start = len(words.text)
        self._read_runs_within(paragraph, words, controls, "")
        words.stretches += [(control, start, len(words.text)) for control in controls]
        mark = None
        if properties is not None:
            mark = properties.find(f"{_W}rPr/{_W}del")
        if mark is not None:
            # The end of this paragraph was deleted, so it goes on in the next.
            words.authors.add(mark.get(f"{_W}author", ""))
            self._carried = words
            return
        if not place and words.text.strip():
            self._paragraphs += 1
        numbered = None
        if properties is not None:
            numbered = properties.find(f"{_W}numPr/{_W}numId")
        is_item = style in self._items if numbered is None else _read_val_attribute(numbered) != "0"
        listed = self._items.get(style, "") if numbered is None else _read_val_attribute(numbered)
        self._remarks += [(id, len(self._lines), control) for id, control in words.remarks]
        line_place = place or f"paragraph {self._paragraphs}"
        stretches = tuple(Stretch(*each) for each in sorted(words.stretches))
        self._lines.append(
            Line(
                text=words.text,
                place=line_place,
                level=self._levels.get(style, 0),
                is_item=is_item,
                is_numbered=is_item and listed in self._numbered,
                stretches=stretches,
                authors=tuple(sorted(words.authors - {""})),
            )
        )

    def _read_runs_within(self, parent: Element, words: _Words, controls: tuple[int, ...], author: str) -> None:
        """Texts in order, tracked changes accepted, with whoever changed something."""
        for each in parent:
            if each.tag == f"{_W}r":
                before = len(words.text)
                self._read_returned_run(each, words, controls)
                if author and len(words.text) > before:
                    words.authors.add(author)
            elif each.tag in _GONE:
                words.authors.add(each.get(f"{_W}author", ""))
            elif each.tag in _ADDED:
                self._read_runs_within(each, words, controls, each.get(f"{_W}author", ""))
            elif each.tag == f"{_W}sdt":
                inner = self._begin_control(each, controls, running=True)
                start = len(words.text)
                for content in _list_control_content(each, running=True):
                    self._read_runs_within(content, words, inner, author)
                if len(inner) > len(controls):
                    words.stretches.append((inner[-1], start, len(words.text)))
            elif each.tag == f"{_W}commentRangeStart":
                words.begun[each.get(f"{_W}id", "")] = controls[-1] if controls else None
            elif each.tag in _INSIDE:
                self._read_runs_within(each, words, controls, author)
        words.settle_added_text()

    def _read_returned_run(self, run: Element, words: _Words, controls: tuple[int, ...]) -> None:
        """A run's text; what the document added by itself is kept apart, as people may type into it."""
        if self._added and _read_val_attribute(run.find(f"{_W}rPr/{_W}rStyle")) in self._added:
            words.added += _read_plain_text(run)
            return
        words.settle_added_text()
        for part in run:
            if part.tag == f"{_W}t":
                words.text += part.text or ""
            elif part.tag in _SIGNS:
                page = part.get(f"{_W}type") in ("page", "column")
                words.text += "" if page else _SIGNS[part.tag]
            elif part.tag == f"{_W}commentReference":
                id = part.get(f"{_W}id", "")
                inside = controls[-1] if controls else words.begun.get(id)
                words.remarks.append((id, inside))
            elif part.tag in (f"{_W}drawing", f"{_W}pict", f"{_MC}AlternateContent"):
                self._read_box_texts(part)

    def _read_box_texts(self, drawing: Element) -> None:
        """The text of boxes that somebody put in; of what is there twice for older programs, the first."""
        box = next((each for each in drawing.iter(f"{_W}txbxContent")), None)
        for paragraph in box.iter(f"{_W}p") if box is not None else ():
            text = _read_plain_text(paragraph)
            if text.strip():
                self._lines.append(Line(text=text, place=f"text box after paragraph {self._paragraphs}"))

    def _notes_below(self) -> None:
        """Footnotes and endnotes, which our documents have none of: somebody put them in."""
        for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            for note in self._list_part_elements(part, tag):
                text = "\n".join(map(_read_plain_text, note.iter(f"{_W}p")))
                if text.strip() and note.get(f"{_W}type") in (None, "normal"):
                    self._lines.append(Line(text=text, place=tag))

    def _read_returned_comments(self) -> dict[str, tuple[str, str, str]]:
        return {
            each.get(f"{_W}id", ""): (
                "\n".join(map(_read_plain_text, each.iter(f"{_W}p"))),
                each.get(f"{_W}author", ""),
                each.get(f"{_W}date", ""),
            )
            for each in self._list_part_elements("word/comments.xml", "comment")
        }

    def _read_numbered_lists(self) -> frozenset[str]:
        """The lists whose items have numbers or letters, and not bullets."""
        kinds = {
            each.get(f"{_W}abstractNumId", "")
            for each in self._list_part_elements("word/numbering.xml", "abstractNum")
            if _read_val_attribute(each.find(f"{_W}lvl/{_W}numFmt")) not in ("bullet", "none", "")
        }
        lists = self._list_part_elements("word/numbering.xml", "num")
        return frozenset(
            each.get(f"{_W}numId", "")
            for each in lists
            if _read_val_attribute(each.find(f"{_W}abstractNumId")) in kinds
        )

    def _read_style_ids(self) -> tuple[dict[str, int], dict[str, str], set[str], set[str]]:
        """The ids of styles of headings with their level, of items with their list, of the contents, what is added."""
        levels: dict[str, int] = {}
        items: dict[str, str] = {}
        contents = set[str]()
        added = set[str]()
        for style in self._list_part_elements("word/styles.xml", "style"):
            id = style.get(f"{_W}styleId", "")
            name = _read_val_attribute(style.find(f"{_W}name"))
            found = _HEADING.fullmatch(name)
            if found:
                levels[id] = int(found[1])
            if style.find(f"{_W}pPr/{_W}numPr") is not None or name.casefold().startswith("list bullet"):
                items[id] = _read_val_attribute(style.find(f"{_W}pPr/{_W}numPr/{_W}numId"))
            if re.match(r"toc |contents ", name, re.IGNORECASE):
                contents.add(id)
            if name == ADDITION:
                added.add(id)
        return levels, items, contents, added

    def _read_properties(self) -> dict[str, str]:
        if PROPERTIES not in self._package.namelist():
            return {}
        return {
            name.removeprefix(_PREFIX): "".join(each.itertext())
            for each in self._parse_part(PROPERTIES)
            if (name := each.get("name", "")).startswith(_PREFIX)
        }

    def _parse_part(self, name: str) -> Element:
        return ElementTree.fromstring(self._package.read(name))

    def _list_part_elements(self, name: str, tag: str) -> Iterator[Element]:
        if name in self._package.namelist():
            yield from self._parse_part(name).iter(f"{_W}{tag}")


class _Words:
    """What the runs of a paragraph say so far."""

    def __init__(self) -> None:
        self.text = ""
        self.added = ""
        """What is marked as added by the document, until something else follows."""
        self.stretches: list[tuple[int, int, int]] = []
        self.authors: set[str] = set()
        self.remarks: list[tuple[str, int | None]] = []
        self.begun: dict[str, int | None] = {}

    def settle_added_text(self) -> None:
        """Keep what somebody typed within what is marked as added."""
        if self.added:
            self.text += without_added(self.added)
            self.added = ""


def _list_control_content(control: Element, *, running: bool = False) -> Iterator[Element]:
    """What stands in a control; nothing where it only shows how to fill it in."""
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
        for content in control.findall(f"{_W}sdtContent"):
            parts = [content] if running else content
            yield from parts
    elif not running:
        yield ElementTree.Element(f"{_W}p")


def _read_plain_text(element: Element) -> str:
    """The text of a paragraph beside the others, tracked changes accepted."""
    made = ""
    for part in element:
        if part.tag in _GONE:
            continue
        if part.tag == f"{_W}t":
            made += part.text or ""
        elif part.tag in _SIGNS:
            made += _SIGNS[part.tag]
        else:
            made += _read_plain_text(part)
    return made


def _read_val_attribute(element: Element | None) -> str:
    if element is None:
        return ""
    return element.get(f"{_W}val", "")
