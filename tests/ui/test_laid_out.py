"""The parts of a layout are found in their order, and nothing of Qt's own is held for it."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QLayoutItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from ui.widgets.laid_out import find_parts
from ui.widgets.reading_order import iterate_stops


def make_column(qtbot: QtBot) -> tuple[QWidget, QVBoxLayout, QHBoxLayout]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QLabel("first"))
    column.addStretch(1)
    line = QHBoxLayout()
    column.addLayout(line)
    column.addWidget(QLabel("last"))
    line.addWidget(QLabel("left"))
    line.addWidget(QLabel("right"))
    column.insertWidget(1, QLabel("second"))
    return window, column, line


def said(part: QWidget | QLayout) -> str:
    return part.text() if isinstance(part, QLabel) else type(part).__name__


def items_held() -> list[object]:
    gc.collect()
    return [each for each in getAllValidWrappers() if isinstance(each, QLayoutItem) and not isinstance(each, QLayout)]


def test_parts_come_in_the_order_of_the_layout_without_its_spaces(qtbot: QtBot) -> None:
    _, column, line = make_column(qtbot)
    assert [said(part) for part in find_parts(column)] == ["first", "second", "QHBoxLayout", "last"]
    assert [said(part) for part in find_parts(line)] == ["left", "right"]


def test_parts_of_a_grid_are_read_row_by_row(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    grid = QGridLayout(window)
    for words, row, column in (("d", 1, 1), ("a", 0, 0), ("c", 1, 0), ("b", 0, 1)):
        grid.addWidget(QLabel(words), row, column)
    assert [said(part) for part in find_parts(grid)] == ["a", "b", "c", "d"]


def test_a_layout_of_nothing_has_no_parts(qtbot: QtBot) -> None:
    assert find_parts(QVBoxLayout()) == []


def test_no_item_of_qt_outlives_its_widget(qtbot: QtBot) -> None:
    window, column, _ = make_column(qtbot)
    before = len(items_held())
    list(iterate_stops(window, None))
    for part in find_parts(column):
        if isinstance(part, QWidget):
            part.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(items_held()) == before
    kept = column.itemAt(0)  # this is how an item is held: the assertion above can fail
    assert kept is not None
    assert len(items_held()) == before + 1 or isinstance(kept, QLayout)
