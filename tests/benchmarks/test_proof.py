"""What it takes to hold a workbook against its history, beside reading it."""

from __future__ import annotations

from pathlib import Path

from selfassess.storage.store import Store
from tests.benchmarks import long_journal, ten_years
from tests.benchmarks.ratio import ratio


def test_checking_ten_years(tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    assert ratio("checking ten years", lambda: _checked(path), lambda: _read(path), 5, rounds=5) < 5


def test_checking_a_long_journal(tmp_path: Path) -> None:
    path = long_journal.file(tmp_path / "long.sawb")
    name = f"checking {long_journal.ENTRIES:,} entries"
    assert ratio(name, lambda: _checked(path), lambda: _read(path), 5, rounds=3) < 5


def _checked(path: Path) -> None:
    with Store.open_read_only(path) as opened:
        assert opened.find_faults() == ()


def _read(path: Path) -> None:
    """Everything that is in it, the journal too."""
    with Store.open_read_only(path) as opened:
        opened.read_workbook(journal=True)
