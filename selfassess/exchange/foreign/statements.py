"""Quality statements by whatever name people give them: number, name, short name, alias, or nearly that."""

from __future__ import annotations

import difflib
import re
from functools import cached_property

from selfassess.domain.framework.framework import Framework
from selfassess.exchange.foreign.words import folded, holds, without_brackets
from selfassess.exchange.spreadsheets.book import Cell

_NUMBERED = re.compile(
    r"^\s*(?:(?P<word>qs|cqc quality statement|quality statement|statement)\s*(?:no\.?|number)?)?\s*"
    r"(?P<number>\d{1,2})(?![\d/])\s*[.):–—-]*\s*",
    re.IGNORECASE,
)
_LONGEST = 160
_LINE = re.compile(r"[;\n]+")
_AROUND = " -•\t"
_PART = re.compile(r"[,;\n/&+]+|\band\b", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:qs|quality statements?|statements?)?\s*(\d{1,2})\s*(?:-|–|—|to|through)\s*(?:qs|statement)?\s*(\d{1,2})",
    re.IGNORECASE,
)
_THEME = re.compile(r"theme\s*(\d)\b.*", re.IGNORECASE | re.DOTALL)
_BETWEEN = frozenset({"and", "qs", "statement"})
_EVERY = frozenset(
    {"all", "all statement", "all quality statement", "every statement", "all 9", "all nine", "all theme"}
)
"""How a cell says, folded, that it is about every statement."""


