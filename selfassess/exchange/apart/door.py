"""This side of the door: asks a reader in a process of its own, and tells in one sentence what became of it."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, BinaryIO

from selfassess.domain.model import errors
from selfassess.domain.model.errors import CancelledError, FileError, WorkbookError
from selfassess.exchange.apart import child, frames, limits

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

SILENCE = 300.0
"""After so many seconds without a word the reader is taken to be lost in the file."""

_LOOK = 0.05
"""How often, in seconds, it is asked whether to stop."""
_ERRORS: dict[str, type[WorkbookError]] = {
    each.__name__: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, WorkbookError)
}


class ReaderFaultError(Exception):
    """What a reader in the other process did not foresee: for those who mend it, behind the sentence for the person."""


def read(
    reader: str,
    path: Path,
    *given: object,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
    **named: object,
) -> Any:
    """What one file holds, as a reader of ``child.READERS`` gives it, in a process that is there for it alone.

    Raises the WorkbookError that the reader raises; FileError where the file ends the reader, or takes more memory or
    time than there is for one; CancelledError once ``cancelled`` says so.
    """
    with Reader() as one:
        return one.read(reader, path, *given, progress=progress, cancelled=cancelled, **named)


class Reader:
    """A process that reads one file after the other. After a file that ended it, the next one gets a new process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._kept: object = None
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()

    def __enter__(self) -> Reader:
        """Use it in a with block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the process."""
        self.close()

    def read(
        self, reader: str, path: Path, *given: object, progress: Progress, cancelled: Cancelled, **named: object
    ) -> Any:
        """What one file holds, as one value; errors are those of ``apart.read``."""
        said = list(self._said(reader, path, given, named, progress, cancelled))
        return said[-1][1]

    def pieces(self, reader: str, path: Path, *, progress: Progress, cancelled: Cancelled) -> Iterator[Any]:
        """What one file holds, piece by piece; errors are those of ``apart.read``, also after some pieces."""
        for kind, value in self._said(reader, path, (), {}, progress, cancelled):
            if kind == frames.PIECE:
                yield from value

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        self._kept = None

    def _said(
        self, reader: str, path: Path, given: tuple[object, ...], named: dict[str, object], progress: Progress,
        cancelled: Cancelled,
    ) -> Iterator[tuple[str, Any]]:  # fmt: skip
        """The answers to one request, up to the last."""
        done = False
        try:
            self._ask((reader, (path, *given), named))
            while not done:
                kind, value = self._next(path, cancelled)
                done = kind in (frames.DONE, frames.FAILED)
                if kind == frames.PART:
                    progress(min(max(float(value), 0.0), 1.0))
                elif kind == frames.FAILED:
                    raise _error(path, *value)
                else:
                    yield kind, value
        finally:
            if not done:  # it is still at this file, or gone
                self.close()

    def _ask(self, request: tuple[str, tuple[object, ...], dict[str, object]]) -> None:
        if self._process is None:
            self._process, self._kept = limits.started(_command())
            self._answers = SimpleQueue()
            Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        assert self._process.stdin is not None
        with suppress(OSError):  # where it is gone already, there will be no answer
            frames.send(self._process.stdin, request)  # type: ignore[arg-type]

    def _next(self, path: Path, cancelled: Cancelled) -> tuple[str, Any]:
        ends = time.monotonic() + SILENCE
        while True:
            if cancelled():
                raise CancelledError("Stopped. Nothing was imported.")
            try:
                data = self._answers.get(timeout=_LOOK)
            except Empty:
                if time.monotonic() > ends:
                    raise FileError(
                        f"{path.name} takes longer to read than any file should, so reading was stopped. Send only the "
                        "parts of it that are needed."
                    ) from None
                continue
            if data is None:
                raise _ended(path)
            try:
                kind, value = frames.opened(data)
            except (pickle.UnpicklingError, ValueError, TypeError) as error:
                raise _ended(path) from error
            return kind, value


def _listen(source: BinaryIO, answers: SimpleQueue[bytes | None]) -> None:
    with suppress(OSError, ValueError):
        while (data := frames.receive(source)) is not None:
            answers.put(data)
    answers.put(None)


def _command() -> list[str]:
    """This program once more, as the reader: a frozen one knows the word, any other is given the way to it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, child.WORD]
    code = f"import sys; sys.path[:] = {sys.path!r}; from {child.__name__} import main; main()"
    return [sys.executable, "-c", code]


def _ended(path: Path) -> FileError:
    return FileError(
        f"{path.name} could not be read: it is damaged, or was made to do harm. Ask for it to be sent again, or open "
        "it in the program that made it and save it anew."
    )


def _error(path: Path, kind: str, sentence: str) -> Exception:
    """The error of the other process as one here."""
    if kind == child.BROKEN:
        return ReaderFaultError(sentence)  # a part of this program is missing, which no file is to blame for
    if kind in _ERRORS:
        return _ERRORS[kind](sentence)
    if kind == child.MEMORY:
        return FileError(
            f"{path.name} needs more memory to read than any file should ({limits.MEMORY // 1_000_000_000} GB), so it "
            "was not read. Send only the parts of it that are needed."
        )
    failed = _ended(path)
    failed.__cause__ = ReaderFaultError(sentence)
    return failed
