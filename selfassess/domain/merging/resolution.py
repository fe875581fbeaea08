"""What a person decides about a merge, and the changes that come of it.

Nothing is applied half: the outcome is worked out on the whole workbook first, so that no link leads nowhere and
nothing goes that still holds somebody's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selfassess.domain.merging.three_way import (
    LISTS,
    WHOLE,
    Difference,
    FieldDifference,
    Merge,
    Outcome,
    Records,
    is_same_value,
)
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import list_owners
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Change
from selfassess.domain.text.text_diff import keep_both
from selfassess.domain.text.wording import choose_plural


class Resolution(StrEnum):
    """How a conflict ends."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """``left`` are the ids of records whose difference is left aside: nothing is decided, and it stays on offer;
    ``declined`` of those that are not to be offered again. ``resolved`` says how a conflict ends, by record id and
    field (WHOLE for the record as such); ``otherwise`` goes for the conflicts it does not name.
    """

    left: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    resolved: Mapping[tuple[str, str | None], Resolution] = field(default_factory=dict)
    otherwise: Resolution | None = None

    def resolution_of(self, difference: Difference, key: str | None) -> Resolution | None:
        """How one conflict ends; None while nobody has decided."""
        found = self.resolved.get((difference.id, key), self.otherwise)
        if found is Resolution.BOTH and not both_possible(difference.kind, key):
            return Resolution.MINE
        return found

    @property
    def left_aside_ids(self) -> frozenset[str]:
        """All that is not taken and not decided about."""
        return self.left | self.declined


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What comes of a merge: the changes to write, the differences they take, and what could not be taken after all.

    ``aside`` are the ids of the records about which nothing is decided: what was left, and what hangs on it.
    """

    changes: tuple[Change, ...]
    taken: tuple[Difference, ...]
    problems: tuple[Problem, ...]
    aside: frozenset[str] = field(default=frozenset(), compare=False)


def both_possible(kind: str, key: str | None) -> bool:
    """Whether both sides of a conflict can be kept: only in prose."""
    return key is not WHOLE and key != POSITION and CATALOGUE[kind].by_key[key].kind is Kind.PROSE


def find_undecided_conflicts(merge: Merge, decisions: Decisions) -> tuple[tuple[Difference, str | None], ...]:
    """The conflicts that nobody has decided, in differences that are to be taken."""
    aside = left_aside(merge, decisions)
    return tuple(
        (each, key)
        for each, key in merge.all_conflicts
        if each.id not in aside and decisions.resolution_of(each, key) is None
    )


def left_aside(merge: Merge, decisions: Decisions) -> frozenset[str]:
    """The ids of the differences that are left, and of all that comes or goes with them."""
    if not decisions.left_aside_ids:
        return frozenset()
    by_id = {each.id: each for each in merge.differences}
    return frozenset(
        each.id
        for each in merge.differences
        if any(e.id in decisions.left_aside_ids for e in _walk_up_owners(each, by_id))
    )


def _walk_up_owners(difference: Difference, by_id: Mapping[str, Difference]) -> Iterator[Difference]:
    """A difference, and those that it comes or goes with."""
    waiting, met = [difference], {difference.id}
    while waiting:
        each = waiting.pop()
        yield each
        above = [by_id[id] for id in each.within if id not in met]
        met.update(owner.id for owner in above)
        waiting += above


def work_out_outcomes(merge: Merge, mine: Records, decisions: Decisions) -> Outcomes:
    """The changes that take a merge as it was decided; raises WrongUseError while a conflict is undecided."""
    waiting = find_undecided_conflicts(merge, decisions)
    if waiting:
        count = choose_plural(len(waiting), "One conflict is", f"{len(waiting):,} conflicts are")
        raise WrongUseError(f"{count} not decided yet.")
    aside = left_aside(merge, decisions)
    by_id = {each.id: each for each in merge.differences}
    after, taken, stay = dict(mine), list[Difference](), list[Difference]()
    for difference in merge.differences:
        kept = difference.id in aside or _is_record_kept(difference, by_id, decisions)
        record = mine.get(difference.id) if kept else resolve_difference(difference, decisions)
        if record == mine.get(difference.id):
            stay.append(difference)
            continue
        taken.append(difference)
        if record is None:
            after.pop(difference.id, None)
        else:
            after[difference.id] = record
    if not any(record.kind == ASSESSMENT for record in after.values()) and mine:
        return _keep_last_year(merge, mine, decisions)
    hanging = tuple(_describe_dependants_left(merge, aside - decisions.left_aside_ids))
    held = tuple(_restore_owners([each.mine for each in stay if each.mine is not None], after, mine))
    _restore_links(merge, taken, stay, after, mine, aside)
    fresh = {each.id for each in taken if each.mine is None}
    whole = _Whole(after, mine, tuple(each.id for each in taken))
    problems = tuple(whole.mend_and_report())
    if not merge.keeps_places:
        _place_new_records(after, mine, fresh)
    final = tuple(each for each in taken if after.get(each.id) != mine.get(each.id))
    return Outcomes(
        changes=tuple(changes_between(mine, after)),
        taken=final,
        problems=(*hanging, *held, *problems),
        aside=aside | whole.homeless,
    )


