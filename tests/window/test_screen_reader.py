"""What a screen reader is given, heard by one that listens as it does."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.window.conftest import Start
from tests.window.desk import make_workbook
from tests.window.screen import Screen, wait_until

SYSTEM_PYTHON = "/usr/bin/python3"
ALWAYS = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
PLAIN = ("frame", "filler", "panel", "unknown")


@pytest.fixture
def heard(screen: Screen) -> Iterator[list[dict[str, Any]]]:
    """What is told to a screen reader from now on."""
    said: list[dict[str, Any]] = []
    file = str(Path(__file__).with_name("listener.py"))
    environment = {**os.environ, **screen.environment}
    process = subprocess.Popen([SYSTEM_PYTHON, file], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = process.stdout
    reading = threading.Thread(target=lambda: said.extend(json.loads(line) for line in lines), daemon=True)
    reading.start()
    wait_until(lambda: bool(said), "the listener")
    yield said
    process.terminate()
    process.wait()
    reading.join()
    lines.close()


def test_every_stop_of_tab_is_told_with_its_name(start: Start, heard: list[dict[str, Any]], tmp_path: Path) -> None:
    person = start(**ALWAYS)
    make_workbook(person, tmp_path / "derby.sawb")
    person.click("Assessing needs", "item")
    person.click("Strengths", "StepButton")
    for _ in range(25):
        heard.clear()
        focus = person.press("Tab")["focus"]
        wait_until(lambda: any(each["kind"] == "focus" for each in heard), f"word of “{focus['name']}”")
    nameless = [each for each in heard if each["kind"] == "focus" and not each["name"] and each["role"] not in PLAIN]
    assert nameless == []
