"""How far the cells reach in the binary formats: xlsb, whose parts are runs of records, and the old xls.

An xls file is a small file system (sectors chained by a table) that holds one run of records. Only as much of both is
understood here as it takes to find the places of cells; [MS-CFB], [MS-XLS] and [MS-XLSB] describe them.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from selfassess.domain.errors import FileError
from selfassess.exchange.foreign.extents import MAX_PART, Extent, protected, too_large

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here on stand for none."""
_DIRECTORY_ENTRY = 128
_HEADER_SECTORS = 109
_XLS_WIDTH = 256
_XLS_HEIGHT = 65_536
_SMALL_STREAM = 4_096
"""Shorter streams are kept in another way; no sheet is as short as that."""
_MOST_SHEETS = 1_000
_SIZE_XLS = 0x0200
_CELLS_XLS = frozenset({0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00BD, 0x00FD, 0x00D6})
_MANY_CELLS_XLS = 0x00BD
_SHEET_XLS = 0x0085
_END_XLS = 0x000A
_PASSWORD_XLS = 0x002F
_ROW_XLSB = 0
_CELLS_XLSB = range(2, 12)
"""Cells with something in them; 1 is a blank."""
_MANY = 50_000


def of_xlsb(file: BinaryIO, name: str, stop: Callable[[], None]) -> None:
    """Raise FileError where a sheet of an xlsb file is larger than can be read."""
    cells = 0
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            if "/worksheets/" not in f"/{part.filename}" or not part.filename.endswith(".bin"):
                continue
            sheet = part.filename.rsplit("/", 1)[-1].removesuffix(".bin")
            if part.file_size > MAX_PART:
                raise too_large(name, sheet)
            extent, row = Extent(), 0
            for number, (kind, at, data) in enumerate(_xlsb_records(archive.read(part))):
                if number % _MANY == 0:
                    stop()
                if kind == _ROW_XLSB and len(data) >= at + 4:
                    (row,) = struct.unpack_from("<I", data, at)
                elif kind in _CELLS_XLSB and len(data) >= at + 4:
                    extent.rows.add(row)
                    extent.columns.update(struct.unpack_from("<I", data, at))
            cells = extent.check(name, sheet, cells)


def of_xls(data: bytes, name: str, stop: Callable[[], None]) -> None:
    """Raise FileError where an xls file is encrypted, or has sheets of a size that the format cannot have."""
    stream = streams(data, ("workbook", "book"))
    if not stream:
        raise _damaged(name, "it holds no sheets")
    # The first run of records says where the others begin: one for each sheet.
    runs: list[tuple[int, str]] = [(0, "")]
    cells = 0
    for start, sheet in runs:
        extent = Extent()
        for number, (kind, at, size) in enumerate(_xls_records(stream, start)):
            if number % _MANY == 0:
                stop()
            if kind == _PASSWORD_XLS:
                raise protected(name)
            if kind == _SIZE_XLS and not _possible(stream, at, size):
                raise _damaged(name, "it has a sheet of no possible size")
            if not sheet and kind == _SHEET_XLS and size > 8:
                runs.append((struct.unpack_from("<I", stream, at)[0], _name(stream[at + 6 : at + size])))
            elif kind in _CELLS_XLS and size >= 4:
                row, column = struct.unpack_from("<HH", stream, at)
                extent.rows.add(row)
                extent.columns.add(column)
                if kind == _MANY_CELLS_XLS:
                    extent.columns.update(struct.unpack_from("<H", stream, at + size - 2))
        if max(extent.columns, default=0) >= _XLS_WIDTH or len(runs) > _MOST_SHEETS:
            raise _damaged(name, "it has cells where no sheet has any")
        cells = extent.check(name, sheet, cells)


def _damaged(name: str, how: str) -> FileError:
    return FileError(f"{name} is damaged: {how}. Ask for it to be sent again.")


def _name(said: bytes) -> str:
    """The name of a sheet: how many letters, how they are written, and the letters."""
    wide = bool(said[1] & 1)
    return said[2 : 2 + said[0] * (1 + wide)].decode("utf-16-le" if wide else "cp1252", "replace") or "?"


def _possible(stream: bytes, at: int, size: int) -> bool:
    """Whether a sheet says a size that the format allows: the library makes room for whatever is said."""
    if size < 10:
        return False
    first, last, left, right = struct.unpack_from("<IIHH" if size >= 12 else "<HHHH", stream, at)
    return bool(first <= last <= _XLS_HEIGHT and left <= right <= _XLS_WIDTH)


def streams(data: bytes, wanted: tuple[str, ...]) -> bytes:
    """The content of the first stream with one of these names (in lower case); empty where there is none."""
    names = entries(data)
    size, fat = _sectors(data)
    for name in wanted:
        if name in names:
            first, length = names[name]
            if length < _SMALL_STREAM:
                return b""
            return b"".join(_chain(data, fat, size, first))[:length]
    return b""


def entries(data: bytes) -> dict[str, tuple[int, int]]:
    """Name, in lower case, of each stream and folder of an OLE file -> its first sector and length."""
    size, fat = _sectors(data)
    if len(data) < 52:
        return {}
    (first,) = struct.unpack_from("<I", data, 48)
    directory = b"".join(_chain(data, fat, size, first))
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
        (letters,) = struct.unpack_from("<H", directory, at + 64)
        if 2 <= letters <= 64:
            name = directory[at : at + letters - 2].decode("utf-16-le", "replace").casefold()
            start, length = struct.unpack_from("<II", directory, at + 116)
            found.setdefault(name, (start, length))
    return found


def _sectors(data: bytes) -> tuple[int, list[int]]:
    """The size of a sector, and the table that says which sector follows which."""
    if len(data) < 512:
        return 512, []
    (power,) = struct.unpack_from("<H", data, 30)
    size = 1 << power if power in (9, 12) else 512
    tables = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    seen = set()
    while more < _END_OF_CHAIN and more not in seen and len(data) >= (more + 2) * size:
        seen.add(more)
        *numbers, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        tables += numbers
    fat: list[int] = []
    for number in tables:
        if number < _END_OF_CHAIN and len(data) >= (number + 2) * size:
            fat += struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size)
    return size, fat


def _chain(data: bytes, fat: list[int], size: int, first: int) -> Iterator[bytes]:
    seen = set()
    while first < len(fat) and first not in seen:
        seen.add(first)
        yield data[(first + 1) * size : (first + 2) * size]
        first = fat[first]


def _xls_records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record from a place up to the end of its run."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END_XLS or at + 4 + size > len(stream):
            return
        yield kind, at + 4, size
        at += 4 + size


def _xlsb_records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind and place of each record, with the data it stands in."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            if at >= end:
                return
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, at, data
        at += size
