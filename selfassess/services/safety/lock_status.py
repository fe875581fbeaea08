"""Who has a workbook open, and when somebody who only reads it may write.

A window that reads only asks ``free`` now and then (every ten seconds is often enough) and then offers to open the
workbook again to write in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from selfassess.files import trials
from selfassess.services.workbook import policy
from selfassess.storage import lock


@dataclass(frozen=True, slots=True)
class Held:
    """Who has a workbook open for writing.

    ``words``: "A Name on LAPTOP-7 since 28 February 2025, 14:02", and how long nothing was heard where that is long;
    ``may_take_over``: nothing was heard for ten minutes, so a person who knows that it is closed there may open it
    (``open_workbook(..., take_over=True)``).
    """

    words: str
    person: str
    machine: str
    since: str
    may_take_over: bool


def find_lock_holder(path: Path) -> Held | None:
    """Who has a workbook open for writing; None where nobody has. Looks into its folder, so let a worker ask."""
    found = lock.find_lock_in_the_way(path)
    if found is None:
        return None
    holder = found.holder
    person = holder.person if holder else ""
    machine = holder.machine if holder else ""
    since = holder.since if holder else ""
    return Held(
        words=found.describe_standing,
        person=person,
        machine=machine,
        since=since,
        may_take_over=found.is_quiet_long,
    )


def is_free_to_write(path: Path) -> bool:
    """Whether somebody who only reads a workbook may write in it now: it is there, and nobody else has it open."""
    try:
        return path.exists() and find_lock_holder(path) is None
    except OSError:
        return False


def may_be_written(path: Path) -> bool:
    """Whether the organisation, the file and its folder let this person write; tries it, so let a worker ask."""
    if not policy.allows_path(path):
        return False
    return trials.can_write(path) and trials.can_write_in(path.parent)
