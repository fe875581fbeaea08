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
from selfassess.domain.text.wording import british_datetime
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

ASKED = "asked"
REASONS = {
    "": "once a day, when it was opened",
    "update": "before it was brought up to a newer program",
    "import": "before a file was imported",
    "merge": "before a copy was merged",
    "carry": "before a year was begun from it",
    "restore": "before going back to a backup",
    "sign-off": "before it was signed off",
    ASKED: "because somebody asked for it",
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
    def describe_reason(self) -> str:
        """Why it was taken: "before a file was imported"."""
        return REASONS.get(self.reason, f"before {self.reason}")

    @property
    def describe_time(self) -> str:
        """When it was taken, in the person's own time: "3 March 2026, 14:02"."""
        return british_datetime(self.at.astimezone().isoformat(timespec="minutes"))


def find_backup_folder(path: Path) -> Path:
    """Where the backups of a workbook are kept: one folder for each place a workbook is in.

    Beside the workbook where nothing can be kept in the person's own folder.
    """
    if _can_keep_backups():
        return _folder_at_home(path)
    return _folder_beside(path)


def _can_keep_backups() -> bool:
    if policy.current_policy().backup_folder is None:
        return settings.can_keep_in("data")
    with suppress(OSError):
        _root_of_backups().mkdir(parents=True, exist_ok=True)
    return trials.can_write_in(_root_of_backups())


def _folder_at_home(path: Path) -> Path:
    place = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:8]
    return _root_of_backups() / f"{path.stem}-{place}"


def _folder_beside(path: Path) -> Path:
    return path.resolve().with_name(f"{path.stem}{BESIDE}")


def take_backup(path: Path, reason: str, at: datetime, *, room: int = ROOM) -> Path:
    """Copy a workbook before ``reason`` ("import"), then drop what is more than is kept; never the newest.

    Raises FileError where it cannot be copied.
    """
    try:
        target = _copy_to_fresh_backup(path, reason, at)
        # Killed in the middle it leaves no backup, rather than half of one.
        with temp_files.fresh_file_beside(target, over=False) as fresh:
            store.copy_workbook(path, fresh)
        _make_room(target, room)
    except OSError as error:
        raise FileError(
            f"No backup of {path.name} could be made ({error.strerror}), so nothing was changed. "
            "Free some space and try again."
        ) from error
    return target


def take_daily_backup(path: Path, at: datetime) -> Path | None:
    """The backup of the day, at opening; None where today has one, nothing was written since, or none can be made.

    A disk that is full keeps nobody from opening their work.
    """
    kept = _backups_in_folder(find_backup_folder(path))
    is_kept_today = any(each.at.astimezone().date() == at.astimezone().date() for each in kept)
    if is_kept_today:
        return None
    # The newest by its date may be of a day on which the clock was ahead.
    latest = [*kept[:1], *[each for each in kept if each.at <= at][:1]]
    if latest and file_identity.read_journal_end(path) in {
        file_identity.read_journal_end(each.path) for each in latest
    }:
        return None
    with suppress(FileError):
        return take_backup(path, "", at)
    return None


def list_backups(path: Path) -> tuple[Backup, ...]:
    """The backups of a workbook, newest first, also those of where it was before it was moved or renamed.

    Of a damaged workbook that no longer tells whose it is, those of its place. Reads a little of each folder: let a
    worker ask.
    """
    own = _folder_at_home(path)
    council = file_identity.read_council_id(path)
    found = [*_backups_in_folder(own), *_backups_in_folder(_folder_beside(path))]
    council = council or next((id for each in found if (id := file_identity.read_council_id(each.path))), "")
    for other in _list_backup_folders():
        if other != own and council:
            kept = list(_backups_in_folder(other))
            is_of_council = any(file_identity.read_council_id(each.path) == council for each in kept[:1])
            if is_of_council:
                found += kept
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def find_free_name(path: Path, what: str) -> Path:
    """A name beside a file that nothing has yet, such as "name (recovered).sawb" or "name (recovered 2).sawb"."""
    number = 1
    while True:
        number_words = f" {number}" if number > 1 else ""
        target = path.with_name(f"{path.stem} ({what}{number_words}){store.SUFFIX}")
        if not target.exists():
            return target
        number += 1


