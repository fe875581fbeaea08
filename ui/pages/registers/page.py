"""The page of the registers: each is a view of its own, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from ui.bridge.workspace import Workspace
from ui.pages.registers.given import NEW
from ui.pages.registers.kinds import BY_PLACE, REGISTERS, Register
from ui.pages.registers.risks import RiskView
from ui.pages.registers.view import RegisterView
from ui.widgets import theme

__all__ = ["RegisterView", "RegistersPage"]

VIEWS = {"risks": RiskView}
"""Registers with a view of their own."""


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
        workspace.step_taken.connect(self._on_register_step)
        workspace.year_opened.connect(self._on_year_chosen)

    @property
    def title(self) -> str:
        """The name of the register in view."""
        view = self._stack.currentWidget()
        if isinstance(view, RegisterView):
            return view.register.title
        return REGISTERS[0].title

    def show_place(self, rest: str) -> None:
        """Show a register, and in it a record and a field where they are named: "risks/<id>#owner".

        "evidence/?category=people&freshness=old" narrows it to what these answers keep, "evidence/new?category=people"
        opens the line for a new record that has these values.
        """
        where, _, field = rest.partition("#")
        place, _, id = where.partition("/")
        register = BY_PLACE.get(place, REGISTERS[0])
        view = self._find_register_view(register)
        self._stack.setCurrentWidget(view)
        if id.startswith(NEW):
            view.adding.begin_with_values(id)
        elif id.startswith("?"):
            view.narrow_to_answers(dict(parse_qsl(id[1:])))
        elif id:
            view.open_register_record(id, field)

    def build_ahead(self) -> Iterator[None]:
        """Build the registers in steps: one built, dressed and painted at once would keep a person waiting."""
        for register in REGISTERS:
            self._add_view(register)
            yield
            self._find_register_view(register)
            yield

    def _find_register_view(self, register: Register) -> RegisterView:
        view = self._add_view(register)
        theme.dress_parts(view)  # once it has its place: everything in it would be dressed again there
        return view

    def _add_view(self, register: Register) -> RegisterView:
        if register.place not in self.views:
            self.views[register.place] = VIEWS.get(register.place, RegisterView)(self.workspace, register)
            self._stack.addWidget(self.views[register.place])
        return self.views[register.place]

    def _on_register_step(self, step: StepTaken) -> None:
        for view in self.views.values():
            view.follow_step(step)

    def _on_year_chosen(self) -> None:
        for view in self.views.values():
            view.reload_register()
