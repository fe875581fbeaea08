"""Opening what evidence names as its place: never without saying where it leads, and only web pages and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.return_pack import file_types
from selfassess.services.workbook import agreed_hosts
from selfassess.services.workbook.destinations import find_destination
from ui.widgets import dialogs


def open_location(location: str, workbook: Path, parent: QWidget | None) -> QMessageBox:
    """Show where a location leads, and open it only when the person says so; where it cannot be, say why."""
    try:
        leads = find_destination(location, workbook)
    except WorkbookError as error:
        return dialogs.ask_question(parent, "This cannot be opened from here.", str(error), [("Close", None)])
    if leads.path is not None:
        return _ask_file(leads.path, parent)
    if leads.host:
        return _ask_host(leads.host, location, workbook, parent)
    return _ask_page(leads.address, parent)


def _ask_page(address: str, parent: QWidget | None) -> QMessageBox:
    return dialogs.ask_question(
        parent,
        "Open this web page in your browser?",
        f"It leads to:\n{address}\n\nYour browser goes online for it; this program never does.",
        [("Open the page", lambda: QDesktopServices.openUrl(QUrl(address))), ("Not now", None)],
    )


def _ask_host(host: str, location: str, workbook: Path, parent: QWidget | None) -> QMessageBox:
    """Ask before anything on another computer is looked for: looking alone tells that computer who asks."""

    def agree() -> None:
        agreed_hosts.agree_to_host(host)
        open_location(location, workbook, parent)

    return dialogs.ask_question(
        parent,
        "Look for this file on another computer?",
        f"It leads to the computer\n{host}\n\nas\n{location}\n\nYour computer connects to it and may tell it who you "
        "are. Agree only if you know it, for example as your council's own. You are not asked about it again.",
        [("Look there", agree), ("Not now", None)],
        escape=1,
    )


def _ask_file(path: Path, parent: QWidget | None) -> QMessageBox:
    folder = ("Show its folder", _make_folder_opener(path.parent))
    where = f"{path.name}\n\nin the folder\n{path.parent}"
    if not path.is_file():
        answers = [folder, ("Close", None)] if path.parent.is_dir() else [("Close", None)]
        return dialogs.ask_question(parent, "This file is not where it was.", where, answers)
    if not file_types.is_document(path.name):
        said = "Only documents are opened from here. Look at this file in its folder first."
        sort = file_types.describe_unsafe_type(path.name)
        if sort:
            said = f"This file is {sort}. It is not opened from here; look at it in its folder first."
        return dialogs.ask_question(parent, said, where, [folder, ("Close", None)])
    return dialogs.ask_question(
        parent, "Open this file?", where, [("Open the file", _make_folder_opener(path)), folder, ("Not now", None)]
    )


def open_made(path: Path) -> bool:
    """Open a file that this program has just written, and whose place it has just said; False where nothing can."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_folder(path: Path) -> bool:
    """Show the folder that something lies in; of a folder, itself."""
    folder = path if path.is_dir() else path.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _make_folder_opener(path: Path) -> Callable[[], object]:
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
