"""A SQLite file read page by page, without SQLite: what stands in a damaged one as far as it can be read.

The layout is SQLite's published file format (sqlite.org/fileformat2.html). Every page that looks like a leaf of a table
is read row by row; a row that makes no sense is told and passed over. Nothing here trusts a number in the
file: lengths and page numbers are checked before they are used, and no chain is followed twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

TABLE_LEAF, TABLE_INTERIOR = 0x0D, 0x05
INDEX_LEAF, INDEX_INTERIOR = 0x0A, 0x02
USUAL_PAGE = 4096

Cell = None | int | float | str | bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One row of some table. A text with broken characters comes as bytes."""

    page: int
    number: int
    values: tuple[Cell, ...]


@dataclass
class Pages:
    """What stands in a file. ``broken`` says by page what could not be read there.

    ``tables`` names the table of a page as far as the file still tells; ``missing`` pages are beyond its end.
    """

    count: int
    missing: int = 0
    tables: dict[int, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    unused: set[int] = field(default_factory=set)
    broken: dict[int, str] = field(default_factory=dict)


class UnreadableError(Exception):
    """Bytes that make no sense as what they should be."""


def read_pages(data: bytes) -> Pages:
    """Every row that stands anywhere in a file, and the pages of which something could not be read."""
    size = _find_page_size(data)
    reader = _Reader(data, size, size - _find_reserved_bytes(data, size))
    found = Pages(count=reader.count)
    found.unused = reader.find_unused_pages()
    for page in range(1, reader.count + 1):
        if page in found.unused or page in reader.overflow:
            continue
        reader.read_leaf_page(page, found)
    for page in reader.overflow:
        found.broken.pop(page, None)
    found.tables = reader.map_pages_to_tables(found.rows)
    said = int.from_bytes(data[28:32], "big")
    found.missing = said - reader.count if reader.count < said < 16 * reader.count + 4096 else 0
    return found


def _find_page_size(data: bytes) -> int:
    size = int.from_bytes(data[16:18], "big") if len(data) > 100 else 0
    size = 65536 if size == 1 else size
    sound = 512 <= size <= 65536 and size & (size - 1) == 0
    if sound and len(data) % size == 0:
        return size
    return USUAL_PAGE


def _find_reserved_bytes(data: bytes, size: int) -> int:
    reserved = data[20] if len(data) > 20 else 0
    if size - reserved >= 480:
        return reserved
    return 0


class _Reader:
    def __init__(self, data: bytes, size: int, usable: int) -> None:
        self.data = data
        self.size = size
        self.usable = usable
        self.count = -(-len(data) // size)
        self.overflow: set[int] = set()

    def _page_bytes(self, number: int) -> bytes:
        return self.data[(number - 1) * self.size : number * self.size]

    def find_unused_pages(self) -> set[int]:
        """The pages that the file says are free: what stands in them was removed."""
        free: set[int] = set()
        trunk = int.from_bytes(self.data[32:36], "big")
        while 1 < trunk <= self.count and trunk not in free:
            page = self._page_bytes(trunk)
            if len(page) < 8:
                break
            following, leaves = struct.unpack(">II", page[:8])
            if leaves > self.usable // 4 - 2:
                break
            free.add(trunk)
            free.update(
                number for (number,) in struct.iter_unpack(">I", page[8 : 8 + 4 * leaves]) if 1 < number <= self.count
            )
            trunk = following
        return free

    def map_pages_to_tables(self, rows: Sequence[Row]) -> dict[int, str]:
        """Which table each page belongs to, followed from where the file's own list says that each begins."""
        tables: dict[int, str] = {}
        for row in rows:
            if len(row.values) == 5 and row.values[0] == "table" and isinstance(row.values[3], int):
                waiting = [row.values[3]]
                while waiting:
                    page = waiting.pop()
                    if 1 < page <= self.count and page not in tables:
                        tables[page] = str(row.values[1])
                        waiting += self._pages_below(page)
        return tables

    def _pages_below(self, number: int) -> Iterator[int]:
        page = self._page_bytes(number)
        if page[:1] != bytes((TABLE_INTERIOR,)):
            return
        yield int.from_bytes(page[8:12], "big")
        for index in range(min(int.from_bytes(page[3:5], "big"), (len(page) - 12) // 2)):
            at = int.from_bytes(page[12 + 2 * index : 14 + 2 * index], "big")
            yield int.from_bytes(page[at : at + 4], "big")

    def read_leaf_page(self, number: int, found: Pages) -> None:
        """Every row of a page, where it is a leaf of a table."""
        page = self._page_bytes(number)
        start = 100 if number == 1 else 0
        kind = page[start] if len(page) > start else 0
        if kind != TABLE_LEAF:
            if kind not in (TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR):
                found.broken[number] = "what it holds cannot be told"
            return
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        if 2 * cells > len(page) - start - 8:
            cells = (len(page) - start - 8) // 2
        wrong = 0
        for index in range(cells):
            at = start + 8 + 2 * index
            try:
                found.rows.append(self._read_leaf_row(number, page, int.from_bytes(page[at : at + 2], "big")))
            except (UnreadableError, IndexError, struct.error):
                wrong += 1
        if wrong:
            found.broken[number] = f"{wrong} of its {cells} rows could not be read"

    def _read_leaf_row(self, number: int, page: bytes, at: int) -> Row:
        if not 8 <= at < self.usable:
            raise UnreadableError
        length, at = _read_varint(page, at)
        row, at = _read_varint(page, at)
        return Row(number, row, tuple(_read_payload_values(self._gather_payload(page, at, length))))

    def _gather_payload(self, page: bytes, at: int, length: int) -> bytes:
        """A row's bytes, gathered from the pages that a long one runs on to."""
        if not 0 < length <= len(self.data):
            raise UnreadableError
        most = self.usable - 35
        least = (self.usable - 12) * 32 // 255 - 23
        if length <= most:
            return self._require_whole(page[at : at + length], length)
        here = least + (length - least) % (self.usable - 4)
        here = here if here <= most else least
        parts = [page[at : at + here]]
        left = length - here
        met = []
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        while left > 0:
            if not 1 < following <= self.count or following in met:
                raise UnreadableError
            met.append(following)
            more = self._page_bytes(following)
            parts.append(more[4 : 4 + min(left, self.usable - 4)])
            left -= self.usable - 4
            following = int.from_bytes(more[:4], "big")
        whole = self._require_whole(b"".join(parts), length)
        self.overflow.update(met)
        return whole

    def _require_whole(self, payload: bytes, length: int) -> bytes:
        if len(payload) != length:
            raise UnreadableError
        return payload


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + 8], at + 9


def _read_payload_values(payload: bytes) -> Iterator[Cell]:
    """The values of one row."""
    head, at = _read_varint(payload, 0)
    if not at <= head <= len(payload):
        raise UnreadableError
    kinds: list[int] = []
    while at < head:
        kind, at = _read_varint(payload, at)
        kinds.append(kind)
    at = head
    for kind in kinds:
        length = _cell_length(kind)
        if at + length > len(payload):
            raise UnreadableError
        yield _decode_cell(kind, payload[at : at + length])
        at += length


def _cell_length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    if kind in (10, 11):
        raise UnreadableError
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)[kind]


def _decode_cell(kind: int, raw: bytes) -> Cell:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        number: float = struct.unpack(">d", raw)[0]
        return number
    if kind < 7:
        return int.from_bytes(raw, "big", signed=True)
    if kind % 2 == 0:
        return raw
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
