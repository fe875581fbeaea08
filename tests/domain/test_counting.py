"""How many there are of something, in words."""

from selfassess.domain.model.plural import count_noun, counted


def test_one_is_told_in_the_singular() -> None:
    assert [count_noun(number, "page") for number in (0, 1, 1_204)] == ["0 pages", "1 page", "1,204 pages"]
    assert count_noun(1, "source has", "sources have") == "1 source has"
    assert count_noun(2, "source has", "sources have") == "2 sources have"
    assert (counted("improvement", 1), counted("risk", 2)) == ("1 area for improvement", "2 risks")
