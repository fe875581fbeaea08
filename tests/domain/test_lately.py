"""One answer is kept, for the same values and for no others."""

from __future__ import annotations

from selfassess.domain.model.memoize_last import lately


class Value:
    """Large values are told apart by what they are, not by what they hold."""

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared field by field")

    __hash__ = None  # type: ignore[assignment]


def test_the_same_values_are_worked_out_once_and_others_anew() -> None:
    done: list[tuple[object, str]] = []

    @lately
    def work(value: object, day: str) -> int:
        done.append((value, day))
        return len(done)

    one, other = Value(), Value()
    first, second = "2025-02-17", "-".join(("2025", "02", "17"))
    assert (work(one, first), work(one, second), len(done)) == (1, 1, 1)
    assert (work(one, "2025-02-18"), work(other, "2025-02-18"), len(done)) == (2, 3, 3)
    assert (work(one, first), work(one, day=second), len(done)) == (4, 4, 4)
