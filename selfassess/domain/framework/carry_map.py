"""Which keys of a later version of a pack stand for those of an earlier one, across the versions in between.

A version says in its ``carries`` how it follows from earlier ones. What it does not name stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack, Succession

PARTS = {
    "quality_statement": "statements",
    "theme": "themes",
    "category": "categories",
    "source": "sources",
    "return_item": "items",
    "breakdown": "breakdowns",
    "figure": "figures",
}
"""What a link in a record points to -> the part of a carry map that speaks of it."""

_P = TypeVar("_P", Framework, InformationReturn)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a key: the keys that stand for it now, or, where there are none, why."""

    keys: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class CarryMap:
    """What became of every key of one version in another. A key that the first does not know stays as it is."""

    fates: Mapping[str, Mapping[str, Fate]]
    """Part of the map -> old key -> its fate."""

    def trace_key(self, target: str, key: str) -> Fate:
        """What became of the key that a link to ``target`` ("quality_statement", "return_item", ...) holds."""
        return self.fates.get(PARTS[target], {}).get(key) or Fate((key,))

    def trace_statement(self, key: str) -> Fate:
        """What became of a quality statement."""
        return self.trace_key("quality_statement", key)

    def came_from(self, statement: str) -> tuple[str, ...]:
        """The old statements that a new one stands for, in the old order."""
        return tuple(old for old, fate in self.fates.get("statements", {}).items() if statement in fate.keys)


def build_carry_map(old: Pack, new: Pack, known: Iterable[Pack] = ()) -> CarryMap:
    """The carry map from one version to another, over ``known`` versions in between.

    Where only the opposite way is known, that is read backwards; where none is, keys that both have stand for
    themselves and the others have no successor.
    """
    if old.id == new.id:
        return CarryMap({part: {key: Fate((key,)) for key in keys} for part, keys in old.keys_by_part.items()})
    versions = _index_packs_by_id([*known, old, new])
    path = _find_version_path(old.id, new.id, versions)
    if path:
        return CarryMap(_trace_keys_along(path, versions))
    back = _find_version_path(new.id, old.id, versions)
    if back:
        return CarryMap(_reverse_fates(old, new, _trace_keys_along(back, versions)))
    return CarryMap(
        {part: _match_equal_keys(keys, new.keys_by_part[part], new) for part, keys in old.keys_by_part.items()}
    )


def leads_to_version(old: Pack, new: Pack, known: Iterable[Pack] = ()) -> bool:
    """Whether the carry maps lead from one version to the other (or both are the same)."""
    return old.id == new.id or bool(_find_version_path(old.id, new.id, _index_packs_by_id([*known, old, new])))


def find_newest_version(packs: Sequence[_P], known: Iterable[Pack] = ()) -> _P:
    """The version that the most others lead to; of equals the last."""
    every: list[Pack] = [*known, *packs]
    return max(reversed(packs), key=lambda pack: len({old.id for old in packs if leads_to_version(old, pack, every)}))


def _index_packs_by_id(packs: Iterable[Pack]) -> Mapping[str, Pack]:
    return {pack.id: pack for pack in packs}


def _find_version_path(old: str, new: str, versions: Mapping[str, Pack]) -> tuple[str, ...]:
    """The ids from one version to another, both included; empty where no maps lead there."""
    paths: list[tuple[str, ...]] = [(new,)]
    seen = {new}
    for path in paths:  # grows while it is walked: nearest versions first
        if path[0] == old:
            return path
        here = versions.get(path[0])
        for carry in here.carries if here is not None else ():
            if carry.earlier in versions and carry.earlier not in seen:
                seen.add(carry.earlier)
                paths.append((carry.earlier, *path))
    return ()


def _trace_keys_along(path: Sequence[str], versions: Mapping[str, Pack]) -> Mapping[str, Mapping[str, Fate]]:
    fates = {part: {key: Fate((key,)) for key in keys} for part, keys in versions[path[0]].keys_by_part.items()}
    for before, after in pairwise(path):
        pack = versions[after]
        carry = next(each for each in pack.carries if each.earlier == before)
        for part, said in carry.successions_by_part.items():
            fates[part] = {key: _carry_fate_one_version(fate, said, pack, part) for key, fate in fates[part].items()}
    return fates


def _carry_fate_one_version(fate: Fate, said: Succession, pack: Pack, part: str) -> Fate:
    """What became of a key, one version on."""
    keys: list[str] = []
    reasons = [fate.why] if fate.why else []
    for key in fate.keys:
        if key in said.dropped:
            reasons.append(said.dropped[key])
        elif key in said.to:
            keys.extend(said.to[key])
        elif key in pack.keys_by_part[part]:
            keys.append(key)
        else:
            reasons.append(_explain_missing_key(pack))
    return Fate(tuple(dict.fromkeys(keys)), "" if keys else " ".join(dict.fromkeys(reasons)))


def _reverse_fates(old: Pack, new: Pack, fates: Mapping[str, Mapping[str, Fate]]) -> Mapping[str, Mapping[str, Fate]]:
    turned: dict[str, dict[str, Fate]] = {}
    for part, keys in old.keys_by_part.items():
        before = {key: tuple(k for k, fate in fates[part].items() if key in fate.keys) for key in keys}
        turned[part] = {key: Fate(found, "" if found else _explain_missing_key(new)) for key, found in before.items()}
    return turned


def _match_equal_keys(old: Iterable[str], new: Sequence[str], pack: Pack) -> Mapping[str, Fate]:
    return {key: Fate((key,)) if key in new else Fate((), _explain_missing_key(pack)) for key in old}


def _explain_missing_key(pack: Pack) -> str:
    return f"“{pack.name}” has nothing in its place."
