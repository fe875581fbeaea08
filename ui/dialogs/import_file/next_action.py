"""What a step offers to do next, and why it cannot be done yet."""

from __future__ import annotations

from dataclasses import dataclass

NEXT_STEP = "Next: see what would come in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What stands on the button, whether it can be pressed, why not, and how many conflicts wait to be decided."""

    words: str = "Import"
    ready: bool = False
    why: str = ""
    waiting: int = 0

    @property
    def open(self) -> str:
        """How many conflicts wait, in words."""
        return f"{self.waiting:,} conflict{'' if self.waiting == 1 else 's'} still to decide" if self.waiting else ""
