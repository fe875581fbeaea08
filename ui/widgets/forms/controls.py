"""The control for each kind of field: shows a value, gives back what was typed or chosen, tells of changes.

A control never judges what is typed; that is the domain's business. ``changed`` is said only for what a person did,
``left`` when the focus leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QDate, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, clean_value, find_problem
from selfassess.domain.text.dates import add_missing_year
from selfassess.domain.text.relative_dates import read_relative_date
from selfassess.domain.text.wording import british_date, british_datetime
from ui.widgets import theme
from ui.widgets.forms.offered import OfferedWords
from ui.widgets.held_button import act_when_released

ISO = "yyyy-MM-dd"
AROUND = 32
"""What the frame of a line takes beside its words."""
LEAST_CHOICE = 200
"""A drop-down list can be made as narrow as this, at 100 % text."""


class Control(QWidget):
    """What an editor holds. ``focus_target`` is the widget that takes the keyboard and the accessible name."""

    changed = Signal()
    left = Signal()
    focus_target: QWidget

    def show_stored_value(self, value: Value) -> None:
        """Show a stored value without telling of a change."""
        raise NotImplementedError

    def raw_value(self) -> object:
        """What is typed or chosen now, for ``clean``."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read but not changed."""
        self.focus_target.setEnabled(not read_only)

    def name_target(self, words: str) -> None:
        """Have what takes the keyboard be called by the words of its label."""
        self.focus_target.setAccessibleName(words)


class Line(QLineEdit):
    """A line edit that says when the focus leaves."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        act_when_released(self, event, self.left.emit)


class LineControl(Control):
    """One line of text: text, numbers, dates with a time."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.line = Line()
        self.focus_target = self.line
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        if field.kind in (Kind.WHOLE, Kind.DECIMAL):
            row.addStretch(1)
        if field.kind is Kind.DATETIME:
            self.line.setPlaceholderText("28/02/2025 17:00")
        self.line.textEdited.connect(lambda _: self.changed.emit())
        for done in (self.line.left, self.line.returnPressed):
            if field.kind in (Kind.DATE, Kind.DATETIME):
                done.connect(self._complete_date)
            done.connect(self.left)
        self.fit_line_width()

    def offer_words(self, words: Callable[[], Sequence[str]]) -> None:
        """Offer these while somebody types; what is chosen is saved at once."""
        self.offered = OfferedWords(self.line, words)
        self.offered.chosen.connect(self.changed)
        self.offered.chosen.connect(self.left)

    def fit_line_width(self) -> None:
        """Take the width that the text size asks for."""
        if self.field.kind in (Kind.WHOLE, Kind.DECIMAL, Kind.DATE):
            self.line.setMaximumWidth(theme.px(160))
        if self.field.kind is Kind.DATE:
            self.line.setMinimumWidth(self.line.fontMetrics().horizontalAdvance("28/02/2025") + AROUND)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another text size
            self.fit_line_width()

    def show_stored_value(self, value: Value) -> None:
        text = format_typed_value(self.field, value)
        if text != self.line.text():  # what is there already keeps its caret and what can be taken back
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def raw_value(self) -> object:
        return self.line.text()

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _complete_date(self) -> None:
        """“Wed 3 September” is the one nearest to today, “in 3 months” is a day: it is written there to be seen."""
        written = self.line.text()
        said = read_relative_date(written, date.today())
        whole = said.isoformat() if said is not None else add_missing_year(written, date.today())
        if whole != written and not self.line.isReadOnly():
            self.line.setText(british_datetime(whole) if self.field.kind is Kind.DATETIME else british_date(whole))
            self.changed.emit()


