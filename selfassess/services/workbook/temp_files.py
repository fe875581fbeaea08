"""What is being written and is not finished yet: private while it is made, gone when it fails, and swept away at the
next start where the program was killed in the middle of it.

Working files lie in a folder of the person's own data, never in the system's folder for temporary files. What has to
lie beside its target is noted there, so that it is found again wherever it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selfassess.domain.model.errors import WrongUseError
from selfassess.files import attributes, lasting, names, private
from selfassess.services.workbook import policy, settings
from selfassess.storage import processes

ENDINGS = (".part", ".new")
"""What is noted has a name that begins with a dot and ends so; nothing else is ever swept away."""
ELSEWHERE = 7 * 24 * 3600.0
"""What another computer left in a home that both use is swept after so many seconds: its processes cannot be asked."""


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for working files that only this person may open; it is gone when the block ends. Raises OSError."""
    sweep_abandoned()
    try:
        made = _working_home() / _make_own_name()
        made.mkdir(mode=private.ONLY_OWNERS_FOLDER)
    except OSError:  # where this person has no folder of their own, one that is closed to others in the system's
        made = Path(tempfile.mkdtemp(prefix="selfassess-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def note_in_progress(made: Path) -> Iterator[Path]:
    """Note that a file or folder is being made, and give its path back; the block sees to it otherwise."""
    note = None
    with suppress(OSError):  # where nothing can be noted, the work itself can still be done
        sweep_abandoned()
        note = _working_home() / _make_own_name()
        private.write_private_file(note, os.fsencode(made.absolute()))
    try:
        yield made
    finally:
        if note is not None:
            with suppress(OSError):
                note.unlink()


@contextmanager
def fresh_file_beside(out: Path, *, over: bool = True) -> Iterator[Path]:
    """A name beside ``out`` at which the block makes a file; it takes the name of ``out`` when the block ends well.

    By then the disk holds it. Otherwise it is gone, and what was at ``out`` is as before. Raises OSError where nothing
    can be written there, FileExistsError where ``out`` is there and may not be written ``over``, and what
    ``require_fit`` does.
    """
    require_fit(out)
    with note_in_progress(out.with_name(f".{uuid.uuid4().hex[:12]}.part")) as made:
        try:
            fresh = path_out_of_sight(made)
            yield fresh
            if over:
                lasting.put_in_place(fresh, out)
            else:
                lasting.take_free_name(fresh, out)
        finally:
            clear_unfinished(made)


def require_fit(out: Path) -> None:
    """Raise WrongUseError for a name that no file can have here, FileError where the organisation has no file be."""
    fault = names.find_name_fault(out)
    if fault:
        raise WrongUseError(fault)
    policy.require_place(out)


def path_out_of_sight(made: Path, *, on_windows: bool = os.name == "nt") -> Path:
    """Where a file lies while it is made: at ``made``, whose name begins with a dot.

    On Windows that hides nothing, and a file that is hidden cannot be written over: it lies in a hidden folder there.
    """
    if not on_windows:
        return made
    made.mkdir()
    attributes.hide_file(made)
    return made / "file"


def clear_unfinished(made: Path) -> None:
    """Take away what was made and did not get its name, and what it was made in. Never fails."""
    if made.is_dir() and not made.is_symlink():
        shutil.rmtree(made, ignore_errors=True)
        return
    for left in (made, made.with_name(f"{made.name}-journal")):
        with suppress(OSError):
            lasting.remove_file(left)


@contextmanager
def file_in_place_of(out: Path) -> Iterator[Path]:
    """The same with an empty private file to write into."""
    with fresh_file_beside(out) as fresh:
        private.create_private_file(fresh).close()
        yield fresh


def write_whole_file(out: Path, data: bytes) -> None:
    """Write a file for its owner only: all of it, or nothing. Raises OSError."""
    with file_in_place_of(out) as fresh:
        fresh.write_bytes(data)


def sweep_abandoned() -> None:
    """Take away what processes left that are gone. Never fails."""
    with suppress(OSError):
        for each in list(_working_home().iterdir()):
            if _is_abandoned(each):
                _remove_abandoned(each)


def _remove_abandoned(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
        return
    with suppress(OSError):
        made = Path(os.fsdecode(left.read_bytes()))
        if made.is_absolute() and made.name.startswith(".") and made.name.endswith(ENDINGS):
            if made.is_dir() and not made.is_symlink():
                shutil.rmtree(made)
            else:
                made.unlink(missing_ok=True)
                made.with_name(f"{made.name}-journal").unlink(missing_ok=True)
        left.unlink(missing_ok=True)


def _working_home() -> Path:
    found = settings.ensure_own_folder("data") / "working"
    found.mkdir(exist_ok=True, mode=private.ONLY_OWNERS_FOLDER)
    return found


def _make_own_name() -> str:
    process = os.getpid()
    computer = _hash_mark(processes.computer_id())
    began = _hash_mark(processes.process_began(process))
    return f"{process}-{computer}-{began}-{uuid.uuid4().hex[:12]}"


def _is_abandoned(each: Path) -> bool:
    number, *marks = each.name.split("-")
    if not number.isdigit() or len(marks) != 3:
        return False
    process, (computer, began, _) = int(number), marks
    if computer != _hash_mark(processes.computer_id()):
        return abs(time.time() - each.lstat().st_mtime) > ELSEWHERE
    now = processes.process_began(process)
    if not processes.is_alive(process):
        return True
    return bool(now and _hash_mark(now) != began)


def _hash_mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
