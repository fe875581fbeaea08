"""The deformation table: what people and programs do to our sheets, and what must come out of it.

Each row is one thing that somebody does. It is done with openpyxl to one export and read back as openpyxl saved it, and
again as LibreOffice saved that. Whatever a row does not name has to come back exactly as it was.
"""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook as Book

from selfassess.domain.blocks import Outline
from selfassess.domain.fields import Value
from selfassess.domain.incoming import Incoming
from selfassess.domain.records import KINDS_OF_ASSESSMENT, Record, blank
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.exchange import excel
from selfassess.exchange.excel.registers import REGISTERS
from tests.exchange.excel_making import opened, saved_by_libreoffice
from tests.making import changed, empty_assessment, filled, workbook

_OUTLINE = Outline(
    council="A council", title="T", year="2024-25", status="Draft", draft=True, audience="full", facts=(), sections=()
)


def _year(label: str) -> Assessment:
    """A year with something of everything, little of what every year has anyway, and four more risks."""
    year = filled(empty_assessment(label))
    few = {"return_answer": year.of("return_answer")[:2], "section": year.of("section")[:2]}
    (evidence,), (first,) = year.of("evidence"), year.of("risk")
    risks = [
        blank("risk", f"risk-{n}-{label}", n, year.id, quality_statement="equity", title=f"Risk {n}", status="open",
              owner="A. Person", likelihood=n % 5 + 1, severity=2, review_on="2025-02-28", evidence=(evidence.id,))
        for n in range(1, 17)
    ]  # fmt: skip
    return replace(year, records={**year.records, **few, "risk": (first, *risks)})


def _whole() -> Workbook:
    before, year = _year("2023-24"), _year("2024-25")
    (earlier,), (improvement,) = before.of("improvement"), year.of("improvement")
    year = changed(year, improvement, carried_from=earlier.id, not_reviewed=True)
    (strength,) = year.of("strength")
    year = changed(year, strength, impact="A long text. " * 4000)
    return replace(workbook(before, year), journal_position="entry-7")


WHOLE = _whole()
BEFORE, YEAR = WHOLE.assessments
RISK = "risk-2-2024-25"
EVERY = {kind.key: frozenset(kind.by_key) for kind in KINDS_OF_ASSESSMENT}


def _id(kind: str) -> str:
    return YEAR.of(kind)[0].id


@dataclass(frozen=True, kw_only=True)
class Deformation:
    """What somebody does, and how what comes back differs from what was exported."""

    name: str
    do: Callable[[Book], None]
    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    """(Record id, field) -> its value now."""
    gone: frozenset[str] = frozenset()
    new: tuple[Mapping[str, Value], ...] = ()
    """What the records without an id say, in order."""
    unsent: Mapping[str, Iterable[str] | None] = field(default_factory=dict)
    """Record kind -> the fields that were not sent; None for all of it."""
    unlisted: frozenset[str] = frozenset()
    unread: frozenset[tuple[str, str | None]] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    savers: tuple[str, ...] = ("openpyxl", "libreoffice")
    alone: bool = True
    """Whether LibreOffice is given it in a file of its own; else with others that touch other records."""

    @property
    def records(self) -> set[str]:
        """The records it touches."""
        return {id for id, _ in (*self.values, *self.unread)}


# --- what is done to a book ------------------------------------------------------------------------------------------


def _column(book: Book, sheet: str, heading: str) -> int:
    return [cell.value for cell in book[sheet][1]].index(heading) + 1


def _cell(book: Book, sheet: str, heading: str, row: str | int) -> Any:
    """The cell under a heading, in the row of a record or with a number."""
    ids = [cell.value for cell in book[sheet][get_column_letter(_column(book, sheet, "Id"))]]
    return book[sheet].cell(row if isinstance(row, int) else ids.index(row) + 1, _column(book, sheet, heading))


def _put(sheet: str, heading: str, row: str, value: object, *, style: str = "General") -> Callable[[Book], None]:
    def do(book: Book) -> None:
        cell = _cell(book, sheet, heading, row)
        cell.value, cell.number_format = value, style
        if isinstance(value, str) and not value.startswith("="):
            cell.data_type = "s"

    return do


def _with(sheet: str, do: Callable[[Any], object]) -> Callable[[Book], None]:
    """Something done to a sheet whose table was made a plain range first, since openpyxl does not move tables along."""

    def change(book: Book) -> None:
        plain: Any = book[sheet]
        plain.tables.clear()
        do(plain)

    return change


