"""Whether a workbook stands where it is safe to write, in a sentence for whoever has just opened it there.

Looks only at the place, never over a network that does not answer: what the system says of its own drives, and what
the names on the way say.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from selfassess.files import trials


class Sort(StrEnum):
    """What sort of place it is."""

    ORDINARY = "ordinary"
    PASSING = "passing"
    READ_ONLY = "read_only"
    SYNCHRONISED = "synchronised"
    NETWORK = "network"
    REMOVABLE = "removable"
    OPEN_TO_ALL = "open_to_all"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a workbook stands. ``sentence`` says what to watch, "" for an ordinary place; ``name`` whose folder it is.

    ``fit`` says whether one should go on working there at all.
    """

    sort: Sort
    sentence: str = ""
    name: str = ""

    @property
    def is_fit_for_work(self) -> bool:
        """Whether one should go on working there."""
        return self.sort not in (Sort.PASSING, Sort.READ_ONLY)


_SYNCHRONISED = (
    (r"onedrive(?: ?[-–] ?.+)?|.+ - onedrive", "OneDrive"),
    (r"dropbox(?: \(.+\))?", "Dropbox"),
    (r"google ?drive|my drive|drivefs|googledrive-.+", "Google Drive"),
    (r"icloud ?drive|com~apple~clouddocs|mobile documents", "iCloud Drive"),
    (r"nextcloud|owncloud", "Nextcloud"),
    (r"box(?: sync)?", "Box"),
    (r"sharepoint.*", "SharePoint"),
)
_PASSING = (
    (r"content\.outlook|outlooktemp|olk[0-9a-f]*|com\.microsoft\.outlook", "your mail program"),
    (r"content\.ie5|inetcache|temporary internet files", "your browser or mail program"),
    (r"7zo[0-9a-f]+|rar\$.+|temp\d+_.+\.zip|.+\.zip|wz[0-9a-f]{4}|peazip-tmp", "a zip file"),
    (r"thunderbird.*|mozilla_.+|evolution-.+|kmail.*|mail downloads", "your mail program"),
)
_NETWORK_SYSTEMS = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "fuse.sshfs",
        "9p",
        "ncpfs",
        "afs",
    )
)
_WITHOUT_OWNERS = frozenset(("vfat", "msdos", "exfat", "fat", "fat32"))
_REMOVABLE = re.compile(r"/(?:media|run/media|Volumes)/")

_SYNCHRONISED_SAYS = (
    "This workbook is in a {name} folder. That works for one person at a time: wait until it has synchronised before "
    "somebody else opens it, and if a copy of it appears beside it, merge the two."
)
_NETWORK_SAYS = (
    "This workbook is on a network drive. That works for one person at a time; should the connection break, what was "
    "saved is safe, and what is being written then can be saved again once it is back."
)
_REMOVABLE_SAYS = (
    "This workbook is on a removable drive. Close it before you take the drive out, and keep a copy elsewhere: "
    "whoever finds the drive can read it."
)
_OPEN_SAYS = (
    "This workbook is on a drive that keeps no permissions, so everybody who can use the drive can read it. "
    "Keep it in a folder of your own while it is a draft."
)
_PASSING_SAYS = (
    "This workbook{came} stands in a temporary folder, which is emptied without asking. Save it elsewhere first, then "
    "go on there."
)
_READ_ONLY_SAYS = "Nothing can be saved in the folder of this workbook. Copy it to a folder of your own to work on it."


def inspect_folder(path: Path) -> Place:
    """What sort of place a workbook stands in; the most pressing where it is several."""
    return next(_find_sorts_of_folder(path.absolute()), Place(Sort.ORDINARY))


def _find_sorts_of_folder(path: Path) -> Iterator[Place]:
    folders = [part.casefold() for part in path.parent.parts]
    name = _match_folder_name(folders, _PASSING)
    if name or _is_within_temporary_folder(path):
        came = f" was opened from {name} and" if name else ""
        yield Place(Sort.PASSING, _PASSING_SAYS.format(came=came), name)
    if not trials.can_write_in(path.parent):
        yield Place(Sort.READ_ONLY, _READ_ONLY_SAYS)
    name = _match_folder_name(folders, _SYNCHRONISED) or _find_synchroniser_mark(path)
    if name:
        yield Place(Sort.SYNCHRONISED, _SYNCHRONISED_SAYS.format(name=name), name)
    system, mounted, removable = _read_drive(path)
    if system in _NETWORK_SYSTEMS or str(path).startswith(("\\\\", "//")):
        yield Place(Sort.NETWORK, _NETWORK_SAYS)
    if removable or _REMOVABLE.match(f"{mounted}/"):
        yield Place(Sort.REMOVABLE, _REMOVABLE_SAYS)
    if system in _WITHOUT_OWNERS:
        yield Place(Sort.OPEN_TO_ALL, _OPEN_SAYS)


def _match_folder_name(folders: list[str], known: tuple[tuple[str, str], ...]) -> str:
    """Whose folder one of these is, by its name."""
    for pattern, name in known:
        is_synchronised = any(re.fullmatch(pattern, folder) for folder in folders)
        if is_synchronised:
            return name
    return ""


def _is_within_temporary_folder(path: Path) -> bool:
    """Whether it stands in the system's temporary folder itself, or one that a program made there."""
    with suppress(OSError, ValueError):
        return path.parent.resolve().is_relative_to(Path(tempfile.gettempdir()).resolve())
    return False


def _find_synchroniser_mark(path: Path) -> str:
    """Whose synchronised folder it is where that can have any name: some tell by a setting, others by a mark."""
    for variable in ("OneDriveCommercial", "OneDriveConsumer", "OneDrive"):
        root = os.environ.get(variable)
        if root and path.is_relative_to(root):
            return "OneDrive"
    for folder in path.parents:
        with suppress(OSError):
            if (folder / ".dropbox").exists() or (folder / ".dropbox.cache").exists():
                return "Dropbox"
            if (folder / ".stfolder").exists():
                return "Syncthing"
            if (folder / ".owncloudsync.log").exists() or (folder / ".nextcloudsync.log").exists():
                return "Nextcloud"
    return ""


def _read_drive(path: Path) -> tuple[str, str, bool]:
    """The file system of the drive a file is on, where it is mounted, and whether it can be taken out."""
    if sys.platform == "win32":
        return _read_windows_drive(path)
    mounts: list[tuple[str, str]] = []
    with suppress(OSError):
        for line in Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
            parts = line.split(" ")
            if len(parts) > 2:
                mounts.append((re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), parts[1]), parts[2]))
    within = [(where, system) for where, system in mounts if path.is_relative_to(where)]
    where, system = max(within, key=lambda each: len(each[0]), default=("", ""))
    return system.casefold(), where or str(path.parent), False


def _read_windows_drive(path: Path) -> tuple[str, str, bool]:
    if sys.platform == "win32":
        import ctypes

        root = path.anchor
        kind = ctypes.windll.kernel32.GetDriveTypeW(root)
        name = ctypes.create_unicode_buffer(32)
        ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, None, name, 32)
        drive_kind = "smb" if kind == 4 else name.value.casefold()
        return drive_kind, root, kind == 2
    return "", "", False
