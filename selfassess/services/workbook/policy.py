"""What an organisation has set for everybody at a computer: where backups go, whether a passphrase is required, and
which folders are allowed.

It is read once, from a file that only whoever looks after the computer writes: the computer's own, and one beside the
program. What a person set for themselves never weakens it. A file that makes no sense is said to whoever starts the
program, and is taken for the strictest that can still be worked with: what is sent then needs a passphrase.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import selfassess
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.text.wording import join_with_or
from selfassess.services.workbook import settings

NAME = "policy.toml"
BY = "Set by your organisation"
LARGEST = 100_000
"""Bytes of such a file; more is none of ours."""


_NOT_FILLED = re.compile(r"%\w+%|\$\w+|\$\{\w+\}")
"""A variable of the system that nobody has set: it stays as it is written, and no folder is called so."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds. ``faults`` are sentences on what of the files makes no sense, ``files`` where it was read."""

    backup_folder: Path | None = None
    passphrase_required: bool = False
    allowed_places: tuple[Path, ...] = ()
    faults: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def describe_faults(self) -> str:
        """What is wrong with the files, for whoever starts the program; "" where nothing is."""
        if not self.faults:
            return ""
        return (
            f"What your organisation has set for this program cannot all be read: {' '.join(self.faults)} Until that "
            "is mended, what you export or send needs a passphrase. Tell whoever looks after this computer."
        )

    @property
    def describe_settings(self) -> tuple[str, ...]:
        """Everything that holds, each in a sentence."""
        told = []
        if self.backup_folder is not None:
            told.append(f"Backups are kept in {self.backup_folder}.")
        if self.passphrase_required:
            told.append("What you export or send is locked with a passphrase, all but the public version.")
        if self.allowed_places:
            places = join_with_or(map(str, self.allowed_places))
            told.append(f"Workbooks and what is made from them are written only in {places}.")
        return tuple(told)


def list_policy_places() -> tuple[Path, ...]:
    """Where the file may be, the one that counts more last: beside the program, and the computer's own."""
    return _folder_beside_program() / NAME, _folder_of_computer() / NAME


def _folder_beside_program() -> Path:
    around = Path(selfassess.__file__).resolve().parents[1]
    return around.parent if around.name == "app" else around


def _folder_of_computer() -> Path:
    if sys.platform == "win32":
        import platformdirs  # asks Windows itself, and not a variable that anybody may set

        return platformdirs.site_config_path("selfassess", appauthor=False)
    if sys.platform == "darwin":
        return Path("/Library/Application Support/selfassess")
    return Path("/etc/xdg/selfassess")


def current_policy() -> Policy:
    """What holds for this run of the program."""
    return _read_policy_files(list_policy_places())


@functools.cache
def _read_policy_files(files: tuple[Path, ...]) -> Policy:
    set_: dict[str, object] = {}
    faults: list[str] = []
    there: list[Path] = []
    for file in files:
        try:
            with file.open("rb") as opened:
                text = opened.read(LARGEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            faults.append(f"{file} cannot be read ({error.strerror}).")
            continue
        import tomllib  # the start screen waits for what is imported, and few computers have such a file

        there.append(file)
        try:
            if len(text) > LARGEST:
                raise ValueError("it is far too long")
            set_ |= _pick_sound_settings(file, tomllib.loads(text.decode("utf-8-sig")), faults)
        except (ValueError, RecursionError) as error:
            faults.append(f"{file} makes no sense: {error}.")
    required = bool(set_.pop("passphrase_required", False)) or bool(faults)
    return Policy(**set_, passphrase_required=required, faults=tuple(faults), files=tuple(there))  # type: ignore[arg-type]


def _pick_sound_settings(file: Path, said: Mapping[str, object], faults: list[str]) -> dict[str, object]:
    """What of a file can be used; what cannot is told."""
    found: dict[str, object] = {}
    for key, value in said.items():
        if key not in _KINDS:
            faults.append(f"{file} sets “{key}”, which this version does not know.")
            continue
        wanted, understand = _KINDS[key]
        try:
            found[key] = understand(value)
        except ValueError:
            faults.append(f"In {file} “{key}” should be {wanted}.")
    return found


def _to_yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _to_folder(value: object) -> Path:
    """A folder, with variables of the system such as %USERNAME% filled in; one that is not set makes no sense."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    filled = os.path.expanduser(os.path.expandvars(value))
    folder = Path(filled)
    if not folder.is_absolute() or _NOT_FILLED.search(filled):
        raise ValueError
    return folder


def _to_folders(value: object) -> tuple[Path, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(map(_to_folder, value))


_KINDS: dict[str, tuple[str, Callable[[object], object]]] = {
    "backup_folder": ("a whole path of a folder, with every variable in it set", _to_folder),
    "passphrase_required": ("true or false", _to_yes_or_no),
    "allowed_places": ("a list of whole paths of folders", _to_folders),
}
"""Key -> what it should be, in words, and how it is understood. A new rule is an entry, a field and its use."""


def allows_path(path: Path) -> bool:
    """Whether a person's files may be written at a path; what the program keeps for itself always may."""
    allowed = current_policy().allowed_places
    if not allowed:
        return True
    own = (settings.find_own_folder("data"), settings.find_own_folder("config"), current_policy().backup_folder)
    within = (*allowed, *(each for each in own if each is not None))
    return any(_is_within(path, folder) for folder in within)


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, links and mapped drives followed, and "..", where there is one, too."""
    parts = [Path(os.path.normcase(os.path.realpath(each))) for each in (path, folder)]
    return parts[0].is_relative_to(parts[1])


def explain_place_fault(path: Path) -> str:
    """Why nothing may be written at a path, in a sentence; "" where it may."""
    if allows_path(path):
        return ""
    return (
        f"{path.name} may not be written in {path.parent}: your organisation has workbooks and what is made from them "
        f"kept in {join_with_or(map(str, current_policy().allowed_places))}. Choose a folder there."
    )


def require_place(path: Path) -> None:
    """Raise FileError where nothing may be written at a path."""
    if fault := explain_place_fault(path):
        raise FileError(fault)


def require_passphrase(passphrase: str | None, *, public: bool = False) -> None:
    """Raise WrongUseError where what is sent has to be locked and is not; the public version is for everybody."""
    if current_policy().passphrase_required and passphrase is None and not public:
        raise WrongUseError(
            "Your organisation requires a passphrase for what is exported or sent: lock it with one (--lock on the "
            "command line)."
        )
