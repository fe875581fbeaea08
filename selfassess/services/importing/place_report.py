"""Where a report of CQC's belongs in a workbook: to a year that is here, to a new one, or to another council's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import ANOTHER, CQC, is_same_council, label_other_council
from selfassess.domain.readiness.reported_findings import describe_proposed
from selfassess.domain.text.wording import british_date, join_with_and
from selfassess.exchange.report import NOT_NAMED, UNDATED
from selfassess.services.importing.year_names import fold_year_label

ANOTHERS = (
    "This report is of {council}, and this workbook is of {ours}. It is kept as another council’s: to be read beside "
    "yours under Years, and never as what CQC said of you."
)
_PUBLISHED = ("published_rating", "published_percent", "period_end", "status")
ARE_HERE = (
    "The points of {statements} are here already and stay as they are: what people confirmed, changed or removed there "
    "is not proposed again."
)
JOINS = "It goes with “{label}”, which is here already: the same council’s assessment."


def place_report(incoming: Incoming, there: Workbook, *, named: bool = False) -> Incoming:
    """A report as the assessment that it is in the workbook that is ``there``: ours or another's, by its council.

    Pages of one assessment that were saved one by one are of one year: they are known by council and date, or by the
    name that a person gave the year (``named``).
    """
    (year,) = incoming.workbook.assessments
    council = incoming.workbook.council.text_of("name")
    ours = there.council.text_of("name")
    notes: tuple[str, ...] = ()
    values = dict(year.record.values)
    if council not in ("", NOT_NAMED) and not is_same_council(council, ours):
        values |= {"assessor": ANOTHER, "label": label_other_council(council, year.label)}
        notes = (ANOTHERS.format(council=council, ours=ours),)
    year = replace(year, record=replace(year.record, values=values))
    beside = _years_of_same_council(there, year)
    is_same = _is_same_named_year if named else _is_same_assessment
    joined = next((each for each in beside if is_same(each, year)), None)
    if joined is not None:
        values["label"] = joined.label
        notes = (*notes, JOINS.format(label=joined.label))
    elif not named and any(each.label == year.label for each in beside) and values["period_end"]:
        values["label"] = f"{year.label} ({british_date(str(values['period_end']))})"
    year = replace(year, record=replace(year.record, values=values))
    if joined is not None:
        year, known = _leave_known_findings(year, joined)
        notes = (*notes, *([ARE_HERE.format(statements=join_with_and(known))] if known else ()))
    workbook = replace(incoming.workbook, assessments=(year,))
    return replace(incoming, workbook=workbook, notes=(*notes, *incoming.notes))


def add_findings_note(incoming: Incoming) -> Incoming:
    """What a report holds with a sentence on the points that are proposed, before all others."""
    said = describe_proposed(incoming.workbook.assessments[0])
    return replace(incoming, notes=(said, *incoming.notes)) if said else incoming


def _leave_known_findings(coming: Assessment, there: Assessment) -> tuple[Assessment, list[str]]:
    """A report without the points of statements that have some here, and the names of these statements."""
    known = {each["quality_statement"] for each in there.records_of("finding")}
    findings = coming.records_of("finding")
    fresh = tuple(each for each in findings if each["quality_statement"] not in known)
    left = {each["quality_statement"] for each in findings} & known
    names = [each.short_name for each in coming.framework.statements if each.key in left]
    return coming.replace_records({"finding": fresh}), names


def _years_of_same_council(there: Workbook, year: Assessment) -> list[Assessment]:
    """CQC's assessments of the same council that are here."""
    assessor = year.record["assessor"]
    same = [each for each in there.assessments if each.record["assessor"] == assessor]
    if assessor == CQC:
        return same
    whose = year.label.rpartition(", ")[0]
    return [each for each in same if is_same_council(each.label.rpartition(", ")[0], whose)]


def _is_same_named_year(there: Assessment, coming: Assessment) -> bool:
    return fold_year_label(there.label) == fold_year_label(coming.label)


def _is_same_assessment(there: Assessment, coming: Assessment) -> bool:
    """Whether two parts are of one assessment: by the day, else by the year that names them, else by being alone."""
    days = there.record["period_end"], coming.record["period_end"]
    if all(days):
        return days[0] == days[1]
    if UNDATED in there.label or UNDATED in coming.label:
        return True
    return there.label == coming.label


def complete_report_year(
    theirs: Mapping[str, Record], there: Assessment, given: Assessment
) -> tuple[dict[str, Record], frozenset[str], dict[str, Record] | None]:
    """Records that go into a year that is here, the fields they say of the year itself, and what both began with.

    Into a year of CQC's another page brings the rating and the day, and its sections go below the paragraphs that are
    here: that changes nothing of them, so nobody is asked. Of any other year nothing is said, and no beginning known.
    """
    published = {key: given.record[key] for key in _PUBLISHED if there.by_cqc and given.record[key] is not None}
    made = {id: _append_section_text(record, there) if there.by_cqc else record for id, record in theirs.items()}
    made[there.id] = replace(there.record, values={**there.record.values, **published})
    base = None
    if there.by_cqc:
        base = {record.id: record for record in there.records_of("section")}
    return made, frozenset(published), base


def _append_section_text(record: Record, year: Assessment) -> Record:
    section = None
    if record.kind == "section":
        section = year.find_section(record.text_of("key"))
    if section is None or not section.text_of("text") or not record.text_of("text"):
        return record
    here = section.text_of("text")
    fresh = [each for each in record.text_of("text").split("\n\n") if each not in here]
    return replace(record, values={**record.values, "text": "\n\n".join((here, *fresh))})
