"""Whether somebody else wrote to a workbook since it was last read or written here: asked before every save.

SQLite notices who writes by its own rules. Who writes bytes over the file where it lies (a copy command, some
synchronisers) it does not: where both sides saved as often, its own mark is the same, and what it holds of the old file
in memory would be mixed with the new one. So the end of the journal is read from the file itself each time.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from selfassess.domain.model.errors import ReplacedError

Stamp = tuple[int, int, int, int]
Seen = tuple[int, tuple[str, int]]

_OF_CONTENT = ("CORRUPT", "NOTADB", "SQLITE_ERROR")
"""What SQLite says of bytes that are no workbook, rather than of a disk that does not answer."""


class ForeignWrites:
    """Watches the file of one connection. ``hold`` what was seen after reading and saving, ``refuse`` before a save."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection
        self._mark = 0
        self._end = ("", 0)
        self._stamp: Stamp | None = None

    def look_at_file(self) -> Seen:
        """What there is in the file now; within a save, what is about to be."""
        return self._read_data_version(), self._read_journal_end()

    def hold_seen(self, seen: Seen) -> None:
        """Hold that this is what is in the file, and what the system says of it."""
        (self._mark, self._end), self._stamp = seen, _read_file_stamp(self._path)

    def refuse_foreign_write(self) -> None:
        """Raise ReplacedError where another program has written to the file: what is held of it is no longer so.

        Asked at the beginning of a transaction, before anything is read in it.
        """
        touched = _read_file_stamp(self._path) != self._stamp
        try:
            self._connection.execute("PRAGMA shrink_memory")  # what is held of the file's pages is read anew
            mark = self._read_data_version()
            if self._read_journal_end() == self._end and (mark != self._mark or not touched or self._is_one_whole()):
                # It was touched, or its make-up was put in order: what is held here is still what it says.
                self._mark = self._read_data_version()
                self._stamp = _read_file_stamp(self._path)
                return
        except sqlite3.DatabaseError as error:
            is_none_of_content = not touched or not any(each in error.sqlite_errorname for each in _OF_CONTENT)
            if is_none_of_content:
                raise
        raise ReplacedError(
            f"{self._path.name} was changed by another program since it was opened, so this was not saved. "
            "Copy what you were writing, close the workbook and open it again."
        )

    def _read_data_version(self) -> int:
        found: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return found

    def _read_journal_end(self) -> tuple[str, int]:
        found = self._connection.execute("SELECT id, seq FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return found or ("", 0)

    def _is_one_whole(self) -> bool:
        """Whether the file is one whole, and not the beginning of one and the end of another."""
        found: str = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return found == "ok"


def _read_file_stamp(path: Path) -> Stamp | None:
    """What the system says of a file: which it is, how large, when it was last written."""
    try:
        there = os.stat(path)
    except OSError:
        return None
    return there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns
