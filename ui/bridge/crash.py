"""What happens to a fault that nobody foresaw: a report in a file, and word to whoever shows it.

A report holds where in the program it happened and the versions of what was running. The text of an exception can
quote what somebody wrote in the workbook, so it is left out: only the exception's type is kept.
"""

from __future__ import annotations

import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Signal

from selfassess.services import settings


class CrashReporter(QObject):
    """Takes over ``sys.excepthook`` and ``threading.excepthook``; ``crashed`` carries the report and its file.

    ``crashed`` may be emitted on any thread; a receiver that is a QObject of the GUI thread gets it there.
    """

    crashed = Signal(str, str)

    def install(self) -> None:
        """Handle every exception that nobody caught, from now on."""
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(args.exc_type, args.exc_value, args.exc_traceback)

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        text = report(kind, trace)
        file = keep(text)
        print(text, file=sys.stderr)
        self.crashed.emit(text, str(file or ""))


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The report: time, versions, where it happened; nothing that was written in a workbook."""
    import platform  # only where something went wrong

    place = "".join(traceback.format_list(traceback.extract_tb(trace)))
    return (
        f"selfassess {_version()}\n"
        f"{datetime.now(UTC):%d %B %Y, %H:%M:%S} UTC\n"
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.platform()}\n\n"
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
        file.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return file


def hand_over(error: BaseException) -> None:
    """Give an exception that was caught, and that nobody foresaw, to the crash handler."""
    sys.excepthook(type(error), error, error.__traceback__)
