"""A region's tables in a DuckDB file: the default, with nothing to set up. All of a load comes in, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import FileError
from selfassess.exchange.region.queries import Answer, read_schema
from selfassess.exchange.region.rows import TABLES, Written

MEMORY = "1500MB"
THREADS = 2
SUFFIX = ".duckdb"
MISSING = (
    "The region’s view needs DuckDB, which is not part of this installation. Install selfassess with its part “region”."
)


class DuckTables:
    """An open DuckDB file. Use it as a context, so that it is closed; ``read_only`` needs a file that is there."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._duckdb = _import_duckdb()
        if read_only and not path.is_file():
            raise FileError(f"{path.name} is not there. Gather the councils’ files into it first.")
        try:
            self._connection = self._duckdb.connect(str(path), read_only=read_only)
            self._connection.execute(f"SET memory_limit = '{MEMORY}'; SET threads = {THREADS};")
            # Nothing is ever fetched: a part of DuckDB that is not built in is not looked for.
            self._connection.execute("SET autoinstall_known_extensions = false; SET preserve_insertion_order = false;")
        except self._duckdb.Error as error:
            raise FileError(f"{path.name} cannot be opened as a region’s tables ({_first_line(error)}).") from error

    def __enter__(self) -> DuckTables:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def list_columns(self) -> Mapping[str, Collection[str]]:
        """The tables there are, each with its columns."""
        found: dict[str, list[str]] = {}
        rows = self._run("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'main'")
        for table, column in rows:
            found.setdefault(str(table), []).append(str(column))
        return found

    def read_version(self) -> int | None:
        """The version of the tables, None where they do not say one."""
        rows = self._run("SELECT max(version) FROM region_format")
        if rows and rows[0][0] is not None:
            return int(rows[0][0])
        return None

    def read_fingerprints(self) -> dict[str, str]:
        """The years that are there by id, each with its fingerprint."""
        return {str(id): str(mark) for id, mark in self._run("SELECT id, fingerprint FROM region_share")}

    def load(self, written: Written, *, make: bool) -> None:
        """Take rows in, in place of earlier versions of the same years; all of them, or none."""
        try:
            self._connection.execute("BEGIN TRANSACTION")
            if make:
                self._connection.execute(read_schema())
            replaced = set(written.years) & set(self.read_fingerprints())
            for id in replaced:
                for table in TABLES:
                    key = "id" if table == "region_share" else "share"
                    self._connection.execute(f"DELETE FROM {table} WHERE {key} = ?", [id])
            for table, columns in TABLES.items():
                if written.files[table].stat().st_size:
                    source = _quote(written.files[table])
                    self._connection.execute(
                        f"COPY {table} ({', '.join(columns)}) FROM '{source}' (FORMAT csv, HEADER false)"
                    )
            self._connection.execute("COMMIT")
        except (self._duckdb.Error, OSError) as error:
            self._roll_back()
            raise FileError(
                f"{self._path.name} could not import the files ({_first_line(error)}). Nothing of them was imported."
            ) from error

    def ask(self, sql: str) -> Answer:
        """What a query finds. Raises FileError where it is none that these tables can answer."""
        try:
            cursor = self._connection.execute(sql)
            heads = tuple(column[0] for column in cursor.description or ())
            return Answer(heads=heads, rows=tuple(cursor.fetchall()))
        except self._duckdb.Error as error:
            raise FileError(f"The query could not be answered ({_first_line(error)}).") from error

    def write_parquet(self, folder: Path) -> list[Path]:
        """Write each table as a Parquet file into a folder; the files."""
        made = []
        for table in TABLES:
            path = folder / f"{table}.parquet"
            self._run(f"COPY {table} TO '{_quote(path)}' (FORMAT parquet)")
            made.append(path)
        return made

    def _run(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return list(self._connection.execute(sql).fetchall())
        except self._duckdb.Error as error:
            raise FileError(f"{self._path.name} cannot be read ({_first_line(error)}).") from error

    def _roll_back(self) -> None:
        try:
            self._connection.execute("ROLLBACK")
        except self._duckdb.Error:  # it never began
            return


def write_parquet_of(files: Mapping[str, Path], folder: Path) -> list[Path]:
    """Write CSV files of the tables, with their headings, as Parquet: for a database that writes none itself."""
    duckdb = _import_duckdb()
    made = []
    with duckdb.connect() as connection:
        connection.execute(read_schema())
        for table, source in files.items():
            connection.execute(f"COPY {table} FROM '{_quote(source)}' (FORMAT csv, HEADER true)")
            path = folder / f"{table}.parquet"
            connection.execute(f"COPY {table} TO '{_quote(path)}' (FORMAT parquet)")
            made.append(path)
    return made


def _import_duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise FileError(MISSING) from error
    return duckdb


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")[:200]
