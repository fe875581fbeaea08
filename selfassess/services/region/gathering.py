"""Gathers what councils shared into a region's tables, and asks them: one step, all of it or nothing.

A file is what a council chose to share (``.region.json``), or a JSON export of its workbook, of which only the same
numbers are taken. Two versions of one year of one council are refused unless the newest is asked for: which of them
holds is for people to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.report_blocks import Column, Outline
from selfassess.domain.region.share import PARTS, Share, build_share
from selfassess.domain.return_pack.index import Sheet
from selfassess.domain.text.wording import count_noun, format_file_size
from selfassess.exchange import json
from selfassess.exchange.excel import write_index
from selfassess.exchange.region.duck import DuckTables
from selfassess.exchange.region.postgres import PostgresTables
from selfassess.exchange.region.queries import Answer as Answer
from selfassess.exchange.region.queries import Query as Query
from selfassess.exchange.region.queries import find_query
from selfassess.exchange.region.queries import list_queries as list_queries
from selfassess.exchange.region.rows import TABLES, Written, identify_year, write_rows
from selfassess.exchange.region.share_file import MOST_BYTES, decode_share, fingerprint_year, is_share
from selfassess.files import lasting
from selfassess.services.workbook import temp_files

VERSION = 1
POSTGRES = re.compile(r"postgres(?:ql)?://|(?:host|service|dbname)=")
MOST_ROWS = 1_000_000
"""Rows of one query that a sheet of Excel can hold."""

Stop = Callable[[], None]


class Tables(Protocol):
    """A region's tables, wherever they are."""

    def list_columns(self) -> object:
        """The tables there are, each with its columns."""

    def read_version(self) -> int | None:
        """The version of the tables."""

    def read_fingerprints(self) -> dict[str, str]:
        """The years that are there by id, each with its fingerprint."""

    def load(self, written: Written, *, make: bool) -> None:
        """Take rows in, all or none."""

    def ask(self, sql: str) -> Answer:
        """What a query finds."""

    def write_parquet(self, folder: Path) -> list[Path]:
        """Write each table as a Parquet file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What came of gathering: files read, years taken in, years that were there as they are, and odd files."""

    files: int
    councils: int
    taken: int
    unchanged: int
    replaced: int

    @property
    def sentence(self) -> str:
        """In a sentence."""
        said = [f"{count_noun(self.taken, 'year')} of {count_noun(self.councils, 'council')} imported"]
        said += [f"{self.replaced:,} of them in place of earlier versions"] if self.replaced else []
        said += [f"{count_noun(self.unchanged, 'year')} were there already"] if self.unchanged else []
        return f"{count_noun(self.files, 'file')} read: {'; '.join(said)}."


@contextmanager
def open_tables(where: str, *, read_only: bool) -> Iterator[Tables]:
    """A region's tables by their address: a DuckDB file, or a PostgreSQL server as libpq writes it.

    Raises FileError where they cannot be opened, or are not a region's.
    """
    if POSTGRES.match(where):
        with PostgresTables(where) as server:
            _refuse_foreign(server, "The database")
            yield server
        return
    path = Path(where)
    with DuckTables(path, read_only=read_only) as file:
        _refuse_foreign(file, path.name)
        yield file


def gather_files(sources: Sequence[Path], where: str, *, newest: bool = False, stop: Stop = lambda: None) -> Gathered:
    """Take shared files (or folders of them) into a region's tables, in one step.

    Raises FileError or WrongUseError with one sentence; then nothing was taken in.
    """
    files = list(_list_files(sources))
    if not files:
        raise WrongUseError("There is no file of a council there: they end in .json.")
    choice = _choose_versions(files, newest, stop)
    is_new = not POSTGRES.match(where) and not Path(where).exists()
    try:
        with open_tables(where, read_only=False) as tables:
            return _gather_into(tables, files, choice, newest, stop)
    except BaseException:
        if is_new:  # a file that was only begun is nobody's tables
            lasting.remove_file(Path(where))
        raise


def ask_tables(where: str, name: str) -> tuple[Query, Answer]:
    """The answer to a query that ships, or of a file. Raises FileError or WrongUseError with one sentence."""
    query = find_query(name)
    with open_tables(where, read_only=True) as tables:
        return query, tables.ask(query.sql)


def write_parquet(where: str, folder: Path) -> list[Path]:
    """Write the tables as Parquet files into a folder, all or none; the files."""
    with temp_files.working_folder() as working, open_tables(where, read_only=True) as tables:
        made = tables.write_parquet(working)
        folder.mkdir(parents=True, exist_ok=True)
        return [_move(path, folder / path.name) for path in made]


def write_excel(where: str, out: Path) -> Path:
    """Write the answer to every query that ships as one sheet each."""
    out = out if out.suffix == ".xlsx" else out.with_name(f"{out.name}.xlsx")
    with temp_files.working_folder() as working, open_tables(where, read_only=True) as tables:
        sheets = [_make_sheet(query, tables.ask(query.sql)) for query in list_queries()]
        about = (
            f"From what councils shared, as of {date.today().isoformat()}. An empty cell is not known, never a zero."
        )
        made = working / out.name
        view = Outline(
            council="",
            title="A region’s view",
            year="",
            status="",
            draft=False,
            readers="the region",
            facts=(),
            sections=(),
        )
        write_index(sheets, made, outline=view, about=(about, ""))
        return _move(made, out)