class Statements:
    """Finds a framework's statements by name."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._numbers = {statement.number: statement.key for statement in framework.statements}
        self._found: dict[tuple[str, bool], str | None] = {}
        self._found_all: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def find(self, cell: Cell, *, loose: bool = True) -> str | None:
        """The key of the statement that a cell or name stands for, or None.

        ``loose`` also takes what only makes sense where a statement is expected: a bare number, a single word, a
        slip of the pen. Without it a heading must name the statement in full, or as "QS3" or "Statement 3".
        """
        if isinstance(cell, bool) or cell is None:
            return None
        if isinstance(cell, int | float):
            return self._numbers.get(int(cell)) if loose and cell == int(cell) else None
        if not isinstance(cell, str):
            return None
        key = (cell, loose)
        if key not in self._found:
            self._found[key] = self._search(cell, loose)
        return self._found[key]

    def find_all(self, cell: Cell) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Every statement that a cell names, and the parts of it that name none where others do.

        Understood are one, several with commas, signs or on lines of their own, "QS1 to QS3", "Theme 2" and "All".
        """
        if not isinstance(cell, str):
            whole = self.find(cell)
            return ((whole,) if whole else ()), ()
        if cell not in self._found_all:
            self._found_all[cell] = self._search_all(cell)
        return self._found_all[cell]

    def _search_all(self, cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        together = self._together(cell) or self._full_name(cell) or self._several_names(cell)
        if together:
            return together, ()
        best: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        for mark in (_LINE, _PART):
            parts = [part.strip(_AROUND) for part in mark.split(cell) if part.strip(_AROUND)]
            found = {part: self._together(part) or self._one(part) for part in parts}
            if len(parts) > 1 and all(found.values()):
                return tuple(dict.fromkeys(key for keys in found.values() for key in keys)), ()
            if sum(map(bool, found.values())) > 1:
                keys = tuple(dict.fromkeys(key for keys in found.values() for key in keys))
                best = keys, tuple(part for part, named in found.items() if not named)
        return best if best[0] else (self._one(cell), ())

    def find_theme(self, cell: Cell) -> tuple[str, ...]:
        """The statements of the theme that a cell names, such as a band above the rows of that theme."""
        if not isinstance(cell, str) or folded(cell) in _EVERY:
            return ()
        numbered = _THEME.fullmatch(cell.strip())
        of_number = (each for each in self._framework.themes if numbered and each.number == int(numbered[1]))
        theme = next(of_number, None)
        return tuple(each.key for each in theme.statements) if theme is not None else self._together(cell)

    def _one(self, text: str) -> tuple[str, ...]:
        key = self.find(text)
        return (key,) if key else ()

    def _full_name(self, text: str) -> tuple[str, ...]:
        """A statement whose name itself holds a comma or an "and"."""
        key = self._full_names.get(folded(text))
        return (key,) if key else ()

    def _several_names(self, text: str) -> tuple[str, ...]:
        """Several statements by names that may hold commas themselves, where the text says nothing else."""
        words = f" {folded(text)} "
        found: dict[int, str] = {}
        for name in sorted(self._full_names, key=len, reverse=True):
            at = words.find(f" {name} ")
            if at >= 0:
                found[at] = self._full_names[name]
                words = f"{words[: at + 1]}{'-' * len(name)}{words[at + 1 + len(name) :]}"
        rest = {word for word in words.split() if word.strip("-") and not word.isdigit()} - _BETWEEN
        return tuple(dict.fromkeys(key for _, key in sorted(found.items()))) if len(found) > 1 and not rest else ()

    def _together(self, text: str) -> tuple[str, ...]:
        """The statements that a range, a theme or "all" stands for."""
        words = folded(text)
        if words in _EVERY:
            return tuple(self._numbers.values())
        spread = _RANGE.fullmatch(text.strip())
        if spread is not None:
            first, last = int(spread[1]), int(spread[2])
            if first < last and {first, last} <= set(self._numbers):
                return tuple(self._numbers[number] for number in range(first, last + 1))
        numbered = _THEME.fullmatch(text.strip())
        for theme in self._framework.themes:
            name = folded(theme.name)
            of_number = numbered is not None and int(numbered[1]) == theme.number
            if words == name or (of_number and (words == f"theme {theme.number}" or holds(words, name))):
                return tuple(statement.key for statement in theme.statements)
        return ()

    def _search(self, text: str, loose: bool) -> str | None:
        numbered = _NUMBERED.match(text)
        name = text[numbered.end() :] if numbered else text
        by_number = self._numbers.get(int(numbered["number"])) if numbered else None
        # "3 - Good" and "12 people" begin with a number too: alone it counts only after "QS" or where one is due.
        sure = numbered is not None and (numbered["word"] is not None or not name.strip())
        if not name.strip():
            return by_number if loose or (numbered and numbered["word"]) else None
        if len(text) > _LONGEST:
            return self._sentences.get(folded(text))
        loose = loose or numbered is not None
        found = self._named(folded(name), loose) or self._named(without_brackets(name), loose)
        return found or self._sentences.get(folded(name)) or (by_number if sure else None)

    def _named(self, words: str, loose: bool) -> str | None:
        names = self._names if loose else self._full_names
        if words in names:
            return names[words]
        if len(words) >= 12:
            begun = {key for name, key in names.items() if name.startswith(words)}
            if len(begun) == 1:
                return begun.pop()
        held = {key for name, key in self._full_names.items() if " " in name and holds(words, name)}
        if len(held) == 1:
            return held.pop()
        near = difflib.get_close_matches(words, names, n=1, cutoff=0.87) if len(words) > 7 else []
        return names[near[0]] if near else None

    @cached_property
    def _full_names(self) -> dict[str, str]:
        """Names of more than one word that could be nothing else, and single ones that are a statement's full name."""
        found: dict[str, str] = {}
        for statement in self._framework.statements:
            for name in (statement.name, *statement.aliases):
                found.setdefault(folded(name), statement.key)
        return found

    @cached_property
    def _names(self) -> dict[str, str]:
        found = dict(self._full_names)
        for statement in self._framework.statements:
            for name in (statement.key, statement.short_name):
                found.setdefault(folded(name), statement.key)
        return found

    @cached_property
    def _sentences(self) -> dict[str, str]:
        return {folded(statement.quality_statement): statement.key for statement in self._framework.statements}
