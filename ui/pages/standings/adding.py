"""The dialog in which somebody adds what CQC published of a council: facts, nine scores, and where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.standings.published_scores import KINDS, REGIONS, PublishedScore
from selfassess.services.years import standings
from ui.widgets import look, theme
from ui.widgets.entry_state import say_refusal
from ui.widgets.reading_order import InReadingOrder

SCORES = ("", "1", "2", "3", "4")


class AddCouncilDialog(InReadingOrder, QDialog):
    """Takes one published assessment of one council. ``added`` tells its name once it is kept."""

    added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        framework = standings.scored_framework()
        self.setWindowTitle("Add a council’s published scores")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(680), 1200), min(theme.px(660), 700))
        self.council, self.code, self.date, self.percent, self.source = (QLineEdit() for _ in range(5))
        self.kind = self._build_choice({"": "Not known", **KINDS})
        self.region = self._build_choice({"": "Not known", **{each: each for each in REGIONS}})
        self.rating = self._build_choice({band.key: band.label for band in framework.bands})
        self.scores = {each.key: self._build_choice({score: score or "–" for score in SCORES}) for each in
                       framework.statements}  # fmt: skip
        self.one_source = QCheckBox("It is a &secondary source: I have not read it in CQC’s or the council’s own words")
        self.said = look.make_label("", "error")
        self.said.setWordWrap(True)
        self.said.hide()
        form = QFormLayout()
        for caption, part, hint in (
            ("&Council", self.council, "Such as Derby City Council"),
            ("C&ode", self.code, "Such as E06000015, where you know it"),
            ("&Kind", self.kind, ""),
            ("&Region", self.region, ""),
            ("&Published in", self.date, "Such as 2026-03"),
            ("Ra&ting", self.rating, ""),
            ("Perce&ntage", self.percent, "Only where CQC published one"),
            ("&Source", self.source, "Where you read it"),
            ("", self.one_source, ""),
        ):
            if isinstance(part, QLineEdit):
                part.setPlaceholderText(hint)
            form.addRow(caption, part)
        grid = QGridLayout()
        for at, each in enumerate(framework.statements):
            label = look.make_label(f"{each.number} {each.short_name}")
            label.setBuddy(self.scores[each.key])
            self.scores[each.key].setAccessibleName(f"Score of {each.name}")
            grid.addWidget(label, at // 3, at % 3 * 2)
            grid.addWidget(self.scores[each.key], at // 3, at % 3 * 2 + 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addLayout(grid)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(look.make_secondary_button("Cancel", self.reject))
        foot.addWidget(look.make_primary_button("Add", self.add_council))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(8)
        outer.addWidget(look.make_title("Add a council’s published scores"))
        outer.addWidget(look.make_scroll_area(inner), 1)
        outer.addWidget(self.said)
        outer.addLayout(foot)

    def add_council(self) -> None:
        """Keep what was typed, unless something of it cannot be right."""
        try:
            score = self.read_score()
            standings.add_scores((score,))
        except WorkbookError as error:
            say_refusal(self.said, str(error))
            return
        self.added.emit(score.council)
        self.accept()

    def read_score(self) -> PublishedScore:
        """What stands in the fields. Raises WrongUseError where the percentage is no number."""
        typed = self.percent.text().strip(" %")
        if typed and not typed.isdigit():
            raise WorkbookError(f"“{typed}” is no percentage; write a whole number, or leave it empty.")
        scores = (box.currentData() for box in self.scores.values())
        return PublishedScore(
            council=self.council.text().strip(),
            code=self.code.text().strip().upper(),
            kind=str(self.kind.currentData()),
            region=str(self.region.currentData()),
            date=self.date.text().strip(),
            rating=str(self.rating.currentData()),
            percent=int(typed) if typed else None,
            source=self.source.text().strip(),
            one_source=self.one_source.isChecked(),
            scores=tuple(int(score) if score else None for score in scores),
        )

    def _build_choice(self, answers: dict[str, str]) -> QComboBox:
        box = QComboBox()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, words in answers.items():
            box.addItem(words, key)
        return box
