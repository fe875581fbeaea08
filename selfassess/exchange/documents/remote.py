r"""Whether a place that is written in a workbook lies on another computer, or names a device; told by its letters.

Merely asking Windows whether ``\\host\share\file`` is there connects to that host and tells it who asks. A workbook
comes from others, so nothing of the kind is asked before a person has agreed to that host.
"""

from __future__ import annotations

import re
import unicodedata

from selfassess.domain.model.errors import FileError
from selfassess.exchange.documents.fingerprint import format_file_name
from selfassess.files import names

_LIKE_SLASHES = str.maketrans(dict.fromkeys("\\\u2044\u2215\u29f8\u2571\u29f5\u2216\u2572\ufe68\uff3c\uff0f", "/"))
_DEVICES = (".", "?", "??")
_DRIVE = re.compile(r"[A-Za-z]:")


class ElsewhereError(FileError):
    """A location speaks of a folder, drive or system that this computer does not have."""


class RemoteError(ElsewhereError):
    """A location leads to another computer, which nobody here has agreed to. ``host`` is its name, in small letters."""

    def __init__(self, location: str, host: str) -> None:
        super().__init__(
            f"“{format_file_name(location)}” is on another computer, {format_file_name(host)}, and was not looked for. "
            "Open its place once to agree to that."
        )
        self.host = host


def host_of(location: str) -> str:
    r"""The other computer that a location leads to on Windows, "" where it stays on this one.

    Every spelling counts: ``\\host``, ``//host``, ``\\?\UNC\host``, ``\\.\UNC\host``, mixed, and with letters that only
    look like slashes. Raises FileError where it names a device.
    """
    text = "".join(each for each in location if unicodedata.category(each) not in ("Cc", "Cf")).strip()
    text = unicodedata.normalize("NFKC", text).translate(_LIKE_SLASHES)
    if not text.startswith(("//", "/??/")):
        return ""
    steps = [step for step in text.split("/") if step]
    device = bool(steps) and steps[0] in _DEVICES
    while steps and steps[0] in _DEVICES:
        steps.pop(0)
    if device and steps and _DRIVE.fullmatch(steps[0]):
        return ""
    if device and steps and steps[0].upper() == "UNC":
        steps.pop(0)
    elif device or not steps:
        raise FileError(f"“{format_file_name(location)}” names a device and not a file.")
    if not steps:
        raise FileError(f"“{format_file_name(location)}” is no place of a file.")
    return steps[0].casefold()


def refuse_unfit_for_windows(location: str) -> None:
    """Raise FileError for what Windows takes for something else than the file of that name.

    A device ("CON", "NUL.txt"), a stream in a file ("a.txt:b.exe"), a name whose end it leaves off ("a.exe."), a place
    that depends on where the program stands ("C:a.exe").
    """
    rest = re.sub(r"^(?:[\\/]{2}[?.][\\/])?[A-Za-z]:(?=[\\/])", "", location)
    for part in re.split(r"[\\/]+", re.sub(r"^[\\/]{2}[?.][\\/]", "", rest)):
        if part not in ("", ".", "..") and names.is_name_unfit(part):
            raise FileError(f"“{format_file_name(location)}” is no name of a file on Windows, so it is not opened.")
