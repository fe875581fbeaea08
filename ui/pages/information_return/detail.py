"""What stands beside the list: one item of the return in full, or one group of contacts.

Its parts are made one after the other when nobody waits for them, and figures and contacts only where there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ALL, GENERAL, ContactGroup, ReturnItem
from selfassess.domain.information_return.progress import (
    GROUPS,
    NETWORK,
    SELF_ASSESSMENT,
    ItemState,
    Lack,
    describe_item_period,
    find_theme_name,
)
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun
from ui.bridge.workspace import Workspace
from ui.pages.information_return.model import ContactsLine, Line, Row
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.idle_queue import lay_out_once
from ui.widgets.look import (
    ScrollArea,
    make_card,
    make_heading,
    make_label,
    make_link_button,
    make_quiet_label,
    make_text,
)

if TYPE_CHECKING:
    from ui.pages.information_return.contacts import Contacts
    from ui.pages.information_return.figures import Figures


class Detail(ScrollArea):
    """Shows one row of the return and lets it be answered."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.shown = ""
        self.built = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(320)
        self.figures: Figures | None = None
        self.contacts: Contacts | None = None
        box = QWidget()
        self.setWidget(box)
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(12, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)

    def build_item_parts(self) -> Iterator[None]:
        """Make the parts that every item has, one in each turn."""
        if self.built:
            return
        workspace = self.workspace
        self.heading = make_heading("", large=True)
        self.about, self.period = make_quiet_label(""), make_quiet_label("")
        self.lacks = make_label("", "warning")
        self.provide = make_text("")
        self.link = make_link_button("", lambda: workspace.go("overview"), leads=True)
        self.link.setText("This is the self-assessment you are writing: see its overview ›")
        self.asked = make_card(
            self.heading, self.about, self.period, self.lacks, make_heading("What to provide"), self.provide, self.link
        )
        self._insert_part(0, self.asked)
        yield
        self.form = RecordForm(workspace, "return_answer", ("status", "owner", "note"), columns=2, commented=True)
        self.form.field_editors["owner"].help.setText("")  # beside the status, which needs none, it would stand lower
        self.answer = make_card(make_heading("Our answer"), self.form)
        self._insert_part(1, self.answer)
        yield
        from ui.pages.information_return.sent import Sent  # read in its turn too: the page shows without it

        self.sent = Sent(workspace)
        self._insert_part(2, self.sent)
        self.built = True
        workspace.step_taken.connect(self._on_item_step)
        yield

    def show_row(self, row: Row | None) -> bool:
        """Show another row; False where what is unsaved of the one before cannot be saved."""
        id = row.id if row is not None else ""
        if id == self.shown or not self.built:
            return id == self.shown or row is None
        if not self._flush_item_parts():
            return False
        item = row.state.item if isinstance(row, Line) else None
        if not self.form.show_form_of(row.state.answer if isinstance(row, Line) else None):
            return False
        self.shown = id
        group = row.state.group if isinstance(row, ContactsLine) else None
        self._show_head(row)
        self._show_figures(item)
        self._show_contacts(group or self._find_networks_group(item))
        self.sent.show_sent_evidence(item)
        for part in (self.answer, self.sent):
            part.setVisible(item is not None)
        self.verticalScrollBar().setValue(0)
        return True

    def follow_item_row(self, row: Row | None) -> None:
        """Say what has become of the row that is shown."""
        if self.built and row is not None and row.id == self.shown:
            self._show_lacks(row)

    def focus_field(self, field: str) -> None:
        """Bring the keyboard to a field of the answer."""
        QTimer.singleShot(0, self, lambda: self._focus_answer_field(field))

    def _focus_answer_field(self, field: str) -> None:
        if self.answer.isHidden():
            return
        self.form.focus_form_field(field)

    def _flush_item_parts(self) -> bool:
        parts = (self.figures, self.contacts)
        refused = [part for part in parts if part is not None and not part.flush()]
        return not refused

    def _show_head(self, row: Row | None) -> None:
        year = self.workspace.session.current
        if isinstance(row, Line):
            item = row.state.item
            self.heading.setText(f"{item.ref}  {item.title}")
            self.about.setText("  ·  ".join(describe_item_context(year, item)))
            self.period.setText(describe_item_period(year, item))
            self.provide.setText(item.provide.replace("\n- ", "\n•  "))
        elif isinstance(row, ContactsLine):
            self.heading.setText(row.state.group.title)
            self.about.setText("Section 1 of the return: whom CQC can contact before it visits")
            self.period.setText("")
            self.provide.setText(row.state.group.provide)
        self.asked.setVisible(row is not None and not isinstance(row, str))
        self.period.setVisible(bool(self.period.text()))
        self.link.setVisible(row is not None and row.id == SELF_ASSESSMENT)
        self._show_lacks(row)

    def _show_lacks(self, row: Row | None) -> None:
        words = ", ".join(map(_lack_words(row.state), row.state.lacks)) if isinstance(row, Line) else ""
        self.lacks.setText(f"Still to do: {words}" if words else "")
        self.lacks.setVisible(bool(words))

    def make_figures(self) -> Figures:
        """The card of the figures, made when it is asked for first."""
        if self.figures is None:
            from ui.pages.information_return.figures import Figures

            self.figures = Figures(self.workspace)
            self.figures.hide()
            self._insert_part(2, self.figures)
        return self.figures

    def make_contacts(self) -> Contacts:
        """The card of the contacts, made when it is asked for first."""
        if self.contacts is None:
            from ui.pages.information_return.contacts import Contacts

            self.contacts = Contacts(self.workspace)
            self.contacts.hide()
            self._insert_part(2, self.contacts)
        return self.contacts

    def _show_figures(self, item: ReturnItem | None) -> None:
        wanted = bool(item and item.figures)
        if wanted or self.figures is not None:
            self.make_figures().show_return_item(item if wanted else None)
            self.make_figures().setVisible(wanted)

    def _show_contacts(self, group: ContactGroup | None) -> None:
        if group is not None or self.contacts is not None:
            self.make_contacts().show_group_contacts(group)
            self.make_contacts().setVisible(group is not None)

    def _find_networks_group(self, item: ReturnItem | None) -> ContactGroup | None:
        asked = self.workspace.session.current.information_return
        if item is None or item.ref != GROUPS or asked is None:
            return None
        return next((group for group in asked.contacts if group.key == NETWORK), None)

    def _on_item_step(self, step: StepTaken) -> None:
        self.sent.follow_evidence_step(step)
        for part in (self.figures, self.contacts):
            if part is not None:
                part.follow_year_step(step)

    def _insert_part(self, place: int, part: QWidget) -> None:
        with lay_out_once(self._column):
            self._column.insertWidget(place, part)


def describe_item_context(year: Assessment, item: ReturnItem) -> list[str]:
    """What an item belongs to."""
    known = {statement.key: statement.short_name for statement in year.framework.statements}
    named = {ALL: "all statements", GENERAL: "no one statement"}
    return [find_theme_name(year, item.theme), ", ".join(known.get(s, named.get(s, s)) for s in item.statements)]


def _lack_words(state: ItemState) -> Callable[[Lack], str]:
    """A lack with its count where it has one: "14 figures missing"."""
    counts = {
        Lack.FIGURES: (state.asked - state.given, "figure missing", "figures missing"),
        Lack.STALE: (state.stale, "item of evidence too old", "items of evidence too old"),
        Lack.REDACTION: (state.redaction, "to redact", "to redact"),
        Lack.UNCHECKED: (state.unchecked, "not checked for personal data", "not checked for personal data"),
    }

    def said(lack: Lack) -> str:
        if lack not in counts:
            return lack.describe_lack[:1].lower() + lack.describe_lack[1:]
        count, one, many = counts[lack]
        return count_noun(count, one, many)

    return said
