"""How many records of a kind there are, in words."""

from __future__ import annotations

from selfassess.domain.records import CATALOGUE


def counted(kind: str, number: int) -> str:
    """Such as "1 risk" or "1,204 areas for improvement"."""
    spec = CATALOGUE[kind]
    return f"{number:,} {(spec.name if number == 1 else spec.plural).lower()}"
