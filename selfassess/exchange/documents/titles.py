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


def title_of(name: str) -> str:
    """A title for a file name ("annual_report-2024.pdf" -> "Annual report-2024") or a web address."""
    if re.match(r"https?://", name, re.IGNORECASE):
        return _of_address(name)
    return _tidy(_ENDING.sub("", plain(name)) or plain(name))


def plain(text: str) -> str:
    """A text on one line without characters that show nothing or turn it around."""
    kept = (
        " " if letter in "\t\n\r\f\v\u2028\u2029" else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in "\t\n\r\f\v\u2028\u2029" or unicodedata.category(letter) not in _UNSEEN
    )
    return " ".join("".join(kept).split())


def _of_address(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return _tidy(plain(address))
    steps = [step for step in parts.path.split("/") if step]
    while steps and _FIRST_PAGE.fullmatch(steps[-1]):
        steps.pop()
    if not steps:
        return plain(parts.netloc.removeprefix("www."))
    return _tidy(_ENDING.sub("", plain(unquote(steps[-1]))))


def _tidy(name: str) -> str:
    words = name.replace("_", " ")
    if " " not in words.strip():
        # Hyphens stand for spaces where there are none; between figures they belong to a date.
        words = _BETWEEN_WORDS.sub(" ", words).replace("+", " ")
    words = " ".join(words.split()).strip(" .-") or "Untitled document"
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    return words[0].upper() + words[1:] if words.islower() or words[0].islower() else words
