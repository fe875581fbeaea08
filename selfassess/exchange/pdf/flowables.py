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
    parse_prose,
)
from selfassess.exchange.outlines import running
from selfassess.exchange.pdf import looks
from selfassess.exchange.pdf.chart import Chart
from selfassess.exchange.pdf.fonts import make_readable, to_drawable_line
from selfassess.exchange.pdf.grid import CLOSE, PAD, Cell, Grid, Row, longest_word, share_column_widths
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
NUMBER_GAP = 4
"""Points between the number of an item and its text."""


def build_story(outline: Outline, document: Node, laid: Callable[[float], None] = lambda part: None) -> list[Any]:
    """Everything in order: cover, contents, sections; their parts are added to ``document``.

    ``laid`` hears how far it is, 0 to 1, and may raise to stop.
    """
    look = looks_at(outline.options.size, outline.accent)
    made = (
        []
        if outline.one_page
        else [*_build_cover_page(look, outline, document.add_part("Sect")), PageBreakIfNotEmpty()]
    )
    numbered = list(list_named_sections(outline.sections))
    if not numbered:
        return [*made, Text("There is nothing in this report yet.", look.quiet, node=document.add_part("P"))]
    if not outline.one_page:
        made += [*_build_contents_page(look, numbered, document.add_part("Sect")), PageBreakIfNotEmpty()]
    waiting: list[Any] = []
    parts = [document]
    for number, (key, depth, section) in enumerate(numbered):
        if section.new_page:
            made += [*waiting, PartBreak()]
            waiting = []
        parts[depth + 1 :] = [parts[depth].add_part("Sect")]
        waiting.append(_build_heading(look, key, depth, section, parts[-1]))
        for block in section.blocks:
            block_styles = look.close_set if section.dense else look.set
            for piece in build_pieces(look, block, parts[-1], block_styles, depth + 2):
                laid_piece = Kept(waiting, piece) if waiting else piece
                made.append(laid_piece)
                waiting = []
        laid((number + 1) / len(numbered))
    return made + waiting


def list_named_sections(sections: Sequence[Section], depth: int = 0) -> Iterator[tuple[str, int, Section]]:
    """Sections in reading order, with a name for each that no other has, and how deep it lies."""
    count = 0
    stack = [(section, depth) for section in reversed(sections)]
    while stack:
        section, deep = stack.pop()
        count += 1
        yield f"section-{count}", deep, section
        stack += [(child, deep + 1) for child in reversed(section.children)]


def _build_cover_page(look: Looks, outline: Outline, part: Node) -> Iterator[Any]:
    """Logo, council, title as the first heading of all, year, and whom it is for; a draft says so once."""
    if outline.logo:
        yield Logo(
            outline.logo,
            part.add_part("Figure", alternative=f"Logo of {to_drawable_line(outline.council) or 'the council'}"),
        )
    yield Spacer(0, looks.COVER_SPACE, isGlue=False)
    yield Text(outline.council, look.cover_council, node=part.add_part("P"))
    # Its last word does not stand on a line of its own.
    yield Text("\u00a0".join(outline.title.rsplit(" ", 1)), look.cover_title, node=part.add_part("H1"))
    lines = [(outline.year, look.cover_year)]
    lines.append((f"Status: {outline.status}", look.cover_status))
    lines.append((f"Version for {outline.readers}", look.cover_status))
    yield from (Text(text, style, node=part.add_part("P")) for text, style in lines)
    if outline.draft:
        yield Barred("DRAFT – not signed off", look.cover_draft, node=part.add_part("P"))
    if outline.facts:
        yield _build_facts_grid(look, Facts(outline.facts), part.add_part("Table"), before=36)


def _build_contents_page(look: Looks, numbered: Sequence[tuple[str, int, Section]], part: Node) -> Iterator[Any]:
    """The contents: each entry is a link, and its page number is filled in later."""
    yield Text("Contents", look.contents_title, node=part.add_part("H1"))
    listed = part.add_part("TOC")
    for key, depth, section in numbered:
        is_listed = depth < len(look.contents) and not (section.dense and depth)
        if is_listed:
            link = listed.add_part("TOCI").add_part("Reference").add_part("Link")
            yield Entry(
                _title_of_section(section),
                look.contents[depth + 1],
                node=link,
                key=key,
                title=_title_of_section(section),
            )


def _build_heading(look: Looks, key: str, depth: int, section: Section, part: Node) -> Heading:
    headings = look.close_headings if section.dense else look.headings
    style = headings[min(max(section.level, 1), 3)]
    # By how deep it lies and not by how it looks: a reader's levels leave none out.
    node = part.add_part(f"H{min(depth + 1, 6)}")
    return Heading(_title_of_section(section), style, node=node, key=key, title=_title_of_section(section), depth=depth)


