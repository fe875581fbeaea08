"""The evidence of a year as a library: which items are one document, and which do not look like something to send.

What is said here is a hint by titles and fingerprints; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from selfassess.domain.information_return.look_back import covered_until
from selfassess.domain.model.addresses import same_place
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.dates import MONTHS
from selfassess.domain.text.folding import fold

LATEST_ONLY = "older-minutes"
DUPLICATES = "duplicates"
"""Rules of a return on what not to send that other evidence decides, beside the words in a title."""

_SERIES = re.compile(r"\b(?:plans?|minutes|notes of)\b")
_OF_ONE_ISSUE = re.compile(
    r"\b(?:\d\w*|v\d[\w.]*|version|issue|final|draft|latest|updated?|revised|signed|copy|of|the|for|and|at|in|on|from|to"
    rf"|{'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS)}|sept|spring|summer|autumn|winter|q[1-4])\b|[\W_]+"
)
_SHOWN = 3


class _Index:
    """The records that have a key in common; one change to thousands does not sort them all again."""

    def __init__(self, key: Callable[[Record], str], order: Callable[[Record], str], records: Iterable[Record]) -> None:
        self._key, self._order = key, order
        # Most keys have one record: only where there are more is a list made.
        self._of: dict[str, Record | list[Record]] = {}
        for record in records:
            name = key(record)
            there = self._of.setdefault(name, record) if name else record
            if isinstance(there, list):
                there.append(record)
            elif there is not record:
                self._of[name] = [there, record]
        for group in self.groups():
            group.sort(key=order)

    def at(self, key: str) -> Sequence[Record]:
        """The records with this key, in order."""
        found = self._of.get(key, [])
        return found if isinstance(found, list) else (found,)

    def groups(self) -> Iterator[list[Record]]:
        """The records of each key that two or more have."""
        return (group for group in self._of.values() if isinstance(group, list))

    def after(self, gone: Iterable[Record], come: Iterable[Record]) -> _Index:
        """The same without some records and with others."""
        changed = _Index(self._key, self._order, ())
        changed._of = dict(self._of)
        removed = {record.id for record in gone}
        for key in {self._key(record) for record in gone} - {""}:
            left = [record for record in self.at(key) if record.id not in removed]
            del changed._of[key]
            if left:
                changed._of[key] = left if len(left) > 1 else left[0]
        for key, records in _grouped(come, self._key).items():
            # Another list, as the one before is that of the index this came from.
            group = sorted((*changed.at(key), *records), key=self._order)
            changed._of[key] = group if len(group) > 1 else group[0]
        return changed


def _grouped(records: Iterable[Record], key: Callable[[Record], str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        if name := key(record):
            found.setdefault(name, []).append(record)
    return found


class Library:
    """The evidence of one year, sorted by what each item holds, where it is, and what it is about."""

    def __init__(self, evidence: Iterable[Record], before: Library | None = None) -> None:
        """Sort evidence, or bring ``before``, an earlier state of it, up to what it is now."""
        self.evidence = tuple(evidence)
        self._by_id = {record.id: record for record in self.evidence}
        if before is None:
            self._content, self._place, self._topic = (
                _Index(key, order, self.evidence)
                for key, order in ((_content, _unsorted), (_place, _unsorted), (_topic_of, _issued))
            )
        else:
            gone = [record for id, record in before._by_id.items() if self._by_id.get(id) is not record]
            come = [record for id, record in self._by_id.items() if before._by_id.get(id) is not record]
            self._content, self._place, self._topic = (
                index.after(gone, come) for index in (before._content, before._place, before._topic)
            )

    def holds(self, record: Record) -> bool:
        """Whether an item is one of these, whatever is written in it."""
        return record.id in self._by_id

    def with_content(self, sha256: str) -> Sequence[Record]:
        """The items whose file has this fingerprint."""
        return self._content.at(sha256)

    def at_place(self, location: str) -> Sequence[Record]:
        """The items at a place, however it is written; what is held in a system has no place of its own."""
        return self._place.at(same_place(location))

    def alike(self) -> Iterator[Sequence[Record]]:
        """Items of one content, then items of one place: two and more."""
        yield from self._content.groups()
        yield from self._place.groups()

    def same_as(self, record: Record) -> tuple[Record, ...]:
        """The other items with the content or at the place of this one."""
        same = (*self._content.at(_content(record)), *self._place.at(_place(record)))
        return tuple({other.id: other for other in same if other.id != record.id}.values())

    def later_than(self, record: Record) -> Record | None:
        """The latest of the plans or minutes on the topic of this one, where that is another document."""
        same = {other.id for other in self.same_as(record)}
        for other in reversed(self._topic.at(_topic_of(record))):
            if other.id == record.id:
                return None
            if other.id not in same:
                return other
        return None


def duplicates(assessment: Assessment) -> tuple[tuple[Record, ...], ...]:
    """Items that are one document, by content or by address: groups of two and more, in the library's order."""
    library = _library(assessment)
    group_of: dict[str, list[Record]] = {}
    for same in library.alike():
        merged: dict[str, Record] = {}
        for record in same:
            merged |= {each.id: each for each in group_of.get(record.id, [record])}
        group = list(merged.values())
        group_of |= dict.fromkeys(merged, group)
    order = {record.id: place for place, record in enumerate(library.evidence)}
    groups = {id(group): sorted(group, key=lambda record: order[record.id]) for group in group_of.values()}
    return tuple(tuple(group) for group in sorted(groups.values(), key=lambda group: order[group[0].id]))


