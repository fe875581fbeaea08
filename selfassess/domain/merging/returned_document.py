"""A document of ours as it came back: its lines, the marked texts in them, and what people remarked beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where to where a line belongs to a marked text; ``control`` counts those of the document from 0."""

    control: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph, tracked changes accepted. ``level`` is that of a heading, 0 where it is none.

    ``authors`` are those whose tracked changes are in it.
    """

    text: str
    place: str
    level: int = 0
    is_item: bool = False
    is_numbered: bool = False
    stretches: tuple[Stretch, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment beside a line, with who wrote it when; ``control`` is the marked text that it is about, if any."""

    id: str
    line: int
    text: str
    author: str
    written_at: str
    control: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedDocument:
    """All of it. ``properties`` are what it says of itself; ``tags`` say where each marked text was written.

    ``running`` has the numbers of the marked texts that are part of a line, or one line without an end of its own.
    """

    properties: Mapping[str, str]
    tags: tuple[str, ...]
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()
    running: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
