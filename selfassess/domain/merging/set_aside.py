"""What is put aside in one file: known to its journal, and still nothing that this workbook says.

Undoing what was imported, and going back to a backup, put entries aside: here they are as though they had never come,
so they travel nowhere as a removal and their copy is offered whole again. Leaving a row aside decides nothing either;
that a row is not to be offered again is decided, and can be revoked. All of it is told by entries that speak of this
file alone (``journal.Here``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.merging.authorship import Hand
from selfassess.domain.merging.unreplaced_entries import Say
from selfassess.domain.model import diff_records, journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.journal import POSITION, Change, Entry, Here, Operation, Why
from selfassess.domain.model.workbook import Workbook

Make = Callable[[Sequence[Change]], tuple[Entry, ...]]
"""Makes journal entries of changes: of one step, one moment and one author."""


def entries_in_force(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that have their say here, in order: without those put aside and those that speak of a file alone."""
    held: dict[str, Entry] = {}
    for entry in entries:
        if entry.here is None:
            held[entry.id] = entry
        elif entry.here.again:
            held[entry.here.again] = replace(entry, id=entry.here.again, step=entry.here.step, here=None)
        elif entry.here.why is Why.PUT_ASIDE:
            for mark in entry.here.marks:
                held.pop(mark, None)
    return tuple(held.values())


def spell_out_entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries in force with what each replaces written out, so that they mean the same in any other journal."""
    says: dict[str, Say] = {}
    for entry in entries:
        say = says.setdefault(entry.change.record, Say())
        follows = entry.follows
        if follows is None:
            follows = tuple(sorted(say.replaced_by(entry.change.field)))
        yield replace(entry, follows=follows)
        say.add_entry(entry)


def store_once_more(entry: Entry, stored: Collection[str], make: Make) -> Entry:
    """An entry that comes in, as the journal keeps it: under an id of its own where it was here before."""
    if entry.id not in stored:
        return entry
    (row,) = make((entry.change,))
    here = Here(again=entry.id, step=entry.step)
    return replace(entry, id=row.id, step=row.step, here=here, redaction="", hash="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was last said of an entry that does not count here: that it was put or left aside, or is not offered."""

    why: Why
    hand: Hand
    source: str
    record: str

    @property
    def describe_mark(self) -> str:
        """How it came: "left aside on 3 March 2025 by Ann"."""
        said = "put aside here" if self.why is Why.PUT_ASIDE else str(self.why)
        day = f" on {self.hand.local_day}" if self.hand.local_day else ""
        return f"{said}{day} by {self.hand.name}"


def find_marks(entries: Iterable[Entry]) -> dict[str, Mark]:
    """Entry -> what was last said of it here, of those that do not count."""
    found: dict[str, Mark] = {}
    for entry in entries:
        here = entry.here
        if here is None or here.why is None:
            found.pop(here.again if here is not None else entry.id, None)
            continue
        hand = Hand(author=entry.author, at=entry.at)
        mark = Mark(why=here.why, hand=hand, source=here.source, record=entry.change.record)
        found.update(dict.fromkeys(here.marks, mark))
    return found


def make_mark_entry(record: Record, why: Why, which: Iterable[str], source: str, make: Make, *, is_here: bool) -> Entry:
    """An entry that changes nothing and says what becomes of others that are about a record."""
    change = _make_idle_change(record) if is_here else journal.delete_record(record)
    (entry,) = make((change,))
    return replace(entry, here=Here(why=why, marks=tuple(which), source=source))


def changes_nothing(entry: Entry) -> bool:
    """Whether an entry only says what becomes of others, and the records are as they were before it."""
    if entry.here is None or entry.here.why is None:
        return False
    change = entry.change
    if entry.here.why in (Why.LEFT, Why.DECLINED, Why.OFFERED):
        return True
    return change.operation is Operation.UPDATE and change.old == change.new


def _make_idle_change(record: Record) -> Change:
    return journal.update_field(record, POSITION, record.position)


