"""The pieces that are laid on pages: text, list items, quotations, headings, lines of the contents.

Each knows which part of the report it is, also after a page break has cut it in two, and marks what it draws as that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from itertools import accumulate
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Typeset
from reportlab.platypus.paraparser import ParaFrag

from selfassess.exchange.pdf.direction import as_drawn, as_written, is_mixed, joined, starts_right
from selfassess.exchange.pdf.fonts import one_line, runs
from selfassess.exchange.pdf.looks import ACCENT, HEIGHT, MUTED
from selfassess.exchange.pdf.paging import draw_line
from selfassess.exchange.pdf.structure import Node

BULLET = "•"
ADDRESS = re.compile(r"https?://[!-~]*[\w/#=&-]", re.ASCII)
"""A web address in a text, without the sign that ends its sentence."""


def fragments(text: str, style: ParagraphStyle, look: ParagraphStyle | None = None) -> list[Any]:
    """Plain text as reportlab's fragments, in the font and colour of ``look`` where it is given.

    Made directly: no markup is parsed, so none can be typed by accident.
    """
    look = look or style
    font = look.fontName
    base = {
        "rise": 0, "greek": 0, "link": [], "bold": 0, "italic": 0, "us_lines": [],
        "fontSize": style.fontSize, "textColor": look.textColor,
    }  # fmt: skip
    made: list[Any] = []
    for number, line in enumerate(joined(text).split("\n")):
        if number:
            made.append(ParaFrag(**base, fontName=font, text="", lineBreak=True))
        for piece, address in _addressed(line):
            own = {**base, "link": [(len(made), address)]} if address else base
            made += [ParaFrag(**own, fontName=name, text=part) for name, part in runs(piece, font)]
    return made


def _addressed(line: str) -> list[tuple[str, str]]:
    """A line as pieces of text, each with the web address that it is ("" where it is none)."""
    if "://" not in line:
        return [(line, "")]
    pieces, done = [], 0
    for found in ADDRESS.finditer(line):
        pieces += [(line[done : found.start()], ""), (found[0], found[0])]
        done = found.end()
    return [piece for piece in (*pieces, (line[done:], "")) if piece[0]]


class Text(Typeset):
    """A paragraph of plain text. ``node`` is the part of the report it is; None within a part that marks itself."""

    def __init__(
        self,
        text: str | None,
        style: ParagraphStyle,
        bulletText: str | None = None,  # noqa: N803 - reportlab makes the halves of a cut paragraph by these names
        frags: list[Any] | None = None,
        *,
        node: Node | None = None,
    ) -> None:
        made = fragments(text, style) if text is not None else frags
        self.mixed = any(is_mixed(getattr(each, "text", "")) for each in made or ())
        if self.mixed and text and type(self) in (Text, Heading) and starts_right(text):
            style = style.clone(f"{style.name}, right to left", alignment=TA_RIGHT)
        super().__init__("", style, bulletText, frags=made)
        self.node = node
        self.whole = _whole(made or ()) if text else ""
        self.before = 0
        """How many letters of the whole text stand before this half of it."""

    @classmethod
    def of(cls, parts: Sequence[tuple[str, ParagraphStyle]], style: ParagraphStyle, *, node: Node) -> Text:
        """A paragraph of plain texts, each in the font and colour of a style of its own."""
        made = [each for text, look in parts for each in fragments(text, style, look)]
        paragraph = cls(None, style, frags=made, node=node)
        paragraph.whole = _whole(made)
        return paragraph

    def split(self, width: float, height: float) -> list[Text]:
        """Cut at a page break; both halves are the same part."""
        parts: list[Text] = super().split(width, height)
        before = self.before
        for part in parts:
            self.inherit(part)
            part.whole, part.before = self.whole, before
            before += sum(map(_letters, part.blPara.lines)) if part is not parts[-1] else 0
        return parts

    def inherit(self, part: Text) -> None:
        """Tell a part what the whole knows."""
        part.node = self.node
        part.mixed = self.mixed

    def draw(self) -> None:
        """Draw the text, marked as what it is."""
        self._part_words()
        if self.mixed:
            self._turn()
        with self.canv.marked(self.node):
            super().draw()

    def _turn(self) -> None:
        """Put each line in the order in which it is drawn; the part keeps the text in the order of reading."""
        if self.node is not None:
            self.node.said = as_written(self.whole)
        rightwards, font = starts_right(self.whole), self.style.fontName
        lines = self.blPara.lines
        for number, line in enumerate(lines):
            if isinstance(line, tuple):
                lines[number] = (line[0], as_drawn(" ".join(line[1]), rightwards).split(" "))
            elif line.words:
                drawn = as_drawn("".join(word.text for word in line.words), rightwards)
                line.words = [self._drawn(line.words[0], *run) for run in runs(drawn, font)]

    def _drawn(self, word: Any, font: str, text: str) -> Any:
        made = copy(word)
        made.fontName, made.text, made.textColor = font, text, self.style.textColor
        return made

    def _part_words(self) -> None:
        """End each line in a blank where one stood in the text: the break alone parts no words for who hears them.

        Whether it did is told by counting letters, as a word too long for its line is broken without one.
        """
        lines = self.blPara.lines
        if len(lines) < 2 and not self.before:
            return
        ends = set(accumulate(map(len, self.whole.split())))
        letters = self.before
        for number, line in enumerate(lines):
            letters += _letters(line)
            if letters not in ends:
                continue
            if isinstance(line, tuple):
                lines[number] = (line[0], [*line[1], ""])
            elif line.words:
                final = copy(line.words[-1])
                final.text += " "
                line.words = [*line.words[:-1], final]


def _whole(made: Sequence[Any]) -> str:
    """The text of some fragments."""
    return "".join("\n" if getattr(each, "lineBreak", False) else each.text for each in made)


def _letters(line: Any) -> int:
    """How many letters stand on a laid-out line: reportlab has two kinds of them."""
    words = line[1] if isinstance(line, tuple) else [word.text for word in line.words]
    return len("".join("".join(words).split()))


class Item(Text):
    """One item of a list, with its bullet; ``label`` is the part that the bullet is."""

    label: Node | None = None
    bulletText: str | None  # noqa: N815 - reportlab's name

    def __init__(self, text: str | None, style: ParagraphStyle, *more: Any, **named: Any) -> None:
        if text is not None:
            named["bulletText"] = BULLET
        super().__init__(text, style, *more, **named)

    def inherit(self, part: Text) -> None:
        """Tell a part what the whole knows."""
        super().inherit(part)
        part.label = self.label

    def draw(self) -> None:
        """Draw the bullet, then the text."""
        bullet, self.bulletText = self.bulletText, None
        if bullet:
            first = self.blPara if self.blPara.kind == 0 else self.blPara.lines[0]
            baseline = self.height - getattr(first, "ascent", first.fontSize)
            font, size = self.style.bulletFontName, self.style.bulletFontSize
            with self.canv.marked(self.label):
                draw_line(self.canv, self.style.bulletIndent, baseline, bullet, font, size, self.style.textColor)
        super().draw()
        self.bulletText = bullet


class Barred(Text):
    """Text with a bar at its left: a quotation, and below it where it comes from."""

    bridge = 0.0
    """How far the bar reaches up, to join the one above."""
    colour = ACCENT

    def draw(self) -> None:
        """Draw the bar, then the text."""
        with self.canv.decoration():
            self.canv.setFillColor(self.colour)
            self.canv.rect(0, 0, 2.5, self.height + self.bridge, stroke=0, fill=1)
        super().draw()


class Heading(Text):
    """A heading of a section; where it is drawn becomes a bookmark and a place to jump to."""

    def __init__(self, text: str | None, style: ParagraphStyle, *more: Any, **named: Any) -> None:
        self.key: str = named.pop("key", "")
        self.title: str = named.pop("title", "")
        self.depth: int = named.pop("depth", 0)
        super().__init__(text, style, *more, **named)

    def split(self, width: float, height: float) -> list[Text]:
        """Cut at a page break; only the first half is the place to jump to."""
        parts = super().split(width, height)
        if len(parts) > 1 and isinstance(parts[0], Heading):
            parts[0].key, parts[0].title, parts[0].depth = self.key, self.title, self.depth
        return parts

    def draw(self) -> None:
        """Draw the text and keep its place."""
        if self.key:
            self.canv.place(self.key, self.title, self.depth, self.canv.absolutePosition(0, self.height + 6)[1])
        super().draw()


class Entry(Text):
    """A line of the contents: a title that leads to its section, dots, and a page number filled in at the end."""

    def __init__(self, text: str | None, style: ParagraphStyle, *more: Any, **named: Any) -> None:
        self.key: str = named.pop("key", "")
        self.title: str = named.pop("title", "")
        super().__init__(text, style, *more, **named)

    def split(self, width: float, height: float) -> list[Text]:
        """Cut at a page break; the number stands at the end of the last half."""
        parts = super().split(width, height)
        if len(parts) > 1 and isinstance(parts[-1], Entry):
            parts[-1].key, parts[-1].title = self.key, self.title
        return parts

    def draw(self) -> None:
        """Draw the title and the dots, and ask for the number."""
        super().draw()
        if not self.key:
            return
        last = self.blPara.lines[-1]
        spare = last.extraSpace if hasattr(last, "extraSpace") else last[0]
        baseline = self.style.leading - self.style.fontSize
        with self.canv.decoration():
            self.canv.saveState()
            self.canv.setStrokeColor(MUTED)
            self.canv.setLineWidth(0.6)
            self.canv.setDash(0.6, 3.2)
            self.canv.line(self.width - self.style.rightIndent - spare + 5, baseline, self.width - 26, baseline)
            self.canv.restoreState()
        area = (0, 0, self.width, self.height)
        self.canv.linkRect(f"Go to {one_line(self.title)}", self.key, area, relative=1, Border="[0 0 0]")
        self.canv.clickable(self.node)
        self.canv.number_later(self.key, *self.canv.absolutePosition(self.width, baseline), self.style, self.node)


class Kept(Flowable):
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
            tall += piece.getSpaceBefore() if number else 0
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
            return [*first, *self.leaders[1:], self.last] if first else []
        room = height - led - self.last.getSpaceBefore()
        # A table without rows would fit into less than no room.
        parts = self.last.splitOn(self.canv, width, room) if room >= 0 else []
        return [*self.leaders, *parts] if parts else []

    def draw(self) -> None:
        """Draw the pieces one below the other."""
        top = self.height
        for piece, tall in zip([*self.leaders, self.last], self.heights, strict=True):
            top -= tall
            piece.drawOn(self.canv, 0, top)
