"""What is held in memory, brought up to what was written: changes applied to frozen years, kind by kind.

A step of thousands of changes is applied as it is written, bit by bit; nobody sees any of it before ``finish``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Change, Operation
from selfassess.domain.model.workbook import Assessment

_OWN = ("council", "assessment")


class Revision:
    """Years with changes applied to them. ``packs`` are those of years that the changes make."""

    def __init__(self, years: Mapping[str, Assessment], packs: Iterable[Pack] = ()) -> None:
        self._years = dict(years)
        self._packs = {pack.id: pack for pack in packs}
        self._packs |= {a.framework.id: a.framework for a in years.values()}
        self._packs |= {a.information_return.id: a.information_return for a in years.values() if a.information_return}
        self._rows: dict[tuple[str, str], dict[str, Record]] = {}
        self._moved: set[tuple[str, str]] = set()

    def apply_changes(self, changes: Sequence[Change]) -> None:
        """Apply changes in their order; those of years that are not held are nobody's business here."""
        for change in changes:
            if change.kind == "assessment":
                self._apply_to_year(change)
            elif change.kind not in _OWN:
                self._apply_to_record(change)

    def finish_years(self) -> dict[str, Assessment]:
        """The years as they are now."""
        fresh: dict[str, dict[str, tuple[Record, ...]]] = {}
        for (year, kind), rows in self._rows.items():
            records = list(rows.values())
            if (year, kind) in self._moved:
                records.sort(key=lambda record: (record.position, record.id))
            fresh.setdefault(year, {})[kind] = tuple(records)
        for year, records_by_kind in fresh.items():
            if year in self._years:
                self._years[year] = self._years[year].replace_records(records_by_kind)
        return self._years

    def _apply_to_year(self, change: Change) -> None:
        held = self._years.get(change.record)
        after = journal.apply_change(held.record if held else None, change)
        if after is None:
            self._years.pop(change.record, None)
        elif held is not None:
            self._years[after.id] = replace(held, record=after)
        else:
            framework, asked = self._packs.get(after.text_of("framework")), after.text_of("information_return")
            information_return = self._packs.get(asked)
            # Without its wording at hand the year is read from the file when somebody looks at it.
            if isinstance(framework, Framework) and (not asked or isinstance(information_return, InformationReturn)):
                given = information_return if isinstance(information_return, InformationReturn) else None
                made = Assessment(record=after, framework=framework, information_return=given, records={})
                self._years[after.id] = made

    def _apply_to_record(self, change: Change) -> None:
        year = self._find_year_of_change(change)
        if year is None:
            return
        rows = self._rows_of_kind(year, change.kind)
        after = journal.apply_change(rows.get(change.record), change)
        if change.operation is Operation.CREATE or change.field == POSITION:
            self._moved.add((year, change.kind))
        if after is None:
            rows.pop(change.record, None)
        else:
            rows[after.id] = after

    def _find_year_of_change(self, change: Change) -> str | None:
        """The held year that a change falls in."""
        if change.field is None:
            owner = (change.new or change.old)[ASSESSMENT]
            return owner if owner in self._years else None
        return next((id for id in self._years if self._holds_record(id, change)), None)

    def _holds_record(self, year: str, change: Change) -> bool:
        made = self._rows.get((year, change.kind))
        return change.record in (made if made is not None else self._years[year].by_id)

    def _rows_of_kind(self, year: str, kind: str) -> dict[str, Record]:
        if (year, kind) not in self._rows:
            self._rows[year, kind] = {record.id: record for record in self._years[year].records_of(kind)}
        return self._rows[year, kind]
