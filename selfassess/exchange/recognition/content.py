"""What a file is, by its beginning, its end and the list of its parts; nothing of it is run or unpacked."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.return_pack import file_types
from selfassess.exchange import archive
from selfassess.exchange.recognition.encodings import decode_beginning
from selfassess.exchange.recognition.kinds import FileKind, kind_by_ending, opens_as_named
from selfassess.exchange.spreadsheets import compound
from selfassess.files import attributes

HEAD = 65_536
CUT_OFF = "is damaged or cut off. Ask for it to be sent again."
"""What is said after the name of a file whose end, or whose list of parts, is missing."""
MAX_OLD_OFFICE = 100_000_000
"""So many bytes of an old Office file are looked through for what lies in it."""

_PDF_WITHIN = 1_024
_SQLITE = b"SQLite format 3\0"
_APPLE_NOTES = b"\x00\x05\x16\x07"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_PACKED = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"MSCF", b"BZh", b"\xfd7zXZ")
_SOUNDS = (b"ID3", b"OggS", b"RIFF", b"fLaC")
_TEXT_START = b"\xef\xbb\xbf \t\r\n"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MAIL_SIGN = re.compile(r"^(?:mime-version|received|message-id|return-path):", re.IGNORECASE | re.MULTILINE)
_PAGE_IN_MAIL = re.compile(r"multipart/related|snapshot-content-location|content-type:\s*text/html", re.IGNORECASE)
_CLOUD = re.compile(r'\{\s*"[^}]{0,400}https://(?:docs|drive)\.google\.com/', re.DOTALL)
_UNFINISHED = (".crdownload", ".part", ".partial", ".opdownload", ".download")
_OLD_KINDS = (
    ("encryptedpackage", FileKind.LOCKED_OFFICE),
    ("worddocument", FileKind.OLD_WORD),
    ("workbook", FileKind.OLD_EXCEL),
    ("book", FileKind.OLD_EXCEL),
    ("powerpoint document", FileKind.OLD_SLIDES),
    ("__properties_version1.0", FileKind.OUTLOOK),
)
_OLD = (FileKind.OLD_WORD, FileKind.OLD_EXCEL, FileKind.OLD_SLIDES)
_OPEN_KINDS = (
    ("application/vnd.oasis.opendocument.text", FileKind.WRITER),
    ("application/vnd.oasis.opendocument.spreadsheet", FileKind.CALC),
    ("application/vnd.oasis.opendocument.presentation", FileKind.OPEN_SLIDES),
)
_PARTS = (
    ("word/", FileKind.WORD),
    ("xl/", FileKind.EXCEL),
    ("ppt/", FileKind.SLIDES),
    ("Index/", FileKind.APPLE),
    ("Index.zip", FileKind.APPLE),
    ("index.apxl", FileKind.APPLE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """What a file is. ``fault`` is one sentence on why nobody can open it, "" where nothing shows that yet."""

    name: str
    kind: FileKind
    fault: str = ""


def recognize_file(path: Path) -> Recognized:
    """What a file is by what it holds, and what shows at once that nobody can open it.

    Raises FileError where it cannot be looked at: it is not there, a folder, not allowed, or only online.
    """
    head, tail = _read_ends_of_file(path)
    name = path.name
    by_name = _recognize_leftover_file(name)
    if by_name:
        return Recognized(name=name, kind=by_name[0], fault=by_name[1])
    if not head:
        return Recognized(name=name, kind=FileKind.EMPTY, fault=f"{name} is empty. Ask for it to be sent again.")
    if not any(head):
        return Recognized(
            name=name,
            kind=FileKind.ZEROS,
            fault=f"{name} holds nothing but zeros: its content was lost. Ask for it to be sent again.",
        )
    kind = _recognize_by_head(path, head)
    return Recognized(name=name, kind=kind, fault=_find_visible_fault(path, kind, head, tail))


def _read_ends_of_file(path: Path) -> tuple[bytes, bytes]:
    """The first and the last bytes of a file; what is only online is not fetched for it."""
    try:
        there = os.stat(path)
        if stat.S_ISDIR(there.st_mode):
            raise FileError(f"{path} is a folder. Choose a file in it.")
        if not stat.S_ISREG(there.st_mode):
            raise FileError(f"{path.name} is a device and not a file. Choose a file.")
        if attributes.is_only_online(there):
            raise FileError(
                f"{path.name} is only online and was not fetched. Choose “Always keep on this device” for it, "
                "then try again."
            )
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(max(there.st_size - HEAD, 0))
            return head, file.read(HEAD)
    except FileNotFoundError:
        raise FileError(f"{path} is not there. Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not one of a file"
        raise FileError(f"{path} cannot be read ({why}).") from error


def _recognize_leftover_file(name: str) -> tuple[FileKind, str] | None:
    """What stands beside files under a name of its own, and what to say of it."""
    if name.startswith(("~$", ".~lock.")):
        return FileKind.LOCK_FILE, (
            f"{name} is what an Office program leaves beside a file while it is open, not the file itself. "
            "Choose the file without these signs in its name."
        )
    is_leftover = name.startswith("._") or (name.startswith(".") and name.endswith(".icloud"))
    if is_leftover:
        return FileKind.LEFTOVER, (
            f"{name} holds only what a Mac notes about a file, not the file itself. "
            "Choose the file without these signs in its name."
        )
    if file_types.find_ending(name) in _UNFINISHED:
        return FileKind.LEFTOVER, f"{name} is a download that did not finish. Download it again."
    return None


def _recognize_by_head(path: Path, head: bytes) -> FileKind:
    """What a file is, by its first bytes."""
    if head.startswith(_SQLITE[:13]):
        return FileKind.WORKBOOK
    is_zip = head.startswith(b"PK\x03\x04") or (head.startswith(b"PK") and zipfile.is_zipfile(path))
    if is_zip:
        return _recognize_package(path)
    if head.startswith(compound.OLE[:4]):
        return _recognize_compound(path)
    if head.startswith(_APPLE_NOTES):
        return FileKind.LEFTOVER
    if head.startswith(_PICTURES) or head[4:12] in (b"ftypheic", b"ftypmif1") or head[8:12] == b"WEBP":
        return FileKind.PICTURE
    if head[4:8] == b"ftyp" or head.startswith(_SOUNDS):
        return FileKind.FILM
    if head.startswith(_PACKED):
        return FileKind.ARCHIVE
    return _recognize_text(path, head)


def _recognize_text(path: Path, head: bytes) -> FileKind:
    start = head.lstrip(_TEXT_START)
    if start.startswith(b"{\\rtf"):
        return FileKind.RICH_TEXT
    text = decode_beginning(head)
    if text is not None:
        if _HTML.match(text.lstrip("\ufeff")):
            return FileKind.WEB_PAGE
        text = text.replace("\r\n", "\n")
        heading = _MAIL.match(text)
        if heading and _MAIL_SIGN.search(heading[0]):
            if _PAGE_IN_MAIL.search(text[:8_000]):
                return FileKind.SAVED_PAGE
            return FileKind.MESSAGE
    # A PDF may have a few bytes of another program before it.
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return FileKind.PDF
    if text is not None and _CLOUD.match(text):
        return FileKind.CLOUD_LINK
    if start.startswith((b"{", b"[{")):
        return FileKind.JSON
    if text is None:
        return FileKind.UNKNOWN
    if start.startswith(b"<?xml"):
        return FileKind.XML
    # Nothing in its bytes tells a list from a text.
    if file_types.find_ending(path.name) in (".csv", ".tsv", ".tab"):
        return FileKind.TABLE
    return FileKind.TEXT


def _recognize_package(path: Path) -> FileKind:
    """What a zip file is, by the parts it has; a damaged one is what its name promises."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.namelist()
            if "mimetype" in parts:
                return _recognize_by_mimetype(package)
    except (*archive.DAMAGE, RuntimeError):
        # The list of its parts is at its end; what it is called is all that is left.
        return kind_by_ending(file_types.find_ending(path.name)) or FileKind.ARCHIVE
    for beginning, kind in _PARTS:
        has_part = any(part.startswith(beginning) for part in parts)
        if has_part:
            return kind
    return FileKind.ARCHIVE


