"""The long work of the step: what a spreadsheet seems to mean, what a saved mapping makes of it, what would arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.problem_kinds import problem_kinds
from selfassess.exchange import foreign
from selfassess.exchange.foreign.headings import locate
from selfassess.exchange.foreign.labels import find
from selfassess.exchange.foreign.preview import Arriving
from selfassess.exchange.foreign.words import folded
from ui.bridge.tasks import Cancelled, Progress
from ui.bridge.worker_priority import breathing
from ui.dialogs.import_file.mapping.entries import LOOKED_AT, Offer, unknown_labels
from ui.dialogs.import_file.mapping.wording import OF_LABELS, Way

SHOWN = 5
"""First records of each sheet that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """A spreadsheet and what it is read against."""

    book: foreign.Book
    framework: Framework
    asked: InformationReturn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A mapping for a spreadsheet; ``saved`` are the sheets that are read as a saved mapping says, ``sentence`` what
    the person should know of it."""

    mapping: foreign.Mapping
    saved: frozenset[str] = frozenset()
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a mapping gives: the first records of each sheet, how many there are, what was left, and what to know.

    ``unknown`` has the labels that nobody knew, of each sheet that is read by its labels; ``choices`` the words of
    columns with a set of answers; ``unplaced`` the rows that name no quality statement.
    """

    arriving: Mapping[str, tuple[Arriving, ...]]
    records: int
    left: tuple[foreign.Left, ...]
    notes: tuple[str, ...]
    unknown: Mapping[str, tuple[Offer, ...]]
    choices: tuple[foreign.ChoiceColumn, ...] = ()
    unplaced: tuple[foreign.Unplaced, ...] = ()


def proposed(theirs: Theirs) -> Read:
    """What the spreadsheet seems to mean."""
    return Read(mapping=foreign.propose(theirs.book, theirs.framework, theirs.asked))


def anew(theirs: Theirs, mapping: foreign.Mapping, sheet: str, way: Way | None, header_row: int | None = None) -> Read:
    """The mapping with one sheet proposed anew, read in a way and with a row of headings that a person chose."""
    part = mapping.sheet(sheet)
    again = foreign.reproposed(
        theirs.book,
        owned(mapping, sheet),
        sheet,
        framework=theirs.framework,
        kind=way.kind if way is not None else None,
        header_row=header_row,
        shape=way.shape if way is not None else None,
        statement=part.statement if part is not None else None,
    )
    return Read(mapping=again)


def saved(theirs: Theirs, path: Path) -> Read:
    """What a saved mapping makes of the spreadsheet; sheets that it does not speak of are left out.

    Raises FileError where it cannot be read, WrongUseError where it fits none of the sheets.
    """
    kept = foreign.load(path)
    book = theirs.book
    spoken = {sheet.name: kept.sheet(sheet.name) for sheet in book.sheets}
    fitting = [name for name, part in spoken.items() if part is not None and _fits(book, part, name)]
    if not fitting:
        why = "none of its headings are" if any(spoken.values()) else "none of its sheets is"
        raise WrongUseError(
            f"{path.name} was made for another spreadsheet: {why} in {book.name}. The columns are as they were before."
        )
    new = [name for name, part in spoken.items() if part is None]
    fresh = foreign.propose(
        replace(book, sheets=tuple(s for s in book.sheets if s.name in new)), theirs.framework, None
    )
    parts = tuple(_at_home(_known(part, theirs.framework), book) for part in kept.sheets)
    mapping = replace(
        kept,
        framework=theirs.framework.id,
        sheets=(*parts, *(replace(part, skip=True) for part in fresh.sheets)),
    )
    there = frozenset(name for name, part in spoken.items() if part is not None)
    return Read(mapping=mapping, saved=there, sentence=" ".join(_said(path, kept, theirs, there, new, fitting)))


def applied(
    theirs: Theirs, mapping: foreign.Mapping, label: str, progress: Progress, cancelled: Cancelled
) -> foreign.Taken:
    """What the whole spreadsheet gives."""
    return foreign.apply(
        theirs.book,
        mapping,
        framework=theirs.framework,
        asked=theirs.asked,
        council=None,
        label=label,
        progress=progress,
        cancelled=breathing(cancelled),
    )


