"""What a person has chosen of a merge so far: which differences to take, and how each conflict ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from selfassess.domain.merging.resolution import Decisions, Resolution, both_possible
from selfassess.domain.merging.three_way import Difference

Conflict = tuple[str, str | None]
"""A conflict: the record's id, and its field (None for the record as such)."""

SAID = {Resolution.MINE: "keep mine", Resolution.THEIRS: "take theirs", Resolution.BOTH: "keep both"}


class Choices:
    """Everything is taken until it is left; a conflict is open until it is decided."""

    def __init__(self, differences: Sequence[Difference] = ()) -> None:
        self._all = tuple(differences)
        self._conflicts = {each.id: each.conflicts for each in differences if each.conflicts}
        self._below: dict[str, set[str]] = {}
        for each in differences:
            for owner in each.within:
                self._below.setdefault(owner, set()).add(each.id)
        self._above = {each.id: each.within for each in differences if each.within}
        self.left: set[str] = set()
        self.declined: set[str] = set()
        self.resolved: dict[Conflict, Resolution] = {}

    def take(self, ids: Iterable[str], wanted: bool) -> set[str]:
        """Take differences with what they belong to, or leave them with all that belongs to them; which these are."""
        every = _closed(ids, self._above if wanted else self._below)
        if wanted:
            self.left -= every
            self.declined -= every
        else:
            self.left |= every
        return every

    def decline(self, id: str, wanted: bool = True) -> set[str]:
        """Leave a difference and have it not offered again, or offered again next time; which go with it."""
        every = _closed((id,), self._below if wanted else self._above)
        if wanted:
            self.left |= every
            self.declined |= every
        else:
            self.declined -= every
        return every

    def decide(self, id: str, key: str | None, resolution: Resolution) -> None:
        """Say how one conflict ends; what is decided is taken."""
        self.resolved[id, key] = resolution
        self.take((id,), True)

    def decide_rest(self, resolution: Resolution) -> int:
        """End every conflict that is still open; how many there were."""
        waiting = self.waiting()
        self.resolved.update(dict.fromkeys(waiting, resolution))
        return len(waiting)

    def waiting(self) -> tuple[Conflict, ...]:
        """The conflicts that are open, in order, without those of what is left."""
        return tuple(
            (id, key)
            for id, keys in self._conflicts.items()
            if id not in self.left
            for key in keys
            if (id, key) not in self.resolved
        )

    def is_open(self, id: str) -> bool:
        """Whether a difference waits for a decision."""
        keys = self._conflicts.get(id, ())
        return id not in self.left and any((id, key) not in self.resolved for key in keys)

    def said(self, id: str) -> str:
        """How the conflicts of a difference end, in words."""
        if id in self.left:
            return "left as it is here"
        if self.is_open(id):
            return "to decide"
        ends = {self.resolved[id, key] for key in self._conflicts.get(id, ())}
        return SAID[ends.pop()] if len(ends) == 1 else "decided"

    def changing(self) -> int:
        """How many differences would change something here."""
        return sum(self._changes(each) for each in self._all)

    def decisions(self) -> Decisions:
        """What was chosen, for the merge."""
        left, declined = frozenset(self.left - self.declined), frozenset(self.declined)
        return Decisions(left=left, declined=declined, resolved=dict(self.resolved))

    def possible(self, difference: Difference, key: str | None) -> tuple[Resolution, ...]:
        """How a conflict can end."""
        both = (Resolution.BOTH,) if both_possible(difference.kind, key) else ()
        return (Resolution.MINE, Resolution.THEIRS, *both)

    def _changes(self, difference: Difference) -> bool:
        if difference.id in self.left:
            return False
        keys = self._conflicts.get(difference.id)
        if keys is None or any(self.resolved.get((difference.id, key)) is not Resolution.MINE for key in keys):
            return True
        return not difference.conflict and any(not each.conflict for each in difference.fields)


def _closed(ids: Iterable[str], beside: Mapping[str, Collection[str]]) -> set[str]:
    """Records with all that is reached from them."""
    met, waiting = set(ids), list(ids)
    while waiting:
        more = [each for each in beside.get(waiting.pop(), ()) if each not in met]
        met.update(more)
        waiting += more
    return met
