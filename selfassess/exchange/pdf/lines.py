"""Texts broken into lines, and lines as the page's own language has them.

reportlab's paragraph takes apart and measures each of them several times; here each word is measured and spelled once
for a document, and a line is filled by adding up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getFont

from selfassess.exchange.pdf.direction import join_arabic_letters
from selfassess.exchange.pdf.fonts import find_text_measurer, split_font_runs

ADDRESS = re.compile(r"https?://[!-~]*[\w/#=&-]", re.ASCII)
"""A web address in a text, without the sign that ends its sentence."""
_WORD = re.compile("(?:\\S|[\u00a0\u2007\u202f])+")
"""What no line ends in: blanks that keep words together are of the word."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text is drawn, and the web address that it leads to."""

    font: str
    colour: str
    address: str = ""


Bit = tuple[Look, str]


@dataclass(slots=True)
class Word:
    """A word in bits of one look each, its width, and what parts it from the next: a blank, a line end, or nothing."""

    bits: tuple[Bit, ...]
    width: float
    end: str = " "

    @property
    def text(self) -> str:
        """The word as it is read."""
        if len(self.bits) == 1:
            return self.bits[0][1]
        return "".join(text for _, text in self.bits)


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side and how wide they are together."""

    words: Sequence[Word]
    width: float


@cache
def fill_operator(colour: Color) -> str:
    """What sets the colour of a text."""
    return f"{fp_str(colour.red, colour.green, colour.blue)} rg"


@cache
def _build_look(font: str, colour: str, address: str) -> Look:
    return Look(font, colour, address)


def bits_of(text: str, style: ParagraphStyle) -> Iterator[Bit]:
    """Plain text in bits that one font draws; a line end is a bit of its own.

    No markup is parsed, so none can be typed by accident.
    """
    colour = fill_operator(style.textColor)
    for number, line in enumerate(join_arabic_letters(text).split("\n")):
        if number:
            yield _build_look(style.fontName, colour, ""), "\n"
        for piece, address in _split_addresses(line):
            for font, part in split_font_runs(piece, style.fontName):
                yield _build_look(font, colour, address), part


def _split_addresses(line: str) -> list[tuple[str, str]]:
    """A line as pieces of text, each with the web address that it is ("" where it is none)."""
    if "://" not in line:
        return [(line, "")]
    pieces = []
    done = 0
    for found in ADDRESS.finditer(line):
        pieces += [(line[done : found.start()], ""), (found[0], found[0])]
        done = found.end()
    return [piece for piece in (*pieces, (line[done:], "")) if piece[0]]


def split_bits_in_words(bits: Sequence[Bit], size: float) -> list[Word]:
    """Bits of text as words; a word may go on from one bit to the next."""
    words: list[Word] = []
    open_ended = False
    for bit in bits:
        look, text = bit
        if text == "\n":
            if not words or words[-1].end == "\n":
                words.append(Word((), 0.0, "\n"))
            words[-1].end = "\n"
            open_ended = False
            continue
        measure = find_text_measurer(look.font)
        parts = text.split() if text.isascii() else _WORD.findall(text)
        if parts and open_ended and not text[0].isspace():
            last = words[-1]
            last.bits += ((look, parts[0]),)
            last.width += measure(parts[0], size)
            del parts[0]
        words += [Word(((look, part),), measure(part, size)) for part in parts]
        open_ended = bool(words) and words[-1].end == " " and not text[-1].isspace()
    return words


def fill_lines(words: Sequence[Word], room: float, size: float) -> list[Line]:
    """Words on lines as wide as there is room; one that is wider than that is broken."""
    lines: list[Line] = []
    held: list[Word] = []
    wide = 0.0

    def close() -> None:
        lines.append(Line(tuple(held), wide))
        held.clear()

    for word in words:
        is_in_a_line = held and held[-1].bits
        blank = find_text_measurer(held[-1].bits[-1][0].font)(" ", size) if is_in_a_line else 0.0
        if held and wide + blank + word.width > room:
            close()
        if word.width > room:
            *whole, word = _break_word(word, room, size)
            lines += [Line((piece,), piece.width) for piece in whole]
        wide = wide + blank + word.width if held else word.width
        held.append(word)
        if word.end == "\n":
            close()
    if held:
        close()
    return lines


def _break_word(word: Word, room: float, size: float) -> Iterator[Word]:
    """A word in pieces that each fit a line; at least one letter stands on each."""
    piece: list[Bit] = []
    wide = 0.0
    for look, text in word.bits:
        measure = find_text_measurer(look.font)
        start = 0
        for at, letter in enumerate(text):
            one = measure(letter, size)
            is_full = wide + one > room and (piece or at > start)
            if is_full:
                last_part = [(look, text[start:at])] if at > start else []
                yield Word((*piece, *last_part), wide, "")
                piece = []
                wide = 0.0
                start = at
            wide += one
        piece.append((look, text[start:]))
    yield Word(tuple(piece), wide, word.end)


@dataclass(slots=True)
class Stretch:
    """What is drawn of a text in one go, and where it can be clicked if it is a web address."""

    address: str
    code: list[str]
    areas: list[tuple[float, float, float]]
    """Left, right and base line of each line of it."""


class Spelling:
    """How a document's fonts spell words: which part of which font, and the letters in it. One for each document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._known: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}

    def spell_word(self, font: str, text: str) -> tuple[tuple[str, str], ...]:
        """A word as (name of a font's part, text in it) in order."""
        found = self._known.get((font, text))
        if found is None:
            found = self._known[font, text] = tuple(self._spell_text(font, text))
        return found

    def _spell_text(self, font: str, text: str) -> Iterator[tuple[str, str]]:
        made = getFont(font)
        for part, codes in made.splitString(text, self._document):
            yield made.getSubsetInternalName(part, self._document), escapePDF(codes)


