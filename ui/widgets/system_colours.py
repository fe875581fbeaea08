"""The colours that the system has for more contrast, which somebody may have chosen one by one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

Colours = tuple[tuple[str, str], ...]
"""Name of a token and its colour; empty where the system has none of its own."""

ENOUGH = 7.0
"""The contrast of words on their ground below which colours are not meant to be seen well: ours are used then."""
GROUNDS = (
    "canvas", "surface", "accent_tint", "hover", "heat_low", "error_tint", "warning_tint", "good_tint", "info_tint",
    "score1_tint", "score2_tint", "score3_tint", "score4_tint",
)  # fmt: skip
WORDS = (
    "ink", "muted", "line", "control", "control_strong", "unscored", "heat_low_ink", "error", "warning", "good", "info",
    "score1_ink", "score2_ink", "score3_ink", "score4_ink",
)  # fmt: skip


def find_colours(app: QApplication) -> Colours:
    """The colours of the system's own palette as tokens; none where they have little contrast."""
    app.setPalette(QPalette())  # gives the palette of the system back, in place of the one made of our tokens
    palette = app.palette()
    if find_contrast(_colour(palette, "Window"), _colour(palette, "WindowText")) < ENOUGH:
        return ()
    return tuple((name, colour.name().upper()) for name, colour in _tokens(palette))


def find_icons(scheme: str, colours: Colours) -> str:
    """The scheme whose icons can be seen: of the system's colours, the ground may be light."""
    ground = dict(colours).get("canvas")
    if ground is not None and QColor(ground).lightness() > 127:
        return "light"
    return scheme


def find_contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2, section 1.4.3."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _tokens(palette: QPalette) -> Iterator[tuple[str, QColor]]:
    ground, words = _colour(palette, "Window"), _colour(palette, "WindowText")
    chosen, on_chosen = _colour(palette, "Highlight"), _colour(palette, "HighlightedText")
    if find_contrast(chosen, ground) < 3 or find_contrast(chosen, on_chosen) < 4.5:
        chosen, on_chosen = words, ground
    yield from ((name, ground) for name in GROUNDS)
    yield from ((name, words) for name in WORDS)
    yield "field", _colour(palette, "Base") if find_contrast(_colour(palette, "Base"), words) >= ENOUGH else ground
    yield "disabled", palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    for name in ("accent", "accent_hover", "heat_high"):
        yield name, chosen
    for name in ("on_accent", "heat_high_ink"):
        yield name, on_chosen


def _colour(palette: QPalette, role: str) -> QColor:
    return palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole[role])


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
