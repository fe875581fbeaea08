"""The editions: who reads a document, and what a person may choose about one.

Which edition may show a field, the field itself declares in the catalogue; one that declares none is in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.text.wording import join_with_or


class Edition(StrEnum):
    """What one reader gets."""

    FULL = "full"
    BOARD = "board"
    PUBLIC = "public"
    CQC = "cqc"

    @property
    def describe_readers(self) -> str:
        """Who reads it, as it stands on a cover: "the board"."""
        return {
            Edition.FULL: "those who draft it",
            Edition.BOARD: "the board",
            Edition.PUBLIC: "the public",
            Edition.CQC: "CQC",
        }[self]

    @property
    def label(self) -> str:
        """The edition in words, with what it is."""
        return {
            Edition.FULL: "Full: the working record, with everything in it",
            Edition.BOARD: "Board: a short narrative with scores, risks, and where actions stand",
            Edition.PUBLIC: "Public: prose only, without scores, risks, names or anything with personal data",
            Edition.CQC: "CQC: item IR 1 as it is handed over, a narrative without working notes",
        }[self]

    @property
    def is_narrative(self) -> bool:
        """Whether it is a text to read from beginning to end; the full edition is a record to work with."""
        return self is not Edition.FULL

    @property
    def hides_workings(self) -> bool:
        """Whether it leaves the house, so that nothing may be in it that only colleagues are told."""
        return self in (Edition.CQC, Edition.PUBLIC)


ALL = frozenset(Edition)
NOT_PUBLIC = ALL - {Edition.PUBLIC}
INSIDE = frozenset({Edition.FULL, Edition.BOARD})
WORKING = frozenset({Edition.FULL})
"""What a field declares: everybody, everybody but the public, the council itself, or those who draft."""

SIZES = (10, 11, 12, 16)
"""Type sizes in points; 16 is large print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionOptions:
    """What a person may choose about an edition.

    ``names``: owners as they are written; else only the role, where one is given. ``wording``: the official quality
    statements. ``annexes``: what stands once and in full behind the text. ``words``: so many words a statement should
    have at most; what is longer is told and never cut. ``size``: that of the text, in points.
    """

    scores: bool = True
    names: bool = True
    risks: bool = True
    annexes: bool = True
    wording: bool = True
    words: int | None = None
    size: int = 11


OF_FULL = EditionOptions(size=10)
"""The usual options of the working record."""

_USUAL = {
    Edition.FULL: OF_FULL,
    Edition.BOARD: EditionOptions(annexes=False, wording=False),
    Edition.PUBLIC: EditionOptions(scores=False, names=False, risks=False, annexes=False, size=12),
    Edition.CQC: EditionOptions(names=False, wording=False),
}
OPTION_LABELS = {
    "scores": "Scores, and why each was given",
    "names": "Owners by name (else by their role, where one is written)",
    "risks": "Risks",
    "annexes": "Annexes: action plan, evidence, figures and measures",
    "wording": "The official quality statements",
}
"""What can be left out or in, in words."""
NARROWING = ("scores", "names", "risks")
"""The options that leave something out of a workbook, and not only out of a document."""
_NEVER_PUBLIC = {"scores": "scores", "names": "names of owners", "risks": "risks", "annexes": "annexes"}


def is_offered(option: str, edition: Edition, *, document: bool) -> bool:
    """Whether a person may choose this about an edition; ``document``: what is made is one, and no sheets or slides."""
    if edition is Edition.PUBLIC and option in _NEVER_PUBLIC:
        return False
    return option in NARROWING or (document and edition.is_narrative)


def build_options(edition: Edition, **chosen: Any) -> EditionOptions:
    """The usual options of an edition with what was chosen instead; None chooses nothing.

    Raises WrongUseError for a size or number of words that makes no sense, and for what the public never sees.
    """
    given = {key: value for key, value in chosen.items() if value is not None}
    if given.get("size", SIZES[0]) not in SIZES:
        raise WrongUseError(f"The type size can be {join_with_or(map(str, SIZES))} points.")
    if given.get("words", 1) < 1:
        raise WrongUseError("The number of words for a statement has to be 1 or more.")
    refused = [what for key, what in _NEVER_PUBLIC.items() if edition is Edition.PUBLIC and given.get(key)]
    if refused:
        raise WrongUseError(f"The public edition never shows {refused[0]}. Choose another edition for them.")
    return replace(_USUAL[edition], **given)
