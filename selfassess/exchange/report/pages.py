"""A PDF as lines, without what repeats on every page.

Only text is read. A file from outside may be made to do harm: pypdf bounds what one stream unpacks to and what loops;
what a page's own text and fonts come to is bounded here before pypdf takes it to pieces, which costs many times more.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from selfassess.domain.model.errors import FileError, WorkbookError
from selfassess.domain.text.folding import mask_numbers
from selfassess.exchange.report.bounds import MAX_PAGE_BYTES, listen_to_pypdf, measure_unpacked_size
from selfassess.exchange.report.lines import BULLET, LeftOut, Line, Pages

MAX_BYTES = 200_000_000
MAX_PAGES = 10_000
MAX_TEXT = 10_000_000
MAX_OPERATIONS = 2_000_000
OWN = "selfassess"
"""What the PDF files that this program writes name as their maker."""

REPEATED = "Left out, as it repeats on the pages"
UNREADABLE = "Could not be read, so their text is missing"

_EDGE = 3
_REPEATS = 0.4
_CUT_FROM = 40
"""From this length on a line that ends one page and begins the next is one line; “Score: 2” may well be two."""
_BULLET_ALONE = re.compile(r"[•·●▪◦‣∙○■\x7f\uf0b7\uf0a7–-]")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " ", "\u200b": None})


@dataclass(slots=True)
class _Row:
    """One line of a page where it stands: points from the foot of the page, size of the letters in points."""

    text: str
    page: int
    height: float
    size: float
    bold: bool
    left: float = 0.0
    bullet: bool = False


def read_pdf_lines(
    path: Path, left_out: LeftOut, substance: Callable[[str], bool], watch: Callable[[float], None]
) -> Pages:
    """The lines of a PDF; raises FileError where it is protected, damaged, without text or made to do harm.

    ``substance`` tells a line that is never taken for a running header, on however many pages it stands.
    """
    if path.stat().st_size > MAX_BYTES:
        raise FileError(f"{path.name} is far larger than a report, so it was not opened. Choose the report itself.")
    try:
        with path.open("rb") as file, listen_to_pypdf() as heard:
            reader = PdfReader(file)
            _check_pdf_is_readable(reader, path.name)
            rows = list(
                _read_all_rows(reader, path.name, watch, lambda place: left_out.add_left_out(UNREADABLE, place), heard)
            )
    except WorkbookError:
        raise
    except (LimitReachedError, MemoryError) as error:
        raise _build_swollen_error(path.name) from error
    # A damaged part can fail anywhere in pypdf and in any way; to the person it is one and the same.
    except Exception as error:
        raise FileError(f"{path.name} is damaged or cut off. Download the report again.") from error
    letter_count = sum(len(row.text) for page in rows for row in page)
    if letter_count < 200:
        raise FileError(
            f"{path.name} has no text in it, as when pages were scanned. "
            "Copy the text of the report from CQC's website into a text file and import that."
        )
    headers = _find_repeated_rows(rows, substance)
    headers_by_shape = {mask_numbers(row.text): row for row in reversed(headers.values())}
    for row in headers_by_shape.values():
        left_out.add_left_out(REPEATED, row.text)
    kept = [[row for row in page if id(row) not in headers] for page in rows]
    return Pages(
        lines=tuple(_join_rows_in_lines(kept)), titles=tuple(dict.fromkeys(row.text for row in headers.values()))
    )


def _check_pdf_is_readable(reader: PdfReader, name: str) -> None:
    """Refuse what cannot be read, and what this program wrote itself."""
    if reader.is_encrypted and not _opens_without_password(reader):
        raise FileError(f"{name} is protected by a password. Save a copy without one and import that.")
    if reader.metadata is not None and reader.metadata.creator == OWN:
        raise FileError(
            f"{name} is a self-assessment that this program wrote, not CQC's report. "
            "Import its workbook, Excel or JSON file instead."
        )
    if len(reader.pages) > MAX_PAGES:
        raise FileError(f"{name} has {len(reader.pages):,} pages, far more than a report, so it was not read.")


def _opens_without_password(reader: PdfReader) -> bool:
    """Whether it opens without a password, as one does that is only protected against being changed."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _build_swollen_error(name: str) -> FileError:
    return FileError(f"{name} is far larger inside than it seems, which no report is, so it was not read.")


def _read_all_rows(
    reader: PdfReader,
    name: str,
    watch: Callable[[float], None],
    unreadable: Callable[[str], None],
    heard: Sequence[str],
) -> Iterator[list[_Row]]:
    count = len(reader.pages)
    total = 0
    losses = 0
    seen: set[int] = set()
    for number, page in enumerate(reader.pages):
        part = number / count
        watch(part)
        if (
            measure_unpacked_size(page.get("/Contents"), seen) + measure_unpacked_size(page.get("/Resources"), seen)
            > MAX_PAGE_BYTES
        ):
            raise _build_swollen_error(name)
        rows = _page_rows(page, number + 1, partial(watch, part))
        if len(heard) > losses:
            unreadable(f"parts of page {number + 1}")
            losses = len(heard)
        total += sum(len(row.text) for row in rows)
        if total > MAX_TEXT:
            raise _build_swollen_error(name)
        yield rows


