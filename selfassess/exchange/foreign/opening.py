"""Opens a spreadsheet that somebody sent, whatever it is: ``cells`` reads it, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfassess.exchange import apart
from selfassess.exchange.spreadsheets.book import Book


def open_book(
    path: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Book:
    """The cells of every sheet, hidden ones as well, and what is worth knowing about them.

    ``progress`` is told how far it is (0 to 1). Raises FileError, naming file and sheet in one sentence, where the file
    cannot be read or is not safe to read, and CancelledError once ``cancelled`` says so.
    """
    book: Book = apart.read_apart("spreadsheet", path, progress=progress, cancelled=cancelled)
    return book
