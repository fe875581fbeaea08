"""A tour of every page and dialog: nothing shows that nobody asked for, and the wheel changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from selfassess.services import opening, settings
from ui.pages.preview.page import PreviewWindow
from ui.pages.registers.kinds import REGISTERS
from ui.pages.statement.page import STEPS
from ui.shell.pages import PAGES
from ui.shell.window import DIALOGS, MainWindow
from ui.widgets import turns

ASKED_FOR = (QMainWindow, QDialog, QMenu, PreviewWindow)
DROPPED = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
PLACES = (
    *PAGES,
    *(f"statement:{statement}/{step}" for statement in ("equity", "learning") for step in STEPS),
    *(f"register:{key}" for key in REGISTERS),
    "return/IR 5",
    "return/IR 21",
    "return/contacts",
)


class Uninvited(QObject):
    """Counts the windows that show without being one that a person asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and uninvited(watched):
            self.found[f"{type(watched).__name__} {watched.accessibleName() or watched.objectName()}"] += 1
        return False


def uninvited(widget: QWidget) -> bool:
    return widget.isWindow() and not isinstance(widget, ASKED_FOR) and widget.windowType() not in DROPPED


def left_open() -> list[str]:
    return [
        f"{type(each).__name__} {each.windowTitle()}" for each in QApplication.topLevelWidgets() if each.isVisible()
    ]


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Uninvited]:
    made = Uninvited()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(settings.Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def enter(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.open(path)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.place != "", timeout=15_000)


def tour(window: MainWindow, qtbot: QtBot) -> Iterator[QWidget]:
    """Every page, then every dialog, each with all that it makes in turns."""
    for place in PLACES:
        window.go(place)
        settle(qtbot)
        assert window.frame is not None
        yield window.frame.pages.currentWidget()
    for name in DIALOGS:
        dialog = window._open_dialog(name)
        assert dialog is not None, name
        settle(qtbot)
        qtbot.waitUntil(lambda each=dialog: getattr(each, "task", None) is None, timeout=15_000)
        yield dialog
        dialog.reject()


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not turns._waiting, timeout=15_000)
    qtbot.wait(1)


@pytest.mark.parametrize("way", ["to write", "to read", "made by others"])
def test_no_part_becomes_a_window(window: MainWindow, watch: Uninvited, qtbot: QtBot, tmp_path: Path, way: str) -> None:
    path = tmp_path / "derby.sawb"
    opening.write_demo(path, author="Ada")
    other = opening.open_workbook(path, author="Ben") if way == "to read" else None
    try:
        enter(window, path, qtbot)
        assert window.frame is not None
        workspace = window.frame.workspace
        if way == "made by others":
            assert workspace.open_year(next(a.id for a in workspace.session.assessments if a["assessor"] == "cqc"))
        for _ in tour(window, qtbot):
            pass
    finally:
        if other is not None:
            other.close()
    assert watch.found == Counter()
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible() and uninvited(each)]
    window.close()
    qtbot.wait(200)
    assert left_open() == []
