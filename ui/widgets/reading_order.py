"""The order in which Tab goes through what is shown: as it is read.

Qt goes by when parts were made. Here they are made when they are come to, so that would lead from the top to the foot
and back. The next stop is looked for when Tab is pressed: whatever was added, moved or taken out, the order is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from ui.widgets.laid_out import find_parts

WHOLE = (QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QMenuBar)
"""What is one stop or none, whatever it is made of."""


AROUND = QSize(16, 48)
"""What the window manager puts around a dialog, at most; nobody tells before it shows."""


class InReadingOrder:
    """Makes Tab go through a window as it is read: named before the window's own class."""

    def focusNextPrevChild(self: QWidget, next: bool) -> bool:  # type: ignore[misc]
        """Go to the next stop, or to the one before; Qt asks the window for it."""
        stop = stop_after(self.focusWidget() or self, self, forward=next)
        if stop is None:
            return False
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stop.setFocus(reason)
        return True

    def keyPressEvent(self: QWidget, event: QKeyEvent) -> None:  # type: ignore[misc]
        """In a dialog F1 asks the window behind it for the help about this dialog."""
        parent = self.parentWidget() if isinstance(self, QDialog) else None
        asked = getattr(parent.window(), "show_help_about", None) if parent is not None else None
        if event.key() == Qt.Key.Key_F1 and asked is not None:
            asked(self)
            return
        super().keyPressEvent(event)  # type: ignore[misc]

    def showEvent(self: QWidget, event: QShowEvent) -> None:  # type: ignore[misc]
        """Show no dialog larger than the free space of its screen: its buttons would be out of reach."""
        super().showEvent(event)  # type: ignore[misc]
        if isinstance(self, QDialog) and not event.spontaneous():
            self.resize(self.size().boundedTo(self.screen().availableGeometry().size() - AROUND))


def focus_head(region: QWidget) -> None:
    """Bring the keyboard to the head of a page or a region: what it says it is ``headed`` by, its title, or a stop.

    A head has the keyboard only by this: it is read aloud, and Tab goes on from there.
    """
    head = find_head(region)
    if isinstance(head, QLabel) and not head.property("head"):
        head.setProperty("head", True)
        head.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a screen reader is told that it can have the keyboard
        head.style().polish(head)
    stop = head or next(iterate_stops(region), None)
    if stop is not None:
        stop.setFocus(Qt.FocusReason.OtherFocusReason)


def find_head(region: QWidget | None) -> QWidget | None:
    """What heads a page or a region: what it says it is ``headed`` by, else its title."""
    if region is None:
        return None
    named = getattr(region, "headed", None)
    titles = (each for each in region.findChildren(QLabel) if each.property("look") == "title" and each.isVisible())
    head: QWidget | None = named() if named is not None else next(titles, None)
    return head


def iterate_stops(widget: QWidget | None, left: QWidget | None = None, *, forward: bool = True) -> Iterator[QWidget]:
    """The parts of a widget that Tab stops at, first to last or last to first; ``left`` is where one comes from."""
    if widget is None or widget.isHidden() or not widget.isEnabled():
        return
    own = [widget] if _is_stop(widget, left) else []
    if forward:
        yield from own
    parts = _parts_in_reading_order(widget) if forward else list(_parts_in_reading_order(widget))[::-1]
    for part in parts:
        yield from iterate_stops(part, left, forward=forward)
    if not forward:
        yield from own


def stop_after(current: QWidget, window: QWidget, *, forward: bool) -> QWidget | None:
    """The stop that follows ``current`` in a window, or the one before it; from the last on to the first."""
    return next(_stops_beyond(current, window, forward), None) or next(
        iterate_stops(window, current, forward=forward), None
    )


def _stops_beyond(current: QWidget, window: QWidget, forward: bool) -> Iterator[QWidget]:
    """The stops between ``current`` and the end of the window, or its beginning."""
    if forward:
        for part in _parts_in_reading_order(current):
            yield from iterate_stops(part, current)
    within: set[QWidget] = {current}
    outer = current
    while outer is not window and (above := outer.parentWidget()) is not None:
        outer = above
        parts = list(_parts_in_reading_order(outer))
        at = next((number for number, part in enumerate(parts) if part in within), None)
        within.add(outer)
        if at is None:  # it is made of something else than what is read in it: a scroll area and its viewport
            continue
        parts_beyond = parts[at + 1 :] if forward else parts[:at][::-1]
        for part in parts_beyond:
            yield from iterate_stops(part, current, forward=forward)
        if not forward and outer is not window and _is_stop(outer, current):
            yield outer


def _is_stop(widget: QWidget, left: QWidget | None) -> bool:
    """Whether Tab stops at a widget. Of buttons that exclude each other one is a stop: arrows go between them."""
    if widget.focusProxy() is not None or (isinstance(widget, QLabel) and widget.property("head")):
        return False
    peers = [peer for peer in _exclusive_peers(widget) if not peer.isHidden() and peer.isEnabled()]
    if peers:
        first_stop = next((peer for peer in peers if peer.isChecked()), peers[0])
        return widget is first_stop and left not in peers
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _exclusive_peers(widget: QWidget) -> Sequence[QAbstractButton]:
    """The buttons of which only one can be chosen, this one among them; none where it stands for itself."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return ()
    if widget.group():
        if not widget.group().exclusive():
            return ()
        return widget.group().buttons()
    parent = widget.parentWidget()
    if not widget.autoExclusive() or parent is None:
        return ()
    beside = parent.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [each for each in beside if each.autoExclusive() and not each.group()]


def _parts_in_reading_order(widget: QWidget) -> Iterable[QWidget | None]:
    if isinstance(widget, WHOLE):
        return ()
    if isinstance(widget, QStackedWidget):
        return (widget.currentWidget(),)
    if isinstance(widget, QTabWidget):
        return (widget.tabBar(), widget.currentWidget())
    if isinstance(widget, QSplitter):
        return [widget.widget(number) for number in range(widget.count())]
    if isinstance(widget, QScrollArea):
        return (widget.widget(),)
    layout = widget.layout()
    if layout is None or isinstance(widget, QAbstractScrollArea):
        return ()
    return _widgets_in_layout(layout)


def _widgets_in_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in find_parts(layout):
        if isinstance(part, QLayout):
            yield from _widgets_in_layout(part)
        else:
            yield part
