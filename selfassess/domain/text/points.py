"""Running text in single points, and whether one reads as a strength or a shortfall by its words.

For somebody who confirms it: where words speak for both, or for neither, a point is neutral. Nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from selfassess.domain.text import point_words as words_of

STRENGTH, SHORTFALL, NEUTRAL = "strength", "shortfall", "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph or an item of a list, the sub-heading it stands under and where in its document."""

    text: str
    topic: str = ""
    place: str = ""
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that is said, as it is said."""

    text: str
    topic: str
    place: str
    kind: str

    @property
    def values(self) -> dict[str, str | None]:
        """The fields of a finding that is proposed."""
        return {"text": self.text, "topic": self.topic or None, "place": self.place or None, "kind": self.kind}


def find_points(passages: Iterable[Passage]) -> tuple[Point, ...]:
    """The single points of passages, in order; of what is said twice under one topic, the first."""
    found: dict[tuple[str, str], Point] = {}
    for passage in _complete_passages(passages):
        texts = [passage.text] if passage.item else list(split_points(passage.text))
        for text in texts:
            point = Point(text=text, topic=passage.topic, place=passage.place, kind=classify_point(text))
            found.setdefault((passage.topic.casefold(), " ".join(text.casefold().split())), point)
    return tuple(found.values())


def split_points(text: str) -> Iterator[str]:
    """A paragraph in its points: a sentence with those after it that say more of the same."""
    point = ""
    for sentence in split_sentences(text):
        if point and words_of.LEANS.match(sentence):
            point = f"{point} {sentence}"
            continue
        if point:
            yield point
        point = sentence
    if point:
        yield point


def split_sentences(text: str) -> Iterator[str]:
    """A paragraph in its sentences."""
    words = " ".join(text.split())
    start = 0
    for end in words_of.SENTENCE_END.finditer(words):
        before = words[start : end.end()].rstrip()
        if words_of.NO_SENTENCE_END.search(before):
            continue
        yield before
        start = end.end()
    if words[start:].strip():
        yield words[start:].strip()


def classify_point(text: str) -> str:
    """What a point reads as by its words; neutral where they speak for both or for neither."""
    plain = words_of.NOT_LACKING.sub(" ", text)
    under, over = words_of.UNDER_AVERAGE.search(plain), words_of.OVER_AVERAGE.search(plain)
    if under or over:
        known = words_of.BETTER_HIGH.search(plain) and not words_of.LACKS.search(plain)
        if (under and over) or not known:
            return SHORTFALL if under and words_of.LACKS.search(plain) else NEUTRAL
        return SHORTFALL if under else STRENGTH
    lacks, well = words_of.LACKS.search(plain), words_of.DOES_WELL.search(words_of.WISHED.sub(" ", plain))
    if bool(lacks) == bool(well) or words_of.DIVIDED.search(plain):
        return NEUTRAL
    return SHORTFALL if lacks else STRENGTH


def _complete_passages(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages with what leads into a list before each of its items, and paragraphs that a page broke made whole."""
    lead = ""
    held: Passage | None = None
    for passage in passages:
        if passage.item:
            if held is not None and held.text.endswith(":"):
                lead, held = held.text, None
            elif held is not None:
                yield held
                lead, held = "", None
            yield replace(passage, text=f"{lead} {passage.text}".strip())
            continue
        lead = ""
        broken = held is not None and held.topic == passage.topic and passage.text[:1].islower()
        if held is not None and broken:
            held = replace(held, text=f"{held.text} {passage.text}")
            continue
        if held is not None:
            yield held
        held = passage
    if held is not None:
        yield held
