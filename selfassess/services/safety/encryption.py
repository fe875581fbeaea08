"""Locking what is sent with a passphrase, and unlocking what came back. A passphrase is kept nowhere.

One rule: a PDF stays a PDF that asks for the passphrase; everything else goes into a locked zip file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.exchange.locked import archives, papers
from selfassess.exchange.locked.archives import WrongPassphraseError as WrongPassphraseError
from selfassess.exchange.locked.archives import is_locked_archive as is_locked_archive
from selfassess.services.workbook import temp_files

PDF, ZIP = ".pdf", ".zip"
SHORTEST, LONGEST = 12, 100
VARIED = 5
"""So many different characters a passphrase needs: one key held down is no passphrase."""
VARIABLE = "SELFASSESS_PASSPHRASE"
"""Where a script puts a passphrase: what is on a command line can be seen by others."""

ADVICE = (
    "Tell the reader the passphrase by telephone or another way, not in the same e-mail. It is kept nowhere: if it is "
    "forgotten, nobody can open the file."
)
PLAIN = (
    "Use only the letters a to z, numbers, spaces and common signs: “£” and accented letters are not read alike by "
    "every program."
)

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to guess, in words; ``enough`` is whether it may be used."""

    words: str
    enough: bool


def measure_strength(passphrase: str) -> Strength:
    """How strong a passphrase is. Length is what counts."""
    length = len(passphrase)
    is_typeable = all(" " <= each <= "~" for each in passphrase)
    if not is_typeable:
        return Strength(PLAIN, False)
    if length < SHORTEST:
        return Strength(f"Too short: {length} of at least {SHORTEST} characters. Three or four words do well.", False)
    if length > LONGEST:
        return Strength(f"Too long: at most {LONGEST} characters, so that every program takes it.", False)
    if passphrase != passphrase.strip():
        return Strength("It begins or ends with a space, which is easily lost. Take that off.", False)
    if len(set(passphrase.casefold())) < VARIED:
        return Strength("Too easily guessed: it is the same few characters over and over.", False)
    for least, words in ((24, "Very strong."), (18, "Strong.")):
        if length >= least:
            return Strength(words, True)
    return Strength("Fair. Another word makes it strong.", True)


def refuse_weak_passphrase(passphrase: str) -> None:
    """Raise WrongUseError, saying why, where a passphrase may not be used."""
    found = measure_strength(passphrase)
    if not found.enough:
        raise WrongUseError(f"This passphrase cannot be used. {found.words}")


def encrypted_file_name(out: Path) -> Path:
    """What a file is called once it is locked: a PDF as before, anything else as a zip file."""
    if out.suffix.lower() in (PDF, ZIP):
        return out
    return out.with_name(f"{out.name}{ZIP}")


def inner_file_name(out: Path, ending: str) -> str:
    """What the file inside a locked ``out`` is called; ``ending`` is its own, without a dot."""
    name = out.name[: -len(ZIP)] if out.suffix.lower() == ZIP else out.name
    if name.lower().endswith(f".{ending}"):
        return name
    return f"{name}.{ending}"


@contextmanager
def encrypt_in_place_of(
    out: Path, passphrase: str | None, ending: str, cancelled: Cancelled = lambda: False
) -> Iterator[Path]:
    """Where to write what is to get the name ``out``: it is locked on the way where there is a passphrase.

    What is not locked yet lies in a folder of the person's own and is gone when the block ends. Raises WrongUseError
    where the passphrase is weak or the name is not one of a locked file.
    """
    if passphrase is None:
        with temp_files.file_in_place_of(out) as fresh:
            yield fresh
        return
    refuse_weak_passphrase(passphrase)
    alone = out.suffix.lower() == PDF and ending == "pdf"
    if not alone and out.suffix.lower() != ZIP:
        raise WrongUseError(f"What is locked with a passphrase is a zip file here: name it “{out.name}{ZIP}”.")
    with temp_files.working_folder() as working:
        plain = working / inner_file_name(out, ending)
        yield plain
        with temp_files.file_in_place_of(out) as fresh:
            if alone:
                papers.write_locked_pdf(fresh, plain, passphrase)
            else:
                archives.write_locked_archive(fresh, [(plain.name, plain)], passphrase, cancelled)


class Unlocked:
    """A file that came locked, unlocked in a folder of the person's own until ``close``."""

    def __init__(self, source: Path, passphrase: str, cancelled: Cancelled = lambda: False) -> None:
        """Raises WrongPassphraseError, and FileError where it cannot be unlocked."""
        self._stack = ExitStack()
        try:
            working = self._stack.enter_context(temp_files.working_folder())
            self.path = archives.unlock_archive(source, passphrase, working, cancelled)
        except OSError as error:
            self.remove_unlocked_file()
            raise FileError(f"{source.name} cannot be unlocked ({error.strerror or error}).") from error
        except BaseException:
            self.remove_unlocked_file()
            raise

    def remove_unlocked_file(self) -> None:
        """Take the unlocked file away."""
        self._stack.close()


@contextmanager
def open_decrypted(source: Path, ask: Callable[[str], str]) -> Iterator[Path]:
    """A file to read: itself, or what a locked one holds once ``ask`` (given its name) has told the passphrase."""
    if not is_locked_archive(source):
        yield source
        return
    found = Unlocked(source, ask(source.name))
    try:
        yield found.path
    finally:
        found.remove_unlocked_file()


def read_passphrase_variable() -> str | None:
    """The passphrase that a script gives, None where it gives none."""
    return os.environ.get(VARIABLE) or None
