"""Removing something for good: what of records and journal entries goes, and what is left in its place.

A removal that can be undone keeps what was removed in the history. This does not: the entries stay, with their hashes,
and say nothing of it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from selfassess.domain.model import commands, journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.history_proof import Redaction
from selfassess.domain.model.journal import POSITION, Change, Entry, Operation
from selfassess.domain.model.workbook import Assessment, Workbook

MARK = "[removed for good]"
"""What stands where words were taken out of a text, or in a field that cannot be empty."""
WRITTEN = (Kind.TEXT, Kind.PROSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to go: a whole record, one field of it, or words wherever they stand (``words``)."""

    record: str = ""
    field: str | None = None
    words: str = ""


Place = tuple[str, str, str | None]
"""Kind, record and field (None: the whole record)."""


def check_redaction_target(target: Target, workbook: Workbook) -> None:
    """Raise WrongUseError where there is no such thing, or where it cannot be removed."""
    if target.words:
        if len(target.words.strip()) < 3:
            raise WrongUseError("Give at least three letters of what is to be removed.")
        return
    kinds = {entry.change.record: entry.change.kind for entry in workbook.journal}
    kind = CATALOGUE.get(kinds.get(target.record, ""))
    if kind is None:
        raise WrongUseError("There is no such record in this workbook, and none in its history.")
    if target.field is not None:
        spec = kind.by_key.get(target.field)
        if spec is None:
            raise WrongUseError(f"{kind.name} has no field “{target.field}”.")
        if spec.required and spec.kind not in WRITTEN:
            raise WrongUseError(f"{spec.label} is what a record hangs on and says nothing about anybody. It stays.")
    elif not kind.belongs_to_assessment or kind.key in commands.ONE_EACH:
        raise WrongUseError(f"{kind.name}: there has to be one. Remove a field of it instead.")


def plan_redaction_changes(target: Target, workbook: Workbook) -> tuple[Change, ...]:
    """What has to change in the records as they are now; nothing where it is in the history alone."""
    there = workbook.by_id
    if target.words:
        return tuple(_remove_words_from_records(target.words, there.values()))
    record = there.get(target.record)
    if record is None:
        return ()
    if target.field is None:
        year = next(each for each in workbook.assessments if each.id == record.assessment)
        return commands.work_out_changes(RemoveRecord(record.id), year, workbook.council)
    spec = CATALOGUE[record.kind].by_key[target.field]
    left = MARK if spec.required else None
    if record[target.field] not in (left, None):
        return (journal.update_field(record, target.field, left),)
    return ()


def _remove_words_from_records(words: str, records: Iterable[Record]) -> Iterator[Change]:
    for record in records:
        for key, value in record.values.items():
            if isinstance(value, str) and words in value and CATALOGUE[record.kind].by_key[key].kind in WRITTEN:
                yield journal.update_field(record, key, value.replace(words, MARK))


def list_redaction_targets(target: Target, made: Iterable[Change]) -> tuple[Target, ...]:
    """The target, and what goes with a record: everything that belongs to it."""
    gone = (change.record for change in made if change.operation is Operation.DELETE)
    return (target, *(Target(record=id) for id in gone if id != target.record))


def silence_change(change: Change, wanted: Iterable[Target]) -> Change:
    """A change that no longer says what is to go."""
    for each in wanted:
        change = _silence_for_target(change, each)
    return change


def _silence_for_target(change: Change, target: Target) -> Change:
    if target.words:
        return replace(
            change, old=_replace_words(change.old, target.words), new=_replace_words(change.new, target.words)
        )
    if change.record != target.record or (target.field is None and change.field == POSITION):
        return change
    if change.field is not None:
        if target.field not in (None, change.field):
            return change
        return replace(change, old=_keep_mark_only(change.old), new=_keep_mark_only(change.new))
    return replace(
        change, old=_redact_change_body(change.old, target.field), new=_redact_change_body(change.new, target.field)
    )


def _keep_mark_only(value: Any) -> Any:
    return MARK if value == MARK else None


def _redact_change_body(body: dict[str, Any] | None, field: str | None) -> dict[str, Any] | None:
    if body is None:
        return None
    kept = {} if field is None else {key: value for key, value in body["values"].items() if key != field}
    return {**body, "values": kept}


def _replace_words(value: Any, words: str) -> Any:
    if isinstance(value, str):
        return value.replace(words, MARK)
    if isinstance(value, tuple | list):
        return type(value)(_replace_words(each, words) for each in value)
    if isinstance(value, Mapping):
        return {key: _replace_words(each, words) for key, each in value.items()}
    return value


def find_touched_entries(entries: Iterable[Entry], wanted: tuple[Target, ...]) -> Iterator[tuple[Entry, Change]]:
    """The entries that say what is to go, each with what it says from now on."""
    for entry in entries:
        change = silence_change(entry.change, wanted)
        if change != entry.change:
            yield entry, change


def redact_workbook(workbook: Workbook, wanted: tuple[Target, ...]) -> Workbook:
    """A snapshot without what is to go; the same value where nothing of it was in it."""
    gone = {each.record for each in wanted if each.record and each.field is None}
    entries = {entry.id: change for entry, change in find_touched_entries(workbook.journal, wanted)}
    records = {
        record.id: after for record in workbook.all_records() if (after := _redact_record(record, wanted)) != record
    }
    if not entries and not records and not gone.intersection(record.id for record in workbook.all_records()):
        return workbook
    years = tuple(_redact_year(each, records, gone) for each in workbook.assessments)
    told = tuple(replace(each, change=entries.get(each.id, each.change)) for each in workbook.journal)
    council = records.get(workbook.council.id, workbook.council)
    return replace(workbook, council=council, assessments=years, journal=told)


def _redact_record(record: Record, wanted: tuple[Target, ...]) -> Record:
    values: dict[str, Value] = dict(record.values)
    for each in wanted:
        if each.words:
            values = {key: _replace_words(value, each.words) for key, value in values.items()}
        elif each.record == record.id and each.field is not None:
            values[each.field] = MARK if CATALOGUE[record.kind].by_key[each.field].required else None
    return replace(record, values=values)


def _redact_year(year: Assessment, records: Mapping[str, Record], gone: set[str]) -> Assessment:
    kept = {
        kind: tuple(records.get(each.id, each) for each in found if each.id not in gone)
        for kind, found in year.records.items()
    }
    return replace(year, record=records.get(year.id, year.record), records=kept)


def holds_redacted_words(workbook: Workbook, wanted: tuple[Target, ...]) -> bool:
    """Whether any of it is in a workbook, its history or its signed versions."""
    return redact_workbook(workbook, wanted) is not workbook


def index_redacted_places(redactions: Iterable[Redaction]) -> dict[tuple[str, str | None], Redaction]:
    """Record and field -> that it was removed for good, and when and by whom."""
    return {(each.record, each.field): each for each in redactions}
