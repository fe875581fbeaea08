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
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, blank_record
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import clean_value
from selfassess.domain.model.journal import Entry
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import json
from selfassess.files import lasting, trials
from selfassess.packs import reader as packs
from selfassess.packs.resources import RESOURCES
from selfassess.services.workbook import backups, temp_files
from selfassess.services.workbook.session import Clock, Session, now_utc
from selfassess.storage import store
from selfassess.storage.lock import Lock
from selfassess.storage.store import Store

LEFT = 3600.0
"""A half-made file that nobody touched for so many seconds was left by a process that was killed."""

WORKED_EXAMPLE = RESOURCES / "sample" / "derby.json"


def create_workbook(
    path: Path,
    *,
    council: str,
    reference: str,
    year: str,
    framework: str | None = None,
    information_return: str | None = None,
    author: str,
    clock: Clock = now_utc,
    given: Sequence[Pack] = (),
) -> None:
    """Make a workbook with one empty self-assessment; raises WrongUseError where the file is there already.

    Without ids the year is judged against the newest framework that has an information return, and answers that; of
    one that is named the other follows. Packs that are ``given``, from files, come before those that ship. Raises
    WrongUseError where the two that are named do not belong together.
    """
    about = CATALOGUE["council"].by_key
    name = str(clean_value(about["name"], council) or "")
    code = str(clean_value(about["reference"], reference) or "")
    if not name.strip():
        raise WrongUseError("A workbook needs the council's name.")
    judged, asked = packs.pair_packs(framework, information_return, given)
    assessment = new_year.new_assessment(new_year.check_label(year, ()), 0, judged, asked)
    record = blank_record("council", new_year.new_id(), 0, None, name=name.strip(), reference=code.strip() or None)
    imported = tuple(pack for pack in given if pack not in (judged, asked))
    whole = Workbook(council=record, assessments=(assessment,), imported=imported)
    write_new_workbook(path, whole, author=author, clock=clock)


def write_demo_workbook(path: Path, *, author: str, clock: Clock = now_utc) -> None:
    """Write the worked example, made from published sources, as a workbook."""
    incoming = json.read_json_workbook(WORKED_EXAMPLE)
    if incoming.problems:
        raise FileError(f"The worked example is damaged: {incoming.problems[0].describe_with_place}")
    complete = tuple(new_year.complete_assessment(assessment) for assessment in incoming.workbook.assessments)
    write_new_workbook(path, replace(incoming.workbook, assessments=complete), author=author, clock=clock)


LONGEST_NAME = 230
"""Bytes of a file's name: systems take 255, and what is being written is called a little longer."""


def write_new_workbook(path: Path, workbook: Workbook, *, author: str, clock: Clock = now_utc) -> None:
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
    entries = _build_history(workbook, new_year.check_author(author), clock)
    _sweep_leftovers(path)
    with temp_files.note_in_progress(path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")) as made:
        try:
            _write_fresh_file(temp_files.path_out_of_sight(made), path, workbook, entries)
        except OSError as error:
            raise FileError(f"{path} cannot be written ({error.strerror}).") from error
        finally:
            temp_files.clear_unfinished(made)


def _write_fresh_file(fresh: Path, path: Path, workbook: Workbook, entries: Sequence[Entry]) -> None:
    try:
        with Store.create_empty(fresh, known_as=path) as made:
            years = {each.id for each in workbook.assessments}
            signed = [each for each in workbook.kept if each.version.assessment in years]
            made.write_step(
                entries, _packs_of(workbook), signed, workbook.proof, workbook.contribution, workbook.redactions
            )
        lasting.take_free_name(fresh, path)
    except FileExistsError:
        raise WrongUseError(f"{path} exists already. Choose another name; nothing was changed.") from None


def _sweep_leftovers(path: Path) -> None:
    """Take away what was left of this file where a process was killed while it was made."""
    with suppress(OSError):
        for each in path.parent.iterdir():
            left = each.name.startswith(f".{path.name}.") and each.name.endswith((".new", ".new-journal"))
            if left and abs(time.time() - each.stat().st_mtime) > LEFT:
                temp_files.clear_unfinished(each)


def open_workbook(
    path: Path, *, author: str, or_read_only: bool = False, take_over: bool = False, clock: Clock = now_utc
) -> Session:
    """Open a workbook to write in it; the first time on a day that something is new in it, a backup is taken.

    Where it cannot be written (somebody has it open, a read-only folder) LockedError or FileError is raised, or with
    ``or_read_only`` the session says in ``read_only_because`` why it can only be read. ``take_over`` also takes a lock
    from which nothing was heard for ten minutes: a person has said that it is closed there.
    """
    author = new_year.check_author(author)
    format_ = store.read_format(path)
    try:
        temp_files.require_fit(path)
        since = clock().astimezone().isoformat(timespec="minutes")
        lock = Lock.take_lock(path, author, since, take_over=take_over)
    except (FileError, WrongUseError) as error:
        if not or_read_only:
            raise
        return _open_reading_only(path, author, str(error), clock)
    try:
        if not trials.can_write(path):
            raise FileError(f"{path.name} is read-only. Take the protection off it, or work on a copy.")
        if format_ < FORMAT:
            backups.take_backup(path, "update", clock())
            store.upgrade_workbook(path, clock().isoformat(timespec="milliseconds"))
        else:
            backups.take_daily_backup(path, clock())
        opened = _start_session(Store.open_to_write(path), author, clock, lock=lock)
        lock.keep_beating()
        return opened
    except FileError as error:
        lock.release_lock()
        if not or_read_only or trials.can_write(path):
            raise
        return _open_reading_only(path, author, str(error), clock)
    except BaseException:
        lock.release_lock()
        raise


def _open_reading_only(path: Path, author: str, why: str, clock: Clock) -> Session:
    return _start_session(Store.open_read_only(path), author, clock, why=why)


def _start_session(opened: Store, author: str, clock: Clock, *, lock: Lock | None = None, why: str = "") -> Session:
    try:
        session = Session(opened, author=author, lock=lock, read_only_because=why, clock=clock)
        _ = session.current  # what cannot be read is refused here, and not once a page asks for it
        return session
    except BaseException:
        opened.close()
        raise


def _build_history(workbook: Workbook, author: str, clock: Clock) -> Sequence[Entry]:
    records = workbook.by_id
    if workbook.journal and journal.replay_journal(workbook.journal) == records:
        return workbook.journal
    at = clock().isoformat(timespec="milliseconds")
    changes = map(journal.create_record, workbook.all_records())
    return journal.make_entries(changes, step=new_year.new_id(), at=at, author=author)


def _packs_of(workbook: Workbook) -> tuple[Pack, ...]:
    return (*workbook.frameworks, *workbook.returns)
