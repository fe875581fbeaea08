"""What a place says a new record has already: "evidence/new?statement=equity&category=people&source=healthwatch"."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment
from ui.widgets.forms.options import list_link_options

NEW = "new?"
"""What such a place begins with, after its register."""
_STATEMENT = ("quality_statement", "quality_statements")


def read_given_values(place: str, kind: str, year: Assessment) -> tuple[Mapping[str, object], str]:
    """The values of a new record of a kind, and what they are in words; what the year does not know is left out."""
    spec = CATALOGUE[kind]
    values: dict[str, object] = {}
    words: list[str] = []
    for said, key in parse_qsl(place.removeprefix(NEW)):
        field_keys = _STATEMENT if said == "statement" else (said,)
        field = next((spec.by_key[f] for f in field_keys if f in spec.by_key), None)
        option = None
        if field:
            option = next((each for each in list_link_options(field, year) if each.key == key), None)
        if field is not None and option is not None:
            values[field.key] = (key,) if field.kind is Kind.LINKS else key
            words.append(option.label)
    return values, "  ·  ".join(words)
