"""What a reader takes for the same is the same, and a hit is marked where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassess.domain.text.folding import find_word_hits, fold_text, fold_words, see_through

SEEN = [
    ("People’s experience of the carers’ hub", "people's carers'"),
    ("Section\u00a042 enquiries rose", "section 42"),
    ("safe\u00adguarding adults board", "safeguarding"),
    ("co\u2011production group", "co-production"),
    ("2023\u201324 budget", "2023-24"),
    ("Siân Jones chairs Clwb Cŵn yn Nhŷ'r Ysgol", "sian cwn nhy'r"),
    ("Sia\u0302n in decomposed form", "Siân"),
    ("ﬁnancial reﬂection", "financial reflection"),
    ("“Better Lives” strategy", '"better lives"'),
    ("and so on… end", "on..."),
    ("long\u200bword", "longword"),
    ("STRASSE and Straße", "straße"),
    ("３ people\u2009waited", "3 waited"),
    ("depriva\u2010\ntion of liberty", "deprivation"),
    ("depriva\u00ad\r\n  tion of liberty", "deprivation"),
    ("home\ncare", "home care"),
    ("Æthelflæd and Łódź", "aethelflaed lodz"),
    ("A − B", "a - b"),
    ("\u202aleft to right\u202c and \ufefffirst", "left first"),
]


@pytest.mark.parametrize(("text", "words"), SEEN)
def test_words_are_found_however_they_are_written(text: str, words: str) -> None:
    wanted = fold_words(words)
    assert all(word in fold_text(text) for word in wanted)
    marked = find_word_hits(text, wanted)
    assert marked
    shown = [fold_text(text[start:end]) for start, end in marked]
    assert all(any(word in each for each in shown) for word in wanted)


def test_a_hit_is_marked_in_the_original_with_all_that_stands_in_it() -> None:
    text = "The safe\u00adguarding board, ﬁnal\u00a0report: Sia\u0302n"
    for words, stands in (("safeguarding", "safe\u00adguarding"), ("final", "ﬁnal"), ("sian", "Sia\u0302n")):
        ((start, end),) = find_word_hits(text, fold_words(words))
        assert text[start:end] == stands.removesuffix("\u0302n") or text[start:end] == stands


def test_hits_that_touch_are_one_and_a_word_twice_is_marked_twice() -> None:
    assert find_word_hits("carers care", ("care", "carers")) == ((0, 6), (7, 11))
    assert find_word_hits("nothing", ("else",)) == ()


@given(st.text(max_size=80))
def test_folding_folds_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)
    seen = see_through(text)
    for at in range(len(seen.text)):
        start, end = seen.find_original_span(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(max_size=60), st.text(alphabet="abcé’–\u00ad\u200b\u00a0ﬁ\u0302", max_size=8), st.text(max_size=60))
def test_what_is_marked_says_what_was_looked_for(before: str, word: str, after: str) -> None:
    text = before + word + after
    for wanted in fold_words(word):
        for start, end in find_word_hits(text, (wanted,)):
            assert wanted in fold_text(text[start:end])
