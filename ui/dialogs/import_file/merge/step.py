"""The preview of a merge: how many of what, a list to tick, what each row would do, and what was not understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.text.wording import count_noun
from selfassess.services.importing.plan_merge import Prepared
from ui.dialogs.import_file.merge.choices import Choices
from ui.dialogs.import_file.merge.detail import Detail
from ui.dialogs.import_file.merge.difference_list import DifferencesModel, DifferencesTable, TroubleList
from ui.dialogs.import_file.merge.lines import (
    NOT_UNDERSTOOD,
    Group,
    Line,
    Trouble,
    Wording,
    build_merge_lines,
    build_troubles,
    summarise_lines,
)
from ui.dialogs.import_file.next_action import Offer
from ui.dialogs.import_file.notes import Notes
from ui.widgets import theme
from ui.widgets.flow import Flow
from ui.widgets.look import make_label, make_secondary_button, set_look, show_if

LEAST_ROWS, LEAST_LARGE = 3, 2
"""Rows that stay in sight on the smallest screen, and with the largest text there."""

NOTHING_TICKED = "Nothing would change: every row is left or kept as it is here."
LEFT_ASIDE = "What you leave aside is offered again when you import this file again."
DECLINE, OFFER = "Do not offer again", "Offer again next time"
DECLINED = "Keep what is decided"
STAYS_OUT = "What was not understood stays out; everything else in the file can be taken."


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A merge worked out for the list, on a worker."""

    prepared: Prepared
    wording: Wording
    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]


def prepare_merge_lines(prepared: Prepared) -> Shown:
    """A merge as lines, with everything that takes long; for a worker."""
    wording = Wording(prepared.there, prepared.incoming.workbook, prepared.merge)
    return Shown(
        prepared=prepared,
        wording=wording,
        lines=build_merge_lines(prepared.merge, prepared.incoming, wording, prepared.all_writers),
        troubles=build_troubles(prepared.problems),
    )


