"""Quality statements in any of their known names, and the framework's own wording where a report repeats it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selfassess.domain.framework.framework import Framework
from selfassess.domain.text.folding import fold_text

_SAME = {"lead": "live", "leading": "live", "living": "live"}
_SILENT = frozenset({"and", "the", "of", "to", "in", "a"})
_NUMBERED = re.compile(r"(?:quality statement\s*)?\d{1,2}\s*[.:)–-]\s+(?=\D)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def fold_name(text: str) -> str:
    """Text as it is compared: small letters, plain apostrophes, “and” for &, no other punctuation."""
    plain = fold_text(text).replace("&", " and ").replace("'", "")
    return " ".join(re.sub(r"[^\w\s]+", " ", plain).split())


def fold_to_letters(text: str) -> str:
    """Only the letters and digits, for wording that is the same but for hyphens, spaces and American spelling."""
    return re.sub(r"is(?=e|ing|ation)", "iz", re.sub(r"[\W_]+", "", fold_text(text)))


def _build_name_key(name: str) -> tuple[str, ...]:
    """A name without what varies between reports: order, singular and plural, small words."""
    words = (_SAME.get(word, word) for word in fold_name(name).split() if word not in _SILENT)
    return tuple(sorted(word.removesuffix("s") for word in words))


class Names:
    """What a framework calls its statements and what it says in official words."""

    def __init__(self, framework: Framework) -> None:
        self._full: Mapping[tuple[str, ...], str] = {
            _build_name_key(name): each.key for each in framework.statements for name in (each.name, *each.aliases)
        }
        self._short = {_build_name_key(each.short_name): each.key for each in framework.statements} | dict(self._full)
        self._topics = frozenset(fold_name(topic) for each in framework.statements for topic in each.topics)
        wording = [text for each in framework.statements for text in (each.quality_statement, *each.i_statements)]
        self._official = frozenset(fold_to_letters(sentence) for text in wording for sentence in _SENTENCE.split(text))

    def find_statement_key(self, text: str, *, short: bool = False) -> str | None:
        """The key of the statement that a text names and nothing else; ``short`` names count only where asked for."""
        if len(text) > 120 or text.endswith((".", ",", ";")):
            return None
        name = _build_name_key(_NUMBERED.sub("", text, count=1))
        known_names = self._short if short else self._full
        return known_names.get(name)

    def is_known_title(self, text: str) -> bool:
        """Whether a text is the whole name of a statement or one of its topics."""
        if self.find_statement_key(text) is not None:
            return True
        return not text.endswith(".") and fold_name(text) in self._topics

    def is_framework_wording(self, text: str) -> bool:
        """Whether every sentence of a text is wording of the framework."""
        return all(fold_to_letters(sentence) in self._official for sentence in _SENTENCE.split(text))
