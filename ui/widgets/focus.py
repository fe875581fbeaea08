"""The keyboard's place: always in the visible part of what scrolls, and a button under it is pressed by Enter.

One follower for all pages and dialogs. It watches only the widget that has the keyboard and what that stands in.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from shiboken6 import createdByPython, isValid

from ui.widgets import theme

AROUND = 48
"""Pixels that stay in sight above and below the place, at 100 % text: a label, a sentence that something is wrong."""

NEXT = 130
"""So much below the keyboard's place has the field that comes next, at 100 % text."""
LEVELS = 12
"""How deep layouts lie in each other; each level asks the one above in a round of its own."""

_GROWTH = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
_TYPING = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod)


class Follower(QObject):
    """Scrolls after the keyboard: when it goes elsewhere, when one types, and when things grow or the window shrinks.

    Where a person scrolled it out of sight, only typing brings it back.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._here: QWidget | None = None
        self._watched: list[QObject] = []
        self._seen = False
        self._scrolling = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.bring_into_view)
        app.focusChanged.connect(self._on_focus)

    def bring_into_view(self) -> None:
        """Scroll everything around the widget that has the keyboard so that its caret, or all of it, is seen."""
        here = self._here
        if here is None or not isValid(here) or not here.isVisible():
            return
        self._scrolling = True
        try:
            for area in _scroll_areas_around(here):
                _scroll_into_view(area, here)
        finally:
            self._scrolling = False
        self._seen = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._here:
            if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_press_of_enter(watched, event):
                return True
            if kind in _TYPING:
                self._soon.start()
        if kind in _GROWTH and self._seen:
            self._soon.start()
        return False

    def _on_focus(self, _: QWidget | None, new: QWidget | None) -> None:
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        self._watched = []
        if isinstance(self._here, QPlainTextEdit | QTextEdit) and isValid(self._here):
            self._here.cursorPositionChanged.disconnect(self._soon.start)
        # Qt's own dialogs scroll by themselves, and nothing tells Python when their parts are gone.
        is_ours = new is not None and createdByPython(new)
        self._here = new if is_ours else None
        if new is None or self._here is None:
            return
        if isinstance(new, QPlainTextEdit | QTextEdit):
            new.cursorPositionChanged.connect(self._soon.start)
        self._watched = [new]
        for area in _scroll_areas_around(new):
            inside = area.widget()
            self._watched += [area.viewport()] if inside is None else [area.viewport(), inside]
            for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
                bar.valueChanged.connect(self._on_scroll, Qt.ConnectionType.UniqueConnection)
        for each in self._watched:
            each.installEventFilter(self)
        # What was clicked is in sight already, and must not move away from under the pointer.
        self._seen = True
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._soon.start()

    def _on_scroll(self) -> None:
        if not self._scrolling and self._here is not None and isValid(self._here):
            self._seen = all(_scroll_distance(area, self._here).isNull() for area in _scroll_areas_around(self._here))


def show_whole(
    part: QWidget, above: QWidget | None = None, here: QWidget | None = None, *, keep_above: bool = False
) -> None:
    """Scroll until all of a part is seen, and what stands ``above`` it too where there is room for both.

    Where there is no room for all of it, what is done ``here`` and the field after it are seen. ``keep_above`` sees
    what stands above in any case, as far as what is done here is still seen.
    """
    for _ in range(LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    area = next(_scroll_areas_around(part), None)
    if area is None:
        return
    view = area.viewport()
    room, beside = view.height(), theme.px(AROUND) // 4

    def find_top(each: QWidget) -> int:
        return each.mapTo(view, QPoint(0, 0)).y() - beside

    held, here = part.window().focusWidget(), here or part
    end = find_top(part) + part.height() + 2 * beside
    needed = find_top(here) + here.height() + theme.px(NEXT)
    starts = (above, part, held if held is not None and part.isAncestorOf(held) else here)
    tops = [find_top(each) for each in starts if each is not None]
    fitting = [top for top in tops if end - top <= room]
    fitting += [tops[0]] if keep_above and needed - theme.px(NEXT) - tops[0] <= room else []
    fitting += [top for top in tops if needed - top <= room]
    top = next(iter(fitting), tops[-1])
    if held is not None and here is part and area.isAncestorOf(held):
        top = min(top, find_top(held))  # the page is not to lose the keyboard
    by = min(max(end - room, 0), top)
    area.verticalScrollBar().setValue(area.verticalScrollBar().value() + by)


def _is_press_of_enter(widget: QObject, event: QKeyEvent) -> bool:
    """Whether Enter was meant for a button, which it presses then; Qt leaves that to the platform."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not isinstance(widget, QAbstractButton) or isinstance(widget, QCheckBox | QRadioButton):
        return False
    if not event.isAutoRepeat():
        widget.click()
    return True


def _scroll_areas_around(widget: QWidget) -> Iterator[QScrollArea]:
    """The scroll areas that a widget stands in, innermost first."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and above.viewport().isAncestorOf(widget):
            yield above
        above = above.parentWidget() if not above.isWindow() else None


def _scroll_into_view(area: QScrollArea, here: QWidget) -> None:
    by = _scroll_distance(area, here)
    for bar, steps in ((area.horizontalScrollBar(), by.x()), (area.verticalScrollBar(), by.y())):
        if steps:
            bar.setValue(bar.value() + steps)


def _scroll_distance(area: QScrollArea, here: QWidget) -> QPoint:
    """How far an area has to scroll until the place in it is seen."""
    view = area.viewport()
    whole = QRect(here.mapTo(view, QPoint(0, 0)), here.size())
    room = view.rect()
    caret = _caret_rectangle(here)
    if caret is None or whole.height() + 2 * theme.px(AROUND) <= room.height():
        return QPoint(
            _distance_outside(whole.left(), whole.right(), room.width(), 0), _distance_above_or_below(whole, room)
        )
    caret.moveTo(here.mapTo(view, caret.topLeft()))
    return QPoint(
        _distance_outside(caret.left(), caret.right(), room.width(), 0), _distance_above_or_below(caret, room)
    )


def _distance_above_or_below(place: QRect, room: QRect) -> int:
    spare = max(room.height() - place.height(), 0) // 2
    return _distance_outside(place.top(), place.bottom(), room.height(), min(theme.px(AROUND), spare))


def _distance_outside(first: int, last: int, room: int, around: int) -> int:
    """How far a stretch reaches out of a room; where it has not room enough, its beginning counts."""
    if first < around or last - first > room:
        return first - around
    return max(last + around - room + 1, 0)


def _caret_rectangle(here: QWidget) -> QRect | None:
    """Where in a widget the keyboard is; None where that is all of it."""
    if isinstance(here, QPlainTextEdit | QTextEdit):
        return here.cursorRect().translated(here.viewport().pos())
    if isinstance(here, QAbstractItemView) and here.currentIndex().isValid():
        return here.visualRect(here.currentIndex()).translated(here.viewport().pos())
    return None
