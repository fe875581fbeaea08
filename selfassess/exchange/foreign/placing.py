"""Which quality statement a row may be about that names none: by the words of the framework that it shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from selfassess.domain.framework.framework import Framework, Statement
from selfassess.exchange.foreign.words import fold_heading

_SHORTEST = 4
_NAMES, _TOPICS, _TEXTS = 3.0, 2.0, 1.0
_ENOUGH = 1.0
"""What the best statement must come to."""
_AHEAD = 1.3
"""How far the best must be ahead of the next."""
_COMMON = frozenset({
    "that", "this", "with", "from", "have", "they", "their", "them", "when", "what", "will", "which", "were", "been",
    "more", "than", "into", "also", "over", "other", "people", "person", "care", "support", "service", "council",
    "adult", "social", "need", "team", "work", "working", "plan", "action", "review", "improve", "improvement", "make",
    "ensure", "quality", "statement", "local", "area", "number", "year",
})  # fmt: skip
"""Words that tell no statement from another."""


class Placer:
    """Proposes statements of one framework."""

    def __init__(self, framework: Framework) -> None:
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        for statement in framework.statements:
            for word, weight in _weigh_statement_words(statement).items():
                self._weights[word][statement.key] = weight

    def propose_statement(self, text: str, among: Iterable[str] = ()) -> str | None:
        """The statement that a text is most likely about, of those ``among`` where there are any; None for none."""
        allowed = frozenset(among)
        scores: dict[str, float] = defaultdict(float)
        for word in set(fold_heading(text).split()):
            said: Mapping[str, float] = self._weights.get(word, {})
            told = {key: weight for key, weight in said.items() if not allowed or key in allowed}
            for key, weight in told.items():
                scores[key] += weight / len(told)
        best = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
        is_uncertain = not best or best[0][1] < _ENOUGH or (len(best) == 2 and best[0][1] < _AHEAD * best[1][1])
        if is_uncertain:
            return None
        return best[0][0]


def _weigh_statement_words(statement: Statement) -> dict[str, float]:
    found: dict[str, float] = {}
    for weight, texts in (
        (_TEXTS, (statement.quality_statement, *statement.i_statements, *statement.prompts)),
        (_TOPICS, statement.topics),
        (_NAMES, (statement.name, statement.short_name, *statement.aliases)),
    ):
        for text in texts:
            found |= dict.fromkeys(_distinctive_words(text), weight)
    return found


def _distinctive_words(text: object) -> Iterator[str]:
    for word in fold_heading(str(text)).split():
        if len(word) >= _SHORTEST and word not in _COMMON:
            yield word
