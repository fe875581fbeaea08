"""Three-way merging: what they changed since a common base, set against what changed here meanwhile.

Records are compared field by field. What only they changed is theirs to give, what only this side changed stays, and
what both changed is a conflict that a person decides. The same functions serve an Excel export that comes back and
two copies of one workbook; ``merging`` makes changes of what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain import differences
from selfassess.domain.commands import ONE_EACH, owners
from selfassess.domain.fields import Field, Kind, Value
from selfassess.domain.incoming import Problem, Sent
from selfassess.domain.journal import ASSESSMENT, POSITION, Entry, Operation, replay
from selfassess.domain.records import CATALOGUE, Record

Records = Mapping[str, Record]
"""Records by id."""

WHOLE = None
"""Stands for the whole record where a field is asked for: one side removed it, the other changed it."""


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
    ``fields``. For an added record ``fields`` is empty: all of ``theirs`` comes in.
    """

    outcome: Outcome
    base: Record | None
    mine: Record | None
    theirs: Record | None
    fields: tuple[FieldDifference, ...] = ()
    conflict: bool = False

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
    def conflicts(self) -> tuple[str | None, ...]:
        """The fields to be decided; WHOLE where it is the record as such."""
        return (WHOLE,) if self.conflict else tuple(each.field for each in self.fields if each.conflict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Everything they changed, in the catalogue's order, and what of it makes no sense here."""

    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...] = ()
    base_known: bool = True
    keeps_places: bool = False
    """Whether what is new keeps the place it has with them: of copies that all come together, so that they agree."""

    def of(self, outcome: Outcome) -> tuple[Difference, ...]:
        """The differences with one outcome."""
        return tuple(each for each in self.differences if each.outcome is outcome)

    @property
    def conflicts(self) -> tuple[tuple[Difference, str | None], ...]:
        """Every conflict: the record's difference, and the field (WHOLE for the record as such)."""
        return tuple((each, field) for each in self.differences for field in each.conflicts)


def base_at(journal: Sequence[Entry], position: str) -> dict[str, Record] | None:
    """The records as they were when the journal had come to ``position``; None where it never did."""
    for count, entry in enumerate(journal, 1):
        if entry.id == position:
            return replay(journal[:count])
    return None


def common_base(mine: Sequence[Entry], theirs: Sequence[Entry]) -> dict[str, Record] | None:
    """The records that come of the entries two journals share; None where they share nothing."""
    known = {entry.id for entry in theirs}
    shared = [entry for entry in mine if entry.id in known]
    return replay(shared) if shared else None


def once_here(journal: Iterable[Entry]) -> frozenset[str]:
    """The ids of all records that a journal ever removed."""
    return frozenset(e.change.record for e in journal if e.change.operation is Operation.DELETE)


def merge(
    base: Records | None,
    mine: Records,
    theirs: Records,
    *,
    sent: Sent | None = None,
    removed_here: frozenset[str] = frozenset(),
) -> Merge:
    """What they changed. ``base`` is what both began with, as they saw it; None where that is not known.

    Without a base nothing counts as removed by them, and where both sides hold something else it is a conflict.
    ``sent`` says what they speak of (None: everything in the years they have). ``removed_here`` are ids of records
    that were removed on this side.
    """
    years = {id for id, record in theirs.items() if record.kind == "assessment"}
    side = _Side(base, mine, theirs, sent, years, removed_here)
    ids = dict.fromkeys((*mine, *theirs, *(base or ())))
    found = [difference for id in ids if (difference := side.difference(id)) is not None]
    order = {kind: place for place, kind in enumerate(CATALOGUE)}
    found.sort(key=lambda each: (each.record.assessment or "", order[each.kind], each.record.position))
    return Merge(differences=tuple(found), problems=tuple(side.problems), base_known=base is not None)


