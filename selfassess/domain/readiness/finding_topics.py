"""Which topic of a framework a sub-heading of a report names: reports and frameworks say it in words of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from selfassess.domain.text.folding import fold_text

_SMALL = frozenset(
    ("a", "an", "and", "are", "care", "for", "from", "in", "of", "on", "or", "support", "that", "the", "their", "them",
     "to", "with")
)  # fmt: skip
_ENOUGH = 0.4
"""How much a sub-heading has to have in common with a topic."""
_OF_NO_TOPIC = 0.3
"""What a word weighs that none of the topics has."""


def find_topic(heading: str, topics: Sequence[str]) -> str:
    """The topic of a framework that a report's sub-heading names in its own words; "" where it is none, or several."""
    wanted = fold_text(heading)
    for topic in topics:
        if fold_text(topic) == wanted:
            return topic
    said = _list_stems(heading)
    stems = {topic: _list_stems(topic) for topic in topics}
    among = Counter(stem for each in stems.values() for stem in each)
    weight = {stem: 1 / among[stem] if among[stem] else _OF_NO_TOPIC for stem in said.union(*stems.values())}
    shares = {
        topic: 2 * sum(weight[stem] for stem in said & each) / sum(weight[stem] for stem in (*said, *each))
        for topic, each in stems.items()
        if said or each
    }
    best = max(shares.values(), default=0.0)
    found = [topic for topic, share in shares.items() if share == best]
    return found[0] if best >= _ENOUGH and len(found) == 1 else ""


def _list_stems(text: str) -> frozenset[str]:
    """How the words begin that tell something."""
    words = re.findall(r"[a-z0-9]+", fold_text(text).replace("'", ""))
    return frozenset(re.sub(r"(?:n?ing|s)$", "", word)[:5] for word in words if word not in _SMALL)
