"""A damaged workbook opened as far as it can be: into a new file, with a list of what could not be read.

The damaged file is only read. The new one is an ordinary workbook; it belongs to the same council, so it can be merged
with any other copy, such as a backup.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import FileError, LockedError, NewerError
from selfassess.domain.model.plural import count_records
from selfassess.domain.text.wording import choose_plural, count_noun
from selfassess.services.workbook import backups, temp_files
from selfassess.services.workbook.backups import find_free_name
from selfassess.services.workbook.opening import write_new_workbook
from selfassess.services.workbook.session import Clock, now_utc
from selfassess.storage import store
from selfassess.storage.recovery import recovery

LEAST = 4096
"""Bytes; a file that no longer says what it is, and has fewer of them, was never a workbook."""


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What came of a damaged workbook. ``path`` is the new file.

    ``headline`` is one sentence on how much could be read; ``read`` says what, by kind; ``lost`` what could not be
    read, a sentence each; ``pieces`` are texts found on damaged pages that have no place any more, to be copied from.
    """

    path: Path
    headline: str
    read: tuple[str, ...]
    lost: tuple[str, ...]
    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it to keep in a file or to print."""
        parts = [self.headline, "", "What was read:", *(f"- {each}" for each in self.read)]
        if self.lost:
            parts += ["", "What could not be read:", *(f"- {each}" for each in self.lost)]
        if self.pieces:
            parts += ["", "Pieces of text that have no place any more:", *(f"- {each}" for each in self.pieces)]
        return "\n".join(parts)


def may_be_recovered(path: Path, error: FileError) -> bool:
    """Whether a file that cannot be opened for this ``error`` is, or was, a workbook of which something may be had."""
    if isinstance(error, LockedError | NewerError) or not path.is_file():
        return False
    try:
        store.read_format(path)
        return os.access(path, os.R_OK)
    except NewerError:
        return False
    except FileError:  # no longer told by its first bytes
        return bool(backups.list_backups(path)) or (path.suffix == store.SUFFIX and _has_lost_its_beginning(path))


def _has_lost_its_beginning(path: Path) -> bool:
    """Whether a file is as long as a workbook and does not begin as one; a file of another program has a beginning."""
    try:
        with path.open("rb") as file:
            head = file.read(len(store.SQLITE_MAGIC))
            return path.stat().st_size >= LEAST and not head.startswith(store.SQLITE_MAGIC)
    except OSError:
        return False


def _refuse_newer_format(path: Path) -> None:
    """A newer file is not damaged; what this program knows of it is less than what is in it."""
    try:
        store.read_format(path)
    except NewerError:
        raise
    except FileError:
        return  # its first bytes may be what is damaged


def recover_workbook(path: Path, target: Path | None = None, *, author: str, clock: Clock = now_utc) -> Recovery:
    """Read what can be read of a damaged workbook into a new file; the damaged one is not touched.

    ``target`` is where to (beside it under a name that says so, where None). Raises FileError where nothing of a
    workbook can be found or the new file cannot be written.
    """
    _refuse_newer_format(path)
    target = target or find_free_name(path, "recovered")
    try:
        with temp_files.working_folder() as working:
            at = clock().isoformat(timespec="milliseconds")
            found = recovery.recover_workbook(path, author=author, at=at, working=working)
    except OSError as error:
        raise FileError(f"There is no room for a working copy of {path.name} ({error.strerror}).") from error
    write_new_workbook(target, found.workbook, author=author, clock=clock)
    without_place = recovery.keep_versions_and_notes(target, found.remains, at)
    lost = list(found.lost)
    if without_place:
        lost.append(f"{count_noun(without_place, 'signed version')} could not be kept.")
    with store.Store.open_read_only(target) as opened:
        lost += opened.find_faults()
    counts = Counter(record.kind for record in found.workbook.all_records())
    return Recovery(
        path=target,
        headline=_describe_recovered_pages(path, found, bool(lost)),
        read=tuple(count_records(kind, counts[kind]) for kind in CATALOGUE if counts[kind]),
        lost=tuple(lost),
        pieces=found.pieces,
    )


def _describe_recovered_pages(path: Path, found: recovery.Recovered, some_lost: bool) -> str:
    pages = f"{found.damaged:,} of its {found.pages:,} pages {choose_plural(found.damaged, 'is', 'are')} damaged"
    back = ""
    if found.brought_back:
        back = f" {count_noun(found.brought_back, 'record')} came back from the history."
    if some_lost:
        return f"{path.name} was read as far as it can be; {pages}.{back}"
    return f"Everything in {path.name} could be read{f', although {pages}' if found.damaged else ''}.{back}"
