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
from selfassess.exchange.outlines.texts import clean_text, one_line
from selfassess.exchange.slides.writer import SlidesReport, cover_lines


def verify(path: Path, presentation: Presentation, report: SlidesReport) -> None:
    """Read written slides back and compare them; raises FileError naming the first thing that is missing."""
    try:
        slides = list(pptx.Presentation(str(path)).slides)
        found = [(_texts(slide), _notes(slide), _described(slide)) for slide in slides]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, PackageNotFoundError) as error:
        raise FileError("The slides cannot be read back, so nothing was exported. Try again.") from error
    if len(found) != report.slides:
        raise _not_whole(f"{len(found)} of {report.slides} slides are there")
    wanted = [(one_line(presentation.title), cover_lines(presentation), "")]
    wanted += [(one_line(s.title), tuple(map(clean_text, s.points)), clean_text(s.notes)) for s in presentation.slides]
    for number, ((title, points, notes), (texts, noted, _)) in enumerate(zip(wanted, found, strict=True), 1):
        missing = next((text for text in (title, *points) if _bare(text) not in _bare(texts)), None)
        if missing is not None:
            raise _not_whole(f"“{missing[:80]}” is missing on slide {number}")
        if _bare(notes) != _bare(noted):
            raise _not_whole(f"the notes of slide {number} are not whole")
    if sum(described for *_, described in found) != report.pictures:
        raise _not_whole("a chart or table has no words")


def _texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def _described(slide: Any) -> int:
    return sum(1 for each in _pictures(slide) if each.get("descr"))


def _pictures(slide: Any) -> Iterator[Any]:
    for shape in slide.shapes:
        if shape.has_table:
            yield shape._element.nvGraphicFramePr.cNvPr
        elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
            yield shape._element.nvPicPr.cNvPr


def _bare(text: str) -> str:
    return " ".join(text.split())


def _not_whole(what: str) -> FileError:
    return FileError(f"The slides were not written whole: {what}. Nothing was exported. Try again.")
