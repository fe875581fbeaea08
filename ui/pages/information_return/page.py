"""The page of the information return: its items under their themes, and beside them the one that is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import Change
from selfassess.domain.text.wording import count_noun
from ui.bridge.workspace import Workspace
from ui.pages.information_return.detail import Detail
from ui.pages.information_return.filters import Filters
from ui.pages.information_return.head import Head, Shares
from ui.pages.information_return.listing import Listing
from ui.pages.information_return.model import CONTACTS, Line, ReturnModel, build_return_rows
from ui.widgets import theme
from ui.widgets.idle_queue import finish_work, in_turns
from ui.widgets.look import (
    EmptyState,
    ScrollArea,
    make_card,
    make_heading,
    make_link_button,
    make_quiet_label,
    make_text,
    show_if,
)
from ui.widgets.tables import ListAndDetail

if TYPE_CHECKING:
    from ui.pages.information_return.bulk import Several

NARROW = 720
"""Below this width (at 100 % text) the item stands below the list."""
SHARES = "Progress by theme and owner"
LARGE_TEXT = 150
"""The text size in percent from which the links take two lines."""
BESIDE = 80
"""What the name of the return leaves free beside it and the buttons."""
LEAST = 360
"""List and item have at least this height (at 100 % text); with less room the page scrolls."""
TOUCHING = ("evidence", "return_answer", "figure", "contact", "assessment")
"""The kinds of record that the list speaks of."""
OF_EVIDENCE = (None, "return_items", "covers_to", "as_at", "dated_on", "personal_data", "not_reviewed")
"""The fields of evidence that the list speaks of; None is a piece that comes or goes."""


class InformationReturnPage(QWidget):
    """What CQC asks for and how far the answer is."""

    title = "Information return"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.model = ReturnModel(self)
        self.table = Listing(self.model, "Items of the information return")
        self.detail = Detail(workspace)
        self.head = Head(workspace, self.title)
        self.filters = Filters()
        self.several: Several | None = None
        self.shares: Shares | None = None
        self._wanted: tuple[str, str] = ("", "")
        self._lay_out_return_page()
        self._connect_return_signals()
        self.reload_return()
        # The parts of an item are made after the list has been painted, one in each turn.
        in_turns(self, self._build_in_turns())

    def show_place(self, rest: str) -> None:
        """Show the return, and in it an item (or a group of contacts) and a field where they are named."""
        ref, _, field = rest.partition("#")
        if ref:
            self.open_item(ref, field)

    def open_item(self, ref: str, field: str = "") -> None:
        """Go to a row, out of any filter that hides it; as soon as its parts are there."""
        if ref == CONTACTS:
            ref = next((id for id in self.model.shown_ids if id.startswith(f"{CONTACTS} ")), "")
        if self.model.row_place(ref) is None:
            self.clear_return_filters()
        if not self.table.choose_row(ref):
            return
        self._wanted = (ref, field)
        if self.detail.built:
            self._open_wanted()

    def reload_return(self) -> None:
        """Show the return of the year in view."""
        year = self.workspace.session.current
        self.detail.show_row(None)
        self.model.show_rows(build_return_rows(year, self.workspace.session.derived.tally_evidence(year)))
        asked = year.information_return
        for part in (self.body, self.tools, self.filters, self.head.counted, self.head.dated):
            part.setVisible(asked is not None)
        self.nothing.setVisible(asked is None)
        self.rules.hide()
        self.about.setText(asked.name if asked else "")
        self.rules_text.setText("\n".join(f"•  {rule.rule}" for rule in asked.not_to_send) if asked else "")
        self.head.show_return_dates()
        self._count_items()
        first = next(self.model.shown_items(), None)
        if first is not None:
            self.open_item(first.id)
            self.table.scrollToTop()

    def filter_rows(self) -> None:
        """Show the rows that the filters keep."""
        self.model.narrow_rows(self.filters.search.text(), self.filters.build_row_filter())
        self._count_shown_items()

    def clear_return_filters(self) -> None:
        """Show every row."""
        self.filters.clear_silently()
        self.filter_rows()

    def toggle_rules(self) -> None:
        """Show or hide what CQC asks councils not to send."""
        self.rules.setVisible(self.rules.isHidden())

    def toggle_shares(self) -> None:
        """Show or hide how far each theme and each owner is; made when it is asked for first."""
        if self.shares is None:
            self.shares = Shares()
            self.shares.hide()
            self.shares.owner.connect(self.filters.choose_owner)
            self.shares.theme.connect(self.filters.choose_theme)
            self._page.insertWidget(self._page.indexOf(self.rules), self.shares)
        wanted = self.shares.isHidden()
        if wanted:
            self.shares.show_shares(self.workspace.session.current, self.model.item_states())
        self.shares.setVisible(wanted)
        self.shares_button.setText("Hide the progress" if wanted else SHARES)

    def toggle_several(self) -> None:
        """Show or hide the bar that sets owner or status of several items."""
        bar = self._make_several_bar()
        bar.setVisible(bar.isHidden())
        self._on_items_selected()

    def _make_several_bar(self) -> Several:
        """The bar for several items, made when it is asked for first."""
        if self.several is None:
            from ui.pages.information_return.bulk import Several

            self.several = Several(self.workspace)
            self.several.asked_for_all.connect(
                lambda: self.table.select_rows([row.id for row in self.model.shown_items()])
            )
            self.several.closed.connect(self.several.hide)
            self._page.insertWidget(self._page.indexOf(self.body), self.several)
        return self.several

    def _build_in_turns(self) -> Iterator[None]:
        yield from self.detail.build_item_parts()
        self._open_wanted()
        yield
        for make in (self.detail.make_figures, self.detail.make_contacts):  # before anybody goes to such a row
            make()
            yield

    def _open_wanted(self) -> None:
        ref, field = self._wanted
        self._wanted = ("", "")
        if ref:
            self._show_item_detail(ref)
            if field:
                self.detail.focus_field(field)

    def _show_item_detail(self, id: str) -> None:
        if not self.detail.built:
            self._wanted = (id, "")
        elif not self.detail.show_row(self.model.find_row(id)):
            self.table.blockSignals(True)
            self.table.choose_row(self.detail.shown)
            self.table.blockSignals(False)

    def _on_item_chosen(self, id: str) -> None:
        if len(self.table.selected_ids()) <= 1:
            self._show_item_detail(id)

    def _on_item_opened(self, id: str) -> None:
        finish_work(self)
        self.detail.focus_field("status")

    def _on_items_selected(self) -> None:
        """Offer to set several at once as soon as several are selected."""
        states = [row.state for id in self.table.selected_ids() if isinstance(row := self.model.find_row(id), Line)]
        if len(states) > 1 and not self.workspace.read_only:
            self._make_several_bar().show()
        if self.several is not None and not self.several.isHidden():
            owners = sorted({state.owner for state in self.model.item_states()} - {""})
            self.several.show_selected_states(states, owners)

    def _on_return_year(self, _: object) -> None:
        self.reload_return()

    def _on_return_step(self, step: StepTaken) -> None:
        if not any(_matters_to_list(change) for change in step.changes):
            return
        session = self.workspace.session
        tallies = session.derived.tally_evidence(session.current)
        if self.model.follow_return_year(session.current, tallies) | step.touches_kind("assessment"):
            self.detail.follow_item_row(self.model.find_row(self.detail.shown))
            self._count_items()
            self._on_items_selected()

    def _count_items(self) -> None:
        year, states = self.workspace.session.current, self.model.item_states()
        self.filters.offer_filter_choices(year, states)
        self.head.show_return_progress(year, states)
        if self.shares is not None and self.shares.isVisible():
            self.shares.show_shares(year, states)
        self._count_shown_items()

    def _count_shown_items(self) -> None:
        every, shown = len(self.model.item_states()), sum(1 for _ in self.model.shown_items())
        self.filters.count.setText(f"{shown} of {every} shown" if shown != every else count_noun(every, "item"))

    def _on_reset(self) -> None:
        """The view forgets where it was."""
        self.table.choose_row(self.detail.shown)

    def _lay_out_return_page(self) -> None:
        self.about = make_quiet_label("")
        self.rules, self.rules_text = make_card(make_heading("What CQC asks councils not to send")), make_text("")
        inside = self.rules.layout()
        assert inside is not None
        inside.addWidget(self.rules_text)
        self.nothing = EmptyState("This year answers no information return. Open the year that you are drafting.")
        self._lay_out_tools()
        inside_all = QWidget()
        self.pane = ScrollArea()
        self.pane.setWidgetResizable(True)
        self.pane.setFrameShape(QScrollArea.Shape.NoFrame)
        self.pane.setWidget(inside_all)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.pane)
        self._page = QVBoxLayout(inside_all)
        self._page.setContentsMargins(28, 16, 28, 16)
        self._page.setSpacing(8)
        for part in (self.head, self.filters, self.tools, self.rules):
            self._page.addWidget(part)
        self.body = ListAndDetail(self.table, self.detail, lambda width: width < theme.px(NARROW), (1, 1), self)
        self.body.setSizes([460, 580])
        self.body.setMinimumHeight(theme.px(LEAST))
        self._page.addWidget(self.body, 1)
        self._page.addWidget(self.nothing)
        self._page.addStretch(0)

    def _lay_out_tools(self) -> None:
        """The links below the filters: in one line, with large text in two."""
        self.tools = QWidget()
        lines = QVBoxLayout(self.tools)
        lines.setContentsMargins(0, 0, 0, 0)
        links, more = QHBoxLayout(), QHBoxLayout()
        lines.addLayout(links)
        lines.addLayout(more)
        self.shares_button = make_link_button(SHARES, self.toggle_shares)
        self.several_button = make_link_button("Set several at once", self.toggle_several)
        show_if(self.several_button, not self.workspace.read_only)
        self.rules_button = make_link_button("What not to send", self.toggle_rules)
        self.return_pack = make_link_button("Return pack ›", lambda: self.workspace.go("return_pack"))
        for button in (self.shares_button, self.several_button):
            links.addWidget(button)
        for button in (self.rules_button, self.return_pack):
            (links if theme.px(100) < LARGE_TEXT else more).addWidget(button)
        more.addStretch(1)
        for row in (links, more):
            row.setSpacing(4)
        self.about.setWordWrap(False)
        links.addStretch(1)
        links.addWidget(self.about)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        buttons = (self.shares_button, self.several_button, self.rules_button, self.return_pack)
        room = event.size().width() - sum(button.sizeHint().width() + 4 for button in buttons) - BESIDE
        self.about.setVisible(self.about.fontMetrics().horizontalAdvance(self.about.text()) <= room)

    def _connect_return_signals(self) -> None:
        self.table.chosen.connect(self._on_item_chosen)
        self.table.opened.connect(self._on_item_opened)
        self.table.marked.connect(self._on_items_selected)
        self.filters.changed.connect(self.filter_rows)
        self.model.modelReset.connect(self._on_reset)
        self.workspace.step_taken.connect(self._on_return_step)
        # A method: what a page connects must end with the page
        self.workspace.year_opened.connect(self._on_return_year)


def _matters_to_list(change: Change) -> bool:
    """Whether the list may say something else after a change."""
    return change.kind in TOUCHING and (change.kind != "evidence" or change.field in OF_EVIDENCE)
