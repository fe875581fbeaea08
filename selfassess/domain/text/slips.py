"""Words that were typed with one slip: a letter too many, too few, another one, or two that changed places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST = 4
"""Letters: in a shorter word one slip makes too many other words of it."""


def is_within_one_slip(typed: str, word: str) -> bool:
    """Whether one slip makes one word of the other; a word also counts where only its beginning was typed."""
    if typed == word:
        return True
    if abs(len(typed) - len(word)) > 1:
        return len(word) > len(typed) and is_within_one_slip(typed, word[: len(typed)])
    at = next((n for n, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), None)
    if at is None:  # one is the beginning of the other
        return True
    one_too_many, one_too_few = typed[at + 1 :] == word[at:], typed[at:] == word[at + 1 :]
    another = typed[at + 1 :] == word[at + 1 :]
    swapped = typed[at : at + 2] == word[at : at + 2][::-1] and typed[at + 2 :] == word[at + 2 :]
    return one_too_many or one_too_few or another or swapped


def find_near_words(typed: str, words: Iterable[str]) -> Iterator[str]:
    """The words that somebody may have meant who typed this; none for one that is too short."""
    if len(typed) < SHORTEST:
        return
    for word in words:
        if len(word) >= SHORTEST and is_within_one_slip(typed, word):
            yield word
