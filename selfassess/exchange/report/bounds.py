"""Bounds for a PDF from outside, and an ear for what pypdf says of it.

pypdf bounds what one stream unpacks to and what loops. What a page's own text and fonts come to is weighed here before
pypdf takes it to pieces, which costs many times more.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

MAX_PAGE_BYTES = 3_000_000
"""What the text and fonts of one page may unpack to; a full page has some ten thousand bytes."""
_MAX_DEPTH = 30
_ELSEWHERE = ("/Parent", "/P", "/StructParents", "/FontDescriptor")
"""Where a page leads that holds no text of its own."""
_FONT_PROGRAMS = ("/Type1C", "/CIDFontType0C", "/OpenType")
_LOST = "Impossible to decode"


@contextmanager
def listen_to_pypdf() -> Iterator[Sequence[str]]:
    """Keep pypdf quiet about what it finds odd and puts right by itself; gives what it says of text it leaves out."""
    heard: list[str] = []

    class Ear(logging.Handler):
        """Hears what is said while a file is read."""

        def emit(self, record: logging.LogRecord) -> None:
            """Keep what tells of text that is lost."""
            if _LOST in record.getMessage():
                heard.append(record.getMessage())

    logger = logging.getLogger("pypdf")
    ear = Ear()
    before = logger.propagate
    logger.addHandler(ear)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield heard
    finally:
        logger.removeHandler(ear)
        logger.propagate = before


def measure_unpacked_size(part: Any, seen: set[int], depth: int = 0) -> int:
    """How many bytes the text and fonts below a part of a page unpack to; pictures are not unpacked.

    ``seen`` has the numbers of the objects that were weighed before, which are not weighed again.
    """
    if depth > _MAX_DEPTH:
        return MAX_PAGE_BYTES + 1
    if hasattr(part, "idnum"):
        if part.idnum in seen:
            return 0
        seen.add(part.idnum)
        part = part.get_object()
    bytes_here = 0
    if isinstance(part, StreamObject) and part.get("/Subtype") != "/Image" and not _font_program(part):
        bytes_here = len(part.get_data())
    for each in _list_parts_below(part):
        if bytes_here > MAX_PAGE_BYTES:
            break
        bytes_here += measure_unpacked_size(each, seen, depth + 1)
    return bytes_here


def _list_parts_below(part: Any) -> Sequence[Any]:
    if isinstance(part, DictionaryObject):
        every: Sequence[Any] = [part.raw_get(key) for key in part if key not in _ELSEWHERE]
    else:
        every = part if isinstance(part, list) else ()
    return [each for each in every if hasattr(each, "idnum") or isinstance(each, dict | list)]


def _font_program(stream: StreamObject) -> bool:
    return "/Length1" in stream or stream.get("/Subtype") in _FONT_PROGRAMS
