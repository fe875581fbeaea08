"""Reading Excel back, against openpyxl reading the same cells; and files with a million rows of nothing."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from openpyxl import load_workbook

from selfassess.exchange import excel
from selfassess.exchange.excel import hidden_sheet
from selfassess.exchange.excel.registers import REGISTERS
from tests.benchmarks import ten_years
from tests.benchmarks.ratio import ratio
from tests.exchange.excel_making import part_of, repacked, rich, written

_SHEETS = (hidden_sheet.SHEET, *(kind.sheet for kind in REGISTERS))
_ROWS = 1_048_576


def _bare(path: Path) -> object:
    """What openpyxl needs to read and hold the same cells, by its quickest way."""
    book = load_workbook(path, read_only=True, data_only=True)
    held = [list(book[name].iter_rows(values_only=True)) for name in _SHEETS]
    book.close()
    return held


def _whole(path: Path) -> object:
    """The same by its usual way, which gives every sheet with its styles."""
    return load_workbook(path, data_only=True)


def _peak(work: Callable[[Path], object], path: Path) -> float:
    tracemalloc.start()
    held = work(path)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    del held
    return peak


def test_reading_ten_years(tmp_path: Path) -> None:
    path = written(tmp_path / "ten.xlsx", ten_years.workbook())
    ratio(
        "reading Excel, ten years of 1,700 records",
        lambda: excel.read_excel_export(path),
        lambda: _bare(path),
        1.5,
        rounds=5,
    )
    ours, bare, whole = (_peak(work, path) for work in (excel.read_excel_export, _bare, _whole))
    print(
        f"peak memory: {ours / bare:.2f} x openpyxl reading row by row (target 1.5 x; {ours:.0f} MB against {bare:.0f} "
        f"MB), {ours / whole:.2f} x openpyxl loading the workbook ({whole:.0f} MB)"
    )


def test_a_million_rows_of_nothing(tmp_path: Path) -> None:
    export = written(tmp_path / "export.xlsx", rich(("A comment",)))
    part = part_of(export, "Risks")
    start = perf_counter()
    excel.read_excel_export(export)
    usual = perf_counter() - start
    for kind, row in (
        ("rows", '<row r="{0}" s="1" customFormat="1" ht="30" customHeight="1"/>'),
        ("cells", '<row r="{0}">' + "".join(f'<c r="{c}{{0}}" s="1"/>' for c in "ABCDEFGH") + "</row>"),
        ("years", '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>2024-25</t></is></c></row>'),
    ):
        path = tmp_path / f"{kind}.xlsx"
        made = "".join(map(row.format, range(100, _ROWS))).encode()
        repacked(export, path, {part: lambda data, made=made: data.replace(b"</sheetData>", made + b"</sheetData>")})  # type: ignore[misc]
        start = perf_counter()
        excel.read_excel_export(path)
        taken = perf_counter() - start
        print(
            f"\na million rows with nothing but {kind}: {taken:.1f} s ({usual:.1f} s without), "
            f"{len(made) / 1e6:.0f} MB unpacked"
        )
