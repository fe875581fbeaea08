"""Three-way merging: what they changed since a common base, set against what changed here meanwhile.

Records are compared field by field. What only they changed is theirs to give, what only this side changed stays, and
what both changed is a conflict that a person decides. The same functions serve an Excel export that comes back and
two copies of one workbook; ``resolution`` makes changes of what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selfassess.domain.merging.set_aside import entries_in_force
from selfassess.domain.merging.unreplaced_entries import WHOLE as WHOLE
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import ONE_EACH, list_owners
from selfassess.domain.model.fields import STAYS, Field, Kind, Value, explain_empty, lacks_value
from selfassess.domain.model.import_result import Problem, Sent
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Entry, Operation, replay_journal
from selfassess.domain.text import text_diff

Records = Mapping[str, Record]
"""Records by id."""


class Outcome(StrEnum):
    """What taking a difference would do to a record here."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field that they changed. ``merged`` is what taking it writes where there is no conflict."""

    field: str
    base: Value
    mine: Value
    theirs: Value
    merged: Value
    conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One record that they added, changed or removed; accepted or left as one.

    ``conflict`` says that one side removed the record and the other changed it; conflicts within a record are in its
    ``fields``. For an added record ``fields`` is empty: all of ``theirs`` comes in. ``within`` are the ids of those
    that it belongs to and that come or go as well: what is left of them is left of it.
    """

    outcome: Outcome
    base: Record | None
    mine: Record | None
    theirs: Record | None
    fields: tuple[FieldDifference, ...] = ()
    conflict: bool = False
    within: tuple[str, ...] = ()

    @property
    def record(self) -> Record:
        """The record as it is best named: as it is here, or as they have it."""
        found = self.mine or self.theirs or self.base
        assert found is not None
        return found

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def kind(self) -> str:
        """The record's kind."""
        return self.record.kind

    @property
    def conflicting_fields(self) -> tuple[str | None, ...]:
        """The fields to be decided; WHOLE where it is the record as such."""
        if self.conflict:
            return (WHOLE,)
        return tuple(each.field for each in self.fields if each.conflict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Everything they changed, in the catalogue's order, and what of it makes no sense here."""

    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...] = ()
    keeps_places: bool = False
    """Whether what is new keeps the place it has with them: of copies that all come together, so that they agree."""
    linked: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """The id of what is new -> the records here, and their fields, that link to it with them."""

    def differences_with(self, outcome: Outcome) -> tuple[Difference, ...]:
        """The differences with one outcome."""
        return tuple(each for each in self.differences if each.outcome is outcome)

    @property
    def all_conflicts(self) -> tuple[tuple[Difference, str | None], ...]:
        """Every conflict: the record's difference, and the field (WHOLE for the record as such)."""
        return tuple((each, field) for each in self.differences for field in each.conflicting_fields)


def find_base_at(journal: Sequence[Entry], position: str) -> dict[str, Record] | None:
    """The records as they were when the journal had come to ``position``; None where it never did."""
    for count, entry in enumerate(journal, 1):
        if entry.id == position:
            return replay_journal(journal[:count])
    return None


def find_common_base(mine: Sequence[Entry], theirs: Sequence[Entry]) -> dict[str, Record] | None:
    """The records that come of the entries in force that two journals share; None where they share nothing."""
    known = {entry.id for entry in entries_in_force(theirs)}
    shared = [entry for entry in entries_in_force(mine) if entry.id in known]
    return replay_journal(shared) if shared else None


def find_ever_removed(journal: Iterable[Entry]) -> frozenset[str]:
    """The ids of all records that somebody ever removed, as a journal has it in force."""
    return frozenset(e.change.record for e in entries_in_force(journal) if e.change.operation is Operation.DELETE)


def merge_records(
    base: Records | None,
    mine: Records,
    theirs: Records,
    *,
    sent: Sent | None = None,
    removed_here: frozenset[str] = frozenset(),
    whole: bool = False,
) -> Merge:
    """What they changed. ``base`` is what both began with, as they saw it; None where that is not known.

    Without a base nothing counts as removed by them, and where both sides hold something else it is a conflict.
    ``sent`` says what they speak of (None: everything in the years they have). ``removed_here`` are ids of records
    that were removed on this side. ``whole``: they are all of a copy, so a year that is missing was removed.
    """
    years = {id for id, record in theirs.items() if record.kind == ASSESSMENT}
    had = (id for id, record in (base or {}).items() if record.kind == ASSESSMENT and id in mine and id not in theirs)
    side = _Side(base, mine, theirs, sent, years, removed_here, frozenset(had if whole else ()))
    ids = dict.fromkeys((*mine, *theirs, *(base or ())))
    found = {id: difference for id in ids if (difference := side.find_difference(id)) is not None}
    side.bring_along(found)
    order = {kind: place for place, kind in enumerate(CATALOGUE)}
    every = sorted(found.values(), key=lambda e: (e.record.assessment or "", order[e.kind], e.record.position))
    linked = side.find_new_links(found)
    return Merge(differences=tuple(every), problems=tuple(side.problems), linked=linked)


