"""Questions to the person that do not stop the window: file choices, and choices between a few answers.

Each returns at once and calls back, but for ``ask_now``; tests replace these functions and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ui.widgets import theme
from ui.widgets.idle_queue import going_on

WORKBOOKS = "Workbooks (*.sawb)"

Chosen = Callable[[Path], None]


def ask_file_to_open(parent: QWidget | None, title: str, filters: str, folder: str, chosen: Chosen) -> None:
    """Ask for a file that exists; ``filters`` as Qt writes them, "Workbooks (*.sawb);;All files (*)"."""
    dialog = _file_dialog(parent, title, filters, folder, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def ask_files_to_open(
    parent: QWidget | None, title: str, filters: str, folder: str, chosen: Callable[[tuple[Path, ...]], object]
) -> None:
    """Ask for one or several files that exist."""
    dialog = QFileDialog(parent, title, folder)
    theme.dress_parts(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(filters.split(";;"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: chosen(tuple(Path(name) for name in names)))
    dialog.open()


def ask_existing_folder(parent: QWidget | None, title: str, folder: str, chosen: Callable[[Path], object]) -> None:
    """Ask for a folder that exists."""
    dialog = QFileDialog(parent, title, folder)
    theme.dress_parts(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


def ask_save_path(parent: QWidget | None, title: str, filters: str, suggested: Path, chosen: Chosen) -> None:
    """Ask where to write; the system's own dialog asks before it gives back a file that exists."""
    dialog = _file_dialog(parent, title, filters, str(suggested.parent), chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    dialog.selectFile(suggested.name)
    dialog.open()


def ask_question(
    parent: QWidget | None,
    text: str,
    detail: str,
    answers: Sequence[tuple[str, Callable[[], object] | None]],
    escape: int = -1,
) -> QMessageBox:
    """Ask a question with a few answers; Enter gives the first, Escape the one numbered ``escape`` (the last)."""
    box = _build_question_box(parent, text, detail, [words for words, _ in answers], escape)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    acts = dict(answers)

    def answered() -> None:
        button = box.clickedButton()
        act = acts.get(button.text()) if button is not None else None
        if act is not None:
            act()

    box.finished.connect(answered)
    box.open()
    return box


def ask_now(parent: QWidget | None, text: str, detail: str, answers: Sequence[str]) -> str:
    """Ask in the midst of an act that cannot go on without it, and wait; Escape gives the last answer."""
    box = _build_question_box(parent, text, detail, answers, escape=-1)
    with going_on():
        box.exec()
    button = box.clickedButton()
    box.deleteLater()
    return button.text() if button is not None else answers[-1]


def _build_question_box(
    parent: QWidget | None, text: str, detail: str, answers: Sequence[str], escape: int
) -> QMessageBox:
    box = QMessageBox(parent)
    theme.dress_parts(box)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(detail)
    buttons = [box.addButton(words, QMessageBox.ButtonRole.ActionRole) for words in answers]
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(buttons[escape])
    return box


def _file_dialog(parent: QWidget | None, title: str, filters: str, folder: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    theme.dress_parts(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(filters.split(";;"))
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    return dialog