def _all(*steps: Callable[[Book], None]) -> Callable[[Book], None]:
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


def _sort_by_title(sheet: Any) -> None:
    rows = _rows(sheet)
    place = rows[0].index("Risk")
    _rewrite(sheet, [rows[0], *sorted(rows[1:], key=lambda row: str(row[place]), reverse=True)])


def _filter(book: Book) -> None:
    sheet: Any = book["Risks"]
    for table in sheet.tables.values():
        table.autoFilter.add_filter_column(1, ["Equity"])
    for number in range(3, 6):
        sheet.row_dimensions[number].hidden = True


def _reverse_columns(sheet: Any) -> None:
    _rewrite(sheet, [row[::-1] for row in _rows(sheet)])


def _delete_columns(*names: str) -> Callable[[Any], None]:
    def do(sheet: Any) -> None:
        for name in names:
            sheet.delete_cols([cell.value for cell in sheet[1]].index(name) + 1)

    return do


def _own_column(sheet: Any) -> None:
    sheet.insert_cols(2)
    for number, row in enumerate(sheet.iter_rows(), 1):
        row[1].value = "Notes from the meeting" if number == 1 else "to be checked"


def _hide(book: Book) -> None:
    sheet: Any = book["Risks"]
    for letter in ("B", "C", "D"):
        sheet.column_dimensions[letter].hidden = True
    sheet.column_dimensions[get_column_letter(_column(book, "Risks", "Id"))].hidden = False


def _headings(change: Callable[[str], str]) -> Callable[[Any], None]:
    def do(sheet: Any) -> None:
        for cell in sheet[1]:
            cell.value = change(cell.value)

    return do


def _heading(was: str, now: str) -> Callable[[Any], None]:
    return _headings(lambda heading: now if heading == was else heading)


def _without(*names: str) -> Callable[[Book], None]:
    def do(book: Book) -> None:
        for name in names:
            book.remove(book[name])

    return do


def _rename(was: str, now: str) -> Callable[[Book], None]:
    return lambda book: setattr(book[was], "title", now)


def _reorder(book: Book) -> None:
    book.move_sheet("_selfassess", -len(book.sheetnames) + 1)
    book.move_sheet("Risks", 5)
    extra: Any = book.create_sheet("Our own sheet", 0)
    extra.append(["Risk", "Owner", "Status"])
    extra.append(["A risk of our own", "B. Person", "Open"])


def _copy_sheet(book: Book) -> None:
    copy: Any = book.copy_worksheet(book["Risks"])
    copy.title = "Risks (2)"


def _above(sheet: Any) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Risks of the council, as of the meeting of 3 March"
    sheet["B2"] = "Owner"


def _delete_row(sheet: str, id: str) -> Callable[[Book], None]:
    return lambda book: _with(sheet, lambda s: s.delete_rows(_cell(book, sheet, "Id", id).row))(book)


def _clear_row(sheet: str, id: str) -> Callable[[Book], None]:
    def do(book: Book) -> None:
        row = _cell(book, sheet, "Id", id).row
        for cell in book[sheet][row]:
            if not book[sheet].column_dimensions[cell.column_letter].hidden:
                cell.value = None

    return do


def _new_row(book: Book) -> None:
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


def _copy_row(book: Book) -> None:
    sheet: Any = book["Risks"]
    row = _cell(book, "Risks", "Id", RISK).row
    sheet.append([cell.value for cell in sheet[row]])


def _empty_ids(book: Book) -> None:
    for heading in ("Id", "Position", "Exact values"):
        for id in (RISK,):
            _cell(book, "Risks", heading, _row(book, id)).value = None


def _row(book: Book, id: str) -> int:
    title = next(r for r in YEAR.of("risk") if r.id == id)["title"]
    places = _rows(book["Risks"])
    return next(
        n for n, row in enumerate(places, 1) if title in row and row[_column(book, "Risks", "Year") - 1] == YEAR.label
    )


def _merge(book: Book) -> None:
    sheet: Any = book["Risks"]
    row, letter = _row(book, RISK), get_column_letter(_column(book, "Risks", "Owner"))
    sheet.tables.clear()
    sheet.merge_cells(f"{letter}{row}:{letter}{row + 1}")


