"""What the catalogue holds of the improvement plan: where things to do come from, and how an action goes."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.model.editions import ALL, INSIDE, NOT_PUBLIC
from selfassess.domain.model.field_shorthand import date, define_choice, define_field, define_link, prose, text
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.record import RecordKind

ORIGIN_FIELDS = (
    define_choice(
        "origin",
        "Comes from",
        "What gave rise to it.",
        since=7,
        editions=NOT_PUBLIC,
        cqc_report="CQC report",
        self_assessment="Self-assessment",
        peer_review="Peer review",
        safeguarding_adult_review="Safeguarding adult review",
        ombudsman="Ombudsman",
        complaint="Complaint",
        member_resolution="Member resolution",
        other="Other",
    ),
    text(
        "origin_reference",
        "Source reference",
        "Such as a page, a minute or a case number; never a person’s name.",
        since=7,
        editions=INSIDE,
    ),
    date("origin_date", "Source date", "Of the report, meeting or decision.", since=7, editions=INSIDE),
)

THEME = replace(
    define_link("theme", "Theme", "theme", "Where it is about a whole theme and no one statement.", editions=ALL),
    since=7,
)

KINDS_OF_PLAN = (
    RecordKind(
        key="milestone",
        name="Milestone",
        plural="Milestones",
        title="title",
        sheet="Milestones",
        fields=(
            define_link("action", "Action", "action", required=True, since=7, editions=INSIDE),
            text("title", "Milestone", "A step on the way, in one line.", required=True, since=7, editions=INSIDE),
            date("due_on", "Due on", since=7, editions=INSIDE),
            date("done_on", "Reached on", since=7, editions=INSIDE),
        ),
    ),
    RecordKind(
        key="update",
        name="Update",
        plural="Updates",
        title="text",
        sheet="Updates",
        fields=(
            define_field(
                Kind.LINK, "about", "Action or risk", target=("action", "risk"), required=True, since=7, editions=INSIDE
            ),
            date("dated_on", "Dated", since=7, editions=INSIDE),
            prose("text", "What moved", "In a sentence or two.", required=True, since=7, editions=INSIDE),
            define_choice(
                "status",
                "Status it was given",
                "Only where it changed.",
                since=7,
                editions=INSIDE,
                not_started="Not started",
                in_progress="In progress",
                complete="Complete",
                cancelled="Cancelled",
                open="Open",
                closed="Closed",
                accepted="Accepted",
            ),
            text("author", "Author", "Who says so: a name or a role.", personal=True, since=7, editions=INSIDE),
        ),
    ),
)
