"""One piece of a document's text, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Watch = Callable[[float], None]
"""Told how far reading is (0 to 1); raises CancelledError where it is to stop."""

MAX_TEXT = 100_000_000
"""So many characters are read of one document; no report comes near."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of a document; ``place`` is where, as a person would say it: "page 3", "sheet Waits, row 7"."""

    place: str
    text: str
