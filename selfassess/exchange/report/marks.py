"""What single lines of a report give: a score, a date, a rating, a percentage, the council's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework
from selfassess.domain.text.dates import begins_with_date
from selfassess.exchange.report.names import folded

_SCORE_LINE = re.compile(
    r"(?:quality statement\s+|our\s+)?scores?\b(?:\s*[:=–-]+\s*|\s+(?=\d))(?P<said>\S.*)", re.IGNORECASE
)
_SAID = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?![\d%])\s*(?:(?:/|out of)\s*4(?!\d))?\s*(?P<words>(?:[-–—:(,.]|$).*|evidence\b.*|$)",
    re.IGNORECASE,
)
_MEANING = re.compile(r"(?P<number>\d)\s*[-–—:.]?\s*(?P<words>\D+)")
_NAMED = re.compile(
    r"(?P<name>\D*[^\W\d].*?)[\s:|–—-]+"
    r"(?:score\s*[:–-]?\s*)?"
    r"(?P<said>\d+(?:\s*(?:/|out of)\s*(?:4|four))?(?:\s*[-–—(:|].*)?"
    r"|(?:insufficient|not enough) evidence.*|not (?:scored|assessed).*)",
    re.IGNORECASE,
)
_NAMED_IN_WORDS = re.compile(
    r"(?P<name>[^\d:|]*?[^\W\d])"
    r"(?:[\s:|–—-]+(?:(?:has|have|was|were|is|are)\s+)?(?:scored|given a score of|a score of)\s+"
    r"(?P<verb>(?:\d|one|two|three|four)(?:\s+(?:out of|/)\s+(?:4|four))?)"
    r"|\s*[:|–—-]\s*(?P<words>(?:one|two|three|four)(?:\s+out of\s+(?:4|four))?))",
    re.IGNORECASE,
)
_SCORE_NAMED = re.compile(r"(?P<name>.*?[^\W\d].*?)[\s:|,–—-]+score\s*[:=–-]?\s*(?P<said>\d.*)", re.IGNORECASE)
_FIGURES = ("one", "two", "three", "four")
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
    if match := _SCORE_LINE.fullmatch(text):
        return said(match["said"].strip(), framework)
    if (match := _MEANING.fullmatch(text)) and _meant(match["words"], framework) is not None:
        return said(text, framework)
    if _INSUFFICIENT.search(text) and len(text) < 60 and not text.endswith("."):
        return Said(insufficient=True)
    return None


def named_score(text: str, framework: Framework) -> tuple[str, Said] | None:
    """A name and the score on the same line: “Safeguarding: 2”, “Safeguarding | Score: 2”."""
    if len(text) <= 160 and (match := _NAMED_IN_WORDS.fullmatch(text)):
        return match["name"].strip(), said(match["verb"] or match["words"], framework)
    match = (_SCORE_NAMED.fullmatch(text) or _NAMED.fullmatch(text)) if len(text) <= 160 else None
    return (match["name"].strip(), said(match["said"].strip(), framework)) if match else None


def said(text: str, framework: Framework) -> Said:
    """What is written where a score should stand."""
    if _INSUFFICIENT.search(text):
        return Said(insufficient=True)
    if _NONE_GIVEN.match(text):
        return Said()
    match = _SAID.fullmatch(_in_figures(text))
    number = float(match["number"]) if match else 0.0
    if match is None or framework.score(number) is None:
        return Said(wrong=text)
    meant = _meant(match["words"], framework)
    if meant is not None and meant != number:
        return Said(wrong=text)
    return Said(score=int(number))


def _in_figures(text: str) -> str:
    return re.sub(
        r"\b(one|two|three|four)\b", lambda word: str(_FIGURES.index(word[0].casefold()) + 1), text, flags=re.I
    )


def _meant(words: str, framework: Framework) -> int | None:
    """The score whose label or meaning the words are, None where they are of none."""
    plain = folded(words)
    return next(
        (each.value for each in framework.scores if folded(each.label) in plain or folded(each.meaning) in plain), None
    )


@dataclass(frozen=True, slots=True)
class When:
    """A date of publication: the day (ISO 8601), or only the year, or what is written and is no date."""

    day: str | None = None
    year: int | None = None
    wrong: str = ""


def published(text: str) -> When | None:
    """The date on a line that says when the report was published; None where the line does not."""
    match = _PUBLISHED.fullmatch(text) if len(text) <= 80 else None
    return dated(match["when"]) if match else None


def dated(text: str) -> When | None:
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
    return When(year=found.month[0]) if found.month else None


def rating(text: str, framework: Framework) -> str | None:
    """The overall rating that a line gives and nothing else: “Requires improvement”, “Overall rating: Good”."""
    if len(text) > 80:
        return None
    match = _RATED.fullmatch(text)
    for said in (text, match["rating"] if match else ""):
        plain = folded(_PERCENT.sub(" ", said))
        for band in framework.bands:
            if plain == folded(band.label):
                return band.key
    return None


def percent(text: str, *, near_rating: bool) -> str | None:
    """The overall percentage that a line gives, as written; one without “overall” only near the rating."""
    if len(text) > 80:
        return None
    if match := _OVERALL.fullmatch(text.strip()):
        return match["percent"]
    if not near_rating:
        return None
    match = _PERCENT.search(text) or _ALONE.fullmatch(text)
    return match["percent"] if match else None


def council(text: str) -> str | None:
    """The council that the title of a report names."""
    match = (_AFTER_NAME.fullmatch(text) or _BEFORE_NAME.fullmatch(text)) if len(text) <= 160 else None
    return match["name"].strip() if match else None