def unsuitable(assessment: Assessment, record: Record) -> tuple[str, ...]:
    """Why an item of evidence may be something not to send, each reason a plain sentence; empty where nothing shows."""
    return tuple(_reasons(assessment, record, _library(assessment)))


def _reasons(assessment: Assessment, record: Record, library: Library) -> Iterator[str]:
    same, later = library.same_as(record), library.later_than(record)
    asked = assessment.information_return
    named = fold(f"{record.text('title')}\n{_file_name(record)}")
    for rule in asked.not_to_send if asked else ():
        if (rule.key == DUPLICATES and same) or (rule.key == LATEST_ONLY and later):
            continue  # what follows says more
        if any(re.search(rf"\b{re.escape(fold(word))}", named) for word in rule.words):
            yield f"By its title it may be something not to send: {rule.rule}."
    if later:
        which = "A later" if "" < _issued(record) < _issued(later) else "Another"
        yield f"{which} one on the same topic is here, and only the latest is sent: {_titles((later,))}."
    if same:
        yield f"The same document is here as {_titles(same)}: send it once, under each of its IR numbers."


def _titles(records: tuple[Record, ...]) -> str:
    named = [f"“{record.text('title')}”" for record in records[:_SHOWN]]
    more = len(records) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _file_name(record: Record) -> str:
    """The name a file has, where the item is one; words of an address are not its title."""
    return same_place(record.text("location")).rpartition("/")[2] if record["location_kind"] == "file" else ""


@lru_cache(maxsize=50_000)  # as for places
def _topic(title: str) -> str:
    """What plans or minutes are about: the title without what tells one issue from the next; "" for anything else."""
    said = fold(title).replace("_", " ")
    return " ".join(_OF_ONE_ISSUE.sub(" ", said).split()) if _SERIES.search(said) else ""


def _issued(record: Record) -> str:
    return record.text("dated_on") or covered_until(record)


def _content(record: Record) -> str:
    return record.text("sha256").strip().casefold()


def _place(record: Record) -> str:
    return "" if record["location_kind"] == "system" else same_place(record.text("location"))


def _topic_of(record: Record) -> str:
    return _topic(record.text("title"))


def _unsorted(_: Record) -> str:
    return ""


_last: list[Library] = []


def _library(assessment: Assessment) -> Library:
    """The library of a year; lists ask item by item, so the last one is held while its evidence is the same."""
    evidence = assessment.of("evidence")
    library = next(iter(_last), None)
    if library is None or library.evidence is not evidence:
        near = library if library and evidence and library.holds(evidence[0]) else None
        library = Library(evidence, near)
        _last[:] = [library]
    return library
