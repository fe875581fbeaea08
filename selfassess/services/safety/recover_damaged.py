"""A damaged workbook opened as far as it can be: into a new file, with a list of what could not be read.

The damaged file is only read. The new one is an ordinary workbook; it belongs to the same council, so it can be merged
with any other copy, such as a backup.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import FileError, NewerError
from selfassess.domain.model.plural import counted
from selfassess.services.workbook import temp_files
from selfassess.services.workbook.backups import fresh_name
from selfassess.services.workbook.opening import write_new
from selfassess.services.workbook.session import Clock, now
from selfassess.services.workbook.snapshot import snapshot
from selfassess.storage import store
from selfassess.storage.recovery import recovery


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


def faulty(path: Path) -> str:
    """Why a workbook cannot be read whole, "" where it can; for deciding whether to offer ``recover``."""
    try:
        snapshot(path, journal=True)
        with store.Store.read_only(path) as opened:
            faults = opened.faults()
    except FileError as error:
        return str(error)
    return faults[0] if faults else ""


def _refuse_newer(path: Path) -> None:
    """A newer file is not damaged; what this program knows of it is less than what is in it."""
    try:
        store.format_of(path)
    except NewerError:
        raise
    except FileError:
        return  # its first bytes may be what is damaged


def recover(path: Path, target: Path | None = None, *, author: str, clock: Clock = now) -> Recovery:
    """Read what can be read of a damaged workbook into a new file; the damaged one is not touched.

    ``target`` is where to (beside it under a name that says so, where None). Raises FileError where nothing of a
    workbook can be found or the new file cannot be written.
    """
    _refuse_newer(path)
    target = target or fresh_name(path, "recovered")
    try:
        with temp_files.folder() as working:
            at = clock().isoformat(timespec="milliseconds")
            found = recovery.read(path, author=author, at=at, working=working)
    except OSError as error:
        raise FileError(f"There is no room for a working copy of {path.name} ({error.strerror}).") from error
    write_new(target, found.workbook, author=author, clock=clock)
    without_place = recovery.keep_the_rest(target, found.remains, at)
    lost = list(found.lost)
    if without_place:
        one = without_place == 1
        lost.append(f"{without_place} signed {'version' if one else 'versions'} could not be kept.")
    with store.Store.read_only(target) as opened:
        lost += opened.faults()
    counts = Counter(record.kind for record in found.workbook.records())
    return Recovery(
        path=target,
        headline=_headline(path, found, bool(lost)),
        read=tuple(counted(kind, counts[kind]) for kind in CATALOGUE if counts[kind]),
        lost=tuple(lost),
        pieces=found.pieces,
    )


def _headline(path: Path, found: recovery.Recovered, some_lost: bool) -> str:
    pages = f"{found.damaged:,} of its {found.pages:,} pages {'is' if found.damaged == 1 else 'are'} damaged"
    back = ""
    if found.brought_back:
        one = found.brought_back == 1
        back = f" {found.brought_back:,} {'record' if one else 'records'} came back from the history."
    if some_lost:
        return f"{path.name} was read as far as it can be; {pages}.{back}"
    return f"Everything in {path.name} could be read{f', although {pages}' if found.damaged else ''}.{back}"
