"""The pages at a glance: a list of small pictures, drawn as they come into view."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.pages.preview.drawing import Drawing, Wish
from ui.pages.preview.layout import Sizes
from ui.widgets import theme

Index = QModelIndex | QPersistentModelIndex

WIDEST = 140
"""Pixels of a thumbnail at most, however large the text is."""
EDGE = 10
HIGHEST = 1.45
"""Height of the place for a thumbnail, for each pixel of its width: upright A4 with a little room."""
NOWHERE = QModelIndex()


class PagesModel(QAbstractListModel):
    """The pages by number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sizes: Sizes = ()

    def show_page_sizes(self, sizes: Sizes) -> None:
        """Show pages of some sizes."""
        self.beginResetModel()
        self.sizes = sizes
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid():
            return 0
        return len(self.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1:,}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Page {index.row() + 1:,} of {len(self.sizes):,}"
        return None


class _Painter(QStyledItemDelegate):
    """Paints a thumbnail above its number."""

    def __init__(self, drawing: Drawing, parent: Thumbnails) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        wide = self._list.thumbnail_width
        return QSize(wide + 2 * EDGE, round(wide * HIGHEST) + theme.px(20) + 2 * EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("accent_tint"))
        place = box.adjusted(EDGE, EDGE, -EDGE, -EDGE - theme.px(20))
        width, height = self._list.pages.sizes[index.row()]
        page = QRect(0, 0, place.width(), round(place.width() * height / width))
        if page.height() > place.height():
            page.setSize(QSize(round(place.height() * width / height), place.height()))
        page.moveCenter(place.center())
        drawn = next(self._drawing.thumbnails.pictures_of_page(index.row()), None)
        painter.fillRect(page, Qt.GlobalColor.white)
        if drawn is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, drawn.image)
        border_colour = "accent" if chosen else "control"
        border_width = 2 if chosen else 1
        painter.setPen(QPen(theme.colour(border_colour), border_width))
        painter.drawRect(page)
        font = painter.font()
        font.setPixelSize(theme.px(12))
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        painter.drawText(
            box.adjusted(0, 0, 0, -EDGE // 2),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
            str(index.row() + 1),
        )


class Thumbnails(QListView):
    """The list; ``chosen`` names the page that the person goes to."""

    chosen = Signal(int)

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PagesModel(self)
        self.thumbnail_width = 0
        self._drawing = drawing
        self._following = False
        self._asking = QTimer(self, singleShot=True, interval=40)
        self._asking.timeout.connect(self._want_visible_thumbnails)
        self.setModel(self.pages)
        self.setItemDelegate(_Painter(drawing, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Pages")
        self.fit_to_text_size()
        drawing.drawn.connect(self._on_thumbnail_drawn)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._asking.start())
        self.selectionModel().currentChanged.connect(self._on_thumbnail_chosen)

    def fit_to_text_size(self) -> None:
        """Take the width that the text size asks for."""
        self.thumbnail_width = min(theme.px(96), WIDEST)
        self.setFixedWidth(self.thumbnail_width + 2 * EDGE + 20)
        self.doItemsLayout()
        self._asking.start()

    def show_thumbnail_pages(self, sizes: Sizes, page: int) -> None:
        """Show pages of some sizes, the one that is read chosen."""
        self._following = True
        self.pages.show_page_sizes(sizes)
        self._following = False
        self.follow_page(page)
        self._asking.start()

    def follow_page(self, page: int) -> None:
        """Mark the page that is read elsewhere."""
        self._following = True
        self.setCurrentIndex(self.pages.index(page))
        self._following = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._asking.start()

    def _on_thumbnail_chosen(self, current: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self.chosen.emit(current.row())

    def _on_thumbnail_drawn(self, page: int) -> None:
        self.update(self.pages.index(page))

    def _want_visible_thumbnails(self) -> None:
        """Wish for the thumbnails in view."""
        count = self.pages.rowCount()
        if not count or not self.isVisible():
            return
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        last = self.indexAt(self.viewport().rect().bottomLeft()).row()
        last_row = last if last >= 0 else count - 1
        rows = range(max(first, 0), last_row + 1)
        width = round(self.thumbnail_width * self.devicePixelRatioF())
        self._drawing.want_thumbnails([Wish(row, width) for row in rows])
