"""The worked example's Excel export as people send it back: sorted, copied, cut, saved by other programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.merging.three_way import Outcome
from selfassess.services.importing import plan_import
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.workbook import snapshot
from tests.exchange.foreign_binary import xlsb_book
from tests.services.merging_making import Sheets

HIDDEN = ("Exact values", "Position", "Id")
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def sent(there: Path, source: Path) -> Prepared:
    """What a file that came back does to the workbook, which is known as ours."""
    workbook = snapshot.read_snapshot(there, journal=True)
    plan = plan_import.plan_file(workbook, source)
    assert plan.decision.way is plan_import.Way.MERGE
    return plan.prepared


def changed(found: Prepared) -> dict[str, dict[str, object]]:
    """Title -> field -> what it would become, for every record that would change."""
    return {
        str(each.record["title"]): {field.field: field.theirs for field in each.fields}
        for each in found.merge.differences_with(Outcome.CHANGED)
    }


def brought(found: Prepared, outcome: Outcome) -> list[object]:
    """The titles of records that would be new, or removed."""
    return [each.record["title"] for each in found.merge.differences_with(outcome)]


def told(found: Prepared) -> str:
    """All that a person is told."""
    return "\n".join((*found.notes, *(problem.describe_with_place for problem in found.problems)))


def shown_columns(sheet: Worksheet) -> list[int]:
    return [place for place, cell in enumerate(sheet[1], 1) if cell.value not in HIDDEN]


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def sort_shown(sheet: Worksheet, by: str) -> None:
    """Sort the shown cells as Excel does where the hidden columns were not selected."""
    columns, place = shown_columns(sheet), column(sheet, by)
    rows = [{c: sheet.cell(r, c).value for c in columns} for r in range(2, sheet.max_row + 1)]
    rows.sort(key=lambda row: str(row[place]))
    for number, row in enumerate(rows, 2):
        for c, value in row.items():
            sheet.cell(number, c).value = value


def insert_copy_above(sheet: Worksheet, row: int, changes: Mapping[str, object]) -> None:
    """Copy a row and put it above itself, then change the copy: Excel's own "Insert copied cells"."""
    sheet.tables.clear()  # openpyxl does not move tables along
    values = [cell.value for cell in sheet[row]]
    sheet.insert_rows(row)
    for number, value in enumerate(values, 1):
        sheet.cell(row, number).value = value
    for heading, changed_to in changes.items():
        cell: Any = sheet.cell(row, column(sheet, heading))
        cell.value = changed_to


def moved_to_new_book(source: Path, target: Path, sheet: str) -> Path:
    """One sheet's cells in a book of their own."""
    there: Any = load_workbook(source)[sheet]
    fresh = Book()
    made: Any = fresh.active
    made.title = sheet
    for row in there.iter_rows(values_only=True):
        made.append(row)
    fresh.save(target)
    return target


def without_hidden_sheet(sheets: Sheets) -> Path:
    for name in ("_selfassess", "_lists"):
        del sheets.book[name]
    return sheets.save()


def as_strict(source: Path, target: Path) -> Path:
    """The file as Excel saves it under "Strict Open XML", as far as what its parts are called by."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith((".xml", ".rels")):
                for transitional, strict in STRICT.items():
                    data = data.replace(transitional, strict)
                data = re.sub(rb"<workbook ", b'<workbook conformance="strict" ', data, count=1)
            new.writestr(name, data)
    return target


def as_binary(source: Path, target: Path) -> Path:
    """The file's values as Excel saves them under "Excel Binary Workbook"."""
    book: Any = load_workbook(source)
    return xlsb_book(target, {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets})


def every_text(sheets: Sheets, change: Callable[[str], str]) -> None:
    """Do something to every text of the registers, as a tool does that knows nothing of them."""
    for sheet in sheets.book.worksheets[11:-2]:
        hidden = {cell.column for cell in sheet[1] if cell.value in HIDDEN}
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str) and cell.column not in hidden:
                    cell.value = change(cell.value)
