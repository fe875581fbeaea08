"""Copies of a workbook that synchronisers, mail programs and people leave beside it.

A copy is known by its council and not by its name alone: a workbook of another council is nobody's copy. What a copy
has that this one lacks is told by their journals, so that it can be offered for merging.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from selfassess.domain.merging.kept_words import KeptWord, gather_kept_words
from selfassess.domain.model.errors import FileError
from selfassess.domain.text.wording import british_datetime, choose_plural, count_noun, join_with_and
from selfassess.files import attributes
from selfassess.services.safety import lock_status, reread_replaced
from selfassess.services.workbook import opening, temp_files
from selfassess.services.workbook.session import Session
from selfassess.storage import file_identity, store
from selfassess.storage.store import SUFFIX

Neighbours = frozenset[tuple[str, float]]
"""The other workbooks of a folder, by name and when they were last written."""

MOST = 200
"""So many files of a folder are looked into at most."""

_NUMBER = r"\s?\(\d+\)"
_COPY = r"(?:\s-|\s?–)?\s?\(?copy(?:\s?\(?\d+\)?)?\)?"
_CONFLICT = r"\s?\([^()]*(?:conflict|in conflict|version)[^()]*\)"
_DATED = r"[\s._-]?(?:sync-)?conflict-?[\w.-]*"
_MACHINE = r"-[\w.’'-]+(?:-\d+)?"
_ENDINGS = re.compile(rf"(?:{_NUMBER}|{_COPY}|{_CONFLICT}|{_DATED})+|{_MACHINE}(?:{_NUMBER})?", re.IGNORECASE)
_BEGINNINGS = re.compile(r"(?:copy(?: \(\d+\))? of|backup of) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """A copy of a workbook beside it.

    ``entries`` changes were made there that this one lacks, by ``authors`` (each with how many, most first).
    ``like_a_copy``: its name is what a synchroniser or mail program makes.
    """

    path: Path
    entries: int
    authors: tuple[tuple[str, int], ...]
    like_a_copy: bool
    modified: datetime

    @property
    def describe_copy(self) -> str:
        """What to say about it, in a sentence."""
        name, when = self.path.name, british_datetime(self.modified.astimezone().isoformat(timespec="minutes"))
        if not self.entries:
            return f"{name} is a copy of this workbook and has nothing that is not here."
        who = join_with_and(author or "somebody" for author, _ in self.authors)
        return (
            f"{name} is a copy of this workbook, last saved on {when}, with "
            f"{count_noun(self.entries, 'change')} by {who} that {choose_plural(self.entries, 'is', 'are')} not here."
        )


def find_sibling_copies(path: Path) -> tuple[Sibling, ...]:
    """The copies of a workbook in its folder, those with most to merge first; empty where the folder cannot be read.

    Also copies under quite other names are found, where they began as this workbook did. It reads their journals, so
    let a worker ask.
    """
    council = file_identity.read_council_id(path)
    if not council:
        return ()
    own = file_identity.read_contribution_id(path)
    ours: set[str] | None = None
    found: list[Sibling] = []
    for other in _find_neighbour_workbooks(path):
        if file_identity.read_council_id(other) != council:
            continue
        made_for = file_identity.read_contribution_id(other)
        if own and own != made_for:
            continue  # nothing is merged into a contributor's copy but the same copy
        ours = set(file_identity.read_journal_authors(path)) if ours is None else ours
        # What a contributor's copy begins with only stands for what the main workbook has.
        theirs = file_identity.read_journal_authors(other, but_for=made_for)
        if not made_for and ours.isdisjoint(theirs):
            continue  # of the same council, and begun on its own: two worked examples, say
        new = Counter(author for id, author in theirs.items() if id not in ours)
        with suppress(OSError):
            found.append(
                Sibling(
                    path=other,
                    entries=new.total(),
                    authors=tuple(new.most_common()),
                    like_a_copy=is_named_like_copy(other.name, path.name),
                    modified=datetime.fromtimestamp(other.stat().st_mtime, UTC),
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.entries, not each.like_a_copy, each.path.name)))


def list_neighbours(path: Path) -> Neighbours:
    """What else lies in its folder, without looking into it: where that is as before, so are the copies."""
    found = set()
    with suppress(OSError), os.scandir(path.parent) as folder:
        for each in folder:
            if each.name.lower().endswith(SUFFIX) and each.name != path.name:
                with suppress(OSError):
                    found.add((each.name, each.stat().st_mtime))
    return frozenset(found)


def save_copy(source: Path, target: Path) -> Path:
    """Put a copy of a workbook where a person chose; a file that is there is replaced only once the copy is whole.

    Raises FileError where it cannot be written, or where a workbook that somebody has open would be written over.
    """
    return _save_whole_copy(target, lambda fresh: store.copy_workbook(source, fresh))


def save_open_copy(session: Session, target: Path, typed: Iterable[KeptWord]) -> tuple[str, ...]:
    """Put a copy of what is open where a person chose, with what is ``typed`` and not saved; needs its file no more.

    What could not be brought in comes back in words. Raises FileError where it cannot be written.
    """
    _save_whole_copy(target, session.store.copy_to)
    with closing(opening.open_workbook(target, author=session.author)) as copy:
        settled = reread_replaced.put_gathered_words(copy, gather_kept_words((), typed))
    return (*settled.conflicts, *settled.homeless)


def _save_whole_copy(target: Path, write: Callable[[Path], object]) -> Path:
    if target.exists() and not lock_status.is_free_to_write(target):
        raise FileError(f"{target.name} is open, so it was not written over. Choose another name.")
    try:
        with temp_files.fresh_file_beside(target) as fresh:
            write(fresh)
    except OSError as error:
        raise FileError(f"{target} cannot be written ({error.strerror}). Choose another folder.") from error
    return target


def is_named_like_copy(name: str, of: str) -> bool:
    """Whether a file name is what synchronisers, mail programs and file managers make of another one.

    Such as, of "name.sawb": "name-LAPTOP.sawb", "name (1).sawb", "name - Copy.sawb", "Copy of name.sawb" and
    "name (Anna's conflicted copy 2026-03-02).sawb". It goes both ways: the one that is open may itself be the copy.
    """
    one, other = name.removesuffix(SUFFIX), of.removesuffix(SUFFIX)
    return one != other and (_is_stem_of_copy(one, other) or _is_stem_of_copy(other, one))


def _is_stem_of_copy(copy: str, stem: str) -> bool:
    folded, whole = copy.casefold(), stem.casefold()
    if (begins := _BEGINNINGS.match(folded)) is not None:
        folded = folded[begins.end() :]
        if folded == whole:
            return True
    return folded.startswith(whole) and _ENDINGS.fullmatch(folded[len(whole) :]) is not None


def _find_neighbour_workbooks(path: Path) -> Iterator[Path]:
    """The other workbooks in its folder, those with a name like a copy first."""
    others: list[Path] = []
    with suppress(OSError):
        for each in path.parent.iterdir():
            if each.suffix.lower() == SUFFIX and each.name != path.name and not each.name.startswith("."):
                others.append(each)
    others.sort(key=lambda each: (not is_named_like_copy(each.name, path.name), each.name))
    for each in others[:MOST]:
        with suppress(OSError):
            there = each.stat()
            # One that a synchroniser would have to fetch first is not fetched to see whether it is a copy.
            if each.is_file() and not each.samefile(path) and not attributes.is_only_online(there):
                yield each
