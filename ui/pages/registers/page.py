"""The page of the registers: a list to filter and sort, and beside it the record one is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.events import StepTaken
from selfassess.domain.readiness import not_reviewed
from selfassess.domain.records import CATALOGUE, Record
from ui.bridge.workspace import Workspace
from ui.pages.registers.adding import Adding
from ui.pages.registers.detail import Detail
from ui.pages.registers.kinds import BY_PLACE, REGISTERS, Register
from ui.pages.registers.model import RegisterModel
from ui.widgets import theme
from ui.widgets.forms.carried import NotReviewedLine, counted
from ui.widgets.forms.earlier import review
from ui.widgets.look import EmptyState, link_button, quiet, secondary, title
from ui.widgets.tables import ListAndDetail, Table
from ui.widgets.turns import in_turns

TYPING_MS = 150
LARGE_TEXT = 150
"""The text size in percent from which the filters take two lines."""
NARROW = 720
"""Below this width (at 100 % text) the record stands below the list."""


class RegisterView(QWidget):
    """One register."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__()
        self.workspace, self.register = workspace, register
        kind = CATALOGUE[register.kind]
        self.model = RegisterModel(workspace, register, self)
        self.table = Table(self.model, register.title)
        self.table.lay_out(register.columns(workspace.session.current, workspace.today()))
        self.detail = Detail(workspace, register)
        self.adding = Adding(workspace, register)
        self.add = secondary(f"Add {kind.name.lower()}")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName(f"Filter {register.title.lower()} by any word")
        self.search.setClearButtonEnabled(True)
        self.filters = {choice.field: QComboBox() for choice in register.filters}
        self.count = quiet("")
        self.carried = NotReviewedLine("Mark all shown as reviewed", leads="Show only these")
        self._only_carried = False
        self.notice = QWidget()
        self.notice_text = QLabel()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._lay_out()
        self._connect()
        self._offer()
        self._counted()
        # The form of the first record is made before anybody asks for it, but after the list has been painted.
        in_turns(self.detail, (build() for build in (self.detail.build,)))

    def reload(self) -> None:
        """Show the year in view."""
        self.model.reload()
        self._offer()

    def _offer(self) -> None:
        """Fill the filters for the year in view, and begin without a record."""
        for choice in self.register.filters:
            combo = self.filters[choice.field]
            combo.blockSignals(True)
            chosen = combo.currentData()
            combo.clear()
            for key, words in choice.options(self.register.kind, self.workspace.session.current):
                combo.addItem(words, key)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
            combo.setAccessibleName(f"Show: {choice.everything}")
            combo.blockSignals(False)
        self.notice.hide()
        self.add.setVisible(not self.workspace.read_only)
        self.table.choose(None)
        self._show(None)

    def narrow(self) -> None:
        """Show what the filters keep."""
        self._typed.stop()
        chosen = [(choice, str(self.filters[choice.field].currentData() or "")) for choice in self.register.filters]
        chosen = [(choice, key) for choice, key in chosen if key]
        only_carried = self._only_carried

        def keep(record: Record) -> bool:
            return all(choice.keeps(record, key) for choice, key in chosen) and (
                not only_carried or not_reviewed(record)
            )

        here = self.detail.record
        self.model.narrow(self.search.text(), keep if chosen or only_carried else None)
        if not self.table.choose(here):
            self._show(None)

    def open_record(self, id: str, field: str = "") -> bool:
        """Go to a record, out of any filter that hides it; False where it is not in this year."""
        if id not in self.workspace.session.current.by_id:
            return False
        if self.model.place(id) is None:
            self.clear_filters()
        self.table.choose(id)
        self._show(id)
        if field:
            self.detail.focus_field(field)
        return True

    def clear_filters(self) -> None:
        """Show everything."""
        for widget in (self.search, *self.filters.values()):
            widget.blockSignals(True)
        self.search.clear()
        for combo in self.filters.values():
            combo.setCurrentIndex(0)
        for widget in (self.search, *self.filters.values()):
            widget.blockSignals(False)
        self._only_carried = False
        self.narrow()

    def show_carried(self) -> None:
        """Show only what was carried from an earlier year and not reviewed since."""
        self.clear_filters()
        self._only_carried = True
        self.narrow()

    def review_shown(self) -> None:
        """Say that somebody has read again everything carried that is shown."""
        if self.workspace.flush():
            year = self.workspace.session.current
            review(self.workspace, [year.by_id[id] for id in self.model.shown])

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed, and go on where the record one was on is gone."""
        self.notice.hide()
        self.model.follow(step)
        self._show_carried()
        here = self.detail.record
        if here is not None and here not in self.workspace.session.current.by_id:
            self._show(self.table.current())

    def _show(self, id: str | None) -> None:
        if not self.detail.show_record(id):
            self.table.blockSignals(True)
            self.table.choose(self.detail.record)
            self.table.blockSignals(False)
            return
        self.detail.setVisible(id is not None)

    def _opened(self, id: str) -> None:
        self._show(id)
        self.detail.focus_field(next(iter(self.detail.form.editors)))

    def _ask(self) -> None:
        chosen = {field: str(combo.currentData() or "") for field, combo in self.filters.items()}
        self.adding.ask(chosen)

    def _added(self, id: str) -> None:
        self.open_record(id)
        fields = [key for key in self.detail.form.editors if key not in self.register.asks]
        self.detail.focus_field(fields[0])

    def _removed(self, name: str) -> None:
        self.notice_text.setText(f"“{name}” was removed.")
        self.notice.show()

    def _counted(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.count.setText(f"{shown:,} of {total:,} shown" if shown != total else f"{total:,} in all")
        self.empty.setVisible(not total)
        self.nothing.setVisible(bool(total) and not shown)
        self.table.setVisible(bool(shown))
        self._show_carried()

    def _show_carried(self) -> None:
        """How much of the register was carried from an earlier year and is not reviewed, and how much of it shows."""
        year = self.workspace.session.current
        carried = [r.id for r in year.of(self.register.kind) if not_reviewed(r)] if not year.by_cqc else []
        shown = sum(self.model.place(id) is not None for id in carried)
        some = "" if shown == len(carried) else f" ({shown:,} of them shown)"
        self.carried.show_count(len(carried), f"{counted(len(carried))}{some}", bool(self.workspace.read_only))
        self.carried.leads.setVisible(not self._only_carried)
        self.carried.button.setEnabled(bool(shown))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(title(self.register.title), 1)
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignVCenter)
        self.count.setWordWrap(False)
        row = self._tools()
        self._lay_out_notice()
        can_add = not self.workspace.read_only
        self.empty = EmptyState(self.register.empty, self.add.text() if can_add else None, self._ask)
        self.nothing = EmptyState("Nothing here holds all of that.", "Show everything", self.clear_filters)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        splitter = ListAndDetail(left, self.detail, lambda width: width < theme.px(NARROW), (3, 2))
        page = QVBoxLayout(self)
        page.setContentsMargins(28, 16, 28, 16)
        page.setSpacing(8)
        for part in (head, quiet(self.register.what), row, self.carried, self.adding, self.notice):
            page.addLayout(part) if isinstance(part, QBoxLayout) else page.addWidget(part)
        page.addWidget(splitter, 1)

    def _tools(self) -> QBoxLayout:
        """The filters in one line; with large text the words to look for stand in a line of their own."""
        row, choices = QHBoxLayout(), QHBoxLayout()
        for combo, choice in zip(self.filters.values(), self.register.filters, strict=True):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(max(len(choice.everything) * 5 // 6, 10))
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
        undo = link_button("Undo")
        undo.setAccessibleName("Undo the removal")
        undo.clicked.connect(self.workspace.undo)
        row.addWidget(self.notice_text)
        row.addWidget(undo)
        row.addStretch(1)
        self.notice.hide()

    def _connect(self) -> None:
        self.model.counted.connect(self._counted)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._opened)
        self.search.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self.narrow)
        for combo in self.filters.values():
            combo.currentIndexChanged.connect(lambda _: self.narrow())
        self.add.clicked.connect(self._ask)
        self.adding.added.connect(self._added)
        self.detail.removed.connect(self._removed)
        self.carried.asked.connect(self.show_carried)
        self.carried.reviewed.connect(self.review_shown)


class RegistersPage(QWidget):
    """All registers, each made when it is first asked for; where one was in each is kept."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.views: dict[str, RegisterView] = {}
        self._stack = QStackedWidget()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(self._on_year)

    @property
    def title(self) -> str:
        """The name of the register in view."""
        view = self._stack.currentWidget()
        return view.register.title if isinstance(view, RegisterView) else REGISTERS[0].title

    def show_place(self, rest: str) -> None:
        """Show a register, and in it a record and a field where they are named: "risks/<id>#owner"."""
        where, _, field = rest.partition("#")
        place, _, id = where.partition("/")
        register = BY_PLACE.get(place, REGISTERS[0])
        if register.place not in self.views:
            self.views[register.place] = RegisterView(self.workspace, register)
            self._stack.addWidget(self.views[register.place])
        view = self.views[register.place]
        self._stack.setCurrentWidget(view)
        if id:
            view.open_record(id, field)

    def _on_step(self, step: StepTaken) -> None:
        for view in self.views.values():
            view.follow(step)

    def _on_year(self) -> None:
        for view in self.views.values():
            view.reload()
