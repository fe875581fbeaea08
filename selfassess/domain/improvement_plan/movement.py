"""What moved in the improvement plan since a day: from the history, the updates, and the dates of the plan itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from selfassess.domain.history.history import find_local_day
from selfassess.domain.improvement_plan.rag import CANCELLED, Rag, is_milestone_missed, rate_action
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.journal import replay_journal
from selfassess.domain.model.workbook import Assessment, Workbook

TOLD: dict[str, tuple[str, ...]] = {
    "action": ("status", "owner", "priority", "starts_on", "due_on"),
    "risk": ("status", "owner", "likelihood", "severity", "review_on"),
}
"""The fields of which it is told that they are otherwise than they were."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One action or risk of which there is something to tell: what changed in it, and its updates, latest first."""

    record: Record
    changes: tuple[str, ...]
    updates: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """The plan as of ``today``, and what became of it since ``since`` (both ISO).

    ``knows_before``: the history reaches back to ``since``; else only dates and updates tell what moved.
    """

    year: Assessment
    since: str
    today: str
    knows_before: bool
    rated: tuple[tuple[Record, Rag], ...]
    new: tuple[Record, ...]
    closed: tuple[Record, ...]
    cancelled: tuple[Record, ...]
    late: tuple[Record, ...]
    reached: tuple[Record, ...]
    missed: tuple[Record, ...]
    moved: tuple[Moved, ...]
    removed: tuple[str, ...]


def rebuild_year_as_of(workbook: Workbook, year: Assessment, day: str) -> Assessment | None:
    """A year as its history says that it was when ``day`` began; None where the history does not reach so far back."""
    before = [entry for entry in workbook.journal if _is_before(entry.at, day)]
    state = replay_journal(before) if before else {}
    if year.id not in state:
        return None
    rows: dict[str, list[Record]] = defaultdict(list)
    for record in state.values():
        if record.assessment == year.id:
            rows[record.kind].append(record)
    records = {kind: tuple(sorted(found, key=lambda each: each.position)) for kind, found in rows.items()}
    return replace(year, record=state[year.id], records=records)


def find_movement(before: Assessment | None, year: Assessment, *, since: str, today: str) -> Movement:
    """What became of the plan of a year; ``before`` is the year as it was, both as the reader may see them."""
    rated = tuple((action, rate_action(action, year, today)) for action in year.records_of("action"))
    milestones = year.records_of("milestone")
    open_ids = {action.id for action, rag in rated if rag not in (Rag.COMPLETE, Rag.CANCELLED)}
    return Movement(
        year=year,
        since=since,
        today=today,
        knows_before=before is not None,
        rated=rated,
        new=tuple(action for action, _ in rated if before is not None and action.id not in before.by_id),
        closed=tuple(a for a, rag in rated if rag is Rag.COMPLETE and _was_closed_since(a, before, since, today)),
        cancelled=tuple(a for a, rag in rated if rag is Rag.CANCELLED and _was_cancelled_since(a, before)),
        late=tuple(sorted((a for a, rag in rated if rag is Rag.LATE), key=lambda each: each.text_of("due_on"))),
        reached=tuple(each for each in milestones if since <= each.text_of("done_on") <= today),
        missed=tuple(e for e in milestones if e["action"] in open_ids and is_milestone_missed(e, today)),
        moved=tuple(_find_moved(before, year, since, today)),
        removed=tuple(_list_removed(before, year)),
    )


def _is_before(at: str, day: str) -> bool:
    found = find_local_day(at)
    return found is not None and found < date.fromisoformat(day)


def _was_closed_since(action: Record, before: Assessment | None, since: str, today: str) -> bool:
    """Whether an action that is complete was completed since; where it has no date, whether it was not so before."""
    done = action.text_of("completed_on")
    if done:
        return since <= done <= today
    was = before.by_id.get(action.id) if before is not None else None
    return before is not None and (was is None or was["status"] != action["status"])


def _was_cancelled_since(action: Record, before: Assessment | None) -> bool:
    was = before.by_id.get(action.id) if before is not None else None
    return was is not None and was["status"] != CANCELLED


def _find_moved(before: Assessment | None, year: Assessment, since: str, today: str) -> Iterator[Moved]:
    updates = [each for each in year.records_of("update") if _is_since(each, before, since, today)]
    for kind in TOLD:
        for record in year.records_of(kind):
            own = sorted((e for e in updates if e["about"] == record.id), key=lambda e: e.text_of("dated_on"))
            changes = tuple(_tell_changes(before, year, record))
            if own or changes:
                yield Moved(record, changes, tuple(reversed(own)))


def _is_since(update: Record, before: Assessment | None, since: str, today: str) -> bool:
    dated = update.text_of("dated_on")
    if dated:
        return since <= dated <= today
    return before is not None and update.id not in before.by_id


def _tell_changes(before: Assessment | None, year: Assessment, record: Record) -> Iterator[str]:
    """What is otherwise in a record that was there before: "Due on: 1 March 2025, before 1 January 2025"."""
    was = before.by_id.get(record.id) if before is not None else None
    if before is None or was is None:
        return
    spec = CATALOGUE[record.kind].by_key
    for key in TOLD[record.kind]:
        if was[key] != record[key]:
            then, now = (names.format_value(r, key) for names, r in ((Names(before), was), (Names(year), record)))
            yield f"{spec[key].label}: {now or 'empty'}, before {then or 'empty'}."


def _list_removed(before: Assessment | None, year: Assessment) -> Sequence[str]:
    if before is None:
        return ()
    return [Names(before).name_record(each) for each in before.records_of("action") if each.id not in year.by_id]
