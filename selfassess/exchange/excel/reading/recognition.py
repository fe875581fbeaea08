"""Whether a spreadsheet holds a register of ours: by its hidden sheet, or by the Id column beside our headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from selfassess.exchange.excel import hidden_sheet
from selfassess.exchange.excel.reading import headings
from selfassess.exchange.excel.reading.other_formats import OtherPackage, open_any_spreadsheet
from selfassess.exchange.excel.reading.sheet_xml import Cells
from selfassess.exchange.excel.reading.xlsx_package import Package
from selfassess.exchange.excel.registers import ID

OURS = 0.5
"""How much of a register's headings a sheet must have to be that register."""
IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id of a record."""


def holds_register(path: Path, *, progress: Callable[[float], None] = lambda part: None) -> bool:
    """Whether an export of this program, or a sheet of one, stands in a file. Raises FileError as ``opened`` does."""
    with open_any_spreadsheet(path, progress) as file:
        if hidden_sheet.SHEET in file.sheet_names:
            return True
        return any(_is_register_sheet(file, sheet) for sheet in file.sheet_names)


def _is_register_sheet(file: Package | OtherPackage, sheet: str) -> bool:
    rows = list(islice(file.read_filled_rows(sheet), headings.SEARCHED))
    return headings.find_most_similar_register(rows, {ID})[0] >= OURS and _holds_record_ids(rows)


def _holds_record_ids(rows: Iterable[tuple[int, Cells]]) -> bool:
    return any(isinstance(cell, str) and IDENTITY.fullmatch(cell.strip()) for _, row in rows for cell in row.values())
