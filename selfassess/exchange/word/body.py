"""What stands in the document, made from the outline block by block; the only place that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import assert_never

from selfassess.domain.model.catalogue import CATALOGUE
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
from selfassess.exchange.outlines.drawing import Chart, Drawing, draw_chart
from selfassess.exchange.outlines.origins import Context, Origin, Origins
from selfassess.exchange.outlines.texts import (
    NOTHING,
    chart_caption,
    clean_text,
    format_section_heading,
    is_listed,
    list_cover_lines,
    sections_in_order,
    to_one_line,
)
from selfassess.exchange.word import markup
from selfassess.exchange.word.columns import fit_column_widths, share_out
from selfassess.exchange.word.identity import write_tag
from selfassess.exchange.word.styles import LARGEST_LEVEL, MADE_BY

LABELS = 0.26
"""The share of the page that the labels of facts take."""
TITLED = 3
"""From this depth on, the heading of a section may be the title of a record."""
LOGO_WIDE, LOGO_TALL = 180.0, 70.0
"""The room that a logo has on the cover, in points."""
_BOLD, _MUTED = "<w:b/><w:bCs/>", '<w:color w:val="5B6675"/>'
_ABOVE = '<w:spacing w:before="2000"/>'
_AT_THE_TOP = '<w:spacing w:before="0" w:after="100"/>'
_CLOSE = '<w:spacing w:before="150" w:after="40"/>'
_CLOSE_SET = '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>'
_NEW_PAGE = "<w:pageBreakBefore/>"
_RIGHT = '<w:jc w:val="right"/>'


@dataclass(slots=True)
class Counts:
    """What was written, to be found again when the file is read back."""

    headings: int = 0
    tables: int = 0
    controls: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is in the document: the name by which it knows it, and its size in pixels."""

    relation: str
    width: float
    height: float


