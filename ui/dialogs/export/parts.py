"""Which parts a document is made of: all, or those that are ticked; and whether empty ones are left out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from selfassess.domain.model.editions import Edition
from selfassess.domain.report.outline import PARTS, parts_for
from selfassess.services.exporting.formats import FORMATS
from ui.widgets.look import make_heading, make_link_button, make_quiet_label

CHOOSE, FOLD = "Choose parts…", "Hide the parts"


class PartsChoice(QWidget):
    """A tick for each part that the edition may see, folded away until somebody wants to choose."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = make_heading("Parts")
        self.said = make_quiet_label("")
        self.unfold = make_link_button(CHOOSE, self._toggle_parts)
        self.ticks = {key: QCheckBox(name) for key, name in PARTS.items()}
        self.without_empty = QCheckBox("Leave out parts in which nothing is written")
        self.listed = QWidget()
        inside = QVBoxLayout(self.listed)
        inside.setContentsMargins(12, 0, 0, 4)
        inside.setSpacing(2)
        for tick in self.ticks.values():
            tick.setChecked(True)
            tick.toggled.connect(self._describe_ticked_parts)
            inside.addWidget(tick)
        self.listed.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        for part in (self.heading, self.said, self.unfold, self.listed, self.without_empty):
            page.addWidget(part)
        page.setAlignment(self.unfold, Qt.AlignmentFlag.AlignLeft)
        self.offer_parts("pdf", Edition.FULL)

    def offer_parts(self, format: str, edition: Edition) -> None:
        """Offer what can be chosen for a format and an edition; ticks stay as they are."""
        self.offered = parts_for(edition) if FORMATS[format].is_document else {}
        for key, tick in self.ticks.items():
            tick.setVisible(key in self.offered)
        for part in (self.heading, self.said, self.unfold):
            part.setVisible(bool(self.offered))
        self.listed.setVisible(bool(self.offered) and self.unfold.text() == FOLD)
        self.without_empty.setVisible(FORMATS[format].has_empty_parts)
        self._describe_ticked_parts()

    def chosen_parts(self) -> tuple[str, ...] | None:
        """The ticked parts, None where that is all there are."""
        ticked = tuple(key for key in self.offered if self.ticks[key].isChecked())
        if len(ticked) == len(self.offered):
            return None
        return ticked

    def leaves_out_empty(self) -> bool:
        """Whether parts in which nothing is written are left out."""
        return self.without_empty.isVisibleTo(self) and self.without_empty.isChecked()

    def _toggle_parts(self) -> None:
        fold_words = CHOOSE if self.unfold.text() == FOLD else FOLD
        self.unfold.setText(fold_words)
        self.listed.setVisible(self.unfold.text() == FOLD)

    def _describe_ticked_parts(self) -> None:
        ticked = self.chosen_parts()
        if ticked is None:
            words = "All parts, in the order of the report."
        elif ticked:
            words = f"{len(ticked)} of {len(self.offered)} parts."
        else:
            words = "No part is chosen yet. Tick at least one."
        self.said.setText(words)
        self.changed.emit()
