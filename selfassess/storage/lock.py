"""Who has a workbook open: a small file beside it with the person, the machine, the process and the time.

The first opener makes the file, whole or not at all; a second finds it and reads only. Whoever holds it writes to it
every minute, so that the folder's own clock tells a lock that somebody stands behind from one that was left. A lock
whose process has gone (same computer) is taken over; one of another computer that has been quiet for ten minutes only
where a person says so. In a synchronised folder two locks can be made before either is seen: then the later one
arrives under another name, and both sides are told.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, RLock, Thread

import msgspec

from selfassess.domain.model.errors import FileError, LockedError
from selfassess.domain.text.wording import british_datetime
from selfassess.files import attributes, lasting
from selfassess.storage import processes

BEAT = 60.0
"""So many seconds pass between two signs of life."""

QUIET = 600.0
"""A lock without a sign of life for so many seconds may be taken over by whoever says so."""

UNFINISHED = 10.0
"""A lock that says nothing for so many seconds was left by a crash and is nobody's."""

LONG_AGO = 86_400.0
"""A second lock that a synchronised folder made is swept away after so many seconds."""

TAKEN_OVER = (
    "{name} was taken over meanwhile by {words}, so nothing more can be saved from here. "
    "Copy what you were writing, close the workbook and open it again."
)


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock, since when (local time, ISO 8601); ``computer`` and ``began`` tell namesakes apart."""

    person: str
    machine: str
    process: int
    since: str
    computer: str = ""
    began: str = ""

    @property
    def describe_holder(self) -> str:
        """The holder in a sentence part: "A Name on LAPTOP-7 since 28 February 2025, 14:02"."""
        who = self.person or "somebody"
        return f"{who} on {self.machine} since {british_datetime(self.since)}"

    @property
    def has_surely_ended(self) -> bool:
        """Whether the process that held it has surely ended: only of this computer can that be known."""
        if self.machine != processes.machine_name() or self.computer not in ("", processes.computer_id()):
            return False
        if self.process == os.getpid() and self.began and self.began == processes.process_began(self.process):
            return self not in _ours  # one that could not be taken away when it was given back
        if not processes.is_alive(self.process):
            return True
        now = processes.process_began(self.process) if self.began else ""
        return bool(now) and now != self.began


_ours: list[Holder] = []
"""What this process holds now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a lock stands. ``holder`` is None where it cannot be read; ``quiet``: seconds since its last sign of life."""

    holder: Holder | None
    quiet: float

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody stands behind it any more, surely."""
        if self.holder is None:
            return self.quiet > UNFINISHED
        return self.holder.has_surely_ended

    @property
    def is_quiet_long(self) -> bool:
        """Whether it has been quiet for so long that a person may decide to take it over."""
        return not self.is_abandoned and self.quiet > QUIET

    @property
    def describe_standing(self) -> str:
        """Who holds it, and how long nothing was heard from there where that is long."""
        if self.holder is None:
            return "somebody who is just opening it"
        if not self.is_quiet_long:
            return self.holder.describe_holder
        return f"{self.holder.describe_holder}, though nothing was heard from there for {_format_duration(self.quiet)}"


