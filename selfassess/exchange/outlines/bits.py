"""A text as its paragraphs and list items, and a text put together of such: as the outline parts it, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph, parse_prose
from selfassess.exchange.outlines.texts import clean_text

_BETWEEN = re.compile(r"[\s\-•]*(?:\d{1,3}[.)]\s+)?(?:\[[A-Za-z]{2,12}\]\s+)?")
"""What may stand before a bit: the sign of an item, and the language that a text says it is in."""


@dataclass(frozen=True, slots=True)
class Bit:
    """One paragraph of a text, or one item of a list in it; how the list is marked makes no other bit of it."""

    text: str
    is_item: bool = False
    is_numbered: bool = field(default=False, compare=False)


def part_text(text: str) -> tuple[Bit, ...]:
    """A text as it stands in a document, bit by bit."""
    return tuple(part_blocks(parse_prose(text)))


def part_blocks(blocks: Iterable[Block]) -> Iterable[Bit]:
    """The bits of paragraphs and lists."""
    for block in blocks:
        if isinstance(block, Bullets):
            yield from (Bit(clean_text(item), True, bool(block.first)) for item in block.items)
        elif isinstance(block, Paragraph):
            yield Bit(clean_text(block.text))


def join_bits(bits: Sequence[Bit]) -> str:
    """Bits as one text: a blank line between paragraphs, items line by line with "- " or a number before them."""
    made = ""
    number = 0
    before: Bit | None = None
    for bit in bits:
        if before is not None:
            goes_on_as_list = bit.is_item and before.is_item
            made += "\n" if goes_on_as_list else "\n\n"
        number = number + 1 if bit.is_numbered and before is not None and before.is_item else 1
        mark = f"{number}." if bit.is_numbered else "-"
        made += f"{mark} {' '.join(bit.text.splitlines())}" if bit.is_item else bit.text
        before = bit
    return made


def edit_text(text: str, first: int, last: int, bits: Sequence[Bit]) -> str:
    """A text with its bits ``first`` to ``last`` in place of which others came; the rest stays as it was typed."""
    there = part_text(text)
    whole = [*there[:first], *bits, *there[last + 1 :]]
    were_items = [bit.is_item for bit in whole]
    are_items = [bit.is_item for bit in there]
    if were_items == are_items:
        edited = _edit_in_place(text, there, whole)
        if edited is not None:
            return edited
    return join_bits(whole)


def _edit_in_place(text: str, there: Sequence[Bit], whole: Sequence[Bit]) -> str | None:
    """The text with each bit that changed exchanged where it stands; None where one is not found as it was typed."""
    made, at = "", 0
    for old, new in zip(there, whole, strict=True):
        place = text.find(old.text, at) if old.text else at
        if place < 0 or not _BETWEEN.fullmatch(text, at, place):
            return None
        made += text[at:place] + new.text
        at = place + len(old.text)
    made += text[at:]
    if part_text(made) == tuple(whole):
        return made
    return None
