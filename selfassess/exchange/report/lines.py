"""What both kinds of file come down to: lines in order, and what was left out on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAMED = 40
"""So many things that were left out for one reason are named."""
BULLET = re.compile(r"(?:[•·●▪◦‣∙○■\x7f\uf0b7\uf0a7]\s*|[*+–-]\s+)(?=\S)")
"""What stands before an item of a list. PDF fonts without a code for the round one give the odd characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line or, after ``flow``, one paragraph. ``gap`` says whether there is space above it (None: not known)."""

    text: str
    place: str
    heading: bool = False
    bullet: bool = False
    gap: bool | None = True


@dataclass(slots=True)
class LeftOut:
    """What of a file is not taken, by reason, each thing once and in order."""

    found: dict[str, dict[str, None]] = field(default_factory=dict)

    def add_left_out(self, reason: str, text: str) -> None:
        """Keep a thing that is left out under the reason for it."""
        self.found.setdefault(reason, {})[text] = None

    def describe_left_out(self) -> tuple[str, ...]:
        """One sentence for each reason; of very many things the first are named and the rest counted."""
        return tuple(_describe_reason(reason, list(things)) for reason, things in self.found.items())


def _describe_reason(reason: str, things: list[str]) -> str:
    named = "; ".join(f"“{thing}”" for thing in things[:_NAMED])
    more = f"; and {len(things) - _NAMED:,} more" if len(things) > _NAMED else ""
    return f"{reason}: {named}{more}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A file as lines. ``titles`` are texts that may name the report beside them, such as a running header."""

    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()
