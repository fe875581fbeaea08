"""Shorthand with which the catalogue declares its fields, one line each, and the fields that several kinds share."""

from __future__ import annotations

from functools import partial
from typing import Any

from selfassess.domain.model.editions import ALL, INSIDE, WORKING, Edition
from selfassess.domain.model.fields import Choice, Field, Kind


def define_field(kind: Kind, key: str, label: str, help: str = "", **more: Any) -> Field:
    """A field of any kind."""
    return Field(key=key, label=label, kind=kind, help=help, **more)


text, prose, date, decimal, yes_no = (
    partial(define_field, kind) for kind in (Kind.TEXT, Kind.PROSE, Kind.DATE, Kind.DECIMAL, Kind.YES_NO)
)


def define_whole_number(key: str, label: str, low: int | None, high: int | None, help: str = "", **more: Any) -> Field:
    """A whole number from ``low`` to ``high``, both included; None for no bound."""
    return define_field(Kind.WHOLE, key, label, help, minimum=low, maximum=high, **more)


def define_link(key: str, label: str, target: str, help: str = "", **more: Any) -> Field:
    """A link to one record or key of a pack."""
    return define_field(Kind.LINK, key, label, help, target=(target,), **more)


def define_links(key: str, label: str, *target: str, help: str = "", **more: Any) -> Field:
    """Links to many records of the target kinds, or keys of a pack."""
    return define_field(Kind.LINKS, key, label, help, target=target, **more)


def define_choice(
    key: str,
    label: str,
    help: str = "",
    *,
    required: bool = False,
    since: int = 1,
    editions: frozenset[Edition] = frozenset(),
    **choices: str,
) -> Field:
    """A choice; each keyword is an answer's key with its words."""
    made = tuple(Choice(choice, words) for choice, words in choices.items())
    return define_field(Kind.CHOICE, key, label, help, choices=made, required=required, since=since, editions=editions)


EARLIER = "earlier"
"""The target of a link to a record of another year; that year need not be in the workbook."""

WORD = "word"
"""The target of what points to nothing: a list of words, which merges as links do."""
OWN_WORDS = "own_words"

STATEMENT = define_link("quality_statement", "Quality statement", "quality_statement", required=True, editions=ALL)
STATEMENT_OR_ALL = define_link(
    "quality_statement",
    "Quality statement",
    "quality_statement",
    help="Leave empty where it is about the whole.",
    editions=ALL,
)
STATEMENTS = define_links(
    "quality_statements", "Quality statements", "quality_statement", help="All that this bears on.", editions=ALL
)
EVIDENCE = define_links("evidence", "Evidence", "evidence", help="The evidence this rests on.", editions=ALL)

CARRIED_FIELDS = (
    define_link("carried_from", "Carried from", EARLIER, "The record of an earlier year that this began as.", since=2),
    yes_no(
        "not_reviewed", "Carried forward, not reviewed", "Until somebody has read it again.", since=2, editions=INSIDE
    ),
)

CARRIED = tuple(spec.key for spec in CARRIED_FIELDS)  # forms leave them out

TOPIC = define_field(
    Kind.TEXT, "topic", "CQC’s topic", "The sub-heading of CQC’s reports that it is about.", since=7, editions=WORKING
)
FINDINGS = define_links(
    "findings", "Answers findings", EARLIER, help="What CQC or a peer found that it answers.", since=7
)
"""On our side, so that it is carried forward, merged and removed with what answers; the finding knows nothing of it."""
NOT_TYPED = (*CARRIED, FINDINGS.key)
"""What forms leave out: it is not written but comes of what one does."""
