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


def read(
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
        archive.check(file, path.name, "Word document")
    try:
        with zipfile.ZipFile(path) as package:
            found = _Reader(package, watch).read()
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
        self._levels, self._items, self._contents, self._added = self._read_styles()
        self._paragraphs = self._tables = 0
        self._carried: _Words | None = None
        self._skipped = 0

    def read(self) -> ReturnedDocument:
        body = self._root("word/document.xml").find(f"{_W}body")
        blocks = list(body) if body is not None else []
        for number, block in enumerate(blocks):
            if number % _EVERY == 0:
                self._watch(number / len(blocks))
            self._block(block, (), "", 0)
        self._notes_below()
        comments = self._comments()
        remarks = [
            Remark(id=id, line=line, control=control, text=text, author=author, written_at=at)
            for id, line, control in self._remarks
            for text, author, at in [comments.get(id, ("", "", ""))]
            if text.strip()
        ]
        notes = ["What is nested more than forty times in it was not read."] if self._skipped else []
        return ReturnedDocument(
            properties=self._properties(),
            tags=tuple(self._tags),
            lines=tuple(self._lines),
            remarks=tuple(remarks),
            running=frozenset(self._running),
            notes=tuple(notes),
        )

    def _block(self, block: Element, controls: tuple[int, ...], place: str, depth: int) -> None:
        if depth > DEEPEST:
            self._skipped += 1
        elif block.tag == f"{_W}p":
            self._paragraph(block, controls, place)
        elif block.tag == f"{_W}tbl":
            self._table(block, controls, depth)
        elif block.tag == f"{_W}sdt":
            if block.find(f"{_W}sdtPr/{_W}docPartObj") is None:
                controls = self._begin_control(block, controls)
                for inner in _content(block):
                    self._block(inner, controls, place, depth + 1)
        elif block.tag in (*_ADDED, *_INSIDE, f"{_MC}AlternateContent", f"{_MC}Choice"):
            for inner in block:
                self._block(inner, controls, place, depth + 1)

    def _begin_control(self, control: Element, controls: tuple[int, ...], *, running: bool = False) -> tuple[int, ...]:
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        if tag is None:
            return controls
        self._tags.append(tag.get(f"{_W}val", ""))
        if running:
            self._running.add(len(self._tags) - 1)
        return (*controls, len(self._tags) - 1)

    def _table(self, table: Element, controls: tuple[int, ...], depth: int) -> None:
        self._tables += 1
        number = self._tables
        for row_number, (row, outer) in enumerate(self._wrapped(table, f"{_W}tr", controls), 1):
            properties = row.find(f"{_W}trPr")
            if properties is not None and properties.find(f"{_W}del") is not None:
                continue
            for column, (cell, inner) in enumerate(self._wrapped(row, f"{_W}tc", outer), 1):
                for block in cell:
                    self._block(block, inner, f"table {number}, row {row_number}, column {column}", depth + 1)

    def _wrapped(
        self, parent: Element, tag: str, controls: tuple[int, ...]
    ) -> Iterator[tuple[Element, tuple[int, ...]]]:
        """Rows of a table or cells of a row, also where controls are around them."""
        for each in parent:
            if each.tag == tag:
                yield each, controls
            elif each.tag == f"{_W}sdt":
                inner = self._begin_control(each, controls)
                for content in each.findall(f"{_W}sdtContent"):
                    yield from self._wrapped(content, tag, inner)
            elif each.tag in (*_ADDED, *_INSIDE):
                yield from self._wrapped(each, tag, controls)

    def _paragraph(self, paragraph: Element, controls: tuple[int, ...], place: str) -> None:
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties.find(f"{_W}pStyle")) if properties is not None else ""
        if style in self._contents:
            return
        words = self._carried or _Words()
        self._carried = None
        start = len(words.text)
        self._runs(paragraph, words, controls, "")
        words.stretches += [(control, start, len(words.text)) for control in controls]
        mark = properties.find(f"{_W}rPr/{_W}del") if properties is not None else None
        if mark is not None:
            # The end of this paragraph was deleted, so it goes on in the next.
            words.authors.add(mark.get(f"{_W}author", ""))
            self._carried = words
            return
        if not place and words.text.strip():
            self._paragraphs += 1
        numbered = properties.find(f"{_W}numPr/{_W}numId") if properties is not None else None
        is_item = style in self._items if numbered is None else _value(numbered) != "0"
        self._remarks += [(id, len(self._lines), control) for id, control in words.remarks]
        self._lines.append(
            Line(
                text=words.text,
                place=place or f"paragraph {self._paragraphs}",
                level=self._levels.get(style, 0),
                is_item=is_item,
                stretches=tuple(Stretch(*each) for each in sorted(words.stretches)),
                authors=tuple(sorted(words.authors - {""})),
            )
        )

    def _runs(self, parent: Element, words: _Words, controls: tuple[int, ...], author: str) -> None:
        for each in parent:
            if each.tag == f"{_W}r":
                before = len(words.text)
                self._run(each, words, controls)
                if author and len(words.text) > before:
                    words.authors.add(author)
            elif each.tag in _GONE:
                words.authors.add(each.get(f"{_W}author", ""))
            elif each.tag in _ADDED:
                self._runs(each, words, controls, each.get(f"{_W}author", ""))
            elif each.tag == f"{_W}sdt":
                inner = self._begin_control(each, controls, running=True)
                start = len(words.text)
                for content in _content(each, running=True):
                    self._runs(content, words, inner, author)
                if len(inner) > len(controls):
                    words.stretches.append((inner[-1], start, len(words.text)))
            elif each.tag == f"{_W}commentRangeStart":
                words.begun[each.get(f"{_W}id", "")] = controls[-1] if controls else None
            elif each.tag in _INSIDE:
                self._runs(each, words, controls, author)
        words.settle()

    def _run(self, run: Element, words: _Words, controls: tuple[int, ...]) -> None:
        if self._added and _value(run.find(f"{_W}rPr/{_W}rStyle")) in self._added:
            words.added += _plain(run)
            return
        words.settle()
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
                self._boxes(part)

    def _boxes(self, drawing: Element) -> None:
        """The text of boxes that somebody put in; of what is there twice for older programs, the first."""
        box = next((each for each in drawing.iter(f"{_W}txbxContent")), None)
        for paragraph in box.iter(f"{_W}p") if box is not None else ():
            text = _plain(paragraph)
            if text.strip():
                self._lines.append(Line(text=text, place=f"text box after paragraph {self._paragraphs}"))

    def _notes_below(self) -> None:
        for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            for note in self._part(part, tag):
                text = "\n".join(map(_plain, note.iter(f"{_W}p")))
                if text.strip() and note.get(f"{_W}type") in (None, "normal"):
                    self._lines.append(Line(text=text, place=tag))

    def _comments(self) -> dict[str, tuple[str, str, str]]:
        return {
            each.get(f"{_W}id", ""): (
                "\n".join(map(_plain, each.iter(f"{_W}p"))), each.get(f"{_W}author", ""), each.get(f"{_W}date", ""),
            )
            for each in self._part("word/comments.xml", "comment")
        }  # fmt: skip

    def _read_styles(self) -> tuple[dict[str, int], set[str], set[str], set[str]]:
        """The ids of styles of headings with their level, items of lists, lines of the contents, what is added."""
        levels: dict[str, int] = {}
        items, contents, added = set[str](), set[str](), set[str]()
        for style in self._part("word/styles.xml", "style"):
            id, name = style.get(f"{_W}styleId", ""), _value(style.find(f"{_W}name"))
            if found := _HEADING.fullmatch(name):
                levels[id] = int(found[1])
            if style.find(f"{_W}pPr/{_W}numPr") is not None or name.casefold().startswith("list bullet"):
                items.add(id)
            if re.match(r"toc |contents ", name, re.IGNORECASE):
                contents.add(id)
            if name == ADDITION:
                added.add(id)
        return levels, items, contents, added

    def _properties(self) -> dict[str, str]:
        if PROPERTIES not in self._package.namelist():
            return {}
        return {
            name.removeprefix(_PREFIX): "".join(each.itertext())
            for each in self._root(PROPERTIES)
            if (name := each.get("name", "")).startswith(_PREFIX)
        }

    def _root(self, name: str) -> Element:
        return ElementTree.fromstring(self._package.read(name))

    def _part(self, name: str, tag: str) -> Iterator[Element]:
        if name in self._package.namelist():
            yield from self._root(name).iter(f"{_W}{tag}")


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

    def settle(self) -> None:
        """Keep what somebody typed within what is marked as added."""
        if self.added:
            self.text += without_added(self.added)
            self.added = ""


def _content(control: Element, *, running: bool = False) -> Iterator[Element]:
    """What stands in a control; nothing where it only shows how to fill it in."""
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
        for content in control.findall(f"{_W}sdtContent"):
            yield from [content] if running else content
    elif not running:
        yield ElementTree.Element(f"{_W}p")


def _plain(element: Element) -> str:
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
            made += _plain(part)
    return made


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")
