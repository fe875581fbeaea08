"""A Word document (.docx, .docm) as pieces; changes that were tracked are read as accepted, and told.

Only the file's XML is read: macros, fields and links are never followed.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from selfassess.domain.years.narrative import PieceKind
from selfassess.exchange.narrative.gathering import Pieces, Watch, cell_place, is_contents_line
from selfassess.exchange.narrative.word_styles import Look, Styles, W, is_on, read_number, read_value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_INSIDE = {
    f"{W}{name}" for name in ("hyperlink", "smartTag", "fldSimple", "sdt", "sdtContent", "dir", "bdo", "customXml")
} | {f"{_MC}AlternateContent", f"{_MC}Choice"}
_ADDED = (f"{W}ins", f"{W}moveTo")
_GONE = (f"{W}del", f"{W}moveFrom")
_NOTES = {f"{W}footnoteReference": PieceKind.FOOTNOTE, f"{W}endnoteReference": PieceKind.ENDNOTE}
_DEEPEST = 30
_EVERY = 500


@dataclass(slots=True)
class _Words:
    """What the runs of one paragraph hold."""

    text: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    notes: list[tuple[PieceKind, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    added_by: str = ""
    gone_by: str = ""


def read_word_pieces(path: Path, pieces: Pieces, watch: Watch) -> None:
    """Read a Word document that was found safe to unpack."""
    with zipfile.ZipFile(path) as package:
        _Reader(package, pieces, watch).read_word_document()


class _Reader:
    """One document being read."""

    def __init__(self, package: zipfile.ZipFile, pieces: Pieces, watch: Watch) -> None:
        self._package = package
        self._names = {name.casefold(): name for name in package.namelist()}
        self._pieces = pieces
        self._watch = watch
        self._main = self._main_part()
        self._folder = posixpath.dirname(self._main)
        self._styles = Styles(self._parse_package_part("styles.xml"))
        self._notes = {
            PieceKind.FOOTNOTE: self._read_note_texts("footnotes.xml", "footnote"),
            PieceKind.ENDNOTE: self._read_note_texts("endnotes.xml", "endnote"),
        }
        self._comments = self._read_comments()
        self._carried = ""
        self._seen: set[str] = set()

    def read_word_document(self) -> None:
        root = ElementTree.fromstring(self._package.read(self._main))
        body = root.find(f"{W}body")
        blocks = list(body) if body is not None else []
        for number, block in enumerate(blocks):
            if number % _EVERY == 0:
                self._watch(number / len(blocks))
            self._read_word_block(block, 0, "")
        self._read_headers_and_footers()
        has_macros = any(name.startswith(f"{self._folder}/vbaproject") for name in self._names)
        if has_macros:
            self._pieces.add_note(f"{self._pieces.name} has macros in it; they were not run and are not kept.")

    # Blocks

    def _read_word_block(self, block: Element, depth: int, box: str) -> None:
        """A paragraph, table or text box; what only groups others is gone through."""
        if depth > _DEEPEST:
            self._pieces.add_note("What is nested more than thirty times was not read.")
            return
        if block.tag == f"{W}p":
            self._read_word_paragraph(block, box, depth)
        elif block.tag == f"{W}tbl":
            self._read_word_table(block, depth + 1)
        elif block.tag in (f"{W}sdt", f"{W}customXml", *_ADDED, f"{_MC}AlternateContent", f"{_MC}Choice"):
            for inner in _unwrap_controls(block):
                self._read_word_block(inner, depth + 1, box)

    def _read_word_paragraph(self, paragraph: Element, box: str, depth: int) -> None:
        """A paragraph as a piece of its kind, then what hangs on it."""
        look, words = self._read_words_of_paragraph(paragraph)
        if words is None:
            return
        text = "".join(words.text)
        place = box or (self._pieces.next_paragraph() if text.strip() else self._describe_word_place())
        kind = PieceKind.PARAGRAPH
        is_contents = look.contents or (not look.level and is_contents_line(text.strip()))
        if is_contents:
            kind = PieceKind.CONTENTS
        elif look.level:
            kind = PieceKind.HEADING
        elif look.depth:
            kind = PieceKind.ITEM
        elif box:
            kind = PieceKind.BOX
        number = self._pieces.add_piece(
            kind,
            text,
            place,
            level=look.level,
            known_by=look.known_by,
            depth=look.depth,
            bold=_is_word_all_bold(words, look),
            tracked=words.added_by,
        )
        self._add_word_notes(words, number, place, depth)

    def _describe_word_place(self) -> str:
        if not self._pieces.paragraphs:
            return "the beginning"
        return f"after paragraph {self._pieces.paragraphs}"

    def _read_word_table(self, table: Element, depth: int) -> None:
        """A table row by row; a cell that goes on below is counted once, with the rows it spans."""
        number = self._pieces.next_table()
        merged: dict[int, tuple[int, int]] = {}
        rows = enumerate(each for each in _unwrap_controls(table) if each.tag == f"{W}tr")
        for row_number, row in rows:
            properties = row.find(f"{W}trPr")
            gone = properties is not None and properties.find(f"{W}del") is not None
            added = None
            if properties is not None:
                added = properties.find(f"{W}ins")
            by = _read_author(added) if added is not None else ""
            column = int(read_number(properties.find(f"{W}gridBefore"), 0)) if properties is not None else 0
            for cell in (each for each in _unwrap_controls(row) if each.tag == f"{W}tc"):
                first = len(self._pieces.found)
                across = self._read_word_cell(cell, (number, row_number, column), depth, gone, by)
                self._reach_down(cell, merged, (number, row_number, column), first)
                column += across

    def _reach_down(
        self, cell: Element, merged: dict[int, tuple[int, int]], at: tuple[int, int, int], first: int
    ) -> None:
        """Say of a cell that goes on with the one above it how far that one reaches."""
        table, row, column = at
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is None:
            merged.pop(column, None)
        elif read_value(merge) == "restart" or column not in merged:
            merged[column] = row, first
        else:
            begun, number = merged[column]
            last = next((n for n in range(number, first) if not self._is_of(n, (table, begun, column))), first)
            for each in range(number, last):
                self._pieces.found[each] = replace(self._pieces.found[each], down=row - begun + 1)

    def _is_of(self, number: int, at: tuple[int, int, int]) -> bool:
        piece = self._pieces.found[number]
        return (piece.table, piece.row, piece.column) == at

    def _read_word_cell(self, cell: Element, at: tuple[int, int, int], depth: int, gone: bool, by: str) -> int:
        """Read a cell; the number of columns it spans."""
        table, row, column = at
        across = max(1, int(read_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)))
        place = cell_place(table, row, column)
        for block in _unwrap_controls(cell):
            if block.tag == f"{W}tbl":
                if depth < _DEEPEST:
                    self._read_word_table(block, depth + 1)
                continue
            if block.tag != f"{W}p":
                continue
            look, words = self._read_words_of_paragraph(block)
            if words is None:
                continue
            if gone:
                self._pieces.add_piece(
                    PieceKind.DELETED, "".join((*words.text, *words.gone)), place, author=words.gone_by
                )
                continue
            piece = self._pieces.add_piece(
                PieceKind.CELL,
                "".join(words.text),
                place,
                depth=look.depth,
                level=look.level,
                known_by=look.known_by,
                bold=_is_word_all_bold(words, look),
                table=table,
                row=row,
                column=column,
                across=across,
                tracked=words.added_by or by,
            )
            self._add_word_notes(words, piece, place, depth)
        return across

    def _read_words_of_paragraph(self, paragraph: Element) -> tuple[Look, _Words | None]:
        """What a paragraph is and holds; None where its end was deleted, so that it goes on in the next."""
        properties = paragraph.find(f"{W}pPr")
        look = self._styles.find_paragraph_look(properties)
        words = _Words()
        if self._carried:
            words.text.append(self._carried)
            self._carried = ""
        for run in _list_tracked_runs(paragraph):
            self._read_word_run(run, words)
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None and mark.find(f"{W}del") is not None and not words.notes and not words.drawings:
            if words.gone:
                self._add_deleted_words(words, self._describe_word_place())
            self._carried = "".join(words.text)
            return look, None
        return look, words

    # Runs

    def _read_word_run(self, found: tuple[Element, str, str], words: _Words) -> None:
        """Put a run where it belongs: into the text, what was deleted, or what is hidden."""
        run, state, author = found
        properties = run.find(f"{W}rPr")
        target = words.text
        if state == "gone":
            target, words.gone_by = words.gone, author
        elif properties is not None and _is_hidden(properties):
            target = words.hidden
        elif state == "added":
            words.added_by = author or "somebody"
        before = len(target)
        for part in _list_run_parts(run):
            self._read_run_part(part, target, words)
        if target is words.text and any(text.strip() for text in target[before:]):
            words.bold.append(self._is_bold(properties))

    def _read_run_part(self, part: Element, target: list[str], words: _Words) -> None:
        name = part.tag.rpartition("}")[2]
        if part.tag in (f"{W}t", f"{W}delText", f"{_MATHS}t"):
            target.append(part.text or "")
        elif name in _SIGNS and part.tag.startswith(W):
            sign = "" if part.get(f"{W}type") in ("page", "column") else _SIGNS[name]
            target.append(sign)
        elif part.tag in _NOTES:
            words.notes.append((_NOTES[part.tag], part.get(f"{W}id", "")))
        elif part.tag == f"{W}commentReference":
            words.comments.append(part.get(f"{W}id", ""))
        elif part.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            words.drawings.append(part)

    def _is_bold(self, properties: Element | None) -> bool:
        """Whether letters are bold by themselves, by their style, or by being larger than the text."""
        if properties is None:
            return False
        own = is_on(properties.find(f"{W}b"))
        if own is None:
            own = self._styles.is_bold(read_value(properties.find(f"{W}rStyle")))
        size = properties.find(f"{W}sz")
        if own:
            return True
        return size is not None and self._styles.is_large(read_number(size, 0) / 2)

    # What hangs on a paragraph

    def _add_word_notes(self, words: _Words, number: int, place: str, depth: int) -> None:
        """Notes, comments, pictures and deleted text, each with the place of the paragraph."""
        if words.gone:
            self._add_deleted_words(words, place)
        if words.hidden:
            self._pieces.add_piece(PieceKind.HIDDEN, "".join(words.hidden), place)
        for kind, id in words.notes:
            self._pieces.add_piece(kind, self._notes[kind].get(id, ""), f"{kind.value} of {place}", about=number)
        for id in words.comments:
            text, author, at = self._comments.get(id, ("", "", ""))
            self._pieces.add_piece(
                PieceKind.COMMENT, text, f"comment at {place}", about=number, author=author, written_at=at
            )
        for drawing in words.drawings:
            self._read_drawing(drawing, place, depth)

    def _add_deleted_words(self, words: _Words, place: str) -> None:
        self._pieces.add_piece(PieceKind.DELETED, "".join(words.gone), place, author=words.gone_by)

    def _read_drawing(self, drawing: Element, place: str, depth: int) -> None:
        """Text boxes as their texts; a chart or picture as the words that describe it."""
        boxes = list(_list_text_boxes(drawing))
        for box in boxes:
            for block in box:
                self._read_word_block(block, depth + 1, f"text box at {place}")
        chart = any(True for _ in drawing.iter(_CHART))
        shown = chart or any(each.tag.endswith(("}blip", "}imagedata", "}OLEObject")) for each in drawing.iter())
        if shown or not boxes:
            if chart:
                what = "chart"
            elif drawing.tag == f"{W}object":
                what = "embedded file"
            else:
                what = "picture"
            said = next((text for each in drawing.iter() if (text := each.get("descr") or each.get("alt"))), "")
            self._pieces.add_piece(PieceKind.PICTURE, said or f"a {what} without words", f"{what} at {place}")

    # Other parts of the file

    def _main_part(self) -> str:
        return next((n for f, n in self._names.items() if f in ("word/document.xml", "word/document2.xml")), "")

    def _parse_package_part(self, name: str) -> Element | None:
        part = self._names.get(f"{self._folder}/{name}".casefold())
        if part is None:
            return None
        return ElementTree.fromstring(self._package.read(part))

    def _read_note_texts(self, name: str, tag: str) -> dict[str, str]:
        root = self._parse_package_part(name)
        if root is None:
            return {}
        return {
            each.get(f"{W}id", ""): _whole_text(each)
            for each in root.iter(f"{W}{tag}")
            if each.get(f"{W}type") in (None, "normal")
        }

    def _read_comments(self) -> dict[str, tuple[str, str, str]]:
        root = self._parse_package_part("comments.xml")
        if root is None:
            return {}
        return {
            each.get(f"{W}id", ""): (_whole_text(each), each.get(f"{W}author", ""), each.get(f"{W}date", ""))
            for each in root.iter(f"{W}comment")
        }

    def _read_headers_and_footers(self) -> None:
        """Headers and footers, each text once: they repeat on the pages."""
        for name in sorted(self._names):
            if not name.startswith(f"{self._folder}/header") and not name.startswith(f"{self._folder}/footer"):
                continue
            kind = PieceKind.HEADER if "/header" in name else PieceKind.FOOTER
            root = None
            if name.endswith(".xml"):
                root = self._parse_package_part(posixpath.basename(name))
            for paragraph in root.iter(f"{W}p") if root is not None else ():
                text = _whole_text(paragraph)
                if text.strip() and text not in self._seen:
                    self._seen.add(text)
                    self._pieces.add_piece(kind, text, kind.value)


def _list_tracked_runs(parent: Element, state: str = "", author: str = "") -> Iterator[tuple[Element, str, str]]:
    """The runs of a paragraph, whether they were added or deleted while changes were tracked, and by whom."""
    for each in parent:
        if each.tag == f"{W}r":
            yield each, state, author
        elif each.tag in _ADDED and state != "gone":
            yield from _list_tracked_runs(each, "added", _read_author(each))
        elif each.tag in _GONE:
            yield from _list_tracked_runs(each, "gone", _read_author(each))
        elif each.tag in _INSIDE:
            yield from _list_tracked_runs(each, state, author)
        elif each.tag.startswith(_MATHS):
            yield each, state, author


def _list_run_parts(run: Element) -> Iterator[Element]:
    """The parts of a run; of what stands there twice, for older programs, only what is meant for new ones."""
    for part in run:
        if part.tag == f"{_MC}AlternateContent":
            choice = part.find(f"{_MC}Choice")
            shown_part = choice if choice is not None else part
            yield from _list_run_parts(shown_part)
        elif part.tag.startswith(_MATHS) and part.tag != f"{_MATHS}t":
            yield from _list_run_parts(part)
        else:
            yield part


def _list_text_boxes(parent: Element) -> Iterator[Element]:
    """The contents of text boxes, without those that stand in another box or a second time."""
    for each in parent:
        if each.tag == f"{_MC}Fallback" and parent.find(f"{_MC}Choice") is not None:
            continue
        if each.tag == f"{W}txbxContent":
            yield each
        else:
            yield from _list_text_boxes(each)


def _unwrap_controls(parent: Element) -> Iterator[Element]:
    """What a table, row or cell holds, also where it stands in content controls."""
    for each in parent:
        if each.tag in (f"{W}sdt", f"{W}customXml", f"{W}sdtContent"):
            yield from _unwrap_controls(each)
        else:
            yield each


def _whole_text(element: Element) -> str:
    """All text in a note, comment, header or footer, with tracked changes accepted."""
    lines = []
    for paragraph in element.iter(f"{W}p"):
        words = _Words()
        for run, state, _ in _list_tracked_runs(paragraph):
            if state != "gone":
                for part in _list_run_parts(run):
                    name = part.tag.rpartition("}")[2]
                    said = (part.text or "") if name == "t" else _SIGNS.get(name, "")
                    words.text.append(said)
        lines.append("".join(words.text))
    return "\n".join(lines)


def _read_author(element: Element) -> str:
    return element.get(f"{W}author", "")


def _is_hidden(properties: Element) -> bool:
    return any(is_on(properties.find(f"{W}{name}")) for name in ("vanish", "strike", "dstrike"))


def _is_word_all_bold(words: _Words, look: Look) -> bool:
    if look.bold:
        return True
    return bool(words.bold) and all(words.bold)
