"""A narrative of a year that is in the workbook already: it adds, and overwrites nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from selfassess.domain.merging.three_way import Difference, FieldDifference, Outcome
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.workbook import Workbook
from selfassess.services.importing.plan_merge import Prepared, prepare_into_year

ADDITIONS = (
    "The year “{year}” is in this workbook already, and a document does not tell what it was changed from: what it "
    "says more is offered as additions, and nothing that stands here is overwritten."
)


def prepare_additions(there: Workbook, incoming: Incoming, source: Path, year: str) -> Prepared:
    """What a narrative would add to the year of that name: new records, and fields that are empty here."""
    prepared = prepare_into_year(there, incoming, source, year)
    kept: list[Difference] = []
    problems: list[Problem] = []
    for each in prepared.merge.differences:
        if each.outcome is not Outcome.CHANGED:
            kept.append(each)
            continue
        fields = tuple(field for field in each.fields if _only_adds(field))
        problems += _report_kept_fields(each, (field for field in each.fields if field not in fields))
        if fields:
            kept.append(replace(each, fields=fields, conflict=False))
    return replace(
        prepared,
        incoming=replace(prepared.incoming, left_out=(*prepared.incoming.left_out, *problems)),
        merge=replace(prepared.merge, differences=tuple(kept)),
        notes=(ADDITIONS.format(year=year), *prepared.notes),
        pairs=(),
    )


def _only_adds(field: FieldDifference) -> bool:
    """Whether taking a field loses nothing that stands here."""
    if field.mine in (None, "", ()):
        return True
    if isinstance(field.mine, tuple) and isinstance(field.merged, tuple):
        return not field.conflict and set(field.mine) <= set(field.merged)
    return False


def _report_kept_fields(difference: Difference, fields: Iterable[FieldDifference]) -> Iterator[Problem]:
    record = difference.record
    kind = CATALOGUE[record.kind]
    for field in fields:
        label = kind.by_key[field.field].label if field.field in kind.by_key else field.field
        yield Problem(
            message=f"{kind.name} “{record.text_of(kind.title)}”: the document says something else of “{label}”; what "
            "stands here was kept.",
            record=record.kind,
            id=record.id,
            field=field.field,
        )
