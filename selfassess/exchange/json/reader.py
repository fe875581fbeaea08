"""A workbook from JSON, our own or made by hand.

In a file made by hand nearly everything may be missing: ids, positions, fields, journal, and packs (the shipped
ones are then used). What is there has to make sense: each thing that does not becomes a problem with its place.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from selfassess.domain.framework.carry_map import find_newest_version
from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.admission import admit_journal, is_place, shorten_problem_list
from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT, Record, blank_record
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import FileError, InvalidValueError, PackError, WrongUseError
from selfassess.domain.model.fields import Value, clean_value, is_key, shorten_value
from selfassess.domain.model.history_proof import Proof, Redaction, Step
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.journal import POSITION, Change, Entry, Here, Operation, Why
from selfassess.domain.model.new_year import new_id, require_together
from selfassess.domain.model.scale import fit_field
from selfassess.domain.model.signed_version import LATER, KeptVersion, SignedVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.exchange.json.writer import FORMAT_NAME, PROVED, VERSION
from selfassess.packs import reader as packs

P = TypeVar("P", Framework, InformationReturn)
T = TypeVar("T")

_VERSION_TEXTS = tuple(key for key in SignedVersion.__slots__ if key != "number")

ABSENT_MEANS = {
    "assessor": "self",
    "status": "drafting",
}
"""What an assessment in a file made by hand is taken for where it does not say; its framework is then the newest."""


def read_json_workbook(path: Path) -> Incoming:
    """The workbook that a JSON file holds; raises FileError where it is not one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read ({error.strerror}).") from error
    return decode_json_workbook(data, path.name)


