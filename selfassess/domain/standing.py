"""Where a quality statement stands: the status that every screen, export and command tells, in the catalogue's words.

What is stored is a person's act: ready for review, agreed, or carried forward until somebody reviewed it. Where nobody
has said anything yet, the status follows what is there: it is being drafted from the first word.
"""

from __future__ import annotations

from selfassess.domain import readiness
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.workbook import Assessment

NOT_STARTED, DRAFTING, READY, AGREED = "not_started", "drafting", "ready_for_review", "agreed"
SAID_IN_JUDGEMENT = (*readiness.WRITTEN, "insufficient_evidence")
AGREEMENT = ("status", "agreed_by", "agreed_on", "lead", "reviewer")
"""Fields of a judgement that say who deals with it and not what the council thinks."""
WRITTEN_IN = ("strength", "improvement", "risk", "action")
WRITTEN_BESIDE = (*WRITTEN_IN, "evidence")


def status(assessment: Assessment, statement: str) -> str:
    """The status of a statement by its key in the catalogue; what was carried and not reviewed is no drafting."""
    judgement = assessment.judgements.get(statement)
    stored = judgement.text("status") if judgement is not None else ""
    if stored not in ("", NOT_STARTED):
        return stored
    said = judgement is not None and any(judgement[key] not in (None, "") for key in SAID_IN_JUDGEMENT)
    beside = (record for kind in WRITTEN_BESIDE for record in assessment.for_statement(kind, statement))
    return DRAFTING if said or not all(map(readiness.not_reviewed, beside)) else NOT_STARTED


def agreed(assessment: Assessment, record: Record | None, field: str = "") -> Record | None:
    """The judgement of the agreed statement that one would write in; None where the statement is not agreed.

    Who deals with a statement and where it stands is no writing in it, and evidence belongs to no single one.
    """
    if record is None or record.kind not in ("judgement", *WRITTEN_IN) or field in AGREEMENT:
        return None
    judgement = assessment.judgements.get(record.text("quality_statement"))
    return judgement if judgement is not None and judgement.text("status") == AGREED else None


def status_words(assessment: Assessment, statement: str) -> str:
    """The status of a statement in words."""
    return CATALOGUE["judgement"].by_key["status"].choice_label(status(assessment, statement))
