"""Is this file what this program writes, and nothing else? Asked before anything in it is read, copied or migrated.

A workbook is a database, and a database can hold things that act: triggers, views, computed columns, defaults and
checks that call functions. None of ours does. So what a file says of its own make-up has to be, letter for letter, what
our migrations make for its format; whatever differs is somebody's tampering, and the file is refused.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

from selfassess.domain.model.catalogue import CATALOGUE, RecordKind
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.journal import ASSESSMENT, POSITION
from selfassess.storage.format.migrations import build_format

SHAPES = {
    1: "9cdc31b451e93d113e3a0b17f8b576945a846c97f8ea98c9d87c4034dd2f8981",
    2: "b110c94451bbc3c417a001b81f8b0b46a95137fb785ac066d50e2ef33f5c28a8",
    3: "287668845aab50805f7e5a18b7b3a6f6e1402efbd689c2003ddfdcfbe3fc0b7a",
    4: "6a6eee5e568a72a11ee34c8e0f5dbd2d29427e65b5a6833c5e439d513c408987",
    5: "29780b135145349f83b610002a5184e6b4f65fb5e2768ed0c5e1d1d99998dfcd",
    6: "241a557888b4aa8ff99a378c5246c6177c5e5d194d5a3e3512cbfff47ffc72b7",
    7: "ac9818a1ca9a5d71c5b78dd370b2821b61dd3d7797f9df7d33f3ae7d0750c890",
    8: "f8ad5b701cff5596a37d7ca4ae693243ab148c8318c4c0477668a374e2b9c0bc",
}
"""The fingerprint of what a file of each format says of its make-up; a test holds it against the migrations."""

LONGEST = 50_000_000
"""Characters in one text: more would hold up every computer that shows it. Far less is written (``fields``), but what
earlier versions wrote still opens."""
MOST_ROWS = 3_000_000
"""Rows of one kind: far beyond ten years of a council's work."""

Part = tuple[str, str, str, str | None]