def _title_of_section(section: Section) -> str:
    if not make_readable(section.title).strip():
        return "Untitled"
    return section.title


def build_pieces(look: Looks, block: Block, part: Node, styles: looks.Styles, level: int) -> Iterator[Any]:
    """What one block is on the page, and under ``part`` of the report; ``level`` is that of a heading in it."""
    match block:
        case Paragraph():
            style = styles.quiet if block.quiet else styles.body
            node = part.add_part("P", language=block.language)
            paragraph = (
                _runs_of(look, block.spans_of_text, style, node) if block.spans else Text(block.text, style, node=node)
            )
            yield paragraph
        case Bullets():
            yield from _build_list_items(look, block, styles.item, part)
        case Quote():
            spoken = Quotation(block.text, block.voice)
            yield _build_quotation(look, spoken, part.add_part("BlockQuote", language=block.language))
        case Quotation():
            yield _build_quotation(look, block, part.add_part("BlockQuote"))
        case Facts(running=True):
            yield from _build_running_facts(look, block, part, level)
        case Facts():
            yield _build_titled_facts(look, block, part, level)
        case Table():
            yield _build_captioned_table(
                look, block.caption, part.add_part("Table"), partial(_build_table_grid, look, block)
            )
        case Comparison():
            yield _build_captioned_table(
                look, block.caption, part.add_part("Table"), partial(_build_comparison_grid, look, block)
            )
        case ScoreChart():
            yield Chart(
                look,
                block,
                part.add_part(
                    "Figure", alternative=to_drawable_line(block.alternative) or "Scores by quality statement"
                ),
            )
        case ValueChart():
            yield ValueLine(look, block, part.add_part("Figure", alternative=to_drawable_line(block.alternative)))


def _build_titled_facts(look: Looks, block: Facts, part: Node, level: int) -> Any:
    """Facts below their title, which is a heading of its own."""
    title = [Text(block.title, look.caption, node=part.add_part(_heading_role(level)))] if block.title else []
    grid = _build_facts_grid(look, block, part.add_part("Table"))
    if not title:
        return grid
    return Kept(title, grid)


def _heading_role(level: int) -> str:
    return f"H{min(level, 6)}"


def _build_captioned_table(look: Looks, caption: str, table: Node, make: Callable[[Node], Grid]) -> Any:
    if not caption:
        return make(table)
    return Kept([Text(caption, look.caption, node=table.add_part("Caption"))], make(table))


def _runs_of(look: Looks, spans: Sequence[Span], style: ParagraphStyle, node: Node) -> Text:
    return Text("", style, node=node, bits=_build_span_bits(look, spans, style))


def _build_span_bits(look: Looks, spans: Sequence[Span], style: ParagraphStyle) -> list[Bit]:
    return [
        bit for span in spans for bit in bits_of(span.text, look.make_strong_style(style) if span.strong else style)
    ]


def _build_list_items(look: Looks, block: Bullets, style: ParagraphStyle, part: Node) -> Iterator[Item]:
    """A list, each item with its bullet or number as a part of its own for who hears it."""
    listed = part.add_part("L", language=block.language, ListNumbering=NameOf("Decimal" if block.first else "Disc"))
    if block.first:
        style = _widen_for_numbers(style, block.labels[-1])
    for spans, sign in zip(block.spans_of_items, block.labels, strict=True):
        one = listed.add_part("LI")
        label = one.add_part("Lbl")
        item = Item("", style, node=one.add_part("LBody"), bits=_build_span_bits(look, spans, style))
        item.label = label
        item.bullet = sign
        yield item


def _widen_for_numbers(style: ParagraphStyle, widest: str) -> ParagraphStyle:
    """The style of an item with room for its number, which the one for a bullet has not."""
    room = longest_word([widest], style.bulletFontName, style.bulletFontSize) + style.bulletIndent + NUMBER_GAP
    return style.clone(f"{style.name}, numbered", leftIndent=max(style.leftIndent, room))


def _build_quotation(look: Looks, block: Quotation, part: Node) -> Any:
    words = Barred(block.text, look.quote, node=part.add_part("P"))
    words.colour = look.accent
    if not block.attribution:
        return words
    source = Barred(block.attribution, look.attribution, node=part.add_part("P"))
    source.colour = look.accent
    source.bridge = source.getSpaceBefore()
    return Kept([words], source)


def _build_running_facts(look: Looks, block: Facts, part: Node, level: int) -> Iterator[Any]:
    """Facts as running text: brief ones one after the other, a long one in paragraphs of its own."""
    waiting: list[Any] = []
    if block.title:
        waiting = [Text(block.title, look.run_title, node=part.add_part(_heading_role(level)))]
    for paragraph in running.group_facts_in_paragraphs(block.rows):
        facts = paragraph.brief if paragraph.value is None else (paragraph.value,)
        for piece in _build_run(look, facts, part):
            laid = Kept(waiting, piece) if waiting else piece
            yield laid
            waiting = []
    yield from waiting


