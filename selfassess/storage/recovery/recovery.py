"""A damaged workbook read as far as it can be; the damaged file itself is never written to.

It is read page by page and row by row without SQLite, which stops at the first page it does not like.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.wording import count_noun
from selfassess.storage import connections, hot_journal
from selfassess.storage.ledger import Ledger
from selfassess.storage.recovery import rebuild, salvaged_rows, sqlite_pages
from selfassess.storage.recovery.salvaged_rows import Remains
from selfassess.storage.recovery.sqlite_pages import Cell, Pages

MOST_PIECES = 200


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What could be read of a damaged workbook.

    ``lost`` are sentences on what could not; ``pieces`` texts that were found on damaged pages and have no place;
    ``brought_back`` how many records only their history still had; ``pages`` and ``damaged`` how many pages there are
    and of how many something could not be read.
    """

    workbook: Workbook
    remains: Remains
    lost: tuple[str, ...]
    pieces: tuple[str, ...]
    brought_back: int
    pages: int
    damaged: int


def recover_workbook(path: Path, *, author: str, at: str, working: Path) -> Recovered:
    """Everything that can be read of a workbook; raises FileError where nothing of one can be found.

    ``author`` and ``at`` (now, in UTC) stand in the journal where something had to be joined; ``working`` is a private
    folder for a copy.
    """
    data = _read_settled_bytes(path, working)
    found = sqlite_pages.read_pages(data)
    sorted_out = salvaged_rows.sort_out_rows(found)
    if not sorted_out.records and not sorted_out.entries:
        raise FileError(f"Nothing of a workbook could be found in {path.name}. Restore it from a backup.")
    workbook, notes = rebuild.rebuild_workbook(sorted_out, author, at)
    size = len(data) // found.count if found.count else sqlite_pages.USUAL_PAGE
    kept = _all_texts(workbook)
    broken = (data[(number - 1) * size : number * size] for number in sorted(found.broken))
    left = tuple(piece for page in broken for piece in salvaged_rows.find_text_pieces(page) if piece not in kept)
    return Recovered(
        workbook=workbook,
        remains=sorted_out,
        lost=tuple(dict.fromkeys((*_describe_file_end(found), *_describe_journal_gaps(sorted_out), *notes.lost))),
        pieces=left[:MOST_PIECES],
        brought_back=notes.back,
        pages=found.count,
        damaged=len(found.broken),
    )


def keep_versions_and_notes(path: Path, found: Remains, at: str) -> int:
    """Put the signed versions and notes that were found into the new file; how many versions had no place in it.

    The steps that the versions were signed on are not in it, so they no longer name one. ``at``: now, in UTC.
    """
    placed = 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        book = Ledger(connection)
        for values in found.versions:
            with suppress(sqlite3.Error):
                book.write_table_row("version", {**_name_cells(connection, "version", values), "head": None})
                placed += 1
        for values in found.redactions:
            with suppress(sqlite3.Error):
                book.write_table_row("redaction", _name_cells(connection, "redaction", values))
        for key, body in found.about.items():
            with suppress(sqlite3.Error):
                book.write_table_row("about", {"key": key, "body": body})
        book.end_step(at=at)
    return len(found.versions) - placed


def _name_cells(connection: sqlite3.Connection, table: str, values: Sequence[Cell]) -> dict[str, Cell]:
    """A row by the names of its columns; one of an earlier format has fewer."""
    names = [str(name) for _, name, *_ in connection.execute(f"PRAGMA table_info([{table}])")]
    return dict(zip(names, values, strict=False))


def _read_settled_bytes(path: Path, working: Path) -> bytes:
    """The file's bytes, as they are once what was being written when it stopped is taken back."""
    interrupted = path.with_name(f"{path.name}-journal")
    try:
        if not interrupted.exists() or not hot_journal.belongs_to_file(path.read_bytes(), interrupted.read_bytes()):
            return path.read_bytes()
        copy = working / "copy.sawb"
        shutil.copyfile(path, copy)
        shutil.copyfile(interrupted, copy.with_name("copy.sawb-journal"))
        with suppress(FileError), connections.closing_connection(copy, "rw") as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return copy.read_bytes()
    except OSError as error:
        raise FileError(f"{path.name} cannot be read ({error.strerror or os.strerror(error.errno or 0)}).") from error


def _all_texts(workbook: Workbook) -> str:
    values: Iterable[object] = (value for record in workbook.all_records() for value in record.values.values())
    return "\n".join(value for value in values if isinstance(value, str))


def _describe_file_end(found: Pages) -> tuple[str, ...]:
    if found.missing:
        return (f"The file ends too early: it lacks {count_noun(found.missing, 'page')}.",)
    return ()


def _describe_journal_gaps(found: Remains) -> tuple[str, ...]:
    if not found.missing_entries and not found.unknown:
        return ()
    told = []
    if found.missing_entries:
        told.append(f"{count_noun(found.missing_entries, 'entry', 'entries')} of the history could not be read.")
    if found.unknown:
        told.append(f"{count_noun(found.unknown, 'row')} could not be told what they are.")
    return tuple(told)
