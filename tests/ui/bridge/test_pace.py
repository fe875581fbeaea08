"""A worker lets the window go first."""

from time import perf_counter

from ui.bridge.worker_priority import A_BREATH, rest_before_asking


def test_the_worker_rests_when_it_asks_whether_to_stop() -> None:
    before = perf_counter()
    assert rest_before_asking(lambda: True)()
    assert not rest_before_asking(lambda: False)()
    assert perf_counter() - before >= A_BREATH
