"""Rows whose hidden id is not theirs: shown cells that were sorted by themselves, and rows that were copied.

What a row says is held against the record that its id names. Where it says what another record says, and that record's
own row says something else too, the ids stayed behind; where several rows have one id, the one that still says what the
record said is the original.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from selfassess.domain.merging.row_matching import ALIKE
from selfassess.domain.merging.three_way import is_same_value
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.new_year import new_id

_STRANGE = 0.5
"""A row that says less than this part of what its record says may be another's."""
_BY_ELIMINATION = 0.3
"""What the last row of a sorted sheet has to share with the last record that is left."""
_YEAR = "assessment"
_TO_THE_SECOND = 19

Records = Mapping[str, Record]
Said = tuple[str, object]


@dataclass(frozen=True, kw_only=True)
class Identities:
    """What the rows are after all. ``ids`` leads from the id that a row had to the one that it has now.

    ``fresh`` are those of them that were made up, ``sorted`` the ids of rows that were found again by what they say,
    ``lost`` the rows that fit no record, and ``missing`` the records whose rows these may be.
    """

    ids: Mapping[str, str]
    fresh: frozenset[str] = frozenset()
    sorted: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()


def identify_rows(theirs: Records, known: Records, copies: Mapping[str, str]) -> Identities:
    """What rows are that came in with ids. ``known`` are the records as they were sent; ``copies`` leads from the
    made-up id of a row to the id that stood in it, which another row before it had already.
    """
    ids: dict[str, str] = {}
    fresh: set[str] = set()
    moved: list[str] = []
    lost: list[str] = []
    missing: set[str] = set()
    for kind in sorted(CATALOGUE, key=lambda each: sum(map(links_to_records, CATALOGUE[each].fields))):
        group = _Group(kind, theirs, known, ids)
        found = group.match_permuted_rows()
        if not found:
            continue
        moved += found
        ids |= found
        left = [row for row in group.strange if row not in found and row in found.values()]
        free = [id for id in group.records if id not in found.values() and (id in found or id not in theirs)]
        if len(left) == len(free) == 1 and group.shared_part(theirs[left[0]], known[free[0]]) >= _BY_ELIMINATION:
            ids[left[0]] = free[0]
            moved += left
            left = []
        for row in left:
            ids[row] = new_id()
            fresh.add(ids[row])
            lost.append(row)
            missing.update(free)
    copied = []
    for written, rows in _find_repeated_rows(copies, theirs).items():
        if written in known and not ids.keys() & {written, *rows}:
            group = _Group(theirs[written].kind, theirs, known, ids)
            original = max((written, *rows), key=lambda row: group.count_equal_fields(theirs[row], known[written]))
            if original != written:
                ids |= {original: written, written: new_id()}
                fresh.add(ids[written])
                copied.append(written)
    return Identities(
        ids=ids,
        fresh=frozenset(fresh),
        sorted=tuple(moved),
        copied=tuple(copied),
        lost=tuple(lost),
        missing=frozenset(missing),
    )


def rename_rows(theirs: Records, known: Records, ids: Mapping[str, str]) -> dict[str, Record]:
    """The rows under the ids that they have after all.

    A link that came with its id in the hidden cells leads where it led; one that was read by a title leads to the row
    of that title. They are told apart by what the record had.
    """
    found: dict[str, Record] = {}
    for record in theirs.values():
        id = ids.get(record.id, record.id)
        was = known.get(id)
        values = {
            spec.key: _settle_row_value(spec, record[spec.key], was[spec.key] if was is not None else None, ids)
            for spec in CATALOGUE[record.kind].fields
        }
        found[id] = replace(record, id=id, values=values)
    return found


def _settle_row_value(spec: Field, value: Value, was: Value, ids: Mapping[str, str]) -> Value:
    if value is None or was == value:
        return value
    if spec.kind is Kind.DATETIME and was is not None and str(was)[:_TO_THE_SECOND] == str(value)[:_TO_THE_SECOND]:
        return was  # a cell shows no more of a moment
    if not links_to_records(spec):
        return value
    return _lead_links(value, ids)


def _lead_links(value: Value, ids: Mapping[str, str]) -> Value:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(ids.get(link, link) for link in value))
    if value is None:
        return None
    return ids.get(str(value), value)