def read_schema_parts(connection: sqlite3.Connection) -> tuple[Part, ...]:
    """What a database says of its own make-up: type, name, table and words of every part of it."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return tuple((str(type_), str(name), str(table), sql) for type_, name, table, sql in found)


def fingerprint_schema(made: tuple[Part, ...]) -> str:
    """The fingerprint of a make-up."""
    return hashlib.sha256(repr(made).encode()).hexdigest()


def expected_schema(format_: int) -> tuple[Part, ...]:
    """The make-up of a workbook of a format, made by our own migrations."""
    db = Database(memory=True, execute_plugins=False)
    try:
        build_format(db, format_)
        return read_schema_parts(db.conn)
    finally:
        db.close()


def refuse_tampered(connection: sqlite3.Connection, path: Path, format_: int) -> None:
    """Raise FileError unless a file is made up as this program makes one of its format. Runs nothing that is in it."""
    found = read_schema_parts(connection)
    if fingerprint_schema(found) != SHAPES[format_]:
        # Another release of SQLite could word the same make-up otherwise, so it is asked before anybody is accused.
        ours = expected_schema(format_)
        if found != ours:
            raise _make_tampered_error(path, _describe_schema_difference(found, ours))
    pages = [page for (page,) in connection.execute("SELECT rootpage FROM sqlite_master")]
    if not all(isinstance(page, int) and page > 1 for page in pages) or len(set(pages)) != len(pages):
        raise _make_tampered_error(path, "two of its tables lie in one place")
    done = {name for (name,) in connection.execute(f"SELECT name FROM [{Migrations.migrations_table}]")}
    if done != {f"format {number}" for number in range(1, format_ + 1)}:
        raise _make_tampered_error(path, "it does not say truly which format it has")


def _describe_schema_difference(found: tuple[Part, ...], ours: tuple[Part, ...]) -> str:
    known = {(type_, name): (table, words) for type_, name, table, words in ours}
    for type_, name, table, words in found:
        if (type_, name) not in known:
            return f"“{_shorten_name(name)}” does not belong in it"
        if known[type_, name] != (table, words):
            return f"“{_shorten_name(name)}” in it is not as this program makes it"
    there = {(type_, name) for type_, name, _, _ in found}
    missing = next((name for type_, name in known if (type_, name) not in there), "")
    return f"“{missing}” is missing from it" if missing else "something stands in it twice"


def _shorten_name(name: str) -> str:
    """A name from the file, fit for a sentence."""
    plain = " ".join(name.split())
    return plain if len(plain) <= 40 else f"{plain[:40]}…"


def _make_tampered_error(path: Path, why: str) -> FileError:
    return FileError(
        f"{path.name} is not a workbook this program wrote: {why}. It was not opened. Restore it from a backup."
    )


def refuse_unsound(connection: sqlite3.Connection, path: Path) -> None:
    """Raise FileError where a value is not of the sort that its place holds, or far beyond any size of it.

    For a file of this program's own format whose make-up is already known to be ours. The journal may be long; what is
    wrong in it shows when it is read.
    """
    if connection.execute("SELECT count(*) FROM journal").fetchone()[0] > MOST_ROWS:
        raise FileError(f"{path.name} holds a longer history than any workbook. It was not opened.")
    for table, conditions in _CONDITIONS.items():
        (rows,) = connection.execute(f"SELECT count(*) FROM [{table}]").fetchone()
        if rows > MOST_ROWS:
            raise FileError(f"{path.name} holds {rows:,} rows of one kind, more than any workbook. It was not opened.")
        if connection.execute(f"SELECT 1 FROM [{table}] WHERE {conditions} LIMIT 1").fetchone():
            raise FileError(
                f"{path.name} is damaged: a value in “{table}” is not of the sort that belongs there, or far too "
                "long. It was not opened. Restore it from a backup, or have what can be read of it recovered."
            )


def _unsound_conditions() -> Iterator[tuple[str, str]]:
    for kind in CATALOGUE.values():
        yield kind.key, " OR ".join(_unsound_record_conditions(kind))
    yield "pack", " OR ".join(_unsound_text_conditions("id", "kind", "body"))
    yield "about", " OR ".join(_unsound_text_conditions("key", "body"))
    required = _unsound_text_conditions("id", "assessment", "signed_at", "checksum")
    others = (_unsound_text_condition(name) for name in ("director", "chief_executive", "pdf_fingerprint"))
    yield "version", " OR ".join((*required, *others, "typeof(number) <> 'integer'", "typeof(body) <> 'blob'"))


def _unsound_record_conditions(kind: RecordKind) -> Iterator[str]:
    yield _unsound_text_condition("id", required=True)
    yield f"typeof([{POSITION}]) <> 'integer'"
    if kind.belongs_to_assessment:
        yield _unsound_text_condition(ASSESSMENT, required=True)
    for spec in kind.fields:
        match spec.kind:
            case Kind.WHOLE | Kind.YES_NO:
                yield f"typeof([{spec.key}]) NOT IN ('integer', 'null')"
            case Kind.DECIMAL:
                yield f"typeof([{spec.key}]) NOT IN ('real', 'integer', 'null')"
            case Kind.LINKS:
                yield _unsound_text_condition(spec.key)
                listed = f"json_valid([{spec.key}]) AND json_type([{spec.key}]) = 'array'"
                yield f"[{spec.key}] IS NOT NULL AND NOT ({listed})"
            case _:
                yield _unsound_text_condition(spec.key)


def _unsound_text_condition(name: str, *, required: bool = False) -> str:
    sorts = "<> 'text'" if required else "NOT IN ('text', 'null')"
    return f"typeof([{name}]) {sorts} OR length([{name}]) > {LONGEST}"


def _unsound_text_conditions(*names: str) -> Iterator[str]:
    return (_unsound_text_condition(name, required=True) for name in names)


_CONDITIONS = dict(_unsound_conditions())
