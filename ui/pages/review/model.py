"""What the page lists, worked out without a window: statements, comments and versions as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.journal import Entry
from selfassess.domain.model.signed_version import SignedVersion, versions_of_assessment
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import comments
from selfassess.domain.signing import signing
from selfassess.domain.signing.signing import SinceAgreed
from selfassess.domain.text.wording import british_date, british_datetime
from ui.widgets.tables import Column

OPEN, RESOLVED, ALL = "open", "resolved", ""
WHICH = (("Open comments", OPEN), ("Resolved comments", RESOLVED), ("All comments", ALL))
ELSEWHERE = "-"
"""Stands for what is of no statement, where one chooses a statement."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement on its way to being agreed."""

    id: str
    place: int
    name: str
    status: str
    agreed: str
    changed: str
    open_comments: int


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment with what it is about."""

    id: str
    place: int
    record: Record
    about: str
    statements: tuple[str, ...]
    statement: str

    @property
    def is_unresolved(self) -> bool:
        """Whether nobody has resolved it."""
        return comments.is_comment_open(self.record)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version that was signed off."""

    id: str
    version: SignedVersion


NONE = "–"
STATEMENT_COLUMNS = (
    Column(label="Quality statement", words=lambda row: row.name, order=lambda row: row.place, share=2, width=17),
    Column(label="Status", words=lambda row: row.status, width=18),
    Column(label="Agreed", words=lambda row: row.agreed, share=1, width=24, gives_way=1),
    Column(
        label="Since then",
        words=lambda row: row.changed,
        tone=lambda row: "warning" if row.changed != NONE else "",
        width=12,
        gives_way=2,
    ),
    Column(
        label="Open comments",
        words=lambda row: f"{row.open_comments:,}" if row.open_comments else "–",
        order=lambda row: row.open_comments,
        number=True,
        width=14,
    ),
)
COMMENT_COLUMNS = (
    Column(label="Comment", words=lambda row: " ".join(row.record.text_of("text").split()), share=3, width=24),
    Column(label="About", words=lambda row: row.about, share=2, width=18, gives_way=2),
    Column(label="Author", words=lambda row: row.record.text_of("author") or "–", width=14, gives_way=3),
    Column(
        label="Written",
        words=lambda row: british_date(row.record.text_of("written_at")[:10]) or "–",
        order=lambda row: row.record.text_of("written_at"),
        width=16,
        gives_way=4,
    ),
    Column(label="State", words=lambda row: "Open" if row.is_unresolved else "Resolved", width=9),
)
VERSION_COLUMNS = (
    Column(label="Version", words=lambda row: f"{row.version.number}", order=lambda row: row.version.number, width=8),
    Column(
        label="Signed off",
        words=lambda row: british_datetime(to_local_time(row.version.signed_at)),
        order=lambda row: row.version.signed_at,
        width=24,
    ),
    Column(label="Director", words=lambda row: row.version.director, share=1, width=16),
    Column(label="Chief executive", words=lambda row: row.version.chief_executive, share=1, width=16, gives_way=1),
    Column(label="Fingerprint of the PDF", words=lambda row: row.version.pdf_fingerprint[:16], width=20, gives_way=2),
)


def to_local_time(moment: str) -> str:
    """A moment in UTC as local time to the minute; what is no moment comes back as it is."""
    try:
        return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None, second=0, microsecond=0).isoformat()
    except ValueError:
        return moment


def build_review_statement_rows(
    assessment: Assessment, since: dict[str, SinceAgreed | None]
) -> tuple[StatementRow, ...]:
    """The statements in their order; ``since`` has what was changed of each judgement since it was agreed."""
    found = []
    for number, statement in enumerate(assessment.framework.statements):
        judgement = assessment.judgements.get(statement.key)
        status = statement_status.status_of_statement(assessment, statement.key)
        agreed = changed = ""
        if judgement is not None and status == "agreed":
            on = british_date(judgement.text_of("agreed_on"))
            agreed = ", ".join(filter(None, (judgement.text_of("agreed_by"), on)))
            changed = "Changed" if since.get(judgement.id) else ""
        left = sum(map(comments.is_comment_open, comments.comments_of_statement(assessment, statement.key)))
        words = statement_status.describe_statement_status(assessment, statement.key)
        name = f"{statement.number}  {statement.name}"
        agreed_words = agreed or NONE
        changed_words = changed or NONE
        found.append(StatementRow(statement.key, number, name, words, agreed_words, changed_words, left))
    return tuple(found)


def build_comment_rows(assessment: Assessment) -> tuple[CommentRow, ...]:
    """The comments of the year, the newest first."""
    names = Names(assessment)
    made: list[CommentRow] = []
    for each in sorted(assessment.records_of("comment"), key=lambda each: each.text_of("written_at"), reverse=True):
        keys = comments.statements_of_comment(assessment, each)
        short = ", ".join(names.name_short_statement(key) for key in keys)
        made.append(CommentRow(each.id, len(made), each, comments.describe_subject(assessment, each), keys, short))
    return tuple(made)


def is_comment_shown(row: CommentRow, which: str, author: str, statement: str) -> bool:
    """Whether a comment stays in view with these choices; "" is everything."""
    if which and row.is_unresolved is not (which == OPEN):
        return False
    if author and row.record.text_of("author") != author:
        return False
    return not statement or (not row.statements if statement == ELSEWHERE else statement in row.statements)


def list_comment_authors(rows: Iterable[CommentRow]) -> tuple[str, ...]:
    """Everybody who wrote a comment, by name."""
    return tuple(sorted({row.record.text_of("author") for row in rows} - {""}, key=str.casefold))


def list_comment_subjects(assessment: Assessment, statement: str) -> tuple[tuple[str, str], ...]:
    """What a comment can be about: of one statement everything, otherwise the whole, its sections and judgements."""
    names = Names(assessment)
    if statement not in ("", ELSEWHERE):
        found = comments.possible_subjects(assessment, statement)
        return tuple((each.id, f"{CATALOGUE[each.kind].name}: {names.name_record(each)}") for each in found)
    whole = [(assessment.id, comments.WHOLE)]
    whole += [(each.id, f"Section: {names.name_record(each)}") for each in assessment.records_of("section")]
    whole += [(each.id, f"Judgement: {names.name_record(each)}") for each in assessment.records_of("judgement")]
    return tuple(whole)


def build_version_rows(versions: Sequence[SignedVersion], assessment: str) -> tuple[VersionRow, ...]:
    """The versions of a year, the newest first."""
    return tuple(VersionRow(each.id, each) for each in reversed(versions_of_assessment(versions, assessment)))


def describe_double_numbers(rows: Collection[VersionRow]) -> str:
    """A sentence where two versions have one number: two copies were signed apart and then merged."""
    numbers = [row.version.number for row in rows]
    double = sorted({number for number in numbers if numbers.count(number) > 1})
    if not double:
        return ""
    return f"Version {double[0]} was signed in two copies of this workbook, differently. Both are kept."


def find_changes_since_agreed(history: Iterable[tuple[Record, Sequence[Entry]]]) -> dict[str, SinceAgreed | None]:
    """Judgement id -> what was changed since it was agreed; ``history`` has each with its journal entries."""
    return {record.id: signing.find_changes_since_agreed(record, entries) for record, entries in history}
