"""Copies of a workbook, taken before anything risky and once a day, kept with the person's own data.

Each place that a workbook is in has a folder of its own. A workbook that was moved or renamed finds its earlier
backups by the council's id, which all copies of it share.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.fields import british_datetime
from selfassess.files import lasting, trials
from selfassess.services.workbook import policy, settings, temp_files
from selfassess.storage import file_identity, store

RECENT = 10
"""So many of the latest are kept in any case;"""

DAYS = 30
"""then the last one of each of so many days on which there is one, then the last one of each month,"""

AHEAD = timedelta(days=DAYS)
"""One that is so much later than all others may come from a wrong clock, so the others are judged without it."""

ROOM = 2 * 1024**3
"""as long as all backups of all workbooks together take no more than this (in bytes)."""

BESIDE = " backups"
"""How the folder beside a workbook is called in which backups are kept where they can be kept nowhere else."""

KEPT = "The last 10 are kept, then one a day of 30 days, then one a month, up to 2 GB in all."

REASONS = {
    "": "once a day, when it was opened",
    "update": "before it was brought up to a newer program",
    "import": "before a file was imported",
    "merge": "before a copy was merged",
    "carry": "before a year was begun from it",
    "restore": "before going back to a backup",
    "sign-off": "before it was signed off",
}
"""Why a backup was taken, in words; a reason that is not here is told as "before …"."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d{6})(?: \((\d+)\))?(?: before (.+)| on opening)")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. ``at`` is in UTC; ``reason`` a key of REASONS; ``workbook`` the name that the file had then."""

    path: Path
    at: datetime
    reason: str
    size_bytes: int
    workbook: str

    @property
    def why(self) -> str:
        """Why it was taken: "before a file was imported"."""
        return REASONS.get(self.reason, f"before {self.reason}")

    @property
    def when(self) -> str:
        """When it was taken, in the person's own time: "3 March 2026, 2:02pm"."""
        return british_datetime(self.at.astimezone().isoformat(timespec="minutes"))


def folder(path: Path) -> Path:
    """Where the backups of a workbook are kept: one folder for each place a workbook is in.

    Beside the workbook where nothing can be kept in the person's own folder.
    """
    return _at_home(path) if _can_keep() else _beside(path)


def _can_keep() -> bool:
    if policy.now().backup_folder is None:
        return settings.can_keep("data")
    with suppress(OSError):
        _all().mkdir(parents=True, exist_ok=True)
    return trials.can_write_in(_all())


def _at_home(path: Path) -> Path:
    place = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:8]
    return _all() / f"{path.stem}-{place}"


def _beside(path: Path) -> Path:
    return path.resolve().with_name(f"{path.stem}{BESIDE}")


def take(path: Path, reason: str, at: datetime, *, room: int = ROOM) -> Path:
    """Copy a workbook before ``reason`` ("import"), then drop what is more than is kept; never the newest.

    Raises FileError where it cannot be copied.
    """
    try:
        target = _fresh(path, reason, at)
        # Killed in the middle it leaves no backup, rather than half of one.
        with temp_files.beside(target, over=False) as fresh:
            store.copy(path, fresh)
        _make_room(target, room)
    except OSError as error:
        raise FileError(
            f"No backup of {path.name} could be made ({error.strerror}), so nothing was changed. "
            "Free some space and try again."
        ) from error
    return target


def daily(path: Path, at: datetime) -> Path | None:
    """The backup of the day, at opening; None where today has one, nothing was written since, or none can be made.

    A disk that is full keeps nobody from opening their work.
    """
    kept = _within(folder(path))
    if any(each.at.astimezone().date() == at.astimezone().date() for each in kept):
        return None
    # The newest by its date may be of a day on which the clock was ahead.
    latest = [*kept[:1], *[each for each in kept if each.at <= at][:1]]
    if latest and file_identity.journal_end(path) in {file_identity.journal_end(each.path) for each in latest}:
        return None
    with suppress(FileError):
        return take(path, "", at)
    return None


