"""Where something waits that was carried from an earlier year and that nobody has reviewed since."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment

ELSEWHERE = (
    ("section", "About this self-assessment", "sections"),
    ("measure", "Measures", "register:measures"),
    ("contact", "Contacts", "register:contacts"),
)
"""Kinds of record that stand on no statement's page: what their page is called, and where it is."""


@dataclass(frozen=True, slots=True)
class CarriedPlace:
    """A place with records that were carried from an earlier year and that nobody has reviewed since."""

    name: str
    number: int
    place: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many records wait to be reviewed, and where. Evidence of two statements waits at both and counts once."""

    number: int
    places: tuple[CarriedPlace, ...]


def find_waiting_places(year: Assessment) -> Waiting:
    """What waits in a year: at the statements in order, then at the pages of what stands on no statement."""
    if year.by_cqc:
        records = []
    else:
        records = [r for each in year.records.values() for r in each if statement_status.needs_review(r)]
    kinds = Counter(record.kind for record in records)
    known = year.framework.keys_by_part["statements"]
    elsewhere = {kind for kind, _, _ in ELSEWHERE}
    counts: Counter[str] = Counter()
    for record in records:
        if record.kind not in elsewhere:
            statements = [key for key in _bears_on(record) if key in known]
            counts.update(statements or [""])
    places = [(s.short_name, counts[s.key], f"statement:{s.key}") for s in year.framework.statements]
    places.append(("Evidence of no statement", counts[""], "register:evidence"))
    places += [(name, kinds[kind], place) for kind, name, place in ELSEWHERE]
    return Waiting(len(records), tuple(CarriedPlace(*place) for place in places if place[1]))


def _bears_on(record: Record) -> tuple[str, ...]:
    several = "quality_statements" in record.values
    if several:
        return record.links_of("quality_statements")
    return (record.text_of("quality_statement"),)
