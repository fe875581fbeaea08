"""What a new year starts with: a judgement for each statement, an answer for each item, the sections."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value, clean_value
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text

LONGEST_AUTHOR = 200
"""Characters of the name that stands beside each change."""
YEAR_LABEL = re.compile(r"(\d{4})[-/–](\d{2}|\d{4})")


def new_id() -> str:
    """A fresh id for a record."""
    return str(uuid.uuid4())


def derive_period(label: str) -> tuple[str | None, str | None]:
    """First and last day of a council's year, April to March, from a label like 2025-26; none from any other."""
    match = YEAR_LABEL.fullmatch(label.strip())
    if match is None or (int(match.group(1)) + 1) % 100 != int(match.group(2)) % 100:
        return None, None
    first = int(match.group(1))
    return f"{first}-04-01", f"{first + 1}-03-31"


def check_author(name: str) -> str:
    """The name of whoever writes, on one line; raises WrongUseError where that is no name."""
    line = " ".join(name.split())
    if len(line) > LONGEST_AUTHOR:
        raise WrongUseError(
            f"The name of who is writing has {len(line):,} characters, and at most {LONGEST_AUTHOR} fit. Shorten it."
        )
    return line


def check_label(label: str, taken: tuple[str, ...]) -> str:
    """A year's name, trimmed; raises WrongUseError where it is empty or stands for another year already."""
    trimmed = str(clean_value(CATALOGUE["assessment"].by_key["label"], label) or "").strip()
    if not trimmed:
        raise WrongUseError("A year needs a name, such as 2025-26.")
    if fold_text(trimmed) in map(fold_text, taken):
        raise WrongUseError(f"The year “{trimmed}” is in this workbook already. Give another name.")
    return trimmed


def require_together(framework: Framework, asked: InformationReturn | None) -> None:
    """Raise WrongUseError where an information return asks under another framework than a year is judged against."""
    if asked is not None and asked.framework != framework.id:
        raise WrongUseError(
            f"“{asked.name}” ({asked.id}) asks under the framework {asked.framework}, and not under "
            f"“{framework.name}” ({framework.id}). Name two that belong together, or leave one of them out."
        )


def new_assessment(label: str, position: int, framework: Framework, asked: InformationReturn | None) -> Assessment:
    """A self-assessment in which nothing is written yet; raises WrongUseError for packs that are not of each other."""
    require_together(framework, asked)
    start, end = derive_period(label)
    return_id = asked.id if asked else None
    record = blank_record(
        "assessment",
        new_id(),
        position,
        None,
        label=label,
        assessor="self",
        framework=framework.id,
        information_return=return_id,
        period_start=start,
        period_end=end,
        status="drafting",
    )
    return complete_assessment(Assessment(record=record, framework=framework, information_return=asked, records={}))


def complete_assessment(assessment: Assessment) -> Assessment:
    """An assessment with the records that every one has: those that are missing are added, empty."""
    records = dict(assessment.records)
    for kind, keys in _expected_keys(assessment):
        there = records.get(kind, ())
        have = {record[ONE_EACH[kind]] for record in there}
        place = max((record.position for record in there), default=-1) + 1
        added: list[Record] = []
        for key in keys:
            if key not in have:
                values: dict[str, Value] = {ONE_EACH[kind]: key}
                added.append(blank_record(kind, new_id(), place + len(added), assessment.id, **values))
        if added:
            records[kind] = (*there, *added)
    ordered = {kind: records[kind] for kind in CATALOGUE if kind in records}
    return replace(assessment, records=ordered)


def _expected_keys(assessment: Assessment) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "judgement", tuple(statement.key for statement in assessment.framework.statements)
    if assessment.information_return is not None:
        yield "return_answer", tuple(item.ref for item in assessment.information_return.items)
    if not assessment.by_cqc:
        yield "section", tuple(choice.key for choice in CATALOGUE["section"].by_key["key"].choices)
