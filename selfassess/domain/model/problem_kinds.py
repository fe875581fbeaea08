"""Problems of a file by their kind: one note for each, with how often it is and where, in place of a wall of lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selfassess.domain.model.import_result import Problem
from selfassess.domain.text.wording import choose_plural, count_noun, join_with_and

_VALUE = re.compile(r"“[^”]*”|‘[^’]*’|\b\d[\d,.]*\b")
_SHOWN_VALUES = 3
_SHOWN_PLACES = 12
"""So many places are named where there is no room for all."""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """Problems that say the same but for the values they name, in the order of the file."""

    problems: tuple[Problem, ...]

    @property
    def message(self) -> str:
        """What they say; where they name different values, with the first of these as examples."""
        first = self.problems[0].message
        if all(each.message == first for each in self.problems):
            return first
        if any(len(_find_differing_places(first, each.message)) > 1 for each in self.problems):
            # What was read as what: taken apart, nobody could tell which belongs to which.
            said = list(dict.fromkeys(each.message.rstrip(".") for each in self.problems))
            return "; ".join(said[:_SHOWN_VALUES]) + (
                f"; and {len(said) - _SHOWN_VALUES} more." if said[_SHOWN_VALUES:] else "."
            )
        values = dict.fromkeys(value for each in self.problems for value in _find_differing_values(first, each.message))
        named = ", ".join(list(values)[:_SHOWN_VALUES])
        more = ", …" if len(values) > _SHOWN_VALUES else ""
        general = _without_values(first, self.problems[1].message)
        return f"{general} Such as: {named}{more}." if named else general

    @property
    def list_places(self) -> tuple[str, ...]:
        """Every place, with the rows of one sheet and column together: "sheet “Risks”, rows 2 to 9 and 12"."""
        rows: dict[tuple[str, str], list[int]] = {}
        for each in self.problems:
            found = rows.setdefault((each.sheet or "", each.column or ""), [])
            if each.row:
                found.append(each.row)
        return tuple(filter(None, (_describe_place(*where, numbers) for where, numbers in rows.items())))

    def describe_kind(self, most: int = _SHOWN_PLACES) -> str:
        """One kind in a sentence: of one problem as it is, of several the count, and ``most`` places."""
        if len(self.problems) == 1:
            return self.problems[0].describe_with_place
        shown = self.list_places[:most]
        more = (
            f"; and in {count_noun(len(self.list_places) - most, 'more place')}" if len(self.list_places) > most else ""
        )
        where = f" ({'; '.join(shown)}{more})" if shown else ""
        return f"{len(self.problems):,} times: {self.message}{where}"


def group_problems(problems: Iterable[Problem]) -> tuple[ProblemKind, ...]:
    """The kinds of problems, each where its first stands."""
    found: dict[tuple[str | None, str | None, str], list[Problem]] = {}
    for each in problems:
        found.setdefault((each.record, each.field, _VALUE.sub("…", each.message)), []).append(each)
    return tuple(ProblemKind(tuple(kind)) for kind in found.values())


def _find_differing_places(one: str, other: str) -> list[int]:
    """Which of the values of two messages that say the same differ, by their place."""
    values = zip(_VALUE.findall(one), _VALUE.findall(other), strict=False)
    return [place for place, (mine, theirs) in enumerate(values) if mine != theirs]


def _find_differing_values(one: str, other: str) -> Iterator[str]:
    """The values of the second message that are not those of the first, and those of the first there."""
    for mine, theirs in zip(_VALUE.findall(one), _VALUE.findall(other), strict=False):
        if mine != theirs:
            yield from (mine, theirs)


def _without_values(one: str, other: str) -> str:
    """The message with what differs in the other left out."""
    others = iter(_VALUE.findall(other))

    def kept(found: re.Match[str]) -> str:
        return found[0] if found[0] == next(others, None) else "“…”"

    return _VALUE.sub(kept, one)


def _describe_place(sheet: str, column: str, rows: list[int]) -> str:
    parts = [f"sheet “{sheet}”" if sheet else "", f"column “{column}”" if column else ""]
    if rows:
        parts.append(f"{choose_plural(len(set(rows)), 'row', 'rows')} {_format_row_ranges(rows)}")
    return ", ".join(filter(None, parts))


def _format_row_ranges(rows: list[int]) -> str:
    """Rows as people write them: "2 to 9, 12 and 15"."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    said = [f"{first:,}" if first == last else f"{first:,} to {last:,}" for first, last in spans]
    return join_with_and(said)