@dataclass
class _Side:
    base: Records | None
    mine: Records
    theirs: Records
    sent: Sent | None
    years: set[str]
    removed_here: frozenset[str]

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self._owned = {True: _by_owner(self.mine), False: _by_owner(self.theirs)}
        self._ones: dict[tuple[str, str | None, Value], str] = {}
        for record in self.mine.values():
            if record.kind in ONE_EACH:
                self._ones[record.kind, record.assessment, record[ONE_EACH[record.kind]]] = record.id

    def difference(self, id: str) -> Difference | None:
        base = self.base.get(id) if self.base is not None else None
        mine, theirs = self.mine.get(id), self.theirs.get(id)
        if theirs is None:
            return self._removed(base, mine)
        if not self._speaks(theirs) or (mine is not None and _nothing_changed(base, mine, theirs)):
            return None
        if any(other is not None and other.kind != theirs.kind for other in (base, mine)):
            self._trouble(theirs, None, "Its id belongs to a record of another kind, so it was left out.")
            return None
        if mine is not None:
            return self._changed(base, mine, theirs)
        if self._is_second(theirs):
            return None
        if base is None:
            back = id in self.removed_here
            return Difference(outcome=Outcome.NEW, base=None, mine=None, theirs=theirs, conflict=back)
        fields = tuple(each for each in self._fields(base, base, theirs) if each.field != POSITION)
        if not fields and not self._is_held(theirs, self.theirs):
            return None  # removed here, and untouched by them
        return Difference(outcome=Outcome.NEW, base=base, mine=None, theirs=theirs, fields=fields, conflict=True)

    def _removed(self, base: Record | None, mine: Record | None) -> Difference | None:
        """They no longer have it: removed, unless it was never sent to them or their file does not list it."""
        if base is None or mine is None or base.assessment not in self.years or not base.assessment:
            return None
        if self.sent is not None and (base.kind not in self.sent.listed or (base.id, WHOLE) in self.sent.unread):
            return None
        if base.kind in ONE_EACH:
            name = CATALOGUE[base.kind].name
            self._trouble(base, None, f"{name} cannot be removed, so it stays. Empty its fields instead.")
            return None
        touched = any(not same(mine[key], base[key]) for key in mine.values) or self._is_held(mine, self.mine)
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

    def _is_second(self, theirs: Record) -> bool:
        """Whether there is one like this already, of a kind of which there is one each; then that is said."""
        if theirs.kind not in ONE_EACH:
            return False
        spec = CATALOGUE[theirs.kind].by_key[ONE_EACH[theirs.kind]]
        key = theirs[spec.key]
        if key is None:
            self._trouble(theirs, spec.key, f"{spec.label} is missing, so it was left out.")
            return True
        if self._ones.setdefault((theirs.kind, theirs.assessment, key), theirs.id) == theirs.id:
            return False
        self._trouble(theirs, spec.key, "There is one for this already, so it was left out.")
        return True

    def _trouble(self, record: Record, field: str | None, message: str) -> None:
        self.problems.append(Problem(message=message, record=record.kind, id=record.id, field=field))

    def _changed(self, base: Record | None, mine: Record, theirs: Record) -> Difference | None:
        if theirs.assessment != mine.assessment:
            message = "A record cannot be moved to another year. Copy what it says into a new row of that year."
            self._trouble(mine, ASSESSMENT, message)
            return None
        fields = tuple(self._fields(base, mine, theirs))
        if not fields:
            return None
        return Difference(outcome=Outcome.CHANGED, base=base, mine=mine, theirs=theirs, fields=fields)

    def _fields(self, base: Record | None, mine: Record, theirs: Record) -> Iterator[FieldDifference]:
        for spec in CATALOGUE[mine.kind].fields:
            if not self._speaks(theirs, spec.key):
                continue
            found = _field(spec, base, mine[spec.key], theirs[spec.key])
            if found is None:
                continue
            if spec.required and found.merged is None:
                self._trouble(mine, spec.key, f"{spec.label} cannot be empty, so it stays as it is.")
                continue
            if spec.key == ONE_EACH.get(mine.kind):
                self._trouble(mine, spec.key, f"{spec.label} cannot be changed here, so it stays as it is.")
                continue
            yield found
        moved = base is not None and theirs.position != base.position and mine.position == base.position
        if self.sent is None and moved:
            there, here = theirs.position, mine.position
            yield FieldDifference(field=POSITION, base=here, mine=here, theirs=there, merged=there)

    def _speaks(self, record: Record, field: str | None = None) -> bool:
        if self.sent is None:
            return True
        fields = self.sent.fields.get(record.kind)
        if fields is None or (record.id, WHOLE) in self.sent.unread:
            return False
        return field is None or (field in fields and (record.id, field) not in self.sent.unread)


def _by_owner(records: Records) -> dict[str, list[Record]]:
    owned: dict[str, list[Record]] = {}
    for record in records.values():
        for owner in owners(record):
            owned.setdefault(owner, []).append(record)
    return owned


def _nothing_changed(base: Record | None, mine: Record | None, theirs: Record) -> bool:
    """Whether they have a record just as both began with it, or just as it is here; most are, so this is quick."""
    return any(
        each is not None
        and each.values == theirs.values
        and each.position == theirs.position
        and (each.kind, each.assessment) == (theirs.kind, theirs.assessment)
        for each in (base, mine)
    )


def _field(spec: Field, base: Record | None, mine: Value, theirs: Value) -> FieldDifference | None:
    """One field three ways, or two ways where there is no base; None where they changed nothing that is not here."""
    if same(theirs, mine):
        return None
    was = base[spec.key] if base is not None else None
    if base is not None and same(theirs, was):
        return None
    if base is None and theirs is None:
        return None
    merged, conflict = theirs, not same(mine, was)
    if conflict and spec.kind is Kind.LINKS:
        merged, conflict = _links(was, mine, theirs), False
    elif conflict and spec.kind is Kind.PROSE and base is not None:
        woven = differences.woven(str(was or ""), str(mine or ""), str(theirs or ""))
        merged, conflict = (theirs, True) if woven is None else (woven or None, False)
    if same(merged, mine):
        return None
    return FieldDifference(field=spec.key, base=was, mine=mine, theirs=theirs, merged=merged, conflict=conflict)


def _links(was: Value, mine: Value, theirs: Value) -> Value:
    """Links of both sides: without what either took out, then what either put in, in one order whoever merges."""
    before, here, there = (value if isinstance(value, tuple) else () for value in (was, mine, theirs))
    kept = [link for link in before if link in here and link in there]
    return (*kept, *sorted({*here, *there}.difference(before))) or None


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to the file: True is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
