"""Whether what a field is set to is known where it stands: answers of a choice, keys of the packs, records to link to.

Imports keep what they do not know and show it as a problem. Who writes a value now, by a script, is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record, links_to_records
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.field_shorthand import WORD
from selfassess.domain.model.fields import Field, Kind, Value, find_problem
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import join_with_or

if TYPE_CHECKING:
    from selfassess.domain.framework.framework import ReturnItem


def refuse_unknown_link(spec: Field, value: Value, assessment: Assessment, record: Record | None) -> None:
    """Raise InvalidValueError where ``value`` names what the assessment does not have; ``record`` is what holds it."""
    wrong = find_problem(spec, value)
    if wrong is not None:
        known = ", ".join(choice.key for choice in spec.choices)
        raise InvalidValueError(f"{wrong[0].upper()}{wrong[1:]}. They are: {known}.")
    if value is None or spec.kind not in (Kind.LINK, Kind.LINKS) or {EARLIER, WORD} & {*spec.target}:
        return
    for link in value if isinstance(value, tuple) else (str(value),):
        if links_to_records(spec):
            _refuse_unknown_record(spec, link, assessment)
        elif link not in (keys := tuple(_pack_keys(spec, assessment, record))):
            known = f"They are: {', '.join(keys)}." if keys else "There are none here."
            raise InvalidValueError(f"{spec.label}: “{link}” is not known in {assessment.label}. {known}")


def _refuse_unknown_record(spec: Field, link: str, assessment: Assessment) -> None:
    found = assessment.record if link == assessment.id else assessment.by_id.get(link)
    if found is None:
        raise InvalidValueError(f"{spec.label}: there is no record “{link}” in {assessment.label}.")
    if "any" not in spec.target and found.kind not in spec.target:
        wanted = join_with_or(CATALOGUE[kind].name.lower() for kind in spec.target)
        is_ = CATALOGUE[found.kind].name.lower()
        raise InvalidValueError(f"{spec.label}: “{link}” is of the kind “{is_}”, not “{wanted}”.")


def _pack_keys(spec: Field, assessment: Assessment, record: Record | None) -> Iterator[str]:
    """The keys of the packs that a field may hold."""
    framework, asked = assessment.framework, assessment.information_return
    for target in spec.target:
        match target:
            case "quality_statement":
                yield from (each.key for each in framework.statements)
            case "theme":
                yield from (each.key for each in framework.themes)
            case "category":
                yield from (each.key for each in framework.categories)
            case "source":
                yield from (each.key for each in framework.sources)
            case "framework":
                yield framework.id
            case "information_return":
                yield from (asked.id,) if asked else ()
            case "return_item":
                yield from (item.ref for item in asked.items) if asked else ()
            case "breakdown":
                yield from (each.key for item in _find_return_item(assessment, record) for each in item.breakdowns)
            case "figure":
                yield from (each.key for item in _find_return_item(assessment, record) for each in item.figures)


def _find_return_item(assessment: Assessment, record: Record | None) -> Iterator[ReturnItem]:
    asked = assessment.information_return
    item = asked.find_item(record.text_of("return_item")) if asked is not None and record is not None else None
    if item is not None:
        yield item
