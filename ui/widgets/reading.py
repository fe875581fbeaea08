"""Text to read: one document as tall as it is, so that it can be selected, copied and read aloud as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from selfassess.domain.framework.topics import split_topics
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Comparison,
    Facts,
    Paragraph,
    Quotation,
    Quote,
    ScoreChart,
    Section,
    Table,
    parse_prose,
)
from ui.widgets import theme
from ui.widgets.sheet import Sheet

COLUMN = 820
"""Lines of running text that are longer than this tire the eye."""

MARGIN = 12
"""Between the words of a report and the edge of its sheet."""

REPORT_STYLE = (
    "p { line-height: 130%%; margin-bottom: 8px } h3 { font-size: %dpx; margin-top: 18px; margin-bottom: 4px }"
)

SCROLLING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

PIECE = 6_000
"""So many signs of HTML are laid out in a few milliseconds."""

Part = tuple[str, tuple[Block, ...]]
"""A sub-heading, "" for none, and what stands below it."""


class Reader(Sheet):
    """Shows a section as it will read, as tall as it is; nothing in it can be changed or followed."""

    def __init__(self) -> None:
        super().__init__("The statement as it will read")
        self._section: Section | None = None

    def show_section(self, section: Section) -> None:
        """Show a section; nothing is painted where it says the same."""
        if section != self._section:
            self._section = section
            self.show_html(lambda: section_as_html(section))

    def show_in_turns(self, section: Section) -> Iterator[None]:
        """Show a long section, a piece in each turn; nothing is painted where it says the same."""
        if section != self._section:
            self._section = None  # until all of it is there
            yield from self.show_in_pieces(lambda: section_as_html(section), _section_pieces(section))
            self._section = section

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in SCROLLING and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()  # all of the text is here; what it stands in scrolls
        else:
            super().keyPressEvent(event)


class Report(Reader):
    """A long text that others wrote, under its own sub-headings."""

    def __init__(self) -> None:
        super().__init__()
        self.document().setDefaultStyleSheet(REPORT_STYLE % theme.px(16))
        self.document().setDocumentMargin(MARGIN)
        self.setMaximumWidth(theme.px(COLUMN))

    def show_parts(self, name: str, parts: Sequence[Part]) -> None:
        """Show these; ``name`` is what the text is, for those who hear it."""
        self.setAccessibleName(name)
        named = enumerate(parts)
        below = tuple(Section(key=str(n), title=title, level=3, blocks=blocks) for n, (title, blocks) in named)
        self.show_section(Section(key="", title="", level=2, children=below))


def by_topic(text: str) -> tuple[Part, ...]:
    """Running text in its topics, ready to be shown."""
    return tuple((topic.title, parse_prose(topic.text)) for topic in split_topics(text))


def section_as_html(section: Section) -> str:
    """The section and what is below it; all words are escaped, so that what people wrote stays what they wrote."""
    return "".join(_section_blocks(section, 2))


def _section_pieces(section: Section) -> Iterator[str]:
    """The section as pieces that are a turn's work each."""
    piece = ""
    for each in _section_blocks(section, 2):
        piece += each
        if len(piece) >= PIECE:
            yield piece
            piece = ""
    if piece:
        yield piece


def _section_blocks(section: Section, level: int) -> Iterator[str]:
    """The heading, then each block as a whole."""
    if section.title:
        yield f"<h{level}>{escape(section.title)}</h{level}>"
    for block in section.blocks:
        yield "".join(_block_as_html(block))
    for child in section.children:
        yield from _section_blocks(child, min(level + 1, 4))


def _block_as_html(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            colour = f' style="color:{theme.colour_tokens()["muted"]}"' if block.quiet else ""
            yield f"<p{colour}>{_escape_lines(block.text)}</p>"
        case Bullets():
            kind = f'ol start="{block.first}"' if block.first else "ul"
            yield f"<{kind}>" + "".join(f"<li>{_escape_lines(item)}</li>" for item in block.items) + f"</{kind[:2]}>"
        case Quotation():
            yield f"<blockquote><p>“{_escape_lines(block.text)}”<br>{_small_words(block.attribution)}</p></blockquote>"
        case Quote():
            yield f"<blockquote><p>“{_escape_lines(block.text)}”<br>{_small_words(block.voice)}</p></blockquote>"
        case Comparison():
            yield from _table_as_html(block.to_plain_table)
        case Facts():
            if block.title:
                yield f"<p><b>{_escape_lines(block.title)}</b></p>"
            yield '<table cellpadding="3" width="100%">'
            for label, words in block.rows:
                told = "".join(part for each in parse_prose(words) for part in _block_as_html(each))
                yield f'<tr><td width="28%">{_small_words(label)}</td><td>{told}</td></tr>'
            yield "</table>"
        case Table():
            yield from _table_as_html(block)
        case ScoreChart():
            yield f"<p>{_escape_lines(block.alternative)}</p>"


def _table_as_html(table: Table) -> Iterator[str]:
    total = sum(column.weight for column in table.columns) or 1
    yield f"<p><b>{_escape_lines(table.caption)}</b></p>"
    yield f'<table cellpadding="3" width="100%" style="border-color:{theme.colour_tokens()["line"]}"><tr>'
    for column in table.columns:
        side = "right" if column.number else "left"
        yield f'<th align="{side}" width="{round(100 * column.weight / total)}%">{_small_words(column.label)}</th>'
    yield "</tr>"
    for row in table.rows:
        cells = zip(table.columns, row, strict=False)
        yield "<tr>" + "".join(
            f'<td align="{"right" if c.number else "left"}">{_escape_lines(w)}</td>' for c, w in cells
        )
        yield "</tr>"
    yield "</table>"


def _escape_lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _small_words(words: str) -> str:
    return (
        f'<span style="color:{theme.colour_tokens()["muted"]};font-size:{theme.px(12)}px">{_escape_lines(words)}</span>'
    )
