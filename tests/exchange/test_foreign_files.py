"""Files of every format, and what people send instead: one sentence, or the cells; never a crash."""

from __future__ import annotations

import hashlib
import random
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange import foreign
from tests.exchange.foreign_binary import repacked, with_rows, xlsb
from tests.exchange.foreign_making import ACTION_PLAN, SHAPES, converted, records, taken, written

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("foreign") / "plain.xlsx", dict(SHAPES.values()))


def refused(path: Path) -> str:
    """The sentence with which a file is refused; opening must change nothing of it."""
    before = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None
    with pytest.raises(FileError) as error:
        foreign.open_book(path)
    assert path.name in str(error.value)
    assert "\n" not in str(error.value)
    if before is not None:
        assert hashlib.sha256(path.read_bytes()).digest() == before
    return str(error.value)


# --- formats ---------------------------------------------------------------------------------------------------------


def actions(path: Path) -> list[object]:
    return [record["due_on"] for record in records(taken(foreign.open_book(path)), "action")]


def test_xlsx_gives_cells_as_they_are(tmp_path: Path) -> None:
    moment = datetime(2025, 2, 28, 17, 0)
    rows = [("a", 3, 2.5, 3.0, True, date(2025, 2, 28), moment, "  pad\r\n x "), (), (None, "b")]
    (sheet,) = foreign.open_book(written(tmp_path / "a.xlsx", {"One": rows})).sheets
    assert sheet.rows[0] == ("a", 3, 2.5, 3, True, date(2025, 2, 28), moment, "  pad\n x ")
    assert sheet.rows[1] == (None,) * 8
    assert sheet.rows[2] == (None, "b", *[None] * 6)