def listed(path: Path) -> tuple[Backup, ...]:
    """The backups of a workbook, newest first, also those of where it was before it was moved or renamed.

    Of a damaged workbook that no longer tells whose it is, those of its place. Reads a little of each folder: let a
    worker ask.
    """
    own, council = _at_home(path), file_identity.council_id(path)
    found = [*_within(own), *_within(_beside(path))]
    council = council or next((id for each in found if (id := file_identity.council_id(each.path))), "")
    for other in _folders():
        if other != own and council:
            kept = list(_within(other))
            if any(file_identity.council_id(each.path) == council for each in kept[:1]):
                found += kept
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def everything() -> tuple[Backup, ...]:
    """The backups of all workbooks of this person, newest first: for a file that is gone."""
    found = [each for folder in _folders() for each in _within(folder)]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def fresh_name(path: Path, what: str) -> Path:
    """A name beside a file that nothing has yet, such as "name (recovered).sawb" or "name (recovered 2).sawb"."""
    number = 1
    while True:
        target = path.with_name(f"{path.stem} ({what}{f' {number}' if number > 1 else ''}){store.SUFFIX}")
        if not target.exists():
            return target
        number += 1


def _all() -> Path:
    """Where this person's backups go: one person's never make room for another's."""
    chosen = policy.now().backup_folder
    return _of_this_person() if chosen is None else chosen / settings.login()


def _of_this_person() -> Path:
    return settings.place("data") / "backups"


def _folders() -> Iterator[Path]:
    for every in {_all(), _of_this_person()}:  # earlier ones stay where they were made
        with suppress(OSError):
            yield from (each for each in every.iterdir() if each.is_dir() and not each.is_symlink())


def _fresh(path: Path, reason: str, at: datetime) -> Path:
    own = folder(path)
    for each in (own,) if own == _beside(path) else (own.parent, own):
        each.mkdir(exist_ok=True, mode=0o700)
        os.chmod(each, 0o700)
    name, why = f"{at.astimezone(UTC):%Y-%m-%d %H%M%S}", f"before {reason}" if reason else "on opening"
    number = len(list(own.glob(f"{name}*")))
    while True:
        target = own / f"{name}{f' ({number})' if number else ''} {why}{store.SUFFIX}"
        if not target.exists():
            return target
        number += 1


def _within(own: Path) -> Sequence[Backup]:
    """The backups of one folder, newest first."""
    found: list[tuple[datetime, int, Backup]] = []
    with suppress(OSError):
        for each in own.iterdir():
            match = _NAME.fullmatch(each.stem) if each.suffix == store.SUFFIX else None
            with suppress(OSError, ValueError):
                if match is not None:
                    at = datetime.strptime(match.group(1), "%Y-%m-%d %H%M%S").replace(tzinfo=UTC)
                    size = each.stat().st_size
                    backup = Backup(each, at, match.group(3) or "", size, _workbook_of(own))
                    found.append((at, int(match.group(2) or 0), backup))
    return [backup for _, _, backup in sorted(found, key=lambda each: each[:2], reverse=True)]


def _workbook_of(own: Path) -> str:
    """The name of the workbook that a folder of backups is of."""
    return own.name.removesuffix(BESIDE) if own.name.endswith(BESIDE) else own.name.rpartition("-")[0]


def _make_room(newest: Path, room: int) -> None:
    """Drop what is more than is kept: of this folder by age, then the oldest of all until the rest fits."""
    for each in superfluous(_within(newest.parent)):
        if each.path != newest:
            lasting.remove(each.path)
    folders = {*_folders(), newest.parent}
    kept = [(number, each) for folder in folders for number, each in enumerate(_within(folder))]
    taken = sum(each.size_bytes for _, each in kept)
    for number, each in sorted(kept, key=lambda pair: pair[1].at):
        if taken <= room:
            return
        if number and each.path != newest:
            lasting.remove(each.path)
            taken -= each.size_bytes


def superfluous(kept: Sequence[Backup]) -> Iterator[Backup]:
    """Of the backups of one workbook, newest first, those that need not be kept any longer.

    Days and months are counted by the backups there are and never by what day it is: a clock that is ahead or behind
    makes nothing old.
    """
    if len(kept) > 1 and kept[0].at - kept[1].at > AHEAD:
        kept = kept[1:]
    days: set[str] = set()
    months: set[str] = set()
    for number, each in enumerate(kept):
        day, month = f"{each.at:%Y-%m-%d}", f"{each.at:%Y-%m}"
        of_day = day not in days and len(days) <= DAYS
        late = len(days) > DAYS and day not in days
        days.add(day)
        of_month = late and month not in months
        if late:
            months.add(month)
        if number >= RECENT and not of_day and not of_month:
            yield each
