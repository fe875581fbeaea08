"""What the preview is steered with: for whom, update, save and print; pages, zoom and search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.editions import Edition
from selfassess.domain.text.wording import format_percent
from ui.pages.preview.finding import FindBar
from ui.pages.preview.layout import STEPS
from ui.pages.preview.options import OptionsButton
from ui.pages.preview.parts import PartsButton
from ui.widgets import look, theme

SPACING = 8
ZOOMS = {"width": "Fit width", "page": "Fit page", **{str(percent): format_percent(percent) for percent in STEPS}}
UPDATE = "Update"
CHANGED = "Changed since: update"


class TwoEnds(QWidget):
    """Two groups at the ends of a line, or one below the other where the line is too short for both."""

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._ends = (left, right)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(SPACING)
        self._line.addWidget(left, 0, Qt.AlignmentFlag.AlignLeft)
        self._line.addWidget(right, 0, Qt.AlignmentFlag.AlignRight)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(end.minimumSizeHint().width() for end in self._ends), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_to_text_size()

    def fit_to_text_size(self) -> None:
        """Choose one line or two."""
        wanted = sum(end.sizeHint().width() for end in self._ends) + SPACING
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.LeftToRight if wanted <= self.width() else ways.TopToBottom)
        right = Qt.AlignmentFlag.AlignRight if wanted <= self.width() else Qt.AlignmentFlag.AlignLeft
        self._line.setAlignment(self._ends[1], right)


class DocumentBar(TwoEnds):
    """Which PDF, and what is done with it. The buttons are wired by the window."""

    def __init__(self) -> None:
        self.edition = QComboBox()
        for edition in Edition:
            name, _, detail = edition.label.partition(": ")
            self.edition.addItem(f"{name}: for {edition.describe_readers}", edition)
            self.edition.setItemData(self.edition.count() - 1, f"{name}: {detail}", Qt.ItemDataRole.ToolTipRole)
        self.edition.setAccessibleName("For whom")
        self.update_button = look.make_secondary_button(UPDATE)
        self.update_button.setToolTip("Make the PDF again from what is written now (F5)")
        self.save, self.view, self.print = (
            look.make_secondary_button(words) for words in ("Save as…", "Open in viewer", "Print…")
        )
        self.view.setToolTip("Save it, then open it with the program that you read PDF files with")
        self.parts = PartsButton()
        self.options = OptionsButton()
        self.edition.currentIndexChanged.connect(
            lambda _: self.options.offer_edition_options(Edition(self.edition.currentData()))
        )
        for chosen in (self.edition.currentIndexChanged, self.options.changed):
            chosen.connect(lambda *_: self._offer_parts())
        which = _build_bar_row(self.edition, self.options, self.parts, self.update_button)
        super().__init__(which, _build_bar_row(self.save, self.view, self.print))
        self.say_changed(False)

    def _offer_parts(self) -> None:
        self.parts.offer_edition_parts(Edition(self.edition.currentData()), self.options.chosen)

    def say_changed(self, changed: bool) -> None:
        """Say on the button whether the workbook changed since the PDF was made."""
        words = CHANGED if changed else UPDATE
        if self.update_button.text() != words:
            self.update_button.setText(words)
            look.set_look(self.update_button, "primary" if changed else "secondary")

    def fit_to_text_size(self) -> None:
        # As wide as its longer words from the first, so that nothing moves when they come.
        longest = self.update_button.fontMetrics().horizontalAdvance(CHANGED)
        self.update_button.setMinimumWidth(round(longest * 1.12) + 30)
        super().fit_to_text_size()


class PagesBar(TwoEnds):
    """Which page, how large, and words to find. ``turned`` gives the page to go to, ``zoomed`` the zoom."""

    turned = Signal(int)
    zoomed = Signal(str)
    zoom_stepped = Signal(int)

    def __init__(self) -> None:
        self.page = self.pages = 0
        self.number = QLineEdit()
        self.number.setValidator(QIntValidator(1, 1, self.number))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setAccessibleName("Page")
        self.count = look.make_label("", "muted")
        self.count.setWordWrap(False)
        self.back = _build_small_button("◀", "Previous page (Ctrl+Page Up)", lambda: self.turned.emit(self.page - 1))
        self.on = _build_small_button("▶", "Next page (Ctrl+Page Down)", lambda: self.turned.emit(self.page + 1))
        self.zoom = QComboBox()
        for key, words in ZOOMS.items():
            self.zoom.addItem(words, key)
        self.zoom.setAccessibleName("Zoom")
        self.less = _build_small_button("−", "Smaller (Ctrl+minus)", lambda: self.zoom_stepped.emit(-1))
        self.more = _build_small_button("+", "Larger (Ctrl+plus)", lambda: self.zoom_stepped.emit(1))
        self.text = look.make_secondary_button("Text")
        self.text.setCheckable(True)
        self.text.toggled.connect(lambda wanted: self.text.setText("Pages" if wanted else "Text"))
        self.text.setToolTip("Show the text of the page, to hear it line by line, select and copy it (F7)")
        self.text.setAccessibleDescription(self.text.toolTip())
        self.finder = FindBar()
        name = look.make_label("Page")
        name.setWordWrap(False)
        super().__init__(
            _build_bar_row(
                self.back, name, self.number, self.count, self.on, self.less, self.zoom, self.more, self.text
            ),
            self.finder,
        )
        self.number.returnPressed.connect(lambda: self.turned.emit(int(self.number.text()) - 1))
        self.number.editingFinished.connect(lambda: self.show_page_number(self.page, self.pages))
        self.zoom.currentIndexChanged.connect(lambda _: self.zoomed.emit(self.zoom.currentData()))
        self.show_page_number(0, 0)

    def show_page_number(self, page: int, count: int) -> None:
        """Show which page is read, and of how many."""
        self.page, self.pages = page, count
        self.number.setValidator(QIntValidator(1, max(count, 1), self.number))
        self.number.setText(str(page + 1) if count else "")
        self.number.setAccessibleDescription(f"Page {page + 1:,} of {count:,}" if count else "No pages yet")
        self.number.setFixedWidth(self.number.fontMetrics().horizontalAdvance("0" * max(3, len(str(count)))) + 34)
        self.number.setEnabled(count > 0)
        self.count.setText(f"of {count:,}")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page + 1 < count)

    def show_zoom(self, zoom: str) -> None:
        """Show which zoom is chosen."""
        self.zoom.blockSignals(True)
        self.zoom.setCurrentIndex(self.zoom.findData(zoom))
        self.zoom.blockSignals(False)

    def fit_to_text_size(self) -> None:
        self.finder.fit_find_bar()
        super().fit_to_text_size()


class WorkStrip(QWidget):
    """What is being done now, how far it is, and a button that stops it."""

    def __init__(self, stop: Callable[[], object]) -> None:
        super().__init__()
        self.saying = look.make_quiet_label("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far it is")
        self.stop = look.make_secondary_button("Cancel", stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.saying)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        self.hide()

    def show_work(self, words: str) -> None:
        """Show that something is being done."""
        self.saying.setText(words)
        self.saying.setMinimumWidth(min(self.saying.fontMetrics().horizontalAdvance(words) + 12, theme.px(320)))
        self.bar.setValue(0)
        self.stop.setEnabled(True)
        self.show()

    def show_work_progress(self, part: float) -> None:
        """Show how far it is, 0 to 1."""
        self.bar.setValue(round(part * 1000))

    def show_work_stopping(self) -> None:
        """Show that it stops at its next chance."""
        self.saying.setText("Stopping …")
        self.stop.setEnabled(False)


def build_bars_frame(*lines: QWidget) -> QFrame:
    """The lines one below the other, on the surface at the top of a window."""
    frame = QFrame()
    frame.setProperty("look", "bar")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 8, 16, 8)
    column.setSpacing(SPACING)
    for line in lines:
        column.addWidget(line)
    return frame


def _build_bar_row(*parts: QWidget) -> QWidget:
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACING)
    for part in parts:
        line.addWidget(part)
    return widget


def _build_small_button(sign: str, name: str, act: Callable[[], object]) -> QWidget:
    button = look.make_secondary_button(sign, act)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
