"""Our Excel back, as people and programs send it: known as ours, its rows by whose they are, nothing lost unsaid."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.merging.three_way import Outcome
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange import excel
from selfassess.services.exporting import export
from selfassess.services.importing import file_kinds, plan_import, plan_merge
from selfassess.services.importing.read_source import read_source
from selfassess.services.importing.reading_page_edits import find_edits_on_pages
from selfassess.services.workbook import opening, snapshot
from tests.exchange.excel_making import saved_by_libreoffice
from tests.making import session
from tests.services.excel_returns import (
    as_binary,
    as_strict,
    brought,
    changed,
    column,
    every_text,
    insert_copy_above,
    moved_to_new_book,
    sent,
    sort_shown,
    told,
    without_hidden_sheet,
)
from tests.services.merging_making import Sheets

TOOL = "Approve the prioritisation tool"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returns")
    opening.write_demo_workbook(folder / "council.sawb", author="Ada")
    export.export_workbook(folder / "council.sawb", folder / "export.xlsx")
    return folder


@pytest.fixture
def council(made: Path) -> Path:
    return made / "council.sawb"


@pytest.fixture
def sheets(made: Path, tmp_path: Path) -> Sheets:
    shutil.copy(made / "export.xlsx", tmp_path / "back.xlsx")
    return Sheets(tmp_path / "back.xlsx")


def _set_owner(sheets: Sheets, title: str, owner: str) -> None:
    sheet = sheets.sheet("Actions")
    names = column(sheet, "Action")
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, names).value == title)
    sheet.cell(row, column(sheet, "Owner")).value = owner


def _only_owner_changed(council: Path, source: Path) -> None:
    found = sent(council, source)
    assert changed(found) == {TOOL: {"owner": "Ann Other team"}}
    assert not found.merge.all_conflicts
    assert not found.merge.differences_with(Outcome.NEW)
    assert not found.merge.differences_with(Outcome.REMOVED)


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_cell_that_shows_an_error_in_another_format_empties_nothing(
    council: Path, sheets: Sheets, ending: str
) -> None:
    sheet = sheets.sheet("Actions")
    place = column(sheet, "Owner")
    sheet.cell(3, place).value = "=1/0"
    found = sent(council, saved_by_libreoffice([sheets.save()], ending) / f"back.{ending}")
    assert not found.merge.differences
    assert ("Actions", 3, "Owner") in {(each.sheet, each.row, each.column) for each in found.problems}


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_an_export_saved_in_another_format_comes_back_like_an_xlsx(council: Path, sheets: Sheets, ending: str) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    folder = saved_by_libreoffice([sheets.save()], ending)
    _only_owner_changed(council, folder / f"back.{ending}")


def test_an_export_saved_as_strict_open_xml_comes_back(council: Path, sheets: Sheets, tmp_path: Path) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    source = as_strict(sheets.save(), tmp_path / "strict.xlsx")
    _only_owner_changed(council, source)
    assert "strict.xlsx is saved as “Strict Open XML Spreadsheet” and not as “Excel Workbook (.xlsx)”" in told(
        sent(council, source)
    )


def test_an_export_saved_as_a_binary_workbook_comes_back(council: Path, sheets: Sheets, tmp_path: Path) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    source = as_binary(sheets.save(), tmp_path / "back.xlsb")
    _only_owner_changed(council, source)
    assert "saved as “Excel Binary Workbook (.xlsb)”" in told(sent(council, source))


def test_a_sheet_of_an_export_in_a_binary_workbook_is_known_by_its_ids(
    council: Path, sheets: Sheets, tmp_path: Path
) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    one = moved_to_new_book(sheets.save(), tmp_path / "one.xlsx", "Actions")
    source = as_binary(one, tmp_path / "one.xlsb")
    _only_owner_changed(council, source)
    with pytest.raises(CancelledError):
        file_kinds.recognize_source(source, cancelled=lambda: True)


def test_an_export_whose_hidden_sheet_was_deleted_is_known_by_its_ids(council: Path, sheets: Sheets) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    source = without_hidden_sheet(sheets)
    _only_owner_changed(council, source)
    assert "“_selfassess” is not there" in told(sent(council, source))


def test_a_sheet_moved_to_a_new_book_is_known_by_its_ids(council: Path, sheets: Sheets, tmp_path: Path) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    _only_owner_changed(council, moved_to_new_book(sheets.save(), tmp_path / "one.xlsx", "Actions"))


def test_what_a_field_said_before_is_no_change_of_a_file_without_its_position(
    made: Path, tmp_path: Path, sheets: Sheets
) -> None:
    mine = tmp_path / "council.sawb"
    shutil.copy(made / "council.sawb", mine)
    shutil.copy(made / "export.xlsx", tmp_path / "first.xlsx")
    renamed = Sheets(tmp_path / "first.xlsx")
    _set_owner(renamed, TOOL, "Somebody new here")
    prepared = sent(mine, renamed.save())
    opened = session(mine)
    plan_merge.apply_merge(opened, prepared, Decisions())
    opened.close()
    assert not sent(mine, without_hidden_sheet(sheets)).merge.differences


def test_rows_of_another_workbook_without_its_hidden_sheet_are_refused_in_one_sentence(
    sheets: Sheets, tmp_path: Path
) -> None:
    opening.write_demo_workbook(tmp_path / "other.sawb", author="Ada")
    source = without_hidden_sheet(sheets)
    with pytest.raises(FileError, match="Import it into the workbook that it came from"):
        read_source(source)
    for row in sheets.book.worksheets:
        for cell in row[1]:
            if cell.value == "Id":
                for r in range(2, row.max_row + 1):
                    id = row.cell(r, cell.column)
                    id.value = re.sub(r"[0-9a-f]", "7", str(id.value)) if id.value else None
    source = sheets.save()
    there = snapshot.read_snapshot(tmp_path / "other.sawb", journal=True)
    with pytest.raises(FileError, match="rows of another workbook"):
        plan_import.plan_file(there, source)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("Actions", "Owner"),
        ("Actions", "Action"),
        ("Risks", "Controls"),
        ("Strengths", "Strength"),
        ("Improvements", "Cause"),
        ("Evidence", "Evidence category"),
        ("Judgements", "Score"),
        ("Measures", "Measure"),
    ],
)
def test_shown_cells_sorted_without_the_hidden_ones_change_nothing(
    council: Path, sheets: Sheets, name: str, by: str
) -> None:
    sort_shown(sheets.sheet(name), by)
    found = sent(council, sheets.save())
    assert not found.merge.differences
    assert f"Sheet “{name}”" in told(found)


def test_rows_sorted_by_themselves_with_an_edit_keep_the_edit_and_links_to_them(council: Path, sheets: Sheets) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    sort_shown(sheets.sheet("Actions"), "Outcome for people")
    sort_shown(sheets.sheet("Improvements"), "Area for improvement")
    _only_owner_changed(council, sheets.save())


def test_a_row_that_fits_no_record_after_sorting_is_named_and_its_record_stays(council: Path, sheets: Sheets) -> None:
    sheet = sheets.sheet("Actions")
    sort_shown(sheet, "Outcome for people")
    for r in (5, 9):
        for heading in ("Action", "What will be done", "Outcome for people", "Owner", "Progress", "Due on"):
            cell = sheet.cell(r, column(sheet, heading))
            cell.value = f"Quite another {heading} {r}" if isinstance(cell.value, str) else None
    found = sent(council, sheets.save())
    assert not found.merge.differences_with(Outcome.REMOVED)
    assert sorted(map(str, brought(found, Outcome.NEW))) == ["Quite another Action 5", "Quite another Action 9"]
    assert "what it says fits no record" in told(found)


@pytest.mark.parametrize("row", [2, 7, 24])
def test_of_two_rows_with_one_id_the_unchanged_one_is_the_record(council: Path, sheets: Sheets, row: int) -> None:
    sheet = sheets.sheet("Actions")
    title = sheet.cell(row, column(sheet, "Action")).value
    insert_copy_above(sheet, row, {"Action": "Train all assessors", "Owner": "Head of practice"})
    found = sent(council, sheets.save())
    assert brought(found, Outcome.NEW) == ["Train all assessors"]
    assert not found.merge.differences_with(Outcome.CHANGED)
    assert title not in brought(found, Outcome.REMOVED)
    assert "Two rows have the id of this record" in told(found)


def test_rows_whose_ids_were_cleared_are_found_by_what_they_say(council: Path, sheets: Sheets) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    sheet = sheets.sheet("Actions")
    for r in range(2, sheet.max_row + 1):
        sheet.cell(r, column(sheet, "Id")).value = None
    _only_owner_changed(council, sheets.save())


@pytest.mark.parametrize(
    "written", ["3-4", "2 - 3", "3–4", "3/4", "1 or 2", "3 (was 2)", "2 → 3", "3+", "3?", "3 - maybe 4", "2 to 3"]
)
def test_a_range_is_no_score(council: Path, sheets: Sheets, written: str) -> None:
    sheet = sheets.sheet("Judgements")
    sheet.cell(15, column(sheet, "Score")).value = written
    risks = sheets.sheet("Risks")
    risks.cell(3, column(risks, "Likelihood")).value = written
    found = sent(council, sheets.save())
    assert not found.merge.differences
    places = {(p.sheet, p.row, p.column) for p in found.problems}
    assert {("Judgements", 15, "Score"), ("Risks", 3, "Likelihood")} <= places


@pytest.mark.parametrize(
    ("sheet", "row", "place", "value"),
    [
        ("Summary", 6, "A", "New summary text typed here"),
        ("Learning", 30, "A", "Typed beside everything"),
        ("Equity", 9, "E", "Agreed"),
    ],
)
def test_an_edit_on_a_sheet_to_read_is_told_by_sheet_and_cell(
    council: Path, sheets: Sheets, sheet: str, row: int, place: str, value: str
) -> None:
    assert not sent(council, sheets.path).problems
    page = sheets.sheet(sheet)
    while type(page[f"{place}{row}"]).__name__ == "MergedCell":
        row += 1
    page[f"{place}{row}"].value = value
    found = sent(council, sheets.save())
    assert not found.merge.differences
    (problem,) = [each for each in found.problems if value in each.message]
    assert (problem.sheet, problem.row, problem.column) == (sheet, row, place)


def test_sheets_to_read_that_were_not_drawn_anew_say_nothing_where_a_register_was_edited(
    council: Path, sheets: Sheets
) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    sheets.sheet("Summary")["A6"].value = "Typed here"
    found = sent(council, sheets.save())
    assert [(each.sheet, each.row) for each in found.problems] == [("Summary", 6)]


def test_a_sheet_that_is_none_of_ours_is_named(council: Path, sheets: Sheets) -> None:
    sheets.book.create_sheet("My notes")["A1"] = "Ring the team"
    assert "The sheet “My notes” is not one of an export, so it was not read." in told(sent(council, sheets.save()))


@pytest.mark.parametrize(
    ("written", "status"),
    [("Done", "complete"), ("Completed", "complete"), ("On track", "in_progress"), ("closed", "complete"),
     ("Not yet started", "not_started"), ("Withdrawn", "cancelled")],
)  # fmt: skip
def test_a_status_is_known_by_the_words_that_other_peoples_sheets_use(
    council: Path, sheets: Sheets, written: str, status: str
) -> None:
    sheet = sheets.sheet("Actions")
    rows = range(2, sheet.max_row + 1)
    for r in rows:
        sheet.cell(r, column(sheet, "Status")).value = written
    found = sent(council, sheets.save())
    assert {fields["status"] for fields in changed(found).values()} == {status}
    assert not found.problems


@pytest.mark.parametrize(
    "written", ["2024/25", "FY 2024-25", "' 2024-25 '", "2024-2025", "24/25", "2024–25", "Year 2024/25", "2024 to 2025"]
)
def test_a_year_is_known_however_it_is_written(council: Path, sheets: Sheets, written: str) -> None:
    _set_owner(sheets, TOOL, "Ann Other team")
    sheet = sheets.sheet("Actions")
    for r in range(2, sheet.max_row + 1):
        sheet.cell(r, column(sheet, "Year")).value = written
    _only_owner_changed(council, sheets.save())


@pytest.mark.parametrize(
    ("below", "cells"),
    [
        (1, {"Action": "Total", "What will be done": "23 actions"}),
        (2, {"Action": "Total", "What will be done": "23 actions"}),
        (1, {"Year": "Total", "Priority": 23}),
        (1, {"Owner": 7, "Priority": 23}),
        (2, {"Year": "Notes: amended by JS 12/11"}),
        (3, {"Action": "Please return to the quality team by Friday."}),
        (1, {"Quality statement": "* dates still to be confirmed"}),
    ],
)
def test_totals_and_remarks_below_a_table_are_no_records_and_are_told(
    council: Path, sheets: Sheets, below: int, cells: dict[str, object]
) -> None:
    sheet = sheets.sheet("Actions")
    row = sheet.max_row + below
    for heading, value in cells.items():
        sheet.cell(row, column(sheet, heading)).value = value  # type: ignore[assignment]
    found = sent(council, sheets.save())
    assert not found.merge.differences
    assert f"Sheet “Actions”, row {row}:" in told(found)


def test_a_new_row_right_below_the_table_is_a_record(council: Path, sheets: Sheets) -> None:
    sheets.add("Actions", Action="Total redesign of the front door", Owner="Head of practice")
    sheets.add("Actions", Action="Train all assessors")
    found = sent(council, sheets.save())
    assert brought(found, Outcome.NEW) == ["Total redesign of the front door", "Train all assessors"]


def test_texts_that_a_program_cut_at_255_are_kept_whole_and_told(council: Path, sheets: Sheets) -> None:
    every_text(sheets, lambda text: text[:255])
    found = sent(council, sheets.save())
    assert not found.merge.differences
    cut = [each for each in found.problems if "ends after 255 characters" in each.message]
    assert {each.sheet for each in cut} >= {"Judgements", "Sections"}
    assert all(each.row and each.column for each in cut)


def test_none_that_a_tool_read_as_an_empty_cell_stays(council: Path, sheets: Sheets) -> None:
    every_text(sheets, lambda text: "" if text in ("None", "N/A", "nan") else text)
    found = sent(council, sheets.save())
    assert not found.merge.differences
    assert "that said “None” came back empty" in told(found)


def test_nan_that_a_tool_wrote_into_empty_cells_counts_as_empty(council: Path, sheets: Sheets) -> None:
    sheet = sheets.sheet("Actions")
    place = column(sheet, "Progress")
    empty = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, place).value is None]
    for r in empty:
        sheet.cell(r, place).value = "nan"
    found = sent(council, sheets.save())
    assert not found.merge.differences
    assert f"“nan” in {len(empty)} cells counts as empty" in told(found)


def test_whose_the_wording_is_below_each_statement_as_earlier_versions_wrote_it_is_no_edit(
    council: Path, sheets: Sheets
) -> None:
    said = str(snapshot.read_snapshot(council).current.framework.wording.attribution)
    for name in ("Healthier lives", "Partnerships", "Learning"):
        sheet = sheets.sheet(name)
        sheet.insert_rows(5)
        sheet.cell(5, 1).value = said
    sheets.sheet("Partnerships").cell(5, 2).value = "Our own remark"
    found = sent(council, sheets.save())
    assert [(each.sheet, each.row, each.column) for each in found.problems] == [("Partnerships", 5, "B")]


def test_of_a_former_export_whose_pages_were_drawn_otherwise_only_the_edit_is_told(tmp_path: Path) -> None:
    former = Path(__file__).parents[1] / "exchange" / "former-columns.xlsx"
    shutil.copy(former, tmp_path / "edited.xlsx")
    sheets = Sheets(tmp_path / "edited.xlsx")
    sheets.sheet("Equity")["A39"] = "Somebody wrote this here."
    sheets.save()
    told = list(
        find_edits_on_pages(
            excel.read_excel_export(former).workbook, excel.read_excel_export(tmp_path / "edited.xlsx"), None
        )
    )
    assert [(each.sheet, each.row, each.column) for each in told] == [("Equity", 39, "A")]