class Lock:
    """The lock of one workbook; release it by ``release``."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self.path = path
        self.file = lock_path(path)
        self.holder = holder
        self._mutex = RLock()
        self._ended = Event()

    @classmethod
    def take_lock(cls, path: Path, person: str, since: str, *, take_over: bool = False) -> Lock:
        """Take the lock of a workbook; raises LockedError naming the holder, FileError where none can be made.

        ``take_over`` also takes one that has been quiet for ten minutes: a person has said that it is closed there.
        """
        process = os.getpid()
        began = processes.process_began(process)
        lock = cls(path, Holder(person, processes.machine_name(), process, since, processes.computer_id(), began))
        for _ in range(3):
            lock._refuse_held(_find_live_rivals(path), take_over)
            if lock._place_lock():
                _ours.append(lock.holder)
                return lock
            found = read_standing(path)
            if found is not None:
                lock._refuse_held((found,), take_over)
                lock._set_lock_aside(found)
        raise LockedError(f"{path.name} is being opened by somebody else at this moment. Try again.")

    def _refuse_held(self, others: tuple[Standing, ...], take_over: bool) -> None:
        for other in others:
            may_be_taken = other.is_abandoned or (take_over and other.is_quiet_long)
            if may_be_taken:
                continue
            if other.holder is None:
                raise LockedError(f"{self.path.name} is being opened by somebody else at this moment. Try again.")
            raise LockedError(
                f"{self.path.name} is open elsewhere: {other.describe_standing}. Close it there "
                "first, or open it to read only."
            )

    def _place_lock(self) -> bool:
        """Put the lock in its place, with all it says at once; False where one is there already."""
        fresh = _fresh_lock_name(self.file)
        try:
            handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.json.encode(self.holder))
            try:
                os.link(fresh, self.file)
            except FileExistsError:
                return False
            except OSError:
                return self._place_without_links()
            attributes.hide_file(self.file)
        except OSError as error:
            raise FileError(
                f"{self.path.name} cannot be opened for writing: nothing can be saved in its folder ({error.strerror})."
            ) from error
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        return True

    def _place_without_links(self) -> bool:
        """The same where a folder knows no links (many sticks and shares)."""
        try:
            handle = os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return False
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.json.encode(self.holder))
        attributes.hide_file(self.file)
        return True

    def _set_lock_aside(self, found: Standing) -> None:
        """Take a lock that was left out of the way, but only that one: somebody may have been quicker."""
        aside = _fresh_lock_name(self.file)
        try:
            lasting.retry_while_held(lambda: os.rename(self.file, aside))
            if _read_holder(aside) == found.holder or self.file.exists():
                lasting.remove_file(aside)
            else:
                lasting.retry_while_held(lambda: os.rename(aside, self.file))
        except FileNotFoundError:
            return
        except OSError as error:
            raise LockedError(
                f"Another program keeps “{self.file.name}”, which says who has {self.path.name} open. "
                "Try again in a moment."
            ) from error

    def keep_beating(self, every: float = BEAT) -> None:
        """Give a sign of life every minute from now on, until ``release``."""
        Thread(target=self._beat_until_ended, args=(every,), name="sign of life", daemon=True).start()

    def _beat_until_ended(self, every: float) -> None:
        while not self._ended.wait(every):
            self.beat_once()

    def beat_once(self) -> bool:
        """Give a sign of life now; False where somebody else has taken the lock over."""
        with self._mutex:
            if self._ended.is_set():
                return False
            try:
                # What is written through this handle falls into nobody else's lock, even if ours is taken away now.
                with self.file.open("r+b") as file:
                    if _decode_holder(file.read()) != self.holder:
                        return False
                    file.seek(0)
                    file.write(msgspec.json.encode(self.holder))
                return True
            except FileNotFoundError:
                with suppress(FileError):
                    return not self.path.parent.is_dir() or self._place_lock()
                return True
            except OSError:
                return True  # the folder is out of reach: what is saved then says so itself

    def require_still_ours(self) -> None:
        """Raise LockedError where somebody else has taken the lock over meanwhile."""
        try:
            found = _decode_holder(self.file.read_bytes())
        except OSError:
            return
        if found is not None and found != self.holder:
            raise LockedError(TAKEN_OVER.format(name=self.path.name, words=found.describe_holder))

    def find_rivals(self) -> tuple[Holder, ...]:
        """Who else opened it for writing before a synchronised folder had told them of this lock."""
        found = (each.holder for each in _find_live_rivals(self.path))
        return tuple(holder for holder in found if holder is not None and holder != self.holder)

    def release_lock(self) -> None:
        """Give the lock back, where it is still ours."""
        self._ended.set()
        with self._mutex, suppress(OSError):
            if self.holder in _ours:
                _ours.remove(self.holder)
            if _read_holder(self.file) == self.holder:
                lasting.remove_file(self.file)


def lock_path(path: Path) -> Path:
    """Where the lock of a workbook stands."""
    return path.with_name(f".{path.name}.lock")


def read_current_holder(path: Path) -> Holder | None:
    """Who holds a workbook's lock; None where nobody does or where the lock cannot be read."""
    return _read_holder(lock_path(path))


def read_standing(path: Path) -> Standing | None:
    """How the lock of a workbook stands; None where there is none."""
    return _read_lock_standing(lock_path(path))


def find_lock_in_the_way(path: Path) -> Standing | None:
    """The lock that keeps one from writing, also one that a synchronised folder brought late; None where none does."""
    found = (read_standing(path), *_find_live_rivals(path))
    return next((each for each in found if each is not None and not each.is_abandoned), None)


def _read_lock_standing(file: Path) -> Standing | None:
    try:
        touched = file.stat().st_mtime
        said = lasting.retry_while_held(file.read_bytes)
    except FileNotFoundError:
        return None
    except OSError:
        return Standing(None, 0.0)  # it is there, and whoever made it may well be alive
    # A clock that disagrees with the folder's by so much cannot be believed either way.
    return Standing(_decode_holder(said), abs(_clock_of_folder(file) - touched))


def _clock_of_folder(file: Path) -> float:
    """The time by the clock of the folder: another machine's where it is a share."""
    probe = _fresh_lock_name(file)
    try:
        handle = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(handle, b"\n")
            return os.fstat(handle).st_mtime
        finally:
            os.close(handle)
            probe.unlink(missing_ok=True)
    except OSError:
        return time.time()


def _find_live_rivals(path: Path) -> tuple[Standing, ...]:
    """Live locks of this workbook under other names: a synchroniser keeps both where two were made unseen."""
    own = lock_path(path).name
    found: list[Standing] = []
    for file in _folder_entries(path.parent):
        name = file.name
        if name.startswith(f"{own}."):
            _sweep_lock_leftovers(file)
        is_no_rival = name == own or not (name.startswith(f".{path.name}") and name.endswith(".lock"))
        if is_no_rival:
            continue
        if file.with_name(name[1:-5]).exists():
            continue  # the lock of a workbook of that very name
        there = _read_lock_standing(file)
        if there is None or there.holder is None:
            continue
        if not there.is_abandoned and not there.is_quiet_long:
            found.append(there)
        elif there.is_abandoned or there.quiet > LONG_AGO:
            with suppress(OSError):
                file.unlink(missing_ok=True)
    return tuple(found)


def _sweep_lock_leftovers(file: Path) -> None:
    """Take away what a process left that was killed while it took or looked at the lock."""
    with suppress(OSError):
        if abs(time.time() - file.stat().st_mtime) > LONG_AGO:
            file.unlink(missing_ok=True)


def _folder_entries(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.iterdir()


def _fresh_lock_name(file: Path) -> Path:
    return file.with_name(f"{file.name}.{uuid.uuid4().hex[:8]}")


def _read_holder(file: Path) -> Holder | None:
    try:
        return _decode_holder(lasting.retry_while_held(file.read_bytes))
    except OSError:
        return None


def _decode_holder(said: bytes) -> Holder | None:
    try:
        return msgspec.json.decode(said, type=Holder)
    except msgspec.MsgspecError:
        return None


def _format_duration(seconds: float) -> str:
    minutes = int(seconds // 60)
    for unit, length in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}s"
    return f"{minutes} minutes"
