"""Whose assessment one is: our own, a peer's, CQC's of us, or CQC's of another council, only read beside ours."""

from __future__ import annotations

import re
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import format_for_display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.rating import Rating, rate_scores
from selfassess.domain.text.folding import fold_text

CQC, ANOTHER = "cqc", "another"
PUBLISHED = "published"
PUBLISHERS = (CQC, ANOTHER)
"""Whose assessments are published as they are."""

_BRACKETS = re.compile(r"\([^)]*\)")
_WORDS_OF_ALL = frozenset((
    "city", "county", "borough", "council", "councils", "of", "the", "london", "royal", "metropolitan", "district",
    "unitary", "authority", "local", "mbc", "cc", "mdc", "upon", "on", "and", "with",
))  # fmt: skip
_ANY_COUNCIL = frozenset(
    ("our", "your", "this", "each", "every", "full", "town", "parish", "host", "a", "one", "council")
)
_SAME = {
    frozenset(("kingston", "hull")): frozenset(("hull",)),
    frozenset(("bournemouth", "christchurch", "poole")): frozenset(("bcp",)),
}
"""Councils that go by two names."""


def is_same_council(one: str, other: str) -> bool:
    """Whether two names are of one council: “City of York Council” and “York”, not “Derby” and “Derbyshire”."""
    return _council_words(one) == _council_words(other)


def is_council_named(name: str) -> bool:
    """Whether a name says which council: not “The Council” or “Our City Council”."""
    return bool(_council_words(name) - _ANY_COUNCIL)


def label_other_council(council: str, label: str) -> str:
    """How an assessment of another council is named among ours: "Surrey County Council, CQC 2024"."""
    if fold_text(council) in fold_text(label):
        return label
    return f"{council}, {label}"


def council_assessed(assessment: Assessment, ours: str) -> str:
    """The council that an assessment is of."""
    if assessment.record["assessor"] != ANOTHER:
        return ours
    return assessment.label.rpartition(", CQC")[0] or assessment.label


def describe_assessment_status(record: Record) -> str:
    """The status of an assessment in words; what CQC published is published, whatever was written there before."""
    spec = CATALOGUE["assessment"].by_key["status"]
    status = PUBLISHED if record["assessor"] in PUBLISHERS else record["status"]
    return format_for_display(spec, status)


def rate_assessment(assessment: Assessment) -> Rating:
    """What an assessment's scores come to. Of others' that is only partly here nobody knows what the whole comes to."""
    worked = rate_scores(tuple(assessment.scores_by_statement.values()), assessment.framework)
    if not assessment.by_cqc or not worked.provisional:
        return worked
    return replace(worked, percent=None, rating=None, label=None, points_to_next=None, next_label=None)


def _council_words(name: str) -> frozenset[str]:
    words = re.findall(r"\w+", fold_text(_BRACKETS.sub(" ", name)).replace("&", " and ").replace("'", ""))
    kept = frozenset(words) - _WORDS_OF_ALL or frozenset(words) - {"council", "the", "of"}
    return _SAME.get(kept, kept)
