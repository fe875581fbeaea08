"""Colours and sizes: tokens from ``resources/theme``, made into a palette and one style sheet.

``apply`` follows the system (light, dark, more contrast and its colours) unless a scheme is named, and goes on
following it, and so it does with the size of the system's text.

The style sheet is worn by parts of the window, each by itself (``dress``), and not by the application: Qt dresses
everything inside everything again when the application's changes, which stops a full window for seconds. What is
hidden is dressed again when it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from PySide6.QtCore import QDir, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from selfassess.services.workbook import program_files
from ui.widgets import system_colours, system_size
from ui.widgets.system_colours import Colours
from ui.widgets.wheel import SteadyStyle

SCHEMES = ("light", "dark", "contrast")
STYLE = "Fusion"
FACES = ("Segoe UI", "Inter", "Noto Sans", "Helvetica Neue")

TEXT_SIZES = (100, 110, 125, 150, 175, 200, 250, 300)
"""Per cent that people can choose."""
LARGEST = 300
"""Per cent: the size of text that every page has been laid out for."""


@dataclass(slots=True)
class _Chosen:
    """How the program looks: the scheme in use, which was ``wanted`` (None follows the system), and the text size.

    ``system`` is the text size that the system asks for, ``colours`` are its own where it shows more contrast.
    """

    scheme: str = "light"
    wanted: str | None = None
    percent: int = 100
    system: int = 100
    colours: tuple[tuple[str, str], ...] = ()
    following: bool = False


_chosen = _Chosen()


def colour_tokens() -> Mapping[str, str]:
    """The colours in use, by name."""
    return _tokens_with(_chosen.scheme, _chosen.colours)


def current_scheme() -> str:
    """Which of SCHEMES is in use."""
    return _chosen.scheme


def colour(name: str) -> QColor:
    """One colour in use, for widgets that paint themselves."""
    return QColor(colour_tokens()[name])


def px(size: int) -> int:
    """A size in pixels at the text size that the person and the system chose."""
    return round(size * min(_chosen.percent * _chosen.system / 100, LARGEST) / 100)


def apply_theme(app: QApplication, scheme: str | None = None, percent: int | None = None) -> None:
    """Dress the program; a ``scheme`` that is none of SCHEMES follows the system, no ``percent`` keeps the size."""
    scheme, before = scheme if scheme in SCHEMES else None, px(100)
    _chosen.wanted = scheme
    _chosen.percent = percent or _chosen.percent
    _chosen.scheme = scheme or _system_scheme(app)
    _chosen.system = system_size.find_percent()
    follows = scheme is None and _chosen.scheme == "contrast"
    _chosen.colours = system_colours.find_colours(app) if follows else ()
    if not _chosen.following:
        _chosen.following = True
        app.setStyle(SteadyStyle(STYLE))
        hints = app.styleHints()
        for changed in (hints.colorSchemeChanged, hints.accessibility().contrastPreferenceChanged):
            changed.connect(lambda: apply_theme(app) if _chosen.wanted is None else None)
    font = QFont(_choose_font_face())
    font.setPixelSize(px(14))
    app.setFont(font)
    app.setPalette(_build_palette())
    for part in list(_style_wardrobe().worn):
        if isValid(part) and part.isVisible():
            _wear_style_sheet(part)
            if isinstance(part, QDialog):
                _grow_to_words(part, max(px(100) / before, 1.0))


def _grow_to_words(dialog: QDialog, factor: float) -> None:
    """Give an open dialog the room that its words need now that they are larger, as far as its screen has it."""
    layout = dialog.layout()
    if layout is None:
        return
    layout.activate()
    least, room = layout.totalMinimumSize(), dialog.screen().availableGeometry().size()
    wide = min(max(round(dialog.width() * factor), least.width()), room.width())
    tall = max(dialog.height(), least.height(), layout.totalHeightForWidth(wide))
    dialog.resize(wide, min(tall, room.height()))


def dress_parts(*parts: QWidget) -> None:
    """Have parts of the window wear the style sheet, now and whenever it changes, with all that is in them."""
    for part in parts:
        _wear_style_sheet(part)
        part.installEventFilter(_style_wardrobe())


def follow_system(app: QApplication, window: QWidget) -> None:
    """Take the system's text size again whenever it is another; ``window`` is told so by the system."""
    system_size.SizeFollower(window, lambda: apply_theme(app, _chosen.wanted))


def style_sheet() -> str:
    """The style sheet for the scheme and text size in use."""
    return _style_sheet(current_scheme(), px(100), _chosen.colours)


class _Wardrobe(QObject):
    """Dresses what shows again after the style sheet has changed; ``worn`` is the style sheet of each part."""

    def __init__(self) -> None:
        super().__init__()
        self.worn: WeakKeyDictionary[QWidget, str] = WeakKeyDictionary()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            _wear_style_sheet(watched)
        return False


@cache
def _style_wardrobe() -> _Wardrobe:
    return _Wardrobe()


def _wear_style_sheet(part: QWidget) -> None:
    wanted = style_sheet()
    worn = _style_wardrobe().worn
    if worn.get(part) != wanted:
        worn[part] = wanted
        part.setStyleSheet(wanted)


@cache
def _style_sheet(scheme: str, percent: int, colours: Colours) -> str:
    # By a name and not by its path: a space in that, or a bracket, would end the sheet where it stands.
    QDir.setSearchPaths("icons", [str(program_files.find_icon_folder())])
    names = {**_tokens_with(scheme, colours), "scheme": system_colours.find_icons(scheme, colours)}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if re.fullmatch(r"px\d+", name):
            return f"{round(int(name[2:]) * percent / 100)}px"
        return names[name]

    return re.sub(r"@(\w+)", value, _read_template())


@cache
def _tokens_with(scheme: str, colours: Colours) -> Mapping[str, str]:
    """The colours of a scheme, over which those of the system stand where it has its own for more contrast."""
    return {**_read_colour_tokens(scheme), **dict(colours)}


@cache
def _read_colour_tokens(scheme: str) -> Mapping[str, str]:
    return program_files.read_colours(scheme)


@cache
def _read_template() -> str:
    return program_files.read_style_template()


def _system_scheme(app: QApplication) -> str:
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    if hints.colorScheme() == Qt.ColorScheme.Dark:
        return "dark"
    return "light"


@cache
def _choose_font_face() -> str:
    there = QFontDatabase.families()
    face = next((face for face in FACES if face in there), "")
    if not face:  # a computer with none of them gets the fonts that ship with the program
        for font in program_files.list_fonts():
            QFontDatabase.addApplicationFont(str(font))
        there = QFontDatabase.families()
        face = next((face for face in FACES if face in there), QFont().family())
    return face


def _build_palette() -> QPalette:
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
