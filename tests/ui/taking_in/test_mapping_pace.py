"""A worker lets the window go first, and everything is as it was before once it has ended."""

import gc
import sys

import pytest

from ui.pages.taking_in.mapping_pace import SOONER, unhurried


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
