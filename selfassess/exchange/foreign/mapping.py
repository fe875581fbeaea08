"""What the sheets, columns and labels of a spreadsheet mean: decided once, kept as a file, used again next year.

Columns and labels are found again by their words, so a mapping fits the next file of the same make even where rows
stand lower or columns elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.text.folding import fold_text
from selfassess.exchange.foreign import vocabulary
from selfassess.files import private

FORMAT = "selfassess mapping"
VERSION = 1
SUFFIX = ".mapping.json"
LARGEST = 20_000_000
"""Bytes of a mapping."""

RIGHT, BELOW = "right", "below"


class Shape(StrEnum):
    """How a sheet is laid out."""

    TABLE = "table"
    """One long table: headings, then a row for each thing."""
    STATEMENT_TAB = "statement_tab"
    """Everything about one quality statement: labels with answers, tables, or both."""
    QUESTIONS = "questions"
    """Labels with answers, about several statements or none."""
    SCORECARD = "scorecard"
    """A row for each measure, and a column for each period."""


GENERAL = "general"
"""In place of a quality statement: about the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMapping:
    """What one word of a column stands for: the key of an answer, or a step of a scale; "" for nothing."""

    word: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """The quality statement (or GENERAL) that a row is about which names none; it is known by what it is called."""

    row: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What one column of a table means; ``field`` None where it means nothing yet.

    ``index`` counts from 0 and is used where the heading is empty or stands twice. ``kind`` is the record kind of the
    field where it is not the table's own. ``values`` are the words in it whose meaning a person set.
    """

    heading: str
    index: int
    field: str | None = None
    kind: str | None = None
    values: tuple[ValueMapping, ...] = ()

    def meaning_of_word(self, text: str) -> str | None:
        """What a person said that a word of this column stands for; None where nobody did."""
        wanted = fold_case_and_spaces(text)
        return next((each.means for each in self.values if fold_case_and_spaces(each.word) == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionMapping:
    """What a label means and where its answer stands: to its right, or below it."""

    label: str
    kind: str
    field: str
    where: str = RIGHT
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """One more table of a sheet, below the first. ``header_row`` counts from 1, as spreadsheets do."""

    header_row: int
    kind: str
    columns: tuple[ColumnMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """What one sheet means. ``sheet`` is its name, or a pattern with * and ? for names that change.

    ``header_row`` counts from 1, as spreadsheets do. ``kind`` is the record kind that a row of its table is;
    ``statement`` the quality statement that all of it is about; ``places`` those of single rows that name none;
    ``skip`` leaves the sheet aside (and lists it).
    """

    sheet: str
    shape: Shape = Shape.TABLE
    kind: str | None = None
    header_row: int | None = None
    statement: str | None = None
    columns: tuple[ColumnMapping, ...] = ()
    questions: tuple[QuestionMapping, ...] = ()
    more: tuple[TableMapping, ...] = ()
    places: tuple[RowPlace, ...] = ()
    skip: bool = False

    def statement_of_row(self, row: str) -> str | None:
        """The quality statement, or GENERAL, that a person put a row under, by what it is called."""
        wanted = fold_case_and_spaces(row)
        return next((each.statement for each in self.places if fold_case_and_spaces(each.row) == wanted), None)

    @property
    def all_tables(self) -> tuple[TableMapping, ...]:
        """All tables of the sheet, the first one included, from the top."""
        if self.header_row is None or self.kind is None:
            return self.more
        first = TableMapping(header_row=self.header_row, kind=self.kind, columns=self.columns)
        return tuple(sorted((first, *self.more), key=lambda table: table.header_row))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What a spreadsheet means."""

    framework: str
    sheets: tuple[SheetMapping, ...]
    format: str = FORMAT
    version: int = VERSION

    def find_sheet_mapping(self, name: str) -> SheetMapping | None:
        """The part for the sheet with this name: by its very name, else in other case, else by pattern."""
        folded = fold_text(name)
        tests: tuple[Callable[[str], bool], ...] = (
            lambda key: key == name,
            lambda key: fold_text(key) == folded,
            lambda key: _fits_name_pattern(fold_text(key), folded),
        )
        return next((part for fits in tests for part in self.sheets if fits(part.sheet)), None)


def with_sheet(mapping: Mapping, sheet_name: str, **changes: Any) -> Mapping:
    """The mapping with some of one sheet's attributes set. Raises WrongUseError where it has no such sheet."""
    part = _require_sheet_mapping(mapping, sheet_name)
    after = replace(part, **changes)
    return replace(mapping, sheets=tuple(after if each is part else each for each in mapping.sheets))


def with_column(mapping: Mapping, sheet_name: str, index: int, field: str | None) -> Mapping:
    """The mapping with another meaning for one column of a sheet's first table.

    ``field`` is a key that ``meanings`` gave for the sheet's kind (``owner``, ``strength.title``), or None for no
    meaning. Raises WrongUseError where there is no such sheet or column.
    """
    part = _require_sheet_mapping(mapping, sheet_name)
    is_without = all(column.index != index for column in part.columns)
    if is_without:
        raise WrongUseError(f"The sheet “{sheet_name}” has no column {index + 1} in its table.")
    kind, _, key = (field or "").rpartition(".")
    columns = tuple(
        replace(column, field=key or None, kind=kind or None, values=()) if column.index == index else column
        for column in part.columns
    )
    return with_sheet(mapping, sheet_name, columns=columns)


