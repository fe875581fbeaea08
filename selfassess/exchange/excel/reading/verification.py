"""Whether an Excel file holds what was to be written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from selfassess.domain.model.admission import drop_fields, find_record_faults
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.scale import list_scales
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.excel.reading.reader import read_excel_export


def verify_excel_file(path: Path, workbook: Workbook, progress: Callable[[float], None] = lambda part: None) -> None:
    """Read a written file back and compare it record for record; raises FileError naming the first difference.

    ``progress`` is told how far it is (0 to 1) and may raise to stop.
    """
    back = read_excel_export(path, progress=progress)
    scales = list_scales((workbook,))
    faults = (each for record in workbook.all_records() for each in find_record_faults(record, scales.get(record.id)))
    odd = {(each.id, each.field) for each in faults}
    # What makes no sense here already is written as text, and cannot be understood when it is read back.
    problems = [each for each in back.problems if (each.id, each.field) not in odd]
    if problems:
        difference = problems[0].describe_with_place
    else:
        difference = _describe_first_difference(workbook, back.workbook, odd)
    if difference:
        raise FileError(f"The export was not written whole, so nothing was exported. First difference: {difference}")


Places = Collection[tuple[str | None, str | None]]
"""Fields of records."""


def _describe_first_difference(wanted: Workbook, found: Workbook, odd: Places) -> str:
    there = dict(found.by_id)
    for record in wanted.all_records():
        other = there.pop(record.id, None)
        is_other = other != record and (other is None or not _same_but_for(record, other, odd))
        if is_other:
            return _describe_differing_record(record, other)
    if there:
        return _describe_differing_record(next(iter(there.values())), None, "is not in the workbook.")
    if [_list_record_order(wanted), wanted.journal_position] != [_list_record_order(found), found.journal_position]:
        return "the order of the records."
    if wanted.contribution != found.contribution:
        return "for whom this copy was made."
    for mine, theirs in zip(wanted.assessments, found.assessments, strict=True):
        if (mine.framework, mine.information_return) != (theirs.framework, theirs.information_return):
            return f"the framework or information return of {mine.label}."
    return ""


def _same_but_for(record: Record, other: Record, odd: Places) -> bool:
    keys = {field for id, field in odd if id == record.id and field is not None}
    return drop_fields(record, keys) == drop_fields(other, keys)


def _describe_differing_record(record: Record, other: Record | None, missing: str = "is missing.") -> str:
    kind = CATALOGUE[record.kind]
    name = f"{kind.name} “{record.text_of(kind.title)}”"
    if other is None:
        return f"{name} {missing}"
    labels = [spec.label for spec in kind.fields if record[spec.key] != other.values.get(spec.key)]
    label_text = labels[0] if labels else "place in the register"
    return f"{name}, {label_text}."


def _list_record_order(workbook: Workbook) -> list[list[list[str]]]:
    return [[[r.id for r in a.records_of(kind)] for kind in CATALOGUE] for a in workbook.assessments]
