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
from selfassess.domain.model.commands import owners
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Change, Entry, Operation, creation, record_of, update

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
    def key(self) -> tuple[str, str | None, str]:
        """What tells it from every other, however often it is saved on."""
        return self.record, self.field, self.began

    @property
    def is_removal(self) -> bool:
        """Whether a record was removed."""
        return self.operation is Operation.DELETE


def tell(entries: Iterable[Entry]) -> Iterator[Telling]:
    """The story of these entries (all, or those of one record), earliest known first; a sitting where it ended."""
    told: dict[int, Telling] = {}
    for telling, replaced in telling_on(entries):
        told.pop(replaced, None)
        told[telling.place] = telling
    yield from told.values()


def telling_on(entries: Iterable[Entry]) -> Iterator[tuple[Telling, int]]:
    """Each entry as it is told, with the place of the telling that it goes on from and takes the place of; or -1."""
    says: dict[str, _Says] = {}
    last: dict[tuple[str, str | None], Telling] = {}
    for place, entry in enumerate(entries):
        change = entry.change
        if set_aside.changes_nothing(entry):
            continue
        say = says.setdefault(change.record, _Says())
        spot = (change.record, change.field)
        telling = _told(place, entry, _way(entry, say, last.get((change.record, None))))
        if entry.here is None or entry.here.why is None:
            say.take(entry)
        before = last.get(spot)
        replaced = -1
        if before is not None and _goes_on(before, telling):
            replaced = before.place
            telling = replace(telling, old=before.old, began=before.began, saves=before.saves + 1)
        last[spot] = telling
        yield telling, replaced


def _told(place: int, entry: Entry, way: Way) -> Telling:
    change = entry.change
    return Telling(
        place=place, kind=change.kind, record=change.record, operation=change.operation, field=change.field,
        old=change.old, new=change.new, author=entry.author, began=entry.at, at=entry.at, way=way,
    )  # fmt: skip


class _Says:
    """Who has the say on a record; worked out once something came in: until then each entry replaces all before it."""

    def __init__(self) -> None:
        self._before: list[Entry] = []
        self._say: Say | None = None

    def take(self, entry: Entry) -> None:
        if self._say is None:
            self._before.append(entry)
            if entry.follows is None:
                return
            self._say = Say()
            for each in self._before:
                self._say.take(each)
            self._before.clear()
            return
        self._say.take(entry)

    def contested(self, field: str | None) -> bool:
        """Whether several have the say who did not know of each other."""
        return self._say is not None and len(self._say.of(field)) > 1


def _way(entry: Entry, say: _Says, whole: Telling | None) -> Way:
    """Where several had the say who did not know of each other, an entry of this workbook decides between them."""
    if entry.redaction:
        return Way.REMOVED
    if entry.here is not None:
        return Way.AGAIN if entry.here.again else Way.ASIDE
    if entry.follows is not None:
        return Way.CAME_IN
    if say.contested(entry.change.field):
        return Way.DECIDED
    removed = whole is not None and whole.way is Way.CAME_IN and whole.is_removal
    return Way.DECIDED if removed and entry.change.operation is Operation.CREATE else Way.WRITTEN


def _goes_on(before: Telling, telling: Telling) -> bool:
    """Whether somebody still writes at the same: the same person, soon after, going on from what stood there."""
    if telling.operation is not Operation.UPDATE or (before.author, before.way) != (telling.author, telling.way):
        return False
    if telling.way is not Way.WRITTEN or telling.old != before.new:
        return False
    first, then = moment(before.at), moment(telling.at)
    return first is not None and then is not None and abs(then - first) <= SITTING


