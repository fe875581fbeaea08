"""The mapping of a spreadsheet as far as it is said: proposed, set right by a person, saved and used again.

A draft is a value: whoever changes something gets another one. What takes long says so, for a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.problem_kinds import group_problems
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import choose_plural, count_noun
from selfassess.exchange import foreign
from selfassess.exchange.foreign.headings import locate_headings
from selfassess.exchange.foreign.labels import find_labels
from selfassess.exchange.foreign.preview import Arriving
from selfassess.exchange.foreign.words import fold_heading
from selfassess.services.importing.spreadsheet_mapping.entries import (
    LOOKED_AT,
    Entry,
    Offer,
    build_entries,
    find_unknown_labels,
    replace_meaning,
)
from selfassess.services.importing.spreadsheet_mapping.meanings import OF_LABELS, ReadingWay

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

SHOWN = 5
"""First records of each sheet that are shown."""
SUFFIX = foreign.SUFFIX
"""The ending of a mapping that is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreadsheet:
    """A spreadsheet that was opened, and what it is read against."""

    book: foreign.Book
    framework: Framework
    asked: InformationReturn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMapping:
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

    @property
    def has_open_words(self) -> bool:
        """Whether there are words of which nobody has said what they mean."""
        return any(word.is_unknown for each in self.choices for word in each.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingDraft:
    """A spreadsheet, and what it means as far as it is said.

    ``saved`` are the sheets that are read as a saved mapping says, ``by_hand`` the ids of what a person set in each,
    ``offers`` the labels of each that may be given a meaning.
    """

    spreadsheet: Spreadsheet
    mapping: foreign.Mapping
    saved: frozenset[str] = frozenset()
    by_hand: Mapping[str, frozenset[str]] = field(default_factory=dict)
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)

    @property
    def framework(self) -> Framework:
        """The framework that it is read against."""
        return self.spreadsheet.framework

    def list_entries(self, sheet: str) -> tuple[Entry, ...]:
        """The columns and labels of a sheet, and what they mean."""
        found, part = self.spreadsheet.book.find_sheet(sheet), self.mapping.find_sheet_mapping(sheet)
        if found is None or part is None:
            return ()
        offers, by_hand = self.offers.get(sheet, ()), self.by_hand.get(sheet, frozenset())
        return build_entries(found, part, offers, by_hand, sheet in self.saved)

    def reason_holds_nothing(self) -> str:
        """Why nothing can come of it as it is, in a sentence; "" where something may."""
        filled = (sheet.name for sheet in self.spreadsheet.book.sheets if sheet.rows)
        parts = [part for name in filled if (part := self.mapping.find_sheet_mapping(name)) and not part.skip]
        if not parts:
            return "Every sheet is left out. Tick those that are to be imported."
        if not any(part.all_tables or part.questions for part in parts):
            return "Say what the sheets hold that are ticked."
        return ""


def open_spreadsheet(
    source: Path,
    like: Assessment,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Spreadsheet:
    """Open a spreadsheet that is read against the framework and the return of a year; for a worker."""
    book = foreign.open_book(source, progress=progress, cancelled=cancelled)
    return Spreadsheet(book=book, framework=like.framework, asked=like.information_return)


# --- what a mapping is made of: for a worker -------------------------------------------------------------------------


def propose_mapping(spreadsheet: Spreadsheet) -> ReadMapping:
    """What a spreadsheet seems to mean."""
    found = foreign.propose_book_mapping(spreadsheet.book, spreadsheet.framework, spreadsheet.asked)
    return ReadMapping(mapping=found)


def propose_sheet_anew(
    draft: MappingDraft, sheet: str, way: ReadingWay | None, header_row: int | None = None
) -> ReadMapping:
    """The mapping with one sheet proposed anew, read in a way and with a row of headings that a person chose."""
    part = draft.mapping.find_sheet_mapping(sheet)
    again = foreign.propose_sheet_again(
        draft.spreadsheet.book,
        give_sheet_own_part(draft.mapping, sheet),
        sheet,
        framework=draft.framework,
        kind=way.kind if way is not None else None,
        header_row=header_row,
        shape=way.shape if way is not None else None,
        statement=part.statement if part is not None else None,
    )
    return ReadMapping(mapping=again)


def read_saved_mapping(spreadsheet: Spreadsheet, path: Path) -> ReadMapping:
    """What a saved mapping makes of a spreadsheet; sheets that it does not speak of are left out.

    Raises FileError where it cannot be read, WrongUseError where it fits none of the sheets.
    """
    kept = foreign.read_mapping_file(path)
    book = spreadsheet.book
    spoken = {sheet.name: kept.find_sheet_mapping(sheet.name) for sheet in book.sheets}
    fitting = [name for name, part in spoken.items() if part is not None and _part_fits_sheet(book, part, name)]
    if not fitting:
        why = "none of its headings are" if any(spoken.values()) else "none of its sheets is"
        raise WrongUseError(
            f"{path.name} was made for another spreadsheet: {why} in {book.name}. The columns are as they were before."
        )
    new = [name for name, part in spoken.items() if part is None]
    rest = replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.name in new))
    fresh = foreign.propose_book_mapping(rest, spreadsheet.framework, None)
    known = (_drop_unknown_statements(part, spreadsheet.framework) for part in kept.sheets)
    parts = tuple(_move_headings_to_their_row(part, book) for part in known)
    mapping = replace(
        kept,
        framework=spreadsheet.framework.id,
        sheets=(*parts, *(replace(part, skip=True) for part in fresh.sheets)),
    )
    there = frozenset(name for name, part in spoken.items() if part is not None)
    said = _describe_saved_mapping(path, kept, spreadsheet, there, new, fitting)
    return ReadMapping(mapping=mapping, saved=there, sentence=" ".join(said))


