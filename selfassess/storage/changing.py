"""One change of the journal made to the row that it is about."""

from __future__ import annotations

import sqlite3

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.journal import POSITION, Change, Operation, from_journal_body
from selfassess.storage import rows


def fits_catalogue(change: Change) -> bool:
    """Whether there are such a kind and such a field: only the catalogue's own words become part of a statement."""
    kind = CATALOGUE.get(change.kind)
    if kind is None:
        return False
    if change.operation is not Operation.UPDATE:
        return True
    return change.field == POSITION or change.field in kind.by_key


def apply_change_to_rows(connection: sqlite3.Connection, change: Change) -> bool:
    """Make a change that ``fits``; False where there is no such row."""
    kind = CATALOGUE[change.kind]
    table = f"[{kind.key}]"
    if change.operation is Operation.CREATE:
        values = rows.to_row(from_journal_body(kind.key, change.record, change.new))
        names = ", ".join(f"[{name}]" for name in rows.columns_of(kind.key))
        marks = ", ".join("?" for _ in values)
        done = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
    elif change.operation is Operation.DELETE:
        done = connection.execute(f"DELETE FROM {table} WHERE id = ?", (change.record,))
    else:
        spec = kind.by_key.get(str(change.field))
        column = spec.key if spec else POSITION
        value = rows.to_column(spec.kind, change.new) if spec else change.new
        done = connection.execute(f"UPDATE {table} SET [{column}] = ? WHERE id = ?", (value, change.record))
    return done.rowcount == 1
