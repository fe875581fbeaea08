"""Reads a row as the headings of a table: what the rows are, and what each column means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.drafts import LONGER
from selfassess.exchange.foreign.headings import headings, is_period
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.national_measures import is_national
from selfassess.exchange.foreign.stages import tell_stages
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.ticks import tick_columns
from selfassess.exchange.foreign.vocabulary import LISTED, Match, statement_field, title_field
from selfassess.exchange.foreign.words import folded, without_date
from selfassess.exchange.spreadsheets.book import Cell, Sheet, shown

_SAMPLE = 40
_TITLE_WORTH = 3.0
_DUE = ("action", "due_on")
_SURE_TITLE = 0.9
_LIKELY = 0.7
_FEWEST_HEADS = 3
_LONGEST_HEAD = 80
_LONGEST_NAMES = 160
_NAMED, _MOSTLY = 0.6, 0.5
_BETWEEN = re.compile(r"[^\W\d].*(?:[,;/&+\n]|\band\b).*[^\W\d]", re.IGNORECASE | re.DOTALL)
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
    tabular: bool
    plain: bool = False
    """Whether a heading is word for word what the rows are called."""

    @property
    def fits(self) -> bool:
        """Whether this looks like headings: one names the rows, and two at least are known.

        About half of all must be known unless the rows below show by themselves that this is a table; then one is
        enough that says word for word what they are.
        """
        if self.named and self.tabular and self.plain:
            return True
        return self.named and self.sure >= 2 and (self.tabular or self.sure * 2 >= self.headed)

    @property
    def score(self) -> float:
        """How likely this is the row of headings."""
        return self.sure + self.sure / max(self.headed, 1) + (2 if self.names_statement else 0)


def read_table(
    sheet: Sheet, row: int, statements: Statements | None, called: str | None, *, forced: bool = False
) -> Reading | None:
    """A row read as headings; ``called`` is the kind that the sheet's name says, ``forced`` that a person says so."""
    found = headings(sheet, row)
    published = _national(found.words, row)
    if published is not None and not (forced and called not in (None, "measure")):
        return published
    below = sheet.rows[row + 1 : row + 1 + _SAMPLE]
    words = found.words
    meant = {c: vocabulary.matches(text) for c, text in enumerate(words) if text}
    naming = _statement_column(words, below, statements)
    ticks = frozenset() if naming is not None or statements is None else tick_columns(words, below, statements)
    recording = _record_column(words, below, naming)
    periods = frozenset(c for c, text in enumerate(words) if is_period(text))
    kind = called if forced and called else _kind(meant, words, called, naming, periods, recording)
    if kind is None:
        return None
    meant = tell_stages(meant, words) if kind == "risk" else meant
    meant = _latest(meant, words, periods if kind == "measure" else frozenset())
    fields = _fields(_without_spare_titles(meant, words), words, kind, {naming, recording}, periods)
    fields = _with_title(fields, meant, kind, {naming, recording})
    columns = []
    for index, text in enumerate(words):
        if not text and all(index >= len(line) or line[index] is None for line in below):
            continue
        field, of = fields.get(index, (None, None))
        if index == naming:
            field = statement_field(kind)
        elif index == recording:
            field = vocabulary.RECORD
        elif index in ticks:
            field, of = vocabulary.TICK, None
        columns.append(ColumnMapping(heading=text, index=index, field=field, kind=of if of != kind else None))
    titled = any(_names_row(c.kind or kind, c.field) for c in columns if c.field)
    judged = kind == "judgement" and naming is not None
    return Reading(
        row=row,
        kind=kind,
        columns=tuple(columns),
        sure=sum(column.field is not None for column in columns),
        headed=sum(bool(text) for text in words),
        names_statement=naming is not None or bool(ticks),
        periods=kind == "measure" and len(periods) >= 2,
        named=titled or judged or kind == "return_answer",
        tabular=_is_tabular(sheet, row, words),
        plain=any(
            field == title_field(of) and vocabulary.names_title(words[index], of)
            for index, (field, of) in fields.items()
            if of in LISTED
        ),
    )


