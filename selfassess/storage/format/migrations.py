"""The file format, step by step: tables and columns exist only through these migrations.

The columns themselves come from the catalogue: migration n adds every field whose ``since`` is n, so that no
field is listed twice. A migration that also has to change what is written adds its code here.
"""

from __future__ import annotations

import json

from sqlite_utils import Database, Migrations

from selfassess import VERSION
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, RecordKind, links_to_records
from selfassess.domain.model.fields import Field, Kind
from selfassess.storage.ledger import seal_history

APPLICATION_ID = 0x53415742
"""“SAWB” in the header of every workbook: what tells our files from other SQLite files."""

PROGRAM = "program"
"""The key under which a workbook says which version of the program brought it to its format, for older ones to name."""

COLUMN_TYPES: dict[Kind, type] = {
    Kind.WHOLE: int,
    Kind.DECIMAL: float,
    Kind.YES_NO: int,
}
"""Column types by kind of field; everything else is text (links as a JSON list)."""


migrations = Migrations("workbook")


def _foreign_key_of(spec: Field) -> tuple[str, str, str] | None:
    if spec.kind is not Kind.LINK:
        return None
    if spec.target[0] in ("framework", "information_return"):
        return (spec.key, "pack", "id")
    if links_to_records(spec) and len(spec.target) == 1 and spec.target[0] in CATALOGUE:
        return (spec.key, spec.target[0], "id")
    return None


def _add_fields(db: Database, since: int) -> None:
    for kind in CATALOGUE.values():
        fresh = tuple(spec for spec in kind.fields if spec.since == since)
        if db[kind.key].exists():
            for spec in fresh:
                db.table(kind.key).add_column(spec.key, COLUMN_TYPES.get(spec.kind, str))
        elif fresh:
            _create_table(db, kind, fresh)


def _create_table(db: Database, kind: RecordKind, fields: tuple[Field, ...]) -> None:
    columns: dict[str, type] = {"id": str, "position": int}
    keys = [key for spec in fields if (key := _foreign_key_of(spec))]
    if kind.belongs_to_assessment:
        columns["assessment"] = str
        keys.append(("assessment", "assessment", "id"))
    columns.update({spec.key: COLUMN_TYPES.get(spec.kind, str) for spec in fields})
    table = db.table(kind.key)
    table.create(columns, pk="id", foreign_keys=keys, not_null={"id", "position"})
    if kind.belongs_to_assessment:
        table.create_index(["assessment", "position"])


@migrations(name="format 1")
def format_1(db: Database) -> None:
    """The first format: packs, journal, and every record of the catalogue."""
    db.table("pack").create({"id": str, "kind": str, "body": str}, pk="id", not_null={"kind", "body"})
    db.table("journal").create(
        {
            "seq": int,
            "id": str,
            "step": str,
            "at": str,
            "author": str,
            "kind": str,
            "record": str,
            "operation": str,
            "field": str,
            "old": str,
            "new": str,
        },
        pk="seq",
        not_null={"id", "step", "at", "author", "kind", "record", "operation"},
    )
    db.table("journal").create_index(["id"], unique=True)
    db.table("journal").create_index(["record", "field"])
    _add_fields(db, since=1)


@migrations(name="format 2")
def format_2(db: Database) -> None:
    """Where a record was carried from, and whether it was reviewed since."""
    _add_fields(db, since=2)


@migrations(name="format 3")
def format_3(db: Database) -> None:
    """Who knew what when they wrote it, versions that were signed, what this copy is for, and who signed or agreed."""
    db.table("journal").add_column("follows", str)
    db.table("version").create(
        {
            "id": str,
            "assessment": str,
            "number": int,
            "signed_at": str,
            "director": str,
            "chief_executive": str,
            "checksum": str,
            "pdf_fingerprint": str,
            "body": bytes,
        },
        pk="id",
        not_null={"assessment", "number", "signed_at", "checksum", "body"},
        foreign_keys=[("assessment", "assessment", "id")],
    )
    db.table("about").create({"key": str, "body": str}, pk="key", not_null={"body"})
    _add_fields(db, since=3)


@migrations(name="format 4")
def format_4(db: Database) -> None:
    """What an entry says of its file alone, a history that can be checked, and what was removed for good."""
    for column in ("here", "salt", "redaction", "hash"):
        db.table("journal").add_column(column, str)
    db.table("step").create(
        {"seq": int, "id": str, "at": str, "sealed": int, "parents": str, "rows": str, "hash": str},
        pk="seq",
        not_null={"id", "at", "sealed", "parents", "rows", "hash"},
    )
    db.table("redaction").create(
        {"id": str, "at": str, "author": str, "kind": str, "record": str, "field": str, "body": str},
        pk="id",
        not_null={"at", "author", "kind", "record", "body"},
    )
    for column in ("director_signed_on", "chief_executive_signed_on", "head", "ended"):
        db.table("version").add_column(column, str)
    _add_fields(db, since=4)


@migrations(name="format 5")
def format_5(db: Database) -> None:
    """Stories and quotes, and how a council's documents look."""
    _add_fields(db, since=5)


@migrations(name="format 6")
def format_6(db: Database) -> None:
    """What a measure is compared with, and its targets, period by period."""
    _add_fields(db, since=6)


@migrations(name="format 7")
def format_7(db: Database) -> None:
    """What CQC found point by point, where an action comes from and how it goes, and what a visit brings."""
    _add_fields(db, since=7)


@migrations(name="format 8")
def format_8(db: Database) -> None:
    """The words that people hold to be spelt well in this workbook."""
    _add_fields(db, since=8)


def build_format(db: Database, format_: int) -> None:
    """Bring an open database to a format, without saying in it that it has it; for knowing what one looks like."""
    if format_ == FORMAT:
        migrations.apply(db)
    else:
        migrations.apply(db, stop_before=f"format {format_ + 1}")


def migrate_database(db: Database, sealed_at: str = "") -> None:
    """Bring an open database to this program's format; a failed migration leaves it as it was.

    With ``sealed_at`` (UTC) what is in it proves itself from then on; without, nothing in it is kept.

    All steps and the number of the format are one transaction: a file that is half the one and half the other would be
    taken for somebody's tampering.
    """
    with db.atomic():
        build_format(db, FORMAT)
        db.table("about").upsert({"key": PROGRAM, "body": json.dumps(VERSION)}, pk="key")
        if sealed_at:
            seal_history(db.conn, sealed_at)
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version = {FORMAT}")
