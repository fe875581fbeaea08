"""An open workbook: top line, messages, navigation, and the page that is showing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.services.workbook.places import HOME, Place, resolve_place
from ui.bridge.workspace import Workspace
from ui.shell.drafts import Drafts
from ui.shell.left_words import offer_left_drafts
from ui.shell.navigation_list import Navigation
from ui.shell.notices import NoticeBar
from ui.shell.pages import PAGES, PageStack
from ui.shell.regions import Regions, resume_page
from ui.shell.spelling import SpellingStart
from ui.shell.taking_back import TakingBack
from ui.shell.top_bar import TopBar
from ui.shell.visited import Visited
from ui.widgets import dialogs, theme
from ui.widgets.announcement import announce
from ui.widgets.idle_queue import drop_all_work, in_turns
from ui.widgets.look import Banner, make_scroll_area, show_if
from ui.widgets.reading_order import find_head, focus_head
from ui.widgets.roomy import RoomyColumn

DIALOGS = (
    "export", "import", "carry_forward", "preview", "personal_data", "add_evidence", "return_pack", "contributor_copy",
    "check", "remove", "not_offered", "national_measures", "import_pack", "progress_report",
)  # fmt: skip
"""Places that are no page: the window opens a dialog for them, or a window of their own."""

SETTINGS = "settings"
"""The page where the text size is chosen: it fits itself, so that the person keeps the place on it."""

REFUSED = "Something you typed cannot be saved yet."
REFUSED_DETAIL = "A sentence in red beside the field says why. Go back to put it right, or leave without it."

KEPT = "What you wrote stays on the screen, and it is tried again every few seconds."
KEPT_REPLACED = "What you wrote stays on the screen until it can be saved."
SAVE_COPY = "Save a copy as…"
READ_AGAIN = "Read it again and keep my words"


class WorkbookFrame(QWidget):
    """Goes from place to place in one workspace, having everything saved before it leaves one."""

    dialog_asked = Signal(str, object)
    again_asked = Signal()
    copy_asked = Signal()

    def __init__(
        self, workspace: Workspace, beside: WorkbookFrame | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "canvas")
        self.workspace = workspace
        self.place = ""
        self._failing = False
        self._percent = theme.px(100)
        self.top_bar = TopBar(workspace)
        self.navigation = Navigation(workspace)
        self.pages = PageStack(workspace)
        self.notices = NoticeBar()
        self.standing = Banner(*self._standing_words(), dismissible=False)
        self.message = Banner("", "error")
        self.message.leads = "F6 leads there."
        theme.dress_parts(self.top_bar, self.navigation, self.notices, self.standing, self.message)
        self.taking_back = TakingBack(workspace, self.show_message, self.show_place, self)
        self.spelling = SpellingStart(workspace, lambda words: self.show_message(words, "info"), self)
        self._lay_out_frame()
        self.drafts: Drafts = beside.drafts if beside is not None else Drafts(workspace)
        if beside is not None:
            self.drafts.follow_workspace(workspace)
        self.regions = Regions(self)
        self.visited = Visited(self)
        self.message.left.connect(self.regions.back_to_page)
        self.navigation.chosen.connect(self.show_place)
        self.navigation.entered.connect(lambda: resume_page(self.pages.currentWidget()))
        self.top_bar.search.chosen.connect(self.show_place)
        self.top_bar.export_asked.connect(lambda: self.dialog_asked.emit("export", None))
        workspace.asked_for.connect(self._on_place_asked_for)
        workspace.dialog_asked.connect(self.dialog_asked)
        workspace.failed.connect(self.show_failure)
        workspace.replaced.connect(self.show_file_replaced)
        workspace.pending.changed.connect(self._on_pending_changed)
        workspace.year_opened.connect(self._on_year_opened)

    def begin_at_place(self, place: str) -> None:
        """Show a first place in turns: the frame is painted, then the page is built, then it is shown."""
        in_turns(self, self._begin_in_slices(place))

    def _begin_in_slices(self, place: str) -> Iterator[None]:
        if not self.place:
            self.workspace.place = place or HOME
            self.pages.build_page(place or HOME)
            yield
        if not self.place:
            self.show_place(place)
            self.navigation.list.setFocus()  # after: a list without a current line would choose its first
        if self.drafts.left:
            offer_left_drafts(self)
        yield
        self.pages.import_other_pages()
        yield
        self.spelling.load()

    def forget_pages(self, last: bool = True) -> None:
        """Let go of the pages, and of a first one that is still to be shown: the window, or the ``last``, closes."""
        if last:
            drop_all_work()
            self.spelling.end()
        self.pages.end()

    def show_place(self, place: str) -> None:
        """Go to a place, once everything typed is saved or the person leaves without it."""
        self.act_when_saved(
            lambda: self._show_known_place(place), stayed=lambda: self.navigation.mark_place(self.place)
        )

    def arrive_at_place(self, place: str) -> None:
        """Go to a place that was asked for from outside the window: the keyboard goes there too, to its head."""

        def show_and_land() -> None:
            self.pages.setFocus()
            self._show_known_place(place)

        self.act_when_saved(show_and_land)

    def act_when_saved(self, act: Callable[[], object], stayed: Callable[[], object] = lambda: None) -> None:
        """Have all editors save, then ``act``; where one refuses, the person says whether to leave without it."""
        if self.workspace.flush():
            act()
            return
        if self.workspace.asking:  # one question at a time: where nothing is decided yet, nothing moves
            stayed()
            return

        def leave() -> None:
            self._failing = False
            self.pages.forget_pages()
            act()

        why = self.workspace.refusal if self._failing else REFUSED_DETAIL
        dialogs.ask_question(self, REFUSED, why, [("Go back", stayed), ("Leave without it", leave)], escape=0)

    def show_message(
        self, sentence: str, kind: str = "error", acts: Sequence[tuple[str, Callable[[], object]]] = ()
    ) -> None:
        """Show a sentence above the page, with what can be done about it; it is read aloud."""
        self.message.show_message(sentence, kind, acts, stays=self._failing and kind == "error")

    def show_failure(self, sentence: str) -> None:
        """Say why something failed; while words wait for their file, offer to save them in another place."""
        self._failing = bool(self.workspace.pending)
        acts = [(SAVE_COPY, self.copy_asked.emit)] if self._failing else []
        self.show_message(f"{sentence} {KEPT}" if self._failing else sentence, acts=acts)

    def show_file_replaced(self, sentence: str) -> None:
        """Say that somebody replaced the file, and offer to read it again; or, where there is none, to save a copy."""
        if not self.workspace.session.path.exists():
            self.show_failure(sentence)
            return
        self._failing = True
        self.show_message(f"{sentence} {KEPT_REPLACED}", acts=[(READ_AGAIN, self.again_asked.emit)])

    def _on_pending_changed(self) -> None:
        """What could not be saved before is saved now: say so in place of why not."""
        if self._failing and not self.workspace.pending:
            self._failing = False
            self.show_message("Everything you wrote is saved now.", "good")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._percent != theme.px(100):  # another text size
            self._percent = theme.px(100)
            self.navigation.fit_navigation_width()
            self.top_bar.fit_names()
            QTimer.singleShot(0, self, self._on_text_size_changed)

    def _on_place_asked_for(self, place: str) -> None:
        if Place.parse(place).page in DIALOGS:
            self.dialog_asked.emit(place, None)
        else:
            self.show_place(place)

    def _show_known_place(self, place: str) -> None:
        place, unknown = resolve_place(place, self.workspace.session.current, PAGES)
        before = Place.parse(self.place).page
        self.top_bar.search.close_results()
        if Place.parse(place).page != Place.parse(self.place).page:
            if not self.message.buttons and not self._failing:
                self.message.show_message("")
            if self._is_keyboard_on_page():
                self.pages.setFocus()  # or Qt would look for another place for it, somewhere in the window
        self.workspace.place = place
        self.pages.show_place(place)
        self.visited.note_place(self.place, place)
        self.place = place
        self._show_standing()
        self.navigation.mark_place(place)
        self.regions.forget_positions()
        if unknown:
            self.show_message(unknown, "warning")
        if self.window().focusWidget() is self.pages:  # the page itself brought the keyboard nowhere
            focus_head(self.pages.currentWidget() or self.pages)
        elif Place.parse(place).page == before == "statement":  # a step was chosen, and the keyboard stayed on it
            self._announce_head()

    def _announce_head(self) -> None:
        """Say what heads the page now, where the keyboard is not on it: there it is read by itself."""
        head = find_head(self.pages.currentWidget())
        if head is not None and not head.hasFocus():
            announce(self.pages, head.accessibleName())

    def _rebuild_pages(self, keep: str = "") -> None:
        """Make the pages anew, all but the one to ``keep``; the keyboard goes on where one was, at the head."""
        if self._is_keyboard_on_page() and Place.parse(self.place).page != keep:
            self.pages.setFocus()
        self.pages.forget_pages(keep=keep)
        self._show_known_place(self.place)
        self.pages.build_ahead()

    def _is_keyboard_on_page(self) -> bool:
        """Whether the keyboard is on the page that is showing, or was on one that is gone."""
        focus = self.window().focusWidget()
        return focus is None or self.pages.isAncestorOf(focus)

    def _on_year_opened(self) -> None:
        # Every page is about the year in view: made anew, none can show a line of the year before.
        self._rebuild_pages()

    def _show_standing(self) -> None:
        words, kind = self._standing_words()
        if words != self.standing.message_text:
            self.standing.show_message(words, kind)

    def _standing_words(self) -> tuple[str, str]:
        """What stands above the page about this year or this copy; why nothing can be written is one of the notices."""
        return ("", "info") if self.workspace.session.read_only_because else self.workspace.describe_standing

    def _on_text_size_changed(self) -> None:
        # Pages are laid out for a text size. Where something cannot be saved, the page stays as it is.
        if self.place and self.workspace.flush():
            self._rebuild_pages(keep=SETTINGS)

    def _lay_out_frame(self) -> None:
        messages = QVBoxLayout()
        messages.setContentsMargins(12, 0, 12, 0)
        messages.addWidget(self.notices)
        messages.addWidget(self.standing)
        messages.addWidget(self.message)
        right = RoomyColumn()
        right.column.addLayout(messages)
        right.column.addWidget(self.pages, 1)
        # Large text has no room for all messages above a page: then both scroll, and nothing is cut
        room = make_scroll_area(right)
        theme.dress_parts(room.verticalScrollBar(), room.horizontalScrollBar())
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.navigation)
        below.addWidget(room, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(below, 1)
        for banner in (self.standing, self.message):
            show_if(banner, bool(banner.message_text))
