"""The program in a process of its own, and what can be asked of it from outside."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.window.screen import PATIENCE, Screen, wait_until

ROOT = Path(__file__).resolve().parents[2]
CHECKOUT = Path(os.environ.get("SELFASSESS_GATE_PROGRAM", ROOT))
"""Whose program is driven: this checkout's, or another's, to see the gate fail on the code of before."""

PYTHON = os.environ.get("SELFASSESS_GATE_PYTHON", sys.executable)
"""What runs it: this environment's Python, or a program that starts an installed one's (``packaging/deb/trial.py``)."""


def command(home: Path, *words: object) -> str:
    """Run the command line of the program that is driven; what it prints. It makes the files that it is to open."""
    environment = {**os.environ, "SELFASSESS_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}
    call = [PYTHON, "-P", "-m", "selfassess", *map(str, words)]
    return subprocess.run(call, env=environment, cwd=home, check=True, capture_output=True, text=True).stdout


COLLEAGUE = """
import sys
from pathlib import Path
from selfassess.domain.model.commands import SetField
from selfassess.services.workbook import opening
session = opening.open_workbook(Path(sys.argv[1]), author="Ben")
session.run_command(SetField(session.current.judgements[sys.argv[2]].id, "summary", sys.argv[3]))
session.close()
"""


def write_elsewhere(home: Path, file: Path, statement: str, words: str) -> None:
    """Have a colleague write “Where we are” of a statement in a copy of the workbook."""
    environment = {**os.environ, "SELFASSESS_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}
    subprocess.run([PYTHON, "-P", "-c", COLLEAGUE, str(file), statement, words], env=environment, check=True)


class ProgramEndedError(Exception):
    """The process has gone while it was being asked."""


class Program:
    """One run of the program on a screen; ``home`` holds its settings, ``log`` what it prints."""

    def __init__(self, screen: Screen, home: Path, *arguments: str, name: str = "Ada", **more: str) -> None:
        self.screen, self.home = screen, home
        self._settle(name)
        self.log = home / "program.log"
        asked, self._ask = os.pipe()
        self._answer, answered = os.pipe()
        environment = {**os.environ, **screen.environment, "SELFASSESS_HOME": str(home)}
        environment["PYTHONPATH"] = f"{CHECKOUT}{os.pathsep}{ROOT}"  # the probe is this checkout's
        (home / "tmp").mkdir(exist_ok=True)  # so that what a test makes does not stand in a temporary folder
        environment |= {"TMPDIR": str(home / "tmp")}
        environment |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "QT_ACCESSIBILITY": "0", **more}
        command = [PYTHON, "-P", str(ROOT / "tests" / "window" / "probed.py"), str(asked), str(answered)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*command, *arguments], env=environment, cwd=home, stdout=log, stderr=log, pass_fds=(asked, answered)
            )
        os.close(asked)
        os.close(answered)
        self._read = b""

    def ask(self, what: str, **question: object) -> Any:
        """Ask the program something; ProgramEndedError where it has gone."""
        try:
            os.write(self._ask, json.dumps({"ask": what, **question}).encode() + b"\n")
        except BrokenPipeError:
            raise ProgramEndedError(self.last_words()) from None
        while b"\n" not in self._read:
            ready, _, _ = select.select([self._answer], [], [], 2 * PATIENCE)
            if not ready:
                raise TimeoutError(f"the program does not answer “{what}”: its window is stuck")
            got = os.read(self._answer, 1 << 20)
            if not got:
                raise ProgramEndedError(self.last_words())
            self._read += got
        line, _, self._read = self._read.partition(b"\n")
        answer = json.loads(line)
        if isinstance(answer, dict) and "fault" in answer:
            raise RuntimeError(answer["fault"])
        return answer

    def see(self) -> dict[str, Any]:
        """What is on the screen at this moment."""
        found: dict[str, Any] = self.ask("screen")
        return found

    def crash_reports(self) -> list[str]:
        """The crash reports this home holds."""
        return [each.read_text(encoding="utf-8") for each in sorted(self.home.glob("data/crashes/*"))]

    def last_words(self) -> str:
        """Its exit code where it has ended, and the end of what it printed."""
        ended = f"exit code {self.process.poll()}\n" if self.process.poll() is not None else ""
        return ended + self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def wait_for_end(self) -> int:
        """Wait until the process has gone; its exit code. TimeoutError where it stays."""
        wait_until(lambda: self.process.poll() is not None, "the end of the process", limit=10)
        return int(self.process.returncode)

    def end(self) -> None:
        """Let go of it whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for file in (self._ask, self._answer):
            with suppress(OSError):
                os.close(file)

    def _settle(self, name: str) -> None:
        """A person who has said their name, so that nobody asks for it."""
        file = self.home / "config" / "settings.json"
        if name and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps({"name": name}), encoding="utf-8")
