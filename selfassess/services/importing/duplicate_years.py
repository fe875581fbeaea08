"""Years that were begun in two copies under one name: both are kept, under names that can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfassess.domain.merging.authorship import SOMEBODY, Hands
from selfassess.domain.merging.three_way import Records
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Workbook
from selfassess.services.importing.year_names import fold_year_label

_SAID = (
    "“{label}” was begun in both copies, each with work of its own. Both are kept: the one that comes in is called "
    "“{fresh}”. The two are not put together; move over by hand what you want from one to the other."
)


def choose_fresh_names(there: Workbook, incoming: Workbook, base: Records) -> dict[str, str]:
    """Year id -> its new name, for each year that is new and has the name of another one here.

    ``base`` is what both began with, so that a year here that the copy gave another name counts under that one.
    """
    theirs = {year.id: year for year in incoming.assessments}
    taken: set[str] = set()
    for year in there.assessments:
        other = theirs.get(year.id)
        was = base.get(year.id)
        moves_on = other is not None and was is not None and was["label"] == year.record["label"]
        kept_label = other.label if other is not None and moves_on else year.label
        taken.add(fold_year_label(kept_label))
    here = {year.id for year in there.assessments}
    hands = Hands(incoming.journal)
    names: dict[str, str] = {}
    for year in incoming.assessments:
        if year.id in here:
            continue
        label = year.label.strip()
        if fold_year_label(label) in taken:
            hand = hands.find_author(year.id, "label")
            author = hand.name if hand else SOMEBODY
            label = names[year.id] = _find_free_label(label, author, taken)
        taken.add(fold_year_label(label))
    return names


def rename_years(incoming: Workbook, names: Mapping[str, str]) -> Workbook:
    """The workbook with some of its years under other names."""
    return replace(
        incoming,
        assessments=tuple(
            replace(year, record=rename_year_record(year.record, names[year.id])) if year.id in names else year
            for year in incoming.assessments
        ),
    )


def rename_year_record(record: Record, label: str) -> Record:
    """A year's own record under another name."""
    return replace(record, values={**record.values, "label": label})


def describe_fresh_name(fresh: str) -> str:
    """What is said of a year that comes in under another name."""
    return _SAID.format(label=fresh.rpartition(" (")[0], fresh=fresh)


def _find_free_label(label: str, author: str, taken: set[str]) -> str:
    """The name with who began the year, and a number where that is taken too."""
    name = f"{label} ({author})"
    number = 2
    while fold_year_label(name) in taken:
        name = f"{label} ({author}, {number})"
        number = number + 1
    return name
