"""Quiet notices above the page: who else has the workbook, copies beside it, places to be careful in.

One is shown at a time, none stops anybody, and what was put away is not said again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from selfassess.domain.text.wording import count_noun, join_with_and
from selfassess.services.safety.folder_safety import Place
from selfassess.services.safety.sibling_copies import Sibling
from selfassess.services.workbook import settings as kept
from selfassess.services.years import checking
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.shell.folder_watch import Surroundings, inspect_surroundings
from ui.widgets import dialogs, look, theme
from ui.widgets.announcement import announce
from ui.widgets.laid_out import find_parts

FIRST_MS = 1_000
"""The first look waits until the window is painted and its page is there;"""
AGAIN_MS = 10_000
"""then it is looked round so often."""
NARROW = 820
"""Below this width (at 100 % text) the buttons stand below the sentence."""
NAMED = 3
"""So many copies are named in one sentence."""

ALTERED = (
    "This workbook is not what was written into it: something other than this program changed it, or its drive damaged "
    "it. {first} Look at what differs before you write on."
)
FREE = "This workbook is free now, so you can open it for writing."
HELD = (
    "You can read this workbook now but not change it, because it is open for writing elsewhere: {who}. Once it is "
    "closed there, you can open it for writing here."
)
STALE = (
    "You can read this workbook now but not change it, because it seems to be open elsewhere: {who}. If you know that "
    "it is closed there, you can take it over."
)
RIVALS = (
    "Somebody else has this workbook open for writing too: {who}. Nothing is lost by it: each of you writes in a copy "
    "of your own. Once the folder has synchronised, import the copy that appears beside this one."
)
TAKE_OVER = "Is this workbook really closed there?"
TAKE_OVER_DETAIL = (
    "{who}.\n\nOnly take it over if you know that it is closed there, for example because that computer was switched "
    "off or lost its connection. If somebody is still writing in it, they can save nothing more there from then on."
)

_ID = re.compile(r" \([0-9a-f-]{36}\)")
"""Says nothing to a person."""

Act = tuple[str, Callable[[], object]]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing to say. ``key`` tells it from others, so that what was put away is not said again."""

    key: str
    words: str
    kind: str = "info"
    acts: tuple[Act, ...] = ()
    away: str = "Dismiss"


class Orders(Protocol):
    """What notices ask the window for."""

    def reopen_for_writing(self, take_over: bool) -> object: ...
    def import_sibling_copy(self, path: Path) -> object: ...
    def save_in_another_place(self) -> object: ...


