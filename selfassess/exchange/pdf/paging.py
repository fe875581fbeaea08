"""The pages around the text: running header and footer, bookmarks, and page numbers known only at the end.

The text is laid out once. What needs a page number that is not known yet (the contents, "Page 3 of 40") is drawn when
the last page is finished, onto the pages that were kept back until then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfgen.canvas import Canvas

from selfassess.domain.model.report_blocks import Outline
from selfassess.exchange.pdf.direction import as_drawn, is_mixed, join_arabic_letters, starts_right
from selfassess.exchange.pdf.fonts import (
    BOLD,
    REGULAR,
    make_readable,
    measure_line_width,
    split_font_runs,
    to_drawable_line,
)
from selfassess.exchange.pdf.lines import Spelling
from selfassess.exchange.pdf.looks import (
    ALARM,
    FOOT,
    LINE,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIDE,
    TOP,
    WIDTH,
)
from selfassess.exchange.pdf.structure import RUNNING, Marking, Node

SMALL = 8.5


def draw_line(
    canvas: Any,
    x: float,
    y: float,
    text: str,
    font: str,
    size: float,
    colour: Color,
    *,
    align: str = "left",
    room: float | None = None,
) -> float:
    """Draw one line at x, y: to the right of it, to the left, or around it; cut short with "…" to fit ``room``.

    Returns where its left end stands.
    """
    if room is not None:
        text = shorten_to_room(join_arabic_letters(text), font, size, room)
    wide = measure_line_width(text, font, size)
    x -= {"left": 0.0, "centre": wide / 2, "right": wide}[align]
    made = canvas.beginText(x, y)
    made.setFillColor(colour)
    drawn = as_drawn(text, starts_right(text)) if is_mixed(text) else text
    for name, part in split_font_runs(drawn, font):
        made.setFont(name, size)
        made.textOut(part)
    canvas.drawText(made)
    return x


def shorten_to_room(text: str, font: str, size: float, room: float) -> str:
    """Text on one line, with "…" for what has no room."""
    text = " ".join(make_readable(text[:400]).split())
    if measure_line_width(text, font, size) <= room:
        return text
    # A twentieth at a time, as every try measures the whole text once more.
    while text and measure_line_width(text + "…", font, size) > room:
        text = text[: -1 - len(text) // 20]
    return text.rstrip() + "…"


class PagedCanvas(Marking, Canvas):
    """A canvas that keeps its pages back until the last one is drawn."""

    def __init__(self, *args: Any, outline: Outline, emitted: Callable[[float], None], **named: Any) -> None:
        super().__init__(*args, **named)
        self.outline_of = outline
        self.emitted = emitted
        self.kept: list[dict[str, Any]] = []
        self.part_began = 0
        """The page on which the part in hand began."""
        self.places: dict[str, int] = {}
        self.later: list[Callable[[], None]] = []
        self.spelling = Spelling(self._doc)
        self._code: list[str]

    def keep_place(self, key: str, title: str, depth: int, y: float) -> None:
        """Remember that a section starts here: a bookmark, a place to jump to, and its page number."""
        self.places[key] = self.getPageNumber()
        self.addOutlineEntry(to_drawable_line(title), key, depth, closed=False)
        self.later.append(lambda: self.bookmarkPage(key, fit="XYZ", left=0, top=y))

    def write_text_code(self, code: Sequence[str]) -> None:
        """A stretch of text in the page's own language."""
        self._code.append(f"BT {' '.join(code)} ET")

    def lead_to(self, address: str, area: tuple[float, float, float, float], node: Node | None) -> None:
        """A printed address can be clicked, and is told as a link of the text it stands in."""
        self.linkURL(address, area, relative=1, Border="[0 0 0]", Contents=PDFString(f"Go to {address}"))
        if node is not None:
            self.add_link_area(node)

    def number_later(self, key: str, x: float, y: float, style: ParagraphStyle, node: Node | None) -> None:
        """Draw, once it is known, the page number of a section, ending at x: where it is read, not behind all else."""
        page: list[str] = self._code
        at = len(page)
        page.append("")

        def draw() -> None:
            number = f" {self.places[key]}"  # the blank parts it from the title when both are read out
            if node is not None and node.said:
                node.said += number
            self._code = []
            with self.mark_content_of(node):
                draw_line(self, x, y, number, style.fontName, style.fontSize, style.textColor, align="right")
            page[at] = " ".join(self._code)
            self._code = page

        self.later.append(draw)

    def showPage(self) -> None:  # noqa: N802
        """Keep the page back and begin the next."""
        self.kept.append(dict(self.__dict__))
        self.later = []
        self.marks = self.areas = 0
        self._startPage()

    def save(self) -> None:
        """Finish every page and write the file."""
        kept = self.kept
        for number, page in enumerate(kept, 1):
            self.__dict__.update(page)
            for action in self.later:
                action()
            if number > 1:  # the cover says all of it large
                with self.mark_decoration(RUNNING["header"]):
                    self._draw_running_head()
            with self.mark_decoration(RUNNING["footer"]):
                foot = f"Page {number} of {len(kept)}"
                draw_line(self, PAGE_WIDTH - SIDE, FOOT - 30, foot, REGULAR, SMALL, MUTED, align="right")
            super().showPage()
            self.emitted(number / len(kept))
        super().save()

    def _draw_running_head(self) -> None:
        """The running header: council and year on the left, the status on the right."""
        outline = self.outline_of
        draft = outline.draft
        status, font = ("DRAFT", BOLD) if draft else (outline.status, REGULAR)
        colour = ALARM if draft else MUTED
        y = PAGE_HEIGHT - TOP + 26
        room = WIDTH * 0.25
        draw_line(self, PAGE_WIDTH - SIDE, y, status, font, SMALL, colour, align="right", room=room)
        year = shorten_to_room(outline.year, REGULAR, SMALL, room)
        spare = WIDTH - room - measure_line_width(f" · {year}", REGULAR, SMALL) - 8
        council = shorten_to_room(outline.council, REGULAR, SMALL, spare)
        x = SIDE
        # Each by itself: figures beside Arabic would be put in the order of Arabic.
        dot = ""
        if council and year:
            dot = " · "
        for part in (council, dot, year):
            draw_line(self, x, y, part, REGULAR, SMALL, MUTED)
            x += measure_line_width(part, REGULAR, SMALL)
        self.setStrokeColor(LINE)
        self.setLineWidth(0.7)
        self.line(SIDE, y - 8, PAGE_WIDTH - SIDE, y - 8)
