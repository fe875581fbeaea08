import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from selfassess.domain.model.errors import CancelledError, WrongUseError
from selfassess.services.safety import crash_reports
from selfassess.services.workbook import settings
from ui.bridge import crash
from ui.bridge.tasks import UNFORESEEN, Cancelled, Progress, Task


def test_work_is_done_elsewhere_and_told_here(qtbot: QtBot) -> None:
    heard: list[tuple[object, threading.Thread]] = []
    task = Task(lambda progress, cancelled: threading.current_thread())
    task.done.connect(lambda result: heard.append((result, threading.current_thread())))
    with qtbot.waitSignal(task.done):
        task.start()
    worker, here = heard[0]
    assert worker is not here
    assert here is threading.main_thread()


def test_progress_reaches_the_end(qtbot: QtBot) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> None:
        for part in range(101):
            progress(part / 100)

    task = Task(work)
    heard: list[float] = []
    task.progressed.connect(heard.append)
    with qtbot.waitSignal(task.done):
        task.start()
    assert heard[-1] == 1
    assert heard == sorted(heard)


def test_a_fault_the_person_can_act_on_is_a_sentence(qtbot: QtBot) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> None:
        raise WrongUseError("The year is there already.")

    task = Task(work)
    with qtbot.waitSignal(task.failed) as told:
        task.start()
    assert told.args == ["The year is there already."]


def test_a_long_job_stops_when_it_is_asked_to(qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> None:
        begun.set()
        while not cancelled():
            threading.Event().wait(0.005)
        raise CancelledError("Stopped.")

    task = Task(work)
    with qtbot.waitSignal(task.cancelled):
        task.start()
        begun.wait(5)
        task.cancel()


def test_what_nobody_foresaw_is_reported_without_any_text_of_the_workbook(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter = crash.CrashReporter()
    reports: list[tuple[str, str]] = []
    reporter.crashed.connect(lambda text, file: reports.append((text, file)))
    monkeypatch.setattr(sys, "excepthook", reporter._handle_uncaught)

    def work(progress: Progress, cancelled: Cancelled) -> None:
        raise KeyError("Mrs Example of Example Street")

    task = Task(work)
    with qtbot.waitSignal(task.failed) as told:
        task.start()
    qtbot.waitUntil(lambda: bool(reports))
    text, file = reports[0]
    assert told.args == [UNFORESEEN]
    assert "Mrs Example" not in text.replace('raise KeyError("Mrs Example of Example Street")', "")
    assert "KeyError" in text
    assert file.startswith(str(settings.ensure_own_folder("data") / "crashes"))


@pytest.mark.parametrize("kind", [ValueError, RuntimeError])
def test_a_report_names_the_fault_and_the_versions(kind: type[Exception]) -> None:
    try:
        raise kind("quoted from somewhere")
    except kind as error:
        text = crash_reports.build_crash_report(kind, error.__traceback__, "PySide6 6")
    assert kind.__name__ in text
    assert "PySide6" in text
    assert "test_a_report_names" in text


def test_work_whose_window_has_gone_ends_without_a_fault(qtbot: QtBot) -> None:
    there, gone = threading.Event(), threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> None:
        there.set()
        assert gone.wait(30)

    window = QObject()
    task = Task(work, window)
    heard: list[object] = []
    task.done.connect(heard.append)
    task.start()
    assert there.wait(30)
    delete(window)
    gone.set()
    assert QThreadPool.globalInstance().waitForDone(30_000)
    assert heard == []


def test_work_that_was_done_when_its_window_went_is_not_waited_for(qtbot: QtBot) -> None:
    window = QObject()
    task = Task(lambda progress, cancelled: None, window)
    task.start()
    QThreadPool.globalInstance().waitForDone()  # done, and not told: nothing here has looked yet
    assert task in Task.running
    delete(window)
    assert task not in Task.running
