"""A list whose lines show which of their letters were looked for: bold and underlined, so that colour is not needed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

HITS = Qt.ItemDataRole.UserRole + 1
"""Where the hits stand in a line's text, from and up to: a tuple of pairs."""

Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Draws lines of several rows with their hits marked."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        text, view.text = view.text, ""
        widget = view.widget
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, widget)
        view.text = text
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, view, widget)
        chosen = bool(view.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        painter.setPen(view.palette.color(role))
        self._lay_out_marked_text(text, view.font, room.width(), index).draw(painter, QPointF(room.topLeft()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        size = super().sizeHint(option, index)
        list_ = view.widget
        if not isinstance(list_, QListView):
            return size
        view.rect = QRect(0, 0, list_.viewport().width() - 2 * list_.spacing(), size.height())
        room = list_.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, view, list_)
        height = self._lay_out_marked_text(view.text, view.font, room.width(), index).boundingRect().height()
        around = size.height() - room.height()
        return QSize(size.width(), max(round(height) + max(around, 4), QFontMetrics(view.font).height()))

    def _lay_out_marked_text(self, text: str, font: QFont, width: int, index: Index) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setFontUnderline(True)
        ranges = []
        hits = index.data(HITS) or ()
        for start, end in hits:
            piece = QTextLayout.FormatRange()
            piece.start = start
            piece.length = end - start
            piece.format = marked
            ranges.append(piece)
        layout.setFormats(ranges)
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout
