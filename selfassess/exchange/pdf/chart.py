"""The score chart: for each quality statement its score as a bar, a numeral and words, and the earlier score beside.

Drawn in vectors. Colour repeats what the numeral says and is never the only sign.
"""

from __future__ import annotations

from reportlab.platypus import Flowable

from selfassess.domain.model.report_blocks import ScoreBar, ScoreChart
from selfassess.exchange.pdf.fonts import REGULAR
from selfassess.exchange.pdf.looks import INK, LINE, MUTED, SCORES, WIDTH, Looks
from selfassess.exchange.pdf.paging import draw_line
from selfassess.exchange.pdf.shapes import Text
from selfassess.exchange.pdf.structure import Node

NAME = 0.44 * WIDTH
BAR = 4 * 0.045 * WIDTH
WORDS = NAME + BAR + 12
TALL = 9.0
GAP = 6.5
HEAD = 16.0


class Chart(Flowable):
    """Bars one below the other. ``source`` is the whole chart, also where a page break has parted it; ``node`` the
    figure that it is to those who cannot see it.
    """

    def __init__(
        self, look: Looks, source: ScoreChart, node: Node | None, bars: tuple[ScoreBar, ...] | None = None
    ) -> None:
        super().__init__()
        self.look = look
        self.source = source
        self.node = node
        self.bars = source.bars if bars is None else bars
        self.spaceBefore = 10
        self.earlier = bool(source.earlier_label) or any(bar.earlier is not None for bar in source.bars)
        said = WIDTH - WORDS if not self.earlier else WIDTH * 0.22
        self.names = [Text(bar.name, look.bar_name) for bar in self.bars]
        self.words = [Text(source.label_of(bar), look.bar_name) for bar in self.bars]
        self.step = BAR / len(source.levels)
        self.heights = [
            max(name.wrap(NAME - 8, 1e6)[1], words.wrap(said, 1e6)[1]) + GAP
            for name, words in zip(self.names, self.words, strict=True)
        ]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As tall as its bars."""
        self.height = HEAD + sum(self.heights)
        return width, self.height

    def split(self, width: float, height: float) -> list[Chart]:
        """Between two bars, and only where a whole page would not hold them."""
        fits = 0
        room = height - HEAD
        for tall in self.heights:
            room -= tall
            if room < 0:
                break
            fits += 1
        if fits == len(self.bars):
            return [self]
        if fits < 12:
            return []
        return [Chart(self.look, self.source, self.node, bars) for bars in (self.bars[:fits], self.bars[fits:])]

    def draw(self) -> None:
        """Draw all of it as one figure."""
        if self.node is not None and not self.node.attributes:
            corners = (*self.canv.absolutePosition(0, 0), *self.canv.absolutePosition(WIDTH, self.height))
            self.node.attributes = {"BBox": corners}
        with self.canv.mark_content_of(self.node):
            self._draw_scale_and_bars()

    def _draw_scale_and_bars(self) -> None:
        """The scale, then the bars."""
        top = self.height
        small = self.look.head.fontSize - 0.5
        for place, level in enumerate(self.source.levels if self.source.numbered else ()):
            x = NAME + (place + 0.5) * self.step
            draw_line(self.canv, x, top - 9, level, REGULAR, small, MUTED, align="centre")
        if self.earlier:
            label = self.source.earlier_label or "Earlier"
            left = draw_line(self.canv, WIDTH, top - 9, label, REGULAR, small, MUTED, align="right", room=WIDTH * 0.32)
            self._draw_earlier_mark(left - 6, top - 11, top - 1)
        top -= HEAD
        for bar, name, words, tall in zip(self.bars, self.names, self.words, self.heights, strict=True):
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.7)
            self.canv.line(0, top, WIDTH, top)
            middle = top - tall / 2
            name.drawOn(self.canv, 0, middle - name.height / 2 + 1)
            words.drawOn(self.canv, WORDS, middle - words.height / 2 + 1)
            self._draw_score_bar(bar, middle)
            if self.earlier:
                said = self.source.describe_earlier(bar)
                colour = MUTED if bar.earlier is None else INK
                draw_line(
                    self.canv,
                    WIDTH,
                    middle - 3,
                    said,
                    REGULAR,
                    self.look.bar_name.fontSize,
                    colour,
                    align="right",
                    room=WIDTH * 0.2,
                )
            top -= tall

    def _draw_score_bar(self, bar: ScoreBar, middle: float) -> None:
        """The bar on its track; unscored is a dashed outline; the earlier score is a stroke across."""
        self.canv.saveState()
        ink, tint = SCORES.get(self.source.shade_of(bar) or 0, (MUTED, None))
        y = middle - TALL / 2
        if bar.score is None or tint is None:
            self.canv.setStrokeColor(MUTED)
            self.canv.setDash(2, 2)
            self.canv.rect(NAME, y, BAR, TALL, stroke=1, fill=0)
        else:
            self.canv.setFillColor(tint)
            self.canv.rect(NAME, y, BAR, TALL, stroke=0, fill=1)
            self.canv.setFillColor(ink)
            for step in range(bar.score):
                self.canv.rect(NAME + step * self.step, y, self.step - 1.5, TALL, stroke=0, fill=1)
        self.canv.restoreState()
        if bar.earlier is not None:
            self._draw_earlier_mark(NAME + bar.earlier * self.step - 0.75, y - 3, y + TALL + 3)

    def _draw_earlier_mark(self, x: float, low: float, high: float) -> None:
        """The mark of an earlier score, on a bar and beside its name."""
        self.canv.saveState()
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(1.6)
        self.canv.line(x, low, x, high)
        self.canv.restoreState()
