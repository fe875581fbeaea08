"""The line below a step: back, how the statement stands, next, and what the step still lacks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.widgets import look, theme
from ui.widgets.flow import LARGE_TEXT


class StepFooter(QFrame):
    """Two buttons with the standing between them; what is missing is said, and nobody is held back by it."""

    def __init__(self, back: Callable[[], object], onward: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "foot")
        self.back_button = look.make_secondary_button("", back)
        self.next_button = look.make_primary_button("", onward)
        self.standing = look.make_label("", "muted")
        self.standing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.missing = look.make_quiet_label("")
        self._place = ""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 6, 28, 10)
        whole.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.back_button)
        if theme.px(100) < LARGE_TEXT:
            line.addWidget(self.standing, 1)
        else:
            whole.addWidget(self.standing)
            line.addStretch(1)
        line.addWidget(self.next_button)
        whole.addWidget(self.missing)
        whole.addLayout(line)

    def show_missing(self, place: str, words: str) -> None:
        """Say what the step still lacks, beside the button that goes on; "" where it lacks nothing.

        While ``place`` stays open its line keeps its room, so that nothing moves and is painted again for who writes.
        """
        policy = self.missing.sizePolicy()
        policy.setRetainSizeWhenHidden(bool(words) or (place == self._place and policy.retainSizeWhenHidden()))
        self.missing.setSizePolicy(policy)
        self._place = place
        if words:
            self.missing.setText(words)
        look.show_if(self.missing, bool(words))
        self.next_button.setAccessibleDescription(words)