def _find_repeated_rows(copies: Mapping[str, str], theirs: Records) -> dict[str, list[str]]:
    """The id that stood in several rows -> the made-up ids of all but the first."""
    rows: dict[str, list[str]] = defaultdict(list)
    for row, written in copies.items():
        if row in theirs and written in theirs and theirs[row].kind == theirs[written].kind:
            rows[written].append(row)
    return rows


class _Group:
    """The rows and records of one kind."""

    def __init__(self, kind: str, theirs: Records, known: Records, ids: Mapping[str, str]) -> None:
        self._ids = ids
        self._links = frozenset(spec.key for spec in CATALOGUE[kind].fields if links_to_records(spec))
        self._one_each = ONE_EACH.get(kind)
        self.records = {id: record for id, record in known.items() if record.kind == kind}
        self._rows = {id: theirs[id] for id in self.records if id in theirs and theirs[id].kind == kind}
        self.strange = [id for id, row in self._rows.items() if self._is_strange(row, self.records[id])]

    @cached_property
    def _ids_by_fact(self) -> dict[Said, list[str]]:
        """What records say -> the ids of those that say it."""
        where: dict[Said, list[str]] = defaultdict(list)
        for record in self.records.values():
            for said in self._facts_of_record(record):
                where[said].append(record.id)
        return where

    def match_permuted_rows(self) -> dict[str, str]:
        """Row -> its record, for rows that say what another record said, whose own row says something else."""
        strange = set(self.strange)
        pairs = []
        for row in self.strange:
            for id in self._find_candidates(self._rows[row]):
                share = self.shared_part(self._rows[row], self.records[id])
                is_permuted = id != row and share >= ALIKE and (id in strange or id not in self._rows)
                if is_permuted:
                    pairs.append((share, row, id))
        found: dict[str, str] = {}
        for _, row, id in sorted(pairs, key=lambda pair: -pair[0]):
            if row not in found and id not in found.values():
                found[row] = id
        return found

    def shared_part(self, row: Record, record: Record) -> float:
        """How much of what either says is said by both (0 to 1); what many records say counts for little."""
        if self._one_each:
            return float(self._key_of_one_each(row) == self._key_of_one_each(record))
        here = list(self._facts_of_record(row))
        there = list(self._facts_of_record(record))
        most = max(sum(map(self._weigh_fact, here)), sum(map(self._weigh_fact, there)))
        both = {key for key, value in self._facts_of_row(row) if record.values.get(key, record.assessment) == value}
        if not most:
            return 1.0
        return sum(self._weigh_fact(said) for said in there if said[0] in both) / most

    def count_equal_fields(self, row: Record, record: Record) -> int:
        """How many fields of a row are as the record has them."""
        return sum(is_same_value(row[key], record[key]) for key in record.values)

    def _is_strange(self, row: Record, record: Record) -> bool:
        return row.values != record.values and self.shared_part(row, record) < _STRANGE

    def _find_candidates(self, row: Record) -> Iterable[str]:
        """The records that share most with a row."""
        if self._one_each:
            return [
                record.id
                for record in self.records.values()
                if self._key_of_one_each(record) == self._key_of_one_each(row)
            ]
        counts: Counter[str] = Counter()
        for said in self._facts_of_row(row):
            for id in self._ids_by_fact.get(said, ()):
                counts[id] += 1000 // len(self._ids_by_fact[said])
        return [id for id, _ in counts.most_common(3)]

    def _key_of_one_each(self, record: Record) -> tuple[Value, str | None]:
        return record[str(self._one_each)], record.assessment

    def _weigh_fact(self, said: Said) -> float:
        return 1 / (len(self._ids_by_fact.get(said, ())) or 1)

    def _facts_of_record(self, record: Record) -> Iterator[Said]:
        yield _YEAR, record.assessment
        for key, value in record.values.items():
            if value is not None:
                yield key, value

    def _facts_of_row(self, row: Record) -> Iterator[Said]:
        """What a row says, its links also as they lead once rows before it are known again."""
        for key, value in self._facts_of_record(row):
            yield key, value
            if key in self._links and (led := _lead_links(row.values[key], self._ids)) != value:
                yield key, led
