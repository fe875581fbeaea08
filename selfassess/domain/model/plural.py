"""How many records there are of a kind, in words."""

from __future__ import annotations

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.text.wording import count_noun


def count_records(kind: str, number: int) -> str:
    """Such as "1 risk" or "1,204 areas for improvement"."""
    spec = CATALOGUE[kind]
    return count_noun(number, spec.name.lower(), spec.plural.lower())
