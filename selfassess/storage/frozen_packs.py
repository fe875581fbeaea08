"""The frameworks and information returns that a workbook keeps, each once: those of its years, and imported ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlite_utils import Database

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.errors import FileError, PackError
from selfassess.packs.reader import decode_framework, decode_return, encode_pack, is_same_pack
from selfassess.storage.ledger import Ledger

P = TypeVar("P", Framework, InformationReturn)

_EVERY = "SELECT id, kind FROM pack ORDER BY kind, id"
_UNUSED = (
    "SELECT id, kind FROM pack WHERE id NOT IN (SELECT framework FROM assessment WHERE framework NOT NULL "
    "UNION SELECT information_return FROM assessment WHERE information_return NOT NULL) ORDER BY kind, id"
)


class _Named(msgspec.Struct):
    """Of a return's copy the framework that it asks under."""

    framework: str


class FrozenPacks:
    """The packs in one open file; ``telling`` makes SQLite's errors sentences about it."""

    def __init__(self, path: Path, db: Database, telling: Callable[[], AbstractContextManager[None]]) -> None:
        self._path = path
        self._db = db
        self._telling = telling
        self._frameworks: dict[str, Framework] = {}
        self._returns: dict[str, InformationReturn] = {}

    def load_framework(self, id: str) -> Framework:
        """A framework as it was frozen into this workbook."""
        if id not in self._frameworks:
            self._frameworks[id] = self._decode_frozen_pack(id, decode_framework)
        return self._frameworks[id]

    def load_information_return(self, id: str, framework: Framework | None) -> InformationReturn:
        """A return as it was frozen, asking under a framework; without one under the shipped one that it names."""
        if id not in self._returns:
            self._returns[id] = self._decode_frozen_pack(id, lambda body, where: decode_return(body, where, framework))
        return self._returns[id]

    def read_imported(self) -> tuple[Pack, ...]:
        """What is kept here and no year uses yet, frameworks first."""
        return self._read_kept(_UNUSED)

    def read_every(self) -> tuple[Pack, ...]:
        """All that is kept here, frameworks first."""
        return self._read_kept(_EVERY)

    def _read_kept(self, sql: str) -> tuple[Pack, ...]:
        with self._telling():
            kept = self._db.conn.execute(sql).fetchall()
            named = {id: self._find_named_framework(id) for id, kind in kept if kind != "framework"}
        return tuple(
            self.load_framework(id) if id not in named else self.load_information_return(id, named[id])
            for id, _ in kept
        )

    def freeze_pack(self, book: Ledger, pack: Pack) -> None:
        """Keep a copy of a pack. There is one wording for each id, or years would change under their readers."""
        found = self._db.conn.execute("SELECT body FROM pack WHERE id = ?", (pack.id,)).fetchone()
        if found is None:
            kind = "framework" if isinstance(pack, Framework) else "return"
            book.write_table_row("pack", {"id": pack.id, "kind": kind, "body": encode_pack(pack).decode()})
        elif not is_same_pack(found[0].encode(), pack):
            raise FileError(
                f"{self._path.name} holds another wording of “{pack.id}” than what was to come in, so nothing was "
                "changed. Ask for it to be exported with the same version of the program, or give it another id."
            )

    def drop_pack(self, book: Ledger, pack: Pack) -> None:
        """Keep a pack no longer; raises FileError where a year uses it after all."""
        if not any(id == pack.id for id, _ in self._db.conn.execute(_UNUSED)):
            raise FileError(f"{self._path.name} has a year with “{pack.name}”, so it stays in it. Nothing was changed.")
        book.remove_table_rows("pack", "id", pack.id)
        self._frameworks.pop(pack.id, None)
        self._returns.pop(pack.id, None)

    def _find_named_framework(self, id: str) -> Framework | None:
        """The framework that a return asks under, where it is kept here."""
        (body,) = self._db.conn.execute("SELECT body FROM pack WHERE id = ?", (id,)).fetchone()
        named = msgspec.json.decode(body, type=_Named).framework
        held = self._db.conn.execute("SELECT 1 FROM pack WHERE id = ? AND kind = 'framework'", (named,)).fetchone()
        return self.load_framework(named) if held else None

    def _decode_frozen_pack(self, id: str, decode: Callable[[bytes, str], P]) -> P:
        """A pack as it was frozen into this workbook."""
        with self._telling():
            found = self._db.conn.execute("SELECT body FROM pack WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise FileError(f"{self._path.name} is damaged: the wording of “{id}” is missing from it.")
        try:
            return decode(found[0].encode(), f"{self._path.name}, {id}")
        except PackError as error:
            raise FileError(f"{self._path.name} is damaged: {error}") from error
        except RecursionError as error:
            raise FileError(f"{self._path.name} is damaged: the wording of “{id}” in it makes no sense.") from error
