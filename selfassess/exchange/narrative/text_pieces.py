"""A text file as pieces: a paragraph a line or a block, bullets, Markdown's headings and tables with tabs or bars."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.years.narrative import PieceKind
from selfassess.exchange.narrative.gathering import Pieces, Watch, cell_place, is_contents_line
from selfassess.exchange.narrative.line_ends import LineEnds
from selfassess.exchange.recognition.encodings import decode_text

BULLET = re.compile(
    r"(?P<mark>[-–—•·●▪■◦○*‣➢✓►§\uf0a7\uf0b7\uf0d8]|\(?\d{1,2}[.)](?!\d)|\(?[a-z][.)])\s+(?=\S)", re.IGNORECASE
)
"""What a list item begins with."""
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_RULE = re.compile(r"[-=_*~]{3,}|[|:\s-]{3,}")
_QUOTED = re.compile(r"^>\s+")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1")
_LONG, _LONGEST = 50, 130
"""Signs of a line that may have been broken because it was full, from and to."""
_SOME, _PART = 5, 0.25
"""So many lines, and such a part of them, go on with a sentence where paragraphs were broken into lines."""
_WATCHED = 2_000


def read_text_pieces(path: Path, pieces: Pieces, watch: Watch) -> None:
    """Read a text file; raises FileError where it is no text."""
    lines = [line.rstrip() for line in decode_text_file(path.read_bytes(), path.name).splitlines()]
    wrapped = _is_wrapped(lines)
    ends = LineEnds(lines)
    held: list[tuple[str, int, int]] = []
    above = ""
    for number, line in enumerate(lines):
        if number % _WATCHED == 0:
            watch(number / len(lines))
        if wrapped and held and held[-1][0] and _goes_on_from_above(line, above):
            text, at, depth = held[-1]
            held[-1] = ends.join_lines([text, line.strip()]), at, depth
        elif line.strip():
            held.append((line, number, _find_bullet_depth(line, held)))
        elif held and held[-1][0]:
            held.append(("", number, 0))
        above = line.rstrip()
    _Reader(pieces).take_lines(held)


def decode_text_file(data: bytes, name: str) -> str:
    """The text that bytes stand for; raises FileError where they are none."""
    text = decode_text(data)
    if text is None:
        raise FileError(f"{name} is not a text. Choose the self-assessment as Word, PDF or text.")
    return text


def _is_wrapped(lines: list[str]) -> bool:
    """Whether paragraphs were broken into lines: long ones are followed by lines that begin within a sentence."""
    follows = [below.strip() for above, below in pairwise(lines) if _LONG <= len(above) <= _LONGEST and below.strip()]
    within = sum(below[0].islower() for below in follows)
    if within < _SOME:
        return False
    return within >= len(follows) * _PART and max(map(len, lines)) <= _LONGEST


def _goes_on_from_above(line: str, above: str) -> bool:
    """Whether a line goes on with the one above it, in a text whose paragraphs are broken into lines."""
    plain = line.strip()
    if len(above) < _LONG or not plain or BULLET.match(plain) or "\t" in plain or "|" in plain:
        return False
    return plain[0].islower() or above[-1:] not in ".:;!?"


def _find_bullet_depth(line: str, above: list[tuple[str, int, int]]) -> int:
    """The depth of a list item by how far it is set in, 0 where the line is none."""
    if not BULLET.match(line.lstrip()):
        return 0
    inset = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    for text, _, depth in reversed(above):
        if not depth:
            break
        other = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
        if inset == other:
            return depth
        if inset > other + 1:
            return depth + 1
    return 1


class _Reader:
    """Makes pieces of lines."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._table = 0
        self._row = 0

    def take_lines(self, lines: list[tuple[str, int, int]]) -> None:
        """Go through the lines: headings, items, rows of a table, and paragraphs."""
        for number, (line, at, depth) in enumerate(lines):
            text = line.strip()
            below = ""
            if number + 1 < len(lines):
                below = lines[number + 1][0].strip()
            if self._table and _RULE.fullmatch(text) and "-" in text:
                continue  # the line between the headings of a table and its rows
            cells = _split_table_cells(line)
            if cells and not is_contents_line(line):
                self._take_row(cells)
                continue
            if text:
                self._table = 0
            if not text or _RULE.fullmatch(text):
                continue
            self._take_line(text, at, depth, bool(_UNDERLINE.fullmatch(below)))

    def _take_row(self, cells: list[str]) -> None:
        if not self._table:
            self._table, self._row = self._pieces.next_table(), 0
        for column, cell in enumerate(cells):
            place = cell_place(self._table, self._row, column)
            plain, bold = _remove_bold_marks(cell)
            self._pieces.add_piece(
                PieceKind.CELL, plain, place, bold=bold, table=self._table, row=self._row, column=column
            )
        self._row += 1

    def _take_line(self, text: str, at: int, depth: int, underlined: bool) -> None:
        """A line by its marks: Markdown's heading, a bullet, or neither."""
        place = f"line {at + 1}"
        text = _QUOTED.sub("", text)
        if is_contents_line(text):
            self._pieces.add_piece(PieceKind.CONTENTS, text, place)
            return
        marked = _HEADING.fullmatch(text)
        if marked is not None or underlined:
            level, text = (len(marked[1]), marked[2]) if marked is not None else (1, text)
            self._pieces.add_piece(PieceKind.HEADING, _remove_bold_marks(text)[0], place, level=level, known_by="style")
            return
        bullet = BULLET.match(text) if depth else None
        number = ""
        if bullet is not None and bullet["mark"][0].isalnum():
            number = bullet["mark"]
        unmarked = text[bullet.end() :] if bullet is not None else text
        plain, bold = _remove_bold_marks(unmarked)
        kind = PieceKind.ITEM if depth else PieceKind.PARAGRAPH
        self._pieces.add_piece(kind, plain, place, depth=depth, bold=bold, number=number)


def _split_table_cells(line: str) -> list[str]:
    """The cells of a row of a table with tabs or bars; none where it is no such row."""
    text = line.strip()
    if "\t" in text and not BULLET.match(text):
        return [cell.strip() for cell in line.strip("\n").split("\t")]
    if text.count("|") >= 2 and not re.fullmatch(r"[|:\s-]+", text):
        return [cell.strip() for cell in text.strip("|").split("|")]
    return []


def _remove_bold_marks(text: str) -> tuple[str, bool]:
    """A text without Markdown's marks for bold letters, and whether all of it was bold."""
    whole = _BOLD.fullmatch(text)
    return _BOLD.sub(r"\2", text), whole is not None
