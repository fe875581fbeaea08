"""The one judge of what comes from outside: may a value, or an entry of a journal, be what the catalogue says?

Readers of JSON and Excel, merging and recovery ask here; none of them lists a field. A value has to be as ``clean``
leaves it. A choice or a key of a pack that is not known is no nonsense: it may be of another version, so it is kept and
``readiness`` shows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import (  # fmt: skip
    ISO_DATE,
    LARGEST_WHOLE,
    LONGEST_TEXT,
    PICTURE,
    Field,
    Kind,
    Value,
    find_text_fault,
    is_answer,
    is_key,
    shorten_value,
)
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Change, Entry, Operation
from selfassess.domain.model.scale import fit_fields
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.wording import choose_plural

LAST_PLACE = 2**31
"""No record stands further down in its list."""
MOST_NAMED = 200
"""So many entries of one journal are named one by one."""

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_BODY = frozenset((POSITION, ASSESSMENT, "values"))


def is_whole_number(value: object) -> bool:
    """Whether this is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_SORTS: dict[Kind, Callable[[object], bool]] = {
    **dict.fromkeys(Kind, _is_text),
    Kind.WHOLE: is_whole_number,
    Kind.DECIMAL: _is_number,
    Kind.YES_NO: lambda value: isinstance(value, bool),
    Kind.LINKS: _is_list,
}


def fits_field(spec: Field, value: object) -> bool:
    """Whether a value is of the sort that a field holds, whatever it says."""
    return value is None or _SORTS[spec.kind](value)


def find_value_fault(spec: Field, value: Any) -> str | None:
    """Why a value makes no sense in a field, as a sentence, or None where it may stand there."""
    if value is None:
        return None
    if not _SORTS[spec.kind](value):
        return f"{spec.label}: “{shorten_value(value)}” is not what this field holds."
    if spec.kind is Kind.TEXT or spec.kind is Kind.PROSE:
        return find_text_fault(spec, value)
    if _SENSES[spec.kind](spec, value):
        return None
    return f"{spec.label}: “{shorten_value(value)}” makes no sense there."


