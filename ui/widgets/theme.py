"""Colours and sizes: tokens from ``resources/theme``, made into a palette and one style sheet.

``apply`` follows the system (light, dark, more contrast) unless a scheme is named, and goes on following it.

The style sheet is worn by parts of the window, each by itself (``dress``), and not by the application: Qt dresses
everything inside everything again when the application's changes, which stops a full window for seconds. What is
hidden is dressed again when it shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QDir, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from selfassess.packs.resources import RESOURCES
from ui.widgets.wheel import SteadyStyle

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
        app.setStyle(SteadyStyle(STYLE))
        app.styleHints().colorSchemeChanged.connect(lambda: apply(app) if _state["wanted"] is None else None)
    font = QFont(_face())
    font.setPixelSize(px(14))
    app.setFont(font)
    app.setPalette(_palette())
    for part in list(_worn):
        if isValid(part) and part.isVisible():
            _wear(part)


def dress(*parts: QWidget) -> None:
    """Have parts of the window wear the style sheet, now and whenever it changes, with all that is in them."""
    for part in parts:
        _wear(part)
        part.installEventFilter(_wardrobe())


def style_sheet() -> str:
    """The style sheet for the scheme and text size in use."""
    return _style_sheet(scheme(), px(100))


_worn: WeakKeyDictionary[QWidget, str] = WeakKeyDictionary()
"""Part -> the style sheet that it wears."""


class _Wardrobe(QObject):
    """Dresses what shows again after the style sheet has changed."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            _wear(watched)
        return False


@cache
def _wardrobe() -> _Wardrobe:
    return _Wardrobe()


def _wear(part: QWidget) -> None:
    wanted = style_sheet()
    if _worn.get(part) != wanted:
        _worn[part] = wanted
        part.setStyleSheet(wanted)


@cache
def _style_sheet(scheme: str, percent: int) -> str:
    # By a name and not by its path: a space in that, or a bracket, would end the sheet where it stands.
    QDir.setSearchPaths("icons", [str(RESOURCES / "icons")])
    names = {**_read(scheme), "scheme": scheme}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return f"{round(int(name[2:]) * percent / 100)}px" if re.fullmatch(r"px\d+", name) else names[name]

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
