"""What stands under the tabs of the years: scores, other views, changed words, actions, risks, coverage."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from selfassess.domain.text.wording import choose_plural
from selfassess.domain.years.compare_years import Cell
from ui.pages.years import side
from ui.pages.years.model import Between, Compared, order_years_for_view
from ui.pages.years.side import ChangeRow, StatementRow
from ui.pages.years.tables import LINES, FittedTable, ScoresModel, ScoreTable, TwoLineTable
from ui.widgets import look, theme
from ui.widgets.marked import LEGEND, MarkedText
from ui.widgets.tables import Column, ListAndDetail, RowsModel

NARROW = 700
"""Below this width (at 100 % text) a changed text stands below the list."""
TALL = 440
NO_VIEW = (
    "No view of CQC or of a peer review is in this workbook. Import CQC’s published report, as PDF or text, and it "
    "is set against your own scores here."
)


class Part(QWidget):
    """One tab. ``opened`` is told the place that a person asks for."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.go = go
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def show_part_compared(self, found: Compared, chosen: Collection[str]) -> None:
        """Show what was worked out, of the years that are chosen."""
        raise NotImplementedError


class ScoresPart(Part):
    """Scores by statement, year by year, with where each has moved."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__(go)
        self.model = ScoresModel(self)
        self.table = ScoreTable(self.model, "Scores of each statement, year by year")
        self.room = look.make_quiet_label("")
        self.gone = look.make_text("")
        help = look.make_quiet_label(
            "Each score is set against the last one before by the same assessor: ▲ higher, ▼ lower, = the same. "
            "Double-click or press Enter on a statement to go to it."
        )
        for widget in (help, self.table, self.room, self.gone):
            self.column.addWidget(widget)
        self.table.opened.connect(lambda id: go(f"statement:{id.partition(':')[2]}"))

    def show_part_compared(self, found: Compared, chosen: Collection[str]) -> None:
        columns = side.build_score_columns(found.side, chosen)
        years = [year for year in order_years_for_view(found.side.columns) if year.id in chosen]
        places = [found.side.columns.index(year) for year in years]
        self.model.show_score_rows(
            side.build_side_statement_rows(found.side), columns, lambda row, at: _find_score_cell(row, at - 1, places)
        )
        self.table.lay_out_columns(columns)
        gone = "\n".join(side.describe_unmapped_rows(found.side))
        self.gone.setText(f"{side.NOT_MAPPED}, so it has a row of its own:\n{gone}")
        self.gone.setVisible(bool(gone))
        self.say_years_left_out()

    def say_years_left_out(self) -> None:
        """Say which years there is no room for; a table that can be scrolled sideways hides none."""
        left_out = self.table.list_columns_left_out()
        self.room.setText(f"Not shown for want of room: {', '.join(left_out)}. Choose fewer years to see them.")
        self.room.setVisible(bool(left_out))


class ViewsPart(Part):
    """One of our years against what CQC and peers say."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__(go)
        self.own = QComboBox()
        self.own.setAccessibleName("Our own year")
        self.model = ScoresModel(self)
        self.table = ScoreTable(self.model, "Our scores against those of CQC and of peers")
        self.nothing = look.EmptyState(NO_VIEW, "Import CQC’s report…", lambda: go("import"))
        self.choice = look.make_row(look.make_text("Our own year"), self.own)
        for widget in (self.nothing, self.choice, self.table):
            self.column.addWidget(widget)
        self._found: Compared | None = None
        self.own.currentIndexChanged.connect(lambda _: self._show_chosen_views())
        self.table.opened.connect(lambda id: go(f"statement:{id.partition(':')[2]}"))

    def show_part_compared(self, found: Compared, chosen: Collection[str]) -> None:
        self._found = found
        kept = self.own.currentData()
        self.own.blockSignals(True)
        self.own.clear()
        for year in order_years_for_view(found.side.columns):
            if year.is_own_view:
                self.own.addItem(year.label, year.id)
        self.own.setCurrentIndex(max(self.own.findData(kept), 0))
        self.own.blockSignals(False)
        self._show_chosen_views()

    def _show_chosen_views(self) -> None:
        if self._found is None:
            return
        found, own = self._found.side, str(self.own.currentData() or "")
        views = side.find_views(found, own)
        self.nothing.setVisible(not views)
        for widget in (self.table, self.choice):
            widget.setVisible(bool(views))
        if not views:
            return
        columns = side.build_view_columns(found, own)
        ids = [year.id for year in found.columns]
        # A column for the statement, then ours; then two for each other view, of which the first has its scores.
        shown = [ids.index(own), *(place for view in views for place in (ids.index(view.other.id), -1))]
        rows = side.build_side_statement_rows(found, views)
        self.model.show_score_rows(rows, columns, lambda row, at: _find_score_cell(row, at - 1, shown))
        self.table.lay_out_columns(columns)


