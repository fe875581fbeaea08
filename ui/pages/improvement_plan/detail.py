"""What stands beside the plan: the action one is on, where it stands and why, its milestones and its updates."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from ui.bridge.workspace import Workspace
from ui.pages.improvement_plan.model import TONES, PlanRow
from ui.widgets import look
from ui.widgets.forms.milestones import MilestonesPart
from ui.widgets.forms.updates import UpdatesPart
from ui.widgets.look import ScrollArea

TOLD = ("owner", "starts_on", "due_on", "completed_on", "effect")
ORIGIN = ("origin", "origin_reference", "origin_date")
NOTHING = "Choose an action to see its milestones and updates."


class PlanDetail(ScrollArea):
    """One action of the plan."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.row: PlanRow | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setMinimumWidth(300)
        self.heading = look.make_heading(NOTHING)
        self.standing = look.make_label("", "strong")
        self.facts = look.make_quiet_label("")
        self.open = look.make_link_button("Open the action ›", self._open_action, leads=True)
        self.milestones = MilestonesPart(workspace)
        self.updates = UpdatesPart(workspace)
        self.card = look.make_card(self.heading, self.standing, self.facts, self.open, self.updates, self.milestones)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)
        self.setWidget(box)
        self._show_parts(False)

    def show_row(self, row: PlanRow | None) -> bool:
        """Show another action; False where what stands in a line for the one before cannot be added."""
        id = row.id if row is not None else ""
        if not (self.milestones.show_parts_of(id) and self.updates.show_parts_of(id)):
            return False
        if row is None or self.row is None or row.id != self.row.id:
            self.verticalScrollBar().setValue(0)
        self.row = row
        self._show_parts(row is not None)
        self.heading.setText(row.title if row is not None else NOTHING)
        if row is not None:
            self.standing.setText(f"{row.rag.label}. {row.why}")
            look.set_look(self.standing, _LOOKS.get(TONES[row.rag.colour], "strong"))
            self.facts.setText("\n".join(self._list_facts(row.action)))
        return True

    def _show_parts(self, shown: bool) -> None:
        for part in (self.standing, self.facts, self.open, self.milestones, self.updates):
            part.setVisible(shown)

    def _list_facts(self, action: Record) -> list[str]:
        names = Names(self.workspace.session.current)
        place = names.name_short_place(action)
        spec = CATALOGUE["action"].by_key
        told = [f"{spec[key].label}: {words}" for key in TOLD if (words := names.format_value(action, key))]
        origin = ", ".join(filter(None, (names.format_value(action, key) for key in ORIGIN)))
        if origin:
            told.append(f"{spec['origin'].label}: {origin}")
        return [*filter(None, [place]), *told]

    def _open_action(self) -> None:
        if self.row is not None:
            self.workspace.go(f"register:actions/{self.row.id}")


_LOOKS = {"error": "error", "warning": "warning", "good": "good"}
