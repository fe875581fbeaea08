"""What the menus order for the open workbook as a file, and for the words one is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from selfassess.domain.text.languages import in_language
from ui.bridge.tasks import Task

if TYPE_CHECKING:  # what an open workbook needs is imported when one is opened
    from ui.shell.frame import WorkbookFrame

BLOCKS = ("copy", "paste")
"""What a grid of cells does too, with whole blocks."""
PRINT_TRIES = 200
"""How often it is looked whether the PDF is there to be printed, ten times a second."""


class WorkbookWindow(Protocol):
    """The part of the window that these orders need."""

    frame: WorkbookFrame | None
    previewing: Any

    def open_preview(self, readers: str = "") -> None: ...


class FileOrders:
    """Save, copy, back up, print; find on the page; cut, copy and paste."""

    def __init__(self, window: WorkbookWindow) -> None:
        self._window = window

    def save_now(self) -> None:
        """Save what is being typed, and say that everything is saved: nothing else is to be done for it."""
        frame = self._window.frame
        if frame is not None and frame.workspace.flush():
            frame.show_message("Everything is saved. It is saved while you type.", "good")
        elif frame is not None:
            frame.show_message(
                "Something you typed cannot be saved yet. A sentence in red beside the field says why.", "warning"
            )

    def save_copy(self) -> None:
        """Ask where to put a copy of the workbook, and stay in this one."""
        from ui.shell.save_as import ask_duplicate

        frame = self._window.frame
        if frame is not None and frame.workspace.flush():
            ask_duplicate(frame, frame.workspace.session.path, self._say_copied, frame.show_message)

    def back_up_now(self) -> None:
        """Take a backup now."""
        from selfassess.services.workbook import backups

        frame = self._window.frame
        if frame is None or not frame.workspace.flush():
            return
        path, at = frame.workspace.session.path, frame.workspace.clock()
        task = Task(lambda progress, cancelled: backups.take_backup(path, backups.ASKED, at))
        task.done.connect(lambda _: self._say_backed_up())
        task.failed.connect(frame.show_message)
        task.start()

    def print_out(self) -> None:
        """Make the PDF of the year in view, and ask for the printer as soon as it is there."""
        self._window.open_preview()
        self._print_made(PRINT_TRIES)

    def find_here(self) -> None:
        """Go to the line that filters what the page shows; where it has none, to the search over everything."""
        frame = self._window.frame
        page = frame.pages.currentWidget() if frame is not None else None
        lines = page.findChildren(QLineEdit) if page is not None else []
        here = next((each for each in lines if each.isVisible() and each.placeholderText().startswith("Filter")), None)
        if frame is not None:
            field = here or frame.top_bar.search
            field.setFocus()
            field.selectAll()

    def edit_field(self, act: str) -> None:
        """Do ``cut``, ``copy``, ``paste`` or ``selectAll`` in the field that has the keyboard."""
        field: QWidget | None = QApplication.focusWidget()
        if isinstance(field, QComboBox):
            field = field.lineEdit()
        does: Callable[[], object] | None = getattr(field, act, None)
        in_words = isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit)
        if does is not None and (in_words or act in BLOCKS):
            does()

    def set_language(self, code: str) -> None:
        """Say which language the paragraph one is in is written in; "" is English, as all others are.

        The mark stands in the text, so that it goes wherever the text goes, and PDF, Word and HTML say it to readers.
        """
        field = QApplication.focusWidget()
        if not isinstance(field, QPlainTextEdit) or field.isReadOnly():
            return
        cursor = field.textCursor()
        words = cursor.block().text()
        bare = in_language(words)[1]
        cursor.beginEditBlock()
        cursor.movePosition(cursor.MoveOperation.StartOfBlock)
        cursor.movePosition(cursor.MoveOperation.Right, cursor.MoveMode.KeepAnchor, len(words) - len(bare))
        cursor.insertText(f"[{code}] " if code else "")
        cursor.endEditBlock()

    def _print_made(self, tries: int) -> None:
        preview = self._window.previewing
        if preview is None or tries == 0:
            return
        if preview.busy or preview.document is None:
            QTimer.singleShot(100, preview, lambda: self._print_made(tries - 1))
        else:
            preview.print_out()

    def _say_copied(self, path: Path) -> None:
        if self._window.frame is not None:
            self._window.frame.show_message(f"A copy is in {path.name}. You go on in the workbook itself.", "good")

    def _say_backed_up(self) -> None:
        frame = self._window.frame
        if frame is not None:
            frame.show_message(
                "A backup was taken.", "good", (("Show the backups", lambda: frame.show_place("backups")),)
            )
