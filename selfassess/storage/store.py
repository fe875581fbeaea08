"""One open workbook file: read it, write a step to it, check it.

A step (what one act of a person changed) is one transaction with its journal entries: all of it is in the
file or none. The journal mode is a rollback journal with ``synchronous=FULL``: a workbook is one file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec
from sqlite_utils import Database

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, KINDS_OF_ASSESSMENT, Record
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import FileError, PackError
from selfassess.domain.model.history_proof import NO_PROOF, Proof, Redaction
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.signed_version import KeptVersion, SignedVersion
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.packs.reader import decode_framework, decode_return, encode, says_same
from selfassess.storage import about, changing, checks, ledger, rows, versions
from selfassess.storage.connections import at_one_moment, closing, connect, disconnect, fault, guard, in_memory
from selfassess.storage.foreign_writes import ForeignWrites
from selfassess.storage.format.header import SQLITE_MAGIC as SQLITE_MAGIC
from selfassess.storage.format.header import format_of as format_of
from selfassess.storage.format.migrations import migrate
from selfassess.storage.format.schema_check import refuse_tampered, refuse_unsound
from selfassess.storage.ledger import Ledger
from selfassess.storage.redacting import Shortened, note, rewrite, shorten

SUFFIX = ".sawb"
AT_A_TIME = 2000
"""So many entries of the journal are fetched at once: a few thousandths of a second."""
BEFORE_ALL = -(2**63)

P = TypeVar("P", Framework, InformationReturn)


class Store:
    """One open workbook. Made by ``create``, ``open`` or ``read_only``; used by one thread at a time."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db
        self._foreign = ForeignWrites(path, db.conn)
        self._frameworks: dict[str, Framework] = {}
        self._returns: dict[str, InformationReturn] = {}

    @classmethod
    def create(cls, path: Path, known_as: Path | None = None) -> Store:
        """An empty workbook in a file that must not exist yet; errors name the file it is ``known_as``."""
        name = known_as or path
        if path.exists():
            raise FileError(f"{name.name} exists already. Choose another name.")
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            os.close(handle)
        except OSError as error:
            raise FileError(f"{name} cannot be written ({error.strerror}). Choose another folder.") from error
        store = cls(name, connect(path, "rw"))
        try:
            with store._faults():
                migrate(store._db)
                store._foreign.hold(store._foreign.seen())
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """A workbook to write to; its format must be this program's (``format_of`` tells, ``upgrade`` brings it up)."""
        return cls._checked(path, "rw")

    @classmethod
    def read_only(cls, path: Path) -> Store:
        """A workbook to read; nothing in the file or beside it is changed. An older one is brought up in memory."""
        if format_of(path) == FORMAT:
            return cls._checked(path, "ro")
        return cls._inspected(path, _brought_up(path))

    @classmethod
    def _checked(cls, path: Path, mode: str) -> Store:
        if format_of(path) != FORMAT:
            raise FileError(f"{path.name} is of an earlier format and has to be brought up to date first.")
        return cls._inspected(path, connect(path, mode))

    @classmethod
    def _inspected(cls, path: Path, db: Database) -> Store:
        store = cls(path, db)
        try:
            with store._faults():
                refuse_tampered(db.conn, path, FORMAT)
                refuse_unsound(db.conn, path)
                store._foreign.hold(store._foreign.seen())
        except BaseException:
            store.close()
            raise
        return store

    def copy_to(self, target: Path) -> None:
        """A whole copy of what this has open, also where its file has another place by now or none; owner only.

        Raises FileError where it cannot be read any more, OSError where ``target`` cannot be written.
        """
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(target, "rw") as there, self._faults():
            self._db.conn.backup(there)

    def close(self) -> None:
        """Let go of the file."""
        disconnect(self._db)

    def __enter__(self) -> Store:
        """Use the store in a with block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close at the end of the block."""
        self.close()

    # Reading

    def records(self, kind: str, assessment: str | None = None) -> tuple[Record, ...]:
        """The records of one kind in order; of one assessment where its id is given."""
        with self._faults():
            return tuple(rows.records(kind, self._rows(kind, assessment)))

    def _rows(self, kind: str, assessment: str | None = None) -> list[tuple[Any, ...]]:
        where = "WHERE assessment = ?" if assessment is not None else ""
        columns = ", ".join(f"[{name}]" for name in rows.columns(kind))
        sql = f"SELECT {columns} FROM [{CATALOGUE[kind].key}] {where} ORDER BY position, id"
        return self._db.conn.execute(sql, (assessment,) if where else ()).fetchall()

    def council(self) -> Record:
        """The workbook's one council."""
        found = self.records("council")
        if len(found) != 1:
            raise FileError(f"{self.path.name} is damaged: it holds {len(found)} councils instead of one.")
        return found[0]

    def assessments(self) -> tuple[Record, ...]:
        """The assessments' own records, oldest first."""
        return tuple(sorted(self.records("assessment"), key=_age))

    def assessment(self, record: Record) -> Assessment:
        """One assessment with all its records and its frozen packs."""
        kinds = {kind.key: self.records(kind.key, record.id) for kind in KINDS_OF_ASSESSMENT}
        return self._assembled(record, {kind: found for kind, found in kinds.items() if found})

    def workbook(self, *, journal: bool = False, odd: list[Problem] | None = None) -> Workbook:
        """Everything in the file as one frozen value; the journal only where it is asked for.

        Entries of it that make no sense are left out and told in ``odd``.
        """
        with self._faults():
            # Only fetching holds up whoever writes meanwhile, so making records of what was fetched comes after.
            with at_one_moment(self._db.conn):
                fetched = {kind.key: self._rows(kind.key) for kind in KINDS_OF_ASSESSMENT}
                entries, position = tuple(self.journal(odd=odd)) if journal else (), self.journal_position()
                council, years, signed = self.council(), self.assessments(), self.versions()
                bodies = tuple(self.version(each.id) for each in signed) if journal else ()
                proof = ledger.proof(self._db.conn) if journal else NO_PROOF
                redactions = tuple(ledger.redactions(self._db.conn)) if journal else ()
                for year in years:
                    self._assembled(year, {})
            owned: dict[str, dict[str, list[Record]]] = {}
            for kind, raw in fetched.items():
                for record in rows.records(kind, raw):
                    owned.setdefault(str(record.assessment), {}).setdefault(kind, []).append(record)
            assessments = tuple(
                self._assembled(year, {kind: tuple(found) for kind, found in owned.get(year.id, {}).items()})
                for year in years
            )
            return Workbook(
                council=council,
                assessments=assessments,
                journal=entries,
                journal_position=position,
                versions=signed,
                kept=bodies,
                contribution=self.contribution(),
                proof=proof,
                redactions=redactions,
            )

    def _assembled(self, record: Record, records: dict[str, tuple[Record, ...]]) -> Assessment:
        framework = self._framework(record)
        asked = record.text("information_return")
        return Assessment(
            record=record,
            framework=framework,
            information_return=self._information_return(asked, framework) if asked else None,
            records=records,
        )

    def _framework(self, assessment: Record) -> Framework:
        id = assessment.text("framework")
        if id not in self._frameworks:
            self._frameworks[id] = self._decoded(id, decode_framework)
        return self._frameworks[id]

    def _information_return(self, id: str, framework: Framework) -> InformationReturn:
        if id not in self._returns:
            self._returns[id] = self._decoded(id, lambda body, where: decode_return(body, where, framework))
        return self._returns[id]

    def _decoded(self, id: str, decode: Callable[[bytes, str], P]) -> P:
        """A pack as it was frozen into this workbook."""
        with self._faults():
            found = self._db.conn.execute("SELECT body FROM pack WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise FileError(f"{self.path.name} is damaged: the wording of “{id}” is missing from it.")
        try:
            return decode(found[0].encode(), f"{self.path.name}, {id}")
        except PackError as error:
            raise FileError(f"{self.path.name} is damaged: {error}") from error
        except RecursionError as error:
            raise FileError(f"{self.path.name} is damaged: the wording of “{id}” in it makes no sense.") from error

    def journal(self, record: str | None = None, odd: list[Problem] | None = None) -> Iterator[Entry]:
        """The journal in order; of one record where its id is given. What makes no sense is left out, told in ``odd``.

        The whole is fetched in parts, so that whoever writes meanwhile waits for one part at most and not for all.
        """
        columns = ", ".join(f"[{name}]" for name in rows.JOURNAL_COLUMNS)
        part = "seq > ? ORDER BY seq LIMIT ?" if record is None else "record = ? ORDER BY seq"
        sql = f"SELECT {columns}, seq FROM journal WHERE {part}"
        last = BEFORE_ALL
        while True:
            with self._faults():
                given = (last, AT_A_TIME) if record is None else (record,)
                found = self._db.conn.execute(sql, given).fetchall()
            yield from filter(None, (rows.understood(raw[:-1], odd) for raw in found))
            if record is not None or len(found) < AT_A_TIME:
                return
            last = found[-1][-1]

    def journal_position(self) -> str:
        """The id of the last journal entry, "" where there is none."""
        with self._faults():
            found = self._db.conn.execute("SELECT id FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return found[0] if found else ""

    def head(self) -> str:
        """The hash that the history ends in."""
        with self._faults():
            return ledger.head(self._db.conn)

    def versions(self) -> tuple[SignedVersion, ...]:
        """The signed versions, without their snapshots."""
        with self._faults():
            return versions.listed(self._db.conn)

    def version(self, id: str) -> KeptVersion:
        """A signed version with its snapshot."""
        with self._faults():
            found = versions.kept(self._db.conn, id)
        if found is None:
            raise FileError(f"{self.path.name} does not hold this version.")
        return found

    def contribution(self) -> Contribution | None:
        """What this copy is for, where it was made for one contributor."""
        try:
            with self._faults():
                return about.contribution(self._db.conn)
        except (msgspec.MsgspecError, UnicodeError):
            raise FileError(f"{self.path.name} is damaged: it no longer says what this copy was made for.") from None

    def faults(self, *, thorough: bool = True, breathe: checks.Breathe = checks.breathe) -> tuple[str, ...]:
        """What is not as it was written: pages, links, journal, records, versions; empty where all is well.

        The whole is looked at as it is at one moment, in memory: whoever writes meanwhile does not wait.
        """
        with self._faults():
            here = self._db.conn
            of_file = bool(here.execute("PRAGMA database_list").fetchone()[2])  # else an older one, brought up
            if not thorough:
                return tuple(checks.quick(here, proved=of_file))
            with in_memory(here) as held:
                return tuple(checks.faults(held, proved=of_file, breathe=breathe))

    def sealed_at(self) -> str:
        """When (UTC) what was written before was sealed as it was then, "" where the history always had proof."""
        with self._faults():
            return next((each.at for each in ledger.steps(self._db.conn) if each.sealed), "")

    # Writing

    def write(
        self,
        entries: Sequence[Entry],
        packs: Iterable[Pack] = (),
        signed: Iterable[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        contribution: Contribution | None = None,
        redactions: Iterable[Redaction] = (),
    ) -> None:
        """Make one step's changes and journal them, in one transaction: all or nothing; see ``write_in_turns``."""
        along = {"contribution": contribution, "redactions": redactions}
        for _ in self.write_in_turns((entries,), packs, None, signed, proof, **along):  # type: ignore[arg-type]
            pass

    def write_in_turns(
        self,
        parts: Iterable[Sequence[Entry]],
        packs: Iterable[Pack] = (),
        journaled: Iterable[Sequence[Entry]] | None = None,
        signed: Iterable[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        step: tuple[str, str] = ("", ""),
        contribution: Contribution | None = None,
        redactions: Iterable[Redaction] = (),
    ) -> Generator[None, None, None]:
        """The same part by part, with a pause after each; ``signed`` versions come in with it.

        ``journaled`` is what the journal gets where that is not these very entries, but comes to the same.
        ``proof`` is that of another copy, whose steps come along; ``step`` the id and the time of this one where the
        last entry does not tell; ``contribution`` what this copy is made for; ``redactions`` what was removed for good.
        Nothing of it is in the file until it ends; abandoned (closed) or failing, it leaves the file as it was.
        """
        with self._faults(), self._db.atomic():
            connection = self._db.conn
            self._foreign.refuse()
            connection.execute("PRAGMA defer_foreign_keys = ON")
            book = Ledger(connection)
            book.meet(proof)
            for pack in packs:
                self._freeze(book, pack)
            for entries in parts:
                for entry in entries:
                    self._apply(connection, entry.change)
                if journaled is None:
                    book.add(entries)
                yield
            for entries in journaled or ():
                book.add(entries)
                yield
            versions.add(book, signed)
            note(book, redactions)
            if contribution is not None:
                about.keep(book, contribution)
            book.end(*step)
            written = self._foreign.seen()
        self._foreign.hold(written)

    def redact(self, wanted: Shortened) -> None:
        """Take something out for good, in one transaction; then every byte that the file holds is written anew."""
        with self._faults():
            with self._db.atomic():
                self._foreign.refuse()
                self._db.conn.execute("PRAGMA defer_foreign_keys = ON")
                book = Ledger(self._db.conn)
                for change in wanted.changes:
                    self._apply(self._db.conn, change)
                shorten(self._db.conn, book, wanted)
                book.end(*wanted.step)
            self._foreign.hold(self._foreign.seen())
            rewrite(self._db.conn, self.path)
            self._foreign.hold(self._foreign.seen())

    def _freeze(self, book: Ledger, pack: Pack) -> None:
        """Keep a copy of a pack. There is one wording for each id, or years would change under their readers."""
        found = self._db.conn.execute("SELECT body FROM pack WHERE id = ?", (pack.id,)).fetchone()
        if found is None:
            kind = "framework" if isinstance(pack, Framework) else "return"
            book.insert("pack", {"id": pack.id, "kind": kind, "body": encode(pack).decode()})
        elif not says_same(found[0].encode(), pack):
            raise FileError(
                f"{self.path.name} holds another wording of “{pack.id}” than the year that was to come in, so nothing "
                "was changed. Ask for the year to be exported with the same version of the program."
            )

    def _apply(self, connection: sqlite3.Connection, change: Change) -> None:
        if not changing.fits(change):
            raise FileError(f"{self.path.name} cannot hold this: there is no such kind of record, or no such field.")
        if not changing.apply(connection, change):
            raise FileError(f"{self.path.name} no longer holds what was being changed. Close it and open it again.")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """SQLite's own errors as sentences about this file."""
        try:
            yield
        except sqlite3.Error as error:
            raise fault(self.path, error) from error
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise FileError(f"{self.path.name} is damaged: what is kept in it cannot be read.") from error


def upgrade(path: Path, at: str) -> None:
    """Bring an older workbook to this program's format at a time (UTC). The caller takes a backup first."""
    format_ = format_of(path)
    store = Store(path, connect(path, "rw"))
    with store, store._faults():
        refuse_tampered(store._db.conn, path, format_)
        migrate(store._db, sealed_at=at)


def _brought_up(path: Path) -> Database:
    """An older workbook at this program's format, in memory: the file stays as it is, and nothing is left anywhere."""
    format_ = format_of(path)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        with closing(path, "ro") as here:
            refuse_tampered(here, path, format_)
            here.backup(connection)
        guard(connection)
        db = Database(connection, execute_plugins=False)
        migrate(db)
        return db
    except sqlite3.Error as error:
        connection.close()
        raise fault(path, error) from error
    except BaseException:
        connection.close()
        raise


def copy(source: Path, target: Path) -> None:
    """A whole, consistent copy of a workbook, also while it is open; readable by its owner only."""
    format_ = format_of(source)
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    os.close(handle)
    try:
        with closing(source, "ro") as here, closing(target, "rw") as there:
            refuse_tampered(here, source, format_)
            here.backup(there)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _age(record: Record) -> tuple[str, int]:
    return (record.text("period_end") or "9999", record.position)
