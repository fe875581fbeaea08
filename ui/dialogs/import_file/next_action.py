"""What a step offers to do next, and why it cannot be done yet."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.domain.text.wording import count_noun

NEXT_STEP = "Next: see what would come in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What stands on the button, whether it can be pressed, why not, and how many conflicts wait to be decided."""

    words: str = "Import"
    ready: bool = False
    why: str = ""
    waiting: int = 0

    @property
    def open_conflict_words(self) -> str:
        """How many conflicts wait, in words."""
        if self.waiting:
            return f"{count_noun(self.waiting, 'conflict')} still to decide"
        return ""
