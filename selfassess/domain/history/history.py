"""The story that the journal tells: who wrote what when, with the saves of one sitting told as one.

It is told in the order in which things came to be known in this workbook; times are told as they were written, and
clocks can be wrong. What came in from a copy and what was decided when two copies met are told as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from selfassess.domain.merging import set_aside
from selfassess.domain.merging.causality import Say
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import list_owners
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import (
    ASSESSMENT,
    POSITION,
    Change,
    Entry,
    Operation,
    create_record,
    from_journal_body,
    update_field,
)
from selfassess.domain.text.wording import british_date, format_local_moment

SITTING = timedelta(minutes=30)
"""Saves of one field by one person that are no further apart are told as one."""


class Way(StrEnum):
    """How something came to be known here."""

    WRITTEN = ""
    CAME_IN = "came in from a copy"
    DECIDED = "decided when two copies met"
    ASIDE = "put aside here"
    AGAIN = "taken up again here"
    REMOVED = "what it said was removed for good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing that somebody did to one field, or to a whole record (``field`` None), in one sitting.

    ``began`` and ``at`` are its first and last moment (UTC, ISO 8601) and ``saves`` how often it was saved meanwhile.
    ``place`` is where the last of it stands in the story, counted from 0.
    """

    place: int
    kind: str
    record: str
    operation: Operation
    field: str | None
    old: Any
    new: Any
    author: str
    began: str
    at: str
    way: Way = Way.WRITTEN
    saves: int = 1

    @property
    def identity_key(self) -> tuple[str, str | None, str]:
        """What tells it from every other, however often it is saved on."""
        return self.record, self.field, self.began

    @property
    def is_removal(self) -> bool:
        """Whether a record was removed."""
        return self.operation is Operation.DELETE


def tell_history(entries: Iterable[Entry]) -> Iterator[Telling]:
    """The story of these entries (all, or those of one record), earliest known first; a sitting where it ended."""
    told: dict[int, Telling] = {}
    for telling, replaced in tell_with_predecessors(entries):
        told.pop(replaced, None)
        told[telling.place] = telling
    yield from told.values()


def tell_with_predecessors(entries: Iterable[Entry]) -> Iterator[tuple[Telling, int]]:
    """Each entry as it is told, with the place of the telling that it goes on from and takes the place of; or -1."""
    says: dict[str, _Says] = {}
    last: dict[tuple[str, str | None], Telling] = {}
    for place, entry in enumerate(entries):
        change = entry.change
        if set_aside.changes_nothing(entry):
            continue
        say = says.setdefault(change.record, _Says())
        spot = (change.record, change.field)
        telling = _build_telling(place, entry, _choose_way(entry, say, last.get((change.record, None))))
        if entry.here is None or entry.here.why is None:
            say.add_entry(entry)
        before = last.get(spot)
        replaced = -1
        if before is not None and _continues_telling(before, telling):
            replaced = before.place
            telling = replace(telling, old=before.old, began=before.began, saves=before.saves + 1)
        last[spot] = telling
        yield telling, replaced


def _build_telling(place: int, entry: Entry, way: Way) -> Telling:
    change = entry.change
    return Telling(
        place=place,
        kind=change.kind,
        record=change.record,
        operation=change.operation,
        field=change.field,
        old=change.old,
        new=change.new,
        author=entry.author,
        began=entry.at,
        at=entry.at,
        way=way,
    )


class _Says:
    """Who has the say on a record; worked out once something came in: until then each entry replaces all before it."""

    def __init__(self) -> None:
        self._before: list[Entry] = []
        self._say: Say | None = None

    def add_entry(self, entry: Entry) -> None:
        if self._say is None:
            self._before.append(entry)
            if entry.follows is None:
                return
            self._say = Say()
            for each in self._before:
                self._say.add_entry(each)
            self._before.clear()
            return
        self._say.add_entry(entry)

    def is_contested(self, field: str | None) -> bool:
        """Whether several have the say who did not know of each other."""
        return self._say is not None and len(self._say.entries_deciding(field)) > 1


def _choose_way(entry: Entry, say: _Says, whole: Telling | None) -> Way:
    """Where several had the say who did not know of each other, an entry of this workbook decides between them."""
    if entry.redaction:
        return Way.REMOVED
    if entry.here is not None:
        if entry.here.again:
            return Way.AGAIN
        return Way.ASIDE
    if entry.follows is not None:
        return Way.CAME_IN
    if say.is_contested(entry.change.field):
        return Way.DECIDED
    removed = whole is not None and whole.way is Way.CAME_IN and whole.is_removal
    if removed and entry.change.operation is Operation.CREATE:
        return Way.DECIDED
    return Way.WRITTEN


def _continues_telling(before: Telling, telling: Telling) -> bool:
    """Whether somebody still writes at the same: the same person, soon after, going on from what stood there."""
    if telling.operation is not Operation.UPDATE or (before.author, before.way) != (telling.author, telling.way):
        return False
    if telling.way is not Way.WRITTEN or telling.old != before.new:
        return False
    first = parse_journal_time(before.at)
    then = parse_journal_time(telling.at)
    if first is None:
        return False
    return then is not None and abs(then - first) <= SITTING


