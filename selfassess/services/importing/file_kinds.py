"""Files that can be imported: what each is, by what it holds, and what it holds as a workbook.

Nothing here changes anything. Libraries that read other people's files are imported where one is read: most commands
never need them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import IO

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import apart, archive, json
from selfassess.exchange.recognition import FileKind, Recognized, recognize_file
from selfassess.exchange.recognition.kinds import DOCUMENT_ENDINGS, SPREADSHEET_ENDINGS
from selfassess.packs import reader as packs
from selfassess.services.importing import plan_narrative, word_return
from selfassess.services.importing.sheet_rows import said
from selfassess.services.workbook.snapshot import copy_of

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

READS = (
    "This program imports workbooks (.sawb), the Excel, Word and JSON files it exports, spreadsheets, and "
    "self-assessments and CQC’s published reports as Word, OpenDocument, PDF, web page or text."
)
_OUR_WORD = b"selfassess-word"
OFFERED = (
    ("Workbooks", ("sawb",)),
    ("Spreadsheets", SPREADSHEET_ENDINGS),
    ("Documents and CQC’s reports", DOCUMENT_ENDINGS),
    ("JSON", ("json",)),
    ("Locked zip files", ("zip",)),
)
"""The files that are offered to choose from, by ending; once one is chosen, what it holds decides."""
_OUR_SHEET = b'"_selfassess"'
_IDENTITY = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id of a record, as all but the old formats hold it."""
_LARGEST_LIST = 10_000_000
_CHUNK = 1 << 20
_LONGEST_ID = 36
_MOST_CHUNKS = 200
_LARGEST_JSON = 250_000_000
"""Bytes. Ten years of a large council come to a tenth of it; reading takes several times as much memory."""

_DOCUMENTS = (
    FileKind.PDF, FileKind.WORD, FileKind.WRITER, FileKind.WEB_PAGE, FileKind.SAVED_PAGE, FileKind.TEXT, FileKind.XML,
    FileKind.UNKNOWN,
)  # fmt: skip
_NARRATIVES = (
    FileKind.PDF, FileKind.WORD, FileKind.WRITER, FileKind.WEB_PAGE, FileKind.SAVED_PAGE, FileKind.TEXT,
)  # fmt: skip
_WAYS_OUT = {
    FileKind.OLD_WORD: "Open it in Word, save it as .docx, and import that.",
    FileKind.OLD_OFFICE: "Open it in the program that made it, save it as .docx or .xlsx, and import that.",
    FileKind.RICH_TEXT: "Open it in Word, save it as .docx, and import that.",
    FileKind.APPLE: "Export it from there as Word, Excel or PDF, and import that.",
    FileKind.OUTLOOK: "Save what is attached to it, and import that.",
    FileKind.MESSAGE: "Save what is attached to it, and import that.",
    FileKind.ARCHIVE: "Unpack it, and import the files in it.",
    FileKind.PICTURE: "Ask for the document that it shows, as Word or PDF.",
}
"""What to do with a file of a kind that cannot be imported; of all others it is said what can be."""


class Source(StrEnum):
    """What a file is, by what it holds."""

    WORKBOOK = "workbook"
    EXCEL = "excel"
    WORD = "word"
    JSON = "json"
    REPORT = "report"
    NARRATIVE = "narrative"
    SPREADSHEET = "spreadsheet"


def source_kind(
    source: Path, *, progress: Progress = lambda part: None, cancelled: Cancelled = lambda: False
) -> Source:
    """What a file is, by what it holds and not by its name.

    ``progress`` is told how far it is (0 to 1). Raises FileError where it is nothing that can be read, and
    CancelledError once ``cancelled`` says so.
    """
    found = recognize_file(source)
    kind = found.kind
    if kind is FileKind.WORKBOOK:
        return Source.WORKBOOK
    if kind is FileKind.EXCEL and _has_our_sheet(source):
        return Source.EXCEL
    if kind is FileKind.WORD and _says_it_is_ours(source):
        return Source.WORD
    if kind.is_spreadsheet:
        return Source.EXCEL if _holds_register(source, progress, cancelled) else Source.SPREADSHEET
    if kind is FileKind.JSON:
        if source.stat().st_size > _LARGEST_JSON:
            raise FileError(
                f"{source.name} is larger than any export of a workbook is, so it was not read: JSON is imported up to "
                f"{_LARGEST_JSON // 1_000_000} MB."
            )
        return Source.JSON
    if kind in _DOCUMENTS and _is_report(source, kind):
        return Source.REPORT
    if kind in _NARRATIVES or (kind is FileKind.ARCHIVE and _is_packed_page(source)):
        return Source.NARRATIVE
    raise FileError(_why_not(found))


def _is_report(source: Path, kind: FileKind) -> bool:
    """Whether a document is one of CQC's reports; what cannot be read, the reader of narratives says best."""
    from selfassess.exchange import report

    try:
        return report.looks_like(source)
    except FileError:
        if kind in _NARRATIVES:
            return False
        raise


