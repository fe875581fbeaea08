"""Reads a row as the headings of a table: what the rows are, and what each column means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.headings import headings, is_period
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.vocabulary import LISTED, Match, statement_field, title_field
from selfassess.exchange.foreign.words import folded
from selfassess.exchange.spreadsheets.book import Cell, Sheet, shown

_YEAR = re.compile(r"\b20\d\d(?:[-/–]\d\d(?:\d\d)?)?")
_SAMPLE = 40
_TITLE_WORTH = 3.0
_KINDS = ("judgement", "strength", "improvement", "risk", "action", "evidence", "measure", "contact", "return_answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row read as headings. ``row`` counts from 0; ``sure`` counts the headings whose meaning is known."""

    row: int
    kind: str
    columns: tuple[ColumnMapping, ...]
    sure: int
    headed: int
    names_statement: bool
    periods: bool
    named: bool

    @property
    def fits(self) -> bool:
        """Whether this looks like headings: two known at least, about half of all, and one that names the rows."""
        return self.sure >= 2 and self.sure * 2 >= self.headed and self.named

    @property
    def score(self) -> float:
        """How likely this is the row of headings."""
        return self.sure + self.sure / max(self.headed, 1) + (2 if self.names_statement else 0)


def read_table(
    sheet: Sheet, row: int, statements: Statements | None, called: str | None, *, forced: bool = False
) -> Reading | None:
    """A row read as headings; ``called`` is the kind that the sheet's name says, ``forced`` that a person says so."""
    found = headings(sheet, row)
    below = sheet.rows[row + 1 : row + 1 + _SAMPLE]
    words = found.words
    meant = {c: vocabulary.matches(text) for c, text in enumerate(words) if text}
    naming = _statement_column(words, below, statements)
    recording = _record_column(words, below, naming)
    periods = frozenset(c for c, text in enumerate(words) if is_period(text))
    kind = called if forced and called else _kind(meant, called, naming, periods, recording)
    if kind is None:
        return None
    meant = _latest(meant, words, periods if kind == "measure" else frozenset())
    fields = _fields(meant, kind, {naming, recording}, periods)
    columns = []
    for index, text in enumerate(words):
        if not text and all(index >= len(line) or line[index] is None for line in below):
            continue
        field, of = fields.get(index, (None, None))
        if index == naming:
            field = statement_field(kind)
        elif index == recording:
            field = vocabulary.RECORD
        columns.append(ColumnMapping(heading=text, index=index, field=field, kind=of if of != kind else None))
    titled = any(c.field == title_field(c.kind or kind) or (c.kind or kind) == "contact" for c in columns if c.field)
    judged = kind == "judgement" and naming is not None
    return Reading(
        row=row,
        kind=kind,
        columns=tuple(columns),
        sure=sum(column.field is not None for column in columns),
        headed=sum(bool(text) for text in words),
        names_statement=naming is not None,
        periods=kind == "measure" and len(periods) >= 2,
        named=titled or judged or kind == "return_answer",
    )


def _latest(
    meant: dict[int, tuple[Match, ...]], words: tuple[str, ...], kept: frozenset[int]
) -> dict[int, tuple[Match, ...]]:
    """Without the headings that name an earlier year than another of the same words; those of periods are ``kept``."""
    years: dict[str, str] = {}
    for column in meant:
        found = _YEAR.search(words[column])
        if found:
            rest = folded(_YEAR.sub("", words[column]))
            years[rest] = max(years.get(rest, ""), found[0])
    return {
        column: matches
        for column, matches in meant.items()
        if column in kept
        or not (found := _YEAR.search(words[column]))
        or years[folded(_YEAR.sub("", words[column]))] == found[0]
    }


def _kind(
    meant: dict[int, tuple[Match, ...]],
    called: str | None,
    naming: int | None,
    periods: frozenset[int],
    recording: int | None,
) -> str | None:
    """What each row is: the kind whose fields the headings name most."""
    worth = {kind: _worth(meant, kind) for kind in _KINDS}
    titles = {kind for kind in LISTED if _has_title(meant, kind)}
    if recording is not None:
        return "action"  # it has the most fields, and other kinds share many of them
    if len(periods) >= 2 and (_has_title(meant, "measure") or called == "measure"):
        return "measure"
    own = {"score", "summary", "rationale"}
    judged = any(m.kind == "judgement" and m.field in own and m.strength >= 0.9 for ms in meant.values() for m in ms)
    if called in worth and worth[called] > 0 and (called != "judgement" or naming is not None):
        return called
    if {"strength", "improvement"} <= titles or (judged and naming is not None and not _plain_list(titles, worth)):
        return "judgement"
    best = max(worth, key=lambda kind: worth[kind])
    return best if worth[best] > 0 else None


