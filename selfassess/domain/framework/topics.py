"""The topics that running text falls into, for somebody who reads it: which of its lines are sub-headings.

A report that was imported is plain text, and its sub-headings are lines among others. One is told from its shape alone,
so this is for showing only: nothing is ever left out, and the text itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 90
"""A line of more characters is a paragraph."""

_BULLETS = ("- ", "• ")
_ENDS = (".", ",", ";", ":", "!", "?", "…", '."', ".”", ".’", ".)")
"""What a sentence ends in, and a heading does not."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A sub-heading and what stands below it. ``title`` is "" for what stands before the first one."""

    title: str
    text: str


def split_topics(text: str) -> tuple[Topic, ...]:
    """The text in its topics, in order; all of its words are in one of them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heads = set(_find_subheading_lines(lines))
    found: list[tuple[str, list[str]]] = [("", [])]
    for number, line in enumerate(lines):
        if number in heads:
            found.append((line.strip(), []))
        else:
            found[-1][1].append(line)
    made = (Topic(title, "\n".join(below).strip("\n")) for title, below in found)
    return tuple(topic for topic in made if topic.title or topic.text.strip())


def _find_subheading_lines(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that are sub-headings, from the last to the first."""
    below = False  # whether the line with words below this one is a paragraph, a list or a sub-heading
    touching = ""  # the line right below
    for number in reversed(range(len(lines))):
        line = lines[number].strip()
        if line:
            first = number == 0 or not lines[number - 1].strip() or _looks_like_subheading(lines[number - 1])
            runs_on = touching[:1].islower()
            head = first and below and not runs_on and _looks_like_subheading(line)
            if head:
                yield number
            below = head or not _looks_like_subheading(line)
        touching = line


def _looks_like_subheading(line: str) -> bool:
    """Whether a line looks like a sub-heading: short, begins like one, and does not end as a sentence does."""
    line = line.strip()
    begins = line[:1].isupper() or line[:1].isdigit()
    if not begins:
        return False
    if len(line) > LONGEST:
        return False
    return not line.endswith(_ENDS) and not line.startswith(_BULLETS)
