"""Charts as a few shapes, laid out once: HTML shows them as they are, Word and slides as a picture of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Literal

from PIL import ImageFont

from selfassess.domain.model.report_blocks import Comparison, ScoreBar, ScoreChart, ValueChart
from selfassess.exchange.outlines.texts import to_one_line
from selfassess.packs.resources import RESOURCES

FONT = RESOURCES / "fonts" / "NotoSans-Regular.ttf"

Tone = Literal["ink", "muted", "line", "accent", "1", "2", "3", "4", "tint1", "tint2", "tint3", "tint4"]
COLOURS: dict[Tone, str] = {
    "ink": "#1B2430", "muted": "#5B6675", "line": "#DDE2E8", "accent": "#0B4F8A",
    "1": "#8C1D18", "2": "#7A4B00", "3": "#14532D", "4": "#0B3D6E",
    "tint1": "#FBEAE9", "tint2": "#FDF3E1", "tint3": "#E7F4EB", "tint4": "#E4EEF8",
}  # fmt: skip
"""The same as in the PDF; the tone of a score is its numeral, which always stands beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``x`` is where it begins, ends or has its middle, ``y`` its base line."""

    x: float
    y: float
    text: str
    size: float
    tone: Tone = "ink"
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle, or the dashed outline of one."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; ``dashes`` are lengths of stroke and gap."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone
    width: float = 0.7
    dashes: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    tone: Tone


@dataclass(slots=True)
class Drawing:
    """Shapes on a sheet; lengths are in points, from its upper left corner."""

    width: float
    height: float
    alternative: str
    shapes: list[Words | Bar | Line | Dot] = field(default_factory=list)


WIDTH = 480.0
"""How wide a chart is: the text of an A4 page."""
SIZE, SMALL = 9.0, 8.0
_LEADING = 12.0
_NAMES, _STEP = 195.0, 17.0
_SAID = _NAMES + 4 * _STEP + 12
_EARLIER = 110.0


Chart = ScoreChart | ValueChart | Comparison


def draw_chart(chart: Chart) -> Drawing:
    """A chart as shapes."""
    match chart:
        case ScoreChart():
            return _draw_scores(chart)
        case ValueChart():
            return _draw_value_chart(chart)
        case Comparison():
            return _draw_comparison(chart)


def _draw_comparison(chart: Comparison) -> Drawing:
    """Measure by measure our value above theirs, each pair on a scale of its own that begins at 0."""
    made = Drawing(WIDTH, 0, to_one_line(chart.alternative))
    names = WIDTH * 0.45
    room = WIDTH * 0.33
    said = WIDTH * 0.8
    top = 2.0
    for row in chart.rows:
        lines = _wrap_text(to_one_line(row.name_with_period), SIZE, names - 10)
        tall = max(len(lines) * _LEADING, 2 * _LEADING) + 6
        made.shapes.append(Line(0, top, WIDTH, top, "line"))
        made.shapes += _stack_lines(lines, 0, top, tall)
        most = max(abs(row.our_value), abs(row.their_value)) or 1.0
        pairs: tuple[tuple[float, str, Tone], ...] = (
            (row.our_value, f"Ours {to_one_line(row.ours)}", "accent"),
            (row.their_value, f"{to_one_line(chart.others)} {to_one_line(row.theirs)}", "muted"),
        )
        for at, (value, words, tone) in enumerate(pairs):
            y = top + 4 + at * _LEADING
            made.shapes.append(Bar(names, y + 1, max(room * abs(value) / most, 0.5), 8, tone))
            made.shapes.append(Words(said, y + SMALL, _shorten_to_width(words, SMALL, WIDTH - said), SMALL))
        top += tall
    made.height = top + 2
    return made


def _draw_scores(chart: ScoreChart) -> Drawing:
    """Statement by statement: its name, a bar of as many steps as its score, the score in words, the earlier one."""
    has_earlier = bool(chart.earlier_label) or any(bar.earlier is not None for bar in chart.bars)
    earlier_room = _EARLIER if has_earlier else 0
    room = WIDTH - _SAID - earlier_room
    made = Drawing(WIDTH, 0, to_one_line(chart.alternative) or "Scores by quality statement")
    step = 4 * _STEP / len(chart.levels)
    if chart.numbered:
        middles = [_NAMES + (place + 0.5) * step for place in range(len(chart.levels))]
        heads = zip(chart.levels, middles, strict=True)
        made.shapes += [Words(x, 10, words, SMALL, "muted", "middle") for words, x in heads]
    if has_earlier:
        label = _shorten_to_width(to_one_line(chart.earlier_label) or "Earlier", SMALL, _EARLIER - 10)
        made.shapes += [
            Words(WIDTH - 6, 10, label, SMALL, "muted", "end"),
            Line(WIDTH - 1, 2, WIDTH - 1, 12, "ink", 1.6),
        ]
    top = 16.0
    for bar in chart.bars:
        names = _wrap_text(to_one_line(bar.name), SIZE, _NAMES - 8)
        said = _wrap_text(to_one_line(chart.label_of(bar)), SIZE, room)
        tall = max(len(names), len(said)) * _LEADING + 6
        made.shapes.append(Line(0, top, WIDTH, top, "line"))
        made.shapes += _stack_lines(names, 0, top, tall)
        made.shapes += _stack_lines(said, _SAID, top, tall)
        made.shapes += _score_bar(bar, top + tall / 2, chart.shade_of(bar), step)
        if has_earlier:
            words = _shorten_to_width(to_one_line(chart.describe_earlier(bar)), SIZE, _EARLIER)
            tone: Tone = "muted" if bar.earlier is None else "ink"
            made.shapes.append(Words(WIDTH, top + tall / 2 + 3, words, SIZE, tone, "end"))
        top += tall
    made.height = top + 2
    return made


def _score_bar(bar: ScoreBar, middle: float, shade: int | None, step: float) -> Iterator[Bar | Line]:
    """The bar on its track; unscored is a dashed outline; the earlier score is a stroke across."""
    top = middle - 4.5
    tones: dict[int | None, tuple[Tone, Tone]] = {
        1: ("1", "tint1"), 2: ("2", "tint2"), 3: ("3", "tint3"), 4: ("4", "tint4"),
    }  # fmt: skip
    if bar.score is None or shade is None:
        yield Bar(_NAMES, top, 4 * _STEP, 9, "muted", outlined=True)
    else:
        ink, tint = tones[shade]
        yield Bar(_NAMES, top, 4 * _STEP, 9, tint)
        yield from (Bar(_NAMES + place * step, top, step - 1.5, 9, ink) for place in range(bar.score))
    if bar.earlier is not None:
        x = _NAMES + bar.earlier * step - 0.75
        yield Line(x, top - 3, x, top + 12, "ink", 1.6)


_PLOT, _HEAD, _TALL, _FOOT = 300.0, 14.0, 62.0, 16.0


def _draw_value_chart(chart: ValueChart) -> Drawing:
    """Values from left to right, joined where they follow each other, with target and comparator as lines."""
    made = Drawing(WIDTH, _HEAD + _TALL + _FOOT, to_one_line(chart.alternative))
    mark_values = [mark.value for mark in chart.marks if mark.value is not None]
    level_values = [each.value for each in chart.levels]
    there = mark_values + level_values
    low = min(there, default=0.0)
    high = max(there, default=0.0)
    low = 0.0 if 0 <= low < high / 2 else low
    steps = max(len(chart.marks) - 1, 1)

    def up(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return _HEAD + _TALL * (1 - share)

    def along(at: int) -> float:
        if len(chart.marks) > 1:
            return 4 + (_PLOT - 8) * at / steps
        return _PLOT / 2

    made.shapes.append(Line(0, _HEAD + _TALL + 3, _PLOT, _HEAD + _TALL + 3, "line"))
    above = made.height * 2
    for level in sorted(chart.levels, key=lambda each: each.value):
        y = up(level.value)
        dashes = (1, 2) if level.dotted else (4, 2)
        made.shapes.append(Line(0, y, _PLOT, y, "muted", 0.8, dashes))
        above = min(y + SMALL / 3, above - SMALL - 2)
        name = _shorten_to_width(to_one_line(level.name), SMALL, WIDTH - _PLOT - 6)
        made.shapes.append(Words(_PLOT + 6, above, name, SMALL, "muted"))
    points = [(along(at), up(mark.value)) if mark.value is not None else None for at, mark in enumerate(chart.marks)]
    for before, after in pairwise(points):
        if before is not None and after is not None:
            made.shapes.append(Line(*before, *after, "accent", 1.3))
    made.shapes += [Dot(*point, 1.8, "accent") for point in points if point is not None]
    made.shapes += _value_words(chart, points)
    made.shapes += [
        _place_words_around(along(at), _HEAD + _TALL + 14, to_one_line(chart.marks[at].name), "muted")
        for at in sorted({0, len(chart.marks) - 1})
    ]
    return made


def _value_words(chart: ValueChart, points: Sequence[tuple[float, float] | None]) -> Iterator[Words]:
    """The last value in words, above its dot."""
    last = max((at for at, point in enumerate(points) if point is not None), default=None)
    if last is not None and (point := points[last]) is not None:
        yield _place_words_around(point[0], point[1] - 5, to_one_line(chart.marks[last].words), "ink")


def _place_words_around(x: float, y: float, words: str, tone: Tone) -> Words:
    """Words around a place, to one side of it at the ends."""
    anchor: Literal["start", "middle", "end"] = "start" if x < _PLOT * 0.1 else "end" if x > _PLOT * 0.9 else "middle"
    return Words(x, y, _shorten_to_width(words, SMALL, _PLOT / 2), SMALL, tone, anchor)


def _stack_lines(lines: Sequence[str], x: float, top: float, tall: float) -> Iterator[Words]:
    """Lines one below the other, in the middle of a row."""
    first = top + (tall - len(lines) * _LEADING) / 2 + SIZE
    yield from (Words(x, first + number * _LEADING, line, SIZE) for number, line in enumerate(lines))


def measure_text_width(text: str, size: float) -> float:
    """How wide a text is."""
    return float(_load_measuring_font().getlength(text)) * size / _MEASURED


_MEASURED = 100


@cache
def _load_measuring_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), _MEASURED)


def _wrap_text(text: str, size: float, room: float) -> list[str]:
    """A text as lines that fit a width, four at most."""
    lines = [""]
    for word in text.split():
        wider = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure_text_width(wider, size) > room:
            lines.append(word)
        else:
            lines[-1] = wider
    kept = lines[:4]
    if len(lines) > len(kept):
        kept[-1] += " …"
    return [_shorten_to_width(line, size, room) for line in kept]


def _shorten_to_width(text: str, size: float, room: float) -> str:
    """A text that fits a width, cut with a sign where it does not; what is said of the chart has all of it."""
    if len(text) < 500 and measure_text_width(text, size) <= room:
        return text
    kept = text[:200]
    while kept and measure_text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
