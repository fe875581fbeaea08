"""The evidence of a year as a library: which items are one document, and which do not look like something to send.

What is said here is a hint by titles and fingerprints; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from selfassess.domain.information_return.look_back import find_last_covered_day
from selfassess.domain.model.addresses import normalise_location
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.dates import MONTHS
from selfassess.domain.text.folding import fold_text

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
        for group in self.shared_groups():
            group.sort(key=order)

    def records_at(self, key: str) -> Sequence[Record]:
        """The records with this key, in order."""
        found = self._of.get(key, [])
        if isinstance(found, list):
            return found
        return (found,)

    def shared_groups(self) -> Iterator[list[Record]]:
        """The records of each key that two or more have."""
        return (group for group in self._of.values() if isinstance(group, list))

    def update_index(self, gone: Iterable[Record], come: Iterable[Record]) -> _Index:
        """The same without some records and with others."""
        changed = _Index(self._key, self._order, ())
        changed._of = dict(self._of)
        removed = {record.id for record in gone}
        for key in {self._key(record) for record in gone} - {""}:
            left = [record for record in self.records_at(key) if record.id not in removed]
            del changed._of[key]
            if left:
                changed._of[key] = left if len(left) > 1 else left[0]
        for key, records in _group_records(come, self._key).items():
            # Another list, as the one before is that of the index this came from.
            group = sorted((*changed.records_at(key), *records), key=self._order)
            changed._of[key] = group if len(group) > 1 else group[0]
        return changed


def _group_records(records: Iterable[Record], key: Callable[[Record], str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        name = key(record)
        if name:
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
                for key, order in (
                    (_content_hash, _key_of_all),
                    (_normalised_place, _key_of_all),
                    (_topic_of_record, _issue_date),
                )
            )
        else:
            gone = [record for id, record in before._by_id.items() if self._by_id.get(id) is not record]
            come = [record for id, record in self._by_id.items() if before._by_id.get(id) is not record]
            self._content, self._place, self._topic = (
                index.update_index(gone, come) for index in (before._content, before._place, before._topic)
            )

    def holds_item(self, record: Record) -> bool:
        """Whether an item is one of these, whatever is written in it."""
        return record.id in self._by_id

    def with_content(self, sha256: str) -> Sequence[Record]:
        """The items whose file has this fingerprint."""
        return self._content.records_at(sha256)

    def at_place(self, location: str) -> Sequence[Record]:
        """The items at a place, however it is written; what is held in a system has no place of its own."""
        return self._place.records_at(normalise_location(location))

    def likely_duplicates(self) -> Iterator[Sequence[Record]]:
        """Items of one content, then items of one place: two and more."""
        yield from self._content.shared_groups()
        yield from self._place.shared_groups()

    def copies_of(self, record: Record) -> tuple[Record, ...]:
        """The other items with the content or at the place of this one."""
        same = (*self._content.records_at(_content_hash(record)), *self._place.records_at(_normalised_place(record)))
        return tuple({other.id: other for other in same if other.id != record.id}.values())

    def find_later_issue(self, record: Record) -> Record | None:
        """The latest of the plans or minutes on the topic of this one, where that is another document."""
        same = {other.id for other in self.copies_of(record)}
        for other in reversed(self._topic.records_at(_topic_of_record(record))):
            if other.id == record.id:
                return None
            if other.id not in same:
                return other
        return None


def find_duplicates(library: Library) -> tuple[tuple[Record, ...], ...]:
    """Items that are one document, by content or by address: groups of two and more, in the library's order."""
    group_of: dict[str, list[Record]] = {}
    for same in library.likely_duplicates():
        merged: dict[str, Record] = {}
        for record in same:
            merged |= {each.id: each for each in group_of.get(record.id, [record])}
        group = list(merged.values())
        group_of |= dict.fromkeys(merged, group)
    order = {record.id: place for place, record in enumerate(library.evidence)}
    groups = {id(group): sorted(group, key=lambda record: order[record.id]) for group in group_of.values()}
    return tuple(tuple(group) for group in sorted(groups.values(), key=lambda group: order[group[0].id]))


def explain_unsuitable(assessment: Assessment, record: Record, library: Library) -> tuple[str, ...]:
    """Why an item of a year's library may be something not to send, each reason a plain sentence; empty for none."""
    return tuple(_unsuitable_reasons(assessment, record, library))


def _unsuitable_reasons(assessment: Assessment, record: Record, library: Library) -> Iterator[str]:
    same = library.copies_of(record)
    later = library.find_later_issue(record)
    asked = assessment.information_return
    named = fold_text(f"{record.text_of('title')}\n{_file_name(record)}")
    for rule in asked.not_to_send if asked else ():
        if (rule.key == DUPLICATES and same) or (rule.key == LATEST_ONLY and later):
            continue  # what follows says more
        if any(re.search(rf"\b{re.escape(fold_text(word))}", named) for word in rule.words):
            yield f"By its title it may be something not to send: {rule.rule}."
    if later:
        which = "A later" if "" < _issue_date(record) < _issue_date(later) else "Another"
        yield f"{which} one on the same topic is here, and only the latest is sent: {_name_titles((later,))}."
    if same:
        yield f"The same document is here as {_name_titles(same)}: send it once, under each of its IR numbers."


def _name_titles(records: tuple[Record, ...]) -> str:
    named = [f"“{record.text_of('title')}”" for record in records[:_SHOWN]]
    more = len(records) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _file_name(record: Record) -> str:
    """The name a file has, where the item is one; words of an address are not its title."""
    if record["location_kind"] != "file":
        return ""
    return normalise_location(record.text_of("location")).rpartition("/")[2]


def _topic_of_title(title: str) -> str:
    """What plans or minutes are about: the title without what tells one issue from the next; "" for anything else."""
    said = fold_text(title).replace("_", " ")
    if not _SERIES.search(said):
        return ""
    return " ".join(_OF_ONE_ISSUE.sub(" ", said).split())


def _issue_date(record: Record) -> str:
    return record.text_of("dated_on") or find_last_covered_day(record)


def _content_hash(record: Record) -> str:
    return record.text_of("sha256").strip().casefold()


def _normalised_place(record: Record) -> str:
    if record["location_kind"] == "system":
        return ""
    return normalise_location(record.text_of("location"))


def _topic_of_record(record: Record) -> str:
    return _topic_of_title(record.text_of("title"))


def _key_of_all(_: Record) -> str:
    return ""


def bring_library_up(before: Library | None, assessment: Assessment) -> Library:
    """The library of a year as it is now; ``before`` is that of an earlier state of it, where there is one."""
    evidence = assessment.records_of("evidence")
    if before is not None and before.evidence is evidence:
        return before
    near = None
    if before is not None and evidence and before.holds_item(evidence[0]):
        near = before
    return Library(evidence, near)
