"""Crash reports: where a fault that nobody foresaw is written down.

A report holds where in the program it happened and the versions of what was running. The text of an exception can
quote what somebody wrote in the workbook, so it is left out: only the exception's type is kept.
"""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from selfassess.files import private
from selfassess.services.workbook import settings


def report(kind: type[BaseException], trace: TracebackType | None, also: str = "") -> str:
    """The report: time, versions (``also`` names one more), where it happened; nothing written in a workbook."""
    import platform  # only where something went wrong

    place = "".join(traceback.format_list(traceback.extract_tb(trace)))
    return (
        f"selfassess {_version()}\n"
        f"{datetime.now(UTC):%d %B %Y, %H:%M:%S} UTC\n"
        f"Python {platform.python_version()}, {also + ', ' if also else ''}{platform.platform()}\n\n"
        f"{kind.__module__}.{kind.__qualname__}\n{place}"
    )


def _version() -> str:
    from importlib import metadata  # only where something went wrong: it is slow to import

    try:
        return metadata.version("selfassess")
    except metadata.PackageNotFoundError:
        return "from a checkout"


def keep(text: str) -> Path | None:
    """Write a report among the crash reports of this person; None where the disk refuses."""
    try:
        folder = settings.home("data") / "crashes"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"{datetime.now(UTC):%Y-%m-%d %H-%M-%S-%f}.txt"
        private.write(file, text.encode())
    except OSError:
        return None
    return file
