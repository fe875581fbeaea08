"""What lies in a file of the old kind (.xls, .doc, a locked .xlsx), a small file system: hardly more than its names.

Its sectors are chained by a table, and the first chain is the directory; [MS-CFB] describes it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here on stand for none."""
_DIRECTORY_ENTRY = 128
_HEADER_SECTORS = 109
_HEADER = 512
_SHORT = 64
_FIRST = 4_096
"""So many bytes from the beginning of the stream are one piece."""
_BEGINNING, _LOCK = 0x0809, 0x002F
_WORD, _WORD_LOCKED = b"\xec\xa5", 0x0100
_LOOKED_THROUGH = 1_000_000


def entry_names(data: bytes) -> frozenset[str]:
    """The name, in lower case, of each stream and folder."""
    size, table = _read_sector_table(data)
    return frozenset(name for name, _, _ in _read_entries(data, size, table))


def _read_entries(data: bytes, size: int, table: list[int]) -> Iterator[tuple[str, int, int]]:
    """The name of each stream and folder, its first sector, and its length in bytes."""
    if len(data) < 52:
        return
    (first,) = struct.unpack_from("<I", data, 48)
    directory = b"".join(_read_sector_chain(data, table, size, first))
    for at in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
        (letters,) = struct.unpack_from("<H", directory, at + 64)
        if 2 <= letters <= 64:
            begins, length = struct.unpack_from("<II", directory, at + 116)
            yield directory[at : at + letters - 2].decode("utf-16-le", "replace").casefold(), begins, length


def read_stream(data: bytes, wanted: tuple[str, ...]) -> bytes:
    """What the first stream of these names (in lower case) holds; nothing where there is none."""
    size, table = _read_sector_table(data)
    entries = list(_read_entries(data, size, table))
    first, length = next(((first, length) for name, first, length in entries if name in wanted), (0, 0))
    if length >= _FIRST:
        return b"".join(_read_sector_chain(data, table, size, first))[:length]
    # Short streams lie together in the one of the root, in sectors of their own with a table of their own.
    together = b"".join(_read_sector_chain(data, table, size, entries[0][1])) if entries else b""
    (begins,) = struct.unpack_from("<I", data, 60)
    short = b"".join(_read_sector_chain(data, table, size, begins))
    numbers = list(struct.unpack(f"<{len(short) // 4}I", short[: len(short) // 4 * 4]))
    return b"".join(_read_short_chain(together, numbers, first))[:length]


def _read_short_chain(together: bytes, table: list[int], first: int) -> Iterator[bytes]:
    seen = set()
    while first < len(table) and first not in seen:
        seen.add(first)
        yield together[first * _SHORT : (first + 1) * _SHORT]
        first = table[first]


def is_locked(data: bytes) -> bool:
    """Whether an old spreadsheet says, among the first of its records, that the rest is encrypted."""
    for size in (16, 8):
        at = data.find(struct.pack("<HH", _BEGINNING, size), _HEADER)
        last = at + _FIRST
        while 0 < at < min(last, len(data) - 4):
            kind, length = struct.unpack_from("<HH", data, at)
            if kind == _LOCK:
                return True
            at += 4 + length
    return False


def is_locked_word(data: bytes) -> bool:
    """Whether an old Word file says at its beginning, which is that of a sector, that the rest is encrypted."""
    for at in range(_HEADER, min(len(data) - 12, _LOOKED_THROUGH), _HEADER):
        if data.startswith(_WORD, at):
            (flags,) = struct.unpack_from("<H", data, at + 10)
            return bool(flags & _WORD_LOCKED)
    return False


def _read_sector_table(data: bytes) -> tuple[int, list[int]]:
    """The size of a sector, and the table that says which sector follows which."""
    if len(data) < 512:
        return 512, []
    (power,) = struct.unpack_from("<H", data, 30)
    size = 1 << power if power in (9, 12) else 512
    parts = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    seen = set()
    while more < _END_OF_CHAIN and more not in seen and len(data) >= (more + 2) * size:
        seen.add(more)
        *numbers, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        parts += numbers
    table: list[int] = []
    for number in parts:
        if number < _END_OF_CHAIN and len(data) >= (number + 2) * size:
            table += struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size)
    return size, table


def _read_sector_chain(data: bytes, table: list[int], size: int, first: int) -> Iterator[bytes]:
    seen = set()
    while first < len(table) and first not in seen:
        seen.add(first)
        yield data[(first + 1) * size : (first + 2) * size]
        first = table[first]
