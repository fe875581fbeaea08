"""What one act writes beside the records: journal entries, and rows of the tables that are never edited.

All of it goes through here, so that the step that wrote it carries a mark for each row and can be checked by it. A new
table of a workbook is written in no other way, or ``check`` calls what is in it foreign.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec
from sqlite_utils import Migrations

from selfassess.domain.model.history_proof import (  # fmt: skip
    NO_PROOF,
    Cell,
    Proof,
    Redaction,
    Step,
    entry_mark,
    entry_marks,
    find_broken_step,
    follow_strand,
    is_entry_mark,
    make_row_mark,
    row_hash,
    rows_left,
)
from selfassess.domain.model.journal import Entry
from selfassess.storage import rows

KEPT = (Migrations.migrations_table, "pack", "version", "redaction", "about")
"""The tables whose rows a step marks, beside the journal."""

PROVED = (*(name for name in rows.JOURNAL_COLUMNS if name not in ("follows", "here", "hash", "redaction")),)
"""The columns of the journal that an entry's own hash is of: those that say the same in every copy."""

_AT = rows.JOURNAL_COLUMNS.index
_PLACES = tuple((name, _AT(name)) for name in PROVED)


def hash_journal_row(raw: tuple[Any, ...]) -> str:
    """The hash of a journal entry from its row in the order of JOURNAL_COLUMNS."""
    return row_hash([(name, raw[place]) for name, place in _PLACES])


def hash_journal_entry(entry: Entry) -> str:
    """The hash that a journal entry has by what it says now."""
    return hash_journal_row(rows.to_journal_row(entry))


def mark_journal_row(raw: tuple[Any, ...]) -> str:
    """The mark of a journal entry from its row, which has its hash."""
    return entry_mark(str(raw[-1]), raw[_AT("follows")], raw[_AT("here")])


def proves_entries(proof: Proof, entries: Iterable[Entry]) -> bool:
    """Whether the steps that came with a journal hang together, and the journal's entries are what they wrote."""
    if find_broken_step(proof.steps) is not None:
        return False
    written = proof.entry_hashes_by_step
    for entry in entries:
        known = written.get(entry.step)
        if known is not None and (entry.hash or hash_journal_entry(entry)) not in known:
            return False
    return True


def read_steps(connection: sqlite3.Connection) -> Iterator[Step]:
    """Every step that the file knows of, in order; raises MsgspecError or ValueError where one makes no sense."""
    found = connection.execute("SELECT id, at, sealed, parents, rows, hash FROM step ORDER BY seq")
    for id, at, sealed, parents, marks, hash_ in found:
        if sealed not in (0, 1):
            raise ValueError
        yield Step(
            id=id,
            at=at,
            sealed=bool(sealed),
            parents=tuple(_decode_texts(parents)),
            rows=tuple(_decode_texts(marks)),
            hash=hash_,
        )


def read_proof(connection: sqlite3.Connection) -> Proof:
    """The steps as one value."""
    return Proof(steps=tuple(read_steps(connection)))


