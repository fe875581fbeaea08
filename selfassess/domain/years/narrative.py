"""A document as pieces in their order, and where each piece goes: what a person looks through and sets right.

A piece is one paragraph, cell, note, picture or comment with its place in the document. A proposal says of every
piece that it becomes (part of) a record, that it served as heading or name, or why it was left out: nothing falls
between. Every edit gives another proposal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.readiness.assessors import is_same_council

LISTED = ("strength", "improvement", "risk", "action", "evidence")
"""Kinds of which each piece may be one."""
TEXTS = ("judgement", "section")
"""Kinds that there is one of for each statement or section: their pieces are written one below the other."""
LONGER = {"strength": "detail", "improvement": "detail", "action": "detail", "risk": "event", "evidence": "shows"}
"""The field that holds the rest of a text whose title is one line."""
BY_PERSON = "you left it out"


class PieceKind(StrEnum):
    """What a piece is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CELL = "table cell"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    PICTURE = "picture"
    BOX = "text box"
    HEADER = "header"
    FOOTER = "footer"
    COMMENT = "comment"
    DELETED = "deleted text"
    CONTENTS = "table of contents"
    HIDDEN = "hidden text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a document. ``place`` is where, as a person would say it: "page 3", "table 2, row 3, column 1".

    ``level`` is that of a heading, from 1, known by its style, outline, number, size or bold letters (``known_by``);
    ``depth`` that of a list item, from 1. Tables count from 1, rows and columns from 0; ``across`` is how many columns
    a cell spans, ``down`` how many rows. ``about`` is the number of the piece that a note or comment hangs on.
    ``tracked`` names who inserted it while changes were tracked.
    """

    kind: PieceKind
    text: str
    place: str
    level: int = 0
    known_by: str = ""
    number: str = ""
    depth: int = 0
    bold: bool = False
    table: int = 0
    row: int = 0
    column: int = 0
    across: int = 1
    down: int = 1
    about: int = -1
    author: str = ""
    written_at: str = ""
    tracked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read: what it is called, what sort of file it is, its pieces, and what is worth knowing."""

    name: str
    sort: str
    pieces: tuple[Piece, ...]
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goes:
    """Where one piece goes: into ``field`` of a ``record``, about a statement or section; nowhere without a record.

    Pieces of one ``group`` make one record. ``label``, the heading of a column that no field is known for, is written
    before the words. ``served`` says that a piece without a record is no loss: it was a heading or a name. ``why`` is
    the reason for leaving it out, or what to look at where it was taken (``unsure``).
    """

    record: str = ""
    field: str = ""
    about: str = ""
    group: int = 0
    label: str = ""
    served: bool = False
    why: str = ""
    unsure: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether what the piece says is in no record and served nothing."""
        return not self.record and not self.served


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A piece and where it goes."""

    piece: Piece
    goes: Goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place that a person may choose for a piece."""

    record: str
    field: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Where every piece of a document goes."""

    document: Document
    placed: tuple[Placed, ...]
    councils: tuple[str, ...] = ()
    """The councils that its first lines name, the first one first."""
    notes: tuple[str, ...] = ()

    def name_other_council(self, ours: str) -> str:
        """The council that the document names and that is not ``ours``; "" where it names ours, or none."""
        is_beside = any(is_same_council(each, ours) for each in self.councils)
        if is_beside:
            return ""
        return next(iter(self.councils), "")

    @property
    def is_understood(self) -> bool:
        """Whether enough of it was understood to be a self-assessment at all."""
        places = {(each.goes.record, each.goes.about) for each in self.placed if each.goes.record}
        is_placed = any(record != "section" and about for record, about in places)
        if is_placed:
            return True
        return len(places) > 1

    @property
    def left_out_pieces(self) -> tuple[Placed, ...]:
        """All that is in no record."""
        return tuple(each for each in self.placed if each.goes.is_left_out)

    @property
    def unsure_pieces(self) -> tuple[Placed, ...]:
        """All that was taken but is to be looked at."""
        return tuple(each for each in self.placed if each.goes.record and each.goes.unsure)


