"""What is laid on pages, made from the outline block by block.

The only place that makes them, so that each piece knows the part of the report it is: pages and the parts that a
screen reader is told of are made from the same blocks, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Spacer
from reportlab.platypus.doctemplate import PageBreakIfNotEmpty

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
    Span,
    Table,
    ValueChart,
    prose,
)
from selfassess.exchange.pdf import looks
from selfassess.exchange.pdf.chart import Chart
from selfassess.exchange.pdf.fonts import one_line, readable
from selfassess.exchange.pdf.grid import CLOSE, PAD, Cell, Grid, Row, column_widths, longest_word
from selfassess.exchange.pdf.lines import Bit, bits_of
from selfassess.exchange.pdf.logo import Logo
from selfassess.exchange.pdf.looks import Looks, looks_at
from selfassess.exchange.pdf.shapes import Barred, Entry, Heading, Item, Kept, PartBreak, Text
from selfassess.exchange.pdf.structure import NameOf, Node
from selfassess.exchange.pdf.value_chart import Pair, ValueLine

LABELS = 0.235
"""The share of the page that the labels of facts take."""
BRIEF = 26
"""Two values that follow each other and are no longer than this stand side by side."""
RUN = 120
"""In running text, a value longer than this has a paragraph of its own."""


def story(outline: Outline, document: Node, laid: Callable[[float], None] = lambda part: None) -> list[Any]:
    """Everything in order: cover, contents, sections; their parts are added to ``document``.

    ``laid`` hears how far it is, 0 to 1, and may raise to stop.
    """
    look = looks_at(outline.options.size, outline.accent)
    made = [] if outline.one_page else [*_cover(look, outline, document.add("Sect")), PageBreakIfNotEmpty()]
    numbered = list(in_order(outline.sections))
    if not numbered:
        return [*made, Text("There is nothing in this report yet.", look.quiet, node=document.add("P"))]
    if not outline.one_page:
        made += [*_contents(look, numbered, document.add("Sect")), PageBreakIfNotEmpty()]
    waiting: list[Any] = []
    parts = [document]
    for number, (key, depth, section) in enumerate(numbered):
        if section.new_page:
            made += [*waiting, PartBreak()]
            waiting = []
        parts[depth + 1 :] = [parts[depth].add("Sect")]
        waiting.append(_heading(look, key, depth, section, parts[-1]))
        for block in section.blocks:
            for piece in pieces(look, block, parts[-1], look.close_set if section.dense else look.set, depth + 2):
                made.append(Kept(waiting, piece) if waiting else piece)
                waiting = []
        laid((number + 1) / len(numbered))
    return made + waiting


def in_order(sections: Sequence[Section], depth: int = 0) -> Iterator[tuple[str, int, Section]]:
    """Sections in reading order, with a name for each that no other has, and how deep it lies."""
    count = 0
    stack = [(section, depth) for section in reversed(sections)]
    while stack:
        section, deep = stack.pop()
        count += 1
        yield f"section-{count}", deep, section
        stack += [(child, deep + 1) for child in reversed(section.children)]


def _cover(look: Looks, outline: Outline, part: Node) -> Iterator[Any]:
    """Logo, council, title as the first heading of all, year, and whom it is for; a draft says so once."""
    if outline.logo:
        yield Logo(
            outline.logo, part.add("Figure", alternative=f"Logo of {one_line(outline.council) or 'the council'}")
        )
    yield Spacer(0, looks.COVER_SPACE, isGlue=False)
    yield Text(outline.council, look.cover_council, node=part.add("P"))
    # Its last word does not stand on a line of its own.
    yield Text("\u00a0".join(outline.title.rsplit(" ", 1)), look.cover_title, node=part.add("H1"))
    lines = [(outline.year, look.cover_year)]
    lines.append((f"Status: {outline.status}", look.cover_status))
    lines.append((f"Version for {outline.readers}", look.cover_status))
    yield from (Text(text, style, node=part.add("P")) for text, style in lines)
    if outline.draft:
        yield Barred("DRAFT – not signed off", look.cover_draft, node=part.add("P"))
    if outline.facts:
        yield _facts(look, Facts(outline.facts), part.add("Table"), before=36)


def _contents(look: Looks, numbered: Sequence[tuple[str, int, Section]], part: Node) -> Iterator[Any]:
    yield Text("Contents", look.contents_title, node=part.add("H1"))
    listed = part.add("TOC")
    for key, depth, section in numbered:
        if depth < len(look.contents) and not (section.dense and depth):
            link = listed.add("TOCI").add("Reference").add("Link")
            yield Entry(_title(section), look.contents[depth + 1], node=link, key=key, title=_title(section))


def _heading(look: Looks, key: str, depth: int, section: Section, part: Node) -> Heading:
    style = (look.close_headings if section.dense else look.headings)[min(max(section.level, 1), 3)]
    # By how deep it lies and not by how it looks: a reader's levels leave none out.
    node = part.add(f"H{min(depth + 1, 6)}")
    return Heading(_title(section), style, node=node, key=key, title=_title(section), depth=depth)


def _title(section: Section) -> str:
    return section.title if readable(section.title).strip() else "Untitled"


def pieces(look: Looks, block: Block, part: Node, styles: looks.Styles, level: int) -> Iterator[Any]:
    """What one block is on the page, and under ``part`` of the report; ``level`` is that of a heading in it."""
    match block:
        case Paragraph():
            style = styles.quiet if block.quiet else styles.body
            node = part.add("P", language=block.language)
            yield _runs_of(look, block.runs, style, node) if block.spans else Text(block.text, style, node=node)
        case Bullets():
            yield from _items(look, block.runs, styles.item, part, block.language)
        case Quote():
            spoken = Quotation(block.text, block.voice)
            yield _quotation(look, spoken, part.add("BlockQuote", language=block.language))
        case Quotation():
            yield _quotation(look, block, part.add("BlockQuote"))
        case Facts(running=True):
            yield from _running(look, block, part, level)
        case Facts():
            yield _titled(look, block, part, level)
        case Table():
            yield _captioned(look, block.caption, part.add("Table"), partial(_table, look, block))
        case Comparison():
            yield _captioned(look, block.caption, part.add("Table"), partial(_comparison, look, block))
        case ScoreChart():
            yield Chart(
                look,
                block,
                part.add("Figure", alternative=one_line(block.alternative) or "Scores by quality statement"),
            )
        case ValueChart():
            yield ValueLine(look, block, part.add("Figure", alternative=one_line(block.alternative)))


def _titled(look: Looks, block: Facts, part: Node, level: int) -> Any:
    """Facts below their title, which is a heading of its own."""
    title = [Text(block.title, look.caption, node=part.add(_heading_role(level)))] if block.title else []
    grid = _facts(look, block, part.add("Table"))
    return Kept(title, grid) if title else grid


def _heading_role(level: int) -> str:
    return f"H{min(level, 6)}"


def _captioned(look: Looks, caption: str, table: Node, make: Callable[[Node], Grid]) -> Any:
    if not caption:
        return make(table)
    return Kept([Text(caption, look.caption, node=table.add("Caption"))], make(table))


def _runs_of(look: Looks, spans: Sequence[Span], style: ParagraphStyle, node: Node) -> Text:
    return Text("", style, node=node, bits=_bits(look, spans, style))


def _bits(look: Looks, spans: Sequence[Span], style: ParagraphStyle) -> list[Bit]:
    return [bit for span in spans for bit in bits_of(span.text, look.strong(style) if span.strong else style)]


def _items(
    look: Looks, items: Sequence[Sequence[Span]], style: ParagraphStyle, part: Node, language: str = ""
) -> Iterator[Item]:
    listed = part.add("L", language=language, ListNumbering=NameOf("Disc"))
    for spans in items:
        one = listed.add("LI")
        label = one.add("Lbl")
        item = Item("", style, node=one.add("LBody"), bits=_bits(look, spans, style))
        item.label = label
        yield item


def _quotation(look: Looks, block: Quotation, part: Node) -> Any:
    words = Barred(block.text, look.quote, node=part.add("P"))
    words.colour = look.accent
    if not block.attribution:
        return words
    source = Barred(block.attribution, look.attribution, node=part.add("P"))
    source.colour = look.accent
    source.bridge = source.getSpaceBefore()
    return Kept([words], source)


def _running(look: Looks, block: Facts, part: Node, level: int) -> Iterator[Any]:
    """Facts as running text: brief ones one after the other, a long one in paragraphs of its own."""
    waiting: list[Any] = []
    if block.title:
        waiting = [Text(block.title, look.run_title, node=part.add(_heading_role(level)))]
    for facts in _runs(block.rows):
        for piece in _run(look, facts, part):
            yield Kept(waiting, piece) if waiting else piece
            waiting = []
    yield from waiting


def _runs(rows: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Facts that follow each other in one paragraph."""
    brief: list[tuple[str, str]] = []
    for label, value in rows:
        if len(value) <= RUN and (listed := _listed(value)):
            brief.append((label, listed))
            continue
        if brief:
            yield brief
        brief = []
        yield [(label, value)]
    if brief:
        yield brief


