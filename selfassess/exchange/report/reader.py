"""A report file in, a year out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from selfassess.domain.errors import CancelledError, FileError
from selfassess.domain.framework import Framework
from selfassess.domain.incoming import Incoming
from selfassess.exchange import apart
from selfassess.exchange.recognition import FileKind, recognize_file
from selfassess.exchange.recognition.encodings import decode_beginning
from selfassess.exchange.report import findings, flow, outcome, pages, parts, plain
from selfassess.exchange.report.lines import LeftOut, Pages
from selfassess.exchange.report.names import Names

_PDF = b"%PDF-"
_PDF_WITHIN = 1_024
_HEAD = 1_000_000
"""So many bytes of a text are looked through: a saved page may begin with long scripts."""
_PASSAGES = 400
_PLAIN = (FileKind.TEXT, FileKind.WEB_PAGE, FileKind.SAVED_PAGE, FileKind.XML)
_PACKED = (FileKind.PDF, FileKind.WORD)
_OPENING = 0.8
"""The part of the work that opening the file is."""


def looks_like(path: Path) -> bool:
    """Whether a document has words of CQC's reports of councils, as far as one looks before it is read."""
    kind = recognize_file(path).kind
    passages: Iterable[str]
    if kind in _PLAIN:
        with path.open("rb") as file:
            passages = [decode_beginning(file.read(_HEAD)) or ""]
    elif kind not in _PACKED:
        return False
    else:
        with apart.Reader() as reader:
            found = reader.pieces("words", path, progress=lambda part: None, cancelled=lambda: False)
            passages = [each.text for each in islice(found, _PASSAGES)]
    text = "\n".join(passages)
    return parts.bears_mark(text) and not parts.is_self_assessment(text)


def read(
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
            raise CancelledError("Stopped. Nothing was taken in.")
        progress(part)

    left_out, names = LeftOut(), Names(framework)
    text = _text(path, findings.substance(names, framework), left_out, lambda part: watch(part * _OPENING))
    lines = flow.paragraphs(text.lines, findings.stands_alone(names, framework), names.title)
    found = findings.find(lines, text.titles, framework, left_out, lambda part: watch(_OPENING + (1 - _OPENING) * part))
    if not found.marked or not (found.scores or found.findings):
        raise FileError(
            f"{path.name} is not a CQC report this program can read: no quality statement with a score or findings "
            "was found in it. Choose CQC's published assessment of a council, as PDF or text."
        )
    watch(1.0)
    return outcome.incoming(found)


def _text(path: Path, substance: Callable[[str], bool], left_out: LeftOut, watch: Callable[[float], None]) -> Pages:
    try:
        with path.open("rb") as file:
            head = file.read(_PDF_WITHIN)
        if not head:
            raise FileError(f"{path.name} is empty. Download the report again.")
        return pages.read(path, left_out, substance, watch) if _PDF in head else plain.read(path, left_out, watch)
    except FileNotFoundError as error:
        raise FileError(f"{path} is not there. Check the name and the folder.") from error
    except OSError as error:
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose a file in it.") from error
        raise FileError(f"{path} cannot be read ({error.strerror}).") from error
