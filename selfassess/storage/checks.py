"""Is a workbook what was written into it? Its pages, its history by the hashes of its steps, and every record by its
history. Whatever differs is named in a sentence; nothing is put right here.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

from selfassess.domain.model import history_proof
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.history_proof import Step
from selfassess.domain.model.journal import ASSESSMENT, POSITION, apply_change
from selfassess.domain.text.wording import british_datetime, count_noun
from selfassess.storage import ledger, rows, versions

MOST = 20
"""So many differences of one sort are named; they mostly have one cause."""

A_BREATH = 500
"""After so many rows whoever else is at work gets their turn."""

Breathe = Callable[[int], object]
"""What is done with the number of each row: a rest now and then, or an end to it all by raising."""


def rest_briefly(number: int) -> None:
    """Rest a little, rarely."""
    if number % A_BREATH == 0:
        time.sleep(0.0005)  # a window may be waiting for the interpreter


SENSELESS = (msgspec.MsgspecError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What a row can be that was altered."""

NAMES = {
    "pack": "The wording of a framework or return",
    "version": "A signed version",
    "redaction": "The note of what was removed for good",
    "about": "What this copy was made for",
}


def find_file_faults(
    connection: sqlite3.Connection, *, proved: bool = True, breathe: Breathe = rest_briefly
) -> Iterator[str]:
    """Everything that is not as it was written, the most telling first.

    Without ``proved`` there is nothing yet that the history could be held against.
    """
    yield from _page_faults(connection, "integrity_check")
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"A record in “{table}” points to a record in “{parent}” that is not there."
    if proved:
        yield from find_history_faults(connection, thorough=True, breathe=breathe)
    yield from versions.find_version_faults(connection)


def find_quick_faults(connection: sqlite3.Connection, *, proved: bool = True) -> Iterator[str]:
    """The same as far as it takes little: pages, steps and marks, but neither what entries say nor the records."""
    yield from _page_faults(connection, "quick_check")
    if proved:
        yield from find_history_faults(connection, thorough=False)
    yield from versions.find_version_faults(connection, bodies=False)


def _page_faults(connection: sqlite3.Connection, pragma: str) -> Iterator[str]:
    return (str(line) for (line,) in connection.execute(f"PRAGMA {pragma}({MOST})").fetchall() if line != "ok")


def find_history_faults(
    connection: sqlite3.Connection, *, thorough: bool, breathe: Breathe = rest_briefly
) -> Iterator[str]:
    """What differs in the journal from its steps, and with ``thorough`` in the records from the journal."""
    try:
        steps = tuple(ledger.read_steps(connection))
    except SENSELESS:
        yield "The history no longer proves itself: one of its steps cannot be read."
        return
    entries = _Entries(connection, steps, breathe, thorough=thorough)
    yield from _step_faults(connection, steps)
    yield from _first_few(entries.find_entry_faults())
    yield from _first_few(_kept_table_faults(connection, steps))
    if thorough:
        yield from _first_few(_record_faults(connection, entries.state, breathe))


def _first_few(found: Iterable[str]) -> Iterator[str]:
    every = iter(found)
    yield from islice(every, MOST)
    if more := sum(1 for _ in every):
        yield f"{more:,} more of this sort."


def _step_faults(connection: sqlite3.Connection, steps: tuple[Step, ...]) -> Iterator[str]:
    places = [place for (place,) in connection.execute("SELECT seq FROM step ORDER BY seq")]
    if not steps:
        yield "The steps that the history proves itself with are missing."
    elif places != list(range(1, len(steps) + 1)):
        yield "A step of the history is missing, or they were put into another order."
    if (step := history_proof.find_broken_step(steps)) is not None:
        yield (
            f"The step of {_format_moment(step.at)} is not what was written then, or what it went on from was altered."
        )


class _Entries:
    """The journal held against its steps; ``state`` are the records it leads to, once all of it was read."""

    def __init__(
        self, connection: sqlite3.Connection, steps: tuple[Step, ...], breathe: Breathe, *, thorough: bool
    ) -> None:
        self.state: dict[str, Record] = {}
        self._connection = connection
        self._thorough, self._breathe = thorough, breathe
        own = history_proof.follow_strand(steps, steps[-1].hash) if steps else ()
        self._expected = history_proof.entry_marks(own)
        self._there = Counter(self._expected)
        self._written = history_proof.Proof(steps=steps).entry_hashes_by_step
        self._now = {each.id: each.now for each in _read_redactions(connection)}

    def find_entry_faults(self) -> Iterator[str]:
        """Each entry that is not as it was written, in the order of the journal, then those that are missing."""
        found = 0
        ordered = True
        for number, (seq, raw) in enumerate(_journal_rows(self._connection), start=1):
            marked = ledger.mark_journal_row(raw)
            ordered = ordered and seq == number <= len(self._expected) and self._expected[number - 1] == marked
            if self._there[marked] > 0:
                self._there[marked] -= 1
                found += 1
                why = self._explain_altered(raw)
            else:
                why = "was not written by this program, or was altered"
            if why:
                yield f"{_describe_entry(number, raw)} {why}."
            if self._thorough:
                self._replay_entry(raw)
            self._breathe(number)
        missing = len(self._expected) - found
        if missing:
            yield f"{count_noun(missing, 'entry of the history is', 'entries of the history are')} missing."
        elif not ordered:
            yield "Entries of the history were put into another order."

    def _explain_altered(self, raw: tuple[Any, ...]) -> str:
        id, step, hash_, redaction = raw[0], raw[1], raw[-1], raw[_REDACTION]
        if raw[_HERE] is None and hash_ not in self._written.get(step, {hash_}):
            return "is not what its author wrote"
        if not self._thorough:
            return ""
        if redaction is None:
            return "" if ledger.hash_journal_row(raw) == hash_ else "is not what was written then"
        return (
            ""
            if self._now.get(redaction, {}).get(id) == ledger.hash_journal_row(raw)
            else "was altered since something was removed from it"
        )

    def _replay_entry(self, raw: tuple[Any, ...]) -> None:
        try:
            change = rows.from_journal_row(raw).change
            after = apply_change(self.state.get(change.record), change)
        except SENSELESS:
            return  # it is named as altered already
        if after is None:
            self.state.pop(change.record, None)
        else:
            self.state[after.id] = after


