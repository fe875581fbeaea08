"""A tour of every page and dialog: nothing shows that nobody asked for, and the wheel changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QDial,
    QDialog,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSlider,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening, settings
from ui.pages.preview.page import PreviewWindow
from ui.pages.registers.kinds import REGISTERS
from ui.pages.statement.page import STEPS
from ui.shell.pages import PAGES
from ui.shell.window import DIALOGS, MainWindow
from ui.widgets import idle_queue, theme

ASKED_FOR = (QMainWindow, QDialog, QMenu, PreviewWindow)
DROPPED = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
PLACES = (
    *PAGES,
    *(f"statement:{statement}/{step}" for statement in ("equity", "learning") for step in STEPS),
    *(f"register:{each.place}" for each in REGISTERS),
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
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.place != "", timeout=15_000)


def tour(window: MainWindow, qtbot: QtBot) -> Iterator[QWidget]:
    """Every page, then every dialog, each with all that it makes in turns."""
    for place in PLACES:
        window.go(place)
        settle(qtbot)
        page = window.frame.pages.currentWidget() if window.frame is not None else None
        assert page is not None, place
        yield page
    for name in DIALOGS:
        dialog = window._open_dialog(name)
        assert dialog is not None, name
        settle(qtbot)
        qtbot.waitUntil(partial(at_rest, dialog), timeout=15_000)
        yield dialog
        dialog.reject()


def at_rest(dialog: QDialog) -> bool:
    """Whether no work runs that closing it would only stop."""
    return getattr(dialog, "task", None) is None


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: idle_queue.is_empty(), timeout=15_000)
    qtbot.wait(1)


def dressed(widget: QWidget) -> bool:
    """Whether the widget, or something that it stands in, wears the style sheet in use."""
    above: QWidget | None = widget
    while above is not None:
        if above.styleSheet() == theme.style_sheet():
            return True
        above = above.parentWidget()
    return False


def plain(window: QWidget) -> set[str]:
    """What shows of a window and is not dressed; frames that only hold others need not be."""
    return {
        f"{type(each).__name__} {each.accessibleName() or each.objectName()}"
        for each in (window, *window.findChildren(QWidget))
        if each.isVisible() and not dressed(each) and not each.findChildren(QWidget)
    }


def test_all_that_shows_is_dressed_also_after_the_colours_changed(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    enter(window, tmp_path / "derby.sawb", qtbot)
    for shown in tour(window, qtbot):
        assert plain(window) | plain(shown.window()) == set()
    theme.apply_theme(qapp, "dark")
    for shown in tour(window, qtbot):
        assert plain(window) | plain(shown.window()) == set()


def value(widget: QWidget) -> object:
    """What the wheel would change of a widget if it could."""
    if isinstance(widget, QComboBox | QTabBar):
        return widget.currentIndex()
    return widget.value() if isinstance(widget, QAbstractSlider) else getattr(widget, "text", str)()


def turn_wheel(widget: QWidget) -> None:
    """Turn the wheel over a widget, both ways; what it does not take goes to what it stands in, as Qt has it."""
    for step in (120, -120):
        middle = QPointF(widget.rect().center())
        event = QWheelEvent(
            middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, step), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        taker: QWidget | None = widget
        while taker is not None:
            event.accept()
            QApplication.sendEvent(taker, event)
            taker = None if event.isAccepted() or taker.isWindow() else taker.parentWidget()


def test_the_wheel_changes_no_answer_and_takes_no_keyboard(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    enter(window, tmp_path / "derby.sawb", qtbot)
    turned = Counter[str]()
    for shown in tour(window, qtbot):
        parts = [each for each in (shown, *shown.findChildren(QWidget)) if each.isVisible()]
        assert [each for each in parts if each.focusPolicy() == Qt.FocusPolicy.WheelFocus] == []
        for each in parts:
            if isinstance(each, QComboBox | QTabBar | QAbstractSpinBox | QSlider | QDial):
                before = value(each)
                turn_wheel(each)
                assert value(each) == before, each
                turned[type(each).__name__] += 1
    assert {"QComboBox", "Combo", "QTabBar"} <= set(turned)


@pytest.mark.parametrize("make", [QComboBox, QSpinBox, QDateEdit, QSlider, QTabBar, QDial])
def test_the_wheel_scrolls_the_page_over_whatever_it_stands(qtbot: QtBot, make: type[QWidget]) -> None:
    area, inside, over = QScrollArea(), QWidget(), make()
    for number in range(5):
        if isinstance(over, QComboBox):
            over.addItem(str(number))
        elif isinstance(over, QTabBar):
            over.addTab(str(number))
    column = QVBoxLayout(inside)
    column.addWidget(over)
    column.addWidget(tall := QWidget())
    tall.setFixedHeight(2000)
    area.setWidget(inside)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    before = value(over)
    turn_wheel(over)
    assert value(over) == before
    assert area.verticalScrollBar().value() > 0


@pytest.mark.parametrize("way", ["to write", "to read", "made by others"])
def test_no_part_becomes_a_window(window: MainWindow, watch: Uninvited, qtbot: QtBot, tmp_path: Path, way: str) -> None:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    other = opening.open_workbook(path, author="Ben") if way == "to read" else None
    try:
        enter(window, path, qtbot)
        assert window.frame is not None
        workspace = window.frame.workspace
        if way == "made by others":
            assert workspace.show_year(next(a.id for a in workspace.session.assessments if a["assessor"] == "cqc"))
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
