"""Passphrases: the choice to lock what is written, typed twice, and the question for that of a file that came locked.

What is typed stays in the fields; whoever uses it clears them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from selfassess.services.safety import encryption
from selfassess.services.workbook import policy
from ui.widgets import theme
from ui.widgets.look import (
    make_heading,
    make_label,
    make_primary_button,
    make_quiet_label,
    make_secondary_button,
    show_if,
)
from ui.widgets.reading_order import InReadingOrder

DIFFERENT = "The two are not the same yet."
FIRST = f"At least {encryption.SHORTEST} characters; three or four words do well."


class PassphraseChoice(QWidget):
    """A tick, and below it a passphrase to type twice; ``about`` says what becomes of the file."""

    changed = Signal()

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self.tick = QCheckBox("Lock with a passphrase")
        self.required = False
        self.by = make_quiet_label(f"{policy.BY}: what is sent is locked.")
        self.first, self.again = (
            _make_passphrase_field("Passphrase"),
            _make_passphrase_field("The same passphrase again"),
        )
        self.first.setPlaceholderText("Passphrase")
        self.again.setPlaceholderText("The same again")
        self.seen = QCheckBox("Show what I type")
        self.said = make_quiet_label(FIRST)
        self.about = make_quiet_label(about)
        self.asked = QWidget()
        inside = _make_tight_column(self.asked, 26, 6)
        for part in (self.about, self.first, self.again, self.said, self.seen, make_quiet_label(encryption.ADVICE)):
            inside.addWidget(part)
        for field in (self.first, self.again):
            field.setMaximumWidth(theme.px(420))
            field.textChanged.connect(self._describe_strength)
        page = _make_tight_column(self, 0, 4)
        page.addWidget(self.tick)
        page.addWidget(self.by)
        page.addWidget(self.asked)
        self.asked.hide()
        self.tick.toggled.connect(self._show_passphrase_fields)
        self.seen.toggled.connect(self._show_typed)
        self.say_about(about)
        self.set_required(policy.current_policy().passphrase_required)

    def set_required(self, required: bool) -> None:
        """Leave no choice where the organisation requires a passphrase."""
        chosen = self.tick.isChecked() and not self.required
        self.required = required
        self.by.setVisible(required)
        self.tick.setEnabled(not required)
        self.tick.setChecked(required or chosen)
        self.say_about(self.about.text())

    def say_about(self, words: str) -> None:
        """Say what becomes of the file."""
        self.about.setText(words)
        self.about.setVisible(bool(words))
        description = f"{policy.BY}. {words}" if self.required else words
        self.tick.setAccessibleDescription(description)

    def offer_passphrase(self, offered: bool) -> None:
        """Offer the lock, or take it away where nothing can be locked."""
        self.setVisible(offered)
        self.tick.setChecked(offered and (self.required or self.tick.isChecked()))

    def is_wanted(self) -> bool:
        """Whether it is to be locked."""
        return self.tick.isChecked()

    def chosen_passphrase(self) -> str | None:
        """The passphrase to lock with; None where nothing is to be locked."""
        if not self.is_wanted():
            return None
        return self.first.text()

    def is_ready(self) -> bool:
        """Whether what is chosen can be done."""
        typed = self.first.text()
        if not self.is_wanted():
            return True
        return encryption.measure_strength(typed).enough and typed == self.again.text()

    def forget_typed(self) -> None:
        """Clear what was typed."""
        self.tick.setChecked(self.required)
        self.first.clear()
        self.again.clear()

    def _show_passphrase_fields(self, wanted: bool) -> None:
        self.asked.setVisible(wanted)
        if wanted and not self.required:
            self.first.setFocus()
            QTimer.singleShot(0, self, self._come_into_view)
        elif not wanted:
            self.first.clear()
            self.again.clear()
            self.seen.setChecked(False)
        self.changed.emit()

    def _come_into_view(self) -> None:
        """What unfolds at the foot of a list would otherwise be below its edge."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self.asked, 0, 0)

    def _show_typed(self, seen: bool) -> None:
        for field in (self.first, self.again):
            echo_mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
            field.setEchoMode(echo_mode)

    def _describe_strength(self) -> None:
        typed = self.first.text()
        found = encryption.measure_strength(typed)
        words = found.words if typed else FIRST
        if found.enough and self.again.text() != typed:
            reason = DIFFERENT if self.again.text() else "Now type it again."
            words = f"{words} {reason}"
        self.said.setText(words)
        self.changed.emit()


class AskingPassphrase(InReadingOrder, QDialog):
    """Asks for the passphrase of a file that came locked; ``chosen`` is given what was typed."""

    def __init__(self, parent: QWidget | None, name: str, chosen: Callable[[str], object], problem: str = "") -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle("Locked file")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.px(440), 700))
        self._chosen = chosen
        self.field = _make_passphrase_field("Passphrase")
        self.seen = QCheckBox("Show what I type")
        self.problem = make_label(problem, "error")
        show_if(self.problem, bool(problem))
        self.unlock = make_primary_button("Unlock", self.accept)
        self.unlock.setEnabled(False)
        page = _make_tight_column(self, 24, 12)
        page.setContentsMargins(24, 20, 24, 20)
        for part in (
            make_heading("This file is locked with a passphrase", large=True),
            make_quiet_label(f"Type the passphrase of {name}. Whoever locked it has told it to you another way."),
            self.problem,
            self.field,
            self.seen,
        ):
            page.addWidget(part)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(make_secondary_button("Cancel", self.reject))
        foot.addWidget(self.unlock)
        page.addLayout(foot)
        self.field.textChanged.connect(lambda typed: self.unlock.setEnabled(bool(typed)))
        self.seen.toggled.connect(
            lambda on: self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        )
        self.field.setFocus()

    def accept(self) -> None:
        """Hand on what was typed, and close."""
        typed = self.field.text()
        self.field.clear()
        super().accept()
        self._chosen(typed)


def _make_passphrase_field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    made.setMaxLength(200)
    return made


def _make_tight_column(widget: QWidget, left: int, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(left, 0, 0, 0)
    column.setSpacing(spacing)
    return column
