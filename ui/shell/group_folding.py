"""Which groups of the navigation show their lines: not those that the person folded, nor those there is no room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class GroupFolding:
    """Keeps the group where one is and those used last, so that the list does without a scroll bar where it can."""

    def __init__(self, chosen: Iterable[str]) -> None:
        self.chosen = set(chosen)
        """The headings of the groups that the person folded."""
        self._used: list[str] = []
        """Headings of groups that one was in, or unfolded, the last first."""

    def fold_group(self, heading: str) -> None:
        """Have a group folded until somebody unfolds it or goes to a place in it."""
        self.chosen.add(heading)

    def use_group(self, heading: str) -> None:
        """Have a group show before all others: somebody unfolded it, or is in it."""
        self.chosen.discard(heading)
        self._used = [heading, *(each for each in self._used if each != heading)]

    def list_folded_groups(self, groups: Sequence[tuple[str, int]], room: int) -> set[str]:
        """The headings whose lines do not show; ``groups`` are all of them with how many lines each has, in their
        order, and ``room`` is how many lines there is room for beside the headings."""
        folded = set(self.chosen)
        for heading, lines in sorted(groups, key=lambda group: self._rank_group(group[0])):
            if heading in folded:
                continue
            if lines > room and heading != next(iter(self._used), None):
                folded.add(heading)
            else:
                room -= lines
        return folded

    def _rank_group(self, heading: str) -> int:
        if heading in self._used:
            return self._used.index(heading)
        return len(self._used)
