"""What a person decides about a merge, and the changes that come of it.

Nothing is applied half: the outcome is worked out on the whole workbook first, so that no link leads nowhere and
nothing goes that still holds somebody's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selfassess.domain import journal
from selfassess.domain.commands import owners
from selfassess.domain.differences import keep_both
from selfassess.domain.errors import WrongUseError
from selfassess.domain.fields import Field, Kind, Value
from selfassess.domain.incoming import Problem
from selfassess.domain.journal import POSITION, Change
from selfassess.domain.merge import WHOLE, Difference, FieldDifference, Merge, Outcome, Records, same
from selfassess.domain.records import CATALOGUE, Record, links_to_records


class Resolution(StrEnum):
    """How a conflict ends."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """``left`` are the ids of records whose difference is not taken at all; ``resolved`` says how a conflict ends,
    by record id and field (WHOLE for the record as such); ``otherwise`` goes for the conflicts it does not name.
    """

    left: frozenset[str] = frozenset()
    resolved: Mapping[tuple[str, str | None], Resolution] = field(default_factory=dict)
    otherwise: Resolution | None = None

    def of(self, difference: Difference, key: str | None) -> Resolution | None:
        """How one conflict ends; None while nobody has decided."""
        found = self.resolved.get((difference.id, key), self.otherwise)
        return Resolution.MINE if found is Resolution.BOTH and not both_possible(difference.kind, key) else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What comes of a merge: the changes to write, the differences they take, and what could not be taken after all."""

    changes: tuple[Change, ...]
    taken: tuple[Difference, ...]
    problems: tuple[Problem, ...]


def both_possible(kind: str, key: str | None) -> bool:
    """Whether both sides of a conflict can be kept: only in prose."""
    return key is not WHOLE and key != POSITION and CATALOGUE[kind].by_key[key].kind is Kind.PROSE


def undecided(merge: Merge, decisions: Decisions) -> tuple[tuple[Difference, str | None], ...]:
    """The conflicts that nobody has decided, in differences that are to be taken."""
    return tuple(
        (each, key)
        for each, key in merge.conflicts
        if each.id not in decisions.left and decisions.of(each, key) is None
    )


def outcomes(merge: Merge, mine: Records, decisions: Decisions) -> Outcomes:
    """The changes that take a merge as it was decided; raises WrongUseError while a conflict is undecided."""
    waiting = undecided(merge, decisions)
    if waiting:
        count = "One conflict is" if len(waiting) == 1 else f"{len(waiting)} conflicts are"
        raise WrongUseError(f"{count} not decided yet.")
    after, taken = dict(mine), []
    for difference in merge.differences:
        if difference.id in decisions.left:
            continue
        record = _after(difference, decisions)
        if record == mine.get(difference.id):
            continue
        taken.append(difference)
        if record is None:
            after.pop(difference.id, None)
        else:
            after[difference.id] = record
    fresh = {each.id for each in taken if each.mine is None}
    problems = tuple(_whole(after, mine, fresh))
    _place(after, mine, fresh)
    kept = tuple(each for each in taken if after.get(each.id) != mine.get(each.id))
    return Outcomes(changes=tuple(between(mine, after)), taken=kept, problems=problems)


def between(before: Records, after: Records) -> Iterator[Change]:
    """The changes that lead from one set of records to another: what is new, then what changed, then what goes."""
    order = {kind: place for place, kind in enumerate(CATALOGUE)}
    for record in sorted((r for id, r in after.items() if id not in before), key=lambda each: order[each.kind]):
        yield journal.creation(record)
    for id, record in after.items():
        if id in before and record is not before[id]:
            yield from _updates(before[id], record)
    for record in sorted((r for id, r in before.items() if id not in after), key=lambda each: -order[each.kind]):
        yield journal.deletion(record)


def _updates(before: Record, after: Record) -> Iterator[Change]:
    for key, value in after.values.items():
        if not same(value, before[key]):
            yield journal.update(before, key, value)
    if after.position != before.position:
        yield journal.update(before, POSITION, after.position)


def _after(difference: Difference, decisions: Decisions) -> Record | None:
    """A record as it will be; None where it goes."""
    if difference.conflict and decisions.of(difference, WHOLE) is not Resolution.THEIRS:
        return difference.mine
    if difference.outcome is Outcome.REMOVED:
        return None
    if difference.mine is None or difference.theirs is None:
        return difference.theirs
    record, values = difference.mine, dict(difference.mine.values)
    position = record.position
    for each in difference.fields:
        value = _value(difference, each, decisions)
        if each.field == POSITION:
            position = int(str(value))
        else:
            values[each.field] = value
    return replace(record, values=values, position=position)


def _value(difference: Difference, each: FieldDifference, decisions: Decisions) -> Value:
    if not each.conflict:
        return each.merged
    resolution = decisions.of(difference, each.field)
    if resolution is Resolution.BOTH:
        return keep_both(str(each.mine or ""), str(each.theirs or "")) or None
    return each.theirs if resolution is Resolution.THEIRS else each.mine


def _whole(after: dict[str, Record], mine: Records, fresh: set[str]) -> Iterator[Problem]:
    """Make the outcome hang together: what belonged to a removed record goes along, no new link leads nowhere."""
    while going := [record for record in after.values() if any(_missing(id, after, mine) for id in owners(record))]:
        for record in going:
            del after[record.id]
            if record.id in fresh:
                message = "What this belongs to is not in the workbook, so it was left out."
                yield Problem(message=message, record=record.kind, id=record.id)
    strays = [r for r in after.values() if r.id in fresh and r.assessment is not None and r.assessment not in after]
    for record in strays:
        del after[record.id]
        message = "Its year is not in the workbook, so it was left out."
        yield Problem(message=message, record=record.kind, id=record.id)
    for record in tuple(after.values()):
        for spec in CATALOGUE[record.kind].fields:
            links = record.values[spec.key]
            if isinstance(links, tuple) and links_to_records(spec):
                yield from _pruned(record, spec, links, after, mine)


def _pruned(
    record: Record, spec: Field, links: tuple[str, ...], after: dict[str, Record], mine: Records
) -> Iterator[Problem]:
    before = mine[record.id].links(spec.key) if record.id in mine else ()
    # A link that led nowhere before is not this merge's to mend.
    kept = tuple(link for link in links if link in after or (link in before and link not in mine))
    if len(kept) == len(links):
        return
    record = after[record.id]
    after[record.id] = replace(record, values={**record.values, spec.key: kept or None})
    if any(link not in mine for link in links if link not in after):
        message = f"{spec.label}: a record it links to is not in the workbook, so that link was left out."
        yield Problem(message=message, record=record.kind, id=record.id, field=spec.key)


def _missing(id: str, after: Records, mine: Records) -> bool:
    return id not in after and (id in mine or not _led_nowhere(id, mine))


def _led_nowhere(id: str, mine: Records) -> bool:
    return any(id in owners(record) for record in mine.values())


def _place(after: dict[str, Record], mine: Records, fresh: Iterable[str]) -> None:
    """Give what is new a place of its own at the end of its kind, in the order it has with them."""
    last: dict[tuple[str, str | None], int] = {}
    for record in mine.values():
        group = (record.kind, record.assessment)
        last[group] = max(last.get(group, -1), record.position)
    new = sorted((after[id] for id in fresh if id in after), key=lambda each: (each.position, each.id))
    for record in new:
        group = (record.kind, record.assessment)
        place = max(last.get(group, -1) + 1, record.position)
        last[group] = place
        after[record.id] = replace(record, position=place)
