"""How plain the words are that people read: the help and the sentences of the window, and words that nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfassess.packs.resources import RESOURCES
from tests.rules.test_house import words_on_screen

LEAST = 80.0
"""Flesch: from here on a text is easy to read; plain English for conversation is 80 to 90."""
FORBIDDEN = re.compile(
    r"\bspeaks? up to\b|\bstands? around\b|\bneeds? somebody\b|\b\d{1,2}(?:[:.]\d\d)? ?[ap]m\b"
    r"|\butilis\w+|\bfacilitat\w+|\bprior to\b|\bin order to\b|\bcommence\w*|\bhence\b|\bwhilst\b",
    re.IGNORECASE,
)
"""Words of the makers, or of nobody: what they mean is said in plain words."""


def count_syllables(word: str) -> int:
    """The sounded vowels of an English word, silent endings left out."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) > 3:
        letters = re.sub(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$", lambda ending: ending[0][0], letters)
    return max(1, len(re.findall(r"[aeiouy]+", letters)))


def measure_reading_ease(text: str) -> float:
    """Flesch's reading ease; each entry of a list counts as a sentence."""
    plain = re.sub(r"`[^`]*`|\*\*|\*|#+ ", "", text)
    plain = re.sub(r"\n\s*[-\d]+\.?\s+|\n\s*\n", ". ", plain)
    sentences = [each for each in re.split(r"[.!?:;]+(?:\s|$)", plain) if re.search(r"[A-Za-z]", each)]
    words = re.findall(r"[A-Za-z'’]+", plain)
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(count_syllables, words)) / len(words)


def read_sentences() -> Iterator[str]:
    """The whole sentences that the window says, as they stand in it."""
    for path, text in words_on_screen():
        if "ui" in path.parts and len(text.split()) >= 4 and re.search(r"[a-z][.!?]$", text.strip()):
            yield text.strip()


def test_the_counter_counts_as_a_reader_does() -> None:
    for word, count in {"the": 1, "evidence": 3, "saved": 1, "people": 2, "make": 1, "assessment": 3}.items():
        assert count_syllables(word) == count, word
    assert measure_reading_ease("The cat sat on the mat.") > 100
    assert measure_reading_ease("Organisational accountability necessitates comprehensive documentation.") < 0


def test_the_help_and_the_windows_sentences_are_easy_to_read() -> None:
    help_ = "\n\n".join(file.read_text(encoding="utf-8") for file in sorted((RESOURCES / "help").glob("*.md")))
    sentences = list(read_sentences())
    assert len(sentences) > 200
    assert measure_reading_ease(help_) >= LEAST
    assert measure_reading_ease("\n\n".join(sentences)) >= LEAST


def test_nobody_reads_words_that_nobody_says() -> None:
    shown = [(str(path), text) for path, text in words_on_screen() if " " in text and not _is_pattern(text)]
    shown += [(file.name, file.read_text(encoding="utf-8")) for file in (RESOURCES / "help").glob("*.md")]
    found = [f"{place}: {hit[0]}" for place, text in shown if (hit := FORBIDDEN.search(text))]
    assert found == []


def _is_pattern(text: str) -> bool:
    """Whether a text is for the program and not for people: a pattern, an address, a piece of a style."""
    return bool(re.search(r"\\b|\(\?|[{}|]", text))