def _build_run(look: Looks, facts: Sequence[tuple[str, str]], part: Node) -> Iterator[Any]:
    (label, value), *more = facts
    blocks = parse_prose(value)
    first = ""
    if blocks and isinstance(blocks[0], Paragraph):
        first = blocks[0].text
    said = [(running.format_running_label(label), look.label), (first, look.run)]
    for name, text in more:
        said += [(" · ", look.run), (running.format_running_label(name), look.label), (text, look.run)]
    yield Text.build_from_texts(said, look.run, node=part.add_part("P"))
    rest = blocks[1:] if first else blocks
    for block in rest:
        if isinstance(block, Bullets):
            yield from _build_list_items(look, block, look.run_item, part)
        elif isinstance(block, Paragraph):
            yield Text(block.text, look.run, node=part.add_part("P"))


def _build_facts_grid(look: Looks, block: Facts, table: Node, before: float = 6) -> Grid:
    """Facts as a table of labels and values, brief ones two in a row."""
    rows: list[Row] = []
    waiting = list(block.rows)
    pairs = [len(pair) for pair in _pair_brief_facts(waiting)]
    widest = max(pairs, default=1)
    for facts in _pair_brief_facts(waiting):
        values = 0.5 - LABELS if len(facts) == 2 else 1 - LABELS
        line = table.add_part("TR")
        cells: list[Cell] = []
        for label, value in facts:
            cells.append([Text(label, look.label, node=line.add_part("TH", Scope=NameOf("Row")).add_part("P"))])
            cell = line.add_part("TD", ColSpan=3) if len(facts) < widest else line.add_part("TD")
            cells.append(_build_prose_cell(look, value, look.value, look.value_item, cell))
        rows.append(Row(cells, [LABELS * looks.WIDTH, values * looks.WIDTH] * len(facts), CLOSE))
    return Grid(rows, before=before)


def _pair_brief_facts(facts: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    """Facts one by one, or two side by side where both are brief."""
    at = 0
    while at < len(facts):
        are_both_brief = len(facts) > at + 1 and all(_is_brief(value) for _, value in facts[at : at + 2])
        count = 2 if are_both_brief else 1
        yield facts[at : at + count]
        at += count


def _is_brief(value: str) -> bool:
    return len(value) <= BRIEF and "\n" not in value


def _build_prose_cell(look: Looks, text: str, style: ParagraphStyle, item: ParagraphStyle, node: Node) -> Cell:
    """Prose in a cell: paragraphs and lists one below the other."""
    if "\n" not in text and not text.startswith(("- ", "• ", "1")):
        return [Text(text, style, node=node.add_part("P"))]
    later = style.clone(f"{style.name}, not the first", spaceBefore=style.leading / 3)
    made: Cell = []
    for part in parse_prose(text):
        if isinstance(part, Bullets):
            made += _build_list_items(look, part, item, node)
        elif isinstance(part, Paragraph):
            look_of_part = later if made else style
            made.append(Text(part.text, look_of_part, node=node.add_part("P")))
    return made


def _build_comparison_grid(look: Looks, block: Comparison, table: Node) -> Grid:
    """A table whose last column holds both values as bars below the gap; the columns before say them."""
    grid = _build_table_grid(look, block.to_plain_table, table)
    most = max((abs(value) for row in block.rows for value in (row.our_value, row.their_value)), default=0.0)
    for row, said in zip(grid.rows, block.rows, strict=True):
        row.add_to_cell(-1, Pair(look, said.our_value, said.their_value, most))
    return grid


def _build_table_grid(look: Looks, block: Table, table: Node) -> Grid:
    """A table; no column is narrower than its longest word."""
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
    widths = share_column_widths([column.weight for column in block.columns], least, looks.WIDTH)
    heads = [look.head_number if column.number else look.head for column in block.columns]
    styles = [look.cell_number if column.number else look.cell for column in block.columns]
    line = table.add_part("TR")
    titles = [line.add_part("TH", Scope=NameOf("Column")).add_part("P") for _ in labels]
    head = Row([[Text(label, s, node=n)] for label, s, n in zip(labels, heads, titles, strict=True)], widths)
    rows: list[Row] = []
    for row in block.rows:
        line = table.add_part("TR")
        cells = (
            _build_prose_cell(look, text, s, look.cell_item, line.add_part("TD"))
            for text, s in zip(row, styles, strict=True)
        )
        rows.append(Row(list(cells), widths))
    return Grid(rows, head)
