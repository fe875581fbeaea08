"""Lines as one paragraph: what a hyphen at the end of a line is, the end of a syllable or part of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_HYPHENS = "-\u2010\u00ad"
_HEAD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)$")
_TAIL = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_HEADS = frozenset((
    "long", "short", "well", "self", "co", "non", "multi", "cross", "follow", "person", "strengths", "evidence", "high",
    "low", "half", "mid", "cost", "needs", "data", "place", "carer", "user", "council", "decision", "full", "part",
    "face", "end", "early", "hard", "step", "two", "three", "four", "five", "first", "second", "third", "post", "pre",
    "ex", "out", "front", "real", "value", "trauma", "home", "bed", "day", "year", "all", "anti", "sub", "peer", "semi",
))  # fmt: skip
"""What often stands before a hyphen that belongs to the word."""
_TAILS = frozenset((
    "term", "based", "led", "being", "time", "centred", "wide", "up", "related", "making", "free", "quality", "level",
    "specific", "focused", "funded", "old", "rated", "run", "owned", "effective", "production", "produced", "ordinated",
    "to", "by", "of", "in", "on", "the", "and", "off", "out", "depth", "house", "hand", "ended", "sector", "agency",
    "disciplinary", "line", "door", "life",
))  # fmt: skip


class LineEnds:
    """Joins lines as the document itself writes its words."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: set[str] = set()
        for line in lines:
            for word in _WORD.finditer(line):
                if word.end() < len(line) or not line.endswith(tuple(_HYPHENS)):
                    self._whole.add(_normalize_hyphens(word[0]))

    def join_lines(self, lines: Sequence[str]) -> str:
        """Lines as one paragraph."""
        text = lines[0]
        for line in lines[1:]:
            text = self._join_line_below(text, line) if text.endswith(tuple(_HYPHENS)) else f"{text} {line}"
        return text.replace("\u2010", "-")

    def _join_line_below(self, above: str, line: str) -> str:
        """The next line put on: a hyphen stays where it is part of the word, and goes where it only broke it."""
        head = _HEAD.search(above[:-1])
        tail = _TAIL.match(line)
        if head is None or tail is None:
            if above[-2:-1].isspace():
                return f"{above} {line}"
            return above + line
        if not tail[0][0].islower() or self._is_part_of_word(_normalize_hyphens(head[0]), _normalize_hyphens(tail[0])):
            return f"{above[:-1]}-{line}"
        return above[:-1] + line

    def _is_part_of_word(self, head: str, tail: str) -> bool:
        """Whether a hyphen stays: the document writes the word so elsewhere, or words of this shape have one."""
        if f"{head}-{tail}" in self._whole:
            return True
        if head + tail in self._whole:
            return False
        if "-" in head:
            return True
        return head in _HEADS or tail in _TAILS


def _normalize_hyphens(word: str) -> str:
    return word.casefold().replace("\u2010", "-").replace("\u00ad", "")
