"""What a line says of a score. A band, a range or two numbers are told and never made into a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from selfassess.domain.framework.framework import Framework
from selfassess.domain.framework.scale_patterns import NUMBERS, match_top
from selfassess.exchange.foreign.values import is_placeholder
from selfassess.exchange.foreign.words import contains_words, fold_heading

LONGEST = 400
_SOON = 20
"""Signs within which a sentence that gives a score comes to it."""

_LEAD = (
    r"(?:(?:our|overall|the|current|proposed|indicative|provisional|final|self|council|councils)[\s’'-]+)*"
    r"(?:self[- ]?assess(?:ed|ment)[\s-]+)?(?:quality statement\s+)?"
    r"(?:judge?ment|score|rating|grade|self[- ]?assessment|self[- ]?score)"
    r"(?:\s+(?:for|against|of)\s+(?:this|the)?\s*(?:quality\s+)?statement)?"
    r"(?:\s*\(%(first)s\s*(?:-|–|to)\s*%(top)s\))?"
    r"\s*(?:[:=–—|-]+|\bis\b:?|\bof\b(?=\s*\d)|(?=\s\d))\s*(?P<said>.*)"
)
_OURSELVES = re.compile(
    r"(?:(?:on balance|overall|currently),?\s+)?(?:we|the council)\s+(?:(?:have|has|would|currently|therefore)\s+)*"
    r"(?:judge|score|rate|assess|grade|place|put|mark|give|award|gave)(?:e?d|s)?\s+"
    r"(?:ourselves|our performance|itself|this(?: statement)?)\s*"
    r"(?:as|at|to be|to score|with|:)?\s*(?:an?\s+|overall\s+|at\s+)*(?:score\s+of\s+)?(?P<said>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_HEDGED = re.compile(
    r"\b(?:high|low|upper|lower|strong|weak|solid|borderline|between|towards?|moving|nearly|almost|approaching"
    r"|bordering|working|aspir\w*|aim\w*|target|previous\w*|last year|was|or|not|less than|more than|at least|up to"
    r"|from)\b|[+*?~<>≈]",
    re.IGNORECASE,
)
_NONE_GIVEN = re.compile(
    r"(?:not|un)\s*-?(?:yet\s+)?(?:scored|assessed|rated|applicable|judged)|no score", re.IGNORECASE
)
_INSUFFICIENT = re.compile(r"(?:insufficient|not enough)\s+evidence", re.IGNORECASE)
_BEHIND = re.compile(
    r".*?\S[\s(\[–—:|,-]+.*?\b(?:score|judgement|rating|grade)d?\s*[:=–—-]?\s*(?P<said>.+?)\s*[)\]]?", re.I
)
_SENTENCE = re.compile(r"(?<=[a-z\d)])[.;]\s+(?=[A-Z(])")


@dataclass(frozen=True, slots=True)
class Score:
    """What was read: a score, that there is not enough evidence, or why none was taken; and the words that follow."""

    value: int | None = None
    insufficient: bool = False
    why: str = ""
    rest: str = ""
    look: str = ""
    """What to look at where a score was taken."""


@cache
def _lead(top: int) -> re.Pattern[str]:
    """How a line begins that gives a score, on a scale with this top."""
    begin, step = NUMBERS[0], match_top(top)
    return re.compile(_LEAD % {"first": f"(?:1|{begin})", "top": step}, re.IGNORECASE | re.DOTALL)


@cache
def _out_of(top: int) -> re.Pattern[str]:
    """What stands behind a score and names the scale: "out of four", "(1 to 4)"."""
    whole = rf"\(\s*(?:out of|scale|1)\s*(?:of\s*)?(?:1\s*)?(?:-|–|to)?\s*{top}\s*\)"
    return re.compile(rf"\s*(?:/|out of|of)\s*{match_top(top)}\b(?!\s*(?:/|\d))|{whole}", re.IGNORECASE)


def score_in(text: str, framework: Framework) -> Score | None:
    """What a line says that gives a score, such as "Our judgement: 2 – some shortfalls"; None where it gives none."""
    if len(text) > LONGEST:
        return None
    match = _lead(framework.top_score).fullmatch(text)
    spoken = match is None or text[: match.start("said")].rstrip().casefold().endswith((" is", " of"))
    match = match or _OURSELVES.fullmatch(text)
    if match is None:
        return _read_score_alone(text, framework)
    said = match["said"].strip()
    begin = said[:_SOON]
    speaks = (
        _NUMBER.search(begin)
        or _find_named_scores(fold_heading(begin), framework)
        or fold_heading(begin).split(" ")[0] in NUMBERS[: framework.top_score]
    )
    # A sentence may begin like this and speak of something else; after a colon a score is due.
    says_no_score = not said or (not speaks and (spoken or len(said) > 2 * _SOON))
    if says_no_score:
        return None
    return read_score(said, framework)


def find_score(text: str, framework: Framework) -> Score:
    """What a piece says of a score that is known to give one: a line, a heading with a score behind it, or a cell."""
    found = score_in(text, framework)
    if found is None and (behind := _BEHIND.fullmatch(text)):
        return read_score(behind["said"], framework)
    return found or read_score(text, framework)


def read_score(said: str, framework: Framework) -> Score:
    """What is written where a score should stand."""
    parts = _SENTENCE.split(" ".join(said.split()), maxsplit=1)
    first = parts[0].strip(" .;")
    rest = parts[1].strip() if len(parts) > 1 else ""
    if _INSUFFICIENT.search(first):
        return Score(insufficient=True, rest=rest)
    if is_placeholder(first) or _NONE_GIVEN.search(first):
        return Score(why="it gives no score", rest=rest)
    if not framework.numbered:
        return replace(_read_level(first, framework), rest=rest)
    plain = _out_of(framework.top_score).sub("", first)
    numbers = _NUMBER.findall(plain)
    if not numbers:
        word = fold_heading(plain).split(" ")[0] if plain else ""
        if word in NUMBERS[: framework.top_score] and not _HEDGED.search(plain):
            numbers = [str(NUMBERS.index(word) + 1)]
    if not numbers:
        band = _find_named_scores(fold_heading(plain), framework)
        why = "it gives a word and no number" if band else f"no score from {framework.scale_words} stands there"
        return Score(why=why, rest=rest)
    if len(numbers) > 1:
        return Score(why="more than one number stands there, so no score was taken", rest=rest)
    value = framework.find_score_label(float(numbers[0].replace(",", ".")))
    if value is None or not numbers[0].isdigit():
        return Score(why=f"{numbers[0]} is no score of the framework", rest=rest)
    if _HEDGED.search(plain):
        return Score(why="it is not clear which score is meant", rest=rest)
    number = int(numbers[0])
    look = ""
    if re.search(rf"\d\s*/\s*{framework.top_score}", first):
        look = f"“{first}” was read as {number} of {framework.top_score}"
    meant = _find_named_scores(fold_heading(plain), framework)
    if meant and number not in meant:
        return Score(why="the number and the words beside it say two things, so no score was taken", rest=rest)
    return Score(value=number, rest=rest, look=look)


def _read_level(said: str, framework: Framework) -> Score:
    """A level that has no number: one of its names, and nothing that leaves it open which is meant."""
    meant = _find_named_scores(fold_heading(said), framework)
    if not meant:
        return Score(why=f"none of these levels stands there: {framework.scale_words}")
    if len(meant) > 1 or _HEDGED.search(said):
        return Score(why="it is not clear which level is meant")
    return Score(value=meant.pop())


def _read_score_alone(text: str, framework: Framework) -> Score | None:
    """A line that is nothing but a number and its words: "3 – Good", "2 - Evidence shows some shortfalls"."""
    if len(text) > 90 or (framework.numbered and not re.match(r"\d\s*[-–—:=(]", text)):
        return None
    if not framework.numbered and fold_heading(text) not in {fold_heading(each.label) for each in framework.scores}:
        return None
    if not _find_named_scores(fold_heading(text), framework):
        return None
    return read_score(text, framework)


def _find_named_scores(words: str, framework: Framework) -> set[int]:
    """The scores whose label, or band of the same rank, stands in folded words; of two that overlap, the longer."""
    names = {fold_heading(each.label): each.value for each in framework.scores}
    names |= {
        fold_heading(each.label.split()[0]): each.value for each in framework.scores if each.label.split()[0] != "Some"
    }
    if len(framework.bands) == len(framework.scores):
        for score, band in zip(framework.scores, framework.bands, strict=True):
            names.setdefault(fold_heading(band.label), score.value)
    held = [name for name in names if contains_words(words, name)]
    return {names[name] for name in held if not any(name != other and contains_words(other, name) for other in held)}
