"""How long a self-assessment is: words that people wrote, and about how many pages the PDF gives them.

A short self-assessment is read. Pages are reckoned from the outline, block by block, with the measures of the PDF's
page (A4, in points); laying it out takes seconds, this takes milliseconds. A test holds it against the real PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import OF_FULL, Edition
from selfassess.domain.model.fields import Kind
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
from selfassess.domain.model.workbook import Assessment, Workbook, changed_kinds
from selfassess.domain.report import outline
from selfassess.domain.report.statement_section import OPENING_READS, PARTS, PLACED_BY_STATEMENT, StatementPart
from selfassess.domain.text.sentences import count_words as count_words
from selfassess.domain.text.wording import count_noun

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
    def words_and_pages(self) -> str:
        """In words: "612 words, about 2½ pages"."""
        number = count_noun(self.words, "word")
        return f"{number}, about {pages_told(self.pages)}"


def pages_told(pages: float) -> str:
    """A number of pages as people say it: in halves up to ten, whole above; never less than half a page."""
    halves = max(round(pages * 2), 1) if pages < 10 else round(pages) * 2
    whole, half = divmod(halves, 2)
    number = f"{whole:,}" if whole else ""
    if half:
        number += "½"
    if halves <= 2:
        return f"{number} page"
    return f"{number} pages"


def measure_statement_length(council: Record, assessment: Assessment, statement: str) -> Length:
    """The length of one quality statement: judgement and every record that is placed by it."""
    return bring_length_up(None, council, assessment, statement).length


@dataclass(frozen=True, slots=True)
class StatementLength:
    """The length of a quality statement, and that of each of its parts with what they rest on."""

    length: Length
    heights: tuple[float, ...]
    words: Mapping[str, int]
    year: Assessment
    council: Record


def bring_length_up(
    before: StatementLength | None, council: Record, assessment: Assessment, statement: str
) -> StatementLength:
    """The length of a statement as it is now; ``before`` is that of an earlier state of its year, where there is one.

    Only parts that follow from a kind of record that changed are measured again.
    """
    spec = assessment.framework.find_statement(statement)
    if spec is None:
        return StatementLength(Length(0, 0.0), (), {}, assessment, council)
    if before is not None and not _is_comparable(before, council, assessment):
        before = None
    changed = None if before is None else changed_kinds(before.year, assessment)
    part = StatementPart(Names(assessment, council), OF_FULL, True)
    heights = []
    for place, reads in enumerate(_READS):
        if before is not None and changed is not None and changed.isdisjoint(reads):
            heights.append(before.heights[place])
        elif place == 0:
            heights.append(HEADINGS[2] + sum(map(_estimate_block_height, part.build_opening(spec))))
        else:
            heights.append(sum(map(_estimate_section_height, PARTS[place - 1].build(part, spec))))
    counts = {
        kind: before.words[kind]
        if before is not None and changed is not None and kind not in changed
        else count_words(_list_texts_of_records(assessment.for_statement(kind, statement)))
        for kind in PLACED_BY_STATEMENT
    }
    length = Length(sum(counts.values()), sum(heights) * LOST / PAGE)
    return StatementLength(length, tuple(heights), counts, assessment, council)


_READS = (OPENING_READS, *(part.reads for part in PARTS))


def _is_comparable(before: StatementLength, council: Record, assessment: Assessment) -> bool:
    """Whether an earlier state rests on the same packs and on the same records of the council and the year."""
    year = before.year
    return (
        bool(before.heights)
        and before.council is council
        and year.record is assessment.record
        and year.framework is assessment.framework
        and year.information_return is assessment.information_return
    )


def of_report(workbook: Workbook, assessment: Assessment) -> Length:
    """The length of everything that belongs to an assessment, as the PDF for those who draft it has it."""
    records = [record for each in assessment.records.values() for record in each]
    return Length(
        count_words(_list_texts_of_records(records)),
        estimate_pages(outline.build_outline(workbook, assessment, Edition.FULL)),
    )


def estimate_pages(made: Outline) -> float:
    """About how many pages the PDF of an outline has, with cover and contents."""
    entries = sum(1 for section in outline.walk_sections(made.sections) if section.level < 3)
    whole = 1 + ceil(entries * 15.5 / PAGE)
    filled = 0.0
    began = 0
    for section in made.sections:
        if section.new_page:
            if int(filled) == began or filled % 1 > 1 - ROOM:
                whole += ceil(filled)
                filled = 0.0
            began = int(filled)
        filled += _estimate_section_height(section) * LOST / PAGE
    return whole + ceil(filled)


def _list_texts_of_records(records: Iterable[Record]) -> Iterable[str]:
    """The texts that people wrote in records, not the keys and names that they chose from lists."""
    for record in records:
        for spec in CATALOGUE[record.kind].fields:
            value = record.values[spec.key]
            if isinstance(value, str) and spec.kind in (Kind.TEXT, Kind.PROSE):
                yield value


def _estimate_section_height(section: Section) -> float:
    """How high a section is with everything below it, in points."""
    own = HEADINGS.get(section.level, HEADINGS[3]) + sum(map(_estimate_block_height, section.blocks))
    return own + sum(map(_estimate_section_height, section.children))


def _estimate_block_height(block: Block) -> float:
    """How high a block is, by the sizes of letters and spaces that the PDF has."""
    match block:
        case Paragraph():
            return _estimate_line_count(block.text, WIDE, 10) * 15 + 7
        case Bullets():
            return sum(_estimate_line_count(item, WIDE - 15, 10) * 15 + 3.5 for item in block.items)
        case Quotation():
            source = 17.5 if block.attribution else 0
            return _estimate_line_count(block.text, WIDE - 14, 11) * 17 + 12 + source
        case Facts(running=True):
            said = sum(
                _estimate_line_count(f"{label}: {value}", WIDE, 9) for label, value in block.rows if len(value) > 120
            )
            brief = " · ".join(f"{label}: {value}" for label, value in block.rows if len(value) <= 120)
            return 24 + (said + _estimate_line_count(brief, WIDE, 9)) * 12.5 + 2 * len(block.rows) / 3
        case Facts():
            title_height = CAPTION if block.title else 0
            return title_height + 6 + _estimate_facts_height(block.rows)
        case Table():
            caption_height = CAPTION if block.caption else 0
            return caption_height + 20 + sum(_estimate_row_height(block, row) for row in block.rows)
        case ScoreChart():
            return BAR * len(block.bars) + 50
        case ValueChart():
            return 100
        case Quote():
            voice_height = 17.5 if block.voice else 0
            return _estimate_line_count(block.text, WIDE - 14, 11) * 17 + 12 + voice_height
        case Comparison():
            return _estimate_block_height(block.to_plain_table)


def _estimate_facts_height(rows: Sequence[tuple[str, str]]) -> float:
    """Facts below each other, brief ones two in a row."""
    high, at = 0.0, 0
    while at < len(rows):
        label, value = rows[at]
        beside = [len(text) <= BRIEF and "\n" not in text for _, text in rows[at : at + 2]]
        lines = max(
            _estimate_line_count(value, WIDE * (1 - LABELS) - PADDING, 9),
            _estimate_line_count(label, WIDE * LABELS - PADDING, 8.5),
        )
        high += lines * 12.5 + 5.6
        at += 2 if beside == [True, True] else 1
    return high


def _estimate_row_height(table: Table, row: Sequence[str]) -> float:
    shares = sum(column.weight for column in table.columns)
    widths = [WIDE * column.weight / shares - PADDING for column in table.columns]
    return max(_estimate_line_count(text, wide, 8.5) for text, wide in zip(row, widths, strict=True)) * 12 + 8


def _estimate_line_count(text: str, wide: float, size: float) -> int:
    """How many lines a text takes in a width, with letters of a size in points."""
    room = wide / (size * LETTER)
    return sum(max(1, ceil(len(line) / room)) for line in text.split("\n"))
