"""Where a statement stands on its way from a first draft to being agreed, and the buttons that take it on."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import SetField
from selfassess.domain.signing import signing
from selfassess.domain.text.wording import british_date
from ui.bridge.workspace import Workspace
from ui.widgets import look
from ui.widgets.forms.record_form import RecordForm

STAGES = (statement_status.NOT_STARTED, statement_status.DRAFTING, statement_status.READY, statement_status.AGREED)
"""The status of a statement, from the first to the last."""
DRAFT, READY, AGREED = STAGES[1:]
NEXT = {
    "not_started": "Say that drafting has begun, or that it is ready to be read by somebody else.",
    "carried_forward": "It was carried forward: read it, then say that it is being drafted or ready for review.",
    DRAFT: "Once it says what you mean, ask somebody who did not write it to read it.",
    READY: "Somebody who did not write it reads it now. They agree it, or write comments and put it back.",
}


class Agreement(QFrame):
    """The status of one statement in words, who agreed it and when, and what was changed since."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self._judgement: Record | None = None
        self.stages = look.make_label("")
        self.standing = look.make_quiet_label("")
        self.changed = look.Banner("", "warning", dismissible=False)
        self.draft = look.make_secondary_button("Back to drafting", lambda: self.move_to_status(DRAFT))
        self.ready = look.make_secondary_button("Ready for review", lambda: self.move_to_status(READY))
        self.agree = look.make_primary_button("Agree this statement", lambda: self.move_to_status(AGREED))
        self.form = RecordForm(workspace, "judgement", ("reviewer", "agreed_by", "agreed_on"), columns=2)
        self.form.field_editors["agreed_by"].help.setText("")  # beside the date, which needs none, it would stand lower
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        for widget in (look.make_heading("Where it stands"), self.stages, self.standing, self.changed):
            column.addWidget(widget)
        column.addWidget(look.make_row(self.agree, self.ready, self.draft))
        column.addWidget(self.form)

    def show_agreement_of(self, judgement: Record | None) -> None:
        """Show another statement, or the same one as it is now."""
        self._judgement = judgement
        if judgement is None or self.form.record_id != judgement.id:
            judgement_id = judgement.id if judgement else None
            self.form.show_form_of(judgement_id)
        found = self.workspace.session.current
        if judgement:
            status = statement_status.status_of_statement(found, judgement.text_of("quality_statement"))
        else:
            status = STAGES[0]
        self._show_stages(status)
        self._show_standing(status)
        writable = judgement is not None and not self.workspace.read_only
        for button, wanted in (
            (self.agree, status != AGREED),
            (self.ready, status != READY),
            (self.draft, status != DRAFT),
        ):
            button.setVisible(writable and wanted)
        ready_words = "Put back to review" if status == AGREED else "Ready for review"
        self.ready.setText(ready_words)
        draft_words = "Drafting has begun" if status == STAGES[0] else "Back to drafting"
        self.draft.setText(draft_words)

    def focus_agreement_field(self, field: str) -> None:
        """Bring the keyboard to a field; for the status, to the button that takes it on."""
        if field in self.form.fields:
            self.form.focus_form_field(field)
        else:
            target = self.agree if self.agree.isVisible() else self.ready
            target.setFocus()

    def move_to_status(self, status: str) -> None:
        """Take the statement on, or back; whoever agrees it stands there with name and date."""
        judgement = self._judgement
        if judgement is None or not self.workspace.flush():
            return
        self.workspace.run(SetField(judgement.id, "status", status))

    def _show_stages(self, status: str) -> None:
        spec = CATALOGUE["judgement"].by_key["status"]
        shown = STAGES if status in STAGES else (status, *STAGES[1:])
        at = shown.index(status)
        signs = ["✓" if number < at else "●" if number == at else "○" for number in range(len(shown))]
        marks = [f"{sign} {spec.choice_label(key)}" for sign, key in zip(signs, shown, strict=True)]
        said = marks[1:] if at else marks  # that it was not started once is of no interest
        self.stages.setText("   ›   ".join(said))
        self.stages.setAccessibleName(f"Status: {spec.choice_label(status)}")

    def _show_standing(self, status: str) -> None:
        judgement = self._judgement
        if judgement is None or status != AGREED:
            self.standing.setText(NEXT.get(status, ""))
            self.changed.show_message("")
            return
        by = ""
        if judgement["agreed_by"]:
            by = f" by {judgement.text_of('agreed_by')}"
        on = ""
        if judgement["agreed_on"]:
            on = f" on {british_date(judgement.text_of('agreed_on'))}"
        self.standing.setText(f"Agreed{by}{on}.")
        since = signing.find_changes_since_agreed(judgement, self.workspace.session.read_history(judgement.id))
        since_words = since.describe_since_agreed(judgement) if since else ""
        self.changed.show_message(since_words, "warning")
