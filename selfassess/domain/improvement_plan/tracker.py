"""Actions in the columns in which councils keep them themselves, so that what came in so goes out so again.

The columns are those of two published papers (Dudley, 11 September 2023): a committee's progress tracker, and the
learning that an annual report on complaints lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Column, Table

TRACKER = ("Progress tracker", ("Subject (Date of Meeting)", "Recommendation/action", "Responsible Officer/Area",
                                "Status/Notes"))  # fmt: skip
LEARNING = ("Learning from complaints", ("Learning", "Complaint", "Actions"))
COMPLAINT = "complaint"


def build_tracker_tables(names: Names) -> Iterator[tuple[str, Table]]:
    """The tables with the names of their sheets; one that would have no rows is left out."""
    actions = names.assessment.records_of("action")
    learning = tuple(_build_learning_row(names, each) for each in actions if each["origin"] == COMPLAINT)
    tracked = tuple(_build_tracker_row(names, each) for each in actions if each["origin"] != COMPLAINT)
    for (title, labels), rows in ((TRACKER, tracked), (LEARNING, learning)):
        if rows:
            yield title, Table(title, tuple(Column(label, 2.4) for label in labels), rows)


def _build_tracker_row(names: Names, action: Record) -> tuple[str, ...]:
    return (
        _describe_subject(names, action),
        names.name_record(action),
        names.format_value(action, "owner"),
        _describe_status_and_notes(names, action),
    )


def _build_learning_row(names: Names, action: Record) -> tuple[str, ...]:
    status = names.format_value(action, "status")
    told = f"Action: {names.name_record(action)}"
    completed = {"complete": "Yes", "in_progress": "Ongoing", "not_started": "No"}.get(action.text_of("status"), status)
    return (
        action.text_of("detail"),
        action.text_of("origin_reference"),
        f"{told}\nCompleted: {completed}" if completed else told,
    )


def _describe_subject(names: Names, action: Record) -> str:
    """What an action comes from, as a tracker says it: "(19 June 2023) Programme of Meetings"."""
    day = names.format_value(action, "origin_date")
    said = action.text_of("origin_reference") or names.format_value(action, "origin")
    return " ".join(filter(None, (f"({day})" if day else "", said)))


def _describe_status_and_notes(names: Names, action: Record) -> str:
    """How far it is: its status, then its progress and its updates, latest first."""
    own = [each for each in names.assessment.records_of("update") if each["about"] == action.id]
    own.sort(key=lambda each: each.text_of("dated_on"), reverse=True)
    lines = [names.format_value(action, "status"), action.text_of("progress")]
    for each in own:
        day = names.format_value(each, "dated_on")
        lines.append(f"{day}: {each.text_of('text')}" if day else each.text_of("text"))
    return "\n".join(filter(None, lines))
