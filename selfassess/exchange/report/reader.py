"""A report file in, a year out."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.years.narrative import Document
from selfassess.exchange import apart
from selfassess.exchange.recognition import FileKind, recognize_file
from selfassess.exchange.recognition.encodings import decode_beginning
from selfassess.exchange.report import documents, findings, flow, marks, outcome, pages, parts, plain, press
from selfassess.exchange.report.lines import LeftOut, Pages
from selfassess.exchange.report.names import Names, fold_name

_PDF = b"%PDF-"
_PDF_WITHIN = 1_024
_HEAD = 1_000_000
"""So many bytes of a text are looked through: a saved page may begin with long scripts."""
_PASSAGES = 400
_TITLE, _BEGINNING, _TITLE_WITHIN = 200, 2_000, 400
"""Characters in which a council's own document says what it is, and whose; lines in which a report has its title."""
_PLAIN = (FileKind.TEXT, FileKind.WEB_PAGE, FileKind.XML)
_PACKED = (FileKind.PDF, FileKind.WORD)
_DOCUMENTS = (FileKind.WORD, FileKind.WRITER, FileKind.WEB_PAGE, FileKind.SAVED_PAGE)
_TAGS = re.compile(r"<(?:script|style)\b.{0,200000}?</(?:script|style)>|<[^<>]{0,5000}>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(rb"local-authority-assessment-reports/[a-z-]{2,60}-(\d\d)(\d\d)\b")
_FILE_NAME = re.compile(rb"[a-z]-(\d\d)(2\d)(?![0-9])")
_OPENING = 0.8
"""The part of the work that opening the file is."""


def looks_like_report(path: Path) -> bool:
    """Whether a document is a report of CQC's on a council, or its press release, as far as one looks before."""
    kind = recognize_file(path).kind
    if kind in _PLAIN:
        with path.open("rb") as file:
            return _is_report_text(decode_beginning(file.read(_HEAD)) or "")
    if kind in (FileKind.WRITER, FileKind.SAVED_PAGE):
        document: Document = apart.read_apart("narrative", path)
        return _is_report_text("\n".join((document.title, *(piece.text for piece in document.pieces[:_PASSAGES]))))
    if kind not in _PACKED:
        return False
    with apart.Reader() as reader:
        found = reader.stream_pieces("words", path, progress=lambda part: None, cancelled=lambda: False)
        return _is_report_text("\n".join(each.text for each in islice(found, _PASSAGES)))


def _is_report_text(text: str) -> bool:
    """Whether the beginning of a document is a report's; a council's own document speaks of these things too."""
    text = _TAGS.sub("\n", text)
    own = "self assessment" in fold_name(text.strip()[:_TITLE]) or "our self assessment" in fold_name(text[:_BEGINNING])
    if own:
        return False
    titled = any(marks.read_council_name(line.strip()) for line in text.split("\n", _TITLE_WITHIN)[:_TITLE_WITHIN])
    if titled:
        return True
    return parts.bears_heading(fold_name(text)) or press.is_press_release(text)


def read_report(
    path: Path,
    *,
    framework: Framework,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Incoming:
    """The year that a report of CQC's holds, as PDF or text, judged against ``framework``.

    ``progress`` is told how far it is (0 to 1). Raises FileError where the file is not readable or no such report, and
    CancelledError once ``cancelled`` says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was imported.")
        progress(part)

    left_out = LeftOut()
    names = Names(framework)
    text = _read_report_pages(
        path, findings.build_substance_test(names, framework), left_out, lambda part: watch(part * _OPENING)
    )
    lines = flow.join_wrapped_lines(text.lines, findings.stands_alone(names, framework), names.is_known_title)
    if press.is_press_release("\n".join((*text.titles, *(line.text for line in lines)))):
        found = press.find_in_press_release(lines, text.titles, framework, left_out)
    else:
        found = findings.find_in_report(
            lines, text.titles, framework, left_out, lambda part: watch(_OPENING + (1 - _OPENING) * part)
        )
    found.month = _month_in_address(path)
    says_nothing = not found.marked or not (found.scores or found.findings)
    if says_nothing:
        raise FileError(
            f"{path.name} is not a CQC report this program can read: no quality statement with a score or findings "
            "was found in it. Choose CQC's published assessment of a council, as PDF, Word, web page or text."
        )
    watch(1.0)
    return outcome.build_incoming_report(found)


def _month_in_address(path: Path) -> tuple[int, int] | None:
    """The year and month in the address or name of a page of CQC's: “surrey-1124” is of November 2024."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    named = _ADDRESS.search(head) or _FILE_NAME.search(path.name.casefold().encode())
    if named is None or not 1 <= int(named[1]) <= 12:
        return None
    return 2000 + int(named[2]), int(named[1])


def _read_report_pages(
    path: Path, substance: Callable[[str], bool], left_out: LeftOut, watch: Callable[[float], None]
) -> Pages:
    try:
        with path.open("rb") as file:
            head = file.read(_PDF_WITHIN)
        if not head:
            raise FileError(f"{path.name} is empty. Download the report again.")
        if recognize_file(path).kind in _DOCUMENTS:
            return documents.read_document_lines(path, left_out, watch)
        if _PDF in head:
            return pages.read_pdf_lines(path, left_out, substance, watch)
        return plain.read_text_lines(path, left_out, watch)
    except FileNotFoundError as error:
        raise FileError(f"{path} is not there. Check the name and the folder.") from error
    except OSError as error:
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose a file in it.") from error
        raise FileError(f"{path} cannot be read ({error.strerror}).") from error
