"""The regions of an open workbook: navigation, message, page, and the guide beside it; F6 goes from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.widgets.reading_order import focus_head

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

KEYS = {1: ("F6", "Ctrl+Tab"), -1: ("Shift+F6", "Ctrl+Shift+Tab")}


def resume_page(page: QWidget | None) -> bool:
    """Whether a page knows where one was when it was left, and has brought the keyboard back there."""
    resume = getattr(page, "resume_last_field", None)
    return resume is not None and bool(resume())


class Regions(QObject):
    """Goes between the regions of a frame: back to where one was in a region, or to its head."""

    def __init__(self, frame: WorkbookFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._left: dict[QWidget, QWidget] = {}
        for by, keys in KEYS.items():
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), frame)
                shortcut.activated.connect(lambda by=by: self.go_to_next_region(by))

    def go_to_next_region(self, by: int) -> None:
        """Go to the next region, or to the one before; from the top line to the first, or to the last."""
        regions = list(self._list_regions())
        focus = self._frame.window().focusWidget()
        start_at = -1 if by > 0 else 0
        at = max((n for n, region in enumerate(regions) if _holds_widget(region, focus)), default=start_at)
        if focus is not None and at >= 0:
            self._left[regions[at]] = focus
        self._enter_region(regions[(at + by) % len(regions)])

    def _enter_region(self, region: QWidget) -> None:
        before = self._left.pop(region, None)
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.TabFocusReason)
        elif not resume_page(region):
            focus_head(region)

    def back_to_page(self) -> None:
        """Go back to where one was on the page, or to its head: what had the keyboard has gone."""
        page = self._frame.pages.currentWidget()
        if page is not None:
            self._enter_region(page)

    def forget_positions(self) -> None:
        """Begin at the head of each: another place is shown."""
        self._left.clear()

    def _list_regions(self) -> Iterator[QWidget]:
        """The regions as they are read; the guide stands in its page."""
        yield self._frame.navigation
        if self._frame.message.isVisible():
            yield self._frame.message
        page = self._frame.pages.currentWidget()
        if page is not None:
            yield page
        guide = getattr(page, "guide", None)
        if guide is not None and guide.isVisible():
            yield guide


def _holds_widget(region: QWidget, widget: QWidget | None) -> bool:
    if widget is None:
        return False
    return region is widget or region.isAncestorOf(widget)
