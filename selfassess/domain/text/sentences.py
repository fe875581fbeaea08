"""Written texts made into running text: ended where they have no end, and joined where one goes on from another."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w\S*")
_ENDS = (".", "!", "?", ":", ";", "…", "”", ")")


def end_sentence(text: str) -> str:
    """A text as a sentence: with a full stop, unless it ends in a sign already."""
    text = text.rstrip()
    if not text or text.endswith(_ENDS):
        return text
    return f"{text}."


def join_sentences(texts: Iterable[str]) -> str:
    """Texts one after the other, in one paragraph.

    One that begins with a small letter goes on from the one before: "Because posts are empty", "waits may grow".
    """
    made = ""
    for text in (" ".join(each.split()) for each in texts):
        if not text:
            continue
        if made and text[0].islower():
            parting = " " if text.startswith("and ") else ", "
            made = made.rstrip(" .,;") + parting + text
        else:
            made = f"{end_sentence(made)} {text}" if made else text
    return end_sentence(made)


def count_words(texts: Iterable[str]) -> int:
    """How many words there are; the signs of a list are none."""
    return sum(len(_WORD.findall(text)) for text in texts)
