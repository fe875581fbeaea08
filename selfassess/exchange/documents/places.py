r"""Where a document is: how that is written into a workbook, and which file or page it means.

A workbook travels between machines, so a file near it is written relative to it, with "/" whatever the system. A
location comes from a file that others can write: it is never run, and nothing in it (~, %NAME%, *) is expanded.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from selfassess.domain.model.addresses import WEB
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.exchange.documents import remote
from selfassess.exchange.documents.fingerprint import format_file_name
from selfassess.exchange.documents.remote import ElsewhereError as ElsewhereError
from selfassess.exchange.documents.remote import RemoteError as RemoteError
from selfassess.exchange.documents.titles import remove_invisible_signs

LONGEST = 2_000
"""More characters than any address has that a browser takes."""
_UPWARDS = 2
"""So many folders up a file still counts as near: Assessment/Workbook/a.sawb and Assessment/Evidence/b.pdf."""

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+-]*:")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}\.?|\[[0-9a-f:.]+\]|[\w-]+")
_OF_PEOPLE = ("home", "users", "volumes", "media", "mnt")
"""Folders in which each person or drive has one of its own."""
_ON_WINDOWS = os.name == "nt"


def format_kept_location(path: Path, workbook: Path) -> str:
    """How a file's place is written into ``evidence.location``: relative to the workbook's folder where it is near."""
    file = _make_absolute(path)
    folder = _make_absolute(workbook).parent
    home = Path(os.path.expanduser("~"))
    shared = ""
    if file.anchor.casefold() == folder.anchor.casefold():
        shared = os.path.commonpath([file, folder])
    up = len(folder.parts) - len(Path(shared).parts) if shared else _UPWARDS + 1
    is_far_away = up > _UPWARDS or (up and Path(shared) in (Path(file.anchor), home, home.parent))
    if is_far_away:
        return str(file)
    steps = (*[".."] * up, *file.parts[len(Path(shared).parts) :])
    written = "/".join(steps)
    # A name that reads like an address or another system's path is still a file of this folder.
    if _WINDOWS.match(written) or _SCHEME.match(written):
        return f"./{written}"
    return written


def resolve_location(location: str, workbook: Path, agreed: Collection[str] = ()) -> Path:
    """The file that a location means, whether or not it is there.

    Raises RemoteError where it lies on another computer that is not among the ``agreed`` hosts, untouched;
    ElsewhereError where it lies on another system, and FileError where it is no place of a file.
    """
    if WEB.match(location):
        raise FileError(f"“{_quote_location(location)}” is a web address and not a file.")
    if not location.strip() or "\0" in location:
        raise FileError("No file is named.")
    if location.lstrip()[:5].lower() == "file:":
        location = _of_file_address(location.strip())
    elif re.match(r"[A-Za-z][A-Za-z0-9+-]+:", location.lstrip()):
        raise FileError(f"“{_quote_location(location)}” is an address of another program, which is not followed.")
    base = _make_absolute(workbook).parent
    _refuse_elsewhere(location, base, agreed)
    ways = [base / each for each in _list_spellings(location)]
    return next((way for way in ways if os.path.lexists(way)), ways[0])


def _refuse_elsewhere(location: str, base: Path, agreed: Collection[str]) -> None:
    """Raise ElsewhereError or FileError for a place that is not to be looked at here, or not yet. Touches nothing."""
    host = remote.host_of(location)
    is_elsewhere = not _ON_WINDOWS and (host or _WINDOWS.match(location))
    if is_elsewhere:
        raise ElsewhereError(
            f"“{_quote_location(location)}” is on a Windows computer. Look for the file in a folder here."
        )
    if not _ON_WINDOWS:
        return
    if not host and re.match(r"[\\/](?![\\/])", location):
        raise ElsewhereError(
            f"“{_quote_location(location)}” is on another computer. Look for the file in a folder here."
        )
    # Whoever opened a workbook on a share has agreed to that computer.
    if host and host not in agreed and host != remote.host_of(str(base)):
        raise RemoteError(location, host)
    remote.refuse_unfit_for_windows(location)


def is_elsewhere(location: str, path: Path) -> bool:
    """Whether a file that is not there lies in a drive or a person's folder that this computer does not have."""
    if is_relative(location):
        return False
    is_in_a_profile = len(path.parts) > 3 and path.parts[1].casefold() in _OF_PEOPLE
    depth = 3 if is_in_a_profile else min(2, len(path.parts) - 1)
    return not os.path.exists(Path(*path.parts[:depth]))


def is_relative(location: str) -> bool:
    """Whether a location is written relative to the workbook."""
    return not (_WINDOWS.match(location) or _SCHEME.match(location) or PurePosixPath(location).is_absolute())


def clean_web_address(text: str) -> str:
    """A typed or pasted web address made clean: "www.x.uk" -> "https://www.x.uk".

    Raises WrongUseError for anything but http and https, and for addresses that hide where they lead.
    """
    written = text.strip().strip("<>\"'“”‘’ \t")
    cleaned = remove_invisible_signs(written)
    shown_text = _quote_location(cleaned)
    if cleaned != unicodedata.normalize("NFC", written) or " " in cleaned or not cleaned:
        raise WrongUseError(f"“{shown_text}” is not a web address: it has spaces or characters that cannot be seen.")
    if len(cleaned) > LONGEST:
        raise WrongUseError(f"“{shown_text}” is too long for a web address (more than {LONGEST:,} characters).")
    if not WEB.match(cleaned):
        if _SCHEME.match(cleaned) or cleaned.startswith(("/", "\\", ".")):
            raise WrongUseError(
                f"“{shown_text}” is not a web address: only links that begin with http:// or https:// are kept."
            )
        cleaned = f"https://{cleaned}"
    try:
        parts = urlsplit(cleaned)
        host = parts.hostname or ""
        port = parts.port
    except ValueError as error:
        raise WrongUseError(f"“{shown_text}” is not a whole web address.") from error
    if "@" in parts.netloc:
        raise WrongUseError(f"“{shown_text}” has a name before the “@”, which hides where it leads; leave that out.")
    if (
        "\\" in cleaned
        or not _HOST.fullmatch(host if ":" not in host else f"[{host}]")
        or not _is_host_name(text, host)
    ):
        raise WrongUseError(f"“{shown_text}” is not a whole web address.")
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{port}" if port else host
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc).geturl()


def _is_host_name(text: str, host: str) -> bool:
    """Whether a host is one: a single word is, only where the address says http (a server of one's own)."""
    if "." in host:
        return True
    return ":" in host or bool(WEB.search(text))


def _make_absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _of_file_address(location: str) -> str:
    """The path in an address that begins with "file:"; ElsewhereError where it names another computer."""
    try:
        parts = urlsplit(location.replace("\\", "/"))
    except ValueError as error:
        raise FileError(f"“{_quote_location(location)}” is no place of a file.") from error
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost") or remote.host_of(path):
        raise ElsewhereError(f"“{_quote_location(location)}” leads to another computer, which is not followed.")
    if not re.match(r"/[A-Za-z]:", path):
        return path
    return path[1:]


def _list_spellings(location: str) -> Iterator[str]:
    """A location as it is written, then with slashes and accents as other systems write them."""
    yield location
    turned = location if _ON_WINDOWS else location.replace("\\", "/")
    for form in ("NFC", "NFD"):
        for each in (location, turned):
            yield unicodedata.normalize(form, each)


def _quote_location(text: str) -> str:
    if not text.strip():
        return ""
    return format_file_name(text)
