"""An OpenDocument text (.odt) as pieces; changes that were tracked are read as accepted, and told."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from selfassess.domain.years.narrative import PieceKind
from selfassess.exchange.narrative.gathering import Pieces, Watch, cell_place, is_contents_line

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
T, TABLE, OFFICE, DRAW, STYLE = (f"{{{_URN}{name}:1.0}}" for name in ("text", "table", "office", "drawing", "style"))
_FO, _SVG = f"{{{_URN}xsl-fo-compatible:1.0}}", f"{{{_URN}svg-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_GROUPS = tuple(f"{T}{name}" for name in ("section", "index-body", "index-title", "numbered-paragraph"))
_ROWS = tuple(f"{TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_POINTS = re.compile(r"([\d.]+)pt")
_LARGER = 1.15
_BODY_SIZE = 12.0
_DEEPEST = 30
_MOST_REPEATED = 1_000
_EVERY = 500


@dataclass(slots=True)
class _Style:
    name: str = ""
    parent: str = ""
    bold: bool | None = None
    size: float | None = None
    hidden: bool = False
    level: int = 0


@dataclass(slots=True)
class _Words:
    """What one paragraph holds."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)
    added_by: str = ""
    gone_by: str = ""


def read_odt_pieces(path: Path, pieces: Pieces, watch: Watch) -> None:
    """Read an OpenDocument text that was found safe to unpack."""
    with zipfile.ZipFile(path) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
        styles = None
        if "styles.xml" in package.namelist():
            styles = ElementTree.fromstring(package.read("styles.xml"))
    _Reader(content, styles, pieces, watch).read_odt_document()


