"""The time line: a row for each action, a column for each month, its span as a bar and its milestones as marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from selfassess.domain.improvement_plan.rag import is_milestone_missed
from selfassess.domain.model.catalogue import Record
from selfassess.domain.text.dates import MONTHS
from selfassess.domain.text.wording import british_date
from ui.pages.improvement_plan.model import TONES, PlanRow
from ui.widgets import theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MONTH = Qt.ItemDataRole.UserRole
BEFORE, AFTER = 12, 24
"""So many months before and after today are shown at most."""
NAMED = 34
"""Letters of an action's title that have room."""


@dataclass(frozen=True, slots=True)
class MonthCell:
    """What stands in a month of an action, from 0 (its first day) to 1: the bar, its milestones and today."""

    row: PlanRow
    bar: tuple[float, float] | None
    milestones: tuple[tuple[float, str], ...]
    today: float | None
    said: str


def list_months(rows: Sequence[PlanRow], today: str) -> tuple[str, ...]:
    """The months from the first to the last day of the plan ("2025-03"), today's among them."""
    days = [day for row in rows for day in _list_days(row)] + [today]
    number = _number_month(today)
    first = max(min(map(_number_month, days)), number - BEFORE)
    last = min(max(map(_number_month, days)), number + AFTER)
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1))


def build_cell(row: PlanRow, month: str, today: str) -> MonthCell:
    """What stands in one month of one action."""
    start, end = _span_of(row)
    bar = None
    if start and end and start[:7] <= month <= end[:7]:
        bar = (
            _part_of_month(start) if start[:7] == month else 0.0,
            _part_of_month(end) if end[:7] == month else 1.0,
        )
    marks, said = [], []
    for each in row.milestones:
        day = _day_of(each)
        if day[:7] == month:
            kind = "reached" if each["done_on"] else "missed" if is_milestone_missed(each, today) else "open"
            marks.append((_part_of_month(day), kind))
            words = {"reached": "reached", "missed": "was due", "open": "due"}[kind]
            said.append(f"milestone {each.text_of('title')}, {words} {british_date(day)}")
    if end and end[:7] == month:
        said.append(f"due {british_date(end)}")
    return MonthCell(row, bar, tuple(marks), _part_of_month(today) if today[:7] == month else None, "; ".join(said))


def _list_days(row: PlanRow) -> list[str]:
    days = [*_span_of(row), *map(_day_of, row.milestones)]
    return [day for day in days if _is_day(day)]


def _span_of(row: PlanRow) -> tuple[str, str]:
    """The first and the last day of an action; where only one is known the bar is that day."""
    starts, due = row.action.text_of("starts_on"), row.action.text_of("completed_on") or row.action.text_of("due_on")
    start, end = starts or due, due or starts
    return (start, end) if _is_day(start) and _is_day(end) else ("", "")


def _day_of(milestone: Record) -> str:
    return milestone.text_of("done_on") or milestone.text_of("due_on")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number_month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _part_of_month(day: str) -> float:
    return (int(day[8:10]) - 0.5) / 31


class TimelineModel(QAbstractTableModel):
    """Actions by months, those of one statement or theme under its name; the heading of a line names its action."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[PlanRow | str, ...] = ()
        self.months: tuple[str, ...] = ()
        self.today = ""

    def show_rows(self, rows: Sequence[PlanRow], today: str) -> None:
        """Show other actions, over the months they take."""
        self.beginResetModel()
        lines: list[PlanRow | str] = []
        for place, group in groupby(rows, key=lambda row: row.place):
            lines += [place, *group]
        self.lines, self.today = tuple(lines), today
        self.months = list_months(rows, today)
        self.endResetModel()

    def row_at(self, line: int) -> PlanRow | None:
        """The action of a line, None where it is the name of a group or there is none."""
        found = self.lines[line] if 0 <= line < len(self.lines) else None
        return found if isinstance(found, PlanRow) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.months)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.row_at(index.row()) is None:
            return Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        asked = role in (MONTH, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if row is None or not asked or index.column() >= len(self.months):
            return None
        cell = build_cell(row, self.months[index.column()], self.today)
        if role == MONTH:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.said or None
        said = cell.said or ("under way" if cell.bar else "nothing")
        return f"{row.title}, {row.rag.label}; {_name_month(self.months[index.column()])}: {said}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            shown = role == Qt.ItemDataRole.DisplayRole and section < len(self.months)
            return _name_month(self.months[section]) if shown else None
        line = self.lines[section] if section < len(self.lines) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return line if isinstance(line, str) else f"   {line.title}"
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, PlanRow):
            return line.spoken
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold if isinstance(line, str) else QFont.Weight.Normal)
            return font
        return None


def _name_month(month: str) -> str:
    return f"{MONTHS[int(month[5:7]) - 1][:3].capitalize()} {month[2:4]}"


class _Months(QStyledItemDelegate):
    """Draws a month of an action."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(MONTH)
        if not isinstance(cell, MonthCell):
            super().paint(painter, option, index)
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_tint"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.topLeft(), box.bottomLeft())
        if cell.bar is not None:
            start, end = (box.left() + part * box.width() for part in cell.bar)
            high = theme.px(8)
            bar = QRectF(start, box.center().y() - high / 2, max(end - start, 4.0), high)
            painter.fillRect(bar, theme.colour(TONES[cell.row.rag.colour]))
        if cell.today is not None:
            at = box.left() + cell.today * box.width()
            painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
        for part, kind in cell.milestones:
            _draw_milestone(painter, QPointF(box.left() + part * box.width(), box.center().y()), kind)
        view = option.widget
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


