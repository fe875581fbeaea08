"""Pieces in the making: readers of each format add them in the order of the document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from selfassess.domain.model.errors import FileError
from selfassess.domain.years.narrative import Piece, PieceKind

Watch = Callable[[float], None]
"""Told how far reading is (0 to 1); raises CancelledError where it is to stop."""

MAX_PIECES = 400_000
MAX_TEXT = 50_000_000
"""Signs. A self-assessment of sixty pages has a four-hundredth of it."""

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_NO_SIGNS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BULLET = re.compile(r"[•·●▪■◦○‣➢✓►§\uf0a7\uf0b7\uf0d8*–—-]\s+(?=\S)|o\s+(?=[A-Z])")
_LEADERS = re.compile(r"(?:\s*\.){4,}\s*\d+\s*$|\t+\d{1,4}\s*$")


def tidy_text(text: str) -> str:
    """A text as it is read: composed letters, single spaces, no signs without width, no empty lines."""
    plain = unicodedata.normalize("NFC", text).translate(_NO_SIGNS)
    lines = (_SPACES.sub(" ", line).strip() for line in plain.replace("\v", "\n").splitlines())
    return "\n".join(line for line in lines if line)


def is_contents_line(text: str) -> bool:
    """Whether a line has the dots and the page number of a table of contents."""
    return len(text) < 200 and _LEADERS.search(text) is not None


class Pieces:
    """The pieces of one document as far as it has been read, and where the reader stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.title = ""
        self.found: list[Piece] = []
        self.notes: dict[str, None] = {}
        self.paragraphs = self.tables = self._length = 0

    def next_paragraph(self) -> str:
        """The place of one more paragraph."""
        self.paragraphs += 1
        return f"paragraph {self.paragraphs}"

    def next_table(self) -> int:
        """The number of one more table."""
        self.tables += 1
        return self.tables

    def add_piece(self, kind: PieceKind, text: str, place: str, **more: Any) -> int:
        """Add a piece and give its number; nothing is added, and -1 given, where there is no text."""
        text = tidy_text(text)
        if not text:
            return -1
        if kind in (PieceKind.PARAGRAPH, PieceKind.CELL, PieceKind.BOX) and _BULLET.match(text):
            return self._add_typed_list(kind, text, place, more)
        return self._append_piece(kind, text, place, more)

    def _add_typed_list(self, kind: PieceKind, text: str, place: str, more: dict[str, Any]) -> int:
        """Add lines that begin with bullets that somebody typed, each as a list item."""
        number = -1
        for line in text.splitlines():
            bullet = _BULLET.match(line)
            if bullet is None and number >= 0:
                above = self.found[number]
                self.found[number] = replace(above, text=f"{above.text}\n{line}")
                continue
            item = kind if kind is PieceKind.CELL else PieceKind.ITEM
            plain = line[bullet.end() :] if bullet is not None else line
            number = self._append_piece(item, plain, place, {**more, "depth": max(more.get("depth", 0), 1)})
        return number

    def _append_piece(self, kind: PieceKind, text: str, place: str, more: dict[str, Any]) -> int:
        self._length += len(text)
        if len(self.found) >= MAX_PIECES or self._length > MAX_TEXT:
            raise FileError(f"{self.name} holds far more text than any self-assessment, so it was not read to its end.")
        self.found.append(Piece(kind=kind, text=text, place=place, **more))
        return len(self.found) - 1

    def hang_note_on(self, number: int, on: int) -> None:
        """Say on which piece a note or comment hangs."""
        self.found[number] = replace(self.found[number], about=on)

    def reach_down(self, first: int, table: int, rows: int) -> None:
        """Say of the pieces of a table from one on that their cell reaches down over so many rows."""
        for number in range(first, len(self.found)) if rows > 1 else ():
            if self.found[number].table == table:
                self.found[number] = replace(self.found[number], down=rows)

    def add_note(self, sentence: str) -> None:
        """Add what is worth knowing, once."""
        self.notes.setdefault(sentence)


def cell_place(table: int, row: int, column: int) -> str:
    """The place of a cell of a table, as a person would say it; row and column count from 0."""
    return f"table {table}, row {row + 1}, column {column + 1}"
