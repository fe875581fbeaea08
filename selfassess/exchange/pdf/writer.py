"""Setting an outline as a PDF: lays out, reports how far it is, and stops when asked."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.report_blocks import Outline, Section
from selfassess.exchange.pdf import fonts, looks
from selfassess.exchange.pdf.flowables import build_story
from selfassess.exchange.pdf.paging import PagedCanvas
from selfassess.exchange.pdf.places import list_undrawn_characters
from selfassess.exchange.pdf.structure import Node
from selfassess.exchange.pdf.tagging import tag_pdf

LANGUAGE = "en-GB"
MADE, LAID, EMITTED, TAGGED = 0.25, 0.7, 0.8, 0.98
"""How far the work is when the pieces are made, laid out, finished as pages, and known to screen readers."""


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was set: pages, headings (each a bookmark), and what no font could draw, by its place."""

    pages: int
    headings: int
    undrawable: tuple[str, ...]


class _Progress:
    """Tells how far the work is, never backwards, and stops it once somebody asks."""

    def __init__(self, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._so_far = 0.0

    def report_part(self, part: float) -> None:
        """Be at a part of the whole, 0 to 1."""
        if self._cancelled():
            raise CancelledError("Stopped. No PDF was written.")
        if part > self._so_far:
            self._so_far = min(part, 1.0)
            self._progress(self._so_far)

    def build_stage_listener(self, start: float, end: float) -> Callable[[float], None]:
        """A listener for a stretch of the work that counts from 0 to 1 by itself."""
        return lambda part: self.report_part(start + (end - start) * part)


def write_pdf_report(
    outline: Outline,
    target: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PdfReport:
    """Write the outline as a PDF to exactly ``target``; ``progress`` hears 0 to 1.

    Raises CancelledError once ``cancelled`` says so, OSError where the target cannot be written; nothing is left at
    the target then.
    """
    fonts.load_fonts()
    step = _Progress(progress, cancelled)
    step.report_part(0.0)
    with _without_collecting():
        tagged, pages = _set_pages(outline, step)
    try:
        target.write_bytes(tagged)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    report = PdfReport(pages, _count_sections(outline.sections), list_undrawn_characters(outline))
    progress(1.0)
    return report


def _set_pages(outline: Outline, step: _Progress) -> tuple[bytes, int]:
    """The finished file, and how many pages it has."""
    document = Node("Document")
    pieces = build_story(outline, document, step.build_stage_listener(0.0, MADE))
    held = io.BytesIO()
    pages = _lay_out_pages(outline, pieces, held, step)
    return tag_pdf(held, document, step.build_stage_listener(EMITTED, TAGGED)), pages


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Python looks for unused objects again and again while many are made, and finds none: all of them are in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _lay_out_pages(outline: Outline, pieces: list[object], held: io.BytesIO, step: _Progress) -> int:
    """Lay the pieces out on pages; returns how many there are."""
    council, title, year = map(fonts.to_drawable_line, (outline.council, outline.title, outline.year))
    document = BaseDocTemplate(
        held,
        pagesize=(looks.PAGE_WIDTH, looks.PAGE_HEIGHT),
        title=" – ".join(part for part in (council, title, year) if part),
        author=council,
        subject=f"{title}, {year}",
        creator="selfassess",
        lang=LANGUAGE,
        displayDocTitle=True,
        pageCompression=0,  # the file is packed once, when the parts are written into it
        initialFontName=fonts.REGULAR,  # else every page names Helvetica, which is not embedded
    )
    frame = Frame(looks.SIDE, looks.FOOT, looks.WIDTH, looks.HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame])])
    whole = max(len(pieces), 1)
    laying = step.build_stage_listener(MADE, LAID)

    def heard(kind: str, value: object) -> None:
        # A piece that a page break cuts in two counts as two, so "how many are left" may grow: only ever forwards.
        part_laid = (whole - len(pieces)) / whole if kind == "PROGRESS" else 0.0
        laying(part_laid)

    document.setProgressCallBack(heard)
    canvas = partial(PagedCanvas, outline=outline, emitted=step.build_stage_listener(LAID, EMITTED))
    document.build(pieces, canvasmaker=canvas)
    return len(document.canv.kept)


def _count_sections(sections: tuple[Section, ...]) -> int:
    return sum(1 + _count_sections(section.children) for section in sections)
