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


def pad_item_number(ref: str) -> str:
    """A reference with two digits, so that files sort in order: "IR 5" -> "IR 05"; any other text made safe."""
    number = _NUMBER.fullmatch(ref)
    if number:
        return f"IR {int(number[1]):02}"
    return f"IR {make_file_name_part(ref.removeprefix('IR '))[:_LONGEST_REF].strip(' .')}"


def remove_unseen_characters(text: str) -> str:
    """A text on one line without characters that show nothing or turn it around."""
    shown = (
        " " if unicodedata.category(letter)[0] == "Z" or letter in "\t\n\r\v\f" else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in "\t\n\r\v\f" or unicodedata.category(letter) not in _DROPPED
    )
    return unicodedata.normalize("NFC", " ".join("".join(shown).split()))


def make_file_name_part(text: str) -> str:
    """A text as part of a file name: nothing forbidden, unseen or turned around, no space or dot at its ends."""
    return " ".join(_FORBIDDEN.sub("-", remove_unseen_characters(text)).split()).strip(" .")


def find_name_room(folder: str) -> int:
    """How many characters a name may have in this folder. Raises WrongUseError where it lies too deep."""
    left = min(LONGEST_NAME, LONGEST_PATH - count_windows_units(folder) - 1)
    if left < _LEAST_ROOM:
        raise WrongUseError(
            f"{folder} lies too deep: names of files would be longer than Windows can open. Choose a shorter place."
        )
    return left


def count_windows_units(text: str) -> int:
    """How long Windows finds a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Names:
    """Gives every file of one return a name of its own. ``taken`` are names that are in use already."""

    def __init__(self, room: int, taken: Iterable[str] = ()) -> None:
        self._room = room
        self._taken = {_fold_file_name(name) for name in taken}
        self._counts: dict[str, int] = {}

    def choose_file_name(self, ref: str, title: str, ending: str) -> str:
        """ "IR 05 - Title.ext", cut to the room there is, and numbered where another has that name."""
        ending = _make_safe_ending(ending)
        words = make_file_name_part(title).lstrip("-. ")
        if ending and words.lower().endswith(ending.lower()):
            words = words[: -len(ending)].rstrip(" .")
        start = f"{pad_item_number(ref)} - "
        words = words or _UNTITLED
        known = _fold_file_name(start + words + ending)
        while True:
            self._counts[known] = number = self._counts.get(known, 0) + 1
            close = f" ({number}){ending}" if number > 1 else ending
            made = (
                start
                + _cut_title_to_room(words, self._room - count_windows_units(start + close), start + close)
                + close
            )
            if _fold_file_name(made) not in self._taken:
                self._taken.add(_fold_file_name(made))
                return made


def _make_safe_ending(ending: str) -> str:
    made = f".{make_file_name_part(ending)}"
    if _ENDING.fullmatch(made) and count_windows_units(made) <= _LONGEST_ENDING:
        return made
    return ""


def _cut_title_to_room(words: str, room: int, around: str) -> str:
    """The beginning of a title that fits, at the end of a word where one is near; never half a character."""
    most = _MOST_BYTES - len(around.encode())
    kept = words
    while count_windows_units(kept) > room or len(kept.encode()) > most:
        kept = kept[:-1]
    if len(kept) < len(words):
        while kept and (unicodedata.combining(words[len(kept)]) or words[len(kept)] in "\ufe0e\ufe0f"):
            words = kept
            kept = kept[:-1]
        head, space, _ = kept.rpartition(" ")
        if space and len(head) > len(kept) * 3 // 4:
            kept = head
    return kept.strip(" .")


def _fold_file_name(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
