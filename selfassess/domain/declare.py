"""Shorthand with which the catalogue declares its fields, one line each."""

from __future__ import annotations

from functools import partial
from typing import Any

from selfassess.domain.fields import Choice, Field, Kind


def field(kind: Kind, key: str, label: str, help: str = "", **more: Any) -> Field:
    """A field of any kind."""
    return Field(key=key, label=label, kind=kind, help=help, **more)


text, prose, date, decimal, yes_no = (
    partial(field, kind) for kind in (Kind.TEXT, Kind.PROSE, Kind.DATE, Kind.DECIMAL, Kind.YES_NO)
)


def whole(key: str, label: str, low: int | None, high: int | None, help: str = "") -> Field:
    """A whole number from ``low`` to ``high``, both included; None for no bound."""
    return field(Kind.WHOLE, key, label, help, minimum=low, maximum=high)


def link(key: str, label: str, target: str, help: str = "", **more: Any) -> Field:
    """A link to one record or key of a pack."""
    return field(Kind.LINK, key, label, help, target=(target,), **more)


def links(key: str, label: str, *target: str, help: str = "") -> Field:
    """Links to many records of the target kinds, or keys of a pack."""
    return field(Kind.LINKS, key, label, help, target=target)


def choice(key: str, label: str, help: str = "", required: bool = False, **choices: str) -> Field:
    """A choice; each keyword is an answer's key with its words."""
    made = tuple(Choice(choice, words) for choice, words in choices.items())
    return field(Kind.CHOICE, key, label, help, choices=made, required=required)
