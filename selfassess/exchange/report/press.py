"""A press release of CQC's about an assessment: its scores and rating are taken, and nothing that it says besides.

It quotes people and puts findings in words of its own, so none of its text stands for the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfassess.domain.framework.framework import Framework
from selfassess.domain.text.folding import fold_text
from selfassess.exchange.report import marks, parts
from selfassess.exchange.report.found import Found
from selfassess.exchange.report.lines import LeftOut, Line
from selfassess.exchange.report.names import Names

SAID = (
    "This is CQC’s press release and not the report itself: its scores and rating are taken, and none of its text. "
    "Import the report for what CQC found."
)
LEFT = "Left out, as a press release is not the report"

_CQC = re.compile(r"\b(?:cqc|care quality commission)\b")
_RATES = re.compile(
    r"\b(?:rat(?:ed|es|ing)|judged)\b[^.]{0,200}?\b(?P<rating>inadequate|requires improvement|good|outstanding)\b"
)
_AREAS = re.compile(
    r"assessing needs|supporting people to li?v?e?a?d? ?healthier|equity in experience|care provision"
    r"|partnerships and communities|safe systems|safe pathways|safeguarding|governance|learning"
)
_SCORED = re.compile(r"\b(?:scored?|out of four|out of 4)\b")
_COUNCIL = re.compile(
    r"\b((?:(?:City|County|Royal|London|Borough|Metropolitan|Isle|Council) ?(?:of )?)*"
    r"(?:[A-Z][\w’'-]+(?: (?:and|with|upon|on|of|the) | )?){1,5}Council)\b"
)
_PERCENT = re.compile(r"\b(?:overall )?(?:score|percentage|rating) of (\d{1,3}) ?(?:%|per cent)")
_BULLET_END = re.compile(r"[;,.]+$|[;,]? and$")


def is_press_release(text: str) -> bool:
    """Whether a text is CQC's news of an assessment: it says how a council was rated, and has no report's headings."""
    plain = fold_text(text)
    return (
        not parts.bears_heading(plain)
        and bool(_CQC.search(plain) and _RATES.search(plain) and _SCORED.search(plain))
        and len(set(_AREAS.findall(plain))) >= 4
        and not re.search(r"\bour self-? ?assessment\b|\bwe (?:have )?(?:rated|scored) ourselves\b", plain)
    )


def find_in_press_release(
    lines: Sequence[Line], titles: Sequence[str], framework: Framework, left_out: LeftOut
) -> Found:
    """The council, date, rating and scores that a press release gives; all other text is left out and counted."""
    found = Found(framework, left_out)
    names = Names(framework)
    found.marked = found.press = True
    bands = {fold_text(band.label): band.key for band in framework.bands}
    for line in lines:
        when = marks.read_publication_date(line.text)
        if when is not None and (when.day or when.year or when.wrong):
            found.published.append(when)
        elif not _take_score(found, names, line):
            rated = _RATES.search(fold_text(line.text))
            if rated is not None and not found.ratings and rated["rating"] in bands:
                found.ratings.append((bands[rated["rating"]], line.place))
            percent = _PERCENT.search(fold_text(line.text))
            if percent:
                found.percents.append((percent[1], line.place))
            left_out.add_left_out(LEFT, line.text)
    whole = " ".join((*titles, *(line.text for line in lines)))
    named = _COUNCIL.findall(whole)
    if named:
        found.councils.append(max(dict.fromkeys(named), key=named.count).strip())
    return found


def _take_score(found: Found, names: Names, line: Line) -> bool:
    named = marks.named_score(_BULLET_END.sub("", line.text), found.framework)
    key = None
    if named is not None:
        key = names.find_statement_key(named[0], short=True)
    if named is None or key is None:
        return False
    found.scores.setdefault(key, []).append((named[1], line.place))
    return True
