"""What the dialog that starts a year says: which year and name to propose, what comes along, what does not and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.new_year import YEAR_LABEL
from selfassess.domain.model.plural import count_noun, counted
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.folding import fold
from selfassess.domain.years.carry_forward import Carried, Left
from selfassess.packs import reader as packs
from selfassess.services.years import carry_forward
from ui.widgets.tables import Column

NOTES = {
    "judgement": "their words, without score, confidence and sign-off",
    "evidence": "with their links",
    "action": "those that are not complete",
    "risk": "those that are not closed",
    "measure_value": "with their measures",
}
"""Kind -> what to say beside how many of it come along."""

TOLD_COLUMNS = (
    Column(label="What", words=lambda row: row.title, share=2, width=24),
    Column(label="Kind", words=lambda row: row.kind, width=19, gives_way=1),
    Column(label="Why", words=lambda row: row.why, share=5, width=30),
)


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One record that is left behind, or that needs somebody, and why."""

    id: str
    place: int
    kind: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for: the year to carry from, the name of the new one, and the versions (None: the newest)."""

    source: str
    label: str
    framework: str | None = None
    information_return: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come along, and the versions there are to choose from: id and name of each."""

    planned: Carried
    frameworks: tuple[tuple[str, str], ...]
    returns: tuple[tuple[str, str], ...]


def own_years(records: Sequence[Record]) -> tuple[Record, ...]:
    """The years that can be carried from, newest first."""
    return tuple(record for record in reversed(records) if record["assessor"] == "self")


def next_label(label: str, taken: Collection[str]) -> str:
    """The name of the year after one, such as 2025-26 after 2024-25; the next that is free, "" after any other."""
    there = set(map(fold, taken))
    match = YEAR_LABEL.fullmatch(label.strip())
    if match is None:
        return ""
    sign, last = label.strip()[4], match.group(2)
    first = int(match.group(1)) + 1
    while True:
        end = f"{first + 1}" if len(last) == 4 else f"{(first + 1) % 100:02}"
        if f"{first}{sign}{end}" not in there:
            return f"{first}{sign}{end}"
        first += 1


def preview(workbook: Workbook, asked: Asked, today: str) -> Preview:
    """Work out what would come along; raises WrongUseError where it cannot be."""
    planned = carry_forward.plan(workbook, asked.source, asked.label, today, asked.framework, asked.information_return)
    chosen = planned.assessment.framework.id
    frameworks = {pack.id: pack for pack in (*map(packs.framework, packs.framework_ids()), *workbook.frameworks)}
    returns = {pack.id: pack for pack in (*map(packs.information_return, packs.return_ids()), *workbook.returns)}
    fitting = [pack for pack in returns.values() if pack.framework == chosen]
    return Preview(planned, _named(frameworks.values()), _named(fitting))


def _named(versions: Iterable[Framework | InformationReturn]) -> tuple[tuple[str, str], ...]:
    return tuple((pack.id, pack.name) for pack in versions)


def carried_lines(planned: Carried) -> tuple[str, ...]:
    """What comes along, counted, a line for each kind of record."""
    return tuple(_counted(kind, number) for kind, number in planned.counts.items())


def _counted(kind: str, number: int) -> str:
    words = counted(kind, number)
    return f"{words}: {NOTES[kind]}" if kind in NOTES else words


def told(records: Iterable[Left]) -> tuple[ToldRow, ...]:
    """Records with why they are told of, as rows in their order."""
    return tuple(
        ToldRow(str(place), place, CATALOGUE[each.kind].name, each.title, each.why)
        for place, each in enumerate(records)
    )


def in_a_sentence(planned: Carried) -> str:
    """What was done, for when it is done."""
    records = sum(planned.counts.values())
    label, source = planned.assessment.label, planned.source.label
    return (
        f"{label} has begun with {count_noun(records, 'record')} of {source}, and is open now. A backup was "
        "made before. Nothing of it counts as reviewed: each page marks what was carried forward."
    )
