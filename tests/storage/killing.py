"""Kills a process that writes in a workbook at random moments and looks whether what it told as saved is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from selfassess.domain import journal
from selfassess.domain.records import FORMAT
from selfassess.services import opening, reading
from selfassess.storage import store

ROOT = Path(__file__).parents[2]


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


def kill_once(way: str, path: Path, chance: random.Random, longest: float, tally: Tally) -> None:
    """Let a writer begin, kill it within ``longest`` seconds, and count what is there of what it told."""
    with writer(way, path, chance.randrange(10**9)) as (process, told):
        time.sleep(chance.random() * longest)
        ended = process.poll()
        process.send_signal(signal.SIGKILL)
        process.wait()
        said = process.stderr.read().decode() if process.stderr else ""
    tally.kills += 1
    if ended is not None:
        tally.problems.append(f"it ended by itself: {said[-500:]}")
    steps = [(int(count), id) for count, id in (line.split() for line in told if line != "made")]
    tally.edits += len(steps)
    if way == "create" and not path.exists():
        if told:
            tally.lost += 1
        return
    tally.rolled_back += path.with_name(f"{path.name}-journal").exists()
    _look(path, steps, tally)


def _look(path: Path, steps: list[tuple[int, str]], tally: Tally) -> None:
    """Open it again as a person would and look whether all of it is there."""
    with closing(opening.open_workbook(path, author="Tester")) as session:
        faults = session.store.faults()
    tally.problems += faults
    there = reading.snapshot(path, journal=True)
    if journal.replay(there.journal) != {record.id: record for record in there.records()}:
        tally.problems.append("the records are not what the journal leads to")
    tally.entries = max(tally.entries, len(there.journal))
    for count, id in steps:
        if len(there.journal) < count or there.journal[count - 1].id != id:
            tally.lost += 1
    if store.format_of(path) != FORMAT:
        tally.problems.append("the format is not this one")
