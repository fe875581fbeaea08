"""Where a quality statement stands: the status that every screen, export and command tells, in the catalogue's words.

What is stored is a person's act: ready for review, agreed, or carried forward until somebody reviewed it. Where nobody
has said anything yet, the status follows what is there: it is being drafted from the first word.
"""

from __future__ import annotations

from selfassess.domain import readiness
from selfassess.domain.records import CATALOGUE
from selfassess.domain.workbook import Assessment

NOT_STARTED, DRAFTING, READY, AGREED = "not_started", "drafting", "ready_for_review", "agreed"
SAID_IN_JUDGEMENT = (*readiness.WRITTEN, "insufficient_evidence")
WRITTEN_BESIDE = ("strength", "improvement", "risk", "action", "evidence")


def status(assessment: Assessment, statement: str) -> str:
    """The status of a statement by its key in the catalogue; what was carried and not reviewed is no drafting."""
    judgement = assessment.judgements.get(statement)
    stored = judgement.text("status") if judgement is not None else ""
    if stored not in ("", NOT_STARTED):
        return stored
    said = judgement is not None and any(judgement[key] not in (None, "") for key in SAID_IN_JUDGEMENT)
    beside = (record for kind in WRITTEN_BESIDE for record in assessment.for_statement(kind, statement))
    return DRAFTING if said or not all(map(readiness.not_reviewed, beside)) else NOT_STARTED


def status_words(assessment: Assessment, statement: str) -> str:
    """The status of a statement in words."""
    return CATALOGUE["judgement"].by_key["status"].choice_label(status(assessment, statement))