class NoticeBar(QFrame):
    """Shows the first of several notices, with what can be done about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Notice | None = None
        self._notices: tuple[Notice, ...] = ()
        self._put_away: set[str] = set()
        self._sign = look.make_label("", "strong")
        self._sign.setWordWrap(False)
        self._words = look.make_text("")
        self._more = look.make_quiet_label("")
        self._more.setWordWrap(False)
        self._buttons = QWidget()
        self._button_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._buttons)
        self._button_row.setContentsMargins(0, 0, 0, 0)
        self._button_row.setSpacing(8)
        sentence = QHBoxLayout()
        sentence.setSpacing(12)
        sentence.addWidget(self._sign)
        sentence.addWidget(self._words, 1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(12, 8, 8, 8)
        self._line.setSpacing(8)
        self._line.addLayout(sentence, 1)
        self._line.addWidget(self._buttons)
        self.hide()

    @property
    def shown_words(self) -> str:
        """What is said now, "" where nothing is."""
        return self.shown.words if self.shown is not None else ""

    @property
    def waiting_notices(self) -> tuple[Notice, ...]:
        """What is to be said, without what was put away."""
        return tuple(each for each in self._notices if each.key not in self._put_away)

    def show_watch_notices(self, notices: Sequence[Notice]) -> None:
        """Say these, the most pressing first; nothing is painted where the same is to be said."""
        self._notices = tuple(notices)
        waiting = self.waiting_notices
        first = waiting[0] if waiting else None
        self._more.setText(f"1 of {len(waiting)}" if len(waiting) > 1 else "")
        self._more.setVisible(len(waiting) > 1)
        if first is None or self.shown is None or (first.key, first.words) != (self.shown.key, self.shown.words):
            self._show_notice(first)

    def put_away_shown(self) -> None:
        """Put away what is said now, and say the next."""
        if self.shown is not None:
            self._put_away.add(self.shown.key)
            self.show_watch_notices(self._notices)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_buttons()

    def _show_notice(self, notice: Notice | None) -> None:
        self.shown = notice
        if notice is None:
            self.hide()
            return
        self._sign.setText(look.BANNER_SIGNS[notice.kind])
        self._words.setText(notice.words)
        self.setAccessibleName(f"{look.BANNER_SIGNS[notice.kind]}: {notice.words}")
        look.set_look(self, f"banner-{notice.kind}")
        self._build_notice_buttons(notice)
        self._arrange_buttons()
        self.show()
        announce(self, notice.words)

    def _build_notice_buttons(self, notice: Notice) -> None:
        """Make the buttons of a notice."""
        while (item := self._button_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._more:
                widget.hide()
                widget.deleteLater()
        for words, act in notice.acts:
            self._button_row.addWidget(look.make_secondary_button(words, act))
        self._button_row.addWidget(look.make_link_button(notice.away, self.put_away_shown))
        self._button_row.addWidget(self._more)
        self._button_row.addStretch(1)

    def _arrange_buttons(self) -> None:
        """Put the buttons beside the sentence, below it, or below each other, as there is room."""
        ways = QBoxLayout.Direction
        shown = [part for part in find_parts(self._button_row) if isinstance(part, QWidget) and not part.isHidden()]
        needed = sum(part.sizeHint().width() + 8 for part in shown)
        stacked = needed > self.width() - 20
        below = stacked or self.width() < theme.px(NARROW) or needed > self.width() // 2
        self._button_row.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        self._line.setDirection(ways.TopToBottom if below else ways.LeftToRight)


class Watch(QObject):
    """Looks round an open workbook now and then, on a worker, and has the bar say what is to be said.

    ``orders`` does what a notice offers; ``looked`` tells that it was looked round.
    """

    looked = Signal()

    def __init__(self, workspace: Workspace, bar: NoticeBar, orders: Orders) -> None:
        super().__init__(bar)
        self.workspace = workspace
        self.bar = bar
        self.found: Surroundings | None = None
        self._orders = orders
        self._task: Task | None = None
        self._anew = False
        self._faults: tuple[str, ...] | None = None
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self.look_round_on_worker)
        self._update_notices()

    def begin_watching(self) -> None:
        """Look round once the window is painted, and from then on now and then."""
        QTimer.singleShot(FIRST_MS, self, self.look_round_on_worker)
        self._timer.start()

    def look_round_on_worker(self, anew: bool = False) -> None:
        """Look round on a worker, unless it is being done; ``anew`` also reads again what lies beside as before."""
        self._anew = self._anew or anew
        if self._task is not None:
            return
        before = None if self._anew else self.found
        self._anew = False
        session = self.workspace.session
        path, reading, rivals = session.path, bool(session.read_only_because), session.describe_rivals
        task = Task(lambda progress, cancelled: inspect_surroundings(path, reading, rivals, before))
        task.done.connect(self.show_surroundings)
        task.failed.connect(self._on_look_ended)  # of a folder that has gone away nothing is said
        self._task = task
        task.start()

    def show_surroundings(self, found: Surroundings) -> None:
        """Say what was found."""
        if self.found is None:
            self._check_history_on_worker()
        self.found = found
        self._on_look_ended()
        self._update_notices()
        self.looked.emit()

    def _check_history_on_worker(self) -> None:
        """Once the quick part is told, hold the whole workbook against its history while one works."""
        path = self.workspace.session.path
        task = Task(lambda progress, cancelled: checking.find_file_faults(path, cancelled=cancelled))
        task.done.connect(self._show_history_faults)
        task.start()

    def _show_history_faults(self, faults: tuple[str, ...]) -> None:
        self._faults = faults
        self._update_notices()
        self.looked.emit()

    def _on_look_ended(self, _: str = "") -> None:
        self._task = None
        if self._anew:
            self.look_round_on_worker()

    def _update_notices(self) -> None:
        self.bar.show_watch_notices(tuple(self._generate_notices()))

    def _generate_notices(self) -> Iterator[Notice]:
        """What is to be said, the most pressing first."""
        because = self.workspace.session.read_only_because
        found = self.found
        if because:
            yield self._make_reading_notice(because, found)
        if found is None:
            return
        if faults := self._faults or found.faults:
            act = ("What differs…", lambda: self.workspace.go("check"))
            words = ALTERED.format(first=_ID.sub("", faults[0]))
            yield Notice(key="faults", words=words, kind="error", acts=(act,))
        if found.rivals:
            who = join_with_and(found.rivals)
            yield Notice(key=f"rivals:{who}", words=RIVALS.format(who=who), kind="warning")
        if found.copies and not because and self.workspace.session.contributor_scope is None:
            yield self._make_copies_notice(found.copies)
        if found.policy:
            yield Notice(key="policy", words=found.policy, kind="warning")
        if found.missing:
            yield Notice(key="missing", words=found.missing, kind="warning")
        if found.place is not None and found.place.sentence:
            yield from self._make_place_notice(found.place)

    def _make_reading_notice(self, because: str, found: Surroundings | None) -> Notice:
        if found is not None and found.may_write:
            act = ("Open for writing", lambda: self._orders.reopen_for_writing(False))
            return Notice(key="free", words=FREE, acts=(act,))
        if found is None or found.held is None:
            return Notice(key="reading", words=because, kind="warning")
        who = found.held.words
        if found.held.may_take_over:
            act = ("Take over…", lambda: self._ask_take_over(who))
            return Notice(key="stale", words=STALE.format(who=who), kind="warning", acts=(act,))
        return Notice(key="reading", words=HELD.format(who=who), kind="warning")

    def _make_copies_notice(self, found: Sequence[Sibling]) -> Notice:
        first = found[0].path
        words = "Import them…" if found[0].entries > 1 or len(found) > 1 else "Import it…"
        acts: tuple[Act, ...] = ((words, lambda: self._orders.import_sibling_copy(first)),)
        key = "|".join(f"{each.path.name}:{each.entries}" for each in found)
        return Notice(key=f"copies:{key}", words=describe_sibling_copies(found), acts=acts, away="Not now")

    def _make_place_notice(self, place: Place) -> Iterator[Notice]:
        path = self.workspace.session.path
        key = settled_place_key(place, path)
        settings = self.workspace.settings
        if key in settings.settled:
            return

        def never() -> None:
            settings.settle_place(key)
            kept.save_settings(settings)
            self._update_notices()

        elsewhere: Act = ("Save it elsewhere…", self._orders.save_in_another_place)
        acts: tuple[Act, ...] = (("Do not say again for this place", never),)
        if not place.is_fit_for_work:
            acts = (elsewhere, *acts)
        yield Notice(key=key, words=place.sentence, kind="info" if place.is_fit_for_work else "warning", acts=acts)

    def _ask_take_over(self, who: str) -> None:
        dialogs.ask_question(
            self.bar.window(),
            TAKE_OVER,
            TAKE_OVER_DETAIL.format(who=who[:1].upper() + who[1:]),
            [("Leave it", None), ("Take over", lambda: self._orders.reopen_for_writing(True))],
            escape=0,
        )


def describe_sibling_copies(found: Sequence[Sibling]) -> str:
    """What to say of copies with changes that are not here."""
    if len(found) == 1:
        return f"In this folder, {found[0].describe_copy}"
    told = "; ".join(_describe_one_copy(each) for each in found[:NAMED])
    more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return (
        f"There are {len(found)} copies of this workbook in this folder with changes that are not here: {told}{more}."
    )


def settled_place_key(place: Place, path: Path) -> str:
    """What a place is remembered by where nothing is to be said of it again: a fingerprint, which names no folder."""
    told = f"{place.sort}\n{path.resolve().parent}"
    return f"place-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _describe_one_copy(each: Sibling) -> str:
    who = join_with_and(author or "somebody" for author, _ in each.authors[:NAMED])
    return f"{each.path.name} with {count_noun(each.entries, 'change')} by {who}"
