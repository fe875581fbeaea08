"""What can be seen of the program, in plain values: where things are, what they are called, what has the keyboard.

It runs inside the program, for ``probed.py``, and changes nothing there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

Found = dict[str, Any]

PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)
"""Windows that go by themselves: menus, lists that drop down, tips."""


def front_window() -> QWidget | None:
    """The window that somebody would look at; a part that came up as a window of its own is none."""
    active = QApplication.activeWindow()
    if not isinstance(active, QMainWindow | QDialog):
        mains = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow) and each.isVisible())
        active = next(mains, active)
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or active


def shown_widgets() -> Iterator[QWidget]:
    front = front_window()
    if front is not None and not isinstance(front, QFileDialog):
        yield front
        for widget in front.findChildren(QWidget):
            if widget.isVisible() and widget.window() is front:
                yield widget


def all_targets() -> Iterator[Found]:
    for widget in shown_widgets():
        if isinstance(widget, QMenu | QMenuBar):
            for action in widget.actions():
                if action.isVisible() and not action.isSeparator():
                    rect = widget.actionGeometry(action)
                    yield describe_target(widget, action.text().replace("&", ""), rect, enabled=action.isEnabled())
        elif isinstance(widget, QTabBar):
            for tab in range(widget.count()):
                yield describe_target(widget, widget.tabText(tab).replace("&", ""), widget.tabRect(tab))
        elif isinstance(widget, QAbstractItemView):
            yield describe_target(widget, name_of(widget))
            yield from all_items(widget)
        else:
            yield describe_target(widget, name_of(widget))
            if isinstance(widget, QAbstractButton | QLabel) and widget.text() and widget.text() != name_of(widget):
                yield describe_target(widget, widget.text().replace("&", ""))


def all_items(view: QAbstractItemView) -> Iterator[Found]:
    model: object = view.model()
    if not isinstance(model, QAbstractItemModel):
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(view.rootIndex())
    for row in range(min(model.rowCount(view.rootIndex()), 400)):
        for column in range(min(columns, 20)):
            index = model.index(row, column, view.rootIndex())
            words = index.data()
            if isinstance(words, str) and words:
                yield {
                    **describe_target(view.viewport(), words, view.visualRect(index)),
                    "classes": f"item {class_names(view)}",
                    "folded_under": find_folded_heading(view, row),
                }


def find_folded_heading(view: QAbstractItemView, row: int) -> str:
    """The words of the heading under which a line is folded away, "" where it is not."""
    model: Any = view.model()
    if not isinstance(view, QListView) or not view.isRowHidden(row) or not hasattr(model, "find_heading"):
        return ""
    return str(model.index(model.find_heading(row)).data())


def describe_target(widget: QWidget, name: str, rect: QRect | None = None, enabled: bool | None = None) -> Found:
    whole = rect if rect is not None else widget.rect()
    seen = seen_part(widget).intersected(on_screen(widget, whole))
    area = scrolled_area(widget)
    return {
        "name": name,
        "widget": widget,
        "class": type(widget).__name__,
        "classes": class_names(widget),
        "rect": box_of(on_screen(widget, whole)),
        "seen": box_of(seen),
        "area": box_of(on_screen(area, area.rect())) if area is not None else None,
        "enabled": widget.isEnabled() if enabled is None else enabled,
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
        "value": value_of(widget),
    }


def class_names(widget: QWidget) -> str:
    return " ".join(each.__name__ for each in type(widget).__mro__ if issubclass(each, QWidget))


def describe_focus() -> Found | None:
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QFileDialog):
        return describe_file_dialog(modal)
    widget = QApplication.focusWidget()
    if widget is None:
        return None
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        rect = widget.visualRect(widget.currentIndex())
        rect = rect.intersected(QRect(rect.left(), rect.top(), widget.viewport().width(), rect.height()))
        found = describe_target(widget.viewport(), name_of(widget), rect)
        words = widget.currentIndex().data()
        found |= {"value": words if isinstance(words, str) else "", "class": type(widget).__name__}
    else:
        found = describe_target(widget, name_of(widget))
    is_text = isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)
    caret = caret_of(widget) if is_text else None
    found["caret"] = box_of(caret) if caret is not None else None
    found["caret_seen"] = caret is None or seen_part(widget).adjusted(-2, -2, 2, 2).contains(caret)
    found["field"] = is_text and any("FieldEditor" in class_names(each) for each in all_around(widget))
    found["bare_area"] = isinstance(widget, QAbstractScrollArea) and not found["name"]
    found["buttons"] = isinstance(widget, QAbstractButton)
    found["widget"] = id(widget)
    return found


def describe_file_dialog(dialog: QFileDialog) -> Found:
    """The dialog is Qt's own and not ours to judge; its parts, which go with it, are not touched."""
    named = dialog.selectedFiles()
    found = {"name": "File name", "class": "QFileDialog", "value": os.path.basename(named[0]) if named else ""}
    box = box_of(on_screen(dialog, dialog.rect()))
    plain = {"rect": box, "seen": box, "area": None, "caret": None, "widget": 0}
    return {**found, **plain, "caret_seen": True, "field": False, "bare_area": False, "buttons": False}


def caret_of(widget: QWidget) -> QRect | None:
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return on_screen(widget.viewport(), widget.cursorRect())
    rect = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    return on_screen(widget, rect.toRect() if hasattr(rect, "toRect") else rect)


def value_of(widget: QWidget) -> Any:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QAbstractSpinBox):
        return widget.text()
    return widget.value() if isinstance(widget, QAbstractSlider) else None


def name_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):  # on Linux Qt calls it by what is chosen in it, and tells its label apart
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).replace("&", "") if interface is not None else ""


def seen_part(widget: QWidget) -> QRect:
    """What of a widget is neither scrolled away nor outside its window, on the screen."""
    rect = widget.visibleRegion().boundingRect()
    return QRect(widget.mapToGlobal(rect.topLeft()), rect.size()) if not rect.isEmpty() else QRect()


def all_around(widget: QWidget) -> Iterator[QWidget]:
    each: QWidget | None = widget
    while each is not None:
        yield each
        each = each.parentWidget()


def is_within(widget: QWidget, name: str) -> bool:
    return not name or any(name_of(each).startswith(name) for each in all_around(widget))


def scrolled_area(widget: QWidget) -> QWidget | None:
    """The view of the nearest thing around a widget that scrolls up and down."""
    each = widget.parentWidget()
    while each is not None:
        if isinstance(each, QAbstractScrollArea) and each.verticalScrollBar().maximum() > 0:
            return each.viewport()
        each = each.parentWidget() if not each.isWindow() else None
    return None


def on_screen(widget: QWidget, rect: QRect) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(rect.x(), rect.y())), rect.size())


def box_of(rect: QRect) -> list[int]:
    """Left, top, width and height in dots of the screen."""
    ratio = QApplication.primaryScreen().devicePixelRatio()
    return [round(each * ratio) for each in (rect.x(), rect.y(), rect.width(), rect.height())]


def describe_window(widget: QWidget) -> Found:
    passing = widget.windowType() in PASSING
    kind = type(widget).__name__
    return {"class": kind, "title": widget.windowTitle(), "rect": box_of(widget.frameGeometry()), "passing": passing}
