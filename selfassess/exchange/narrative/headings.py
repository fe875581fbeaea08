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
    def is_weak(self) -> bool:
        """Whether nothing but its letters or words tells that it is a heading."""
        return self.level >= WEAK


def find_headings(pieces: Sequence[Piece], names: HeadingNames) -> dict[int, Heading]:
    """The headings outside of tables, by the number of their piece."""
    found: dict[int, Heading] = {}
    for number, piece in enumerate(pieces):
        if piece.kind in (PieceKind.HEADING, PieceKind.PARAGRAPH, PieceKind.ITEM, PieceKind.BOX):
            below = pieces[number + 1].text if number + 1 < len(pieces) else ""
            heading = _numbered_above(piece, below, names) or heading_of(piece, names)
            if heading is not None:
                found[number] = heading
    return found


def _numbered_above(piece: Piece, below: str, names: HeadingNames) -> Heading | None:
    """A line "3. …" as a heading of the first level where "3.1 …" stands right below it."""
    if piece.level or len(piece.text) > _LONGEST or not piece.number.rstrip(".)").isdigit():
        return None
    if not below.startswith(f"{piece.number.rstrip('.)')}.1"):
        return None
    return Heading(1, "number", names.find_meaning(piece.text, sure=True))


def heading_of(piece: Piece, names: HeadingNames) -> Heading | None:
    """A piece as a heading, by its style, number, bold letters or words; None where it is none."""
    text = piece.text
    if piece.level:
        return Heading(piece.level, piece.known_by, names.find_meaning(text, sure=True))
    if piece.bold and names.is_official_wording(text) and (meaning := names.find_meaning(text, sure=True)).statement:
        return Heading(STATEMENT, "bold letters", meaning)
    if len(text) > _LONGEST or "\n" in text or not any(map(str.isalpha, text)):
        return None
    plain = text.endswith(_SENTENCE) and not text.endswith("...")
    numbered = _NUMBERED.match(text)
    if numbered is not None and not plain and (piece.bold or piece.kind is not PieceKind.ITEM):
        return Heading(min(numbered[1].count(".") + 1, 9), "number", names.find_meaning(text, sure=True))
    if piece.bold and not plain and (bold := _bold_heading_of(piece, names)) is not None:
        return bold
    if piece.kind is PieceKind.ITEM and not piece.number:
        return None
    if plain or text[:1].islower():
        return None
    # A short question that stands alone asks for what follows, whether or not it is known what.
    asks = text.endswith("?") and len(text) <= _QUESTION
    meaning = names.find_meaning(text, sure=asks)
    if meaning.names_anything or asks:
        return Heading(_depth_of_meaning(meaning), "its words", meaning)
    return None


def _bold_heading_of(piece: Piece, names: HeadingNames) -> Heading | None:
    """A piece in bold letters that is no sentence, as a heading; None for a mere item of a list."""
    meaning = names.find_meaning(piece.text, sure=True)
    if meaning.statement and _ONE_NUMBER.match(piece.text):
        return Heading(1, "number", meaning)
    listed = piece.kind is PieceKind.ITEM and not (piece.number and meaning.names_anything)
    if listed and not names.find_meaning(piece.text, sure=False).names_anything:
        return None
    return Heading(_depth_of_meaning(meaning), "bold letters", meaning)


def _depth_of_meaning(meaning: Meaning) -> int:
    """How deep a heading is that has no level of its own, by what it names."""
    if meaning.theme:
        return THEME
    if meaning.statement:
        return STATEMENT
    if meaning.part:
        return PART
    if meaning.section or meaning.apart:
        return SECTION
    return OTHER


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


def count_heading_wordings(headings: dict[int, Heading], pieces: Sequence[Piece]) -> Counter[str]:
    """How often each wording stands as a heading."""
    return Counter(wording_of(pieces[number].text) for number in headings)


def wording_of(text: str) -> str:
    """A heading without its number, to tell how often it stands."""
    return _ANY_NUMBER.sub("", " ".join(text.casefold().split()))
