"""What the columns of a table in a narrative hold, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.years.narrative import LISTED, LONGER
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.stages import names_part_of_stage, names_stage, separate_risk_stages
from selfassess.exchange.narrative.heading_names import HeadingNames

STATEMENT, PERIOD = "statement", "period"
_ENOUGH = 0.7
_PERIOD = re.compile(r"(?:q[1-4]\s*)?20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?(?:\s*q[1-4])?|\d\d\s*/\s*\d\d", re.IGNORECASE)
_JUDGEMENT = ("score", "direction", "confidence", "summary", "impact", "rationale")
_FIRST = ("action", "risk", "measure", "improvement", "strength", "evidence")
"""Kinds whose fields a column most likely holds in a table of several kinds, the first first."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a field of a kind, the name of a statement, or ("", "") what nobody knows."""

    kind: str = ""
    field: str = ""
    heading: str = ""

    @property
    def is_known(self) -> bool:
        """Whether its heading says what it holds."""
        return bool(self.kind)


def read_columns(headings: Sequence[str], names: HeadingNames, part: str) -> tuple[Column, ...]:
    """What each column holds; ``part`` is what the heading above the table says of all of it."""
    mains = _find_main_kinds(headings, names, part)
    is_of_statements = any(_is_statement(text) for text in headings)
    judged = is_of_statements or not set(mains) & {"risk", "action", "measure"}
    found = []
    taken: set[tuple[str, str]] = set()
    for text in headings:
        column = _interpret_column(text, names, mains, judged)
        if (column.kind, column.field) in taken and column.field not in ("value",):
            column = Column(heading=text)
        taken.add((column.kind, column.field))
        found.append(column)
    return tuple(found)


class RowKinds:
    """The kinds of record that a row of a table makes; those that have more columns than a title; the main one.

    ``named`` are those whose title was come to in this row.
    """

    def __init__(self, kinds: Sequence[str], beside: set[str], main: str) -> None:
        self.kinds, self.beside, self.main = kinds, beside, main
        self.named: set[str] = set()


def read_stage_columns(upper: Mapping[int, Column], lower: Mapping[int, str]) -> dict[int, Column] | None:
    """The columns of a risk register whose headings stand in two rows: "L" and "I" below "Current risk".

    None where the row below the headings is a row of the table's own.
    """
    if not lower or not all(map(names_part_of_stage, lower.values())):
        return None
    words: dict[int, str] = {}
    for column, text in lower.items():
        above = upper.get(max((each for each in upper if each <= column), default=-1), Column())
        if not names_stage(above.heading):
            return None
        words[column] = f"{above.heading} {text}"
    line = tuple(words.get(column, "") for column in range(max(words) + 1))
    meant = separate_risk_stages({column: vocabulary.match_heading(text) for column, text in words.items()}, line)
    read = {column: Column("risk", said[0].field, words[column]) for column, said in meant.items() if said}
    unread = {column: Column(heading=text) for column, text in words.items()}
    plain = {column: each for column, each in upper.items() if column not in words}
    return dict(sorted({**plain, **unread, **read}.items()))


def kinds_in(columns: Sequence[Column]) -> list[str]:
    """The kinds of record that a row makes, in the order of their titles."""
    titles = [each.kind for each in columns if each.kind in (*LISTED, "measure") and each.field == "title"]
    return list(dict.fromkeys(titles))


def rest_field(kind: str) -> str:
    """The field for what stands in a column that nobody knows."""
    if kind == "measure":
        return "performance"
    return LONGER[kind]


def _is_statement(text: str) -> bool:
    return vocabulary.names_statement(text)


def _title_of(text: str, names: HeadingNames) -> str:
    """The kind of record whose title a column's heading is, "" for none."""
    meaning = names.find_meaning(text, sure=True)
    if meaning.statement or meaning.theme or _is_statement(text):
        return ""
    matches = vocabulary.match_heading(text)
    best = matches[0].strength if matches else 0.0
    titled = [
        each.kind
        for each in matches
        if each.strength >= max(best - 0.01, _ENOUGH)
        and each.kind in (*LISTED, "measure")
        and each.field == CATALOGUE[each.kind].title
    ]
    if len(set(titled)) > 1 and best < 1.0:
        return meaning.part if meaning.part in LISTED else ""  # "What …" begins a title of every kind
    if titled and not vocabulary.is_generic_title(text):
        # What is a title of one kind may be a field of another: "Impact" is none of them.
        fields = {each.kind for each in matches if each.strength == best and each.field != CATALOGUE[each.kind].title}
        if not fields or best >= 1.0:
            return titled[0]
        return ""
    if meaning.part in LISTED and best < _ENOUGH:
        return meaning.part
    return ""


def _find_main_kinds(headings: Sequence[str], names: HeadingNames, part: str) -> list[str]:
    """The kinds of record that a row of the table is, the heading above the table counted in."""
    found = [kind for text in headings if (kind := _title_of(text, names))]
    wants_part = part in LISTED and part not in found and (not found or any(map(vocabulary.is_generic_title, headings)))
    if wants_part:
        found.insert(0, part)
    if not found and any(map(vocabulary.is_generic_title, headings)):
        scores = {
            kind: sum(_find_field_of_heading(text, kind) not in ("", "title") for text in headings)
            for kind in (*LISTED, "measure")
        }
        best = max(scores, key=lambda kind: scores[kind])
        if scores[best] > 1:
            found.append(best)
    return list(dict.fromkeys(found))


def _find_field_of_heading(text: str, kind: str) -> str:
    """The field of a kind that a heading names, "" for none."""
    match = next(
        (each for each in vocabulary.match_heading(text) if each.kind == kind and each.strength >= _ENOUGH), None
    )
    if match is None:
        return ""
    return match.field


def _interpret_column(text: str, names: HeadingNames, mains: Sequence[str], judged: bool) -> Column:
    """What a column holds: the statement, a title, a field of one of the kinds, or nothing known."""
    if _is_statement(text):
        return Column(STATEMENT, "", text)
    kind = _title_of(text, names)
    if kind and kind in mains:
        return Column(kind, "title", text)
    if "measure" in mains and _PERIOD.fullmatch(text.strip()):
        return Column("measure_value", "value", text)
    if judged and not mains:
        return _of_judgement(text, names)
    for kind in sorted(mains, key=_FIRST.index):
        field = _find_field_of_heading(text, kind)
        if field and field != "quality_statement":
            return Column(kind, field, text)
    if judged and (column := _of_judgement(text, names)).is_known:
        return column
    generic = vocabulary.is_generic_title(text) and mains
    if generic:
        return Column(mains[0], "title", text)
    return Column(heading=text)


def _of_judgement(text: str, names: HeadingNames) -> Column:
    part = names.find_meaning(text, sure=True).part
    field = part if part in _JUDGEMENT else _find_field_of_heading(text, "judgement")
    if field in _JUDGEMENT:
        return Column("judgement", field, text)
    return Column(heading=text)
