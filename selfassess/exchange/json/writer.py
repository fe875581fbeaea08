"""A workbook as JSON."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.journal import POSITION, Entry
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.packs.reader import pack_as_builtins

FORMAT_NAME = "selfassess"
VERSION = 1
PROVED = ("salt", "redaction", "hash")
"""What an entry says for its proof, where it says it."""


def build_json_document(workbook: Workbook) -> dict[str, Any]:
    """The workbook as the object that the file holds (DESIGN: the open format, complete)."""
    contributor = {"contributor": workbook.contribution.to_plain_object} if workbook.contribution else {}
    versions = {"versions": [_build_version_object(each) for each in workbook.kept]} if workbook.kept else {}
    if workbook.redactions:
        redactions = {"redactions": [msgspec.to_builtins(each) for each in workbook.redactions]}
    else:
        redactions = {}
    steps = {"steps": [msgspec.to_builtins(step) for step in workbook.proof.steps]} if workbook.proof.steps else {}
    frameworks = [pack_as_builtins(framework) for framework in workbook.frameworks]
    returns = [pack_as_builtins(asked) for asked in workbook.returns]
    assessments = [_build_assessment_object(assessment) for assessment in workbook.assessments]
    entries = [_build_entry_object(entry) for entry in workbook.journal]
    return {
        "format": FORMAT_NAME,
        "version": VERSION,
        "council": _flatten_record(workbook.council),
        "frameworks": frameworks,
        "returns": returns,
        "assessments": assessments,
        "journal": entries,
        **steps,
        **redactions,
        **versions,
        **contributor,
    }


def write_json(workbook: Workbook, target: Path) -> None:
    """Write the workbook to ``target``, indented, UTF-8."""
    target.write_bytes(msgspec.json.format(msgspec.json.encode(build_json_document(workbook)), indent=1) + b"\n")


def _build_assessment_object(assessment: Assessment) -> dict[str, Any]:
    records = {kind: [_flatten_record(record) for record in records] for kind, records in assessment.records.items()}
    return {**_flatten_record(assessment.record), "records": records}


def _flatten_record(record: Record) -> dict[str, Any]:
    values = {key: _format_json_value(value) for key, value in record.values.items()}
    return {"id": record.id, POSITION: record.position, **values}


def _format_json_value(value: Value) -> Value:
    """JSON has no infinity; what makes no sense is written as text rather than as nothing."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value


def _build_version_object(kept: KeptVersion) -> dict[str, Any]:
    return {**asdict(kept.version), "body": b64encode(kept.body).decode("ascii")}


def _build_entry_object(entry: Entry) -> dict[str, Any]:
    change = entry.change
    here = {} if entry.here is None else {"here": asdict(entry.here)}
    follows = {} if entry.follows is None else {"follows": list(entry.follows)}
    return {
        "id": entry.id,
        "step": entry.step,
        "time": entry.at,
        "author": entry.author,
        "record": change.kind,
        "record_id": change.record,
        "operation": str(change.operation),
        "field": change.field,
        "old": change.old,
        "new": change.new,
        **follows,
        **here,
        **{key: said for key in PROVED if (said := getattr(entry, key))},
    }