def with_value(mapping: Mapping, sheet_name: str, header_row: int, index: int, word: str, means: str | None) -> Mapping:
    """The mapping with another meaning for a word of a column of one of a sheet's tables; None for what is proposed.

    Raises WrongUseError where there is no such sheet.
    """
    part = _require_sheet_mapping(mapping, sheet_name)

    def told(columns: tuple[ColumnMapping, ...]) -> tuple[ColumnMapping, ...]:
        return tuple(_set_word_meaning(column, word, means) if column.index == index else column for column in columns)

    more = tuple(
        replace(table, columns=told(table.columns)) if table.header_row == header_row else table for table in part.more
    )
    columns = told(part.columns) if part.header_row == header_row else part.columns
    return with_sheet(mapping, sheet_name, columns=columns, more=more)


def _set_word_meaning(column: ColumnMapping, word: str, means: str | None) -> ColumnMapping:
    others = tuple(each for each in column.values if fold_case_and_spaces(each.word) != fold_case_and_spaces(word))
    new_values = (*others, ValueMapping(word=word, means=means)) if means is not None else others
    return replace(column, values=new_values)


def fold_case_and_spaces(text: str) -> str:
    """A word or name as one finds it again: whatever its case and its spaces."""
    return " ".join(text.split()).casefold()


def with_place(mapping: Mapping, sheet_name: str, row: str, statement: str | None) -> Mapping:
    """The mapping with a row of a sheet put under a quality statement or GENERAL; None for under none yet.

    Raises WrongUseError where there is no such sheet.
    """
    part = _require_sheet_mapping(mapping, sheet_name)
    others = tuple(each for each in part.places if fold_case_and_spaces(each.row) != fold_case_and_spaces(row))
    said = (RowPlace(row=row, statement=statement),) if statement is not None else ()
    return with_sheet(mapping, sheet_name, places=(*others, *said))


def write_mapping_file(mapping: Mapping, path: Path) -> None:
    """Write a mapping as a file for ``load``. Raises FileError where it cannot be written."""
    text = msgspec.json.format(msgspec.json.encode(mapping), indent=2)
    try:
        private.write_over_file(path, text + b"\n")
    except OSError as error:
        raise FileError(f"{path} cannot be written. Choose another place.") from error


def read_mapping_file(path: Path) -> Mapping:
    """Read a mapping. Raises FileError naming the file, and the key that is wrong."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(f"{path.name} is not a column mapping: it is far larger than one.")
        raw = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError as error:
        raise FileError(f"{path} is not there. Check the name and the folder.") from error
    except OSError as error:
        if path.is_dir():  # Windows says of a folder that it does not allow to read it
            raise FileError(f"{path} is a folder. Choose a file in it.") from error
        raise FileError(f"{path} cannot be read. If it is open in another program, close it there first.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"{path.name} is not a column mapping: {error}.") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise FileError(f"{path.name} is not a column mapping: its “format” is not “{FORMAT}”.")
    version = raw.get("version")
    if isinstance(version, int) and version > VERSION:
        raise FileError(f"{path.name} was saved by a newer version of this program. Update this one first.")
    try:
        mapping = msgspec.convert(raw, Mapping)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$")
        where = f" at “{place.strip('`.')}”" if place.strip("`.") else ""
        raise FileError(f"{path.name} is not a whole column mapping{where}: {problem.replace('`', '“', 1)}.") from error
    _check_mapping(mapping, path.name)
    return mapping


def _require_sheet_mapping(mapping: Mapping, name: str) -> SheetMapping:
    part = mapping.find_sheet_mapping(name)
    if part is None:
        raise WrongUseError(f"The mapping says nothing of a sheet “{name}”.")
    return part


def _fits_name_pattern(pattern: str, name: str) -> bool:
    """Whether a name fits a pattern. Only * and ? are signs of it: brackets are part of a name.

    A * that was passed is never taken up again once a later one was reached, so many of them cost no more than few.
    """
    at = place = 0
    star = -1
    resume = 0
    while place < len(name):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, place
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", name[place]):
            at += 1
            place += 1
        elif star >= 0:
            resume += 1
            at = star + 1
            place = resume
        else:
            return False
    return all(sign == "*" for sign in pattern[at:])


def _check_mapping(mapping: Mapping, file: str) -> None:
    if mapping.version != VERSION:
        raise FileError(f"{file} has “version” {mapping.version}, which this program does not know.")
    for number, part in enumerate(mapping.sheets):
        place = f"sheets[{number}]"
        if part.kind is not None and part.kind not in vocabulary.KINDS:
            raise FileError(f"{file} names an unknown kind of record “{part.kind}” at “{place}.kind”.")
        for table in part.all_tables:
            if table.header_row < 1 or table.kind not in vocabulary.KINDS:
                raise FileError(f"{file} has a table without a proper “header_row” and “kind” at “{place}”.")
            for index, column in enumerate(table.columns):
                if column.field is not None and not vocabulary.is_mappable_field(
                    column.kind or table.kind, column.field
                ):
                    named = f"{column.kind or table.kind}.{column.field}"
                    raise FileError(f"{file} names an unknown field “{named}” at “{place}.columns[{index}]”.")
        for index, question in enumerate(part.questions):
            if question.where not in (RIGHT, BELOW):
                raise FileError(f"{file}: “{place}.questions[{index}].where” is neither “{RIGHT}” nor “{BELOW}”.")
            if not vocabulary.is_mappable_field(question.kind, question.field):
                named = f"{question.kind}.{question.field}"
                raise FileError(f"{file} names an unknown field “{named}” at “{place}.questions[{index}]”.")


def empty_sheet_mapping(sheet: str) -> SheetMapping:
    """The mapping of a sheet of which nothing is understood."""
    return SheetMapping(sheet=sheet)
