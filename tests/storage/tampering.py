"""A small workbook with something in every table, and ways to change it behind the program's back."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.redaction import Target
from selfassess.services.importing import contributor_copies, plan_merge
from selfassess.services.safety import redact, sibling_copies
from selfassess.services.workbook import opening
from selfassess.services.years import signing
from selfassess.storage.store import Store
from tests.making import Clock, council, empty_assessment, filled
from tests.storage.writer import SIGNATURES

NOT_CONTENT = {"sqlite_sequence"}


def make(folder: Path) -> Path:
    """Write a workbook of one year with a record of every kind, a merge, a signed version and something removed."""
    main, copy, clock = folder / "main.sawb", folder / "copy.sawb", Clock()
    year = filled(empty_assessment())
    whole = Workbook(council=council("Derby City Council"), assessments=(year,))
    opening.write_new_workbook(main, whole, author="First writer", clock=clock)
    sibling_copies.save_copy(main, copy)
    equity = year.judgements["equity"].id
    for path, author, statement in ((main, "First writer", "governance"), (copy, "Second writer", "learning")):
        with closing(opening.open_workbook(path, author=author, clock=clock)) as session:
            session.run_command(SetField(session.current.judgements[statement].id, "summary", f"What {author} says."))
    with closing(opening.open_workbook(main, author="First writer", clock=clock)) as session:
        plan_merge.apply_merge(session, plan_merge.prepare_copy_of_workbook(main, copy), Decisions())
        signing.sign_version(
            session, signing.prepare_version(main, year.id, SIGNATURES, author="First writer", clock=clock)
        )
        signing.start_next_version(session, year.id)
        session.run_command(SetField(equity, "rationale", "Not for ever."))
        redact.redact_target(session, Target(record=equity, field="rationale"))
        session.run_command(AddRecord("risk", "late-risk", {"quality_statement": "equity", "title": "A late risk"}))
    return main


def make_for_contributor(folder: Path, main: Path) -> Path:
    """Write a copy of it for one contributor: one that says what it was made for."""
    wanted = contributor_copies.Wanted(person="Cai", statements=("equity",))
    return contributor_copies.make_copy(main, folder / "cai.sawb", wanted, author="First writer", clock=Clock()).path


def named(path: Path) -> tuple[str, ...]:
    """What ``check`` names, or why the file is not even opened."""
    try:
        with Store.open_read_only(path) as opened:
            return opened.find_faults()
    except FileError as error:
        return (str(error),)


def content(path: Path) -> dict[str, object] | None:
    """All that the tables hold; None where that can no longer be read."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            tables = [str(name, "utf-8", "replace") for (name,) in connection.execute("SELECT name FROM sqlite_master")]
            made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            kind = {name for type_, name, _, _ in made if type_ == b"table"}
            rows = {
                name: connection.execute(f"SELECT * FROM [{name}]").fetchall()
                for name in tables
                if name.encode() in kind and name not in NOT_CONTENT
            }
            return {"sqlite_master": made, **rows}
    except (sqlite3.Error, UnicodeError):
        return None


def cells(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int, object]]:
    """Every column of every table that holds something: table, column, the row and its value."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table in NOT_CONTENT:
            continue
        for _, column, *_ in connection.execute(f"PRAGMA table_info([{table}])").fetchall():
            found = connection.execute(
                f"SELECT rowid, [{column}] FROM [{table}] WHERE [{column}] IS NOT NULL ORDER BY rowid DESC LIMIT 1"
            ).fetchone()
            if found is not None:
                yield table, column, found[0], found[1]


def altered(value: object) -> object:
    """The value with one bit of it the other way."""
    if isinstance(value, str):
        middle = len(value) // 2
        return f"{value[:middle]}{chr(ord(value[middle]) ^ 1)}{value[middle + 1 :]}" if value else "x"
    if isinstance(value, bytes):
        middle = len(value) // 2
        return value[:middle] + bytes((value[middle] ^ 1,)) + value[middle + 1 :]
    return value + 1 if isinstance(value, int) else float(str(value)) + 0.5


def flip(body: bytes, chance: random.Random) -> tuple[bytes, int]:
    """The bytes of a file with one bit the other way, and where."""
    place = chance.randrange(100, len(body))
    damaged = bytearray(body)
    damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged), place


def flips_unnamed(path: Path, count: int, chance: random.Random) -> tuple[int, list[int]]:
    """How many of ``count`` flipped bytes changed what the file holds, and the places of those that nobody named."""
    body, whole = path.read_bytes(), content(path)
    damaged = path.with_name("flipped.sawb")
    hit, unnamed = 0, list[int]()
    while hit < count:
        changed, place = flip(body, chance)
        damaged.write_bytes(changed)
        if content(damaged) == whole:
            continue
        hit += 1
        if not named(damaged):
            unnamed.append(place)
    return hit, unnamed
