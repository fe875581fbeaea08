"""What happens in the window to a fault that nobody foresaw: a report in a file, and word to whoever shows it."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Signal

from selfassess.services.safety.crash_reports import build_crash_report, keep_crash_report


class CrashReporter(QObject):
    """Takes over ``sys.excepthook`` and ``threading.excepthook``; ``crashed`` carries the report and its file.

    ``crashed`` may be emitted on any thread; a receiver that is a QObject of the GUI thread gets it there.
    """

    crashed = Signal(str, str)

    def install_hooks(self) -> None:
        """Handle every exception that nobody caught, from now on."""
        sys.excepthook = self._handle_uncaught
        threading.excepthook = lambda args: self._handle_uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    def _handle_uncaught(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        text = build_crash_report(kind, trace, f"PySide6 {PySide6.__version__}")
        file = keep_crash_report(text)
        print(text, file=sys.stderr)
        self.crashed.emit(text, str(file or ""))


def report_unforeseen(error: BaseException) -> None:
    """Give an exception that was caught, and that nobody foresaw, to the crash handler."""
    sys.excepthook(type(error), error, error.__traceback__)
