"""The page: the points of a report with their filters, and the one that one is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.reported_findings import ANSWERING
from selfassess.services.workbook.places import place_of_record
from selfassess.services.years import findings
from ui.bridge.workspace import Workspace
from ui.pages.findings import model
from ui.pages.findings.detail import Detail
from ui.pages.findings.report_context import ReportContext
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.flow import Flow
from ui.widgets.tables import ListAndDetail, RowsModel, Table

TYPING_MS = 150
LEAST = 260
"""List and point have at least this height (at 100 % text); with less room the page scrolls."""
LARGE_TEXT = 150
"""The text size in percent from which the buttons stand below the title."""
NARROW = 900
"""Below this width (at 100 % text) the point stands below the list."""
SHOWN = ("finding", "assessment", *ANSWERING)
NO_REPORT = (
    "No report of CQC’s or of a peer’s is in this workbook yet. Import it, and its findings are proposed here point by "
    "point."
)
NO_POINTS = "This report has no single points yet. Have them proposed from its text, or add them one by one."
PROPOSED = "What the words say is proposed. Nothing is confirmed until somebody has read it."


class FindingsPage(QWidget):
    """The findings of one report: by statement and topic, with what of ours answers each."""

    title = "CQC’s findings"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.context = ReportContext(workspace)
        self.rows = RowsModel(
            model.COLUMNS, search=model.search_text, natural=lambda row: row.place, colour=theme.colour, parent=self
        )
        self.table = Table(self.rows, "Findings")
        self.table.lay_out_columns(model.COLUMNS)
        self.detail = Detail(workspace, self.context, self._on_answer_made, self.confirm_and_go_on, self.remove_point)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName("Filter findings by any word")
        self.search.setClearButtonEnabled(True)
        self.report, self.statement, self.kind, self.state = (QComboBox() for _ in range(4))
        self.count = look.make_quiet_label("")
        self.banner = look.Banner()
        self.import_report = look.make_secondary_button("Import CQC’s report…", lambda: workspace.go("import"))
        self.propose = look.make_secondary_button("Propose points from its text", self.propose_points)
        self.add = look.make_secondary_button("Add a point", self.add_point)
        self._typed = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._stale = True
        self._ids: set[str] = set()
        self._lay_out_findings()
        self._connect_findings_signals()

    def show_place(self, rest: str) -> None:
        """Show the page, and the point or the statement that is named."""
        if self._stale:
            self.reload()
        wanted, _, field = rest.strip("/").partition("#")
        if not wanted:
            return
        if self.statement.findData(wanted) >= 0:
            self._clear_filters()
            self.statement.setCurrentIndex(self.statement.findData(wanted))
            return
        report = next((each for each in self._list_reports() if wanted in each.by_id), None)
        if report is not None:
            self._choose_report(report.id)
            self._clear_filters()
            self.table.choose_row(wanted)
            if field:
                self.detail.focus_field(field)

    @property
    def report_in_view(self) -> Assessment | None:
        """The report whose points are shown."""
        return self.context.report

    def reload(self) -> None:
        """Show the reports there are now, and the points of the one that is chosen."""
        self._stale = False
        reports = self._list_reports()
        kept = next((each for each in reports if each.id == self.context.session.current_id), None)
        self.context.session.current_id = kept.id if kept is not None else ""
        chosen = kept or model.choose_report(reports, self.workspace.session.current_id)
        self.report.blockSignals(True)
        self.report.clear()
        for each in reports:
            self.report.addItem(each.label, each.id)
        self.report.setCurrentIndex(self.report.findData(chosen.id if chosen is not None else None))
        self.report.blockSignals(False)
        self._show_report(chosen)

    def confirm_and_go_on(self) -> None:
        """Say that the point one is on is right as it stands, and go to the next one."""
        record, report = self.detail.record, self.report_in_view
        if record is None or report is None or not self.detail.flush():
            return
        shown = self.rows.shown_ids
        at = shown.index(record.id) if record.id in shown else -1
        after = shown[at + 1] if 0 <= at < len(shown) - 1 else None
        if self.workspace.attempt_step(lambda: findings.confirm_findings(self.workspace.session, report, (record.id,))):
            self._apply_filters()
            self.table.choose_row(after or record.id)
            announce(self, "Confirmed." if after else "Confirmed. That was the last one shown.")

    def remove_point(self) -> None:
        """Remove the point one is on; the one after it comes into view."""
        record, report = self.detail.record, self.report_in_view
        if record is None or report is None:
            return
        place = self.table.currentIndex().row()
        if self.workspace.attempt_step(lambda: findings.remove_finding(self.workspace.session, report, record.id)):
            self._tell("The point was removed.", ())
            self.table.focus_row_near(place)

    def propose_points(self) -> None:
        """Have points proposed from the text of the report, for statements that have none."""
        report = self.report_in_view
        if report is None or not self.workspace.flush():
            return
        proposing = findings.propose_findings_in_turns(self.workspace.session, report)
        self.workspace.take_long_step(proposing, "Proposing points")  # the window says what was done, with Undo

    def add_point(self) -> None:
        """Add a point that somebody read, and bring the keyboard into its text."""
        report, made = self.report_in_view, list[str]()
        if report is None:
            return
        statement = str(self.statement.currentData() or "") or report.framework.statements[0].key
        if (record := self.detail.record) is not None:
            statement = record.text_of("quality_statement")
        values = {"quality_statement": statement, "text": "New point"}
        if self.workspace.attempt_step(
            lambda: made.append(findings.add_finding(self.workspace.session, report, **values))
        ):
            self._clear_filters()
            self.table.choose_row(made[0])
            self.detail.focus_field("text")

    def _list_reports(self) -> list[Assessment]:
        session = self.workspace.session
        return model.list_reports(
            session.load_assessment(each.id) for each in session.assessments if each["assessor"] != "self"
        )

    def _list_years_of_ours(self) -> list[Assessment]:
        session = self.workspace.session
        return [session.load_assessment(each.id) for each in session.assessments if each["assessor"] == "self"]

    def _choose_report(self, id: str) -> None:
        self.report.setCurrentIndex(self.report.findData(id))

    def _on_report_chosen(self) -> None:
        chosen = self.report.currentData()
        self._show_report(next((each for each in self._list_reports() if each.id == chosen), None))

    def _show_report(self, report: Assessment | None) -> None:
        """Show the points of another report."""
        if not self.detail.show_finding(None):
            return
        self.context.session.current_id = report.id if report is not None else ""
        self._offer_filters(report)
        self._show_points()

    def _show_points(self) -> None:
        report = self.report_in_view
        here = self.detail.finding
        rows = model.build_rows(report, self._list_years_of_ours()) if report is not None else ()
        self._ids = {each.id for each in rows}
        self.rows.show_rows(rows)
        self._apply_filters(here)

    def _apply_filters(self, here: str | None = None) -> None:
        self._typed.stop()
        here = here or self.detail.finding
        chosen = (str(each.currentData() or "") for each in (self.statement, self.kind, self.state))
        self.rows.narrow_rows(self.search.text(), model.build_test(*chosen))
        if not self.table.choose_row(here):
            shown = self.rows.shown_ids
            if shown:
                self.table.choose_row(shown[0])
            else:
                self.detail.show_finding(None)
        self._show_count()

    def _clear_filters(self) -> None:
        for part in (self.search, self.statement, self.kind, self.state):
            part.blockSignals(True)
        self.search.clear()
        for combo in (self.statement, self.kind, self.state):
            combo.setCurrentIndex(0)
        for part in (self.search, self.statement, self.kind, self.state):
            part.blockSignals(False)
        self._apply_filters()

    def _show_count(self) -> None:
        report = self.report_in_view
        shown, total = self.rows.rowCount(), self.rows.total
        waiting = sum(not each["confirmed"] for each in report.records_of("finding")) if report is not None else 0
        counted = f"{shown:,} of {total:,} shown" if shown != total else f"{total:,} in all"
        self.count.setText(f"{counted}, {waiting:,} to confirm. {PROPOSED}" if waiting else counted)
        writable = not self.context.read_only
        look.show_if(self.propose, writable and report is not None and bool(model.list_statements_to_read(report)))
        look.show_if(self.add, writable and report is not None)
        self.no_report.setVisible(report is None)
        self.no_points.setVisible(report is not None and not total)
        self.nothing.setVisible(bool(total) and not shown)
        self.split.setVisible(bool(shown))
        for part in (self.filters, self.count):
            look.show_if(part, bool(total))
        look.show_if(self.report, self.report.count() > 0)

    def _offer_filters(self, report: Assessment | None) -> None:
        statements = report.framework.statements if report is not None else ()
        choices = {"": "All statements"} | {each.key: f"{each.number}  {each.short_name}" for each in statements}
        for combo, options, name in (
            (self.statement, choices, "statement"),
            (self.kind, model.kind_choices(), "kind"),
            (self.state, model.STATES, "where it stands"),
        ):
            combo.blockSignals(True)
            chosen = combo.currentData()
            combo.clear()
            for key, words in options.items():
                combo.addItem(words, key)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
            combo.setAccessibleName(f"Show by {name}")
            combo.blockSignals(False)

    def _on_row_chosen(self, id: str) -> None:
        if id != self.detail.finding and not self.detail.show_finding(id):
            self.table.choose_row(self.detail.finding)

    def _on_row_opened(self, id: str) -> None:
        self._on_row_chosen(id)
        self.detail.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answer_made(self, kind: str, id: str) -> None:
        made: Record = self.workspace.session.current.by_id[id]
        place = place_of_record(self.workspace.session.current, made)
        self._tell(
            f"{CATALOGUE[kind].name} “{made.text_of('title')}” was made from it, and says where it comes from.",
            (("Open it", lambda: self.workspace.go(place)),),
        )

    def _tell(self, words: str, acts: tuple[tuple[str, object], ...]) -> None:
        undo = ("Undo", self._undo)
        self.banner.show_message(words, "good", (*acts, undo))  # type: ignore[arg-type]

    def _undo(self) -> None:
        self.banner.show_message("")
        self.workspace.undo_last_step()

    def _follow_findings_step(self, step: StepTaken) -> None:
        if not step.touches_kind(*SHOWN):
            return
        if not self.isVisible():
            self._stale = True
            return
        if step.touches_kind("assessment"):
            self.reload()
            return
        report = self.report_in_view
        if report is None:
            return
        rows = model.build_rows(report, self._list_years_of_ours())
        gone = self._ids - {each.id for each in rows}
        self._ids = {each.id for each in rows}
        self.rows.put_many(rows, gone)
        if self.detail.record is None:
            self.detail.show_finding(self.table.current_row_id())
        self.detail.refresh()
        self._show_count()

    def _on_findings_year(self, _: object) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _connect_findings_signals(self) -> None:
        self.report.currentIndexChanged.connect(lambda _: self._on_report_chosen())
        for combo in (self.statement, self.kind, self.state):
            combo.currentIndexChanged.connect(lambda _: self._apply_filters())
        self.search.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self._apply_filters)
        self.table.chosen.connect(self._on_row_chosen)
        self.table.opened.connect(self._on_row_opened)
        self.workspace.step_taken.connect(self._follow_findings_step)
        self.workspace.year_opened.connect(self._on_findings_year)

    def _lay_out_findings(self) -> None:
        self.report.setAccessibleName("Report")
        large = theme.px(100) >= LARGE_TEXT
        head = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        head.setSpacing(8)
        head.addWidget(look.make_title(self.title), 1)
        acts: tuple[QWidget, ...] = (self.report, self.propose, self.add, self.import_report)
        if large:  # beside the title there is no room for them
            flow = Flow()
            for act in acts:
                flow.add_part(act)
            acts = (flow,)
        for act in acts:
            head.addWidget(act, 0, Qt.AlignmentFlag(0) if large else Qt.AlignmentFlag.AlignVCenter)
        self.no_report = look.EmptyState(NO_REPORT, self.import_report.text(), lambda: self.workspace.go("import"))
        self.no_points = look.EmptyState(NO_POINTS)
        self.nothing = look.EmptyState("No point fits all of these filters.", "Show everything", self._clear_filters)
        self.search.setMinimumWidth(theme.px(180))
        self.filters = Flow()
        filters: tuple[QWidget, ...] = (self.search, self.statement, self.kind, self.state)
        for each in filters:
            self.filters.add_part(each)
        self.split = ListAndDetail(self.table, self.detail, lambda width: width < theme.px(NARROW), (5, 4))
        self.split.setMinimumHeight(theme.px(LEAST))
        inner = QWidget()
        area = look.make_scroll_area(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        column = QVBoxLayout(inner)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self.banner, self.filters, self.count, self.no_report, self.no_points, self.nothing):
            column.addWidget(widget)
        column.addWidget(self.split, 1)
        column.addStretch(0)
