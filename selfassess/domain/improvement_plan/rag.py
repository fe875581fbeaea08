"""Where an action stands, worked out from its dates, its status and its milestones as of a day."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment

SOON = 30
"""An action that is due within so many days is at risk until it is done."""
DONE, CANCELLED, BEGUN, NOT_BEGUN = "complete", "cancelled", "in_progress", "not_started"


class Rag(StrEnum):
    """Where an action stands; in the order in which a board has its columns."""

    LATE = "late"
    AT_RISK = "at_risk"
    NO_DATE = "no_date"
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    COMPLETE = "complete"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """It in words, so that no colour is needed."""
        return _LABELS[self]

    @property
    def colour(self) -> str:
        """The colour that councils know it by: red, amber, green, blue, or grey where it is none of them."""
        return _COLOURS.get(self, "grey")


_LABELS = {
    Rag.LATE: "Late",
    Rag.AT_RISK: "Due soon or at risk",
    Rag.NO_DATE: "No date",
    Rag.NOT_STARTED: "Not started",
    Rag.ON_TRACK: "On track",
    Rag.COMPLETE: "Complete",
    Rag.CANCELLED: "Cancelled",
}
_COLOURS = {Rag.LATE: "red", Rag.AT_RISK: "amber", Rag.ON_TRACK: "green", Rag.COMPLETE: "blue"}

RULE = (
    "Complete: its status says so, or it has a date on which it was completed.",
    "Late: its due date has passed and it is not complete.",
    f"Due soon or at risk: it is due within {SOON} days, its start has passed and nobody has begun, or a milestone of "
    "it has passed its date and was not reached.",
    "No date: it has no due date.",
    "Not started: it is not begun, and neither its start nor its end is near.",
    "On track: everything else that is in progress.",
)
"""The rule, as it is told to whoever sees its result; the first line that fits counts."""


def rate_action(action: Record, assessment: Assessment, today: str) -> Rag:
    """Where an action stands as of ``today`` (ISO)."""
    return explain_rating(action, assessment, today)[0]


def explain_rating(action: Record, assessment: Assessment, today: str) -> tuple[Rag, str]:
    """Where an action stands, and why, in a few words."""
    milestones = [each for each in assessment.records_of("milestone") if each["action"] == action.id]
    return explain_rating_with(action, milestones, today)


def explain_rating_with(action: Record, milestones: list[Record], today: str) -> tuple[Rag, str]:
    """As ``explain_rating``, for whoever has the milestones of the action at hand."""
    status, due, starts = (action.text_of(key) for key in ("status", "due_on", "starts_on"))
    if status == CANCELLED:
        return Rag.CANCELLED, "It was cancelled."
    if status == DONE or action["completed_on"]:
        return Rag.COMPLETE, "It is done."
    if due and due < today:
        return Rag.LATE, "Its due date has passed."
    missed = [each for each in milestones if is_milestone_missed(each, today)]
    if missed:
        return Rag.AT_RISK, f"The milestone “{missed[0].text_of('title')}” has passed its date."
    if due and due <= _add_days(today, SOON):
        return Rag.AT_RISK, f"It is due within {SOON} days."
    has_begun = status == BEGUN
    if not has_begun and starts and starts < today:
        return Rag.AT_RISK, "Its start has passed, and it is not begun."
    if not due:
        return Rag.NO_DATE, "It has no due date."
    if not has_begun:
        return Rag.NOT_STARTED, "It is not begun."
    return Rag.ON_TRACK, "It is in progress, and nothing of it is late."


def is_milestone_missed(milestone: Record, today: str) -> bool:
    """Whether a milestone has passed its date and was not reached."""
    due = milestone.text_of("due_on")
    return bool(due) and due < today and not milestone["done_on"]


def _add_days(day: str, days: int) -> str:
    """A day so many days on; what is no date stays as it is."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day
