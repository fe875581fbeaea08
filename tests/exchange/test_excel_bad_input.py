"""Files that are large, hostile, half written or open elsewhere: a sentence, and never the memory or the patience."""

from __future__ import annotations

import re
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange import excel
from tests.exchange.excel_making import opened, part_of, repacked, rich, same, saved_by_libreoffice, written

WHOLE = rich(("A comment",))
MILLION = 1_048_576


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("bad") / "export.xlsx", WHOLE)


def _notes(path: Path) -> list[str]:
    back = excel.read_excel_export(path)
    same(back.workbook, WHOLE)
    assert back.problems == ()
    return list(back.notes)


def test_an_untouched_export_has_nothing_to_say(export: Path) -> None:
    assert _notes(export) == []


def _excel_lock(name: str) -> bytes:
    return (
        bytes([len(name)]) + name.encode("cp1252").ljust(54) + len(name).to_bytes(2, "little")
        + name.encode("utf-16-le").ljust(108, b"\0")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lock", "data", "says"),
    [
        ("~$sent.xlsx", _excel_lock("Siân Jones"), "open in Excel by Siân Jones."),
        ("~$sent.xlsx", b"\x05Owner" + b" " * 20, "open in Excel by Owner."),
        ("~$sent.xlsx", b"", "open in Excel."),
        (".~lock.sent.xlsx#", b"Si\xc3\xa2n Jones,sj,laptop,03.03.2026 10:00,file:///x;", "LibreOffice by Siân Jones."),
        (".~lock.sent.xlsx#", b",sjones,laptop,03.03.2026 10:00,file:///x;", "open in LibreOffice by sjones."),
    ],
)  # fmt: skip
def test_a_lock_file_beside_it_is_told(lock: str, data: bytes, says: str, export: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(export, tmp_path / "sent.xlsx"))
    (tmp_path / lock).write_bytes(data)
    (note,) = _notes(path)
    assert says in note
    assert note.startswith("sent.xlsx seems to be open in")
    assert note.endswith("What is not saved there is not in what was read.")


