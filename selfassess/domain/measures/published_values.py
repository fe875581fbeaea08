"""Published national values set into a year: ours as values of measures, those of others as comparators.

Nothing of another year is touched, so that one publication after the other builds up a row of years. What is held back
("[c]", "*") is kept as a note and never as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from selfassess.domain.measures.comparators import name_level
from selfassess.domain.measures.measure_values import (
    Entry,
    find_next_value_position,
    normalise_period_name,
    parse_number_with_unit,
    plan_value_changes,
)
from selfassess.domain.measures.measures import format_amount, values_by_measure
from selfassess.domain.measures.national_catalogue import NationalCatalogue, normalise_code
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import count_noun

COUNCIL, REGION, ENGLAND = "council", "region", "england"
FEW = 3
_ONS_CODE = re.compile(r"E\d{8}")
_FIGURE = re.compile(r"\d")
_MARK = re.compile(r"\[[^\]]{1,12}\]|[^\w\s]*|[a-z]{1,3}|n/a|suppressed", re.IGNORECASE)
"""What publishers write for a value that they hold back: "[c]", "*", "..", "z", "n/a"."""
_AROUND_NAME = re.compile(
    r"\([^)]*\)|\b(?:city|borough|county|council|metropolitan|london|royal|district|of|the|and|&)\b|[^\w\s]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaValue:
    """One published value: of which measure, area and period. ``text`` is what stands there, a number or a mark."""

    level: str
    area: str
    codes: tuple[str, ...]
    code: str
    title: str
    period: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a published file holds of totals; ``file`` is its name, ``key`` the publication's in the catalogue."""

    file: str
    key: str
    name: str
    values: tuple[AreaValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose values are taken beside England's: our council, its region, and councils chosen to compare with."""

    council: str
    reference: str
    region: str
    neighbours: tuple[str, ...] = ()


@dataclass(slots=True)
class PublishedPlan:
    """What a publication comes to in a year: changes to write, and what to say of them."""

    changes: list[Change] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    added: int = 0
    replaced: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    periods: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """In a sentence: "2024-25: 19 new measures, 57 values of Testshire, East Midlands and England"."""
        found = [count_noun(len(self.new), "new measure")] if self.new else []
        found += [f"{count_noun(len(self.known), 'measure')} already here"] if self.known else []
        found += [count_noun(self.added, "new value")]
        found += [f"{count_noun(len(self.replaced), 'value')} replaced"] if self.replaced else []
        found += [f"{count_noun(len(self.held_back), 'value')} held back"] if self.held_back else []
        return f"{', '.join(self.periods)}: {', '.join(found)}."

    @property
    def lines(self) -> tuple[str, ...]:
        """What a person should see before it is written, one line each."""
        return (
            *self.notes,
            *(f"New: {title}" for title in self.new),
            *(f"Replaced: {what}" for what in self.replaced),
            *(f"Held back by the publisher: {what}" for what in self.held_back),
        )


def plan_published(
    year: Assessment, published: Publication, wanted: Wanted, catalogue: NationalCatalogue
) -> PublishedPlan:
    """What a publication comes to in a year.

    Raises WrongUseError where our council, or one to compare with, is not in it, and says which are.
    """
    made = PublishedPlan()
    ours = find_council(published, wanted.council, wanted.reference)
    neighbours = [find_council(published, name, name) for name in wanted.neighbours]
    if by_name_alone := _find_odd_code(published, ours, wanted.reference):
        made.notes.append(by_name_alone)
    region = _find_region(published, wanted.region, made)
    taken: dict[str, list[AreaValue]] = {}
    for each in published.values:
        is_ours = each.level == COUNCIL and each.area == ours
        is_near = each.level == COUNCIL and each.area in neighbours
        if is_ours or is_near or each.level == ENGLAND or (each.level == REGION and each.area == region):
            taken.setdefault(each.code, []).append(each)
    made.periods = tuple(sorted({value.period for values in taken.values() for value in values}))
    writer = _Writer(year, published, catalogue, made)
    for code, values in taken.items():
        if any(value.level == COUNCIL and value.area == ours for value in values):
            writer.write_measure(code, values, ours)
    if not made.new and not made.known:
        raise WrongUseError(f"{published.file} has no value of {ours}. Nothing was imported.")
    return made


def find_council(published: Publication, name: str, reference: str) -> str:
    """The name under which a council stands in a publication; raises WrongUseError where it does not."""
    councils = {each.area: each.codes for each in published.values if each.level == COUNCIL}
    by_code = next((area for area, codes in councils.items() if reference.strip().upper() in codes), None)
    plain = normalise_area(name)
    by_name = next((area for area in councils if plain and normalise_area(area) == plain), None)
    if by_code and by_name and by_code != by_name:
        raise WrongUseError(
            f"In {published.file} the code {reference} is {by_code}, not {by_name}. "
            "Put the council’s name or reference right; nothing was imported."
        )
    found = by_code or by_name
    if found is None:
        who = " ".join(filter(None, (name, f"({reference})" if reference and reference != name else "")))
        some = ", ".join(sorted(councils)[:FEW]) or "none"
        raise WrongUseError(
            f"{published.file} has no council {who or 'without a name'}. "
            f"It has {count_noun(len(councils), 'council')}, such as {some}. Nothing was imported."
        )
    return found


def _find_odd_code(published: Publication, ours: str, reference: str) -> str:
    """What to say where a council was found by its name although its reference looks like a code; "" elsewhere."""
    codes = next(each.codes for each in published.values if each.level == COUNCIL and each.area == ours)
    if not _ONS_CODE.fullmatch(reference.strip().upper()) or reference.strip().upper() in codes:
        return ""
    return f"{ours} was found by its name: the code {reference} is not in the file, which has {codes[0]} for it."


def normalise_area(name: str) -> str:
    """An area's name as it is compared: "City of Derby Council" and "Derby" are one."""
    return " ".join(sorted(_AROUND_NAME.sub(" ", fold_text(name)).split()))


def _find_region(published: Publication, name: str, made: PublishedPlan) -> str:
    regions = {each.area for each in published.values if each.level == REGION}
    plain = normalise_area(name)
    found = next((area for area in sorted(regions) if plain and normalise_area(area) == plain), "")
    if not found and regions:
        what = f"There is no region “{name}” in the file" if name.strip() else "The council’s region is not set"
        made.notes.append(f"{what}, so no region is compared with. The file has: {', '.join(sorted(regions))}.")
    return found


class _Writer:
    """Writes one measure after the other into the plan, each value at the next free place."""

    def __init__(
        self, year: Assessment, published: Publication, catalogue: NationalCatalogue, made: PublishedPlan
    ) -> None:
        self._year, self._published, self._catalogue, self._made = year, published, catalogue, made
        self._others = values_by_measure(year, "comparator")
        self._codes = {
            normalise_code(each.text_of("code")): each for each in year.records_of("measure") if each["code"]
        }
        self._titles = {fold_text(each.text_of("title")): each for each in year.records_of("measure")}
        self._places = {kind: _next_place(year, kind) for kind in ("measure", "comparator")}
        self._places["measure_value"] = find_next_value_position(year)

    def write_measure(self, code: str, values: Sequence[AreaValue], ours: str) -> None:
        """Write a measure with our values and those it is compared with."""
        facts = self._facts(code, values)
        there = self._codes.get(normalise_code(code)) or self._titles.get(fold_text(str(facts["title"])))
        if there is None:
            there = blank_record("measure", new_id(), self._place("measure"), self._year.id, **facts)
            self._made.changes.append(journal.create_record(there))
            self._made.new.append(there.text_of("title"))
        else:
            self._made.known.append(there.text_of("title"))
            self._made.changes += [
                journal.update_field(there, key, value) for key, value in facts.items() if there[key] is None and value
            ]
        for each in values:
            if each.level == COUNCIL and each.area == ours:
                self._write_ours(there, each)
            else:
                self._write_other(there, each)

    def _facts(self, code: str, values: Sequence[AreaValue]) -> dict[str, Value]:
        known = self._catalogue.find_by_code(self._published.key, code, max(each.period for each in values))
        said = next((each.title for each in values if each.title), "")
        facts: dict[str, Value] = {"code": code, "source": self._published.name}
        if known is None:
            return facts | {"title": said or f"{self._published.key.upper()} {code}"}
        keys = {each.key for each in self._year.framework.statements}
        bears_on = tuple(key for key in known.statements if key in keys)
        return facts | {
            "title": known.title, "unit": known.unit, "better": known.better, "quality_statements": bears_on or None,
        }  # fmt: skip

    def _write_ours(self, measure: Record, each: AreaValue) -> None:
        number = parse_number_with_unit(each.text)
        note = None if number is not None else f"Held back by the publisher: {each.text or 'empty'}"
        if number is None:
            self._made.held_back.append(
                f"{measure.text_of('title')}, {each.area}, {each.period}: {each.text or 'empty'}"
            )
        entry = Entry(normalise_period_name(each.period), number[0] if number is not None else None, note)
        for change in plan_value_changes(self._year, measure.id, (entry,)):
            if change.field is None:
                values: dict[str, Value] = {"measure": measure.id, "period": entry.period}
                values |= {"value": entry.value, "note": entry.note}
                place = self._place("measure_value")
                self._made.changes.append(
                    journal.create_record(blank_record("measure_value", new_id(), place, self._year.id, **values))
                )
                self._made.added += 1
                continue
            self._made.changes.append(change)
            if change.field == "value":
                self._made.added += change.old is None
                self._tell_replaced(measure, each, change.old, change.new)

    def _write_other(self, measure: Record, each: AreaValue) -> None:
        number = parse_number_with_unit(each.text)
        if number is None:
            self._made.held_back.append(
                f"{measure.text_of('title')}, {each.area}, {each.period}: {each.text or 'empty'}"
            )
            return
        basis = {COUNCIL: "neighbour"}.get(each.level, each.level)
        name = None if each.level == ENGLAND else each.area
        period = normalise_period_name(each.period)
        shown = fold_text(name or CATALOGUE["comparator"].by_key["basis"].choice_label(basis))
        there = next(
            (
                record
                for record in self._others.get(measure.id, ())
                if record["basis"] == basis
                and fold_text(name_level(record)) == shown
                and normalise_period_name(record.text_of("period")) == period
            ),
            None,
        )
        if there is None:
            values: dict[str, Value] = {"measure": measure.id, "basis": basis, "name": name, "period": period}
            values |= {"value": number[0], "source": self._published.name}
            place = self._place("comparator")
            self._made.changes.append(
                journal.create_record(blank_record("comparator", new_id(), place, self._year.id, **values))
            )
            self._made.added += 1
        elif there["value"] != number[0]:
            self._made.changes.append(journal.update_field(there, "value", number[0]))
            self._tell_replaced(measure, each, there["value"], number[0])

    def _tell_replaced(self, measure: Record, each: AreaValue, was: object, now: object) -> None:
        if was is not None:
            unit = measure.text_of("unit")
            said = f"{format_amount(was, unit)} becomes {format_amount(now, unit) or 'no number'}"
            self._made.replaced.append(f"{measure.text_of('title')}, {each.area}, {each.period}: {said}")

    def _place(self, kind: str) -> int:
        place = self._places[kind]
        self._places[kind] += 1
        return place


def _next_place(year: Assessment, kind: str) -> int:
    return max((each.position for each in year.records_of(kind)), default=-1) + 1


def check_values(values: Iterable[AreaValue], file: str) -> tuple[AreaValue, ...]:
    """The values, each once; a row that stands there twice says one thing.

    Raises WrongUseError where a publication says two things of one measure, area and period, or where what stands there
    is neither a number nor a mark of a publisher who holds a value back.
    """
    known: dict[tuple[str, str, str, str], AreaValue] = {}
    for each in values:
        key = (each.level, each.area, normalise_code(each.code), each.period)
        where = f"{each.code} for {each.area}, {each.period}"
        told = known.setdefault(key, each).text
        if told != each.text:
            raise WrongUseError(f"{file} has two values of {where}: {told} and {each.text}. Nothing was imported.")
        is_mark = _MARK.fullmatch(each.text) and not _FIGURE.search(each.text)
        if not is_mark and parse_number_with_unit(each.text) is None:
            raise WrongUseError(
                f"{file} has “{each.text}” as the value of {where}, which is no number as it is published "
                "(such as 18.7). Download the file again, unchanged. Nothing was imported."
            )
    return tuple(known.values())
