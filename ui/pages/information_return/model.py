"""The return as rows: whom CQC can contact, and the items under their themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont

from selfassess.domain.information_return import progress
from selfassess.domain.information_return.progress import GroupState, ItemState, Lack, Tally
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun
from ui.widgets.tables import Column, Index, RowsModel
from ui.widgets.theme import colour
from ui.widgets.tips import format_tip

STATUS = CATALOGUE["return_answer"].by_key["status"]
TITLE = 1
"""The column of the titles."""
BELOW = Qt.ItemDataRole.UserRole + 1
"""What stands below a title in small letters."""
CONTACTS = "contacts"
"""The first word of the id of a group of contacts, and what its rows stand under."""


@dataclass(frozen=True, slots=True)
class Group:
    """The line above the items of a theme, or above the contacts."""

    id: str
    name: str
    place: int


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the return with how far it is."""

    id: str
    """The item's reference, such as "IR 5"."""
    place: int
    group: str
    state: ItemState


@dataclass(frozen=True, slots=True)
class ContactsLine:
    """One group of contacts that section 1 asks for."""

    id: str
    place: int
    group: str
    state: GroupState


Row = Group | Line | ContactsLine


def build_return_rows(year: Assessment, tallies: Mapping[str, Tally] | None = None) -> tuple[Row, ...]:
    """The contacts of section 1, then every item of the return in its order, each theme with a line above.

    ``tallies`` are what is gathered under each item, where that is known already.
    """
    made: list[Row] = []
    first = [state for state in progress.list_contact_groups(year) if state.group.key != progress.NETWORK]
    if first:
        made.append(Group(CONTACTS, "Section 1: whom CQC can contact", -len(first)))
    for place, group in enumerate(first, -len(first)):
        made.append(ContactsLine(f"{CONTACTS} {group.group.key}", place, CONTACTS, group))
    seen: dict[str, str] = {}
    for place, state in enumerate(progress.list_item_states(year, tallies)):
        theme = state.item.theme
        if theme not in seen:
            seen[theme] = f"theme {theme}"
            made.append(Group(seen[theme], progress.find_theme_name(year, theme), place))
        made.append(Line(state.item.ref, place, seen[theme], state))
    return tuple(made)


def _for_items_only(say: Callable[[ItemState], Any], otherwise: Any = "") -> Callable[[Row], Any]:
    """A column's words or order, which only an item has."""
    return lambda row: say(row.state) if isinstance(row, Line) else otherwise


def evidence_words(state: ItemState) -> str:
    """How much evidence there is, and how much of it is too old: "7, 2 too old"."""
    if not state.evidence:
        return "none"
    if state.stale:
        return f"{state.evidence}, {state.stale} too old"
    return str(state.evidence)


def figures_words(state: ItemState) -> str:
    """How many of the figures that are asked for are given: "2 of 16"."""
    return f"{state.given} of {state.asked}" if state.asked else ""


def describe_item_below(row: Row) -> str:
    """Who gathers an item, what is there and what is missing, in a few words."""
    if isinstance(row, ContactsLine):
        return row.state.contacts_summary
    if not isinstance(row, Line):
        return ""
    state = row.state
    missing = state.asked - state.given
    said = [f"{missing} of {count_noun(state.asked, 'figure')} missing"] if missing else []
    said += [f"{state.redaction} to redact"] if state.redaction else []
    if state.evidence or Lack.EVIDENCE in state.lacks:
        said.append(f"evidence {evidence_words(state)}" if state.evidence else "no evidence")
    said += ["nothing written"] if Lack.ANSWER in state.lacks else []
    return "  ·  ".join([*said, state.owner or "no owner"])


def _first_column_words(row: Row) -> str:
    if isinstance(row, Line):
        return row.id
    return row.name if isinstance(row, Group) else ""


def _return_row_title(row: Row) -> str:
    if isinstance(row, Line):
        return row.state.item.title
    if isinstance(row, ContactsLine):
        return row.state.group.title
    return ""


def _describe_row_status(row: Row) -> str:
    if isinstance(row, Line):
        return STATUS.choice_label(row.state.status)
    if isinstance(row, ContactsLine):
        if not row.state.contacts:
            return "None yet"
        return "Incomplete" if row.state.incomplete_count else "Complete"
    return ""


def _status_tone(row: Row) -> str:
    if isinstance(row, ContactsLine):
        if row.state.contacts and not row.state.incomplete_count:
            return "good"
        return "warning"
    if isinstance(row, Line) and row.state.status == progress.READY:
        return "good"
    return ""


def _rank_status(state: ItemState) -> int:
    keys = [choice.key for choice in STATUS.choices]
    if state.status in keys:
        return keys.index(state.status)
    return len(keys)


def _warn_about(*lacks: Lack) -> Callable[[Row], str]:
    return _for_items_only(lambda state: "warning" if set(lacks) & set(state.lacks) else "")


