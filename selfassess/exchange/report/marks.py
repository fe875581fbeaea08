"""What single lines of a report give: a score, a date, a rating, a percentage, the council's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from selfassess.domain.framework.framework import Framework
from selfassess.domain.framework.scale_patterns import NUMBERS, match_step_words, match_top
from selfassess.domain.text.dates import begins_with_date
from selfassess.exchange.report.names import fold_name

_SCORE_LINE = re.compile(
    r"(?:quality statement\s+|our\s+)?scores?\b(?:\s*[:=–-]+\s*|\s+(?=\d))(?P<said>\S.*)", re.IGNORECASE
)


@cache
def _said(top: int) -> re.Pattern[str]:
    """A score with its words, on a scale with this top."""
    return re.compile(
        rf"(?P<number>\d+(?:\.\d+)?)(?![\d%])\s*(?:(?:/|out of)\s*{top}(?!\d))?"
        r"\s*(?P<words>(?:[-–—:(,.]|$).*|evidence\b.*|$)",
        re.IGNORECASE,
    )


_MEANING = re.compile(r"(?P<number>\d)\s*[-–—:.]?\s*(?P<words>\D+)")


@cache
def _named(top: int) -> re.Pattern[str]:
    return re.compile(
        r"(?P<name>\D*[^\W\d].*?)[\s:|–—-]+"
        r"(?:score\s*[:–-]?\s*)?"
        rf"(?P<said>\d+(?:\s*(?:/|out of)\s*{match_top(top)})?(?:\s*[-–—(:|].*)?"
        r"|(?:insufficient|not enough) evidence.*|not (?:scored|assessed).*)",
        re.IGNORECASE,
    )


@cache
def _named_in_words(top: int) -> re.Pattern[str]:
    words = match_step_words(top)
    return re.compile(
        r"(?P<name>[^\d:|]*?[^\W\d])"
        r"(?:[\s:|–—-]+(?:(?:has|have|was|were|is|are)\s+)?(?:scored|given a score of|a score of)\s+"
        rf"(?P<verb>(?:\d|{words})(?:\s+(?:out of|/)\s+{match_top(top)})?)"
        rf"|\s*[:|–—-]\s*(?P<words>(?:{words})(?:\s+out of\s+{match_top(top)})?))",
        re.IGNORECASE,
    )


@cache
def _named_level(levels: tuple[str, ...]) -> re.Pattern[str]:
    """A name and a level that has no number behind it."""
    named = "|".join(map(re.escape, sorted(levels, key=len, reverse=True)))
    return re.compile(rf"(?P<name>.*?[^\W\d].*?)\s*[:|–—-]\s*(?:(?:score|level)\s*[:–-]?\s*)?(?P<said>{named})", re.I)


_SCORE_NAMED = re.compile(r"(?P<name>.*?[^\W\d].*?)[\s:|,–—-]+score\s*[:=–-]?\s*(?P<said>\d.*)", re.IGNORECASE)
_INSUFFICIENT = re.compile(r"\b(?:insufficient|not enough) evidence\b", re.IGNORECASE)
_NONE_GIVEN = re.compile(
    r"(?:not|un)\s*-?(?:scored|assessed|rated|reviewed|applicable)|no score|none|n/?a|[-–—]", re.IGNORECASE
)

_PUBLISHED = re.compile(
    r"(?:(?:assessment|report|date)\s+)?(?:published|publication date|date of publication|publication)"
    r"(?:\s+date|\s+on)?\s*[:–-]?\s*(?P<when>.*)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?P<percent>-?\d{1,4}(?:\.\d+)?)\s*(?:%|per cent|percent)", re.IGNORECASE)
_OVERALL = re.compile(
    r"overall\s+(?:percentage|score|percentage score)\s*(?:of\b|is\b|[:=–-])?\s*(?P<percent>\d{1,4}(?:\.\d+)?)"
    r"\s*(?:%|per cent|(?:/|out of)\s*100)?",
    re.IGNORECASE,
)
_ALONE = re.compile(r"score\s*[:=–-]?\s*(?P<percent>\d{2,3})", re.IGNORECASE)
_RATED = re.compile(
    r"(?:local authority\s+)?(?:overall\s*)?(?:rating|rated|overall)\s*(?:is\b|[:=–-])?\s*(?P<rating>.+)", re.IGNORECASE
)

_KIND = r"(?:cqc\s+)?local\s+authority\s+assessment(?:\s+report)?"
_AFTER_NAME = re.compile(
    rf"(?P<name>\S.{{1,80}}?)\s*[:|–—-]+\s*{_KIND}(?:\s*[-–—|]\s*(?:care quality commission|cqc))?", re.IGNORECASE
)
_BEFORE_NAME = re.compile(rf"{_KIND}\s*(?:[:|–—-]+|of\b|for\b)\s*(?P<name>\S.{{1,80}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a score: the number, what was written where it is none of the framework's, or neither."""

    score: int | None = None
    wrong: str = ""
    insufficient: bool = False
    words: str = ""


