"""Who knew what when they wrote it: how two copies of one workbook come together, whatever their clocks say.

A copy's journal stands in the order in which things came to be known there, so an entry replaces what came before it
about the same field (or what it ``follows``, where it came in from another copy). The entries that nothing replaces
have the say. Where one side's say was known to the other when it wrote, the other's goes on; where neither knew of the
other, it is for a person to decide. From that a base is made for each field, so that ``three_way`` serves copies as it
serves sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.merging.resolution import changes_between
from selfassess.domain.merging.set_aside import Make, entries_in_force, store_once_more
from selfassess.domain.merging.three_way import WHOLE, Records, is_same_value
from selfassess.domain.merging.unreplaced_entries import Known as Known
from selfassess.domain.merging.unreplaced_entries import Say as Say
from selfassess.domain.merging.unreplaced_entries import find_deciding_entries as find_deciding_entries
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.journal import POSITION, Change, Entry, Here, Operation, Why


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Two copies brought together: what of theirs is new here, and what both began with, field by field.

    ``fresh`` are their entries, told so that they mean the same here. ``contested`` are the fields (WHOLE for the
    record as such) on which neither side knew what the other wrote. ``stored`` are the entries that the journal here
    keeps already, be it put aside.
    """

    base: Records
    fresh: tuple[Entry, ...]
    contested: frozenset[tuple[str, str | None]]
    stored: Known = frozenset()

    def narrow_entries(self, wanted: Callable[[Entry], bool]) -> Meeting:
        """The same with a part of their entries; the others stay unknown, and are met again another time."""
        return replace(self, fresh=tuple(filter(wanted, self.fresh)))

    def build_entries(self, mine: Records, changes: Sequence[Change], make: Make) -> tuple[Entry, ...]:
        """What the journal gets when these changes are made here: their entries, then what was decided beyond them."""
        after = _apply_to_records(dict(mine), changes)
        told = _apply_to_records(dict(mine), (entry.change for entry in self.fresh))
        beyond = list(changes_between(told, after))
        unlinked = [change for change in beyond if _leads_nowhere(change, after)]
        own = [change for change in beyond if change not in unlinked] if unlinked else beyond
        said = {(change.record, change.field) for change in own}
        brought = {entry.change.record for entry in self.fresh}
        for id, field in sorted(self.contested, key=str):
            if id in brought and (id, field) not in said and (id, WHOLE) not in said:
                own += _confirm_decision(field, mine.get(id), after.get(id), self.base.get(id))
        quiet = (replace(each, here=Here(why=Why.UNLINKED)) for each in make(unlinked))
        return (*(store_once_more(each, self.stored, make) for each in self.fresh), *quiet, *make(own))


def _leads_nowhere(change: Change, after: Records) -> bool:
    """Whether a change only takes out links to what is not here: nobody decided that, and the link may come back."""
    spec = CATALOGUE[change.kind].by_key.get(str(change.field))
    if spec is None or spec.kind is not Kind.LINKS or not links_to_records(spec):
        return False
    before = _as_links(change.old)
    now = _as_links(change.new)
    return set(now) < set(before) and not any(link in after for link in before if link not in now)


def _as_links(value: object) -> tuple[str, ...]:
    if not isinstance(value, tuple | list):
        return ()
    return tuple(value)


def _confirm_decision(
    field: str | None, mine: Record | None, after: Record | None, base: Record | None
) -> Iterator[Change]:
    """A decision that changes nothing more: it still has to be known, or it would be asked again."""
    if after is None:
        gone = mine or base
        if gone is not None:
            yield journal.delete_record(gone)
    elif field is WHOLE:
        yield journal.create_record(after)
    else:
        new_value = after.position if field == POSITION else after[field]
        yield journal.update_field(after, field, new_value)


def meet_copy(
    mine: Sequence[Entry],
    theirs: Sequence[Entry],
    mine_now: Records,
    theirs_now: Records,
    standing: Known = frozenset(),
) -> Meeting | None:
    """Bring a copy of this workbook together with it; None where the two journals have nothing in common.

    ``standing`` are entries of theirs that only stand for what those which they follow had said: a copy that was made
    for somebody begins with them.
    """
    stored = frozenset(entry.id for entry in mine)
    mine = entries_in_force(mine)
    theirs = entries_in_force(theirs)
    known_here = frozenset(entry.id for entry in mine)
    their_ids = frozenset(entry.id for entry in theirs)
    known_there = their_ids.union(*(entry.follows or () for entry in theirs if entry.id in standing))
    if known_here.isdisjoint(known_there):
        return None
    fresh = tuple(_spell_out_their_entries(theirs, known_here, standing))
    touched = {entry.change.record for entry in fresh}
    here = find_deciding_entries(entry for entry in mine if entry.change.record in touched)
    about = [entry for entry in theirs if entry.change.record in touched]
    there = find_deciding_entries(about)
    shared = (entry for entry in about if entry.id in known_here or entry.id in standing)
    # What both had and one removed, and the other brought back, still began as what it was before.
    began = journal.replay_journal(entry for entry in shared if entry.change.operation is not Operation.DELETE)
    stands_for = {entry.id: frozenset(entry.follows or ()) for entry in theirs if entry.id in standing}
    base = dict(theirs_now)
    contested = set[tuple[str, str | None]]()
    written: dict[str, list[Change]] = {}
    for entry in fresh:
        written.setdefault(entry.change.record, []).append(entry.change)
    for id in touched:
        sides = _Sides(here.get(id, Say()), there[id], known_here, known_there, stands_for, written[id])
        found = sides.find_base(mine_now.get(id), theirs_now.get(id), began.get(id))
        contested |= {(id, field) for field in sides.contested}
        base.pop(id, None)
        if found is not None:
            base[id] = found
    return Meeting(base=base, fresh=fresh, contested=frozenset(contested), stored=stored)


