"""The dialog that imports a file, on the worked example and on a workbook in which nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening, snapshot
from tests.exchange import report_making
from tests.ui.import_file.coming_back import ComingBack
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog

LONG = 30_000


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Callable[[Workspace], ImportFileDialog]:
    """Opens the dialog on a workbook."""

    def open_it(workspace: Workspace) -> ImportFileDialog:
        made = ImportFileDialog(workspace)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # so that a test can look at it afterwards
        qtbot.addWidget(made)
        made.open()
        return made

    return open_it


@pytest.fixture
def read(qtbot: QtBot) -> Callable[[ImportFileDialog, Path], None]:
    """Reads a file in the dialog and waits until that is done."""

    def read_it(dialog: ImportFileDialog, path: Path) -> None:
        dialog.begin_reading(path)
        qtbot.waitUntil(lambda: dialog.task is None, timeout=LONG)

    return read_it


@pytest.fixture
def take(qtbot: QtBot) -> Callable[[ImportFileDialog], None]:
    """Takes in what is chosen and waits until that is done."""

    def take_it(dialog: ImportFileDialog) -> None:
        assert dialog.take.isEnabled(), dialog.reason.text()
        dialog.take.click()
        qtbot.waitUntil(lambda: dialog.task is None, timeout=LONG)

    return take_it


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in the shape of CQC’s, as text."""
    return report_making.written(tmp_path, report_making.lines())


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the worked example and an export of it that came back changed, made once."""
    folder = tmp_path_factory.mktemp("coming back")
    opening.write_demo_workbook(folder / "example.sawb", author="Ada")
    ComingBack(folder / "example.xlsx", snapshot.read_snapshot(folder / "example.sawb").current).make(
        folder / "example.sawb"
    )
    return folder


@pytest.fixture
def example(made: Path, tmp_path: Path, opened: Callable[[Path], Workspace]) -> Workspace:
    """The worked example, open."""
    shutil.copy(made / "example.sawb", tmp_path)
    return opened(tmp_path / "example.sawb")


@pytest.fixture
def back(made: Path, example: Workspace) -> ComingBack:
    """An export of the worked example that came back changed, while the example was written in."""
    coming = ComingBack(made / "example.xlsx", example.session.current)
    coming.write(example)
    return coming


@pytest.fixture
def merging(
    example: Workspace, back: ComingBack, open_dialog: Callable[[Workspace], ImportFileDialog],
    read: Callable[[ImportFileDialog, Path], None],
) -> ImportFileDialog:  # fmt: skip
    """The dialog with the preview of what came back."""
    dialog = open_dialog(example)
    read(dialog, back.path)
    return dialog
