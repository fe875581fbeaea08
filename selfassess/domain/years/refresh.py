"""The six-month refresh: what of a year somebody should look at again, and why. Nothing is copied or changed.

Texts that nobody has touched for half a year, measures of which a newer period may be out, and what has passed its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from selfassess.domain.measures.measures import values_by_measure
from selfassess.domain.measures.periods import Period, parse_period
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.readiness import DONE_ACTIONS, SETTLED_RISKS
from selfassess.domain.text.wording import british_date

HALF_A_YEAR = timedelta(days=183)
"""A text that nobody has changed for longer is looked at again."""
READ_AGAIN = ("judgement", "section", "strength", "improvement", "story")
"""Kinds of record whose texts are looked at again."""

LastWritten = Mapping[str, date]
"""Record id -> the local day on which a text of it was last changed."""


@dataclass(frozen=True, slots=True)
class Point:
    """One record to look at again, and why, in a sentence."""

    record: Record
    why: str


def find_points(year: Assessment, written: LastWritten, today: date) -> tuple[Point, ...]:
    """Everything to look at again, in the catalogue's order; what a refresh has named and nobody ticked is left out."""
    waiting = {each["about"] for each in list_open_points(year)}
    every = (*_find_old_texts(year, written, today), *_find_old_measures(year, today), *_find_passed(year, today))
    return tuple(each for each in every if each.record.id not in waiting)


def list_open_points(year: Assessment) -> tuple[Record, ...]:
    """The points of any refresh that nobody has looked at yet."""
    return tuple(each for each in year.records_of("refresh_point") if each["looked_at_on"] is None)


def _find_old_texts(year: Assessment, written: LastWritten, today: date) -> Iterator[Point]:
    for kind in READ_AGAIN:
        for record in year.records_of(kind):
            day = written.get(record.id)
            holds_text = any(spec.kind is Kind.PROSE and record[spec.key] for spec in CATALOGUE[kind].fields)
            if holds_text and day is not None and today - day > HALF_A_YEAR:
                yield Point(record, f"Its text is of {british_date(day.isoformat())}.")


def _find_old_measures(year: Assessment, today: date) -> Iterator[Point]:
    values, others = values_by_measure(year), values_by_measure(year, "comparator")
    for measure in year.records_of("measure"):
        own = _find_latest(values.get(measure.id, ()))
        beside = _find_latest([each for each in others.get(measure.id, ()) if each["basis"] != "target"])
        if own is None:
            continue
        name, period = own
        if beside is not None and beside[1].ending_month > period.ending_month:
            yield Point(measure, f"What it is compared with is of {beside[0]}, its own latest value of {name}.")
        elif period.ending_month < (today.year - 1, today.month):
            yield Point(measure, f"Its latest value is of {name}; a newer one may be out.")


def _find_latest(values: Iterable[Record]) -> tuple[str, Period] | None:
    known = [(text, period) for each in values if (period := parse_period(text := each.text_of("period"))) is not None]
    return max(known, key=lambda pair: pair[1].ending_month, default=None)


def _find_passed(year: Assessment, today: date) -> Iterator[Point]:
    now = today.isoformat()
    for action in year.records_of("action"):
        due = action.text_of("due_on")
        if due and due < now and action["status"] not in DONE_ACTIONS:
            yield Point(action, f"It was due on {british_date(due)}.")
    for risk in year.records_of("risk"):
        review = risk.text_of("review_on")
        if review and review < now and risk["status"] not in SETTLED_RISKS:
            yield Point(risk, f"It was to be reviewed on {british_date(review)}.")
