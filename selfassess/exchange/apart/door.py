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
from selfassess.domain.text.wording import format_file_size
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


def read_apart(
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
        return one.read_one_value(reader, path, *given, progress=progress, cancelled=cancelled, **named)


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

    def read_one_value(
        self, reader: str, path: Path, *given: object, progress: Progress, cancelled: Cancelled, **named: object
    ) -> Any:
        """What one file holds, as one value; errors are those of ``apart.read``."""
        said = list(self._receive_answers(reader, path, given, named, progress, cancelled))
        return said[-1][1]

    def stream_pieces(self, reader: str, path: Path, *, progress: Progress, cancelled: Cancelled) -> Iterator[Any]:
        """What one file holds, piece by piece; errors are those of ``apart.read``, also after some pieces."""
        for kind, value in self._receive_answers(reader, path, (), {}, progress, cancelled):
            if kind == frames.PIECE:
                yield from value

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        # Asking it to end would not do: it may be deep in a library, at a file made to keep it there.
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        self._kept = None

    def _receive_answers(
        self,
        reader: str,
        path: Path,
        given: tuple[object, ...],
        named: dict[str, object],
        progress: Progress,
        cancelled: Cancelled,
    ) -> Iterator[tuple[str, Any]]:
        """The answers to one request, up to the last."""
        done = False
        try:
            self._send_request((reader, (path, *given), named))
            while not done:
                kind, value = self._await_answer(path, cancelled)
                done = kind in (frames.DONE, frames.FAILED)
                if kind == frames.PART:
                    progress(min(max(float(value), 0.0), 1.0))
                elif kind == frames.FAILED:
                    raise _rebuild_child_error(path, *value)
                else:
                    yield kind, value
        finally:
            if not done:  # it is still at this file, or gone
                self.close()

    def _send_request(self, request: tuple[str, tuple[object, ...], dict[str, object]]) -> None:
        """Send a request, to a new process where there is none."""
        if self._process is None:
            self._process, self._kept = limits.start_confined_child(_build_reader_command())
            self._answers = SimpleQueue()
            Thread(target=_queue_answers, args=(self._process.stdout, self._answers), daemon=True).start()
        assert self._process.stdin is not None
        with suppress(OSError):  # where it is gone already, there will be no answer
            frames.send_value(self._process.stdin, request)  # type: ignore[arg-type]

    def _await_answer(self, path: Path, cancelled: Cancelled) -> tuple[str, Any]:
        """The next answer; CancelledError once asked to stop, FileError where the process fell silent or is gone."""
        ends = time.monotonic() + SILENCE
        while True:
            if cancelled():
                raise CancelledError("Stopped. Nothing was imported.")
            try:
                # A short wait each time, so that a press on Cancel is seen while the child is silent.
                data = self._answers.get(timeout=_LOOK)
            except Empty:
                if time.monotonic() > ends:
                    raise FileError(
                        f"{path.name} takes longer to read than any file should, so reading was stopped. Send only the "
                        "parts of it that are needed."
                    ) from None
                continue
            if data is None:
                raise _build_damage_error(path)
            try:
                kind, value = frames.decode_value(data)
            except (pickle.UnpicklingError, ValueError, TypeError) as error:
                raise _build_damage_error(path) from error
            return kind, value


def _queue_answers(source: BinaryIO, answers: SimpleQueue[bytes | None]) -> None:
    """Pass on what the child sends, on a thread of its own: a pipe can only be waited for."""
    with suppress(OSError, ValueError):
        while (data := frames.receive_value_bytes(source)) is not None:
            answers.put(data)
    # Whatever ended it, whoever waits for an answer hears that none will come.
    answers.put(None)


def _build_reader_command() -> list[str]:
    """This program once more, as the reader: a frozen one knows the word, any other is given the way to it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, child.WORD]
    code = f"import sys; sys.path[:] = {sys.path!r}; from {child.__name__} import main; main()"
    return [sys.executable, "-c", code]


def _build_damage_error(path: Path) -> FileError:
    return FileError(
        f"{path.name} could not be read: it is damaged, or was made to do harm. Ask for it to be sent again, or open "
        "it in the program that made it and save it anew."
    )


def _rebuild_child_error(path: Path, kind: str, sentence: str) -> Exception:
    """The error of the other process as one here."""
    if kind == child.BROKEN:
        return ReaderFaultError(sentence)  # a part of this program is missing, which no file is to blame for
    if kind in _ERRORS:
        return _ERRORS[kind](sentence)
    if kind == child.MEMORY:
        return FileError(
            f"{path.name} needs more memory to read than any file should ({format_file_size(limits.MEMORY)}), so it "
            "was not read. Send only the parts of it that are needed."
        )
    failed = _build_damage_error(path)
    failed.__cause__ = ReaderFaultError(sentence)
    return failed
