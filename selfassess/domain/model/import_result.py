"""What reading a file of somebody's gives: a workbook as a value, what it speaks of, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selfassess.domain.model.editions import OF_FULL, Edition, EditionOptions
from selfassess.domain.model.workbook import Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing in a file that could not be taken, and where it stands."""

    message: str
    record: str | None = None
    id: str | None = None
    field: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def describe_with_place(self) -> str:
        """The message with its place before it."""
        sheet_words = f"sheet “{self.sheet}”" if self.sheet else ""
        row_words = f"row {self.row}" if self.row else ""
        place = [
            sheet_words,
            row_words,
        ]
        column_words = f"column “{self.column}”" if self.column else ""
        place.append(column_words)
        where = ", ".join(part for part in place if part)
        if where:
            return f"{where[0].upper()}{where[1:]}: {self.message}"
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands in a file of sheets: the number of its row, and the heading of each field's column."""

    sheet: str
    row: int
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What an export that came back speaks of: of everything else it says nothing, which is not "deleted".

    ``fields`` has the fields whose columns are there for every record kind whose sheet is; ``listed`` the kinds whose
    rows still carry ids, so that a missing row is a removed one. ``unread`` names fields of records (all of one, where
    the field is None) that stand in the file and were not understood. ``nameless`` are the ids that were made up for
    rows without one; such a row may be a record that is there. ``copies`` leads from the id that was made up for a row
    to the one that stood in it, where a row before it had that already.
    """

    fields: Mapping[str, frozenset[str]]
    listed: frozenset[str]
    unread: frozenset[tuple[str, str | None]] = frozenset()
    nameless: frozenset[str] = frozenset()
    copies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """A cell of a sheet that is only to be read: row and column from 1, and what it shows."""

    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceOutcome:
    """Where one piece of a document went: ``outcome`` is "taken", "heading" (it served as one) or "left out"."""

    number: int
    kind: str
    place: str
    text: str
    outcome: str
    record: str = ""
    id: str = ""
    field: str = ""
    about: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a file holds. ``workbook`` has all that was understood; ``problems`` all that was not.

    ``left_out`` are such as hold up nothing else, of whatever kind the file is: above all entries of its journal.
    ``sent`` is None where the file speaks of everything in its years. ``edition`` and ``options`` are what it was
    exported as; ``places`` says where records stand, by id; ``notes`` are worth knowing, and nobody has to act on them.
    ``pieces`` are those of a document, in its order; ``pages`` is what stands on sheets that are only to be read and
    not as it was drawn, of the year ``pages_of``.
    """

    workbook: Workbook
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    sent: Sent | None = None
    edition: Edition = Edition.FULL
    options: EditionOptions = OF_FULL
    places: Mapping[str, Place] | None = None
    notes: tuple[str, ...] = ()
    pieces: tuple[PieceOutcome, ...] = ()
    pages: tuple[PageCell, ...] = ()
    pages_of: str = ""