def _draw_milestone(painter: QPainter, at: QPointF, kind: str) -> None:
    """A filled mark was reached, a hollow one is open, one with a cross has passed its date."""
    side = theme.px(7)
    shape = QPolygonF([at + QPointF(0, -side), at + QPointF(side, 0), at + QPointF(0, side), at + QPointF(-side, 0)])
    colour = theme.colour("error" if kind == "missed" else "ink")
    painter.setPen(QPen(colour, 2))
    painter.setBrush(colour if kind == "reached" else theme.colour("surface"))
    painter.drawPolygon(shape)
    if kind == "missed":
        half = side / 2.5
        painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half))
        painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half))


class Timeline(QTableView):
    """The view of the time line; the keyboard walks from month to month, Enter leads beside, Tab leaves."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.plan = TimelineModel(self)
        self.setModel(self.plan)
        self.setAccessibleName("Time line of the actions, by month")
        self.setAccessibleDescription(
            "A bar goes from the start of an action to its end. A filled mark is a milestone that was reached, a "
            "hollow one is open, and one with a cross has passed its date. The dashed line is today."
        )
        self.setProperty("look", "table")
        self.setItemDelegate(_Months(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        heads, names = self.horizontalHeader(), self.verticalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setHighlightSections(False)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setHighlightSections(False)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setSectionsClickable(True)
        names.sectionClicked.connect(self._on_name_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_row_chosen)

    def show_rows(self, rows: Sequence[PlanRow], today: str) -> None:
        """Show other actions; one stays on one's own, and today comes into view."""
        here, column = self.current_id(), self.currentIndex().column()
        self.plan.show_rows(rows, today)
        letter = self.fontMetrics().averageCharWidth()
        self.verticalHeader().setFixedWidth(min(NAMED * letter, max(self.width() * 2 // 5, 10 * letter)))
        for at in range(len(self.plan.months)):
            self.setColumnWidth(at, max(theme.px(58), 8 * letter))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        now = self.plan.months.index(today[:7]) if today[:7] in self.plan.months else 0
        if here:
            self.choose(here, max(column, 0))
        elif rows:
            self.scrollTo(self.plan.index(1, now), QAbstractItemView.ScrollHint.PositionAtCenter)

    def current_id(self) -> str:
        """The action one is on, "" where on none."""
        row = self.plan.row_at(self.currentIndex().row())
        return row.id if row is not None else ""

    def choose(self, id: str, column: int | None = None, *, focus: bool = False) -> None:
        """Go to the row of an action, in the month of today where none is named."""
        place = next((at for at, row in enumerate(self.plan.lines) if isinstance(row, PlanRow) and row.id == id), -1)
        if place >= 0:
            month = self.plan.today[:7]
            now = self.plan.months.index(month) if month in self.plan.months else 0
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self.plan.index(place, now if column is None else column))
            self.selectionModel().blockSignals(False)
            self.viewport().update()
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def _on_row_chosen(self, index: QModelIndex) -> None:
        row = self.plan.row_at(index.row())
        if row is not None:
            self.chosen.emit(row.id)

    def _on_name_clicked(self, line: int) -> None:
        row = self.plan.row_at(line)
        if row is not None:
            self.choose(row.id)
            self.chosen.emit(row.id)
