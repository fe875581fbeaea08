"""A return as a zip file. What is in it is stored as it is: documents are compressed already."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from selfassess.domain.model.errors import FileError
from selfassess.exchange.return_pack.copying import PIECE
from selfassess.exchange.return_pack.working import Pack
from selfassess.files import lasting, private

_LARGE = 0x7000_0000
"""A member that may not fit the old format's 4 GB, with room for a file that grows."""
_EARLIEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
_PRIVATE = 0o100600 << 16


class ArchivePack(Pack):
    """Copies are members of a zip file that gets its name at the end."""

    def _begin_contents(self) -> None:
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._target = private.create_private_file(self.contents)
        self._zip = zipfile.ZipFile(self._target, "w", zipfile.ZIP_STORED)

    @contextmanager
    def _open_member(self, name: str, source: Path) -> Iterator[tuple[Path, IO[bytes], int]]:
        info = _describe_zip_member(name, source)
        try:
            with self._zip.open(info, "w", force_zip64=info.file_size > _LARGE) as member:
                yield self.contents, member, self._target.tell()
        except BaseException:
            self._zip.NameToInfo.pop(name, None)  # what came before is left out when the file is sealed
            raise
        self._target.flush()
        self._members[name] = info
        if not self._keeping or self._keeping[-1].done():
            self._make_lasting_aside(lambda: os.fsync(self._target.fileno()))

    def _flush_member(self, file: IO[bytes]) -> Callable[[], object]:
        return self._target.flush

    def _remove_member(self, name: str) -> None:
        del self._members[name]
        self._zip.NameToInfo.pop(name, None)

    def _seal_contents(self, names: frozenset[str]) -> None:
        written = len(self._zip.filelist)
        self._close_archive()
        if written != len(names):
            self._write_anew()
        lasting.sync_file(self.contents)
        with zipfile.ZipFile(self.contents) as whole:
            found = {info.filename: (info.file_size, info.CRC) for info in whole.filelist}
        wanted = {name: (info.file_size, info.CRC) for name, info in self._members.items()}
        if found != wanted or names != frozenset(wanted):
            raise FileError(f"{self.out} was not written whole. Nothing is there. Try again.")

    def _write_anew(self) -> None:
        """What is not sent may not be left between the members either."""
        fresh = self.contents.with_suffix(".new")
        with (
            private.create_private_file(fresh) as target,
            zipfile.ZipFile(target, "w") as kept,
            zipfile.ZipFile(self.contents) as all_,
        ):
            for info in self._members.values():
                anew = zipfile.ZipInfo(info.filename, info.date_time)
                anew.external_attr, anew.file_size = info.external_attr, info.file_size
                with (
                    all_.open(info) as member,  # reading it to its end also checks it
                    kept.open(anew, "w", force_zip64=info.file_size > _LARGE) as into,
                ):
                    while piece := member.read(PIECE):
                        self._stopped.raise_if_stopped()
                        into.write(piece)
        lasting.replace_file(fresh, self.contents)

    def _put_pack_in_place(self) -> None:
        lasting.replace_file(self.contents, self.out)

    def _close_open_files(self) -> None:
        if self.contents.exists():
            with suppress(OSError):
                self._close_archive()

    def _close_archive(self) -> None:
        try:
            self._zip.close()
        finally:
            self._target.close()


def _describe_zip_member(name: str, source: Path) -> zipfile.ZipInfo:
    """How a member begins: private, and dated as the file is."""
    info = zipfile.ZipInfo(name)
    info.external_attr = _PRIVATE
    with suppress(OSError, ValueError, OverflowError):
        there = source.stat()
        info.file_size = there.st_size
        info.date_time = min(max(time.localtime(there.st_mtime)[:6], _EARLIEST), _LATEST)
    return info
