"""Making a workbook and opening one: the checks, the backup and the lock that come first."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from selfassess.domain.framework.framework import Pack
from selfassess.domain.model import journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, blank
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import clean
from selfassess.domain.model.journal import Entry
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import json
from selfassess.files import lasting, trials
from selfassess.packs import reader as packs
from selfassess.packs.resources import RESOURCES
from selfassess.services.workbook import backups, temp_files
from selfassess.services.workbook.session import Clock, Session, now
from selfassess.storage import store
from selfassess.storage.lock import Lock
from selfassess.storage.store import Store

LEFT = 3600.0
"""A half-made file that nobody touched for so many seconds was left by a process that was killed."""

WORKED_EXAMPLE = RESOURCES / "sample" / "derby.json"


def create(
    path: Path,
    *,
    council: str,
    reference: str,
    year: str,
    framework: str = packs.DEFAULT_FRAMEWORK,
    information_return: str = packs.DEFAULT_RETURN,
    author: str,
    clock: Clock = now,
) -> None:
    """Make a workbook with one empty self-assessment; raises WrongUseError where the file is there already."""
    about = CATALOGUE["council"].by_key
    name, code = str(clean(about["name"], council) or ""), str(clean(about["reference"], reference) or "")
    if not name.strip():
        raise WrongUseError("A workbook needs the council's name.")
    assessment = new_year.new_assessment(
        new_year.check_label(year, ()), 0, packs.framework(framework), packs.information_return(information_return)
    )
    record = blank("council", new_year.new_id(), 0, None, name=name.strip(), reference=code.strip() or None)
    write_new(path, Workbook(council=record, assessments=(assessment,)), author=author, clock=clock)


def write_demo(path: Path, *, author: str, clock: Clock = now) -> None:
    """Write the worked example, made from published sources, as a workbook."""
    incoming = json.read(WORKED_EXAMPLE)
    if incoming.problems:
        raise FileError(f"The worked example is damaged: {incoming.problems[0].sentence}")
    complete = tuple(new_year.complete(assessment) for assessment in incoming.workbook.assessments)
    write_new(path, replace(incoming.workbook, assessments=complete), author=author, clock=clock)


LONGEST_NAME = 230
"""Bytes of a file's name: systems take 255, and what is being written is called a little longer."""


def write_new(path: Path, workbook: Workbook, *, author: str, clock: Clock = now) -> None:
    """Write a whole workbook as a new file: all of it appears, or nothing.

    A journal that leads to exactly these records is kept as it is; otherwise every record is journaled as made now.
    """
    temp_files.require_fit(path)
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise WrongUseError(f"The name “{path.name[:40]}…” is too long for a file. Choose a shorter one.")
    if path.exists():
        raise WrongUseError(f"{path} exists already. Choose another name; nothing was changed.")
    if path.suffix != store.SUFFIX:
        raise WrongUseError(f"{path.name} should end in “{store.SUFFIX}”, as every workbook does.")
    if not path.parent.is_dir():
        raise FileError(f"The folder {path.parent} is not there.")
    entries = _history_of(workbook, new_year.check_author(author), clock)
    _sweep(path)
    with temp_files.noted(path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")) as made:
        try:
            _write(temp_files.out_of_sight(made), path, workbook, entries)
        except OSError as error:
            raise FileError(f"{path} cannot be written ({error.strerror}).") from error
        finally:
            temp_files.clear(made)


def _write(fresh: Path, path: Path, workbook: Workbook, entries: Sequence[Entry]) -> None:
    try:
        with Store.create(fresh, known_as=path) as made:
            years = {each.id for each in workbook.assessments}
            signed = [each for each in workbook.kept if each.version.assessment in years]
            made.write(entries, _packs_of(workbook), signed, workbook.proof, workbook.contribution, workbook.redactions)
        lasting.take_name(fresh, path)
    except FileExistsError:
        raise WrongUseError(f"{path} exists already. Choose another name; nothing was changed.") from None


def _sweep(path: Path) -> None:
    """Take away what was left of this file where a process was killed while it was made."""
    with suppress(OSError):
        for each in path.parent.iterdir():
            left = each.name.startswith(f".{path.name}.") and each.name.endswith((".new", ".new-journal"))
            if left and abs(time.time() - each.stat().st_mtime) > LEFT:
                temp_files.clear(each)


def open_workbook(
    path: Path, *, author: str, or_read_only: bool = False, take_over: bool = False, clock: Clock = now
) -> Session:
    """Open a workbook to write in it; the first time on a day that something is new in it, a backup is taken.

    Where it cannot be written (somebody has it open, a read-only folder) LockedError or FileError is raised, or with
    ``or_read_only`` the session says in ``read_only_because`` why it can only be read. ``take_over`` also takes a lock
    from which nothing was heard for ten minutes: a person has said that it is closed there.
    """
    author, format_ = new_year.check_author(author), store.format_of(path)
    try:
        temp_files.require_fit(path)
        since = clock().astimezone().isoformat(timespec="minutes")
        lock = Lock.take(path, author, since, take_over=take_over)
    except (FileError, WrongUseError) as error:
        if not or_read_only:
            raise
        return _reading_only(path, author, str(error), clock)
    try:
        if not trials.can_write(path):
            raise FileError(f"{path.name} is read-only. Take the protection off it, or work on a copy.")
        if format_ < FORMAT:
            backups.take(path, "update", clock())
            store.upgrade(path, clock().isoformat(timespec="milliseconds"))
        else:
            backups.daily(path, clock())
        opened = _session(Store.open(path), author, clock, lock=lock)
        lock.keep_beating()
        return opened
    except FileError as error:
        lock.release()
        if not or_read_only or trials.can_write(path):
            raise
        return _reading_only(path, author, str(error), clock)
    except BaseException:
        lock.release()
        raise


def _reading_only(path: Path, author: str, why: str, clock: Clock) -> Session:
    return _session(Store.read_only(path), author, clock, why=why)


def _session(opened: Store, author: str, clock: Clock, *, lock: Lock | None = None, why: str = "") -> Session:
    try:
        session = Session(opened, author=author, lock=lock, read_only_because=why, clock=clock)
        _ = session.current  # what cannot be read is refused here, and not once a page asks for it
        return session
    except BaseException:
        opened.close()
        raise


def _history_of(workbook: Workbook, author: str, clock: Clock) -> Sequence[Entry]:
    records = {record.id: record for record in workbook.records()}
    if workbook.journal and journal.replay(workbook.journal) == records:
        return workbook.journal
    at = clock().isoformat(timespec="milliseconds")
    changes = map(journal.creation, workbook.records())
    return journal.entries(changes, step=new_year.new_id(), at=at, author=author)


def _packs_of(workbook: Workbook) -> tuple[Pack, ...]:
    return (*workbook.frameworks, *workbook.returns)
