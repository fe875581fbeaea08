"""A PDF as pieces: lines become paragraphs, cells of drawn tables stay together, what repeats on the pages is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.text.folding import mask_numbers
from selfassess.domain.text.wording import choose_plural
from selfassess.domain.years.narrative import PieceKind
from selfassess.exchange.narrative.gathering import Pieces, Watch, cell_place, is_contents_line
from selfassess.exchange.narrative.line_ends import LineEnds
from selfassess.exchange.narrative.pdf_columns import read_in_columns
from selfassess.exchange.narrative.pdf_tables import Grid, find_grids
from selfassess.exchange.narrative.pdf_words import Page, Word, read_pages
from selfassess.exchange.narrative.text_pieces import BULLET

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_EDGE = 0.1
"""The part of a page's height at its top and at its foot where headers and footers stand."""
_REPEATS = 0.4
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxl]{1,6}", re.IGNORECASE)
_LARGER = 1.08
_NEAR = 400
"""So many lines back the cell is looked for in which a page ended."""
_BULLET_ALONE = re.compile(r"[-–—•·●▪■◦○*‣➢✓►§o\uf0a7\uf0b7\uf0d8]|\(?\d{1,2}[.)]|\(?[a-z][.)]", re.IGNORECASE)
_NUMBER_CLOSE = re.compile(r"(?P<mark>\d{1,2}[.)])(?=[A-Z][a-z])")
"""A number of a list whose gap to its words is a tab, which is drawn as nothing."""


@dataclass(slots=True)
class Line:
    """One line of a page."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool
    table: int = 0
    row: int = 0
    column: int = 0
    across: int = 1
    bullet: str = ""
    beside: bool = False
    """Whether it stands beside another line."""
    inset: float = 0.0
    """Where the words behind its bullet begin."""
    block: int = 0
    """The column of running text on its page that it stands in, counted from the first."""
    begin: float = 0.0
    edge: float = 0.0
    """From where and how far that column reaches; 0 where the page has one only."""


def read_pdf_pieces(path: Path, pieces: Pieces, watch: Watch) -> None:
    """Read a PDF; raises FileError where it has no text."""
    lines: list[Line] = []
    tables = _Tables(pieces)
    edges: list[tuple[Line, PieceKind]] = []
    scanned = []
    for page in read_pages(path, watch):
        found = _page_lines(page, tables)
        if not found and page.pictures:
            scanned.append(page.number)
        for line in found:
            if not line.table and _is_at_edge(page, line.base):
                kind = PieceKind.HEADER if line.base > page.height / 2 else PieceKind.FOOTER
                edges.append((line, kind))
        _append_page(lines, found, tables)
        if page.pictures:
            pieces.add_piece(PieceKind.PICTURE, _describe_picture_count(page.pictures), f"page {page.number}")
    letter_count = sum(len(line.text) for line in lines)
    if letter_count < 100:
        raise FileError(
            f"{path.name} has no text in it, as when pages were scanned: have its text recognised (“OCR”, in the "
            "program that scanned it), or import the Word file that it was printed from."
        )
    if scanned:
        further = f" and {len(scanned) - 8} more" if len(scanned) > 8 else ""
        which = ", ".join(map(str, scanned[:8])) + further
        pieces.add_note(f"Pages that are only pictures could not be read: {which}.")
    _Maker(lines, pieces, _find_repeated_lines(lines, edges)).make_pieces()


def _is_at_edge(page: Page, base: float) -> bool:
    """Whether a height on a page is where headers and footers stand."""
    lowest = page.height * _EDGE
    return not lowest < base < page.height - lowest


def _append_page(lines: list[Line], found: list[Line], tables: _Tables) -> None:
    """Add the lines of a page; where it goes on within a row of a table, that goes into the cells above."""
    first = next((line for line in found if line.table), None)
    row = [line for line in found if first and (line.table, line.row) == (first.table, first.row)]
    if first is None or not any(_goes_on_in_cell(lines, line) for line in row):
        lines += found
        return
    tables.leave_out_row(first.table)
    for line in found:
        line.row -= line.table == first.table
    for line in row:
        at = _end_of_cell(lines, line)
        place = len(lines) if at is None else at + 1
        lines.insert(place, line)
    lines += [line for line in found if not any(line is each for each in row)]


def _end_of_cell(lines: Sequence[Line], line: Line) -> int | None:
    """Where the last line stands of the cell that a line is in."""
    cell = (line.table, line.row, line.column)
    near = range(len(lines) - 1, max(-1, len(lines) - _NEAR), -1)
    return next((n for n in near if (lines[n].table, lines[n].row, lines[n].column) == cell), None)


def _goes_on_in_cell(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line at the top of a page goes on with a sentence of the cell above it."""
    at = _end_of_cell(lines, replace(line, row=line.row - 1))
    if at is None:
        return False
    return line.text[:1].islower() and not line.bullet and lines[at].text[-1:] not in ".:;!?"


