"""A screen for all tests of a process, and people who sit down at the program on it."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.window import screen as screens
from tests.window.person import Person
from tests.window.program import Program
from tests.window.screen import Screen, wait_until

SYSTEM_PYTHON = "/usr/bin/python3"
BUS_WAITS = 120.0
"""Seconds; a listener by itself gives up after 25, on a machine that is busy otherwise."""
Start = Callable[..., Person]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a screen nothing here can be run; ``bootstrap.py test`` says so too."""
    if lacking := screens.missing():
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=f"The packages {', '.join(lacking)} are not installed"))


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """The screen of a council's laptop, 1366 x 768, with a task bar."""
    with screens.screen(tmp_path_factory.mktemp("screen")) as found:
        yield found


@pytest.fixture
def start(screen: Screen, own_home: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the program and gives somebody at it, once its window is there."""
    started: list[Program] = []

    def start_program(*arguments: object, on: Screen = screen, home: Path = own_home, **more: Any) -> Person:
        program = Program(on, home, *map(str, arguments), **more)
        started.append(program)
        person = Person(program)
        person.hands.arrive()
        return person

    yield start_program
    failed = request.node.stash.get(FAILED, False)
    for number, program in enumerate(started):
        if failed and program.process.poll() is None:
            with suppress(Exception):
                picture = own_home / f"screen-{number}.png"
                program.ask("picture", path=str(picture))
                print(f"\nWhat the screen showed: {picture}\n{program.last_words()}")
        program.end()


@pytest.fixture
def heard(screen: Screen) -> Iterator[list[dict[str, Any]]]:
    """What is told to a screen reader from now on."""
    said: list[dict[str, Any]] = []
    process = _begin_to_listen(screen, said)
    yield said
    process.terminate()
    process.wait()


def _begin_to_listen(screen: Screen, said: list[dict[str, Any]]) -> subprocess.Popen[str]:
    """Begin a listener that hears; another where one gave up, because the bus took longer to answer than it waits."""
    environment = {**os.environ, **screen.environment}
    file = str(Path(__file__).with_name("listener.py"))
    end = monotonic() + BUS_WAITS
    while monotonic() < end:
        process = subprocess.Popen([SYSTEM_PYTHON, file], env=environment, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=_keep_what_is_said, args=(process, said), daemon=True).start()
        wait_until(lambda: bool(said) or process.poll() is not None, "the listener", limit=BUS_WAITS)  # noqa: B023
        if said:
            return process
        sleep(1)  # the registry of the bus is ending, and another is to be begun in its place
    raise TimeoutError(f"No listener heard anything within {BUS_WAITS:.0f} seconds")


def _keep_what_is_said(process: subprocess.Popen[str], said: list[dict[str, Any]]) -> None:
    assert process.stdout is not None
    with process.stdout as lines:
        said.extend(json.loads(line) for line in lines)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep whether a test failed, for the picture of its screen."""
    report: Any = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
