"""Texts as they are compared and searched: what a reader takes for the same is the same.

Case, accents, full-width and joined letters, the kinds of spaces, dashes, apostrophes and quotation marks make no
difference; what nobody sees (zero-width spaces, soft hyphens, marks of direction) is not there; a line end is a space.
``fold`` is for comparing, ``hits`` finds words in a text where they stand, ``see_through`` is for patterns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_ALIKE = (
    dict.fromkeys("‘’‚‛ʼʹ′‵`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-")
    # Letters that are one in Unicode and have no other form there.
    | {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH"}
)
_BROKEN = re.compile("[\u00ad\u2010]\u200b?[ \t\u00a0]*(?:\r\n|[\n\r\v\f\u0085\u2028\u2029])[ \t\u00a0]*(?=\\w)")
"""Where a line ended within a word: a soft hyphen, or the hyphen that typesetters put there, and the line end."""


def _plain_letter(code: int) -> str:
    """What one character comes to, its case kept: often itself, sometimes nothing, sometimes several letters."""
    letter = chr(code)
    if letter in _ALIKE:
        return _ALIKE[letter]
    category = unicodedata.category(letter)
    if category in ("Zs", "Zl", "Zp") or letter in "\t\n\r\v\f\u0085":
        return " "
    if category in ("Cf", "Mn") or letter == "\u034f":
        return ""
    apart = unicodedata.normalize("NFKD", letter)
    if apart == letter:
        return letter
    kept = (_ALIKE.get(each, each) for each in apart if unicodedata.category(each) not in ("Cf", "Mn"))
    return "".join(" " if each.isspace() else each for each in kept)


class _Letters(dict[int, str]):
    """What each character comes to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain_letter(code)
        return found


class _FoldedLetters(_Letters):
    """The same in small letters."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _PLAIN[code].casefold()
        return found


_PLAIN, _FOLDED = _Letters(), _FoldedLetters()


@dataclass(frozen=True, slots=True)
class SeenThrough:
    """A text without what makes no difference, and where in the original each of its characters stands."""

    text: str
    places: tuple[int, ...] | None = None
    """The place of each character, and after the last the length of the original; None where all stay in place."""

    def find_original_span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that a part of the text stands for."""
        if self.places is None:
            return start, end
        first = self.places[start]
        last = max(self.places[end - 1] + 1, first) if end > start else first
        return first, last


def fold_text(text: str) -> str:
    """A text as it is compared and searched, on one line with single spaces."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    return " ".join(_BROKEN.sub("", text).translate(_FOLDED).split())


def fold_words(text: str) -> tuple[str, ...]:
    """The words that somebody looks for."""
    return tuple(fold_text(text).split())


def see_through(text: str, *, case: bool = True) -> SeenThrough:
    """A text for patterns, ``case`` kept or not, with the way back to where things stand."""
    letters: _Letters = _PLAIN if case else _FOLDED
    broken = [match.span() for match in _BROKEN.finditer(text)] if not text.isascii() else []
    is_letter_for_letter = not broken and all(len(letters[ord(letter)]) == 1 for letter in set(text))
    if is_letter_for_letter:
        return SeenThrough(text.translate(letters))
    made: list[str] = []
    places: list[int] = []
    gone = {at for start, end in broken for at in range(start, end)}
    for at, letter in enumerate(text):
        if at not in gone:
            plain = letters[ord(letter)]
            made.append(plain)
            places += [at] * len(plain)
    return SeenThrough("".join(made), (*places, len(text)))


def find_word_hits(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where each of some folded ``words`` stands in a text, from and up to, in order; what touches is joined."""
    seen = see_through(text, case=False)
    spans: list[tuple[int, int]] = []
    for word in dict.fromkeys(words):
        at = seen.text.find(word) if word else -1
        while at >= 0:
            spans.append(seen.find_original_span(at, at + len(word)))
            at = seen.text.find(word, at + len(word))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def mask_numbers(text: str) -> str:
    """A text in which all numbers are the same, as what repeats on pages differs in nothing else."""
    return re.sub(r"\d+", "#", text.casefold())
