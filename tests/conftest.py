"""What every test gets: Qt without a screen, a home of its own, and a word about what could not be run here."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from selfassess.services.workbook import policy
from tests import making
from tests.main_thread import keep_window_on_main_thread
from tests.running import Ran, running

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
keep_window_on_main_thread()

WHY_NOT_RUN = "LibreOffice (soffice) is not installed"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder for settings and backups, so that no test reads or writes the person's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SELFASSESS_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def set_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an organisation set at the computer that runs the tests is not asked for."""
    monkeypatch.setattr(policy, "list_policy_places", tuple)


@pytest.fixture
def set_for_all(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Sets what holds for everybody at the computer: the lines of its file."""

    def write(*lines: str) -> Path:
        file = tmp_path_factory.mktemp("set") / policy.NAME
        file.write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setattr(policy, "list_policy_places", lambda: (file,))
        return file

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command of the command line in this process."""
    return running(capsys)


@pytest.fixture(autouse=True)
def questions_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that an act waits for gets its first answer: nobody is there who would give one."""
    dialogs = sys.modules.get("ui.widgets.dialogs")
    if dialogs is not None:
        monkeypatch.setattr(dialogs, "ask_now", lambda parent, text, detail, answers: answers[0])


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Close the workbooks that a test opened and left."""
    yield
    making.close_sessions()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked ``libreoffice`` where there is no LibreOffice."""
    if shutil.which("soffice"):
        return
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip(reason=WHY_NOT_RUN))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was skipped: a check that did not run has shown nothing."""
    skipped = terminalreporter.stats.get("skipped", [])
    if count := sum(WHY_NOT_RUN in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(f"LibreOffice not found: {count} tests not run")
