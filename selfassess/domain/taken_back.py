"""What came in from another copy and was taken back since: it is known here, so no merge offers it again.

It is told by the journal alone: a field that holds again what it held before somebody else's change came in, by a
change of this workbook that did not decide between two sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from selfassess.domain.authorship import Hand
from selfassess.domain.journal import Entry, Operation
from selfassess.domain.lineage import Say
from selfassess.domain.merge import Records, same

ONE = (
    "One change of this copy came in before and was taken back here ({by}), so it is not offered again. Redo brings it "
    "back until something else is written; after that, History does."
)
MANY = (
    "{count:,} changes of this copy came in before and were taken back here ({by}), so they are not offered again. "
    "Redo brings them back until something else is written; after that, History does."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """How many of a copy's records hold something that was taken back here, and by whom and when last."""

    records: int
    last: Hand

    @property
    def sentence(self) -> str:
        """What there is to say of it, and how to get it again."""
        return (ONE if self.records == 1 else MANY).format(count=self.records, by=self.last.words)


def taken_back(
    mine: Sequence[Entry], theirs: Iterable[Entry], mine_now: Records, theirs_now: Records
) -> TakenBack | None:
    """What of ``theirs`` is known here and was taken back; None where nothing is."""
    known_there = {entry.id for entry in theirs}
    came = {entry.change.record for entry in mine if entry.follows is not None and entry.id in known_there}
    about: dict[str, list[Entry]] = {id: [] for id in came if mine_now.get(id) != theirs_now.get(id)}
    for entry in mine:
        if entry.change.record in about:
            about[entry.change.record].append(entry)
    found = [undone for entries in about.values() if (undone := list(_undone(entries, known_there)))]
    if not found:
        return None
    standing = {entry.id for each in found for entry in each}
    last = next(entry for entry in reversed(mine) if entry.id in standing)
    return TakenBack(records=len(found), last=Hand(author=last.author, at=last.at))


def _undone(entries: Sequence[Entry], known_there: set[str]) -> Iterator[Entry]:
    """The entries that took something of theirs back and still stand, in the journal of one record."""
    say = Say()
    held: dict[str | None, Any] = {}
    before: dict[str | None, Any] = {}
    coming: set[str | None] = set()
    back: dict[str | None, Entry] = {}
    for entry in entries:
        field = entry.change.field
        old, new = _sides(entry)
        back.pop(field, None)
        if entry.follows is not None and entry.id in known_there:
            if field not in coming:  # what stood here before the first of several that came in
                before[field] = held.get(field, old)
            coming.add(field)
        else:
            decided = len(say.of(field)) > 1
            if entry.follows is None and field in before and not decided and same(new, before[field]):
                back[field] = entry
            if field is None and new and coming and not held.get(None, True):
                before[None] = False  # brought back for what came in about it
            coming.discard(field)
        held[field] = new
        say.take(entry)
    yield from back.values()


def _sides(entry: Entry) -> tuple[Any, Any]:
    """What stood before a change and after it: values, or of a whole record whether it is there."""
    change = entry.change
    if change.field is None:
        return change.operation is Operation.DELETE, change.operation is Operation.CREATE
    return _plain(change.old), _plain(change.new)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
