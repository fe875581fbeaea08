"""Whether a file opens at all: looked at as its readers do, in the process apart, since any file may end a reader."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from selfassess.domain.model.errors import FileError
from selfassess.exchange import archive
from selfassess.exchange.recognition.content import CUT_OFF, MAX_OLD_OFFICE, recognize_file
from selfassess.exchange.recognition.kinds import FileKind
from selfassess.exchange.spreadsheets import compound

MOST_PAGES = 300
"""So many pages of a PDF are opened; where these are whole, so is nearly always the rest."""
_PASSWORD = (4, 5)
_MAIN_PARTS = {
    FileKind.WORD: ("word/document",),
    FileKind.EXCEL: ("xl/workbook",),
    FileKind.SLIDES: ("ppt/presentation",),
    FileKind.WRITER: ("content.xml",),
    FileKind.CALC: ("content.xml",),
    FileKind.OPEN_SLIDES: ("content.xml",),
}
_PIECE = 1 << 18
_ENCRYPTED = 0x1


def find_fault(path: Path, *, progress: Callable[[float], None] = lambda part: None) -> str:
    """Why nobody can open a file, in one sentence; "" where it opens. For the process apart only."""
    try:
        found = recognize_file(path)
    except FileError as error:
        return str(error)
    if found.fault:
        return found.fault
    if found.kind is FileKind.PDF:
        return _find_fault_of_pdf(path, progress)
    if found.kind in _MAIN_PARTS or found.kind is FileKind.ARCHIVE:
        return _find_fault_of_package(path, found.kind)
    if found.kind in (FileKind.OLD_WORD, FileKind.OLD_EXCEL):
        return _find_fault_of_compound(path, found.kind)
    return ""


def _describe_damaged(path: Path) -> str:
    return f"{path.name} {CUT_OFF}"


def _describe_protected(path: Path) -> str:
    return f"{path.name} is protected by a password. Ask for a copy without one."


def _find_fault_of_pdf(path: Path, progress: Callable[[float], None]) -> str:
    import pypdfium2  # brings the engine along, which takes a while

    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        for number in range(min(pages, MOST_PAGES)):
            progress(number / pages)
            document[number].close()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD:
            return _describe_protected(path)
        return _describe_damaged(path)
    except (OSError, ValueError) as error:
        raise FileError(f"{path.name} cannot be read. It may be open in another program.") from error
    document.close()
    if pages:
        return ""
    return _describe_damaged(path)


def _find_fault_of_package(path: Path, kind: FileKind) -> str:
    """Whether the main part of a packed file is there and is what such a part is; others are tried for their ends."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            is_encrypted = any(part.flag_bits & _ENCRYPTED for part in parts)
            if is_encrypted:
                return _describe_protected(path)
            if kind is not FileKind.ARCHIVE:
                with path.open("rb") as file:
                    archive.check_zip_is_safe(file, path.name, "document")
            manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.namelist() else b""
            if b"encryption-data" in manifest:
                return _describe_protected(path)
            main = [part for part in parts if part.filename.startswith(_MAIN_PARTS.get(kind, ()))]
            if kind in _MAIN_PARTS and not main:
                return _describe_damaged(path)
            for part in main:
                _read_part_to_end(package, part)
    except FileError as error:
        return str(error)
    except (*archive.DAMAGE, RuntimeError, ExpatError):
        return _describe_damaged(path)
    return ""


def _read_part_to_end(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end, as XML where it is that; the sum over it is tried on the way."""
    parser = ParserCreate() if part.filename.endswith(".xml") else None
    with package.open(part) as content:
        while piece := content.read(_PIECE):
            if parser is not None:
                parser.Parse(piece, False)
    if parser is not None:
        parser.Parse(b"", True)


def _find_fault_of_compound(path: Path, kind: FileKind) -> str:
    data = path.read_bytes()[:MAX_OLD_OFFICE]
    locked = compound.is_locked(data) if kind is FileKind.OLD_EXCEL else compound.is_locked_word(data)
    if not locked:
        return ""
    return _describe_protected(path)
