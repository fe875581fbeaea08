"""How far back an item of the information return looks, and which keys an assessment's packs know."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from selfassess.domain.framework import ReturnItem
from selfassess.domain.records import Record
from selfassess.domain.workbook import Assessment


def months_before(day: str, months: int) -> str:
    """The ISO date a number of months before another; the last of the month where it would not exist."""
    given = date.fromisoformat(day)
    count = given.year * 12 + given.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(given.day, monthrange(year, month + 1)[1])).isoformat()


def submission_day(assessment: Assessment) -> str | None:
    """The day the return is judged from: when it was submitted, or else when it is due."""
    record = assessment.record
    return _day(record.text("submitted_on") or record.text("due_at")[:10])


def covered_until(item: Record) -> str:
    """The last day an item of evidence speaks of; "" where no date is given."""
    return item.text("covers_to") or item.text("as_at") or item.text("dated_on")


def stale_items(assessment: Assessment, item: Record, today: str = "") -> tuple[ReturnItem, ...]:
    """The return items for which this evidence is older than what they look back on.

    What was carried forward is measured from the first day of its year (or from ``today`` where the year has none)
    while it is not known when the return is due: it will only be older by then.
    """
    day, until = submission_day(assessment), covered_until(item)
    if day is None and item["not_reviewed"]:
        day = _day(assessment.record.text("period_start") or today)
    if day is None or not until or assessment.information_return is None:
        return ()
    asked = (assessment.information_return.item(ref) for ref in item.links("return_items"))
    return tuple(a for a in asked if a and a.look_back_months and until < months_before(day, a.look_back_months))


def _day(iso: str) -> str | None:
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def known_keys(assessment: Assessment) -> Mapping[str, frozenset[str]]:
    """Link target -> the keys that the assessment's packs know for it."""
    framework, asked = assessment.framework, assessment.information_return
    items = asked.items if asked else ()
    known = {
        "framework": frozenset({framework.id}),
        "quality_statement": frozenset(s.key for s in framework.statements),
        "category": frozenset(c.key for c in framework.categories),
        "source": frozenset(s.key for s in framework.sources),
    }
    if asked is not None:
        known |= {
            "information_return": frozenset({asked.id}),
            "return_item": frozenset(i.ref for i in items),
            "breakdown": frozenset(b.key for i in items for b in i.breakdowns),
            "figure": frozenset(f.key for i in items for f in i.figures),
        }
    return known