def move_pieces(proposal: Proposal, numbers: Collection[int], target: Target) -> Proposal:
    """Have pieces go to another place; each begins a record of its own where that is a kind that is listed."""
    groups = _number_fresh_groups(proposal)
    moved = {
        number: Goes(
            record=target.record,
            field=target.field,
            about=target.about,
            group=next(groups) if target.record not in TEXTS else 0,
        )
        for number in sorted(numbers)
    }
    return _replace_destinations(proposal, moved)


def leave_out_pieces(proposal: Proposal, numbers: Collection[int]) -> Proposal:
    """Leave pieces out."""
    return _replace_destinations(proposal, {number: Goes(why=BY_PERSON) for number in numbers})


def find_piece_to_join(proposal: Proposal, number: int) -> int | None:
    """The number of the piece above whose record a piece can go on with, or None where there is none."""
    for above in range(number - 1, -1, -1):
        goes = proposal.placed[above].goes
        if goes.record in CATALOGUE and goes.record not in TEXTS:
            return above
        if goes.record:
            return None
    return None


def join_piece(proposal: Proposal, number: int) -> Proposal:
    """Have a piece go on with the record of the piece above it."""
    above = find_piece_to_join(proposal, number)
    if above is None:
        return proposal
    first = proposal.placed[above].goes
    field = LONGER.get(first.record, first.field)
    return _replace_destinations(proposal, {number: replace(first, field=field, why="", unsure=False)})


def split_piece(proposal: Proposal, number: int, at: int) -> Proposal:
    """Make two pieces of one, the second beginning at the sign ``at``; both go where the one went."""
    one = proposal.placed[number]
    before = one.piece.text[:at].strip()
    after = one.piece.text[at:].strip()
    if not before or not after:
        return proposal
    group = next(_number_fresh_groups(proposal)) if one.goes.record in LISTED else one.goes.group
    goes = replace(one.goes, group=group, field=_first_target_field(one.goes))
    parts = (
        Placed(piece=replace(one.piece, text=before), goes=one.goes),
        Placed(piece=replace(one.piece, text=after), goes=goes),
    )
    placed = (*proposal.placed[:number], *parts, *proposal.placed[number + 1 :])
    return replace(proposal, placed=tuple(_renumber_placed_piece(each, number) for each in placed))


def list_paragraph_targets(statements: Collection[str]) -> Iterator[Target]:
    """Every place that a whole paragraph may go to, by statement; then the sections, and what may be general."""
    for key in statements:
        for field in ("summary", "impact", "rationale", "score"):
            yield Target(record="judgement", field=field, about=key)
        for kind in LISTED:
            yield Target(record=kind, field="title", about=key)
        yield Target(record="story", field="text", about=key)
    for section in CATALOGUE["section"].by_key["key"].choices:
        yield Target(record="section", field="text", about=section.key)
    for kind in ("risk", "action", "evidence"):
        yield Target(record=kind, field="title")


def _first_target_field(goes: Goes) -> str:
    if goes.record in LISTED:
        return "title"
    return goes.field


def _number_fresh_groups(proposal: Proposal) -> Iterator[int]:
    group = max((each.goes.group for each in proposal.placed), default=0)
    while True:
        group += 1
        yield group


def _replace_destinations(proposal: Proposal, goes: dict[int, Goes]) -> Proposal:
    placed = (replace(each, goes=goes.get(number, each.goes)) for number, each in enumerate(proposal.placed))
    return replace(proposal, placed=tuple(placed))


def _renumber_placed_piece(each: Placed, number: int) -> Placed:
    """The same where one more piece came in behind ``number``: notes and comments hang on the pieces they hung on."""
    if each.piece.about <= number:
        return each
    return replace(each, piece=replace(each.piece, about=each.piece.about + 1))
