"""Codes that stand for people: whether one says who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from selfassess.domain.model.journal import Change, Operation
from selfassess.domain.text.dates import find_dates
from selfassess.domain.text.folding import see_through
from selfassess.domain.text.personal_data_patterns import Sign, find_personal_signs

LONGEST = 40
"""Characters that a code may have; what is longer is a text."""

_RUN = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W\d_]+")
_NHS_LIKE = re.compile(r"(?<![0-9])[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{4}(?![0-9])")
_PLAIN = frozenset((
    "adult", "adults", "assessment", "carer", "carers", "case", "client", "code", "community", "dols", "file", "group",
    "hospital", "learning", "mental", "number", "older", "person", "physical", "record", "reference", "review",
    "safeguarding", "sensory", "team", "transition", "ward", "young", "younger",
))  # fmt: skip
"""Words of a code that are nobody's name."""
_SHORTEST_NAME = 4
"""Letters in a row from which a word that is none of these may be a name: shorter ones are how teams are called."""
_EARLIEST = 1900


def explain_code_fault(code: str) -> str:
    """Why a code may say who somebody is, as a sentence that does not repeat it; "" where nothing looks like that."""
    seen = see_through(code).text.strip()
    if len(seen) > LONGEST:
        return f"This is a text: a code has at most {LONGEST} characters."
    likeness = _find_likeness(seen)
    return f"This looks like {likeness}: write a code that says nothing of the person." if likeness else ""


def explain_refused_codes(changes: Iterable[Change]) -> str:
    """Why changes would write a code of a case that may say who somebody is, "" where none would."""
    for change in changes:
        if change.kind != "case" or change.operation is Operation.DELETE:
            continue
        body = change.new.get("values", {}) if isinstance(change.new, dict) else {change.field: change.new}
        if why := explain_code_fault(str(body.get("code") or "")):
            return why
    return ""


def _find_likeness(seen: str) -> str:
    signs = find_personal_signs(seen)
    if signs:
        return signs[0].kind.value
    if _NHS_LIKE.search(seen):
        return Sign.NHS_NUMBER.value
    if find_dates(seen) or any(map(_is_day_in_figures, _RUN.findall(seen))):
        return Sign.BIRTH.value
    return "a name" if any(map(_may_be_name, _WORD.findall(seen))) else ""


def _is_day_in_figures(digits: str) -> bool:
    """Whether eight digits are a day of somebody's life: 12031987 or 19870312."""
    if len(digits) != 8:
        return False
    for year, month, day in ((digits[4:], digits[2:4], digits[:2]), (digits[:4], digits[4:6], digits[6:])):
        try:
            if date(int(year), int(month), int(day)).year >= _EARLIEST:
                return True
        except ValueError:
            continue
    return False


def _may_be_name(word: str) -> bool:
    return len(word) >= _SHORTEST_NAME and word.casefold() not in _PLAIN
