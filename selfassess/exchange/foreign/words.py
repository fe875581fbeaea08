"""What two texts have in common that a person would take for the same heading or name."""

from __future__ import annotations

import re
from functools import lru_cache

from selfassess.domain.folding import fold

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD = re.compile(r"^(?:\W*\d+(?:\.\d+)*[.):]*|[a-z][.)])\s+", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Lower case, "and" for "&", no punctuation, no plural s, single spaces."""
    plain = fold(text).replace("&", " and ").replace("'", "")
    return " ".join(map(_singular, re.findall(r"[^\W_]+", plain)))


@lru_cache(maxsize=20_000)
def without_brackets(text: str) -> str:
    """A folded text without what stands in brackets, and without a number before it."""
    return folded(_LEAD.sub("", _BRACKETS.sub(" ", text).strip()))


def holds(words: str, part: str) -> bool:
    """Whether folded words hold the words of another folded text, side by side."""
    return bool(part) and f" {part} " in f" {words} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
