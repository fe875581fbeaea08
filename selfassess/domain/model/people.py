"""The people and roles that a workbook names as owners and leads, to be offered where another is to be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from selfassess.domain.model.catalogue import KINDS_OF_ASSESSMENT
from selfassess.domain.model.fields import Field, Kind
from selfassess.domain.model.workbook import Assessment

APART = ("contact", "comment")
"""Kinds of record that name people outside the council, or whoever wrote; nobody becomes an owner by that."""


NAMING = {
    kind.key: tuple(spec for spec in kind.fields if spec.personal and spec.kind is Kind.TEXT)
    for kind in KINDS_OF_ASSESSMENT
    if kind.key not in APART
}
"""Kind of record -> its fields that name who leads, owns or agrees something."""


def names_a_person(spec: Field) -> bool:
    """Whether a field names who leads, owns or agrees something."""
    return any(spec in fields for fields in NAMING.values())


def list_people(assessments: Iterable[Assessment]) -> tuple[str, ...]:
    """The people and roles named in years of ours, each once, the most often named first."""
    named: Counter[str] = Counter()
    for year in assessments:
        if not year.by_cqc:
            for kind, fields in NAMING.items():
                for record in year.records_of(kind) if fields else ():
                    named.update(name for spec in fields if (name := record.text_of(spec.key).strip()))
    return tuple(sorted(named, key=lambda name: (-named[name], name.casefold())))