class Body:
    """Writes an outline's parts as XML; ``styles`` are the ids of ours, ``width`` is the page's, in its units.

    ``relate`` takes a picture and gives the name by which the document knows it; ``called`` says whose a text is;
    ``list_of`` what the paragraphs of a block say of the numbered list that it is.
    """

    def __init__(
        self,
        styles: Mapping[str, str],
        width: int,
        origins: Origins,
        relate: Callable[[Drawing], str],
        called: Callable[[Origin], str],
        list_of: Callable[[Block], str],
    ) -> None:
        self._styles = styles
        self._width = width
        self._origins = origins
        self._relate = relate
        self._called = called
        self._list_of = list_of
        self._ids = count(1)
        self._tables = count(1)
        self._figures = count(1)
        self._anchors: dict[str, str] = {}
        self._set = ""
        """How close the paragraphs of a section are set, where that is not as usual."""
        self.counts = Counts()
        self.logo: Picture | None = None

    def write_body(self, outline: Outline, progress: Callable[[float], None]) -> Iterator[str]:
        """Everything in order: cover, contents, sections."""
        if outline.one_page:
            said = " · ".join((clean_text(outline.council), *list_cover_lines(outline)))
            yield markup.text_paragraph(self._find_style_id(f"{MADE_BY}note"), said)
        else:
            yield from self._write_cover_lines(outline)
        numbered = list(enumerate(sections_in_order(outline.sections), 1))
        if not numbered:
            yield markup.text_paragraph(self._find_style_id(f"{MADE_BY}note"), NOTHING)
            return
        self._anchors = {each.anchor: _format_anchor(at) for at, (_, each) in numbered if each.anchor}
        if not outline.one_page:
            yield self._build_contents([(at, depth, each) for at, (depth, each) in numbered if is_listed(depth, each)])
        for at, (depth, section) in numbered:
            yield self._build_section_heading(
                at, depth, section, new_page=section.new_page or (at == 1 and not outline.one_page)
            )
            self._set = _CLOSE_SET if section.dense else ""
            yield from self._write_blocks(section.blocks, Context(section.key))
            progress(at / len(numbered))

    def _find_style_id(self, name: str) -> str:
        return self._styles[name]

    def _write_cover_lines(self, outline: Outline) -> Iterator[str]:
        """The cover: logo, council, title, and what each edition says below it."""
        council = clean_text(outline.council)
        title = clean_text(outline.title)
        if self.logo is not None:
            yield self._build_logo_paragraph(self.logo, f"Logo of {to_one_line(council) or 'the council'}")
        yield markup.text_paragraph(self._find_style_id("Subtitle"), council, last=_ABOVE)
        yield markup.text_paragraph(self._find_style_id("Title"), title)
        lines = list_cover_lines(outline)
        said = lines[:3]
        for line in said:
            yield markup.text_paragraph(self._find_style_id("Subtitle"), line)
        for line in lines[len(said) :]:
            yield markup.text_paragraph(self._find_style_id(f"{MADE_BY}draft"), line)
        if outline.facts:
            yield from self._write_facts_table(Facts(outline.facts), Context("cover"))

    def _build_logo_paragraph(self, logo: Picture, alternative: str) -> str:
        """The council's logo, as large as the cover has room for it."""
        self.counts.pictures += 1
        scale = min(LOGO_WIDE / logo.width, LOGO_TALL / logo.height)
        size = (logo.width * scale, logo.height * scale)
        shown = markup.make_picture(next(self._ids), logo.relation, *size, alternative)
        return markup.make_paragraph(self._find_style_id("Normal"), shown)

    def _build_contents(self, listed: Sequence[tuple[int, int, Section]]) -> str:
        """The contents: a field that Word works out again when asked to, with its entries filled in as links."""
        title = markup.text_paragraph(self._find_style_id("TOC Heading"), "Contents", properties=_NEW_PAGE)
        entries = [
            (
                self._find_style_id(f"toc {depth + 1}"),
                markup.make_link(
                    _format_anchor(at), markup.make_text_run(format_section_heading(section).replace("\n", " "))
                ),
            )
            for at, depth, section in listed
        ]
        begins, ends = markup.make_field(r'TOC \o "1-2" \h \z \u', "|").split("|")
        lines = [
            (begins if at == 0 else "") + entry + (ends if at == len(entries) - 1 else "")
            for at, (_, entry) in enumerate(entries)
        ]
        made = "".join(markup.make_paragraph(style, line) for (style, _), line in zip(entries, lines, strict=True))
        return (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            f"</w:docPartObj></w:sdtPr><w:sdtContent>{title}{made}</w:sdtContent></w:sdt>"
        )

    def _build_section_heading(self, at: int, depth: int, section: Section, *, new_page: bool) -> str:
        """A heading with a bookmark for the contents; a record's title knows where it was written."""
        self.counts.headings += 1
        words = format_section_heading(section)
        origin = self._origins.of_value(words, Context(section.key)) if depth >= TITLED else None
        content = markup.make_bookmark(at, _format_anchor(at), self._build_inline_text(words, origin))
        style = self._find_style_id(f"heading {min(depth + 1, LARGEST_LEVEL)}")
        if new_page:
            close = _AT_THE_TOP
        elif section.dense and depth:
            close = _CLOSE
        else:
            close = ""
        return markup.make_paragraph(style, content, text=words, properties=_NEW_PAGE if new_page else "", last=close)

    def _write_blocks(self, blocks: Sequence[Block], context: Context) -> Iterator[str]:
        """Blocks in order; those that are one text of somebody's are in one control."""
        for origin, group in self._origins.of_blocks(blocks, context):
            if origin is None:
                for block in group:
                    yield from self.write_block_xml(block, context)
            else:
                yield self._build_prose_control(group, origin, "Normal", "List Bullet")

    def write_block_xml(self, block: Block, context: Context) -> Iterator[str]:
        """One block as paragraphs and tables."""
        match block:
            case Paragraph():
                style = self._find_style_id(f"{MADE_BY}note" if block.quiet else "Normal")
                words = self._build_span_runs(block.spans_of_text, context, block.language)
                yield markup.make_paragraph(style, words, text=clean_text(block.text), last=self._set)
            case Bullets():
                style, listed = self._find_style_id("List Bullet"), self._list_of(block)
                for item, spans in zip(block.items, block.spans_of_items, strict=True):
                    words = self._build_span_runs(spans, context, block.language)
                    yield markup.make_paragraph(style, words, text=clean_text(item), properties=listed, last=self._set)
            case Quotation():
                yield from self._write_quotation(block.text, block.attribution, context)
            case Quote():
                yield from self._write_quotation(block.text, block.voice, context, block.language)
            case Comparison():
                yield from self._write_chart(block)
                yield from self._write_table(block.to_plain_table, context)
            case Facts(running=True):
                yield from self._write_running_lines(block, context)
            case Facts():
                yield from self._write_facts_table(block, context)
            case Table():
                yield from self._write_table(block, context)
            case ScoreChart() | ValueChart():
                yield from self._write_chart(block)
            case _:
                assert_never(block)

    def _write_quotation(self, text: str, source: str, context: Context, language: str = "") -> Iterator[str]:
        words = self._build_span_runs((Span(text),), context, language)
        yield markup.make_paragraph(self._find_style_id("Quote"), words, text=clean_text(text))
        if source:
            content = self._build_span_runs((Span(source),), context)
            yield markup.make_paragraph(self._find_style_id(f"{MADE_BY}attribution"), content, text=clean_text(source))

    def _write_facts_table(self, block: Facts, context: Context) -> Iterator[str]:
        """Labels and values as a table of two columns."""
        context = self._context_of(block, context)
        if block.title:
            yield self._record_title(block.title, context)
        widths = share_out(self._width, LABELS, 1 - LABELS)
        rows = []
        for label, value in block.rows:
            named = markup.text_paragraph(self._find_style_id(f"{MADE_BY}cell"), clean_text(label))
            inside = Context(context.section, context.record, label)
            rows.append(
                markup.make_row(
                    [
                        markup.make_cell(widths[0], named),
                        markup.make_cell(widths[1], self._build_cell_content(value, inside)),
                    ]
                )
            )
        if rows:
            self.counts.tables += 1
            yield markup.make_table(
                self._find_style_id(f"{MADE_BY}table"), widths, rows, caption=to_one_line(block.title), heads="column"
            )
            yield markup.make_paragraph(self._find_style_id(f"{MADE_BY}cell"), "")

    def _write_running_lines(self, block: Facts, context: Context) -> Iterator[str]:
        """Facts as running text: brief ones one after the other, a long one in paragraphs of its own."""
        context = self._context_of(block, context)
        if block.title:
            yield self._record_title(block.title, context)
        for facts in running.group_facts_in_paragraphs(block.rows):
            if facts.value is None:
                content = ""
                for at, (label, value) in enumerate(facts.brief):
                    if at:
                        content += markup.make_text_run(" · ")
                    content += self._build_labelled_runs(label, value, context)
                yield markup.make_paragraph(self._find_style_id("Normal"), content)
                continue
            label, value = facts.value
            yield markup.make_paragraph(
                self._find_style_id("Normal"),
                markup.make_text_run(running.format_running_label(clean_text(label)), _BOLD + _MUTED),
            )
            yield self._prose_or_pieces(value, Context(context.section, context.record, label), "Normal", "List Bullet")

    def _build_labelled_runs(self, label: str, value: str, context: Context) -> str:
        origin = self._origins.of_value(value, Context(context.section, context.record, label))
        return markup.make_text_run(
            running.format_running_label(clean_text(label)), _BOLD + _MUTED
        ) + self._build_inline_text(clean_text(value), origin)

    def _record_title(self, title: str, context: Context) -> str:
        """A record's title above its facts, as a text that can be changed in Word."""
        spoken = Context(context.section, context.record, self._title_label(context.record))
        origin = self._origins.of_value(title, spoken)
        return markup.make_paragraph(
            self._find_style_id(f"{MADE_BY}record"),
            self._build_inline_text(clean_text(title), origin),
            text=clean_text(title),
        )

    def _context_of(self, block: Facts, context: Context) -> Context:
        texts = (block.title, *(value for _, value in block.rows))
        return Context(context.section, self._origins.likely_record(context.section, filter(None, texts)))

    def _title_label(self, record: str) -> str:
        kind = self._origins.kind_of(record)
        if not kind:
            return ""
        return CATALOGUE[kind].by_key[CATALOGUE[kind].title].label

    def _write_table(self, block: Table, context: Context) -> Iterator[str]:
        self.counts.tables += 1
        style = self._find_style_id(f"{MADE_BY}cell")
        if block.caption:
            yield self._build_caption("Table", next(self._tables), clean_text(block.caption))
        widths = fit_column_widths(block, self._width)
        aligned = [_RIGHT if column.number else "" for column in block.columns]
        heads = (
            markup.make_cell(width, markup.text_paragraph(style, clean_text(column.label), last=side))
            for width, column, side in zip(widths, block.columns, aligned, strict=True)
        )
        rows = [markup.make_row(heads, heading=True)]
        for texts in block.rows:
            record = self._origins.likely_record(context.section, filter(None, texts))
            cells = []
            for width, column, side, text in zip(widths, block.columns, aligned, texts, strict=True):
                inside = Context(context.section, record, column.label)
                cells.append(markup.make_cell(width, self._build_cell_content(text, inside, last=side)))
            rows.append(markup.make_row(cells))
        yield markup.make_table(
            self._find_style_id(f"{MADE_BY}table"), widths, rows, caption=to_one_line(block.caption), heads="row"
        )
        yield markup.make_paragraph(style, "")

    def _build_caption(self, what: str, number: int, caption: str, *, properties: str = "") -> str:
        """A caption that Word counts again when a table or figure is put in before it."""
        counted = markup.make_text_run(f"{what} ") + markup.make_field(
            rf"SEQ {what} \* ARABIC", markup.make_text_run(str(number))
        )
        words = counted + markup.make_text_run(f". {caption}")
        return markup.make_paragraph(self._find_style_id("caption"), words, text=caption, properties=properties)

    def _write_chart(self, block: Chart) -> Iterator[str]:
        """A picture, and below it what it is of."""
        drawing = draw_chart(block)
        self.counts.pictures += 1
        number = next(self._ids)
        scale = min(1.0, self._width / 20 / drawing.width)
        size = (drawing.width * scale, drawing.height * scale)
        shown = markup.make_picture(number, self._relate(drawing), *size, drawing.alternative)
        yield markup.make_paragraph(self._find_style_id("Normal"), shown, properties="<w:keepNext/>")
        yield self._build_caption(
            "Figure", next(self._figures), chart_caption(block), properties='<w:keepNext w:val="0"/>'
        )

    def _build_cell_content(self, text: str, context: Context, *, last: str = "") -> str:
        """What stands in a cell."""
        return self._prose_or_pieces(text, context, f"{MADE_BY}cell", f"{MADE_BY}cell bullet", last=last)

    def _prose_or_pieces(self, text: str, context: Context, style: str, item: str, *, last: str = "") -> str:
        """A text that stands alone: in one control where somebody wrote it, else sentence by sentence."""
        blocks = parse_prose(text)
        origin = self._origins.of_value(text, context)
        if origin is not None and blocks:
            if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
                words = clean_text(blocks[0].text)
                return markup.make_paragraph(
                    self._find_style_id(style), self._build_inline_text(words, origin), text=words, last=last
                )
            return self._build_prose_control(blocks, origin, style, item)
        made = ""
        for block in blocks:
            texts: tuple[str, ...] = block.items if isinstance(block, Bullets) else ()
            if isinstance(block, Paragraph):
                texts = (block.text,)
            kind, listed = self._find_style_id(item if isinstance(block, Bullets) else style), self._list_of(block)
            for each in texts:
                language = block.language if isinstance(block, Bullets | Paragraph) else ""
                words = self._build_span_runs((Span(each),), context, language)
                made += markup.make_paragraph(kind, words, text=clean_text(each), properties=listed, last=last)
        return made or markup.make_paragraph(self._find_style_id(style), "", last=last)

    def _build_prose_control(self, blocks: Sequence[Block], origin: Origin, style: str, item: str) -> str:
        """Paragraphs and lists of one text in one control."""
        made: list[str] = []
        said: list[str] = []
        for block in blocks:
            if not isinstance(block, Bullets | Paragraph):
                continue
            kind, listed = self._find_style_id(item if isinstance(block, Bullets) else style), self._list_of(block)
            items = block.spans_of_items if isinstance(block, Bullets) else (block.spans_of_text,)
            for spans in items:
                text = clean_text("".join(span.text for span in spans if not span.added))
                words = "".join(self._build_span_run(clean_text(span.text), span, block.language) for span in spans)
                made.append(markup.make_paragraph(kind, words, text=text, properties=listed, last=self._set))
                said.append(text)
        return self._build_control("".join(made), origin, "\n".join(said))

    def _build_span_runs(self, spans: Sequence[Span], context: Context, language: str = "") -> str:
        """A paragraph's stretches; its parts know where they were written, wherever a stretch begins or ends."""
        texts = [clean_text(span.text) for span in spans]
        written = "".join(text for text, span in zip(texts, spans, strict=True) if not span.added)
        made, at, used = "", 0, 0
        for piece in self._origins.split_into_pieces(written, context):
            left = len(piece.text)
            runs = ""
            while left or (at < len(spans) and spans[at].added):
                taken = texts[at] if spans[at].added else texts[at][used : used + left]
                runs += self._build_span_run(taken, spans[at], language)
                if not spans[at].added:
                    used += len(taken)
                    left -= len(taken)
                if spans[at].added or used == len(texts[at]):
                    at += 1
                    used = 0
            made += runs if piece.origin is None else self._build_control(runs, piece.origin, piece.text)
        return made

    def _build_span_run(self, text: str, span: Span, language: str) -> str:
        """A stretch of text in its weight, as a link where it leads somewhere in the document."""
        added = f'<w:rStyle w:val="{self._find_style_id(markup.ADDITION)}"/>' if span.added else ""
        weight = _BOLD if span.strong else ""
        made = markup.make_text_run(text, added + weight, language)
        if made and span.to in self._anchors:
            return markup.make_link(self._anchors[span.to], made)
        return made

    def _build_inline_text(self, words: str, origin: Origin | None) -> str:
        runs = markup.make_text_run(words)
        if origin is None:
            return runs
        return self._build_control(runs, origin, words)

    def _build_control(self, content: str, origin: Origin, said: str) -> str:
        """Content that knows its record and field; as it is where its place cannot be written down."""
        tag = write_tag(origin, said)
        if not tag:
            return content
        self.counts.controls += 1
        return markup.make_control(next(self._ids), tag, to_one_line(self._called(origin)), content)


def _format_anchor(at: int) -> str:
    return f"_Toc{at:08}"