def _is_packed_page(source: Path) -> bool:
    from selfassess.exchange.narrative.reader import holds_web_page

    return holds_web_page(source)


def _why_not(found: Recognized) -> str:
    """Why a file cannot be imported, and the way out."""
    if found.kind in _DOCUMENTS:
        return f"{found.name} is {found.kind} and not one of CQC’s reports. {READS}"
    return found.fault or f"{found.name} is {found.kind}. {_WAYS_OUT.get(found.kind, READS)}"


def read_source(
    source: Path,
    *,
    there: Workbook | None = None,
    mapping: Path | None = None,
    proposed: bool = False,
    label: str | None = None,
    framework: Framework | None = None,
    asked: InformationReturn | None = None,
    council: Record | None = None,
    ours: bool = False,
    kind: Source | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Incoming:
    """Read a file of any kind this program knows; changes nothing.

    Our own Word says what was changed in the workbook that is ``there``, and our Excel without its hidden sheet holds
    rows of that. A spreadsheet of somebody's is read by its ``mapping``, or by what is ``proposed`` for it, as the year
    ``label`` that is judged against ``framework``, of the council whose record is given. A narrative becomes the year
    ``label`` too, ``ours`` where somebody said so though it names another council; and so does a report, or else it
    names itself. Raises FileError where it cannot be read, and
    WrongUseError where a spreadsheet comes without mapping or label, a narrative without label, or our own Word to
    another workbook. ``kind`` is what ``source_kind`` said of the file, where it was asked before.
    """
    kind = kind or source_kind(source, cancelled=cancelled)
    if cancelled():
        raise CancelledError("Stopped. Nothing was imported.")
    if mapping is not None and kind not in (Source.EXCEL, Source.SPREADSHEET):
        raise WrongUseError(f"A mapping is for spreadsheets, and {source.name} is none. Leave the mapping out.")
    if kind is Source.WORKBOOK:
        return copy_of(source)
    if kind is Source.JSON:
        return json.read(source)
    if kind is Source.WORD:
        return word_return.read_return(there, source, progress=progress, cancelled=cancelled)
    judged = framework or packs.framework(packs.DEFAULT_FRAMEWORK)
    if kind is Source.REPORT:
        found: Incoming = apart.read("report", source, framework=judged, progress=progress, cancelled=cancelled)
        return _labelled(replace(found, sent=said(found.workbook.assessments[0])), label)
    if kind is Source.NARRATIVE:
        if framework is None:
            asked = packs.information_return(packs.DEFAULT_RETURN)
        proposal = plan_narrative.propose_document(source, judged, progress=progress, cancelled=cancelled)
        return plan_narrative.make_incoming(
            proposal, framework=judged, asked=asked, council=council, label=label, ours=ours
        )
    if mapping is not None or (proposed and kind is Source.SPREADSHEET):
        if framework is None:
            asked = packs.information_return(packs.DEFAULT_RETURN)
        return _spreadsheet(source, mapping, label, judged, asked, council, progress, cancelled)
    if kind is Source.EXCEL or not _is_whole(source):
        return _export(source, there, progress, cancelled)
    raise WrongUseError(
        f"{source.name} is a spreadsheet that this program did not write. Say what its columns mean: import it "
        "in the window, give the mapping saved there with --mapping FILE, or have one proposed with --mapping auto."
    )


def propose_mapping(source: Path, target: Path, framework: Framework | None, asked: InformationReturn | None) -> None:
    """Write what a spreadsheet seems to mean as a mapping, to be looked through and given with ``mapping``.

    Raises FileError where it cannot be read or written, and WrongUseError where ``source`` needs no mapping.
    """
    if source_kind(source) is not Source.SPREADSHEET:
        raise WrongUseError(f"{source.name} needs no mapping: it is read as it is.")
    from selfassess.exchange import foreign

    judged = framework or packs.framework(packs.DEFAULT_FRAMEWORK)
    foreign.save(foreign.propose(foreign.open_book(source), judged, asked), target)


def _export(source: Path, there: Workbook | None, progress: Progress, cancelled: Cancelled) -> Incoming:
    """Our own Excel; where its hidden sheet may be gone, as rows of the workbook that is ``there``."""
    instead = None
    if there is not None and not (zipfile.is_zipfile(source) and _has_our_sheet(source)):
        from selfassess.exchange import excel  # the library that reads workbooks is for those who need it

        instead = excel.of_workbook(there)
    found: Incoming = apart.read("excel", source, instead=instead, progress=progress, cancelled=cancelled)
    if there is not None and found.workbook.council == there.council and not found.workbook.journal_position:
        _refuse_strangers(found, there, source.name)
    return found


def _refuse_strangers(found: Incoming, there: Workbook, name: str) -> None:
    """Raise FileError where none of the rows is of the workbook that they were read for."""
    known = {record.id for record in there.records()} | {entry.change.record for entry in there.journal}
    if known.isdisjoint(id for year in found.workbook.assessments for id in year.by_id):
        raise FileError(
            f"{name} holds rows of another workbook, without the hidden sheet that says of which. "
            "Import it into the workbook that it came from, or ask for the whole file."
        )


def _holds_register(source: Path, progress: Progress, cancelled: Cancelled) -> bool:
    """Whether a spreadsheet in any format is an export of ours, or has a sheet of one; a child says it for sure."""
    if not _may_hold_ids(source):
        return False
    try:
        return bool(apart.read("excel_register", source, progress=progress, cancelled=cancelled))
    except FileError:
        return False  # whoever reads it whole says what is wrong with it


def _may_hold_ids(source: Path) -> bool:
    """Whether ids of records stand in a spreadsheet: most of other people's hold none, and need no closer look."""
    try:
        if not zipfile.is_zipfile(source):
            with source.open("rb") as file:
                return _finds_id(file)
        with zipfile.ZipFile(source) as packed:
            for part in packed.infolist():
                if part.filename.startswith(("xl/sharedStrings.", "xl/worksheets/sheet", "content.xml")):
                    with packed.open(part) as content:
                        if _finds_id(content):
                            return True
    except (OSError, RuntimeError, *archive.DAMAGE):
        pass  # whoever reads it says what is wrong with it
    return False


def _finds_id(content: IO[bytes]) -> bool:
    rest = b""
    for _ in range(_MOST_CHUNKS):
        chunk = content.read(_CHUNK)
        if not chunk:
            return False
        # The old formats have two bytes a letter, the second of which is nothing.
        plain = rest + chunk.replace(b"\0", b"")
        if _IDENTITY.search(plain):
            return True
        rest = plain[-_LONGEST_ID:]
    return True


def _has_our_sheet(source: Path) -> bool:
    """Whether a zip file is an Excel workbook with the sheet that ours have; any other file has not."""
    try:
        with zipfile.ZipFile(source) as packed, packed.open("xl/workbook.xml") as content:
            return _OUR_SHEET in content.read(_LARGEST_LIST).replace(b"'", b'"')
    except (KeyError, RuntimeError):
        return False
    except archive.DAMAGE as error:
        raise FileError(f"{source.name} is damaged or cut off. Ask for it to be sent again.") from error


def _says_it_is_ours(source: Path) -> bool:
    """Whether a Word document is an export of a workbook, as its properties say."""
    try:
        with zipfile.ZipFile(source) as packed, packed.open("docProps/custom.xml") as content:
            return _OUR_WORD in content.read(_LARGEST_LIST)
    except (KeyError, RuntimeError):
        return False
    except archive.DAMAGE as error:
        raise FileError(f"{source.name} is damaged or cut off. Ask for it to be sent again.") from error


def _is_whole(source: Path) -> bool:
    """Whether a spreadsheet can be opened at all, so that it is worth asking what its columns mean."""
    found = recognize_file(source)
    return found.kind.is_spreadsheet and not found.fault


def _labelled(incoming: Incoming, label: str | None) -> Incoming:
    if label is None:
        return incoming
    (year,) = incoming.workbook.assessments
    record = replace(year.record, values={**year.record.values, "label": label.strip()})
    return replace(incoming, workbook=replace(incoming.workbook, assessments=(replace(year, record=record),)))


def _spreadsheet(
    source: Path,
    mapping: Path | None,
    label: str | None,
    framework: Framework,
    asked: InformationReturn | None,
    council: Record | None,
    progress: Progress,
    cancelled: Cancelled,
) -> Incoming:
    from selfassess.exchange import foreign  # the library that reads spreadsheets is for those who need it

    if label is None:
        raise WrongUseError(f"{source.name} does not say which year it is of. Give the year with --year.")
    saved = foreign.load(mapping) if mapping is not None else None
    book = foreign.open_book(source, progress=lambda part: progress(part / 2), cancelled=cancelled)
    means = saved or foreign.propose(book, framework, asked)
    # It is nobody's workbook yet: whatever council is given lends its name only.
    lent = replace(council, id=new_year.new_id()) if council is not None else None
    taken = foreign.apply(
        book,
        means,
        framework=framework,
        asked=asked,
        council=lent,
        label=label,
        progress=lambda part: progress(0.5 + part / 2),
        cancelled=cancelled,
    )
    told = {(each.sheet, each.row, each.message) for each in taken.incoming.problems}
    left = (
        Problem(message=f"“{each.text}” was not taken: {each.why}.", sheet=each.sheet, row=each.row, column=each.column)
        for each in taken.left
        if (each.sheet, each.row, f"{each.why[0].upper()}{each.why[1:]}.") not in told
    )
    return replace(taken.incoming, problems=(*taken.incoming.problems, *left))
