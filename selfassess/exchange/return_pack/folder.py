"""A return as a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from selfassess.domain.model.errors import FileError
from selfassess.exchange.return_pack.working import Pack
from selfassess.files import lasting, private


class FolderPack(Pack):
    """Copies lie side by side in a folder that gets its name at the end."""

    def _begin(self) -> None:
        self.contents.mkdir(mode=0o700)

    @contextmanager
    def _member(self, name: str, source: Path) -> Iterator[tuple[Path, IO[bytes], int]]:
        target = self.contents / name
        file = private.new(target)
        try:
            yield target, file, 0
            file.flush()
        except BaseException:
            with suppress(OSError):
                file.close()
            target.unlink(missing_ok=True)
            raise
        self._keep(partial(_lasting, file))

    def _flush(self, file: IO[bytes]) -> Callable[[], object]:
        return file.flush

    def _remove(self, name: str) -> None:
        lasting.remove(self.contents / name)

    def _seal(self, names: frozenset[str]) -> None:
        if {path.name for path in self.contents.iterdir()} != names:
            raise FileError(f"{self.out} was not written whole. Nothing is there. Try again.")
        lasting.sync_folder(self.contents)

    def _put_in_place(self) -> None:
        was_there = self.out.is_dir()
        if was_there:
            self.out.rmdir()  # an empty one; some systems rename onto nothing else
        try:
            lasting.replace(self.contents, self.out)
        except OSError:
            if was_there:
                with suppress(OSError):
                    self.out.mkdir()
            raise


def _lasting(file: IO[bytes]) -> None:
    with file:
        os.fsync(file.fileno())
