"""The updates of an action or risk: what moved and when, a line for the next, and those of the years before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from selfassess.domain.improvement_plan.earlier_updates import list_earlier_updates
from selfassess.domain.improvement_plan.edits import work_out_update
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.new_year import new_id
from selfassess.domain.text.wording import british_date
from ui.widgets import look
from ui.widgets.announcement import announce
from ui.widgets.forms.form_context import FormContext
from ui.widgets.forms.new_record_line import NewRecordLine

PROMPT = "Add an update: what moved, in one line"
KEEP = "Status stays"


class UpdatesPart(QWidget):
    """The updates of the record that is shown, latest first."""

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self.context = context
        self.about = ""
        self._shown: tuple[object, ...] = ()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        self.line = NewRecordLine(context, PROMPT, self._add_update)
        self.status = QComboBox()
        self.status.setAccessibleName("The status that the update gives")
        self.status.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.show_if(self.status, not context.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(look.make_heading("Updates"))
        column.addWidget(self.status, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.line)
        column.addLayout(self.rows)

    def show_parts_of(self, about: str) -> bool:
        """Show those of an action or risk; False where an update in the line cannot be added to the one before."""
        if about != self.about and not self.line.flush():
            return False
        year = self.context.session.current
        record = year.by_id.get(about)
        if about != self.about:
            self._offer_statuses(record)
        self.about = about
        own = [each for each in year.records_of("update") if each["about"] == about]
        own.sort(key=lambda each: (each.text_of("dated_on"), each.position), reverse=True)
        told = [("", each) for each in own]
        told += list_earlier_updates(record, self.context.session.earlier_years()) if record is not None else ()
        if self._shown == (fresh := (about, *told)):
            return True
        self._shown = fresh
        look.show_parts_anew(self.rows, [self._build_row(each, label) for label, each in told], self.line)
        return True

    def _offer_statuses(self, record: Record | None) -> None:
        self.status.clear()
        self.status.addItem(KEEP, None)
        for choice in CATALOGUE[record.kind].by_key["status"].choices if record is not None else ():
            self.status.addItem(f"Now: {choice.label}", choice.key)

    def _build_row(self, update: Record, year: str) -> QWidget:
        spec = CATALOGUE["update"].by_key["status"]
        status = f"Now “{spec.choice_label(update['status'])}”" if update["status"] else ""
        facts = (british_date(update.text_of("dated_on")), update.text_of("author"), status, year and f"In {year}")
        card = QFrame()
        card.setProperty("look", "quote")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(2)
        column.addWidget(look.make_text(update.text_of("text")))
        column.addWidget(look.make_quiet_label(" · ".join(filter(None, facts))))
        if not year and not self.context.read_only:
            remove = look.make_link_button("Remove", lambda: self._remove(update))
            remove.setAccessibleName(f"Remove update of {british_date(update.text_of('dated_on'))}")
            column.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _add_update(self, words: str) -> str:
        session, today, id = self.context.session, self.context.today(), new_id()
        values = {
            "about": self.about, "text": words, "dated_on": today, "author": session.author,
            "status": self.status.currentData(),
        }  # fmt: skip

        def add() -> None:
            changes = work_out_update(session.current, session.council, id, values, today)
            session.take_step("add update", changes)

        if not self.about or not self.context.attempt_step(add):
            return ""
        self.status.setCurrentIndex(0)
        announce(self, "Update added.")
        return id

    def _remove(self, update: Record) -> None:
        if self.context.run(RemoveRecord(update.id)):
            announce(self, "Update removed.")
