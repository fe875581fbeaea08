"""Places of the window as text, such as "statement:equity/evidence#category": what they name, and where records are."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the start screen knows places, but no records yet
    from selfassess.domain.model.catalogue import Record
    from selfassess.domain.model.workbook import Assessment

HOME = "overview"

FORMER = {
    "take_in": "import",
    "carry": "carry_forward",
    "gather": "add_evidence",
    "hand_over": "return_pack",
    "contribute": "contributor_copy",
}
"""What places were called before: whoever wrote one down still arrives."""

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

REGISTERS = {
    "evidence": "evidence",
    "story": "stories",
    "risk": "risks",
    "action": "actions",
    "measure": "measures",
    "contact": "contacts",
}
"""The register where a record of this kind is read and written."""

REGISTER_PLACES = (*REGISTERS.values(), "strengths", "improvements")
"""Every register; what stands in the last two is written in its statement."""

PART_OF = {"measure_value": "measure", "comparator": "measure", "milestone": "action", "update": "about"}
"""The field that says of which record one of these is a part: it is read and written where that one is."""

PARTS_OF_VISIT = {
    "interview": "interviews",
    "case": "cases",
    "case_criterion": "criteria",
    "request": "requests",
    "meeting_note": "meetings",
    "accuracy_point": "accuracy",
}
"""The part of the page of the visit that a record of this kind stands in."""

PARTS_OF_REVIEW = {"comment": "comments", "partner_view": "partners", "refresh_point": "refresh"}
"""The part of the page of review and sign-off that a record of this kind stands in."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place taken apart: the page, and what the page is to show of itself."""

    page: str
    rest: str

    @classmethod
    def parse(cls, text: str) -> Place:
        """The place that a text names; ``rest`` is what follows the first ":" or "/", with the "#field"."""
        page, rest = re.fullmatch(r"([a-z_]*)[:/]?(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
        return cls(FORMER.get(page, page), rest)


def resolve_place(place: str, assessment: Assessment, pages: Collection[str]) -> tuple[str, str]:
    """A place that exists, and a sentence where it is not the one that was asked for; "" where it is.

    A place is the page and what it is to show: "overview", "statement:equity/strengths", "register:risks/<id>#owner".
    """
    asked = Place.parse(place.strip())
    if not asked.page and not asked.rest:
        return HOME, ""
    if asked.page not in pages:
        return HOME, f"There is no place “{_shorten_place_words(place)}”. This is the overview."
    parts = asked.rest.partition("#")[0].split("/")
    if asked.page == "register" and parts[0] not in REGISTER_PLACES:
        names = ", ".join(f"“register:{name}”" for name in REGISTER_PLACES)
        asked_for = _shorten_place_words(parts[0])
        return HOME, f"There is no register “{asked_for}”. This is the overview; the registers are {names}."
    if asked.page == "statement":
        return _resolve_statement_place(place, parts, assessment)
    return place.strip(), ""


def _resolve_statement_place(place: str, parts: Sequence[str], assessment: Assessment) -> tuple[str, str]:
    from selfassess.domain.readiness.readiness import STEPS  # the start screen has no statements

    statement = assessment.framework.find_statement(parts[0])
    if statement is None:
        keys = ", ".join(each.key for each in assessment.framework.statements)
        asked_for = _shorten_place_words(parts[0])
        return HOME, f"There is no quality statement “{asked_for}”. This is the overview; there are {keys}."
    if len(parts) > 1 and parts[1] and parts[1] not in STEPS:
        said = f"“{statement.short_name}” has no step “{_shorten_place_words(parts[1])}”; there are {', '.join(STEPS)}."
        return f"statement:{statement.key}", said
    return place.strip(), ""


def _shorten_place_words(words: str) -> str:
    return shorten(" ".join(words.split()), 60, placeholder=" …") or "…"


def is_within_place(place: str, part: str) -> bool:
    """Whether ``place`` is ``part`` or lies within it."""
    return place == part or place.startswith((f"{part}/", f"{part}#"))


def place_of_record(assessment: Assessment, record: Record | None, field: str | None = None) -> str:
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
    if owner := PART_OF.get(record.kind):
        return place_of_record(assessment, assessment.by_id.get(record.text_of(owner)))
    if record.kind in PARTS_OF_VISIT:
        return f"visit/{PARTS_OF_VISIT[record.kind]}/{record.id}{tail}"
    if record.kind == "assessment" and field in ("draft_received_on", "accuracy_sent_on", "visit_from", "visit_to"):
        return f"visit/{tail}"
    if record.kind in PARTS_OF_REVIEW:
        return f"review/{PARTS_OF_REVIEW[record.kind]}/{record.id}"
    if record.kind == "finding":
        return f"findings/{record.id}"
    return "years"


def place_of_comment_subject(assessment: Assessment, comment: Record) -> str:
    """Where the record that a comment is about is written; on its statement's page where it has one."""
    about = assessment.by_id.get(comment.text_of("about"))
    if (
        about is not None
        and about.kind in ("strength", "improvement", "risk", "action")
        and about["quality_statement"] is not None
    ):
        return f"statement:{about['quality_statement']}/{STEP_OF_KIND[about.kind]}/{about.id}"
    return place_of_record(assessment, about)
