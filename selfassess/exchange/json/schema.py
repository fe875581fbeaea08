"""The JSON Schema of the open format, made from the catalogue."""

from __future__ import annotations

from typing import Any

from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT, RecordKind
from selfassess.domain.model.fields import PICTURE, Field, Kind
from selfassess.domain.model.signed_version import LATER, SignedVersion
from selfassess.exchange.json.writer import FORMAT_NAME, VERSION

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": ["string", "null"]},
    Kind.PROSE: {"type": ["string", "null"]},
    Kind.CHOICE: {"type": ["string", "null"]},
    Kind.WHOLE: {"type": ["integer", "null"]},
    Kind.DECIMAL: {"type": ["number", "null"]},
    Kind.DATE: {"type": ["string", "null"], "format": "date"},
    Kind.DATETIME: {"type": ["string", "null"], "format": "date-time"},
    Kind.YES_NO: {"type": ["boolean", "null"]},
    Kind.LINK: {"type": ["string", "null"]},
    Kind.PICTURE: {"type": ["string", "null"], "pattern": f"^{PICTURE.pattern}$"},
    Kind.LINKS: {"type": ["array", "null"], "items": {"type": "string"}},
}


def build_schema() -> dict[str, Any]:
    """The schema as an object; a copy of it ships in ``resources/schema``."""
    kinds = {kind.key: {"type": "array", "items": _build_record_schema(kind)} for kind in KINDS_OF_ASSESSMENT}
    records = {"type": "object", "properties": kinds, "additionalProperties": False}
    assessment = _build_record_schema(CATALOGUE["assessment"])
    assessment["properties"]["records"] = records
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Self-assessment workbook",
        "type": "object",
        "required": ["format", "version", "council", "assessments"],
        "properties": {
            "format": {"const": FORMAT_NAME},
            "version": {"const": VERSION},
            "council": _build_record_schema(CATALOGUE["council"]),
            "frameworks": {"type": "array", "items": {"type": "object"}},
            "returns": {"type": "array", "items": {"type": "object"}},
            "assessments": {"type": "array", "minItems": 1, "items": assessment},
            "journal": {"type": "array", "items": {"type": "object"}},
            "steps": {"type": "array", "items": _build_step_schema()},
            "redactions": {"type": "array", "items": {"type": "object"}},
            "versions": {"type": "array", "items": _build_version_schema()},
            "contributor": {"type": "object"},
        },
    }


def _build_step_schema() -> dict[str, Any]:
    """What one act wrote: the hashes of the steps it went on from, and of what it wrote, all of it in its own hash."""
    texts: dict[str, Any] = {key: {"type": "string"} for key in ("id", "at", "hash")}
    lists = {key: {"type": "array", "items": {"type": "string"}} for key in ("parents", "rows")}
    properties = {**texts, **lists, "sealed": {"type": "boolean"}}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _build_version_schema() -> dict[str, Any]:
    """A version that was signed off; its body is a zip file of the workbook as JSON and of the PDF, in base64."""
    texts = {key: {"type": "string"} for key in SignedVersion.__slots__}
    properties = {**texts, "number": {"type": "integer"}, "body": {"type": "string", "contentEncoding": "base64"}}
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in LATER],
        "additionalProperties": False,
    }


def _build_record_schema(kind: RecordKind) -> dict[str, Any]:
    """The schema of a record; an assessment may lack what a file made by hand does not know."""
    own = {"id": {"type": "string"}, "position": {"type": "integer"}}
    properties = {spec.key: _build_field_schema(spec) for spec in kind.fields}
    required_keys = [spec.key for spec in kind.fields if spec.required and kind.key != "assessment"]
    return {
        "type": "object",
        "title": kind.name,
        "properties": own | properties,
        "required": required_keys,
        "additionalProperties": False,
    }


def _build_field_schema(spec: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"title": spec.label, **_TYPES[spec.kind]}
    if spec.help:
        made["description"] = spec.help
    if spec.choices:
        made["examples"] = [choice.key for choice in spec.choices]
    if spec.minimum is not None:
        made["minimum"] = spec.minimum
    if spec.maximum is not None:
        made["maximum"] = spec.maximum
    return made
