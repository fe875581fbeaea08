"""Exporting ten years as Excel, against openpyxl writing the same cells with the same looks."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.editions import Edition
from selfassess.domain.report import outline
from selfassess.exchange.excel.writing.writer import write_excel_workbook
from tests.benchmarks import ten_years
from tests.benchmarks.ratio import ratio

TARGET = 1.5
_LOOKS = ("_fonts", "_fills", "_borders", "_alignments", "_protections", "_number_formats", "_cell_styles")

Work = Callable[[], None]


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> tuple[Work, Work]:
    """The export, and openpyxl alone with every cell at hand."""
    folder = tmp_path_factory.mktemp("excel")
    whole = ten_years.workbook()
    current = whole.current
    made = outline.build_outline(whole, current, Edition.FULL)

    def ours() -> None:
        write_excel_workbook(whole, made, current, folder / "ours.xlsx")

    ours()
    looks, sheets = _cells(folder / "ours.xlsx")
    return ours, lambda: _plain(looks, sheets, folder / "plain.xlsx")


def _cells(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The looks of a file, and by sheet each cell as row, column, value, kind and looks, and the rows' heights."""
    book: Any = load_workbook(path)
    sheets = {
        sheet.title: (
            [(c.row, c.column, c.value, c.data_type, c._style) for row in sheet for c in row if c.has_style or c.value],
            {number: row.height for number, row in sheet.row_dimensions.items() if row.height},
        )
        for sheet in book
    }
    return {name: getattr(book, name) for name in _LOOKS}, sheets


def _plain(looks: dict[str, Any], sheets: dict[str, Any], target: Path) -> None:
    book: Any = Book()
    book.remove(book.worksheets[0])
    for name, value in looks.items():
        setattr(book, name, value)
    for title, (cells, heights) in sheets.items():
        sheet = book.create_sheet(title)
        for row, column, value, kind, look in cells:
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = kind
            cell._style = look
        for number, height in heights.items():
            sheet.row_dimensions[number].height = height
    book.save(target)


def test_exporting_ten_years(works: tuple[Work, Work]) -> None:
    ratio("export of ten years to Excel", *works, TARGET, rounds=2)


def test_the_memory_that_exporting_ten_years_takes(works: tuple[Work, Work]) -> None:
    ours, plain = (_peak(work) for work in works)
    print(
        f"\nmemory of an export of ten years: {ours / plain:.2f} x "
        f"(target {TARGET} x; {ours / 2**20:.0f} MB against {plain / 2**20:.0f} MB)"
    )


def _peak(work: Work) -> int:
    """The most memory that the work held at once, in bytes, beside what was there before."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
