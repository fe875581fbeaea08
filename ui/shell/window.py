"""The window: the start screen, or one open workbook; what the menus order; what is kept for next time."""

from __future__ import annotations

import gc
from base64 import b64encode
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.settings import Settings
from ui.bridge.actions import UndoActions
from ui.bridge.places import Place
from ui.pages.start.page import StartPage
from ui.shell.menus import Menus
from ui.shell.opener import Damaged, Opener
from ui.shell.shape import LEAST, KeptOnScreen, take_shape
from ui.widgets import dialogs, theme
from ui.widgets.dropping import DropArea
from ui.widgets.reading_order import InReadingOrder

if TYPE_CHECKING:  # what an open workbook needs is imported when one is opened: the start screen comes first
    from ui.pages.preview.page import PreviewWindow
    from ui.shell.frame import WorkbookFrame
    from ui.shell.notices import Watch

NAME = "Adult social care self-assessment"

DROP = "Drop here to see what this file would bring in"

DIALOGS = {
    "export": ("ui.dialogs.export.page", "ExportDialog"),
    "take_in": ("ui.dialogs.import_file.dialog", "ImportFileDialog"),
    "carry": ("ui.dialogs.carry_forward.page", "CarryForwardDialog"),
    "personal_data": ("ui.dialogs.personal_data.page", "PersonalDataDialog"),
    "gather": ("ui.dialogs.add_evidence.page", "AddEvidenceDialog"),
    "hand_over": ("ui.dialogs.return_pack.page", "ReturnPackDialog"),
    "steps": ("ui.pages.history.steps", "StepsDialog"),
    "not_offered": ("ui.dialogs.import_file.not_offered", "NotOfferedDialog"),
    "contribute": ("ui.dialogs.contributor_copy.page", "ContributorCopyDialog"),
    "check": ("ui.dialogs.check.page", "CheckingDialog"),
    "remove": ("ui.dialogs.remove_for_good.page", "RemoveForGoodDialog"),
}
"""Dialogs about a whole workbook, made when they are asked for."""


