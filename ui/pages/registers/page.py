"""The page of the registers: each is a view of its own, made when it is first asked for."""

from __future__ import annotations

from urllib.parse import parse_qsl

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from ui.bridge.workspace import Workspace
from ui.pages.registers.given import NEW
from ui.pages.registers.kinds import BY_PLACE, REGISTERS, Register
from ui.pages.registers.view import RegisterView
from ui.widgets import theme

__all__ = ["RegisterView", "RegistersPage"]


class RegistersPage(QWidget):
    """All registers, each made when it is first asked for; where one was in each is kept."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.views: dict[str, RegisterView] = {}
        self._stack = QStackedWidget()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(self._on_year)

    @property
    def title(self) -> str:
        """The name of the register in view."""
        view = self._stack.currentWidget()
        return view.register.title if isinstance(view, RegisterView) else REGISTERS[0].title

    def show_place(self, rest: str) -> None:
        """Show a register, and in it a record and a field where they are named: "risks/<id>#owner".

        "evidence/?category=people&freshness=old" narrows it to what these answers keep, "evidence/new?category=people"
        opens the line for a new record that has these values.
        """
        where, _, field = rest.partition("#")
        place, _, id = where.partition("/")
        register = BY_PLACE.get(place, REGISTERS[0])
        view = self._view(register)
        self._stack.setCurrentWidget(view)
        if id.startswith(NEW):
            view.adding.begin(id)
        elif id.startswith("?"):
            view.narrow_to(dict(parse_qsl(id[1:])))
        elif id:
            view.open_record(id, field)

    def _view(self, register: Register) -> RegisterView:
        if register.place not in self.views:
            view = self.views[register.place] = RegisterView(self.workspace, register)
            self._stack.addWidget(view)
            theme.dress(view)  # once it has its place: everything in it would be dressed again there
        return self.views[register.place]

    def _on_step(self, step: StepTaken) -> None:
        for view in self.views.values():
            view.follow(step)

    def _on_year(self) -> None:
        for view in self.views.values():
            view.reload()