class ChangesPart(Part):
    """The texts whose words changed between two years, one at a time, with the words marked."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__(go)
        self.model = RowsModel(
            side.CHANGE_COLUMNS, search=lambda row: row.title, natural=lambda row: row.place, parent=self
        )
        self.table = TwoLineTable(self.model, "Texts that changed")
        self.table.lay_out_columns(side.CHANGE_COLUMNS)
        self.said = look.make_text("")
        self.heading, self.why = look.make_heading(""), look.make_quiet_label("")
        self.words = MarkedText("The text with its changes")
        self.toggle = look.make_link_button("", self._toggle_folding)
        self._folded = True
        self._rows: dict[str, ChangeRow] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 4, 8, 4)
        column.setSpacing(6)
        for widget in (self.heading, self.why, look.make_quiet_label(LEGEND), self.words):
            column.addWidget(widget)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = look.ScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumWidth(240)
        area.setWidget(inside)
        self.both = ListAndDetail(self.table, area, lambda width: width < theme.px(NARROW), (2, 3))
        self.both.setFixedHeight(theme.px(TALL))
        self.column.addWidget(self.said)
        self.column.addWidget(self.both)
        self.table.chosen.connect(self._show_prose_change)

    def show_part_compared(self, found: Compared, chosen: Collection[str]) -> None:
        rows = side.build_change_rows(found.between) if found.between is not None else ()
        kept = self.table.current_row_id()
        self._rows = {row.id: row for row in rows}
        self.model.show_rows(rows)
        self.said.setText(_describe_change_count(found.between, len(rows)))
        self.both.setVisible(bool(rows))
        if rows:
            self.table.choose_row(kept if kept in self._rows else rows[0].id)
            self._show_prose_change(self.table.current_row_id() or rows[0].id)

    def _show_prose_change(self, id: str) -> None:
        row = self._rows.get(id)
        if row is None:
            return
        self.heading.setText(f"{row.title}: {row.label}" if row.change.kind != "section" else row.title)
        self.why.setText(row.change.why)
        self.why.setVisible(bool(row.change.why))
        self.words.setAccessibleName(f"{row.title}, {row.label}, with its changes")
        self.words.show_marked_pieces(row.change.pieces, self._folded)
        self.toggle.setText("Show all of the text" if self._folded else "Show only what changed")

    def _toggle_folding(self) -> None:
        self._folded = not self._folded
        self._show_prose_change(self.table.current_row_id() or "")


def _describe_change_count(between: Between | None, number: int) -> str:
    if between is None:
        return ""
    years = f"{between.before.label} to {between.after.label}"
    if not number:
        return f"No words changed from {years}, in no section and in no judgement."
    return f"From {years}, {choose_plural(number, 'one text', f'{number:,} texts')} changed."


class CountsPart(Part):
    """Counts of each year in a table."""

    def __init__(self, go: Callable[[str], None], name: str, help: str) -> None:
        super().__init__(go)
        self.model = RowsModel((), search=lambda row: row.cells[0], natural=lambda row: row.place, parent=self)
        self.table = FittedTable(self.model, name)
        if help:
            self.column.addWidget(look.make_quiet_label(help))
        self.column.addWidget(self.table)

    def show_count_rows(self, rows: Collection[side.CountRow], columns: tuple[Column, ...]) -> None:
        """Show other counts."""
        self.model.show_rows(rows, columns)
        self.table.lay_out_columns(columns)


class CoveragePart(CountsPart):
    """How much of statement x category has evidence in each year."""

    def __init__(self, go: Callable[[str], None]) -> None:
        help = (
            "Items of evidence, and how many statements have some from each category, by what each year was judged by."
        )
        super().__init__(go, "Evidence of each year", help)

    def show_part_compared(self, found: Compared, chosen: Collection[str]) -> None:
        heads = side.list_coverage_headings(found.side)
        self.show_count_rows(side.count_coverage_by_year(found.side, chosen), side.build_count_columns(heads))


class FollowedPart(CountsPart):
    """How the actions (or risks) of each year stand, and what became of those of one year in another."""

    def __init__(self, go: Callable[[str], None], kind: str, records: str) -> None:
        help = (
            "Each year as at today, or as at its last day where it is over. Those overdue are open as well."
            if kind == "action"
            else ""
        )
        super().__init__(go, f"{records} of each year", help)
        self._kind, self._plural = kind, records
        self.heading, self.counts = look.make_heading(""), look.make_text("")
        self.became = RowsModel(
            side.BECAME_COLUMNS, search=lambda row: row.title, natural=lambda row: row.place, parent=self
        )
        self.list = FittedTable(self.became, f"What became of the {records.lower()}", LINES)
        self.list.lay_out_columns(side.BECAME_COLUMNS)
        for widget in (self.heading, self.counts, self.list):
            self.column.addWidget(widget)
        self.list.opened.connect(lambda id: go(f"register:{records.lower()}/{id}"))

    def show_part_compared(self, found: Compared, chosen: Collection[str]) -> None:
        if self._kind == "action":
            self.show_count_rows(
                side.count_actions_by_year(found.side, chosen), side.build_count_columns(side.ACTION_HEADS)
            )
        else:
            self.show_count_rows(
                side.count_risks_by_year(found.side, chosen), side.build_count_columns(side.RISK_HEADS)
            )
        between = found.between
        for widget in (self.heading, self.counts, self.list):
            widget.setVisible(between is not None)
        if between is None:
            return
        followed = between.actions if self._kind == "action" else between.risks
        self.heading.setText(f"From {between.before.label} to {between.after.label}")
        rows = side.build_became_rows(followed)
        self.became.show_rows(rows)
        none = f"Neither year has any {self._plural.lower()} to follow."
        self.counts.setText(side.describe_became_counts(followed) or none)
        self.list.setVisible(bool(rows))


def _find_score_cell(row: StatementRow, at: int, places: list[int]) -> Cell | None:
    if 0 <= at < len(places) and places[at] >= 0:
        return row.row.cells[places[at]]
    return None


PARTS: dict[str, Callable[[Callable[[str], None]], Part]] = {
    "Scores": ScoresPart,
    "Ours and others": ViewsPart,
    "Changed words": ChangesPart,
    "Actions": lambda go: FollowedPart(go, "action", "Actions"),
    "Risks": lambda go: FollowedPart(go, "risk", "Risks"),
    "Coverage": CoveragePart,
}
"""Tab -> what shows it. Each is built when it is first opened."""
