"""Comments on records: written, resolved and opened again by somebody at some time; never removed by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, SetField, SetMany
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.plural import count_records as count_records
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date, british_datetime

WHOLE = "The whole self-assessment"
PLACED = ("story", "strength", "improvement", "risk", "action", "evidence", "measure")
"""The kinds of record that a comment of a statement can be about, beside its judgement."""


def add_comment(about: str, text: str, author: str, at: datetime) -> AddRecord:
    """The command that adds a comment on a record; ``at`` is kept as local time."""
    moment = at.astimezone().replace(tzinfo=None, microsecond=0).isoformat()
    return AddRecord("comment", new_id(), {"about": about, "text": text, "author": author, "written_at": moment})


def resolve_comment(comment: str, by: str, on: str) -> SetMany:
    """The command that says a comment is dealt with."""
    return SetMany((SetField(comment, "resolved_on", on), SetField(comment, "resolved_by", by)))


def reopen_comment(comment: str) -> SetMany:
    """The command that opens a comment again."""
    return SetMany((SetField(comment, "resolved_on", None), SetField(comment, "resolved_by", None)))


def is_comment_open(comment: Record) -> bool:
    """Whether nobody has resolved it."""
    return not comment["resolved_on"]


def statements_of_comment(assessment: Assessment, comment: Record) -> tuple[str, ...]:
    """The quality statements that a comment bears on through what it is about; none where that is of no statement."""
    about = assessment.by_id.get(comment.text_of("about"))
    if about is None:
        return ()
    one = about.values.get("quality_statement")
    several = about.values.get("quality_statements")
    return (one,) if isinstance(one, str) else several if isinstance(several, tuple) else ()


def comments_of_statement(assessment: Assessment, statement: str) -> tuple[Record, ...]:
    """The comments that bear on a quality statement, in order."""
    return tuple(
        each for each in assessment.records_of("comment") if statement in statements_of_comment(assessment, each)
    )


def comments_on_record(assessment: Assessment, record: str) -> tuple[Record, ...]:
    """The comments on one record, in order."""
    return tuple(each for each in assessment.records_of("comment") if each["about"] == record)


def describe_subject(assessment: Assessment, comment: Record) -> str:
    """What a comment is about, in a line."""
    if comment["about"] == assessment.id:
        return WHOLE
    words = Names(assessment).describe_about(comment)
    return "Something that is no longer there" if words == comment.text_of("about") else words


def possible_subjects(assessment: Assessment, statement: str) -> Iterator[Record]:
    """What a comment of a statement can be about: its judgement first."""
    judgement = assessment.judgements.get(statement)
    if judgement is not None:
        yield judgement
    for kind in PLACED:
        yield from assessment.for_statement(kind, statement)


def describe_author(comment: Record) -> str:
    """Who wrote it and when, in words."""
    at = british_datetime(comment.text_of("written_at")) if comment["written_at"] else ""
    return ", ".join(filter(None, (comment.text_of("author") or "Somebody", at)))


def describe_resolution(comment: Record) -> str:
    """Whether it is open, or who resolved it and when."""
    if is_comment_open(comment):
        return "Open"
    by = f" by {comment.text_of('resolved_by')}" if comment["resolved_by"] else ""
    return f"Resolved{by} on {british_date(comment.text_of('resolved_on'))}"


def count_comments(comments: tuple[Record, ...]) -> str:
    """How many there are, in words: "3 comments, 1 open"."""
    number = len(comments)
    left = sum(map(is_comment_open, comments))
    said = count_records("comment", number)
    return f"{said}, {left:,} open" if left else f"{said}, all resolved" if number > 1 else f"{said}, resolved"
