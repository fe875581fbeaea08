"""A Word file, an OpenDocument text or a saved web page as lines; what is around the text of a page is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from selfassess.domain.years.narrative import Piece, PieceKind
from selfassess.exchange.narrative.reader import read_narrative as read_pieces
from selfassess.exchange.report.lines import LeftOut, Line, Pages
from selfassess.exchange.report.plain import IMAGES

AROUND = "Left out, as it is not part of the text"
NOT_TEXT = "Left out: notes, comments, contents, and what was deleted or hidden"

_TEXT = (PieceKind.HEADING, PieceKind.PARAGRAPH, PieceKind.ITEM, PieceKind.CELL)
_HEADING = 120
"""A bold line up to this length is a heading where it is no sentence."""


def read_document_lines(path: Path, left_out: LeftOut, watch: Callable[[float], None]) -> Pages:
    """The lines of a document; raises FileError where it cannot be read."""
    document = read_pieces(path, progress=watch)
    titles = (document.title,) if document.title else ()
    return Pages(lines=tuple(_join_pieces_in_lines(document.pieces, left_out)), titles=titles)


def _join_pieces_in_lines(pieces: tuple[Piece, ...], left_out: LeftOut) -> Iterator[Line]:
    """Pieces as lines; the cells of a row are one line."""
    for cell, group in groupby(
        pieces, key=lambda each: (each.table, each.row) if each.kind is PieceKind.CELL else None
    ):
        if cell is not None:
            row = list(group)
            words = " | ".join(text for each in row if (text := " ".join(each.text.split())))
            if words:
                yield Line(text=words, place=row[0].place)
            continue
        for piece in group:
            if piece.kind in _TEXT:
                yield from _of_piece(piece)
            elif piece.kind is PieceKind.PICTURE:
                left_out.add_left_out(IMAGES, piece.text)
            else:
                reason = AROUND if piece.kind is PieceKind.FOOTER else NOT_TEXT
                left_out.add_left_out(reason, " ".join(piece.text.split()))


def _of_piece(piece: Piece) -> Iterator[Line]:
    """The lines of one piece: a page may break a line where a name ends and its score begins."""
    bold = piece.bold and len(piece.text) < _HEADING and not piece.text.endswith((".", "!", "?"))
    heading = piece.kind is PieceKind.HEADING or (bold and piece.kind is PieceKind.PARAGRAPH)
    bullet = piece.kind is PieceKind.ITEM
    for text in piece.text.split("\n"):
        words = " ".join(text.split())
        if words:
            yield Line(text=words, place=piece.place, heading=heading, bullet=bullet)
            bullet = False
