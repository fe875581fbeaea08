"""Whether a file is a workbook, and of which format: told by its first bytes, before any library opens it."""

from __future__ import annotations

import re
from pathlib import Path

from selfassess import VERSION
from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.model.errors import FileError, NewerError
from selfassess.storage import hot_journal
from selfassess.storage.connections import closing_connection, is_in_use, refuse_unfit_file, settle_hot_journal
from selfassess.storage.format.migrations import APPLICATION_ID, PROGRAM

SQLITE_MAGIC = b"SQLite format 3\x00"
ROLLBACK, UTF_8 = b"\x01\x01", 1
"""What the header says of how changes are kept until they are whole, and of the texts."""
MOST_WORK = 100_000
"""Steps of SQLite's own machine; finding one row takes a few."""


def read_format(path: Path) -> int:
    """The file format of a workbook, from its first bytes; raises FileError where it is not one of ours or newer.

    A save that was cut off in the middle is taken back first: until then the first bytes may say anything.
    """
    if is_in_use(path):
        settle_hot_journal(path)
        return _read_format_bytes(path)
    version = _read_format_bytes(path)
    if path.with_name(f"{path.name}-journal").exists():
        hot_journal.refuse_journal_of_another(path)
        settle_hot_journal(path)
        version = _read_format_bytes(path)
    return version


def _read_format_bytes(path: Path) -> int:
    if is_in_use(path):
        with closing_connection(path, "ro") as connection:
            found: int = connection.execute("PRAGMA user_version").fetchone()[0]
            return found
    refuse_unfit_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise FileError(f"{path} is not there. Check the name and the folder.") from None
    except IsADirectoryError:
        raise FileError(f"{path} is a folder, not a workbook.") from None
    except OSError as error:
        if path.is_dir():
            raise FileError(f"{path} is a folder, not a workbook.") from error
        raise FileError(f"{path} cannot be read ({error.strerror}).") from error
    if not head:
        raise FileError(f"{path.name} is empty: it is not a workbook. Restore it from a backup.")
    if len(head) < 100 or not head.startswith(SQLITE_MAGIC):
        raise FileError(f"{path.name} is not a self-assessment workbook.")
    version = int.from_bytes(head[60:64], "big")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID or version < 1:
        raise FileError(f"{path.name} is a database of another program, not a self-assessment workbook.")
    if version > FORMAT:
        needed = _read_version_needed(path) if head[18:20] == ROLLBACK else ""
        if needed:
            advice = f"Version {needed} of the program or a newer one opens it."
        else:
            advice = "Update the program to open it."
        raise NewerError(
            f"{path.name} was written by a newer version of this program (format {version}; this one is {VERSION} and "
            f"knows {FORMAT}). It was left as it is. " + (advice)
        )
    if head[18:20] != ROLLBACK or int.from_bytes(head[56:60], "big") != UTF_8:
        raise FileError(
            f"{path.name} is kept in a way that this program never keeps a workbook, so another program has changed "
            "it. It was left as it is. Restore it from a backup."
        )
    return version


def _read_version_needed(path: Path) -> str:
    """The version that a newer workbook names as one that opens it, "" where it names none.

    Nothing is known of how it is made, so nothing that it could have prepared is waited for.
    """
    try:
        with closing_connection(path, "ro", timeout=0) as connection:
            connection.set_progress_handler(lambda: 1, MOST_WORK)
            asked = "SELECT body FROM about WHERE key = ? AND length(body) < 30"
            found = connection.execute(asked, (PROGRAM,)).fetchone()
    except FileError:
        return ""
    name = None
    if found:
        name = re.fullmatch(r'"(\d{1,5}(?:\.\d{1,5}){1,3})"', str(found[0]))
    if not name:
        return ""
    return name[1]
