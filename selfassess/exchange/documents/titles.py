"""What a document is called, guessed from the name of its file or from its address; a person can set it right."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

LONGEST = 200

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Characters that show nothing, turn the text around, or are broken; none belongs in a title."""
_ENDING = re.compile(r"(?<=.)\.(?=[0-9]*[a-z])[0-9a-z]{1,5}$", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"(?<![0-9])-+|-+(?![0-9])")
_FIRST_PAGE = re.compile(r"(?:index|default|home)(?:\.\w{2,5})?", re.IGNORECASE)


def guess_document_title(name: str) -> str:
    """A title for a file name ("annual_report-2024.pdf" -> "Annual report-2024") or a web address."""
    if re.match(r"https?://", name, re.IGNORECASE):
        return _of_address(name)
    return _tidy_file_title(_ENDING.sub("", remove_invisible_signs(name)) or remove_invisible_signs(name))


def remove_invisible_signs(text: str) -> str:
    """A text on one line without characters that show nothing or turn it around."""
    kept = (
        " " if letter in "\t\n\r\f\v\u2028\u2029" else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in "\t\n\r\f\v\u2028\u2029" or unicodedata.category(letter) not in _UNSEEN
    )
    return " ".join("".join(kept).split())


def _of_address(address: str) -> str:
    """A title for a web address: its last step that says something, or else the host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return _tidy_file_title(remove_invisible_signs(address))
    steps = [step for step in parts.path.split("/") if step]
    while steps and _FIRST_PAGE.fullmatch(steps[-1]):
        steps.pop()
    if not steps:
        return remove_invisible_signs(parts.netloc.removeprefix("www."))
    return _tidy_file_title(_ENDING.sub("", remove_invisible_signs(unquote(steps[-1]))))


def _tidy_file_title(name: str) -> str:
    """A file's name made into words."""
    words = name.replace("_", " ")
    if " " not in words.strip():
        # Hyphens stand for spaces where there are none; between figures they belong to a date.
        words = _BETWEEN_WORDS.sub(" ", words).replace("+", " ")
    words = " ".join(words.split()).strip(" .-") or "Untitled document"
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    if words.islower() or words[0].islower():
        return words[0].upper() + words[1:]
    return words
