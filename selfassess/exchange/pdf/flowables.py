"""What is laid on pages, made from the outline block by block.

The only place that makes them, so that each piece knows the block it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Spacer
from reportlab.platypus.doctemplate import PageBreakIfNotEmpty

from selfassess.domain.blocks import (
    Block,
    Bullets,
    Facts,
    Outline,
    Paragraph,
    Quotation,
    ScoreChart,
    Section,
    Table,
    prose,
)
from selfassess.exchange.pdf import looks
from selfassess.exchange.pdf.chart import Chart
from selfassess.exchange.pdf.grid import CLOSE, PAD, Cell, Grid, Row, column_widths, longest_word
from selfassess.exchange.pdf.shapes import Barred, Entry, Heading, Item, Kept, Text

LABELS = 0.235
"""The share of the page that the labels of facts take."""
BRIEF = 26
"""Two values that follow each other and are no longer than this stand side by side."""


def story(outline: Outline, laid: Callable[[float], None] = lambda part: None) -> list[Any]:
    """Everything in order: cover, contents, sections. ``laid`` hears how far it is, 0 to 1, and may raise to stop."""
    made = [*_cover(outline), PageBreakIfNotEmpty()]
    numbered = list(_numbered(outline.sections))
    if not numbered:
        return [*made, Text("There is nothing in this report yet.", looks.QUIET, role="P")]
    made += [Text("Contents", looks.CONTENTS_TITLE, role="contents title")]
    made += [
        Entry(section.title, looks.CONTENTS[depth + 1], source=section, role="entry", key=key)
        for key, depth, section in numbered
        if depth < len(looks.CONTENTS)
    ]
    made.append(PageBreakIfNotEmpty())
    waiting: list[Any] = []
    for number, (key, depth, section) in enumerate(numbered):
        if section.new_page:
            made += [*waiting, PageBreakIfNotEmpty()]
            waiting = []
        waiting.append(_heading(key, depth, section))
        for block in section.blocks:
            for piece in pieces(block):
                made.append(Kept(waiting, piece) if waiting else piece)
                waiting = []
        laid((number + 1) / len(numbered))
    return made + waiting


def texts(outline: Outline) -> Iterator[str]:
    """Every text of an outline that is set, once."""
    yield from (outline.council, outline.title, outline.year, outline.status)
    yield from (text for row in outline.facts for text in row)
    for _, _, section in _numbered(outline.sections):
        yield section.title
        for block in section.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Quotation():
            yield from (block.text, block.attribution)
        case Facts():
            yield from (block.title, *(text for row in block.rows for text in row))
        case Table():
            yield from (block.caption, *(column.label for column in block.columns))
            yield from (text for row in block.rows for text in row)
        case ScoreChart():
            yield block.earlier_label
            yield from (text for bar in block.bars for text in (bar.name, bar.words))


def _numbered(sections: Sequence[Section], depth: int = 0) -> Iterator[tuple[str, int, Section]]:
    """Sections in reading order, with a name for each that no other has, and how deep it lies."""
    count = 0
    stack = [(section, depth) for section in reversed(sections)]
    while stack:
        section, deep = stack.pop()
        count += 1
        yield f"section-{count}", deep, section
        stack += [(child, deep + 1) for child in reversed(section.children)]


def _cover(outline: Outline) -> Iterator[Any]:
    yield Spacer(0, looks.COVER_SPACE, isGlue=False)
    yield Text(outline.council, looks.COVER_COUNCIL, source=outline, role="P")
    yield Text(outline.title, looks.COVER_TITLE, source=outline, role="Title")
    yield Text(outline.year, looks.COVER_YEAR, source=outline, role="P")
    yield Text(f"Status: {outline.status}", looks.COVER_STATUS, source=outline, role="P")
    yield Text(f"Version for {outline.audience}", looks.COVER_STATUS, source=outline, role="P")
    if outline.draft:
        yield Barred("DRAFT – not signed off", looks.COVER_DRAFT, source=outline, role="P")
    if outline.facts:
        yield _facts(Facts(outline.facts), before=36)


def _heading(key: str, depth: int, section: Section) -> Heading:
    style = looks.HEADINGS[min(max(section.level, 1), 3)]
    role = f"H{min(max(section.level, 1), 6)}"
    return Heading(section.title, style, source=section, role=role, key=key, title=section.title, depth=depth)


def pieces(block: Block) -> Iterator[Any]:
    """What one block is on the page."""
    match block:
        case Paragraph():
            yield Text(block.text, looks.QUIET if block.quiet else looks.BODY, source=block, role="P")
        case Bullets():
            yield from (Item(item, looks.ITEM, source=block, role="LI") for item in block.items)
        case Quotation():
            yield _quotation(block)
        case Facts():
            made = _facts(block)
            title = Text(block.title, looks.CAPTION, source=block, role="Caption")
            yield Kept([title], made) if block.title else made
        case Table():
            made = _table(block)
            caption = Text(block.caption, looks.CAPTION, source=block, role="Caption")
            yield Kept([caption], made) if block.caption else made
        case ScoreChart():
            yield Chart(block)


def _quotation(block: Quotation) -> Any:
    words = Barred(block.text, looks.QUOTE, source=block, role="BlockQuote")
    if not block.attribution:
        return words
    source = Barred(block.attribution, looks.ATTRIBUTION, source=block, role="attribution")
    source.bridge = source.getSpaceBefore()
    return Kept([words], source)


def _facts(block: Facts, before: float = 6) -> Grid:
    rows: list[Row] = []
    waiting = list(block.rows)
    while waiting:
        side_by_side = len(waiting) > 1 and all(_is_brief(value) for _, value in waiting[:2])
        facts, waiting = waiting[: 1 + side_by_side], waiting[1 + side_by_side :]
        values = 0.5 - LABELS if side_by_side else 1 - LABELS
        cells: list[Cell] = []
        for label, value in facts:
            cells.append([Text(label, looks.LABEL, source=block, role="TH")])
            cells.append(_cell(value, looks.VALUE, looks.VALUE_ITEM, block))
        rows.append(Row(cells, [LABELS * looks.WIDTH, values * looks.WIDTH] * len(facts), CLOSE))
    return Grid(rows, source=block, before=before)


def _is_brief(value: str) -> bool:
    return len(value) <= BRIEF and "\n" not in value


def _cell(text: str, style: ParagraphStyle, item: ParagraphStyle, block: Block) -> Cell:
    """Prose in a cell: paragraphs and lists one below the other."""
    if "\n" not in text and not text.startswith(("- ", "• ")):
        return [Text(text, style, source=block, role="TD")]
    later = style.clone(f"{style.name}, not the first", spaceBefore=style.leading / 3)
    made: Cell = []
    for part in prose(text):
        if isinstance(part, Bullets):
            made += [Item(each, item, source=block, role="LI") for each in part.items]
        elif isinstance(part, Paragraph):
            made.append(Text(part.text, later if made else style, source=block, role="TD"))
    return made


def _table(block: Table) -> Grid:
    labels = [column.label for column in block.columns]
    least = [
        max(
            longest_word([label], looks.HEAD.fontName, looks.HEAD.fontSize),
            longest_word([row[number] for row in block.rows], looks.CELL.fontName, looks.CELL.fontSize),
        )
        + 2 * PAD
        + 1
        for number, label in enumerate(labels)
    ]
    widths = column_widths([column.weight for column in block.columns], least, looks.WIDTH)
    heads = [looks.HEAD_NUMBER if column.number else looks.HEAD for column in block.columns]
    styles = [looks.CELL_NUMBER if column.number else looks.CELL for column in block.columns]
    head = Row(
        [[Text(label, style, source=block, role="TH")] for label, style in zip(labels, heads, strict=True)], widths
    )
    rows = [
        Row(
            [_cell(text, style, looks.CELL_ITEM, block) for text, style in zip(row, styles, strict=True)],
            widths,
        )
        for row in block.rows
    ]
    return Grid(rows, head, source=block)
