"""Fonts that ship with the product, and which of them can draw a character.

Noto Sans draws what people write; DejaVu Sans stands in for symbols, Hebrew, Arabic and many emoji. What neither can
draw becomes a visible replacement, and is counted so that the person can be told.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from selfassess.domain.text.wording import count_times
from selfassess.packs.resources import RESOURCES

REGULAR = "SelfassessRegular"
BOLD = "SelfassessBold"
ITALIC = "SelfassessItalic"
FALLBACK = "SelfassessSymbols"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    FALLBACK: "DejaVuSans.ttf",
}

# Directions, joiners, variation selectors and soft hyphens steer how text is shaped; by themselves they show nothing.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_MEASURED = 50_000
"""So many words are remembered with their widths."""
_BEYOND_16_BITS = re.compile(r"> <([0-9A-F]{5,6})>")


class _Font(TTFont):
    """A font whose characters beyond U+FFFF can be copied and searched for.

    reportlab writes their code points as they are into the table that says what each glyph means; the format asks
    for UTF-16, and that nothing means U+0000.
    """

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        self._units: dict[str, float] = {}

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - reportlab's name
        """How wide a text is; the same words come again and again, so each is measured once."""
        units = self._units.get(text)
        if units is None:
            if len(self._units) > _MEASURED:
                self._units.clear()
            units = self._units[text] = float(super().stringWidth(text, 1000, encoding))
        return units * size / 1000

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        super().addObjects(doc)
        for name, made in doc.idToObject.items():
            if str(name).startswith("toUnicodeCMap:"):
                made.content = _tidy_glyph_meanings(made.content)


def _tidy_glyph_meanings(table: str) -> str:
    """The table that says what each glyph means, without those that mean nothing, in blocks of a hundred."""
    before, _, rest = table.partition("beginbfchar\n")
    entries, _, after = rest.partition("endbfchar")
    # reportlab writes a sign beyond 16 bits as one number, where the format wants it in UTF-16.
    told = [
        _BEYOND_16_BITS.sub(lambda found: f"> <{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>", line)
        for line in entries.splitlines()
        if not line.endswith("<0000>")
    ]
    opening = before[: before.rstrip().rfind("\n") + 1]
    # More than a hundred entries in one block are not allowed by the format.
    blocks = (told[start : start + 100] for start in range(0, len(told), 100))
    said = "\n".join("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks)
    return f"{opening}{said}{after}"


@cache
def load_characters(font: str) -> frozenset[str]:
    """The characters that a font can draw; the font is loaded the first time it is asked for."""
    made = _Font(font, str(RESOURCES / "fonts" / FILES[font]))
    pdfmetrics.registerFont(made)
    return frozenset(chr(code) for code in made.face.charToGlyph if code >= 32 and not 0xD800 <= code < 0xE000)


@cache
def find_text_measurer(font: str) -> Callable[[str, float], float]:
    """What measures a text in a font: given text and size, it tells the width in points."""
    load_characters(font)
    measure: Callable[[str, float], float] = pdfmetrics.getFont(font).stringWidth
    return measure


@cache
def _usual_characters() -> frozenset[str]:
    """What the fonts of running text can draw, and line breaks."""
    return load_characters(REGULAR) | {"\n"}


@cache
def _drawable_characters() -> frozenset[str]:
    """What any font can draw, and line breaks."""
    return _usual_characters() | load_characters(FALLBACK)


def load_fonts() -> None:
    """Make the fonts of running text known to reportlab: once. The other is read where something needs it."""
    for font in (REGULAR, BOLD, ITALIC):
        load_characters(font)


def make_readable(text: str) -> str:
    """Text as it will be set: composed letters, plain line breaks and spaces, nothing that only steers shaping."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _BREAKS.sub("\n", unicodedata.normalize("NFC", text))).replace("\t", " ")


def to_drawable_line(text: str) -> str:
    """Text for where no font draws it: bookmarks, links, metadata."""
    words = " ".join(make_readable(text).split())
    return "".join(character if character.isprintable() else REPLACEMENT for character in words)


def split_font_runs(text: str, font: str) -> list[tuple[str, str]]:
    """Text of one line as (font, part) in order, each part drawn by that font."""
    text = make_readable(text)
    own = load_characters(font)
    if own.issuperset(text):
        if not text:
            return []
        return [(font, text)]
    other = load_characters(FALLBACK)
    parts: list[tuple[str, str]] = []
    for character in text:
        is_drawable = character in own or character in other
        drawn = character if is_drawable else REPLACEMENT
        # A space goes with what stands before it, so that words of one script stay one part.
        if drawn == " " and parts:
            chosen = parts[-1][0]
        elif drawn in own:
            chosen = font
        else:
            chosen = FALLBACK
        if parts and parts[-1][0] == chosen:
            parts[-1] = (chosen, parts[-1][1] + drawn)
        else:
            parts.append((chosen, drawn))
    return parts


def measure_line_width(text: str, font: str, size: float) -> float:
    """How wide a line of text comes out, in points."""
    return sum(find_text_measurer(name)(part, size) for name, part in split_font_runs(text, font))


def count_undrawable(text: str) -> Counter[str]:
    """The characters of a text that no font can draw, each with how often it is there, in order."""
    if text.isascii() and text.isprintable():
        return Counter()
    made = make_readable(text)
    if _usual_characters().issuperset(made) or _drawable_characters().issuperset(made):
        return Counter()
    return Counter(c for c in made if c not in _drawable_characters())


def describe_undrawable(counted: Counter[str]) -> str:
    """Characters that no font can draw, in words: "🦊 (U+1F98A), 3 times"."""
    return "; ".join(f"{_describe_character(c)} (U+{ord(c):04X}), {count_times(n)}" for c, n in counted.items())


def _describe_character(character: str) -> str:
    unprintable = {"Cc": "a control character", "Cs": "half a character", "Co": "a private symbol"}
    return unprintable.get(unicodedata.category(character), character)
