"""The list of the return: under each title, in small letters, who gathers it, what is there and what is missing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.pages.information_return.model import BELOW, COLUMNS, TITLE, ReturnModel
from ui.widgets import theme
from ui.widgets.tables import PADDING, Table


class Listing(Table):
    """The table of the return; the line of a theme runs over all columns."""

    def __init__(self, model: ReturnModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent, many=True)
        self._model = model
        self._titles = _TwoLines(self)
        self.setItemDelegateForColumn(TITLE, self._titles)
        self.lay_out_columns(COLUMNS)
        model.modelReset.connect(self.span_theme_lines)
        model.rowsInserted.connect(self.span_theme_lines)

    def span_theme_lines(self) -> None:
        """Let the lines of the themes run over all columns, and be low."""
        self.clearSpans()
        heads = self.verticalHeader()
        for place in self._model.group_places():
            self.setSpan(place, 0, 1, len(COLUMNS))
            heads.resizeSection(place, self.fontMetrics().height() + 14)

    def _measure_columns(self) -> None:
        super()._measure_columns()
        small = QFontMetrics(small_font(self.font()))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + small.height() + 12)
        self.span_theme_lines()


class _TwoLines(QStyledItemDelegate):
    """Paints a title with the small line below it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        words, filled.text = filled.text, ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
        box: QRect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        below = str(index.data(BELOW) or "")
        small = small_font(filled.font)
        line_height = QFontMetrics(small).height() if below else 0
        tall = filled.fontMetrics.height() + line_height
        box = box.adjusted(0, (box.height() - tall) // 2, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.setPen(filled.palette.color(QPalette.ColorRole.Text))
        painter.setFont(filled.font)
        painter.drawText(box, flags, filled.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width()))
        if below:
            box = box.adjusted(0, filled.fontMetrics.height(), 0, 0)
            painter.setPen(theme.colour("muted"))
            painter.setFont(small)
            shown = QFontMetrics(small).elidedText(below, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, flags, shown)


def small_font(font: QFont) -> QFont:
    """The letters of the line below."""
    small = QFont(font)
    small.setPixelSize(theme.px(12))
    return small
