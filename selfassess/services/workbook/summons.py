"""One window for one workbook of one person: who opens a file that is open already has that window come to the front.

The lock of a workbook tells which process has it open. A small file in the person's own data folder, named by that
process, asks it; the window takes the file away when it has come. No network is needed, and nobody else can ask.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from selfassess.files import private
from selfassess.services.workbook import settings
from selfassess.storage import lock, processes

PATIENCE = 3.0
"""Seconds that a window has for its answer; after that the file is opened as if it had not been asked."""
PAUSE = 0.05


def summons_folder() -> Path:
    """Where the files that ask are put."""
    found = settings.ensure_own_folder("data") / "summons"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def call_window(path: Path, place: str = "", patience: float = PATIENCE) -> bool:
    """Ask the window that has a workbook open to come to the front, at a place where one is given; whether it came."""
    holder = lock.read_current_holder(path)
    if (
        holder is None
        or holder.process == os.getpid()
        or holder.machine != processes.machine_name()
        or holder.has_surely_ended
    ):
        return False
    with suppress(OSError):
        asking = summons_folder() / f"{holder.process}.json"
        fresh = asking.with_name(f"{os.getpid()}.new")
        fresh.unlink(missing_ok=True)
        private.write_private_file(fresh, json.dumps({"path": str(path.resolve()), "place": place}).encode())
        os.replace(fresh, asking)
        ends = time.monotonic() + patience
        while asking.exists():
            if time.monotonic() > ends:
                asking.unlink(missing_ok=True)
                return False
            time.sleep(PAUSE)
        return True
    return False


def answer_call(path: Path) -> str | None:
    """The place that this process is asked to show of the workbook it has open, or ""; None where nobody asks."""
    try:
        asking = summons_folder() / f"{os.getpid()}.json"
        asked = json.loads(asking.read_bytes())
        if not isinstance(asked, dict) or asked.get("path") != str(path.resolve()):
            return None
        asking.unlink()
    except (OSError, ValueError):
        return None
    return str(asked.get("place") or "")
