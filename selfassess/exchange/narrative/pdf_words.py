"""The words of a PDF's pages with their place, size and weight, and the lines that are drawn there."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import FileError
from selfassess.exchange.narrative.gathering import Watch
from selfassess.exchange.pdf_engine import lock

MAX_PAGES = 5_000
MAX_CHARS = 1_000_000
"""Signs on one page; a page full of small print has a hundredth of it."""
_PASSWORD = (4, 5)
_PATH, _PICTURE = 2, 3
_HEAVY = 600
_THIN = 2.5
_MOST_PATHS = 20_000
_END_OF_LINE = 2
"""The engine's own sign for a hyphen at the end of a line, behind which it gives the next line without a space."""
_SPACES = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u202f"))


@dataclass(slots=True)
class Word:
    """One word; lengths in points, ``base`` counted from the foot of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight line that is drawn on a page, or the edge of a box."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def is_upright(self) -> bool:
        """Whether it goes up and down."""
        return self.right - self.left <= _THIN


@dataclass(slots=True)
class Page:
    """One page: its words in the order of the file, the lines drawn on it, and how many pictures there are."""

    number: int
    width: float
    height: float
    words: list[Word]
    rules: list[Rule]
    pictures: int


def read_pages(path: Path, watch: Watch) -> Iterator[Page]:
    """Every page of a PDF; raises FileError where it cannot be read."""
    import pypdfium2

    document = _open_pdf(path, pypdfium2)
    try:
        with lock:
            count = len(document)
        if not 0 < count <= MAX_PAGES:
            raise FileError(f"{path.name} has {count:,} pages, so it was not read ({MAX_PAGES:,} at most).")
        for index in range(count):
            watch(index / count)
            with lock:
                yield _read_pdf_page(document, index, path.name, pypdfium2)
    finally:
        with lock:
            document.close()


def _open_pdf(path: Path, engine: Any) -> Any:
    try:
        with lock:
            return engine.PdfDocument(path)
    except engine.PdfiumError as error:
        if error.err_code in _PASSWORD:
            raise FileError(
                f"{path.name} is protected by a password. Save a copy without one and import that."
            ) from error
        raise FileError(f"{path.name} is damaged or cut off. Ask for it to be sent again.") from error


def _read_pdf_page(document: Any, index: int, name: str, engine: Any) -> Page:
    """The words and drawn lines of a page, and how many pictures it has."""
    try:
        page = document[index]
    except engine.PdfiumError as error:
        raise FileError(f"{name} is damaged: page {index + 1} cannot be read. Ask for it to be sent again.") from error
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            words = list(_read_pdf_words(text, engine.raw, name))
        finally:
            text.close()
        rules: list[Rule] = []
        pictures = 0
        for number, each in enumerate(page.get_objects(filter=[_PATH, _PICTURE], max_depth=4)):
            if number >= _MOST_PATHS:
                break
            if each.type == _PICTURE:
                pictures += 1
            else:
                rules += _read_drawn_rules(each, engine.raw)
        return Page(index + 1, width, height, words, rules, pictures)
    finally:
        page.close()


def _read_pdf_words(text: Any, raw: Any, name: str) -> Iterator[Word]:
    """Words parted by blanks; the engine gives letters one by one."""
    count = text.count_chars()
    if count > MAX_CHARS:
        raise FileError(f"{name} holds far more text than any self-assessment, so it was not read.")
    letters: list[str] = []
    first = 0
    for at in range(count + 1):
        sign = raw.FPDFText_GetUnicode(text, at) if at < count else 32
        if sign in _SPACES or sign == 0:
            if letters:
                yield _build_pdf_word(text, raw, "".join(letters), first, at - 1)
                letters = []
            continue
        if not letters:
            first = at
        visible_sign = sign if sign != _END_OF_LINE else 0x2010
        letters.append(chr(visible_sign))
        if sign == _END_OF_LINE:
            yield _build_pdf_word(text, raw, "".join(letters), first, at)
            letters = []


def _build_pdf_word(text: Any, raw: Any, letters: str, first: int, last: int) -> Word:
    """A word with its place, from the boxes of its first and last letter."""
    left, bottom, right, top = _read_character_box(text, raw, first)
    if last > first:
        _, low, right, high = _read_character_box(text, raw, last)
        bottom = min(bottom, low)
        top = max(top, high)
    x = ctypes.c_double()
    y = ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, first, x, y)
    size = float(raw.FPDFText_GetFontSize(text, first))
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text, first, matrix):
        size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5 or 1.0
    weight = raw.FPDFText_GetFontWeight(text, first)
    bold = weight >= _HEAVY or _named_bold(text, raw, first)
    return Word(letters, left, right, bottom, top, y.value, size, bold)


def _read_character_box(text: Any, raw: Any, at: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _named_bold(text: Any, raw: Any, at: int) -> bool:
    """Whether the name of a font says that it is bold, where the font itself does not."""
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, 200, flags)
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semibold"))


def _read_drawn_rules(shape: Any, raw: Any) -> Iterator[Rule]:
    """The lines that a drawn shape is, or the four edges of a box."""
    left, bottom, right, top = shape.get_bounds()
    wide = right - left
    high = top - bottom
    if wide <= _THIN or high <= _THIN:
        if max(wide, high) > _THIN:
            yield Rule(left, right, bottom, top)
        return
    if raw.FPDFPath_CountSegments(shape) > 6:
        return
    yield Rule(left, left, bottom, top)
    yield Rule(right, right, bottom, top)
    yield Rule(left, right, bottom, bottom)
    yield Rule(left, right, top, top)
