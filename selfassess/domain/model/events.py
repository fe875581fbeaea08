"""What has happened to an open workbook, in the past tense, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.domain.model.journal import Change
from selfassess.domain.model.touched import EVERYTHING, Touched


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step was written: its changes, what it is called, and who asked for it (so that they need not repaint).

    ``touched`` says what of all that is worked out from the year in view can be different now.
    """

    label: str
    changes: tuple[Change, ...]
    initiator: object = None
    touched: Touched = EVERYTHING

    def touches_kind(self, *kinds: str) -> bool:
        """Whether a record of one of these kinds was changed."""
        return any(change.kind in kinds for change in self.changes)


@dataclass(frozen=True, slots=True)
class YearOpened:
    """Another assessment of the workbook became the one in view."""

    assessment: str


Event = StepTaken | YearOpened
