"""A region's view at the size of England: 153 councils of 10 years, each query within a second, and 50 times that."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from selfassess.domain.region.share import Share
from selfassess.exchange.region.queries import list_queries
from selfassess.services.region import gathering, sharing
from tests.services.region_making import make_share

COUNCILS, YEARS, TIMES = 153, 10, 50
SECONDS, QUERY_SECONDS = 60.0, 1.0
MOST_MEMORY = 2_000_000_000

LARGE = """
import resource, sys, time
from pathlib import Path
from selfassess.exchange.region import duck, rows
from selfassess.exchange.region.queries import list_queries
from tests.benchmarks.test_region import many_shares
folder = Path(sys.argv[1])
begun = time.perf_counter()
written = rows.write_rows(many_shares(), folder, lambda id, mark: True)
with duck.DuckTables(folder / "large.duckdb") as tables:
    tables.load(written, make=True)
    print(f"loaded {len(written.years):,} years in {time.perf_counter() - begun:.0f} s")
    for query in list_queries():
        if query.name == "grid":
            continue
        begun = time.perf_counter()
        tables.ask(query.sql)
        print(f"{query.name}: {time.perf_counter() - begun:.2f} s")
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def many_shares() -> Iterator[tuple[Share, str]]:
    """50 times as many councils: each of a few, under many names."""
    base = [make_share(number, YEARS) for number in range(COUNCILS)]
    for time in range(TIMES):
        for share in base:
            yield replace(share, council=f"{share.council} {time:02}"), "generated"


def test_england_is_gathered_in_seconds_and_queries_answer_within_one(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COUNCILS):
        sharing.write_share(make_share(number, YEARS), folder / f"{number}.region.json")
    where = str(tmp_path / "region.duckdb")
    begun = perf_counter()
    found = gathering.gather_files([folder], where)
    took = perf_counter() - begun
    assert found.taken == COUNCILS * YEARS
    print(f"\n{COUNCILS} councils x {YEARS} years gathered in {took:.1f} s (target: seconds)")
    assert took <= SECONDS
    for query in list_queries():
        times = []
        for _ in range(3):
            begun = perf_counter()
            _, answer = gathering.ask_tables(where, query.name)
            times.append(perf_counter() - begun)
        took = median(times)
        print(f"{query.name}: {took:.2f} s, {len(answer.rows):,} rows (target {QUERY_SECONDS} s)")
        assert took <= QUERY_SECONDS


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is asked of the system")
def test_fifty_times_england_stays_within_two_gigabytes(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    ran = subprocess.run([sys.executable, "-c", LARGE, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    print(f"\n{ran.stdout}")
    assert int(ran.stdout.split()[-1]) <= MOST_MEMORY