def first_rows(theirs: Theirs, mapping: foreign.Mapping) -> Mapping[str, tuple[Arriving, ...]]:
    """The first records that each sheet would give."""
    return foreign.preview(theirs.book, mapping, theirs.framework, theirs.asked, SHOWN)


def outcome(
    theirs: Theirs,
    mapping: foreign.Mapping,
    arriving: Mapping[str, tuple[Arriving, ...]],
    progress: Progress,
    cancelled: Cancelled,
) -> Outcome:
    """What a spreadsheet gives, for a person to look at."""
    taken = applied(theirs, mapping, "Preview", progress, cancelled)
    notes = (*taken.notes, *(kind.sentence() for kind in problem_kinds(taken.incoming.problems)))
    by_sheet = {name: tuple(left) for name, left in groupby(taken.left, key=lambda each: each.sheet)}
    labelled = [s for s in theirs.book.sheets if (part := mapping.sheet(s.name)) and part.shape in OF_LABELS]
    return Outcome(
        arriving=arriving,
        records=len(taken.incoming.places or {}),
        left=taken.left,
        notes=tuple(dict.fromkeys(notes)),
        unknown={sheet.name: unknown_labels(sheet, by_sheet.get(sheet.name, ())) for sheet in labelled},
        choices=foreign.choice_columns(theirs.book, mapping, theirs.framework, theirs.asked),
        unplaced=taken.unplaced,
    )


def owned(mapping: foreign.Mapping, sheet: str) -> foreign.Mapping:
    """The mapping with a part for this sheet alone, where one part speaks of several sheets by a pattern."""
    part = mapping.sheet(sheet)
    if part is None or part.sheet == sheet:
        return mapping
    return replace(mapping, sheets=(replace(part, sheet=sheet), *mapping.sheets))


def with_part(mapping: foreign.Mapping, other: foreign.Mapping, sheet: str) -> foreign.Mapping:
    """A mapping with what another says of one sheet."""
    part = other.sheet(sheet)
    if part is None:
        return mapping
    own = owned(mapping, sheet)
    return replace(own, sheets=tuple(part if each is own.sheet(sheet) else each for each in own.sheets))


def _fits(book: foreign.Book, part: foreign.SheetMapping, name: str) -> bool:
    sheet = book.sheet(name)
    if part.skip or sheet is None:
        return False
    top = replace(sheet, rows=sheet.rows[:LOOKED_AT])
    if any(locate(table, top) is not None for table in part.tables):
        return True
    labels = {folded(question.label): question for question in part.questions}
    return part.shape in OF_LABELS and bool(find(top, labels, frozenset(), frozenset()))


def _known(part: foreign.SheetMapping, framework: Framework) -> foreign.SheetMapping:
    """A part without statements that this framework does not have."""
    keys = {statement.key for statement in framework.statements}
    questions = tuple(
        replace(question, statement=question.statement if question.statement in keys else None)
        for question in part.questions
    )
    return replace(part, statement=part.statement if part.statement in keys else None, questions=questions)


def _at_home(part: foreign.SheetMapping, book: foreign.Book) -> foreign.SheetMapping:
    """A part with its headings in the row in which they stand in this file."""
    sheet = book.sheet(part.sheet)
    if sheet is None or part.header_row is None or part.kind is None:
        return part
    found = locate(foreign.TableMapping(header_row=part.header_row, kind=part.kind, columns=part.columns), sheet)
    return part if found is None else replace(part, header_row=found.row + 1)


def _said(
    path: Path, kept: foreign.Mapping, theirs: Theirs, there: frozenset[str], new: list[str], fitting: list[str]
) -> Iterator[str]:
    many = "1 sheet is" if len(there) == 1 else f"{len(there):,} sheets are"
    yield f"{many} read as {path.name} says."
    astray = [name for name in there if name not in fitting and (part := kept.sheet(name)) and not part.skip]
    if astray:
        yield f"Its headings were not found in {_listed(sorted(astray))}; please look there."
    if new:
        yield f"{_listed(new)} {'is' if len(new) == 1 else 'are'} new to it and left out; tick what is to be taken."
    if kept.framework != theirs.framework.id:
        yield "It was saved for another version of the framework; please check the quality statements."


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names[:5]]
    more = len(names) - len(quoted)
    return ", ".join(quoted) + (f" and {more:,} more" if more else "")
