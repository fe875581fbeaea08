"""The queries that ship as SQL files, the same for both databases: each begins with its title."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.packs.resources import RESOURCES

_FOLDER = RESOURCES / "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query by its name, with a title for a page."""

    name: str
    title: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found."""

    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def read_schema() -> str:
    """The statements that make the tables."""
    return (_FOLDER / "schema.sql").read_text(encoding="utf-8")


@cache
def list_queries() -> tuple[Query, ...]:
    """Every query that ships, by name."""
    return tuple(_read_query(path) for path in sorted((_FOLDER / "queries").glob("*.sql")))


def find_query(name: str) -> Query:
    """A query that ships, or one of a file ending in .sql. Raises WrongUseError naming those there are."""
    known = next((each for each in list_queries() if each.name == name), None)
    if known is not None:
        return known
    path = Path(name)
    if path.suffix == ".sql":
        try:
            return _read_query(path)
        except OSError as error:
            raise FileError(f"{path.name} cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError as error:
            raise FileError(f"{path.name} is no text in UTF-8, so no query.") from error
    names = ", ".join(each.name for each in list_queries())
    raise WrongUseError(f"There is no query “{name}”. There is: {names}; or name a file that ends in .sql.")


def _read_query(path: Path) -> Query:
    sql = path.read_text(encoding="utf-8")
    title = sql.partition("\n")[0].removeprefix("--").strip()
    return Query(name=path.stem, title=title or path.stem, sql=sql)
