"""A walk of every page and dialog as an auditor's program does it: names, roles, and names that begin with what shows.

It asks the interfaces that the system's own bridge asks; ``tests/window/test_roles.py`` hears the same on the bus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QRadioButton, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening, settings
from tests.ui.shell.test_tour import enter, settle, tour
from ui.shell.window import MainWindow
from ui.widgets.accessible_roles import EXPANDED, install_roles, visible_words
from ui.widgets.rating_grid import Square

Role = QAccessible.Role
HEADINGS = ("title", "heading", "subheading")
MOST_FOLDS = 40
"""No page has as many; one that folds by itself what was unfolded would go on for ever."""
CHOICES = (Role.RadioButton, Role.PageTab)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    install_roles()
    made = MainWindow(settings.Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def find_faults(shown: QWidget) -> Iterator[str]:
    """What an auditor would write down of the parts that show."""
    for part in (shown, *shown.findChildren(QWidget)):
        interface = QAccessible.queryAccessibleInterface(part) if part.isVisible() else None
        if interface is None:
            continue
        name, role = interface.text(QAccessible.Text.Name), interface.role()
        what = f"{type(part).__name__} “{name or visible_words(part) or part.objectName()}”"
        stops = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.focusProxy() is None
        if not name and (stops or (isinstance(part, QAbstractButton) and part.isEnabled())):
            yield f"no name: {what} in {_around(part)}"
        if not _is_named_as_it_shows(part, name):
            yield f"shows “{visible_words(part)}”: {what}"
        if fault := _role_fault(part, role):
            yield f"{fault}, not {role.name}: {what}"


def _around(part: QWidget) -> str:
    above = part.parentWidget()
    return type(above).__name__ if above is not None else ""


def _is_named_as_it_shows(part: QWidget, name: str) -> bool:
    """Whether what somebody says who reads the part aloud is in its name (WCAG 2.2, 2.5.3)."""
    words = _spoken(visible_words(part)) if isinstance(part, QAbstractButton) else ""
    if isinstance(part, Square):
        words = part.words  # it paints them itself
    if isinstance(part, QLabel) and (buddy := part.buddy()) is not None and part.text():
        words, name = _spoken(visible_words(part).replace("&", "")), buddy.accessibleName() or name
    return not words or words in _spoken(name)


def _spoken(words: str) -> str:
    return " ".join(re.sub(r"[^\w%’' -]", " ", words).casefold().split())


def _role_fault(part: QWidget, role: Role) -> str:
    """What a part should be told as, "" where it is."""
    if isinstance(part, QLabel) and part.property("look") in HEADINGS and part.text() and role != Role.Heading:
        return "a heading"
    if not isinstance(part, QAbstractButton):
        return ""
    group = part.group()
    if part.isCheckable() and group is not None and group.exclusive() and role not in CHOICES:
        return "one of several"
    if isinstance(part, QCheckBox) is not (role == Role.CheckBox):
        return "a button" if role == Role.CheckBox else "a tick box"
    if isinstance(part, QRadioButton) and role != Role.RadioButton:
        return "one of several"
    menu = part.menu() if isinstance(part, QToolButton) else None
    return "a menu" if menu is not None and role not in (Role.ButtonMenu, Role.ButtonDropDown) else ""


def unfold(shown: QWidget, qtbot: QtBot) -> Iterator[None]:
    """Everything that a page or dialog shows only when it is asked for: each fold opened, then each tab in turn."""
    for _ in range(MOST_FOLDS):
        folds = [each for each in shown.findChildren(QAbstractButton) if _is_folded(each)]
        if not folds:
            break
        folds[0].click()
        settle(qtbot)
    yield
    for bar in [each for each in shown.findChildren(QTabBar) if each.isVisible()]:
        for tab in range(bar.count()):
            bar.setCurrentIndex(tab)
            settle(qtbot)
            yield


def _is_folded(button: QAbstractButton) -> bool:
    own_menu = isinstance(button, QToolButton) and button.menu() is not None
    return button.isVisible() and button.isEnabled() and button.property(EXPANDED) is False and not own_menu


def test_an_auditors_walk_finds_nothing_without_a_name_or_with_a_wrong_role(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    faults = set(find_faults(window))
    enter(window, tmp_path / "derby.sawb", qtbot)
    for shown in tour(window, qtbot):
        root = shown.window() if shown.isWindow() else window
        faults |= set(find_faults(root))
        for _ in unfold(shown, qtbot):
            faults |= set(find_faults(root))
    assert not faults, "\n".join(sorted(faults))
