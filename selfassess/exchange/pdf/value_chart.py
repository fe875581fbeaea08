"""The charts of measures, drawn in vectors: values from left to right, and one value beside another's."""

from __future__ import annotations

from reportlab.platypus import Flowable

from selfassess.domain.model.report_blocks import ValueChart
from selfassess.exchange.pdf.fonts import REGULAR
from selfassess.exchange.pdf.looks import INK, LINE, MUTED, WIDTH, Looks
from selfassess.exchange.pdf.paging import draw_line
from selfassess.exchange.pdf.structure import Node

WIDE = 0.62 * WIDTH
NAMES = 0.36 * WIDTH
"""What the lines are stands beside them, on the right."""
TALL = 62.0
HEAD, FOOT = 14.0, 14.0
DOT = 1.8
BAR = 4.5
"""The thickness of a bar of a pair."""
DASHES = {False: (4, 2), True: (1, 2)}


class ValueLine(Flowable):
    """One chart; ``node`` is the figure that it is to those who cannot see it."""

    def __init__(self, look: Looks, source: ValueChart, node: Node | None) -> None:
        super().__init__()
        self.look, self.source, self.node = look, source, node
        self.size = look.head.fontSize - 0.5
        self.spaceBefore, self.spaceAfter = 4, 6
        mark_values = [mark.value for mark in source.marks if mark.value is not None]
        level_values = [each.value for each in source.levels]
        there = mark_values + level_values
        self.low: float = min(there)
        self.high: float = max(there)
        if 0 <= self.low < self.high / 2:
            self.low = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Always of one height."""
        self.height = HEAD + TALL + FOOT
        return width, self.height

    def draw(self) -> None:
        """Draw all of it as one figure."""
        if self.node is not None and not self.node.attributes:
            corners = (*self.canv.absolutePosition(0, 0), *self.canv.absolutePosition(WIDTH, self.height))
            self.node.attributes = {"BBox": corners}
        with self.canv.mark_content_of(self.node):
            self.canv.saveState()
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.7)
            self.canv.line(0, FOOT - 3, WIDE, FOOT - 3)
            self._draw_levels()
            self._draw_value_line()
            self.canv.restoreState()

    def _draw_levels(self) -> None:
        """Each line with its name; names that would touch move apart."""
        beneath = -1e9
        for level in sorted(self.source.levels, key=lambda each: each.value):
            y = self._compute_y(level.value)
            self.canv.setStrokeColor(MUTED)
            self.canv.setLineWidth(0.8)
            self.canv.setDash(*DASHES[level.dotted])
            self.canv.line(0, y, WIDE, y)
            beneath = max(y - self.size / 3, beneath + self.size + 2)
            draw_line(self.canv, WIDE + 6, beneath, level.name, REGULAR, self.size, MUTED, room=NAMES)
        self.canv.setDash()

    def _draw_value_line(self) -> None:
        """The line through the values; it breaks where one is missing."""
        marks = self.source.marks
        points = [
            (self._compute_x(at), self._compute_y(mark.value))
            for at, mark in enumerate(marks)
            if mark.value is not None
        ]
        self.canv.setStrokeColor(self.look.accent)
        self.canv.setLineWidth(1.3)
        for at in range(1, len(marks)):
            before = marks[at - 1].value
            after = marks[at].value
            if before is not None and after is not None:
                self.canv.line(
                    self._compute_x(at - 1), self._compute_y(before), self._compute_x(at), self._compute_y(after)
                )
        self.canv.setFillColor(self.look.accent)
        for x, y in points:
            self.canv.circle(x, y, DOT, stroke=0, fill=1)
        last = max(at for at, mark in enumerate(marks) if mark.value is not None)
        x, y = points[-1]
        self._draw_words_around(x, y + 5, marks[last].words, INK)
        for at in sorted({0, len(marks) - 1}):
            self._draw_words_around(self._compute_x(at), 2, marks[at].name, MUTED)

    def _draw_words_around(self, x: float, y: float, words: str, colour: object) -> None:
        """Words around a place, to one side of it at the ends."""
        if x < WIDE * 0.1:
            align = "left"
        elif x > WIDE * 0.9:
            align = "right"
        else:
            align = "centre"
        draw_line(self.canv, x, y, words, REGULAR, self.size, colour, align=align, room=WIDE / 2)

    def _compute_x(self, at: int) -> float:
        steps = len(self.source.marks) - 1
        along: float = 4 + (WIDE - 8) * at / steps if steps else WIDE / 2
        return along

    def _compute_y(self, value: float) -> float:
        share: float = 0.5
        if self.high > self.low:
            share = (value - self.low) / (self.high - self.low)
        return FOOT + share * TALL


class Pair(Flowable):
    """Our value above another's, as bars on one scale from 0 to ``most``. It repeats what stands beside it in words."""

    def __init__(self, look: Looks, ours: float, theirs: float, most: float) -> None:
        super().__init__()
        self.colours = (look.accent, MUTED)
        self.shares = [max(value, 0.0) / most if most else 0.0 for value in (ours, theirs)]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As wide as its cell."""
        self.width = width
        self.height = 2 * BAR + 4
        return width, self.height

    def draw(self) -> None:
        """Draw both bars; nobody has to be told of them."""
        with self.canv.mark_decoration():
            for at, share in enumerate(self.shares):
                self.canv.setFillColor(self.colours[at])
                self.canv.rect(0, self.height - 3 - (at + 1) * BAR, share * self.width, BAR - 1, stroke=0, fill=1)