def _describe_picture_count(count: int) -> str:
    return choose_plural(count, "a picture without words", f"{count:,} pictures without words")


# Lines of a page


class _Tables:
    """Numbers the tables: one that begins a page like the one that ended the page before is the same one."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._above: Grid | None = None
        self._number = self._rows = self._first = 0
        self._banner = False

    def begin_table(self, grid: Grid, first_of_page: bool) -> tuple[int, int]:
        """The number of a table, and how many rows of it came before."""
        above = self._above
        banner = grid.count_columns_across(0, 0) == len(grid.columns) - 1
        again = banner and self._banner  # what begins with a line across is not the rest of what began so
        if above is not None and first_of_page and grid.has_columns_of(above) and not again:
            self._first += self._rows
        else:
            self._banner = banner
            self._number, self._first = self._pieces.next_table(), 0
        self._above, self._rows = grid, len(grid.rows) - 1
        return self._number, self._first

    def leave_out_row(self, table: int) -> None:
        """The first row that a table has on this page was the rest of the last one of the page before."""
        if self._number == table:  # it may go on after the page
            self._first -= 1

    def leave_table(self) -> None:
        """Something else stands below the table."""
        self._above = None


def _page_lines(page: Page, tables: _Tables) -> list[Line]:
    """The lines of a page, those of a table cell by cell."""
    grids = find_grids(page)
    found: list[Line] = []
    for number, inside in groupby(page.words, key=lambda word: _grid_of(word, grids)):
        words = list(inside)
        if number is None:
            found += _lines_in_columns(words, page.number)
            # What repeats on every page does not part the halves of a table that goes on overleaf.
            edge = all(_is_at_edge(page, word.base) for word in words)
            if not edge:
                tables.leave_table()
        else:
            first = all(_is_at_edge(page, line.base) for line in found)
            found += _list_cell_lines(grids[number], words, page.number, *tables.begin_table(grids[number], first))
    _mark_columns(found)
    return found


def _lines_in_columns(words: Sequence[Word], page: int) -> Iterator[Line]:
    """The lines of running text, column by column where a page has several."""
    blocks = read_in_columns(words)
    for number, block in enumerate(blocks, 1):
        for line in _build_pdf_lines(block.words, page):
            if len(blocks) > 1:
                line.block, line.begin, line.edge = number, block.left, block.right
            yield line


def _grid_of(word: Word, grids: Sequence[Grid]) -> int | None:
    return next((number for number, grid in enumerate(grids) if grid.holds_word(word)), None)


def _list_cell_lines(grid: Grid, words: list[Word], page: int, table: int, above: int) -> Iterator[Line]:
    """The lines of a table's cells, with the row counted from the beginning of the table on an earlier page."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.find_cell(word), []).append(word)
    for (row, column), inside in sorted(cells.items()):
        for line in _build_pdf_lines(inside, page):
            line.table = table
            line.row = above + row
            line.column = column
            line.across = grid.count_columns_across(row, column)
            yield line


