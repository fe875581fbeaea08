"""A worker lets the window go first, and everything is as it was before once it has ended."""

import gc
import sys
from time import perf_counter

import pytest

from ui.bridge.worker_priority import A_BREATH, SOONER, breathing, unhurried


def pace() -> tuple[float, bool]:
    return round(sys.getswitchinterval(), 4), gc.isenabled()


def test_the_worker_lets_go_sooner_and_only_while_it_works() -> None:
    before = pace()
    assert unhurried(pace) == (SOONER, False)
    assert pace() == before


def test_of_two_at_once_the_last_puts_things_back() -> None:
    before = pace()
    assert unhurried(lambda: (unhurried(pace), pace())) == ((SOONER, False), (SOONER, False))
    assert pace() == before


def test_things_are_put_back_when_the_work_fails() -> None:
    before = pace()
    with pytest.raises(ZeroDivisionError):
        unhurried(lambda: 1 // 0)
    assert pace() == before


def test_the_worker_rests_when_it_asks_whether_to_stop() -> None:
    before = perf_counter()
    assert breathing(lambda: True)()
    assert not breathing(lambda: False)()
    assert perf_counter() - before >= A_BREATH
