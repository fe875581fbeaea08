"""The deformation table: what people and programs do to our sheets, and what must come out of it.

Each row is one thing that somebody does. Whatever it does not name has to come back exactly as it was.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.fields import Value
from tests.exchange.excel_edits import (
    RISK,
    WHOLE,
    YEAR,
    clear_row,
    copy_row,
    copy_sheet,
    delete_columns,
    delete_row,
    drag_year_down,
    empty_ids,
    filter_rows,
    heading_was,
    headings,
    hide_columns,
    id_of,
    in_turn,
    link_by_title,
    merge_cells,
    new_row,
    own_column,
    paint,
    pin_comment,
    plainly,
    put,
    rename,
    reorder_sheets,
    reverse_columns,
    rows_above,
    sort_by_title,
    without,
)


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


def _risk(value: Value, key: str = "title", id: str = RISK) -> dict[tuple[str, str], Value]:
    return {(id, key): value}


_NEXT = itertools.cycle(f"risk-{n}-2024-25" for n in range(5, 17))
"""The risks that single cells are typed into, by turns, so that many can be in one file."""


def _typed(name: str, heading: str, key: str, typed: object, value: Value, style: str = "General") -> Deformation:
    id = next(_NEXT)
    do = put("Risks", heading, id, typed, style=style)
    return Deformation(name=name, do=do, values={(id, key): value}, alone=False)


def _refused(name: str, heading: str, key: str, typed: object, problem: str) -> Deformation:
    id = next(_NEXT)
    do = put("Risks", heading, id, typed)
    return Deformation(name=name, do=do, unread=frozenset({(id, key)}), problems=(problem,), alone=False)


_RISK_IDS = tuple(r.id for a in WHOLE.assessments for r in a.records_of("risk"))
_RISKS_SAY = tuple(
    {"title": r["title"], "quality_statement": "equity"} for a in WHOLE.assessments for r in a.records_of("risk")
)
_DAY = datetime(2026, 3, 4)

TABLE = [
    Deformation(name="nothing at all", do=lambda book: None),
    # rows
    Deformation(
        name="a row added below, after some empty ones",
        do=new_row,
        new=(
            {
                "title": "A new risk",
                "quality_statement": "safe-systems",
                "status": "open",
                "likelihood": 4,
                "evidence": (id_of("evidence"),),
            },
        ),
    ),
    Deformation(name="a row deleted", do=delete_row("Risks", RISK), gone=frozenset({RISK})),
    Deformation(
        name="a row that others link to deleted",
        do=delete_row("Evidence", id_of("evidence")),
        gone=frozenset({id_of("evidence")}),
    ),
    Deformation(
        name="a row emptied instead of deleted",
        do=clear_row("Risks", RISK),
        gone=frozenset({RISK}),
        notes=("1 row was emptied and counts as deleted",),
    ),
    Deformation(name="a row copied", do=copy_row, new=({"title": "Risk 2", "owner": "A. Person"},)),
    Deformation(name="rows sorted", do=plainly("Risks", sort_by_title)),
    Deformation(name="rows filtered away", do=filter_rows),
    Deformation(name="a year dragged down below the table", do=drag_year_down),
    # columns
    Deformation(name="columns in another order", do=plainly("Risks", reverse_columns)),
    Deformation(
        name="a column of their own put in",
        do=plainly("Risks", own_column),
        notes=("“Notes from the meeting”",),
    ),
    Deformation(name="columns hidden, and the hidden ones shown", do=hide_columns),
    Deformation(
        name="columns deleted",
        do=plainly("Risks", delete_columns("Owner", "Controls")),
        unsent={"risk": ("owner", "controls")},
    ),
    Deformation(name="the column with the year deleted", do=plainly("Risks", delete_columns("Year"))),
    Deformation(
        name="part of a long text deleted",
        do=plainly("Strengths", delete_columns("Impact on people (2)")),
        unsent={"strength": ("impact",)},
        problems=("This part of a long text is gone",),
    ),
    # headings
    Deformation(
        name="headings in capitals with spaces around",
        do=plainly("Risks", headings(lambda heading: f"  {heading.upper()}\u00a0 ")),
    ),
    Deformation(name="a heading on two lines", do=plainly("Risks", heading_was("Review on", "Review\non"))),
    Deformation(
        name="headings renamed a bit",
        do=in_turn(
            plainly("Risks", heading_was("Owner", "Owners:")),
            plainly("Risks", heading_was("Review on", "Review on (date)")),
            plainly("Risks", heading_was("Controls", "Control*")),
        ),
        notes=("“Owners:” was read as “Owner”", "“Review on (date)” was read as", "“Control*” was read as"),
    ),
    Deformation(
        name="a heading renamed beyond knowing",
        do=plainly("Risks", heading_was("Owner", "Who looks after this")),
        unsent={"risk": ("owner",)},
        notes=("“Who looks after this”",),
    ),
    Deformation(name="rows put above the headings", do=plainly("Risks", rows_above)),
    Deformation(
        name="the row of headings deleted",
        do=plainly("Risks", lambda sheet: sheet.delete_rows(1)),
        unsent={"risk": None},
        problems=("Its row of headings is not to be found",),
    ),
    # sheets
    Deformation(
        name="sheets deleted",
        do=without("Comments", "Contacts"),
        unsent={"comment": None, "contact": None},
        notes=("no sheet “Contacts”", "no sheet “Comments”"),
    ),
    Deformation(name="a sheet renamed in case", do=in_turn(rename("Risks", "R"), rename("R", "RISKS"))),
    Deformation(
        name="a sheet renamed",
        do=rename("Risks", "Risk register FINAL v2"),
        notes=("“Risk register FINAL v2” was read as “Risks”",),
    ),
    Deformation(
        name="a sheet copied",
        do=copy_sheet,
        notes=("“Risks (2)” looks like a copy of “Risks”",),
    ),
    Deformation(
        name="sheets in another order, and one of their own",
        do=reorder_sheets,
        notes=("The sheet “Our own sheet” is not one of an export, so it was not read.",),
    ),
    Deformation(name="the table made a plain range", do=plainly("Risks", lambda sheet: None)),
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
            do=put("Strengths", "Good practice to share", id_of("strength"), typed),
            values={(id_of("strength"), "good_practice"): value},
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
        do=put("Measures", "Target", id_of("measure"), 0.85, style="0%"),
        values={(id_of("measure"), "target"): 85.0},
        alone=False,
    ),
    _typed("lines ended the Windows way", "Controls", "controls", "One\r\nTwo\r\n\r\n- three", "One\nTwo\n\n- three"),
    _typed("spaces and quotation marks in a text", "Controls", "controls", " “It’s”\u00a0x ", " “It’s”\u00a0x "),
    _typed("a statement in capitals", "Quality statement", "quality_statement", "SAFE systems\u00a0", "safe-systems"),
    Deformation(
        name="a record linked by its title",
        do=link_by_title,
        values={(id_of("action"), "addresses"): (id_of("improvement"), YEAR.records_of("risk")[0].id, RISK)},
    ),
    Deformation(
        name="the year something was carried from written over",
        do=put("Improvements", "Carried from", id_of("improvement"), "another-id"),
        values={(id_of("improvement"), "carried_from"): "another-id"},
    ),
    _refused("a score out of bounds", "Likelihood", "likelihood", 7, "from 1 to 5"),
    _refused("a date that is none", "Review on", "review_on", "31 June 2026", "not a date that exists"),
    _refused("a cross for a number", "Likelihood", "likelihood", "x", "not a number from 1 to 5"),
    _refused("a title nobody has", "Evidence", "evidence", "Some report", "no record “Some report”"),
    _refused("a required cell emptied", "Risk", "title", None, "Risk cannot be empty"),
    Deformation(
        name="a cross for yes",
        do=put("Strengths", "Good practice to share", id_of("strength"), "x"),
        unread=frozenset({(id_of("strength"), "good_practice")}),
        problems=("not yes or no",),
        alone=False,
    ),
    Deformation(
        name="yes as a true value",
        do=put("Strengths", "Good practice to share", id_of("strength"), True),
        values={(id_of("strength"), "good_practice"): True},
        savers=("openpyxl",),
    ),
    Deformation(
        # LibreOffice keeps a true value as the formula TRUE().
        name="yes as a true value",
        do=put("Strengths", "Good practice to share", id_of("strength"), True),
        values={(id_of("strength"), "good_practice"): True},
        notes=("1 cell holds a formula, in row",),
        savers=("libreoffice",),
    ),
    Deformation(
        name="a year that is not there",
        do=put("Risks", "Year", RISK, "2031-32"),
        gone=frozenset({RISK}),
        unread=frozenset({(RISK, None)}),
        problems=("no year “2031-32”",),
    ),
    Deformation(name="a year emptied", do=put("Risks", "Year", RISK, None)),
    # ids
    Deformation(
        name="the columns with ids deleted",
        do=plainly("Risks", delete_columns("Id", "Position", "Exact values")),
        gone=frozenset(_RISK_IDS),
        new=_RISKS_SAY,
        unlisted=frozenset({"risk"}),
    ),
    Deformation(
        name="the ids of one row emptied",
        do=empty_ids,
        gone=frozenset({RISK}),
        new=({"title": "Risk 2", "evidence": (id_of("evidence"),)},),
    ),
    # looks
    Deformation(
        name="cells merged",
        do=merge_cells,
        unread=frozenset({("risk-3-2024-25", "owner")}),
        problems=("merged with others",),
    ),
    Deformation(name="colours, heights and panes", do=paint),
    Deformation(name="a note pinned to a cell", do=pin_comment, notes=("notes pinned to cells",)),
    Deformation(
        name="a formula that was never worked out",
        do=put("Risks", "Likelihood", RISK, "=1+2"),
        unread=frozenset({(RISK, "likelihood")}),
        problems=("never worked out",),
        savers=("openpyxl",),
    ),
    Deformation(
        name="a formula that was worked out",
        do=put("Risks", "Likelihood", RISK, "=1+2"),
        values=_risk(3, "likelihood"),
        notes=("1 cell holds a formula, in row",),
        savers=("libreoffice",),
    ),
    Deformation(
        name="a formula that failed",
        do=put("Risks", "Likelihood", RISK, "=1/0"),
        unread=frozenset({(RISK, "likelihood")}),
        problems=("shows the error #DIV/0!",),
        savers=("libreoffice",),
    ),
]  # fmt: skip
