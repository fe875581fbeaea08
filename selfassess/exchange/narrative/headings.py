"""Which pieces of a document are headings, how deep each is, and what it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.domain.years.narrative import Piece, PieceKind
from selfassess.exchange.narrative.heading_names import HeadingNames, Meaning

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+\S")
_ONE_NUMBER = re.compile(r"\d{1,2}[.)]?\s+\S")
_ANY_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
_SENTENCE = (".", ";", ",")
_LONGEST = 120
_QUESTION = 80
WEAK = 30
"""Headings that no style says are deeper than any that a style says."""
THEME, SECTION, STATEMENT, PART, OTHER = range(WEAK, WEAK + 5)
"""The depth of a heading that is only known by its letters or words, by what it names."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A piece that is a heading. ``known_by`` is style, outline, size, number, bold letters or words."""

    level: int
    known_by: str
    meaning: Meaning

    @property
    def weak(self) -> bool:
        """Whether nothing but its letters or words tells that it is a heading."""
        return self.level >= WEAK


def find_headings(pieces: Sequence[Piece], names: HeadingNames) -> dict[int, Heading]:
    """The headings outside of tables, by the number of their piece."""
    found: dict[int, Heading] = {}
    for number, piece in enumerate(pieces):
        if piece.kind in (PieceKind.HEADING, PieceKind.PARAGRAPH, PieceKind.ITEM, PieceKind.BOX):
            heading = heading_of(piece, names)
            if heading is not None:
                found[number] = heading
    return found


def heading_of(piece: Piece, names: HeadingNames) -> Heading | None:
    """A piece as a heading, by its style, number, bold letters or words; None where it is none."""
    text = piece.text
    if piece.level:
        return Heading(piece.level, piece.known_by, names.meaning(text, sure=True))
    if piece.bold and names.is_official(text) and (meaning := names.meaning(text, sure=True)).statement:
        return Heading(STATEMENT, "bold letters", meaning)
    if len(text) > _LONGEST or "\n" in text or not any(map(str.isalpha, text)):
        return None
    plain = text.endswith(_SENTENCE) and not text.endswith("...")
    numbered = _NUMBERED.match(text)
    if numbered is not None and not plain and (piece.bold or piece.kind is not PieceKind.ITEM):
        return Heading(min(numbered[1].count(".") + 1, 9), "number", names.meaning(text, sure=True))
    if piece.bold and not plain:
        meaning = names.meaning(text, sure=True)
        if meaning.statement and _ONE_NUMBER.match(text):
            return Heading(1, "number", meaning)
        listed = piece.kind is PieceKind.ITEM and not (piece.number and meaning.known)
        if not listed or names.meaning(text, sure=False).known:
            return Heading(_depth(meaning), "bold letters", meaning)
    if piece.kind is PieceKind.ITEM and not piece.number:
        return None
    if plain or text[:1].islower():
        return None
    # A short question that stands alone asks for what follows, whether or not it is known what.
    asks = text.endswith("?") and len(text) <= _QUESTION
    meaning = names.meaning(text, sure=asks)
    return Heading(_depth(meaning), "its words", meaning) if meaning.known or asks else None


def _depth(meaning: Meaning) -> int:
    if meaning.theme:
        return THEME
    if meaning.statement:
        return STATEMENT
    if meaning.part:
        return PART
    return SECTION if meaning.section or meaning.apart else OTHER


def is_flat(headings: dict[int, Heading]) -> bool:
    """Whether the parts under a statement have headings of the statement's own level, or of one above it."""
    counted = Counter[bool]()
    level = 0
    for number in sorted(headings):
        heading = headings[number]
        if heading.meaning.statement:
            level = heading.level
        elif level and heading.meaning.part in ("strength", "improvement", "evidence", "score"):
            counted[heading.level <= level] += 1
    return counted[True] > counted[False]


def often(headings: dict[int, Heading], pieces: Sequence[Piece]) -> Counter[str]:
    """How often each wording stands as a heading."""
    return Counter(wording_of(pieces[number].text) for number in headings)


def wording_of(text: str) -> str:
    """A heading without its number, to tell how often it stands."""
    return _ANY_NUMBER.sub("", " ".join(text.casefold().split()))
