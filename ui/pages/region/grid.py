"""The grid of scores as it is drawn: a chip with its numeral in each cell, so that colour never stands alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from selfassess.domain.framework.framework import ScoreLook
from ui.pages.region.model import SCORE, ScoreGridModel
from ui.widgets import theme
from ui.widgets.heads import fit_heads
from ui.widgets.look import paint_score
from ui.widgets.tables import Index


class _Chips(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(24)
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(option.rect).center())
        score = index.data(SCORE)
        paint_score(painter, box, None if score is None else ScoreLook(value=score, shade=score, mark=str(score)))
        view = option.widget
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 6, 6)
        painter.restore()


class ScoreGrid(QTableView):
    """Councils by statements; the keyboard walks from cell to cell, Tab leaves."""

    def __init__(self, model: ScoreGridModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Scores by council and statement")
        self.setItemDelegate(_Chips(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(theme.px(34))
        fit_heads(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_heads(self)
