"""Saving: progress moves all the way, and an export can be stopped at any step of it, leaving nothing behind."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.report import outline
from selfassess.exchange.excel.writing.progress_meter import Meter
from selfassess.exchange.excel.writing.writer import write_excel_workbook
from tests.benchmarks import ten_years


@pytest.fixture(scope="module")
def whole() -> Workbook:
    return ten_years.workbook(1)


def _write(whole: Workbook, target: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
    made = outline.build_outline(whole, whole.current, Edition.FULL)
    write_excel_workbook(whole, made, whole.current, target, progress=progress, cancelled=cancelled)


def test_progress_moves_forward_in_small_steps_up_to_the_end(whole: Workbook, tmp_path: Path) -> None:
    told: list[float] = []
    _write(whole, tmp_path / "a.xlsx", told.append, lambda: False)
    assert told == sorted(told)
    assert told[-1] == 1
    steps = [later - earlier for earlier, later in pairwise(told)]
    assert max(steps) < 0.05
    assert len(told) < 1_000


@pytest.mark.parametrize("place", [0, 3, 40, 0.3, 0.6, 0.98])
def test_an_export_stops_wherever_it_is(
    place: float, whole: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``place`` is how often it has told how far it is, or how far that was."""
    told: list[float] = []
    own = tmp_path / "temporary"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))

    def cancelled() -> bool:
        return len(told) >= place if isinstance(place, int) else bool(told) and told[-1] >= place

    with pytest.raises(CancelledError, match="Nothing was exported"):
        _write(whole, tmp_path / "a.xlsx", told.append, cancelled)
    assert list(own.iterdir()) == []
    assert not told or told[-1] < 1


def test_a_meter_tells_of_each_stage_where_it_is_in_the_whole() -> None:
    told: list[float] = []
    meter = Meter(told.append, lambda: False)
    meter.begin_stage(0.5, 2)
    meter.finish_step()
    meter.finish_step()
    meter.begin_stage(1.0, 1000)
    for _ in range(1200):
        meter.finish_step()
    assert told[:4] == [0, 0.25, 0.5, 0.5]
    assert told[-1] == 1
    assert max(told) == 1
    assert len(told) < 300
