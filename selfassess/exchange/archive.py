"""Looks at a zip file from outside before any library unpacks it: what could fill the memory is refused.

Spreadsheets of today (xlsx, xlsm, xlsb, ods) are zip files. Their parts declare how large they become; a part that
becomes larger than it says, or that is packed more tightly than any writing is, was made to do harm. None of these
formats has document types, so a part that brings one could only bring entities.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import IO, BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from selfassess.domain.model.errors import FileError

MAX_BYTES = 1_000_000_000
"""All parts together, unpacked."""
MAX_RATIO = 200
RATIO_FROM = 50_000_000
"""Below this size a part may be packed as tightly as it likes."""

DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError, OSError, ValueError,
    IndexError, OverflowError,
)  # fmt: skip
"""What reading a damaged zip file raises."""

_CHUNK = 1 << 18
_STEP = 512
_LOCAL_HEADER = 30


def check_zip_is_safe(file: BinaryIO, name: str, what: str = "spreadsheet") -> None:
    """Raise FileError, calling the file ``name``, unless it is a zip file that is safe to unpack; ends at its start.

    ``what`` is the kind of file it should be, as it stands in a sentence.
    """
    file.seek(0)
    if not zipfile.is_zipfile(file):
        raise FileError(f"{name} is not a whole {what}. It may be cut off or another kind of file.")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            would_fill_memory = sum(part.file_size for part in parts) > MAX_BYTES or any(
                map(_is_suspiciously_packed, parts)
            )
            if would_fill_memory:
                raise _build_harmful_zip_error(name, what)
            for part in parts:
                _check_size(file, part, name, what)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_head(archive, part, name, what)
    except DAMAGE as error:
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise FileError(f"{name} is protected by a password. Save it without one and try again.") from error
    file.seek(0)


def _build_harmful_zip_error(name: str, what: str) -> FileError:
    return FileError(f"{name} is far larger than it seems, which no {what} is, so it was not opened.")


def _is_suspiciously_packed(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def _check_head(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, what: str) -> None:
    with archive.open(part) as content:
        if _has_document_type(content):
            raise FileError(f"{name} holds definitions that no {what} has, so it was not opened.")


def _has_document_type(content: IO[bytes]) -> bool:
    """Whether a document type stands before the first element."""
    begun: list[bool] = []
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: begun.append(True)
    parser.StartElementHandler = lambda *_: begun.append(False)
    try:
        while not begun and (data := content.read(_CHUNK >> 4)):
            # In small steps, so that nothing a document type defines is made use of before it is seen.
            for place in range(0, len(data), _STEP):
                parser.Parse(data[place : place + _STEP], False)
                if begun:
                    break
    except ExpatError:
        pass  # not XML; whoever reads this part will say so
    return bool(begun) and begun[0]


def _check_size(file: BinaryIO, part: zipfile.ZipInfo, name: str, what: str) -> None:
    """Unpack a part and keep nothing: zipfile stops at the declared size, other programs do not."""
    if part.compress_type == zipfile.ZIP_STORED:
        if part.compress_size != part.file_size:
            raise _build_harmful_zip_error(name, what)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise FileError(f"{name} is packed in a way that no {what} is, so it was not opened.")
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER:
        raise EOFError
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting, size = part.compress_size, 0
    while waiting > 0 and not unpacking.eof:
        packed = file.read(min(_CHUNK, waiting))
        if not packed:
            raise EOFError
        waiting -= len(packed)
        while packed:
            size += len(unpacking.decompress(packed, _CHUNK))
            packed = unpacking.unconsumed_tail
            if size > part.file_size:
                raise _build_harmful_zip_error(name, what)