def decode_json_workbook(data: bytes, name: str) -> Incoming:
    """The workbook that the text of a JSON file holds; ``name`` is what the file is called."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise FileError(f"{name} is not readable as JSON ({error}). It may be cut off or another file.") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT_NAME:
        raise FileError(f"{name} is JSON, but not of a self-assessment workbook.")
    if document.get("version") != VERSION:
        raise FileError(
            f"{name} is of version {document.get('version')} of the format; this program reads version {VERSION}. "
            "Update the program to import it."
        )
    return _Reading(name, document).build_incoming_workbook()


class _Reading:
    """One file being read: collects what is understood and what is not."""

    def __init__(self, name: str, document: Mapping[str, Any]) -> None:
        self.name = name
        self.document = document
        self.problems: list[Problem] = []
        self.left_out: list[Problem] = []
        self.frameworks: dict[str, Framework] = {}
        self.returns: dict[str, InformationReturn] = {}

    def build_incoming_workbook(self) -> Incoming:
        for raw in self._list_objects(self.document, "frameworks"):
            pack = self._decode_pack(lambda: packs.decode_framework(msgspec.json.encode(raw), self.name))  # noqa: B023
            self.frameworks[pack.id] = pack
        for raw in self._list_objects(self.document, "returns"):
            judged = raw.get("framework")
            of = None
            if isinstance(judged, str):
                of = self.frameworks.get(judged)
            asked = self._decode_pack(lambda: packs.decode_return(msgspec.json.encode(raw), self.name, of))  # noqa: B023
            self.returns[asked.id] = asked
        given = self.document.get("council")
        if not isinstance(given, dict):
            raise FileError(f"{self.name} has no council in it.")
        council = self._read_record("council", given, 0, None)
        assessments = self._list_objects(self.document, "assessments")
        if not assessments:
            raise FileError(f"{self.name} has no year in it.")
        read = tuple(self._read_assessment(raw, place) for place, raw in enumerate(assessments))
        journal = self._read_journal(
            {council.id: council, **{r.id: r for a in read for r in (a.record, *a.by_id.values())}}
        )
        position = journal[-1].id if journal else ""
        kept = tuple(self._read_signed_version(raw) for raw in self._list_objects(self.document, "versions"))
        workbook = Workbook(
            council=council,
            assessments=read,
            journal=journal,
            journal_position=position,
            versions=tuple(each.version for each in kept),
            kept=kept,
            contribution=self._read_contribution(journal),
            proof=Proof(steps=self._convert_proof("steps", tuple[Step, ...])),
            redactions=self._convert_proof("redactions", tuple[Redaction, ...]),
            imported=self._list_imported_packs(read),
        )
        return Incoming(
            workbook=workbook, problems=tuple(self.problems), left_out=tuple(shorten_problem_list(self.left_out))
        )

    def _list_imported_packs(self, years: Iterable[Assessment]) -> tuple[Pack, ...]:
        """The packs of the file that none of its years uses."""
        used = {year.framework.id for year in years}
        used |= {year.information_return.id for year in years if year.information_return is not None}
        every: tuple[Pack, ...] = (*self.frameworks.values(), *self.returns.values())
        return tuple(pack for pack in every if pack.id not in used)

    def _read_contribution(self, journal: Iterable[Entry]) -> Contribution | None:
        """What the copy that this was exported from is for, where it was made for one contributor."""
        raw = self.document.get("contributor")
        if raw is None:
            return None
        try:
            found = msgspec.convert(raw, Contribution)
        except msgspec.ValidationError as error:
            raise FileError(f"{self.name} does not say clearly for whom its copy was made ({error}).") from error
        return replace(found, given=frozenset(each.change.record for each in journal if found.stands_for_main(each)))

    def _convert_proof(self, key: str, into: type[T]) -> T:
        """What the history of a file proves itself with; nothing in a file made by hand."""
        try:
            return msgspec.convert(self._list_objects(self.document, key), into)
        except msgspec.ValidationError as error:
            raise FileError(f"{self.name}: “{key}” in it are damaged ({error}).") from error

    def _list_objects(self, holder: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        """The list of objects under a key, empty where it is missing; FileError where it is anything else."""
        found = holder.get(key) or []
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise FileError(f"{self.name}: “{key}” should be a list of objects.")
        return found

    def _decode_pack(self, decode: Any) -> Any:
        """A pack read by the rules of the shipped ones, whose faults are faults of this file."""
        try:
            return decode()
        except PackError as error:
            raise FileError(str(error)) from error

    def _read_assessment(self, raw: dict[str, Any], place: int) -> Assessment:
        """An assessment with its records; what is missing in a file made by hand is what it means to leave it out."""
        fields = {**ABSENT_MEANS, **{key: value for key, value in raw.items() if key != "records"}}
        if "framework" not in raw:
            fields["framework"] = packs.newest_framework().id
        if fields["assessor"] == "self" and "information_return" not in raw:
            fields["information_return"] = self._find_return(fields["framework"])
        record = self._read_record("assessment", fields, place, None)
        framework = self._find_pack(self.frameworks, record.text_of("framework"), packs.load_framework)
        asked = record.text_of("information_return")
        information_return = None
        if asked:
            information_return = self._find_pack(self.returns, asked, packs.load_information_return)
        try:
            require_together(framework, information_return)
        except WrongUseError as error:
            raise FileError(f"{self.name}: {error}") from error
        given = raw.get("records") or {}
        if not isinstance(given, dict):
            raise FileError(f"{self.name}: “records” should be an object.")
        kinds = {kind.key for kind in KINDS_OF_ASSESSMENT}
        for key in given:
            if key not in kinds:
                self.problems.append(Problem(message=f"“{key}” is no kind of record.", record=key))
        records = {}
        for kind in KINDS_OF_ASSESSMENT:
            found = self._list_objects(given, kind.key)
            made = [self._read_record(kind.key, each, at, record.id, framework) for at, each in enumerate(found)]
            if made:
                records[kind.key] = tuple(sorted(made, key=lambda each: (each.position, each.id)))
        return Assessment(record=record, framework=framework, information_return=information_return, records=records)

    def _find_return(self, framework: object) -> str | None:
        """The return that a year answers whose file does not say so: the newest of its framework."""
        shipped = (packs.load_information_return(id) for id in packs.return_ids())
        own = [each for each in self.returns.values() if each.framework == framework]
        fitting = own or [each for each in shipped if each.framework == framework]
        if not fitting:
            return None
        return find_newest_version(fitting).id

    def _find_pack(self, given: dict[str, P], id: str, shipped: Any) -> P:
        """A pack by its id: one in the file first, or else one that ships."""
        if id in given:
            return given[id]
        try:
            pack: P = shipped(id)
        except PackError as error:
            raise FileError(f"{self.name}: {error}") from error
        return pack

    def _read_record(
        self,
        kind: str,
        raw: Mapping[str, Any],
        place: int,
        assessment: str | None,
        framework: Framework | None = None,
    ) -> Record:
        """A record by the catalogue; a value that makes no sense is kept, and told as a problem."""
        spec = CATALOGUE[kind]
        given_id = raw.get("id")
        position = raw.get(POSITION, place)
        id = given_id if isinstance(given_id, str) and is_key(given_id) else new_id()
        if not is_place(position):
            self.problems.append(self._build_field_problem(kind, id, POSITION, "position is no place in a list."))
            position = place
        values: dict[str, Value] = {}
        for key, value in raw.items():
            if key in ("id", POSITION):
                continue
            field = spec.by_key.get(key)
            if field is None:
                self.problems.append(self._build_field_problem(kind, id, key, f"there is no field “{key}”."))
                continue
            try:
                values[key] = clean_value(fit_field(field, framework), value)
            except InvalidValueError as error:
                self.problems.append(self._build_field_problem(kind, id, key, str(error)))
        return blank_record(kind, id, position, assessment, **values)

    def _build_field_problem(self, kind: str, id: str, field: str, message: str) -> Problem:
        return Problem(message=f"{CATALOGUE[kind].name} {id}: {message}", record=kind, id=id, field=field)

    def _read_signed_version(self, raw: Mapping[str, Any]) -> KeptVersion:
        """A signed version; one that is not as it was signed is no version, so the file is refused."""
        try:
            texts = {key: str(raw.get(key, "") if key in LATER else raw[key]) for key in _VERSION_TEXTS}
            version = SignedVersion(number=int(raw["number"]), **texts)
            body = b64decode(raw["body"], validate=True)
        except (KeyError, ValueError, TypeError) as error:
            raise FileError(f"{self.name}: a signed version in it is damaged ({error}).") from error
        if hashlib.sha256(body).hexdigest() != version.checksum and not version.ended:
            raise FileError(f"{self.name}: {version.name} in it is no longer as it was signed, so it was not imported.")
        return KeptVersion(version=version, body=body)

    def _read_journal(self, records: Mapping[str, Record]) -> tuple[Entry, ...]:
        """The entries of the journal that make sense; the others are left out."""
        given = self.document.get("journal") or []
        if not isinstance(given, list):
            self.left_out.append(Problem(message="The history in it is no list of entries, so it was left out."))
            return ()
        made = [self._read_journal_entry(raw) for raw in given]
        admitted = admit_journal([entry for entry in made if entry is not None], records)
        self.left_out.extend(admitted.problems)
        return admitted.journal

    def _read_journal_entry(self, raw: Any) -> Entry | None:
        """An entry of the journal; None, and a problem, where it cannot be understood."""
        try:
            change = Change(
                kind=raw["record"],
                record=raw["record_id"],
                operation=Operation(raw["operation"]),
                field=raw["field"],
                old=_freeze_value(raw["old"]),
                new=_freeze_value(raw["new"]),
            )
            follows = None if raw.get("follows") is None else tuple(map(str, raw["follows"]))
            here = None if raw.get("here") is None else _read_entry_origin(raw["here"])
            proved = {key: str(raw.get(key, "")) for key in PROVED}
            return Entry(
                id=raw["id"],
                step=raw["step"],
                at=raw["time"],
                author=raw["author"],
                change=change,
                follows=follows,
                here=here,
                **proved,
            )
        except (AttributeError, KeyError, ValueError, TypeError):
            about = ""
            if isinstance(raw, dict):
                about = shorten_value(raw.get("record_id", ""))
            about_words = f", about {about}," if about else ""
            which = f"An entry of the history{about_words}"
            message = f"{which} does not say what was done to what, so it was left out."
            self.left_out.append(Problem(message=message, id=about or None))
            return None


def _read_entry_origin(raw: Mapping[str, Any]) -> Here:
    why = None if raw.get("why") is None else Why(raw["why"])
    marks = tuple(map(str, raw.get("marks") or ()))
    texts = {key: str(raw.get(key, "")) for key in ("again", "step", "source")}
    return Here(why=why, marks=marks, **texts)


def _freeze_value(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return tuple(value)
