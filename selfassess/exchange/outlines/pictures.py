"""A drawing as SVG and as a PNG picture of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from html import escape

from PIL import Image, ImageDraw, ImageFont

from selfassess.exchange.outlines.drawing import COLOURS, FONT, Bar, Dot, Drawing, Line, Tone, Words

DENSITY = 180
"""Picture points to an inch: enough for print; half as many again would take Word twice as long as the PDF."""
DOTS = DENSITY / 72
_ALMOST = 252
"""So light a colour is white that was made a little darker on the way."""


def as_svg(drawing: Drawing) -> str:
    """The drawing as an SVG element whose colours are classes; its words stand beside it for those who hear it."""
    shapes = "".join(_svg_shape(shape) for shape in drawing.shapes)
    return f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:.1f}" aria-hidden="true">{shapes}</svg>'


def _svg_shape(shape: Words | Bar | Line | Dot) -> str:
    """A shape as SVG; colours are classes, so that dark mode can change them."""
    match shape:
        case Words():
            end = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}"'
            return f'<text class="f-{shape.tone}" {place}{end}>{escape(shape.text)}</text>'
        case Bar():
            kind = f's-{shape.tone} dashed" fill="none' if shape.outlined else f"f-{shape.tone}"
            size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
            return f'<rect class="{kind}" x="{shape.x:.1f}" y="{shape.y:.1f}" {size}/>'
        case Line():
            dashes = "" if shape.dashes is None else f' stroke-dasharray="{shape.dashes[0]:g} {shape.dashes[1]:g}"'
            ends = f'x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}"'
            return f'<line class="s-{shape.tone}" {ends} stroke-width="{shape.width:g}"{dashes}/>'
        case Dot():
            return f'<circle class="f-{shape.tone}" cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}"/>'


def as_png(drawing: Drawing, accent: str = "") -> bytes:
    """The drawing as a picture on white; ``accent`` is the council's colour ("#0B4F8A"), ours where none is given."""
    colours: dict[Tone, str] = {**COLOURS, "accent": accent or COLOURS["accent"]}
    size = (round(drawing.width * DOTS), max(round(drawing.height * DOTS), 1))
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        _draw_shape(pen, shape, colours)
    made = io.BytesIO()
    # The quickest way to few colours: the usual one takes longer than all the rest of a document.
    few = picture.quantize(64, method=Image.Quantize.FASTOCTREE)
    few.putpalette([255 if level >= _ALMOST else level for level in few.getpalette() or []])
    few.save(made, "PNG", dpi=(DENSITY, DENSITY))
    return made.getvalue()


def _draw_shape(pen: ImageDraw.ImageDraw, shape: Words | Bar | Line | Dot, colours: Mapping[Tone, str]) -> None:
    colour = colours[shape.tone]
    match shape:
        case Words():
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            pen.text((shape.x * DOTS, shape.y * DOTS), shape.text, colour, _load_picture_font(shape.size), anchor)
        case Bar(outlined=True):
            right = shape.x + shape.width
            low = shape.y + shape.height
            for x1, y1, x2, y2 in (
                (shape.x, shape.y, right, shape.y),
                (right, shape.y, right, low),
                (right, low, shape.x, low),
                (shape.x, low, shape.x, shape.y),
            ):
                _draw_line(pen, Line(x1, y1, x2, y2, shape.tone, 0.7, (2, 2)), colour)
        case Bar():
            box = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            pen.rectangle([each * DOTS for each in box], colour)
        case Line():
            _draw_line(pen, shape, colour)
        case Dot():
            pen.circle((shape.x * DOTS, shape.y * DOTS), shape.radius * DOTS, colour)


def _draw_line(pen: ImageDraw.ImageDraw, line: Line, colour: str) -> None:
    """A line, stroke by stroke where it is dashed."""
    length = ((line.x2 - line.x1) ** 2 + (line.y2 - line.y1) ** 2) ** 0.5
    stroke, gap = line.dashes or (length, 1.0)
    done = 0.0
    while length and done < length:
        ends = (done / length, min(done + stroke, length) / length)
        points = [
            ((line.x1 + (line.x2 - line.x1) * part) * DOTS, (line.y1 + (line.y2 - line.y1) * part) * DOTS)
            for part in ends
        ]
        pen.line(points, colour, max(round(line.width * DOTS), 1))
        done += stroke + gap


@cache
def _load_picture_font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), round(size * DOTS))
