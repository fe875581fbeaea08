"""Records to rows and back: how each kind of field stands in a column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from selfassess.domain.model.admission import find_form_fault, make_entry_problem
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import Change, Entry, Here, Operation

_WHAT = ("id", "step", "at", "author", "kind", "record", "operation", "field", "old", "new")
JOURNAL_COLUMNS = (*_WHAT, "follows", "here", "salt", "redaction", "hash")
decode_links = msgspec.json.Decoder(list[str]).decode
"""Ids as their column holds them."""
DEEPEST = 8
"""A value in the journal nests no deeper: a whole record has three levels."""


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns of a kind's table, in the order that ``row`` and ``record`` use."""
    spec = CATALOGUE[kind]
    owner = ("assessment",) if spec.belongs_to_assessment else ()
    return ("id", "position", *owner, *(f.key for f in spec.fields))


def to_column(kind: Kind, value: Value) -> str | int | float | None:
    """One value as its column holds it."""
    if isinstance(value, tuple):
        return msgspec.json.encode(value).decode()
    if kind is Kind.YES_NO and value is not None:
        return int(bool(value))
    return value


def from_column(kind: Kind, raw: Any) -> Value:
    """One value from its column."""
    if raw is None:
        return None
    if kind is Kind.LINKS:
        return tuple(decode_links(raw)) or None
    if kind is Kind.YES_NO:
        return bool(raw)
    value: Value = raw
    return value


def to_row(record: Record) -> tuple[Any, ...]:
    """A record as a row, in the order of ``columns``."""
    spec = CATALOGUE[record.kind]
    owner = (record.assessment,) if spec.belongs_to_assessment else ()
    values = (to_column(f.kind, record.values[f.key]) for f in spec.fields)
    return (record.id, record.position, *owner, *values)


def from_rows(kind: str, rows: Iterable[tuple[Any, ...]]) -> list[Record]:
    """Records from rows in the order of ``columns``."""
    spec = CATALOGUE[kind]
    owned = spec.belongs_to_assessment
    start = 3 if owned else 2
    keys = [f.key for f in spec.fields]
    links = [f.key for f in spec.fields if f.kind is Kind.LINKS]
    flags = [f.key for f in spec.fields if f.kind is Kind.YES_NO]
    made = []
    for raw in rows:
        values: dict[str, Value] = dict(zip(keys, raw[start:], strict=True))
        for key in links:
            listed: Any = values[key]
            if listed is not None:
                values[key] = tuple(decode_links(listed)) or None
        for key in flags:
            if values[key] is not None:
                values[key] = bool(values[key])
        owner = raw[2] if owned else None
        made.append(Record(kind=kind, id=raw[0], position=raw[1], assessment=owner, values=values))
    return made


def to_journal_row(entry: Entry) -> tuple[Any, ...]:
    """A journal entry as a row, in the order of JOURNAL_COLUMNS; its hash only where something of it was removed."""
    change = entry.change
    old, new = (None if v is None else msgspec.json.encode(v).decode() for v in (change.old, change.new))
    ids = (entry.id, entry.step, entry.at, entry.author)
    follows = None if entry.follows is None else msgspec.json.encode(entry.follows).decode()
    here = None if entry.here is None else msgspec.json.encode(entry.here).decode()
    salt = entry.salt or None
    redaction = entry.redaction or None
    hash_text = entry.hash or None
    proved = (salt, redaction, hash_text)
    return (*ids, change.kind, change.record, str(change.operation), change.field, old, new, follows, here, *proved)


def from_journal_row(raw: tuple[Any, ...]) -> Entry:
    """A journal entry from a row in the order of JOURNAL_COLUMNS; raises ValueError where it is none.

    What it says is for ``admission`` to judge.
    """
    id, step, at, author, kind, record, operation, field, old, new, follows, here, salt, redaction, hash_ = raw
    are_texts = all(isinstance(each, str) for each in raw[:6])
    if not are_texts:
        raise ValueError("not said in words")
    try:
        change = Change(
            kind=kind,
            record=record,
            operation=Operation(operation),
            field=field,
            old=_decode_journal_value(old),
            new=_decode_journal_value(new),
        )
        known = None if follows is None else tuple(decode_links(follows))
        alone = None if here is None else msgspec.json.decode(here, type=Here)
    except (msgspec.MsgspecError, TypeError, RecursionError, UnicodeError) as error:
        raise ValueError("not written as this program writes") from error
    salt_text = salt or ""
    redaction_text = redaction or ""
    hash_text = ""
    if redaction:
        hash_text = hash_ or ""
    return Entry(
        id=id,
        step=step,
        at=at,
        author=author,
        change=change,
        follows=known,
        here=alone,
        salt=salt_text,
        redaction=redaction_text,
        hash=hash_text,
    )


def read_journal_row(raw: tuple[Any, ...], odd: list[Problem] | None = None) -> Entry | None:
    """A journal entry from a row; None for what is none or makes no sense, told in ``odd``."""
    try:
        made = from_journal_row(raw)
        why = find_form_fault(made)
    except ValueError as error:
        made = _to_unreadable_entry(raw)
        why = str(error)
    if why is None:
        return made
    if odd is not None:
        odd.append(make_entry_problem(made, why))
    return None


def _to_unreadable_entry(raw: tuple[Any, ...]) -> Entry:
    """As much of an entry as it takes to name it."""
    id, step, at, author, kind, record = map(str, raw[:6])
    change = Change(kind=kind, record=record, operation=Operation.UPDATE)
    return Entry(id=id, step=step, at=at, author=author, change=change)


def _decode_journal_value(raw: str | None) -> Any:
    if raw is None:
        return None
    value = msgspec.json.decode(raw)
    if not _is_nested_little(value):
        raise ValueError
    if not isinstance(value, list):
        return value
    return tuple(value)


def _is_nested_little(value: Any, levels: int = DEEPEST) -> bool:
    """Whether a value nests no deeper than this program's own; how deep a decoder goes differs between Pythons."""
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_nested_little(each, levels - 1) for each in inner)
