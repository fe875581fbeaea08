"""Whether what a save left beside a workbook when it was cut off belongs to this version of the workbook.

SQLite puts the pages in it back into whatever file has the name. Where a synchroniser brought another version meanwhile
that would be neither the one nor the other, so it is held against the file first. Nothing is changed here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.model.errors import FileError
from selfassess.storage import checks

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_ALL = 0xFFFFFFFF


def find_hot_journal(path: Path) -> Path:
    """Where such a journal lies."""
    return path.with_name(f"{path.name}-journal")


def refuse_journal_of_another(path: Path) -> None:
    """Raise FileError where the journal beside a workbook is of another version of it; both stay as they are."""
    left = find_hot_journal(path)
    try:
        journal = left.read_bytes()
        data = path.read_bytes()
        if belongs_to_file(data, journal) or left.read_bytes() != journal:  # else somebody is saving at this moment
            return
    except OSError:
        return  # one of them is gone, or whoever opens it says why it cannot be read
    raise FileError(
        f"“{left.name}” beside {path.name} was left by a save that was cut off, but of another version than the one "
        f"that is there now, so it was not put into it and both are as they were. Copy {path.name} alone to another "
        "folder and open the copy, or open a backup; the version that was being saved may be in a colleague’s copy."
    )


def belongs_to_file(data: bytes, journal: bytes) -> bool:
    """Whether a journal is of this very file: taking its save back leads to a workbook that is whole."""
    before, count, size = _read_page_images(journal)
    if not before:
        return True  # there is nothing to be put back
    page_size = 1 if size == 65536 else size
    if int.from_bytes(data[16:18], "big") != page_size:
        return False
    is_untouched = all(data[(page - 1) * size : page * size] == image for page, image in before.items())
    if is_untouched:
        return True
    if len(data) < count * size:
        return False
    saves = int.from_bytes(data[24:28], "big")
    then = int.from_bytes(before.get(1, data)[24:28], "big")
    if saves - then not in (0, 1):
        return False
    if _is_faulty_database(data):
        return True  # it is half of a save, and only the journal makes it whole
    taken_back = bytearray(data[: count * size])
    for page, image in before.items():
        taken_back[(page - 1) * size : page * size] = image
    return saves != then and not _is_faulty_database(bytes(taken_back))


def _read_page_images(journal: bytes) -> tuple[dict[int, bytes], int, int]:
    """The pages as they were before the save, how many the file had, and how large one is."""
    if journal[:8] != _MAGIC or len(journal) < 28:
        return {}, 0, 0
    sector = _read_number(journal, 20)
    size = _read_number(journal, 24)
    if not 32 <= sector <= 65536 or not 512 <= size <= 65536:
        return {}, 0, 0
    found: dict[int, bytes] = {}
    for page, image in _read_page_records(journal, sector, size):
        found.setdefault(page, image)
    return found, _read_number(journal, 16), size


def _read_page_records(journal: bytes, sector: int, size: int) -> Iterator[tuple[int, bytes]]:
    """Every page that a journal holds, up to the first that was not written whole."""
    at = 0
    while journal[at : at + 8] == _MAGIC:
        count = _read_number(journal, at + 8)
        nonce = _read_number(journal, at + 12)
        at += sector
        whole = (len(journal) - at) // (size + 8)
        record_count = whole if count == _ALL else min(count, whole)
        for _ in range(record_count):
            page = _read_number(journal, at)
            image = journal[at + 4 : at + 4 + size]
            check = (nonce + sum(image[size - 200 : 0 : -200])) & _ALL
            if not page or _read_number(journal, at + 4 + size) != check:
                return
            yield page, image
            at += size + 8
        at += -at % sector


def _read_number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _is_faulty_database(data: bytes) -> bool:
    """Whether a file's bytes, as they stand, are no whole workbook."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return True
            (format_,) = connection.execute("PRAGMA user_version").fetchone()
            return format_ == FORMAT and next(checks.find_file_faults(connection, proved=False), None) is not None
        except (sqlite3.Error, OverflowError, *checks.SENSELESS):
            return True
