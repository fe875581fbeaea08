"""The texts of an outline and where they stand, to say what no font can draw by its place."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.model.report_blocks import Outline, texts_of
from selfassess.exchange.pdf.flowables import list_named_sections
from selfassess.exchange.pdf.fonts import REPLACEMENT, count_undrawable, describe_undrawable


def list_placed_texts(outline: Outline) -> Iterator[tuple[str, str]]:
    """Every text of an outline that is set, with the place where it stands: "“1 Assessing needs › Risks”"."""
    cover = (outline.council, outline.title, outline.year, outline.status)
    yield from (("The cover", text) for text in (*cover, *(text for row in outline.facts for text in row)))
    above: list[str] = []
    for _, depth, section in list_named_sections(outline.sections):
        above[depth:] = [section.title]
        place = f"“{_replace_unprintable(' › '.join(above))}”"
        yield place, section.title
        for block in section.blocks:
            yield from ((place, text) for text in texts_of(block))


def list_undrawn_characters(outline: Outline) -> tuple[str, ...]:
    """What no font can draw: "In “Risk: Waiting lists”, Controls: 🦊 (U+1F98A), twice".

    Told by the record and field where people wrote it, and by its place on the page where that is not known.
    """
    shown = [
        (place, text, counted) for place, text in list_placed_texts(outline) if (counted := count_undrawable(text))
    ]
    if not shown:
        return ()
    pages = "\n".join(text for _, text, _ in shown)
    said: dict[str, None] = {}
    known: set[str] = set()
    for place, text in outline.written:
        # A text as it was written stands on the pages line by line: lists lose their dashes.
        counted = count_undrawable(text)
        is_set = counted and any(line.strip(" -•") in pages for line in text.split("\n"))
        if is_set:
            said[f"In {_replace_unprintable(place)}: {describe_undrawable(counted)}"] = None
            known.update(counted)
    for place, _, counted in shown:
        if not known.issuperset(counted):
            said[f"In {place}: {describe_undrawable(counted)}"] = None
    return tuple(said)


def _replace_unprintable(text: str) -> str:
    return "".join(character if character.isprintable() else REPLACEMENT for character in text)
