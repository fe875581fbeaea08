"""The details of the year and of the council, which are written here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.field_shorthand import OWN_WORDS
from selfassess.domain.readiness.assessors import PUBLISHED
from selfassess.domain.signing.signing import SIGNED
from ui.bridge.workspace import Workspace
from ui.pages.overview.logo import LogoChoice
from ui.widgets.forms.controls import ChoiceControl
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.look import make_heading, make_link_button, make_quiet_label, make_rule

OWN_YEAR = ("label", "status", "period_start", "period_end", "requested_on", "due_at", "submitted_on")
OTHERS_YEAR = ("label", "assessor", "period_start", "period_end", "published_rating", "published_percent")

SIGNED_THERE = "Signing off, and saying that it was submitted, is done under “Review and sign-off”."


class YearDetails(QFrame):
    """Two forms: the year in view, and the council."""

    def __init__(self, workspace: Workspace, close: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self.own = RecordForm(workspace, "assessment", OWN_YEAR, 2)
        status = self.own.field_editors["status"]
        assert isinstance(status.control, ChoiceControl)
        status.control.hold_back((*SIGNED, PUBLISHED))
        status.help.setText(SIGNED_THERE)
        self.others = RecordForm(workspace, "assessment", OTHERS_YEAR, 2)
        told = tuple(key for key in CATALOGUE["council"].by_key if key not in ("logo", OWN_WORDS))
        self.council = RecordForm(workspace, "council", told, 2)
        self.logo = LogoChoice(workspace)
        head = QHBoxLayout()
        head.addWidget(make_heading("Year details"), 1)
        head.addWidget(make_link_button("Close year details", close))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        self.packs = make_quiet_label("")
        for part in (self.own, self.others, self.packs, make_rule(), make_heading("Council"), self.council, self.logo):
            column.addWidget(part)

    @property
    def year_form(self) -> RecordForm:
        """The form of the year in view."""
        if self.workspace.session.current.by_cqc:
            return self.others
        return self.own

    def show_year_details(self) -> None:
        """Show the year in view."""
        year = self.workspace.session.current
        for form in (self.own, self.others):
            form.setVisible(form is self.year_form)
            year_id = year.id if form is self.year_form else None
            form.show_form_of(year_id)
        self.council.show_form_of(self.workspace.session.council.id)
        asked = year.information_return
        returned = f" Information return: {asked.name}." if asked else ""
        self.packs.setText(f"Judged by: {year.framework.name}.{returned} These stay as they were when the year began.")

    def focus_detail_field(self, field: str) -> None:
        """Bring the keyboard to a field of the year or of the council."""
        for form in (self.year_form, self.council):
            if field in form.fields:
                form.focus_form_field(field)
                return
