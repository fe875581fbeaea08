"""What a person has chosen of a merge so far: which differences to take, and how each conflict ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selfassess.domain.decisions import Decisions, Resolution, both_possible
from selfassess.domain.merge import Difference

Conflict = tuple[str, str | None]
"""A conflict: the record's id, and its field (None for the record as such)."""

SAID = {Resolution.MINE: "keep mine", Resolution.THEIRS: "take theirs", Resolution.BOTH: "keep both"}


class Choices:
    """Everything is taken until it is left; a conflict is open until it is decided."""

    def __init__(self, differences: Sequence[Difference] = ()) -> None:
        self._all = tuple(differences)
        self._conflicts = {each.id: each.conflicts for each in differences if each.conflicts}
        self.left: set[str] = set()
        self.resolved: dict[Conflict, Resolution] = {}

    def take(self, ids: Iterable[str], wanted: bool) -> None:
        """Take differences, or leave them."""
        if wanted:
            self.left.difference_update(ids)
        else:
            self.left.update(ids)

    def decide(self, id: str, key: str | None, resolution: Resolution) -> None:
        """Say how one conflict ends; what is decided is taken."""
        self.resolved[id, key] = resolution
        self.left.discard(id)

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
        return Decisions(left=frozenset(self.left), resolved=dict(self.resolved))

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
