"""The order in which Tab goes through what is shown: as it is read.

Qt goes by when parts were made. Steps here are made when they are come to, and parts of a preview with every row, so
that would lead from the top to the foot and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)


def as_read(widget: QWidget | None) -> Iterator[QWidget]:
    """The parts of a widget that Tab stops at."""
    if widget is None or widget.isHidden() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts(widget):
        yield from as_read(part)


def _parts(widget: QWidget) -> Iterable[QWidget | None]:
    if isinstance(widget, QStackedWidget):
        return (widget.currentWidget(),)
    if isinstance(widget, QTabWidget):
        return (widget.tabBar(), widget.currentWidget())
    if isinstance(widget, QSplitter):
        return [widget.widget(number) for number in range(widget.count())]
    if isinstance(widget, QScrollArea):
        return (widget.widget(),)
    layout = widget.layout()
    return () if layout is None or isinstance(widget, QAbstractScrollArea) else _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget | None]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner = item.layout() if item is not None else None
        if inner is not None:
            yield from _laid_out(inner)
        elif item is not None:
            yield item.widget()
