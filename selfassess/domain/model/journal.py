"""The journal: what was changed, by whom, when, one entry for each change to each field.

History, undo, merge and the Excel re-import all rest on it. An entry is never altered or removed; undoing writes
new entries that say the opposite.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Value

POSITION = "position"
ASSESSMENT = "assessment"


class Operation(StrEnum):
    """What a change does to a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. ``field`` is None for create and delete, whose ``new`` or ``old`` is the whole record as a dict."""

    kind: str
    record: str
    operation: Operation
    field: str | None = None
    old: Any = None
    new: Any = None

    def reverse_change(self) -> Change:
        """The change that takes this one back."""
        swap = {Operation.CREATE: Operation.DELETE, Operation.DELETE: Operation.CREATE}
        return Change(
            kind=self.kind,
            record=self.record,
            operation=swap.get(self.operation, self.operation),
            field=self.field,
            old=self.new,
            new=self.old,
        )


class Why(StrEnum):
    """What an entry is that speaks of this file only."""

    PUT_ASIDE = "put aside"
    """What came in was undone, or somebody went back to a backup."""
    LEFT = "left aside"
    DECLINED = "not to be offered again"
    OFFERED = "to be offered again"
    UNLINKED = "leads nowhere here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What an entry says of this file alone.

    With ``again`` it is the entry of that id and ``step``, which was put aside and came in once more. With ``why`` it
    has no say on any field: it only tells what this file holds, and of which entries (``marks``) of which ``source``.
    """

    again: str = ""
    step: str = ""
    why: Why | None = None
    marks: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change as the journal keeps it. ``step`` ties together what was one act of the person.

    ``follows`` are the entries whose say on the same field this one replaces; None where it was written in this very
    journal, so that it replaces everything before it. What came in from another copy has them written out. ``here`` is
    what it says of this file alone; other copies never get to know that.

    ``salt`` goes into its hash, so that what was removed for good cannot be guessed from that. An entry of which
    something was removed has lost it, names the ``redaction`` and keeps the ``hash`` that it had.
    """

    id: str
    step: str
    at: str
    author: str
    change: Change
    follows: tuple[str, ...] | None = None
    here: Here | None = None
    salt: str = ""
    redaction: str = ""
    hash: str = ""


def new_salt() -> str:
    """Letters that nobody can guess."""
    return uuid.uuid4().hex


def make_entries(changes: Iterable[Change], *, step: str, at: str, author: str) -> tuple[Entry, ...]:
    """Journal entries for changes made in one step at one moment (UTC, ISO 8601)."""
    return tuple(
        Entry(id=str(uuid.uuid4()), step=step, at=at, author=author, change=c, salt=new_salt()) for c in changes
    )


def to_journal_body(record: Record) -> dict[str, Any]:
    """A whole record as the journal keeps it: values that are written, with position and assessment."""
    written = {key: list(v) if isinstance(v, tuple) else v for key, v in record.values.items() if v is not None}
    return {POSITION: record.position, ASSESSMENT: record.assessment, "values": written}


def from_journal_body(kind: str, id: str, kept: dict[str, Any]) -> Record:
    """The record that ``body`` described."""
    every: dict[str, Value] = {spec.key: None for spec in CATALOGUE[kind].fields}
    for key, value in kept["values"].items():
        every[key] = tuple(value) if isinstance(value, list) else value
    return Record(
        kind=kind,
        id=id,
        position=kept[POSITION],
        assessment=kept[ASSESSMENT],
        values=every,
    )


def create_record(record: Record) -> Change:
    """The change that makes a record."""
    return Change(kind=record.kind, record=record.id, operation=Operation.CREATE, new=to_journal_body(record))


def delete_record(record: Record) -> Change:
    """The change that removes a record."""
    return Change(kind=record.kind, record=record.id, operation=Operation.DELETE, old=to_journal_body(record))


def update_field(record: Record, field: str, new: Value) -> Change:
    """The change of one field (or of ``position``)."""
    old = record.position if field == POSITION else record.values[field]
    return Change(
        kind=record.kind,
        record=record.id,
        operation=Operation.UPDATE,
        field=field,
        old=old,
        new=new,
    )


def apply_change(record: Record | None, change: Change) -> Record | None:
    """What a record is after a change: None once deleted."""
    if change.operation is Operation.CREATE:
        return from_journal_body(change.kind, change.record, change.new)
    if change.operation is Operation.DELETE or record is None:
        return None
    if change.field == POSITION:
        return Record(
            kind=record.kind,
            id=record.id,
            position=change.new,
            assessment=record.assessment,
            values=record.values,
        )
    new = tuple(change.new) if isinstance(change.new, list) else change.new
    values = {**record.values, str(change.field): new}
    return Record(
        kind=record.kind,
        id=record.id,
        position=record.position,
        assessment=record.assessment,
        values=values,
    )


def replay_journal(journal: Iterable[Entry]) -> dict[str, Record]:
    """The records that a journal leads to, by id."""
    state: dict[str, Record] = {}
    for entry in journal:
        after = apply_change(state.get(entry.change.record), entry.change)
        if after is None:
            state.pop(entry.change.record, None)
        else:
            state[after.id] = after
    return state
