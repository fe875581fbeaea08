"""The step that shows the years a file would bring in, and what there is to know about them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.services.importing.plan_import import Plan
from ui.dialogs.import_file.merge.difference_list import TroubleList
from ui.dialogs.import_file.merge.lines import troubles
from ui.dialogs.import_file.next_action import Offer
from ui.dialogs.import_file.notes import Notes
from ui.dialogs.import_file.preview import Preview
from ui.dialogs.import_file.read_file import Found, together
from ui.dialogs.import_file.wording import refused
from ui.widgets.look import ScrollArea, heading, text

LEFT_OUT = "To be looked at (what was not understood does not come in, everything else does):"
TO_PUT_RIGHT = "What must be put right in the file before any of it can be imported:"


class Years(QWidget):
    """Lets a person choose years and name them. ``changed`` tells that another choice was made."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.preview = Preview()
        self.refused = text("")
        self.notes = Notes()
        self.troubles = TroubleList()
        self._found: Found | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (heading("What would come in"), self.preview, self.refused, self.notes):
            column.addWidget(part)
        column.addStretch(1)
        scroll = ScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll, 2)
        page.addWidget(self.troubles, 1)
        self.preview.changed.connect(self._on_change)

    def show_found(self, found: Found, taken: Collection[str]) -> None:
        """Show another file; ``taken`` are the names of the years that are in the workbook."""
        assert found.incoming is not None
        self._found = found
        self.preview.show_incoming(found.incoming, taken, found.joins)
        self._on_change()

    def into(self) -> str:
        """The year that is there and that the file is to go into, "" where it comes in as years of its own."""
        return self.preview.into()

    def offer(self) -> Offer:
        """What can be done with what is chosen."""
        planned = self.plan()
        ready = planned is not None and not planned.problems
        return Offer(words="Show what would change" if self.into() else "Import", ready=ready)

    def plan(self) -> Plan | None:
        """What would come in as it is chosen; None where that cannot be."""
        names = self.preview.chosen()
        if self._found is None or names is None:
            return None
        return together([(self._found.plans[place], name) for place, name in names.items()])

    def _on_change(self) -> None:
        planned = self.plan()
        if planned is not None:
            words = [*(f"Please note: {each}" for each in planned.warnings), refused(planned.problems)]
            self.refused.setText("\n".join(words).strip())
            self.refused.setVisible(bool(self.refused.text()))
            self.notes.show_notes(planned.notes)
            listed = planned.problems or planned.left_out
            self.troubles.show_troubles(troubles(listed), TO_PUT_RIGHT if planned.problems else LEFT_OUT)
            self.troubles.setVisible(bool(listed))
        self.changed.emit()