def _plain_list(titles: set[str], worth: dict[str, float]) -> bool:
    """Whether the rows are one kind of thing after all, with several fields of its own."""
    return len(titles) == 1 and worth[next(iter(titles))] > worth["judgement"] + 1


def _worth(meant: dict[int, tuple[Match, ...]], kind: str) -> float:
    best: dict[str, float] = {}
    for found in meant.values():
        for match in found:
            if match.kind == kind:
                weight = _TITLE_WORTH if match.field == title_field(kind) and kind != "judgement" else 1.0
                best[match.field] = max(best.get(match.field, 0.0), match.strength * weight)
    return sum(best.values())


def _has_title(meant: dict[int, tuple[Match, ...]], kind: str) -> bool:
    return any(
        m.kind == kind and m.field == title_field(kind) and m.strength >= 0.7 for ms in meant.values() for m in ms
    )


def _fields(
    meant: dict[int, tuple[Match, ...]], kind: str, given: set[int | None], periods: frozenset[int]
) -> dict[int, tuple[str, str]]:
    """Column -> field and kind. What may belong to several kinds belongs to the one whose title stands before it."""
    found: dict[int, tuple[str, str]] = {}
    taken: set[tuple[str, str]] = set()
    beside: str | None = None
    for column in sorted(meant):
        if column in given:
            continue
        if kind == "measure" and column in periods:
            found[column] = (vocabulary.PERIOD, "measure_value")
            continue
        order: list[str | None] = [kind, beside] if kind != "judgement" or beside is None else [beside, kind]
        match = _choose(meant[column], order, taken)
        if match is None:
            continue
        found[column] = (match.field, match.kind)
        taken.add((match.kind, match.field))
        if match.kind in LISTED and match.field == title_field(match.kind) and match.kind != "evidence":
            beside = match.kind
    return found


def _choose(found: tuple[Match, ...], order: list[str | None], taken: set[tuple[str, str]]) -> Match | None:
    """The meaning of one heading: the surest; where several are as sure, by the order of kinds, then a title."""
    if not found:
        return None
    close = [match for match in found if match.strength > found[0].strength - 0.06]

    def rank(match: Match) -> tuple[bool, int, float]:
        place = order.index(match.kind) if match.kind in order else len(order)
        return ((match.kind, match.field) in taken and not _repeatable(match), place, -match.strength)

    able = [m for m in close if m.kind in order or (m.kind in LISTED and m.field == title_field(m.kind))]
    best = min(able, key=rank, default=None)
    if best is None or ((best.kind, best.field) in taken and not _repeatable(best)):
        return None
    return best


def _repeatable(match: Match) -> bool:
    """Whether two columns may say this: text that is put together, and lists of which there may be more."""
    if (match.kind, match.field) == ("measure", "performance"):
        return True
    return match.kind in LISTED and match.field in (title_field(match.kind), "detail", "progress")


def _statement_column(
    words: tuple[str, ...], below: tuple[tuple[Cell, ...], ...], statements: Statements | None
) -> int | None:
    """The column that names quality statements: by heading, or by what stands in it."""
    headed = [c for c, text in enumerate(words) if text and vocabulary.names_statement(text)]
    if statements is None:
        return headed[0] if headed else None

    def share(column: int, loose: bool) -> float:
        cells = [line[column] for line in below if line[column] is not None]
        known = sum(bool(statements.find(cell, loose=loose)) for cell in cells)
        return known / len(cells) if cells else 0.0

    if headed:
        return max(headed, key=lambda column: share(column, True))
    best = max(range(len(words)), key=lambda column: share(column, False), default=None)
    return best if best is not None and share(best, False) >= 0.6 else None


def _record_column(words: tuple[str, ...], below: tuple[tuple[Cell, ...], ...], naming: int | None) -> int | None:
    """The column that says what each row is: nearly every cell of it names a kind, and not always the same."""
    for column in range(len(words)):
        cells = [shown(line[column]) for line in below if line[column] is not None]
        kinds = [vocabulary.kind_called(text) for text in cells if len(text) <= 40]
        known = [kind for kind in kinds if kind in LISTED]
        if column != naming and len(known) >= 2 and len(known) >= 0.8 * len(cells) and len(set(known)) >= 2:
            return column
    return None
