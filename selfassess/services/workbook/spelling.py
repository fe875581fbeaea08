"""British spelling: a dictionary that ships with the program, and the words that people added.

The dictionary is read once, aside; until it is there nothing is held to be wrong. Nothing is ever looked up elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Protocol

from selfassess.domain.model.errors import FileError
from selfassess.packs.resources import RESOURCES
from selfassess.services.workbook.settings import Settings

FOLDER = RESOURCES / "dictionary"
MISSING = (
    "Spelling is not checked: the British dictionary of this program is missing or damaged. Everything else works; "
    "install the program again to have it back."
)
LONGEST_WORD = 40
"""Letters: nothing that is longer is a word, and nobody waits for it."""
MOST_SUGGESTIONS = 6
MOST_REMEMBERED = 50_000
"""Words whose spelling is remembered, more than anybody writes in a sitting."""

_WORD = re.compile(r"\w+(?:[’'.@/:_\-]+\w+)*")
_PART = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NO_WORDS = re.compile(r"[\d_@/:]|\.\w\w|www\.")
"""What has one of these in it is an address, a reference or a number, and no word of the language."""


class Dictionary(Protocol):
    """What spells: the library's dictionary is one."""

    def lookup(self, word: str) -> bool:
        """Whether a word is in it."""

    def suggest(self, word: str) -> Iterable[str]:
        """The words that are like one, the likeliest first."""


def load_dictionary(folder: Path = FOLDER) -> Dictionary:
    """Read the dictionary, which takes part of a second; raises FileError where it is missing or damaged."""
    from spylls.hunspell import Dictionary as Hunspell  # read when it is needed: nobody waits for it at the start
    from spylls.hunspell import readers
    from spylls.hunspell.readers.file_reader import BaseReader

    class TextReader(BaseReader):  # type: ignore[misc]
        """Lines of a text that is read already; the library's own reader leaves its files open."""

        def __init__(self, name: str) -> None:
            self.text = (folder / name).read_text(encoding="utf-8")
            super().__init__(StringIO(self.text))

        def reset_encoding(self, encoding: str) -> None:
            """Begin again at the same line, as the library asks for; the text is one already."""
            self.reset_io(StringIO(self.text))

    try:
        aff, context = readers.read_aff(TextReader("en_GB.aff"))
        made: Dictionary = Hunspell(aff, readers.read_dic(TextReader("en_GB.dic"), aff=aff, context=context))
        whole = made.lookup("neighbour") and not made.lookup("neighbuor")
    except Exception as error:
        raise FileError(MISSING) from error
    if not whole:
        raise FileError(MISSING)
    return made


def read_sector_words(folder: Path = FOLDER) -> frozenset[str]:
    """The words of the sector that no general dictionary has; none where their list is missing."""
    try:
        lines = (folder / "sector.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """The words of a text between two places, each with where it begins; addresses and references are left out."""
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        if _NO_WORDS.search(found[0]):
            continue
        for part in _PART.finditer(text, found.start(), found.end()):
            yield part.start(), part[0]


class Speller:
    """Says which words are spelt well.

    Besides the person's own words those of the workbook count: ``list_here`` tells them, ``keep_here`` keeps others.
    """

    def __init__(
        self,
        settings: Settings,
        list_here: Callable[[], tuple[str, ...]] = tuple,
        keep_here: Callable[[tuple[str, ...]], object] = lambda words: None,
    ) -> None:
        self._settings = settings
        self._list_here, self._keep_here = list_here, keep_here
        self._dictionary: Dictionary | None = None
        self._known: dict[str, bool] = {}
        self._own: frozenset[str] = frozenset()
        self._sector: frozenset[str] = frozenset()
        self.looked_up = 0
        """How often the dictionary was asked."""
        self.read_own_words()

    @property
    def is_on(self) -> bool:
        """Whether spelling is checked: the person wants it, and the dictionary is there."""
        return self._settings.spelling and self._dictionary is not None

    def use_dictionary(self, dictionary: Dictionary, sector: frozenset[str] = frozenset()) -> None:
        """Check against this dictionary from now on."""
        self._dictionary = dictionary
        self._sector = frozenset(word.casefold() for word in sector)
        self._known.clear()

    def read_own_words(self) -> None:
        """Take the own words as settings and workbook have them now."""
        self._own = frozenset(word.casefold() for word in (*self._settings.own_words, *self._list_here()))

    def is_remembered(self, word: str) -> bool:
        """Whether it is known already how a word is spelt, so that nothing has to be looked up."""
        return _plain(word) in self._known

    def is_right(self, word: str) -> bool:
        """Whether a word is spelt well, as far as anybody can say: abbreviations and own words are."""
        word = _plain(word)
        if self._dictionary is None or len(word) > LONGEST_WORD or len(word) == 1 or _is_abbreviation(word):
            return True
        if word.casefold() in self._own or _without_ending(word).casefold() in self._own | self._sector:
            return True
        if word not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self.looked_up += 1
            self._known[word] = self._dictionary.lookup(word)
        return self._known[word]

    def suggest_words(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first; takes part of a second, so it is asked for aside."""
        if self._dictionary is None or len(word) > LONGEST_WORD:
            return ()
        return tuple(islice(self._dictionary.suggest(_plain(word)), MOST_SUGGESTIONS))

    def is_own(self, word: str) -> bool:
        """Whether a word is right because the person added it."""
        return _plain(word).casefold() in self._own

    def add_word(self, word: str, *, only_here: bool = False) -> None:
        """Hold a word to be right from now on: for this person everywhere, or for everybody in this workbook."""
        word = _plain(word)
        if not only_here:
            self._settings.add_own_word(word)
        elif word not in self._list_here():
            self._keep_here((*self._list_here(), word))
        self.read_own_words()

    def remove_word(self, word: str) -> None:
        """Hold a word that was added to be no word again, however it is capitalised."""
        word = _plain(word)
        self._settings.remove_own_word(word)
        here = self._list_here()
        kept = tuple(other for other in here if other.casefold() != word.casefold())
        if kept != here:
            self._keep_here(kept)
        self.read_own_words()


def _plain(word: str) -> str:
    return word.replace("’", "'")


def _without_ending(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'S")


def _is_abbreviation(word: str) -> bool:
    """CQC, KPIs, DoLS, CQC's: two capitals at least in the first four letters."""
    return sum(letter.isupper() for letter in word[:4]) > 1
