"""Open workbooks for tests of pages: the worked example, and a year in which nothing is written."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace
from ui.shell.cycle_collector import Collector
from ui.widgets import idle_queue, theme

MIDDAY = datetime(2025, 2, 17, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """As people see it: with the style sheet, in light colours, at 100 %."""
    if theme.current_scheme() != "light" or theme.px(100) != 100 or qapp.font().pixelSize() != 14:
        theme.apply_theme(qapp, "light", 100)


@pytest.fixture(autouse=True)
def nothing_waits(qapp: QApplication) -> Iterator[None]:
    """Windows that a test left go with it, and what waits in them: it would read a workbook that is closed."""
    yield
    idle_queue.drop_all_work()
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def cycles_stay_here() -> Iterator[None]:
    """No worker of a test finds the last of a widget: cycles are collected on this thread, as in the program."""
    owner = QObject()
    Collector(owner)
    yield
    owner.deleteLater()
    gc.enable()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Path], Workspace]]:
    """Opens a workbook with somebody at it, on 17 February 2025."""
    made: list[Workspace] = []

    def open_it(path: Path) -> Workspace:
        made.append(Workspace(opening.open_workbook(path, author="Ada"), Settings(), clock=lambda: MIDDAY))
        return made[-1]

    yield open_it
    for workspace in made:
        workspace.close_session()


@pytest.fixture
def example(tmp_path: Path, opened: Callable[[Path], Workspace]) -> Workspace:
    """The worked example, open."""
    opening.write_demo_workbook(tmp_path / "example.sawb", author="Ada")
    return opened(tmp_path / "example.sawb")


@pytest.fixture
def blank_year(tmp_path: Path, opened: Callable[[Path], Workspace]) -> Workspace:
    """A new workbook with one year, open."""
    path = tmp_path / "new.sawb"
    opening.create_workbook(path, council="Sandwell", reference="E08000028", year="2025-26", author="Ada")
    return opened(path)


@pytest.fixture
def workspace(tmp_path: Path, qtbot: QtBot) -> Iterator[Workspace]:
    """An empty workbook with somebody at it."""
    path = tmp_path / "council.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E06000015", year="2025-26", author="Ada")
    session = opening.open_workbook(path, author="Ada")
    made = Workspace(session, Settings())
    yield made
    made.close_session()


@pytest.fixture
def add(workspace: Workspace) -> Callable[..., str]:
    """Adds a record and gives its id."""

    def add_record(kind: str, **values: object) -> str:
        id = new_id()
        assert workspace.run(AddRecord(kind, id, values)), workspace.refusal
        return id

    return add_record