def _build_pdf_lines(words: Sequence[Word], page: int) -> list[Line]:
    """Words that follow each other at one height are a line."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        same = last is not None and abs(last.base - word.base) < max(word.size, last.size) * 0.35
        if (
            last is not None
            and same
            and last.left - 1 < word.left < last.right + _gap_between_columns(found[-1], word.size)
        ):
            found[-1].append(word)
        else:
            found.append([word])
    return _take_bullets_off([_build_pdf_line(each, page) for each in found])


def _gap_between_columns(before: Sequence[Word], size: float) -> float:
    """So far apart are words of two columns; a bullet may stand far from its words."""
    alone = len(before) == 1 and _BULLET_ALONE.fullmatch(before[0].text) is not None
    widths = 8 if alone else 2
    return size * widths


def _mark_columns(lines: Sequence[Line]) -> None:
    """Mark lines that stand beside another one: cells of a table around which no lines are drawn."""
    ordered = sorted(lines, key=lambda line: (-line.base, line.left))
    for one, other in pairwise(ordered):
        alone = not one.table and not other.table and one.block == other.block
        if abs(one.base - other.base) < one.size * 0.35 and alone:
            one.beside = other.beside = True


def _build_pdf_line(words: Sequence[Word], page: int) -> Line:
    """Words as a line; its size is that of the longest word, as a raised number is no text."""
    letters = sum(len(word.text) for word in words)
    size = max(words, key=lambda word: len(word.text)).size
    text = " ".join(word.text for word in words).translate(_LIGATURES)
    bold = sum(len(word.text) for word in words if word.bold) >= letters * 0.95
    first = words[0]
    return Line(text, page, first.left, words[-1].right, first.base, size, bold, inset=first.left)


def _take_bullets_off(lines: list[Line]) -> list[Line]:
    """Lines with their bullets taken off, also where the bullet was drawn by itself."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        if above is not None and above.bullet and not above.text and abs(above.base - line.base) < line.size * 0.5:
            line.bullet, line.left = above.bullet, above.left
            found[-1] = line
        elif _BULLET_ALONE.fullmatch(line.text):
            line.bullet, line.text = line.text, ""
            found.append(line)
        elif match := BULLET.match(line.text) or _NUMBER_CLOSE.match(line.text):
            line.bullet, line.text = match["mark"], line.text[match.end() :]
            line.inset = line.left + (line.right - line.left) * match.end() / (match.end() + len(line.text))
            found.append(line)
        else:
            found.append(line)
    for line in found:
        if not line.text:  # a sign that stands alone was none of a list
            line.text, line.bullet = line.bullet, ""
    return found


def _find_repeated_lines(lines: Sequence[Line], edges: Sequence[tuple[Line, PieceKind]]) -> dict[int, PieceKind]:
    """The lines (by ``id``) at the edges of pages that stand on many of them, and page numbers."""
    pages = len({line.page for line in lines})
    counted = Counter(mask_numbers(line.text) for line, _ in edges)
    enough = max(min(3, pages), 2, pages * _REPEATS)
    return {
        id(line): kind
        for line, kind in edges
        if counted[mask_numbers(line.text)] >= enough or _is_page_number(line.text, pages)
    }


def _is_page_number(text: str, pages: int) -> bool:
    if _PAGE_NUMBER.fullmatch(text) is None:
        return False
    return pages > 1 or text.casefold().startswith("page")


# Paragraphs


