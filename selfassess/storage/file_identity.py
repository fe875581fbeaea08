"""Whose workbook a file is and how far its journal goes, told without opening it for work.

Asked of backups and of whatever lies beside a workbook, so that it reads a few rows, changes nothing and never fails.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import msgspec

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.journal import Here, Why
from selfassess.storage.connections import closing_connection
from selfassess.storage.format.schema_check import refuse_tampered
from selfassess.storage.store import read_format

SPEAKS_OF_ITSELF = 4
"""The format from which on an entry may speak of its file alone."""
_WITH_HERE = "SELECT id, author, step, here FROM journal ORDER BY seq"
_WITHOUT = "SELECT id, author, step, NULL FROM journal ORDER BY seq"
LONGEST = 3.0
"""A file that takes longer than so many seconds to say who it is was made to."""


def read_council_id(path: Path) -> str:
    """The id of a workbook's council, which all its copies share; "" where the file is no workbook or unreadable."""
    found = _ask_file(path, "SELECT id FROM council LIMIT 2")
    if len(found) != 1:
        return ""
    return str(found[0][0])


def read_contribution_id(path: Path) -> str:
    """The id of what a copy was made for, where it was made for one contributor; "" for every other workbook."""
    found = _ask_file(path, "SELECT json_extract(body, '$.id') FROM about WHERE key = 'contributor'")
    if not found:
        return ""
    return str(found[0][0])


def read_journal_authors(path: Path, but_for: str = "") -> dict[str, str]:
    """The ids of the entries in force ``but_for`` those of one step, with who made them; empty if unreadable."""
    asked = _WITH_HERE if _format_or_zero(path) >= SPEAKS_OF_ITSELF else _WITHOUT
    authors: dict[str, str] = {}
    for id, author, step, alone in _ask_file(path, asked):
        said = _decode_said_of_file(alone)
        if said is None or said.again:
            if not but_for or step != but_for:
                authors[said.again if said is not None else str(id)] = str(author)
        elif said.why is Why.PUT_ASIDE:
            for mark in said.marks:
                authors.pop(mark, None)
    return authors


def _decode_said_of_file(alone: object) -> Here | None:
    """What an entry says of its file alone; nothing where that makes no sense."""
    try:
        if not isinstance(alone, str):
            return None
        return msgspec.json.decode(alone, type=Here)
    except msgspec.MsgspecError:
        return None


def _format_or_zero(path: Path) -> int:
    try:
        return read_format(path)
    except (FileError, OSError):
        return 0


def read_journal_end(path: Path) -> str:
    """The id of the last journal entry, "" where it cannot be read."""
    found = _ask_file(path, "SELECT id FROM journal ORDER BY seq DESC LIMIT 1")
    if not found:
        return ""
    return str(found[0][0])


def _ask_file(path: Path, question: str) -> list[tuple[object, ...]]:
    try:
        format_ = read_format(path)
        with closing_connection(path, "ro", timeout=1) as connection:
            ends = time.monotonic() + LONGEST
            connection.set_progress_handler(lambda: time.monotonic() > ends, 100_000)
            refuse_tampered(connection, path, format_)
            return connection.execute(question).fetchall()
    except (FileError, OSError, sqlite3.Error):
        return []
