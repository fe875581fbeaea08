"""The text of Word and PowerPoint files, and what lies beside the cells of Excel files: all that is in the file.

Comments, notes, headers, text boxes and what was deleted while changes were tracked are read as well: they go wherever
the file goes. The parts are read as a stream, so that no file is too large for the memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from selfassess.domain.model.errors import FileError
from selfassess.exchange import archive
from selfassess.exchange.documents.passage import MAX_TEXT, Passage, Watch

"""Where the parts of such files lie."""

_PARTS = (
    (re.compile(r"word/document\d*\.xml"), "paragraph {count}"),
    (re.compile(r"word/header\d*\.xml"), "header"),
    (re.compile(r"word/footer\d*\.xml"), "footer"),
    (re.compile(r"word/footnotes\d*\.xml"), "footnotes"),
    (re.compile(r"word/endnotes\d*\.xml"), "endnotes"),
    (re.compile(r"word/comments\d*\.xml"), "comments"),
    (re.compile(r"ppt/slides/slide(\d+)\.xml"), "slide {number}"),
    (re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml"), "notes of slide {number}"),
    (re.compile(r"ppt/comments/.*\.xml"), "comments"),
    (re.compile(r"xl/comments\d*\.xml|xl/comments/.*\.xml"), "comments"),
    (re.compile(r"xl/drawings/drawing\d+\.xml"), "text boxes"),
)
_PARAGRAPHS = ("p", "cm", "comment")
_TEXTS = ("t", "delText", "text")
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TWICE = "Fallback"
"""What stands in a file a second time, for programs that do not know the first."""
_PIECE = 1 << 16


def read_office_passages(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """The text of every part, paragraph by paragraph; FileError where there is none."""
    silent = True
    try:
        with path.open("rb") as file:
            archive.check_zip_is_safe(file, name, "document")
        for passage in of_parts(path, name, watch):
            silent = False
            yield passage
    except archive.DAMAGE as error:
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error
    if silent:
        raise FileError(f"{name} has no text in it. If it holds pictures of pages, somebody has to look at them.")


def of_parts(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """The text of every part that holds some, of a file that was found safe to unpack."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = sorted(_list_text_parts(package), key=lambda each: each[0])
            total = max(sum(part.file_size for _, part, _ in parts), 1)
            done = 0
            for _, part, place in parts:
                for passage, at, length in _read_text_part(package, part, place):
                    watch((done + at) / total)
                    if length > MAX_TEXT:
                        raise FileError(f"{name} holds more text than any document, so it was not read to its end.")
                    if passage is not None:
                        yield passage
                done += part.file_size
    except (*archive.DAMAGE, ExpatError) as error:
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error


_Order = tuple[int, int, str]


def _list_text_parts(package: zipfile.ZipFile) -> Iterator[tuple[_Order, zipfile.ZipInfo, str]]:
    for part in package.infolist():
        for order, (pattern, place) in enumerate(_PARTS):
            match = pattern.fullmatch(part.filename)
            if match:
                number = int(match[1]) if match.groups() else 0
                yield (order, number, part.filename), part, place.replace("{number}", str(number))


def _read_text_part(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, place: str
) -> Iterator[tuple[Passage | None, int, int]]:
    """The paragraphs of a part, None once for each piece that was read; with the bytes and characters read so far."""
    paragraphs = _Paragraphs()
    count = 0
    read = 0
    with package.open(part) as content:
        while True:
            piece = content.read(_PIECE)
            paragraphs.parse_piece(piece)
            read += len(piece)
            yield None, read, paragraphs.length
            for text in paragraphs.take_ended_paragraphs():
                count += 1
                yield Passage(place.replace("{count}", str(count)), text), read, paragraphs.length
            if not piece:
                return


class _Paragraphs:
    """The paragraphs of one part, as far as it has been read."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._done: list[str] = []
        self._in_text = self._twice = self.length = 0
        self._parser = ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._on_element_start
        self._parser.EndElementHandler = self._on_element_end
        self._parser.CharacterDataHandler = self._on_characters

    def parse_piece(self, piece: bytes) -> None:
        """Read on; an empty piece is the end."""
        self._parser.Parse(piece, not piece)

    def take_ended_paragraphs(self) -> Iterator[str]:
        """The paragraphs that ended since this was asked last and have something in them."""
        ended = self._done
        self._done = []
        return (text for text in ended if text.strip())

    def _on_element_start(self, tag: str, _: object) -> None:
        name = tag.rpartition("}")[2]
        self._twice += name == _TWICE
        self._in_text += name in _TEXTS
        if name in _PARAGRAPHS:
            self._open.append([])
        elif self._open and name in _SPACES and not self._twice:
            self._open[-1].append(_SPACES[name])

    def _on_element_end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self._twice -= name == _TWICE
        self._in_text -= name in _TEXTS
        if name in _PARAGRAPHS and self._open:
            self._done.append("".join(self._open.pop()))

    def _on_characters(self, text: str) -> None:
        if self._in_text and self._open and not self._twice:
            self._open[-1].append(text)
            self.length += len(text)
