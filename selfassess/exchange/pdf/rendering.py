"""A finished PDF to look at: its pages as pictures, and their text with the places where it stands.

The engine behind it knows nothing of threads. One lock is held through every call into it, so that whoever asks waits
for the one before; a document is closed through the same lock and never by the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange.pdf_engine import lock as _lock

MOST_PIXELS = 60_000_000
"""No picture of a page is larger, whatever is asked for: that of a sheet of A4 at 600 dots an inch is half as large."""
MOST_FOUND = 500
"""So many places on one page are enough to find one's way."""

_APOSTROPHES = ("'", "’")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels, row by row from the top; each is four bytes: blue, green, red, and one that means nothing."""

    width: int
    height: int
    data: memoryview


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Found:
    """A place of words on a page; one box for each line that they run over."""

    page: int
    boxes: tuple[Box, ...]


class Document:
    """An open PDF. ``sizes`` are the width and height of its pages in points; pages are numbered from 0.

    Any thread may ask. Once it is closed, asking raises CancelledError.
    """

    def __init__(self, data: bytes) -> None:
        with _lock, _convert_pdfium_errors():
            pdf = pypdfium2.PdfDocument(data)
            try:
                self.sizes: tuple[tuple[float, float], ...] = tuple(pdf.get_page_size(n) for n in range(len(pdf)))
                if not self.sizes or min(map(min, self.sizes)) <= 0:
                    raise FileError("This PDF has no pages to show.")
            except BaseException:
                pdf.close()
                raise
        self._pdf: Any = pdf

    def render_page(self, page: int, scale: float) -> Picture:
        """A page as a picture of ``scale`` pixels for each point, smaller where that would be far too large."""
        width, height = self.sizes[page]
        scale = max(min(scale, (MOST_PIXELS / (width * height)) ** 0.5), 1 / min(width, height))
        with self._open_page(page) as found, closing(found.render(scale=scale, prefer_bgrx=True)) as made:
            return Picture(made.width, made.height, memoryview(made.buffer))

    def extract_page_text(self, page: int) -> str:
        """The text of a page, line by line."""
        with self._open_page(page) as found, closing(found.get_textpage()) as text:
            return "\n".join(str(text.get_text_bounded()).splitlines())

    def find_on_page(self, page: int, words: str) -> tuple[Found, ...]:
        """Where words stand on a page, in the order of its text.

        Large and small letters are the same, so are straight and curly apostrophes; words may run over line ends.
        """
        asked = {words.strip().replace(one, other) for one in _APOSTROPHES for other in _APOSTROPHES} - {""}
        with self._open_page(page) as found, closing(found.get_textpage()) as text:
            places = sorted({place for each in asked for place in _search_words(text, each)})
            boxes = [_read_match_boxes(text, self.sizes[page][1], *place) for place in places[:MOST_FOUND]]
        return tuple(Found(page, each) for each in boxes if each)

    def close(self) -> None:
        """Let go of it, once nobody is at it."""
        with _lock:
            pdf, self._pdf = self._pdf, None
            if pdf is not None:
                pdf.close()

    @contextmanager
    def _open_page(self, page: int) -> Iterator[Any]:
        with _lock, _convert_pdfium_errors():
            if self._pdf is None:
                raise CancelledError("The document was closed.")
            with closing(self._pdf[page]) as found:
                yield found


def open_document(path: Path) -> Document:
    """Open a PDF. It is read whole, so that the file may be deleted or written again meanwhile.

    Raises FileError where it cannot be read or is no whole PDF.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path.name} cannot be read ({error.strerror}).") from error
    return Document(data)


@contextmanager
def _convert_pdfium_errors() -> Iterator[None]:
    try:
        yield
    except pypdfium2.PdfiumError as error:
        raise FileError("The PDF is damaged, so it cannot be shown.") from error


def _search_words(text: Any, words: str) -> Iterator[tuple[int, int]]:
    """First character and number of characters, for each time that words stand in a text."""
    with closing(text.search(words)) as search:
        while (place := search.get_next()) is not None:
            yield place


def _read_match_boxes(text: Any, height: float, start: int, count: int) -> tuple[Box, ...]:
    rectangles = [text.get_rect(n) for n in range(text.count_rects(start, count))]
    return tuple(Box(left, height - top, right - left, top - bottom) for left, bottom, right, top in rectangles)
