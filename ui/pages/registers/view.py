"""One register on the screen: what narrows it, the list, the record one is on, and what is done with several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import remove_records
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.statement_status import needs_review
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.workspace import Workspace
from ui.pages.registers.adding import Adding
from ui.pages.registers.bulk import BulkDialog, BulkLine
from ui.pages.registers.detail import Detail
from ui.pages.registers.filter_bar import FilterBar
from ui.pages.registers.filters import Test, combine_tests
from ui.pages.registers.gathering import Gathering
from ui.pages.registers.kinds import Register, count_in_words
from ui.pages.registers.model import RegisterModel
from ui.widgets import theme
from ui.widgets.flow import Flow
from ui.widgets.forms.carried import NotReviewedLine
from ui.widgets.forms.carried import describe_not_reviewed as counted_carried
from ui.widgets.forms.earlier import review_carried_records
from ui.widgets.going_on import holds_keyboard
from ui.widgets.idle_queue import drop_work, in_turns
from ui.widgets.look import (
    EmptyState,
    ScrollArea,
    make_link_button,
    make_quiet_label,
    make_title,
)
from ui.widgets.tables import AT_ONCE, ListAndDetail, Table

NARROW = 720
"""Below this width (at 100 % text) the record stands below the list."""
LARGE_TEXT = 150
"""The text size in percent from which no more buttons than BESIDE_TITLE stand beside the title."""
BESIDE_TITLE = 2
LEAST = 300
"""List and record have at least this height (at 100 % text); with less room the page scrolls."""


class RegisterView(QWidget):
    """One register."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__()
        self.workspace, self.register = workspace, register
        self.model = self.create_model()
        self.table = Table(self.model, register.title, many=not workspace.read_only)
        self.table.lay_out_columns(self.model.register_columns)
        self.detail = self.create_detail()
        self.adding = Adding(workspace, register)
        self.bar = FilterBar(register)
        self.search = self.bar.search
        self.count = self.bar.count
        self.carried = NotReviewedLine("Mark all shown as reviewed", leads="Show only these")
        self.many = BulkLine()
        self._only_carried = False
        self._carried_of: tuple[Record, ...] | None = None
        self._carried_ids: list[str] = []
        self._only: frozenset[str] | None = None
        self.notice = QWidget()
        self.notice_text = QLabel()
        self.undo = make_link_button("Undo", workspace.undo_last_step)
        self.gathering = Gathering(self) if register.gathers else None
        self._lay_out_register()
        self._connect_register_signals()
        self._offer_year_filters()
        self._on_records_counted()
        # The form of the first record is made before anybody asks for it, but after the list has been painted; then
        # what is looked through when somebody types.
        in_turns(self.detail, (build() for build in (self.detail.build_form,)))
        self._read_ahead()

    def create_model(self) -> RegisterModel:
        """The model of the list."""
        return RegisterModel(self.workspace, self.register, self)

    def create_detail(self) -> Detail:
        """What stands beside the list."""
        return Detail(self.workspace, self.register, self.model.library)

    def head_buttons(self) -> Sequence[QPushButton]:
        """The buttons beside the title."""
        return self.gathering.adding_buttons if self.gathering else ()

    def parts_above_list(self) -> Sequence[QWidget]:
        """What stands between the filters and the list."""
        return ()

    def way_to_begin(self) -> tuple[str, Callable[[], object]]:
        """What an empty register offers, in words, and what it does."""
        return f"Add {CATALOGUE[self.register.kind].name.lower()}", self._ask_for_new_record

    @property
    def filter_combos(self) -> Mapping[str, QComboBox]:
        """Field or question -> the drop-down that narrows by it."""
        return self.bar.filled_combos

    def reload_register(self) -> None:
        """Show the year in view."""
        self.model.reload_records()
        self._offer_year_filters()
        self._read_ahead()

    def narrow_records(self) -> None:
        """Show what the filters keep: at once, or once many records have been read for the first time."""
        self.bar.timer.stop()
        if "duplicates" in self.bar.chosen_answers() and not self.model.library.seek_twins(self._on_twins_found):
            return
        if self.model.total > AT_ONCE:
            in_turns(self.model, self._narrow_step_by_step())
        else:
            self._narrow_at_once()

    def narrow_to_answers(self, wanted: Mapping[str, str]) -> None:
        """Show what these answers keep, field or question -> key, and nothing else."""
        self._forget_choices(wanted)
        self.narrow_records()

    def show_only_records(self, ids: Collection[str], words: str) -> None:
        """Show these records and no others, with what happened to them; go to the first."""
        self._forget_choices()
        self._only = frozenset(ids)
        self._narrow_at_once()
        if self.model.shown_ids:
            self.open_register_record(self.model.shown_ids[0])
        self._show_notice(words)

    def open_register_record(self, id: str, field: str = "") -> bool:
        """Go to a record, out of any filter that hides it; False where it is not in this year."""
        if id not in self.workspace.session.current.by_id:
            return False
        if self.model.row_place(id) is None:
            self.clear_filters()
        self.table.choose_row(id)
        self._show_in_detail(id)
        if field:
            self.detail.focus_form_field(field)
        return True

    def clear_filters(self) -> None:
        """Show everything."""
        self._forget_choices()
        self._narrow_at_once()
        self._read_ahead()

    def show_carried_records(self) -> None:
        """Show only what was carried from an earlier year and not reviewed since."""
        self.clear_filters()
        self._only_carried = True
        self._narrow_at_once()

    def review_shown_records(self) -> None:
        """Say that somebody has read again everything carried that is shown."""
        if self.workspace.flush():
            year = self.workspace.session.current
            review_carried_records(self.workspace, [year.by_id[id] for id in self.model.shown_ids])

    def change_selected(self) -> None:
        """Ask what is to be the same in all that are selected."""
        BulkDialog(self.workspace, self.register, self.table.selected_ids(), self.window()).open()

    def remove_selected(self) -> None:
        """Remove all that are selected; undo brings them back."""
        ids = self.table.selected_ids()
        if not ids or not self.workspace.flush():
            return
        place = self.model.row_place(ids[0]) or 0
        words = count_in_words(self.register, len(ids))
        session = self.workspace.session
        if self.workspace.take_long_step(
            take_bulk_changes(session, f"remove {words}", remove_records(session.current, ids)), "Removing"
        ):
            self._show_notice(f"{words[0].upper()}{words[1:]} removed.")
            self._go_on_at_row(place)

    def follow_step(self, step: StepTaken) -> None:
        """Repaint what a step changed, and go on where the record one was on is gone."""
        self.notice.hide()
        before = self.detail.record
        place = self.table.currentIndex().row()
        in_detail = holds_keyboard(self.detail)
        self.model.follow_step(step)
        self._show_carried_share()
        self._on_selection_marked()
        here = self.detail.record
        if here is not None and here not in self.workspace.session.current.by_id:
            self._show_in_detail(self.table.current_row_id())
        if in_detail and before is not None and before not in self.workspace.session.current.by_id:
            self._go_on_at_row(place)

    def _go_on_at_row(self, place: int) -> None:
        """Bring the keyboard to the row where one was; where none is left, to where one adds or searches."""
        if not self.table.focus_row_near(place):
            target = self.search if self.workspace.read_only else self.adding.line
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_year_filters(self) -> None:
        """Fill the filters for the year in view, and begin without a record."""
        self.bar.offer_filters(self.workspace.session.current)
        self.notice.hide()
        self.adding.offer_answers({})
        self.table.choose_row(None)
        self._show_in_detail(None)

    def _forget_choices(self, wanted: Mapping[str, str] | None = None) -> None:
        drop_work(self.model)
        self._only, self._only_carried = None, False
        self.bar.choose_answers(wanted or {})

    def _read_ahead(self) -> None:
        """Have what is looked through when somebody types or filters ready before."""
        library = self.model.library.read_ahead() if self.register.gathers else ()
        in_turns(self.model, chain(self.model.read_search_texts(), library))

    def _on_twins_found(self) -> None:
        if isValid(self):
            self.narrow_records()

    def _narrow_step_by_step(self) -> Iterator[None]:
        if self.search.text().strip():
            yield from self.model.read_search_texts()
        if "freshness" in self.bar.chosen_answers():
            yield from self.model.library.read_ahead()
        self._narrow_at_once()
        self._read_ahead()

    def _narrow_at_once(self) -> None:
        self.model.narrow_rows(self.search.text(), self._build_record_test())
        self._stay_on_record()

    def _build_record_test(self) -> Test | None:
        tests: list[Test] = self.bar.build_filter_tests(self.model)
        if self._only is not None:
            only = self._only
            tests.append(lambda record: record.id in only)
        if self._only_carried:
            tests.append(needs_review)
        return combine_tests(tests)

    def _stay_on_record(self) -> None:
        """Go on where one was, if that is still shown; the record beside the list is the same, and not shown anew."""
        self.table.blockSignals(True)
        there = self.table.choose_row(self.detail.record)
        self.table.blockSignals(False)
        if not there:
            self._show_in_detail(None)
        self._on_selection_marked()

    def _show_in_detail(self, id: str | None) -> None:
        if not self.detail.show_detail_record(id):
            self.table.blockSignals(True)
            self.table.choose_row(self.detail.record)
            self.table.blockSignals(False)
            return
        self.detail.setVisible(id is not None)

    def _on_record_opened(self, id: str) -> None:
        self._show_in_detail(id)
        self.detail.focus_form_field(self.detail.first_field)

    def _ask_for_new_record(self) -> None:
        self.adding.ask_for_record(self.bar.chosen_answers())

    def _on_record_added(self, id: str) -> None:
        self.open_register_record(id)
        fields = [key for key in self.detail.forms[0].fields if key not in self.register.asks]
        self.detail.focus_form_field(fields[0])

    def _show_notice(self, words: str, undo: str = "Undo the last change") -> None:
        self.notice_text.setText(words)
        self.undo.setAccessibleName(undo)
        self.notice.show()

    def _on_selection_marked(self) -> None:
        marked_count = 0 if self.workspace.read_only else len(self.table.selected_ids())
        self.many.show_selection_count(marked_count)

    def _on_records_counted(self) -> None:
        shown = self.model.rowCount()
        total = self.model.total
        self.bar.say_shown_count(shown, total)
        self.empty.setVisible(not total)
        self.nothing.setVisible(bool(total) and not shown)
        self.table.setVisible(bool(shown))
        self._show_carried_share()

    def _show_carried_share(self) -> None:
        """How much of the register was carried from an earlier year and is not reviewed, and how much of it shows."""
        year = self.workspace.session.current
        records = year.records_of(self.register.kind)
        if self._carried_of is not records:
            self._carried_of = records
            self._carried_ids = [r.id for r in records if needs_review(r)] if not year.by_cqc else []
        carried = self._carried_ids
        shown = sum(self.model.row_place(id) is not None for id in carried)
        some = "" if shown == len(carried) else f" ({shown:,} of them shown)"
        self.carried.show_not_reviewed_count(
            len(carried), f"{counted_carried(len(carried))}{some}", bool(self.workspace.read_only)
        )
        self.carried.leads.setVisible(not self._only_carried)
        self.carried.button.setEnabled(bool(shown))

    def _lay_out_register(self) -> None:
        head = self._lay_out_head()
        self._lay_out_register_notice()
        words, begin = self.way_to_begin()
        self.empty = EmptyState(self.register.empty, None if self.workspace.read_only else words, begin)
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
        page.addLayout(head)
        above = (*self.parts_above_list(), self.carried, self.adding, self.notice)
        for part in (make_quiet_label(self.register.what), self.bar, *above):
            page.addWidget(part)
        page.addWidget(splitter, 1)

    def _lay_out_head(self) -> QBoxLayout:
        """Title and buttons in one line; with large text many buttons stand below, in as many lines as they need."""
        buttons = self.head_buttons()
        below = len(buttons) > BESIDE_TITLE and theme.px(100) >= LARGE_TEXT
        head = QVBoxLayout() if below else QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(make_title(self.register.title), 0 if below else 1)
        if not below:
            for button in buttons:
                head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            return head
        flow = Flow()
        for button in buttons:
            flow.add_part(button)
        head.addWidget(flow)
        return head

    def _lay_out_register_notice(self) -> None:
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(0, 0, 0, 0)
        self.notice_text.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self.notice_text)
        row.addWidget(self.undo)
        row.addStretch(1)
        self.notice.hide()

    def _connect_register_signals(self) -> None:
        self.model.counted.connect(self._on_records_counted)
        self.table.chosen.connect(self._show_in_detail)
        self.table.opened.connect(self._on_record_opened)
        self.table.marked.connect(self._on_selection_marked)
        self.bar.changed.connect(self.narrow_records)
        self.bar.cleared.connect(self.clear_filters)
        self.many.changing.connect(self.change_selected)
        self.many.removing.connect(self.remove_selected)
        self.many.cleared.connect(lambda: self.table.select_rows(()))
        self.bar.changed.connect(lambda: self.adding.follow_filters(self.bar.chosen_answers()))
        self.adding.added.connect(self._on_record_added)
        self.detail.removed.connect(lambda name: self._show_notice(f"“{name}” was removed."))
        self.carried.asked.connect(self.show_carried_records)
        self.carried.reviewed.connect(self.review_shown_records)
