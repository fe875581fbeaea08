"""What the numbers of a risk register stand for: before controls, as it is now, or as it should become."""

from __future__ import annotations

import re

from selfassess.exchange.foreign.vocabulary import Match
from selfassess.exchange.foreign.words import fold_heading, strip_brackets

_SHORT_HEADING = 5
_STEPS = re.compile(r"\(\s*\d\s*(?:-|–|to)\s*\d+\s*\)")
"""The steps of a scale behind its name: "Impact (1-5)"."""
_RESIDUAL = frozenset({"residual", "net", "mitigated", "after", "post"})
_TARGET = frozenset({"target", "tolerable", "desired"})
_BEFORE = frozenset({
    "inherent", "gross", "initial", "original", "untreated", "unmitigated", "raw", "uncontrolled", "before", "pre",
})  # fmt: skip
_NOW = frozenset({"current", "present", "now"})
_SCALES = {"likelihood": "likelihood", "probability": "likelihood", "impact": "severity", "severity": "severity"}
_PARTS = frozenset({
    "l", "p", "i", "s", "likelihood", "probability", "impact", "severity", "score", "rating", "total", "rag",
    "risk score", "risk rating", "overall", "overall score", "lxi", "l x i",
})  # fmt: skip
_LETTERS = {"l": "likelihood", "p": "likelihood", "i": "severity", "s": "severity"}
"""What stands for a scale where a word beside it says of which stage."""


def names_part_of_stage(text: str) -> bool:
    """Whether a heading below the name of a stage is one of its numbers: "L", "Impact (1-5)", "Score"."""
    return strip_brackets(text) in _PARTS


def names_stage(heading: str) -> bool:
    """Whether a heading names a stage of a risk, as one over its numbers does: "Current risk", "After controls"."""
    said = set(fold_heading(heading).split())
    return 0 < len(said) <= _SHORT_HEADING and bool(said & (_RESIDUAL | _TARGET | _BEFORE | _NOW))


def separate_risk_stages(meant: dict[int, tuple[Match, ...]], words: tuple[str, ...]) -> dict[int, tuple[Match, ...]]:
    """The meanings of a risk register's columns, with those of its numbers told apart by their stage.

    "Residual" is now where the register tells it from "inherent", and the aim where it also has "current" or a plain
    heading. A risk before controls has no place in a workbook, so those columns are left for a person to see.
    """
    split = {
        column: set(fold_heading(_STEPS.sub(" ", text)).split()) for column, text in enumerate(words) if column in meant
    }
    scaled = {
        c: field for c, said in split.items() if len(said) <= _SHORT_HEADING and (field := _scale_of_heading(said))
    }
    has_stages = any(not set(_SCALES) & split[column] for column in scaled)
    if has_stages:
        # Where "Residual L" stands, "L" is of the same make.
        scaled |= {c: _LETTERS[w] for c, said in split.items() for w in said if len(said) == 1 and w in _LETTERS}
    inherent = {column for column in scaled if split[column] & _BEFORE}
    residual = {column for column in scaled if split[column] & _RESIDUAL} - inherent
    aims = {column for column in scaled if split[column] & _TARGET}
    plain = set(scaled) - inherent - residual - aims
    current = {column for column in scaled if split[column] & _NOW}
    if not inherent and not residual and not aims and not current:
        return _without_scales_twice(meant, words)
    now = plain or residual
    later = aims or (residual if plain else set())
    found = dict(meant)
    for column, field in scaled.items():
        if column in now or column in later:
            stage_field = field if column in now else f"target_{field}"
            found[column] = (Match("risk", stage_field, 1.0),)
        else:
            found[column] = ()
    return found


def _without_scales_twice(meant: dict[int, tuple[Match, ...]], words: tuple[str, ...]) -> dict[int, tuple[Match, ...]]:
    """Without the scales that stand twice under the same word, as before and after controls: nobody can tell which."""
    scales = {column: fold_heading(words[column]) for column in meant}
    scales = {column: text for column, text in scales.items() if text in _SCALES or text in _LETTERS}
    twice = {column for column, text in scales.items() if list(scales.values()).count(text) > 1}
    return {column: () if column in twice else matches for column, matches in meant.items()}


def _scale_of_heading(said: set[str]) -> str | None:
    """The scale that a heading's words name: in full, or by its letter beside the word for a stage."""
    staged = said & (_RESIDUAL | _TARGET | _BEFORE | _NOW)
    known = {**_SCALES, **_LETTERS} if staged else _SCALES
    fields = {field for word, field in known.items() if word in said}
    return fields.pop() if len(fields) == 1 else None  # "L x I" is neither
