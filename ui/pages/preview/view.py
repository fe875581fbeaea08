"""The pages, one below the other, to be read, scrolled and enlarged, with marks where words were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.pages.preview.drawing import Drawing, Wish
from ui.pages.preview.layout import GAP, PER_POINT, STEPS, Layout, Sizes, scale_for
from ui.widgets import theme

if TYPE_CHECKING:
    from selfassess.services.exporting.preview import Found

PAPER = QColor("#FFFFFF")
INK = QColor("#3A4450")
MARK = QColor("#FFF0A8")
CURRENT = QColor("#FFCF8F")
CURRENT_LINE = QColor("#8C1D18")
NOT_DRAWN = "This page cannot be shown."
LINE = 48
"""Pixels that an arrow key moves."""


class PagesView(QAbstractScrollArea):
    """Shows pages that ``drawing`` draws. The page in view and its text are its accessible name and description.

    ``told`` gives both whenever one of them is another.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(str)
    told = Signal(str, str)

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = 0
        self.zoom = "width"
        self.marks: dict[int, list[tuple[int, Found]]] = {}
        self.current = -1
        self._drawing = drawing
        self._sizes: Sizes = ()
        self._layout = Layout((), 1, 0)
        self._anchor = (0, 0.0)
        self._laying_out = False
        self._asking = QTimer(self, singleShot=True, interval=15)
        self._asking.timeout.connect(self._want_visible_pages)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("No pages yet")
        drawing.drawn.connect(self._on_view_page_drawn)

    @property
    def document_page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def zoom_percent(self) -> int:
        """How large the pages are shown; 100 is as on paper."""
        return round(self._layout.scale / PER_POINT * 100)

    def show_document_pages(self, sizes: Sizes) -> None:
        """Show pages of some sizes in points; the place in view stays as far as there are pages."""
        self._sizes = sizes
        page, part = self._anchor
        self._anchor = (page, part) if page < len(sizes) else (max(len(sizes) - 1, 0), 0.0)
        self.mark_found_places((), -1)
        self._lay_out_document_pages()
        self._announce_page_in_view()

    def set_zoom(self, zoom: str) -> None:
        """Fit the pages: "width", "page", or a percentage as text."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._lay_out_document_pages()
            if zoom == "page":  # the whole of it, not the ends of two
                self.go_to_page(self.page)
            self.zoom_changed.emit(zoom)

    def step_zoom(self, way: int) -> None:
        """Enlarge (1) or shrink (-1) to the next percentage."""
        now = self.zoom_percent
        larger = [p for p in STEPS if p > now]
        smaller = [p for p in reversed(STEPS) if p < now]
        found = larger if way > 0 else smaller
        if found:
            self.set_zoom(str(found[0]))

    def go_to_page(self, page: int) -> None:
        """Bring the top of a page into view."""
        if 0 <= page < self.document_page_count:
            self.verticalScrollBar().setValue(round(self._layout.box_of_page(page).top()) - GAP)
            self._settle_page_in_view()

    def mark_found_places(self, found: Sequence[Found], current: int) -> None:
        """Mark places of words; the one numbered ``current`` stands out and is brought into view."""
        self.marks = {}
        self.current = current
        for number, each in enumerate(found):
            self.marks.setdefault(each.page, []).append((number, each))
        if 0 <= current < len(found):
            self._show_box(found[current])
        self.viewport().update()

    # What Qt asks for

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._asking.isActive())
        for page in self._in_view():
            self._paint_page(painter, page, self._layout.box_of_page(page).translated(-self._view_corner()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_document_pages()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._laying_out:
            self._settle_page_in_view()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            direction = 1 if event.angleDelta().y() > 0 else -1
            self.step_zoom(direction)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                page_step = -bar.pageStep() if back else bar.pageStep()
                bar.setValue(bar.value() + page_step)
            case _:
                super().keyPressEvent(event)

    # Where things are

    def _view_corner(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _in_view(self) -> range:
        if not self.document_page_count:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(self._layout.page_at_height(top), self._layout.page_at_height(top + self.viewport().height()) + 1)

    def _lay_out_document_pages(self) -> None:
        room = self.viewport().size()
        scale = scale_for(self.zoom, self._sizes, room.width(), room.height())
        across = self.horizontalScrollBar()
        down = self.verticalScrollBar()
        middle = (across.value() + across.pageStep() / 2) / self._layout.width if across.maximum() else 0.5
        self._layout = Layout(self._sizes, scale, room.width())
        self._laying_out = True
        across.setRange(0, max(self._layout.width - room.width(), 0))
        across.setPageStep(room.width())
        across.setValue(round(middle * self._layout.width - room.width() / 2))
        down.setRange(0, max(self._layout.height - room.height(), 0))
        down.setPageStep(max(room.height() - LINE, LINE))
        for bar in (across, down):
            bar.setSingleStep(LINE)
        page, part = self._anchor
        if page < self.document_page_count:
            box = self._layout.box_of_page(page)
            down.setValue(round(box.top() + part * box.height()))
        self._laying_out = False
        self._settle_page_in_view(moved=False)
        self.viewport().update()

    def _settle_page_in_view(self, moved: bool = True) -> None:
        """Know where we are: the place that stays when sizes change, and the page that most would say they read."""
        if not self.document_page_count:
            return
        top = self.verticalScrollBar().value()
        if moved:
            page = self._layout.page_at_height(top)
            box = self._layout.box_of_page(page)
            self._anchor = (page, (top - box.top()) / box.height())
        reading = self._layout.page_at_height(top + self.viewport().height() / 3)
        if reading != self.page:
            self.page = reading
            self._announce_page_in_view()
            self.page_changed.emit(reading)
        self._asking.start()

    def _show_box(self, found: Found) -> None:
        box = self._on_screen(found)[0]
        seen = QRectF(self._view_corner(), self.viewport().size().toSizeF()).adjusted(0, LINE, 0, -LINE)
        if not seen.contains(box):
            self.verticalScrollBar().setValue(round(box.center().y() - seen.height() / 3))
            self.horizontalScrollBar().setValue(round(box.center().x() - seen.width() / 2))
            self._settle_page_in_view()

    def _on_screen(self, found: Found) -> list[QRectF]:
        page = self._layout.box_of_page(found.page)
        scale = self._layout.scale
        return [
            QRectF(
                page.left() + each.left * scale, page.top() + each.top * scale, each.width * scale, each.height * scale
            ).adjusted(-2, -2, 2, 2)
            for each in found.boxes
        ]

    # What is drawn

    def _wish_for_page(self, page: int) -> Wish:
        return Wish(page, max(1, round(self._layout.box_of_page(page).width() * self.devicePixelRatioF())))

    def _want_visible_pages(self) -> None:
        """Wish for what is in view, then for a page on either side."""
        seen = self._in_view()
        if seen:
            beside = [page for page in (seen[-1] + 1, seen[0] - 1) if 0 <= page < self.document_page_count]
            self._drawing.want_pages([self._wish_for_page(page) for page in (*seen, *beside)])
            self.viewport().update()  # smoothly now, where nothing new is to be drawn

    def _paint_page(self, painter: QPainter, page: int, box: QRectF) -> None:
        drawn = self._drawing.pages.get_picture(self._wish_for_page(page)) or self._drawing.stand_in(page)
        if drawn is None:
            painter.fillRect(box, PAPER)
            words = NOT_DRAWN if page in self._drawing.failed else f"Page {page + 1:,} …"
            painter.setPen(INK)
            painter.drawText(box.adjusted(16, 16, -16, -16), Qt.AlignmentFlag.AlignHCenter, words)
        else:
            painter.drawImage(box, drawn.image, QRectF(drawn.image.rect()))
        for number, found in self.marks.get(page, ()):
            self._paint_mark(painter, found, number == self.current)
        painter.setPen(QPen(theme.colour("control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_mark(self, painter: QPainter, found: Found, current: bool) -> None:
        for box in self._on_screen(found):
            box.translate(-self._view_corner())
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # the words stay black
            colour = CURRENT if current else MARK
            painter.fillRect(box, colour)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            if current:  # a line around it, so that it does not stand out by its colour alone
                painter.setPen(QPen(CURRENT_LINE, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)

    def _on_view_page_drawn(self, page: int) -> None:
        if page in self._in_view():
            self.viewport().update()
        if page == self.page:
            self._announce_page_in_view()

    def _announce_page_in_view(self) -> None:
        """Say which page is in view, and its text, to somebody who hears it."""
        name = f"Page {self.page + 1:,} of {self.document_page_count:,}" if self.document_page_count else "No pages yet"
        drawn = next((each for each in self._drawing.pages.pictures_of_page(self.page) if each.text), None)
        words = drawn.text if drawn is not None else ""
        if (self.accessibleName(), self.accessibleDescription()) != (name, words):
            self.setAccessibleName(name)
            self.setAccessibleDescription(words)
            self.told.emit(name, words)
