"""What a folder and a zip file have in common: a private place beside the target, copies read back, one rename."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from selfassess.domain.model.errors import FileError
from selfassess.exchange.return_pack.copying import Cancelled, Heard, Reading, ReadingBack, Stopped, feed_digest
from selfassess.files import attributes, lasting

CONTENTS = "contents"
_AT_ONCE = 4
"""So many files may wait for the disk while the next one is copied."""
DEEPER = len(".return-12345678.part/") + len(CONTENTS)
"""How much longer the path of a file may be while it is written than the folder beside which it will lie."""


@dataclass(frozen=True, slots=True)
class _Copied:
    source: Path
    sha256: str
    """What the copy has to be."""
    known: bool
    """Whether that was known before the file was read."""
    back: ReadingBack


class Pack(ABC):
    """A return that is being written. Nothing of it has its name before ``finish``; ``discard`` leaves no trace."""

    def __init__(self, out: Path, *, cancelled: Cancelled = lambda: False, heard: Heard = lambda count: None) -> None:
        """``heard`` is told of bytes as they are copied."""
        self.out = out
        self.work = out.with_name(f".return-{uuid.uuid4().hex[:8]}.part")
        self.contents = self.work / CONTENTS
        self.desk = self.work / "desk"
        """Where documents of our own are made before they are added."""
        self._stopped = Stopped(cancelled)
        self._reading = Reading(self._stopped, heard)
        self._checker = ThreadPoolExecutor(1, "reading back")
        self._keeper = ThreadPoolExecutor(_AT_ONCE, "making last")
        self._keeping: deque[Future[None]] = deque()
        self._copied: dict[str, _Copied] = {}

    def add_copy(self, name: str, source: Path, sha256: str = "") -> None:
        """Copy a file in as ``name``. Raises SourceError where it cannot be read; then nothing of it is left."""
        with self._open_member(name, source) as (path, file, start):
            back = ReadingBack(path, start, self._stopped, self._checker)

            def hand_on(piece: memoryview) -> None:
                file.write(piece)
                back.note_written_bytes(len(piece), self._flush_member(file))

            read = self._reading.copy_content(source, hand_on, reckon=not sha256)
        back.close()
        self._copied[name] = _Copied(source, sha256 or read, bool(sha256), back)

    def list_changed_copies(self) -> tuple[str, ...]:
        """Wait until all copies are read back; the names of those whose files are not what they were.

        Raises FileError where a copy is not what was read: then the disk is not to be trusted.
        """
        return tuple(name for name, copied in self._copied.items() if not self._is_right_copy(name, copied))

    def remove_copy(self, name: str) -> None:
        """Take a copy out again."""
        self._wait_for_disk()
        del self._copied[name]
        self._remove_member(name)

    def finish_pack(self) -> None:
        """Give the return its name. Raises OSError or FileError where it cannot be; what was there is as before."""
        self._wait_for_disk()
        self._seal_contents(frozenset(self._copied))
        self._put_pack_in_place()
        lasting.sync_folder(self.out.parent)
        self.discard_pack()

    def __enter__(self) -> Self:
        """Begin. Raises OSError where nothing can be written beside ``out``."""
        try:
            self.work.mkdir(mode=0o700)
            attributes.hide_file(self.work)
            self.desk.mkdir(mode=0o700)
            self._begin_contents()
        except BaseException:
            self.discard_pack()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.discard_pack()

    def discard_pack(self) -> None:
        """Let go of everything that has no name yet."""
        self._reading.close()
        self._checker.shutdown(cancel_futures=True)
        self._keeper.shutdown()
        self._close_open_files()
        shutil.rmtree(self.work, ignore_errors=True)

    def _is_right_copy(self, name: str, copied: _Copied) -> bool:
        if copied.back.find_fingerprint() == copied.sha256:
            return True
        if copied.known and self._find_current_fingerprint(copied.source) != copied.sha256:
            return False
        raise FileError(f"{name} was not copied faithfully; the disk may be faulty. Nothing was written there.")

    def _find_current_fingerprint(self, source: Path) -> str:
        """The fingerprint of a file as it is now, "" where it cannot be read any more."""
        digest = hashlib.sha256()
        try:
            feed_digest(digest, source, 0, source.stat().st_size, self._stopped)
        except OSError:
            return ""
        return digest.hexdigest()

    def _make_lasting_aside(self, act: Callable[[], None]) -> None:
        """Have something written made lasting on the side, while the next file is copied."""
        while len(self._keeping) >= _AT_ONCE:
            self._keeping.popleft().result()
        self._keeping.append(self._keeper.submit(act))

    def _wait_for_disk(self) -> None:
        """Wait until all that was written lasts. Raises OSError where something does not."""
        while self._keeping:
            self._keeping.popleft().result()

    @abstractmethod
    def _begin_contents(self) -> None:
        """Make the contents, with nothing in them yet."""

    @abstractmethod
    def _open_member(self, name: str, source: Path) -> AbstractContextManager[tuple[Path, IO[bytes], int]]:
        """A place for one copy: the file it lies in, what to write it to, and where in the file it begins.

        Leaving the block has the copy made lasting; nothing of it counts where the block is left by an error.
        """

    @abstractmethod
    def _flush_member(self, file: IO[bytes]) -> Callable[[], object]:
        """What makes everything written so far visible to others."""

    @abstractmethod
    def _remove_member(self, name: str) -> None: ...

    @abstractmethod
    def _seal_contents(self, names: frozenset[str]) -> None:
        """Make the contents whole and lasting, with exactly these names in it."""

    @abstractmethod
    def _put_pack_in_place(self) -> None: ...

    def _close_open_files(self) -> None:  # noqa: B027 - a folder has nothing open
        """Close what is still open."""
