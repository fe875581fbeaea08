"""The files in what somebody dropped: folders are walked through, and what programs keep for themselves is skipped."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from selfassess.domain.model.errors import CancelledError
from selfassess.exchange.documents.fingerprint import shown, unreadable

MOST_FILES = 50_000
"""So many files are taken of one drop; more is a whole drive and not somebody's evidence."""

_KEPT_BY_PROGRAMS = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"))
_BEGINNINGS = (".", "~$")
_OUR_ENDINGS = (".sawb", ".sawb.lock", ".sawb-journal", ".lock", ".tmp")
_HIDDEN_ON_WINDOWS = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)


def files(
    paths: Iterable[Path],
    problems: list[str],
    *,
    found: Callable[[int], None] = lambda count: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Path]:
    """Every file among ``paths`` and in the folders among them, each once, by folder and name.

    What cannot be looked into is told to ``problems``, a sentence each. Raises CancelledError when ``cancelled`` says
    so.
    """
    count, walked = 0, set[tuple[int, int]]()
    for path in paths:
        for file in _of(path, problems, walked, cancelled):
            if count == MOST_FILES:
                problems.append(f"Only the first {MOST_FILES:,} files were taken. Add the other folders one by one.")
                return
            count += 1
            found(count)
            yield file


def _of(path: Path, problems: list[str], walked: set[tuple[int, int]], cancelled: Callable[[], bool]) -> Iterator[Path]:
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        problems.append(str(unreadable(path, error)))
        return
    if is_folder:
        yield from _within(path, problems, walked, cancelled)
    elif _skipped(path.name):
        problems.append(f"{shown(path.name)} was left out: it belongs to a program and is no evidence.")
    else:
        yield path


def _within(
    top: Path, problems: list[str], walked: set[tuple[int, int]], cancelled: Callable[[], bool]
) -> Iterator[Path]:
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
                entries = sorted((entry for entry in inside if not _hidden(entry)), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(str(unreadable(folder, error)))
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


def _skipped(name: str) -> bool:
    low = name.lower()
    return low.startswith(_BEGINNINGS) or low.endswith(_OUR_ENDINGS) or low in _KEPT_BY_PROGRAMS


def _hidden(entry: os.DirEntry[str]) -> bool:
    if _skipped(entry.name):
        return True
    if os.name != "nt":
        return False
    return bool(getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0) & _HIDDEN_ON_WINDOWS)
