"""Dudley's adult social care scorecard for quarter 1 of 2023-24, as a spreadsheet in the layout of the published page.

Corporate performance report of Dudley Metropolitan Borough Council for 1 April to 30 June 2023. In the text of that
page the marks of the columns "Score" and "Annual trend" (signs and arrows) are lost, so those cells are empty here;
where the text has words in them ("Available Q2", "N/A", "See note*") they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openpyxl.workbook import Workbook as Book

NEW = "New measure"
LATER = "Available Q2"
LOCAL = "Local measure, no external benchmarking available"

Shown = str | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as published: five quarters, target, the words among score and trends, benchmarking."""

    code: str
    name: str
    quarters: tuple[Shown, ...]
    target: Shown
    score: str | None
    short_term: str
    annual: str | None
    compared: str

    @property
    def cells(self) -> tuple[Shown, ...]:
        """As they stand beside each other."""
        more = (self.target, self.score, self.short_term, self.annual, self.compared)
        return (f"{self.code} {self.name}", *self.quarters, *more)


def _new(code: str, name: str, before: Shown, now: Shown, target: Shown, score: str | None = None,
         compared: str = LOCAL) -> Row:  # fmt: skip
    return Row(code, name, (NEW, None, None, before, now), target, score, LATER, "N/A", compared)


ROWS = (
    _new("PI.2617", "Number of new Care Act assessments carried out for people aged over 65", 172, 142, 147),
    Row(
        "PI.2132",
        "% of contacts to adult social care with an outcome of information and advice/signposting",
        ("9%", "23%", "25.6%", "26.5%", "25%"),
        "23%",
        None,
        LATER,
        None,
        LOCAL,
    ),
    _new("PI.2618", "Total number of carers assessments completed by Carers Network", 46, 60, 60),
    _new(
        "PI.2620",
        "Number of people awaiting a Care Act review where the last review or assessment was over 12 months ago",
        419,
        522,
        380,
    ),
    _new("PI.2621", "Number of new people aged over 65 into residential care or nursing care", 80, 119, 89),
    _new(
        "PI.2622",
        "Number of new people aged over 65 receiving a long-term care package (home care) in the community",
        219,
        269,
        214,
    ),
    _new("PI.2623", "Number of people awaiting an OT assessment (18+)", 819, 659, 700),
    _new(
        "PI.2628",
        "% of Adult Social Care Providers with a CQC rating of Inadequate",
        "0%",
        "0%",
        "See note*",
        "See note*",
        "1% nationally (inadequate)",
    ),
    _new(
        "PI.2625",
        "% of Adult Social Care Providers with a CQC rating of Good or Outstanding",
        "70%",
        "72%",
        "See note*",
        "See note*",
        "53% nationally (good) 3% nationally (outstanding)",
    ),
)
LATE = (
    Row(
        "PI.2626",
        "% of S42 individuals with outcomes expressed, fully achieving their outcomes",
        (NEW, None, None, None, LATER),
        LATER,
        None,
        "N/A",
        "N/A",
        "Region 62.4%, England 65.8% (2021/22)",
    ),
    Row(
        "PI.2627",
        "% of S42 individuals with outcomes expressed, fully and partially achieving their outcomes",
        (NEW, None, None, None, LATER),
        LATER,
        None,
        "N/A",
        "N/A",
        "Region 93.6%, England 94.7% (2021/22)",
    ),
)
"""What is reported three months in arrears, in a second block under headings of its own."""

NOTE = (
    "* Measures for information only to illustrate Dudley's market position vs region and national (comparator "
    "information is published in the Service Summary Sheet)"
)
ARREARS = (
    "There is a time lag for the following KPI's due to the nature of their collection and validation. Therefore they "
    "will be reported three months in arrears i.e., Quarter 1 data presented in Quarter 2."
)
YEARS = ("Performance Indicator", "2022-23", None, None, None, "2023-24", None, None, None, None)
QUARTERS = tuple(f"Qtr. {number} outturn" for number in (1, 2, 3, 4, 1))


def written(path: Path, *, percent_cells: bool) -> Path:
    """The page as a file of Excel's; ``percent_cells``: 9% is kept as 0.09 and shown as 9%, as when typed."""
    made = Book()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Adult Social Care scorecard"
    line = 1
    for rows in (ROWS, LATE):
        for place, text in enumerate((*YEARS, "Benchmarking comparator data"), 2):
            sheet.cell(line, place, text)
        for place, text in enumerate((*QUARTERS, "Target", "Score", "Short term trend", "Annual trend"), 3):
            sheet.cell(line + 1, place, text)
        for block in ("B{0}:B{1}", "C{0}:F{0}", "G{0}:K{0}", "L{0}:L{1}"):
            sheet.merge_cells(block.format(line, line + 1))
        if rows is ROWS:
            sheet.cell(line + 2, 1, "Borough of opportunity")
        for number, row in enumerate(rows, line + 2):
            for place, shown in enumerate(row.cells, 2):
                cell = sheet.cell(number, place, shown)
                if percent_cells and 3 <= place <= 8 and str(shown).endswith("%"):
                    cell.value = round(float(str(shown)[:-1]) / 100, 6)
                    cell.number_format = "0.0%"
            if row.quarters[0] == NEW:
                sheet.merge_cells(
                    start_row=number, end_row=number, start_column=3, end_column=5 if row.quarters[3] else 6
                )
        line += len(rows) + 2
        if rows is ROWS:
            sheet.merge_cells(start_row=3, end_row=line - 1, start_column=1, end_column=1)
            for text in (NOTE, ARREARS):
                sheet.cell(line, 1, text)
                sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=12)
                line += 1
    made.save(path)
    made.close()
    return path
