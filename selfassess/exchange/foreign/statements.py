"""Quality statements by whatever name people give them: number, name, short name, alias, or nearly that."""

from __future__ import annotations

import difflib
import re
from functools import cached_property

from selfassess.domain.framework.framework import Framework
from selfassess.exchange.foreign.words import contains_words, fold_heading, strip_brackets
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
_IN_TITLE = re.compile(
    r"^(?P<before>[^:()]{2,80}?)\s*(?::\s|\s[-–—]\s)|[(\[](?P<within>[^()\[\]]{2,80})[)\]]|\s[-–—]\s(?P<behind>QS\s?\d)$"
    r"|^(?P<begins>QS\s?\d)\b(?!\s*(?:[,;&+/–—-]|and\b|to\b))",
    re.IGNORECASE,
)
"""Where a title says which statement it is about: before a sign, in brackets, at its very beginning or end."""
_MENTION = re.compile(r"\b(?:QS|quality statement)\s?\d\b", re.IGNORECASE)
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
        self.total = len(framework.statements)

    def find_statement(self, cell: Cell, *, loose: bool = True) -> str | None:
        """The key of the statement that a cell or name stands for, or None.

        ``loose`` also takes what only makes sense where a statement is expected: a bare number, a single word, a
        slip of the pen. Without it a heading must name the statement in full, or as "QS3" or "Statement 3".
        """
        if isinstance(cell, bool) or cell is None:
            return None
        if isinstance(cell, int | float):
            if loose and cell == int(cell):
                return self._numbers.get(int(cell))
            return None
        if not isinstance(cell, str):
            return None
        key = (cell, loose)
        if key not in self._found:
            self._found[key] = self._search_statement(cell, loose)
        return self._found[key]

    def find_all_statements(self, cell: Cell) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Every statement that a cell names, and the parts of it that name none where others do.

        Understood are one, several with commas, signs or on lines of their own, "QS1 to QS3", "Theme 2" and "All".
        """
        if not isinstance(cell, str):
            whole = self.find_statement(cell)
            found_themes = (whole,) if whole else ()
            return found_themes, ()
        if cell not in self._found_all:
            self._found_all[cell] = self._search_all_statements(cell)
        return self._found_all[cell]

    def _search_all_statements(self, cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        together = self._match_statement_group(cell) or self.find_full_name(cell) or self._match_several_names(cell)
        if together:
            return together, ()
        best: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        for mark in (_LINE, _PART):
            parts = [part.strip(_AROUND) for part in mark.split(cell) if part.strip(_AROUND)]
            found = {part: self._match_statement_group(part) or self._statement_as_tuple(part) for part in parts}
            if len(parts) > 1 and all(found.values()):
                return tuple(dict.fromkeys(key for keys in found.values() for key in keys)), ()
            if sum(map(bool, found.values())) > 1:
                keys = tuple(dict.fromkeys(key for keys in found.values() for key in keys))
                best = keys, tuple(part for part, named in found.items() if not named)
        if best[0]:
            return best
        return (self._statement_as_tuple(cell), ())

    def find_theme_statements(self, cell: Cell) -> tuple[str, ...]:
        """The statements of the theme that a cell names, such as a band above the rows of that theme."""
        if not isinstance(cell, str) or fold_heading(cell) in _EVERY:
            return ()
        numbered = _THEME.fullmatch(cell.strip())
        of_number = (each for each in self._framework.themes if numbered and each.number == int(numbered[1]))
        theme = next(of_number, None)
        if theme is not None:
            return tuple(each.key for each in theme.statements)
        return self._match_statement_group(cell)

    def find_in_title(self, text: str) -> tuple[str, ...]:
        """The statements that a title names where one says what it is about: "QS3: …", "… (QS7)", "Safeguarding: …"."""
        said = [part for match in _IN_TITLE.finditer(text) for part in match.groups() if part]
        numbered = (self.find_all_statements(part)[0] for part in said if _MENTION.match(part.strip()))
        named = (self.find_full_name(part) for part in said)
        return tuple(dict.fromkeys(key for keys in (*numbered, *named) for key in keys))

    def mentions_statement(self, text: str) -> bool:
        """Whether a text speaks of a statement by its number, or begins with the short name of one."""
        label, colon, _ = text.partition(":")
        return _MENTION.search(text) is not None or bool(colon and self.find_short_name(label))

    def find_theme_of(self, keys: tuple[str, ...]) -> str | None:
        """The theme whose statements these are, all of them and no other."""
        themes = self._framework.themes
        return next((each.key for each in themes if tuple(one.key for one in each.statements) == keys), None)

    def find_short_name(self, cell: Cell) -> str | None:
        """The statement that a cell names in short, letter for letter."""
        return self._all_statement_names.get(fold_heading(cell)) if isinstance(cell, str) else None

    def _statement_as_tuple(self, text: str) -> tuple[str, ...]:
        key = self.find_statement(text)
        if not key:
            return ()
        return (key,)

    def find_full_name(self, text: str) -> tuple[str, ...]:
        """The statement whose whole name a text is, which itself may hold a comma or an "and"."""
        key = self._unmistakable_names.get(fold_heading(text))
        if not key:
            return ()
        return (key,)

    def _match_several_names(self, text: str) -> tuple[str, ...]:
        """Several statements by names that may hold commas themselves, where the text says nothing else."""
        words = f" {fold_heading(text)} "
        found: dict[int, str] = {}
        for name in sorted(self._unmistakable_names, key=len, reverse=True):
            at = words.find(f" {name} ")
            if at >= 0:
                found[at] = self._unmistakable_names[name]
                words = f"{words[: at + 1]}{'-' * len(name)}{words[at + 1 + len(name) :]}"
        rest = {word for word in words.split() if word.strip("-") and not word.isdigit()} - _BETWEEN
        if len(found) > 1 and not rest:
            return tuple(dict.fromkeys(key for _, key in sorted(found.items())))
        return ()

    def _match_statement_group(self, text: str) -> tuple[str, ...]:
        """The statements that a range, a theme or "all" stands for."""
        words = fold_heading(text)
        if words in _EVERY:
            return tuple(self._numbers.values())
        spread = _RANGE.fullmatch(text.strip())
        if spread is not None:
            first = int(spread[1])
            last = int(spread[2])
            if first < last and {first, last} <= set(self._numbers):
                return tuple(self._numbers[number] for number in range(first, last + 1))
        numbered = _THEME.fullmatch(text.strip())
        for theme in self._framework.themes:
            name = fold_heading(theme.name)
            of_number = numbered is not None and int(numbered[1]) == theme.number
            is_named = words == name or (
                of_number and (words == f"theme {theme.number}" or contains_words(words, name))
            )
            if is_named:
                return tuple(statement.key for statement in theme.statements)
        return ()

    def _search_statement(self, text: str, loose: bool) -> str | None:
        numbered = _NUMBERED.match(text)
        name = text[numbered.end() :] if numbered else text
        by_number = None
        if numbered:
            by_number = self._numbers.get(int(numbered["number"]))
        # "3 - Good" and "12 people" begin with a number too: alone it counts only after "QS" or where one is due.
        sure = numbered is not None and (numbered["word"] is not None or not name.strip())
        if not name.strip():
            looks_loosely = loose or (numbered and numbered["word"])
            if looks_loosely:
                return by_number
            return None
        if len(text) > _LONGEST:
            return self._quality_statement_texts.get(fold_heading(text))
        loose = loose or numbered is not None
        found = self._match_statement_name(fold_heading(name), loose) or self._match_statement_name(
            strip_brackets(name), loose
        )
        return found or self._quality_statement_texts.get(fold_heading(name)) or (by_number if sure else None)

    def _match_statement_name(self, words: str, loose: bool) -> str | None:
        names = self._all_statement_names if loose else self._unmistakable_names
        if words in names:
            return names[words]
        if len(words) >= 12:
            begun = {key for name, key in names.items() if name.startswith(words)}
            if len(begun) == 1:
                return begun.pop()
        held = {key for name, key in self._unmistakable_names.items() if " " in name and contains_words(words, name)}
        if len(held) == 1:
            return held.pop()
        near = difflib.get_close_matches(words, names, n=1, cutoff=0.87) if len(words) > 7 else []
        if not near:
            return None
        return names[near[0]]

    @cached_property
    def _unmistakable_names(self) -> dict[str, str]:
        """Names of more than one word that could be nothing else, and single ones that are a statement's full name."""
        found: dict[str, str] = {}
        for statement in self._framework.statements:
            for name in (statement.name, *statement.aliases):
                found.setdefault(fold_heading(name), statement.key)
        return found

    @cached_property
    def _all_statement_names(self) -> dict[str, str]:
        found = dict(self._unmistakable_names)
        for statement in self._framework.statements:
            for name in (statement.key, statement.short_name):
                found.setdefault(fold_heading(name), statement.key)
        return found

    @cached_property
    def _quality_statement_texts(self) -> dict[str, str]:
        return {fold_heading(statement.quality_statement): statement.key for statement in self._framework.statements}