def build_stretches(
    lines: Sequence[Sequence[Word]],
    places: Sequence[tuple[float, float]],
    size: float,
    spelling: Spelling,
    *,
    goes_on: bool,
) -> list[Stretch]:
    """Lines as they are drawn, each from its place on.

    A blank that parted two lines ends the first of them, as the break alone parts no words for who hears them; also
    the last of all, where the text ``goes_on`` overleaf.
    """
    made: list[Stretch] = []
    pen = _Pen(size, spelling)
    for number, (words, (left, base)) in enumerate(zip(lines, places, strict=True)):
        pen.move_to_line(left, base)
        for at, word in enumerate(words):
            for look, text in word.bits:
                if not made or made[-1].address != look.address:
                    _close_area(made, pen)
                    made.append(Stretch(look.address, pen.begin_stretch(), []))
                wide = word.width if len(word.bits) == 1 else find_text_measurer(look.font)(text, size)
                pen.write_bit(look, text, wide)
            parts_words = word.bits and word.end and (goes_on or at + 1 < len(words) or number + 1 < len(lines))
            if parts_words:
                pen.write_space(word.bits[-1][0].font)
        _close_area(made, pen)
    pen.flush_held()
    return made


def _close_area(made: Sequence[Stretch], pen: _Pen) -> None:
    """What was written since the line or stretch began can be clicked, if it is an address."""
    if made and made[-1].address and pen.x > pen.since:
        made[-1].areas.append((pen.since, pen.x, pen.base))


class _Pen:
    """Writes words one after the other and knows where it is."""

    def __init__(self, size: float, spelling: Spelling) -> None:
        self._size = size
        self._spelling = spelling
        self._code: list[str] = []
        self._held: list[str] = []
        self._colour = self._font = ""
        self.x = self.base = self.since = 0.0

    def begin_stretch(self) -> list[str]:
        """What follows is a stretch of its own."""
        self.flush_held()
        self._code = []
        self._colour = self._font = ""
        self._write_position()
        return self._code

    def move_to_line(self, x: float, base: float) -> None:
        """Go to the beginning of a line."""
        self.flush_held()
        self.x, self.base = x, base
        self._write_position()

    def _write_position(self) -> None:
        self.since = self.x
        self._code.append(f"1 0 0 1 {self.x:.2f} {self.base:.2f} Tm")

    def write_bit(self, look: Look, text: str, width: float) -> None:
        """A bit of a word."""
        if look.colour != self._colour:
            self.flush_held()
            self._code.append(look.colour)
            self._colour = look.colour
        for font, letters in self._spelling.spell_word(look.font, text):
            if font != self._font:
                self.flush_held()
                self._code.append(f"{font} {self._size:g} Tf")
                self._font = font
            self._held.append(letters)
        self.x += width

    def write_space(self, font: str) -> None:
        """The blank after a word: every part of a font has it in the same place."""
        self._held.append(" ")
        self.x += find_text_measurer(font)(" ", self._size)

    def flush_held(self) -> None:
        """Show what is held."""
        if self._held:
            self._code.append(f"({''.join(self._held)}) Tj")
            self._held.clear()
