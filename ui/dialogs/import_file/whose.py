"""Asks whose a document is that names another council than the workbook's."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from selfassess.domain.years.narrative import Proposal
from selfassess.services.importing.plan_narrative import ANOTHERS
from ui.widgets.look import Banner, show_if

KEEP_APART = "To have it beside yours, import it into a workbook of its own."
NOT_YET = "The document names another council. Say that it is yours, or choose another file."


class Whose(QWidget):
    """A question that is there only where a document names another council. ``changed`` tells that it was answered."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Banner("", dismissible=False)
        self.yes = QCheckBox("It is ours all the same")
        self._asked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.said)
        column.addWidget(self.yes)
        self.yes.toggled.connect(self._on_ownership_answered)
        self.hide()

    def ask_about_council(self, name: str, proposal: Proposal, ours: str) -> None:
        """Ask about another document; nothing is asked where it names no council but ``ours``."""
        other = proposal.name_other_council(ours)
        self._asked = bool(other)
        self.yes.setChecked(False)
        if other:
            self.said.show_message(f"{ANOTHERS.format(name=name, council=other, ours=ours)} {KEEP_APART}", "warning")
        show_if(self, bool(other))

    def _on_ownership_answered(self, ours: bool) -> None:
        show_if(self.said, not ours)  # the document needs the room
        self.changed.emit()

    def reason_council_unconfirmed(self) -> str:
        """Why it cannot go on, in a sentence; "" where it can."""
        if self._asked and not self.yes.isChecked():
            return NOT_YET
        return ""