def _recognize_by_mimetype(package: zipfile.ZipFile) -> FileKind:
    with package.open("mimetype") as part:
        said = part.read(200).decode("ascii", "replace")
    return next((kind for beginning, kind in _OPEN_KINDS if said.startswith(beginning)), FileKind.ARCHIVE)


def _recognize_compound(path: Path) -> FileKind:
    """What an older file of Office is; its name decides only where nothing in it does."""
    try:
        with path.open("rb") as file:
            there = compound.entry_names(file.read(MAX_OLD_OFFICE))
    except (OSError, ValueError):
        there = frozenset()
    by_name = kind_by_ending(file_types.find_ending(path.name))
    is_named_old = by_name in _OLD and not there
    otherwise = by_name if is_named_old else FileKind.OLD_OFFICE
    otherwise_kind = otherwise or FileKind.OLD_OFFICE
    return next((kind for entry, kind in _OLD_KINDS if _has_entry(there, entry)), otherwise_kind)


def _has_entry(there: Iterable[str], entry: str) -> bool:
    return any(part == entry or (entry.startswith("__") and part.startswith(entry)) for part in there)


def _find_visible_fault(path: Path, kind: FileKind, head: bytes, tail: bytes) -> str:
    """Why nobody can open it, as far as its ends, its list of parts and its name tell."""
    name = path.name
    ending = file_types.find_ending(path.name)
    if head.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(path):
        return f"{name} {CUT_OFF}"
    if not opens_as_named(kind, ending):
        promised = kind_by_ending(ending)
        return f"{name} is called {promised} but is {kind}, so it does not open. Ask for the document itself."
    if kind is FileKind.LOCKED_OFFICE:
        return f"{name} is protected by a password. Ask for a copy without one."
    if kind is FileKind.CLOUD_LINK:
        return f"{name} is {kind}. Download the document as Word or PDF."
    if kind is FileKind.LEFTOVER:
        return f"{name} holds only what a Mac notes about a file, not the file itself."
    if kind is FileKind.PDF and _is_cut_off(path, head, tail):
        return f"{name} {CUT_OFF}"
    return ""


def _is_cut_off(path: Path, head: bytes, tail: bytes) -> bool:
    """Whether the end of a PDF is missing: it says where its list of parts is, and readers look for that."""
    announced = re.search(rb"/Linearized[^>]{0,300}?/L\s+(\d{1,15})", head[:4_096])
    if announced and int(announced[1]) > path.stat().st_size:
        return True
    end = tail.rstrip(b"\0 \t\r\n")[-2_048:]
    return b"%%EOF" not in end and b"startxref" not in end
