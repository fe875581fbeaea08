"""The files in what somebody dropped: folders are walked through, and what programs keep for themselves is skipped."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from selfassess.domain.model.errors import CancelledError
from selfassess.exchange.documents.fingerprint import build_unreadable_error, format_file_name

MOST_FILES = 50_000
"""So many files are taken of one drop; more is a whole drive and not somebody's evidence."""

_KEPT_BY_PROGRAMS = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"))
_BEGINNINGS = (".", "~$")
_OUR_ENDINGS = (".sawb", ".sawb.lock", ".sawb-journal", ".lock", ".tmp")
_HIDDEN_ON_WINDOWS = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)


def list_files_within(
    paths: Iterable[Path],
    problems: list[str],
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Path]:
    """Every file among ``paths`` and in the folders among them, each once, by folder and name.

    What cannot be looked into is told to ``problems``, a sentence each. Raises CancelledError when ``cancelled`` says
    so.
    """
    count = 0
    walked = set[tuple[int, int]]()
    for path in paths:
        for file in _list_files_of_path(path, problems, walked, cancelled):
            if count == MOST_FILES:
                problems.append(f"Only the first {MOST_FILES:,} files were taken. Add the other folders one by one.")
                return
            count += 1
            yield file


def _list_files_of_path(
    path: Path, problems: list[str], walked: set[tuple[int, int]], cancelled: Callable[[], bool]
) -> Iterator[Path]:
    """A file itself, or the files of a folder."""
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        problems.append(str(build_unreadable_error(path, error)))
        return
    if is_folder:
        yield from _walk_folder(path, problems, walked, cancelled)
    elif _is_skipped_name(path.name):
        problems.append(f"{format_file_name(path.name)} was left out: it belongs to a program and is no evidence.")
    else:
        yield path


def _walk_folder(
    top: Path, problems: list[str], walked: set[tuple[int, int]], cancelled: Callable[[], bool]
) -> Iterator[Path]:
    """The files of a folder, folder by folder; one that leads back into itself is gone through once."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            # A link may lead back to a folder that holds it: each is walked through once, by what it is.
            known = os.stat(folder)
            if (known.st_dev, known.st_ino) in walked:
                continue
            walked.add((known.st_dev, known.st_ino))
            with os.scandir(folder) as inside:
                entries = sorted(
                    (entry for entry in inside if not _is_hidden_entry(entry)), key=lambda entry: entry.name
                )
        except OSError as error:
            problems.append(str(build_unreadable_error(folder, error)))
            continue
        below = []
        for entry in entries:
            if cancelled():
                raise CancelledError("Stopped. Nothing was added.")
            if _is_folder(entry):
                below.append(Path(entry.path))
            else:
                yield Path(entry.path)
        waiting += reversed(below)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_skipped_name(name: str) -> bool:
    """Whether a name is of what programs keep for themselves, or of our own workbooks."""
    low = name.lower()
    if low.startswith(_BEGINNINGS):
        return True
    return low.endswith(_OUR_ENDINGS) or low in _KEPT_BY_PROGRAMS


def _is_hidden_entry(entry: os.DirEntry[str]) -> bool:
    if _is_skipped_name(entry.name):
        return True
    if os.name != "nt":
        return False
    return bool(getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0) & _HIDDEN_ON_WINDOWS)
