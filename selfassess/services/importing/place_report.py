"""Where a report of CQC's belongs in a workbook: to a year that is here, to a new one, or to another council's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import ANOTHER, CQC, is_same_council, other_council_label
from selfassess.domain.text.folding import fold
from selfassess.exchange.report import NOT_NAMED, UNDATED

ANOTHERS = (
    "This report is of {council}, and this workbook is of {ours}. It is kept as another council’s: to be read beside "
    "yours under Years, and never as what CQC said of you."
)
_PUBLISHED = ("published_rating", "published_percent", "period_end", "status")
JOINS = "It goes with “{label}”, which is here already: the same council’s assessment."


def place_report(incoming: Incoming, there: Workbook, *, named: bool = False) -> Incoming:
    """A report as the assessment that it is in the workbook that is ``there``: ours or another's, by its council.

    Pages of one assessment that were saved one by one are of one year: they are known by council and date, or by the
    name that a person gave the year (``named``).
    """
    (year,) = incoming.workbook.assessments
    council, ours = incoming.workbook.council.text("name"), there.council.text("name")
    notes: tuple[str, ...] = ()
    values = dict(year.record.values)
    if council not in ("", NOT_NAMED) and not is_same_council(council, ours):
        values |= {"assessor": ANOTHER, "label": other_council_label(council, year.label)}
        notes = (ANOTHERS.format(council=council, ours=ours),)
    year = replace(year, record=replace(year.record, values=values))
    beside = _years_of_same(there, year)
    is_same = _is_of_same_name if named else _is_same_assessment
    joined = next((each for each in beside if is_same(each, year)), None)
    if joined is not None:
        values["label"] = joined.label
        notes = (*notes, JOINS.format(label=joined.label))
    elif not named and any(each.label == year.label for each in beside) and values["period_end"]:
        values["label"] = f"{year.label} ({british_date(str(values['period_end']))})"
    year = replace(year, record=replace(year.record, values=values))
    workbook = replace(incoming.workbook, assessments=(year,))
    return replace(incoming, workbook=workbook, notes=(*notes, *incoming.notes))


def _years_of_same(there: Workbook, year: Assessment) -> list[Assessment]:
    """CQC's assessments of the same council that are here."""
    assessor = year.record["assessor"]
    same = [each for each in there.assessments if each.record["assessor"] == assessor]
    if assessor == CQC:
        return same
    whose = year.label.rpartition(", ")[0]
    return [each for each in same if is_same_council(each.label.rpartition(", ")[0], whose)]


def _is_of_same_name(there: Assessment, coming: Assessment) -> bool:
    return fold(there.label) == fold(coming.label)


def _is_same_assessment(there: Assessment, coming: Assessment) -> bool:
    """Whether two parts are of one assessment: by the day, else by the year that names them, else by being alone."""
    days = there.record["period_end"], coming.record["period_end"]
    if all(days):
        return days[0] == days[1]
    if UNDATED in there.label or UNDATED in coming.label:
        return True
    return there.label == coming.label


def complete_year(
    theirs: Mapping[str, Record], there: Assessment, given: Assessment
) -> tuple[dict[str, Record], frozenset[str], dict[str, Record] | None]:
    """Records that go into a year that is here, the fields they say of the year itself, and what both began with.

    Into a year of CQC's another page brings the rating and the day, and its sections go below the paragraphs that are
    here: that changes nothing of them, so nobody is asked. Of any other year nothing is said, and no beginning known.
    """
    published = {key: given.record[key] for key in _PUBLISHED if there.by_cqc and given.record[key] is not None}
    made = {id: _after_what_is_there(record, there) if there.by_cqc else record for id, record in theirs.items()}
    made[there.id] = replace(there.record, values={**there.record.values, **published})
    base = {record.id: record for record in there.of("section")} if there.by_cqc else None
    return made, frozenset(published), base


def _after_what_is_there(record: Record, year: Assessment) -> Record:
    section = year.section(record.text("key")) if record.kind == "section" else None
    if section is None or not section.text("text") or not record.text("text"):
        return record
    here = section.text("text")
    fresh = [each for each in record.text("text").split("\n\n") if each not in here]
    return replace(record, values={**record.values, "text": "\n\n".join((here, *fresh))})
