"""What the numbers of a risk register stand for: before controls, as it is now, or as it should become."""

from __future__ import annotations

from selfassess.exchange.foreign.vocabulary import Match
from selfassess.exchange.foreign.words import fold_heading

_SHORT_HEADING = 5
_RESIDUAL = frozenset({"residual", "net", "mitigated", "after", "post"})
_TARGET = frozenset({"target", "tolerable", "desired"})
_BEFORE = frozenset({
    "inherent", "gross", "initial", "original", "untreated", "unmitigated", "raw", "uncontrolled", "before", "pre",
})  # fmt: skip
_SCALES = {"likelihood": "likelihood", "probability": "likelihood", "impact": "severity", "severity": "severity"}
_LETTERS = {"l": "likelihood", "p": "likelihood", "i": "severity", "s": "severity"}
"""What stands for a scale where a word beside it says of which stage."""


def separate_risk_stages(meant: dict[int, tuple[Match, ...]], words: tuple[str, ...]) -> dict[int, tuple[Match, ...]]:
    """The meanings of a risk register's columns, with those of its numbers told apart by their stage.

    "Residual" is now where the register tells it from "inherent", and the aim where it also has "current" or a plain
    heading. A risk before controls has no place in a workbook, so those columns are left for a person to see.
    """
    split = {column: set(fold_heading(text).split()) for column, text in enumerate(words) if column in meant}
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
    if not inherent and not residual and not aims:
        return meant
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


def _scale_of_heading(said: set[str]) -> str | None:
    """The scale that a heading's words name: in full, or by its letter beside the word for a stage."""
    staged = said & (_RESIDUAL | _TARGET | _BEFORE | {"current"})
    known = {**_SCALES, **_LETTERS} if staged else _SCALES
    return next((field for word, field in known.items() if word in said), None)
