"""Every kind of spreadsheet that was once misread, in several shapes: read rightly, or said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book
from openpyxl.comments import Comment
from openpyxl.styles import Font

from selfassess.exchange.spreadsheets import cells
from tests.exchange.excel_making import saved_by_libreoffice
from tests.exchange.spreadsheet_counting import count
from tests.exchange.spreadsheet_kind import Kind
from tests.exchange.spreadsheet_kinds import KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_spreadsheet_gives_what_is_right(kind: Kind, tmp_path: Path) -> None:
    found = count(cells.read_cells(kind.write(tmp_path)), kind.right)
    assert not found.silent
    assert found.agreed == found.right == found.taken


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_it_gives_the_same_in_other_formats(ending: str, tmp_path: Path) -> None:
    files = [kind.write(tmp_path) for kind in KINDS]
    folder = saved_by_libreoffice(files, ending)
    found = {kind.name: count(cells.read_cells(folder / f"{kind.name}.{ending}"), kind.right) for kind in KINDS}
    assert {name: each.silent for name, each in found.items() if each.silent} == {}
    agreed = sum(each.agreed for each in found.values())
    assert agreed >= 0.97 * sum(each.taken for each in found.values())
    assert agreed >= 0.92 * sum(each.right for each in found.values())


def _details(path: Path) -> Path:
    """A plan with what a spreadsheet says beside its values."""
    book = Book()
    sheet: Any = book.worksheets[0]
    sheet.title = "Action plan"
    for row in (
        ("Quality statement", "Action", "Lead", "Ref"),
        ("Safeguarding", "Publish a duty rota", "Head of safeguarding", 1),
        ("Equity", "Buy a fax machine", "Practice lead", 2),
        ("Governance", "Old action", "Quality lead", 3),
        ("Learning", "Learning log", "=1/0", 4),
    ):
        sheet.append(row)
    for number in range(2, 6):
        sheet.cell(number, 4).number_format = '"ACT-"000'
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet["B2"].comment = Comment("Please move to June", "Director")
    sheet["B2"].hyperlink = "https://www.example.gov.uk/rota"
    book.save(path)
    return path


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_what_stands_beside_the_values_is_told_in_other_formats(ending: str, tmp_path: Path) -> None:
    folder = saved_by_libreoffice([_details(tmp_path / "plan.xlsx")], ending)
    found = cells.read_cells(folder / f"plan.{ending}")
    (sheet,) = found.sheets
    assert [row[3] for row in sheet.rows[1:]] == ["ACT-001", "ACT-002", "ACT-003", "ACT-004"]
    assert (set(sheet.struck_rows), set(sheet.hidden_rows), set(sheet.faults)) == ({2}, {3}, {(4, 2)})
    assert dict(sheet.links) == {(1, 1): "https://www.example.gov.uk/rota"}
    assert [(each.row, each.column, "move to June" in each.text) for each in sheet.beside] == [(1, 1, True)]
    assert "count as empty: C5" in " ".join(found.notes)