class _Maker:
    """Puts lines together to paragraphs and gives them their kind."""

    def __init__(self, lines: list[Line], pieces: Pieces, edges: dict[int, PieceKind]) -> None:
        self._lines = lines
        self._pieces = pieces
        self._edges = edges
        self._told: set[str] = set()
        self._ends = LineEnds(line.text for line in lines)
        self._insets: list[float] = []
        body = Counter[float]()
        for line in lines:
            body[round(line.size, 1)] += len(line.text)
        self._size = body.most_common(1)[0][0]
        sizes = {round(line.size, 1) for line in lines if self._is_large(line)}
        for line in lines:
            if line.bullet[:1].isdigit() and self._is_large(line):
                line.text = f"{line.bullet} {line.text}"
                line.bullet = ""
        self._levels = {size: level for level, size in enumerate(sorted(sizes, reverse=True)[:5], 1)}
        steps = Counter(
            round((above.base - line.base) / line.size, 1)
            for above, line in pairwise(lines)
            if above.page == line.page and line.size and round(line.size, 1) == self._size and above.base > line.base
        )
        usual = [step for step, _ in steps.most_common(4) if 0.8 < step < 2.2]
        self._step = min(usual, default=1.2)
        self._right = max((line.right for line in lines if not line.table), default=0.0)

    def make_pieces(self) -> None:
        """Go through all lines; those that repeat on the pages are told once, where they come first."""
        held: list[Line] = []
        for line in self._lines:
            kind = self._edges.get(id(line))
            if kind is not None:
                if mask_numbers(line.text) not in self._told:
                    self._told.add(mask_numbers(line.text))
                    self._pieces.add_piece(kind, line.text, f"{kind.value} of page {line.page}")
                continue
            if held and not self._goes_on_with_paragraph(held, line):
                self._end_paragraph(held)
                held = []
            held.append(line)
        if held:
            self._end_paragraph(held)

    def _is_large(self, line: Line) -> bool:
        return line.size > self._size * _LARGER

    def _goes_on_with_paragraph(self, held: list[Line], line: Line) -> bool:
        """Whether a line goes on with the paragraph of those before it."""
        above = held[-1]
        same = (line.table, line.row, line.column) == (above.table, above.row, above.column)
        if not same or line.bullet or abs(line.size - above.size) > 0.6 or line.bold != above.bold:
            return False
        if is_contents_line(line.text) or is_contents_line(above.text):
            return False
        if line.page != above.page or line.block != above.block:
            ends = above.text[-1:] in ".:;!?"
            if ends:
                return False
            return line.text[:1].islower() or (not line.beside and self._is_full(above, line))
        step = (above.base - line.base) / (line.size or 1)
        if line.table:
            return 0 < step < self._step * 1.3
        if not 0 < step < self._step * 1.25:
            return False
        if held[0].beside or line.beside:
            if abs(line.left - above.left) >= 2:
                return False
            return not (line.beside and above.beside and step > self._step * 1.1)
        if held[0].bullet and line.left < held[0].inset - line.size * 0.8 and above.text[-1:] in ".:;!?":
            return False  # without an end, what is not set in goes on with a bullet whose lines are not either
        return self._is_full(above, line) or self._is_large(line)

    def _is_full(self, above: Line, line: Line) -> bool:
        """Whether a line was so long that the first word of the next one had no room in it."""
        first = line.text.split(" ", 1)[0]
        room = len(first) * line.size * 0.5 + line.size * 0.25
        right_edge = above.edge or self._right
        if above.right + room > right_edge - line.size:
            return True
        return line.text[:1].islower()

    def _end_paragraph(self, held: Sequence[Line]) -> None:
        """Add the paragraph that ended as a piece of its kind."""
        first = held[0]
        text = self._ends.join_lines([line.text for line in held])
        place = ""
        if first.table:
            place = cell_place(first.table, first.row, first.column)
        in_cell = f", {place}" if place else ""
        place = f"page {first.page}" + in_cell
        bold = all(line.bold for line in held)
        may_be_heading = self._is_large(first) and not first.bullet
        level = self._levels.get(round(first.size, 1), 0) if may_be_heading else 0
        is_no_heading = level and (len(text) > 200 or text.endswith((".", ";")) or first.table)
        if is_no_heading:
            level = 0
        kind = PieceKind.PARAGRAPH
        if is_contents_line(text):
            kind = PieceKind.CONTENTS
        elif first.table:
            kind = PieceKind.CELL
        elif level:
            kind = PieceKind.HEADING
        elif first.bullet:
            kind = PieceKind.ITEM
        number = first.bullet if first.bullet[:1].isdigit() else ""
        depth = self._find_item_depth(first) if first.bullet else 0
        known_by = "size" if level else ""
        self._pieces.add_piece(
            kind,
            text,
            place,
            level=level,
            known_by=known_by,
            depth=depth,
            bold=bold,
            table=first.table,
            row=first.row,
            column=first.column,
            across=first.across,
            number=number,
        )

    def _find_item_depth(self, line: Line) -> int:
        """How deep a list item is, by how far its bullet is set in from those before it."""
        last = self._pieces.found[-1] if self._pieces.found else None
        if last is None or last.kind is not PieceKind.ITEM:
            self._insets.clear()
        left = line.left - line.begin
        while self._insets and left < self._insets[-1] - 2:
            self._insets.pop()
        if not self._insets or left > self._insets[-1] + 4:
            self._insets.append(left)
        return len(self._insets)
