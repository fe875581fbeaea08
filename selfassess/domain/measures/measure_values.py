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
from selfassess.domain.measures.measures import format_amount, values_by_measure
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CARRIED, CATALOGUE, Record, blank_record
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text

_NUMBER = re.compile(
    r"(?P<pound>£)?\s*(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>%|[A-Za-z]{3,12})?"
)
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


def parse_number_with_unit(text: str) -> tuple[float, str] | None:
    """A number and its unit ("9%" is 9 and "%"); None where the text says more than that, or is no number."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match["pound"] and match["unit"]):
        return None
    return float(match["number"].replace(",", "")), match["unit"] or match["pound"] or ""


def normalise_period_name(period: str) -> str:
    """A period's name, the same for every way of writing it; what names no known period is kept as it is."""
    found = periods.parse_period(period)
    if found is not None:
        return str(found)
    return period.strip()


def parse_value_entry(period: str, text: str, note: str = "") -> Entry:
    """What is typed for a period: a number is its value, words are its note."""
    found = parse_number_with_unit(text)
    text_left = "" if found else text.strip()
    said = [part for part in (text_left, note.strip()) if part]
    value = found[0] if found else None
    note_words = "; ".join(said) or None
    return Entry(normalise_period_name(period), value, note_words)


def parse_block_entries(block: Sequence[Sequence[str]]) -> tuple[Entry, ...] | None:
    """The entries of a block of cells about one measure, None where it does not say which periods it is about.

    Periods stand in the first column with values (and notes) beside them, or in the first row with values below.
    """
    rows = [list(row) for row in block if any(cell.strip() for cell in row)]
    if not rows:
        return None
    has_periods_across = (
        len(rows) > 1
        and all(periods.parse_period(cell) for cell in rows[0] if cell.strip())
        and _count_filled_cells(rows[0]) > 1
    )
    if has_periods_across:
        return tuple(_read_column_entries(rows))
    body = rows[1:] if periods.parse_period(rows[0][0]) is None else rows
    has_no_periods_down = not body or any(periods.parse_period(row[0]) is None for row in body)
    if has_no_periods_down:
        return None
    padded = [(*row, "", "") for row in body]
    return tuple(parse_value_entry(row[0], row[1], row[2]) for row in padded if row[1].strip() or row[2].strip())


def plan_value_changes(year: Assessment, measure: str, entries: Iterable[Entry]) -> Iterator[Change]:
    """The changes that bring a measure's values to what the entries say."""
    return _plan_known_value_changes(
        year.id, measure, entries, values_by_measure(year).get(measure, ()), find_next_value_position(year)
    )


def _plan_known_value_changes(
    year: str, measure: str, entries: Iterable[Entry], values: Iterable[Record], place: int
) -> Iterator[Change]:
    """The same, where the ``values`` that are there are known; new ones stand from ``place`` on."""
    there = {normalise_period_name(each.text_of("period")): each for each in values}
    for each in entries:
        known = there.get(each.period)
        said: dict[str, Value] = {"value": each.value, "note": each.note}
        if known is None:
            said |= {"measure": measure, "period": each.period}
            yield journal.create_record(blank_record("measure_value", new_id(), place, year, **said))
            place += 1
            continue
        if each.note is None and known["note"] is not None and each.value is not None and known["value"] is not None:
            del said["note"]  # a remark on a number stays with the next number
        yield from (journal.update_field(known, key, value) for key, value in said.items() if known[key] != value)


def find_next_value_position(year: Assessment) -> int:
    """Where the next value stands."""
    return max((each.position for each in year.records_of("measure_value")), default=-1) + 1


def merge_scorecard(year: Assessment, theirs: Assessment) -> Merged:
    """What the measures of a scorecard come to in a year: found again by code, else by name."""
    made = Merged()
    codes, titles = _index_measures(year)
    values = values_by_measure(theirs)
    ours = values_by_measure(year)
    place = find_next_value_position(year)
    position = max((each.position for each in year.records_of("measure")), default=-1) + 1
    for measure in theirs.records_of("measure"):
        entries = [
            Entry(normalise_period_name(v.text_of("period")), _to_number(v["value"]), v.text_of("note") or None)
            for v in values.get(measure.id, ())
        ]
        code = _fold_cell_text(measure.text_of("code"))
        title = _fold_cell_text(measure.text_of("title"))
        there = codes.get(code)
        named = titles.get(title)
        is_new_measure = there is None and named is not None and not (code and named["code"])
        if is_new_measure:
            there = named
        if there is None:
            fresh = blank_record(
                "measure", new_id(), position, year.id, **{k: v for k, v in measure.values.items() if k not in CARRIED}
            )
            made.changes.append(journal.create_record(fresh))
            made.new.append(fresh.text_of("title"))
            position += 1
            found = list(_plan_known_value_changes(year.id, fresh.id, entries, (), place))
        else:
            made.known.append(there.text_of("title"))
            made.changes += _merge_measure_fields(there, measure, made)
            found = list(_plan_known_value_changes(year.id, there.id, entries, ours.get(there.id, ()), place))
            made.replaced += list(_describe_replaced_values(year, there, found))
        created = sum(change.field is None for change in found)
        made.added += created
        place += created
        made.changes += found
    return made


def _merge_measure_fields(there: Record, theirs: Record, made: Merged) -> Iterator[Change]:
    for spec in CATALOGUE["measure"].fields:
        value = theirs[spec.key]
        mine = there[spec.key]
        if value is None or value == mine or spec.key in _KEPT_AS_IT_IS:
            continue
        if mine is None or spec.kind is Kind.DECIMAL:
            if mine is not None:
                was, now = (format_amount(each, there.text_of("unit")) for each in (mine, value))
                made.replaced.append(f"{there.text_of('title')}, {spec.label.lower()}: {was} becomes {now}")
            yield journal.update_field(there, spec.key, value)
        else:
            made.kept.append(f"{there.text_of('title')}: {spec.label.lower()} stays as it is here")


def _describe_replaced_values(year: Assessment, measure: Record, found: Iterable[Change]) -> Iterator[str]:
    for change in found:
        if change.field == "value" and change.old is not None:
            unit = measure.text_of("unit")
            period = year.by_id[change.record].text_of("period")
            now = format_amount(change.new, unit) or "no number"
            yield f"{measure.text_of('title')}, {period}: {format_amount(change.old, unit)} becomes {now}"


def _index_measures(year: Assessment) -> tuple[Mapping[str, Record], Mapping[str, Record]]:
    """Measures by code and by name; what two of them share tells neither."""
    found: tuple[dict[str, list[Record]], dict[str, list[Record]]] = ({}, {})
    for measure in year.records_of("measure"):
        for place, key in zip(found, ("code", "title"), strict=True):
            place.setdefault(_fold_cell_text(measure.text_of(key)), []).append(measure)
    codes, titles = ({key: all_[0] for key, all_ in each.items() if key and len(all_) == 1} for each in found)
    return codes, titles


def _read_column_entries(rows: Sequence[Sequence[str]]) -> Iterator[Entry]:
    for at, period in enumerate(rows[0]):
        text, note = (rows[line][at] if len(rows) > line and at < len(rows[line]) else "" for line in (1, 2))
        has_values = period.strip() and (text.strip() or note.strip())
        if has_values:
            yield parse_value_entry(period, text, note)


def _count_filled_cells(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _fold_cell_text(text: str) -> str:
    return fold_text(text)


def _to_number(value: Value) -> float | None:
    if not isinstance(value, int | float):
        return None
    return float(value)
