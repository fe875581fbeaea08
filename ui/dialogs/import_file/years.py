"""The step that shows the years a file would bring in, and what there is to know about them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.services.importing.plan_import import ImportPlan
from selfassess.services.importing.plan_years import YearsPlan, join_plans
from ui.dialogs.import_file.merge.difference_list import TroubleList
from ui.dialogs.import_file.merge.lines import build_troubles
from ui.dialogs.import_file.next_action import Offer
from ui.dialogs.import_file.notes import Notes
from ui.dialogs.import_file.preview import Preview
from ui.dialogs.import_file.read_file import Found
from ui.dialogs.import_file.wording import reason_import_refused
from ui.widgets.look import ScrollArea, make_heading, make_text

LEFT_OUT = "To be looked at (what was not understood does not come in, everything else does):"
TO_PUT_RIGHT = "What must be put right in the file before any of it can be imported:"


class Years(QWidget):
    """Lets a person choose years and name them. ``changed`` tells that another choice was made."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.preview = Preview()
        self.refused = make_text("")
        self.notes = Notes()
        self.troubles = TroubleList()
        self._plan: ImportPlan | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (make_heading("What would come in"), self.preview, self.refused, self.notes):
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
        self.preview.changed.connect(self._on_years_changed)

    def show_years_of_file(self, found: Found, taken: Collection[str]) -> None:
        """Show another file; ``taken`` are the names of the years that are in the workbook."""
        assert found.plan is not None
        self._plan = found.plan
        self.preview.show_plan(found.plan, taken)
        self._on_years_changed()

    def find_target_year(self) -> str:
        """The year that is there and that the file is to go into, "" where it comes in as years of its own."""
        return self.preview.find_joined_year()

    def describe_years_offer(self) -> Offer:
        """What can be done with what is chosen."""
        planned = self.build_chosen_plan()
        ready = planned is not None and not planned.problems
        offer_words = "Show what would change" if self.find_target_year() else "Import"
        return Offer(words=offer_words, ready=ready)

    def build_chosen_plan(self) -> YearsPlan | None:
        """What would come in as it is chosen; None where that cannot be."""
        names = self.preview.collect_chosen_years()
        if self._plan is None or names is None:
            return None
        return join_plans([(self._plan.each_year[place], name) for place, name in names.items()])

    def _on_years_changed(self) -> None:
        planned = self.build_chosen_plan()
        if planned is not None:
            words = [*(f"Please note: {each}" for each in planned.warnings), reason_import_refused(planned.problems)]
            self.refused.setText("\n".join(words).strip())
            self.refused.setVisible(bool(self.refused.text()))
            self.notes.show_notes(planned.notes)
            listed = planned.problems or planned.left_out
            trouble_heading = TO_PUT_RIGHT if planned.problems else LEFT_OUT
            self.troubles.show_troubles(build_troubles(listed), trouble_heading)
            self.troubles.setVisible(bool(listed))
        self.changed.emit()
