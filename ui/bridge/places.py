"""Places of the window as text, such as "statement:equity/evidence#category": what they name, and where records are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the start screen knows places, but no records yet
    from selfassess.domain.records import Record
    from selfassess.domain.workbook import Assessment

HOME = "overview"

STEP_OF_KIND = {
    "evidence": "evidence",
    "strength": "strengths",
    "improvement": "improvement",
    "risk": "improvement",
    "action": "actions",
    "judgement": "judgement",
}
"""The step of a statement's page on which a record of this kind is written."""

SAID_IN_REVIEW = ("status", "agreed_by", "agreed_on")
"""The fields of a judgement that are written on the step Review."""

REGISTERS = {"evidence": "evidence", "risk": "risks", "action": "actions", "measure": "measures", "contact": "contacts"}
"""The register that a record of this kind stands in."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place taken apart: the page, and what the page is to show of itself."""

    page: str
    rest: str

    @classmethod
    def parse(cls, text: str) -> Place:
        """The place that a text names; ``rest`` is what follows the first ":" or "/", with the "#field"."""
        page, rest = re.fullmatch(r"([a-z_]*)[:/]?(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
        return cls(page, rest)


def is_in(place: str, part: str) -> bool:
    """Whether ``place`` is ``part`` or lies within it."""
    return place == part or place.startswith((f"{part}/", f"{part}#"))


def record_place(assessment: Assessment, record: Record | None, field: str | None = None) -> str:
    """Where a record is read and written; the overview where it is gone."""
    tail = f"#{field}" if field else ""
    if record is None:
        return HOME
    if record.kind in REGISTERS:
        return f"register:{REGISTERS[record.kind]}/{record.id}{tail}"
    if record.kind in STEP_OF_KIND:
        step = "review" if record.kind == "judgement" and field in SAID_IN_REVIEW else STEP_OF_KIND[record.kind]
        return f"statement:{record['quality_statement']}/{step}{tail}"
    if record.kind in ("return_answer", "figure"):
        return f"return/{record['return_item']}{tail}"
    if record.kind == "section":
        return f"sections/{record['key']}{tail}"
    if record.kind == "measure_value":
        return record_place(assessment, assessment.by_id.get(record.text("measure")))
    if record.kind == "comment":
        return f"review/comments/{record.id}"
    return "years"


def subject_place(assessment: Assessment, comment: Record) -> str:
    """Where the record that a comment is about is written; on its statement's page where it has one."""
    about = assessment.by_id.get(comment.text("about"))
    if about is not None and about.kind in ("strength", "improvement", "risk", "action"):
        return f"statement:{about['quality_statement']}/{STEP_OF_KIND[about.kind]}/{about.id}"
    return record_place(assessment, about)
