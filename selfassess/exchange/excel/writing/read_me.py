"""The sheet ``Read me``: what the file is, how to edit it and send it back, and where each sheet is."""

from __future__ import annotations

from collections.abc import Mapping

from selfassess.domain.model.report_blocks import Bullets, Facts, Outline, Paragraph, Section
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.excel.registers import CONTENTS, REGISTERS
from selfassess.exchange.excel.writing.reading_sheets import Page
from selfassess.exchange.excel.writing.styles import describe_years

SHEET = "Read me"

_EDIT = (
    "Edit the registers, from Judgements to Comments. Summary and the quality statements’ own sheets are to read and "
    "print; nothing is taken from them.",
    "Change any cell. Add rows at the end of a table, delete rows, sort and filter as you like.",
    "You may move, hide or widen columns, and delete sheets you do not need. Leave the headings as they are.",
    "Each register prints one page wide, without the columns at its right that tell where a row comes from.",
    "Leave the hidden columns and the hidden sheets in place. They tell which row is which record.",
    "Where a cell offers a list, choose from it. {scores} Leave a score empty until it is decided: empty is never "
    "counted as 1.",
    "Write dates the British way, such as 28/02/2025.",
    "Links to other records stand one a line, by title, just as the title stands in its own sheet.",
)
_SAVE = (
    "Save it as an Excel workbook (.xlsx). Excel and LibreOffice both do.",
    "Send it to the person who keeps the workbook. It may be one of several copies out at once.",
)
_BACK = (
    "That person first sees what would change: what is new, changed, removed or not understood, with sheet, row and "
    "column. Nothing is imported before they agree.",
    "What only you changed is imported. What only somebody else changed meanwhile is kept.",
    "Where both of you changed the same thing in different ways, a person decides. Nothing is overwritten unseen.",
    "A sheet or column that is not there means “not sent”. What it held stays as it is. A row that is gone from its "
    "table is shown as removed, and is removed only when that is agreed.",
)


def build_guide_section(workbook: Workbook, outline: Outline) -> Section:
    """What the sheet says; ``draw`` adds where each sheet is."""
    facts = (
        ("Council", outline.council),
        ("Year", outline.year),
        ("Status", outline.status),
        ("Years in the registers", describe_years(workbook)),
        ("Made for", outline.readers),
    )
    purpose = Paragraph(
        "It holds the council’s self-assessment of adult social care: to read and print, and to edit and send back to "
        "the person who keeps the workbook."
    )
    new = f"A new row needs no id. Where its year is empty, it belongs to {outline.year}."
    what = Section(key="what", title="What this file is", level=2, blocks=(Facts(facts), purpose))
    edit = tuple(said.format(scores=_describe_scales(workbook)) for said in _EDIT)
    parts = (("How to edit it", (*edit, new)), ("How to send it back", _SAVE), ("What happens then", _BACK))
    steps = tuple(Section(key=title, title=title, level=2, blocks=(Bullets(said),)) for title, said in parts)
    return Section(key="read-me", title=SHEET, level=1, children=(what, *steps))


def _describe_scales(workbook: Workbook) -> str:
    """What may stand in a cell for a score, by the frameworks of the years."""
    frameworks = {year.framework.id: year.framework for year in workbook.assessments}.values()
    top = max((each.top_score for each in frameworks if each.numbered), default=0)
    said = [f"Scores are whole numbers from 1 to {top}."] if top else []
    said += [f"Levels of “{each.name}” are: {each.scale_words}." for each in frameworks if not each.numbered]
    return " ".join(said)


def draw_read_me(page: Page, section: Section, statements: Mapping[str, str]) -> None:
    """Everything on the sheet below its title; ``statements`` are the quality statements' sheets with their titles."""
    page.write_section(section, headed=False)
    page.write_heading("What is in it")
    page.write_sheet_links(
        [("Summary", "Scores, indicative rating, evidence and actions, in numbers, words and charts.")]
    )
    page.write_sheet_links((sheet, f"{title}, to read and print.") for sheet, title in statements.items())
    page.write_sheet_links((kind.sheet, CONTENTS[kind.key]) for kind in REGISTERS)
