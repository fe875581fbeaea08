"""How a workbook's file is connected to: with which guards, what its errors mean, and what a stop in the middle needs.

Any file may claim to be a workbook. What could harm before a single row is read is refused here: what is no ordinary
file, and what lies beside it and would be obeyed. What is in it is for ``schema_check``.

While a connection to a file is open in this process, nothing here opens that file in any other way: on many systems
the end of such an opening would take SQLite's own locks away.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from urllib.parse import quote

from sqlite_utils import Database

from selfassess.domain.model.errors import FileError, ReplacedError

PRAGMAS = (
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "synchronous = FULL",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "secure_delete = ON",
)
"""What holds for every connection. What is sorted on the way stays in memory: temporary files hold text. What is
removed is overwritten."""

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 500_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
}
"""No cell or row is larger, whatever it claims; no second file is brought in; nothing sets anything off."""

MULTI_FILE = bytes.fromhex("d9d505f920a163d7")
"""What ends a journal that is of several files at once. SQLite would delete the file that it names."""

_in_use: dict[int, Path] = {}
"""The files of the connections that are open, by the connection."""


def connect_database(path: Path, mode: str) -> Database:
    """A connection to work with ("ro" or "rw"); raises FileError where there can be none."""
    try:
        # The store is opened on a worker and then used by one thread; which one, the caller sees to.
        connection = _open_connection(path, mode, check_same_thread=False)
        try:
            if mode == "rw":
                connection.execute("PRAGMA journal_mode = DELETE")
        except (sqlite3.Error, UnicodeError):
            connection.close()
            raise
    except (sqlite3.Error, UnicodeError) as error:
        raise make_sqlite_error(path, error) from error
    _in_use[id(connection)] = path.resolve()
    return Database(connection, execute_plugins=False)


def _open_connection(
    path: Path, mode: str, *, timeout: float = 5, check_same_thread: bool = True
) -> sqlite3.Connection:
    refuse_unfit_file(path)
    where = sqlite_address(path.resolve(), mode)
    connection = sqlite3.connect(where, uri=True, timeout=timeout, check_same_thread=check_same_thread)
    try:
        guard_connection(connection)
    except (sqlite3.Error, UnicodeError):
        connection.close()
        raise
    return connection


def sqlite_address(path: PurePath, mode: str) -> str:
    """A path as SQLite takes it: with an empty authority always, or it refuses what lies on a share."""
    posix = path.as_posix()
    for long, short in (("//?/UNC/", "//"), ("//?/", "")):
        if posix.startswith(long):
            posix = short + posix.removeprefix(long)
    slash = "" if posix.startswith("/") else "/"
    return f"file://{slash}{quote(os.fsencode(posix), safe='/:')}?mode={mode}"


def guard_connection(connection: sqlite3.Connection) -> None:
    """Put a connection's guards up; nothing of the file is read by it."""
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def refuse_unfit_file(path: Path) -> None:
    """Raise FileError for what is no ordinary file, and where what lies beside it was not left by this program."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return  # whoever opens it says why it cannot be
    if stat.S_ISDIR(mode):
        raise FileError(f"{path} is a folder, not a workbook.")
    if not stat.S_ISREG(mode):
        raise FileError(f"{path.name} is no ordinary file, so it was not opened.")
    beside = path.resolve()
    for ending, harmful in (("-wal", _is_entry_there), ("-journal", _names_another_file)):
        left = beside.with_name(f"{beside.name}{ending}")
        if harmful(left):
            raise FileError(
                f"Beside {path.name} lies “{left.name}”, which this program never leaves there and which could change "
                "the workbook or other files. It was not opened. Move that file away, then try again."
            )


def _is_entry_there(left: Path) -> bool:
    return os.path.lexists(left)


def _names_another_file(left: Path) -> bool:
    """Whether a journal is no file of its own, or names a further file."""
    try:
        if not stat.S_ISREG(os.lstat(left).st_mode):
            return True
        with left.open("rb") as file:
            file.seek(max(os.fstat(file.fileno()).st_size - len(MULTI_FILE), 0))
            return file.read() == MULTI_FILE
    except OSError:
        return False  # it is not there, or SQLite cannot read it either and says so


def disconnect_database(db: Database) -> None:
    """End a connection that ``connect`` made."""
    if db.conn is not None:
        _in_use.pop(id(db.conn), None)
    db.close()


def is_in_use(path: Path) -> bool:
    """Whether this process has a connection to a file."""
    return path.resolve() in tuple(_in_use.values())


@contextmanager
def closing_connection(path: Path, mode: str, timeout: float = 5) -> Iterator[sqlite3.Connection]:
    """A connection for one purpose, with the same guards."""
    try:
        connection = _open_connection(path, mode, timeout=timeout)
        try:
            yield connection
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeError) as error:
        raise make_sqlite_error(path, error) from error


@contextmanager
def read_at_one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """One moment for many reads: nobody's write falls between them."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def copy_in_memory(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that a connection has open as it is at one moment; nobody waits until it has been looked at."""
    held = sqlite3.connect(":memory:")
    try:
        connection.backup(held)
        guard_connection(held)
        yield held
    finally:
        held.close()


