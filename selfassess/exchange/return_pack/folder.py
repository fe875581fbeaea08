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

    def _begin_contents(self) -> None:
        self.contents.mkdir(mode=0o700)

    @contextmanager
    def _open_member(self, name: str, source: Path) -> Iterator[tuple[Path, IO[bytes], int]]:
        target = self.contents / name
        file = private.create_private_file(target)
        try:
            yield target, file, 0
            file.flush()
        except BaseException:
            with suppress(OSError):
                file.close()
            target.unlink(missing_ok=True)
            raise
        self._make_lasting_aside(partial(_close_lastingly, file))

    def _flush_member(self, file: IO[bytes]) -> Callable[[], object]:
        return file.flush

    def _remove_member(self, name: str) -> None:
        lasting.remove_file(self.contents / name)

    def _seal_contents(self, names: frozenset[str]) -> None:
        names_there = {path.name for path in self.contents.iterdir()}
        if names_there != names:
            raise FileError(f"{self.out} was not written whole. Nothing is there. Try again.")
        lasting.sync_folder(self.contents)

    def _put_pack_in_place(self) -> None:
        was_there = self.out.is_dir()
        if was_there:
            self.out.rmdir()  # an empty one; some systems rename onto nothing else
        try:
            lasting.replace_file(self.contents, self.out)
        except OSError:
            if was_there:
                with suppress(OSError):
                    self.out.mkdir()
            raise


def _close_lastingly(file: IO[bytes]) -> None:
    with file:
        os.fsync(file.fileno())