class MainWindow(InReadingOrder, QMainWindow):
    """One window for one workbook at a time."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.setWindowTitle(NAME)
        self.setMinimumSize(LEAST)
        self.frame: WorkbookFrame | None = None
        self.watch: Watch | None = None
        self.previewing: PreviewWindow | None = None
        self._first_place = self._first_words = ""
        self._words: tuple[Path, Any, tuple[str, ...]] | None = None
        self.undo = UndoActions(self)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        # In its place before it is filled: the style sheet dresses everything in a widget again when it is moved.
        self.start = StartPage(settings, date.today, self.stack)
        self.stack.addWidget(self.start)
        self.menus = Menus(self, self, self.undo)
        theme.dress(self.menuBar())
        self.drop = DropArea(self, DROP, takes=lambda paths, links: len(paths) == 1)
        self.drop.dropped.connect(lambda paths, links: self.arrive(*paths))
        self.opener = Opener(settings, self)
        self.opener.opened.connect(self._enter)
        self.opener.damaged.connect(self.recover)
        self.opener.failed.connect(self._say)
        self.opener.busy.connect(self.start.show_busy)
        self.start.open_asked.connect(self.open)
        self.start.back_asked.connect(lambda path: self.recover(Damaged(path, "")))
        self.start.new_asked.connect(lambda new, path: self.opener.make(_named(path), new))
        self.start.example_asked.connect(lambda path: self.opener.example(_named(path)))
        take_shape(self, self.settings.window)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        KeptOnScreen(application, self)

    # What the menus and the start screen order

    def open(self, path: Path, at: str = "", *, take_over: bool = False) -> None:
        """Open a workbook, ``at`` a place in it; the one that is open now stays until the other is there."""
        if self.frame is not None and path.resolve() == self.frame.workspace.session.path.resolve():
            if at:
                self.go(at)
            return

        def begin() -> None:
            self._first_place = at
            self.opener.open(path, take_over=take_over)

        self._when_saved(begin)

    def ask_open(self) -> None:
        """Ask which workbook to open."""
        self.start.taking_in = False
        dialogs.ask_open(
            self, "Open a workbook", f"{dialogs.WORKBOOKS};;All files (*)", self.settings.last_folder, self.open
        )

    def new(self) -> None:
        """Close the workbook and show the form for a new one."""
        self.start.taking_in = False

        def begin() -> None:
            self._leave()
            self.start.ask_new()

        self._when_saved(begin)

    def close_workbook(self) -> None:
        """Close the workbook and go to the start screen."""
        self._when_saved(self._leave)

    def export(self) -> QDialog | None:
        """Open the dialog that exports; everything typed is saved first."""
        return self._open_dialog("export")

    def preview(self, readers: str = "") -> None:
        """Show the PDF in a window of its own, for some ``readers`` ("board") or for those chosen before."""
        if self.frame is None:
            return
        from selfassess.domain.model.editions import Edition  # the start screen needs nothing of what is behind it
        from ui.pages.preview.page import PreviewWindow

        if self.previewing is None:
            self.previewing = PreviewWindow(self.frame.workspace)
            self.previewing.closed.connect(self._on_preview_closed)
            self.previewing.back_asked.connect(lambda: in_front(self))
        if readers in tuple(Edition):
            self.previewing.show_edition(Edition(readers))
        in_front(self.previewing)

    def take_in(self, path: Path | None = None) -> QDialog | None:
        """Open the dialog that imports a file; where one is given it is read at once."""
        dialog: Any = self._open_dialog("take_in")
        if dialog is not None and path is not None:
            dialog.read(path)
        opened: QDialog | None = dialog
        return opened

    def arrive(self, path: Path) -> None:
        """Import a file that was dropped on the window; where no workbook is open, open it."""
        if self.frame is not None:
            self.take_in(path)
        else:
            self.open(path)

    def not_offered(self) -> QDialog | None:
        """Open the dialog that lists what is not offered again when files are imported."""
        return self._open_dialog("not_offered")

    def carry(self) -> QDialog | None:
        """Open the dialog that starts a new year from an earlier one."""
        return self._open_dialog("carry")

    def personal_data(self) -> QDialog | None:
        """Open the dialog that lists what looks like personal data."""
        return self._open_dialog("personal_data")

    def hand_over(self) -> QDialog | None:
        """Open the dialog that writes the return, ready to hand over."""
        return self._open_dialog("hand_over")

    def contribute(self) -> QDialog | None:
        """Open the dialog that prepares a copy for a contributor."""
        return self._open_dialog("contribute")

    def several_steps(self) -> QDialog | None:
        """Open the dialog that undoes several steps at once."""
        return self._open_dialog("steps")

    def search(self) -> None:
        """Put the cursor in the search field."""
        if self.frame is not None:
            self.frame.top_bar.search.setFocus()
            self.frame.top_bar.search.selectAll()

    def go(self, place: str) -> None:
        """Go to a place in the open workbook, such as "register:risks", or open the dialog of that name."""
        if Place.parse(place).page in (*DIALOGS, "preview"):
            self._open_dialog(place)
        elif self.frame is not None:
            self.frame.show_place(place)

    def set_text_percent(self, percent: int) -> None:
        """Show all text larger or smaller, now and next time."""
        self.settings.text_percent = percent
        kept.save(self.settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self.settings.appearance, percent)

    def about(self) -> None:
        """Show which version this is, what is new in it, and the licences."""
        from ui.pages.help.about import about_dialog  # seldom needed

        about_dialog(self).open()

    def help(self, topic: str = "") -> None:
        """Show the help: as a page of the open workbook, or as a dialog where none is open."""
        if self.frame is not None:
            self.frame.show_place(f"help/{topic}" if topic else "help")
            return
        from ui.pages.help.reader import HelpDialog  # nothing the first paint should wait for

        dialog = HelpDialog(self)
        dialog.reader.show_topic(topic)
        dialog.open()

    # Opening and leaving

    def _enter(self, session: Any) -> None:
        from ui.bridge.workspace import Workspace
        from ui.shell.frame import WorkbookFrame
        from ui.shell.notices import Watch
        from ui.shell.summoned import Summoned
        from ui.shell.wait_dialog import patiently
        from ui.widgets.forms.agreed import consent

        taking_in = self.start.taking_in
        self._leave()
        workspace = Workspace(session, self.settings, parent=self)
        workspace.patiently = partial(patiently, self)
        session.consent = partial(consent, workspace, self)
        self.frame = WorkbookFrame(workspace)
        self.frame.dialog_asked.connect(self._open_dialog)
        self.frame.again_asked.connect(self.read_again)
        self.frame.copy_asked.connect(self.save_copy_as)
        self.stack.addWidget(self.frame)
        self.stack.setCurrentWidget(self.frame)
        taking_back = self.frame.taking_back
        self.undo.bind(workspace, taking_back.undo, taking_back.redo)
        self.menus.set_open(True)
        self.setWindowTitle(f"{session.path.stem} – {NAME}")
        self.settings.remember(session.path)
        self.settings.last_folder = str(session.path.resolve().parent)
        kept.save(self.settings)
        # The frame is painted before its first page is built, so that neither waits for the other.
        remembered = self.settings.places.get(str(session.path.resolve()), "")
        self.frame.begin(remembered)
        if self._first_place:
            self._arrive_at(self._first_place)
            self._first_place = ""
        if self._words is not None and self._words[0] == session.path:
            from ui.shell import rereading  # seldom needed

            (_, kept_words, loose), self._words = self._words, None
            rereading.put(self.frame, kept_words, loose)
        if self._first_words:
            self.frame.say(self._first_words, "good")
            self._first_words = ""
        Summoned(session.path, self._come, self.frame)
        self.watch = Watch(workspace, self.frame.notices, self)
        self.watch.begin()
        if taking_in and not session.read_only_because:
            self.take_in()

    def _come(self, place: str) -> None:
        """Come to the front: somebody opened the workbook a second time."""
        in_front(self)
        if place:
            self._arrive_at(place)

    def _arrive_at(self, place: str) -> None:
        if self.frame is not None and Place.parse(place).page not in (*DIALOGS, "preview"):
            self.frame.arrive(place)
        else:
            self.go(place)

    def read_again(self) -> None:
        """Read the workbook again, which somebody replaced, and keep what was written here."""
        from selfassess.domain.model.errors import WorkbookError
        from ui.shell import rereading

        if self.frame is None:
            return
        workspace = self.frame.workspace
        try:
            self._words = (workspace.session.path, *rereading.gather(workspace))
        except WorkbookError as error:
            self.frame.say_replaced(str(error))
            return
        path, place = workspace.session.path, self.frame.place
        workspace.forget_editors()
        self._leave()  # lets go of the lock, which is ours
        self.open(path, place)

    def recover(self, found: Damaged) -> QDialog:
        """Open the dialog about a workbook that is damaged, or gone where there is no sentence on what is wrong."""
        from ui.shell.recovering import RecoveringDialog  # seldom needed

        self.start.note_damage(str(found.path.resolve()), found.sentence)
        dialog = RecoveringDialog(found, self.settings, self)
        dialog.open_asked.connect(self.open)
        dialog.open()
        return dialog

    def open_for_writing(self, take_over: bool) -> None:
        """Open the workbook again, to write in it now."""
        if self.frame is not None:
            self.opener.open(self.frame.workspace.session.path, take_over=take_over)

    def take_in_copy(self, path: Path) -> None:
        """Lead to the preview of what a copy beside the workbook would bring, then look round again."""
        dialog: Any = self.take_in()
        if dialog is not None:
            watch = self.watch
            dialog.finished.connect(lambda _: watch.look_round(anew=True) if watch is self.watch and watch else None)
            dialog.read(path)

    def save_elsewhere(self) -> None:
        """Ask where to put a copy of the workbook, and go on there."""
        from ui.shell.save_as import ask_elsewhere

        if self.frame is not None and self.frame.workspace.flush():
            ask_elsewhere(self, self.frame.workspace.session.path, self.open, self._say)

    def save_copy_as(self) -> None:
        """Ask where to put a copy with every word on the screen, and go on in it."""
        from ui.shell.save_as import ask_copy

        if self.frame is None:
            return
        frame = self.frame

        def go_on(path: Path) -> None:
            place = frame.place
            frame.workspace.forget_editors()
            self._leave()
            self._first_words = f"Everything is saved in {path.name}. You go on in this copy."
            self.open(path, place)

        ask_copy(self, frame.workspace, go_on, frame.say_failed)

    def _leave(self) -> None:
        """Let go of the open workbook and remember where it was left."""
        self.start.taking_in = False
        self.start.guide.say("")
        if self.frame is None:
            return
        if self.previewing is not None:
            self.previewing.close()
        frame, self.frame, self.watch = self.frame, None, None
        if frame.place:
            self.settings.places[str(frame.workspace.session.path.resolve())] = frame.place
        kept.save(self.settings)
        self.undo.bind(None)
        self.menus.set_open(False)
        self.stack.removeWidget(frame)
        frame.end()
        frame.hide()
        frame.deleteLater()
        frame.workspace.close()
        gc.unfreeze()  # what the opener set aside is to be found by the next collection
        self.setWindowTitle(NAME)
        self.start.refresh()

    def _when_saved(self, act: Any) -> None:
        if self.frame is None:
            act()
        else:
            self.frame.when_saved(act)

    def _say(self, sentence: str) -> None:
        if self.frame is not None:
            self.frame.say(sentence)
        else:
            self.start.show_problem(sentence)

    def _on_preview_closed(self) -> None:
        self.previewing = None

    def _open_dialog(self, name: str) -> QDialog | None:
        if (place := Place.parse(name)).page == "preview":
            self.preview(place.rest)
            return None
        if self.frame is None or not self.frame.workspace.flush():
            self._say("Something you typed cannot be saved yet. Put it right first; a sentence in red says why.")
            return None
        module, attribute = DIALOGS[place.page]
        dialog: Any = getattr(import_module(module), attribute)(self.frame.workspace, self)
        if place.rest:
            dialog.show_place(place.rest)
        dialog.open()
        opened: QDialog = dialog
        return opened

    # The window itself

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.frame is not None and not self.frame.workspace.flush():
            event.ignore()
            self.frame.when_saved(lambda: self.close())
            return
        self.settings.window = b64encode(self.saveGeometry().data()).decode("ascii")
        self._leave()
        kept.save(self.settings)
        event.accept()


def in_front(window: QWidget) -> None:
    """Show a window, from the task bar if it was put there, and have what is typed go to it."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()


def _named(path: Path) -> Path:
    """A path with the ending of a workbook, for dialogs that do not add it."""
    return path if path.suffix == ".sawb" else path.with_name(f"{path.name}.sawb")
