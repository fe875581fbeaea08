"""The texts of an outline and where they stand, to say what no font can draw by its place."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.model.report_blocks import Outline, texts_of
from selfassess.exchange.pdf.flowables import in_order
from selfassess.exchange.pdf.fonts import REPLACEMENT, in_words, undrawable


def texts(outline: Outline) -> Iterator[str]:
    """Every text of an outline that is set, once."""
    yield from (text for _, text in placed(outline))


def placed(outline: Outline) -> Iterator[tuple[str, str]]:
    """Every text of an outline that is set, with the place where it stands: "“1 Assessing needs › Risks”"."""
    cover = (outline.council, outline.title, outline.year, outline.status)
    yield from (("The cover", text) for text in (*cover, *(text for row in outline.facts for text in row)))
    above: list[str] = []
    for _, depth, section in in_order(outline.sections):
        above[depth:] = [section.title]
        place = f"“{_printable(' › '.join(above))}”"
        yield place, section.title
        for block in section.blocks:
            yield from ((place, text) for text in texts_of(block))


def undrawn(outline: Outline) -> tuple[str, ...]:
    """What no font can draw: "In “Risk: Waiting lists”, Controls: 🦊 (U+1F98A), twice".

    Told by the record and field where people wrote it, and by its place on the page where that is not known.
    """
    shown = [(place, text, counted) for place, text in placed(outline) if (counted := undrawable(text))]
    if not shown:
        return ()
    pages = "\n".join(text for _, text, _ in shown)
    said: dict[str, None] = {}
    known: set[str] = set()
    for place, text in outline.written:
        # A text as it was written stands on the pages line by line: lists lose their dashes.
        if (counted := undrawable(text)) and any(line.strip(" -•") in pages for line in text.split("\n")):
            said[f"In {_printable(place)}: {in_words(counted)}"] = None
            known.update(counted)
    for place, _, counted in shown:
        if not known.issuperset(counted):
            said[f"In {place}: {in_words(counted)}"] = None
    return tuple(said)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else REPLACEMENT for character in text)
