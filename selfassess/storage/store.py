"""One open workbook file: read it, write a step to it, check it.

A step (what one act of a person changed) is one transaction with its journal entries: all of it is in the
file or none. The journal mode is a rollback journal with ``synchronous=FULL``: a workbook is one file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from selfassess.domain.framework.framework import Pack
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, KINDS_OF_ASSESSMENT, Record
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.history_proof import NO_PROOF, Proof, Redaction
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.signed_version import KeptVersion, SignedVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.storage import about, changing, checks, ledger, rows, versions
from selfassess.storage.connections import (
    closing_connection,
    connect_database,
    copy_in_memory,
    disconnect_database,
    guard_connection,
    make_sqlite_error,
    read_at_one_moment,
)
from selfassess.storage.foreign_writes import ForeignWrites
from selfassess.storage.format.header import SQLITE_MAGIC as SQLITE_MAGIC
from selfassess.storage.format.header import read_format as read_format
from selfassess.storage.format.migrations import migrate_database
from selfassess.storage.format.schema_check import refuse_tampered, refuse_unsound
from selfassess.storage.frozen_packs import FrozenPacks
from selfassess.storage.ledger import Ledger
from selfassess.storage.redacting import Shortened, note_redactions, rewrite_file, shorten_rows

SUFFIX = ".sawb"
AT_A_TIME = 2000
"""So many entries of the journal are fetched at once: a few thousandths of a second."""
BEFORE_ALL = -(2**63)


class Store:
    """One open workbook. Made by ``create``, ``open`` or ``read_only``; used by one thread at a time."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db
        self._foreign = ForeignWrites(path, db.conn)
        self.packs = FrozenPacks(path, db, self._sqlite_errors_as_ours)
        """The frameworks and returns that are kept in it."""

    @classmethod
    def create_empty(cls, path: Path, known_as: Path | None = None) -> Store:
        """An empty workbook in a file that must not exist yet; errors name the file it is ``known_as``."""
        name = known_as or path
        if path.exists():
            raise FileError(f"{name.name} exists already. Choose another name.")
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            os.close(handle)
        except OSError as error:
            raise FileError(f"{name} cannot be written ({error.strerror}). Choose another folder.") from error
        store = cls(name, connect_database(path, "rw"))
        try:
            with store._sqlite_errors_as_ours():
                migrate_database(store._db)
                store._foreign.hold_seen(store._foreign.look_at_file())
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open_to_write(cls, path: Path) -> Store:
        """A workbook to write to; its format must be this program's: ``read_format`` tells, ``upgrade`` lifts it."""
        return cls._open_checked(path, "rw")

    @classmethod
    def open_read_only(cls, path: Path) -> Store:
        """A workbook to read; nothing in the file or beside it is changed. An older one is brought up in memory."""
        if read_format(path) == FORMAT:
            return cls._open_inspected(path, connect_database(path, "ro"))
        return cls._open_inspected(path, _upgrade_in_memory(path))

    @classmethod
    def _open_checked(cls, path: Path, mode: str) -> Store:
        if read_format(path) != FORMAT:
            raise FileError(f"{path.name} is of an earlier format and has to be brought up to date first.")
        return cls._open_inspected(path, connect_database(path, mode))

    @classmethod
    def _open_inspected(cls, path: Path, db: Database) -> Store:
        store = cls(path, db)
        try:
            with store._sqlite_errors_as_ours():
                refuse_tampered(db.conn, path, FORMAT)
                refuse_unsound(db.conn, path)
                store._foreign.hold_seen(store._foreign.look_at_file())
        except BaseException:
            store.close()
            raise
        return store

    def copy_to(self, target: Path) -> None:
        """A whole copy of what this has open, also where its file has another place by now or none; owner only.

        Raises FileError where it cannot be read any more, OSError where ``target`` cannot be written.
        """
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing_connection(target, "rw") as there, self._sqlite_errors_as_ours():
            self._db.conn.backup(there)

    def close(self) -> None:
        """Let go of the file."""
        disconnect_database(self._db)

    def __enter__(self) -> Store:
        """Use the store in a with block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close at the end of the block."""
        self.close()

    # Reading

    def read_records(self, kind: str, assessment: str | None = None) -> tuple[Record, ...]:
        """The records of one kind in order; of one assessment where its id is given."""
        with self._sqlite_errors_as_ours():
            return tuple(rows.from_rows(kind, self._read_rows(kind, assessment)))

    def _read_rows(self, kind: str, assessment: str | None = None) -> list[tuple[Any, ...]]:
        where = "WHERE assessment = ?" if assessment is not None else ""
        columns = "], [".join(rows.columns_of(kind))
        sql = f"SELECT [{columns}] FROM [{CATALOGUE[kind].key}] {where} ORDER BY position, id"
        return self._db.conn.execute(sql, (assessment,) if where else ()).fetchall()

    def read_council(self) -> Record:
        """The workbook's one council."""
        found = self.read_records("council")
        if len(found) != 1:
            raise FileError(f"{self.path.name} is damaged: it holds {len(found)} councils instead of one.")
        return found[0]

    def read_assessment_records(self) -> tuple[Record, ...]:
        """The assessments' own records, oldest first."""
        return tuple(sorted(self.read_records("assessment"), key=_age_key))

    def read_assessment(self, record: Record) -> Assessment:
        """One assessment with all its records and its frozen packs."""
        kinds = {kind.key: self.read_records(kind.key, record.id) for kind in KINDS_OF_ASSESSMENT}
        return self._assemble_assessment(record, {kind: found for kind, found in kinds.items() if found})

    def read_workbook(self, *, journal: bool = False, odd: list[Problem] | None = None) -> Workbook:
        """Everything in the file as one frozen value; the journal only where it is asked for.

        Entries of it that make no sense are left out and told in ``odd``.
        """
        with self._sqlite_errors_as_ours():
            # Only fetching holds up whoever writes meanwhile, so making records of what was fetched comes after.
            with read_at_one_moment(self._db.conn):
                fetched = {kind.key: self._read_rows(kind.key) for kind in KINDS_OF_ASSESSMENT}
                entries, position = tuple(self.read_journal(odd=odd)) if journal else (), self.journal_position()
                council, years, signed = self.read_council(), self.read_assessment_records(), self.signed_versions()
                bodies = tuple(self.read_version(each.id) for each in signed) if journal else ()
                proof = ledger.read_proof(self._db.conn) if journal else NO_PROOF
                redactions = tuple(ledger.read_redactions(self._db.conn)) if journal else ()
                for year in years:
                    self._assemble_assessment(year, {})
            owned: dict[str, dict[str, list[Record]]] = {}
            for kind, raw in fetched.items():
                for record in rows.from_rows(kind, raw):
                    owned.setdefault(str(record.assessment), {}).setdefault(kind, []).append(record)
            parts = ({kind: tuple(found) for kind, found in owned.get(year.id, {}).items()} for year in years)
            assessments = tuple(map(self._assemble_assessment, years, parts))
            return Workbook(
                council=council,
                assessments=assessments,
                journal=entries,
                journal_position=position,
                versions=signed,
                kept=bodies,
                contribution=self.read_contribution(),
                proof=proof,
                redactions=redactions,
                imported=self.packs.read_imported(),
            )

    def _assemble_assessment(self, record: Record, records: dict[str, tuple[Record, ...]]) -> Assessment:
        framework = self.packs.load_framework(record.text_of("framework"))
        asked = record.text_of("information_return")
        return Assessment(
            record=record,
            framework=framework,
            information_return=self.packs.load_information_return(asked, framework) if asked else None,
            records=records,
        )

    def read_journal(self, record: str | None = None, odd: list[Problem] | None = None) -> Iterator[Entry]:
        """The journal in order; of one record where its id is given. What makes no sense is left out, told in ``odd``.

        The whole is fetched in parts, so that whoever writes meanwhile waits for one part at most and not for all.
        """
        columns = ", ".join(f"[{name}]" for name in rows.JOURNAL_COLUMNS)
        part = "seq > ? ORDER BY seq LIMIT ?" if record is None else "record = ? ORDER BY seq"
        sql = f"SELECT {columns}, seq FROM journal WHERE {part}"
        last = BEFORE_ALL
        while True:
            with self._sqlite_errors_as_ours():
                given = (last, AT_A_TIME) if record is None else (record,)
                found = self._db.conn.execute(sql, given).fetchall()
            yield from filter(None, (rows.read_journal_row(raw[:-1], odd) for raw in found))
            if record is not None or len(found) < AT_A_TIME:
                return
            last = found[-1][-1]

    def journal_position(self) -> str:
        """The id of the last journal entry, "" where there is none."""
        with self._sqlite_errors_as_ours():
            found = self._db.conn.execute("SELECT id FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return found[0] if found else ""

    def history_head(self) -> str:
        """The hash that the history ends in."""
        with self._sqlite_errors_as_ours():
            return ledger.read_head(self._db.conn)

    def signed_versions(self) -> tuple[SignedVersion, ...]:
        """The signed versions, without their snapshots."""
        with self._sqlite_errors_as_ours():
            return versions.list_versions(self._db.conn)

    def read_version(self, id: str) -> KeptVersion:
        """A signed version with its snapshot."""
        with self._sqlite_errors_as_ours():
            found = versions.find_kept_version(self._db.conn, id)
        if found is None:
            raise FileError(f"{self.path.name} does not hold this version.")
        return found

    def read_contribution(self) -> Contribution | None:
        """What this copy is for, where it was made for one contributor."""
        try:
            with self._sqlite_errors_as_ours():
                return about.read_contribution(self._db.conn)
        except (msgspec.MsgspecError, UnicodeError):
            raise FileError(f"{self.path.name} is damaged: it no longer says what this copy was made for.") from None

    def find_faults(self, *, thorough: bool = True, breathe: checks.Breathe = checks.rest_briefly) -> tuple[str, ...]:
        """What is not as it was written: pages, links, journal, records, versions; empty where all is well.

        The whole is looked at as it is at one moment, in memory: whoever writes meanwhile does not wait.
        """
        with self._sqlite_errors_as_ours():
            here = self._db.conn
            of_file = bool(here.execute("PRAGMA database_list").fetchone()[2])  # else an older one, brought up
            if not thorough:
                return tuple(checks.find_quick_faults(here, proved=of_file))
            with copy_in_memory(here) as held:
                return tuple(checks.find_file_faults(held, proved=of_file, breathe=breathe))

    def proof_sealed_at(self) -> str:
        """When (UTC) what was written before was sealed as it was then, "" where the history always had proof."""
        with self._sqlite_errors_as_ours():
            return next((each.at for each in ledger.read_steps(self._db.conn) if each.sealed), "")

    # Writing

    def write_step(
        self,
        entries: Sequence[Entry],
        packs: Iterable[Pack] = (),
        signed: Iterable[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        contribution: Contribution | None = None,
        redactions: Iterable[Redaction] = (),
    ) -> None:
        """Make one step's changes and journal them, in one transaction: all or nothing; see ``write_step_in_turns``."""
        along = {"contribution": contribution, "redactions": redactions}
        for _ in self.write_step_in_turns((entries,), packs, None, signed, proof, **along):  # type: ignore[arg-type]
            pass

    def write_step_in_turns(
        self,
        parts: Iterable[Sequence[Entry]],
        packs: Iterable[Pack] = (),
        journaled: Iterable[Sequence[Entry]] | None = None,
        signed: Iterable[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        step: tuple[str, str] = ("", ""),
        contribution: Contribution | None = None,
        redactions: Iterable[Redaction] = (),
        dropped: Iterable[Pack] = (),
    ) -> Generator[None, None, None]:
        """The same part by part, with a pause after each; ``signed`` versions come in with it.

        ``journaled`` is what the journal gets where that is not these very entries, but comes to the same.
        ``proof`` is that of another copy, whose steps come along; ``step`` the id and the time of this one where the
        last entry does not tell; ``contribution`` what this copy is made for; ``redactions`` what was removed for good;
        ``dropped`` are packs that no year uses, and which are kept no longer.
        Nothing of it is in the file until it ends; abandoned (closed) or failing, it leaves the file as it was.
        """
        with self._sqlite_errors_as_ours(), self._db.atomic():
            connection = self._db.conn
            self._foreign.refuse_foreign_write()
            connection.execute("PRAGMA defer_foreign_keys = ON")
            book = Ledger(connection)
            book.meet_proof(proof)
            for pack in packs:
                self.packs.freeze_pack(book, pack)
            for pack in dropped:
                self.packs.drop_pack(book, pack)
            for entries in parts:
                for entry in entries:
                    self._apply_change(connection, entry.change)
                if journaled is None:
                    book.write_entries(entries)
                yield
            for entries in journaled or ():
                book.write_entries(entries)
                yield
            versions.add_versions(book, signed)
            note_redactions(book, redactions)
            if contribution is not None:
                about.keep_contribution(book, contribution)
            book.end_step(*step)
            written = self._foreign.look_at_file()
        self._foreign.hold_seen(written)

    def redact_for_good(self, wanted: Shortened) -> None:
        """Take something out for good, in one transaction; then every byte that the file holds is written anew."""
        with self._sqlite_errors_as_ours():
            with self._db.atomic():
                self._foreign.refuse_foreign_write()
                self._db.conn.execute("PRAGMA defer_foreign_keys = ON")
                book = Ledger(self._db.conn)
                for change in wanted.changes:
                    self._apply_change(self._db.conn, change)
                shorten_rows(self._db.conn, book, wanted)
                book.end_step(*wanted.step)
            self._foreign.hold_seen(self._foreign.look_at_file())
            rewrite_file(self._db.conn, self.path)
            self._foreign.hold_seen(self._foreign.look_at_file())

    def _apply_change(self, connection: sqlite3.Connection, change: Change) -> None:
        if not changing.fits_catalogue(change):
            raise FileError(f"{self.path.name} cannot hold this: there is no such kind of record, or no such field.")
        if not changing.apply_change_to_rows(connection, change):
            raise FileError(f"{self.path.name} no longer holds what was being changed. Close it and open it again.")

    @contextmanager
    def _sqlite_errors_as_ours(self) -> Iterator[None]:
        """SQLite's own errors as sentences about this file."""
        try:
            yield
        except sqlite3.Error as error:
            raise make_sqlite_error(self.path, error) from error
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise FileError(f"{self.path.name} is damaged: what is kept in it cannot be read.") from error


def upgrade_workbook(path: Path, at: str) -> None:
    """Bring an older workbook to this program's format at a time (UTC). The caller takes a backup first."""
    format_ = read_format(path)
    store = Store(path, connect_database(path, "rw"))
    with store, store._sqlite_errors_as_ours():
        refuse_tampered(store._db.conn, path, format_)
        migrate_database(store._db, sealed_at=at)


def _upgrade_in_memory(path: Path) -> Database:
    """An older workbook at this program's format, in memory: the file stays as it is, and nothing is left anywhere."""
    format_ = read_format(path)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        with closing_connection(path, "ro") as here:
            refuse_tampered(here, path, format_)
            here.backup(connection)
        guard_connection(connection)
        db = Database(connection, execute_plugins=False)
        migrate_database(db)
        return db
    except sqlite3.Error as error:
        connection.close()
        raise make_sqlite_error(path, error) from error
    except BaseException:
        connection.close()
        raise


def copy_workbook(source: Path, target: Path) -> None:
    """A whole, consistent copy of a workbook, also while it is open; readable by its owner only."""
    format_ = read_format(source)
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    os.close(handle)
    try:
        with closing_connection(source, "ro") as here, closing_connection(target, "rw") as there:
            refuse_tampered(here, source, format_)
            here.backup(there)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _age_key(record: Record) -> tuple[str, int]:
    return (record.text_of("period_end") or "9999", record.position)
