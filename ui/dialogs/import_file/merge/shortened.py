"""Two values set against each other; long texts shortened to what stands around their changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.text.text_diff import Mark, Piece, compare_words

AROUND = 160
"""Characters that stay on either side of a change when a long text is shortened."""

PLENTY = 1_200
"""A text up to this long is shown whole, and so much of a long piece that came or went."""

MANY = 30
"""Changes that are shown of a long text before somebody asks for all of it."""

LONG = 4_000
"""Two texts that are longer than this together are set against each other where nobody waits for it."""

PORTION = 2_000
"""Characters that are shown at once of a long text."""

GAP = " … "


def compare_values(before: str, after: str, *, as_text: bool) -> tuple[Piece, ...]:
    """What became of ``before``: word by word where both are texts, else the one went and the other came."""
    if as_text and before and after:
        return compare_words(before, after)
    pieces = (Piece(before, Mark.REMOVED), Piece(after, Mark.ADDED)) if before != after else (Piece(after, Mark.SAME),)
    return tuple(piece for piece in pieces if piece.text)


def shorten_pieces(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces around what changed; the very same where the text is not long."""
    length = sum(len(piece.text) for piece in pieces)
    if length <= PLENTY:
        return tuple(pieces)
    short: list[Piece] = []
    changes = 0
    for number, piece in enumerate(pieces):
        if changes == MANY:
            short.append(Piece(GAP, Mark.SAME))
            break
        if piece.mark is Mark.SAME:
            short.append(Piece(_keep_text_around_changes(piece.text, number > 0, number + 1 < len(pieces)), Mark.SAME))
        else:
            changes += 1
            short.append(Piece(_cut_text_beginning(piece.text), piece.mark))
    return tuple(short)


def cut_into_portions(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces in portions that are quick to show, cut between lines where that can be, else between words."""
    portion: list[Piece] = []
    room = PORTION
    for piece in pieces:
        rest = piece.text
        while len(rest) > room:
            cut = max(rest.rfind("\n", 0, room), 0) or max(rest.rfind(" ", 0, room), 0) or room
            yield (*portion, Piece(rest[:cut], piece.mark))
            portion = []
            room = PORTION
            rest = rest[cut:].removeprefix("\n")
        portion.append(Piece(rest, piece.mark))
        room -= len(rest)
    yield tuple(portion)


def _keep_text_around_changes(text: str, after_change: bool, before_change: bool) -> str:
    """What stands next to the changes on either side of an unchanged text."""
    if not after_change and not before_change:
        return _cut_text_beginning(text)
    if len(text) <= 2 * AROUND + len(GAP):
        return text
    head = ""
    if after_change and " " in text[AROUND:]:
        head = text[: text.find(" ", AROUND)]
    tail = ""
    if before_change and " " in text[:-AROUND]:
        tail = text[text.rfind(" ", 0, -AROUND) + 1 :]
    return f"{head}{GAP}{tail}"


def _cut_text_beginning(text: str) -> str:
    if len(text) <= PLENTY:
        return text
    cut = text.rfind(" ", 0, PLENTY)
    cut_at = cut if cut > 0 else PLENTY
    return f"{text[:cut_at]}{GAP.rstrip()}"
