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
        self._conflicts = {each.id: each.conflicting_fields for each in differences if each.conflicting_fields}
        self._below: dict[str, set[str]] = {}
        for each in differences:
            for owner in each.within:
                self._below.setdefault(owner, set()).add(each.id)
        self._above = {each.id: each.within for each in differences if each.within}
        self.left: set[str] = set()
        self.declined: set[str] = set()
        self.resolved: dict[Conflict, Resolution] = {}

    def take_differences(self, ids: Iterable[str], wanted: bool) -> set[str]:
        """Take differences with what they belong to, or leave them with all that belongs to them; which these are."""
        beside = self._above if wanted else self._below
        every = _close_over_links(ids, beside)
        if wanted:
            self.left -= every
            self.declined -= every
        else:
            self.left |= every
        return every

    def decline_difference(self, id: str, wanted: bool = True) -> set[str]:
        """Leave a difference and have it not offered again, or offered again next time; which go with it."""
        beside = self._below if wanted else self._above
        every = _close_over_links((id,), beside)
        if wanted:
            self.left |= every
            self.declined |= every
        else:
            self.declined -= every
        return every

    def decide_conflict(self, id: str, key: str | None, resolution: Resolution) -> None:
        """Say how one conflict ends; what is decided is taken."""
        self.resolved[id, key] = resolution
        self.take_differences((id,), True)

    def decide_open_conflicts(self, resolution: Resolution) -> int:
        """End every conflict that is still open; how many there were."""
        waiting = self.list_open_conflicts()
        self.resolved.update(dict.fromkeys(waiting, resolution))
        return len(waiting)

    def list_open_conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that are open, in order, without those of what is left."""
        return tuple(
            (id, key)
            for id, keys in self._conflicts.items()
            if id not in self.left
            for key in keys
            if (id, key) not in self.resolved
        )

    def waits_for_decision(self, id: str) -> bool:
        """Whether a difference waits for a decision."""
        keys = self._conflicts.get(id, ())
        return id not in self.left and any((id, key) not in self.resolved for key in keys)

    def describe_conflict_endings(self, id: str) -> str:
        """How the conflicts of a difference end, in words."""
        if id in self.left:
            return "left as it is here"
        if self.waits_for_decision(id):
            return "to decide"
        ends = {self.resolved[id, key] for key in self._conflicts.get(id, ())}
        if len(ends) != 1:
            return "decided"
        return SAID[ends.pop()]

    def count_changes(self) -> int:
        """How many differences would change something here."""
        return sum(self._would_change(each) for each in self._all)

    def build_decisions(self) -> Decisions:
        """What was chosen, for the merge."""
        left = frozenset(self.left - self.declined)
        declined = frozenset(self.declined)
        return Decisions(left=left, declined=declined, resolved=dict(self.resolved))

    def list_possible_resolutions(self, difference: Difference, key: str | None) -> tuple[Resolution, ...]:
        """How a conflict can end."""
        both = (Resolution.BOTH,) if both_possible(difference.kind, key) else ()
        return (Resolution.MINE, Resolution.THEIRS, *both)

    def _would_change(self, difference: Difference) -> bool:
        if difference.id in self.left:
            return False
        keys = self._conflicts.get(difference.id)
        if keys is None or any(self.resolved.get((difference.id, key)) is not Resolution.MINE for key in keys):
            return True
        return not difference.conflict and any(not each.conflict for each in difference.fields)


def _close_over_links(ids: Iterable[str], beside: Mapping[str, Collection[str]]) -> set[str]:
    """Records with all that is reached from them."""
    met = set(ids)
    waiting = list(ids)
    while waiting:
        more = [each for each in beside.get(waiting.pop(), ()) if each not in met]
        met.update(more)
        waiting += more
    return met
