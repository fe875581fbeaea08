"""Shares as rows of the tables: written as CSV, which both databases take in far faster than row after row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selfassess.domain.region.share import Share, SharedYear
from selfassess.exchange.region.share_file import fingerprint_year

TABLES: dict[str, tuple[str, ...]] = {
    "region_share": (
        "id", "council_key", "council", "code", "kind", "region", "year", "as_at", "made_at", "parts", "rating",
        "percent", "file", "fingerprint",
    ),
    "region_score": ("share", "statement", "score"),
    "region_measure": ("share", "title", "code", "unit", "better", "period", "value", "target"),
    "region_measure_statement": ("share", "title", "statement"),
    "region_coverage": ("share", "statement", "category", "asked", "have"),
    "region_action": ("share", "statement", "status", "number", "late"),
}  # fmt: skip
"""Table -> its columns, as ``resources/region/schema.sql`` makes them (a test holds both together)."""


@dataclass(slots=True)
class Written:
    """What was written: a file for each table, and the years in it by id, each with its fingerprint."""

    files: dict[str, Path]
    years: dict[str, str] = field(default_factory=dict)


def identify_year(share: Share, year: SharedYear) -> str:
    """The id of a council's year, the same for every version of it."""
    return f"{share.key}|{year.year}"


def write_rows(
    shares: Iterable[tuple[Share, str]],
    folder: Path,
    wanted: Callable[[str, str], bool],
    stop: Callable[[], None] = lambda: None,
) -> Written:
    """Write shares (each with its file's name) into CSV files in a folder, one year after the other.

    ``wanted(id, fingerprint)`` says whether a year is to be written. Nothing but one share is held in memory.
    """
    written = Written({table: folder / f"{table}.csv" for table in TABLES})
    with ExitStack() as stack:
        writers = {
            table: csv.writer(stack.enter_context(path.open("w", encoding="utf-8", newline="")))
            for table, path in written.files.items()
        }
        for share, file in shares:
            stop()
            for year in share.years:
                id, mark = identify_year(share, year), fingerprint_year(share, year)
                if id in written.years or not wanted(id, mark):
                    continue
                written.years[id] = mark
                for table, rows in _list_rows(share, year, id, mark, file):
                    writers[table].writerows(rows)
    return written


def _list_rows(
    share: Share, year: SharedYear, id: str, mark: str, file: str
) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    facts = (share.council, share.code, share.kind, share.region, year.year, year.as_at, share.made_at)
    yield "region_share", [(id, share.key, *facts, " ".join(year.parts), year.rating, year.percent, file, mark)]
    yield "region_score", ((id, *each) for each in year.scores.items())
    yield (
        "region_measure",
        ((id, m.title, m.code, m.unit, m.better, m.period, m.value, m.target) for m in year.measures),
    )
    titles = {m.title: m.statements for m in year.measures}
    yield "region_measure_statement", ((id, title, key) for title, keys in titles.items() for key in keys)
    yield "region_coverage", ((id, c.statement, c.category, c.asked, c.have) for c in year.coverage)
    yield "region_action", ((id, a.statement, a.status, a.number, a.late) for a in year.actions)