class Changes(QWidget):
    """Lets a person choose. ``changed`` tells that another choice was made."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices()
        self.shown: Shown | None = None
        self.summary = make_label("", "strong")
        self.notes = Notes()
        self.filters = QButtonGroup(self)
        self.filter_row = Flow()
        self.model = DifferencesModel(self)
        self.table = DifferencesTable(self.model)
        self.troubles = TroubleList()
        self.detail = Detail()
        self.all = make_secondary_button("Tick all", lambda: self.model.take_lines(self.model.shown_ids, True))
        self.none = make_secondary_button("Untick all", lambda: self.model.take_lines(self.model.shown_ids, False))
        self.decline = make_secondary_button(DECLINE, self.toggle_current_decline)
        self.all_mine = make_secondary_button("Keep mine", lambda: self.end_open_conflicts(Resolution.MINE))
        self.all_theirs = make_secondary_button("Take theirs", lambda: self.end_open_conflicts(Resolution.THEIRS))
        self.rest = make_label("All conflicts still open:", "quiet")
        self.rest.setWordWrap(False)
        self.setFocusProxy(self.table)
        self.lists = QStackedWidget()
        self._lay_out_changes()
        self.table.chosen.connect(self._on_line_chosen)
        self.table.opened.connect(lambda _: self.detail.setFocus())
        self.model.ticked.connect(self._on_choices_changed)
        self.detail.decided.connect(self.end_conflict)

    def show_merge(self, shown: Shown) -> None:
        """Show another merge, everything to be taken, every conflict open."""
        self.shown = shown
        self.choices = Choices([line.difference for line in shown.lines])
        self.summary.setText(summarise_lines(shown.lines, len(shown.troubles)))
        self.notes.show_notes(shown.prepared.notes)
        self.detail.begin_merge(shown.wording, self.choices, shown.prepared)
        self.model.show_merge_lines(shown.lines, self.choices)
        self.table.lay_out_columns(self.model.columns)
        self.troubles.show_troubles(shown.troubles, STAYS_OUT)
        self._build_group_filters(shown)
        self._on_choices_changed()

    def go_to_first_line(self) -> None:
        """Go to the first line."""
        if self.model.shown_ids:
            self.table.choose_row(self.model.shown_ids[0])

    def show_line_group(self, group: str) -> None:
        """Show only the lines of a group, "" for all of them, or what was not understood."""
        self.lists.setCurrentIndex(int(group == NOT_UNDERSTOOD))
        if group == NOT_UNDERSTOOD:
            return
        on = self.table.current_row_id()
        self.model.narrow_rows("", (lambda line: line.group == group) if group else None)
        if not self.table.choose_row(on) and self.model.shown_ids:
            self.table.choose_row(self.model.shown_ids[0])

    def end_conflict(self, id: str, key: str | None, resolution: Resolution) -> None:
        """End one conflict."""
        self.choices.decide_conflict(id, key, resolution)
        self.model.repaint_lines((id,))
        self._on_choices_changed()

    def toggle_current_decline(self) -> None:
        """Have the line one is on not offered again, or revoke that."""
        id = self.table.current_row_id()
        if id is not None:
            self.model.decline_line(id, id not in self.choices.declined)

    def end_open_conflicts(self, resolution: Resolution) -> None:
        """End every conflict that is still open."""
        ids = {id for id, _ in self.choices.list_open_conflicts()}
        self.choices.decide_open_conflicts(resolution)
        self.model.repaint_lines(ids)
        if self.detail.line is not None and self.detail.line.id in ids:
            self.detail.show_difference(self.detail.line)
        self._on_choices_changed()

    def go_to_next_conflict(self) -> None:
        """Go to the next conflict that is open."""
        waiting = self.choices.list_open_conflicts()
        if not waiting:
            return
        on = self.table.current_row_id()
        after = [each for each in waiting if self._find_row_number(each[0]) > self._find_row_number(on)] if on else []
        here = [each for each in waiting if each[0] == on]
        id, key = (here or after or waiting)[0]
        if self.model.row_place(id) is None:
            self.filters.buttons()[0].click()
        self.table.choose_row(id)
        self.detail.focus_conflict(key)

    def describe_changes_offer(self) -> Offer:
        """What can be done with what is chosen."""
        waiting, count = len(self.choices.list_open_conflicts()), self.choices.count_changes()
        declined = self.choices.declined and not count
        idle = not declined and not count and not waiting and self.model.total
        return Offer(
            words=DECLINED if declined else f"Import {count_noun(count, 'change')}",
            ready=bool(count > 0 or declined) and not waiting,
            why=NOTHING_TICKED if idle else LEFT_ASIDE if self.choices.left else "",
            waiting=waiting,
        )

    def collect_decisions(self) -> Decisions:
        """What was chosen."""
        return self.choices.build_decisions()

    def _find_row_number(self, id: str | None) -> int:
        place = self.model.row_place(id or "")
        return -1 if place is None else place

    def _on_line_chosen(self, id: str) -> None:
        if self.shown is not None and (self.detail.line is None or self.detail.line.id != id):
            self.detail.show_difference(next((line for line in self.shown.lines if line.id == id), None))
        self._name_decline_button()

    def _name_decline_button(self) -> None:
        """Say what the button does to the line one is on."""
        id = self.table.current_row_id()
        self.decline.setEnabled(id is not None)
        self.decline.setText(OFFER if id in self.choices.declined else DECLINE)

    def _on_choices_changed(self) -> None:
        waiting = bool(self.choices.list_open_conflicts())
        for part in (self.all_mine, self.all_theirs):
            part.setEnabled(waiting)
        self._name_decline_button()
        self.changed.emit()

    def _build_group_filters(self, shown: Shown) -> None:
        """A button for each group that there is."""
        for button in self.filters.buttons():
            self.filters.removeButton(button)
            self.filter_row.remove_part(button)
        counts = Counter(line.group for line in shown.lines)
        self._build_filter_button("All", "", len(shown.lines)).setChecked(True)
        for group in Group:
            if counts[group]:
                self._build_filter_button(group.value.capitalize(), group, counts[group])
        if shown.troubles:
            self._build_filter_button(NOT_UNDERSTOOD.capitalize(), NOT_UNDERSTOOD, len(shown.troubles))
        conflicts = bool(counts[Group.CONFLICT])
        for part in (self.rest, self.all_mine, self.all_theirs):
            part.setVisible(conflicts)
        self.lists.setCurrentIndex(0 if shown.lines or not shown.troubles else 1)
        if not shown.lines and shown.troubles:
            self.filters.buttons()[-1].setChecked(True)

    def _build_filter_button(self, words: str, group: str, count: int) -> QPushButton:
        button = make_secondary_button(f"{words} ({count:,})", lambda: self.show_line_group(group))
        button.setCheckable(True)
        button.toggled.connect(lambda on: set_look(button, "primary" if on else "secondary"))
        self.filters.addButton(button)
        self.filter_row.add_part(button)
        return button

    def _lay_out_changes(self) -> None:
        acts = Flow()
        for part in (self.all, self.none, self.decline, self.rest, self.all_mine, self.all_theirs):
            acts.add_part(part)
        for button, words in ((self.all_mine, "Keep mine"), (self.all_theirs, "Take theirs")):
            button.setAccessibleName(f"{words} in all conflicts still open")
        for button, words in ((self.all, "Tick"), (self.none, "Untick")):
            button.setAccessibleName(f"{words} all rows that are shown")
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 6, 0, 0)
        under.addWidget(acts)
        under.addWidget(self.detail, 1)
        large = theme.px(100) >= 150
        show_if(self.summary, not large)  # the buttons below it have the counts too
        rows = LEAST_LARGE if large else LEAST_ROWS
        self.table.setMinimumHeight(theme.px(34) + rows * (self.table.fontMetrics().height() + 16))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setSizes([300, 340])
        self.lists.addWidget(split)
        self.lists.addWidget(self.troubles)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(6)
        page.addWidget(self.summary)
        page.addWidget(self.notes)
        page.addWidget(self.filter_row)
        page.addWidget(self.lists, 1)
