"""The page of the information return: its items under their themes, and beside them the one that is open."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.events import StepTaken
from selfassess.domain.fields import british_datetime
from selfassess.domain.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.pages.information_return.detail import ItemDetail
from ui.pages.information_return.model import COLUMNS, STATUS, Group, Line, ReturnModel, lines
from ui.widgets import theme
from ui.widgets.look import EmptyState, ProgressRing, card, heading, label, link_button, quiet, text, title
from ui.widgets.tables import ListAndDetail, Table

ANY, NOBODY = "", "nobody"
TYPING_MS = 150
BESIDE_CONTACTS = 220
"""What stands beside the link to the contacts takes this (at 100 % text)."""
NARROW = 720
"""Below this width (at 100 % text) the item stands below the list."""


class InformationReturnPage(QWidget):
    """What CQC asks for and how far the answer is."""

    title = "Information return"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.model = ReturnModel(self)
        self.table = Table(self.model, "Items of the information return")
        self.table.lay_out(COLUMNS)
        self.detail = ItemDetail(workspace)
        self.ring = ProgressRing(0, 1, "items")
        self.progress = label("", "strong")
        self.search = QLineEdit()
        self.status, self.owner = QComboBox(), QComboBox()
        self.count = quiet("")
        self.contacts = link_button("")
        self.rules_button = link_button("What not to send", self.toggle_rules)
        self.rules = card()
        self.rules_text = text("")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._lay_out()
        self._connect()
        self.reload()

    def show_place(self, rest: str) -> None:
        """Show the return, and in it an item and a field where they are named: "IR 5#owner"."""
        ref, _, field = rest.partition("#")
        if ref:
            self.open_item(ref, field)

    def open_item(self, ref: str, field: str = "") -> None:
        """Go to an item, out of any filter that hides it."""
        if self.model.place(ref) is None:
            self.clear_filters()
        if self.table.choose(ref):
            self._show(ref)
            if field:
                self.detail.focus_field(field)

    def reload(self) -> None:
        """Show the return of the year in view."""
        year = self.workspace.session.current
        self.detail.show_line(None)
        self.model.show(lines(year))
        asked = year.information_return
        for part in (self.body, self.tools, self.counted):
            part.setVisible(asked is not None)
        self.nothing.setVisible(asked is None)
        self.rules.hide()
        if asked is not None:
            due = year.record.text("due_at")
            self.about.setText(f"{asked.name}{', due on ' + british_datetime(due) if due else ''}")
            self.rules_text.setText("\n".join(f"•  {rule.rule}" for rule in asked.not_to_send))
        self._offer_owners()
        self._count()
        first = next(self.model.items(), None)
        if first is not None:
            self.table.choose(first.id)
            self._show(first.id)

    def narrow(self) -> None:
        """Show the items that the filters keep."""
        self._typed.stop()
        status, owner = self.status.currentData() or ANY, self.owner.currentData() or ANY

        def keep(row: Group | Line) -> bool:
            if isinstance(row, Group):
                return True
            mine = not row.owner if owner == NOBODY else owner in (ANY, f"is {row.owner}")
            return mine and status in (ANY, row.status)

        self.model.narrow(self.search.text(), keep)
        self.table.choose(self.detail.ref)
        self._count()

    def clear_filters(self) -> None:
        """Show every item."""
        for widget in (self.search, self.status, self.owner):
            widget.blockSignals(True)
        self.search.clear()
        self.status.setCurrentIndex(0)
        self.owner.setCurrentIndex(0)
        for widget in (self.search, self.status, self.owner):
            widget.blockSignals(False)
        self.narrow()

    def toggle_rules(self) -> None:
        """Show or hide what CQC asks councils not to send."""
        self.rules.setVisible(self.rules.isHidden())

    def _show(self, id: str) -> None:
        index = self.model.index(self.model.place(id) or 0, 0)
        row = self.model.at(index)
        if isinstance(row, Line) and not self.detail.show_line(row):
            self.table.blockSignals(True)
            self.table.choose(self.detail.ref)
            self.table.blockSignals(False)

    def _on_year(self, _: object) -> None:
        self.reload()

    def _on_step(self, step: StepTaken) -> None:
        year = self.workspace.session.current
        if step.touches("evidence", "return_answer", "contact", "assessment"):
            self.model.follow(year)
            self._offer_owners()
            self._count()

    def _offer_owners(self) -> None:
        """The owners there are now, without a word where they are the same."""
        owners = sorted({row.owner for row in lines(self.workspace.session.current) if isinstance(row, Line)} - {""})
        wanted = [("All owners", ANY), ("Without an owner", NOBODY), *((name, f"is {name}") for name in owners)]
        there = [(self.owner.itemText(i), self.owner.itemData(i)) for i in range(self.owner.count())]
        if wanted == there:
            return
        chosen = self.owner.currentData()
        self.owner.blockSignals(True)
        self.owner.clear()
        for words, key in wanted:
            self.owner.addItem(words, key)
        self.owner.setCurrentIndex(max(self.owner.findData(chosen), 0))
        self.owner.blockSignals(False)

    def _count(self) -> None:
        year = self.workspace.session.current
        every = [row for row in lines(year) if isinstance(row, Line)]
        wanted = [row for row in every if row.status != "not_applicable"]
        ready = sum(row.status == "ready" for row in wanted)
        left_out = len(every) - len(wanted)
        beside = f", {left_out} not applicable" if left_out else ""
        self.ring.set_progress(ready, max(len(wanted), 1))
        self.progress.setText(f"{ready} of {len(wanted)} ready{beside}")
        shown = sum(1 for _ in self.model.items())
        self.count.setText(f"{shown} of {len(every)} shown" if shown != len(every) else f"{len(every)} items")
        self._say_contacts()
        self._span()

    def _span(self) -> None:
        """Let the line of a theme run over all columns."""
        self.table.clearSpans()
        for place in self.model.group_places():
            self.table.setSpan(place, 0, 1, len(COLUMNS))

    def _on_reset(self) -> None:
        """The view forgets where it was, and which lines run over all columns."""
        self._span()
        self.table.choose(self.detail.ref)

    def _lay_out(self) -> None:
        self.about = quiet("")
        self._lay_out_head()
        self._lay_out_tools()
        inside = self.rules.layout()
        assert inside is not None
        inside.addWidget(heading("What CQC asks councils not to send"))
        inside.addWidget(self.rules_text)
        self.nothing = EmptyState("This year answers no information return. Open the year that you are drafting.")
        page = QVBoxLayout(self)
        page.setContentsMargins(28, 16, 28, 16)
        page.setSpacing(8)
        for part in (self.head, self.about, self.tools, self.rules):
            page.addWidget(part)
        self.body = ListAndDetail(self.table, self.detail, lambda width: width < theme.px(NARROW), (1, 1), self)
        page.addWidget(self.body, 1)
        page.addWidget(self.nothing)
        page.addStretch(0)

    def _lay_out_head(self) -> None:
        self.progress.setWordWrap(False)
        self.counted = QWidget()
        line = QHBoxLayout(self.counted)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.ring)
        line.addWidget(self.progress)
        self.head = QWidget()
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(title(self.title), 1)
        head.addWidget(self.counted)

    def _say_contacts(self) -> None:
        """Count the contacts in the link to them; where there is no room, in its tool tip."""
        words = _contacts(self.workspace.session.current)
        room = self.width() - theme.px(BESIDE_CONTACTS)
        fits = self.contacts.fontMetrics().horizontalAdvance(words) <= room
        self.contacts.setText(words if fits else "Contacts for section 1 ›")
        self.contacts.setToolTip("" if fits else words)
        self.contacts.setAccessibleDescription("" if fits else words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_contacts()

    def _lay_out_tools(self) -> None:
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName("Filter the items by any word")
        self.search.setClearButtonEnabled(True)
        self.status.setAccessibleName("Show: any status")
        self.owner.setAccessibleName("Show: all owners")
        self.status.addItem("Any status", ANY)
        for choice in STATUS.choices:
            self.status.addItem(choice.label, choice.key)
        self.count.setWordWrap(False)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.search, 1)
        for combo in (self.status, self.owner):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(10)
            tools.addWidget(combo)
        tools.addWidget(self.count)
        links = QHBoxLayout()
        links.addWidget(self.contacts)
        links.addStretch(1)
        links.addWidget(self.rules_button)
        self.tools = QWidget()
        column = QVBoxLayout(self.tools)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(tools)
        column.addLayout(links)

    def _connect(self) -> None:
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _: self.detail.focus_field("status"))
        self.search.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self.narrow)
        self.status.currentIndexChanged.connect(lambda _: self.narrow())
        self.owner.currentIndexChanged.connect(lambda _: self.narrow())
        self.contacts.clicked.connect(lambda: self.workspace.go("register:contacts"))
        self.model.modelReset.connect(self._on_reset)
        self.workspace.step_taken.connect(self._on_step)
        self.workspace.year_opened.connect(self._on_year)  # a method: what a page connects must end with the page


def _contacts(year: Assessment) -> str:
    """How many contacts there are in each group that section 1 and IR 38 ask for."""
    counts = Counter(record["group"] for record in year.of("contact"))
    groups = year.information_return.contacts if year.information_return else ()
    said = ", ".join(f"{group.title.lower()} {counts[group.key]}" for group in groups)
    return f"Contacts for section 1: {said.replace(' (ir 38)', '')} ›"