def test_cells_stand_where_they_stand_in_the_sheet(tmp_path: Path) -> None:
    rows = [(), (), (None, None, "C3"), (None, "B4")]
    (sheet,) = foreign.open_book(written(tmp_path / "a.xlsx", {"One": rows})).sheets
    assert [(row, column, cell) for row, column, cell in sheet.filled_cells()] == [(2, 2, "C3"), (3, 1, "B4")]


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx:Calc MS Excel 2007 XML", "xlsm:Calc MS Excel 2007 VBA XML"])
def test_every_format_that_libreoffice_saves_gives_the_same_records(plain: Path, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "in" / "plain.xlsx"
    source.parent.mkdir()
    source.write_bytes(plain.read_bytes())
    theirs = foreign.open_book(converted(source, kind))
    expected = foreign.open_book(plain)
    assert [each.name for each in theirs.sheets] == [each.name for each in expected.sheets]
    for one, other in zip(theirs.sheets, expected.sheets, strict=True):
        assert one.rows == other.rows
    got, wanted = taken(theirs), taken(expected)
    assert [(e.sheet, e.row, e.column, e.why) for e in got.left] == [
        (e.sheet, e.row, e.column, e.why) for e in wanted.left
    ]
    assert len(records(got, "action")) == len(records(wanted, "action")) == 7


def test_xlsb_gives_the_same_records(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "plan.xlsb", "Action plan", ACTION_PLAN)
    found = foreign.open_book(path)
    assert [sheet.name for sheet in found.sheets] == ["Action plan"]
    assert actions(path) == ["2025-03-31", "2025-06-30", None, "2025-03-31"]
    assert any("plan.xlsb is a binary workbook" in note and "save it as .xlsx" in note for note in found.notes)


def test_hidden_sheets_formulas_macros_and_errors_are_said(plain: Path, tmp_path: Path) -> None:
    book = load_workbook(plain)
    book.worksheets[1].sheet_state = "hidden"
    book.worksheets[0]["J1"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    book.close()
    rows = b'<row r="90"><c r="A90" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    path = repacked(
        with_rows(tmp_path / "a.xlsx", tmp_path / "b.xlsx", rows), tmp_path / "c.xlsm", "xl/vbaProject.bin", bytes
    )
    notes = "\n".join(foreign.open_book(path).notes)
    assert "Hidden sheets were read as well: “Self-assessment”." in notes
    assert "sheet “Action plan” has formulas (2); the values they had when the file was saved" in notes
    assert "1 formula was never worked out" in notes
    assert "1 cell shows an error" in notes
    assert "macros. They were not run" in notes


def test_links_to_other_files_are_said_and_not_followed(plain: Path, tmp_path: Path) -> None:
    path = repacked(plain, tmp_path / "a.xlsx", "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")
    assert any("refers to other files" in note for note in foreign.open_book(path).notes)


@pytest.mark.parametrize("lock", ["~$mine.xlsx", ".~lock.mine.xlsx#"])
def test_a_file_open_elsewhere_is_read_and_that_is_said(plain: Path, tmp_path: Path, lock: str) -> None:
    (tmp_path / "mine.xlsx").write_bytes(plain.read_bytes())
    (tmp_path / lock).write_bytes(b"x")
    assert any("open in another program" in note for note in foreign.open_book(tmp_path / "mine.xlsx").notes)


# --- not a spreadsheet -----------------------------------------------------------------------------------------------


def test_what_is_no_spreadsheet_is_said_in_a_sentence(tmp_path: Path) -> None:
    for name, content, words in [
        ("empty.xlsx", b"", "is empty"),
        ("page.xls", b"<html><table><tr><td>x</td></tr></table></html>", "is not a spreadsheet"),
        ("list.xlsx", b"a,b\n1,2\n", "is not a spreadsheet"),
        ("noise.xlsx", random.Random(1).randbytes(5_000), "is not a spreadsheet"),
        ("cut.xlsx", b"PK\x03\x04" + b"\x00" * 50, "not a whole spreadsheet"),
        ("short.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 90, "not a whole spreadsheet"),
    ]:
        (tmp_path / name).write_bytes(content)
        assert words in refused(tmp_path / name), name


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert "is not there" in refused(tmp_path / "gone.xlsx")
    assert "is a folder" in refused(tmp_path)


def test_a_document_of_another_kind_is_no_spreadsheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "is not a spreadsheet" in refused(tmp_path / "letter.docx")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_said_to_be_cut_off(plain: Path, tmp_path: Path, share: float) -> None:
    data = plain.read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(data[: int(len(data) * share)])
    assert "cut off" in refused(tmp_path / "cut.xlsx")


@pytest.mark.libreoffice
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_xls_is_a_sentence_or_cells(plain: Path, tmp_path: Path, share: float) -> None:
    (tmp_path / "plain.xlsx").write_bytes(plain.read_bytes())
    data = converted(tmp_path / "plain.xlsx", "xls").read_bytes()
    (tmp_path / "cut.xls").write_bytes(data[: int(len(data) * share)])
    assert "cut off" in refused(tmp_path / "cut.xls")


# --- protected -------------------------------------------------------------------------------------------------------


def _ole(*names: str) -> bytes:
    """An OLE file whose directory names these streams."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 28, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name in ("Root Entry", *names):
        letters = name.encode("utf-16-le")
        entry = letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2) + b"\x05\x01"
        directory += entry.ljust(116, b"\0") + struct.pack("<III", 0xFFFFFFFE, 0, 0)
    return bytes(header) + fat + directory.ljust(512, b"\0")[:512]


def test_a_password_is_said(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.xlsx").write_bytes(_ole("EncryptionInfo", "EncryptedPackage"))
    assert "protected by a password" in refused(tmp_path / "secret.xlsx")
    manifest = b'<manifest:file-entry><manifest:encryption-data manifest:checksum=""/></manifest:file-entry>'
    path = repacked(plain, tmp_path / "secret.ods", "META-INF/manifest.xml", lambda _: manifest)
    assert "protected by a password" in refused(path)


@pytest.mark.libreoffice
def test_an_xls_with_a_password_is_said(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.xlsx").write_bytes(plain.read_bytes())
    path = converted(tmp_path / "plain.xlsx", "xls")
    data = bytearray(path.read_bytes())
    # The record of the code page, early in the stream, made into the one that says how the rest is encrypted.
    at = data.index(struct.pack("<HH", 0x0042, 2), 512)
    data[at : at + 2] = struct.pack("<H", 0x002F)
    path.write_bytes(bytes(data))
    assert "password" in refused(path)


# --- made to do harm -------------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_not_unpacked(plain: Path, tmp_path: Path) -> None:
    path = repacked(plain, tmp_path / "bomb.xlsx", SHEET, lambda xml: xml + b" " * 60_000_000)
    assert "far larger than it seems" in refused(path)


def test_a_part_that_lies_about_its_size_is_not_unpacked(plain: Path, tmp_path: Path) -> None:
    path = repacked(plain, tmp_path / "liar.xlsx", SHEET, lambda xml: xml + b" " * 3_000_000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    struct.pack_into("<I", data, at + 24, 1_000)
    path.write_bytes(bytes(data))
    assert "far larger than it seems" in refused(path)


def test_definitions_of_entities_are_refused(plain: Path, tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    path = repacked(plain, tmp_path / "a.xlsx", SHEET, lambda xml: bomb + xml)
    assert "definitions that no spreadsheet has" in refused(path)


def test_two_cells_in_opposite_corners_do_not_fill_the_memory(plain: Path, tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    sentence = refused(with_rows(plain, tmp_path / "far.xlsx", far))
    assert "far away from the others in the sheet “Action plan”, down to row 1,048,576" in sentence
    prefixed = far.replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
    refused(with_rows(plain, tmp_path / "prefixed.xlsx", prefixed))
    refused(xlsb(tmp_path / "far.xlsb", "A", [("x",)], far=(1_048_575, 16_383)))


def test_cells_that_do_not_say_where_they_are_count_as_well(plain: Path, tmp_path: Path) -> None:
    wide = b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>"
    refused(with_rows(plain, tmp_path / "wide.xlsx", wide + b"<row><c><v>1</v></c></row>" * 2_000))


def test_more_than_a_million_rows_are_refused(plain: Path, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(20, 1_000_030))
    assert "more than a million rows in the sheet “Action plan”" in refused(with_rows(plain, tmp_path / "a.xlsx", rows))


def test_a_million_empty_rows_are_harmless(plain: Path, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(20, 1_000_020))
    path = with_rows(plain, tmp_path / "a.xlsx", rows)
    assert foreign.open_book(path).sheets == foreign.open_book(plain).sheets


@pytest.mark.libreoffice
def test_a_million_empty_rows_of_an_ods_are_harmless(tmp_path: Path) -> None:
    from openpyxl.workbook import Workbook

    book = Workbook()
    book.worksheets[0]["A1"] = "x"
    book.worksheets[0]["A1000000"].font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    book.close()
    (sheet,) = foreign.open_book(converted(tmp_path / "a.xlsx", "ods")).sheets
    assert sheet.rows == (("x",),)


def test_a_sheet_of_more_than_200_mb_is_refused(plain: Path, tmp_path: Path) -> None:
    path = repacked(plain, tmp_path / "large.xlsx", SHEET, lambda xml: xml + b" " * 201_000_000, zipfile.ZIP_STORED)
    assert "too large: its sheet “Action plan” alone has more than 200 MB" in refused(path)


@pytest.mark.libreoffice
def test_an_xls_that_names_impossible_columns_is_refused(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.xlsx").write_bytes(plain.read_bytes())
    path = converted(tmp_path / "plain.xlsx", "xls")
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<HH", 0x00FD, 10))
    struct.pack_into("<HH", data, at + 4, 65_535, 65_535)
    path.write_bytes(bytes(data))
    assert "sent again" in refused(path)


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_spoilt_bytes_give_a_sentence_or_cells(plain: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "plain.xlsx").write_bytes(plain.read_bytes())
    data = (converted(tmp_path / "plain.xlsx", kind) if kind != "xlsx" else plain).read_bytes()
    chance = random.Random(3)
    for number in range(60):
        spoilt = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        path = tmp_path / f"spoilt{number}.{kind}"
        path.write_bytes(bytes(spoilt))
        with suppress(FileError):
            assert foreign.open_book(path).name == path.name


# --- stopping --------------------------------------------------------------------------------------------------------


def _since(asked: Iterator[int], after: int) -> bool:
    return next(asked) >= after


def test_opening_can_be_stopped_at_any_moment(plain: Path) -> None:
    with pytest.raises(CancelledError):
        foreign.open_book(plain, cancelled=lambda: True)
    whole = foreign.open_book(plain)
    for after in range(1, 8):
        asked = iter(range(1_000_000))
        # How often it is asked depends on how long reading takes: it is stopped, or it had come to its end.
        try:
            read = foreign.open_book(plain, cancelled=partial(_since, asked, after))
        except CancelledError:
            continue
        assert read == whole


def test_progress_goes_forward_to_the_end(plain: Path) -> None:
    parts: list[float] = []
    foreign.open_book(plain, progress=parts.append)
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
