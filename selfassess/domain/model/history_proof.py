"""How a history proves itself: hashes of what was written, and steps that carry the hashes of what they go on from.

As in a Merkle tree: whatever a step wrote is in its hash, and its hash is in that of every later step. Nothing here is
secret. Who rewrites a whole history can work it out anew, but not so that it ends in a hash that stands elsewhere: in
another copy, or printed in a signed PDF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cell = str | int | float | bytes | None
"""One value as a table holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one act wrote in a workbook.

    ``parents`` are the hashes of the steps it was written on, that of this very copy first; ``rows`` a mark for each
    row it wrote, in order. ``sealed``: it stands for what had been written before there was any proof.
    """

    id: str
    at: str
    parents: tuple[str, ...]
    rows: tuple[str, ...]
    sealed: bool = False
    hash: str = ""

    @property
    def compute_hash(self) -> str:
        """The hash that this step has to have."""
        seal = "sealed" if self.sealed else ""
        return _hash_values((self.id, self.at, seal, *self.parents, "", *self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Every step that a copy knows of, in the order in which it came to know of them; its own last.

    ``began`` is the hash that a copy goes on from which was written afresh and has no steps yet.
    """

    steps: tuple[Step, ...] = ()
    began: str = ""

    @property
    def head_hash(self) -> str:
        """The hash of the last step, or what the first is to go on from; "" where there is neither."""
        if self.steps:
            return self.steps[-1].hash
        return self.began

    @property
    def entry_hashes_by_step(self) -> dict[str, set[str]]:
        """Step id -> the hashes of the entries that were written in it."""
        found: dict[str, set[str]] = {}
        for step in self.steps:
            found.setdefault(step.id, set()).update(row[:64] for row in step.rows if is_entry_mark(row))
        return found


NO_PROOF = Proof()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What was removed for good: of which record, and field (None: all of it), when (UTC) and by whom.

    ``now`` says of each journal entry that was shortened the hash of what it says since; ``ended`` are the signed
    versions whose snapshot it was in.
    """

    id: str
    at: str
    author: str
    kind: str
    record: str
    field: str | None
    now: Mapping[str, str]
    ended: tuple[str, ...]


def row_hash(cells: Iterable[tuple[str, Cell]]) -> str:
    """The hash of one row: of the name and value of each cell that holds something, so that columns may be added."""
    return _hash_values([each for name, value in cells if value is not None for each in (name, value)])


def _hash_values(values: Iterable[str | int | float | bytes]) -> str:
    """The hash of values, each with its sort and length before it, so that no two rows come to the same bytes."""
    parts: list[bytes] = []
    for value in values:
        if isinstance(value, str):
            body = value.encode("utf-8", "surrogatepass")
        else:
            body = value if isinstance(value, bytes) else repr(value).encode()
        parts.append(b"%s%d:" % (type(value).__name__[:1].encode(), len(body)))
        parts.append(body)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def entry_mark(hash_: str, follows: str | None, here: str | None) -> str:
    """The mark of a journal entry: its hash, and that of what it says in this copy only, where it says anything."""
    if follows is None and here is None:
        return hash_
    return f"{hash_}:{row_hash((('follows', follows), ('here', here)))}"


def make_row_mark(table: str, hash_: str, *, gone: bool = False) -> str:
    """The mark of a row of any other table that came, or that is gone."""
    sign = "-" if gone else "+"
    return f"{sign}{table}:{hash_}"


def is_entry_mark(row: str) -> bool:
    """Whether a mark is that of a journal entry."""
    return row[0] not in "+-"


def follow_strand(steps: Sequence[Step], head: str) -> tuple[Step, ...]:
    """The steps that were written in one copy, oldest first: back from its last one by the first parent of each."""
    by_hash = {each.hash: each for each in steps}
    found: list[Step] = []
    while (step := by_hash.pop(head, None)) is not None:
        found.append(step)
        head = step.parents[0] if step.parents else ""
    return tuple(reversed(found))


def entry_marks(steps: Iterable[Step]) -> tuple[str, ...]:
    """The marks of every journal entry that these steps wrote, in order."""
    return tuple(row for step in steps for row in step.rows if is_entry_mark(row))


def rows_left(steps: Iterable[Step]) -> dict[str, str]:
    """The marks of all other rows that are there after these steps, each with the time at which it came."""
    left: dict[str, str] = {}
    for step in steps:
        for row in step.rows:
            if row[0] == "+":
                left[row] = step.at
            elif row[0] == "-":
                left.pop(f"+{row[1:]}", None)
    return left


def find_broken_step(steps: Sequence[Step]) -> Step | None:
    """The first step that is not what its hash says, or that goes on from one that is not there; None where all hold.

    The oldest step of a copy may go on from one of the workbook it was made from.
    """
    known: set[str] = set()
    began = follow_strand(steps, steps[-1].hash)[:1] if steps else ()
    for step in steps:
        is_broken = step.compute_hash != step.hash or not (known.issuperset(step.parents) or step in began)
        if is_broken:
            return step
        known.add(step.hash)
    return None