def _listed(value: str) -> str:
    """A value on one line, "" where it has several that are no list of names."""
    lines = value.split("\n")
    if len(lines) == 1:
        return value
    names = [line.removeprefix("- ") for line in lines]
    return "; ".join(names) if all(line.startswith("- ") for line in lines) else ""


def _run(look: Looks, facts: Sequence[tuple[str, str]], part: Node) -> Iterator[Any]:
    (label, value), *more = facts
    blocks = prose(value)
    first = blocks[0].text if blocks and isinstance(blocks[0], Paragraph) else ""
    said = [(_asked(label), look.label), (first, look.run)]
    for name, text in more:
        said += [(" · ", look.run), (_asked(name), look.label), (text, look.run)]
    yield Text.of(said, look.run, node=part.add("P"))
    for block in blocks[1:] if first else blocks:
        if isinstance(block, Bullets):
            yield from _items(look, block.runs, look.run_item, part)
        elif isinstance(block, Paragraph):
            yield Text(block.text, look.run, node=part.add("P"))


def _asked(label: str) -> str:
    return f"{label} " if label.endswith("?") else f"{label}: "


def _facts(look: Looks, block: Facts, table: Node, before: float = 6) -> Grid:
    rows: list[Row] = []
    waiting = list(block.rows)
    pairs = [len(pair) for pair in _paired(waiting)]
    widest = max(pairs, default=1)
    for facts in _paired(waiting):
        values = 0.5 - LABELS if len(facts) == 2 else 1 - LABELS
        line = table.add("TR")
        cells: list[Cell] = []
        for label, value in facts:
            cells.append([Text(label, look.label, node=line.add("TH", Scope=NameOf("Row")).add("P"))])
            cell = line.add("TD", ColSpan=3) if len(facts) < widest else line.add("TD")
            cells.append(_cell(look, value, look.value, look.value_item, cell))
        rows.append(Row(cells, [LABELS * looks.WIDTH, values * looks.WIDTH] * len(facts), CLOSE))
    return Grid(rows, before=before)


