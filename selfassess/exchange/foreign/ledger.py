"""What became of every cell of one sheet: used, or left with the reason. Nothing falls between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selfassess.domain.model.import_result import Problem
from selfassess.exchange.spreadsheets.book import Cell, Sheet, column_letters, format_cell


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell that is to be taken: where it stands (from 0), what it holds, and what its column or label is called."""

    row: int
    column: int
    cell: Cell
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One cell that was not taken, and why. ``row`` counts from 1 and ``column`` is its letters, as in the sheet."""

    sheet: str
    row: int
    column: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A row that names no quality statement: where it stands, what it is called, and the theme above it, if any."""

    sheet: str
    row: int
    kind: str
    text: str
    theme: tuple[str, ...] = ()


MAIL = "mailto:"


def clean_mail_address(text: str) -> str:
    """An e-mail address without what a link has before and behind it; any other text as it is."""
    if not text.casefold().startswith(MAIL):
        return text
    return text[len(MAIL) :].split("?", 1)[0].strip()


class Ledger:
    """The account of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.unplaced: list[Unplaced] = []
        self._used: set[tuple[int, int]] = set()
        self._left: dict[tuple[int, int], str] = {}
        self._followed: set[tuple[int, int]] = set()

    def mark_used(self, *places: Spot | tuple[int, int]) -> None:
        """These cells stand in a record now, or served as heading, label or name of a statement."""
        for place in places:
            used_place = (place.row, place.column) if isinstance(place, Spot) else place
            self._used.add(used_place)

    def use_link(self, spot: Spot) -> str:
        """Where the link of a cell leads, which is taken with this; "" where it has none."""
        place = spot.row, spot.column
        target = self.sheet.links.get(place, "")
        if target.casefold().startswith(MAIL):
            return ""  # whom to write to is no place where something is
        if target:
            self._followed.add(place)
        return target

    def use_mail_address(self, spot: Spot) -> str:
        """The e-mail address that the link of a cell leads to, which is taken with this; "" where it has none."""
        place = spot.row, spot.column
        target = self.sheet.links.get(place, "")
        if not target.casefold().startswith(MAIL):
            return ""
        self._followed.add(place)
        return clean_mail_address(target)

    def leave_cell(
        self, spot: Spot, why: str, *, problem: bool = False, kind: str | None = None, id: str | None = None
    ) -> None:
        """This cell is not taken; ``problem`` tells the person so among the problems, too."""
        self._left.setdefault((spot.row, spot.column), why)
        if problem:
            self.report_trouble(spot, f"{why[0].upper()}{why[1:]}.", kind=kind, id=id)

    def report_trouble(
        self, spot: Spot, message: str, *, kind: str | None = None, id: str | None = None, field: str | None = None
    ) -> None:
        """Something about a cell that the person should look at."""
        self.problems.append(
            Problem(
                message=message,
                record=kind,
                id=id,
                field=field,
                sheet=self.sheet.name,
                row=spot.row + 1,
                column=spot.heading or column_letters(spot.column),
            )
        )

    def list_left_cells(self, otherwise: str) -> Iterator[Left]:
        """Every cell that is not used whole, in order; those that nobody spoke of for the reason ``otherwise``."""
        for each in self.sheet.beside:
            place = column_letters(each.column)
            yield Left(sheet=self.sheet.name, row=each.row + 1, column=place, text=each.text, why=f"it is {each.what}")
        for (row, column), target in self.sheet.links.items():
            said = format_cell(self.sheet.rows[row][column]).strip()
            if (row, column) not in self._followed and clean_mail_address(target) != clean_mail_address(said):
                leads = "it is where the link of this cell leads"
                yield Left(sheet=self.sheet.name, row=row + 1, column=column_letters(column), text=target, why=leads)
        for row, column, cell in self.sheet.filled_cells():
            why = self._left.get((row, column))
            if why is not None or (row, column) not in self._used:
                why = why or otherwise
                yield Left(
                    sheet=self.sheet.name, row=row + 1, column=column_letters(column), text=format_cell(cell), why=why
                )

    def leave_cells(self, spots: Iterable[Spot], why: str, *, problem: bool = False, kind: str | None = None) -> None:
        """None of these cells is taken, for one and the same reason; it becomes one problem, at the first of them."""
        for number, spot in enumerate(spots):
            self.leave_cell(spot, why, problem=problem and number == 0, kind=kind)
