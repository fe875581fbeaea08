"""A screen of our own: an X server, a window manager with a task bar's place left free, and a message bus."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus"}
"""What the gate needs -> the Debian package that brings it."""
TASK_BAR = 40
"""Dots at the bottom that belong to no window, as on people's laptops."""
PATIENCE = 30.0
"""Seconds after which something that does not come is not coming; nothing here takes a tenth of it."""


def missing() -> list[str]:
    """The Debian packages of what is not there."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


@dataclass(frozen=True)
class Screen:
    """A running X server: what a program needs to find in its environment to be on it."""

    width: int
    height: int
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """Run a program on this screen; what it prints."""
        return subprocess.run(
            command,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        ).stdout


@contextmanager
def screen(folder: Path, width: int = 1366, height: int = 768) -> Iterator[Screen]:
    """Start a screen with all that belongs to it, and end it again."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        with open(folder / "screen.log", "wb") as log:
            number, told = _start_server(width, height, log, started)
            environment = {"DISPLAY": f":{number}", "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "xcb"}
            environment["DBUS_SESSION_BUS_ADDRESS"] = _start_bus(folder, environment, log, started)
            found = Screen(width, height, environment)
            _start_manager(found, folder, log, started)
            yield found
            os.close(told)
    finally:
        for process in reversed(started):
            process.terminate()
        for process in reversed(started):
            process.wait(PATIENCE)


def _start_server(width: int, height: int, log: object, started: list[subprocess.Popen[bytes]]) -> tuple[int, int]:
    """The server chooses a number that is free; it keeps the pipe on which it tells it."""
    told, tells = os.pipe()
    wanted = os.environ.get("SELFASSESS_GATE_DISPLAY")
    command = ["Xvfb", *([f":{wanted}"] if wanted else []), "-displayfd", str(tells)]
    command += ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
    started.append(subprocess.Popen(command, stdout=log, stderr=log, pass_fds=(tells,)))  # type: ignore[call-overload]
    os.close(tells)
    words = b""
    while not words.endswith(b"\n"):
        got = os.read(told, 16)
        if not got:
            raise RuntimeError("The X server did not start; screen.log says why.")
        words += got
    return int(words), told


def _start_bus(folder: Path, environment: dict[str, str], log: object, started: list[subprocess.Popen[bytes]]) -> str:
    """A session bus of our own: neither the program nor what listens to it meets anybody else's.

    It starts the bus for accessibility when it is first asked for one, in its own environment: without the screen's,
    two screens would have one, in a place that is the person's.
    """
    address = f"unix:path={folder / 'bus'}"
    command = ["dbus-daemon", "--session", "--nofork", f"--address={address}"]
    environment = {**os.environ, **environment}
    started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))  # type: ignore[call-overload]
    wait_until((folder / "bus").exists, "the message bus")
    return address


def _start_manager(found: Screen, folder: Path, log: object, started: list[subprocess.Popen[bytes]]) -> None:
    usual = Path("/etc/xdg/openbox/rc.xml")
    words = usual.read_text(encoding="utf-8") if usual.exists() else "<openbox_config><margins/></openbox_config>"
    before, _, after = words.partition("</margins>")
    head, _, _ = before.partition("<margins>")
    margins = f"<margins><top>0</top><bottom>{TASK_BAR}</bottom><left>0</left><right>0</right></margins>"
    (folder / "rc.xml").write_text(head + margins + after, encoding="utf-8")
    command = ["openbox", "--config-file", str(folder / "rc.xml"), "--sm-disable"]
    environment = {**os.environ, **found.environment}
    started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))  # type: ignore[call-overload]
    wait_until(lambda: _is_managed(found), "the window manager")


def _is_managed(found: Screen) -> bool:
    """Whether the manager has told how much room it leaves; xdotool fails until then."""
    command = ("xdotool", "get_num_desktops")
    environment = {**os.environ, **found.environment}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def wait_until(condition: object, what: str, limit: float = PATIENCE) -> None:
    """Look every few milliseconds until a condition holds; where it never does, say what did not come."""
    assert callable(condition)
    end = monotonic() + limit
    while not condition():
        if monotonic() > end:
            raise TimeoutError(f"{what} did not come within {limit:.0f} seconds")
        sleep(0.01)
