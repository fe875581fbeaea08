"""What two texts have in common that a person would take for the same heading or name."""

from __future__ import annotations

import re
from functools import lru_cache

from selfassess.domain.measures import periods
from selfassess.domain.text.folding import fold_text

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"[\s–—:,(-]+(?P<date>(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTHS})[a-z]*|(?:q|qtr|quarter)\s*[1-4])[\s.'’/-]*"
    r"(?:20)?\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?|20\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?|\d\d/\d\d)\)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"\s*(?P<date>20\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?)\s+(?=\S)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD = re.compile(r"^(?:\W*\d+(?:\.\d+)*[.):]*|[a-z][.)])\s+", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def fold_heading(text: str) -> str:
    """Lower case, "and" for "&", "percent" for "%", no punctuation, no plural s, single spaces."""
    plain = fold_text(text).replace("&", " and ").replace("%", " percent ").replace("'", "")
    return " ".join(map(_drop_plural_s, re.findall(r"[^\W_]+", plain)))


@lru_cache(maxsize=20_000)
def strip_brackets(text: str) -> str:
    """A folded text without what stands in brackets, and without a number before it."""
    return fold_heading(_LEAD.sub("", _BRACKETS.sub(" ", text).strip()))


@lru_cache(maxsize=20_000)
def strip_date(text: str) -> tuple[str, tuple[int, ...]]:
    """A heading without the month, quarter or year at its end or beginning, and what that is put in order by.

    "Update June 2025" and "2024-25 target" have one; where there is none, there is nothing to put it in order by.
    """
    for found in (_DATE.search(text), _YEAR_FIRST.match(text)):
        period = None
        if found is not None:
            period = periods.parse_period(found["date"])
        if found is not None and period is not None:
            return text[: found.start()] + text[found.end() :], period.sort_order
    return text, ()


def contains_words(words: str, part: str) -> bool:
    """Whether folded words hold the words of another folded text, side by side."""
    return bool(part) and f" {part} " in f" {words} "


def _drop_plural_s(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