def _paint(book: Book) -> None:
    for row in book["Risks"].iter_rows():
        for cell in row:
            cell.fill, cell.font = PatternFill("solid", fgColor="FFFF00"), Font(bold=True, color="FF0000")
    book["Risks"].row_dimensions[2].height = 90
    book["Risks"].freeze_panes = None


def _comment(book: Book) -> None:
    _cell(book, "Risks", "Owner", RISK).comment = Comment("Is this still right?", "B. Person")


def _down_to_the_end(book: Book) -> None:
    """A year that somebody dragged down far below the last row."""
    sheet: Any = book["Risks"]
    for number in range(sheet.max_row + 1, 3000):
        sheet.cell(number, 1, YEAR.label)


def _link(book: Book) -> None:
    cell = _cell(book, "Actions", "Addresses", _id("action"))
    cell.value = f"{cell.value}\nrisk 2 "


# --- the table -------------------------------------------------------------------------------------------------------


def _risk(value: Value, key: str = "title", id: str = RISK) -> dict[tuple[str, str], Value]:
    return {(id, key): value}


_NEXT = itertools.cycle(f"risk-{n}-2024-25" for n in range(5, 17))
"""The risks that single cells are typed into, by turns, so that many can be in one file."""


def _typed(name: str, heading: str, key: str, typed: object, value: Value, style: str = "General") -> Deformation:
    id = next(_NEXT)
    do = _put("Risks", heading, id, typed, style=style)
    return Deformation(name=name, do=do, values={(id, key): value}, alone=False)


def _refused(name: str, heading: str, key: str, typed: object, problem: str) -> Deformation:
    id = next(_NEXT)
    do = _put("Risks", heading, id, typed)
    return Deformation(name=name, do=do, unread=frozenset({(id, key)}), problems=(problem,), alone=False)


_RISK_IDS = tuple(r.id for a in WHOLE.assessments for r in a.of("risk"))
_RISKS_SAY = tuple(
    {"title": r["title"], "quality_statement": "equity"} for a in WHOLE.assessments for r in a.of("risk")
)
_DAY = datetime(2026, 3, 4)

