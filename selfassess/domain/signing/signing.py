"""Signing an assessment off: who signs, what stands in the way, and what may be written once it is signed.

Nothing here forbids signing: people may sign with things left open, once they were told what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain.model import journal, statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.journal import ASSESSMENT, Change, Entry, Operation
from selfassess.domain.model.signed_version import KeptVersion, SignedVersion, latest_version
from selfassess.domain.model.statement_status import AGREEMENT
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.personal_data_places import Place
from selfassess.domain.readiness import comments
from selfassess.domain.readiness.findings import find_findings
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.text.wording import british_date, count_noun

SIGNED = ("signed_off", "submitted")
"""The states of an assessment in which it is not written in any more, once there is a version of it."""
_SHORT = 90
"""So many letters of a comment name it."""
AFTERWARDS = ("status", "submitted_on", *(spec.key for spec in VISIT_FIELDS))
"""What is written of a signed assessment all the same: that it was sent, and when CQC comes. So are the kinds of
record around the visit: the visit follows on what was signed, and no document tells of it."""
FINAL = "{year} was signed off as {version}. A signed version is never undone. To write on, start {next}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """The names and the dates (ISO 8601) of both who sign."""

    director: str
    director_signed_on: str
    chief_executive: str
    chief_executive_signed_on: str

    @property
    def to_field_values(self) -> Mapping[str, Value]:
        """What stands in the fields of an assessment that they signed."""
        return {key: getattr(self, key) for key in self.__slots__}


class Obstacle(StrEnum):
    """What kind of thing stands in the way of signing."""

    FINDING = "To put right"
    NOT_AGREED = "Not agreed"
    COMMENT = "Open comments"
    PERSONAL = "Personal data"


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheWay:
    """One thing that stands in the way, in words; ``finding`` or ``record`` say where it is put right."""

    kind: Obstacle
    message: str
    finding: Finding | None = None
    record: str = ""


def check_signatures(signatures: Signatures, today: str) -> None:
    """Raise WrongUseError where a name or a date is missing, or a date is still to come."""
    for who, name, on in (
        ("director", signatures.director, signatures.director_signed_on),
        ("chief executive", signatures.chief_executive, signatures.chief_executive_signed_on),
    ):
        if not name.strip():
            raise WrongUseError(f"Give the name of the {who}: both sign.")
        if not on:
            raise WrongUseError(f"Give the date on which the {who} signed.")
        if on > today:
            raise WrongUseError(f"{british_date(on)} is still to come: the {who} cannot have signed on that day.")


def find_signing_obstacles(assessment: Assessment, today: str, places: Sequence[Place] = ()) -> tuple[InTheWay, ...]:
    """Everything that stands between an assessment and its signatures.

    ``places`` are those that look like personal data in its public version and that nobody found fine.
    """
    return (
        *(
            InTheWay(kind=Obstacle.FINDING, message=f.message, finding=f)
            for f in _list_graver_findings(assessment, today)
        ),
        *_find_unagreed_statements(assessment),
        *_find_comments_in_the_way(assessment),
        *_warn_of_personal_data(places),
    )


def _list_graver_findings(assessment: Assessment, today: str) -> Iterator[Finding]:
    return (each for each in find_findings(assessment, today) if each.severity != "low")


def _find_unagreed_statements(assessment: Assessment) -> Iterator[InTheWay]:
    for statement in assessment.framework.statements:
        judgement = assessment.judgements.get(statement.key)
        if statement_status.status_of_statement(assessment, statement.key) != statement_status.AGREED:
            said = statement_status.describe_statement_status(assessment, statement.key).lower()
            message = f"“{statement.short_name}” is not agreed: {said}."
            yield InTheWay(kind=Obstacle.NOT_AGREED, message=message, record=judgement.id if judgement else "")


def _find_comments_in_the_way(assessment: Assessment) -> Iterator[InTheWay]:
    for comment in list_unresolved_comments(assessment):
        by = f" ({comment.text_of('author')})" if comment["author"] else ""
        message = f"{comments.describe_subject(assessment, comment)}: “{_shorten_comment(comment.text_of('text'))}”{by}"
        yield InTheWay(kind=Obstacle.COMMENT, message=message, record=comment.id)


def _warn_of_personal_data(places: Sequence[Place]) -> Iterator[InTheWay]:
    if places:
        looks = count_noun(len(places), "place looks", "places look")
        yield InTheWay(kind=Obstacle.PERSONAL, message=f"{looks} like personal data in the public version.")


def list_unresolved_comments(assessment: Assessment) -> tuple[Record, ...]:
    """The comments that nobody has resolved."""
    return tuple(each for each in assessment.records_of("comment") if comments.is_comment_open(each))


def _shorten_comment(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rsplit(' ', 1)[0]} …"


# What may be written


def reason_year_closed(record: Record, versions: Iterable[SignedVersion]) -> str:
    """Why an assessment is not written in: it is signed off and there is a version of it; "" where it is open."""
    last = latest_version(versions, record.id)
    if last is None or record["status"] not in SIGNED:
        return ""
    return (
        f"{record.text_of('label')} is signed off as {last.name}. "
        f"Start version {last.number + 1} on the page “Review and sign-off” to write on in it."
    )


def reason_signing_is_final(record: Record, version: SignedVersion) -> str:
    """Why signing off is not taken back."""
    following = f"version {version.number + 1}"
    return FINAL.format(year=record.text_of("label"), version=version.name, next=following)


def reason_changes_refused(
    changes: Sequence[Change],
    closed_years: Mapping[str, tuple[Assessment, str]],
    signed: Collection[str],
    *,
    opens: bool = False,
) -> str:
    """Why changes cannot be made, "" where they can.

    ``closed_years``: those that are closed, by id, each with its sentence; ``signed``: the ids of all with a version.
    With ``opens`` the changes may open a year again, and write in it then.
    """
    for change in changes:
        if change.kind == "assessment" and change.operation is Operation.DELETE and change.record in signed:
            return "This year has signed versions, which are never removed. So the year stays too."
    for year, sentence in closed_years.values():
        own = [change for change in changes if _is_change_of_year(change, year)]
        if own and not (opens and any(map(_reopens_assessment, own))) and not all(map(_is_allowed_after_signing, own)):
            return sentence
    return ""


def _is_change_of_year(change: Change, year: Assessment) -> bool:
    if change.record == year.id or change.record in year.by_id:
        return True
    return change.operation is Operation.CREATE and change.new[ASSESSMENT] == year.id


def _reopens_assessment(change: Change) -> bool:
    return change.kind == "assessment" and change.field == "status" and change.new not in SIGNED


def _is_allowed_after_signing(change: Change) -> bool:
    if change.kind in KEYS_AROUND_VISIT:
        return True
    return change.kind == "assessment" and change.field in AFTERWARDS and not _reopens_assessment(change)


# Steps


def build_signing_changes(assessment: Assessment, signatures: Signatures) -> tuple[Change, ...]:
    """The changes that signing makes to the assessment itself."""
    return tuple(_plan_field_updates(assessment.record, {**signatures.to_field_values, "status": "signed_off"}))


def build_next_version_changes(assessment: Assessment) -> tuple[Change, ...]:
    """The changes that begin the next version: it is a draft again, and so is every statement that was agreed."""
    emptied: dict[str, Value] = dict.fromkeys(Signatures.__slots__)
    found = [*_plan_field_updates(assessment.record, {**emptied, "status": "drafting"})]
    for judgement in assessment.records_of("judgement"):
        if judgement["status"] in ("ready_for_review", "agreed"):
            found += _plan_field_updates(judgement, {"status": "drafting", "agreed_by": None, "agreed_on": None})
    return tuple(found)


def _plan_field_updates(record: Record, values: Mapping[str, Value]) -> Iterator[Change]:
    for field, value in values.items():
        if record[field] != value:
            yield journal.update_field(record, field, value)


# Copies


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """The versions that come in from another copy, and what is to be said about them."""

    added: tuple[KeptVersion, ...]
    said: tuple[str, ...] = ()

    def find_versions_of_years(self, years: Collection[str]) -> tuple[KeptVersion, ...]:
        """Those of these years, by id."""
        return tuple(each for each in self.added if each.version.assessment in years)


def unite_versions(there: Workbook, theirs: Workbook) -> Union:
    """What of another copy's versions comes in: those that are not here, of years that are or will be here.

    Two versions of one number are both kept, and that is said. ``theirs`` has its versions with their snapshots.
    """
    here = {each.id: each for each in there.versions}
    years = {each.id: each.label for each in (*there.assessments, *theirs.assessments)}
    added, said = [], []
    for each in theirs.kept:
        version = each.version
        if version.id in here or version.assessment not in years:
            continue
        added.append(each)
        if any((v.assessment, v.number) == (version.assessment, version.number) for v in here.values()):
            both = f"{years[version.assessment]} was signed off as {version.name} in both copies, differently."
            said.append(f"{both} Both versions are kept.")
    return Union(added=tuple(added), said=tuple(said))


def describe_waiting_years(there: Workbook, touched: Collection[str], opened: Collection[str]) -> tuple[str, ...]:
    """What to say of years that are signed here and that another copy wrote in: nothing of it can be imported yet.

    ``touched``: the ids of the years that would change; ``opened``: of those that would be opened by it.
    """
    return tuple(
        f"{said} Until then nothing can be imported that changes it."
        for year in there.assessments
        if year.id in touched and year.id not in opened and (said := reason_year_closed(year.record, there.versions))
    )


# Agreement


def add_agreement_changes(changes: tuple[Change, ...], assessment: Assessment, by: str, on: str) -> tuple[Change, ...]:
    """The changes, and with a statement that becomes agreed who agrees it and when; neither with one that no more is.

    What the changes themselves say of name and date stays as they say it.
    """
    said = {(change.record, change.field) for change in changes}
    more: list[Change] = []
    for change in changes:
        if change.kind != "judgement" or change.field != "status" or "agreed" not in (change.old, change.new):
            continue
        record = assessment.by_id[change.record]
        values = (
            {"agreed_by": by, "agreed_on": on} if change.new == "agreed" else {"agreed_by": None, "agreed_on": None}
        )
        more += _plan_field_updates(
            record, {key: value for key, value in values.items() if (record.id, key) not in said}
        )
    return (*changes, *more)


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceAgreed:
    """What of a judgement is said otherwise than when it was agreed: the labels, and who changed them last and when."""

    fields: tuple[str, ...]
    author: str
    at: str

    def describe_since_agreed(self, judgement: Record) -> str:
        """It in words: "Changed since it was agreed on 12 February 2025 by Ada: Score (last by Ben)."."""
        on = f" on {british_date(judgement.text_of('agreed_on'))}" if judgement["agreed_on"] else ""
        by = f" by {judgement.text_of('agreed_by')}" if judgement["agreed_by"] else ""
        last = f"last by {self.author} on {british_date(self.at[:10])}" if self.author else ""
        what = ", ".join(f"“{label}”" for label in self.fields)
        return f"Changed since it was agreed{on}{by}: {what} ({last or british_date(self.at[:10])})."


def find_changes_since_agreed(judgement: Record, entries: Iterable[Entry]) -> SinceAgreed | None:
    """What was changed of a judgement since it was agreed; ``entries`` are its own. None where nothing was."""
    if judgement["status"] != "agreed":
        return None
    was: dict[str, Value] = {}
    last: dict[str, Entry] = {}
    for entry in entries:
        change = entry.change
        if _agrees_statement(change):
            was, last = {}, {}
        elif change.field is not None and change.field not in (*AGREEMENT, journal.POSITION):
            was.setdefault(change.field, change.old)
            last[change.field] = entry
    changed = [key for key, value in was.items() if judgement.values.get(key) != value]
    if not changed:
        return None
    latest_ = max((last[key] for key in changed), key=lambda entry: entry.at)
    by_key = CATALOGUE["judgement"].by_key
    labels = tuple(spec.label for key, spec in by_key.items() if key in changed)
    return SinceAgreed(fields=labels, author=latest_.author, at=latest_.at)


def _agrees_statement(change: Change) -> bool:
    if change.operation is Operation.CREATE:
        return bool(change.new["values"].get("status") == "agreed")
    return change.field == "status" and change.new == "agreed"


def describe_signing_obstacles(found: Sequence[InTheWay]) -> str:
    """How much stands in the way, in one sentence."""
    if not found:
        return "Nothing stands in the way: every check is passed, every statement agreed, no comment open."
    numbers = {kind: sum(each.kind is kind for each in found) for kind in Obstacle}
    said = [
        (Obstacle.FINDING, "finding", "findings"),
        (Obstacle.NOT_AGREED, "statement not agreed", "statements not agreed"),
        (Obstacle.COMMENT, "open comment", "open comments"),
    ]
    parts = [count_noun(numbers[kind], one, many) for kind, one, many in said if numbers[kind]]
    parts += ["what looks like personal data"] if numbers[Obstacle.PERSONAL] else []
    return f"Still open: {', '.join(parts)}."
