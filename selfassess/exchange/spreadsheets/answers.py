"""What people write for an answer besides its own words: one vocabulary for our own sheets and everybody else's."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from selfassess.domain.text.folding import fold_text
from selfassess.packs.resources import RESOURCES


@cache
def load_aliases() -> dict[str, Any]:
    """What councils call things in spreadsheets, as resources/sheets/ has it."""
    found: dict[str, Any] = msgspec.toml.decode((RESOURCES / "sheets" / "aliases.toml").read_bytes())
    return found


def find_answer_key(kind: str, field: str, text: str) -> str | None:
    """The key of a choice, or the step of a scale, that a word stands for besides the choice's own words."""
    # The aim of a risk is told in the words of what it is now.
    words: dict[str, list[str]] = load_aliases()["answers"].get(kind, {}).get(field.removeprefix("target_"), {})
    plain = fold_text(text)
    return next((key for key, names in words.items() if plain in names), None)
