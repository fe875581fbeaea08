"""The window's orders that open the workbook again: to write in it, after somebody replaced it, or as a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame
    from ui.shell.notices import Watch


class ReopenOrders:
    """Part of the window: each order lets go of the session that is open, in every window that shows it."""

    frame: WorkbookFrame | None
    watch: Watch | None
    _words: tuple[Path, Any, tuple[str, ...]] | None
    _first_words: str

    if TYPE_CHECKING:  # the window has these; written here they would stand before its own

        def open_workbook(self, path: Path, at: str = "", *, take_over: bool = False) -> None: ...
        def open_import(self, path: Path | None = None) -> QDialog | None: ...
        def close_other_windows(self) -> None: ...
        def _leave_workbook(self) -> None: ...
        def _show_sentence(self, sentence: str) -> None: ...

    def reread_replaced_workbook(self) -> None:
        """Read the workbook again, which somebody replaced, and keep what was written here."""
        from selfassess.domain.model.errors import WorkbookError
        from ui.shell import rereading

        if self.frame is None:
            return
        workspace = self.frame.workspace
        try:
            self._words = (workspace.session.path, *rereading.gather_written_words(workspace))
        except WorkbookError as error:
            self.frame.show_file_replaced(str(error))
            return
        path, place = workspace.session.path, self.frame.place
        workspace.forget_editors()
        self.close_other_windows()
        self._leave_workbook()  # lets go of the lock, which is ours
        self.open_workbook(path, place)

    def reopen_for_writing(self, take_over: bool) -> None:
        """Open the workbook again, to write in it now."""
        if self.frame is not None:
            self.close_other_windows()
            window: Any = self
            window.opener.open_workbook(self.frame.workspace.session.path, take_over=take_over)

    def import_sibling_copy(self, path: Path) -> None:
        """Lead to the preview of what a copy beside the workbook would bring, then look round again."""
        dialog: Any = self.open_import()
        if dialog is not None:
            watch = self.watch
            dialog.finished.connect(
                lambda _: watch.look_round_on_worker(anew=True) if watch is self.watch and watch else None
            )
            dialog.begin_reading(path)

    def save_in_another_place(self) -> None:
        """Ask where to put a copy of the workbook, and go on there."""
        from ui.shell.save_as import ask_to_save_elsewhere

        if self.frame is not None and self.frame.workspace.flush():
            window: Any = self
            ask_to_save_elsewhere(window, self.frame.workspace.session.path, self.open_workbook, self._show_sentence)

    def save_copy_as(self) -> None:
        """Ask where to put a copy with every word on the screen, and go on in it."""
        from ui.shell.save_as import ask_to_save_copy

        if self.frame is None:
            return
        frame = self.frame

        def go_on(path: Path) -> None:
            place = frame.place
            frame.workspace.forget_editors()
            self.close_other_windows()
            self._leave_workbook()
            self._first_words = f"Everything is saved in {path.name}. You go on in this copy."
            self.open_workbook(path, place)

        window: Any = self
        ask_to_save_copy(window, frame, go_on, frame.show_failure)
