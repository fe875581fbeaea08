"""Reads a row as the headings of a table: what the rows are, and what each column means."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.comparators import assign_comparators
from selfassess.exchange.foreign.drafts import LONGER
from selfassess.exchange.foreign.headings import names_period, read_headings
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.naming_columns import find_record_kind_column, find_statement_column
from selfassess.exchange.foreign.national_measures import heads_national_measures
from selfassess.exchange.foreign.stages import separate_risk_stages
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.ticks import find_tick_columns
from selfassess.exchange.foreign.vocabulary import LISTED, PARTS, Match, statement_field, title_field
from selfassess.exchange.foreign.words import fold_heading, strip_date
from selfassess.exchange.spreadsheets.book import Sheet

_SAMPLE = 40
_TITLE_WORTH = 3.0
_DUE = ("action", "due_on")
_SURE_TITLE = 0.9
_LIKELY = 0.7
_FEWEST_HEADS = 3
_LONGEST_HEAD = 80
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
    def looks_like_headings(self) -> bool:
        """Whether this looks like headings: one names the rows, and two at least are known.

        About half of all must be known unless the rows below show by themselves that this is a table; then one is
        enough that says word for word what they are.
        """
        if self.named and self.tabular and self.plain:
            return True
        if not self.named:
            return False
        if self.sure < 2:
            return False
        return self.tabular or self.sure * 2 >= self.headed

    @property
    def rank_as_headings(self) -> float:
        """How likely this is the row of headings."""
        statement_worth = 2 if self.names_statement else 0
        return self.sure + self.sure / max(self.headed, 1) + statement_worth


def read_heading_row(
    sheet: Sheet,
    row: int,
    statements: Statements | None,
    called: str | None,
    *,
    forced: bool = False,
    chosen: bool = False,
) -> Reading | None:
    """A row read as headings; ``called`` is the kind that the sheet's name says, ``forced`` that a person says so.

    ``chosen``: a person says that these are the headings, whatever they look like.
    """
    found = read_headings(sheet, row)
    published = _read_national_headings(found.words, row)
    if published is not None and not (forced and called not in (None, "measure")):
        return published
    below = sheet.rows[row + 1 : row + 1 + _SAMPLE]
    words = found.words
    meant = {c: vocabulary.match_heading(text) for c, text in enumerate(words) if text}
    naming = find_statement_column(words, below, statements)
    heading = words[naming] if naming is not None and not chosen else ""
    if heading and statements is not None and statements.find_statement(heading, loose=False):
        return None  # what heads a column of statements is none itself, so this is a row of the table
    ticks: frozenset[int] = frozenset()
    if naming is None and statements is not None:
        ticks = find_tick_columns(words, below, statements)
    recording = find_record_kind_column(words, below, naming)
    periods = frozenset(c for c, text in enumerate(words) if names_period(text))
    is_forced = forced and called
    kind = called if is_forced else _choose_row_kind(meant, words, called, naming, periods, recording)
    if kind is None:
        return None
    known = meant
    meant = separate_risk_stages(meant, words) if kind == "risk" else meant
    set_apart = sum(bool(known[column]) and not meant[column] for column in known)
    kind_periods = periods if kind == "measure" else frozenset()
    meant = _drop_earlier_dated_headings(meant, words, kind_periods)
    fields = _assign_fields(_without_spare_titles(meant, words), words, kind, {naming, recording}, periods)
    fields = _add_likeliest_title(fields, meant, kind, {naming, recording})
    fields = assign_comparators(fields, words) if kind == "measure" else fields
    columns = []
    for index, text in enumerate(words):
        is_empty_column = not text and all(index >= len(line) or line[index] is None for line in below)
        if is_empty_column:
            continue
        field, of = fields.get(index, (None, None))
        if index == naming:
            field = statement_field(kind)
        elif index == recording:
            field = vocabulary.RECORD
        elif index in ticks:
            field, of = vocabulary.TICK, None
        other_kind = of if of != kind else None
        columns.append(ColumnMapping(heading=text, index=index, field=field, kind=other_kind))
    titled = any(_names_row(c.kind or kind, c.field) for c in columns if c.field)
    judged = kind == "judgement" and naming is not None
    sure_count = sum(column.field is not None for column in columns) + set_apart
    headed_count = sum(bool(text) for text in words)
    names_statement = naming is not None or bool(ticks)
    has_several_periods = kind == "measure" and len(periods) >= 2
    is_tabular = titled or judged or kind == "return_answer"
    is_titled = any(
        field == title_field(of) and vocabulary.names_title(words[index], of)
        for index, (field, of) in fields.items()
        if of in LISTED
    )
    return Reading(
        row=row,
        kind=kind,
        columns=tuple(columns),
        sure=sure_count,
        headed=headed_count,
        names_statement=names_statement,
        periods=has_several_periods,
        named=is_tabular,
        tabular=_is_tabular(sheet, row, words),
        plain=is_titled,
    )


def _read_national_headings(words: tuple[str, ...], row: int) -> Reading | None:
    """A row read as the headings of published national measures; None where it is none."""
    said = [vocabulary.match_national_heading(text) if text else None for text in words]
    if not heads_national_measures(said):
        return None
    taken: set[str] = set()
    columns = []
    for index, (text, field) in enumerate(zip(words, said, strict=True)):
        free_field = field if field not in taken else None
        columns.append(ColumnMapping(heading=text, index=index, field=free_field))
        new_fields = {field} if field else ()
        taken.update(new_fields)
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


def _is_number_text(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def _is_tabular(sheet: Sheet, row: int, words: tuple[str, ...]) -> bool:
    """Whether a row heads a table, whatever its words: three short texts that differ, and rows below that fill them."""
    heads = [column for column, text in enumerate(words) if text]
    texts = {fold_heading(text) for text in words if text and len(text) <= _LONGEST_HEAD and not _is_number_text(text)}
    if len(heads) < _FEWEST_HEADS or len(texts) < 0.8 * len(heads):
        return False
    below = sheet.rows[row + 1 : row + 1 + _FEWEST_HEADS]
    filled = [sum(line[column] is not None for column in heads) for line in below]
    return any(count >= max(_FEWEST_HEADS, len(heads) / 2) for count in filled)


def _drop_earlier_dated_headings(
    meant: dict[int, tuple[Match, ...]], words: tuple[str, ...], kept: frozenset[int]
) -> dict[int, tuple[Match, ...]]:
    """Without the headings that name an earlier date than another of the same words; those of periods are ``kept``.

    Texts that are put together, such as updates, are kept as well.
    """
    dates: dict[int, tuple[str, tuple[int, ...]]] = {}
    last: dict[str, tuple[int, ...]] = {}
    for column in meant:
        rest, order = strip_date(words[column])
        if order and column not in kept:
            dates[column] = fold_heading(rest), order
            last[fold_heading(rest)] = max(last.get(fold_heading(rest), ()), order)
    return {
        column: matches
        if column not in dates or last[dates[column][0]] == dates[column][1]
        else tuple(match for match in matches if _may_repeat_field(match) and match.field != title_field(match.kind))
        for column, matches in meant.items()
    }


def _choose_row_kind(
    meant: dict[int, tuple[Match, ...]],
    words: tuple[str, ...],
    called: str | None,
    naming: int | None,
    periods: frozenset[int],
    recording: int | None,
) -> str | None:
    """What each row is: the kind whose fields the headings name most."""
    weighed = _without_spare_titles(meant, words)
    worth = {kind: _weigh_kind(weighed, kind) for kind in _KINDS}
    # "Risk title" is a risk's, though "title" might also be a strength's.
    telling = {
        column: _closest_matches(found)
        for column, found in meant.items()
        if not vocabulary.is_generic_title(words[column])
    }
    titles = {kind for kind in LISTED if _has_title_heading(telling, kind)}
    if recording is not None:
        return "action"  # it has the most fields, and other kinds share many of them
    is_of_measures = len(periods) >= 2 and (_has_title_heading(meant, "measure") or called == "measure")
    if is_of_measures:
        return "measure"
    own = {"score", "summary", "rationale"}
    judged = any(m.kind == "judgement" and m.field in own and m.strength >= 0.9 for ms in meant.values() for m in ms)
    is_worth_it = called in worth and worth[called] > 0 and (called != "judgement" or naming is not None)
    if is_worth_it:
        return called
    is_of_both = {"strength", "improvement"} <= titles or (
        judged and naming is not None and not _is_list_of_one_kind(titles, worth)
    )
    if is_of_both:
        return "judgement"
    best = max(worth, key=lambda kind: worth[kind])
    if worth[best] > 0:
        return best
    return None


def _is_list_of_one_kind(titles: set[str], worth: dict[str, float]) -> bool:
    """Whether the rows are one kind of thing after all, with several fields of its own."""
    return len(titles) == 1 and worth[next(iter(titles))] > worth["judgement"] + 1


def _weigh_kind(meant: dict[int, tuple[Match, ...]], kind: str) -> float:
    best: dict[str, float] = {}
    for found in meant.values():
        for match in found:
            if match.kind == kind:
                is_title = match.field == title_field(kind) and kind != "judgement"
                weight = _TITLE_WORTH if is_title else 1.0
                best[match.field] = max(best.get(match.field, 0.0), match.strength * weight)
    return sum(best.values())


def _without_spare_titles(meant: dict[int, tuple[Match, ...]], words: tuple[str, ...]) -> dict[int, tuple[Match, ...]]:
    """Without "Comments" or "Description" as what a row is called where another column already says so."""

    def titles(found: tuple[Match, ...]) -> bool:
        return any(m.kind in LISTED and m.field == title_field(m.kind) and m.strength >= _SURE_TITLE for m in found)

    named = {c for c, found in meant.items() if titles(found) and not vocabulary.is_generic_title(words[c])}
    generic = [c for c in sorted(meant) if vocabulary.is_generic_title(words[c])]
    spare_titles = generic if named else generic[1:]
    spare = set(spare_titles)
    return {
        column: tuple(m for m in found if column not in spare or m.field != title_field(m.kind))
        for column, found in meant.items()
    }


def _has_title_heading(meant: dict[int, tuple[Match, ...]], kind: str) -> bool:
    return any(
        m.kind == kind and m.field == title_field(kind) and m.strength >= 0.7 for ms in meant.values() for m in ms
    )


def _assign_fields(
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
        taken_here = taken - {_DUE} if vocabulary.is_revised(words[column]) else taken
        match = _choose_heading_match(meant[column], order, taken_here)
        if match is None:
            continue
        field = match.field
        if (match.kind, field) in taken and field == title_field(match.kind) and _is_description_heading(words[column]):
            field = LONGER.get(match.kind, field)  # "Risk description" behind "Risk title" is no second risk
        found[column] = (field, match.kind)
        taken.add((match.kind, field))
        if match.kind in LISTED and match.field == title_field(match.kind) and match.kind != "evidence":
            beside = match.kind
    return _prefer_headings_naming_kind(found, meant, words, given)


def _add_likeliest_title(
    fields: dict[int, tuple[str, str]], meant: dict[int, tuple[Match, ...]], kind: str, given: set[int | None]
) -> dict[int, tuple[str, str]]:
    """With the likeliest column as what the rows are called where none was taken for that: "Comment" in a long list."""
    names_rows = kind not in LISTED or any(_names_row(of, field) for field, of in fields.values() if of in LISTED)
    if names_rows:
        return fields
    able = [
        (match.strength, -column, column)
        for column, found in meant.items()
        for match in found
        if column not in given and (match.kind, match.field) == (kind, title_field(kind)) and match.strength >= _LIKELY
    ]
    if not able:
        return fields
    return {**fields, max(able)[2]: (title_field(kind), kind)}


def _is_description_heading(heading: str) -> bool:
    return "description" in fold_heading(heading).split()


def _prefer_headings_naming_kind(
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
    return fold_heading(kind) in fold_heading(heading).split()


def _closest_matches(found: tuple[Match, ...]) -> tuple[Match, ...]:
    """The meanings of a heading that are about as sure as the surest."""
    return tuple(match for match in found if match.strength > found[0].strength - 0.06)


def _choose_heading_match(
    found: tuple[Match, ...], order: list[str | None], taken: set[tuple[str, str]]
) -> Match | None:
    """The meaning of one heading: the surest; where several are as sure, by the order of kinds, then a title."""
    if not found:
        return None
    close = _closest_matches(found)

    def rank(match: Match) -> tuple[bool, int, float]:
        place = order.index(match.kind) if match.kind in order else len(order)
        return ((match.kind, match.field) in taken and not _may_repeat_field(match), place, -match.strength)

    able = [
        m
        for m in close
        if m.kind in order
        or (m.kind in LISTED and m.field == title_field(m.kind))
        or set(PARTS.get(m.kind, ())).intersection(each for each in order if each)
    ]
    best = min(able, key=rank, default=None)
    if best is None or ((best.kind, best.field) in taken and not _may_repeat_field(best)):
        return None
    return best


def _may_repeat_field(match: Match) -> bool:
    """Whether two columns may say this: text that is put together, and lists of which there may be more."""
    if (match.kind, match.field) == ("measure", "performance"):
        return True
    return match.kind in LISTED and match.field in (title_field(match.kind), "detail", "progress")
