"""The milestones of an action: each with its day, reached with one click, and a line for the next."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.improvement_plan.edits import split_milestone_line
from selfassess.domain.improvement_plan.rag import is_milestone_missed
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.domain.text.wording import british_date
from ui.widgets import look
from ui.widgets.announcement import announce
from ui.widgets.forms.form_context import FormContext
from ui.widgets.forms.new_record_line import NewRecordLine

PROMPT = "Add a milestone and its day, such as: Advert out, 1 May 2026"


class MilestonesPart(QWidget):
    """The milestones of the action that is shown."""

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self.context = context
        self.action = ""
        self._shown: tuple[object, ...] = ()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        self.line = NewRecordLine(context, PROMPT, self._add_milestone)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(look.make_heading("Milestones"))
        column.addLayout(self.rows)
        column.addWidget(self.line)

    def show_parts_of(self, action: str) -> bool:
        """Show those of an action; False where what stands in the line cannot be added to the one before."""
        if action != self.action and not self.line.flush():
            return False
        self.action = action
        year, today = self.context.session.current, self.context.today()
        own = [each for each in year.records_of("milestone") if each["action"] == action]
        own.sort(key=lambda each: (each.text_of("due_on") or "9", each.position))
        if self._shown == (fresh := (action, today, *own)):
            return True
        self._shown = fresh
        look.show_parts_anew(self.rows, [self._build_row(each, today) for each in own], self.line)
        return True

    def _build_row(self, milestone: Record, today: str) -> QWidget:
        title, done, due = (milestone.text_of(key) for key in ("title", "done_on", "due_on"))
        if done:
            said, dress = f"Reached on {british_date(done)}", "quiet"
        elif is_milestone_missed(milestone, today):
            said, dress = f"Was due on {british_date(due)}", "error"
        else:
            said, dress = f"Due on {british_date(due)}" if due else "No date", "quiet"
        row = QWidget()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(look.make_text(title))
        words.addWidget(look.make_label(said, dress))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(words, 1)
        if not self.context.read_only:
            reach = look.make_link_button("Open again" if done else "Reached", lambda: self._toggle(milestone, today))
            reach.setAccessibleName(f"{reach.text()}: {title}")
            remove = look.make_link_button("Remove", lambda: self._remove(milestone))
            remove.setAccessibleName(f"Remove milestone {title}")
            line.addWidget(reach)
            line.addWidget(remove)
        return row

    def _add_milestone(self, words: str) -> str:
        title, due = split_milestone_line(words)
        id = new_id()
        values = {"action": self.action, "title": title, "due_on": due}
        if not self.action or not self.context.run(AddRecord("milestone", id, values)):
            return ""
        announce(self, f"Milestone {title} added{', due ' + british_date(due) if due else ', without a date'}.")
        return id

    def _toggle(self, milestone: Record, today: str) -> None:
        done = None if milestone["done_on"] else today
        if self.context.run(SetField(milestone.id, "done_on", done)):
            title = milestone.text_of("title")
            announce(self, f"{title}: reached." if done else f"{title}: open again.")

    def _remove(self, milestone: Record) -> None:
        if self.context.run(RemoveRecord(milestone.id)):
            announce(self, f"{milestone.text_of('title')} removed.")
