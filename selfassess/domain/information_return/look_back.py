"""How far back an item of the information return looks, and which keys an assessment's packs know."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date, count_noun


def subtract_months(day: str, months: int) -> str:
    """The ISO date a number of months before another; the last of the month where it would not exist."""
    given = date.fromisoformat(day)
    count = given.year * 12 + given.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(given.day, monthrange(year, month + 1)[1])).isoformat()


def find_submission_day(assessment: Assessment) -> str | None:
    """The day the return is judged from: when it was submitted, or else when it is due."""
    record = assessment.record
    return _normalise_iso_day(record.text_of("submitted_on") or record.text_of("due_at")[:10])


def find_last_covered_day(item: Record) -> str:
    """The last day an item of evidence speaks of; "" where no date is given."""
    values = item.values
    until = values["covers_to"] or values["as_at"] or values["dated_on"]
    return until if isinstance(until, str) else ""


def describe_covered_time(item: Record) -> str:
    """What an item of evidence speaks of, in words: "1 April 2023 to 31 March 2024, as at 31 March 2024"."""
    since, until, as_at, dated = (item.text_of(key) for key in ("covers_from", "covers_to", "as_at", "dated_on"))
    if since and until:
        said = [f"{british_date(since)} to {british_date(until)}"]
    else:
        said = [f"{word} {british_date(day)}" for word, day in (("from", since), ("until", until)) if day]
    said += [f"as at {british_date(as_at)}"] if as_at else []
    return ", ".join(said) or (f"dated {british_date(dated)}" if dated else "")


@dataclass(frozen=True, slots=True)
class LookBack:
    """The first day that each item of the return looks back to: what ends before it is stale for that item.

    ``items`` is measured from the day of the return, empty while that is not known. ``carried`` holds for what was
    carried forward and not reviewed: without a day it is measured from the first day of its year, as it will only be
    older by then.
    """

    items: Mapping[str, tuple[str, ReturnItem]]
    carried: Mapping[str, tuple[str, ReturnItem]]

    def find_stale_items(self, item: Record) -> tuple[ReturnItem, ...]:
        """The items of the return for which a piece of evidence is too old."""
        values = item.values
        limits = self.carried if values["not_reviewed"] else self.items
        refs, until = values["return_items"], find_last_covered_day(item)
        if not limits or not isinstance(refs, tuple) or not until:
            return ()
        return tuple(limits[ref][1] for ref in refs if ref in limits and until < limits[ref][0])

    def describe_stale_items(self, item: Record) -> Iterator[str]:
        """A sentence for each item of the return that a piece of evidence is too old for."""
        limits = self.carried if item["not_reviewed"] else self.items
        for each in self.find_stale_items(item):
            since = british_date(limits[each.ref][0])
            months = count_noun(each.look_back_months or 0, "month")
            yield f"Too old for {each.ref}, which looks back {months}, to {since}."


def build_look_back(assessment: Assessment, today: str = "") -> LookBack:
    """How far back the items of an assessment's return look; ``today`` is for a year without a first day."""
    asked = assessment.information_return
    return _work_out_look_back(assessment, asked.items if asked else (), today)


def find_items_evidence_is_stale_for(assessment: Assessment, item: Record, today: str = "") -> tuple[ReturnItem, ...]:
    """The return items for which this one piece of evidence is older than what they look back on."""
    asked, refs = assessment.information_return, item.links_of("return_items")
    if asked is None or not refs:
        return ()
    return _work_out_look_back(assessment, [each for each in asked.items if each.ref in refs], today).find_stale_items(
        item
    )


def _work_out_look_back(assessment: Assessment, items: Sequence[ReturnItem], today: str) -> LookBack:
    day = find_submission_day(assessment)
    first = day or _normalise_iso_day(assessment.record.text_of("period_start") or today)
    return LookBack(_find_earliest_days(items, day), _find_earliest_days(items, first))


def _find_earliest_days(items: Sequence[ReturnItem], day: str | None) -> Mapping[str, tuple[str, ReturnItem]]:
    if day is None:
        return {}
    return {each.ref: (subtract_months(day, each.look_back_months), each) for each in items if each.look_back_months}


def _normalise_iso_day(iso: str) -> str | None:
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def list_known_keys(assessment: Assessment) -> Mapping[str, frozenset[str]]:
    """Link target -> the keys that the assessment's packs know for it."""
    framework, asked = assessment.framework, assessment.information_return
    items = asked.items if asked else ()
    known = {
        "framework": frozenset({framework.id}),
        "quality_statement": frozenset(s.key for s in framework.statements),
        "theme": frozenset(t.key for t in framework.themes),
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
