"""What a report of others' found of the council, point by point: CQC's findings, or a peer's."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.model.editions import WORKING
from selfassess.domain.model.field_shorthand import STATEMENT, define_choice, prose, text, yes_no
from selfassess.domain.model.record import RecordKind

KINDS_FOUND = (
    RecordKind(
        key="finding",
        name="Finding",
        plural="Findings",
        title="text",
        sheet="Findings",
        fields=(
            replace(STATEMENT, since=7, editions=WORKING),
            text("topic", "Topic", "The report’s own sub-heading.", since=7, editions=WORKING),
            define_choice(
                "kind",
                "Kind",
                since=7,
                editions=WORKING,
                strength="Strength",
                shortfall="Shortfall",
                neutral="Neutral",
            ),
            prose("text", "What was found", "In the report’s words.", required=True, since=7, editions=WORKING),
            text("place", "Place in the report", "Such as page 12.", since=7, editions=WORKING),
            yes_no("confirmed", "Confirmed", "By a person: until then it is proposed.", since=7, editions=WORKING),
            define_choice(
                "stance",
                "How ours compares",
                since=7,
                editions=WORKING,
                agrees="Ours agrees",
                differs="Ours differs",
                not_covered="Ours does not cover it",
            ),
            prose("note", "Note", "For colleagues.", since=7, editions=WORKING),
        ),
    ),
)
"""It stands in the assessment of those who found it; records of ours that answer it name it in ``findings``."""