def _describe_dependants_left(merge: Merge, aside: frozenset[str]) -> Iterator[Problem]:
    """What is said of what comes with something that was left aside."""
    for each in merge.differences:
        if each.id in aside and each.outcome is Outcome.NEW:
            yield _make_resolution_problem(
                each.record, None, "What this belongs to was left aside, so it was left too."
            )


def _is_record_kept(difference: Difference, by_id: Mapping[str, Difference], decisions: Decisions) -> bool:
    """Whether a record stays as it is here, there or gone: so it was decided of it, or of what it belongs to."""
    if difference.outcome is Outcome.REMOVED and difference.conflict:
        return decisions.resolution_of(difference, WHOLE) is not Resolution.THEIRS
    every = _walk_up_owners(difference, by_id)
    return any(each.conflict and decisions.resolution_of(each, WHOLE) is not Resolution.THEIRS for each in every)


def _keep_last_year(merge: Merge, mine: Records, decisions: Decisions) -> Outcomes:
    """The outcome where the last year of a workbook would go: it stays, and that is said."""
    last = max((r for r in mine.values() if r.kind == ASSESSMENT), key=lambda each: (each.position, each.id))
    stays = work_out_outcomes(merge, mine, replace(decisions, left=decisions.left | {last.id}))
    said = _make_resolution_problem(last, None, "A workbook has one year at least, so this one stays.")
    return replace(stays, problems=(said, *stays.problems))


def _restore_links(
    merge: Merge, taken: Iterable[Difference], stay: Iterable[Difference], after: dict[str, Record], mine: Records,
    aside: frozenset[str],
) -> None:  # fmt: skip
    """Bring along the links to what comes in, and keep those to what stays although they removed it."""
    links = {(*spot, each.id) for each in taken if each.mine is None for spot in merge.linked.get(each.id, ())}
    stays = {each.id for each in stay if each.outcome is Outcome.REMOVED}
    if stays:
        every = ((r, spec.key) for r in mine.values() for spec in LISTS[r.kind])
        links |= {(record.id, key, link) for record, key in every for link in stays.intersection(record.links_of(key))}
    for id, key, link in sorted(links):
        record = after.get(id)
        if record is not None and id not in aside and link not in record.links_of(key):
            after[id] = replace(record, values={**record.values, key: (*record.links_of(key), link)})


def changes_between(before: Records, after: Records) -> Iterator[Change]:
    """The changes that lead from one set of records to another: what is new, then what changed, then what goes."""
    order = {kind: place for place, kind in enumerate(CATALOGUE)}
    for record in sorted((r for id, r in after.items() if id not in before), key=lambda each: order[each.kind]):
        yield journal.create_record(record)
    for id, record in after.items():
        if id in before and record is not before[id]:
            yield from _field_updates(before[id], record)
    for record in sorted((r for id, r in before.items() if id not in after), key=lambda each: -order[each.kind]):
        yield journal.delete_record(record)


def _field_updates(before: Record, after: Record) -> Iterator[Change]:
    for key, value in after.values.items():
        if not is_same_value(value, before[key]):
            yield journal.update_field(before, key, value)
    if after.position != before.position:
        yield journal.update_field(before, POSITION, after.position)


def resolve_difference(difference: Difference, decisions: Decisions) -> Record | None:
    """A record as it will be once its difference is taken as decided; None where it goes."""
    if difference.conflict and decisions.resolution_of(difference, WHOLE) is not Resolution.THEIRS:
        return difference.mine
    if difference.outcome is Outcome.REMOVED:
        return None
    if difference.mine is None or difference.theirs is None:
        return difference.theirs
    record, values = difference.mine, dict(difference.mine.values)
    position = record.position
    for each in difference.fields:
        value = _resolve_field(difference, each, decisions)
        if each.field == POSITION:
            position = int(str(value))
        else:
            values[each.field] = value
    return replace(record, values=values, position=position)


def _resolve_field(difference: Difference, each: FieldDifference, decisions: Decisions) -> Value:
    if not each.conflict:
        return each.merged
    resolution = decisions.resolution_of(difference, each.field)
    if resolution is Resolution.BOTH:
        return keep_both(str(each.mine or ""), str(each.theirs or "")) or None
    if resolution is Resolution.THEIRS:
        return each.theirs
    return each.mine