TABLE = [
    Deformation(name="nothing at all", do=lambda book: None),
    # rows
    Deformation(
        name="a row added below, after some empty ones",
        do=_new_row,
        new=(
            {
                "title": "A new risk",
                "quality_statement": "safe-systems",
                "status": "open",
                "likelihood": 4,
                "evidence": (_id("evidence"),),
            },
        ),
    ),
    Deformation(name="a row deleted", do=_delete_row("Risks", RISK), gone=frozenset({RISK})),
    Deformation(
        name="a row that others link to deleted",
        do=_delete_row("Evidence", _id("evidence")),
        gone=frozenset({_id("evidence")}),
    ),
    Deformation(
        name="a row emptied instead of deleted",
        do=_clear_row("Risks", RISK),
        gone=frozenset({RISK}),
        notes=("1 row was emptied and counts as deleted",),
    ),
    Deformation(name="a row copied", do=_copy_row, new=({"title": "Risk 2", "owner": "A. Person"},)),
    Deformation(name="rows sorted", do=_with("Risks", _sort_by_title)),
    Deformation(name="rows filtered away", do=_filter),
    Deformation(name="a year dragged down below the table", do=_down_to_the_end),
    # columns
    Deformation(name="columns in another order", do=_with("Risks", _reverse_columns)),
    Deformation(
        name="a column of their own put in",
        do=_with("Risks", _own_column),
        notes=("“Notes from the meeting”",),
    ),
    Deformation(name="columns hidden, and the hidden ones shown", do=_hide),
    Deformation(
        name="columns deleted",
        do=_with("Risks", _delete_columns("Owner", "Controls")),
        unsent={"risk": ("owner", "controls")},
    ),
    Deformation(name="the column with the year deleted", do=_with("Risks", _delete_columns("Year"))),
    Deformation(
        name="part of a long text deleted",
        do=_with("Strengths", _delete_columns("Impact on people (2)")),
        unsent={"strength": ("impact",)},
        problems=("This part of a long text is gone",),
    ),
    # headings
    Deformation(
        name="headings in capitals with spaces around",
        do=_with("Risks", _headings(lambda heading: f"  {heading.upper()}\u00a0 ")),
    ),
    Deformation(name="a heading on two lines", do=_with("Risks", _heading("Review on", "Review\non"))),
    Deformation(
        name="headings renamed a bit",
        do=_all(
            _with("Risks", _heading("Owner", "Owners:")),
            _with("Risks", _heading("Review on", "Review on (date)")),
            _with("Risks", _heading("Controls", "Control*")),
        ),
        notes=("“Owners:” was read as “Owner”", "“Review on (date)” was read as", "“Control*” was read as"),
    ),
    Deformation(
        name="a heading renamed beyond knowing",
        do=_with("Risks", _heading("Owner", "Who looks after this")),
        unsent={"risk": ("owner",)},
        notes=("“Who looks after this”",),
    ),
    Deformation(name="rows put above the headings", do=_with("Risks", _above)),
    Deformation(
        name="the row of headings deleted",
        do=_with("Risks", lambda sheet: sheet.delete_rows(1)),
        unsent={"risk": None},
        problems=("Its row of headings is not to be found",),
    ),
    # sheets
    Deformation(
        name="sheets deleted",
        do=_without("Comments", "Contacts"),
        unsent={"comment": None, "contact": None},
        notes=("no sheet “Contacts”", "no sheet “Comments”"),
    ),
    Deformation(name="a sheet renamed in case", do=_all(_rename("Risks", "R"), _rename("R", "RISKS"))),
    Deformation(
        name="a sheet renamed",
        do=_rename("Risks", "Risk register FINAL v2"),
        notes=("“Risk register FINAL v2” was read as “Risks”",),
    ),
    Deformation(
        name="a sheet copied",
        do=_copy_sheet,
        notes=("“Risks (2)” looks like a copy of “Risks”",),
    ),
    Deformation(name="sheets in another order, and one of their own", do=_reorder),
    Deformation(name="the table made a plain range", do=_with("Risks", lambda sheet: None)),
    # values
    *(
        _typed(f"a number typed as {typed!r}", "Likelihood", "likelihood", typed, 3)
        for typed in (3, 3.0, "3", "3 ", "3.0", "3 - Good", "3 – Good standard", "3\u00a0", "\u200b3")
    ),
    *(
        _typed(f"a date typed as {typed!r}", "Review on", "review_on", typed, "2026-03-04")
        for typed in ("04/03/2026", "4.3.26", "4 March 2026", "4\u00a0Mar 2026", "4th March 2026", "2026-03-04", 46085)
    ),
    _typed("a date typed as a date", "Review on", "review_on", _DAY, "2026-03-04", "dd/mm/yyyy"),
    _typed("a date the American way in sight", "Review on", "review_on", _DAY, "2026-03-04", style="mm/dd/yy"),
    *(
        Deformation(
            name=f"yes typed as {typed!r}",
            do=_put("Strengths", "Good practice to share", _id("strength"), typed),
            values={(_id("strength"), "good_practice"): value},
            alone=False,
        )
        for typed, value in (("TRUE", True), ("true", True), ("Yes ", True), ("y", True), ("NO", False), (0, False))
    ),
    *(
        _typed(f"an answer typed as {typed!r}", "Status", "status", typed, "accepted")
        for typed in ("ACCEPTED", " accepted", "Accepted\u00a0")
    ),
    _typed("an answer nobody knows", "Status", "status", "Parked", "Parked"),
    _typed("a number in a text", "Owner", "owner", 12, "12"),
    _typed("digits kept as text", "Owner", "owner", "0012", "0012", style="@"),
    _typed("a fraction that became a date", "Owner", "owner", date(2026, 2, 1), "1 February 2026", style="d-mmm"),
    _typed("a percentage in a text", "Owner", "owner", 0.85, "85%", style="0%"),
    Deformation(
        name="a percentage as a target",
        do=_put("Measures", "Target", _id("measure"), 0.85, style="0%"),
        values={(_id("measure"), "target"): 85.0},
        alone=False,
    ),
    _typed("lines ended the Windows way", "Controls", "controls", "One\r\nTwo\r\n\r\n- three", "One\nTwo\n\n- three"),
    _typed("spaces and quotation marks in a text", "Controls", "controls", " “It’s”\u00a0x ", " “It’s”\u00a0x "),
    _typed("a statement in capitals", "Quality statement", "quality_statement", "SAFE systems\u00a0", "safe-systems"),
    Deformation(
        name="a record linked by its title",
        do=_link,
        values={(_id("action"), "addresses"): (_id("improvement"), YEAR.of("risk")[0].id, RISK)},
    ),
    Deformation(
        name="the year something was carried from written over",
        do=_put("Improvements", "Carried from", _id("improvement"), "another-id"),
        values={(_id("improvement"), "carried_from"): "another-id"},
    ),
    _refused("a score out of bounds", "Likelihood", "likelihood", 7, "from 1 to 5"),
    _refused("a date that is none", "Review on", "review_on", "31 June 2026", "not a date that exists"),
    _refused("a cross for a number", "Likelihood", "likelihood", "x", "not a number from 1 to 5"),
    _refused("a title nobody has", "Evidence", "evidence", "Some report", "no record “Some report”"),
    _refused("a required cell emptied", "Risk", "title", None, "Risk cannot be empty"),
    Deformation(
        name="a cross for yes",
        do=_put("Strengths", "Good practice to share", _id("strength"), "x"),
        unread=frozenset({(_id("strength"), "good_practice")}),
        problems=("not yes or no",),
        alone=False,
    ),
    Deformation(
        name="yes as a true value",
        do=_put("Strengths", "Good practice to share", _id("strength"), True),
        values={(_id("strength"), "good_practice"): True},
        savers=("openpyxl",),
    ),
    Deformation(
        # LibreOffice keeps a true value as the formula TRUE().
        name="yes as a true value",
        do=_put("Strengths", "Good practice to share", _id("strength"), True),
        values={(_id("strength"), "good_practice"): True},
        notes=("1 cell holds a formula, in row",),
        savers=("libreoffice",),
    ),
    Deformation(
        name="a year that is not there",
        do=_put("Risks", "Year", RISK, "2031-32"),
        gone=frozenset({RISK}),
        unread=frozenset({(RISK, None)}),
        problems=("no year “2031-32”",),
    ),
    Deformation(name="a year emptied", do=_put("Risks", "Year", RISK, None)),
    # ids
    Deformation(
        name="the columns with ids deleted",
        do=_with("Risks", _delete_columns("Id", "Position", "Exact values")),
        gone=frozenset(_RISK_IDS),
        new=_RISKS_SAY,
        unlisted=frozenset({"risk"}),
    ),
    Deformation(
        name="the ids of one row emptied",
        do=_empty_ids,
        gone=frozenset({RISK}),
        new=({"title": "Risk 2", "evidence": (_id("evidence"),)},),
    ),
    # looks
    Deformation(
        name="cells merged",
        do=_merge,
        unread=frozenset({("risk-3-2024-25", "owner")}),
        problems=("merged with others",),
    ),
    Deformation(name="colours, heights and panes", do=_paint),
    Deformation(name="a note pinned to a cell", do=_comment, notes=("notes pinned to cells",)),
    Deformation(
        name="a formula that was never worked out",
        do=_put("Risks", "Likelihood", RISK, "=1+2"),
        unread=frozenset({(RISK, "likelihood")}),
        problems=("never worked out",),
        savers=("openpyxl",),
    ),
    Deformation(
        name="a formula that was worked out",
        do=_put("Risks", "Likelihood", RISK, "=1+2"),
        values=_risk(3, "likelihood"),
        notes=("1 cell holds a formula, in row",),
        savers=("libreoffice",),
    ),
    Deformation(
        name="a formula that failed",
        do=_put("Risks", "Likelihood", RISK, "=1/0"),
        unread=frozenset({(RISK, "likelihood")}),
        problems=("shows the error #DIV/0!",),
        savers=("libreoffice",),
    ),
]  # fmt: skip


