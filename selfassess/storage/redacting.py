"""Taking something out of a workbook's file for good, to the last byte of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.history_proof import Redaction
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.storage import rows, versions
from selfassess.storage.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Shortened:
    """What is written: ``changes`` to the records with their ``entries``, journal entries and versions as they are
    from now on, and the ``notes`` that say so. ``step``: the id and the time of it.
    """

    changes: tuple[Change, ...]
    entries: tuple[Entry, ...]
    shortened: tuple[Entry, ...]
    notes: Iterable[Redaction]
    signed: tuple[KeptVersion, ...]
    step: tuple[str, str]


def shorten_rows(connection: sqlite3.Connection, book: Ledger, wanted: Shortened) -> None:
    """Write it within the transaction that is open; what stood there before is overwritten with nothing."""
    for entry in wanted.shortened:
        row = dict(zip(rows.JOURNAL_COLUMNS, rows.to_journal_row(entry), strict=True))
        connection.execute(
            "UPDATE journal SET old = ?, new = ?, salt = NULL, redaction = ?, hash = ? WHERE id = ?",
            (row["old"], row["new"], row["redaction"], row["hash"], entry.id),
        )
    for each in wanted.signed:
        book.remove_table_rows("version", "id", each.version.id)
    versions.add_versions(book, wanted.signed)
    book.write_entries(wanted.entries)
    note_redactions(book, wanted.notes)


def rewrite_file(connection: sqlite3.Connection, path: Path) -> None:
    """Write every page of the file anew, so that nothing is left in parts of it that are not in use."""
    most = connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # SQLite makes the new file as one beside it
    try:
        connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise FileError(
            f"It was removed from {path.name}, but the file could not be written anew, so traces of it may be left in "
            f"parts that are not in use ({error}). See to room on the drive, and save a copy under another name."
        ) from error
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, most)


def note_redactions(book: Ledger, notes: Iterable[Redaction]) -> None:
    """Keep that something was removed for good: when, by whom, and what the entries say since."""
    for each in notes:
        body = msgspec.json.encode({"now": dict(each.now), "ended": list(each.ended)}).decode()
        cells = {"id": each.id, "at": each.at, "author": each.author, "kind": each.kind, "record": each.record}
        book.write_table_row("redaction", {**cells, "field": each.field, "body": body})
