"""What a text of a pack may be, wherever the pack comes from: how long, on how many lines, with which signs."""

from __future__ import annotations

import re

LONGEST_KEY, LONGEST_LABEL, LONGEST_NAME, LONGEST_TEXT = 80, 60, 300, 20_000
LARGEST_NUMBER = 10_000
_KEYS = ("id", "key", "framework", "earlier", "source", "theme", "information_return")
_LABELS = ("label", "short_name", "unit", "ref")
_NAMES = ("name", "title", "published", "date")
LONGEST = {**dict.fromkeys(_KEYS + _NAMES, LONGEST_NAME), **dict.fromkeys(_LABELS, LONGEST_LABEL)}
"""How many characters a text may have under a key; under all others LONGEST_TEXT, on several lines."""
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")
_SEEN = frozenset("\n\u00a0\u202f")
"""Signs that are no letters and yet may stand in a text: the end of a line, and spaces that do not break."""


def find_text_fault(key: str, text: str) -> str | None:
    """Why a text cannot stand under a key of a pack, or None. ``key`` is "key" for the name of a key itself."""
    longest = LONGEST.get(key, LONGEST_TEXT)
    if len(text) > longest:
        return f"a text has {len(text):,} characters, and at most {longest:,} fit"
    if text.isprintable():
        return None
    place = next((at for at, sign in enumerate(text) if not sign.isprintable() and sign not in _SEEN), None)
    if place is not None:
        return f"a sign that cannot be seen stands at place {place + 1} of a text"
    if longest < LONGEST_TEXT and "\n" in text:
        return "a name goes over several lines"
    return None


def is_sound_key(text: str) -> bool:
    """Whether a text can be a key or an id: small letters, figures, points and hyphens."""
    return len(text) <= LONGEST_KEY and _KEY.fullmatch(text) is not None