# One field


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a field said from some moment on, and whose it is. ``value`` is None where it was empty."""

    value: Any
    telling: Telling

    @property
    def words(self) -> str:
        """Who and when: "Ada, 17 February 2025, 14:02 to 14:20"."""
        return f"{self.telling.author}, {span(self.telling)}"

    @property
    def note(self) -> str:
        """What is to be said of how it came to be, "" where it was just written."""
        if self.telling.operation is Operation.CREATE:
            made = "when this was added"
            return f"{made}, {self.telling.way}" if self.telling.way else made
        return str(self.telling.way)


def versions(entries: Iterable[Entry], field: str) -> tuple[Version, ...]:
    """The versions of one field from the journal of its record, earliest known first.

    What it was left as when two copies met is a version too: somebody decided for it.
    """
    found: list[Version] = []
    for telling in tell(each for each in entries if each.change.field in (None, field)):
        if telling.is_removal:
            continue
        value = telling.new if telling.field == field else telling.new["values"].get(field)
        value = tuple(value) if isinstance(value, list) else value
        if telling.field is None and (value is None if not found else value == found[-1].value):
            continue  # added with nothing in it, or brought back as it was
        found.append(Version(value=value, telling=telling))
    return tuple(found)


# Times


def moment(at: str) -> datetime | None:
    """A time of the journal, None where it is not one."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def day(at: str) -> date | None:
    """The local day of a time of the journal, None where it is not one."""
    found = moment(at)
    return found.astimezone().date() if found is not None else None


def short(at: str) -> str:
    """A time of the journal for a column: "17 Feb 2025, 14:02" in local time."""
    found = moment(at)
    if found is None:
        return at
    local = found.astimezone()
    return f"{local.day} {british_date(local.date().isoformat()).split()[1][:3]} {local:%Y, %H:%M}"


def span(telling: Telling) -> str:
    """When it was, in local time: "17 February 2025, 14:02", or "…, 14:02 to 14:20" of a sitting."""
    first, last = moment(telling.began), moment(telling.at)
    if first is None or last is None:
        return telling.at
    began, ended = (f"{british_date(each.date().isoformat())}, {each:%H:%M}" for each in _local(first, last))
    if began == ended:
        return began
    same_day = began.rpartition(", ")[0] == ended.rpartition(", ")[0]
    return f"{began} to {ended.rpartition(', ')[2] if same_day else ended}"


def _local(*moments: datetime) -> Iterator[datetime]:
    return (each.astimezone() for each in moments)


# What was removed


def brought_back(
    id: str, step: Sequence[Change], records: Mapping[str, Record], years: Iterable[str]
) -> tuple[Change, ...]:
    """The changes that bring a removed record back, with what belonged to it and the links to it that went too.

    ``step`` are the changes of the step that removed it, ``records`` what is in its year now, ``years`` the ids of the
    years that are there. Raises WrongUseError where it cannot come back.
    """
    removed = {each.record: record_of(each.kind, each.record, each.old) for each in step if _is_removal(each)}
    wanted = removed[id]
    if wanted.kind == ASSESSMENT or wanted.assessment not in set(years):
        raise WrongUseError("A whole year is brought back with Undo, or from a backup.")
    coming = _with_theirs(wanted, removed)
    there = records.keys() | coming.keys()
    if any(owner not in there for owner in owners(wanted)):
        raise WrongUseError("What this belonged to was removed as well. Bring that back, and this comes with it.")
    made = [creation(_without_lost(each, there)) for each in coming.values()]
    return (*made, *_relinked(step, coming, records))


def _is_removal(change: Change) -> bool:
    return change.operation is Operation.DELETE


def _with_theirs(wanted: Record, removed: Mapping[str, Record]) -> dict[str, Record]:
    """A record and what belonged to it, owners first."""
    coming = {wanted.id: wanted}
    while more := {id: r for id, r in removed.items() if id not in coming and coming.keys() & set(owners(r))}:
        coming |= more
    return coming


def _without_lost(record: Record, there: Iterable[str]) -> Record:
    """A record as it was, without its links to what is no longer there."""
    values, known = dict(record.values), set(there)
    for spec in CATALOGUE[record.kind].fields:
        links = values[spec.key]
        if links_to_records(spec) and isinstance(links, tuple):
            values[spec.key] = tuple(link for link in links if link in known) or None
    return replace(record, values=values)


def _relinked(step: Sequence[Change], coming: Mapping[str, Record], records: Mapping[str, Record]) -> Iterator[Change]:
    """The links to what comes back, where they were taken out with it and are still missing."""
    for change in step:
        record = records.get(change.record)
        if change.operation is not Operation.UPDATE or record is None or change.field == POSITION:
            continue
        now = record.links(str(change.field))
        lost = [link for link in change.old or () if link in coming and link not in now]
        if isinstance(change.old, tuple | list) and lost:
            yield update(record, str(change.field), (*now, *lost))
