"""The page of measures: the scorecard of a year, and beside it the measure one is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.statement_status import not_reviewed
from ui.bridge.workspace import Workspace
from ui.pages.measures.detail import Detail
from ui.pages.measures.model import ScorecardModel, statuses
from ui.pages.measures.pasting import PastingDialog
from ui.widgets import theme
from ui.widgets.forms import NewRecordLine
from ui.widgets.forms.carried import NotReviewedLine, counted
from ui.widgets.forms.earlier import review
from ui.widgets.going_on import holds_keyboard
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import EmptyState, ScrollArea, link_button, quiet, secondary, title
from ui.widgets.tables import ListAndDetail, Table

TYPING_MS = 150
LEAST = 300
"""List and measure have at least this height (at 100 % text); with less room the page scrolls."""
LARGE_TEXT = 150
"""The text size in percent from which the filters take two lines."""
NARROW = 900
"""Below this width (at 100 % text) the measure stands below the scorecard."""
WHAT = "The figures you judge yourselves by: the latest value against its target, and how it moves."
EMPTY = "No measures yet. Paste your scorecard from a spreadsheet, import its file, or add measures one by one."


class MeasuresPage(QWidget):
    """The scorecard with filters, and the measure one is on."""

    title = "Measures"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.model = ScorecardModel(workspace, self)
        self.table = Table(self.model, "Measures")
        self.table.lay_out(self.model.columns())
        self.detail = Detail(workspace)
        self.new = NewRecordLine(workspace, "Add a measure: its name", self._add, parent=self)
        self.new.added.connect(lambda id: self.open_record(id, "code"))
        self.add = secondary("Add measure", self.new.line.setFocus)
        self.paste = secondary("Paste from a spreadsheet…", self.open_pasting)
        self.take_in = secondary("Import…", lambda: workspace.go("take_in"))
        self.take_in.setAccessibleName("Import a scorecard from a file")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName("Filter measures by any word")
        self.search.setClearButtonEnabled(True)
        self.statement, self.status = QComboBox(), QComboBox()
        self.count = quiet("")
        self.count.setWordWrap(False)
        self.carried = NotReviewedLine("Mark all shown as reviewed", leads="Show only these")
        self._only_carried = False
        self.notice = QWidget()
        self.notice_text = QLabel()
        self.pasting: PastingDialog | None = None
        self._typed = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()
        self._offer()
        self._counted()
        in_turns(self.detail, (build() for build in (self.detail.build,)))

    def show_place(self, rest: str) -> None:
        """Show a measure and a field of it where they are named: "<id>#target"."""
        id, _, field = rest.strip("/").partition("#")
        if id:
            self.open_record(id, field)

    def open_record(self, id: str, field: str = "") -> bool:
        """Go to a measure, out of any filter that hides it; False where it is not in this year."""
        if id not in self.workspace.session.current.by_id:
            return False
        if self.model.place(id) is None:
            self.clear_filters()
        self.table.choose(id)
        self._show(id)
        if field:
            self.detail.focus_field(field)
        return True

    def narrow(self) -> None:
        """Show what the filters keep."""
        self._typed.stop()
        statement, status = str(self.statement.currentData() or ""), str(self.status.currentData() or "")

        only_carried = self._only_carried

        def keep(record: Record) -> bool:
            stands = not status or self.model.standing(record).status == status
            linked = not statement or statement in record.links("quality_statements")
            return stands and linked and (not only_carried or not_reviewed(record))

        here = self.detail.record
        self.model.narrow(self.search.text(), keep if statement or status or only_carried else None)
        if not self.table.choose(here):
            self._show(None)

    def clear_filters(self) -> None:
        """Show everything."""
        for widget in (self.search, self.statement, self.status):
            widget.blockSignals(True)
        self.search.clear()
        for combo in (self.statement, self.status):
            combo.setCurrentIndex(0)
        for widget in (self.search, self.statement, self.status):
            widget.blockSignals(False)
        self._only_carried = False
        self.narrow()

    def show_carried(self) -> None:
        """Show only what was carried from an earlier year and not reviewed since."""
        self.clear_filters()
        self._only_carried = True
        self.narrow()

    def open_pasting(self) -> None:
        """Open the dialog that takes a scorecard from the clipboard; what is being typed is saved first."""
        if not self.workspace.flush():
            return
        self.pasting = PastingDialog(self.workspace, self)
        self.pasting.taken.connect(self._pasted)
        self.pasting.open()

    def review_shown(self) -> None:
        """Say that somebody has read again everything carried that is shown."""
        if self.workspace.flush():
            year = self.workspace.session.current
            review(self.workspace, [year.by_id[id] for id in self.model.shown])

    def _add(self, name: str) -> str:
        id = new_id()
        return id if self.workspace.run(AddRecord("measure", id, {"title": name})) else ""

    def _show(self, id: str | None) -> None:
        if not self.detail.show_record(id):
            self.table.blockSignals(True)
            self.table.choose(self.detail.record)
            self.table.blockSignals(False)
            return
        self.detail.setVisible(id is not None)

    def _opened(self, id: str) -> None:
        self._show(id)
        self.detail.focus_field("")

    def _follow(self, step: StepTaken) -> None:
        self.notice.hide()
        before, place = self.detail.record, self.table.currentIndex().row()
        in_detail = holds_keyboard(self.detail)
        self.model.follow(step)
        self._counted()
        here = self.detail.record
        if here is not None and here not in self.workspace.session.current.by_id:
            self._show(self.table.current())
        gone = before is not None and before not in self.workspace.session.current.by_id
        if in_detail and gone and not self.table.go_on(place):
            self.new.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_year(self) -> None:
        self.model.reload()
        self._offer()

    def _tell(self, words: str, undo: str) -> None:
        self.notice_text.setText(words)
        self.undo.setAccessibleName(undo)
        self.notice.show()

    def _pasted(self, summary: str) -> None:
        self._tell(f"Pasted. {summary}", "Undo pasting")

    def _removed(self, name: str) -> None:
        self._tell(f"“{name}” was removed.", "Undo the removal")

    def _offer(self) -> None:
        """Fill the filters for the year in view, and begin without a measure."""
        found = self.workspace.session.current.framework.statements
        choices = {"": "All statements"} | {each.key: f"{each.number}  {each.name}" for each in found}
        for combo, options, name in ((self.statement, choices, "statement"), (self.status, statuses(), "status")):
            combo.blockSignals(True)
            chosen = combo.currentData()
            combo.clear()
            for key, words in options.items():
                combo.addItem(words, key)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
            combo.setAccessibleName(f"Show by {name}")
            combo.blockSignals(False)
        self.notice.hide()
        can_write = not self.workspace.read_only
        for widget in (self.new, self.paste, self.take_in):
            widget.setVisible(can_write)
        # With large text there is no room beside the title for a button that leads to a line in view.
        self.add.setVisible(can_write and theme.px(100) < LARGE_TEXT)
        self.table.choose(None)
        self._show(None)

    def _counted(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.count.setText(f"{shown:,} of {total:,} shown" if shown != total else f"{total:,} in all")
        self.empty.setVisible(not total)
        self.nothing.setVisible(bool(total) and not shown)
        self.table.setVisible(bool(shown))
        year = self.workspace.session.current
        carried = [r.id for r in year.of("measure") if not_reviewed(r)] if not year.by_cqc else []
        shown = sum(self.model.place(id) is not None for id in carried)
        some = "" if shown == len(carried) else f" ({shown:,} of them shown)"
        self.carried.show_count(len(carried), f"{counted(len(carried))}{some}", bool(self.workspace.read_only))
        self.carried.leads.setVisible(not self._only_carried)
        self.carried.button.setEnabled(bool(shown))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title(self.title), 1)
        for button in (self.take_in, self.paste, self.add):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        can_write = not self.workspace.read_only
        self.empty = EmptyState(EMPTY, self.paste.text() if can_write else None, self.open_pasting)
        self.nothing = EmptyState("Nothing here holds all of that.", "Show everything", self.clear_filters)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.empty, self.nothing):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.new)
        column.addStretch(0)
        splitter = ListAndDetail(left, self.detail, lambda width: width < theme.px(NARROW), (3, 2))
        self._lay_out_notice()
        splitter.setMinimumHeight(theme.px(LEAST))
        inside, self.pane = QWidget(), ScrollArea()
        self.pane.setWidgetResizable(True)
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.pane)
        page = QVBoxLayout(inside)
        page.setContentsMargins(28, 16, 28, 16)
        page.setSpacing(8)
        page.addLayout(head)
        if theme.px(100) < LARGE_TEXT:
            page.addWidget(quiet(WHAT))
        page.addLayout(self._tools())
        for line in (self.carried, self.notice):
            page.addWidget(line)
        page.addWidget(splitter, 1)

    def _tools(self) -> QBoxLayout:
        """The filters in one line; with large text the words to look for stand in a line of their own."""
        row, choices = QHBoxLayout(), QHBoxLayout()
        for combo, letters in ((self.statement, 12), (self.status, 12)):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(letters)
            choices.addWidget(combo)
        row.addWidget(self.search, 1)
        if theme.px(100) < LARGE_TEXT:
            row.addLayout(choices)
            row.addWidget(self.count)
            return row
        row.addWidget(self.count)
        both = QVBoxLayout()
        both.addLayout(row)
        both.addLayout(choices)
        choices.addStretch(1)
        return both

    def _lay_out_notice(self) -> None:
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(0, 0, 0, 0)
        self.notice_text.setTextFormat(Qt.TextFormat.PlainText)
        self.notice_text.setWordWrap(True)
        self.undo = link_button("Undo", self.workspace.undo)
        row.addWidget(self.notice_text, 1)
        row.addWidget(self.undo)
        self.notice.hide()

    def _connect(self) -> None:
        self.model.counted.connect(self._counted)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._opened)
        self.search.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self.narrow)
        for combo in (self.statement, self.status):
            combo.currentIndexChanged.connect(lambda _: self.narrow())
        self.detail.removed.connect(self._removed)
        self.carried.asked.connect(self.show_carried)
        self.carried.reviewed.connect(self.review_shown)
        self.workspace.step_taken.connect(self._follow)
        self.workspace.year_opened.connect(self._on_year)
