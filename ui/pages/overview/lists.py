"""The lists of the overview: what needs somebody next, and the most pressing risks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import Record
from selfassess.domain.readiness import readiness
from ui.pages.overview.carried import Waiting
from ui.pages.overview.model import FindingRow
from ui.widgets import theme
from ui.widgets.look import EmptyState, make_heading, make_label, make_link_button, make_quiet_label, make_text
from ui.widgets.tables import Column, RowsModel, Table

FIRST_FINDINGS = 6
FIRST_RISKS = 5
SEVERITY = {"high": "Important", "medium": "To do", "low": "Good to do"}

FINDING_COLUMNS = (
    Column(label="What", words=lambda row: row.finding.message, share=1, width=24),
    Column(
        label="How much it matters",
        words=lambda row: SEVERITY[row.finding.severity],
        order=lambda row: readiness.SEVERITIES.index(row.finding.severity),
        width=17,
        gives_way=2,
    ),
    Column(label="Where", words=lambda row: row.where, width=28, gives_way=1),
)


class FindingsCard(QFrame):
    """The first findings with their way there. ``all`` is the table of every finding, made when it is asked for."""

    def __init__(self, go: Callable[[FindingRow], None], show_all: Callable[[bool], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._go = go
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.more = make_link_button("", lambda: show_all(True))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(8)
        column.addWidget(make_heading("What needs you next"))
        column.addLayout(self._lines)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_findings(self, rows: Sequence[FindingRow], read: bool) -> None:
        """Show the first of these; ``read`` says that the year is one to read and not to draft."""
        _clear_card_layout(self._lines)
        for row in rows[:FIRST_FINDINGS]:
            start = row.finding.rule == readiness.UNTOUCHED
            words = "Start ›" if start else "Go to ›"
            line = _build_finding_line(row.finding.message, f"{SEVERITY[row.finding.severity]}  ·  {row.where}")
            button = make_link_button(words, lambda row=row: self._go(row), leads=True)  # type: ignore[misc]
            button.setAccessibleName(f"{words[:-2]}: {row.finding.message}")
            line.addWidget(button)
            self._lines.addLayout(line)
        if not rows:
            why = "This assessment is here to be read." if read else "Nothing is missing that this program looks for."
            self._lines.addWidget(EmptyState(why))
        self.more.setText(f"Show all {len(rows):,}")
        self.more.setVisible(len(rows) > FIRST_FINDINGS)


class AllFindings(QFrame):
    """Every finding, to filter by its headings; Enter or a double click goes there."""

    def __init__(self, go: Callable[[FindingRow], None], show_all: Callable[[bool], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.model = RowsModel(
            FINDING_COLUMNS,
            search=lambda row: f"{row.finding.message} {row.where}",
            natural=lambda row: int(row.id),
            parent=self,
        )
        self.table = Table(self.model, "Everything still to do")
        self.table.lay_out_columns(FINDING_COLUMNS)
        self.table.setFixedHeight(theme.px(320))
        self.table.opened.connect(lambda id: self._open_finding(id, go))
        self._rows: dict[str, FindingRow] = {}
        head = QHBoxLayout()
        head.addWidget(make_heading("Everything still to do"), 1)
        head.addWidget(make_link_button("Show the first only", lambda: show_all(False)))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addLayout(head)
        column.addWidget(
            make_quiet_label("Double-click or press Enter on a line to go there. Click a heading to sort.")
        )
        column.addWidget(self.table)

    def show_findings(self, rows: Sequence[FindingRow]) -> None:
        """Show all of these."""
        self._rows = {row.id: row for row in rows}
        self.model.show_rows(rows)

    def _open_finding(self, id: str, go: Callable[[FindingRow], None]) -> None:
        if id in self._rows:
            go(self._rows[id])


class CarriedCard(QFrame):
    """What was carried from an earlier year and not reviewed since: how much, and where it waits."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._go = go
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.heading = make_heading("")
        self._shown: Waiting | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(
            make_quiet_label("From an earlier year. Read it again where it stands, and say that it still holds.")
        )
        column.addLayout(self._lines)

    def show_waiting(self, found: Waiting) -> None:
        """Show where it waits; the card is not seen once everything is reviewed."""
        if found == self._shown:
            return
        self._shown = found
        self.setVisible(bool(found.number))
        _clear_card_layout(self._lines)
        self.heading.setText(f"Carried forward: {found.number:,} not reviewed")
        for each in found.places:
            line = QHBoxLayout()
            words = make_text(each.name)
            count = make_quiet_label(f"{each.number:,} not reviewed")
            count.setWordWrap(False)
            button = make_link_button("Go to ›", lambda place=each.place: self._go(place), leads=True)  # type: ignore[misc]
            button.setAccessibleName(f"Go to {each.name}: {each.number:,} not reviewed")
            line.addWidget(words, 1)
            line.addWidget(count)
            line.addWidget(button)
            self._lines.addLayout(line)


class RisksCard(QFrame):
    """The open risks with the greatest likelihood times severity."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._go = go
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(8)
        column.addWidget(make_heading("Most pressing risks"))
        column.addLayout(self._lines)

    def show_risks(self, risks: Sequence[Record]) -> None:
        """Show the first of these."""
        _clear_card_layout(self._lines)
        for risk in risks[:FIRST_RISKS]:
            size = readiness.risk_magnitude(risk)
            line = _build_finding_line(
                risk.text_of("title"), f"Likelihood {risk['likelihood']} × severity {risk['severity']} = {size}"
            )
            button = make_link_button("Go to ›", lambda id=risk.id: self._go(f"register:risks/{id}"), leads=True)  # type: ignore[misc]
            button.setAccessibleName(f"Go to risk: {risk.text_of('title')}")
            line.addWidget(button)
            self._lines.addLayout(line)
        if not risks:
            self._lines.addWidget(make_text("No open risk has a likelihood and a severity yet."))
        leads = f"All risks ({len(risks)} rated) ›" if len(risks) > FIRST_RISKS else "Risks ›"
        self._lines.addWidget(
            make_link_button(leads, lambda: self._go("register:risks"), leads=True), 0, Qt.AlignmentFlag.AlignLeft
        )


def _build_finding_line(words: str, detail: str) -> QHBoxLayout:
    said = QWidget()
    column = QVBoxLayout(said)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(make_label(words))
    column.addWidget(make_quiet_label(detail))
    said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(said, 1)
    return line


def _clear_card_layout(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear_card_layout(inner)
            inner.deleteLater()