def _national(words: tuple[str, ...], row: int) -> Reading | None:
    """A row read as the headings of published national measures; None where it is none."""
    said = [vocabulary.national(text) if text else None for text in words]
    if not is_national(said):
        return None
    taken: set[str] = set()
    columns = []
    for index, (text, field) in enumerate(zip(words, said, strict=True)):
        columns.append(ColumnMapping(heading=text, index=index, field=field if field not in taken else None))
        taken.update({field} if field else ())
    return Reading(
        row=row,
        kind="measure",
        columns=tuple(columns),
        sure=len(taken),
        headed=sum(map(bool, words)),
        names_statement=False,
        periods=False,
        named=True,
        tabular=True,
    )


def _names_row(kind: str, field: str) -> bool:
    """Whether a field says what a record is: its title, or the longer text that a title can be made of."""
    return field in (title_field(kind), LONGER.get(kind)) or kind == "contact"


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def _is_tabular(sheet: Sheet, row: int, words: tuple[str, ...]) -> bool:
    """Whether a row heads a table, whatever its words: three short texts that differ, and rows below that fill them."""
    heads = [column for column, text in enumerate(words) if text]
    texts = {folded(text) for text in words if text and len(text) <= _LONGEST_HEAD and not _is_number(text)}
    if len(heads) < _FEWEST_HEADS or len(texts) < 0.8 * len(heads):
        return False
    below = sheet.rows[row + 1 : row + 1 + _FEWEST_HEADS]
    filled = [sum(line[column] is not None for column in heads) for line in below]
    return any(count >= max(_FEWEST_HEADS, len(heads) / 2) for count in filled)


def _latest(
    meant: dict[int, tuple[Match, ...]], words: tuple[str, ...], kept: frozenset[int]
) -> dict[int, tuple[Match, ...]]:
    """Without the headings that name an earlier date than another of the same words; those of periods are ``kept``.

    Texts that are put together, such as updates, are kept as well.
    """
    dates: dict[int, tuple[str, tuple[int, ...]]] = {}
    last: dict[str, tuple[int, ...]] = {}
    for column in meant:
        rest, order = without_date(words[column])
        if order and column not in kept:
            dates[column] = folded(rest), order
            last[folded(rest)] = max(last.get(folded(rest), ()), order)
    return {
        column: matches
        if column not in dates or last[dates[column][0]] == dates[column][1]
        else tuple(match for match in matches if _repeatable(match) and match.field != title_field(match.kind))
        for column, matches in meant.items()
    }


def _kind(
    meant: dict[int, tuple[Match, ...]],
    words: tuple[str, ...],
    called: str | None,
    naming: int | None,
    periods: frozenset[int],
    recording: int | None,
) -> str | None:
    """What each row is: the kind whose fields the headings name most."""
    worth = {kind: _worth(meant, kind) for kind in _KINDS}
    # "Risk title" is a risk's, though "title" might also be a strength's.
    telling = {
        column: _close(found) for column, found in meant.items() if not vocabulary.is_generic_title(words[column])
    }
    titles = {kind for kind in LISTED if _has_title(telling, kind)}
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


def _without_spare_titles(meant: dict[int, tuple[Match, ...]], words: tuple[str, ...]) -> dict[int, tuple[Match, ...]]:
    """Without "Comments" or "Description" as what a row is called where another column already says so."""

    def titles(found: tuple[Match, ...]) -> bool:
        return any(m.kind in LISTED and m.field == title_field(m.kind) and m.strength >= _SURE_TITLE for m in found)

    named = {c for c, found in meant.items() if titles(found) and not vocabulary.is_generic_title(words[c])}
    generic = [c for c in sorted(meant) if vocabulary.is_generic_title(words[c])]
    spare = set(generic if named else generic[1:])
    return {
        column: tuple(m for m in found if column not in spare or m.field != title_field(m.kind))
        for column, found in meant.items()
    }


def _has_title(meant: dict[int, tuple[Match, ...]], kind: str) -> bool:
    return any(
        m.kind == kind and m.field == title_field(kind) and m.strength >= 0.7 for ms in meant.values() for m in ms
    )


