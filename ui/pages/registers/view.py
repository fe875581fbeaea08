"""One register on the screen: what narrows it, the list, the record one is on, and what is done with several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import removal
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.statement_status import not_reviewed
from selfassess.services.workbook.bulk_edit import take
from ui.bridge.workspace import Workspace
from ui.pages.registers.adding import Adding
from ui.pages.registers.bulk import BulkDialog, BulkLine
from ui.pages.registers.detail import Detail
from ui.pages.registers.filter_bar import FilterBar
from ui.pages.registers.filters import Test, all_of
from ui.pages.registers.gathering import Gathering
from ui.pages.registers.kinds import Register, counted
from ui.pages.registers.model import RegisterModel
from ui.widgets import theme
from ui.widgets.forms.carried import NotReviewedLine
from ui.widgets.forms.carried import counted as counted_carried
from ui.widgets.forms.earlier import review
from ui.widgets.going_on import holds_keyboard
from ui.widgets.idle_queue import drop, in_turns
from ui.widgets.look import EmptyState, ScrollArea, link_button, quiet, secondary, title
from ui.widgets.tables import AT_ONCE, ListAndDetail, Table

NARROW = 720
"""Below this width (at 100 % text) the record stands below the list."""
LEAST = 300
"""List and record have at least this height (at 100 % text); with less room the page scrolls."""


class RegisterView(QWidget):
    """One register."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__()
        self.workspace, self.register = workspace, register
        self.model = RegisterModel(workspace, register, self)
        self.table = Table(self.model, register.title, many=not workspace.read_only)
        self.table.lay_out(self.model.columns)
        self.detail = Detail(workspace, register, self.model.library)
        self.adding = Adding(workspace, register)
        self.add = secondary(f"Add {CATALOGUE[register.kind].name.lower()}")
        self.bar = FilterBar(register)
        self.search, self.count = self.bar.search, self.bar.count
        self.carried = NotReviewedLine("Mark all shown as reviewed", leads="Show only these")
        self.many = BulkLine()
        self._only_carried = False
        self._carried_of: tuple[Record, ...] | None = None
        self._carried_ids: list[str] = []
        self._only: frozenset[str] | None = None
        self.notice = QWidget()
        self.notice_text = QLabel()
        self.gathering = Gathering(self) if register.gathers else None
        self._lay_out()
        self._connect()
        self._offer()
        self._counted()
        # The form of the first record is made before anybody asks for it, but after the list has been painted; then
        # what is looked through when somebody types.
        in_turns(self.detail, (build() for build in (self.detail.build,)))
        self._read_ahead()

    @property
    def filters(self) -> Mapping[str, QComboBox]:
        """Field or question -> the drop-down that narrows by it."""
        return self.bar.combos

    def reload(self) -> None:
        """Show the year in view."""
        self.model.reload()
        self._offer()
        self._read_ahead()

    def narrow(self) -> None:
        """Show what the filters keep: at once, or once many records have been read for the first time."""
        self.bar.timer.stop()
        if "duplicates" in self.bar.chosen() and not self.model.library.seek_twins(self._found_twins):
            return
        if self.model.total > AT_ONCE:
            in_turns(self.model, self._narrowing())
        else:
            self._narrow()

    def narrow_to(self, wanted: Mapping[str, str], words: str = "") -> None:
        """Show what these answers keep, field or question -> key, and nothing else."""
        self._forget_choices(wanted, words)
        self.narrow()

    def show_only(self, ids: Collection[str], words: str) -> None:
        """Show these records and no others, with what happened to them; go to the first."""
        self._forget_choices()
        self._only = frozenset(ids)
        self._narrow()
        if self.model.shown:
            self.open_record(self.model.shown[0])
        self.notice_text.setText(words)
        self.notice.show()

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
        self._forget_choices()
        self._narrow()
        self._read_ahead()

    def show_carried(self) -> None:
        """Show only what was carried from an earlier year and not reviewed since."""
        self.clear_filters()
        self._only_carried = True
        self._narrow()

    def review_shown(self) -> None:
        """Say that somebody has read again everything carried that is shown."""
        if self.workspace.flush():
            year = self.workspace.session.current
            review(self.workspace, [year.by_id[id] for id in self.model.shown])

    def change_selected(self) -> None:
        """Ask what is to be the same in all that are selected."""
        BulkDialog(self.workspace, self.register, self.table.selected(), self.window()).open()

    def remove_selected(self) -> None:
        """Remove all that are selected; undo brings them back."""
        ids = self.table.selected()
        if not ids or not self.workspace.flush():
            return
        place = self.model.place(ids[0]) or 0
        words = counted(self.register, len(ids))
        session = self.workspace.session
        if self.workspace.take_long(take(session, f"remove {words}", removal(session.current, ids)), "Removing"):
            self._say(f"{words[0].upper()}{words[1:]} removed.")
            self._go_on(place)

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed, and go on where the record one was on is gone."""
        self.notice.hide()
        before, place = self.detail.record, self.table.currentIndex().row()
        in_detail = holds_keyboard(self.detail)
        self.model.follow(step)
        self._show_carried()
        self._marked()
        here = self.detail.record
        if here is not None and here not in self.workspace.session.current.by_id:
            self._show(self.table.current())
        if in_detail and before is not None and before not in self.workspace.session.current.by_id:
            self._go_on(place)

    def _go_on(self, place: int) -> None:
        """Bring the keyboard to the row where one was; where none is left, to where one adds or searches."""
        if not self.table.go_on(place):
            (self.search if self.workspace.read_only else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        """Fill the filters for the year in view, and begin without a record."""
        self.bar.offer(self.workspace.session.current)
        self.notice.hide()
        self.add.setVisible(not self.workspace.read_only)
        self.table.choose(None)
        self._show(None)

    def _forget_choices(self, wanted: Mapping[str, str] | None = None, words: str = "") -> None:
        drop(self.model)
        self._only, self._only_carried = None, False
        self.bar.choose(wanted or {}, words)

    def _read_ahead(self) -> None:
        """Have what is looked through when somebody types or filters ready before."""
        library = self.model.library.read() if self.register.gathers else ()
        in_turns(self.model, chain(self.model.read(), library))

    def _found_twins(self) -> None:
        if isValid(self):
            self.narrow()

    def _narrowing(self) -> Iterator[None]:
        if self.search.text().strip():
            yield from self.model.read()
        yield from self.model.narrowing(self.search.text(), self._test())
        self._stay()
        self._read_ahead()

    def _narrow(self) -> None:
        self.model.narrow(self.search.text(), self._test())
        self._stay()

    def _test(self) -> Test | None:
        tests: list[Test] = self.bar.tests(self.model.library)
        if self._only is not None:
            only = self._only
            tests.append(lambda record: record.id in only)
        if self._only_carried:
            tests.append(not_reviewed)
        return all_of(tests)

    def _stay(self) -> None:
        """Go on where one was, if that is still shown; the record beside the list is the same, and not shown anew."""
        self.table.blockSignals(True)
        there = self.table.choose(self.detail.record)
        self.table.blockSignals(False)
        if not there:
            self._show(None)
        self._marked()

    def _show(self, id: str | None) -> None:
        if not self.detail.show_record(id):
            self.table.blockSignals(True)
            self.table.choose(self.detail.record)
            self.table.blockSignals(False)
            return
        self.detail.setVisible(id is not None)

    def _opened(self, id: str) -> None:
        self._show(id)
        self.detail.focus_field(self.detail.form.fields[0])

    def _ask(self) -> None:
        self.adding.ask(self.bar.chosen())

    def _added(self, id: str) -> None:
        self.open_record(id)
        fields = [key for key in self.detail.form.fields if key not in self.register.asks]
        self.detail.focus_field(fields[0])

    def _say(self, words: str) -> None:
        self.notice_text.setText(words)
        self.notice.show()

    def _marked(self) -> None:
        self.many.show_count(0 if self.workspace.read_only else len(self.table.selected()))

    def _counted(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.bar.say(shown, total)
        self.empty.setVisible(not total)
        self.nothing.setVisible(bool(total) and not shown)
        self.table.setVisible(bool(shown))
        self._show_carried()

    def _show_carried(self) -> None:
        """How much of the register was carried from an earlier year and is not reviewed, and how much of it shows."""
        year = self.workspace.session.current
        records = year.of(self.register.kind)
        if self._carried_of is not records:
            self._carried_of = records
            self._carried_ids = [r.id for r in records if not_reviewed(r)] if not year.by_cqc else []
        carried = self._carried_ids
        shown = sum(self.model.place(id) is not None for id in carried)
        some = "" if shown == len(carried) else f" ({shown:,} of them shown)"
        self.carried.show_count(len(carried), f"{counted_carried(len(carried))}{some}", bool(self.workspace.read_only))
        self.carried.leads.setVisible(not self._only_carried)
        self.carried.button.setEnabled(bool(shown))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title(self.register.title), 1)
        for button in (*(self.gathering.buttons if self.gathering else ()), self.add):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lay_out_notice()
        can_add = not self.workspace.read_only
        self.empty = EmptyState(self.register.empty, self.add.text() if can_add else None, self._ask)
        self.nothing = EmptyState("Nothing here holds all of that.", "Show everything", self.clear_filters)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.empty, self.nothing):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.many)
        column.addStretch(0)
        splitter = ListAndDetail(left, self.detail, lambda width: width < theme.px(NARROW), (3, 2))
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
        for part in (head, quiet(self.register.what), self.bar, self.carried, self.adding, self.notice):
            page.addLayout(part) if isinstance(part, QBoxLayout) else page.addWidget(part)
        page.addWidget(splitter, 1)

    def _lay_out_notice(self) -> None:
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(0, 0, 0, 0)
        self.notice_text.setTextFormat(Qt.TextFormat.PlainText)
        undo = link_button("Undo")
        undo.setAccessibleName("Undo the last change")
        undo.clicked.connect(self.workspace.undo)
        row.addWidget(self.notice_text)
        row.addWidget(undo)
        row.addStretch(1)
        self.notice.hide()

    def _connect(self) -> None:
        self.model.counted.connect(self._counted)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._opened)
        self.table.marked.connect(self._marked)
        self.bar.changed.connect(self.narrow)
        self.bar.cleared.connect(self.clear_filters)
        self.many.changing.connect(self.change_selected)
        self.many.removing.connect(self.remove_selected)
        self.many.cleared.connect(lambda: self.table.select(()))
        self.add.clicked.connect(self._ask)
        self.adding.added.connect(self._added)
        self.detail.removed.connect(lambda name: self._say(f"“{name}” was removed."))
        self.carried.asked.connect(self.show_carried)
        self.carried.reviewed.connect(self.review_shown)
