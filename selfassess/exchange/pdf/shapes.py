"""The pieces that are laid on pages: text, list items, quotations, headings, lines of the contents.

Each knows which part of the report it is, also after a page break has cut it in two, and marks what it draws as that.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscentDescent
from reportlab.platypus import CondPageBreak, Flowable

from selfassess.domain.report.page_estimate import ROOM
from selfassess.exchange.pdf.direction import as_drawn, as_written, is_mixed, starts_right
from selfassess.exchange.pdf.fonts import split_font_runs, to_drawable_line
from selfassess.exchange.pdf.lines import (
    Bit,
    Line,
    Look,
    Word,
    bits_of,
    build_stretches,
    fill_lines,
    fill_operator,
    split_bits_in_words,
)
from selfassess.exchange.pdf.looks import ACCENT, HEIGHT, MUTED
from selfassess.exchange.pdf.paging import draw_line
from selfassess.exchange.pdf.structure import Node

BULLET = "•"


class Piece(Flowable):
    """Something that is laid on a page and drawn at a place of it, without a system of coordinates of its own."""

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Draw it with its lower left corner at x, y."""
        self.canv = canvas
        self.draw_at(x, y)
        del self.canv

    def draw_at(self, x: float, y: float) -> None:
        """Draw it on the canvas in hand."""
        raise NotImplementedError


class Text(Piece):
    """A paragraph of plain text. ``node`` is the part of the report it is; None within a part that marks itself."""

    def __init__(
        self, text: str, style: ParagraphStyle, *, node: Node | None = None, bits: Sequence[Bit] | None = None
    ) -> None:
        super().__init__()
        made = list(bits_of(text, style)) if bits is None else bits
        self.whole = "".join(part for _, part in made)
        self.mixed = is_mixed(self.whole)
        if self.mixed and bits is None and type(self) in (Text, Heading) and starts_right(self.whole):
            style = style.clone(f"{style.name}, right to left", alignment=TA_RIGHT)
        self.style = style
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter
        self.node = node
        self.words = split_bits_in_words(made, style.fontSize)
        self.lines: Sequence[Line] = ()
        self.goes_on = False
        """Whether more of the text stands overleaf."""
        self._laid: float | None = None

    @classmethod
    def build_from_texts(
        cls, parts: Sequence[tuple[str, ParagraphStyle]], style: ParagraphStyle, *, node: Node
    ) -> Text:
        """A paragraph of plain texts, each in the font and colour of a style of its own."""
        return cls("", style, node=node, bits=[bit for text, look in parts for bit in bits_of(text, look)])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As many lines as it takes."""
        if self._laid != width:
            room = width - self.style.leftIndent - self.style.rightIndent
            self.lines = fill_lines(self.words, room, self.style.fontSize)
            self._laid = width
        self.width, self.height = width, len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Text]:
        """Cut at a page break, never so that one line stands alone; both halves are the same part."""
        self.wrap(width, height)
        fits = int(height / self.style.leading)
        if fits >= len(self.lines):
            return [self]
        if fits == len(self.lines) - 1:
            fits -= 1
        if fits < 2:
            return []
        first = copy(self)
        second = copy(self)
        for half, lines in ((first, self.lines[:fits]), (second, self.lines[fits:])):
            half.lines = lines
            half.words = [word for line in lines for word in line.words]
            half.height = len(lines) * self.style.leading
            half.__dict__.pop("_postponed", None)  # reportlab's mark that it had no room once
        first.goes_on, first.spaceAfter, second.spaceBefore = True, 0, 0
        self.mark_halves(first, second)
        return [first, second]

    def mark_halves(self, first: Any, second: Any) -> None:
        """Tell the halves what only one of them is."""

    @property
    def baseline(self) -> float:
        """How far the base line of the first line is below the top."""
        return float(getAscentDescent(self.style.fontName, self.style.fontSize)[0])

    def draw_at(self, x: float, y: float) -> None:
        """Draw the text, marked as what it is; an address in it is a link and a part of its own."""
        style = self.style
        top = y + self.height - self.baseline
        places = [
            (x + self._find_line_left(line), top - number * style.leading) for number, line in enumerate(self.lines)
        ]
        drawn: list[Sequence[Word]] = [line.words for line in self.lines]
        if self.mixed:
            drawn = self._turn_lines(drawn)
        made = build_stretches(drawn, places, style.fontSize, self.canv.spelling, goes_on=self.goes_on)
        for stretch in made:
            node = self.node.add_part("Link") if self.node is not None and stretch.address else self.node
            with self.canv.mark_content_of(node):
                self.canv.write_text_code(stretch.code)
            for left, right, base in stretch.areas:
                area = (left, base - 0.25 * style.fontSize, right, base + 0.8 * style.fontSize)
                self.canv.lead_to(stretch.address, area, node)

    def _find_line_left(self, line: Line) -> float:
        if self.style.alignment == TA_RIGHT:
            return float(self.width - self.style.rightIndent - line.width)
        return float(self.style.leftIndent)

    def _turn_lines(self, lines: Sequence[Sequence[Word]]) -> list[Sequence[Word]]:
        """Each line in the order in which it is drawn; the part keeps the text in the order of reading."""
        if self.node is not None:
            self.node.said = as_written(self.whole)
        rightwards = starts_right(self.whole)
        colour = fill_operator(self.style.textColor)
        turned: list[Sequence[Word]] = []
        for words in lines:
            said = "".join(word.text + word.end.strip("\n") for word in words)
            drawn = split_font_runs(as_drawn(said.rstrip(), rightwards), self.style.fontName)
            turned.append([Word(tuple((Look(font, colour), part) for font, part in drawn), 0.0)])
        return turned


class Item(Text):
    """One item of a list, with its bullet; ``label`` is the part that the bullet is."""

    label: Node | None = None
    bullet = BULLET

    def mark_halves(self, first: Any, second: Any) -> None:
        """Only the first half has the bullet."""
        second.bullet = ""

    def draw_at(self, x: float, y: float) -> None:
        """Draw the bullet, then the text."""
        if self.bullet:
            base = y + self.height - self.baseline
            font = self.style.bulletFontName
            size = self.style.bulletFontSize
            with self.canv.mark_content_of(self.label):
                draw_line(self.canv, x + self.style.bulletIndent, base, self.bullet, font, size, self.style.textColor)
        super().draw_at(x, y)


class Barred(Text):
    """Text with a bar at its left: a quotation, and below it where it comes from."""

    bridge = 0.0
    """How far the bar reaches up, to join the one above."""
    colour = ACCENT

    def draw_at(self, x: float, y: float) -> None:
        """Draw the bar, then the text."""
        with self.canv.mark_decoration():
            self.canv.setFillColor(self.colour)
            self.canv.rect(x, y, 2.5, self.height + self.bridge, stroke=0, fill=1)
        super().draw_at(x, y)


class Heading(Text):
    """A heading of a section; where it is drawn becomes a bookmark and a place to jump to."""

    def __init__(
        self,
        text: str,
        style: ParagraphStyle,
        *,
        node: Node | None = None,
        key: str = "",
        title: str = "",
        depth: int = 0,
    ) -> None:
        self.key, self.title, self.depth = key, title, depth
        super().__init__(text, style, node=node)

    def mark_halves(self, first: Any, second: Any) -> None:
        """Only the first half is the place to jump to."""
        second.key = ""

    def draw_at(self, x: float, y: float) -> None:
        """Draw the text and keep its place."""
        if self.key:
            top = self.canv.absolutePosition(x, y + self.height + 6)[1]
            self.canv.keep_place(self.key, self.title, self.depth, top)
        super().draw_at(x, y)


class Entry(Text):
    """A line of the contents: a title that leads to its section, dots, and a page number filled in at the end."""

    def __init__(
        self, text: str, style: ParagraphStyle, *, node: Node | None = None, key: str = "", title: str = ""
    ) -> None:
        self.key, self.title = key, title
        super().__init__(text, style, node=node)

    def mark_halves(self, first: Any, second: Any) -> None:
        """The number stands at the end of the last half."""
        first.key = ""

    def draw_at(self, x: float, y: float) -> None:
        """Draw the title and the dots, and ask for the number."""
        super().draw_at(x, y)
        if not self.key:
            return
        style = self.style
        right = x + self.width
        last_line_width = self.lines[-1].width if self.lines else 0
        ends = x + style.leftIndent + last_line_width
        baseline = y + style.leading - style.fontSize
        with self.canv.mark_decoration():
            self.canv.saveState()
            self.canv.setStrokeColor(MUTED)
            self.canv.setLineWidth(0.6)
            self.canv.setDash(0.6, 3.2)
            self.canv.line(ends + 5, baseline, right - 26, baseline)
            self.canv.restoreState()
        area = (x, y, right, y + self.height)
        self.canv.linkRect(f"Go to {to_drawable_line(self.title)}", self.key, area, relative=1, Border="[0 0 0]")
        self.canv.add_link_area(self.node)
        self.canv.number_later(self.key, *self.canv.absolutePosition(right, baseline), style, self.node)


class PartBreak(CondPageBreak):
    """A part begins a new page, but not where two lines of the one before would then stand on a page of their own."""

    height: float

    def __init__(self) -> None:
        super().__init__(HEIGHT)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the page or not."""
        ran_over = self.canv.getPageNumber() > self.canv.part_began
        breaks = height < HEIGHT * ROOM or not ran_over
        self.canv.part_began = self.canv.getPageNumber() + (breaks and height < HEIGHT)
        self.height = HEIGHT if breaks else 0.0
        made: tuple[float, float] = super().wrap(width, height)
        return made


