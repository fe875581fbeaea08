"""How the steps of a scale stand in running text, as parts of regular expressions: for those who read documents."""

from __future__ import annotations

from selfassess.domain.framework.framework import LONGEST_SCALE

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
"""The numbers in words, as far as a scale goes."""
assert len(NUMBERS) == LONGEST_SCALE


def match_top(top: int) -> str:
    """The highest score, as "out of" has it: 4 or four."""
    return f"(?:{top}|{NUMBERS[top - 1]})"


def match_step_words(top: int) -> str:
    """Every score in words: one, two, three or four."""
    return "|".join(NUMBERS[:top])


def match_step_digits(top: int) -> str:
    """Every score in figures."""
    return f"[1-{top}]" if top < 10 else "(?:10|[1-9])"
