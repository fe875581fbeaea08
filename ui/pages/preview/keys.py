"""The keys of the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from ui.pages.preview.page import PreviewWindow


def add_keys(window: PreviewWindow) -> None:
    """Have the window listen to its keys."""
    view = window.view
    finder = window.pages_bar.finder

    def find() -> None:
        finder.field.setFocus()
        finder.field.selectAll()

    for keys, act in (
        ("F5", window.renew_preview), ("F7", window.pages_bar.text.toggle), ("F8", window.back_asked.emit),
        ("Ctrl+F", find),
        ("F3", lambda: finder.step_to_place(1)), ("Shift+F3", lambda: finder.step_to_place(-1)),
        ("Ctrl++", lambda: view.step_zoom(1)), ("Ctrl+=", lambda: view.step_zoom(1)),
        ("Ctrl+-", lambda: view.step_zoom(-1)),
        ("Ctrl+0", lambda: view.set_zoom("width")), ("Ctrl+9", lambda: view.set_zoom("page")),
        ("Ctrl+PgDown", lambda: view.go_to_page(view.page + 1)), ("Ctrl+PgUp", lambda: view.go_to_page(view.page - 1)),
        ("Ctrl+S", window.save_preview_pdf), ("Ctrl+P", window.print_out), ("Ctrl+W", window.close),
    ):  # fmt: skip
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False, act=act: act())
        window.addAction(action)
