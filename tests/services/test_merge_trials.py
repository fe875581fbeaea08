"""The short form of the merge trials: always the same ones. The long form is run by hand (``merge_trials``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import merge_trials


@pytest.mark.parametrize("seed", range(8))
def test_three_people_lose_nothing_are_asked_once_and_come_to_the_same(seed: int, tmp_path: Path) -> None:
    trial = merge_trials.run(seed, tmp_path)
    assert trial.moves.total() >= 14