def preview_first_rows(draft: MappingDraft) -> Mapping[str, tuple[Arriving, ...]]:
    """The first records that each sheet would give."""
    given = draft.spreadsheet
    return foreign.preview_records(given.book, draft.mapping, given.framework, given.asked, SHOWN)


def apply_draft(
    draft: MappingDraft,
    label: str,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> foreign.Taken:
    """What the whole spreadsheet gives as the year ``label``."""
    given = draft.spreadsheet
    return foreign.apply_mapping(
        given.book,
        draft.mapping,
        framework=given.framework,
        asked=given.asked,
        council=None,
        label=label,
        progress=progress,
        cancelled=cancelled,
    )


def work_out_outcome(
    draft: MappingDraft,
    arriving: Mapping[str, tuple[Arriving, ...]],
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Outcome:
    """What a spreadsheet gives, for a person to look at; ``arriving`` are the first rows, which were there before."""
    taken = apply_draft(draft, "Preview", progress, cancelled)
    given, mapping = draft.spreadsheet, draft.mapping
    notes = (*taken.notes, *(kind.describe_kind() for kind in group_problems(taken.incoming.problems)))
    by_sheet = {name: tuple(left) for name, left in groupby(taken.left, key=lambda each: each.sheet)}
    parts = ((sheet, mapping.find_sheet_mapping(sheet.name)) for sheet in given.book.sheets)
    labelled = [sheet for sheet, part in parts if part is not None and part.shape in OF_LABELS]
    return Outcome(
        arriving=arriving,
        records=len(taken.incoming.places or {}),
        left=taken.left,
        notes=tuple(dict.fromkeys(notes)),
        unknown={sheet.name: find_unknown_labels(sheet, by_sheet.get(sheet.name, ())) for sheet in labelled},
        choices=foreign.choice_columns(given.book, mapping, given.framework, given.asked),
        unplaced=taken.unplaced,
    )


# --- what a person does ----------------------------------------------------------------------------------------------


def begin_draft(spreadsheet: Spreadsheet, read: ReadMapping) -> MappingDraft:
    """A draft that begins with a mapping for all sheets."""
    names = [sheet.name for sheet in spreadsheet.book.sheets]
    offers = {name: _list_offers(read.mapping, name) for name in names}
    return MappingDraft(spreadsheet=spreadsheet, mapping=read.mapping, saved=read.saved, offers=offers)


def replace_sheet(draft: MappingDraft, read: ReadMapping, sheet: str) -> MappingDraft:
    """The draft with one sheet as it was read anew; what was set for others meanwhile holds."""
    mapping = replace_sheet_part(draft.mapping, read.mapping, sheet)
    return replace(
        draft,
        mapping=mapping,
        saved=draft.saved - {sheet},
        by_hand={name: ids for name, ids in draft.by_hand.items() if name != sheet},
        offers={**draft.offers, sheet: _list_offers(mapping, sheet)},
    )


def change_sheet(draft: MappingDraft, sheet: str, **changes: object) -> MappingDraft:
    """The draft with some of one sheet's attributes set, such as ``skip`` and ``statement``."""
    mapping = give_sheet_own_part(draft.mapping, sheet)
    return replace(draft, mapping=foreign.with_sheet(mapping, sheet, **changes))


def set_meaning(draft: MappingDraft, sheet: str, entry: Entry, meaning: str) -> MappingDraft:
    """The draft with another meaning for a column or a label of a sheet, "" for none."""
    own = give_sheet_own_part(draft.mapping, sheet)
    part = own.find_sheet_mapping(sheet)
    assert part is not None
    after = replace_meaning(part, entry, meaning)
    by_hand = {**draft.by_hand, sheet: draft.by_hand.get(sheet, frozenset()) | {entry.id}}
    changed = change_sheet(draft, sheet, columns=after.columns, questions=after.questions, more=after.more)
    return replace(changed, by_hand=by_hand)


def set_word(draft: MappingDraft, sheet: str, place: tuple[int, int], word: str, means: str) -> MappingDraft:
    """The draft with what a word means in a column, by its row of headings and its number; "" for nothing."""
    mapping = give_sheet_own_part(draft.mapping, sheet)
    return replace(draft, mapping=foreign.with_value(mapping, sheet, *place, word, means))


def place_row(draft: MappingDraft, sheet: str, row: str, statement: str) -> MappingDraft:
    """The draft with a row put under a quality statement, under the whole, or under none yet ("")."""
    mapping = give_sheet_own_part(draft.mapping, sheet)
    return replace(draft, mapping=foreign.with_place(mapping, sheet, row, statement or None))


def add_offers(draft: MappingDraft, unknown: Mapping[str, Iterable[Offer]]) -> MappingDraft:
    """The draft with more labels of its sheets that may be given a meaning."""
    offers = dict(draft.offers)
    for name, more in unknown.items():
        here = offers.get(name, ())
        labels = {offer.label for offer in here}
        offers[name] = (*here, *(each for each in more if each.label not in labels))
    return replace(draft, offers=offers)


def save_draft(draft: MappingDraft, path: Path) -> None:
    """Save the mapping as a file; raises FileError where it cannot be written."""
    foreign.write_mapping_file(draft.mapping, path)


# --- parts -----------------------------------------------------------------------------------------------------------


def give_sheet_own_part(mapping: foreign.Mapping, sheet: str) -> foreign.Mapping:
    """The mapping with a part for this sheet alone, where one part speaks of several sheets by a pattern."""
    part = mapping.find_sheet_mapping(sheet)
    if part is None or part.sheet == sheet:
        return mapping
    return replace(mapping, sheets=(replace(part, sheet=sheet), *mapping.sheets))


def replace_sheet_part(mapping: foreign.Mapping, other: foreign.Mapping, sheet: str) -> foreign.Mapping:
    """A mapping with what another says of one sheet."""
    part = other.find_sheet_mapping(sheet)
    if part is None:
        return mapping
    own = give_sheet_own_part(mapping, sheet)
    before = own.find_sheet_mapping(sheet)
    return replace(own, sheets=tuple(part if each is before else each for each in own.sheets))


def _list_offers(mapping: foreign.Mapping, sheet: str) -> tuple[Offer, ...]:
    part = mapping.find_sheet_mapping(sheet)
    asked = part.questions if part is not None else ()
    return tuple(Offer(label=each.label, where=each.where) for each in asked)


def _part_fits_sheet(book: foreign.Book, part: foreign.SheetMapping, name: str) -> bool:
    sheet = book.find_sheet(name)
    if part.skip or sheet is None:
        return False
    top = replace(sheet, rows=sheet.rows[:LOOKED_AT])
    if any(locate_headings(table, top) is not None for table in part.all_tables):
        return True
    labels = {fold_heading(question.label): question for question in part.questions}
    return part.shape in OF_LABELS and bool(find_labels(top, labels, frozenset(), frozenset()))


def _drop_unknown_statements(part: foreign.SheetMapping, framework: Framework) -> foreign.SheetMapping:
    """A part without statements that this framework does not have."""
    keys = {statement.key for statement in framework.statements}
    questions = tuple(
        replace(question, statement=question.statement if question.statement in keys else None)
        for question in part.questions
    )
    return replace(part, statement=part.statement if part.statement in keys else None, questions=questions)


def _move_headings_to_their_row(part: foreign.SheetMapping, book: foreign.Book) -> foreign.SheetMapping:
    """A part with its headings in the row in which they stand in this file."""
    sheet = book.find_sheet(part.sheet)
    if sheet is None or part.header_row is None or part.kind is None:
        return part
    table = foreign.TableMapping(header_row=part.header_row, kind=part.kind, columns=part.columns)
    found = locate_headings(table, sheet)
    if found is None:
        return part
    return replace(part, header_row=found.row + 1)


def _describe_saved_mapping(
    path: Path, kept: foreign.Mapping, given: Spreadsheet, there: frozenset[str], new: list[str], fitting: list[str]
) -> Iterator[str]:
    many = count_noun(len(there), "sheet is", "sheets are")
    yield f"{many} read as {path.name} says."
    parts = ((name, kept.find_sheet_mapping(name)) for name in there if name not in fitting)
    astray = [name for name, part in parts if part is not None and not part.skip]
    if astray:
        yield f"Its headings were not found in {_quote_sheet_names(sorted(astray))}; please look there."
    if new:
        are = choose_plural(len(new), "is", "are")
        yield f"{_quote_sheet_names(new)} {are} new to it and left out; tick what is to be taken."
    if kept.framework != given.framework.id:
        yield "It was saved for another version of the framework; please check the quality statements."


def _quote_sheet_names(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names[:5]]
    more = len(names) - len(quoted)
    return ", ".join(quoted) + (f" and {more:,} more" if more else "")
