"""What was one act of a person, as it is kept to be taken back, and when two of them are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from selfassess.domain.framework.framework import Pack
from selfassess.domain.model.journal import Change

TYPING_PAUSE = timedelta(seconds=20)
"""Saves of the same field that follow each other within this time are one thing to undo."""


@dataclass(slots=True)
class Step:
    """What was one act of the person. ``final`` says why it cannot be taken back, "" where it can.

    ``span`` is where the journal stood before and after what was imported, or went back: taking that back puts aside
    what came, and says nothing against it. ``packs`` came with an act that changed no record, ``dropped`` went with it.
    """

    label: str
    changes: tuple[Change, ...]
    at: datetime
    final: str = ""
    span: tuple[str, str] | None = None
    packs: tuple[Pack, ...] = ()
    dropped: tuple[Pack, ...] = ()


def is_typing_on(last: Step, step: Step) -> bool:
    """Whether a step goes on with the text that the last one wrote, so that both are one thing to undo."""
    if len(last.changes) != 1 or len(step.changes) != 1 or step.at - last.at > TYPING_PAUSE:
        return False
    first = last.changes[0]
    more = step.changes[0]
    return first.field is not None and (first.record, first.field) == (more.record, more.field)