def _paired(facts: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    """Facts one by one, or two side by side where both are brief."""
    at = 0
    while at < len(facts):
        count = 2 if len(facts) > at + 1 and all(_is_brief(value) for _, value in facts[at : at + 2]) else 1
        yield facts[at : at + count]
        at += count


def _is_brief(value: str) -> bool:
    return len(value) <= BRIEF and "\n" not in value


def _cell(look: Looks, text: str, style: ParagraphStyle, item: ParagraphStyle, node: Node) -> Cell:
    """Prose in a cell: paragraphs and lists one below the other."""
    if "\n" not in text and not text.startswith(("- ", "• ")):
        return [Text(text, style, node=node.add("P"))]
    later = style.clone(f"{style.name}, not the first", spaceBefore=style.leading / 3)
    made: Cell = []
    for part in prose(text):
        if isinstance(part, Bullets):
            made += _items(look, part.runs, item, node)
        elif isinstance(part, Paragraph):
            made.append(Text(part.text, later if made else style, node=node.add("P")))
    return made


def _comparison(look: Looks, block: Comparison, table: Node) -> Grid:
    """A table whose first column holds both values as bars below the name; the other columns say them."""
    grid = _table(look, block.table, table)
    most = max((abs(value) for row in block.rows for value in (row.our_value, row.their_value)), default=0.0)
    for row, said in zip(grid.rows, block.rows, strict=True):
        row.add(0, Pair(look, said.our_value, said.their_value, most))
    return grid


def _table(look: Looks, block: Table, table: Node) -> Grid:
    labels = [column.label for column in block.columns]
    least = [
        max(
            longest_word([label], look.head.fontName, look.head.fontSize),
            longest_word([row[number] for row in block.rows], look.cell.fontName, look.cell.fontSize),
        )
        + 2 * PAD
        + 1
        for number, label in enumerate(labels)
    ]
    widths = column_widths([column.weight for column in block.columns], least, looks.WIDTH)
    heads = [look.head_number if column.number else look.head for column in block.columns]
    styles = [look.cell_number if column.number else look.cell for column in block.columns]
    line = table.add("TR")
    titles = [line.add("TH", Scope=NameOf("Column")).add("P") for _ in labels]
    head = Row([[Text(label, s, node=n)] for label, s, n in zip(labels, heads, titles, strict=True)], widths)
    rows: list[Row] = []
    for row in block.rows:
        line = table.add("TR")
        cells = (_cell(look, text, s, look.cell_item, line.add("TD")) for text, s in zip(row, styles, strict=True))
        rows.append(Row(list(cells), widths))
    return Grid(rows, head)
