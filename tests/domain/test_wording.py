"""How numbers, lists, shares and sizes stand in a sentence."""

from __future__ import annotations

import pytest

from selfassess.domain.model.plural import count_records
from selfassess.domain.text.wording import (
    choose_plural,
    count_kilobytes,
    count_noun,
    format_file_size,
    format_percent,
    join_with_and,
    join_with_or,
)


def test_a_count_stands_with_its_noun_in_the_right_number() -> None:
    assert [count_noun(each, "page") for each in (0, 1, 2, 1204)] == ["0 pages", "1 page", "2 pages", "1,204 pages"]
    assert count_noun(1, "entry is", "entries are") == "1 entry is"
    assert count_noun(3, "entry is", "entries are") == "3 entries are"
    assert (count_records("improvement", 1), count_records("risk", 2)) == ("1 area for improvement", "2 risks")
    assert [choose_plural(each, "day", "days") for each in (0, 0.5, 1, 1.0, 2)] == [
        "days",
        "days",
        "day",
        "day",
        "days",
    ]


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a {} b"), (iter("abcd"), "a, b, c {} d")]
)
def test_words_are_listed_as_a_sentence_lists_them(words: object, said: str) -> None:
    every = list(words)  # type: ignore[call-overload]
    assert join_with_and(every) == said.format("and")
    assert join_with_or(iter(every)) == said.format("or")


def test_sizes_are_said_in_steps_of_a_thousand_and_never_as_nothing() -> None:
    sizes = (0, 1, 999, 1000, 600_400, 999_999, 2_412_331, 4_000_000_000, 1_500_000_000_000)
    assert [format_file_size(each) for each in sizes] == [
        "0 bytes", "1 byte", "999 bytes", "1 KB", "600 KB", "1,000 KB", "2.4 MB", "4 GB", "1.5 TB",
    ]  # fmt: skip
    assert [count_kilobytes(each) for each in (0, 499, 1501)] == [1, 1, 2]
    assert format_percent(63) == "63%"
