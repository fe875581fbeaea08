"""Whose assessment one is: our own, a peer's, CQC's of us, or CQC's of another council, only read beside ours."""

from __future__ import annotations

import re
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.rating import Rating, rate
from selfassess.domain.text.folding import fold

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


def names_council(name: str) -> bool:
    """Whether a name says which council: not “The Council” or “Our City Council”."""
    return bool(_council_words(name) - _ANY_COUNCIL)


def other_council_label(council: str, label: str) -> str:
    """How an assessment of another council is named among ours: "Surrey County Council, CQC 2024"."""
    return label if fold(council) in fold(label) else f"{council}, {label}"


def council_assessed(assessment: Assessment, ours: str) -> str:
    """The council that an assessment is of."""
    if assessment.record["assessor"] != ANOTHER:
        return ours
    return assessment.label.rpartition(", CQC")[0] or assessment.label


def status_words(record: Record) -> str:
    """The status of an assessment in words; what CQC published is published, whatever was written there before."""
    spec = CATALOGUE["assessment"].by_key["status"]
    return display(spec, PUBLISHED if record["assessor"] in PUBLISHERS else record["status"])


def rate_assessment(assessment: Assessment) -> Rating:
    """What an assessment's scores come to. Of others' that is only partly here nobody knows what the whole comes to."""
    worked = rate(tuple(assessment.scores.values()), assessment.framework.bands)
    if not assessment.by_cqc or not worked.provisional:
        return worked
    return replace(worked, percent=None, rating=None, label=None, points_to_next=None, next_label=None)


def _council_words(name: str) -> frozenset[str]:
    words = re.findall(r"\w+", fold(_BRACKETS.sub(" ", name)).replace("&", " and ").replace("'", ""))
    kept = frozenset(words) - _WORDS_OF_ALL or frozenset(words) - {"council", "the", "of"}
    return _SAME.get(kept, kept)
