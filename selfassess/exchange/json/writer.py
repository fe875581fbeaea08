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

FORMAT_NAME = "selfassess"
VERSION = 1
PROVED = ("salt", "redaction", "hash")
"""What an entry says for its proof, where it says it."""


def document(workbook: Workbook) -> dict[str, Any]:
    """The workbook as the object that the file holds (DESIGN: the open format, complete)."""
    return {
        "format": FORMAT_NAME,
        "version": VERSION,
        "council": _flat(workbook.council),
        "frameworks": [msgspec.to_builtins(framework) for framework in workbook.frameworks],
        "returns": [msgspec.to_builtins(asked) for asked in workbook.returns],
        "assessments": [_assessment(assessment) for assessment in workbook.assessments],
        "journal": [_entry(entry) for entry in workbook.journal],
        **({"steps": [msgspec.to_builtins(step) for step in workbook.proof.steps]} if workbook.proof.steps else {}),
        **({"redactions": [msgspec.to_builtins(each) for each in workbook.redactions]} if workbook.redactions else {}),
        **({"versions": [_version(each) for each in workbook.kept]} if workbook.kept else {}),
        **({"contributor": workbook.contribution.kept} if workbook.contribution else {}),
    }


def write(workbook: Workbook, target: Path) -> None:
    """Write the workbook to ``target``, indented, UTF-8."""
    target.write_bytes(msgspec.json.format(msgspec.json.encode(document(workbook)), indent=1) + b"\n")


def _assessment(assessment: Assessment) -> dict[str, Any]:
    records = {kind: [_flat(record) for record in records] for kind, records in assessment.records.items()}
    return {**_flat(assessment.record), "records": records}


def _flat(record: Record) -> dict[str, Any]:
    values = {key: _said(value) for key, value in record.values.items()}
    return {"id": record.id, POSITION: record.position, **values}


def _said(value: Value) -> Value:
    """JSON has no infinity; what makes no sense is written as text rather than as nothing."""
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _version(kept: KeptVersion) -> dict[str, Any]:
    return {**asdict(kept.version), "body": b64encode(kept.body).decode("ascii")}


def _entry(entry: Entry) -> dict[str, Any]:
    change = entry.change
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
        **({} if entry.follows is None else {"follows": list(entry.follows)}),
        **({} if entry.here is None else {"here": asdict(entry.here)}),
        **{key: said for key in PROVED if (said := getattr(entry, key))},
    }
