"""The window: the start screen, or one open workbook; what the menus order; what is kept for next time."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.places import Place
from selfassess.services.workbook.settings import Settings
from ui.pages.start.page import StartPage
from ui.shell.commands import Command, list_places
from ui.shell.file_orders import FileOrders
from ui.shell.help_topics import HelpOrders
from ui.shell.menus import Menus
from ui.shell.opener import Damaged, Opener
from ui.shell.reopening import ReopenOrders
from ui.shell.several_windows import SeveralWindows
from ui.shell.shape import LEAST, KeptOnScreen, restore_window_shape
from ui.shell.undo_actions import UndoActions
from ui.widgets import dialogs, theme
from ui.widgets.dropping import DropArea
from ui.widgets.reading_order import InReadingOrder

if TYPE_CHECKING:  # what an open workbook needs is imported when one is opened: the start screen comes first
    from selfassess.services.workbook.session import Session
    from ui.bridge.workspace import Workspace
    from ui.pages.preview.page import PreviewWindow
    from ui.shell.frame import WorkbookFrame
    from ui.shell.notices import Watch

NAME = "Adult social care self-assessment"
DROP = "Drop here to see what this file would bring in"

DIALOGS = {
    "export": ("ui.dialogs.export.page", "ExportDialog"),
    "import": ("ui.dialogs.import_file.dialog", "ImportFileDialog"),
    "carry_forward": ("ui.dialogs.carry_forward.page", "CarryForwardDialog"),
    "personal_data": ("ui.dialogs.personal_data.page", "PersonalDataDialog"),
    "add_evidence": ("ui.dialogs.add_evidence.at_once", "add_or_ask"),
    "return_pack": ("ui.dialogs.return_pack.page", "ReturnPackDialog"),
    "steps": ("ui.pages.history.steps", "StepsDialog"),
    "not_offered": ("ui.dialogs.import_file.not_offered", "NotOfferedDialog"),
    "contributor_copy": ("ui.dialogs.contributor_copy.page", "ContributorCopyDialog"),
    "progress_report": ("ui.dialogs.progress_report.page", "ProgressReportDialog"),
    "national_measures": ("ui.dialogs.national_measures.page", "NationalMeasuresDialog"),
    "import_pack": ("ui.dialogs.import_pack.page", "ImportPackDialog"),
    "check": ("ui.dialogs.check.page", "CheckingDialog"),
    "replace": ("ui.dialogs.find_replace.page", "FindReplaceDialog"),
    "remove": ("ui.dialogs.remove_for_good.page", "RemoveForGoodDialog"),
}
"""Dialogs about a whole workbook, made when they are asked for."""


class MainWindow(HelpOrders, ReopenOrders, SeveralWindows, InReadingOrder, QMainWindow):
    """One window for one workbook at a time; several may show the same."""

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
        self.companions: list[Any] = []
        self.undo, self.files = UndoActions(self), FileOrders(self)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        # In its place before it is filled: the style sheet dresses everything in a widget again when it is moved.
        self.start = StartPage(settings, date.today, self.stack)
        self.stack.addWidget(self.start)
        self.menus = Menus(self, self, self.undo)
        theme.dress_parts(self.menuBar())
        self.drop = DropArea(self, DROP, takes=lambda paths, links: len(paths) == 1)
        self.drop.dropped.connect(lambda paths, links: self.import_dropped_file(*paths))
        self.opener = Opener(settings, self)
        self.opener.opened.connect(self._enter_workbook)
        self.opener.damaged.connect(self.open_recovery)
        self.opener.failed.connect(self._show_sentence)
        self.opener.busy.connect(self.start.show_busy)
        self.start.open_asked.connect(self.open_workbook)
        self.start.back_asked.connect(lambda path: self.open_recovery(Damaged(path, "")))
        self.start.new_asked.connect(lambda new, path: self.opener.make_workbook(_with_workbook_ending(path), new))
        self.start.example_asked.connect(self.opener.make_example)
        restore_window_shape(self, self.settings.window)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        KeptOnScreen(application, self)

    # What the menus and the start screen order

    def open_workbook(self, path: Path, at: str = "", *, take_over: bool = False) -> None:
        """Open a workbook, ``at`` a place in it; the one that is open now stays until the other is there."""
        if self.frame is not None and path.resolve() == self.frame.workspace.session.path.resolve():
            if at:
                self.go(at)
            return
        if self.show_window_of(path, at):
            return

        def begin() -> None:
            self._first_place = at
            self.opener.open_workbook(path, take_over=take_over)

        self._act_when_saved(begin)

    def ask_open_workbook(self) -> None:
        """Ask which workbook to open."""
        self.start.imports_a_year = False
        dialogs.ask_file_to_open(
            self,
            "Open a workbook",
            f"{dialogs.WORKBOOKS};;All files (*)",
            self.settings.last_folder,
            self.open_workbook,
        )

    def ask_new_workbook(self) -> None:
        """Close the workbook and show the form for a new one."""
        self.start.imports_a_year = False

        def begin() -> None:
            self._leave_workbook()
            self.start.ask_new()

        self._act_when_saved(begin)

    def close_workbook(self) -> None:
        """Close the workbook and go to the start screen; where other windows show it, close this one."""
        self._act_when_saved(self.close if self.is_beside_others else self._leave_workbook)

    def open_export(self) -> QDialog | None:
        """Open the dialog that exports; everything typed is saved first."""
        return self._open_dialog("export")

    def open_preview(self, readers: str = "") -> None:
        """Show the PDF in a window of its own, for some ``readers`` ("board") or for those chosen before."""
        if self.frame is None:
            return
        from selfassess.domain.model.editions import Edition  # the start screen needs nothing of what is behind it
        from ui.pages.preview.page import PreviewWindow

        if self.previewing is None:
            self.previewing = PreviewWindow(self.frame.workspace)
            self.previewing.closed.connect(self._on_preview_closed)
            self.previewing.back_asked.connect(lambda: bring_to_front(self))
        if readers in tuple(Edition):
            self.previewing.show_edition(Edition(readers))
        bring_to_front(self.previewing)

    def open_import(self, path: Path | None = None) -> QDialog | None:
        """Open the dialog that imports a file; where one is given it is read at once."""
        dialog: Any = self._open_dialog("import")
        if dialog is not None and path is not None:
            dialog.begin_reading(path)
        opened: QDialog | None = dialog
        return opened

    def import_dropped_file(self, path: Path) -> None:
        """Import a file that was dropped on the window; where no workbook is open, open it."""
        if self.frame is not None:
            self.open_import(path)
        else:
            self.open_workbook(path)

    def open_not_offered(self) -> QDialog | None:
        """Open the dialog that lists what is not offered again when files are imported."""
        return self._open_dialog("not_offered")

    def open_carry_forward(self) -> QDialog | None:
        """Open the dialog that starts a new year from an earlier one."""
        return self._open_dialog("carry_forward")

    def open_personal_data(self) -> QDialog | None:
        """Open the dialog that lists what looks like personal data."""
        return self._open_dialog("personal_data")

    def open_return_pack(self) -> QDialog | None:
        """Open the dialog that writes the return, ready to hand over."""
        return self._open_dialog("return_pack")

    def open_contributor_copy(self) -> QDialog | None:
        """Open the dialog that prepares a copy for a contributor."""
        return self._open_dialog("contributor_copy")

    def open_several_steps(self) -> QDialog | None:
        """Open the dialog that undoes several steps at once."""
        return self._open_dialog("steps")

    def focus_search(self) -> None:
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
        kept.save_settings(self.settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, self.settings.appearance, percent)

    def show_about(self) -> None:
        """Show which version this is, what is new in it, and the licences."""
        from ui.pages.help.about import about_dialog  # seldom needed

        about_dialog(self).open()

    def show_help(self, topic: str = "") -> None:
        """Show the help: as a page of the open workbook, or as a dialog where none is open."""
        if self.frame is not None:
            self.frame.show_place(f"help/{topic}" if topic else "help")
            return
        from ui.pages.help.reader import HelpDialog  # nothing the first paint should wait for

        dialog = HelpDialog(self)
        dialog.reader.show_topic(topic)
        dialog.open()

    # Opening and leaving

    def _enter_workbook(self, session: Session) -> None:
        from ui.bridge.workspace import Workspace

        imports_a_year = self.start.imports_a_year
        self._leave_workbook()
        workspace = Workspace(session, self.settings, parent=self)
        frame = self._show_workspace(workspace)
        self.settings.remember_recent(session.path)
        self.settings.last_folder = str(session.path.resolve().parent)
        kept.save_settings(self.settings)
        # The frame is painted before its first page is built, so that neither waits for the other.
        remembered = self.settings.places.get(str(session.path.resolve()), "")
        frame.begin_at_place(remembered)
        if self._first_place:
            self._arrive_at_place(self._first_place)
            self._first_place = ""
        if self._words is not None and self._words[0] == session.path:
            from ui.shell import rereading  # seldom needed

            (_, kept_words, loose), self._words = self._words, None
            rereading.put_words_back(frame, kept_words, loose)
        if self._first_words:
            frame.show_message(self._first_words, "good")
            self._first_words = ""
        self.take_charge()
        if imports_a_year and not session.read_only_because:
            self.open_import()

    def _show_workspace(self, workspace: Workspace, beside: WorkbookFrame | None = None) -> WorkbookFrame:
        """Show a workspace in place of the start screen; ``beside`` is the frame of another window on its workbook."""
        from ui.shell.frame import WorkbookFrame
        from ui.shell.wait_dialog import run_slices_patiently

        workspace.patiently = partial(run_slices_patiently, self)
        self.frame = WorkbookFrame(workspace, beside)
        self.ask_consent_here()
        self.frame.dialog_asked.connect(self._open_dialog)
        self.frame.again_asked.connect(self.reread_replaced_workbook)
        self.frame.copy_asked.connect(self.save_copy_as)
        self.stack.addWidget(self.frame)
        self.stack.setCurrentWidget(self.frame)
        taking_back = self.frame.taking_back
        self.undo.bind_workspace(workspace, taking_back.undo_with_notice, taking_back.redo_with_notice)
        self.frame.top_bar.search.commands = self._list_commands
        self.menus.enable_for_workbook(True)
        self.setWindowTitle(f"{workspace.session.path.stem} – {NAME}")
        return self.frame

    def take_charge(self) -> None:
        """Answer who opens the workbook a second time, and look round in its folder, for all windows that show it."""
        from ui.shell.notices import Watch
        from ui.shell.summoned import Summoned

        if self.frame is None:
            return
        workspace = self.frame.workspace
        Summoned(workspace.session.path, self._come_to_front, self.frame)
        self.watch = Watch(workspace, self.frame.notices, self)
        self.watch.begin_watching()

    def _list_commands(self) -> Iterator[Command]:
        """What can be found by its words beside what is written: places first, then what the menus order."""
        if self.frame is not None:
            entries = self.frame.navigation.model.entries
            yield from list_places(((each.words, each.place) for each in entries), self.frame.show_place)
        yield from self.menus.list_commands()

    def _come_to_front(self, place: str) -> None:
        """Come to the front: somebody opened the workbook a second time."""
        bring_to_front(self)
        if place:
            self._arrive_at_place(place)

    def _arrive_at_place(self, place: str) -> None:
        if self.frame is not None and Place.parse(place).page not in (*DIALOGS, "preview"):
            self.frame.arrive_at_place(place)
        else:
            self.go(place)

    def open_recovery(self, found: Damaged) -> QDialog:
        """Open the dialog about a workbook that is damaged, or gone where there is no sentence on what is wrong."""
        from ui.shell.recovering import RecoveringDialog  # seldom needed

        self.start.note_recent_damage(str(found.path.resolve()), found.sentence)
        dialog = RecoveringDialog(found, self.settings, self)
        dialog.open_asked.connect(self.open_workbook)
        dialog.open()
        return dialog

    def _leave_workbook(self) -> None:
        """Let go of the open workbook and remember where it was left."""
        self.start.imports_a_year = False
        self.start.guide.show_message("")
        if self.frame is None:
            return
        if self.previewing is not None:
            self.previewing.close()
        frame, self.frame, self.watch = self.frame, None, None
        if frame.place:
            self.settings.places[str(frame.workspace.session.path.resolve())] = frame.place
        kept.save_settings(self.settings)
        self.undo.bind_workspace(None)
        self.menus.enable_for_workbook(False)
        self.stack.removeWidget(frame)
        self.leave_companions(frame)
        frame.hide()
        frame.deleteLater()
        self.setWindowTitle(NAME)
        self.start.refresh_start()

    def _act_when_saved(self, act: Any) -> None:
        if self.frame is None:
            act()
        else:
            self.frame.act_when_saved(act)

    def _show_sentence(self, sentence: str) -> None:
        if self.frame is not None:
            self.frame.show_message(sentence)
        else:
            self.start.show_opening_problem(sentence)

    def _on_preview_closed(self) -> None:
        self.previewing = None

    def _open_dialog(self, name: str, request: object = None) -> QDialog | None:
        """Open a dialog about the whole workbook; ``request`` is what one that can begin with something begins with."""
        if (place := Place.parse(name)).page == "preview":
            self.open_preview(place.rest)
            return None
        if self.frame is None or not self.frame.workspace.flush_windows():
            self._show_sentence(
                "Something you typed cannot be saved yet. Put it right first; a sentence in red says why."
            )
            return None
        module, attribute = DIALOGS[place.page]
        wanted = (request,) if request is not None else ()
        dialog: Any = getattr(import_module(module), attribute)(self.frame.workspace, self, *wanted)
        if dialog is None:  # it is done without one
            return None
        if place.rest:
            dialog.show_place(place.rest)
        if self.is_beside_others:  # what it works out of the workbook is not to change under it
            dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
            dialog.show()
        else:
            dialog.open()
        opened: QDialog = dialog
        return opened

    # The window itself

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.frame is not None and not self.frame.workspace.flush():
            event.ignore()
            self.frame.act_when_saved(lambda: self.close())
            return
        if not self.is_beside_others:
            self.settings.window = b64encode(self.saveGeometry().data()).decode("ascii")
        self._leave_workbook()
        kept.save_settings(self.settings)
        event.accept()


def bring_to_front(window: QWidget) -> None:
    """Show a window, from the task bar if it was put there, and have what is typed go to it."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()


def _with_workbook_ending(path: Path) -> Path:
    """A path with the ending of a workbook, for dialogs that do not add it."""
    return path if path.suffix == ".sawb" else path.with_name(f"{path.name}.sawb")
