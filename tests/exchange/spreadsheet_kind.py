"""A spreadsheet of a kind that was once misread: what stands in it, and what is right, record by record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Book

Row = Sequence[object]
Right = tuple[str, Mapping[str, object]]
"""Kind and values of one record."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One spreadsheet: its sheets with their rows, blocks that are merged, formats of cells, and what is right."""

    name: str
    sheets: Mapping[str, Sequence[Row]]
    right: Sequence[Right]
    merged: Mapping[str, Sequence[str]] = field(default_factory=dict)
    formats: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """The spreadsheet as a file."""
        book = Book()
        book.remove(book.worksheets[0])
        for name, rows in self.sheets.items():
            sheet: Any = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
            for block in self.merged.get(name, ()):
                sheet.merge_cells(block)
            for place, code in self.formats.get(name, {}).items():
                sheet[place].number_format = code
        path = folder / f"{self.name}.xlsx"
        book.save(path)
        return path


def about(key: str, **values: object) -> dict[str, object]:
    return {"quality_statement": key, **values}


DAY = date(2026, 3, 31)