def test_a_file_another_program_does_not_let_go_of_says_who_has_it(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(export, tmp_path / "sent.xlsx"))
    (tmp_path / "~$sent.xlsx").write_bytes(_excel_lock("Jo"))
    whole: Any = Path.open

    def refusing(self: Path, *arguments: str) -> object:
        if self == path:
            raise PermissionError(13, "in use")
        return whole(self, *arguments)

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(FileError, match=r"sent\.xlsx seems to be open in Excel by Jo\. Close it there first\."):
        excel.read_excel_export(path)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("xl/vbaProject.bin", "sent.xlsm holds macros. They were not run."),
        ("xl/externalLinks/externalLink1.xml", "sent.xlsm has links to other files. They were not followed."),
    ],
)
def test_what_could_run_or_lead_elsewhere_is_left_alone_and_told(
    part: str, says: str, export: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sent.xlsm"
    content = b"<?xml version='1.0'?><externalLink/>"
    types = (b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    repacked(export, path, {"[Content_Types].xml": lambda data: data.replace(*types)}, {part: content})
    assert _notes(path) == [says]


def _sheet(export: Path, name: str) -> str:
    return part_of(export, name)


def test_formulas_give_what_was_last_worked_out(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    (risk,) = [r for r in WHOLE.assessments[-1].records_of("risk") if r["title"] == "risk title text"]
    cell = re.compile(rb'<c r="(\w+)"([^>]*)><v>1</v></c>')
    formula = rb'<c r="\1"\2><f>[1]Other!A1+1</f><v>2</v></c>'
    repacked(export, path, {_sheet(export, "Risks"): lambda data: cell.sub(formula, data)})
    back = excel.read_excel_export(path)
    (note,) = back.notes
    assert "Sheet “Risks”: " in note
    assert (
        "cells hold formulas, first in row 2, column “Likelihood”; the values Excel last worked out were taken." in note
    )
    found = {record.id: record for record in back.workbook.all_records()}
    assert found[risk.id]["likelihood"] == 2


def test_a_formula_that_came_out_empty_is_an_empty_cell(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    cell = re.compile(rb'<c r="(\w+)"([^>]*)><v>1</v></c>')
    formula = rb'<c r="\1"\2 t="str"><f>IF(TRUE,"","")</f><v></v></c>'
    repacked(export, path, {_sheet(export, "Risks"): lambda data: cell.sub(formula, data)})
    back = excel.read_excel_export(path)
    assert back.problems == ()
    assert {risk["likelihood"] for a in back.workbook.assessments for risk in a.records_of("risk")} == {None}


def test_a_total_below_a_table_is_no_record(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    book = opened(export)
    sheet = book["Risks"]
    ids = [cell.value for cell in sheet[1]].index("Id") + 1
    book.save(path)
    total = (
        f'<row r="99"><c r="A99" t="inlineStr"><is><t>Total</t></is></c>'
        f'<c r="{sheet.cell(99, ids).coordinate}"><f>SUBTOTAL(103,A2:A4)</f><v>3</v></c></row></sheetData>'
    ).encode()
    repacked(path, tmp_path / "total.xlsx", {_sheet(path, "Risks"): lambda d: d.replace(b"</sheetData>", total)})
    (note,) = _notes(tmp_path / "total.xlsx")
    assert note.startswith("Sheet “Risks”, row 99: “Total” counts what stands above")


_ROWS: dict[str, Callable[[int], str]] = {
    "formatted rows": lambda n: f'<row r="{n}" s="1" customFormat="1" ht="30" customHeight="1"/>',
    "formatted cells": lambda n: f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"/>' for c in "ABCDEFGH") + "</row>",
    "a year in each": lambda n: f'<row r="{n}"><c r="B{n}" t="inlineStr"><is><t>2024-25</t></is></c></row>',
}


@pytest.mark.parametrize(
    ("kind", "count"), [("formatted rows", MILLION), ("formatted cells", 100_000), ("a year in each", 30_000)]
)
def test_rows_without_anything_in_them_cost_no_memory(kind: str, count: int, export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    make = _ROWS[kind]
    assert opened(export)["Risks"]["B1"].value == "Year"

    def filled(data: bytes) -> Iterator[bytes]:
        head, tail = data.split(b"</sheetData>")
        yield re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', head)
        for first in range(100, count, 10_000):
            yield "".join(map(make, range(first, min(count, first + 10_000)))).encode()
        yield b"</sheetData>" + tail

    repacked(export, path, {_sheet(export, "Risks"): filled})
    _peak(export)
    usual = _peak(export)
    assert _peak(path) < usual + 3_000_000


def _peak(path: Path) -> int:
    """The bytes that reading took at most, beyond what was there."""
    tracemalloc.start()
    try:
        assert _notes(path) == []
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_200_megabytes_of_pictures_are_not_looked_at(export: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(export, tmp_path / "sent.xlsx"))
    with zipfile.ZipFile(path, "a") as archive, archive.open("xl/media/image1.png", "w") as picture:
        for _ in range(200):
            picture.write(bytes(1 << 20))
    assert path.stat().st_size > 200_000_000
    usual = _peak(export)
    assert _peak(path) < usual + 3_000_000


def test_what_unpacks_to_more_than_any_export_is_refused(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"

    def swollen(data: bytes) -> Iterator[bytes]:
        yield data
        for _ in range(80):
            yield b" " * (1 << 20)

    repacked(export, path, {_sheet(export, "Risks"): swollen})
    with pytest.raises(FileError, match=r"sent\.xlsx is far larger than it seems"):
        excel.read_excel_export(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_hidden_behind_a_long_remark_are_refused(encoding: str, export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"

    def defined(data: bytes) -> bytes:
        text = data.decode().split("?>", 1)[-1]
        head = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 9000}--><!DOCTYPE a [<!ENTITY e "e">]>'
        return (head + text).encode(encoding)

    repacked(export, path, {_sheet(export, "Risks"): defined})
    with pytest.raises(FileError, match=r"sent\.xlsx holds definitions that no spreadsheet has"):
        excel.read_excel_export(path)


def test_a_protected_archive_is_named_so(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    data = bytearray(export.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(mark, place + 4)
    path.write_bytes(data)
    with pytest.raises(FileError, match=r"sent\.xlsx is protected by a password"):
        excel.read_excel_export(path)


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_an_archive_that_only_looks_like_another_format_is_refused(part: str, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, b"<x/>")
    with pytest.raises(FileError, match=r"sent\.xlsx is (not a spreadsheet|damaged or cut off)"):
        excel.read_excel_export(path)


def test_it_can_be_stopped_wherever_it_is(export: Path) -> None:
    told: list[float] = []
    excel.read_excel_export(export, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 20
    for stop in range(1, len(told), 7):
        left = [stop]

        def cancelled(left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        with pytest.raises(CancelledError, match="Nothing was imported"):
            excel.read_excel_export(export, cancelled=cancelled)


@pytest.mark.parametrize(
    "damage", [b"<v>1</v></c></c>", b"<v>&nothing;</v></c>", b"<v>one</v></c>", b"<v>\x01</v></c>"]
)
def test_a_damaged_sheet_is_refused(damage: bytes, export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    repacked(export, path, {_sheet(export, "Risks"): lambda data: data.replace(b"<v>1</v></c>", damage)})
    with pytest.raises(FileError, match=r"sent\.xlsx is damaged or cut off"):
        excel.read_excel_export(path)


def test_a_hidden_sheet_of_an_earlier_version_is_told(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    book = opened(export)
    for row in book["_selfassess"].iter_rows():
        if row[0].value == "catalogue":
            row[2].value = "1"
        elif row[0].value in ("audience", "empty", "years"):
            row[0].value = None
    book.save(path)
    back = excel.read_excel_export(path)
    assert [note for note in back.notes if "exported by an earlier version" in note] == list(back.notes)
    assert len(back.notes) == 1
    # What nobody had filled in then looks emptied now.
    assert {problem.field for problem in back.problems} <= {"quality_statement", "figure", "title"}
    same(back.workbook, WHOLE)


@pytest.mark.libreoffice
def test_an_opendocument_copy_of_an_export_comes_back_whole(export: Path) -> None:
    same(excel.read_excel_export(saved_by_libreoffice([export], "ods") / "export.ods").workbook, WHOLE)