COLUMNS = (
    Column(
        label="Item",
        words=_first_column_words,
        order=_for_items_only(lambda state: state.item.ref and _item_number_key(state), None),
        width=5,
    ),
    Column(label="Title", words=_return_row_title, share=3, width=14),
    Column(
        label="Status",
        words=_describe_row_status,
        order=_for_items_only(_rank_status, None),
        tone=_status_tone,
        width=11,
        share=1,
    ),
    Column(label="Owner", words=_for_items_only(lambda state: state.owner), share=1, width=14, gives_way=4),
    Column(
        label="Evidence",
        words=_for_items_only(evidence_words),
        order=_for_items_only(lambda state: state.evidence, None),
        tone=_warn_about(Lack.STALE, Lack.EVIDENCE),
        width=20,
        gives_way=2,
    ),
    Column(
        label="Figures",
        words=_for_items_only(figures_words),
        order=_for_items_only(lambda state: state.given - state.asked if state.asked else None, None),
        tone=_warn_about(Lack.FIGURES),
        width=8,
        gives_way=3,
    ),
    Column(
        label="Looks back",
        words=_for_items_only(
            lambda state: count_noun(months, "month") if (months := state.item.look_back_months) else ""
        ),
        order=_for_items_only(lambda state: state.item.look_back_months, None),
        width=11,
        gives_way=5,
    ),
    Column(
        label="Lacks",
        words=_for_items_only(lambda state: ", ".join(lack.describe_lack.lower() for lack in state.lacks)),
        order=_for_items_only(lambda state: len(state.lacks), None),
        share=2,
        width=16,
        gives_way=6,
    ),
)


def _item_number_key(state: ItemState) -> tuple[int, str]:
    digits = "".join(mark for mark in state.item.ref if mark.isdigit())
    return int(digits or 0), state.item.ref


def _searchable_row_text(row: Row) -> str:
    if isinstance(row, Group):
        return ""
    if isinstance(row, ContactsLine):
        named = (contact.text_of(key) for contact in row.state.contacts for key in ("organisation", "name", "email"))
        return "\n".join((row.state.group.title, row.state.group.provide, *named))
    state = row.state
    said = (state.item.title, state.item.provide, state.owner, state.note, STATUS.choice_label(state.status))
    return "\n".join((row.id, *said))


def _natural_row_order(row: Row) -> tuple[int, int]:
    return row.place, int(not isinstance(row, Group))


class ReturnModel(RowsModel):
    """The rows under their themes; sorted by a column they stand without the themes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, search=_searchable_row_text, natural=_natural_row_order, colour=colour, parent=parent)

    def follow_return_year(self, year: Assessment, tallies: Mapping[str, Tally]) -> bool:
        """Repaint the lines that say something else now; whether there were any."""
        changed = [row for row in build_return_rows(year, tallies) if self._rows.get(row.id) != row]
        for row in changed:
            self.put_row(row)
        return bool(changed)

    def item_states(self) -> tuple[ItemState, ...]:
        """Every item, shown or not, in the order of the return."""
        every = sorted((row for row in self._rows.values() if isinstance(row, Line)), key=_natural_row_order)
        return tuple(row.state for row in every)

    def find_row(self, id: str) -> Row | None:
        """The row with this id."""
        return self._rows.get(id)

    def shown_items(self) -> Iterator[Line]:
        """The items that are shown, in order."""
        for id in self.shown_ids:
            row = self._rows[id]
            if isinstance(row, Line):
                yield row

    def group_places(self) -> list[int]:
        """The lines on which a theme stands."""
        return [place for place, id in enumerate(self.shown_ids) if isinstance(self._rows[id], Group)]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()  # the themes come and go, so this is more than another order
        self._sort_by(column, order)
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.row_at(index), Group):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.column() == TITLE and role in (BELOW, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row_at(index)
            said = describe_item_below(row) if row is not None else ""
            if role == BELOW:
                return said
            shown = super().data(index, Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.ToolTipRole else role)
            whole = f"{shown}\n{said}" if said else shown
            if role == Qt.ItemDataRole.ToolTipRole:
                return format_tip(whole)
            return whole
        if role == Qt.ItemDataRole.FontRole and isinstance(self.row_at(index), Group):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return super().data(index, role)

    def _passes_filter(self, row: Any) -> bool:
        """A theme stands wherever one of its items does; see ``_arrange_shown_rows``."""
        if self._by is not None and not isinstance(row, Line):
            return False
        return isinstance(row, Group) or super()._passes_filter(row)

    def _arrange_shown_rows(self) -> None:
        if self._in_order is None:
            self._in_order = self._rows_in_order()
        rows: list[Row] = [row for row in self._in_order if self._passes_filter(row)]
        there = {row.group for row in rows if not isinstance(row, Group)}
        self._shown = [row.id for row in rows if not isinstance(row, Group) or row.id in there]
        self._number_places()
