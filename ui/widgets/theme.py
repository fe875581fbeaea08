"""Colours and sizes: tokens from ``resources/theme``, made into a palette and one style sheet.

``apply`` follows the system (light, dark, more contrast) unless a scheme is named, and goes on following it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from selfassess.packs.resources import RESOURCES

SCHEMES = ("light", "dark", "contrast")
STYLE = "Fusion"
FACES = ("Segoe UI", "Inter", "Noto Sans", "Helvetica Neue")

_state: dict[str, Any] = {"scheme": "light", "wanted": None, "percent": 100, "following": False}


def tokens() -> Mapping[str, str]:
    """The colours in use, by name."""
    return _read(_state["scheme"])


def scheme() -> str:
    """Which of SCHEMES is in use."""
    return str(_state["scheme"])


def colour(name: str) -> QColor:
    """One colour in use, for widgets that paint themselves."""
    return QColor(tokens()[name])


def px(size: int) -> int:
    """A size in pixels at the text size that the person chose."""
    return round(size * int(_state["percent"]) / 100)


def apply(app: QApplication, scheme: str | None = None, percent: int | None = None) -> None:
    """Dress the program; a ``scheme`` that is none of SCHEMES follows the system, no ``percent`` keeps the size."""
    scheme = scheme if scheme in SCHEMES else None
    _state["wanted"] = scheme
    _state["percent"] = percent or _state["percent"]
    _state["scheme"] = scheme or _system_scheme(app)
    if not _state["following"]:
        _state["following"] = True
        if app.style().name().lower() != STYLE.lower():  # changing it costs the start more than the start screen does
            app.setStyle(STYLE)
        app.styleHints().colorSchemeChanged.connect(lambda: apply(app) if _state["wanted"] is None else None)
    font = QFont(_face())
    font.setPixelSize(px(14))
    app.setFont(font)
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """The style sheet for the scheme and text size in use."""
    names = {**tokens(), "scheme": scheme(), "icons": (RESOURCES / "icons").as_posix()}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return f"{px(int(name[2:]))}px" if re.fullmatch(r"px\d+", name) else names[name]

    return re.sub(r"@(\w+)", value, _template())


@cache
def _read(scheme: str) -> Mapping[str, str]:
    found: dict[str, str] = json.loads((RESOURCES / "theme" / f"{scheme}.json").read_text(encoding="utf-8"))
    return found


@cache
def _template() -> str:
    return (RESOURCES / "theme" / "look.qss").read_text(encoding="utf-8")


def _system_scheme(app: QApplication) -> str:
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


@cache
def _face() -> str:
    there = QFontDatabase.families()
    face = next((face for face in FACES if face in there), "")
    if not face:  # a computer with none of them gets the fonts that ship with the program
        for font in sorted((RESOURCES / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(font))
        there = QFontDatabase.families()
        face = next((face for face in FACES if face in there), QFont().family())
    return face


def _palette() -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, "canvas"), (roles.WindowText, "ink"), (roles.Base, "field"), (roles.AlternateBase, "canvas"),
        (roles.Text, "ink"), (roles.Button, "surface"), (roles.ButtonText, "ink"), (roles.Highlight, "accent"),
        (roles.HighlightedText, "on_accent"), (roles.PlaceholderText, "muted"), (roles.ToolTipBase, "surface"),
        (roles.ToolTipText, "ink"), (roles.Link, "accent"), (roles.LinkVisited, "accent"), (roles.Mid, "line"),
    ):  # fmt: skip
        palette.setColor(role, colour(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return palette