def _root_of_backups() -> Path:
    """Where this person's backups go: one person's never make room for another's."""
    chosen = policy.current_policy().backup_folder
    if chosen is None:
        return _own_root_of_backups()
    return chosen / settings.login_name()


def _own_root_of_backups() -> Path:
    return settings.find_own_folder("data") / "backups"


def _list_backup_folders() -> Iterator[Path]:
    for every in {_root_of_backups(), _own_root_of_backups()}:  # earlier ones stay where they were made
        with suppress(OSError):
            yield from (each for each in every.iterdir() if each.is_dir() and not each.is_symlink())


def _copy_to_fresh_backup(path: Path, reason: str, at: datetime) -> Path:
    own = find_backup_folder(path)
    folders = (own,) if own == _folder_beside(path) else (own.parent, own)
    for each in folders:
        each.mkdir(exist_ok=True, mode=0o700)
        os.chmod(each, 0o700)
    name = f"{at.astimezone(UTC):%Y-%m-%d %H%M%S}"
    why = f"before {reason}" if reason else "on opening"
    number = len(list(own.glob(f"{name}*")))
    while True:
        number_words = f" ({number})" if number else ""
        target = own / f"{name}{number_words} {why}{store.SUFFIX}"
        if not target.exists():
            return target
        number += 1


def _backups_in_folder(own: Path) -> Sequence[Backup]:
    """The backups of one folder, newest first."""
    found: list[tuple[datetime, int, Backup]] = []
    with suppress(OSError):
        for each in own.iterdir():
            match = None
            if each.suffix == store.SUFFIX:
                match = _NAME.fullmatch(each.stem)
            with suppress(OSError, ValueError):
                if match is not None:
                    at = datetime.strptime(match.group(1), "%Y-%m-%d %H%M%S").replace(tzinfo=UTC)
                    size = each.stat().st_size
                    backup = Backup(each, at, match.group(3) or "", size, _name_of_workbook(own))
                    found.append((at, int(match.group(2) or 0), backup))
    return [backup for _, _, backup in sorted(found, key=lambda each: each[:2], reverse=True)]


def _name_of_workbook(own: Path) -> str:
    """The name of the workbook that a folder of backups is of."""
    if own.name.endswith(BESIDE):
        return own.name.removesuffix(BESIDE)
    return own.name.rpartition("-")[0]


def _make_room(newest: Path, room: int) -> None:
    """Drop what is more than is kept: of this folder by age, then the oldest of all until the rest fits."""
    for each in find_superfluous(_backups_in_folder(newest.parent)):
        if each.path != newest:
            lasting.remove_file(each.path)
    folders = {*_list_backup_folders(), newest.parent}
    kept = [(number, each) for folder in folders for number, each in enumerate(_backups_in_folder(folder))]
    taken = sum(each.size_bytes for _, each in kept)
    for number, each in sorted(kept, key=lambda pair: pair[1].at):
        if taken <= room:
            return
        if number and each.path != newest:
            lasting.remove_file(each.path)
            taken -= each.size_bytes


def find_superfluous(kept: Sequence[Backup]) -> Iterator[Backup]:
    """Of the backups of one workbook, newest first, those that need not be kept any longer.

    Days and months are counted by the backups there are and never by what day it is: a clock that is ahead or behind
    makes nothing old.
    """
    if len(kept) > 1 and kept[0].at - kept[1].at > AHEAD:
        kept = kept[1:]
    days: set[str] = set()
    months: set[str] = set()
    for number, each in enumerate(kept):
        day = f"{each.at:%Y-%m-%d}"
        month = f"{each.at:%Y-%m}"
        of_day = day not in days and len(days) <= DAYS
        late = len(days) > DAYS and day not in days
        days.add(day)
        of_month = late and month not in months
        if late:
            months.add(month)
        if number >= RECENT and not of_day and not of_month:
            yield each
