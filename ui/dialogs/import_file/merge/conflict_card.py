"""One conflict: what stood there, what stands here now and what the file says, side by side; and how it is to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from selfassess.domain.merging.resolution import Resolution
from selfassess.domain.text.text_diff import keep_both
from ui.dialogs.import_file.merge.side_by_side import Words
from ui.widgets import theme
from ui.widgets.look import make_card, make_label, make_text

NARROW = 640
"""With less room than this the three stand below each other."""

WAS, WAS_EXPORTED, HERE = "As it was before", "As it was when exported", "Here now"
FILE, COPY = "the file", "the copy"
"""What is called what came in."""
ENDS = {Resolution.MINE: "Keep mine", Resolution.THEIRS: "Take theirs", Resolution.BOTH: "Keep both"}
REMOVED_BY_THEM = {Resolution.MINE: "Keep it, as it is here", Resolution.THEIRS: "Remove it, as in {file}"}
REMOVED_HERE = {Resolution.MINE: "Leave it out, as it is here", Resolution.THEIRS: "Bring it back, as in {file}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A field three ways, in words; ``base`` is None where nobody knows what it was, ``was`` heads it.

    ``mine_by`` and ``theirs_by`` say who wrote it and when, "" where that is not known; ``file`` calls what came in.
    """

    was: str
    label: str
    base: str | None
    mine: str
    theirs: str
    as_text: bool
    mine_by: str = ""
    theirs_by: str = ""
    file: str = FILE


class Ends(QWidget):
    """How a conflict is to end: one of a few answers, none at first."""

    decided = Signal(object)

    def __init__(self, name: str, ends: Mapping[Resolution, str], chosen: Resolution | None) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.buttons: dict[Resolution, QRadioButton] = {}
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for resolution, words in ends.items():
            button = QRadioButton(words)
            button.setAccessibleDescription(name)
            button.setChecked(resolution is chosen)
            self.group.addButton(button)
            self.buttons[resolution] = button
            self._line.addWidget(button)
            button.clicked.connect(lambda _=False, resolution=resolution: self.decided.emit(resolution))
        self._line.addStretch(1)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        wanted = sum(button.sizeHint().width() for button in self.buttons.values())
        ways = QBoxLayout.Direction
        direction = ways.TopToBottom if wanted > self.width() else ways.LeftToRight
        self._line.setDirection(direction)


class ConflictCard(QFrame):
    """A field that both sides changed. ``decided`` tells how it is to end."""

    decided = Signal(object)

    def __init__(self, sides: Sides, possible: tuple[Resolution, ...], chosen: Resolution | None) -> None:
        super().__init__()
        self.sides = sides
        self.setProperty("look", "card")
        self.setAccessibleName(f"“{sides.label}” was changed here and in {sides.file}")
        ends = {resolution: ENDS[resolution] for resolution in possible}
        self.ends = Ends(f"How the conflict in {sides.label} ends", ends, chosen)
        self.ends.decided.connect(self._on_resolution_chosen)
        self.both: QWidget | None = None
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(16)
        for side in self._build_conflict_columns():
            self._beside.addWidget(side, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.addWidget(make_label(f"! “{sides.label}” was changed here and in {sides.file}", "strong"))
        self.column.addWidget(self.ends)  # above the texts, so that both are in sight where these are long
        self.column.addLayout(self._beside)
        self._show_both_kept(chosen)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        direction = ways.TopToBottom if self.width() < theme.px(NARROW) else ways.LeftToRight
        self._beside.setDirection(direction)

    def _build_conflict_columns(self) -> list[QWidget]:
        """What it was, as it is; the two others with their words marked against it."""
        sides = self.sides
        base = self.sides.base
        before = sides.mine if base is None else base
        was = [] if base is None else [_build_conflict_side(sides.was, sides.label, base, base, sides.as_text, "")]
        return [
            *was,
            _build_conflict_side(HERE, sides.label, before, sides.mine, sides.as_text, sides.mine_by),
            _build_conflict_side(f"In {sides.file}", sides.label, before, sides.theirs, sides.as_text, sides.theirs_by),
        ]

    def _on_resolution_chosen(self, resolution: Resolution) -> None:
        self._show_both_kept(resolution)
        self.decided.emit(resolution)

    def _show_both_kept(self, resolution: Resolution | None) -> None:
        """Show what keeping both comes to, once that is chosen."""
        if resolution is not Resolution.BOTH:
            if self.both is not None:
                self.both.hide()
            return
        if self.both is None:
            kept = keep_both(self.sides.mine, self.sides.theirs)
            self.both = make_card(make_label("Both, as it would stand", "strong"), look="quote")
            inside = self.both.layout()
            assert inside is not None
            inside.addWidget(Words(f"{self.sides.label}, both kept", self.sides.mine, kept))
            self.column.addWidget(self.both)
        self.both.show()


class WholeCard(QFrame):
    """A record that one side removed and the other changed. ``decided`` tells how it is to end."""

    decided = Signal(object)

    def __init__(self, sentence: str, ends: Mapping[Resolution, str], chosen: Resolution | None) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(sentence)
        self.ends = Ends(sentence, ends, chosen)
        self.ends.decided.connect(self.decided)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(make_text(f"! {sentence}"))
        column.addWidget(self.ends)


def _build_conflict_side(heading: str, name: str, before: str, after: str, as_text: bool, by: str) -> QWidget:
    """A side of a conflict under its heading, with who wrote it."""
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    caption = f"{heading}: {by}" if by else heading
    column.addWidget(make_label(caption, "caption"))
    column.addWidget(Words(f"{name}, {heading[0].lower()}{heading[1:]}", before, after, as_text=as_text))
    column.addStretch(1)
    return side