class Kept(Piece):
    """Leaders (headings, a caption) with what they lead to: they never stand alone at the foot of a page."""

    def __init__(self, leaders: list[Any], last: Any) -> None:
        super().__init__()
        self.leaders = leaders
        self.last = last
        self.spaceBefore = leaders[0].getSpaceBefore()
        self.spaceAfter = last.getSpaceAfter()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay everything out one below the other."""
        self.width = width
        self.heights: list[float] = []
        self.height = 0.0
        for number, piece in enumerate([*self.leaders, self.last]):
            tall = piece.wrapOn(self.canv, width, max(height - self.height, 0))[1]
            if number:
                tall += piece.getSpaceBefore()
            self.heights.append(tall)
            self.height += tall
        return width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """The leaders with as much of the rest as has room; nothing, if that is nothing."""
        self.wrap(width, height)
        led = sum(self.heights[:-1])
        if led > HEIGHT / 2:
            # Nobody means a heading of half a page, but it is laid out all the same.
            first = copy(self.leaders[0]).split(width, height)
            if not first:
                return []
            return [*first, *self.leaders[1:], self.last]
        room = height - led - self.last.getSpaceBefore()
        # A table without rows would fit into less than no room.
        parts = self.last.splitOn(self.canv, width, room) if room >= 0 else []
        if not parts:
            return []
        return [*self.leaders, *parts]

    def draw_at(self, x: float, y: float) -> None:
        """Draw the pieces one below the other."""
        top = y + self.height
        for piece, tall in zip([*self.leaders, self.last], self.heights, strict=True):
            top -= tall
            piece.drawOn(self.canv, x, top)
