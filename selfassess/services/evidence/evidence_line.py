"""One line for evidence of any sort: whether what is typed there is a web link, the place of a file, or a title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.addresses import WEB
from selfassess.domain.model.errors import FileError
from selfassess.exchange.documents import places
from selfassess.services.evidence.add_evidence import Found, read_pasted_links

_BARE_HOST = re.compile(r"www\.[^\s.]+\.\S+", re.IGNORECASE)
_PLACE = re.compile(r"file:/|[A-Z]:[\\/]|\\\\|/[^/\s]", re.IGNORECASE)
_QUOTES = "\"'“”‘’<>"
"""What systems and mail programs put around a place that is copied."""

TITLE = "A title. Say below what it shows and where it is."
FILE = "A file. It stays where it is; its place and its fingerprint are noted."


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a line means: a web link ``found``, a ``file``, or else a title; ``refused`` says why it can be neither."""

    words: str
    found: Found | None = None
    file: str = ""
    refused: str = ""


def understand_line(text: str) -> Understood:
    """What is typed in a line, from its words alone: nothing is looked for while somebody types."""
    plain = text.strip().strip(_QUOTES).strip()
    if any(WEB.match(word) for word in plain.split()) or _BARE_HOST.fullmatch(plain):
        taken = read_pasted_links(plain)
        if not taken.found:
            return Understood(words=taken.problems[0], refused=taken.problems[0])
        return Understood(words=f"A web link. Its title will be “{taken.found[0].title}”.", found=taken.found[0])
    if _PLACE.match(plain):
        return Understood(words=FILE, file=plain)
    return Understood(words=TITLE if plain else "")


def find_named_file(understood: Understood, workbook: Path) -> Path:
    """The file that a line names; raises FileError where none is there, or where it cannot be looked at here."""
    path = places.resolve_location(understood.file, workbook)
    if not path.exists():
        raise FileError(f"There is no file “{path.name}” at that place. Choose it with “Add files…”.")
    return path
