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
    prose,
)
from selfassess.exchange.html.looks import STYLE
from selfassess.exchange.outlines import running
from selfassess.exchange.outlines.drawing import Chart, draw_chart
from selfassess.exchange.outlines.pictures import as_svg
from selfassess.exchange.outlines.texts import (
    NOTHING,
    clean_text,
    cover_lines,
    heading,
    is_listed,
    one_line,
    runs_rightwards,
    sections_in_order,
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

    def write(self, outline: Outline) -> Iterator[str]:
        """The page in order: its head, the cover, the contents, the sections."""
        council, title, year = map(one_line, (outline.council, outline.title, outline.year))
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
        yield from self._cover(outline)
        if numbered and not outline.one_page:
            yield self._contents([(at, depth, each) for at, (depth, each) in numbered if is_listed(depth, each)])
        yield '<main id="content" tabindex="-1">\n'
        if not numbered:
            yield _paragraph(NOTHING, "quiet")
        for number, section in enumerate(outline.sections):
            yield from self._section(section, 0, opens=section.new_page or number == 0)
        yield "</main>\n</div>\n</body>\n</html>\n"

    def _cover(self, outline: Outline) -> Iterator[str]:
        yield "<header>\n"
        if outline.logo:
            named = escape(f"Logo of {one_line(outline.council) or 'the council'}")
            yield f'<p class="logo"><img src="{escape(outline.logo)}" alt="{named}"></p>\n'
        yield _paragraph(outline.council, "council")
        self.counts.headings += 1
        yield f'<h1 id="title">{_text(outline.title) or "Self-assessment"}</h1>\n'
        lines = cover_lines(outline)
        for at, line in enumerate(lines):
            yield _paragraph(line, "draft" if at > 2 else "")
        if outline.facts:
            yield self._facts(Facts(outline.facts), "title")
        yield "</header>\n"

    def _contents(self, listed: Sequence[tuple[int, int, Section]]) -> str:
        self.counts.headings += 1
        made = '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
        above = -1
        for at, depth, section in listed:
            if depth > above:
                made += "<ul>\n" if above >= 0 else ""
            else:
                made += "</li>\n" + ("</ul>\n</li>\n" if depth < above else "")
            made += f'<li><a href="#s{at}">{_text(one_line(section.title)) or heading(section)}</a>'
            above = depth
        made += "</li>\n" + ("</ul>\n</li>\n" if above else "")
        return f"{made}</ul>\n</nav>\n"

    def _section(self, section: Section, depth: int, *, opens: bool = False) -> Iterator[str]:
        self.counts.headings += 1
        named = f"s{next(self._ids)}"
        level = min(depth + 2, _LOWEST)
        opened = ' class="opens"' if opens else ""
        words = heading(section)
        yield f'<section{opened}>\n<h{level} id="{named}"{_direction(words)}>{_text(words)}'
        yield f"</h{level}>\n"
        for block in section.blocks:
            yield from self.block(block, named)
        for child in section.children:
            yield from self._section(child, depth + 1)
        yield "</section>\n"

    def block(self, block: Block, above: str) -> Iterator[str]:
        """One block; ``above`` is the id of the heading it stands under."""
        match block:
            case Paragraph():
                yield self._spanned("p", block.runs, block.language, "quiet" if block.quiet else "")
            case Bullets():
                yield "<ul>\n"
                yield from (self._spanned("li", spans, block.language) for spans in block.runs)
                yield "</ul>\n"
            case Quote():
                yield self._quoted(block.text, block.voice, block.language)
            case Quotation():
                source = (
                    f'<figcaption class="source">{_text(block.attribution)}</figcaption>' if block.attribution else ""
                )
                yield f"<figure><blockquote>{_paragraph(block.text)}</blockquote>{source}</figure>\n"
            case Facts(running=True):
                yield from self._running(block)
            case Facts():
                yield self._facts(block, above)
            case Table():
                yield self._table(block, above)
            case Comparison():
                yield _chart(block)
                yield self._table(block.table, above)
            case ScoreChart() | ValueChart():
                yield _chart(block)
            case _:
                assert_never(block)

    def _spanned(self, tag: str, spans: Sequence[Span], language: str = "", kind: str = "") -> str:
        """A paragraph or item of stretches that stand out or lead somewhere."""
        said = "".join(span.text for span in spans)
        given = (f' class="{kind}"' if kind else "") + (f' lang="{language}"' if language else "") + _direction(said)
        made = ""
        for span in spans:
            words = f"<strong>{_text(span.text)}</strong>" if span.strong else _text(span.text)
            words = f'<span class="{ADDED}">{words}</span>' if span.added else words
            named = self._anchors.get(span.to)
            made += f'<a href="#{named}">{words}</a>' if named and "<a " not in words else words
        return f"<{tag}{given}>{made}</{tag}>\n"

    def _quoted(self, text: str, source: str, language: str = "") -> str:
        words = self._spanned("p", (Span(text),), language)
        said = f'<figcaption class="source">{_text(source)}</figcaption>' if source else ""
        return f"<figure><blockquote>{words}</blockquote>{said}</figure>\n"

    def _facts(self, block: Facts, above: str) -> str:
        """Labels and values as a table whose rows have headings."""
        if not block.rows:
            return _paragraph(block.title, "record") if block.title else ""
        rows = [
            f'<tr role="row"><th scope="row" role="rowheader"{_direction(label)}>{_text(label)}</th>'
            f'<td role="cell">{_value(value)}</td></tr>\n'
            for label, value in block.rows
        ]
        return self._tabled(block.title, "", rows, above)

    def _table(self, block: Table, above: str) -> str:
        sides = [' class="number"' if column.number else "" for column in block.columns]
        heads = "".join(
            f'<th scope="col" role="columnheader"{side}{_direction(column.label)}>{_text(column.label)}</th>'
            for column, side in zip(block.columns, sides, strict=True)
        )
        head = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        rows = []
        for texts in block.rows:
            cells = "".join(
                f'<td role="cell" data-label="{escape(one_line(column.label))}"{side}>{_value(text)}</td>'
                for column, side, text in zip(block.columns, sides, texts, strict=True)
            )
            rows.append(f'<tr role="row">{cells}</tr>\n')
        self.counts.rows += 1
        return self._tabled(block.caption, head, rows, above)

    def _tabled(self, caption: str, head: str, rows: Sequence[str], above: str) -> str:
        """A table; what it is of is its caption, or else the heading it stands under.

        What is what is said outright, because a table that is laid out as blocks on a narrow screen is none to some
        screen readers otherwise.
        """
        self.counts.tables += 1
        self.counts.rows += len(rows)
        named = "" if caption else f' aria-labelledby="{above}"'
        said = f"<caption{_direction(caption)}>{_text(caption)}</caption>\n" if caption else ""
        return f'<table role="table"{named}>\n{said}{head}<tbody role="rowgroup">\n{"".join(rows)}</tbody>\n</table>\n'

    def _running(self, block: Facts) -> Iterator[str]:
        if block.title:
            yield _paragraph(block.title, "record")
        for facts in running.paragraphs(block.rows):
            if facts.value is None:
                said = " · ".join(f"{_label(label)}{_text(value)}" for label, value in facts.brief)
                yield f"<p>{said}</p>\n"
                continue
            label, value = facts.value
            yield f"<p>{_label(label)}</p>\n{_prose(value)}"


def _chart(block: Chart) -> str:
    """A chart for those who see it, and in words for everybody else; words alone where the screen is narrow."""
    drawing = draw_chart(block)
    return f'<figure>{as_svg(drawing)}<p class="heard">{_text(drawing.alternative)}</p></figure>\n'


def _label(label: str) -> str:
    return f'<span class="label">{_text(running.asked(label))}</span>'


def _direction(text: str) -> str:
    return ' dir="rtl"' if runs_rightwards(text) else ""


def _paragraph(text: str, kind: str = "", language: str = "") -> str:
    kind = (f' class="{kind}"' if kind else "") + (f' lang="{language}"' if language else "")
    return f"<p{kind}{_direction(text)}>{_text(text)}</p>\n"


def _items(items: Sequence[str], language: str = "") -> str:
    said = f' lang="{language}"' if language else ""
    lines = "".join(f"<li{said}{_direction(item)}>{_text(item)}</li>\n" for item in items)
    return f"<ul>\n{lines}</ul>\n"


def _value(text: str) -> str:
    """What stands in a cell."""
    return _prose(text).strip()


def _prose(text: str) -> str:
    made = ""
    for block in prose(text):
        if isinstance(block, Bullets):
            made += _items(block.items, block.language)
        elif isinstance(block, Paragraph):
            made += _paragraph(block.text, language=block.language)
    return made


def _text(text: str) -> str:
    """A text as HTML: addresses are links, line ends are kept."""
    text = clean_text(text)
    made, at = "", 0
    for found in _ADDRESS.finditer(text):
        address = escape(found.group())
        made += escape(text[at : found.start()], quote=False) + f'<a href="{address}" rel="noreferrer">{address}</a>'
        at = found.end()
    return (made + escape(text[at:], quote=False)).replace("\n", "<br>")
