"""What the program can do and where one can go, found by words: the menus' own orders and the lines on the left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.slips import is_within_one_slip

OTHER_WORDS = {
    "Back up now": "backup save safety copy",
    "Backups…": "back up restore earlier go back",
    "Export…": "save as pdf word excel html powerpoint send download",
    "Import…": "bring open file spreadsheet report merge add",
    "Return pack…": "hand over return send cqc zip submit",
    "Preview the PDF": "print look read",
    "Print…": "paper printer pdf",
    "Settings": "options preferences name colours dark contrast text size language",
    "Text size": "larger smaller zoom font",
    "Help": "how to manual guide question",
    "Keyboard": "shortcuts keys",
    "What’s new": "news version changes update",
    "About…": "version licence file format",
    "Check for personal data…": "privacy names addresses gdpr redact",
    "Check the workbook…": "damage verify integrity",
    "Start a new year from an earlier one…": "carry forward next year roll over",
    "Prepare a copy for a contributor…": "share colleague send part",
    "Save a copy as…": "duplicate save as elsewhere",
    "New window": "second window beside two",
}
"""Words that people look for a command by, where it is called otherwise."""
MOST = 6


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be asked for: its words, where it stands, its key, and what it does."""

    words: str
    where: str
    keys: str
    act: Callable[[], object]

    @property
    def name(self) -> str:
        """What it is called, without what a menu adds."""
        return self.words.rstrip("…")


def find_commands(commands: Iterable[Command], typed: str) -> list[Command]:
    """The commands that hold every word that was typed, as beginnings of their own; one slip a word is forgiven.

    Those come first that are called so; then those that people know under other words; last those with a slip.
    """
    wanted = fold_text(typed).split()
    if not wanted:
        return []
    ranked = [(rank, command) for command in commands if (rank := _rank(command, wanted)) is not None]
    return [command for _, command in sorted(ranked, key=lambda each: each[0])][:MOST]


def _rank(command: Command, wanted: list[str]) -> int | None:
    """How well a command meets the words, 0 the best; None where it does not."""
    own = fold_text(command.name).split()
    other = own + fold_text(OTHER_WORDS.get(command.words, "")).split()
    if _all_begin(wanted, own):
        return 0
    if _all_begin(wanted, other):
        return 1
    near = all(any(is_within_one_slip(word, each) for each in other if len(word) >= 4) for word in wanted)
    return 2 if near else None


def _all_begin(wanted: Iterable[str], words: list[str]) -> bool:
    return all(any(each.startswith(word) for each in words) for word in wanted)


def list_places(lines: Iterable[tuple[str, str]], go: Callable[[str], object]) -> Iterator[Command]:
    """A command for each line on the left that leads somewhere: its words and its place."""
    for words, place in lines:
        if place:
            yield Command(words, "Go to", "", lambda place=place: go(place))  # type: ignore[misc]
