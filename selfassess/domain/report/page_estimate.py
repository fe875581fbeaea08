"""How long a self-assessment is: words that people wrote, and about how many pages the PDF gives them.

A short self-assessment is read. Pages are reckoned from the outline, block by block, with the measures of the PDF's
page (A4, in points); laying it out takes seconds, this takes milliseconds. A test holds it against the real PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import OF_FULL, Edition
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.memoize_last import lately
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Comparison,
    Facts,
    Outline,
    Paragraph,
    Quotation,
    Quote,
    ScoreChart,
    Section,
    Table,
    ValueChart,
)
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report import outline
from selfassess.domain.report.statement_section import PLACED_BY_STATEMENT, StatementPart
from selfassess.domain.text.sentences import words as words

PAGE, WIDE = 716.0, 471.0
"""Height and width of what is set on one page."""
LETTER = 0.475
"""The mean width of a letter as a part of its size, with what is left empty at line ends."""
LOST = 1.06
"""What headings kept with their text, and rows kept whole, leave empty at the foot of pages."""
ROOM = 0.45
"""A part begins a new page, but not where the one before ran over and left more of its last page than this."""
HEADINGS = {1: 52.0, 2: 42.0, 3: 31.0}
CAPTION, PADDING = 27.0, 12.0
LABELS = 0.235
"""The share of the width that the labels of facts take."""
BRIEF = 26
"""Two values no longer than this stand side by side."""
BAR = 21.0
"""One bar of the score chart."""


@dataclass(frozen=True, slots=True)
class Length:
    """Words that people wrote, and pages of the PDF they make with everything that stands around them."""

    words: int
    pages: float

    @property
    def told(self) -> str:
        """In words: "612 words, about 2½ pages"."""
        number = "1 word" if self.words == 1 else f"{self.words:,} words"
        return f"{number}, about {pages_told(self.pages)}"


def pages_told(pages: float) -> str:
    """A number of pages as people say it: in halves up to ten, whole above; never less than half a page."""
    halves = max(round(pages * 2), 1) if pages < 10 else round(pages) * 2
    whole, half = divmod(halves, 2)
    number = f"{whole:,}" if whole else ""
    if half:
        number += "½"
    return f"{number} page" if halves <= 2 else f"{number} pages"


@lately
def of_statement(council: Record, assessment: Assessment, statement: str) -> Length:
    """The length of one quality statement: judgement and every record that is placed by it."""
    spec = assessment.framework.statement(statement)
    if spec is None:
        return Length(0, 0.0)
    records = [record for kind in PLACED_BY_STATEMENT for record in assessment.for_statement(kind, statement)]
    section = StatementPart(Names(assessment, council), OF_FULL, True).statement(spec)
    return Length(words(_written(records)), _height(section) * LOST / PAGE)


def of_report(workbook: Workbook, assessment: Assessment) -> Length:
    """The length of everything that belongs to an assessment, as the PDF for those who draft it has it."""
    records = [record for each in assessment.records.values() for record in each]
    return Length(words(_written(records)), pages(outline.build(workbook, assessment, Edition.FULL)))


def pages(made: Outline) -> float:
    """About how many pages the PDF of an outline has, with cover and contents."""
    entries = sum(1 for section in outline.walk(made.sections) if section.level < 3)
    whole, filled, began = 1 + ceil(entries * 15.5 / PAGE), 0.0, 0
    for section in made.sections:
        if section.new_page:
            if int(filled) == began or filled % 1 > 1 - ROOM:
                whole, filled = whole + ceil(filled), 0.0
            began = int(filled)
        filled += _height(section) * LOST / PAGE
    return whole + ceil(filled)


def _written(records: Iterable[Record]) -> Iterable[str]:
    """The texts that people wrote in records, not the keys and names that they chose from lists."""
    for record in records:
        for spec in CATALOGUE[record.kind].fields:
            value = record.values[spec.key]
            if isinstance(value, str) and spec.kind in (Kind.TEXT, Kind.PROSE):
                yield value


def _height(section: Section) -> float:
    """How high a section is with everything below it, in points."""
    own = HEADINGS.get(section.level, HEADINGS[3]) + sum(map(_block, section.blocks))
    return own + sum(map(_height, section.children))


def _block(block: Block) -> float:
    match block:
        case Paragraph():
            return _lines(block.text, WIDE, 10) * 15 + 7
        case Bullets():
            return sum(_lines(item, WIDE - 15, 10) * 15 + 3.5 for item in block.items)
        case Quotation():
            source = 17.5 if block.attribution else 0
            return _lines(block.text, WIDE - 14, 11) * 17 + 12 + source
        case Facts(running=True):
            said = sum(_lines(f"{label}: {value}", WIDE, 9) for label, value in block.rows if len(value) > 120)
            brief = " · ".join(f"{label}: {value}" for label, value in block.rows if len(value) <= 120)
            return 24 + (said + _lines(brief, WIDE, 9)) * 12.5 + 2 * len(block.rows) / 3
        case Facts():
            return (CAPTION if block.title else 0) + 6 + _facts(block.rows)
        case Table():
            return (CAPTION if block.caption else 0) + 20 + sum(_row(block, row) for row in block.rows)
        case ScoreChart():
            return BAR * len(block.bars) + 50
        case ValueChart():
            return 100
        case Quote():
            return _lines(block.text, WIDE - 14, 11) * 17 + 12 + (17.5 if block.voice else 0)
        case Comparison():
            return _block(block.table)


def _facts(rows: Sequence[tuple[str, str]]) -> float:
    """Facts below each other, brief ones two in a row."""
    high, at = 0.0, 0
    while at < len(rows):
        label, value = rows[at]
        beside = [len(text) <= BRIEF and "\n" not in text for _, text in rows[at : at + 2]]
        lines = max(_lines(value, WIDE * (1 - LABELS) - PADDING, 9), _lines(label, WIDE * LABELS - PADDING, 8.5))
        high += lines * 12.5 + 5.6
        at += 2 if beside == [True, True] else 1
    return high


def _row(table: Table, row: Sequence[str]) -> float:
    shares = sum(column.weight for column in table.columns)
    widths = [WIDE * column.weight / shares - PADDING for column in table.columns]
    return max(_lines(text, wide, 8.5) for text, wide in zip(row, widths, strict=True)) * 12 + 8


def _lines(text: str, wide: float, size: float) -> int:
    """How many lines a text takes in a width, with letters of a size in points."""
    room = wide / (size * LETTER)
    return sum(max(1, ceil(len(line) / room)) for line in text.split("\n"))
