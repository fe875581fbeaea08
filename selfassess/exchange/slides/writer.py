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
from selfassess.exchange.outlines.texts import clean_text, to_one_line

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


def write_slides(
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
    _set_slide_properties(deck, presentation)
    deck.save(str(target))
    progress(1.0)
    return SlidesReport(len(presentation.slides) + 1, pictures)


def list_title_slide_lines(presentation: Presentation) -> tuple[str, ...]:
    """What stands below the title of the first slide."""
    lines = (
        to_one_line(presentation.council),
        to_one_line(presentation.year),
        f"For {to_one_line(presentation.readers)}",
    )
    draft_line = ("DRAFT – not signed off",) if presentation.draft else ()
    return (*lines, *draft_line)


def _add_cover(deck: Any, presentation: Presentation) -> None:
    made = deck.slides.add_slide(deck.slide_layouts[_COVER])
    title = made.shapes.title
    below = made.placeholders[1]
    _place_shape(title, SIDE, 140, WIDTH - 2 * SIDE, 110)
    _place_shape(below, SIDE, 262, WIDTH - 2 * SIDE, 150)
    _write_frame(title.text_frame, [to_one_line(presentation.title)], 40, ACCENT, bold=True)
    _write_frame(below.text_frame, list_title_slide_lines(presentation), 22, INK)


def _add_slide(deck: Any, slide: Slide, number: int) -> int:
    """Add one slide; gives how many pictures are on it. What comes first in it is read first."""
    layout_number = _TITLED if slide.points else _TITLE_ALONE
    layout = deck.slide_layouts[layout_number]
    made = deck.slides.add_slide(layout)
    _place_shape(made.shapes.title, SIDE, TOP, WIDTH - 2 * SIDE, _TITLE_HEIGHT)
    _write_frame(made.shapes.title.text_frame, [to_one_line(slide.title)], 28, ACCENT, bold=True)
    room = WIDTH - 2 * SIDE
    beside = slide.chart is not None and bool(slide.points)
    if slide.points:
        text_width = room * 0.5 - _GAP / 2 if beside else room
        _place_shape(made.placeholders[1], SIDE, _BODY_TOP, text_width, _BODY_HEIGHT)
        text_size = 18 if beside else 22
        _write_frame(made.placeholders[1].text_frame, list(map(clean_text, slide.points)), text_size, INK, after=8)
    left = SIDE + room * 0.5 + _GAP / 2 if beside else SIDE
    if isinstance(slide.chart, Comparison):
        _add_table(made, slide.chart, left, WIDTH - SIDE - left)
    elif slide.chart is not None:
        _add_slide_picture(made, draw_chart(slide.chart), left, WIDTH - SIDE - left)
    _add_number(made, number)
    if slide.notes:
        _write_frame(made.notes_slide.notes_text_frame, clean_text(slide.notes).split("\n"), 12, INK)
    return int(slide.chart is not None)


def _add_slide_picture(slide: Any, drawing: Drawing, left: float, room: float) -> None:
    scale = min(room / drawing.width, _BODY_HEIGHT / drawing.height)
    picture = slide.shapes.add_picture(
        io.BytesIO(as_png(drawing)), Pt(left), Pt(_BODY_TOP), Pt(drawing.width * scale), Pt(drawing.height * scale)
    )
    picture.name = "Chart"
    picture._element.nvPicPr.cNvPr.set("descr", drawing.alternative)


def _add_table(slide: Any, chart: Comparison, left: float, room: float) -> None:
    """Our figures beside others' as a table, which on a slide is read more easily than small bars.

    How far apart they are stands in the notes: a fourth column would break the numbers of the others.
    """
    table = chart.to_plain_table
    columns = table.columns[:3]
    rows = [[column.label for column in columns], *(row[:3] for row in table.rows)]
    frame = slide.shapes.add_table(len(rows), len(columns), Pt(left), Pt(_BODY_TOP), Pt(room), Pt(_ROW * len(rows)))
    frame.name = "Figures"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", to_one_line(chart.alternative))
    grid = frame.table
    weights = [column.weight for column in columns]
    for column, weight in zip(grid.columns, weights, strict=True):
        column.width = Pt(room * weight / sum(weights))
    for number, texts in enumerate(rows):
        for at, text in enumerate(texts):
            cell = grid.cell(number, at)
            cell.margin_left = cell.margin_right = Pt(6)
            if number == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(ACCENT)
            colour = WHITE if number == 0 else INK
            _write_frame(cell.text_frame, [clean_text(text)], 14, colour, bold=number == 0, fit=False)
            if columns[at].number:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _add_number(slide: Any, number: int) -> None:
    """The slide's number as a field, so that it stays right when slides are moved."""
    box = slide.shapes.add_textbox(Pt(WIDTH - SIDE - 60), Pt(HEIGHT - 34), Pt(60), Pt(24))
    box.name = "Slide number"
    _write_frame(box.text_frame, [str(number)], 12, MUTED)
    # A field, so that it is right when slides are moved.
    run = box.text_frame.paragraphs[0].runs[0]._r
    field = OxmlElement("a:fld")
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    run.addprevious(field)
    field.extend(list(run))
    run.getparent().remove(run)


def _place_shape(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def _write_frame(
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


def _set_slide_properties(deck: Any, presentation: Presentation) -> None:
    council, title, year = map(to_one_line, (presentation.council, presentation.title, presentation.year))
    properties = deck.core_properties
    properties.title = " – ".join(filter(None, (council, title, year)))[:255]
    properties.author = properties.last_modified_by = council[:255]
    properties.language = LANGUAGE
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
