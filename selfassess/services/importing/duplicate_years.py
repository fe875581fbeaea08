"""Years that were begun in two copies under one name: both are kept, under names that can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfassess.domain.measures.periods import financial_year
from selfassess.domain.merging.authorship import SOMEBODY, Hands
from selfassess.domain.merging.three_way import Records
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.folding import fold

_SAID = (
    "“{label}” was begun in both copies, each with work of its own. Both are kept: the one that comes in is called "
    "“{fresh}”. The two are not put together; move over by hand what you want from one to the other."
)


def fresh_names(there: Workbook, incoming: Workbook, base: Records) -> dict[str, str]:
    """Year id -> its new name, for each year that is new and has the name of another one here.

    ``base`` is what both began with, so that a year here that the copy gave another name counts under that one.
    """
    theirs = {year.id: year for year in incoming.assessments}
    taken: set[str] = set()
    for year in there.assessments:
        other, was = theirs.get(year.id), base.get(year.id)
        moves_on = other is not None and was is not None and was["label"] == year.record["label"]
        taken.add(folded(other.label if other is not None and moves_on else year.label))
    here = {year.id for year in there.assessments}
    hands = Hands(incoming.journal)
    names: dict[str, str] = {}
    for year in incoming.assessments:
        if year.id in here:
            continue
        label = year.label.strip()
        if folded(label) in taken:
            hand = hands.of(year.id, "label")
            label = names[year.id] = _free(label, hand.name if hand else SOMEBODY, taken)
        taken.add(folded(label))
    return names


def renamed(incoming: Workbook, names: Mapping[str, str]) -> Workbook:
    """The workbook with some of its years under other names."""
    return replace(
        incoming,
        assessments=tuple(
            replace(year, record=named(year.record, names[year.id])) if year.id in names else year
            for year in incoming.assessments
        ),
    )


def named(record: Record, label: str) -> Record:
    """A year's own record under another name."""
    return replace(record, values={**record.values, "label": label})


def said(fresh: str) -> str:
    """What is said of a year that comes in under another name."""
    return _SAID.format(label=fresh.rpartition(" (")[0], fresh=fresh)


def folded(label: str) -> str:
    """A year's name as it is compared: "2024/25" is "2024-25"."""
    return financial_year(label) or fold(label)


def _free(label: str, author: str, taken: set[str]) -> str:
    """The name with who began the year, and a number where that is taken too."""
    name, number = f"{label} ({author})", 2
    while folded(name) in taken:
        name, number = f"{label} ({author}, {number})", number + 1
    return name