def score_line(text: str, framework: Framework) -> Said | None:
    """What a line says that gives nothing but a score: “Score: 2”, “2 - Evidence shows some shortfalls”."""
    if len(text) > 160:
        return None
    match = _SCORE_LINE.fullmatch(text)
    if not framework.numbered and (level := _read_stated_level(text, framework)).score is not None:
        return level
    if match:
        return read_stated_score(match["said"].strip(), framework)
    match = _MEANING.fullmatch(text)
    if match and _find_meant_score(match["words"], framework) is not None:
        return read_stated_score(text, framework)
    if _INSUFFICIENT.search(text) and len(text) < 60 and not text.endswith("."):
        return Said(insufficient=True)
    return None


def named_score(text: str, framework: Framework) -> tuple[str, Said] | None:
    """A name and the score on the same line: “Safeguarding: 2”, “Safeguarding | Score: 2”."""
    top = framework.top_score
    if len(text) <= 160 and (match := _named_in_words(top).fullmatch(text)):
        return match["name"].strip(), read_stated_score(match["verb"] or match["words"], framework)
    match = None
    if len(text) <= 160 and not framework.numbered:
        match = _named_level(tuple(each.label for each in framework.scores)).fullmatch(text)
    if match is None and len(text) <= 160:
        match = _SCORE_NAMED.fullmatch(text) or _named(top).fullmatch(text)
    if not match:
        return None
    return (match["name"].strip(), read_stated_score(match["said"].strip(), framework))


def read_stated_score(text: str, framework: Framework) -> Said:
    """What is written where a score should stand."""
    if _INSUFFICIENT.search(text):
        return Said(insufficient=True)
    if _NONE_GIVEN.match(text):
        return Said()
    if not framework.numbered:
        return _read_stated_level(text, framework)
    match = _said(framework.top_score).fullmatch(_in_figures(text, framework.top_score))
    number = float(match["number"]) if match else 0.0
    if match is None or framework.find_score_label(number) is None:
        return Said(wrong=text)
    meant = _find_meant_score(match["words"], framework)
    if meant is not None and meant != number:
        return Said(wrong=text)
    return Said(score=int(number))


def _read_stated_level(text: str, framework: Framework) -> Said:
    """A level that has no number: its words, and nothing else."""
    plain = fold_name(text)
    found = next((each.value for each in framework.scores if fold_name(each.label) == plain), None)
    return Said(wrong=text) if found is None else Said(score=found)


def _in_figures(text: str, top: int) -> str:
    words = match_step_words(top)
    return re.sub(rf"\b({words})\b", lambda word: str(NUMBERS.index(word[0].casefold()) + 1), text, flags=re.I)


def _find_meant_score(words: str, framework: Framework) -> int | None:
    """The score whose label or meaning the words are, None where they are of none."""
    plain = fold_name(words)
    return next(
        (each.value for each in framework.scores if fold_name(each.label) in plain or fold_name(each.meaning) in plain),
        None,
    )


@dataclass(frozen=True, slots=True)
class When:
    """A date of publication: the day (ISO 8601), or only the year, or what is written and is no date."""

    day: str | None = None
    year: int | None = None
    wrong: str = ""


def read_publication_date(text: str) -> When | None:
    """The date on a line that says when the report was published; None where the line does not."""
    match = _PUBLISHED.fullmatch(text) if len(text) <= 80 else None
    if not match:
        return None
    return read_leading_date(match["when"])


def read_leading_date(text: str) -> When | None:
    """The date a text begins with; an empty When where the text is empty, None where it holds no date."""
    text = text.strip().rstrip(".")
    if not text:
        return When()
    try:
        found = begins_with_date(text)
    except ValueError:
        return When(wrong=text)
    if found is None:
        return None
    if found.day is not None:
        return When(day=found.day.isoformat(), year=found.day.year)
    if not found.month:
        return None
    return When(year=found.month[0])


def read_overall_rating(text: str, framework: Framework) -> str | None:
    """The overall rating that a line gives and nothing else: “Requires improvement”, “Overall rating: Good”."""
    if len(text) > 80:
        return None
    match = _RATED.fullmatch(text)
    rated = match["rating"] if match else ""
    for said in (text, rated):
        plain = fold_name(_PERCENT.sub(" ", said))
        for band in framework.bands:
            if plain == fold_name(band.label):
                return band.key
    return None


def read_overall_percent(text: str, *, near_rating: bool) -> str | None:
    """The overall percentage that a line gives, as written; one without “overall” only near the rating."""
    if len(text) > 80:
        return None
    match = _OVERALL.fullmatch(text.strip())
    if match:
        return match["percent"]
    if not near_rating:
        return None
    match = _PERCENT.search(text) or _ALONE.fullmatch(text)
    if not match:
        return None
    return match["percent"]


def read_council_name(text: str) -> str | None:
    """The council that the title of a report names."""
    match = None
    if len(text) <= 160:
        match = _AFTER_NAME.fullmatch(text) or _BEFORE_NAME.fullmatch(text)
    if not match:
        return None
    return match["name"].strip()
