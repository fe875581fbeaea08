"""Signed versions in the file: listed, read, and added; never changed and never removed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

from selfassess.domain.model.signed_version import LATER, KeptVersion, SignedVersion
from selfassess.storage.ledger import Ledger

_COLUMNS = (
    "id", "assessment", "number", "signed_at", "director", "chief_executive", "checksum", "pdf_fingerprint",
    *LATER,
)  # fmt: skip
_NAMES = ", ".join(f"[{name}]" for name in _COLUMNS)


def list_versions(connection: sqlite3.Connection) -> tuple[SignedVersion, ...]:
    """Every version without its snapshot, by assessment and number."""
    rows = connection.execute(f"SELECT {_NAMES} FROM version ORDER BY assessment, number, signed_at, id")
    return tuple(_make_version(row) for row in rows)


def find_kept_version(connection: sqlite3.Connection, id: str) -> KeptVersion | None:
    """One version with its snapshot; None where there is none of this id."""
    row = connection.execute(f"SELECT {_NAMES}, body FROM version WHERE id = ?", (id,)).fetchone()
    if not row:
        return None
    return KeptVersion(version=_make_version(row[:-1]), body=bytes(row[-1]))


def add_versions(book: Ledger, versions: Iterable[KeptVersion]) -> None:
    """Add versions to the file, within the step that is being written."""
    for each in versions:
        cells = {name: getattr(each.version, name) for name in _COLUMNS}
        texts = {name: None if value == "" and name in LATER else value for name, value in cells.items()}
        book.write_table_row("version", {**texts, "body": each.body})


def find_version_faults(connection: sqlite3.Connection, *, bodies: bool = True) -> Iterator[str]:
    """A sentence for each version that is not as it was signed; snapshots are looked at with ``bodies``."""
    known = {hash_ for (hash_,) in connection.execute("SELECT hash FROM step")}
    for version in list_versions(connection):
        if version.head and version.head not in known:
            yield f"The history that signed {version.name} was signed on is not in this workbook."
        if bodies and not version.ended:
            found = find_kept_version(connection, version.id)
            if found is None or hashlib.sha256(found.body).hexdigest() != version.checksum:
                yield f"The snapshot of signed {version.name} is no longer as it was signed."


def _make_version(row: tuple[object, ...]) -> SignedVersion:
    texts = {name: "" if value is None else str(value) for name, value in zip(_COLUMNS, row, strict=True)}
    number = texts.pop("number")
    number_value = int(number) if number.isdigit() else 0
    return SignedVersion(number=number_value, **texts)
