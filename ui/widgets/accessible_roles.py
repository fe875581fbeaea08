"""What a part of the window is for somebody who hears it, where Qt would say something else of it.

By itself Qt tells a screen reader that a heading is a label, that a step of several is a tick box, and nothing of what
is folded. A part says what it is with ``speak_as``; one factory gives the system an interface that says so.
"""

from __future__ import annotations

from typing import Any
from weakref import ref

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QAccessibleStateChangeEvent,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QWidget
from shiboken6 import VoidPtr, isValid

ROLE, EXPANDED, LEVEL = "spoken_as", "spoken_expanded", "spoken_level"
"""The properties of a widget that the factory reads."""

ROLES = {
    "heading": QAccessible.Role.Heading,
    "link": QAccessible.Role.Link,
    "button": QAccessible.Role.Button,
    "radio": QAccessible.Role.RadioButton,
    "tab": QAccessible.Role.PageTab,
    "tabs": QAccessible.Role.PageTabList,
    "group": QAccessible.Role.Grouping,
}
PRESS = "Press"
HEADINGS = {"title": 1, "heading": 2, "subheading": 3}
"""Looks of words that head a page, a part of it or a card, and the level of the heading."""


class _Level(QAccessibleAttributesInterface):
    """The level of a heading as the system asks for it."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> int | None:
        return self._level if key == QAccessible.Attribute.Level else None


class _Press(QAccessibleActionInterface):
    """What can be done with a button."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__()
        self._button = ref(button)

    def actionNames(self) -> list[str]:
        return [PRESS]

    def doAction(self, name: str) -> None:
        button = self._button()
        if name == PRESS and button is not None and isValid(button):
            button.click()

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []


_LEVELS = {level: _Level(level) for level in HEADINGS.values()}
"""One for each level, kept for ever: nobody else holds what the system is given."""


class SpokenWidget(QAccessibleWidget):
    """A widget as the system hears of it. It holds no Python reference to the widget, which may go at any time."""

    def text(self, kind: QAccessible.Text) -> str:
        widget = self.object()
        if kind != QAccessible.Text.Name or not isinstance(widget, QWidget):
            return super().text(kind)
        return widget.accessibleName() or visible_words(widget)

    def state(self) -> QAccessible.State:
        state, widget = super().state(), self.object()
        if not isinstance(widget, QWidget):
            return state
        spoken_as, expanded = widget.property(ROLE), widget.property(EXPANDED)
        if expanded is not None:
            state.expandable, state.expanded, state.collapsed = True, bool(expanded), not expanded
        if isinstance(widget, QAbstractButton) and spoken_as == "radio":
            state.checkable, state.checked = True, widget.isChecked()
        elif isinstance(widget, QAbstractButton) and spoken_as == "tab":
            state.selectable, state.selected = True, widget.isChecked()
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        # Neither None nor what the class above returns comes back from Python as the address that the system needs
        widget = self.object()
        if kind == QAccessible.InterfaceType.AttributesInterface and isinstance(widget, QWidget):
            level = widget.property(LEVEL)
            return _LEVELS[int(level)] if level is not None else VoidPtr(0)
        if kind == QAccessible.InterfaceType.ActionInterface and isinstance(widget, QAbstractButton):
            self._press = getattr(self, "_press", None) or _Press(widget)
            return self._press
        return VoidPtr(0)


def install_roles() -> None:
    """Have the system hear of every part what it says it is; once, after the application is made."""
    QAccessible.installFactory(_make_interface)


def speak_as(widget: QWidget, role: str) -> None:
    """Say what a widget is, one of ROLES."""
    if widget.property(ROLE) == role:
        return
    widget.setProperty(ROLE, role)
    if QAccessible.isActive():  # what Qt made of it when it got its words is made anew
        made = QAccessible.queryAccessibleInterface(widget)
        if made is not None:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))


def speak_as_look(label: QLabel, look: str) -> None:
    """Say of words that are dressed as a heading that they are one."""
    if look in HEADINGS:
        speak_as_heading(label, HEADINGS[look])


def speak_as_heading(label: QLabel, level: int) -> None:
    """Say that words are a heading, 1 of a page, 2 of a part of it, 3 of a card, whatever their size."""
    label.setProperty(LEVEL, level)
    speak_as(label, "heading")


def set_expanded(button: QAbstractButton, expanded: bool) -> None:
    """Say whether what a button unfolds is unfolded."""
    if button.property(ROLE) is None:
        speak_as(button, "button")
    if button.property(EXPANDED) is expanded:
        return
    button.setProperty(EXPANDED, expanded)
    if QAccessible.isActive():
        changed = QAccessible.State()
        changed.expanded = True
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(button, changed))


def visible_words(widget: QWidget) -> str:
    """The words that a label or a button shows."""
    if isinstance(widget, QLabel):
        words = widget.text()
        if "</" in words or "<br" in words:
            return QTextDocumentFragment.fromHtml(words).toPlainText()
        return words
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return ""


def _make_interface(_: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget):
        return None
    role = ROLES.get(thing.property(ROLE) or "")
    return SpokenWidget(thing, role) if role is not None else None
