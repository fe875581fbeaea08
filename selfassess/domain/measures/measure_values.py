"""Values of measures as they are typed, pasted or read from a scorecard, and the changes they come to.

A value is known by its measure and period, however the period is written. Words where a number is expected ("Available
Q2", "New measure") are kept as the note of their period and never as a number. Whoever brings a value for a period
that has one replaces it; texts of a measure are only added where nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selfassess.domain.measures import periods
from selfassess.domain.measures.measures import amount, by_measure
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CARRIED, CATALOGUE, Record, blank
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold

_NUMBER = re.compile(r"(?P<pound>£)?\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|[A-Za-z]{3,12})?")
_KEPT_AS_IT_IS = frozenset({"title", "code", *CARRIED})


@dataclass(frozen=True, slots=True)
class Entry:
    """What one period says: a number, words, or both."""

    period: str
    value: float | None
    note: str | None = None


@dataclass(slots=True)
class Merged:
    """What a scorecard comes to beside the measures that are there. ``kept`` are texts that stay as they are here."""

    changes: list[Change] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    added: int = 0
    replaced: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def number_in(text: str) -> tuple[float, str] | None:
    """A number and its unit ("9%" is 9 and "%"); None where the text says more than that, or is no number."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match["pound"] and match["unit"]):
        return None
    return float(match["number"].replace(",", "")), match["unit"] or match["pound"] or ""


def period_name(period: str) -> str:
    """A period's name, the same for every way of writing it; what names no known period is kept as it is."""
    found = periods.read(period)
    return str(found) if found is not None else period.strip()


def entry(period: str, text: str, note: str = "") -> Entry:
    """What is typed for a period: a number is its value, words are its note."""
    found = number_in(text)
    said = [part for part in ("" if found else text.strip(), note.strip()) if part]
    return Entry(period_name(period), found[0] if found else None, "; ".join(said) or None)


def of_block(block: Sequence[Sequence[str]]) -> tuple[Entry, ...] | None:
    """The entries of a block of cells about one measure, None where it does not say which periods it is about.

    Periods stand in the first column with values (and notes) beside them, or in the first row with values below.
    """
    rows = [list(row) for row in block if any(cell.strip() for cell in row)]
    if not rows:
        return None
    if len(rows) > 1 and all(periods.read(cell) for cell in rows[0] if cell.strip()) and _filled(rows[0]) > 1:
        return tuple(_of_columns(rows))
    body = rows[1:] if periods.read(rows[0][0]) is None else rows
    if not body or any(periods.read(row[0]) is None for row in body):
        return None
    padded = [(*row, "", "") for row in body]
    return tuple(entry(row[0], row[1], row[2]) for row in padded if row[1].strip() or row[2].strip())


def written(year: Assessment, measure: str, entries: Iterable[Entry]) -> Iterator[Change]:
    """The changes that bring a measure's values to what the entries say."""
    return _written(year.id, measure, entries, by_measure(year).get(measure, ()), next_position(year))


def _written(
    year: str, measure: str, entries: Iterable[Entry], values: Iterable[Record], place: int
) -> Iterator[Change]:
    """The same, where the ``values`` that are there are known; new ones stand from ``place`` on."""
    there = {period_name(each.text("period")): each for each in values}
    for each in entries:
        known = there.get(each.period)
        said: dict[str, Value] = {"value": each.value, "note": each.note}
        if known is None:
            said |= {"measure": measure, "period": each.period}
            yield journal.creation(blank("measure_value", new_id(), place, year, **said))
            place += 1
            continue
        if each.note is None and known["note"] is not None and each.value is not None and known["value"] is not None:
            del said["note"]  # a remark on a number stays with the next number
        yield from (journal.update(known, key, value) for key, value in said.items() if known[key] != value)


def next_position(year: Assessment) -> int:
    """Where the next value stands."""
    return max((each.position for each in year.of("measure_value")), default=-1) + 1


def merged(year: Assessment, theirs: Assessment) -> Merged:
    """What the measures of a scorecard come to in a year: found again by code, else by name."""
    made = Merged()
    codes, titles = _known(year)
    values, ours = by_measure(theirs), by_measure(year)
    place, position = next_position(year), max((each.position for each in year.of("measure")), default=-1) + 1
    for measure in theirs.of("measure"):
        entries = [
            Entry(period_name(v.text("period")), _number(v["value"]), v.text("note") or None)
            for v in values.get(measure.id, ())
        ]
        code, title = _plain(measure.text("code")), _plain(measure.text("title"))
        there, named = codes.get(code), titles.get(title)
        if there is None and named is not None and not (code and named["code"]):
            there = named
        if there is None:
            fresh = blank(
                "measure", new_id(), position, year.id, **{k: v for k, v in measure.values.items() if k not in CARRIED}
            )
            made.changes.append(journal.creation(fresh))
            made.new.append(fresh.text("title"))
            position += 1
            found = list(_written(year.id, fresh.id, entries, (), place))
        else:
            made.known.append(there.text("title"))
            made.changes += _fields(there, measure, made)
            found = list(_written(year.id, there.id, entries, ours.get(there.id, ()), place))
            made.replaced += list(_replaced(year, there, found))
        created = sum(change.field is None for change in found)
        made.added += created
        place += created
        made.changes += found
    return made


def _fields(there: Record, theirs: Record, made: Merged) -> Iterator[Change]:
    for spec in CATALOGUE["measure"].fields:
        value, mine = theirs[spec.key], there[spec.key]
        if value is None or value == mine or spec.key in _KEPT_AS_IT_IS:
            continue
        if mine is None or spec.kind is Kind.DECIMAL:
            if mine is not None:
                was, now = (amount(each, there.text("unit")) for each in (mine, value))
                made.replaced.append(f"{there.text('title')}, {spec.label.lower()}: {was} becomes {now}")
            yield journal.update(there, spec.key, value)
        else:
            made.kept.append(f"{there.text('title')}: {spec.label.lower()} stays as it is here")


def _replaced(year: Assessment, measure: Record, found: Iterable[Change]) -> Iterator[str]:
    for change in found:
        if change.field == "value" and change.old is not None:
            unit, period = measure.text("unit"), year.by_id[change.record].text("period")
            now = amount(change.new, unit) or "no number"
            yield f"{measure.text('title')}, {period}: {amount(change.old, unit)} becomes {now}"


def _known(year: Assessment) -> tuple[Mapping[str, Record], Mapping[str, Record]]:
    """Measures by code and by name; what two of them share tells neither."""
    found: tuple[dict[str, list[Record]], dict[str, list[Record]]] = ({}, {})
    for measure in year.of("measure"):
        for place, key in zip(found, ("code", "title"), strict=True):
            place.setdefault(_plain(measure.text(key)), []).append(measure)
    codes, titles = ({key: all_[0] for key, all_ in each.items() if key and len(all_) == 1} for each in found)
    return codes, titles


def _of_columns(rows: Sequence[Sequence[str]]) -> Iterator[Entry]:
    for at, period in enumerate(rows[0]):
        text, note = (rows[line][at] if len(rows) > line and at < len(rows[line]) else "" for line in (1, 2))
        if period.strip() and (text.strip() or note.strip()):
            yield entry(period, text, note)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _plain(text: str) -> str:
    return fold(text)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
