"""The rows of a register by what their cells are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from selfassess.exchange.excel.reading.headings import Place, Register
from selfassess.exchange.excel.reading.sheet_xml import Cells, Fault, Formula
from selfassess.exchange.excel.registers import EXACT, ID, POSITION, YEAR
from selfassess.exchange.excel.texts import unescape_cell_text
from selfassess.exchange.excel.values import Content


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with something in it: cells by column key, and what the hidden columns say."""

    number: int
    cells: Mapping[str, Content]
    exact: Mapping[str, tuple[str, Any]]
    id: str
    position: int | None
    faults: Mapping[str, str]
    """Column key -> why what its cell holds cannot be known."""
    formulas: tuple[str, ...]
    """The keys of the columns whose cells a formula worked out."""

    @property
    def is_cleared(self) -> bool:
        """Whether nothing is left in it but its year and what is hidden."""
        return not self.faults and all(key == YEAR for key in self.cells)


def read_sheet_rows(register: Register, found: Iterable[tuple[int, Cells]]) -> Iterator[SheetRow]:
    """A register's rows, of all the rows of its sheet."""
    columns = sorted(register.columns.items())
    for number, cells in found:
        if number <= register.top:
            continue
        row = _read_sheet_row(number, cells, columns)
        if row.id or row.cells or row.faults:
            yield row


def _read_sheet_row(number: int, cells: Cells, columns: Iterable[tuple[Place, int]]) -> SheetRow:
    found: dict[str, Content] = {}
    faults: dict[str, str] = {}
    formulas: list[str] = []
    for (key, _), index in columns:
        cell = cells.get(index)
        if cell is None:
            continue
        value = _take_worked_value(key, cell, faults, formulas) if isinstance(cell, Formula | Fault) else cell
        value = unescape_cell_text(value) if isinstance(value, str) else value
        if value is None or value == "":
            continue
        before = found.get(key)
        found[key] = value if before is None else f"{before}{value}"
    for key in (ID, POSITION, EXACT):
        # Such as the formula that counts the rows below a table.
        if key in formulas or faults.pop(key, ""):
            found.pop(key, None)
    return SheetRow(
        number=number,
        id=str(found.pop(ID, "")).strip(),
        position=_to_whole_number(found.pop(POSITION, None)),
        exact=_decode_exact_values(found.pop(EXACT, None)),
        cells=found,
        faults=faults,
        formulas=tuple(formulas),
    )


def _take_worked_value(key: str, cell: Formula | Fault, faults: dict[str, str], formulas: list[str]) -> Content:
    if isinstance(cell, Fault):
        faults[key] = f"The cell shows the error {cell.text}."
    elif not cell.worked:
        faults[key] = "The cell holds a formula that was never worked out; open and save the file in Excel."
    else:
        formulas.append(key)
        return cell.value
    return None


def _to_whole_number(raw: Content) -> int | None:
    try:
        if not isinstance(raw, str | int | float):
            return None
        return int(float(raw))
    except (ValueError, OverflowError):
        return None


def _decode_exact_values(raw: Content) -> Mapping[str, tuple[str, Any]]:
    """What the hidden column keeps; where somebody changed it, the visible cells alone count."""
    if not isinstance(raw, str):
        return {}
    try:
        return msgspec.json.decode(raw, type=dict[str, tuple[str, Any]])
    except msgspec.MsgspecError:
        return {}
