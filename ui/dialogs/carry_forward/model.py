"""What the dialog that starts a year says: which year and name to propose, what comes along, what does not and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.new_year import YEAR_LABEL
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import count_noun
from selfassess.domain.years.carry_forward import Carried, Left
from selfassess.services.years import carry_forward
from ui.widgets.tables import Column

NOTES = {
    "judgement": "their words, without score, confidence and sign-off",
    "evidence": "with their links",
    "action": "those that are not complete",
    "risk": "those that are not closed",
    "measure_value": "with their measures",
    "comparator": "with their measures",
    "milestone": "with their actions",
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


def find_own_years(records: Sequence[Record]) -> tuple[Record, ...]:
    """The years that can be carried from, newest first."""
    return tuple(record for record in reversed(records) if record["assessor"] == "self")


def propose_next_label(label: str, taken: Collection[str]) -> str:
    """The name of the year after one, such as 2025-26 after 2024-25; the next that is free, "" after any other."""
    there = set(map(fold_text, taken))
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


def preview_carry_forward(workbook: Workbook, asked: Asked, today: str) -> Preview:
    """Work out what would come along; raises WrongUseError where it cannot be."""
    planned = carry_forward.plan_carry_forward(
        workbook, asked.source, asked.label, today, asked.framework, asked.information_return
    )
    chosen = planned.assessment.framework.id
    frameworks, returns = carry_forward.list_versions(workbook, chosen)
    return Preview(planned, _name_pack_versions(frameworks), _name_pack_versions(returns))


def _name_pack_versions(versions: Iterable[Framework | InformationReturn]) -> tuple[tuple[str, str], ...]:
    return tuple((pack.id, pack.name) for pack in versions)


def describe_carried_records(planned: Carried) -> tuple[str, ...]:
    """What comes along, counted, a line for each kind of record."""
    return tuple(_describe_carried_kind(kind, number) for kind, number in planned.carried_counts.items())


def _describe_carried_kind(kind: str, number: int) -> str:
    words = count_records(kind, number)
    return f"{words}: {NOTES[kind]}" if kind in NOTES else words


def build_told_rows(records: Iterable[Left]) -> tuple[ToldRow, ...]:
    """Records with why they are told of, as rows in their order."""
    return tuple(
        ToldRow(str(place), place, CATALOGUE[each.kind].name, each.title, each.why)
        for place, each in enumerate(records)
    )


def describe_started_year(planned: Carried) -> str:
    """What was done, for when it is done."""
    records = sum(planned.carried_counts.values())
    label, source = planned.assessment.label, planned.source.label
    return (
        f"{label} has begun with {count_noun(records, 'record')} of {source}, and is open now. A backup was "
        "made before. Nothing of it counts as reviewed: each page marks what was carried forward."
    )
