"""Kills a process that writes in a workbook at random moments and looks whether what it told as saved is there.

``python -m tests.storage.killing 3000`` runs the long form and prints how far it is after each round of kills; with a
second number it goes on from that round.
"""

from __future__ import annotations

import lzma
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import FORMAT
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.years import signing
from selfassess.storage import store
from tests.making import new_file
from tests.storage import writer as writing

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"
_STEP = re.compile(r"(\d+) (\S+)")
OF_ONE_WORKBOOK = 20
"""The long form begins a new workbook after so many kills."""


@dataclass
class Tally:
    """What was done and what was found. ``rolled_back``: how often a step was half in the file when it stopped."""

    kills: int = 0
    edits: int = 0
    entries: int = 0
    lost: int = 0
    rolled_back: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.edits:,} edits made ({self.entries:,} journal entries), {self.kills:,} kills, "
            f"{self.rolled_back:,} of them in the middle of a save, lost: {self.lost}"
        )


@contextmanager
def writer(way: str, path: Path, seed: int) -> Iterator[tuple[subprocess.Popen[bytes], list[str]]]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.storage.writer", way, str(path), str(seed)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        told: list[str] = []
        assert process.stdout is not None
        out = process.stdout
        reader = threading.Thread(target=lambda: told.extend(line.decode().strip() for line in out), daemon=True)
        assert out.readline() == b"begun\n", process.stderr and process.stderr.read().decode()
        reader.start()
        yield process, told
        reader.join()


Started = tuple[Callable[[], str], list[str]]
"""What kills it, and says why it had ended by itself, if it had; and what it tells."""
Start = Callable[[str, Path, int], AbstractContextManager[Started]]


@contextmanager
def spawned(way: str, path: Path, seed: int) -> Iterator[Started]:
    """A writer in a process that begins from nothing."""
    with writer(way, path, seed) as (process, told):

        def kill() -> str:
            ended = process.poll()
            process.send_signal(signal.SIGKILL)
            process.wait()
            said = process.stderr.read().decode() if process.stderr else ""
            return "" if ended is None else said[-500:] or "without a word"

        yield kill, told


@contextmanager
def forked(way: str, path: Path, seed: int) -> Iterator[Started]:
    """A writer in a copy of this process, which has to have one thread only: it is there at once."""
    import fcntl  # Linux alone has it, and the rest is needed elsewhere too

    reader, out = os.pipe()
    fcntl.fcntl(out, fcntl.F_SETPIPE_SZ, 1 << 20)
    pid = os.fork()
    if not pid:
        _write_in_child(out, way, path, seed)
    os.close(out)
    told: list[str] = []

    def kill() -> str:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        return "" if os.WIFSIGNALED(status) else "it said why above"

    with open(reader, encoding="utf-8") as lines:
        assert lines.readline() == "begun\n"
        yield kill, told
        told += [line.strip() for line in lines]


def _write_in_child(out: int, way: str, path: Path, seed: int) -> None:
    os.dup2(out, 1)
    try:
        writing.write(way, path, seed)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def kill_once(
    way: str, path: Path, chance: random.Random, longest: float, tally: Tally, start: Start = spawned
) -> None:
    """Let a writer begin, kill it within ``longest`` seconds, and count what is there of what it told."""
    with start(way, path, chance.randrange(10**9)) as (kill, told):
        time.sleep(chance.random() * longest)
        ended = kill()
    tally.kills += 1
    if ended:
        tally.problems.append(f"it ended by itself: {ended}")
    if way == "create" and not path.exists():
        tally.lost += "made" in told
        return
    found = filter(None, map(_STEP.fullmatch, told))
    steps = [(int(each[1]), each[2]) for each in found]
    tally.edits += len(steps)
    tally.rolled_back += path.with_name(f"{path.name}-journal").exists()
    _look(path, steps, tally)
    _LOOKS.get(way, lambda *_: None)(path, told, tally)


def _look(path: Path, steps: list[tuple[int, str]], tally: Tally) -> None:
    """Open it again as a person would and look whether all of it is there."""
    with closing(opening.open_workbook(path, author="Tester")) as session:
        faults = session.store.find_faults()
    tally.problems += faults
    there = snapshot.read_snapshot(path, journal=True)
    if journal.replay_journal(there.journal) != {record.id: record for record in there.all_records()}:
        tally.problems.append("the records are not what the journal leads to")
    tally.entries = max(tally.entries, len(there.journal))
    for count, id in steps:
        if len(there.journal) < count or there.journal[count - 1].id != id:
            tally.lost += 1
    if store.read_format(path) != FORMAT:
        tally.problems.append("the format is not this one")


def _look_at_versions(path: Path, told: list[str], tally: Tally) -> None:
    """What was told as signed is there, and everything signed is whole."""
    found = {each.version.id: each.fault for each in signing.list_signed_versions(path)}
    tally.edits += len(told)
    tally.lost += len({each for each in told if each != "signing"} - set(found))
    tally.problems += filter(None, found.values())


def _look_at_backups(path: Path, told: list[str], tally: Tally) -> None:
    """Every backup is a whole workbook; what was told as kept is there unless newer ones took its place."""
    kept = backups.list_backups(path)
    tally.edits += len(told)
    tally.lost += bool(told) and told[-1].removeprefix("kept ") not in {each.path.name for each in kept}
    for each in kept:
        with store.Store.open_read_only(each.path) as there:
            tally.problems += there.find_faults()


def _look_at_exports(path: Path, told: list[str], tally: Tally) -> None:
    """What stands under the name of an export is a whole one, and every one told is there."""
    out = writing.export_of(path)
    tally.edits += len(told)
    if told or out.exists():
        tally.problems += [] if out.read_bytes()[-2:] == b"}\n" else [f"{out.name} is cut off"]


_LOOKS = {"sign": _look_at_versions, "backup": _look_at_backups, "export": _look_at_exports}

ROUND = (
    ("edit", 10, 0.5),
    ("migrate", 4, 0.15),
    ("create", 2, 0.3),
    ("backup", 2, 0.3),
    ("export", 1, 0.6),
    ("sign", 1, 3),
)
"""What is killed in a round of the long form: the way, how many times, within how many seconds."""


def kill_round(number: int, folder: Path, tally: Tally) -> None:
    """Twenty kills in one workbook, and in new and old ones beside it."""
    chance = random.Random(number)
    path = new_file(folder, f"{number}.sawb")
    old = sorted(FIXTURES.glob("format-*.xz"))
    for way, times, longest in ROUND:
        for turn in range(times):
            at = path
            if way == "migrate":
                at = folder / f"old-{turn}.sawb"
                at.write_bytes(lzma.decompress(chance.choice(old[: FORMAT - 1]).read_bytes()))
            elif way == "create":
                at = folder / f"new-{turn}.sawb"
            kill_once(way, at, chance, longest, tally, forked)


def main(kills: int, first: int = 0) -> None:
    """The long form."""
    began, tally = time.monotonic(), Tally()
    for number in range(first, kills // OF_ONE_WORKBOOK):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["SELFASSESS_HOME"] = f"{folder}/home"
            kill_round(number, Path(folder), tally)
        print(f"round {number}: {tally}; {len(tally.problems)} problems, {time.monotonic() - began:.0f} s", flush=True)
        for problem in dict.fromkeys(tally.problems):
            print(f"    {problem}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
