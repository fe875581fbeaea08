"""Where a quality statement stands: the status that every screen, export and command tells, in the catalogue's words.

What is stored is a person's act: ready for review, agreed, or carried forward until somebody reviewed it. Where nobody
has said anything yet, the status follows what is there: it is being drafted from the first word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.journal import ASSESSMENT, Change, Operation
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date

NOT_STARTED, DRAFTING, READY, AGREED = "not_started", "drafting", "ready_for_review", "agreed"
NOT_REVIEWED, CARRIED = "not_reviewed", "carried_forward"
WRITTEN = ("score", "summary", "impact", "rationale", "confidence", "direction")
"""Fields of a judgement that say what the council thinks."""
SAID_IN_JUDGEMENT = (*WRITTEN, "insufficient_evidence")
AGREEMENT = ("status", "agreed_by", "agreed_on", "lead", "reviewer")
"""Fields of a judgement that say who deals with it and not what the council thinks."""
BESIDE_THE_POINT = (NOT_REVIEWED, "carried_from", "findings")
"""Fields of every record that say where it comes from and whether somebody read it again."""
ONE, MANY = "quality_statement", "quality_statements"
WRITTEN_BESIDE = ("strength", "improvement", "risk", "action", "evidence")


def needs_review(record: Record) -> bool:
    """Whether a record was carried from an earlier year and nobody has said since that it still holds."""
    if record.kind == "judgement":
        return record.values["status"] == CARRIED
    return bool(record.values.get(NOT_REVIEWED))


def status_of_statement(assessment: Assessment, statement: str) -> str:
    """The status of a statement by its key in the catalogue; what was carried and not reviewed is no drafting."""
    judgement = assessment.judgements.get(statement)
    stored = judgement.text_of("status") if judgement is not None else ""
    if stored not in ("", NOT_STARTED):
        return stored
    said = judgement is not None and any(judgement[key] not in (None, "") for key in SAID_IN_JUDGEMENT)
    beside = (record for kind in WRITTEN_BESIDE for record in assessment.for_statement(kind, statement))
    if said or not all(map(needs_review, beside)):
        return DRAFTING
    return NOT_STARTED


def find_agreed_judgements(assessment: Assessment, changes: Sequence[Change]) -> tuple[Record, ...]:
    """The judgements of the agreed statements that changes would write in; none in a year that others made.

    Who deals with a statement, where it stands and that somebody read it again is no writing in it. What serves many
    statements, such as evidence, writes in one by coming to it or leaving it, not by what is said in it. A year that
    comes or goes as a whole is a decision of its own.
    """
    agreed = [each for each in assessment.records_of("judgement") if each.values["status"] == AGREED]
    if not agreed or assessment.by_cqc:
        return ()
    if any(each.record == assessment.id and each.operation is not Operation.UPDATE for each in changes):
        return ()
    keys = {key for change in changes for key in _touched_statements(assessment, change)}
    return tuple(each for each in agreed if each["quality_statement"] in keys)


def _touched_statements(assessment: Assessment, change: Change) -> Iterator[str]:
    """The keys of the statements that one change writes in."""
    fields = CATALOGUE[change.kind].by_key if change.kind in CATALOGUE else {}
    record = assessment.by_id.get(change.record)
    wholes = _list_whole_records(assessment, change)
    if ONE in fields:
        if change.field in BESIDE_THE_POINT or (change.kind == "judgement" and change.field in AGREEMENT):
            return
        if record is not None:
            wholes.append(record.values)
            if change.field == ONE:
                wholes.append({ONE: change.new})
        yield from (str(each[ONE]) for each in wholes if each.get(ONE))
    elif MANY in fields:
        if change.field == MANY and record is not None:
            links_before = change.old or ()
            links_after = change.new or ()
            yield from {*links_before} ^ {*links_after}
        yield from (key for each in wholes for key in each.get(MANY) or ())


def _list_whole_records(assessment: Assessment, change: Change) -> list[Mapping[str, Any]]:
    """The values that a record of this year was removed or added with; none where one field of it changed."""
    if change.field is not None:
        return []
    there = [each for each in (change.old, change.new) if isinstance(each, dict)]
    return [each["values"] for each in there if each.get(ASSESSMENT) == assessment.id]


def describe_agreement(judgement: Record) -> str:
    """By whom and when a statement was agreed: "agreed by Ada on 12 February 2025"."""
    by = ""
    if judgement["agreed_by"]:
        by = f" by {judgement.text_of('agreed_by')}"
    on = ""
    if judgement["agreed_on"]:
        on = f" on {british_date(judgement.text_of('agreed_on'))}"
    return f"agreed{by}{on}"


def describe_statement_status(assessment: Assessment, statement: str) -> str:
    """The status of a statement in words."""
    return CATALOGUE["judgement"].by_key["status"].choice_label(status_of_statement(assessment, statement))
