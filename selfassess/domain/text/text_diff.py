"""Two texts set against each other: which words stayed, came and went; and both kept, nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOO_MANY = 1_000_000
"""Comparing takes about as long as one text has pieces times the other; beyond this the whole counts as rewritten."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one mark."""

    text: str
    mark: Mark


# Whole lines first, then sentences in those that differ, then words: long texts stay quick and read well.
_GRAINS = tuple(
    re.compile(pattern, re.DOTALL) for pattern in (r"[^\n]*\n|[^\n]+", r".*?[.!?;:]\s+|.+", r"\w+\s*|[^\w\s]\s*|\s+")
)


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """``before`` and ``after`` as one text with marks: SAME and REMOVED make the first, SAME and ADDED the second."""
    return tuple(_join_runs_of_mark(_compare_at_grain(before, after, 0)))


def keep_both(mine: str, theirs: str) -> str:
    """Both texts paragraph by paragraph: what they share once, then mine and theirs where they differ."""
    ours = _split_paragraphs(mine)
    others = _split_paragraphs(theirs)
    kept: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, others, autojunk=False).get_opcodes():
        kept += ours[a:b]
        if tag != "equal":
            kept += [paragraph for paragraph in others[c:d] if paragraph not in ours]
    return "\n\n".join(kept)


def weave_paragraphs(base: str, mine: str, theirs: str) -> str | None:
    """Both sides' paragraphs where each changed other ones; None where both changed one, or put something in one place.

    A line of a list counts as a paragraph. Whoever weaves, the outcome is the same.
    """
    was, *sides = map(_split_lines_with_gaps, (base, mine, theirs))
    if was:  # where something was put before what was first, they say how far before
        first = was[0][0]
        was[0] = (first, max(gap for side in (was, *sides) for line, gap in side if line == first))
    told = [edit for side in sides for edit in _list_line_edits(was, side)]
    edits = dict(told)
    spans = sorted(edits)
    both_changed_one = any(edits[span] != put for span, put in told) or any(map(_are_one_place, spans, spans[1:]))
    if both_changed_one:
        return None
    lines: list[_Line] = []
    place = 0
    for start, end in spans:
        lines += [*was[place:start], *edits[start, end]]
        place = end
    text = ""
    for line, gap in (*lines, *was[place:]):
        if text:  # what was first on its side, and is not here, goes on a list or begins a paragraph
            listed = line.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
            text += gap or ("\n" if listed else "\n\n")
        text += line
    return text


_Span = tuple[int, int]
"""From which line to before which."""

_Line = tuple[str, str]
"""A line that is not blank, and the line breaks before it."""


def _split_lines_with_gaps(text: str) -> list[_Line]:
    """The lines that have something in them, each with the line ends before it."""
    lines: list[_Line] = []
    gap = ""
    for line in text.split("\n"):
        if line.strip():
            lines.append((line, gap))
            gap = ""
        gap += "\n"
    return lines


def _list_line_edits(was: list[_Line], now: list[_Line]) -> Iterator[tuple[_Span, tuple[_Line, ...]]]:
    """What one side put in the place of which lines."""
    old, new = ([line for line, _ in lines] for lines in (was, now))
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield (a, b), tuple(now[c:d])


def _are_one_place(before: _Span, after: _Span) -> bool:
    """Whether two sides worked at one place: on the same lines, or one put something beside what the other replaced."""
    adds = before[0] == before[1] or after[0] == after[1]
    if adds:
        return after[0] <= before[1]
    return after[0] < before[1]


def _split_paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in re.split(r"\n(?:[ \t]*\n)+", text) if paragraph.strip()]


def _compare_at_grain(before: str, after: str, grain: int) -> Iterator[Piece]:
    """Two texts compared by the largest units first; what differs in them is compared by smaller ones."""
    old = _GRAINS[grain].findall(before)
    new = _GRAINS[grain].findall(after)
    for tag, a, b, c, d in _find_diff_steps(old, new):
        gone = "".join(old[a:b])
        come = "".join(new[c:d])
        if tag == "equal":
            yield Piece(gone, Mark.SAME)
        elif tag == "replace" and grain + 1 < len(_GRAINS):
            pairs = zip(old[a:b], new[c:d], strict=True) if b - a == d - c else ((gone, come),)
            for one, other in pairs:
                yield from _compare_at_grain(one, other, grain + 1)
        else:
            yield Piece(gone, Mark.REMOVED)
            yield Piece(come, Mark.ADDED)


def _find_diff_steps(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > _TOO_MANY:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _join_runs_of_mark(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Runs of one mark as one piece."""
    runs: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if runs and runs[-1].mark is piece.mark:
            runs[-1] = Piece(runs[-1].text + piece.text, piece.mark)
        else:
            runs.append(piece)
    yield from runs
