"""Spreadsheets the way councils make them, one maker for each shape, and the same shape as values without a file."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import Value
from selfassess.exchange import foreign
from selfassess.packs import reader as packs

FRAMEWORK = packs.newest_framework()
ASKED = packs.pair_packs(None, None)[1]

Rows = Sequence[Sequence[Any]]

ACTION_PLAN: Rows = (
    ("Adult Social Care improvement plan 2024-25",),
    (),
    ("CQC quality statement", "Area for improvement", "Action required", "Lead officer", "By when", "RAG", "Budget"),
    (
        "Assessing needs",
        "Waits for assessment",
        "Recruit six social workers",
        "Jo Bell",
        date(2025, 3, 31),
        "Amber",
        90,
    ),
    ("QS3", "Gaps in translation", "New interpreting contract", "Sam Hill", "30/06/2025", "Green", None),
    (None, "Gaps in translation", "Train staff to use it", "Sam Hill", "ongoing", None, None),
    (
        "Governance, management & sustainability",
        None,
        "Board reviews risks each month",
        "DASS",
        "March 2025",
        None,
        None,
    ),
    ("Highways", None, "Mend the road", None, None, None, None),
    ("Safeguarding", "Slow enquiries", None, "Ann Roe", None, None, None),
)

MATRIX: Rows = (
    (
        "Quality statement", "Score", "Where are we now?", "Strengths", "What could be better?", "How do we know?",
        "Risks",
    ),
    (
        "1. Assessing needs", "2/4", "Waits are long but falling.", "- Strengths-based practice\n- Carers' panel",
        "- Reviews overdue\n- Waits for OT", "Waiting list report\nCarers survey", "Waits grow in winter",
    ),
    ("Supporting people to lead healthier lives", "3 - Good", "Good reach.", "Reablement", None, None, None),
    ("Equity in experience and outcomes", "Requires improvement", None, None, "Data is thin", None, None),
)  # fmt: skip

TAB: Rows = (
    ("Quality Statement 7: Safeguarding",),
    (),
    ("Self-assessment score", "3"),
    ("Lead officer", "Ann Roe"),
    ("Where are we now?", "Concerns are screened the same day."),
    (),
    ("What are we good at?", "• One front door\n• Weekly audit of decisions"),
    ("Areas for improvement", "Enquiries take too long. They wait for police colleagues, and in some months more than "
     "half of them go beyond the time we set ourselves, which people tell us leaves them worried."),
    ("How do we know?",),
    (None, "Safeguarding Adults Board annual report"),
    (None, "Audit of 40 enquiries"),
    (),
    ("Action", "Who", "Deadline"),
    ("Joint protocol with police", "Ann Roe", date(2025, 9, 30)),
    ("Monthly tracking of enquiries", "Performance team", date(2025, 4, 30)),
    (),
    ("Please send this tab back by Friday",),
)  # fmt: skip

QUESTIONS: Rows = (
    ("Our vision", "People live well in the place they call home."),
    (),
    ("Quality statement:", "Partnerships and communities"),
    ("Rating (1-4)", 3),
    ("What is working well?",),
    ("Joint commissioning board meets monthly",),
    ("Voluntary sector forum",),
    ("What needs to improve?",),
    ("1. Shared records\n2. Joint training",),
    (),
    ("Statement 9 - Learning, improvement and innovation",),
    ("Rating (1-4)", "2"),
    ("What is working well?",),
    ("Peer reviews of practice",),
    ("Favourite colour", "Blue"),
)

SCORECARD: Rows = (
    ("Performance scorecard",),
    (None, None, "2022-23", None, "2023-24", None),
    ("Performance indicator", "Quality statement", "Q3", "Q4", "Q1", "Target", "Benchmarking comparator data"),
    ("Reviews overdue by a year", "Assessing needs", None, 419, 522, 380, None),
    ("Enquiries with outcomes met", "Safeguarding", "New measure", "62.4%", "Available Q2", None, "Region 62.4%"),
)

LONG_LIST: Rows = (
    ("Ref", "QS", "Type", "Description", "Responsible officer", "Target date"),
    (1, 1, "Strength", "Good first contact", None, None),
    (2, 1, "Area for improvement", "Reviews are late", None, None),
    (3, 7, "Risk", "Enquiries drift", "Ann Roe", None),
    (4, 9, "Action", "Run learning events", "Jo Bell", "1st May 2025"),
    (5, 9, "Banana", "No such thing", None, None),
)

EVIDENCE: Rows = (
    ("Document title", "Date", "Link", "Category", "IR ref", "Relevant QS"),
    ("Carers survey 2024", date(2024, 11, 1), "https://example.org/carers", "People", "IR 5", "QS1; QS2"),
    ("Audit report", "Autumn 2024", "SharePoint", "Processes", "IR 7, IR 9", "Safeguarding"),
)

SHAPES: Mapping[str, tuple[str, Rows]] = {
    "one long table": ("Action plan", ACTION_PLAN),
    "a row for each statement": ("Self-assessment", MATRIX),
    "a tab for each statement": ("QS7 Safeguarding", TAB),
    "questions and answers": ("Workbook", QUESTIONS),
    "a wide scorecard": ("KPI scorecard", SCORECARD),
    "one list of every kind": ("Feedback", LONG_LIST),
    "an evidence log": ("Evidence log", EVIDENCE),
}


def sheet(name: str, rows: Iterable[Sequence[Any]]) -> foreign.Sheet:
    """A sheet as reading a file gives it."""
    lines = [tuple(row) for row in rows]
    wide = max((len(row) for row in lines), default=0)
    return foreign.Sheet(name=name, rows=tuple((*row, *[None] * (wide - len(row))) for row in lines))


def book(*sheets: foreign.Sheet) -> foreign.Book:
    return foreign.Book(name="theirs.xlsx", sheets=sheets)


def every_shape() -> foreign.Book:
    return book(*(sheet(name, rows) for name, rows in SHAPES.values()))


def written(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """The sheets as a file of Excel's."""
    made = Book()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        there = made.create_sheet(name)
        for row in rows:
            there.append(list(row))
    made.save(path)
    made.close()
    return path


def converted(path: Path, kind: str) -> Path:
    """The file as LibreOffice saves it in another format."""
    home = path.parent / "office"
    command = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{kind.partition(':')[0]}")


def taken(theirs: foreign.Book, mapping: foreign.Mapping | None = None) -> foreign.Taken:
    """What a book gives by the mapping proposed for it, or by another."""
    chosen = mapping or foreign.propose_book_mapping(theirs, FRAMEWORK, ASKED)
    return foreign.apply_mapping(theirs, chosen, framework=FRAMEWORK, asked=ASKED, council=None, label="2024-25")


def records(result: foreign.Taken, kind: str) -> tuple[Record, ...]:
    (year,) = result.incoming.workbook.assessments
    return year.records_of(kind)


def column(result: foreign.Taken, kind: str, *fields: str) -> list[Any]:
    """The values of one field of every record of a kind, or of several as tuples."""
    found: list[tuple[Value, ...]] = [tuple(r[field] for field in fields) for r in records(result, kind)]
    return [values[0] for values in found] if len(fields) == 1 else list(found)


def left(result: foreign.Taken) -> dict[str, str]:
    """Text -> why it was left."""
    return {each.text: each.why for each in result.left}