# One field


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a field said from some moment on, and whose it is. ``value`` is None where it was empty."""

    value: Any
    telling: Telling

    @property
    def who_and_when(self) -> str:
        """Who and when: "Ada, 17 February 2025, 14:02 to 14:20"."""
        return f"{self.telling.author}, {format_time_span(self.telling)}"

    @property
    def describe_origin(self) -> str:
        """What is to be said of how it came to be, "" where it was just written."""
        if self.telling.operation is Operation.CREATE:
            made = "when this was added"
            if not self.telling.way:
                return made
            return f"{made}, {self.telling.way}"
        return str(self.telling.way)


def list_field_versions(entries: Iterable[Entry], field: str) -> tuple[Version, ...]:
    """The versions of one field from the journal of its record, earliest known first.

    What it was left as when two copies met is a version too: somebody decided for it.
    """
    found: list[Version] = []
    tellings = tell_history(each for each in entries if each.change.field in (None, field))
    for telling in tellings:
        if telling.is_removal:
            continue
        value = telling.new if telling.field == field else telling.new["values"].get(field)
        value = tuple(value) if isinstance(value, list) else value
        is_same_as_last = telling.field is None and (value is None if not found else value == found[-1].value)
        if is_same_as_last:
            continue  # added with nothing in it, or brought back as it was
        found.append(Version(value=value, telling=telling))
    return tuple(found)


# Times


def parse_journal_time(at: str) -> datetime | None:
    """A time of the journal, None where it is not one."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    if found.tzinfo is not None:
        return found
    return None


def find_local_day(at: str) -> date | None:
    """The local day of a time of the journal, None where it is not one."""
    found = parse_journal_time(at)
    if found is None:
        return None
    return found.astimezone().date()


def format_journal_time(at: str) -> str:
    """A time of the journal for a column: "17 Feb 2025, 14:02" in local time."""
    found = parse_journal_time(at)
    if found is None:
        return at
    local = found.astimezone()
    return f"{local.day} {british_date(local.date().isoformat()).split()[1][:3]} {local:%Y, %H:%M}"


def format_time_span(telling: Telling) -> str:
    """When it was, in local time: "17 February 2025, 14:02", or "…, 14:02 to 14:20" of a sitting."""
    first = parse_journal_time(telling.began)
    last = parse_journal_time(telling.at)
    if first is None or last is None:
        return telling.at
    began, ended = format_local_moment(first), format_local_moment(last)
    if began == ended:
        return began
    same_day = began.rpartition(", ")[0] == ended.rpartition(", ")[0]
    ending = ended.rpartition(", ")[2] if same_day else ended
    return f"{began} to {ending}"


# What was removed


def build_restoring_changes(
    id: str, step: Sequence[Change], records: Mapping[str, Record], years: Iterable[str]
) -> tuple[Change, ...]:
    """The changes that bring a removed record back, with what belonged to it and the links to it that went too.

    ``step`` are the changes of the step that removed it, ``records`` what is in its year now, ``years`` the ids of the
    years that are there. Raises WrongUseError where it cannot come back.
    """
    removed = {
        each.record: from_journal_body(each.kind, each.record, each.old) for each in step if _removes_record(each)
    }
    wanted = removed[id]
    if wanted.kind == ASSESSMENT or wanted.assessment not in set(years):
        raise WrongUseError("A whole year is brought back with Undo, or from a backup.")
    coming = _gather_owned_records(wanted, removed)
    there = records.keys() | coming.keys()
    owner_is_gone = any(owner not in there for owner in list_owners(wanted))
    if owner_is_gone:
        raise WrongUseError("What this belonged to was removed as well. Bring that back, and this comes with it.")
    made = [create_record(_drop_lost_links(each, there)) for each in coming.values()]
    return (*made, *_restore_removed_links(step, coming, records))


def _removes_record(change: Change) -> bool:
    return change.operation is Operation.DELETE


def _gather_owned_records(wanted: Record, removed: Mapping[str, Record]) -> dict[str, Record]:
    """A record and what belonged to it, owners first."""
    coming = {wanted.id: wanted}
    while more := {id: r for id, r in removed.items() if id not in coming and coming.keys() & set(list_owners(r))}:
        coming |= more
    return coming


def _drop_lost_links(record: Record, there: Iterable[str]) -> Record:
    """A record as it was, without its links to what is no longer there."""
    values = dict(record.values)
    known = set(there)
    for spec in CATALOGUE[record.kind].fields:
        links = values[spec.key]
        if links_to_records(spec) and isinstance(links, tuple):
            values[spec.key] = tuple(link for link in links if link in known) or None
    return replace(record, values=values)


def _restore_removed_links(
    step: Sequence[Change], coming: Mapping[str, Record], records: Mapping[str, Record]
) -> Iterator[Change]:
    """The links to what comes back, where they were taken out with it and are still missing."""
    for change in step:
        record = records.get(change.record)
        if change.operation is not Operation.UPDATE or record is None or change.field == POSITION:
            continue
        now = record.links_of(str(change.field))
        links_before = change.old or ()
        lost = [link for link in links_before if link in coming and link not in now]
        if isinstance(change.old, tuple | list) and lost:
            yield update_field(record, str(change.field), (*now, *lost))