def settle_hot_journal(path: Path) -> None:
    """Take back what was being saved when a program stopped in the middle of it; without this the file is half of each.

    Raises FileError where it would be needed and cannot be done here.
    """
    unfinished = path.with_name(f"{path.name}-journal")
    if not unfinished.exists():
        return
    # While it is open in this process, a save may go on in it, and whoever saves is not waited for.
    try:
        with closing_connection(path, "rw", timeout=0 if is_in_use(path) else 5) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except FileError as error:
        cause = getattr(error.__cause__, "sqlite_errorname", "") or ""
        if "BUSY" in cause:
            return  # somebody is saving at this moment, so there is nothing to take back
        is_denied = any(known in cause for known in ("READONLY", "CANTOPEN", "PERM"))
        if not is_denied:
            raise
        raise FileError(
            f"A save of {path.name} was cut off in the middle, and that cannot be put right here because the file or "
            f"its folder is read-only. Copy it with “{unfinished.name}” to a folder of your own, and open it there."
        ) from error


def make_sqlite_error(path: Path, error: sqlite3.Error | UnicodeError) -> FileError:
    """SQLite's own error as one about a file."""
    code = getattr(error, "sqlite_errorname", "") or ""
    is_moved = "DBMOVED" in code or ("CANTOPEN" in code and not _is_path_there(path))
    if is_moved:
        return ReplacedError(
            f"{path.name} was moved, replaced or taken away while it was open, so this was not saved. Put it back "
            "where it was, or copy what you were writing, close the workbook and open it again."
        )
    return FileError(explain_sqlite_error(path, error))


def explain_sqlite_error(path: Path, error: sqlite3.Error | UnicodeError) -> str:
    """SQLite's own error as a sentence about a file; it may quote from a damaged file what is no text."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if "FULL" in code:
        return f"There is no room left to save {path.name}. Free some space; what was saved before is safe."
    if "READONLY" in code or "CANTOPEN" in code or "PERM" in code:
        return f"{path.name} cannot be written: the file or its folder is read-only."
    if "BUSY" in code or "LOCKED" in code:
        return f"{path.name} is being used by another program at this moment. Try again."
    if "TOOBIG" in code:
        return f"{path.name} holds a text far larger than any workbook has, so it was not opened."
    if "CORRUPT" in code or "NOTADB" in code or isinstance(error, UnicodeError) or "to UTF-8" in str(error):
        return f"{path.name} is damaged and cannot be read whole. Restore it from a backup."
    if "IOERR_WRITE" in code:
        return (
            f"{path.name} could not be written: there may be no room left for it, or its drive cannot be reached. "
            "What was saved before is safe; see to the drive and try again."
        )
    if "IOERR" in code:
        return f"{path.name} cannot be reached. If it is on a network or a stick, check that it is still there."
    if "CONSTRAINT" in code:
        return f"{path.name} does not allow this: a link in it would point to nothing, or an id stand twice."
    return f"{path.name} cannot be used: {error}."


def _is_path_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