class _Reader:
    """One document being read."""

    def __init__(self, content: Element, styles: Element | None, pieces: Pieces, watch: Watch) -> None:
        self._content, self._sheet = content, styles
        self._pieces = pieces
        self._watch = watch
        self._styles: dict[str, _Style] = {}
        for root in (styles, content):
            for each in root.iter(f"{STYLE}style") if root is not None else ():
                self._styles[each.get(f"{STYLE}name", "")] = _read_odt_style(each)
        self._changes = {each.get(f"{T}id", ""): each for each in content.iter(f"{T}changed-region")}
        self._adding: list[str] = []
        self._seen: set[str] = set()

    def read_odt_document(self) -> None:
        body = self._content.find(f"{OFFICE}body/{OFFICE}text")
        blocks = list(body) if body is not None else []
        for number, block in enumerate(blocks):
            if number % _EVERY == 0:
                self._watch(number / len(blocks))
            self._read_odt_block(block, 0, "")
        if self._sheet is not None:
            self._read_edges(self._sheet, "header", PieceKind.HEADER)
            self._read_edges(self._sheet, "footer", PieceKind.FOOTER)

    def _read_edges(self, sheet: Element, edge: str, kind: PieceKind) -> None:
        """Headers or footers, each text once: every master page of a document repeats them."""
        for each in sheet.iter(f"{STYLE}{edge}"):
            text = _join_odt_paragraphs(each)
            if text.strip() and text not in self._seen:
                self._seen.add(text)
                self._pieces.add_piece(kind, text, edge)

    def _read_odt_block(self, block: Element, depth: int, box: str, listed: int = 0) -> None:
        if depth > _DEEPEST:
            self._pieces.add_note("What is nested more than thirty times was not read.")
        elif block.tag in (f"{T}p", f"{T}h"):
            self._read_odt_paragraph(block, depth, box, listed)
        elif block.tag == f"{T}list":
            self._read_odt_list(block, depth, box, listed)
        elif block.tag == f"{TABLE}table":
            self._read_odt_table(block, depth + 1)
        elif block.tag == f"{T}table-of-content":
            self._add_contents_lines(block)
        elif block.tag == f"{DRAW}frame":
            self._read_odt_frame(block, self._describe_odt_place(), depth)
        elif block.tag in (f"{T}change-start", f"{T}change-end", f"{T}change"):
            words = _Words()
            self._read_tracked_change(block, words)
            self._pieces.add_piece(
                PieceKind.DELETED, "".join(words.gone), self._describe_odt_place(), author=words.gone_by
            )
        elif block.tag in _GROUPS:
            for inner in block:
                self._read_odt_block(inner, depth + 1, box, listed)

    def _read_odt_list(self, parts: Element, depth: int, box: str, listed: int) -> None:
        """The blocks of a list one by one; what heads a list is no item and stays as deep as the list itself."""
        for item in parts:
            deeper = listed + (item.tag == f"{T}list-item")
            for inner in item:
                self._read_odt_block(inner, depth + 1, box, deeper)

    def _add_contents_lines(self, contents: Element) -> None:
        for paragraph in contents.iter(f"{T}p"):
            self._pieces.add_piece(PieceKind.CONTENTS, _words_in(paragraph), "table of contents")

    def _read_odt_paragraph(self, block: Element, depth: int, box: str, listed: int) -> None:
        words = self._read_odt_words(block)
        text = "".join(words.text)
        place = box or (self._pieces.next_paragraph() if text.strip() else self._describe_odt_place())
        level, known_by = self._find_odt_heading(block)
        kind = PieceKind.BOX if box else PieceKind.PARAGRAPH
        if level:
            kind = PieceKind.HEADING
        elif listed:
            kind = PieceKind.ITEM
        elif is_contents_line(text.strip()):
            kind = PieceKind.CONTENTS
        number = self._pieces.add_piece(
            kind,
            text,
            place,
            level=level,
            known_by=known_by,
            depth=listed,
            bold=self._is_odt_all_bold(block, words),
            tracked=words.added_by,
        )
        self._add_odt_notes(words, number, place, depth)

    def _describe_odt_place(self) -> str:
        if not self._pieces.paragraphs:
            return "the beginning"
        return f"after paragraph {self._pieces.paragraphs}"

    def _find_odt_heading(self, block: Element) -> tuple[int, str]:
        """The level of a heading and by what it is known; level 0 for what is none, or the title."""
        if block.tag == f"{T}h":
            # A list of headings is nested as deep as the heading's level; that is no list.
            return _parse_count(block.get(f"{T}outline-level"), 1), "style"
        chain = list(self._follow_odt_styles(block.get(f"{T}style-name", "")))
        names = {style.name.replace("_20_", " ").casefold() for style in chain}
        if names & {"title", "subtitle"}:
            return 0, "title"
        level = next((style.level for style in chain if style.level), 0)
        known_by = "outline" if level else ""
        return level, known_by

    def _read_odt_table(self, table: Element, depth: int) -> None:
        """A table row by row; cells that a merged one covers are in the file, and are passed over."""
        number = self._pieces.next_table()
        row_number = 0
        for row in _list_odt_rows(table):
            column = 0
            for cell in row:
                repeated = min(_parse_count(cell.get(f"{TABLE}number-columns-repeated"), 1), _MOST_REPEATED)
                if cell.tag == f"{TABLE}table-cell":
                    across = _parse_count(cell.get(f"{TABLE}number-columns-spanned"), 1)
                    first = len(self._pieces.found)
                    self._read_odt_cell(cell, (number, row_number, column), across, depth)
                    self._pieces.reach_down(first, number, _parse_count(cell.get(f"{TABLE}number-rows-spanned"), 1))
                column += repeated
            row_number += min(_parse_count(row.get(f"{TABLE}number-rows-repeated"), 1), _MOST_REPEATED)

    def _read_odt_cell(
        self, parent: Element, at: tuple[int, int, int], across: int, depth: int, listed: int = 0
    ) -> None:
        """The paragraphs of a cell; a table in it is a table of its own."""
        table, row, column = at
        for block in parent:
            if block.tag == f"{TABLE}table" and depth < _DEEPEST:
                self._read_odt_table(block, depth + 1)
            elif block.tag == f"{T}list":
                for item in block:
                    self._read_odt_cell(item, at, across, depth, listed + 1)
            elif block.tag in (f"{T}p", f"{T}h"):
                words = self._read_odt_words(block)
                level, known_by = self._find_odt_heading(block)
                place = cell_place(table, row, column)
                number = self._pieces.add_piece(
                    PieceKind.CELL,
                    "".join(words.text),
                    place,
                    level=level,
                    known_by=known_by,
                    depth=listed,
                    bold=self._is_odt_all_bold(block, words),
                    table=table,
                    row=row,
                    column=column,
                    across=across,
                    tracked=words.added_by,
                )
                self._add_odt_notes(words, number, place, depth)

    # Inside a paragraph

    def _read_odt_words(self, block: Element) -> _Words:
        added_by = self._adding[-1] if self._adding else ""
        words = _Words(added_by=added_by)
        self._read_inline_content(block, words, None, False)
        return words

    def _read_inline_content(self, parent: Element, words: _Words, bold: bool | None, hidden: bool) -> None:
        """The text inside of a paragraph or span, with what hangs on it."""
        self._add_odt_text(parent.text, words, bold, hidden)
        for each in parent:
            name = each.tag.rpartition("}")[2]
            if each.tag == f"{T}note":
                words.notes.append(each)
            elif each.tag == f"{OFFICE}annotation":
                words.comments.append(each)
            elif each.tag.startswith(DRAW):
                words.frames.append(each)
            elif each.tag.startswith(T) and name in ("change-start", "change-end", "change"):
                self._read_tracked_change(each, words)
            elif each.tag == f"{T}s":
                words.text.append(" ")
            elif name in ("tab", "line-break"):
                sign = "\t" if name == "tab" else "\n"
                words.text.append(sign)
            elif name in ("span", "a", "meta", "meta-field", "ruby", "ruby-base") or each.text:
                chain = list(self._follow_odt_styles(each.get(f"{T}style-name", ""))) if name == "span" else []
                own = next((style.bold for style in chain if style.bold is not None), bold)
                large = any(style.size and style.size >= _BODY_SIZE * _LARGER for style in chain)
                is_bold = own or large or None
                is_hidden = hidden or any(style.hidden for style in chain)
                self._read_inline_content(each, words, is_bold, is_hidden)
            self._add_odt_text(each.tail, words, bold, hidden)

    @staticmethod
    def _add_odt_text(text: str | None, words: _Words, bold: bool | None, hidden: bool) -> None:
        if not text:
            return
        target = words.hidden if hidden else words.text
        target.append(re.sub(r"\s+", " ", text))
        if text.strip() and not hidden:
            words.bold.append(bool(bold))

    def _read_tracked_change(self, mark: Element, words: _Words) -> None:
        """A mark of a tracked change: where an insertion begins or ends, or where something was deleted."""
        region = self._changes.get(mark.get(f"{T}change-id", ""))
        by = _find_change_author(region) or "somebody"
        gone = region.find(f"{T}deletion") if region is not None else None
        if gone is not None:
            texts = (_words_in(each) for each in gone if each.tag.startswith(T))
            words.gone.append("\n".join(texts))
            words.gone_by = words.gone_by or by
        elif mark.tag == f"{T}change-start":
            self._adding.append(by)
            words.added_by = by
        elif mark.tag == f"{T}change-end" and self._adding:
            words.added_by = self._adding.pop()

    def _add_odt_notes(self, words: _Words, number: int, place: str, depth: int) -> None:
        self._pieces.add_piece(PieceKind.DELETED, "".join(words.gone), place, author=words.gone_by)
        self._pieces.add_piece(PieceKind.HIDDEN, "".join(words.hidden), place)
        for note in words.notes:
            kind = PieceKind.ENDNOTE if note.get(f"{T}note-class") == "endnote" else PieceKind.FOOTNOTE
            body = note.find(f"{T}note-body")
            self._pieces.add_piece(kind, _join_odt_paragraphs(body), f"{kind.value} of {place}", about=number)
        for comment in words.comments:
            by = _find_change_author(comment)
            at = comment.findtext(f"{_DC}date") or ""
            self._pieces.add_piece(
                PieceKind.COMMENT,
                _join_odt_paragraphs(comment),
                f"comment at {place}",
                about=number,
                author=by,
                written_at=at[:19],
            )
        for frame in words.frames:
            self._read_odt_frame(frame, place, depth)

    def _read_odt_frame(self, frame: Element, place: str, depth: int) -> None:
        """A text box as its text, anything else in a frame as a picture."""
        boxes = list(frame.iter(f"{DRAW}text-box"))
        for block in boxes[0] if boxes else ():
            self._read_odt_block(block, depth + 1, f"text box at {place}")
        shape = [each for each in frame if each.tag in (f"{T}p", f"{T}list")]
        for block in shape:
            self._read_odt_block(block, depth + 1, f"text box at {place}")
        if not boxes and not shape:
            said = frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or "a picture without words"
            said = " ".join(said.split())
            self._pieces.add_piece(PieceKind.PICTURE, said, f"picture at {place}")

    def _is_odt_all_bold(self, block: Element, words: _Words) -> bool:
        """Whether a whole paragraph is bold, or larger than the text, as a heading without a style is."""
        chain = list(self._follow_odt_styles(block.get(f"{T}style-name", "")))
        bold = next((style.bold for style in chain if style.bold is not None), False)
        size = next((style.size for style in chain if style.size is not None), _BODY_SIZE)
        whole = bool(words.bold) and all(words.bold)
        if bold:
            return True
        return size >= _BODY_SIZE * _LARGER or whole

    def _follow_odt_styles(self, name: str) -> Iterator[_Style]:
        """A style and those it is based on; in a broken file they may go round in a circle."""
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.parent