# --- the check -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Deformation], Path]:
    """Makes the file of a row of the table, once."""
    folder = tmp_path_factory.mktemp("deformed")
    export, registers = folder / "export.xlsx", folder / "registers.xlsx"
    excel.write(WHOLE, _OUTLINE, YEAR, export)
    book = opened(export)
    # LibreOffice takes half as long without the sheets that are only to be read; only the first row keeps them.
    _without(*(name for name in book.sheetnames if name not in {kind.sheet for kind in REGISTERS} | {"_selfassess"}))(
        book
    )
    book.save(registers)
    paths: dict[str, Path] = {}

    def make(row: Deformation) -> Path:
        if row.name not in paths:
            paths[row.name] = folder / f"{len(paths)}.xlsx"
            book = opened(export if row is TABLE[0] else registers)
            row.do(book)
            book.save(paths[row.name])
        return paths[row.name]

    return make


def _in_groups() -> list[Deformation]:
    """The table for LibreOffice, which takes seconds for each file: what can be in one file is one row."""
    groups: list[list[Deformation]] = []
    for row in TABLE:
        fitting = (g for g in groups if not (row.alone or g[0].alone or any(row.records & r.records for r in g)))
        if "libreoffice" in row.savers:
            group = next(fitting, None)
            if group is None:
                groups.append(group := [])
            group.append(row)
    return [_together(group) for group in groups]


