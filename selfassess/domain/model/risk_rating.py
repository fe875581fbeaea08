"""The words of a risk's rating: how likely, how severe, and what the product of both comes to."""

from __future__ import annotations

from selfassess.domain.model.record import Record

LIKELIHOODS = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
SEVERITIES = {1: "Slight", 2: "Minor", 3: "Moderate", 4: "Severe", 5: "Very severe"}

BANDS = ((20, "very high"), (12, "high"), (6, "moderate"), (1, "low"))
"""The least product of a band and its word, the greatest first."""


def name_band(product: int) -> str:
    """What a product of likelihood and severity is called."""
    return next((words for least, words in BANDS if product >= least), BANDS[-1][1])


def describe_rating(likelihood: int, severity: int) -> str:
    """A rating in words and figures: "Likely × severe: 16, high"."""
    product = likelihood * severity
    return f"{LIKELIHOODS[likelihood]} × {SEVERITIES[severity].lower()}: {product}, {name_band(product)}"


def read_rating(record: Record, likelihood: str = "likelihood", severity: str = "severity") -> tuple[int, int] | None:
    """Likelihood and severity of a risk; None where one is not given or makes no sense."""
    given = record[likelihood], record[severity]
    if given[0] in LIKELIHOODS and given[1] in SEVERITIES:
        return int(str(given[0])), int(str(given[1]))
    return None
