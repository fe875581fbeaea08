"""A step over many records, worked out and written in short turns."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from itertools import islice

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import Change
from selfassess.services.workbook.session import Session

AT_A_TIME = 500
"""So many changes are worked out in one turn: a few thousandths of a second."""


def take_bulk_changes(
    session: Session, label: str, changes: Iterable[Change]
) -> Generator[float, None, StepTaken | None]:
    """Take changes as one step that can be undone; yields how far it is. None where everything is so already.

    Raises WrongUseError where they cannot be made, FileError where they cannot be saved; then nothing has changed.
    """
    session.require_writable()
    wanted: list[Change] = []
    source = iter(changes)
    while part := list(islice(source, AT_A_TIME)):
        wanted += part
        yield 0.0
    if not wanted:
        return None
    return (yield from session.take_step_in_turns(label, wanted))
