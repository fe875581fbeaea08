"""Whether a whole workbook hangs together: what each record cannot say for itself.

What is found here keeps a file from being imported: ids that stand twice, links that point to nothing, two
judgements on one statement, a year label used twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.folding import fold_text


def find_faults(workbook: Workbook) -> Iterator[Problem]:
    """Everything that does not hang together, in the order of the file."""
    counts = Counter(record.id for record in workbook.all_records())
    for record in workbook.all_records():
        if counts[record.id] > 1:
            yield _make_integrity_problem(record, None, f"the id {record.id} stands {counts[record.id]} times")
            counts[record.id] = 1
    labels = Counter(fold_text(a.label) for a in workbook.assessments)
    for assessment in workbook.assessments:
        if labels[fold_text(assessment.label)] > 1:
            yield _make_integrity_problem(assessment.record, "label", f"the year “{assessment.label}” is used twice")
        yield from _find_assessment_faults(assessment)


def _find_assessment_faults(assessment: Assessment) -> Iterator[Problem]:
    for kind, key in ONE_EACH.items():
        seen = Counter(record[key] for record in assessment.records_of(kind))
        for record in assessment.records_of(kind):
            if seen[record[key]] > 1:
                name = CATALOGUE[kind].name.lower()
                yield _make_integrity_problem(
                    record, key, f"there are {seen[record[key]]} records of “{name}” for “{record[key]}”"
                )
                seen[record[key]] = 1
    for records in assessment.records.values():
        for record in records:
            yield from _find_link_faults(assessment, record)


def _find_link_faults(assessment: Assessment, record: Record) -> Iterator[Problem]:
    for spec in CATALOGUE[record.kind].fields:
        value = record.values[spec.key]
        if spec.required and value is None:
            yield _make_integrity_problem(record, spec.key, f"{spec.label} is missing")
        if value is None or not links_to_records(spec):
            continue
        for link in value if isinstance(value, tuple) else (str(value),):
            other = assessment.by_id.get(link)
            if spec.target == ("any",):
                if other is None and link != assessment.id:
                    yield _make_integrity_problem(
                        record, spec.key, f"{spec.label} points to a record that is not there"
                    )
            elif other is None or other.kind not in spec.target:
                yield _make_integrity_problem(record, spec.key, f"{spec.label} points to a record that is not there")


def _make_integrity_problem(record: Record, field: str | None, message: str) -> Problem:
    name = CATALOGUE[record.kind].name
    return Problem(message=f"{name}: {message}.", record=record.kind, id=record.id, field=field)
