"""What the Adult Social Care Outcomes Framework (ASCOF) calls things in its tables: areas, totals, outcomes.

The published data file and a spreadsheet that somebody made of it are read by rooms of their own, with these words.
"""

from __future__ import annotations

from collections.abc import Mapping

from selfassess.domain.measures.published_values import COUNCIL, ENGLAND, REGION

NAME = "Adult Social Care Outcomes Framework"
LEVELS: Mapping[str, str] = {
    "council": COUNCIL, "local authority": COUNCIL, "la": COUNCIL, "upper tier local authority": COUNCIL,
    "utla": COUNCIL, "authority": COUNCIL, "region": REGION, "regional": REGION,
    "england": ENGLAND, "national": ENGLAND, "country": ENGLAND,
}  # fmt: skip
"""How a geographical level is written, folded -> which one it is."""
WHOLE = frozenset({"", "total", "all", "all people", "overall", "person", "persons"})
"""What a row of the whole population says of its part."""
OUTCOMES = frozenset({"", "outcome", "value", "rate", "percentage", "measure value"})
"""What a row says that holds the outcome, and no numerator or denominator."""
