"""The texts of an outline in reading order, and what a text is in XML: what it cannot hold, and which way it runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from selfassess.domain.model.report_blocks import Block, Comparison, Outline, ScoreChart, Section, ValueChart, texts_of

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for what XML cannot hold, as it does in the PDF for what no font can draw."""
UNTITLED = "Untitled"
NOTHING = "There is nothing in this report yet."

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_RIGHTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def clean_text(text: str) -> str:
    """A text as XML can hold it: every line end the same, a visible sign for each character that XML has no way for."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_XML.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))


def to_one_line(text: str) -> str:
    """A text for places that take one plain line: titles, headers, properties."""
    return " ".join(clean_text(text).split())


def format_section_heading(section: Section) -> str:
    """What stands over a section; one without a name is called so, or nobody could find it."""
    if not to_one_line(section.title):
        return UNTITLED
    return clean_text(section.title)


def runs_rightwards(text: str) -> bool:
    """Whether a text as a whole runs from right to left: its first letter with a direction does."""
    if text.isascii() or not _RIGHTWARDS.search(text):
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def sections_in_order(sections: Sequence[Section]) -> Iterator[tuple[int, Section]]:
    """Sections in reading order, with how deep each lies, from 0."""
    stack = [(0, section) for section in reversed(sections)]
    while stack:
        depth, section = stack.pop()
        yield depth, section
        stack += [(depth + 1, child) for child in reversed(section.children)]


def is_listed(depth: int, section: Section) -> bool:
    """Whether a section stands in the contents: the two upper levels do, of what is set close only the highest."""
    if depth >= 2:
        return False
    return not (section.dense and depth)


def list_cover_lines(outline: Outline) -> tuple[str, ...]:
    """What stands on the cover below the council and the title."""
    draft_line = ("DRAFT – not signed off",) if outline.draft else ()
    return (
        clean_text(outline.year),
        f"Status: {clean_text(outline.status)}",
        f"Version for {clean_text(outline.readers)}",
        *draft_line,
    )


def outline_texts(outline: Outline) -> Iterator[str]:
    """Every text of an outline that a reader gets, in reading order, charts by their words."""
    yield from (clean_text(outline.council), clean_text(outline.title), *list_cover_lines(outline))
    yield from (clean_text(text) for row in outline.facts for text in row)
    for _, section in sections_in_order(outline.sections):
        yield format_section_heading(section)
        for block in section.blocks:
            yield from map(clean_text, block_texts(block))


def chart_caption(block: ScoreChart | ValueChart | Comparison) -> str:
    """What a chart is of, for where figures have captions."""
    match block:
        case ScoreChart():
            return "Scores by quality statement"
        case Comparison():
            return to_one_line(block.caption) or "Our figures beside others’"
        case ValueChart():
            return to_one_line(re.split(r"[:;.] ", f"{block.alternative} ")[0]) or "Values over time"


def block_texts(block: Block) -> Iterator[str]:
    """The texts of one block in reading order; of a chart what is said of it to those who cannot see it."""
    match block:
        case ScoreChart() | ValueChart():
            yield block.alternative
        case Comparison():
            yield block.alternative
            yield from texts_of(block.to_plain_table)
        case _:
            yield from texts_of(block)
