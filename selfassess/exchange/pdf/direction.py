"""Text that runs from right to left: joined letters, and the order in which they stand on a line.

Lines are broken in the order of reading; only then is each line put in the order in which it is drawn. What is read
out, copied and searched for stays in the order of reading.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from selfassess.exchange.pdf.fonts import FALLBACK, load_characters

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_JOINED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


def is_mixed(text: str) -> bool:
    """Whether any of it runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def starts_right(text: str) -> bool:
    """Whether a text as a whole runs from right to left: its first letter with a direction does."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each in ("R", "AL") for each in directions if each in ("L", "R", "AL")), False)


def join_arabic_letters(text: str) -> str:
    """Arabic letters in the forms that they have beside each other, as far as the font has them."""
    if text.isascii() or not _ARABIC.search(text):
        return text
    made = str(_load_reshaper().reshape(text))
    if load_characters(FALLBACK).issuperset("".join(_JOINED.findall(made))):
        return made
    return text


def as_written(text: str) -> str:
    """Text with its letters as they were typed, not as they are joined."""
    return _JOINED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def as_drawn(text: str, rightwards: bool) -> str:
    """One line from left to right as it is drawn; ``rightwards`` if its paragraph runs from right to left."""
    from bidi import get_display  # only the few texts that need it pay for it

    direction = "R" if rightwards else "L"
    return str(get_display(text, base_dir=direction))


@cache
def _load_reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False})