def read_share(path: Path) -> Share:
    """What a file shares: a share, or the numbers of a JSON export of a workbook. Raises FileError otherwise."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                f"{path.name} is larger than any file that a council shares ({format_file_size(MOST_BYTES)})."
            )
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path.name} cannot be read ({error.strerror}).") from error
    if is_share(data):
        return decode_share(data, path.name)
    workbook = json.read_json_workbook(path).workbook
    made = date.fromtimestamp(path.stat().st_mtime).isoformat()
    return build_share(workbook, (), PARTS, made_at=made, today=made)


def _gather_into(tables: Tables, files: Sequence[Path], choice: dict[str, str], newest: bool, stop: Stop) -> Gathered:
    make = "region_format" not in _names(tables)
    there = {} if make else tables.read_fingerprints()
    odd = next((id for id, mark in choice.items() if there.get(id, mark) != mark), None)
    if odd is not None and not newest:
        council, _, year = odd.partition("|")
        raise WrongUseError(
            f"{year} of {council} is in the tables already in another version. Say that the newest is to hold, or "
            "leave its file out. Nothing was imported."
        )
    fresh = {id: mark for id, mark in choice.items() if there.get(id) != mark}
    with temp_files.working_folder() as working:
        shares = ((read_share(path), path.name) for path in files)
        written = write_rows(shares, working, lambda id, mark: fresh.get(id) == mark, stop)
        if make or written.years:
            tables.load(written, make=make)
    return Gathered(
        files=len(files),
        councils=len({id.partition("|")[0] for id in choice}),
        taken=len(written.years),
        unchanged=len(choice) - len(fresh),
        replaced=sum(id in there for id in fresh),
    )


def _choose_versions(files: Sequence[Path], newest: bool, stop: Stop) -> dict[str, str]:
    """Year id -> the fingerprint of the version that holds; each file is read once for it, and let go again."""
    known: dict[str, tuple[str, str, str]] = {}
    for path in files:
        stop()
        share = read_share(path)
        for year in share.years:
            id, mark = identify_year(share, year), fingerprint_year(share, year)
            there = known.get(id)
            if there is None or there[0] == mark:
                known.setdefault(id, (mark, share.made_at, path.name))
            elif not newest:
                raise WrongUseError(
                    f"{there[2]} and {path.name} are two versions of {year.year} of {share.council}. Say that the "
                    "newest is to hold, or leave one of them out. Nothing was imported."
                )
            elif share.made_at > there[1]:
                known[id] = (mark, share.made_at, path.name)
    return {id: mark for id, (mark, _, _) in known.items()}


def _list_files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        if source.is_dir():
            yield from sorted(source.rglob("*.json"))
        else:
            yield source


def _names(tables: Tables) -> dict[str, Sequence[str]]:
    found = tables.list_columns()
    assert isinstance(found, dict)
    return found


def _refuse_foreign(tables: Tables, name: str) -> None:
    """Raise FileError where there are tables of these names that are not a region's, or of a later version."""
    found = _names(tables)
    ours = {table for table in (*TABLES, "region_format") if table in found}
    if not ours:
        return
    lacking = [
        f"{table}.{column}"
        for table, columns in {**TABLES, "region_format": ("version",)}.items()
        for column in columns
        if column not in found.get(table, ())
    ]
    if lacking:
        raise FileError(
            f"{name} has tables with the names of a region’s, but of another make ({lacking[0]} is missing). "
            "Nothing was changed; use another place."
        )
    version = tables.read_version()
    if version != VERSION:
        raise FileError(
            f"{name} holds a region’s tables of version {version}, and this program knows version {VERSION}. "
            "Nothing was changed."
        )


def _make_sheet(query: Query, answer: Answer) -> Sheet:
    numbers = [
        bool(answer.rows) and all(not isinstance(row[at], str) for row in answer.rows)
        for at in range(len(answer.heads))
    ]
    columns = tuple(
        Column(head.replace("_", " ").capitalize(), 1.0, number=number)
        for head, number in zip(answer.heads, numbers, strict=True)
    )
    rows = tuple(tuple(_plain(value) for value in row) for row in answer.rows[:MOST_ROWS])
    return Sheet(title=query.name[:31], caption=query.title, columns=columns, rows=rows)


def _plain(value: object) -> str | int | float:
    """A value as Excel holds it; decimals of a database become numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float | str):
        return value
    return float(str(value))


def _move(source: Path, target: Path) -> Path:
    """Give a finished file its place, which may be on another disk."""
    fresh = target.with_name(f".{target.name}.new")
    try:
        lasting.remove_file(fresh)
        fresh.write_bytes(source.read_bytes())
        lasting.replace_file(fresh, target)
    except OSError as error:
        raise FileError(f"{target.name} could not be written ({error.strerror}).") from error
    return target