def _within_bounds(spec: Field, value: Any) -> bool:
    if not math.isfinite(value) or (spec.kind is Kind.WHOLE and abs(value) > LARGEST_WHOLE):
        return False
    low, high = spec.minimum, spec.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _is_day(spec: Field, text: str) -> bool:
    try:
        return ISO_DATE.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_moment(spec: Field, text: str) -> bool:
    try:
        return _MOMENT.match(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


_SENSES: dict[Kind, Callable[[Field, Any], bool]] = {
    Kind.WHOLE: _within_bounds,
    Kind.DECIMAL: _within_bounds,
    Kind.DATE: _is_day,
    Kind.DATETIME: _is_moment,
    Kind.YES_NO: lambda spec, value: True,
    Kind.CHOICE: lambda spec, value: is_answer(value),
    Kind.LINK: lambda spec, value: is_key(value),
    Kind.PICTURE: lambda spec, value: PICTURE.fullmatch(value) is not None and len(value) <= LONGEST_TEXT,
    Kind.LINKS: lambda spec, value: bool(value) and all(map(is_key, value)),
}


def is_place(position: object) -> bool:
    """Whether a record can have this place in its list."""
    return is_whole_number(position) and 0 <= position < LAST_PLACE  # type: ignore[operator]


def find_record_faults(record: Record, framework: Framework | None = None) -> Iterator[Problem]:
    """Every value of a record that makes no sense, and its place in its list; scores by the scale of a framework."""
    fields = fit_fields(record.kind, framework)
    for key, value in record.values.items():
        why = None if value is None else find_value_fault(fields[key], value)
        if why:
            spec = fields[key]
            yield Problem(message=f"{describe_record(record)}: {why}", record=record.kind, id=record.id, field=spec.key)
    if not is_place(record.position):
        message = f"{describe_record(record)}: its place in the list, {shorten_value(record.position)}, makes no sense."
        yield Problem(message=message, record=record.kind, id=record.id, field=POSITION)


def describe_record(record: Record) -> str:
    """A record as a problem calls it."""
    kind = CATALOGUE[record.kind]
    title = shorten_value(record.text_of(kind.title))
    return f"{kind.name} “{title}”" if title else f"{kind.name} {shorten_value(record.id)}"


# Entries of a journal


def find_form_fault(entry: Entry) -> str | None:
    """Why nothing could be done with an entry of a journal, whoever wrote it: or None."""
    change = entry.change
    kind = CATALOGUE.get(change.kind) if isinstance(change.kind, str) else None
    if kind is None:
        return f"there is no kind of record “{shorten_value(change.kind)}”"
    if not all(isinstance(each, str) and is_key(each) for each in (entry.id, entry.step, change.record)):
        return "it does not say what it is about"
    if not isinstance(entry.author, str) or not isinstance(entry.at, str) or not is_key(entry.at):
        return "it does not say who wrote it and when"
    if change.operation is Operation.UPDATE:
        return _find_update_fault(change)
    if change.field is not None:
        return "it makes or removes a whole record and yet names a field"
    body = change.new if change.operation is Operation.CREATE else change.old
    if not isinstance(body, dict) or body.keys() != _BODY or not is_whole_number(body[POSITION]):
        return "it does not say what the record was"
    owner, values = body[ASSESSMENT], body["values"]
    if isinstance(owner, str) is not kind.belongs_to_assessment or not isinstance(values, dict):
        return "it does not say what the record was"
    odd = next(
        (key for key, value in values.items() if key not in kind.by_key or not fits_field(kind.by_key[key], value)),
        None,
    )
    return None if odd is None else f"“{shorten_value(odd)}” in it is nothing that a {kind.name.lower()} says"


def _find_update_fault(change: Change) -> str | None:
    kind = CATALOGUE[change.kind]
    if change.field == POSITION:
        return None if is_whole_number(change.new) and is_whole_number(change.old) else "it gives no place in a list"
    spec = kind.by_key.get(change.field) if isinstance(change.field, str) else None
    if spec is None:
        return f"{kind.name} has no field “{shorten_value(change.field)}”"
    wrong = next((value for value in (change.new, change.old) if not fits_field(spec, value)), None)
    return None if wrong is None else f"“{shorten_value(wrong)}” is nothing that “{spec.label}” holds"


def find_entry_fault(entry: Entry, framework: Framework | None = None) -> str | None:
    """Why an entry may not come in: what ``find_form_fault`` says, or that what it writes makes no sense."""
    why = find_form_fault(entry)
    if why is None and not _MOMENT.match(entry.at):
        why = "it does not say when it was written"
    if why or entry.change.operation is Operation.DELETE:
        return why
    change = entry.change
    fields = fit_fields(change.kind, framework)
    if change.operation is Operation.UPDATE:
        if change.field == POSITION:
            return None if is_place(change.new) else "the place in its list makes no sense"
        return find_value_fault(fields[str(change.field)], change.new)
    if not is_place(change.new[POSITION]):
        return "the place in its list makes no sense"
    written = change.new["values"].items()
    found = (find_value_fault(fields[key], value) for key, value in written)
    return next(filter(None, found), None)


def make_entry_problem(entry: Entry, why: str) -> Problem:
    """A sentence about an entry that is left out."""
    change = entry.change
    kind = change.kind if isinstance(change.kind, str) else ""
    field = change.field if isinstance(change.field, str) else None
    what = CATALOGUE[kind].name if kind in CATALOGUE else "record"
    return Problem(
        message=(
            f"An entry of the history, about the {what.lower()} {shorten_value(change.record)}, makes no sense and was "
            f"left out: {why.rstrip('.')}."
        ),
        record=shorten_value(kind),
        id=shorten_value(change.record),
        field=field and shorten_value(field),
    )


@dataclass(frozen=True, slots=True)
class Admitted:
    """A journal without what makes no sense in it, and what that was."""

    journal: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def admit_journal(journal: Sequence[Entry], records: Mapping[str, Record]) -> Admitted:
    """A journal from outside as far as it makes sense beside the ``records`` that came with it."""
    why = dict(_find_stray_entries(journal, records))
    seen: set[str] = set()
    for number, entry in enumerate(journal):
        if number not in why and (said := find_form_fault(entry)):
            why[number] = said
        if number not in why and entry.id in seen:
            why[number] = "another entry has the same mark"
        if number not in why:
            seen.add(entry.id)
    for number in _find_circular_entries(journal):
        why.setdefault(number, "it says that it came after itself")
    kept = tuple(entry for number, entry in enumerate(journal) if number not in why)
    return Admitted(
        kept, tuple(shorten_problem_list(make_entry_problem(journal[number], why[number]) for number in sorted(why)))
    )


def shorten_problem_list(problems: Iterable[Problem]) -> Iterator[Problem]:
    """As many as anybody reads, and how many more there are."""
    every = list(problems)
    yield from every[:MOST_NAMED]
    if len(every) > MOST_NAMED:
        more = len(every) - MOST_NAMED
        yield Problem(message=f"{more:,} more {choose_plural(more, 'entry was', 'entries were')} left out like these.")


def _find_stray_entries(journal: Sequence[Entry], records: Mapping[str, Record]) -> Iterator[tuple[int, str]]:
    """The entries about records that are not in the file and were not made and removed before either."""
    there: dict[object, bool] = {}
    for entry in journal:
        operation, id = entry.change.operation, entry.change.record
        if isinstance(id, str) and operation is not Operation.UPDATE and (id in there or operation is Operation.CREATE):
            there[id] = operation is Operation.CREATE
    for number, entry in enumerate(journal):
        id = entry.change.record
        record = records.get(id) if isinstance(id, str) else None
        if record is not None and record.kind != entry.change.kind:
            yield number, f"the record is of another kind ({CATALOGUE[record.kind].name.lower()})"
        elif record is None and isinstance(id, str) and there.get(id, True):
            yield number, "the file has no such record"


def _find_circular_entries(journal: Sequence[Entry]) -> Iterator[int]:
    """The entries that come after themselves, by what they say they follow."""
    numbers = {entry.id: number for number, entry in enumerate(journal) if isinstance(entry.id, str)}
    after = {
        number: {numbers[id] for id in entry.follows or () if id in numbers} for number, entry in enumerate(journal)
    }
    if all(each < number for number, follows in after.items() for each in follows):
        return
    # What follows nothing that is in a circle, and then what nothing in a circle follows, is in none.
    left = _peel_edges(after)
    yield from sorted(_peel_edges(_reverse_edges({number: after[number] & left for number in left})))


def _reverse_edges(edges: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
    back: dict[int, set[int]] = {number: set() for number in edges}
    for number, others in edges.items():
        for other in others:
            back[other].add(number)
    return back


def _peel_edges(edges: Mapping[int, Collection[int]]) -> set[int]:
    """The nodes that are left once those without edges are taken away, again and again."""
    counts, back = {number: len(others) for number, others in edges.items()}, _reverse_edges(edges)
    free = [number for number, count in counts.items() if not count]
    for number in free:
        for other in back[number]:
            counts[other] -= 1
            if not counts[other]:
                free.append(other)  # the loop comes to it too
    return set(edges).difference(free)


# A whole workbook


def admit_workbook(workbook: Workbook) -> tuple[Workbook, tuple[Problem, ...]]:
    """A workbook from outside without the values that make no sense, and what these were."""
    problems: list[Problem] = []
    council = _admit_record(workbook.council, problems)
    years = []
    for year in workbook.assessments:
        records = {
            kind: tuple(_admit_record(each, problems, year.framework) for each in found)
            for kind, found in year.records.items()
        }
        years.append(Assessment(
            record=_admit_record(year.record, problems),
            framework=year.framework,
            information_return=year.information_return,
            records=records,
        ))  # fmt: skip
    if not problems:
        return workbook, ()
    return replace(workbook, council=council, assessments=tuple(years)), tuple(problems)


def _admit_record(record: Record, problems: list[Problem], framework: Framework | None = None) -> Record:
    wrong = list(find_record_faults(record, framework))
    if not wrong:
        return record
    problems += (replace(each, message=f"{each.message} It was left out.") for each in wrong)
    return drop_fields(record, {each.field for each in wrong})


def drop_fields(record: Record, keys: Collection[str | None]) -> Record:
    """A record without what it says in these fields; without a place of its own it stands first."""
    values: dict[str, Value] = {key: None if key in keys else value for key, value in record.values.items()}
    return replace(record, values=values, position=0 if POSITION in keys else record.position)
