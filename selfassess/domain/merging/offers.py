"""What a file offers again: what was put or left aside before, and what somebody decided not to be offered.

Leaving a row aside decides nothing, so it stays on offer for ever. That it is not to be offered again is a decision of
its own: it holds for what the file says of that record now, and ends when somebody revokes it or writes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from selfassess.domain.merging import set_aside
from selfassess.domain.merging.resolution import Decisions, left_aside
from selfassess.domain.merging.set_aside import Make, Mark
from selfassess.domain.merging.three_way import Difference, Merge, Records
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.journal import Entry, Operation, Why, from_journal_body
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.wording import choose_plural

Marks = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """``marks`` are what tells each difference again, by record; ``before`` what was last said of those offered.

    ``kept_back`` are the differences that are not offered since somebody decided so, with what was said then.
    """

    marks: Mapping[str, Marks] = field(default_factory=dict)
    before: Mapping[str, Mark] = field(default_factory=dict)
    kept_back: tuple[tuple[Difference, Mark], ...] = ()

    @property
    def declined_ids(self) -> frozenset[str]:
        """The ids of the records that are not offered."""
        return frozenset(each.id for each, _ in self.kept_back)

    def may_come_in(self, record: str) -> bool:
        """Whether what a file says of a record may come in."""
        return record not in self.declined_ids

    @property
    def describe_notes(self) -> tuple[str, ...]:
        """What there is to say of it, in sentences."""
        kept = _describe_count(
            [mark for _, mark in self.kept_back],
            KEPT_BACK,
        )
        return (*self._describe_offered_again(), *kept)

    def _describe_offered_again(self) -> Iterator[str]:
        for why, words in _AGAIN.items():
            yield from _describe_count([each for each in self.before.values() if each.why is why], words)

    def build_left_entries(
        self, merge: Merge, chosen: Decisions, mine: Records, source: str, make: Make
    ) -> tuple[Entry, ...]:  # fmt: skip
        """The entries that say what is left aside now or not to be offered again, where that is not known yet."""
        declined = left_aside(merge, Decisions(left=chosen.declined))
        aside = left_aside(merge, chosen)
        rows = []
        for each in merge.differences:
            if each.id not in aside:
                continue
            why, known = Why.DECLINED if each.id in declined else Why.LEFT, self.before.get(each.id)
            if known is None or known.why is not why:
                about = each.mine or each.record
                rows.append(
                    set_aside.make_mark_entry(about, why, self.marks[each.id], source, make, is_here=each.id in mine)
                )  # fmt: skip
        return tuple(rows)


NOTHING_SAID = Offered()

KEPT_BACK = "{} not offered, as {} decided{}. “Not offered again” in the File menu brings it back."
_AGAIN = {
    Why.PUT_ASIDE: "{} put aside here by {}{}, and offered again.",
    Why.LEFT: "{} left aside by {}{}, and offered again.",
}


def _describe_count(said: Sequence[Mark], words: str) -> Iterator[str]:
    if said:
        last = max(said, key=lambda each: each.hand.at).hand
        count = choose_plural(len(said), "One change of this file was", f"{len(said):,} changes of this file were")
        if words is KEPT_BACK:
            count = count.replace(" was", " is").replace(" were", " are")
        yield words.format(count, last.name, f" on {last.local_day}" if last.local_day else "")


def sort_out_offers(merge: Merge, journal: Sequence[Entry], fresh: Iterable[Entry]) -> tuple[Merge, Offered]:
    """A merge without what is not to be offered, and what was said before of each of its differences.

    ``fresh`` are the entries of a copy that are not in force here; of any other file what it says is all there is.
    """
    by_record: dict[str, list[str]] = {}
    for entry in fresh:
        by_record.setdefault(entry.change.record, []).append(entry.id)
    marks = {
        each.id: tuple(by_record.get(each.id, ())) or (_fingerprint_difference(each),) for each in merge.differences
    }
    said = set_aside.find_marks(journal)
    if not said:
        return merge, Offered(marks=marks)
    undone = _put_aside(journal, said)
    before = {}
    for each in merge.differences:
        known = [said[mark] for mark in marks[each.id] if mark in said]
        if len(known) == len(marks[each.id]):
            before[each.id] = max(known, key=lambda mark: mark.why is not Why.DECLINED)
        elif found := [undone[spot] for spot in _spots_of_difference(each) if spot in undone]:
            before[each.id] = found[-1]
    kept_back = _declined_alone(merge, {id for id, mark in before.items() if mark.why is Why.DECLINED})
    offered = tuple(each for each in merge.differences if each.id not in kept_back)
    return replace(merge, differences=offered), Offered(
        marks=marks,
        before={id: mark for id, mark in before.items() if id not in kept_back},
        kept_back=tuple((each, before[each.id]) for each in merge.differences if each.id in kept_back),
    )


def _declined_alone(merge: Merge, declined: set[str]) -> set[str]:
    """Those that are not offered: not what something belongs to that is offered."""
    waiting = [each for each in merge.differences if each.id not in declined]
    by_id = {each.id: each for each in merge.differences}
    while waiting:
        above = [id for id in waiting.pop().within if id in declined]
        declined = declined.difference(above)
        waiting += [by_id[id] for id in above]
    return declined


def _fingerprint_difference(difference: Difference) -> str:
    """What tells a difference again where no journal does: what it would do, to which record if that is here."""
    about = difference.mine or difference.base
    theirs = None if difference.theirs is None else sorted(difference.theirs.values.items())
    said = [(each.field, each.theirs) for each in difference.fields] if about is not None else theirs
    whole = (difference.kind, difference.record.assessment, about.id if about else "", difference.outcome, said)
    return f"={hashlib.sha256(repr(whole).encode()).hexdigest()}"


Spot = tuple[object, ...]


def _spots_of_difference(difference: Difference) -> Iterator[Spot]:
    if difference.mine is None and difference.theirs is not None:
        yield _spot_of_record(difference.theirs)
    for each in difference.fields:
        yield (difference.id, each.field, each.theirs)


def _spot_of_record(record: Record) -> Spot:
    return (record.kind, tuple(sorted((key, value) for key, value in record.values.items() if value is not None)))


def _put_aside(journal: Iterable[Entry], said: Mapping[str, Mark]) -> dict[Spot, Mark]:
    """What entries said that were put aside here, whoever it came from."""
    found: dict[Spot, Mark] = {}
    for entry in journal:
        mark = said.get(entry.here.again if entry.here is not None else entry.id)
        if mark is None or mark.why is not Why.PUT_ASIDE:
            continue
        change = entry.change
        if change.operation is Operation.CREATE:
            found[_spot_of_record(from_journal_body(change.kind, change.record, change.new))] = mark
        elif change.operation is Operation.UPDATE:
            new = tuple(change.new) if isinstance(change.new, list) else change.new
            found[change.record, change.field, new] = mark
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision not to offer something again: of which record of which file, who and when."""

    marks: Marks
    record: Record
    mark: Mark


def list_declined_decisions(there: Workbook) -> tuple[Decided, ...]:
    """The decisions not to offer something again that hold in a workbook, latest first."""
    said = set_aside.find_marks(there.journal)
    names: dict[str, Record] = {}
    for entry in there.journal:
        if (
            entry.here is not None
            and entry.here.why is Why.DECLINED
            and entry.change.old
            and entry.change.field is None
        ):
            names[entry.change.record] = from_journal_body(entry.change.kind, entry.change.record, entry.change.old)
    names |= there.by_id
    by_record: dict[str, list[str]] = {}
    for id, mark in said.items():
        if mark.why is Why.DECLINED and mark.record in names:
            by_record.setdefault(mark.record, []).append(id)
    found = [Decided(marks=tuple(ids), record=names[record], mark=said[ids[-1]]) for record, ids in by_record.items()]
    return tuple(sorted(found, key=lambda each: each.mark.hand.at, reverse=True))
