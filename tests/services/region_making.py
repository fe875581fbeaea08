"""Shares of made-up councils for a region's view, and a real PostgreSQL server where one is installed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfassess.domain.region.share import (
    PARTS,
    Share,
    SharedActions,
    SharedCoverage,
    SharedMeasure,
    SharedYear,
)
from selfassess.packs.published_scores import SCORED_BY
from selfassess.packs.reader import load_framework

KEYS = tuple(each.key for each in load_framework(SCORED_BY).statements)
CATEGORIES = tuple(each.key for each in load_framework(SCORED_BY).categories)
STATUSES = ("not_started", "in_progress", "complete", "cancelled")


def make_share(number: int, years: int, measures: int = 20) -> Share:
    """A council with a number, and its last years; the same number gives the same share."""
    chance = random.Random(number)
    return Share(
        council=f"Testshire {number:03}",
        made_at="2026-11-30T12:00:00+00:00",
        kind="unitary",
        region=("North", "South")[number % 2],
        years=tuple(_make_year(2025 - back, measures, chance) for back in reversed(range(years))),
    )


def _make_year(first: int, measures: int, chance: random.Random) -> SharedYear:
    label = f"{first}-{(first + 1) % 100:02}"
    return SharedYear(
        year=label,
        as_at=f"{first + 1}-03-31",
        parts=PARTS,
        rating="good",
        percent=70,
        scores={key: chance.randint(1, 4) for key in KEYS},
        measures=tuple(
            SharedMeasure(title=f"Measure {n}", code=f"M{n}", unit="%", better="higher", period=label,
                          value=round(chance.uniform(0, 100), 1), target=50.0, statements=(KEYS[n % 9],))
            for n in range(measures)
        ),
        coverage=tuple(SharedCoverage(statement=key, category=category, asked=6, have=chance.randint(0, 6))
                       for key in KEYS for category in CATEGORIES),
        actions=tuple(SharedActions(statement=key, status=status, number=chance.randint(0, 9), late=0)
                      for key in ("", *KEYS) for status in STATUSES),
    )  # fmt: skip


def find_postgres() -> Path | None:
    """The folder with the newest server's programs, None where no server is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def run_postgres(folder: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A server of its own in a folder, reached by a socket there: its address, its data, and how it is controlled.

    It never listens to the network. Started as root it runs as another user, as PostgreSQL wants.
    """
    programs = find_postgres()
    assert programs is not None
    folder.mkdir(parents=True, exist_ok=True)
    data, user, prefix = folder / "data", "postgres", list[str]()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
        for above in folder.parents:
            if not above.stat().st_mode & 0o001:
                above.chmod(above.stat().st_mode | 0o011)
        prefix = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
    else:
        user = subprocess.run(["id", "-un"], capture_output=True, check=True, text=True).stdout.strip()
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([*prefix, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", user, "-N"], **run)  # type: ignore[call-overload]
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    subprocess.run([*control, "-o", settings, "start"], **run)  # type: ignore[call-overload]
    try:
        yield f"host={folder} dbname=postgres user={user}", data, control
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder)
