"""Whether an Excel file holds what was to be written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from selfassess.domain.model.admission import record_faults, without
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.excel.reading.reader import read


def verify(path: Path, workbook: Workbook, progress: Callable[[float], None] = lambda part: None) -> None:
    """Read a written file back and compare it record for record; raises FileError naming the first difference.

    ``progress`` is told how far it is (0 to 1) and may raise to stop.
    """
    back = read(path, progress=progress)
    odd = {(each.id, each.field) for record in workbook.records() for each in record_faults(record)}
    # What makes no sense here already is written as text, and cannot be understood when it is read back.
    problems = [each for each in back.problems if (each.id, each.field) not in odd]
    difference = problems[0].sentence if problems else _difference(workbook, back.workbook, odd)
    if difference:
        raise FileError(f"The export was not written whole, so nothing was exported. First difference: {difference}")


Places = Collection[tuple[str | None, str | None]]
"""Fields of records."""


def _difference(wanted: Workbook, found: Workbook, odd: Places) -> str:
    there = {record.id: record for record in found.records()}
    for record in wanted.records():
        other = there.pop(record.id, None)
        if other != record and (other is None or not _same_but_for(record, other, odd)):
            return _named(record, other)
    if there:
        return _named(next(iter(there.values())), None, "is not in the workbook.")
    if [_order(wanted), wanted.journal_position] != [_order(found), found.journal_position]:
        return "the order of the records."
    if wanted.contribution != found.contribution:
        return "for whom this copy was made."
    for mine, theirs in zip(wanted.assessments, found.assessments, strict=True):
        if (mine.framework, mine.information_return) != (theirs.framework, theirs.information_return):
            return f"the framework or information return of {mine.label}."
    return ""


def _same_but_for(record: Record, other: Record, odd: Places) -> bool:
    keys = {field for id, field in odd if id == record.id and field is not None}
    return without(record, keys) == without(other, keys)


def _named(record: Record, other: Record | None, missing: str = "is missing.") -> str:
    kind = CATALOGUE[record.kind]
    name = f"{kind.name} “{record.text(kind.title)}”"
    if other is None:
        return f"{name} {missing}"
    labels = [spec.label for spec in kind.fields if record[spec.key] != other.values.get(spec.key)]
    return f"{name}, {labels[0] if labels else 'place in the register'}."


def _order(workbook: Workbook) -> list[list[list[str]]]:
    return [[[r.id for r in a.of(kind)] for kind in CATALOGUE] for a in workbook.assessments]
