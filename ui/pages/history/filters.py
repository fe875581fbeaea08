"""The lines over the history that narrow it: words, a person, a statement, a span of days, one record or field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, clean_value
from selfassess.domain.model.workbook import Assessment
from ui.pages.history.model import Filter
from ui.widgets import look, theme
from ui.widgets.forms.controls import DateControl

TYPING_MS = 200
NARROW = 900
"""Below this width (at 100 % text) the drop-downs stand in a line of their own."""
BETWEEN = "between"
SPAN = tuple(
    Field(key=key, label=label, kind=Kind.DATE)
    for key, label in (("since", "From this day"), ("until", "Up to this day"))
)
DAYS = (("Any day", ""), ("Today", "0"), ("The last 7 days", "6"), ("The last 30 days", "29"), ("Between …", BETWEEN))


class FilterBar(QWidget):
    """What narrows the history. ``changed`` tells of another choice, and of words once no more are being typed.

    ``widened`` asks for everything again after one record or one field.
    """

    changed = Signal()
    widened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Filter by any word, such as “Score”")
        self.words.setAccessibleName("Show only changes with these words")
        self.words.setClearButtonEnabled(True)
        self.person, self.statement, self.days = QComboBox(), QComboBox(), QComboBox()
        for combo, name in (
            (self.person, "Show the changes of one person"),
            (self.statement, "Show the changes under one quality statement"),
            (self.days, "Show the changes of some days"),
        ):
            combo.setAccessibleName(name)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.activated.connect(lambda _: self._on_filter_chosen())
        for words, key in DAYS:
            self.days.addItem(words, key)
        self.since, self.until = (DateControl(spec) for spec in SPAN)
        self.span = look.make_row(look.make_text("From"), self.since, look.make_text("to"), self.until)
        self.only = look.make_label("", "strong")
        self.all = look.make_secondary_button("Show everything", self.widened.emit)
        self.scope = look.make_row(self.all, self.only, stretch_last=True)
        self._later = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._later.timeout.connect(self.changed)
        self.words.textChanged.connect(lambda: self._later.start())
        for edit, spec in zip((self.since, self.until), SPAN, strict=True):
            edit.line.setAccessibleName(spec.label)
            edit.changed.connect(self._later.start)
        self._lay_out_filters()
        self.offer_people(())
        self.show_scope_words("")
        self.span.hide()

    def offer_statements(self, year: Assessment) -> None:
        """Offer the statements of a year."""
        self.statement.clear()
        self.statement.addItem("Every statement", "")
        for each in year.framework.statements:
            self.statement.addItem(f"{each.number} {each.name}", each.key)

    def offer_people(self, names: Iterable[str]) -> None:
        """Offer everybody who wrote; who was chosen stays chosen."""
        chosen = self.person.currentData()
        self.person.clear()
        self.person.addItem("Everybody", "")
        for name in names:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(self.person.findData(chosen), 0))

    def show_scope_words(self, words: str) -> None:
        """Say that one record or field is shown; "" where everything is."""
        self.only.setText(f"Only: {words}")
        look.show_if(self.scope, bool(words))

    def build_filter(self, today: date) -> Filter:
        """What is chosen."""
        since, until = self._read_day_range(today)
        person = self.person.currentData() or ""
        statement = self.statement.currentData() or ""
        return Filter(
            words=self.words.text().strip(),
            person=str(person),
            statement=str(statement),
            since=since,
            until=until,
        )

    def _read_day_range(self, today: date) -> tuple[str, str]:
        key = str(self.days.currentData())
        if key == BETWEEN:
            first, last = (_read_typed_day(edit) for edit in (self.since, self.until))
            if first and last and last < first:
                return (last, first)
            return (first, last)
        if key:
            return ((today - timedelta(days=int(key))).isoformat(), today.isoformat())
        return ("", "")

    def _on_filter_chosen(self) -> None:
        look.show_if(self.span, self.days.currentData() == BETWEEN)
        self.changed.emit()

    def _lay_out_filters(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for part in (self._grid, self.span, self.scope):
            column.addLayout(part) if isinstance(part, QGridLayout) else column.addWidget(part)
        self._place_filter_controls(narrow=False)

    def _place_filter_controls(self, *, narrow: bool) -> None:
        self._narrow = narrow
        column_span = 3 if narrow else 1
        self._grid.addWidget(self.words, 0, 0, 1, column_span)
        for number, combo in enumerate((self.person, self.statement, self.days)):
            column_shift = 0 if narrow else 1
            self._grid.addWidget(combo, int(narrow), number + column_shift)
        for number in range(4):
            stretch = (1 if number < 3 else 0) if narrow else (2 if number == 0 else 1)
            self._grid.setColumnStretch(number, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(NARROW)
        if narrow != self._narrow:
            self._place_filter_controls(narrow=narrow)


def _read_typed_day(edit: DateControl) -> str:
    """What is typed as a day, "" where it is none yet."""
    try:
        return str(clean_value(edit.field, edit.raw_value()) or "")
    except InvalidValueError:
        return ""
