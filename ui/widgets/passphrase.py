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
from ui.widgets.look import heading, label, primary, quiet, secondary, show
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
        self.by = quiet(f"{policy.BY}: what is sent is locked.")
        self.first, self.again = _field("Passphrase"), _field("The same passphrase again")
        self.first.setPlaceholderText("Passphrase")
        self.again.setPlaceholderText("The same again")
        self.seen = QCheckBox("Show what I type")
        self.said = quiet(FIRST)
        self.about = quiet(about)
        self.asked = QWidget()
        inside = _column(self.asked, 26, 6)
        for part in (self.about, self.first, self.again, self.said, self.seen, quiet(encryption.ADVICE)):
            inside.addWidget(part)
        for field in (self.first, self.again):
            field.setMaximumWidth(theme.px(420))
            field.textChanged.connect(self._tell)
        page = _column(self, 0, 4)
        page.addWidget(self.tick)
        page.addWidget(self.by)
        page.addWidget(self.asked)
        self.asked.hide()
        self.tick.toggled.connect(self._unfold)
        self.seen.toggled.connect(self._show_typed)
        self.say_about(about)
        self.require(policy.now().passphrase_required)

    def require(self, required: bool) -> None:
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
        self.tick.setAccessibleDescription(f"{policy.BY}. {words}" if self.required else words)

    def offer(self, offered: bool) -> None:
        """Offer the lock, or take it away where nothing can be locked."""
        self.setVisible(offered)
        self.tick.setChecked(offered and (self.required or self.tick.isChecked()))

    def wanted(self) -> bool:
        """Whether it is to be locked."""
        return self.tick.isChecked()

    def chosen(self) -> str | None:
        """The passphrase to lock with; None where nothing is to be locked."""
        return self.first.text() if self.wanted() else None

    def ready(self) -> bool:
        """Whether what is chosen can be done."""
        typed = self.first.text()
        return not self.wanted() or (encryption.strength(typed).enough and typed == self.again.text())

    def forget(self) -> None:
        """Clear what was typed."""
        self.tick.setChecked(self.required)
        self.first.clear()
        self.again.clear()

    def _unfold(self, wanted: bool) -> None:
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
            field.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)

    def _tell(self) -> None:
        typed = self.first.text()
        found = encryption.strength(typed)
        words = found.words if typed else FIRST
        if found.enough and self.again.text() != typed:
            words = f"{words} {DIFFERENT if self.again.text() else 'Now type it again.'}"
        self.said.setText(words)
        self.changed.emit()


class AskingPassphrase(InReadingOrder, QDialog):
    """Asks for the passphrase of a file that came locked; ``chosen`` is given what was typed."""

    def __init__(self, parent: QWidget | None, name: str, chosen: Callable[[str], object], problem: str = "") -> None:
        super().__init__(parent)
        theme.dress(self)
        self.setWindowTitle("Locked file")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.px(440), 700))
        self._chosen = chosen
        self.field = _field("Passphrase")
        self.seen = QCheckBox("Show what I type")
        self.problem = label(problem, "error")
        show(self.problem, bool(problem))
        self.unlock = primary("Unlock", self.accept)
        self.unlock.setEnabled(False)
        page = _column(self, 24, 12)
        page.setContentsMargins(24, 20, 24, 20)
        for part in (
            heading("This file is locked with a passphrase", large=True),
            quiet(f"Type the passphrase of {name}. Whoever locked it has told it to you another way."),
            self.problem,
            self.field,
            self.seen,
        ):
            page.addWidget(part)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(secondary("Cancel", self.reject))
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


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    made.setMaxLength(200)
    return made


def _column(widget: QWidget, left: int, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(left, 0, 0, 0)
    column.setSpacing(spacing)
    return column
