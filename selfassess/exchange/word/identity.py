"""What a document of ours says of itself: which workbook it is of, as it was when, and where each text was written.

The first stands in the properties of the file; the second in the tag of each content control.
"""

from __future__ import annotations

import re
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part

from selfassess.domain.model.catalogue import FORMAT
from selfassess.exchange.outlines.origins import Origin

FORMAT_NAME = "selfassess-word"
VERSION = "1"
PART = "docProps/custom.xml"
LONGEST_TAG = 64
"""Word takes no longer one."""

_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PREFIX = "selfassess-"
_TAG = re.compile(r"([A-Za-z0-9_-]{22}|=.+)\|([a-z_]+)\|(\d+)-(\d+)\|([0-9a-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which workbook and year a document is of, as they stood at which entry of the journal, and made how."""

    workbook: str
    assessment: str
    journal: str
    edition: str
    parts: str = ""
    without_empty: str = ""
    options: str = "{}"
    brief: str = ""
    format: str = FORMAT_NAME
    version: str = VERSION
    catalogue: str = str(FORMAT)


def add_identity(document: Any, identity: Identity) -> None:
    """Write what a document says of itself into its properties."""
    values = {name: str(getattr(identity, name)) for name in Identity.__dataclass_fields__}
    properties = "".join(
        f'<property fmtid="{_SET}" pid="{number}" name="{_PREFIX}{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{properties}</Properties>'
    )
    package = document.part.package
    for id, relation in list(package.rels.items()):
        if relation.reltype == _RELATION:
            del package.rels[id]
    part = Part(PackURI(f"/{PART}"), _TYPE, xml.encode(), package)
    package.relate_to(part, _RELATION)


def identity_of(found: Mapping[str, str]) -> Identity | None:
    """What the properties of a file say, by their names; None where it is no document of ours."""
    known = {name: found[name] for name in Identity.__dataclass_fields__ if name in found}
    if known.get("format") != FORMAT_NAME or not {"workbook", "assessment", "journal", "edition"} <= set(known):
        return None
    return Identity(**known)


@dataclass(frozen=True, slots=True)
class Tag:
    """Where the text of a control was written, and the mark of what it was."""

    record: str
    field: str
    first: int
    last: int
    mark: str


def compute_text_mark(text: str) -> str:
    """A short mark of a text, the same for the same words however their spaces fall."""
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:8]


def write_tag(origin: Origin, text: str) -> str:
    """The tag of a control that holds ``text``; "" where it would be longer than Word takes."""
    try:
        id = urlsafe_b64encode(uuid.UUID(origin.record).bytes).decode().rstrip("=")
        id = id if _expand_id(id) == origin.record else f"={origin.record}"
    except ValueError:
        id = f"={origin.record}"
    tag = f"{id}|{origin.field}|{origin.first}-{origin.last}|{compute_text_mark(text)}"
    if len(tag) <= LONGEST_TAG and _TAG.fullmatch(tag):
        return tag
    return ""


def read_tag(tag: str) -> Tag | None:
    """What a tag says; None where it is not one of ours."""
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    id, field, first, last, mark = found.groups()
    full_id = id[1:] if id.startswith("=") else _expand_id(id)
    return Tag(full_id, field, int(first), int(last), mark)


def _expand_id(id: str) -> str:
    return str(uuid.UUID(bytes=urlsafe_b64decode(f"{id}==")))
