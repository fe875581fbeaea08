"""Records as cards, one below the other: read at a glance, opened in place, moved, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import MoveRecord, RemoveRecord
from selfassess.domain.model.short_forms import order_form_fields
from ui.widgets.accessible_roles import set_expanded
from ui.widgets.focus import show_whole
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import Earlier, earlier_of, review_carried_records
from ui.widgets.forms.form_context import FormContext, find_record
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.going_on import find_successor, holds_keyboard
from ui.widgets.idle_queue import finish_work, in_turns, lay_out_once
from ui.widgets.look import make_link_button, make_secondary_button, show_if


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows of a record: its title, a line of details, and short words set apart as badges.

    ``carried`` is the mark of one that was carried from an earlier year and not reviewed since.
    """

    id: str
    title: str
    details: str = ""
    badges: tuple[str, ...] = ()
    carried: str = ""


class CardFrame(QFrame):
    """One card; ``body`` is where its form opens."""

    toggled = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)
    reviewed = Signal(str)

    def __init__(
        self,
        card: Card,
        kind_name: str,
        remove_words: str,
        earlier: Callable[[str], Earlier | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.card = card
        self.mark: CarriedMark | None = None
        self._earlier = earlier
        self._read_only = False
        self._kind_name = kind_name
        self.opener = make_secondary_button("Open", lambda: self.toggled.emit(self.card.id))
        self.opener.setCheckable(True)
        set_expanded(self.opener, False)
        self.title = _build_card_label("", "strong")
        self.title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.details = _build_card_label("", "quiet")
        self.badges = _build_card_label("", "caption")
        self.up = _build_card_tool("↑", "Move up", lambda: self.moved.emit(self.card.id, -1))
        self.down = _build_card_tool("↓", "Move down", lambda: self.moved.emit(self.card.id, 1))
        self.remove = _build_card_tool(remove_words, remove_words, lambda: self.removed.emit(self.card.id))
        self._lay_out_card()
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """Show what the card says now."""
        self.card = card
        self.title.setText(card.title)
        self.details.setText(card.details)
        show_if(self.details, bool(card.details))
        self.badges.setText("  ·  ".join(card.badges))
        show_if(self.badges, bool(card.badges))
        self._show_carried_mark()
        for button, verb in ((self.up, "Move up"), (self.down, "Move down"), (self.remove, self.remove.toolTip())):
            button.setAccessibleName(f"{verb}: {card.title}")
        self.setAccessibleName(f"{self._kind_name}: {card.title}")
        self._name_opener()

    def set_form_open(self, is_open: bool) -> None:
        """Show whether its form is open."""
        self.opener.setChecked(is_open)
        opener_words = "Close" if is_open else "Open"
        self.opener.setText(opener_words)
        set_expanded(self.opener, is_open)
        self._name_opener()

    def set_read_only(self, read_only: bool) -> None:
        """Hide what changes it."""
        self._read_only = read_only
        for button in (self.up, self.down, self.remove):
            show_if(button, not read_only)
        if self.mark is not None:
            self.mark.button.setVisible(not read_only)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.toggled.emit(self.card.id)

    def _show_carried_mark(self) -> None:
        """The mark of what was carried; most cards never have one."""
        if self.mark is None and self.card.carried:
            self.mark = CarriedMark(lambda: self._earlier(self.card.id), self._read_only)
            self.mark.reviewed.connect(lambda: self.reviewed.emit(self.card.id))
            self.marked.addWidget(self.mark)
        if self.mark is not None:
            if not self.card.carried and holds_keyboard(self.mark):
                self.opener.setFocus(Qt.FocusReason.OtherFocusReason)
            self.mark.show_words(self.card.carried, self.card.title)

    def _name_opener(self) -> None:
        opener_words = "Close" if self.opener.isChecked() else "Open"
        self.opener.setAccessibleName(f"{opener_words}: {self.card.title}")

    def _lay_out_card(self) -> None:
        self.opener.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        head = QHBoxLayout()
        head.setSpacing(4)
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(self.title)
        said.addWidget(self.badges)
        said.addWidget(self.details)
        head.addLayout(said, 1)
        for widget in (self.up, self.down, self.remove, self.opener):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.marked = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self.marked)
        column.addLayout(self.body)


AT_ONCE = 3
"""Cards made in one turn of the event loop."""
SHORT = 6
"""A list of no more cards is made at once."""


class RecordList(QWidget):
    """Cards of one kind of record. ``remove`` replaces removing by something gentler, called ``remove_words``.

    One card at a time is open, with a form for ``fields``. ``beginning`` has the keyboard once no card is left;
    ``keeps_beginning`` has it in view while a form is open, because one goes on there.
    """

    opened = Signal(str)

    def __init__(
        self,
        context: FormContext,
        kind: str,
        fields: Sequence[str],
        columns: int = 2,
        parent: QWidget | None = None,
        *,
        remove: Callable[[str], None] | None = None,
        remove_words: str = "Remove",
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = kind
        self.open_id: str | None = None
        self.cards: dict[str, CardFrame] = {}
        self._wanted: dict[str, Card] = {}
        self._remove = remove or (lambda id: ignore_result(context.run(RemoveRecord(id))))
        self._remove_words = remove_words
        self.fields, self._columns = order_form_fields(kind, tuple(fields)), columns
        self.form: RecordForm | None = None
        self._opened = QWidget(self)
        self._opened.hide()
        self.for_good = make_link_button("Remove for good…", lambda: context.go(f"remove:{self.open_id}"))
        self.for_good.setParent(self._opened)
        self.for_good.setVisible(remove is None and not context.read_only)
        self.beginning: QWidget | None = None
        self.keeps_beginning = False
        self._removing = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_record_cards(self, cards: Sequence[Card]) -> None:
        """Show these records in this order; only cards that say something new are painted anew."""
        before = list(self._wanted)
        self._wanted = {card.id: card for card in cards}
        gone = [id for id in self.cards if id not in self._wanted]
        left = next((id for id in gone if id == self._removing or holds_keyboard(self.cards[id])), None)
        for id in gone:
            self._drop_card(id)
        for id, frame in self.cards.items():
            if frame.card != self._wanted[id]:
                frame.show_card(self._wanted[id])
        making = self._make_missing_cards()
        next(making, None)
        self._put_in_order()
        in_turns(self, making)
        if len(cards) <= SHORT or left is not None:
            finish_work(self)
        if left is not None:
            self._move_focus_to_card(find_successor(before, left, self._wanted))

    def holds_record(self, id: str | None) -> bool:
        """Whether a record is among those shown, also where its card is still to be made."""
        return id in self._wanted

    def open_record(self, id: str | None, field: str | None = None) -> bool:
        """Open a record's form, or close the open one for None; False where what is in it cannot be saved."""
        if id is not None and not self.holds_record(id):
            return False
        if id is not None and id not in self.cards:
            finish_work(self)
        if id is None and self.form is None:
            return True
        form = self._shared_form()
        if not form.show_form_of(id):
            return False
        if self.open_id in self.cards:
            self.cards[self.open_id].set_form_open(False)
        self.open_id = id
        self._opened.setVisible(id is not None)
        if id is not None:
            frame = self.cards[id]
            frame.body.addWidget(self._opened)
            frame.set_form_open(True)
            self._opened.show()
            if field is not None:
                # The form has its place only after the layout has run; the focus brings it into view.
                QTimer.singleShot(0, form, lambda: self._bring_to_field(field))
            self.opened.emit(id)
        return True

    def _bring_to_field(self, field: str) -> None:
        assert self.form is not None
        self.form.focus_form_field(field)
        QTimer.singleShot(0, self, self._show_open_card)

    def _show_open_card(self) -> None:
        """Have the open card in view, and the line that adds the next one where there is room."""
        if self.open_id in self.cards and holds_keyboard(self.cards[self.open_id]):
            here = self.form.held_editor if self.form is not None else None
            show_whole(self.cards[self.open_id], self.beginning, here, keep_above=self.keeps_beginning)

    def toggle_record(self, id: str) -> None:
        """Open a record's form, or close it where it is open."""
        open_id = None if id == self.open_id else id
        self.open_record(open_id)

    def remove_listed_record(self, id: str) -> None:
        """Remove a record; the keyboard goes on to the next, else to the one before, else to where one adds."""
        self._removing = id
        try:
            self._remove(id)
        finally:
            self._removing = ""

    def move_record(self, id: str, by: int) -> None:
        """Move a record up or down among those shown."""
        self.context.run(MoveRecord(id, by, tuple(self._wanted)))

    def _move_focus_to_card(self, id: str | None) -> None:
        target = self.cards[id].opener if id is not None else self.beginning
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _review_listed_record(self, id: str) -> None:
        record = find_record(self.context, id)
        if record is not None:
            review_carried_records(self.context, [record])

    def _shared_form(self) -> RecordForm:
        if self.form is None:
            self.form = RecordForm(self.context, self.kind, self.fields, self._columns, commented=True, short=True)
            column = QVBoxLayout(self._opened)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self.form)
            column.addWidget(self.for_good, 0, Qt.AlignmentFlag.AlignRight)
            # What came into the form has its place in the next round.
            self.form.grown.connect(self._show_open_card, Qt.ConnectionType.QueuedConnection)
        return self.form

    def _build_card_frame(self, card: Card) -> CardFrame:
        frame = CardFrame(
            card, CATALOGUE[self.kind].name, self._remove_words, lambda id: earlier_of(self.context, id), self
        )
        frame.toggled.connect(self.toggle_record)
        frame.moved.connect(self.move_record)
        frame.removed.connect(self.remove_listed_record)
        frame.reviewed.connect(self._review_listed_record)
        frame.set_read_only(bool(self.context.read_only))
        return frame

    def _drop_card(self, id: str) -> None:
        frame = self.cards.pop(id)
        if id == self.open_id and self.form is not None:
            self.form.show_form_of(None)
            self.open_id = None
        # The form stays in the card that it was last open in, also once it is closed: it must not go with the card.
        if frame.isAncestorOf(self._opened):
            self._opened.setParent(self)
            self._opened.hide()
        frame.hide()
        self._column.removeWidget(frame)
        frame.deleteLater()

    def _make_missing_cards(self) -> Iterator[None]:
        """Make the cards that are missing, some at a time, each where it belongs."""
        missing = [card for id, card in self._wanted.items() if id not in self.cards]
        for start in range(0, len(missing), AT_ONCE):
            with lay_out_once(self._column):
                for card in missing[start : start + AT_ONCE]:
                    self.cards[card.id] = self._build_card_frame(card)
                self._put_in_order()
            yield

    def _put_in_order(self) -> None:
        shown = [id for id in self._wanted if id in self.cards]
        if list(self.cards) != shown or self._column.count() != len(shown):
            self.cards = {id: self.cards[id] for id in shown}
            self._arrange_cards()
        self._show_ends()

    def _arrange_cards(self) -> None:
        for place, frame in enumerate(self.cards.values()):
            if self._column.indexOf(frame) != place:
                self._column.insertWidget(place, frame)

    def _show_ends(self) -> None:
        """The first cannot go up, the last not down."""
        ids = list(self._wanted)
        for id, frame in self.cards.items():
            frame.up.setEnabled(id != ids[0])
            frame.down.setEnabled(id != ids[-1])


def ignore_result(_: object) -> None:
    """Take no notice of what comes back."""


def _build_card_label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("look", look)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _build_card_tool(text: str, tip: str, act: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setProperty("look", "quiet")
    button.clicked.connect(lambda: act())
    return button
