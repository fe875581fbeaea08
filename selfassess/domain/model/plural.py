"""How many there are of something, in words."""

from __future__ import annotations

from selfassess.domain.model.catalogue import CATALOGUE


def counted(kind: str, number: int) -> str:
    """Such as "1 risk" or "1,204 areas for improvement"."""
    spec = CATALOGUE[kind]
    return f"{number:,} {(spec.name if number == 1 else spec.plural).lower()}"


def count_noun(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 page", "1,204 pages"; ``plural`` where it is not the noun and an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
