"""The other process: takes requests, reads one file after the other, and says what is in them.

It ends when the program that started it ends or lets go of it.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from selfassess.domain.model.errors import WorkbookError
from selfassess.exchange.apart import frames, limits

WORD = "--read-apart"
"""The one argument with which a frozen program is this process, and not itself."""

READERS = {
    "spreadsheet": ("selfassess.exchange.spreadsheets.cells", "read_cells"),
    "excel": ("selfassess.exchange.excel.reading.reader", "read_excel_export"),
    "word": ("selfassess.exchange.word.reader", "read_returned_document"),
    "excel_register": ("selfassess.exchange.excel.reading.recognition", "holds_register"),
    "report": ("selfassess.exchange.report.reader", "read_report"),
    "narrative": ("selfassess.exchange.narrative.reader", "read_narrative"),
    "soundness": ("selfassess.exchange.recognition.soundness", "find_fault"),
    "pack": ("selfassess.exchange.pack_files", "read_pack_values"),
    "words": ("selfassess.exchange.documents.words", "read_passages"),
}
"""Name -> module and function. It takes the path, what else it was given, and ``progress``; what it gives is a value,
or many one after the other. Their values are of modules that ``frames`` names."""

_OFTEN = 0.05
"""So many seconds lie at least between two words on how far it is."""
_TOGETHER = 200_000
"""About so many characters of pieces are sent at once."""

MEMORY = "memory"
FAULT = "fault"
BROKEN = "broken"
"""What failed where it was no error of this program's own: its memory, the file, or the program itself."""


def main() -> None:
    """Serve whoever started this process, until they let go of it."""
    limits.confine_process()
    answers = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # what a library prints is no answer
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_queue_requests, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        request = pickle.loads(requests.get())
        limits.begin_file()
        frames.send_value(answers, _answer_request(request, answers))


def _queue_requests(source: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    """Take requests while a file is read: the end of the input must be seen at once."""
    while (data := frames.receive_value_bytes(source)) is not None:
        requests.put(data)
    # Nobody is there any more. What is being read cannot be interrupted from here, so the process ends at once.
    os._exit(0)


def _answer_request(request: tuple[str, tuple[Any, ...], dict[str, Any]], answers: BinaryIO) -> tuple[str, Any]:
    """What became of a request: the value, or the kind of error and what to say of it."""
    name, given, named = request
    module, function = READERS[name]
    told = _Told(answers)
    try:
        # Imported when it is asked for: each reader brings a library that the others can do without.
        reader: Callable[..., Any] = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        return (frames.FAILED, (BROKEN, "".join(traceback.format_exception(error))))
    try:
        found = reader(*given, **named, progress=told.send_progress)
        if not hasattr(found, "__next__"):
            return (frames.DONE, found)
        # A generator fails while it is gone through, so that is done in here.
        told.send_pieces(found)
        return (frames.DONE, None)
    except WorkbookError as error:
        return (frames.FAILED, (type(error).__name__, str(error)))
    except MemoryError:
        return (frames.FAILED, (MEMORY, ""))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library is no Exception
        return (frames.FAILED, (FAULT, "".join(traceback.format_exception(error))))


class _Told:
    """Says how far it is, and hands on pieces, many at a time."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._last = 0.0

    def send_progress(self, part: float) -> None:
        """Tell how far it is, but not more often than anybody can see."""
        now = time.monotonic()
        if now - self._last >= _OFTEN or part >= 1:
            self._last = now
            frames.send_value(self._answers, (frames.PART, part))

    def send_pieces(self, found: Iterable[Any]) -> None:
        """Send values in bundles, so that not every one is a message of its own."""
        held: list[Any] = []
        size = 0
        try:
            for each in found:
                held.append(each)
                size += len(getattr(each, "text", ""))
                if size >= _TOGETHER:
                    frames.send_value(self._answers, (frames.PIECE, held))
                    held = []
                    size = 0
        finally:
            # What was read before a fault is sent all the same: the file's other pages are worth having.
            if held:
                frames.send_value(self._answers, (frames.PIECE, held))
