"""What people do to the registers, and what they send instead of our file."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import excel
from tests.exchange.excel_making import opened, rich, same, written

WHOLE = rich(("A comment",))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("edited") / "export.xlsx", WHOLE)


Edit = Callable[[Callable[[Book], None]], Incoming]


@pytest.fixture
def edited(export: Path, tmp_path: Path) -> Edit:
    """Reads the export back after something was done to it."""

    def read(change: Callable[[Book], None]) -> Incoming:
        book = opened(export)
        change(book)
        book.save(tmp_path / "edited.xlsx")
        return excel.read_excel_export(tmp_path / "edited.xlsx")

    return read


def _cell(book: Book, sheet: str, heading: str, id: str | int) -> Any:
    """The cell under a heading in the row with an id, or in a row by its number."""
    headings = [cell.value for cell in book[sheet][1]]
    ids = [row[headings.index("Id")].value for row in book[sheet].iter_rows()]
    row = id if isinstance(id, int) else ids.index(id) + 1
    return book[sheet].cell(row, headings.index(heading) + 1)


def _year() -> Any:
    return WHOLE.assessments[-1]


def _only(kind: str) -> Any:
    (record,) = _year().records_of(kind)
    return record


def _found(incoming: Incoming, id: str) -> Record:
    (record,) = [record for record in incoming.workbook.all_records() if record.id == id]
    return record


def test_columns_moved_renamed_in_case_hidden_and_added_change_nothing(edited: Edit) -> None:
    def change(book: Book) -> None:
        for name in ("Risks", "Comments"):
            sheet: Any = book[name]
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            order = list(range(len(rows[0])))
            random.Random(4).shuffle(order)
            sheet.tables.clear()
            sheet.delete_cols(1, len(order))
            for number, row in enumerate(rows, 1):
                for place, index in enumerate(order, 2):
                    cell = sheet.cell(number, place, str(row[index]).upper() + " " if number == 1 else row[index])
                    cell.data_type = "s" if isinstance(row[index], str) else cell.data_type
                sheet.cell(number, 1, "My own column" if number == 1 else "my own words")
            sheet.insert_rows(1, 2)

    back = edited(change)
    assert back.problems == ()
    same(back.workbook, WHOLE)


def test_rows_sorted_another_way_keep_their_places(edited: Edit) -> None:
    def change(book: Book) -> None:
        sheet: Any = book["Judgements"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value

    same(edited(change).workbook, WHOLE)


def test_a_new_row_needs_nothing_but_what_it_says(edited: Edit) -> None:
    def change(book: Book) -> None:
        sheet: Any = book["Risks"]
        last = sheet.max_row + 3
        _cell(book, "Risks", "Risk", last).value = "A new risk"
        _cell(book, "Risks", "Quality statement", last).value = "safe systems "
        _cell(book, "Risks", "Evidence", last).value = "Evidence Title Text; evidence title text (2)"

    back = edited(change)
    new = back.workbook.assessments[-1].records_of("risk")[-1]
    assert (new["title"], new["quality_statement"], new.position) == ("A new risk", "safe-systems", 10)
    assert new["evidence"] == (_year().records_of("evidence")[0].id, "twin")
    assert new.id not in {record.id for record in WHOLE.all_records()}
    assert back.problems == ()


def test_a_copied_row_becomes_a_record_of_its_own(edited: Edit) -> None:
    def change(book: Book) -> None:
        sheet: Any = book["Strengths"]
        sheet.append([cell.value for cell in sheet[sheet.max_row]])

    first, second = edited(change).workbook.assessments[-1].records_of("strength")
    assert first == _only("strength")
    assert (second.values, second.id != first.id) == (first.values, True)


def test_ids_lost_are_made_anew_and_links_found_by_title(edited: Edit) -> None:
    def change(book: Book) -> None:
        for name in ("Strengths", "Evidence"):
            sheet: Any = book[name]
            sheet.tables.clear()
            sheet.delete_cols(sheet.max_column - 2, 3)

    year = edited(change).workbook.assessments[-1]
    evidence = {record.id: record["title"] for record in year.records_of("evidence")}
    assert len(evidence) == 2
    assert [evidence[link] for link in year.records_of("strength")[0].links_of("evidence")] == ["evidence title text"]


@pytest.mark.parametrize("typed", [3, 3.0, "3 ", "3 - Good standard", "3.0"])
def test_a_score_may_be_written_in_many_ways(typed: object, edited: Edit) -> None:
    id = _year().judgements["learning"].id
    back = edited(lambda book: setattr(_cell(book, "Judgements", "Score", id), "value", typed))
    assert _found(back, id)["score"] == 3
    assert back.problems == ()


@pytest.mark.parametrize("typed", ["28/02/2026", "28.2.26", "28 February 2026", "28 feb 2026", 46081, "2026-02-28"])
def test_a_date_may_be_written_the_british_way(typed: object, edited: Edit) -> None:
    def change(book: Book) -> None:
        cell = _cell(book, "Actions", "Due on", 2)
        cell.value, cell.number_format = typed, "General"

    (action,) = edited(change).workbook.assessments[0].records_of("action")
    assert action["due_on"] == "2026-02-28"


@pytest.mark.parametrize(
    ("sheet", "heading", "kind", "field", "typed", "says"),
    [
        ("Judgements", "Score", "judgement", "score", "five", "“five” is not a number from 1 to 4"),
        ("Judgements", "Score", "judgement", "score", 0, "from 1 to 4"),
        ("Judgements", "Agreed on", "judgement", "agreed_on", "31 February 2025", "not a date that exists"),
        ("Strengths", "Good practice to share", "strength", "good_practice", "perhaps", "not yes or no"),
        ("Strengths", "Evidence", "strength", "evidence", "No such title", "no record “No such title”"),
        ("Risks", "Year", "risk", "assessment", "2031-32", "no year “2031-32” in this file"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_place(
    sheet: str, heading: str, kind: str, field: str, typed: object, says: str, edited: Edit
) -> None:
    record = _year().records_of(kind)[0]
    back = edited(lambda book: setattr(_cell(book, sheet, heading, record.id), "value", typed))
    (problem,) = back.problems
    assert says in problem.message
    assert (problem.sheet, problem.column) == (sheet, heading)
    assert (problem.record, problem.id, problem.field) == (kind, record.id, field)
    assert problem.row
    assert problem.describe_with_place.startswith(f"Sheet “{sheet}”, row {problem.row}")


def test_a_link_to_a_deleted_row_is_kept_for_the_merge_to_take_out(edited: Edit) -> None:
    def change(book: Book) -> None:
        sheet: Any = book["Evidence"]
        sheet.delete_rows(_cell(book, "Evidence", "Id", "twin").row)

    back = edited(change)
    assert back.problems == ()
    assert _found(back, "odd")["evidence"] == ("twin", "led-nowhere")
    assert back.sent is not None
    assert "evidence" in back.sent.listed
    assert "twin" not in {record.id for record in back.workbook.all_records()}


def test_a_title_changed_in_its_own_sheet_keeps_the_links_to_it(edited: Edit) -> None:
    back = edited(lambda book: setattr(_cell(book, "Evidence", "Evidence", "twin"), "value", "Another title"))
    assert _found(back, "odd") == next(r for r in WHOLE.all_records() if r.id == "odd")
    assert back.problems == ()


def test_what_was_kept_exactly_gives_way_to_what_is_written_over_it(edited: Edit) -> None:
    def change(book: Book) -> None:
        _cell(book, "Comments", "Written", "comment-0").value = "1/3/2025 9am"
        _cell(book, "Figures", "Value", "figure-care-assessments").value = 0.4
        _cell(book, "Risks", "Evidence", "odd").value = None

    back = edited(change)
    assert _found(back, "comment-0")["written_at"] == "2025-03-01T09:00:00"
    assert _found(back, "figure-care-assessments")["value"] == 0.4
    assert _found(back, "odd")["evidence"] is None


def test_missing_sheets_are_records_not_sent(edited: Edit) -> None:
    def change(book: Book) -> None:
        for name in ("Comments", "Contacts", "Summary", "_lists"):
            book.remove(book[name])

    back = edited(change)
    assert [a.records_of("comment") + a.records_of("contact") for a in back.workbook.assessments] == [(), ()]
    assert back.workbook.assessments[-1].records_of("strength") == _year().records_of("strength")


def _text(path: Path) -> None:
    path.write_text("Judgement,Score\nEquity,2\n")


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(5000))


def _old(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def _another(path: Path) -> None:
    Book().save(path)


def _claimed(path: Path) -> None:
    book = Book()
    book.create_sheet("_selfassess").append(["format", 1, "something else"])
    book.save(path)


def _archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


def _swollen(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_text, "not a whole spreadsheet"),
        (_nothing, "is empty"),
        (_noise, "not a whole spreadsheet"),
        (_old, "not a whole spreadsheet"),
        (_another, "is not a whole Excel export of a self-assessment workbook: it has no sheet “_selfassess”"),
        (_claimed, "is not ours"),
        (_archive, "damaged or cut off"),
        (_swollen, "far larger than it seems"),
        (_folder, "is a folder"),
    ],
)
def test_what_is_not_our_file_is_refused_in_a_sentence(make: Callable[[Path], None], says: str, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    make(path)
    with pytest.raises(FileError, match=says) as refused:
        excel.read_excel_export(path)
    assert "sent.xlsx" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        excel.read_excel_export(tmp_path / "gone.xlsx")


def test_a_file_cut_anywhere_is_refused(export: Path, tmp_path: Path) -> None:
    whole = export.read_bytes()
    path = tmp_path / "cut.xlsx"
    for part in (0.1, 0.5, 0.9, 0.999):
        path.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(FileError, match=r"cut\.xlsx"):
            excel.read_excel_export(path)


def test_a_file_with_bytes_changed_is_refused_or_read_and_never_crashes(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "spoilt.xlsx"
    chance = random.Random(7)
    refused = 0
    for _ in range(40):
        data = bytearray(export.read_bytes())
        for _ in range(8):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            excel.read_excel_export(path)
        except FileError:
            refused += 1
    assert refused > 20


def _replaced(export: Path, path: Path, part: str, old: bytes, new: bytes) -> None:
    shutil.copy(export, path)
    with zipfile.ZipFile(export) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(name, data)


def test_entities_are_neither_expanded_nor_fetched(export: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    path = tmp_path / "entity.xlsx"
    doctype = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet'.encode()
    _replaced(export, path, "xl/worksheets/sheet12.xml", b"<worksheet", doctype)
    with pytest.raises(FileError, match="definitions that no spreadsheet has"):
        excel.read_excel_export(path)


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("version", "2", "newer version"),
        ("catalogue", "99", "newer version"),
        ("assessments", "[{", "has been changed or is cut off"),
        ("framework 1", "{}", "has been changed or is cut off"),
        ("columns", "[]", "has been changed or is cut off"),
    ],
)
def test_a_hidden_sheet_that_is_newer_or_spoilt_is_refused(key: str, text: str, says: str, edited: Edit) -> None:
    def change(book: Book) -> None:
        sheet: Any = book["_selfassess"]
        for row in sheet.iter_rows():
            if row[0].value == key:
                row[2].value = text if row[1].value == 1 else None

    with pytest.raises(FileError, match=says):
        edited(change)


def test_a_workbook_value_says_where_it_came_from(edited: Edit) -> None:
    back: Workbook = edited(lambda book: None).workbook
    assert (back.id, back.journal, back.journal_position) == (WHOLE.id, (), "entry-7")