def _fields(
    meant: dict[int, tuple[Match, ...]],
    words: tuple[str, ...],
    kind: str,
    given: set[int | None],
    periods: frozenset[int],
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
        # A date that was moved stands beside the one it was moved from; each row says which there is.
        match = _choose(meant[column], order, taken - {_DUE} if vocabulary.is_revised(words[column]) else taken)
        if match is None:
            continue
        field = match.field
        if (match.kind, field) in taken and field == title_field(match.kind) and _describes(words[column]):
            field = LONGER.get(match.kind, field)  # "Risk description" behind "Risk title" is no second risk
        found[column] = (field, match.kind)
        taken.add((match.kind, field))
        if match.kind in LISTED and match.field == title_field(match.kind) and match.kind != "evidence":
            beside = match.kind
    return _by_own_name(found, meant, words, given)


def _with_title(
    fields: dict[int, tuple[str, str]], meant: dict[int, tuple[Match, ...]], kind: str, given: set[int | None]
) -> dict[int, tuple[str, str]]:
    """With the likeliest column as what the rows are called where none was taken for that: "Comment" in a long list."""
    if kind not in LISTED or any(_names_row(of, field) for field, of in fields.values() if of in LISTED):
        return fields
    able = [
        (match.strength, -column, column)
        for column, found in meant.items()
        for match in found
        if column not in given and (match.kind, match.field) == (kind, title_field(kind)) and match.strength >= _LIKELY
    ]
    return {**fields, max(able)[2]: (title_field(kind), kind)} if able else fields


def _describes(heading: str) -> bool:
    return "description" in folded(heading).split()


def _by_own_name(
    found: dict[int, tuple[str, str]],
    meant: dict[int, tuple[Match, ...]],
    words: tuple[str, ...],
    given: set[int | None],
) -> dict[int, tuple[str, str]]:
    """Where two columns could be one field, the one whose heading names the kind: "Action owner" before "SRO"."""
    for later in sorted(set(meant) - set(found) - given):
        for match in meant[later]:
            target = (match.field, match.kind)
            earlier = next((column for column, taken in found.items() if taken == target), None)
            if match.strength == 1.0 and earlier is not None and _names_kind(words[later], match.kind):
                if not _names_kind(words[earlier], match.kind) and match.field != title_field(match.kind):
                    del found[earlier]
                    found[later] = target
                break
    return found


def _names_kind(heading: str, kind: str) -> bool:
    return folded(kind) in folded(heading).split()


def _close(found: tuple[Match, ...]) -> tuple[Match, ...]:
    """The meanings of a heading that are about as sure as the surest."""
    return tuple(match for match in found if match.strength > found[0].strength - 0.06)


def _choose(found: tuple[Match, ...], order: list[str | None], taken: set[tuple[str, str]]) -> Match | None:
    """The meaning of one heading: the surest; where several are as sure, by the order of kinds, then a title."""
    if not found:
        return None
    close = _close(found)

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

    def share_of_several(column: int) -> float:
        cells = [line[column] for line in below if line[column] is not None]
        named = [cell for cell in cells if _is_several(cell)]
        if not cells or len(named) < _MOSTLY * len(cells) or all(statements.find_theme(cell) for cell in cells):
            return 0.0  # a theme is several statements too, but says nothing of a single one
        known = sum(bool(statements.find(cell) or len(statements.find_all(cell)[0]) > 1) for cell in cells)
        return known / len(cells)

    if headed:
        return max(headed, key=lambda column: share(column, True))
    for shared in (lambda column: share(column, False), share_of_several):
        best = max(range(len(words)), key=shared, default=None)
        if best is not None and shared(best) >= _NAMED:
            return best
    return None


def _is_several(cell: Cell) -> bool:
    """Whether a cell may name several statements: short words with a sign or an "and" between them."""
    return isinstance(cell, str) and len(cell) <= _LONGEST_NAMES and _BETWEEN.search(cell) is not None


def _record_column(words: tuple[str, ...], below: tuple[tuple[Cell, ...], ...], naming: int | None) -> int | None:
    """The column that says what each row is: nearly every cell of it names a kind, and not always the same."""
    for column in range(len(words)):
        cells = [shown(line[column]) for line in below if line[column] is not None]
        kinds = [vocabulary.kind_called(text) for text in cells if len(text) <= 40]
        known = [kind for kind in kinds if kind in LISTED]
        named = any(m.strength == 1.0 and m.field == title_field(m.kind) for m in vocabulary.matches(words[column]))
        spare = vocabulary.is_generic_title(words[column])
        if (
            column != naming
            and (spare or not named)
            and len(known) >= 2
            and len(known) >= 0.8 * len(cells)
            and len(set(known)) >= 2
        ):
            return column
    return None