def read_head(connection: sqlite3.Connection) -> str:
    """The hash of the last step, "" where there is none."""
    row = connection.execute("SELECT hash FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    if not row:
        return ""
    return str(row[0])


def read_row_marks(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The mark of each row of a table that is never edited, with the row."""
    found = connection.execute(f"SELECT * FROM [{table}]")
    names = [name for name, *_ in found.description]
    for row in found:
        yield make_row_mark(table, row_hash(zip(names, row, strict=True))), row


def read_redactions(connection: sqlite3.Connection) -> Iterator[Redaction]:
    """What was removed for good, oldest first."""
    found = connection.execute("SELECT id, at, author, kind, record, field, body FROM redaction ORDER BY at, id")
    for id, at, author, kind, record, field, body in found:
        said = msgspec.json.decode(body, type=dict[str, Any])
        yield Redaction(
            id=id, at=at, author=author, kind=kind, record=record, field=field,
            now=msgspec.convert(said["now"], dict[str, str]), ended=tuple(msgspec.convert(said["ended"], list[str])),
        )  # fmt: skip


class Ledger:
    """One act's writing within the transaction that is open: ``insert`` and ``add`` as needed, then ``end``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: list[str] = []
        self._last = ("", "")
        self._met = NO_PROOF
        self._told = False

    def write_entries(self, entries: Iterable[Entry]) -> None:
        """Write journal entries."""
        for entry in entries:
            *most, kept = rows.to_journal_row(entry)
            raw = (*most, kept or hash_journal_row((*most, None)))
            self._connection.execute(_INSERT_ENTRY, raw)
            self._rows.append(mark_journal_row(raw))
            self._told = self._told or self._last[0] not in ("", entry.step)
            self._last = (entry.step, entry.at)

    def write_table_row(self, table: str, cells: Mapping[str, Cell]) -> None:
        """Write one row of a table that is never edited."""
        names = ", ".join(f"[{name}]" for name in cells)
        places = ", ".join("?" for _ in cells)
        self._connection.execute(f"INSERT INTO [{table}] ({names}) VALUES ({places})", tuple(cells.values()))
        self._rows.append(make_row_mark(table, row_hash(self._cells_in_order(table, cells))))

    def remove_table_rows(self, table: str, key: str, value: str) -> None:
        """Take the rows out of such a table in which a column has a value."""
        found = self._connection.execute(f"SELECT * FROM [{table}] WHERE [{key}] = ?", (value,))
        names = [name for name, *_ in found.description]
        for row in found.fetchall():
            self._rows.append(make_row_mark(table, row_hash(zip(names, row, strict=True)), gone=True))
        self._connection.execute(f"DELETE FROM [{table}] WHERE [{key}] = ?", (value,))

    def meet_proof(self, theirs: Proof) -> None:
        """Bring along the steps of another copy that are not known here; this step goes on from them too."""
        self._met = theirs

    def end_step(self, step: str = "", at: str = "") -> None:
        """Write the step itself; ``step`` and ``at`` where they are not those of the last entry."""
        before = read_head(self._connection)
        theirs = self._met.steps
        parents = [before] if before else []
        sealed = False
        if before:
            parents += self._bring_steps_along(theirs)
        elif theirs and entry_marks(follow_strand(theirs, self._met.head_hash)) == tuple(
            filter(is_entry_mark, self._rows)
        ):
            self._take_steps_over(theirs)
            parents = [self._met.head_hash]
        elif self._rows:
            sealed = self._told
            parents = [self._met.began] if self._met.began else []
            made_with = (Migrations.migrations_table, "about")  # what stood in the file before anybody wrote
            there = [found for table in made_with for found, _ in read_row_marks(self._connection, table)]
            self._rows += [found for found in there if found not in self._rows]
        if self._rows or len(parents) > 1:
            id = step or self._last[0] or str(uuid.uuid4())
            moment = at or self._last[1]
            made = Step(id=id, at=moment, parents=tuple(parents), rows=tuple(self._rows), sealed=sealed)
            _insert_step(self._connection, replace(made, hash=made.compute_hash))

    def _bring_steps_along(self, theirs: tuple[Step, ...]) -> list[str]:
        """Write the steps of another copy that are not known here; what this step goes on from beside its own."""
        if not theirs:
            return []
        known = {str(hash_) for (hash_,) in self._connection.execute("SELECT hash FROM step")}
        for each in theirs:
            if each.hash not in known:
                _insert_step(self._connection, each)
        if theirs[-1].hash in known:
            return []
        return [theirs[-1].hash]

    def _take_steps_over(self, theirs: tuple[Step, ...]) -> None:
        """Take a whole copy's steps over, and mark only how this file differs from it."""
        for each in theirs:
            _insert_step(self._connection, each)
        self._rows = list(find_mark_differences(self._connection, follow_strand(theirs, theirs[-1].hash)))

    def _cells_in_order(self, table: str, cells: Mapping[str, Cell]) -> Iterator[tuple[str, Cell]]:
        names = (str(name) for _, name, *_ in self._connection.execute(f"PRAGMA table_info([{table}])").fetchall())
        return ((name, cells.get(name)) for name in names)


def find_mark_differences(connection: sqlite3.Connection, own: Iterable[Step]) -> Iterator[str]:
    """The marks that are missing for the rows of all tables but the journal to be those that the steps lead to."""
    left = rows_left(own)
    there = [found for table in KEPT for found, _ in read_row_marks(connection, table)]
    yield from (f"-{row[1:]}" for row in left if row not in there)
    yield from (row for row in there if row not in left)


def seal_history(connection: sqlite3.Connection, at: str) -> None:
    """Have a step stand for everything that was written before there was any proof, or by another format."""
    marked = []
    columns = ", ".join(f"[{name}]" for name in rows.JOURNAL_COLUMNS)
    found = connection.execute(f"SELECT {columns}, seq FROM journal WHERE hash IS NULL ORDER BY seq").fetchall()
    for *raw, seq in found:
        hash_ = hash_journal_row(tuple(raw))
        connection.execute("UPDATE journal SET hash = ? WHERE seq = ?", (hash_, seq))
        marked.append(mark_journal_row((*raw[:-1], hash_)))
    own = follow_strand(known := tuple(read_steps(connection)), known[-1].hash if known else "")
    marked += find_mark_differences(connection, own)
    parents = (own[-1].hash,) if own else ()
    made = Step(id=str(uuid.uuid4()), at=at, parents=parents, rows=tuple(marked), sealed=True)
    _insert_step(connection, replace(made, hash=made.compute_hash))


def _insert_step(connection: sqlite3.Connection, step: Step) -> None:
    parents, marks_ = (msgspec.json.encode(each).decode() for each in (step.parents, step.rows))
    row = (step.id, step.at, int(step.sealed), parents, marks_, step.hash)
    connection.execute("INSERT INTO step (id, at, sealed, parents, rows, hash) VALUES (?, ?, ?, ?, ?, ?)", row)


def _decode_texts(raw: str) -> list[str]:
    return msgspec.json.decode(raw, type=list[str])


_INSERT_ENTRY = (
    f"INSERT INTO journal ({', '.join(f'[{name}]' for name in rows.JOURNAL_COLUMNS)}) "
    f"VALUES ({', '.join('?' for _ in rows.JOURNAL_COLUMNS)})"
)
