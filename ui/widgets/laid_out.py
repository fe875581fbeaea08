"""What lies in a layout, asked for without Qt's own items.

``QLayout.itemAt`` hands out an item that Qt takes away with its widget, and nothing tells Python. What is later made at
the same address is then taken for the item, and the program comes down when that goes.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def find_parts(layout: QLayout) -> list[QWidget | QLayout]:
    """The widgets and layouts in a layout, in its order; those of a grid row by row."""
    owner = layout.parentWidget()
    parts: list[QWidget | QLayout] = [each for each in layout.children() if isinstance(each, QLayout)]
    if owner is not None:
        parts += owner.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    places = {layout.indexOf(part): part for part in parts}
    places.pop(-1, None)  # what lies elsewhere
    numbers = sorted(places)
    if isinstance(layout, QGridLayout):  # it counts its parts in the order they came in
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    return [places[number] for number in numbers]
