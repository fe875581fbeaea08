"""What each level looks like in one statement, beside the choice of a score, where the framework has texts for it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from selfassess.domain.framework.framework import Framework
from ui.widgets import look, theme
from ui.widgets.reading import COLUMN

HEADING = "What each level looks like here"


class LevelTexts(QFrame):
    """The levels from the lowest, each with its text; not there at all where a framework has none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.words: dict[str, str] = {}
        """What is shown: the name of each level -> its text."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(6)
        self.setMaximumWidth(theme.px(COLUMN) + 32)
        self.hide()

    def show_levels(self, framework: Framework, statement: str) -> None:
        """Show the texts of another statement."""
        found = ((each, framework.describe_level(statement, each.value)) for each in framework.scores)
        self.words = {framework.name_score(level.value): text for level, text in found if text}
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not self.words:
            return
        self._column.addWidget(look.make_heading(HEADING))
        for name, text in self.words.items():
            self._column.addWidget(look.make_label(name, "strong"))
            self._column.addWidget(look.make_text(text))
        self._column.addWidget(look.make_quiet_label(framework.wording.attribution))

    def show_beside(self, scored: bool) -> None:
        """Be there where a score can be chosen and there is something to say."""
        self.setVisible(scored and bool(self.words))