def build_entries_going_back(
    there: Workbook, changes: Sequence[Change], position: str, span: tuple[str, str], make: Make
) -> tuple[Entry, ...]:
    """What a journal gets where changes lead back to what was in force when it had come to ``position``.

    That goes for the records of the step that was written between the two positions of ``span``.
    """
    now = there.by_id
    after = dict(now)
    for change in changes:
        _apply_leniently(after, change)
    begun, ended = (_count_entries_until(there.journal, each) for each in span)
    only = {entry.change.record for entry in there.journal[begun:ended]}
    wanted = entries_in_force(there.journal[: _count_entries_until(there.journal, position)])
    return build_turning_entries(there.journal, wanted, now, after, make, only=only)


def _count_entries_until(entries: Sequence[Entry], position: str) -> int:
    """How many entries a journal had when it had come to a position."""
    return next((count for count, entry in enumerate(entries, 1) if entry.id == position), 0)


def build_turning_entries(
    here: Sequence[Entry],
    wanted: Sequence[Entry],
    now: Mapping[str, Record],
    after: Mapping[str, Record],
    make: Make,
    *,
    only: Collection[str] | None = None,
) -> tuple[Entry, ...]:
    """What the journal ``here`` gets to have in force what ``wanted`` has, where the records come to ``after``.

    What more there is is put aside, what is missing comes once more; ``only`` of some records. Nothing of it has a say
    that was not there before.
    """
    stored = {entry.id for entry in here}
    have = _entries_by_record(entries_in_force(here), only)
    want = _entries_by_record(spell_out_entries(wanted), only)
    state = dict(now)
    rows = list[Entry]()
    coming = list[Entry]()
    for id in dict.fromkeys((*have, *want)):
        ours = have.get(id, [])
        theirs = want.get(id, [])
        shared = _count_shared_entries(ours, theirs)
        coming += theirs[shared:]
        if shared == len(ours):
            continue
        gone = ours[shared:]
        back = journal.replay_journal(ours[:shared])
        state_before = {id: state[id]} if id in state else {}
        changes = tuple(diff_records.diff_record_sets(state_before, back))
        made = make(changes or (_make_idle_change(state[id]) if id in state else _repeat_removal(ours),))
        for number, entry in enumerate(made):
            which = () if number else tuple(each.id for each in gone)
            rows.append(replace(entry, here=Here(why=Why.PUT_ASIDE, marks=which)))
        state.pop(id, None)
        state.update(back)
    for entry in coming:
        rows.append(store_once_more(entry, stored, make))
        _apply_leniently(state, entry.change)
    rest = {id: record for id, record in state.items() if only is None or id in only}
    goal = {id: record for id, record in after.items() if only is None or id in only}
    corrections = make(tuple(diff_records.diff_record_sets(rest, goal)))
    return (*rows, *(replace(each, here=Here(why=Why.PUT_ASIDE)) for each in corrections))


def _entries_by_record(entries: Iterable[Entry], only: Collection[str] | None) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if only is None or entry.change.record in only:
            found.setdefault(entry.change.record, []).append(entry)
    return found


def _count_shared_entries(ours: Sequence[Entry], theirs: Sequence[Entry]) -> int:
    """How many entries two lists begin with alike."""
    count = 0
    for one, other in zip(ours, theirs, strict=False):
        if one.id != other.id:
            break
        count += 1
    return count


def _repeat_removal(entries: Sequence[Entry]) -> Change:
    """A removal that changes nothing, of a record that is not here: said of it as it was last known."""
    change = next(each.change for each in reversed(entries) if each.change.operation is not Operation.UPDATE)
    kept = change.new if change.operation is Operation.CREATE else change.old
    return journal.delete_record(journal.from_journal_body(change.kind, change.record, kept))


def _apply_leniently(state: dict[str, Record], change: Change) -> None:
    after = journal.apply_change(state.get(change.record), change)
    if after is None:
        state.pop(change.record, None)
    else:
        state[change.record] = after
