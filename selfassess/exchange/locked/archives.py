"""Zip files locked with a passphrase, written, read back, and opened with care.

The encryption is the one of WinZip (AES-256), which 7-Zip, WinZip and the Mac's own programs open. The names of the
files in it, and their sizes, can be read by anybody: so has every zip file.
"""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.files import private

LARGEST = 2_000_000_000
"""What is unpacked is no larger than this (in bytes),"""
MAX_RATIO, RATIO_FROM = 200, 50_000_000
"""nor packed more tightly than any writing is, once it is larger than this."""
MOST_FILES = 10_000

_PIECE = 1 << 20
_ENCRYPTED = 0x1
_LARGE = 0x7000_0000
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o100600 << 16

Cancelled = Callable[[], bool]


class WrongPassphraseError(FileError):
    """The passphrase is not the one that the file was locked with."""


def is_locked_archive(path: Path) -> bool:
    """Whether a file is a zip file that needs a passphrase; False where it cannot be read."""
    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return any(info.flag_bits & _ENCRYPTED for info in archive.infolist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def write_locked_archive(
    target: Path, files: Iterable[tuple[str, Path]], passphrase: str, cancelled: Cancelled = lambda: False
) -> None:
    """Lock files, by the names given, into ``target``, and read them back.

    Raises OSError, FileError where it is not whole, and CancelledError once ``cancelled`` says so.
    """
    with _create_locked_archive(target, passphrase) as locked:
        wanted = {}
        for name, path in files:
            with path.open("rb") as file:
                there = os.fstat(file.fileno())
                written = time.localtime(there.st_mtime)[:6]
                wanted[name] = _add_locked_file(locked, name, file, (there.st_size, written), cancelled)
    _verify_locked_archive(target, wanted, passphrase, cancelled)


def repack_with_passphrase(target: Path, source: Path, passphrase: str, cancelled: Cancelled = lambda: False) -> None:
    """The same with everything that an open zip file of ours holds."""
    with _create_locked_archive(target, passphrase) as locked, zipfile.ZipFile(source) as plain:
        wanted = {}
        for info in plain.infolist():
            with plain.open(info) as file:
                about = (info.file_size, info.date_time)
                wanted[info.filename] = _add_locked_file(locked, info.filename, file, about, cancelled)
    _verify_locked_archive(target, wanted, passphrase, cancelled)


def unlock_archive(path: Path, passphrase: str, folder: Path, cancelled: Cancelled = lambda: False) -> Path:
    """The one file that a locked zip file holds, unpacked into a private folder.

    Raises WrongPassphraseError for a wrong passphrase, and FileError for what is damaged, made to do harm, or holds
    several files.
    """
    with _open_locked_archive(path, passphrase) as archive:
        info = _find_only_member(path, archive.infolist())
        out = folder / (info.filename.replace("\\", "/").rpartition("/")[2].lstrip(".")[-150:] or "file")
        size = 0
        with archive.open(info) as member, private.create_private_file(out) as file:
            while piece := member.read(_PIECE):
                size += len(piece)
                if size > info.file_size:
                    raise _build_harmful_export_error(path)
                _raise_if_cancelled(cancelled)
                file.write(piece)
    return out


@contextmanager
def _create_locked_archive(target: Path, passphrase: str) -> Iterator[Any]:
    """A new zip file that any program opens which knows AES-256."""
    import pyzipper  # takes a while to import; most uses of this program never need it

    with pyzipper.AESZipFile(target, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as locked:
        locked.setpassword(passphrase.encode())
        locked.setencryption(pyzipper.WZ_AES, nbits=256)
        yield locked


def _add_locked_file(
    locked: Any, name: str, file: IO[bytes], about: tuple[int, tuple[int, ...]], cancelled: Cancelled
) -> str:
    """Add a file piece by piece, with its size and date as given; the fingerprint of what was added."""
    size, written = about
    info = locked.zipinfo_cls(name, max(written, _EARLIEST))
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, _PRIVATE
    digest = hashlib.sha256()
    with locked.open(info, "w", force_zip64=size > _LARGE) as member:
        while piece := file.read(_PIECE):
            _raise_if_cancelled(cancelled)
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def _verify_locked_archive(target: Path, wanted: dict[str, str], passphrase: str, cancelled: Cancelled) -> None:
    """Read the file back with the passphrase, and compare it part by part with what went in."""
    found = {}
    with _open_locked_archive(target, passphrase) as archive:
        for info in archive.infolist():
            digest = hashlib.sha256()
            with archive.open(info) as member:
                while piece := member.read(_PIECE):
                    _raise_if_cancelled(cancelled)
                    digest.update(piece)
            found[info.filename] = digest.hexdigest() if info.flag_bits & _ENCRYPTED else ""
    if found != wanted:
        raise FileError("The locked file cannot be read back whole, so nothing was written. Try again.")


@contextmanager
def _open_locked_archive(path: Path, passphrase: str) -> Iterator[Any]:
    import pyzipper

    try:
        with pyzipper.AESZipFile(path) as archive:
            archive.setpassword(passphrase.encode())
            yield archive
    except RuntimeError as error:
        raise WrongPassphraseError(
            f"This is not the passphrase of {path.name}. Type it again: capital and small letters differ."
        ) from error
    except (zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileError(
            f"{path.name} cannot be unlocked: it is damaged, or the passphrase is another one. Try again, or ask for "
            "it to be sent again."
        ) from error


def _find_only_member(path: Path, members: list[Any]) -> Any:
    """The one file in it, safe to unpack."""
    found = [info for info in members[: MOST_FILES + 1] if not info.is_dir()]
    if len(found) != 1:
        raise FileError(
            f"{path.name} holds {len(found):,} files instead of one. Unpack it and choose the one to import."
        )
    (info,) = found
    too_tight = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    if info.file_size > LARGEST or too_tight:
        raise _build_harmful_export_error(path)
    return info


def _build_harmful_export_error(path: Path) -> FileError:
    return FileError(f"{path.name} is far larger than it seems, which no export is, so it was not opened.")


def _raise_if_cancelled(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError("Stopped. Nothing was written.")
