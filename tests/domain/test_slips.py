"""Words with one slip in them."""

import pytest

from selfassess.domain.text.slips import find_near_words, is_within_one_slip


@pytest.mark.parametrize(
    ("typed", "word", "meant"),
    [
        ("export", "export", True),
        ("exprt", "export", True),
        ("exxport", "export", True),
        ("exporz", "export", True),
        ("exprot", "export", True),
        ("safegaurding", "safeguarding", True),
        ("safegaur", "safeguarding", True),  # only the beginning, with a slip
        ("safeguard", "safeguarding", True),
        ("expprrt", "export", False),
        ("import", "export", False),
        ("risk", "actions", False),
    ],
)
def test_one_slip_is_forgiven_and_two_are_not(typed: str, word: str, meant: bool) -> None:
    assert is_within_one_slip(typed, word) is meant


def test_short_words_are_taken_as_they_are_typed() -> None:
    assert list(find_near_words("ris", ["risk", "rise"])) == []
    assert list(find_near_words("rissk", ["risk", "rise", "act"])) == ["risk"]