def _read_odt_style(each: Element) -> _Style:
    letters = each.find(f"{STYLE}text-properties")
    style = _Style(
        name=each.get(f"{STYLE}name", ""),
        parent=each.get(f"{STYLE}parent-style-name", ""),
        level=_parse_count(each.get(f"{STYLE}default-outline-level"), 0),
    )
    if letters is not None:
        weight = letters.get(f"{_FO}font-weight")
        size = _POINTS.fullmatch(letters.get(f"{_FO}font-size", ""))
        style.bold = None if weight is None else weight not in ("normal", "400", "300")
        style.size = float(size[1]) if size else None
        struck = letters.get(f"{STYLE}text-line-through-style", "none") != "none"
        style.hidden = struck or letters.get(f"{T}display") == "none"
    return style


def _list_odt_rows(table: Element) -> Iterator[Element]:
    for each in table:
        if each.tag == f"{TABLE}table-row":
            yield each
        elif each.tag in _ROWS:
            yield from _list_odt_rows(each)


def _join_odt_paragraphs(parent: Element | None) -> str:
    if parent is None:
        return ""
    return "\n".join(map(_words_in, parent.iter(f"{T}p")))


def _find_change_author(marked: Element | None) -> str:
    name = marked.findtext(f".//{_DC}creator") if marked is not None else None
    return " ".join((name or "").split())


def _words_in(paragraph: Element) -> str:
    """All words of a paragraph; line ends in the file are spaces."""
    return re.sub(r"\s+", " ", "".join(paragraph.itertext()))


def _parse_count(text: str | None, otherwise: int) -> int:
    if text and text.isdigit():
        return int(text)
    return otherwise
