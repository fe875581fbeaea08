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
    "spreadsheet": ("selfassess.exchange.spreadsheets.cells", "read"),
    "excel": ("selfassess.exchange.excel.reading.reader", "read"),
    "word": ("selfassess.exchange.word.reader", "read"),
    "excel_register": ("selfassess.exchange.excel.reading.recognition", "holds_register"),
    "report": ("selfassess.exchange.report.reader", "read"),
    "narrative": ("selfassess.exchange.narrative.reader", "read"),
    "soundness": ("selfassess.exchange.recognition.soundness", "find_fault"),
    "words": ("selfassess.exchange.documents.words", "passages"),
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
    limits.confine()
    answers = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # what a library prints is no answer
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        request = pickle.loads(requests.get())
        limits.begin_file()
        frames.send(answers, _answer(request, answers))


def _listen(source: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    while (data := frames.receive(source)) is not None:
        requests.put(data)
    os._exit(0)  # nobody is there any more


def _answer(request: tuple[str, tuple[Any, ...], dict[str, Any]], answers: BinaryIO) -> tuple[str, Any]:
    name, given, named = request
    module, function = READERS[name]
    told = _Told(answers)
    try:
        reader: Callable[..., Any] = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        return (frames.FAILED, (BROKEN, "".join(traceback.format_exception(error))))
    try:
        found = reader(*given, **named, progress=told.part)
        if not hasattr(found, "__next__"):
            return (frames.DONE, found)
        told.pieces(found)
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

    def part(self, part: float) -> None:
        now = time.monotonic()
        if now - self._last >= _OFTEN or part >= 1:
            self._last = now
            frames.send(self._answers, (frames.PART, part))

    def pieces(self, found: Iterable[Any]) -> None:
        held: list[Any] = []
        size = 0
        try:
            for each in found:
                held.append(each)
                size += len(getattr(each, "text", ""))
                if size >= _TOGETHER:
                    frames.send(self._answers, (frames.PIECE, held))
                    held, size = [], 0
        finally:
            if held:
                frames.send(self._answers, (frames.PIECE, held))
