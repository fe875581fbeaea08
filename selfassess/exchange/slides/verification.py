"""Whether a file of slides holds what was to be written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from lxml.etree import XMLSyntaxError
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PackageNotFoundError

from selfassess.domain.model.errors import FileError
from selfassess.domain.report.presentation import Presentation
from selfassess.exchange.outlines.texts import clean_text, to_one_line
from selfassess.exchange.slides.writer import SlidesReport, list_title_slide_lines


def verify_slides(path: Path, presentation: Presentation, report: SlidesReport) -> None:
    """Read written slides back and compare them; raises FileError naming the first thing that is missing."""
    try:
        slides = list(pptx.Presentation(str(path)).slides)
        found = [
            (_read_slide_texts(slide), _read_slide_notes(slide), _count_described_pictures(slide)) for slide in slides
        ]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, PackageNotFoundError) as error:
        raise FileError("The slides cannot be read back, so nothing was exported. Try again.") from error
    if len(found) != report.slides:
        raise _build_slides_error(f"{len(found)} of {report.slides} slides are there")
    wanted = [(to_one_line(presentation.title), list_title_slide_lines(presentation), "")]
    wanted += [
        (to_one_line(s.title), tuple(map(clean_text, s.points)), clean_text(s.notes)) for s in presentation.slides
    ]
    for number, ((title, points, notes), (texts, noted, _)) in enumerate(zip(wanted, found, strict=True), 1):
        missing = next(
            (text for text in (title, *points) if _collapse_spaces(text) not in _collapse_spaces(texts)), None
        )
        if missing is not None:
            raise _build_slides_error(f"“{missing[:80]}” is missing on slide {number}")
        if _collapse_spaces(notes) != _collapse_spaces(noted):
            raise _build_slides_error(f"the notes of slide {number} are not whole")
    described_count = sum(described for *_, described in found)
    if described_count != report.pictures:
        raise _build_slides_error("a chart or table has no words")


def _read_slide_texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _read_slide_notes(slide: Any) -> str:
    if not slide.has_notes_slide:
        return ""
    return str(slide.notes_slide.notes_text_frame.text)


def _count_described_pictures(slide: Any) -> int:
    return sum(1 for each in _list_slide_pictures(slide) if each.get("descr"))


def _list_slide_pictures(slide: Any) -> Iterator[Any]:
    """The properties of what a slide shows beside text: they hold its description."""
    for shape in slide.shapes:
        if shape.has_table:
            yield shape._element.nvGraphicFramePr.cNvPr
        elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
            yield shape._element.nvPicPr.cNvPr


def _collapse_spaces(text: str) -> str:
    return " ".join(text.split())


def _build_slides_error(what: str) -> FileError:
    return FileError(f"The slides were not written whole: {what}. Nothing was exported. Try again.")
