"""What others found, point by point, how ours compares, and what of ours answers it: for those who draft."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Column, Section, Table
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.readiness.reported_findings import describe_counts, find_answers
from selfassess.domain.report.register_sections import without_empty_columns

_COLUMNS = (
    ("topic", 1.5),
    ("kind", 0.9),
    ("text", 4.0),
    ("place", 0.9),
    ("stance", 1.0),
    ("note", 1.4),
)
_OURS = Column("What of ours answers it", 1.8)


def build_findings_section(names: Names, workbook: Workbook) -> Section | None:
    """Every finding of a year that others made, or those of others that a year of ours answers; None without any."""
    children = tuple(_build_year_sections(names, workbook))
    if not children:
        return None
    return Section(key="findings", title=CATALOGUE["finding"].plural, level=1, children=children, new_page=True)


def _build_year_sections(names: Names, workbook: Workbook) -> Iterator[Section]:
    here = names.assessment
    answers = find_answers(each for each in workbook.assessments if not each.by_cqc)
    ours = {record.id for record in here.by_id.values()}
    for year in workbook.assessments:
        if year.id == here.id:
            found = year.records_of("finding")
        else:
            found = tuple(
                each for each in year.records_of("finding") if any(r.id in ours for r in answers.get(each.id, ()))
            )
        if found:
            yield from _build_statement_sections(Names(year, names.council), found, answers, workbook, year is here)


def _build_statement_sections(
    names: Names, found: tuple[Record, ...], answers: dict[str, list[Record]], workbook: Workbook, whole: bool
) -> Iterator[Section]:
    labels = {year.id: year.label for year in workbook.assessments}
    year = names.assessment
    for key in dict.fromkeys((*(each.key for each in year.framework.statements), *_list_statements(found))):
        rows = [each for each in found if each.text_of("quality_statement") == key]
        if not rows:
            continue
        by_key = CATALOGUE["finding"].by_key
        columns = (*(Column(by_key[field].label, weight) for field, weight in _COLUMNS), _OURS)
        table = Table(
            f"{names.name_statement(key)}: {describe_counts(rows)}",
            columns,
            tuple((*_build_row(names, each), _name_answers(answers.get(each.id, ()), labels)) for each in rows),
        )
        title = names.name_statement(key) if whole else f"{year.label}: {names.name_statement(key)}"
        yield Section(key=f"findings:{year.id}:{key}", title=title, level=2, blocks=(without_empty_columns(table),))


def _list_statements(found: tuple[Record, ...]) -> Iterator[str]:
    return (each.text_of("quality_statement") for each in found)


def _build_row(names: Names, finding: Record) -> Iterator[str]:
    for field, _ in _COLUMNS:
        words = names.format_value(finding, field)
        yield f"{words or 'Neutral'} (proposed)" if field == "kind" and not finding["confirmed"] else words


def _name_answers(records: list[Record] | tuple[()], labels: dict[str, str]) -> str:
    return "\n".join(
        f"{CATALOGUE[each.kind].name}, {labels[each.assessment or '']}: {each.text_of(CATALOGUE[each.kind].title)}"
        for each in records
    )
