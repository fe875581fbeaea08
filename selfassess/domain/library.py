"""The evidence of a year as a library: which items are one document, and which do not look like something to send.

What is said here is a hint by titles and fingerprints; a person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from selfassess.domain.addresses import same_place
from selfassess.domain.fields import MONTHS
from selfassess.domain.look_back import covered_until
from selfassess.domain.records import Record
from selfassess.domain.workbook import Assessment

LATEST_ONLY = "older-minutes"
DUPLICATES = "duplicates"
"""Rules of a return on what not to send that other evidence decides, beside the words in a title."""

_SERIES = re.compile(r"\b(?:plans?|minutes|notes of)\b")
_OF_ONE_ISSUE = re.compile(
    r"\b(?:\d\w*|v\d[\w.]*|version|issue|final|draft|latest|updated?|revised|signed|copy|of|the|for|and|at|in|on|from|to"
    rf"|{'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS)}|sept|spring|summer|autumn|winter|q[1-4])\b|[\W_]+"
)
_SHOWN = 3


class Library:
    """The evidence of one year, sorted by what each item holds, where it is, and what it is about."""

    def __init__(self, evidence: Iterable[Record]) -> None:
        self.evidence = tuple(evidence)

    @cached_property
    def by_content(self) -> Mapping[str, tuple[Record, ...]]:
        """Fingerprint -> the items with this content."""
        return _sorted((record.text("sha256").strip().casefold(), record) for record in self.evidence)

    @cached_property
    def by_place(self) -> Mapping[str, tuple[Record, ...]]:
        """Place, however it is written -> the items that are there; what is held in a system has none of its own."""
        return _sorted(
            (same_place(record.text("location")), record)
            for record in self.evidence
            if record["location_kind"] != "system"
        )

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Record, ...]]:
        """Topic -> the plans or minutes on it, whatever their versions, by date; those without one come first."""
        return _sorted((_topic(record.text("title")), record) for record in sorted(self.evidence, key=_issued))

    def same_as(self, record: Record) -> tuple[Record, ...]:
        """The other items with the content or at the place of this one."""
        content = self.by_content.get(record.text("sha256").strip().casefold(), ())
        place = (
            self.by_place.get(same_place(record.text("location")), ()) if record["location_kind"] != "system" else ()
        )
        return tuple({other.id: other for other in (*content, *place) if other.id != record.id}.values())

    def later_than(self, record: Record) -> Record | None:
        """The latest of the plans or minutes on the topic of this one, where that is another document."""
        same = {other.id for other in self.same_as(record)}
        there = self.by_topic.get(_topic(record.text("title")), ())
        for other in reversed(there):
            if other.id == record.id:
                return None
            if other.id not in same:
                return other
        return None


def duplicates(assessment: Assessment) -> tuple[tuple[Record, ...], ...]:
    """Items that are one document, by content or by address: groups of two and more, in the library's order."""
    library = _library(assessment)
    group_of: dict[str, list[Record]] = {}
    for same in (*library.by_content.values(), *library.by_place.values()):
        if len(same) < 2:
            continue
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
    named = f"{record.text('title')}\n{_file_name(record)}".casefold()
    for rule in asked.not_to_send if asked else ():
        if (rule.key == DUPLICATES and same) or (rule.key == LATEST_ONLY and later):
            continue  # what follows says more
        if any(re.search(rf"\b{re.escape(word.casefold())}", named) for word in rule.words):
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


def _topic(title: str) -> str:
    """What plans or minutes are about: the title without what tells one issue from the next; "" for anything else."""
    said = title.casefold().replace("_", " ")
    return " ".join(_OF_ONE_ISSUE.sub(" ", said).split()) if _SERIES.search(said) else ""


def _issued(record: Record) -> str:
    return record.text("dated_on") or covered_until(record)


def _sorted(keyed: Iterable[tuple[str, Record]]) -> Mapping[str, tuple[Record, ...]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for key, record in keyed:
        if key:
            found[key].append(record)
    return {key: tuple(records) for key, records in found.items()}


_last: list[Library] = []


def _library(assessment: Assessment) -> Library:
    """The library of a year; lists ask item by item, so the last one is held while its evidence is the same."""
    evidence = assessment.of("evidence")
    library = next(iter(_last), None)
    if library is None or library.evidence is not evidence:
        library = Library(evidence)
        _last[:] = [library]
    return library
