"""What is asked about a spreadsheet: what its words mean, and what rows are about that name no quality statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selfassess.exchange.foreign import GENERAL, ChoiceColumn, Placer, Unplaced
from selfassess.exchange.foreign.choices import Word
from selfassess.exchange.foreign.vocabulary import needs_statement
from selfassess.services.importing.spreadsheet_mapping.draft import MappingDraft, place_row, set_word

TO_CHOOSE, UNCERTAIN, KNOWN, CHOSEN = "Please choose", "Please check", "Known", "You chose it"
LEFT_EMPTY, NONE_YET, ABOUT_ALL = "Leave it empty", "None yet", "The whole, no one statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line: where it stands, what it says, how often or in which row, and what it is taken for.

    ``options`` are what it may be, keys and words; ``place`` is the row of headings and the number of a word's column.
    """

    id: str
    sheet: str
    where: str
    text: str
    number: int
    means: str
    check: str
    options: tuple[tuple[str, str], ...]
    proposal: str = ""
    place: tuple[int, int] = (0, 0)

    @property
    def chosen_words(self) -> str:
        """What it is taken for, in words."""
        if self.check == TO_CHOOSE and not self.means:
            return TO_CHOOSE
        return dict(self.options).get(self.means, self.means)


def build_word_answers(columns: Iterable[ChoiceColumn]) -> list[Answer]:
    """A line for each word of each column, those first that somebody has to look at."""
    made = [
        Answer(
            id=f"{column.sheet}\t{column.header_row}\t{column.index}\t{word.text}",
            sheet=column.sheet,
            where=f"{column.heading} ({column.label})",
            text=word.text,
            number=word.count,
            means=word.means,
            check=_check_of_word(word),
            options=(("", LEFT_EMPTY), *column.answers),
            place=(column.header_row, column.index),
        )
        for column in columns
        for word in column.words
    ]
    order = {TO_CHOOSE: 0, UNCERTAIN: 1, CHOSEN: 2, KNOWN: 3}
    return sorted(made, key=lambda each: order[each.check])


def build_place_answers(draft: MappingDraft, rows: Iterable[Unplaced]) -> list[Answer]:
    """A line for each row that names no quality statement, and for those that a person put under one."""
    placer = Placer(draft.framework)
    names = tuple((each.key, f"{each.number}. {each.name}") for each in draft.framework.statements)
    made = [_build_open_place(each, placer, names) for each in rows]
    for part in draft.mapping.sheets:
        for place in part.places:
            made.append(
                Answer(
                    id=f"{part.sheet}\t{place.row}",
                    sheet=part.sheet,
                    where="",
                    text=place.row,
                    number=0,
                    means=place.statement,
                    check=CHOSEN,
                    options=(*names, (GENERAL, ABOUT_ALL)),
                )
            )
    return made


def leave_open_words_empty(draft: MappingDraft, answers: Iterable[Answer]) -> MappingDraft:
    """The draft in which every word that nobody knows means nothing."""
    for each in answers:
        if each.check == TO_CHOOSE:
            draft = set_word(draft, each.sheet, each.place, each.text, "")
    return draft


def use_proposed_places(draft: MappingDraft, answers: Iterable[Answer]) -> MappingDraft:
    """The draft in which every row stands where it is proposed, but for those that a person put elsewhere."""
    for each in answers:
        if each.proposal and each.check != CHOSEN:
            draft = place_row(draft, each.sheet, each.text, each.where)
    return draft


def _check_of_word(word: Word) -> str:
    if word.chosen:
        return CHOSEN
    if word.certain:
        return KNOWN
    return TO_CHOOSE if word.is_unknown else UNCERTAIN


def _build_open_place(row: Unplaced, placer: Placer, names: tuple[tuple[str, str], ...]) -> Answer:
    needed = needs_statement(row.kind)
    within = tuple(pair for pair in names if pair[0] in row.theme) or names
    key = placer.propose_statement(row.text, row.theme) or ""
    return Answer(
        id=f"{row.sheet}\t{row.row}",
        sheet=row.sheet,
        where=key,
        text=row.text,
        number=row.row,
        means="",
        check=TO_CHOOSE if needed else UNCERTAIN,
        options=(("", NONE_YET if needed else ABOUT_ALL), *within),
        proposal=dict(names).get(key, ""),
    )
