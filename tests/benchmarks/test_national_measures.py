"""The published ASCOF file of 30,000 rows is read in at most 1.5 times what DuckDB takes to read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.exchange import outcomes_framework
from tests.benchmarks.ratio import ratio
from tests.services.test_national_measures import HEADS

MOST_TIMES = 1.5
GROUPS = ("Total", "Female", "Male", "18 to 64", "65 and over")
FORMS = ("Outcome", "Numerator", "Denominator", "Base")


def write_published(path: Path) -> Path:
    """A file of the published layout: 153 councils, 9 regions and England, 10 measures, their parts and kinds."""
    areas = [(str(n), f"Council {n}", "Local authority", f"E0{n:07}") for n in range(153)]
    areas += [(f"R{n}", f"Region {n}", "Regional", f"E12{n:06}") for n in range(9)]
    areas.append(("England", "England", "England", "E92000001"))
    rows = [
        f"{a},{b},{c},{d},{measure},{group},{form},{n % 97}.{n % 10}"
        for n, (a, b, c, d) in enumerate(areas)
        for measure in ("1A", "1B", "1C", "1D", "1E", "2A", "2B", "2C", "2D", "3A")
        for group in GROUPS
        for form in FORMS
    ]
    path.write_text("\n".join((HEADS, *rows, "")), encoding="utf-8")
    return path


def test_the_published_file_is_read_about_as_fast_as_duckdb_reads_it(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = write_published(tmp_path / "ASCOF-2024-to-2025.csv")
    data = path.read_bytes()
    assert data.count(b"\n") > 30_000
    published = outcomes_framework.read_outcomes(data, path.name)
    assert len(published.values) == 163 * 10

    def bare() -> None:
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE published AS SELECT * FROM read_csv('{path}', all_varchar = true)")

    def ours() -> None:
        outcomes_framework.read_outcomes(path.read_bytes(), path.name)

    assert ratio("published file of 32,600 rows", ours, bare, MOST_TIMES) <= MOST_TIMES
