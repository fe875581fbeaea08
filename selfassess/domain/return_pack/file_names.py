"""What the files of a return are called: by IR number and title, so that every system takes them and none is hidden.

Windows forbids the most, so its rules hold everywhere: names are counted in UTF-16 units, and two that differ only in
capitals are one. Names of devices ("CON", "NUL") are harmless behind the IR number that every name begins with. A name
is also kept within what Linux allows (255 bytes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from selfassess.domain.model.errors import WrongUseError

LONGEST_PATH = 240
"""Characters of a whole path that every program on Windows can open."""
LONGEST_NAME = 120
"""Longer names are cut: nobody knows how deep the folder lies into which the reader puts the return."""
_LEAST_ROOM = 40
_MOST_BYTES = 230
_LONGEST_ENDING = 17
_LONGEST_REF = 10

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_ENDING = re.compile(r"\.[^\s.]+")
_NUMBER = re.compile(r"IR (\d{1,4})")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_UNTITLED = "Untitled"


def numbered(ref: str) -> str:
    """A reference with two digits, so that files sort in order: "IR 5" -> "IR 05"; any other text made safe."""
    number = _NUMBER.fullmatch(ref)
    return f"IR {int(number[1]):02}" if number else f"IR {safe(ref.removeprefix('IR '))[:_LONGEST_REF].strip(' .')}"


def plain(text: str) -> str:
    """A text on one line without characters that show nothing or turn it around."""
    shown = (
        " " if unicodedata.category(letter)[0] == "Z" or letter in "\t\n\r\v\f" else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in "\t\n\r\v\f" or unicodedata.category(letter) not in _DROPPED
    )
    return unicodedata.normalize("NFC", " ".join("".join(shown).split()))


def safe(text: str) -> str:
    """A text as part of a file name: nothing forbidden, unseen or turned around, no space or dot at its ends."""
    return " ".join(_FORBIDDEN.sub("-", plain(text)).split()).strip(" .")


def room(folder: str) -> int:
    """How many characters a name may have in this folder. Raises WrongUseError where it lies too deep."""
    left = min(LONGEST_NAME, LONGEST_PATH - units(folder) - 1)
    if left < _LEAST_ROOM:
        raise WrongUseError(
            f"{folder} lies too deep: names of files would be longer than Windows can open. Choose a shorter place."
        )
    return left


def units(text: str) -> int:
    """How long Windows finds a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Names:
    """Gives every file of one return a name of its own. ``taken`` are names that are in use already."""

    def __init__(self, room: int, taken: Iterable[str] = ()) -> None:
        self._room = room
        self._taken = {_key(name) for name in taken}
        self._counts: dict[str, int] = {}

    def name(self, ref: str, title: str, ending: str) -> str:
        """ "IR 05 - Title.ext", cut to the room there is, and numbered where another has that name."""
        ending = _safe_ending(ending)
        words = safe(title).lstrip("-. ")
        if ending and words.lower().endswith(ending.lower()):
            words = words[: -len(ending)].rstrip(" .")
        start, words = f"{numbered(ref)} - ", words or _UNTITLED
        known = _key(start + words + ending)
        while True:
            self._counts[known] = number = self._counts.get(known, 0) + 1
            close = f" ({number}){ending}" if number > 1 else ending
            made = start + _cut(words, self._room - units(start + close), start + close) + close
            if _key(made) not in self._taken:
                self._taken.add(_key(made))
                return made


def _safe_ending(ending: str) -> str:
    made = f".{safe(ending)}"
    return made if _ENDING.fullmatch(made) and units(made) <= _LONGEST_ENDING else ""


def _cut(words: str, room: int, around: str) -> str:
    """The beginning of a title that fits, at the end of a word where one is near; never half a character."""
    most = _MOST_BYTES - len(around.encode())
    kept = words
    while units(kept) > room or len(kept.encode()) > most:
        kept = kept[:-1]
    if len(kept) < len(words):
        while kept and (unicodedata.combining(words[len(kept)]) or words[len(kept)] in "\ufe0e\ufe0f"):
            words, kept = kept, kept[:-1]
        head, space, _ = kept.rpartition(" ")
        kept = head if space and len(head) > len(kept) * 3 // 4 else kept
    return kept.strip(" .")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
