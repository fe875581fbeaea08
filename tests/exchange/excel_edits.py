"""What people do to an export, done with openpyxl, and the workbook it is done to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.catalogue import KINDS_OF_ASSESSMENT, blank_record
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from tests.making import changed, empty_assessment, filled, workbook

OUTLINE = Outline(
    council="A council", title="T", year="2024-25", status="Draft", draft=True, readers="full", facts=(), sections=()
)


def _year(label: str) -> Assessment:
    """A year with something of everything, little of what every year has anyway, and four more risks."""
    year = filled(empty_assessment(label))
    few = {"return_answer": year.records_of("return_answer")[:2], "section": year.records_of("section")[:2]}
    (evidence,), (first,) = year.records_of("evidence"), year.records_of("risk")
    risks = [
        blank_record("risk", f"risk-{n}-{label}", n, year.id, quality_statement="equity", title=f"Risk {n}",
        status="open",
              owner="A. Person", likelihood=n % 5 + 1, severity=2, review_on="2025-02-28", evidence=(evidence.id,))
        for n in range(1, 17)
    ]  # fmt: skip
    return replace(year, records={**year.records, **few, "risk": (first, *risks)})


def _whole() -> Workbook:
    before, year = _year("2023-24"), _year("2024-25")
    (earlier,), (improvement,) = before.records_of("improvement"), year.records_of("improvement")
    year = changed(year, improvement, carried_from=earlier.id, not_reviewed=True)
    (strength,) = year.records_of("strength")
    year = changed(year, strength, impact="A long text. " * 4000)
    return replace(workbook(before, year), journal_position="entry-7")


WHOLE = _whole()
BEFORE, YEAR = WHOLE.assessments
RISK = "risk-2-2024-25"
EVERY = {kind.key: frozenset(kind.by_key) for kind in KINDS_OF_ASSESSMENT}


def id_of(kind: str) -> str:
    return YEAR.records_of(kind)[0].id


def _column(book: Book, sheet: str, heading: str) -> int:
    return [cell.value for cell in book[sheet][1]].index(heading) + 1


def _cell(book: Book, sheet: str, heading: str, row: str | int) -> Any:
    """The cell under a heading, in the row of a record or with a number."""
    ids = [cell.value for cell in book[sheet][get_column_letter(_column(book, sheet, "Id"))]]
    return book[sheet].cell(row if isinstance(row, int) else ids.index(row) + 1, _column(book, sheet, heading))


def put(sheet: str, heading: str, row: str, value: object, *, style: str = "General") -> Callable[[Book], None]:
    def do(book: Book) -> None:
        cell = _cell(book, sheet, heading, row)
        cell.value, cell.number_format = value, style
        if isinstance(value, str) and not value.startswith("="):
            cell.data_type = "s"

    return do


def plainly(sheet: str, do: Callable[[Any], object]) -> Callable[[Book], None]:
    """Something done to a sheet whose table was made a plain range first, since openpyxl does not move tables along."""

    def change(book: Book) -> None:
        plain: Any = book[sheet]
        plain.tables.clear()
        do(plain)

    return change


def in_turn(*steps: Callable[[Book], None]) -> Callable[[Book], None]:
    def do(book: Book) -> None:
        for step in steps:
            step(book)

    return do


def _rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _rewrite(sheet: Any, rows: list[list[Any]]) -> None:
    sheet.delete_rows(1, sheet.max_row)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"


def sort_by_title(sheet: Any) -> None:
    rows = _rows(sheet)
    place = rows[0].index("Risk")
    _rewrite(sheet, [rows[0], *sorted(rows[1:], key=lambda row: str(row[place]), reverse=True)])


def filter_rows(book: Book) -> None:
    sheet: Any = book["Risks"]
    for table in sheet.tables.values():
        table.autoFilter.add_filter_column(1, ["Equity"])
    for number in range(3, 6):
        sheet.row_dimensions[number].hidden = True


def reverse_columns(sheet: Any) -> None:
    _rewrite(sheet, [row[::-1] for row in _rows(sheet)])


def delete_columns(*names: str) -> Callable[[Any], None]:
    def do(sheet: Any) -> None:
        for name in names:
            sheet.delete_cols([cell.value for cell in sheet[1]].index(name) + 1)

    return do


def own_column(sheet: Any) -> None:
    sheet.insert_cols(2)
    for number, row in enumerate(sheet.iter_rows(), 1):
        row[1].value = "Notes from the meeting" if number == 1 else "to be checked"


def hide_columns(book: Book) -> None:
    sheet: Any = book["Risks"]
    for letter in ("B", "C", "D"):
        sheet.column_dimensions[letter].hidden = True
    sheet.column_dimensions[get_column_letter(_column(book, "Risks", "Id"))].hidden = False


def headings(change: Callable[[str], str]) -> Callable[[Any], None]:
    def do(sheet: Any) -> None:
        for cell in sheet[1]:
            cell.value = change(cell.value)

    return do


def heading_was(was: str, now: str) -> Callable[[Any], None]:
    return headings(lambda heading: now if heading == was else heading)


def without(*names: str) -> Callable[[Book], None]:
    def do(book: Book) -> None:
        for name in names:
            book.remove(book[name])

    return do


def rename(was: str, now: str) -> Callable[[Book], None]:
    return lambda book: setattr(book[was], "title", now)


def reorder_sheets(book: Book) -> None:
    book.move_sheet("_selfassess", -len(book.sheetnames) + 1)
    book.move_sheet("Risks", 5)
    extra: Any = book.create_sheet("Our own sheet", 0)
    extra.append(["Risk", "Owner", "Status"])
    extra.append(["A risk of our own", "B. Person", "Open"])


def copy_sheet(book: Book) -> None:
    copy: Any = book.copy_worksheet(book["Risks"])
    copy.title = "Risks (2)"


def rows_above(sheet: Any) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Risks of the council, as of the meeting of 3 March"
    sheet["B2"] = "Owner"


def delete_row(sheet: str, id: str) -> Callable[[Book], None]:
    return lambda book: plainly(sheet, lambda s: s.delete_rows(_cell(book, sheet, "Id", id).row))(book)


def clear_row(sheet: str, id: str) -> Callable[[Book], None]:
    def do(book: Book) -> None:
        row = _cell(book, sheet, "Id", id).row
        for cell in book[sheet][row]:
            if not book[sheet].column_dimensions[cell.column_letter].hidden:
                cell.value = None

    return do


def new_row(book: Book) -> None:
    sheet: Any = book["Risks"]
    row = sheet.max_row + 3
    for heading, value in (
        ("Risk", "A new risk"),
        ("Quality statement", "safe systems "),
        ("Status", " open"),
        ("Likelihood", "4 - likely"),
        ("Evidence", "Evidence title text"),
    ):
        _cell(book, "Risks", heading, row).value = value


def copy_row(book: Book) -> None:
    sheet: Any = book["Risks"]
    row = _cell(book, "Risks", "Id", RISK).row
    sheet.append([cell.value for cell in sheet[row]])


def empty_ids(book: Book) -> None:
    for heading in ("Id", "Position", "Exact values"):
        for id in (RISK,):
            _cell(book, "Risks", heading, _row(book, id)).value = None


def _row(book: Book, id: str) -> int:
    title = next(r for r in YEAR.records_of("risk") if r.id == id)["title"]
    places = _rows(book["Risks"])
    return next(
        n for n, row in enumerate(places, 1) if title in row and row[_column(book, "Risks", "Year") - 1] == YEAR.label
    )


def merge_cells(book: Book) -> None:
    sheet: Any = book["Risks"]
    row, letter = _row(book, RISK), get_column_letter(_column(book, "Risks", "Owner"))
    sheet.tables.clear()
    sheet.merge_cells(f"{letter}{row}:{letter}{row + 1}")


def paint(book: Book) -> None:
    for row in book["Risks"].iter_rows():
        for cell in row:
            cell.fill, cell.font = PatternFill("solid", fgColor="FFFF00"), Font(bold=True, color="FF0000")
    book["Risks"].row_dimensions[2].height = 90
    book["Risks"].freeze_panes = None


def pin_comment(book: Book) -> None:
    _cell(book, "Risks", "Owner", RISK).comment = Comment("Is this still right?", "B. Person")


def drag_year_down(book: Book) -> None:
    """A year that somebody dragged down far below the last row."""
    sheet: Any = book["Risks"]
    place = next(cell.column for cell in sheet[1] if cell.value == "Year")
    for number in range(sheet.max_row + 1, 3000):
        sheet.cell(number, place, YEAR.label)


def link_by_title(book: Book) -> None:
    cell = _cell(book, "Actions", "Addresses", id_of("action"))
    cell.value = f"{cell.value}\nrisk 2 "