@dataclass
class _Side:
    base: Records | None
    mine: Records
    theirs: Records
    sent: Sent | None
    years: set[str]
    removed_here: frozenset[str]
    gone: frozenset[str]
    """The years that they removed."""

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self._owned = {True: _group_by_owner(self.mine), False: _group_by_owner(self.theirs)}
        self._ones: dict[tuple[str, str | None, Value], str] = {}
        for record in self.mine.values():
            if record.kind in ONE_EACH:
                self._ones[record.kind, record.assessment, record[ONE_EACH[record.kind]]] = record.id

    def find_difference(self, id: str) -> Difference | None:
        base = self.base.get(id) if self.base is not None else None
        mine, theirs = self.mine.get(id), self.theirs.get(id)
        if theirs is None:
            return self._judge_removed(base, mine)
        if not self._was_sent(theirs) or (mine is not None and _is_nothing_changed(base, mine, theirs)):
            return None
        if any(other is not None and other.kind != theirs.kind for other in (base, mine)):
            self._note_trouble(theirs, None, "Its id belongs to a record of another kind, so it was left out.")
            return None
        if mine is not None:
            return self._compare_record(base, mine, theirs)
        if self._is_second(theirs):
            return None
        if base is None:
            back = id in self.removed_here
            return Difference(outcome=Outcome.NEW, base=None, mine=None, theirs=theirs, conflict=back)
        fields = tuple(each for each in self._compare_fields(base, base, theirs) if each.field != POSITION)
        if not fields and not self._is_held(theirs, self.theirs):
            return None  # removed here, and untouched by them
        return Difference(outcome=Outcome.NEW, base=base, mine=None, theirs=theirs, fields=fields, conflict=True)

    def _judge_removed(self, base: Record | None, mine: Record | None) -> Difference | None:
        """They no longer have it: removed, unless it was never sent to them or their file does not list it."""
        if base is None or mine is None or base.kind == "council":
            return None
        year = base.assessment or base.id
        if year not in self.years and year not in self.gone:
            return None
        if self.sent is not None and (base.kind not in self.sent.listed or (base.id, WHOLE) in self.sent.unread):
            return None
        if base.kind in ONE_EACH and year not in self.gone:
            name = CATALOGUE[base.kind].name
            self._note_trouble(base, None, f"{name} cannot be removed, so it stays. Empty its fields instead.")
            return None
        touched = any(not is_same_value(mine[key], base[key]) for key in mine.values) or self._is_held(mine, self.mine)
        return Difference(outcome=Outcome.REMOVED, base=base, mine=mine, theirs=None, conflict=touched)

    def _is_held(self, record: Record, side: Records) -> bool:
        """Whether one side wrote something that belongs to this record and would go with it, or the other still has it.

        What a side has and the base does not was written since, or never seen by those who got the file.
        """
        base, other = self.base or {}, self.theirs if side is self.mine else self.mine
        waiting, met = [record.id], {record.id}
        while waiting:
            for owned in self._owned[side is self.mine].get(waiting.pop(), ()):
                was = base.get(owned.id)
                if was is None or was.values != owned.values or owned.id in other:
                    return True
                if owned.id not in met:
                    met.add(owned.id)
                    waiting.append(owned.id)
        return False

    def bring_along(self, found: dict[str, Difference]) -> None:
        """With what comes or goes whole, all that belongs to it comes or goes; of a year only the whole is asked."""
        waiting = [each.id for each in found.values() if None in (each.mine, each.theirs)]
        met = set(waiting)
        while waiting:
            owner = found[waiting.pop(0)]
            comes = owner.mine is None
            for record in self._owned[not comes].get(owner.id, ()):
                if record.id in (self.mine if comes else self.theirs) or not self._was_sent(record):
                    continue
                own = found.get(record.id) or self._make_unchanged_difference(record, comes)
                if own is None:
                    continue
                conflict = own.conflict and not (owner.conflict and owner.kind == ASSESSMENT)
                found[record.id] = replace(own, within=(*own.within, owner.id), conflict=conflict)
                if record.id not in met:
                    met.add(record.id)
                    waiting.append(record.id)

    def _make_unchanged_difference(self, record: Record, comes: bool) -> Difference | None:
        """What came with its owner although nobody changed it; what they never had goes only with its owner."""
        base = (self.base or {}).get(record.id)
        if not comes or (base is not None and base.kind != record.kind) or self._is_second(record):
            return None
        return Difference(outcome=Outcome.NEW, base=base, mine=None, theirs=record)

    def find_new_links(self, found: Mapping[str, Difference]) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each record that is new, which records here link to it with them and not here."""
        new = {id for id, each in found.items() if each.mine is None}
        links: dict[str, tuple[tuple[str, str], ...]] = {}
        if not new or self.sent is not None:
            return links
        for id, record in self.mine.items():
            theirs = self.theirs.get(id)
            if theirs is None or theirs.kind != record.kind:
                continue
            for spec in LISTS[record.kind]:
                for link in new.intersection(theirs.links_of(spec.key)).difference(record.links_of(spec.key)):
                    links[link] = (*links.get(link, ()), (id, spec.key))
        return links

    def _is_second(self, theirs: Record) -> bool:
        """Whether there is one like this already, of a kind of which there is one each; then that is said."""
        if theirs.kind not in ONE_EACH:
            return False
        spec = CATALOGUE[theirs.kind].by_key[ONE_EACH[theirs.kind]]
        key = theirs[spec.key]
        if key is None:
            self._note_trouble(theirs, spec.key, f"{spec.label} is missing, so it was left out.")
            return True
        if self._ones.setdefault((theirs.kind, theirs.assessment, key), theirs.id) == theirs.id:
            return False
        self._note_trouble(theirs, spec.key, "There is one for this already, so it was left out.")
        return True

    def _note_trouble(self, record: Record, field: str | None, message: str) -> None:
        self.problems.append(Problem(message=message, record=record.kind, id=record.id, field=field))

    def _compare_record(self, base: Record | None, mine: Record, theirs: Record) -> Difference | None:
        if theirs.assessment != mine.assessment:
            message = "A record cannot be moved to another year. Copy what it says into a new row of that year."
            self._note_trouble(mine, ASSESSMENT, message)
            return None
        fields = tuple(self._compare_fields(base, mine, theirs))
        if not fields:
            return None
        return Difference(outcome=Outcome.CHANGED, base=base, mine=mine, theirs=theirs, fields=fields)

    def _compare_fields(self, base: Record | None, mine: Record, theirs: Record) -> Iterator[FieldDifference]:
        for spec in CATALOGUE[mine.kind].fields:
            if not self._was_sent(theirs, spec.key):
                continue
            found = _compare_field(spec, base, mine[spec.key], theirs[spec.key])
            if found is None:
                continue
            if lacks_value(spec, found.merged):
                self._note_trouble(mine, spec.key, explain_empty(spec, STAYS))
                continue
            if spec.key == ONE_EACH.get(mine.kind):
                self._note_trouble(mine, spec.key, f"{spec.label} cannot be changed here{STAYS}.")
                continue
            yield found
        moved = base is not None and theirs.position != base.position and mine.position == base.position
        if self.sent is None and moved:
            there, here = theirs.position, mine.position
            yield FieldDifference(field=POSITION, base=here, mine=here, theirs=there, merged=there)

    def _was_sent(self, record: Record, field: str | None = None) -> bool:
        if self.sent is None:
            return True
        fields = self.sent.fields.get(record.kind)
        if fields is None or (record.id, WHOLE) in self.sent.unread:
            return False
        return field is None or (field in fields and (record.id, field) not in self.sent.unread)


LISTS = {
    kind.key: tuple(spec for spec in kind.fields if spec.kind is Kind.LINKS and links_to_records(spec))
    for kind in CATALOGUE.values()
}
"""The fields of each kind that link to many records of its year."""


def _group_by_owner(records: Records) -> dict[str, list[Record]]:
    owned: dict[str, list[Record]] = {}
    for record in records.values():
        for owner in (*list_owners(record), *([record.assessment] if record.assessment else ())):
            owned.setdefault(owner, []).append(record)
    return owned


def _is_nothing_changed(base: Record | None, mine: Record | None, theirs: Record) -> bool:
    """Whether they have a record just as both began with it, or just as it is here; most are, so this is quick."""
    return any(
        each is not None
        and each.values == theirs.values
        and each.position == theirs.position
        and (each.kind, each.assessment) == (theirs.kind, theirs.assessment)
        for each in (base, mine)
    )


def _compare_field(spec: Field, base: Record | None, mine: Value, theirs: Value) -> FieldDifference | None:
    """One field three ways, or two ways where there is no base; None where they changed nothing that is not here."""
    if is_same_value(theirs, mine):
        return None
    was = base[spec.key] if base is not None else None
    if base is not None and is_same_value(theirs, was):
        return None
    if base is None and theirs is None:
        return None
    merged, conflict = theirs, not is_same_value(mine, was)
    if conflict and spec.kind is Kind.LINKS:
        merged, conflict = _merge_links(was, mine, theirs), False
    elif conflict and spec.kind is Kind.PROSE and base is not None:
        woven = text_diff.weave_paragraphs(str(was or ""), str(mine or ""), str(theirs or ""))
        merged, conflict = (theirs, True) if woven is None else (woven or None, False)
    if is_same_value(merged, mine):
        return None
    return FieldDifference(field=spec.key, base=was, mine=mine, theirs=theirs, merged=merged, conflict=conflict)


def _merge_links(was: Value, mine: Value, theirs: Value) -> Value:
    """Links of both sides: without what either took out, then what either put in, in one order whoever merges."""
    before, here, there = (value if isinstance(value, tuple) else () for value in (was, mine, theirs))
    kept = [link for link in before if link in here and link in there]
    joined = (*kept, *sorted({*here, *there}.difference(before)))
    for less, more in ((here, there), (there, here)):
        if [link for link in more if link in less] == [*less]:
            # One side's are the other's without some, in its order: so it stays, also where they are taken once more.
            return tuple(link for link in more if link in joined) or None
    return joined or None


def is_same_value(one: Value, other: Value) -> bool:
    """Whether two values are the same to the file: True is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
