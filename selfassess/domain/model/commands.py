"""What a person can do to a workbook, and the changes it comes to.

A command is a frozen value in the imperative. ``changes`` works out what it changes in an assessment, without
doing it; a command that cannot be done raises WrongUseError with a plain sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record, links_to_records
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Field, Kind, Value, clean_filled, clean_value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.scale import fit_field
from selfassess.domain.model.workbook import Assessment

ONE_EACH = {"judgement": "quality_statement", "return_answer": "return_item", "section": "key"}
"""Kinds of which there is one record for each value of this field."""


@dataclass(frozen=True, slots=True)
class SetField:
    """Write a value into a field of a record; ``value`` may be as typed, it is cleaned here."""

    record: str
    field: str
    value: object


@dataclass(frozen=True, slots=True)
class AddRecord:
    """Add a record at the end of its kind; ``id`` is made by whoever asks, so that they know it."""

    kind: str
    id: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """Remove a record; what belongs to it goes too, and links to it are taken out."""

    record: str


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """Move a record up (-1) or down (+1) among the records that ``among`` names in order, or among its kind."""

    record: str
    by: int
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetMany:
    """Several fields in one step, such as the score and the tick that there is not enough evidence."""

    settings: tuple[SetField, ...]


Command = SetField | AddRecord | RemoveRecord | MoveRecord | SetMany


def work_out_changes(command: Command, assessment: Assessment, council: Record) -> tuple[Change, ...]:
    """The changes a command comes to, empty where everything is so already."""
    match command:
        case SetField():
            return tuple(_set_field(command, assessment, council))
        case SetMany():
            return tuple(change for each in command.settings for change in _set_field(each, assessment, council))
        case AddRecord():
            return (_add_record(command, assessment, council),)
        case RemoveRecord():
            return tuple(remove_records(assessment, (command.record,)))
        case MoveRecord():
            return tuple(_move_record(command, assessment))


def describe_command(command: Command, changes: Sequence[Change], assessment: Assessment) -> str:
    """What a command is called when it is offered to be undone: "change “Score”", "add risk".

    ``changes`` are those that it comes to, of which there is at least one.
    """
    kind = CATALOGUE[changes[0].kind]
    match command:
        case AddRecord():
            return f"add {kind.name.lower()}"
        case SetField():
            return f"change “{kind.by_key[command.field].label}”"
        case SetMany():
            first = command.settings[0]
            named = first.field if first.record == changes[0].record else str(changes[0].field)
            return f"change “{kind.by_key[named].label}”"
        case RemoveRecord():
            removed = next(each.kind for each in changes if each.record == command.record)
            said = sum(each["about"] == command.record for each in assessment.records_of("comment"))
            along = f" with {count_records('comment', said)}" if said else ""
            return f"remove {CATALOGUE[removed].name.lower()}{along}"
        case MoveRecord():
            return f"move {kind.name.lower()}"


def _find_record(id: str, assessment: Assessment, council: Record) -> Record:
    if id == council.id:
        return council
    if id == assessment.id:
        return assessment.record
    record = assessment.by_id.get(id)
    if record is None:
        raise WrongUseError("What you were changing is no longer in the workbook. It may have been removed.")
    return record


def _set_field(command: SetField, assessment: Assessment, council: Record) -> Iterator[Change]:
    record = _find_record(command.record, assessment, council)
    spec = CATALOGUE[record.kind].by_key.get(command.field)
    if spec is None:
        raise WrongUseError(f"{CATALOGUE[record.kind].name} has no field “{command.field}”.")
    value = clean_filled(fit_field(spec, assessment.framework), command.value)
    _refuse_lost_links(spec, value, assessment, council)
    if value != record.values[spec.key] or type(value) is not type(record.values[spec.key]):
        yield journal.update_field(record, spec.key, value)


def _refuse_lost_links(spec: Field, value: Value, assessment: Assessment, council: Record) -> None:
    """Raise WrongUseError where a value links to a record that is not there."""
    if links_to_records(spec) and value is not None:
        for link in value if isinstance(value, tuple) else (str(value),):
            _find_record(link, assessment, council)


def _add_record(command: AddRecord, assessment: Assessment, council: Record) -> Change:
    kind = CATALOGUE[command.kind]
    siblings = assessment.records_of(kind.key)
    values: dict[str, Value] = {}
    for key, raw in command.values.items():
        values[key] = clean_value(fit_field(kind.by_key[key], assessment.framework), raw)
        _refuse_lost_links(kind.by_key[key], values[key], assessment, council)
    once = ONE_EACH.get(kind.key)
    if once and any(sibling[once] == values.get(once) for sibling in siblings):
        raise WrongUseError(f"There is a {kind.name.lower()} for this already.")
    position = max((sibling.position for sibling in siblings), default=-1) + 1
    return journal.create_record(blank_record(kind.key, command.id, position, assessment.id, **values))


def remove_records(assessment: Assessment, ids: Collection[str]) -> Iterator[Change]:
    """Remove records with what belongs to them, and take the links to them out everywhere."""
    going = set(ids)
    for id in going:
        record = assessment.by_id.get(id)
        if record is None:
            raise WrongUseError("This was removed already.")
        if record.kind in ONE_EACH:
            raise WrongUseError(f"{CATALOGUE[record.kind].name} cannot be removed; empty its fields instead.")
    # Single links to records are ownership (a measure's values, a comment on something): they go along.
    while True:
        owned = {r.id for r in assessment.by_id.values() if going & set(list_owners(r))} - going
        if not owned:
            break
        going |= owned
    for other in assessment.by_id.values():
        if other.id in going:
            yield journal.delete_record(other)
            continue
        for spec in CATALOGUE[other.kind].fields:
            links = other.values[spec.key]
            if isinstance(links, tuple) and links_to_records(spec) and going.intersection(links):
                yield journal.update_field(other, spec.key, tuple(link for link in links if link not in going) or None)


def list_owners(record: Record) -> Iterator[str]:
    """The ids of the records that this one belongs to, and goes with: a value's measure, what a comment is about."""
    for spec in CATALOGUE[record.kind].fields:
        value = record.values[spec.key]
        if spec.kind is Kind.LINK and links_to_records(spec) and isinstance(value, str):
            yield value


def _move_record(command: MoveRecord, assessment: Assessment) -> Iterator[Change]:
    record = assessment.by_id.get(command.record)
    if record is None:
        raise WrongUseError("This is no longer in the workbook.")
    among = set(command.among)
    row = [r for r in assessment.records_of(record.kind) if not among or r.id in among]
    index = row.index(record)
    target = index + command.by
    if not 0 <= target < len(row):
        return
    places = [r.position for r in row]
    for number in range(1, len(places)):  # records of two copies that came together may share a place
        places[number] = max(places[number], places[number - 1] + 1)
    row.insert(target, row.pop(index))
    for place, moved in zip(places, row, strict=True):
        if moved.position != place:
            yield journal.update_field(moved, journal.POSITION, place)