def _together(group: list[Deformation]) -> Deformation:
    if len(group) == 1:
        return group[0]
    return Deformation(
        name="; ".join(row.name for row in group),
        do=_all(*(row.do for row in group)),
        values={key: value for row in group for key, value in row.values.items()},
        unread=frozenset(key for row in group for key in row.unread),
        problems=tuple(problem for row in group for problem in row.problems),
    )


GROUPS = _in_groups()


@pytest.fixture(scope="module")
def resaved(made: Callable[[Deformation], Path]) -> Callable[[Deformation], Path]:
    """The same, as LibreOffice saves it; all in one call, which takes as long as starting it does."""
    folder = saved_by_libreoffice([made(row) for row in GROUPS])
    return lambda row: folder / made(row).name


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in TABLE if "openpyxl" in row.savers])
def test_what_people_do_to_sheets(row: Deformation, made: Callable[[Deformation], Path]) -> None:
    _check(row, excel.read(made(row)))


@pytest.mark.libreoffice
@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in GROUPS])
def test_what_people_do_to_sheets_saved_by_libreoffice(
    row: Deformation, resaved: Callable[[Deformation], Path]
) -> None:
    _check(row, excel.read(resaved(row)))


def _check(row: Deformation, back: Incoming) -> None:
    assert _matched([p.sentence for p in back.problems], row.problems) == []
    assert _matched(back.notes, row.notes) == []
    sent = back.sent
    assert sent is not None
    none_sent = {kind for kind, fields in row.unsent.items() if fields is None}
    assert sent.fields == {
        kind: fields - set(row.unsent.get(kind) or ()) for kind, fields in EVERY.items() if kind not in none_sent
    }
    assert sent.listed == EVERY.keys() - none_sent - row.unlisted
    assert sent.unread == row.unread
    found = {record.id: record for record in back.workbook.records()}
    wanted = {r.id: r for r in WHOLE.records() if r.kind not in none_sent and r.id not in row.gone}
    assert found.keys() - sent.nameless == wanted.keys()
    for record in wanted.values():
        _check_record(row, record, found[record.id], sent.fields.get(record.kind, frozenset(record.values)))
    new = [record for record in back.workbook.records() if record.id in sent.nameless]
    assert [{key: record[key] for key in says} for record, says in zip(new, row.new, strict=True)] == list(row.new)
    assert back.places is not None
    assert {id for id in found if found[id].assessment} == back.places.keys()
    assert back.workbook.journal_position == "entry-7"


def _check_record(row: Deformation, was: Record, now: Record, sent: Iterable[str]) -> None:
    assert (now.kind, now.assessment, now.position) == (was.kind, was.assessment, was.position)
    for key in sent:
        if (was.id, key) not in row.unread:
            assert now[key] == row.values.get((was.id, key), was[key]), (was.kind, key)


def _matched(sentences: Iterable[str], parts: Iterable[str]) -> list[str]:
    """The sentences that no part is of and the parts that are of no sentence."""
    left, missing = list(sentences), []
    for part in parts:
        match = next((sentence for sentence in left if part in sentence), None)
        if match is None:
            missing.append(part)
        else:
            left.remove(match)
    return left + missing


def test_places_say_where_a_record_stands(made: Callable[[Deformation], Path]) -> None:
    row = next(row for row in TABLE if row.name == "rows put above the headings")
    places = excel.read(made(row)).places
    assert places is not None
    place = places[RISK]
    assert place.sheet == "Risks"
    assert place.columns["review_on"] == "Review on"
    sheet: Any = opened(made(row))["Risks"]
    assert RISK in [cell.value for cell in sheet[place.row]]


def test_libreoffice_is_called_with_a_profile_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        saved_by_libreoffice([tmp_path / "not-there.xlsx"], program="false")
