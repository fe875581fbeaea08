"""What a record and a kind of record are; which kinds there are, ``catalogue`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from selfassess.domain.model.fields import Field, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record: what it is called, which field names it, and its fields in order."""

    key: str
    name: str
    plural: str
    title: str
    fields: tuple[Field, ...]
    sheet: str = ""
    by_key: Mapping[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the fields by key."""
        object.__setattr__(self, "by_key", MappingProxyType({f.key: f for f in self.fields}))

    @property
    def belongs_to_assessment(self) -> bool:
        """Whether each such record belongs to one assessment."""
        return self.key not in ("council", "assessment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. ``values`` has every field of its kind; what is not written is None.

    ``assessment`` is the id of the assessment it belongs to (None for council and assessment). ``position``
    orders records of one kind within an assessment.
    """

    kind: str
    id: str
    position: int
    assessment: str | None
    values: Mapping[str, Value]

    def __getitem__(self, key: str) -> Value:
        """The value of one field."""
        return self.values[key]

    def text_of(self, key: str) -> str:
        """A field as text, "" where nothing is written."""
        value = self.values[key]
        if value is None:
            return ""
        return str(value)

    def links_of(self, key: str) -> tuple[str, ...]:
        """A ``links`` field as a tuple, empty where nothing is linked."""
        value = self.values[key]
        if isinstance(value, tuple):
            return value
        return ()
