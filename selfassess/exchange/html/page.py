"""What stands in the page, made from the outline block by block; the only place that does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import assert_never

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
from selfassess.exchange.html.looks import STYLE
from selfassess.exchange.outlines import running
from selfassess.exchange.outlines.drawing import Chart, draw_chart
from selfassess.exchange.outlines.pictures import as_svg
from selfassess.exchange.outlines.texts import (
    NOTHING,
    clean_text,
    format_section_heading,
    is_listed,
    list_cover_lines,
    runs_rightwards,
    sections_in_order,
    to_one_line,
)

LANGUAGE = "en-GB"
ADDED = "added"
"""The class of what the page says and nobody wrote."""
_LOWEST = 6
_USUAL_SIZE = 11
"""The type size in points that is a browser's own."""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}’”]")


@dataclass(slots=True)
class Counts:
    """What was written, to be found again when the file is read back."""

    headings: int = 0
    tables: int = 0
    rows: int = 0


class Page:
    """Writes an outline as one page."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._anchors: dict[str, str] = {}
        self.counts = Counts()

    def write_page(self, outline: Outline) -> Iterator[str]:
        """The page in order: its head, the cover, the contents, the sections."""
        council, title, year = map(to_one_line, (outline.council, outline.title, outline.year))
        named = " – ".join(part for part in (title, council, year) if part)
        numbered = list(enumerate(sections_in_order(outline.sections), 1))
        self._anchors = {each.anchor: f"s{at}" for at, (_, each) in numbered if each.anchor}
        size = f"html{{font-size:{outline.options.size / _USUAL_SIZE:.0%}}}"
        if outline.accent:  # on a dark page it might not be seen
            size += f"@media screen and (prefers-color-scheme:light){{:root{{--accent:{outline.accent}}}}}"
            size += f"@media print{{:root{{--accent:{outline.accent}}}}}"
        yield (
            f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="generator" content="selfassess">\n'
            f"<title>{escape(named) or 'Self-assessment'}</title>\n<style>{STYLE}{size}</style>\n</head>\n<body>\n"
            '<a class="skip" href="#content">Skip to the content</a>\n<div class="page">\n'
        )
        yield from self._write_cover(outline)
        if numbered and not outline.one_page:
            yield self._format_contents([(at, depth, each) for at, (depth, each) in numbered if is_listed(depth, each)])
        yield '<main id="content" tabindex="-1">\n'
        if not numbered:
            yield _format_paragraph(NOTHING, "quiet")
        for number, section in enumerate(outline.sections):
            yield from self._write_section(section, 0, opens=section.new_page or number == 0)
        yield "</main>\n</div>\n</body>\n</html>\n"

    def _write_cover(self, outline: Outline) -> Iterator[str]:
        yield "<header>\n"
        if outline.logo:
            named = escape(f"Logo of {to_one_line(outline.council) or 'the council'}")
            yield f'<p class="logo"><img src="{escape(outline.logo)}" alt="{named}"></p>\n'
        yield _format_paragraph(outline.council, "council")
        self.counts.headings += 1
        yield f'<h1 id="title">{_format_html_text(outline.title) or "Self-assessment"}</h1>\n'
        lines = list_cover_lines(outline)
        for at, line in enumerate(lines):
            look = "draft" if at > 2 else ""
            yield _format_paragraph(line, look)
        if outline.facts:
            yield self._format_facts_table(Facts(outline.facts), "title")
        yield "</header>\n"

    def _format_contents(self, listed: Sequence[tuple[int, int, Section]]) -> str:
        """The contents as nested lists of links."""
        self.counts.headings += 1
        made = '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
        above = -1
        for at, depth, section in listed:
            if depth > above:
                if above >= 0:
                    made += "<ul>\n"
            else:
                closing_list = "</ul>\n</li>\n" if depth < above else ""
                made += "</li>\n" + closing_list
            made += (
                f'<li><a href="#s{at}">'
                f"{_format_html_text(to_one_line(section.title)) or format_section_heading(section)}</a>"
            )
            above = depth
        closing = "</ul>\n</li>\n" if above else ""
        made += "</li>\n" + closing
        return f"{made}</ul>\n</nav>\n"

    def _write_section(self, section: Section, depth: int, *, opens: bool = False) -> Iterator[str]:
        """A section under its heading, then what is below it."""
        self.counts.headings += 1
        named = f"s{next(self._ids)}"
        level = min(depth + 2, _LOWEST)
        opened = ' class="opens"' if opens else ""
        words = format_section_heading(section)
        yield f'<section{opened}>\n<h{level} id="{named}"{_format_direction(words)}>{_format_html_text(words)}'
        yield f"</h{level}>\n"
        for block in section.blocks:
            yield from self.write_html_block(block, named)
        for child in section.children:
            yield from self._write_section(child, depth + 1)
        yield "</section>\n"

    def write_html_block(self, block: Block, above: str) -> Iterator[str]:
        """One block; ``above`` is the id of the heading it stands under."""
        match block:
            case Paragraph():
                look = "quiet" if block.quiet else ""
                yield self._format_spans("p", block.spans_of_text, block.language, look)
            case Bullets():
                begin, end = _list_tags(block)
                yield begin
                yield from (self._format_spans("li", spans, block.language) for spans in block.spans_of_items)
                yield end
            case Quote():
                yield self._format_quotation(block.text, block.voice, block.language)
            case Quotation():
                source = ""
                if block.attribution:
                    source = f'<figcaption class="source">{_format_html_text(block.attribution)}</figcaption>'
                yield f"<figure><blockquote>{_format_paragraph(block.text)}</blockquote>{source}</figure>\n"
            case Facts(running=True):
                yield from self._write_running_facts(block)
            case Facts():
                yield self._format_facts_table(block, above)
            case Table():
                yield self._format_block_table(block, above)
            case Comparison():
                yield _format_chart_figure(block)
                yield self._format_block_table(block.to_plain_table, above)
            case ScoreChart() | ValueChart():
                yield _format_chart_figure(block)
            case _:
                assert_never(block)

    def _format_spans(self, tag: str, spans: Sequence[Span], language: str = "", kind: str = "") -> str:
        """A paragraph or item of stretches that stand out or lead somewhere."""
        said = "".join(span.text for span in spans)
        language_mark = f' lang="{language}"' if language else ""
        class_mark = f' class="{kind}"' if kind else ""
        given = class_mark + language_mark + _format_direction(said)
        made = ""
        for span in spans:
            words = f"<strong>{_format_html_text(span.text)}</strong>" if span.strong else _format_html_text(span.text)
            if span.added:
                words = f'<span class="{ADDED}">{words}</span>'
            named = self._anchors.get(span.to)
            leads_there = named and "<a " not in words
            made += f'<a href="#{named}">{words}</a>' if leads_there else words
        return f"<{tag}{given}>{made}</{tag}>\n"

    def _format_quotation(self, text: str, source: str, language: str = "") -> str:
        words = self._format_spans("p", (Span(text),), language)
        said = ""
        if source:
            said = f'<figcaption class="source">{_format_html_text(source)}</figcaption>'
        return f"<figure><blockquote>{words}</blockquote>{said}</figure>\n"

    def _format_facts_table(self, block: Facts, above: str) -> str:
        """Labels and values as a table whose rows have headings."""
        if not block.rows:
            if not block.title:
                return ""
            return _format_paragraph(block.title, "record")
        rows = [
            f'<tr role="row"><th scope="row" role="rowheader"{_format_direction(label)}>{_format_html_text(label)}</th>'
            f'<td role="cell">{_format_cell_value(value)}</td></tr>\n'
            for label, value in block.rows
        ]
        return self._format_table_markup(block.title, "", rows, above)

    def _format_block_table(self, block: Table, above: str) -> str:
        sides = [' class="number"' if column.number else "" for column in block.columns]
        heads = "".join(
            f'<th scope="col" role="columnheader"{side}{_format_direction(column.label)}>'
            f"{_format_html_text(column.label)}</th>"
            for column, side in zip(block.columns, sides, strict=True)
        )
        head = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        rows = []
        for texts in block.rows:
            cells = "".join(
                f'<td role="cell" data-label="{escape(to_one_line(column.label))}"{side}>'
                f"{_format_cell_value(text)}</td>"
                for column, side, text in zip(block.columns, sides, texts, strict=True)
            )
            rows.append(f'<tr role="row">{cells}</tr>\n')
        self.counts.rows += 1
        return self._format_table_markup(block.caption, head, rows, above)

    def _format_table_markup(self, caption: str, head: str, rows: Sequence[str], above: str) -> str:
        """A table; what it is of is its caption, or else the heading it stands under.

        What is what is said outright, because a table that is laid out as blocks on a narrow screen is none to some
        screen readers otherwise.
        """
        self.counts.tables += 1
        self.counts.rows += len(rows)
        named = "" if caption else f' aria-labelledby="{above}"'
        said = ""
        if caption:
            said = f"<caption{_format_direction(caption)}>{_format_html_text(caption)}</caption>\n"
        return f'<table role="table"{named}>\n{said}{head}<tbody role="rowgroup">\n{"".join(rows)}</tbody>\n</table>\n'

    def _write_running_facts(self, block: Facts) -> Iterator[str]:
        if block.title:
            yield _format_paragraph(block.title, "record")
        for facts in running.group_facts_in_paragraphs(block.rows):
            if facts.value is None:
                said = " · ".join(
                    f"{_format_label_markup(label)}{_format_html_text(value)}" for label, value in facts.brief
                )
                yield f"<p>{said}</p>\n"
                continue
            label, value = facts.value
            yield f"<p>{_format_label_markup(label)}</p>\n{_format_prose(value)}"


def _format_chart_figure(block: Chart) -> str:
    """A chart for those who see it, and in words for everybody else; words alone where the screen is narrow."""
    drawing = draw_chart(block)
    return f'<figure>{as_svg(drawing)}<p class="heard">{_format_html_text(drawing.alternative)}</p></figure>\n'


def _format_label_markup(label: str) -> str:
    return f'<span class="label">{_format_html_text(running.format_running_label(label))}</span>'


def _format_direction(text: str) -> str:
    if runs_rightwards(text):
        return ' dir="rtl"'
    return ""


def _format_paragraph(text: str, kind: str = "", language: str = "") -> str:
    language_mark = f' lang="{language}"' if language else ""
    class_mark = f' class="{kind}"' if kind else ""
    kind = class_mark + language_mark
    return f"<p{kind}{_format_direction(text)}>{_format_html_text(text)}</p>\n"


def _format_list_items(block: Bullets) -> str:
    said = f' lang="{block.language}"' if block.language else ""
    lines = "".join(f"<li{said}{_format_direction(item)}>{_format_html_text(item)}</li>\n" for item in block.items)
    begin, end = _list_tags(block)
    return f"{begin}{lines}{end}"


def _list_tags(block: Bullets) -> tuple[str, str]:
    """How a list begins and ends."""
    if not block.first:
        return "<ul>\n", "</ul>\n"
    start = "" if block.first < 2 else f' start="{block.first}"'
    return f"<ol{start}>\n", "</ol>\n"


def _format_cell_value(text: str) -> str:
    """What stands in a cell."""
    return _format_prose(text).strip()


def _format_prose(text: str) -> str:
    """Paragraphs and lists as people wrote them."""
    made = ""
    for block in parse_prose(text):
        if isinstance(block, Bullets):
            made += _format_list_items(block)
        elif isinstance(block, Paragraph):
            made += _format_paragraph(block.text, language=block.language)
    return made


def _format_html_text(text: str) -> str:
    """A text as HTML: addresses are links, line ends are kept."""
    text = clean_text(text)
    made, at = "", 0
    for found in _ADDRESS.finditer(text):
        address = escape(found.group())
        made += escape(text[at : found.start()], quote=False) + f'<a href="{address}" rel="noreferrer">{address}</a>'
        at = found.end()
    return (made + escape(text[at:], quote=False)).replace("\n", "<br>")
