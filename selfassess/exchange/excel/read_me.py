"""The sheet ``Read me``: what the file is, and how to edit it and send it back."""

from __future__ import annotations

from selfassess.domain.blocks import Bullets, Facts, Outline, Paragraph, Section
from selfassess.domain.workbook import Workbook
from selfassess.exchange.excel.looks import years

SHEET = "Read me"


def sections(workbook: Workbook, outline: Outline, statements: tuple[str, ...], registers: tuple[str, ...]) -> Section:
    """What stands in the sheet; ``statements`` and ``registers`` are the names of the other sheets."""
    first, last = statements[0], statements[-1]
    what = Section(
        key="what",
        title="What this file is",
        level=2,
        blocks=(
            Facts(
                (
                    ("Council", outline.council),
                    ("Year", outline.year),
                    ("Status", outline.status),
                    ("Years in the registers", years(workbook)),
                    ("Made for", outline.audience),
                )
            ),
            Paragraph(
                "It holds the council’s self-assessment of adult social care: to read and print, and to edit and send "
                "back to the person who keeps the workbook."
            ),
        ),
    )
    sheets = Section(
        key="sheets",
        title="What is in it",
        level=2,
        blocks=(
            Facts(
                (
                    ("Summary", "The scores in numbers and words, the indicative rating and a chart."),
                    (f"{first} to {last}", "One sheet for each quality statement, to read and print."),
                    (", ".join(registers), "The registers: everything that is recorded, one row for each record."),
                )
            ),
        ),
    )
    return Section(key="read-me", title=SHEET, level=1, children=(what, sheets, _editing(outline.year)))


def _editing(year: str) -> Section:
    return Section(
        key="editing",
        title="How to edit it and send it back",
        level=2,
        blocks=(
            Bullets(
                (
                    "Edit the registers only. Changes to Summary or to a statement’s own sheet are not taken in.",
                    "Change any cell, add rows at the end of a table, sort and filter as you like.",
                    "Columns may be moved or hidden. Leave their headings as they are.",
                    "Leave the hidden columns at the end of each table, and the hidden sheets, alone: they tell which "
                    "row is which record.",
                    "Scores are whole numbers from 1 to 4. Leave a score empty until it is decided: empty is never "
                    "counted as 1.",
                    "Write dates the British way, such as 28/02/2025.",
                    "Links to other records stand one a line, by title, just as the title stands in its own sheet.",
                    f"A new row needs no id. Where its year is empty, it belongs to {year}.",
                    "Save it as an Excel workbook (.xlsx). Excel and LibreOffice both do.",
                )
            ),
        ),
    )
