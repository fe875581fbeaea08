"""Writing in a workbook line by line, as a script does: each line asks for one step and gets one answer.

A line is an object: ``{"do": "add", "kind": "risk", "year": "2025-26", "values": {...}}``, and likewise ``set``,
``remove``, ``merge`` and ``undo``. Values are judged by the catalogue. A line that cannot be done changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import (
    CATALOGUE,
    KINDS_OF_ASSESSMENT,
    Record,
    RecordKind,
    blank_record,
    links_to_records,
)
from selfassess.domain.model.commands import ONE_EACH, AddRecord, Command, RemoveRecord, SetField, SetMany
from selfassess.domain.model.errors import WorkbookError, WrongUseError
from selfassess.domain.model.fields import Field, Kind, Value, clean_value
from selfassess.domain.model.link_check import refuse_unknown_link
from selfassess.domain.model.scale import fit_field
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.signing.signing import SIGNED
from selfassess.domain.text.wording import choose_plural
from selfassess.services.importing import plan_merge
from selfassess.services.workbook.session import Session

Answer = dict[str, Any]
Line = Mapping[str, Any]
Unlocked = Callable[[Path], AbstractContextManager[Path]]

ACTS = {
    "add": ({"kind", "values"}, {"year"}),
    "set": ({"field", "value"}, {"id", "kind", "key", "year"}),
    "remove": ({"id"}, set[str]()),
    "merge": ({"other"}, {"on_conflict"}),
    "undo": (set[str](), set[str]()),
}
"""What can be asked for: what such a line must say, and what it may say."""

STARTED = "A year is started with “new” or “carry”, and a workbook has one council: neither is added here."


class Editing:
    """Carries out the lines of one call in an open workbook. ``unlocked`` gives a file that may be locked to read."""

    def __init__(self, session: Session, unlocked: Unlocked) -> None:
        self._session = session
        self._unlocked = unlocked

    def answer_lines(self, lines: Iterable[bytes]) -> Iterator[Answer]:
        """The answer to each line as soon as it is done; empty lines have none.

        Raises WrongUseError naming the first line that cannot be done; what was done before it stays.
        """
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield self.do_line(_parse_line(line))
            except WorkbookError as error:
                raise WrongUseError(f"Line {number}: {error} Nothing was done from this line on.") from error

    def do_line(self, line: Line) -> Answer:
        """Do what one line asks for, as one step."""
        _refuse_malformed(line)
        match line["do"]:
            case "add":
                return self._add_from_line(line)
            case "set":
                return self._set_from_line(line)
            case "remove":
                return self._remove_from_line(line)
            case "merge":
                return self._merge_from_line(line)
            case _:
                return self._undo_last_step()

    def _add_from_line(self, line: Line) -> Answer:
        kind, year = _find_kind(line["kind"]), self._find_year(line.get("year"))
        if kind not in KINDS_OF_ASSESSMENT:
            raise WrongUseError(STARTED)
        values = line["values"]
        if not isinstance(values, dict):
            raise WrongUseError("“values” should be an object of fields and what they are set to.")
        id = new_year.new_id()
        cleaned = {
            key: clean_value(fit_field(_find_field(kind, key), year.framework), value) for key, value in values.items()
        }
        for key in _required_owner_fields(kind):
            if cleaned.get(key) is None:
                raise WrongUseError(f"{kind.name}: “{key}” is missing.")
        record = blank_record(kind.key, id, 0, year.id, **cleaned)
        for key, value in cleaned.items():
            refuse_unknown_link(kind.by_key[key], value, year, record)
        self._run_in_year(AddRecord(kind.key, id, values), year)
        return {"id": id}

    def _set_from_line(self, line: Line) -> Answer:
        record, year = self._find_line_record(line)
        spec = _find_field(CATALOGUE[record.kind], line["field"])
        value = clean_value(fit_field(spec, year.framework), line["value"])
        if spec.key == ONE_EACH.get(record.kind):
            raise WrongUseError(f"{spec.label} says what this is about and cannot be changed.")
        refuse_unknown_link(spec, value, year, record)
        if record.kind == "assessment":
            self._refuse_for_year(record, spec.key, value)
        # Several in one step, of which there is one: a single SetField would join the one before it.
        changed = self._run_in_year(SetMany((SetField(record.id, spec.key, line["value"]),)), year)
        return {"id": record.id, "changed": changed}

    def _refuse_for_year(self, record: Record, key: str, value: Value) -> None:
        """Raise WrongUseError for what only the window may do to a year, or what would make two of one name."""
        if key == "status" and value in SIGNED:
            raise WrongUseError("A year is signed off in the window, where what was signed is kept whole.")
        if key == "label":
            others = (each.text_of("label") for each in self._session.assessments if each.id != record.id)
            new_year.check_label(str(value or ""), tuple(others))

    def _remove_from_line(self, line: Line) -> Answer:
        record, year = self._find_line_record(line)
        if record.kind not in {kind.key for kind in KINDS_OF_ASSESSMENT}:
            raise WrongUseError(f"{CATALOGUE[record.kind].name} cannot be removed.")
        self._run_in_year(RemoveRecord(record.id), year)
        return {"id": record.id}

    def _merge_from_line(self, line: Line) -> Answer:
        wanted = line.get("on_conflict", "stop")
        if wanted not in ("stop", "mine", "theirs"):
            raise WrongUseError(f"“on_conflict” is “{wanted}”; it should be stop, mine or theirs.")
        chosen = Decisions(otherwise=None if wanted == "stop" else Resolution(wanted))
        with self._unlocked(Path(_text_of_line(line, "other"))) as other:
            prepared = plan_merge.prepare_copy_of_workbook(self._session.path, other)
            told = plan_merge.foresee_report(prepared, chosen)
            if wanted == "stop" and told.conflicts:
                count = len(told.conflicts)
                fields = choose_plural(count, "one field was", f"{count:,} fields were")
                raise WrongUseError(
                    f"{other.name}: {fields} written in on both sides, so nothing was imported. "
                    "Say “on_conflict”: mine or theirs."
                )
            if told.taken or prepared.brings_journal_entries:
                told = plan_merge.apply_merge(self._session, prepared, chosen)
        return plan_merge.summarize_merge(prepared, chosen, told.problems)

    def _undo_last_step(self) -> Answer:
        label = self._session.undo_label
        if not label:
            raise WrongUseError("There is nothing of this call left to undo.")
        self._session.undo_step()
        return {"undone": label}

    def _run_in_year(self, command: Command, year: Assessment) -> bool:
        """Do a command in the year it belongs to; whether it changed anything."""
        if self._session.current_id != year.id:
            self._session.open_year(year.id)
        return self._session.run_command(command) is not None

    def _find_year(self, label: object) -> Assessment:
        years = self._session.assessments
        if label is None:
            return self._session.current
        found = next((each for each in years if each["label"] == label), None)
        if found is None:
            there = ", ".join(each.text_of("label") for each in years)
            raise WrongUseError(f"There is no year “{label}” in this workbook. It has: {there}.")
        return self._session.load_assessment(found.id)

    def _find_line_record(self, line: Line) -> tuple[Record, Assessment]:
        """The record a line is about, by its id or by what there is one of in a year, and its year."""
        if ("id" in line) == ("kind" in line):
            raise WrongUseError("Say which record: by its “id”, or by “kind” and “key”.")
        if "id" in line:
            if "key" in line or "year" in line:
                raise WrongUseError("A record with an “id” needs neither “key” nor “year”.")
            return self._find_record_by_id(_text_of_line(line, "id"))
        kind, year = _find_kind(line["kind"]), self._find_year(line.get("year"))
        if kind.key == "council":
            return self._session.council, year
        if kind.key == "assessment":
            return year.record, year
        once = ONE_EACH.get(kind.key)
        if once is None:
            raise WrongUseError(f"There can be several records of the kind “{kind.key}”. Say which by its “id”.")
        key = _text_of_line(line, "key")
        found = next((each for each in year.records_of(kind.key) if each[once] == key), None)
        if found is None:
            raise WrongUseError(f"{year.label} has no {kind.name.lower()} for “{key}”.")
        return found, year

    def _find_record_by_id(self, id: str) -> tuple[Record, Assessment]:
        if id == self._session.council.id:
            return self._session.council, self._session.current
        for each in self._session.assessments:
            year = self._session.load_assessment(each.id)
            found = year.record if id == year.id else year.by_id.get(id)
            if found is not None:
                return found, year
        raise WrongUseError(f"There is no record “{id}” in this workbook.")


def _parse_line(line: bytes) -> Line:
    try:
        found = json.loads(
            line.decode("utf-8-sig"), object_pairs_hook=_refuse_repeated_keys, parse_constant=_refuse_special_number
        )
    except UnicodeDecodeError:
        raise WrongUseError("this is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise WrongUseError(f"this is not JSON ({error.msg}, at character {error.colno}).") from None
    except (ValueError, RecursionError) as error:
        raise WrongUseError(f"this is not JSON that can be read ({error}).") from None
    if not isinstance(found, dict):
        raise WrongUseError('this is not an object, such as {"do": "undo"}.')
    return found


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_special_number(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _refuse_malformed(line: Line) -> None:
    act = line.get("do")
    if not isinstance(act, str) or act not in ACTS:
        raise WrongUseError(f"“do” should be one of: {', '.join(ACTS)}.")
    needed, possible = ACTS[act]
    if missing := sorted(needed - set(line)):
        raise WrongUseError(f"To {act}, “{missing[0]}” is missing.")
    if unknown := sorted(set(line) - needed - possible - {"do"}):
        raise WrongUseError(f"To {act}, “{unknown[0]}” means nothing here.")


def _required_owner_fields(kind: RecordKind) -> tuple[str, ...]:
    """The fields without which a record would belong to nothing."""
    owners = (each for each in kind.fields if each.required and each.kind is Kind.LINK and links_to_records(each))
    once = ONE_EACH.get(kind.key)
    return (*(each.key for each in owners), *((once,) if once is not None else ()))


def _find_kind(key: object) -> RecordKind:
    kind = CATALOGUE.get(key) if isinstance(key, str) else None
    if kind is None:
        raise WrongUseError(f"“{key}” is not a kind of record. They are: {', '.join(CATALOGUE)}.")
    return kind


def _find_field(kind: RecordKind, key: object) -> Field:
    spec = kind.by_key.get(key) if isinstance(key, str) else None
    if spec is None:
        known = ", ".join(each.key for each in kind.fields)
        raise WrongUseError(f"{kind.name} has no field “{key}”. It has: {known}.")
    return spec


def _text_of_line(line: Line, key: str) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not value:
        raise WrongUseError(f"“{key}” should be a text.")
    return value
