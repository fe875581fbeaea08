"""The same tables on a region's own PostgreSQL server. All of a load comes in, or nothing, also where it goes away.

Who connects, and with which password, is libpq's business (its own files and variables): no password is kept here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import FileError
from selfassess.exchange.region.duck import write_parquet_of
from selfassess.exchange.region.queries import Answer, read_schema
from selfassess.exchange.region.rows import TABLES, Written

SECONDS = 10
"""So long a server is waited for."""
CHUNK = 1_000_000
MISSING = (
    "A PostgreSQL server needs psycopg, which is not part of this installation. "
    "Install selfassess with its part “region”."
)


class PostgresTables:
    """A connection to a server, named as libpq does ("host=... dbname=..."); use it as a context, which closes it."""

    def __init__(self, address: str) -> None:
        self._psycopg = _import_psycopg()
        try:
            self._connection = self._psycopg.connect(address, connect_timeout=SECONDS)
        except self._psycopg.Error as error:
            raise FileError(f"PostgreSQL cannot be reached ({_first_line(error)}). Nothing was changed.") from error

    def __enter__(self) -> PostgresTables:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def list_columns(self) -> Mapping[str, Collection[str]]:
        """The tables there are, each with its columns."""
        found: dict[str, list[str]] = {}
        for table, column in self.ask(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        ).rows:
            found.setdefault(str(table), []).append(str(column))
        return found

    def read_version(self) -> int | None:
        """The version of the tables, None where they do not say one."""
        value = self.ask("SELECT max(version) FROM region_format").rows[0][0]
        return int(str(value)) if value is not None else None

    def read_fingerprints(self) -> dict[str, str]:
        """The years that are there by id, each with its fingerprint."""
        return {str(id): str(mark) for id, mark in self.ask("SELECT id, fingerprint FROM region_share").rows}

    def load(self, written: Written, *, make: bool) -> None:
        """Take rows in, in place of earlier versions of the same years; all of them, or none."""
        try:
            with self._connection.transaction(), self._connection.cursor() as cursor:
                if make:
                    cursor.execute(read_schema())
                for table in TABLES:
                    key = "id" if table == "region_share" else "share"
                    cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [list(written.years)])
                for table, columns in TABLES.items():
                    self._copy_in(cursor, table, columns, written.files[table])
            self._connection.commit()
        except (self._psycopg.Error, OSError) as error:
            raise FileError(
                f"PostgreSQL did not import the files ({_first_line(error)}). Nothing of them was imported; try again."
            ) from error

    def ask(self, sql: str) -> Answer:
        """What a query finds. Raises FileError where the server is gone, or the query is none it can answer."""
        try:
            with self._connection.transaction(), self._connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")  # also for what somebody else wrote as a query
                cursor.execute(sql)
                heads = tuple(column.name for column in cursor.description or ())
                return Answer(heads=heads, rows=tuple(cursor.fetchall()) if heads else ())
        except self._psycopg.Error as error:
            raise FileError(f"PostgreSQL did not answer the query ({_first_line(error)}).") from error

    def write_parquet(self, folder: Path) -> list[Path]:
        """Write each table as a Parquet file into a folder; the files. DuckDB writes them."""
        sources: dict[str, Path] = {}
        try:
            for table, columns in TABLES.items():
                sources[table] = folder / f"{table}.csv"
                sql = f"COPY {table} ({', '.join(columns)}) TO STDOUT (FORMAT csv, HEADER true)"
                with self._connection.cursor() as cursor, sources[table].open("wb") as file, cursor.copy(sql) as copy:
                    for part in copy:
                        file.write(part)
            return write_parquet_of(sources, folder)
        except self._psycopg.Error as error:
            raise FileError(f"PostgreSQL did not give out its tables ({_first_line(error)}).") from error
        finally:
            for path in sources.values():
                path.unlink(missing_ok=True)

    def _copy_in(self, cursor: Any, table: str, columns: tuple[str, ...], source: Path) -> None:
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
        with source.open("rb") as file, cursor.copy(sql) as copy:
            while part := file.read(CHUNK):
                copy.write(part)


def _import_psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise FileError(MISSING) from error
    return psycopg


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")[:200]
