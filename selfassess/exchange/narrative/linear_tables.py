"""Tables that lost their cells: in a text file each cell stands on a line of its own, below the headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.years.narrative import Document, Piece, PieceKind
from selfassess.exchange.foreign.values import Answers, is_placeholder
from selfassess.exchange.narrative.columns import STATEMENT, Column, kinds_in, read_columns
from selfassess.exchange.narrative.gathering import cell_place
from selfassess.exchange.narrative.heading_names import HeadingNames

_SORTS = ("text", "web page", "PDF")
_LONGEST_HEADING = 45
_WIDEST = 10
_NEAR = 40
"""So many lines on another row is looked for."""
_SURELY = 3
"""So many lines that each name a column are the headings of a table, whatever stands below."""
_SURE_FIELDS = ("due_on", "starts_on", "completed_on", "score", "likelihood", "severity")
"""Fields whose cells show whether lines really are the rows of a table."""


def with_tables(document: Document, framework: Framework) -> Document:
    """The document with lines that are the cells of a table made so again."""
    if document.sort not in _SORTS:
        return document
    names = HeadingNames(framework)
    answers = Answers(framework, None)
    pieces = list(document.pieces)
    tables = max((piece.table for piece in pieces), default=0)
    at = 0
    while at < len(pieces):
        columns = _headings_at(pieces, at, names)
        rows = _count_matching_rows(pieces, at + len(columns), columns, names, answers) if columns else 0
        inside = pieces[at].kind is PieceKind.CELL  # only what has a date or a score is surely a table in a cell
        is_too_little = not rows or (inside and not any(column.field in _SURE_FIELDS for column in columns))
        if is_too_little:
            at += 1
            continue
        tables += 1
        for place in range(len(columns) * (rows + 1)):
            row, column = divmod(place, len(columns))
            piece = pieces[at + place]
            where = f"{piece.place} ({cell_place(tables, row, column)})"
            pieces[at + place] = replace(
                piece, kind=PieceKind.CELL, place=where, table=tables, row=row, column=column, depth=0
            )
        at += len(columns) * (rows + 1)
    return replace(document, pieces=tuple(pieces))


def came_apart(pieces: Sequence[Piece], framework: Framework) -> int | None:
    """The number of the first line below headings of columns whose rows nobody can tell any more, or None."""
    names = HeadingNames(framework)
    for at in range(len(pieces)):
        columns = _headings_at(pieces, at, names)
        if len(columns) >= _SURELY:
            return at + len(columns)
    return None


def _headings_at(pieces: Sequence[Piece], at: int, names: HeadingNames) -> tuple[Column, ...]:
    """The headings of a table that begin at a line: as many short lines as name columns; none where it is no table."""
    texts: list[str] = []
    for piece in pieces[at : at + _WIDEST]:
        if not _is_line(piece, pieces[at]) or len(piece.text) > _LONGEST_HEADING or piece.text.endswith("."):
            break
        texts.append(piece.text)
    for width in range(len(texts), 1, -1):
        columns = read_columns(texts[:width], names, "")
        first = columns[0].kind == STATEMENT or columns[0].field == "title"
        told = kinds_in(columns) or columns[0].kind == STATEMENT
        if first and told and all(column.is_known for column in columns):
            return columns
    return ()


def _is_line(piece: Piece, first: Piece) -> bool:
    """Whether a piece is a line like the first one: a paragraph, or one more in the same cell."""
    if piece.kind not in (PieceKind.PARAGRAPH, PieceKind.CELL) or piece.kind is not first.kind:
        return False
    return (piece.table, piece.row, piece.column) == (first.table, first.row, first.column)


def _count_matching_rows(
    pieces: Sequence[Piece], at: int, columns: Sequence[Column], names: HeadingNames, answers: Answers
) -> int:
    """How many rows of these columns follow."""
    rows = 0
    while True:
        cells = pieces[at : at + len(columns)]
        ends_here = len(cells) < len(columns) or not all(_is_line(cell, pieces[at - 1]) for cell in cells)
        if ends_here:
            return rows
        if not _fits_columns(cells, columns, names, answers):
            if columns[0].kind == STATEMENT and _has_more_rows(pieces, at, names):
                return 0
            return rows
        rows += 1
        at += len(columns)


def _has_more_rows(pieces: Sequence[Piece], at: int, names: HeadingNames) -> bool:
    """Whether more rows follow behind lines that fit no row: cells of several lines came apart."""
    for piece in pieces[at : at + _NEAR]:
        meaning = names.find_meaning(piece.text, sure=False)
        if meaning.names_anything or piece.kind not in (PieceKind.PARAGRAPH, PieceKind.ITEM):
            return bool(meaning.statement) and piece is not pieces[at]
    return False


def _fits_columns(cells: Sequence[Piece], columns: Sequence[Column], names: HeadingNames, answers: Answers) -> bool:
    """Whether lines may be the cells of one row."""
    for cell, column in zip(cells, columns, strict=True):
        if column.kind == STATEMENT:
            if not names.find_statement(cell.text):
                return False
        elif names.find_meaning(cell.text, sure=False).names_anything or not _can_stand_in_column(
            cell.text, column, answers
        ):
            return False
    return True


def _can_stand_in_column(text: str, column: Column, answers: Answers) -> bool:
    """Whether a cell may stand in its column, as far as the column shows that."""
    if (
        column.field not in _SURE_FIELDS
        or is_placeholder(text)
        or text.casefold() in ("ongoing", "on going", "continuous")
    ):
        return True
    spec = CATALOGUE[column.kind].by_key.get(column.field)
    try:
        return spec is None or answers.read_answer(column.kind, spec, text).value is not None
    except InvalidValueError:
        return False