def _read_redactions(connection: sqlite3.Connection) -> tuple[history_proof.Redaction, ...]:
    try:
        return tuple(ledger.read_redactions(connection))
    except SENSELESS:
        return ()  # that its row is not as it was written is told anyhow


def _journal_rows(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[Any, ...]]]:
    columns = ", ".join(f"[{name}]" for name in rows.JOURNAL_COLUMNS)
    last = -(2**63)
    while True:
        found = connection.execute(
            f"SELECT {columns}, seq FROM journal WHERE seq > ? ORDER BY seq LIMIT {A_BREATH * 4}", (last,)
        ).fetchall()
        for *raw, seq in found:
            yield seq, tuple(raw)
        if not found:
            return
        last = found[-1][-1]


def _kept_table_faults(connection: sqlite3.Connection, steps: tuple[Step, ...]) -> Iterator[str]:
    """The tables that are never edited, row by row against the steps that wrote them."""
    left = history_proof.rows_left(history_proof.follow_strand(steps, steps[-1].hash)) if steps else {}
    for table in ledger.KEPT:
        name = NAMES.get(table, "What it says of its format")
        there = dict(ledger.read_row_marks(connection, table))
        foreign = [row for found, row in there.items() if found not in left]
        lost = [at for each, at in left.items() if each.startswith(f"+{table}:") and each not in there]
        yield from (f"{name} (“{row[0]}”) is not as it was written." for row in foreign)
        yield from (f"{name}, kept on {_format_moment(at)}, is missing." for at in lost[len(foreign) :])


def _record_faults(connection: sqlite3.Connection, state: Mapping[str, Record], breathe: Breathe) -> Iterator[str]:
    """Every record against what its history leads to."""
    left = dict(state)
    for kind in CATALOGUE.values():
        names = rows.columns_of(kind.key)
        columns = ", ".join(f"[{name}]" for name in names)
        for number, row in enumerate(connection.execute(f"SELECT {columns} FROM [{kind.key}]")):
            told = left.pop(str(row[0]), None)
            if told is None or told.kind != kind.key:
                yield f"{_describe_record(kind.key, row[0], row[names.index(kind.title)])} is not in the history."
                continue
            for name, held, said in zip(names, row, rows.to_row(told), strict=True):
                if not _is_same_cell(held, said):
                    title = told.text_of(kind.title)
                    where = f"{_describe_record(kind.key, told.id, title)}, {_describe_field(kind.key, name)}"
                    yield f"{where}: {_describe_difference(held, said)}"
            breathe(number)
    for record in left.values():
        title = record.text_of(CATALOGUE[record.kind].title)
        yield f"{_describe_record(record.kind, record.id, title)} is missing; the history has it."


def _is_same_cell(held: Any, said: Any) -> bool:
    if held == said:
        return type(held) is type(said) or isinstance(held, int | float)
    return held in (None, "[]") and said in (None, "[]")


def _describe_difference(held: Any, said: Any) -> str:
    return f"it says {_quote_cell(held)}, and its history says {_quote_cell(said)}."


def _quote_cell(value: Any) -> str:
    if value is None:
        return "nothing"
    line = " ".join(str(value).split())
    return f"“{line if len(line) <= 60 else line[:57] + '…'}”"


def _describe_record(kind: str, id: Any, title: Any) -> str:
    line = " ".join(str(title or "").split())
    named = f" “{line if len(line) <= 60 else line[:57] + '…'}”" if line else ""
    return f"{CATALOGUE[kind].name}{named} ({id})"


def _describe_field(kind: str, name: str) -> str:
    spec = CATALOGUE[kind].by_key.get(name)
    return f"“{spec.label}”" if spec else {POSITION: "its place", ASSESSMENT: "its year"}.get(name, "its id")


def _describe_entry(number: int, raw: tuple[Any, ...]) -> str:
    """Which entry of the journal it is, in words: what it says of itself may be altered."""
    at, author, kind, record, field = raw[2], raw[3], raw[4], raw[5], raw[7]
    known = CATALOGUE.get(kind) if isinstance(kind, str) else None
    about = known.name if known else str(kind)
    what = f", {_describe_field(kind, field)}" if known and field is not None else ""
    return f"Entry {number:,} of the history ({_format_moment(at)}, {author}: {about} {record}{what})"


def _format_moment(at: Any) -> str:
    try:
        return british_datetime(str(at))
    except ValueError:
        return str(at)


_HERE, _REDACTION = (rows.JOURNAL_COLUMNS.index(name) for name in ("here", "redaction"))
