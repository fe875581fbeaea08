"""A text with marks on what changed in it: what is gone is struck through, what is new is underlined and bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from selfassess.domain.text.text_diff import Mark, Piece
from selfassess.domain.text.wording import count_noun
from ui.widgets import theme
from ui.widgets.sheet import Sheet, in_html

LEGEND = "Struck through: no longer there. Underlined and bold: new."
KEPT = 160
"""So many characters stay in sight on either side of a change where the rest is folded away."""
TOLD = 12
"""So many changes are told to somebody who hears the text; more are counted."""


class MarkedText(Sheet):
    """Pieces as one text; ``folded`` leaves out what stayed as it was, far from any change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.pieces: tuple[Piece, ...] = ()

    def show_marked_pieces(self, pieces: Sequence[Piece], folded: bool = False) -> None:
        """Show another text."""
        self.pieces = tuple(pieces)
        self.setAccessibleDescription(describe_changed_pieces(pieces))
        self.show_html(lambda: pieces_as_html(self.pieces, folded))


def pieces_as_html(pieces: Sequence[Piece], folded: bool = False) -> str:
    """The pieces one after the other, with their marks; colour never stands alone."""
    colours = theme.colour_tokens()
    made: list[str] = []
    for at, piece in enumerate(pieces):
        match piece.mark:
            case Mark.REMOVED:
                made.append(f'<s style="color:{colours["error"]}">{in_html(piece.text)}</s>')
            case Mark.ADDED:
                made.append(f'<b><u style="color:{colours["good"]}">{in_html(piece.text)}</u></b>')
            case _ if folded and len(pieces) > 1:
                parts = fold_unchanged_text(piece.text, head=at > 0, tail=at < len(pieces) - 1)
                note = f'<span style="color:{colours["muted"]}">'
                made += [f"{note}{in_html(words)}</span>" if left_out else in_html(words) for words, left_out in parts]
            case _:
                made.append(in_html(piece.text))
    return f'<p style="margin:0">{"".join(made)}</p>'


def fold_unchanged_text(text: str, *, head: bool, tail: bool) -> Iterator[tuple[str, bool]]:
    """A text that stayed as it was, without its middle: each part, and whether it only says what was left out.

    ``head`` and ``tail`` say whether there is a change before and after it.
    """
    start = text.find(" ", KEPT) if head else 0
    end = text.rfind(" ", 0, max(len(text) - KEPT, 0)) if tail else len(text)
    left_out = len(text[start:end].split()) if 0 <= start < end else 0
    if left_out < 20:
        yield text, False
        return
    yield text[:start], False
    yield f" [… {left_out:,} words as before …] ", True
    yield text[end:], False


def describe_changed_pieces(pieces: Sequence[Piece]) -> str:
    """What changed, in words, for somebody who hears it."""
    changed = [piece for piece in pieces if piece.mark is not Mark.SAME and piece.text.strip()]
    if not changed:
        return "Nothing in it was changed."
    said = [f"{'Removed' if p.mark is Mark.REMOVED else 'Added'}: “{p.text.strip()}”." for p in changed[:TOLD]]
    more = len(changed) - TOLD
    if more > 0:
        return " ".join((*said, f"And {count_noun(more, 'more change')}."))
    return " ".join(said)