class DateControl(LineControl):
    """A date as people write it, with a calendar to choose from."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText("28/02/2025")
        self.button = QToolButton()
        self.button.setText("Calendar")
        self.button.setAccessibleName(f"Choose {field.label.lower()} from a calendar")
        self.button.clicked.connect(self.open_calendar)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.addWidget(self.button)
        row.addStretch(1)
        self.calendar: QCalendarWidget | None = None

    def open_calendar(self) -> None:
        """Drop the calendar down below the line, on the day that is written there."""
        frame = QFrame(self, Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame.setProperty("look", "dropped")
        calendar = QCalendarWidget(frame)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for day_of_rest in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day_of_rest, QTextCharFormat())  # red cannot be read in every look
        calendar.setAccessibleName(f"Calendar for {self.field.label.lower()}")
        try:
            day = QDate.fromString(str(clean_value(self.field, self.line.text()) or ""), ISO)
        except InvalidValueError:
            day = QDate()
        if day.isValid():
            calendar.setSelectedDate(day)
        calendar.activated.connect(self.choose_day)
        calendar.clicked.connect(self.choose_day)
        column = QVBoxLayout(frame)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(calendar)
        self.calendar = calendar
        frame.adjustSize()
        drop_below(frame, self)
        frame.show()
        calendar.setFocus()

    def choose_day(self, day: QDate) -> None:
        """Write a day chosen from the calendar."""
        if self.calendar is not None:
            frame, self.calendar = self.calendar.window(), None
            frame.close()
        self.line.setText(day.toString("dd/MM/yyyy"))
        self.changed.emit()
        self.left.emit()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.button.setEnabled(not read_only)


class Combo(QComboBox):
    """A drop-down list that says when the focus leaves, and cuts a long answer where there is no room for it."""

    left = Signal()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), theme.px(LEAST_CHOICE)), least.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        act_when_released(self, event, self.left.emit)


class ChoiceControl(Control):
    """A choice or a yes/no, with an empty answer first; an unknown stored answer stays and is shown as it is."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.combo = Combo()
        self.focus_target = self.combo
        self.setFocusProxy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo, 1)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._held_back: tuple[str, ...] = ()
        self._fill_answers()
        self.combo.activated.connect(lambda _: self._on_choice_made())
        self.combo.left.connect(self.left)

    def hold_back(self, answers: Iterable[str]) -> None:
        """Offer these answers to nobody: they come about in another way. One that is stored is shown as it is."""
        stored = self.combo.currentData()
        self._held_back = tuple(answers)
        self._fill_answers()
        self.show_stored_value(stored)

    def show_stored_value(self, value: Value) -> None:
        wrong = find_problem(self.field, value) is not None
        if wrong or value in self._held_back or self._shows_held_back():
            self._fill_answers()
        if wrong:
            self.combo.addItem(f"{value} (not one of the answers)", value)
        elif value in self._held_back:
            self.combo.addItem(self.field.choice_label(value), value)
        self.combo.setCurrentIndex(max(self.combo.findData(value), 0))

    def raw_value(self) -> object:
        return self.combo.currentData()

    def _on_choice_made(self) -> None:
        if self._shows_held_back() and self.raw_value() not in self._held_back:
            chosen = self.raw_value()
            self._fill_answers()  # what stood there cannot be chosen again
            self.combo.setCurrentIndex(max(self.combo.findData(chosen), 0))
        self.changed.emit()

    def _shows_held_back(self) -> bool:
        return any(self.combo.findData(answer) >= 0 for answer in self._held_back)

    def _fill_answers(self) -> None:
        self.combo.clear()
        if self.field.kind is Kind.YES_NO:
            answers: tuple[tuple[str, object], ...] = (("Not answered", None), ("Yes", True), ("No", False))
        else:
            answers = (("Not chosen", None), *((choice.label, choice.key) for choice in self.field.choices))
        for label, data in answers:
            if data not in self._held_back:
                self.combo.addItem(label, data)


def drop_below(popup: QWidget, anchor: QWidget) -> None:
    """Place a popup below a widget, or above it where the screen ends."""
    place = QRect(anchor.mapToGlobal(anchor.rect().bottomLeft()), popup.size())
    room = anchor.screen().availableGeometry()
    if place.bottom() > room.bottom():
        place.moveBottom(anchor.mapToGlobal(anchor.rect().topLeft()).y())
    place.moveLeft(max(room.left(), min(place.left(), room.right() + 1 - place.width())))
    place.moveTop(max(room.top(), place.top()))
    popup.move(place.topLeft())


def format_typed_value(field: Field, value: Value) -> str:
    """A stored value as it is typed: dates as 28/02/2025, numbers without a needless ".0"."""
    if value is None:
        return ""
    if field.kind is Kind.DATE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        year, month, day = str(value).split("-")
        return f"{day}/{month}/{year}"
    if field.kind is Kind.DATETIME:
        try:
            return datetime.fromisoformat(str(value)).strftime("%d/%m/%Y %H:%M")
        except ValueError:
            return str(value)
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)
