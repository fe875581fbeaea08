from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace
from ui.shell.wait_dialog import Waiting, run_slices_patiently
from ui.shell.window import MainWindow


def _turns(count: int, ends: Exception | None = None, left: list[str] | None = None) -> Generator[float, None, str]:
    """Turns of 4 ms each."""
    from time import sleep

    try:
        for number in range(count):
            sleep(0.004)
            yield (number + 1) / count
        if ends:
            raise ends
    except GeneratorExit:
        if left is not None:
            left.append("taken back")
        raise
    return "done"


def _shown() -> list[Waiting]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Waiting) and each.isVisible()]


def test_a_short_step_shows_nothing(qtbot: QtBot) -> None:
    seen: list[int] = []
    QTimer.singleShot(0, lambda: seen.append(len(_shown())))
    parent = QWidget()
    qtbot.addWidget(parent)
    assert run_slices_patiently(parent, _turns(1), "Taking back") == "done"
    QApplication.processEvents()
    assert seen == [0]


def test_a_long_step_says_how_far_it_is_and_comes_back_with_what_came_of_it(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[int] = []
    timer = QTimer(parent, interval=20)
    timer.timeout.connect(lambda: seen.extend(each.bar.value() for each in _shown()))
    timer.start()
    assert run_slices_patiently(parent, _turns(60), "Taking back") == "done"
    assert seen
    assert seen == sorted(seen)
    assert not _shown()


def test_a_long_step_can_be_stopped_and_is_then_abandoned(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    left: list[str] = []

    def stop() -> None:
        (waiting,) = _shown()
        waiting.findChildren(QPushButton)[0].click()

    QTimer.singleShot(60, parent, stop)
    with pytest.raises(CancelledError, match="as it was before"):
        run_slices_patiently(parent, _turns(1000, left=left), "Taking back")
    assert left == ["taken back"]


def test_what_goes_wrong_in_a_long_step_reaches_whoever_asked(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    with pytest.raises(FileError, match="disk"):
        run_slices_patiently(parent, _turns(20, FileError("The disk is full.")), "Taking back")


def test_a_large_step_is_taken_back_and_done_again_in_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "council.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E1", year="2025-26", author="Ada")
    window = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=10_000)
    assert window.frame is not None
    workspace: Workspace = window.frame.workspace
    year = workspace.session.current
    before = dict(year.by_id)
    made = [
        blank_record(
            "risk", new_id(), n, year.id, quality_statement="equity", title=f"Risk {n}", cause="A cause. " * 40
        )
        for n in range(1500)
    ]
    workspace.session.take_step("import a lot", [journal.create_record(record) for record in made])
    shown: list[bool] = []
    timer = QTimer(window, interval=5)
    timer.timeout.connect(lambda: shown.append(bool(_shown())))
    timer.start()
    assert workspace.undo_last_step()
    assert any(shown)
    assert dict(workspace.session.current.by_id) == before
    assert workspace.redo_last_step()
    assert len(workspace.session.current.records_of("risk")) == 1500
    timer.stop()
    window.close()
