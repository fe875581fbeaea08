"""Crash reports: where a fault that nobody foresaw is written down.

A report holds where in the program it happened and the versions of what was running. The text of an exception can
quote what somebody wrote in the workbook, so it is left out: only the exception's type is kept.
"""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from selfassess.domain.text.wording import british_date
from selfassess.files import private
from selfassess.services.workbook import settings


def build_crash_report(kind: type[BaseException], trace: TracebackType | None, also: str = "") -> str:
    """The report: time, versions (``also`` names one more), where it happened; nothing written in a workbook."""
    import platform  # only where something went wrong

    place = "".join(traceback.format_list(traceback.extract_tb(trace)))
    now = datetime.now(UTC)
    also_words = also + ", " if also else ""
    return (
        f"selfassess {_read_program_version()}\n"
        f"{british_date(now.date().isoformat())}, {now:%H:%M:%S} UTC\n"
        f"Python {platform.python_version()}, {also_words}{platform.platform()}\n\n"
        f"{kind.__module__}.{kind.__qualname__}\n{place}"
    )


def _read_program_version() -> str:
    from importlib import metadata  # only where something went wrong: it is slow to import

    try:
        return metadata.version("selfassess")
    except metadata.PackageNotFoundError:
        return "from a checkout"


def keep_crash_report(text: str) -> Path | None:
    """Write a report among the crash reports of this person; None where the disk refuses."""
    try:
        folder = settings.ensure_own_folder("data") / "crashes"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"{datetime.now(UTC):%Y-%m-%d %H-%M-%S-%f}.txt"
        private.write_private_file(file, text.encode())
    except OSError:
        return None
    return file