_LINKS = {kind.key: tuple(spec for spec in kind.fields if links_to_records(spec)) for kind in CATALOGUE.values()}


@dataclass(frozen=True, slots=True)
class _Whole:
    """Makes an outcome hang together: what belonged to a removed record goes along, no new link leads nowhere."""

    after: dict[str, Record]
    mine: Records
    taken: tuple[str, ...]
    homeless: set[str] = field(default_factory=set)
    """What they sent and what was left out, since what it belongs to is not here."""

    def mend_and_report(self) -> Iterator[Problem]:
        """Mend the outcome, and tell of what was left out of what they sent."""
        yield from self._drop_records_without_year()
        while going := [record for record in self._suspect_records() if self._belongs_to_nothing(record)]:
            for record in going:
                del self.after[record.id]
                if record.id not in self.mine:
                    self.homeless.add(record.id)
                    yield _make_resolution_problem(
                        record, None, "What this belongs to is not in the workbook, so it was left out."
                    )
        for record in self._suspect_records():
            for spec in _LINKS[record.kind]:
                yield from self._mend_link_field(record.id, spec)

    def _suspect_records(self) -> list[Record]:
        """The records whose links may lead nowhere now: with nothing removed only what was taken."""
        if all(id in self.after for id in self.mine):
            return [self.after[id] for id in self.taken if id in self.after]
        return list(self.after.values())

    def _drop_records_without_year(self) -> Iterator[Problem]:
        for record in list(self.after.values()):
            if record.assessment is not None and record.assessment not in self.after:
                del self.after[record.id]
                if record.id not in self.mine:
                    self.homeless.add(record.id)
                    yield _make_resolution_problem(record, None, "Its year is not in the workbook, so it was left out.")

    def _belongs_to_nothing(self, record: Record) -> bool:
        """Whether what it belongs to is gone, or never was; a record that may stay where it belonged does not go."""
        for spec in _LINKS[record.kind]:
            if spec.kind is not Kind.LINK or self._is_link_valid(record, spec, record[spec.key]):
                continue
            before = self.mine.get(record.id)
            if before is None or not self._is_link_valid(record, spec, before[spec.key]):
                return True
        return False

    def _mend_link_field(self, id: str, spec: Field) -> Iterator[Problem]:
        record = self.after[id]
        value = record[spec.key]
        if isinstance(value, tuple):
            lost = [link for link in value if not self._is_link_valid(record, spec, link)]
            kept: Value = tuple(link for link in value if link not in lost) or None
        else:
            lost = [] if self._is_link_valid(record, spec, value) else [str(value)]
            kept = self.mine[id][spec.key] if lost else value
        if not lost:
            return
        self.after[id] = replace(record, values={**record.values, spec.key: kept})
        if any(link not in self.mine for link in lost):
            message = f"{spec.label}: a record it links to is not in the workbook, so that link was left out."
            yield _make_resolution_problem(record, spec.key, message)

    def _is_link_valid(self, record: Record, spec: Field, link: Value) -> bool:
        """Whether a link leads to a record of its year; one that led nowhere before is not this merge's to mend."""
        if link is None:
            return not spec.required or record.id in self.mine
        found = self.after.get(str(link))
        if found is not None:
            fits = spec.target == ("any",) or found.kind in spec.target
            if fits and record.assessment in (found.assessment, found.id):
                return True
        before = self.mine[record.id][spec.key] if record.id in self.mine else None
        old = before if isinstance(before, tuple) else (before,)
        return link in old and (found is not None or link not in self.mine)


def _make_resolution_problem(record: Record, field: str | None, message: str) -> Problem:
    return Problem(message=message, record=record.kind, id=record.id, field=field)


def _restore_owners(stay: list[Record], after: dict[str, Record], mine: Records) -> Iterator[Problem]:
    """Take back the removal of what something belongs to that was to stay."""
    while stay:
        for id in list_owners(stay.pop()):
            if id in mine and id not in after:
                after[id] = mine[id]
                stay.append(mine[id])
                yield _make_resolution_problem(mine[id], None, "It stays, because something stays that belongs to it.")


def _place_new_records(after: dict[str, Record], mine: Records, fresh: Iterable[str]) -> None:
    """Give what is new the place it has with them where that is free, else one at the end of its kind."""
    new = sorted((after[id] for id in fresh if id in after), key=lambda each: (each.position, each.id))
    groups = {(record.kind, record.assessment) for record in new}
    places: dict[tuple[str, str | None], set[int]] = {group: set() for group in groups}
    for record in after.values():
        if (record.kind, record.assessment) in groups and record.id in mine:
            places[record.kind, record.assessment].add(record.position)
    for record in new:
        there = places[record.kind, record.assessment]
        place = record.position if record.position not in there else max(there) + 1
        there.add(place)
        after[record.id] = replace(record, position=place)
