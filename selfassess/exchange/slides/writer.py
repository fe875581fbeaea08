"""Writing a presentation as PowerPoint: reports how far it is, and stops when asked."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.report_blocks import Comparison
from selfassess.domain.report.presentation import Presentation, Slide
from selfassess.exchange.outlines.drawing import Drawing, draw_chart
from selfassess.exchange.outlines.pictures import as_png
from selfassess.exchange.outlines.texts import clean_text, one_line

LANGUAGE = "en-GB"
WIDTH, HEIGHT = 960.0, 540.0
"""A sheet of 16 to 9, in points, as everything here."""
SIDE, TOP = 48.0, 30.0
_TITLE_HEIGHT = 74.0
_BODY_TOP = 118.0
_BODY_HEIGHT = 372.0
_GAP = 28.0
_ROW = 34.0
ACCENT, INK, MUTED, WHITE = "0B4F8A", "1B2430", "5B6675", "FFFFFF"
FONT = "Arial"
_COVER, _TITLED, _TITLE_ALONE = 0, 1, 5
"""The layouts that every set of slides has."""


@dataclass(frozen=True, slots=True)
class SlidesReport:
    """What was written, to be counted in the file: slides, and the charts and tables on them."""

    slides: int
    pictures: int


def write(
    presentation: Presentation,
    target: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SlidesReport:
    """Write the presentation to exactly ``target``.

    Raises CancelledError once ``cancelled`` says so, OSError where the target cannot be written.
    """
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _add_cover(deck, presentation)
    pictures = 0
    for number, slide in enumerate(presentation.slides, 1):
        if cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        progress(number / (len(presentation.slides) + 1))
        pictures += _add_slide(deck, slide, number + 1)
    _describe(deck, presentation)
    deck.save(str(target))
    progress(1.0)
    return SlidesReport(len(presentation.slides) + 1, pictures)


def cover_lines(presentation: Presentation) -> tuple[str, ...]:
    """What stands below the title of the first slide."""
    lines = (one_line(presentation.council), one_line(presentation.year), f"For {one_line(presentation.readers)}")
    return (*lines, *(("DRAFT – not signed off",) if presentation.draft else ()))


def _add_cover(deck: Any, presentation: Presentation) -> None:
    made = deck.slides.add_slide(deck.slide_layouts[_COVER])
    title, below = made.shapes.title, made.placeholders[1]
    _place(title, SIDE, 140, WIDTH - 2 * SIDE, 110)
    _place(below, SIDE, 262, WIDTH - 2 * SIDE, 150)
    _write(title.text_frame, [one_line(presentation.title)], 40, ACCENT, bold=True)
    _write(below.text_frame, cover_lines(presentation), 22, INK)


def _add_slide(deck: Any, slide: Slide, number: int) -> int:
    """Add one slide; gives how many pictures are on it. What comes first in it is read first."""
    layout = deck.slide_layouts[_TITLED if slide.points else _TITLE_ALONE]
    made = deck.slides.add_slide(layout)
    _place(made.shapes.title, SIDE, TOP, WIDTH - 2 * SIDE, _TITLE_HEIGHT)
    _write(made.shapes.title.text_frame, [one_line(slide.title)], 28, ACCENT, bold=True)
    room = WIDTH - 2 * SIDE
    beside = slide.chart is not None and bool(slide.points)
    if slide.points:
        _place(made.placeholders[1], SIDE, _BODY_TOP, room * 0.5 - _GAP / 2 if beside else room, _BODY_HEIGHT)
        _write(made.placeholders[1].text_frame, list(map(clean_text, slide.points)), 18 if beside else 22, INK, after=8)
    left = SIDE + room * 0.5 + _GAP / 2 if beside else SIDE
    if isinstance(slide.chart, Comparison):
        _add_table(made, slide.chart, left, WIDTH - SIDE - left)
    elif slide.chart is not None:
        _add_picture(made, draw_chart(slide.chart), left, WIDTH - SIDE - left)
    _add_number(made, number)
    if slide.notes:
        _write(made.notes_slide.notes_text_frame, clean_text(slide.notes).split("\n"), 12, INK)
    return int(slide.chart is not None)


def _add_picture(slide: Any, drawing: Drawing, left: float, room: float) -> None:
    scale = min(room / drawing.width, _BODY_HEIGHT / drawing.height)
    picture = slide.shapes.add_picture(
        io.BytesIO(as_png(drawing)), Pt(left), Pt(_BODY_TOP), Pt(drawing.width * scale), Pt(drawing.height * scale)
    )
    picture.name = "Chart"
    picture._element.nvPicPr.cNvPr.set("descr", drawing.alternative)


def _add_table(slide: Any, chart: Comparison, left: float, room: float) -> None:
    """Our figures beside others' as a table, which on a slide is read more easily than small bars."""
    table = chart.table
    rows = [[column.label for column in table.columns], *table.rows]
    frame = slide.shapes.add_table(
        len(rows), len(table.columns), Pt(left), Pt(_BODY_TOP), Pt(room), Pt(_ROW * len(rows))
    )
    frame.name = "Figures"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", one_line(chart.alternative))
    grid = frame.table
    weights = [column.weight for column in table.columns]
    for column, weight in zip(grid.columns, weights, strict=True):
        column.width = Pt(room * weight / sum(weights))
    for number, texts in enumerate(rows):
        for at, text in enumerate(texts):
            cell = grid.cell(number, at)
            cell.margin_left = cell.margin_right = Pt(6)
            if number == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(ACCENT)
            _write(cell.text_frame, [clean_text(text)], 14, WHITE if number == 0 else INK, bold=number == 0, fit=False)
            if table.columns[at].number:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _add_number(slide: Any, number: int) -> None:
    box = slide.shapes.add_textbox(Pt(WIDTH - SIDE - 60), Pt(HEIGHT - 34), Pt(60), Pt(24))
    box.name = "Slide number"
    _write(box.text_frame, [str(number)], 12, MUTED)
    # A field, so that it is right when slides are moved.
    run = box.text_frame.paragraphs[0].runs[0]._r
    field = OxmlElement("a:fld")
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    run.addprevious(field)
    field.extend(list(run))
    run.getparent().remove(run)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def _write(
    frame: Any,
    lines: Sequence[str],
    size: float,
    colour: str,
    *,
    bold: bool = False,
    after: float = 0,
    fit: bool = True,
) -> None:
    """Write lines into a frame, one paragraph each, in the language of the document; sizes are in points."""
    frame.word_wrap = True
    if fit:
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(after)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.name, run.font.bold = Pt(size), FONT, bold
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _describe(deck: Any, presentation: Presentation) -> None:
    council, title, year = map(one_line, (presentation.council, presentation.title, presentation.year))
    properties = deck.core_properties
    properties.title = " – ".join(filter(None, (council, title, year)))[:255]
    properties.author = properties.last_modified_by = council[:255]
    properties.language = LANGUAGE
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
