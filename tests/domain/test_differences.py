from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.domain.text.text_diff import Mark, Piece, compare_words, keep_both, weave_paragraphs

_TEXTS = st.text(alphabet="ab .\n-é", max_size=60)


def _side(pieces: tuple[Piece, ...], without: Mark) -> str:
    return "".join(piece.text for piece in pieces if piece.mark is not without)


@given(before=_TEXTS, after=_TEXTS)
def test_both_texts_can_be_read_from_the_marks(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert _side(pieces, Mark.ADDED) == before
    assert _side(pieces, Mark.REMOVED) == after


def test_only_the_words_that_differ_are_marked() -> None:
    assert compare_words("The wait is 30 days. All is well.", "The wait is now 28 days. All is well.") == (
        Piece("The wait is ", Mark.SAME),
        Piece("30 ", Mark.REMOVED),
        Piece("now 28 ", Mark.ADDED),
        Piece("days. All is well.", Mark.SAME),
    )


def test_a_long_text_is_marked_word_by_word_too() -> None:
    before = "\n\n".join(f"Line {n}. We know it from the audit." for n in range(800))
    pieces = compare_words(before, before.replace("audit", "review"))
    assert sum(piece.mark is Mark.ADDED for piece in pieces) == 800
    assert {piece.text for piece in pieces if piece.mark is Mark.ADDED} == {"review"}


def test_a_text_written_anew_is_marked_whole() -> None:
    before, after = " ".join(f"a{n}" for n in range(3000)), " ".join(f"b{n}" for n in range(3000))
    assert compare_words(before, after) == (Piece(before, Mark.REMOVED), Piece(after, Mark.ADDED))


@given(mine=_TEXTS, theirs=_TEXTS)
def test_both_kept_holds_every_paragraph_of_both_and_none_twice_over(mine: str, theirs: str) -> None:
    kept = keep_both(mine, theirs)
    for text in (mine, theirs):
        for line in text.splitlines():
            assert not line.strip() or line in kept


def test_what_two_texts_share_is_kept_once() -> None:
    assert keep_both("One\n\nTwo\n\nThree", "One\n\n2\n\nThree\n\nFour") == "One\n\nTwo\n\n2\n\nThree\n\nFour"
    assert keep_both("Same", "Same") == "Same"


_LINES = st.lists(st.sampled_from(["One.", "Two.", "- three", "- four", "Five."]), unique=True, max_size=5)


def _text(lines: list[str]) -> str:
    return "\n\n".join(lines)


@settings(deadline=None, max_examples=400)
@given(base=_LINES, mine=_LINES, theirs=_LINES)
def test_whoever_weaves_two_texts_the_outcome_is_the_same(base: list[str], mine: list[str], theirs: list[str]) -> None:
    was, here, there = map(_text, (base, mine, theirs))
    assert weave_paragraphs(was, here, there) == weave_paragraphs(was, there, here)
    assert weave_paragraphs(was, here, was) == here
    assert weave_paragraphs(was, here, here) == here


@settings(deadline=None, max_examples=400)
@given(base=_LINES, mine=_LINES, theirs=_LINES)
def test_weaving_loses_no_line_that_somebody_wrote(base: list[str], mine: list[str], theirs: list[str]) -> None:
    together = weave_paragraphs(*map(_text, (base, mine, theirs)))
    if together is not None:
        for line in {*mine, *theirs} - set(base):
            assert line in together


def test_paragraphs_and_points_of_a_list_that_different_people_changed_are_woven() -> None:
    was = "We assess people.\n\n- Waits are long\n- Carers wait\n\nWe review plans."
    mine = "We assess people well.\n\n- Waits are long\n- Carers wait\n\nWe review plans."
    theirs = "We assess people.\n\n- Waits are long\n- Carers wait less\n- Staff stay\n\nWe review plans.\n\nAnd learn."
    assert weave_paragraphs(was, mine, theirs) == (
        "We assess people well.\n\n- Waits are long\n- Carers wait less\n- Staff stay\n\nWe review plans.\n\nAnd learn."
    )


def test_one_paragraph_that_both_changed_or_one_place_where_both_put_something_is_not_woven() -> None:
    assert weave_paragraphs("One.\n\nTwo.", "One!\n\nTwo.", "One?\n\nTwo.") is None
    assert weave_paragraphs("One.", "One.\n\nMine.", "One.\n\nTheirs.") is None
    assert weave_paragraphs("", "Mine.", "Theirs.") is None
    assert weave_paragraphs("One.\n\nTwo.", "One.\n\nMine.", "One.\n\nTwo.\n\nTheirs.") is None
    assert weave_paragraphs("One.\n\nTwo.", "Mine.\n\nTwo.", "Theirs.\n\nOne.\n\nTwo.") is None
    assert weave_paragraphs("One.\n\nTwo.", "Two.", "One.\n\nTwo!") == "Two!"
