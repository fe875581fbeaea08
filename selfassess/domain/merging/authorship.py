"""Who wrote what stands on either side when two copies meet. Times are there to be read: nothing goes by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from selfassess.domain.model.journal import Entry
from selfassess.domain.text.wording import british_date, count_noun, format_local_moment, join_with_and

SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Somebody who wrote, and when that was by their clock (ISO 8601)."""

    author: str
    at: str

    @property
    def name(self) -> str:
        """Who it was."""
        return self.author.strip() or SOMEBODY

    @property
    def describe_author_and_time(self) -> str:
        """Who and when: "Ben, 3 March 2025, 14:02"."""
        local = _to_local_time(self.at)
        return f"{self.name}, {format_local_moment(local)}" if local else self.name

    @property
    def local_day(self) -> str:
        """The local day, "" where the time is not one."""
        local = _to_local_time(self.at)
        return british_date(local.date().isoformat()) if local else ""


class Hands:
    """Who last wrote each field and each record, in the order in which a journal came to know it."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._fields: dict[tuple[str, str | None], tuple[int, Entry]] = {}
        self._records: dict[str, Entry] = {}
        self._authors: dict[str, set[str]] = {}
        for place, entry in enumerate(entries):
            self._fields[entry.change.record, entry.change.field] = (place, entry)
            self._records[entry.change.record] = entry
            self._authors.setdefault(entry.change.record, set()).add(entry.author)

    def find_author(self, record: str, field: str | None) -> Hand | None:
        """Who wrote what a field holds; None where nobody is known to have."""
        found = [each for key in {field, None} if (each := self._fields.get((record, key)))]
        return _make_hand(max(found, key=lambda each: each[0])[1]) if found else None

    def authors_of_record(self, record: str) -> frozenset[str]:
        """Everybody who wrote anything in a record."""
        return frozenset(self._authors.get(record, ()))

    def last_author(self, record: str) -> Hand | None:
        """Who wrote anything in a record last, or made or removed it."""
        entry = self._records.get(record)
        return _make_hand(entry) if entry is not None else None


@dataclass(frozen=True, slots=True)
class Writers:
    """Who wrote what on either side: ``there`` knows nobody where a file does not tell."""

    here: Hands
    there: Hands


NOBODY = Writers(Hands(), Hands())


def list_author_names(hands: Iterable[Hand | None]) -> tuple[str, ...]:
    """Everybody's name, each once, in order."""
    return tuple(dict.fromkeys(each.name for each in hands if each is not None))


def describe_changes(entries: Sequence[Entry]) -> str:
    """How many changes by whom since when: "14 changes by Ben and Cara since 3 March 2025"."""
    count = count_noun(len(entries), "change")
    who = sorted(list_author_names(map(_make_hand, entries)))
    since = min(
        (_make_hand(entry) for entry in entries if _to_local_time(entry.at)), key=lambda each: each.at, default=None
    )
    return f"{count} by {join_with_and(who)}" + (f" since {since.local_day}" if since else "")


def _make_hand(entry: Entry) -> Hand:
    return Hand(author=entry.author, at=entry.at)


def _to_local_time(at: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(at)
        return found.astimezone() if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
