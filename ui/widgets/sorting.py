"""Sorting by the keyboard: what a table can be sorted by, as a menu, and how it is sorted, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.rows import Column, RowsModel

HOW = "Alt+Down opens the choice of what the rows are sorted by."
USUAL = "Back to the usual order"
Order = Qt.SortOrder

_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_WAYS = {
    "date": ("earliest first", "latest first"),
    "number": ("lowest first", "highest first"),
    "words": ("A to Z", "Z to A"),
    "order": ("first to last", "last to first"),
}


def name_column(column: Column) -> str:
    """What a column is called; one without a heading holds the names of the rows."""
    return column.label.replace("\n", " ") or "Name"


def describe_direction(model: RowsModel, number: int, column: Column, order: Order) -> str:
    """What it means to sort by a column in an order: "earliest first"."""
    return _WAYS[_sort_of(column, model.sample_order_key(number))][int(order == Order.DescendingOrder)]


def describe_sorting(model: RowsModel, columns: Sequence[Column], number: int, order: Order) -> str:
    """How a table is sorted: "Sorted by Due, earliest first."; -1 is the order in which it comes by itself."""
    if not 0 <= number < len(columns):
        return "In the usual order."
    return f"Sorted by {name_column(columns[number])}, {describe_direction(model, number, columns[number], order)}."


def build_sort_menu(
    parent: QWidget,
    model: RowsModel,
    columns: Sequence[Column],
    now: tuple[int, Order],
    sort: Callable[[int, Order], object],
) -> QMenu:
    """A line for each column; the one that is sorted by now turns it round. The keyboard is on that one."""
    made = QMenu("Sort by", parent)
    made.setAccessibleName("Sort by")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, column in enumerate(columns):
        turned = now == (number, Order.AscendingOrder)
        order = Order.DescendingOrder if turned else Order.AscendingOrder
        words = f"Sort by {name_column(column)}, {describe_direction(model, number, column, order)}"
        action = made.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _=False, number=number, order=order: sort(number, order))
        if number == now[0] or not number:
            made.setActiveAction(action)
    if now[0] >= 0:
        made.addSeparator()
        made.addAction(USUAL).triggered.connect(lambda: sort(-1, Order.AscendingOrder))
    return made


def _sort_of(column: Column, sample: Any) -> str:
    if isinstance(sample, date) or (isinstance(sample, str) and column.order is not None and _DATED.match(sample)):
        return "date"
    if column.number and (sample is None or isinstance(sample, int | float)):
        return "number"
    if isinstance(sample, str):
        return "words"
    return "order"
