"""What reading a file of somebody's gives: a workbook as a value, and what could not be understood and where."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.domain.workbook import Workbook


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
    def sentence(self) -> str:
        """The message with its place before it."""
        place = [
            f"sheet “{self.sheet}”" if self.sheet else "",
            f"row {self.row}" if self.row else "",
        ]
        place.append(f"column “{self.column}”" if self.column else "")
        where = ", ".join(part for part in place if part)
        return f"{where[0].upper()}{where[1:]}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a file holds. ``workbook`` has all that was understood; ``problems`` all that was not."""

    workbook: Workbook
    problems: tuple[Problem, ...] = ()