def _spell_out_their_entries(theirs: Sequence[Entry], known_here: Known, standing: Known) -> Iterator[Entry]:
    """Their entries that are not here, each with what it replaces written out."""
    new = {entry.change.record for entry in theirs if entry.id not in known_here and entry.id not in standing}
    there: dict[str, Say] = {}
    stands_for: dict[str, tuple[str, ...]] = {}
    for entry in theirs:
        if entry.change.record not in new:
            continue
        say = there.setdefault(entry.change.record, Say())
        if entry.id in standing:
            stands_for[entry.id] = entry.follows or ()
        elif entry.id not in known_here:
            follows = entry.follows
            if follows is None:
                replaced = say.replaced_by(entry.change.field)
                follows = tuple(sorted({each for id in replaced for each in stands_for.get(id, (id,))}))
            yield replace(entry, follows=follows)
        say.add_entry(entry)


@dataclass
class _Sides:
    """One record on both sides: for each field, who goes on from whom."""

    here: Say
    there: Say
    known_here: Known
    known_there: Known
    stands_for: Mapping[str, Known]
    written: Sequence[Change]

    def __post_init__(self) -> None:
        self.contested: set[str | None] = set()

    def find_base(self, mine: Record | None, theirs: Record | None, began: Record | None) -> Record | None:
        """What both began with; as one side has it where that side's was known to the other."""
        if mine is not None and theirs is not None:
            return self._base_of_fields(mine, theirs, began)
        record = mine or theirs
        if record is None:
            return None
        fields = (WHOLE, POSITION, *CATALOGUE[record.kind].by_key)
        if theirs is None:
            is_mine = any(self._unknown_there(field) for field in fields)
            if is_mine:
                self.contested.add(WHOLE)
                return began
            return mine
        if not self._unknown_there(WHOLE):
            return None  # new, or brought back by somebody who knew that it was removed here
        self.contested.add(WHOLE)
        return began

    def _base_of_fields(self, mine: Record, theirs: Record, began: Record | None) -> Record:
        values = dict(theirs.values)
        for spec in CATALOGUE[mine.kind].fields:
            key = spec.key
            if not self._unknown_here(key):
                continue
            was = began[key] if began is not None else None
            both = self._unknown_there(key)
            if both and not is_same_value(mine[key], theirs[key]):
                self.contested.add(key)
            if spec.kind is Kind.LINKS:
                values[key] = self._links_before(key, theirs[key], was)
            else:
                values[key] = was if both else mine[key]
        position = theirs.position
        if self._unknown_here(POSITION):
            both = self._unknown_there(POSITION)
            if both and mine.position != theirs.position:
                self.contested.add(POSITION)
            # Of two places that were given without knowledge of each other, the later one holds, whoever merges.
            mine_leads = not both or theirs.position > mine.position
            position = mine.position if mine_leads else theirs.position
        return replace(theirs, values=values, position=position)

    def _links_before(self, key: str, theirs: Value, began: Value) -> Value:
        """The links before they put some in or took some out; one that merely leads nowhere there was not taken out."""
        links = dict.fromkeys(_as_links(theirs))
        for change in reversed(self.written):
            if change.field is WHOLE and change.operation is Operation.CREATE:
                put = _as_links(change.new["values"].get(key))
                out = _as_links(None)
            elif change.field == key:
                before = _as_links(change.old)
                after = _as_links(change.new)
                put = tuple(set(after) - set(before))
                out = tuple(each for each in before if each not in after)
            else:
                continue
            links = {each: None for each in links if each not in put} | dict.fromkeys(out)
        first = _as_links(began)
        return (*(each for each in first if each in links), *sorted(links.keys() - set(first))) or None

    def _unknown_there(self, field: str | None) -> Known:
        """What has the say here and was not known there."""
        return self.here.entries_deciding(field) - self.known_there

    def _unknown_here(self, field: str | None) -> Known:
        """What has the say there and was not known here."""
        meant = (self.stands_for.get(id, frozenset((id,))) for id in self.there.entries_deciding(field))
        return frozenset[str]().union(*meant) - self.known_here


def _apply_to_records(records: dict[str, Record], changes: Iterable[Change]) -> dict[str, Record]:
    for change in changes:
        after = journal.apply_change(records.get(change.record), change)
        if after is None:
            records.pop(change.record, None)
        else:
            records[change.record] = after
    return records