def _page_rows(page: PageObject, number: int, stop: Callable[[], None]) -> list[_Row]:
    operations = 0
    stopped: list[Exception] = []

    def before(*_: Any) -> None:
        nonlocal operations
        operations += 1
        try:
            if operations % 5_000 == 0:
                stop()
            # A part of a page may call others that call others: few bytes can come to any number of operations.
            if operations > MAX_OPERATIONS:
                raise LimitReachedError("A page with too many operations.")
        except Exception as error:
            # Within such a part pypdf goes on whatever is raised.
            stopped.append(error)
            raise

    drawn = _Drawn(number)
    page.extract_text(visitor_operand_before=before, visitor_text=drawn.take_text_piece)
    if stopped:
        raise stopped[0]
    for row in drawn.rows:
        row.text = _tidy_row_text(row.text)
    return _attach_bullets([row for row in drawn.rows if row.text])


def _attach_bullets(rows: list[_Row]) -> list[_Row]:
    """The rows with the bullets that were drawn by themselves, often after all text, put before theirs."""
    alone = [row for row in rows if _BULLET_ALONE.fullmatch(row.text)]
    texts = [row for row in rows if not _BULLET_ALONE.fullmatch(row.text)]
    for bullet in alone:
        beside = [row for row in texts if abs(row.height - bullet.height) < row.size * 0.7 and row.left > bullet.left]
        if beside:
            min(beside, key=lambda row: row.left).bullet = True
    return texts


class _Drawn:
    """The rows of one page, put together from the pieces that pypdf finds drawn on it."""

    def __init__(self, page: int) -> None:
        self.page = page
        self.rows: list[_Row] = []
        self._ended = True

    def take_text_piece(self, text: str, outer: Any, inner: Any, font: Any, size: float) -> None:
        """Take a piece of text with its matrices: to the row it stands in, or as the first of a new one."""
        height = float(inner[4] * outer[1] + inner[5] * outer[3] + outer[5])
        left = float(inner[4] * outer[0] + inner[5] * outer[2] + outer[4])
        scale = abs(inner[0] * inner[3] - inner[1] * inner[2]) * abs(outer[0] * outer[3] - outer[1] * outer[2])
        letters = float(size) * scale**0.5
        bold = bool(_BOLD.search(str((font or {}).get("/BaseFont", ""))))
        for place, piece in enumerate(text.split("\n")):
            last = self.rows[-1] if self.rows else None
            if not piece.strip():
                if piece and last is not None:
                    last.text += " "
            elif last is not None and place == 0 and abs(last.height - height) < max(letters, last.size) * 0.4:
                # pypdf ends a line where the letters change, whether or not the line goes on.
                is_new_word = self._ended and piece[0] not in ".,;:!?)"
                last.text += f" {piece}" if is_new_word else piece
                last.bold = last.bold and bold
            else:
                self.rows.append(_Row(piece, self.page, height, letters, bold, left))
        self._ended = text.endswith("\n") if text else self._ended


def _tidy_row_text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.translate(_LIGATURES)).split())


def _find_repeated_rows(pages: Sequence[Sequence[_Row]], substance: Callable[[str], bool]) -> dict[int, _Row]:
    """The rows at the edges of pages that stand on many of them, and page numbers; by ``id``."""
    edges = [_list_edge_rows(page) for page in pages]
    counted = Counter(shape for edge in edges for shape in {mask_numbers(row.text) for row in edge})
    enough = max(3, len(pages) * _REPEATS)
    return {
        id(row): row
        for edge in edges
        for row in edge
        if (counted[mask_numbers(row.text)] >= enough and not substance(row.text))
        or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(row.text))
    }


def _list_edge_rows(page: Sequence[_Row]) -> list[_Row]:
    """The rows at the top and foot of a page, where headers and footers stand."""
    ordered = sorted(page, key=lambda row: -row.height)
    if len(ordered) <= 2 * _EDGE:
        return ordered
    return ordered[:_EDGE] + ordered[-_EDGE:]


def _join_rows_in_lines(pages: Sequence[Sequence[_Row]]) -> Iterator[Line]:
    """Rows as lines: headings by their size, paragraphs by how far apart rows are."""
    rows = [row for page in pages for row in page]
    sizes = Counter[float]()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    steps = Counter(
        round((above.height - row.height) / (row.size or 1), 1)
        for above, row in pairwise(rows)
        if above.page == row.page and abs(row.size - body) < 0.2 and abs(above.size - body) < 0.2
    )
    usual = next((step for step, _ in steps.most_common() if 0.8 < step < 2.5), 1.2)
    above: _Row | None = None
    for row in rows:
        # A line that the end of a page cuts through is drawn on both pages by some programs.
        if above is not None and row.page > above.page and row.text == above.text and len(row.text) > _CUT_FROM:
            continue
        bullet = BULLET.match(row.text)
        text = row.text[bullet.end() :] if bullet else row.text
        large = row.size > body * 1.06 or row.bold
        heading = large and not bullet and len(text) < 160 and not text.endswith((".", ";"))
        gap = _has_gap_above(above, row, usual)
        yield Line(text=text, place=f"page {row.page}", heading=heading, bullet=bool(bullet) or row.bullet, gap=gap)
        above = row


def _has_gap_above(above: _Row | None, row: _Row, usual: float) -> bool | None:
    """Whether a row stands apart from the one above; None where that cannot be told across pages."""
    if above is None:
        return True
    if above.page != row.page or above.height <= row.height:
        return None
    if abs(above.size - row.size) > 0.5:
        return True
    return (above.height - row.height) / (row.size or 1) > usual * 1.2
