"""What the catalogue holds around CQC's visit, and of the year's own cycle: nobody but those who draft sees any of it.

Whom CQC speaks to, the cases it follows, what it asks for, what meetings told, what is wrong in its draft report; then
what the lead member and partners think, and what is to be looked at again. No document shows these kinds by itself.
"""

from __future__ import annotations

from functools import partial

from selfassess.domain.model import field_shorthand as shorthand
from selfassess.domain.model.editions import WORKING
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.record import RecordKind

text, prose, date, yes_no, define_choice, define_link, define_links, define_whole_number, define_field = (
    partial(define, since=7, editions=WORKING)
    for define in (
        shorthand.text,
        shorthand.prose,
        shorthand.date,
        shorthand.yes_no,
        shorthand.define_choice,
        shorthand.define_link,
        shorthand.define_links,
        shorthand.define_whole_number,
        shorthand.define_field,
    )
)

_STATEMENTS = define_links(
    "quality_statements", "Quality statements", "quality_statement", help="Those that this bears on."
)
_EVIDENCE = define_links("evidence", "Evidence", "evidence", help="The evidence this rests on.")

VISIT_FIELDS = (
    date("visit_from", "Visit from", "The first day that CQC is on site."),
    date("visit_to", "Visit to", "The last day that CQC is on site."),
    date("draft_received_on", "Draft report received on", "The ten working days of the factual accuracy check begin."),
    date("accuracy_sent_on", "Factual accuracy check sent on"),
)
"""What a year says of the visit itself."""

KINDS_OF_VISIT = (
    RecordKind(
        key="interview",
        name="Interview",
        plural="Interviews",
        title="group",
        sheet="Interviews",
        fields=(
            text("group", "Group", "Whom CQC speaks to, such as heads of service or the lead member.", required=True),
            text("roles", "Roles", "Who takes part, as roles and never as names.", personal=True),
            text("lead", "Lead", "Who prepares them, as a role.", personal=True),
            define_field(Kind.DATETIME, "at", "When", "The day and the hour."),
            text("place", "Place", "A room, or the link to the meeting."),
            _STATEMENTS,
            prose("brief", "Brief", "What the group should know and can show; it stands in the brief sheet."),
        ),
    ),
    RecordKind(
        key="case_criterion",
        name="Case criterion",
        plural="Case criteria",
        title="name",
        sheet="Case criteria",
        fields=(
            text("name", "Criterion", "As the spreadsheet that CQC sends with its request words it.", required=True),
            define_whole_number("wanted", "How many at least", 0, 1000, "Leave empty where one is enough."),
        ),
    ),
    RecordKind(
        key="case",
        name="Case",
        plural="Cases",
        title="code",
        sheet="Cases",
        fields=(
            text("code", "Code", "Your own code for the case: no name, date of birth or NHS number.", required=True),
            define_links("criteria", "Criteria met", "case_criterion", help="Those of CQC’s criteria that it meets."),
            yes_no("ready", "Record looked through", "Whether the record is ready to be followed."),
        ),
    ),
    RecordKind(
        key="request",
        name="Request",
        plural="Requests",
        title="what",
        sheet="Requests",
        fields=(
            text("what", "What CQC asked for", required=True),
            prose("detail", "In full", "The request as it was worded."),
            date("asked_on", "Asked on"),
            date("due_on", "Due on"),
            text("owner", "Owner", "Who answers it, as a role.", personal=True),
            define_choice("status", "Status", open="Open", answered="Answered", withdrawn="Withdrawn"),
            date("answered_on", "Answered on"),
            prose("answer", "Answer", "What was said or sent."),
            _EVIDENCE,
        ),
    ),
    RecordKind(
        key="meeting_note",
        name="Meeting note",
        plural="Meeting notes",
        title="meeting",
        sheet="Meeting notes",
        fields=(
            text("meeting", "Meeting", "Such as the feedback at the end of the first day.", required=True),
            date("held_on", "Held on"),
            text("with_whom", "With whom", "As roles and never as names.", personal=True),
            prose("learnt", "What was learnt"),
            prose("follow_up", "Follow-up", "What is to be done about it, and by whom."),
            _STATEMENTS,
        ),
    ),
    RecordKind(
        key="accuracy_point",
        name="Accuracy point",
        plural="Factual accuracy points",
        title="point",
        sheet="Factual accuracy",
        fields=(
            text("point", "Point", "What is wrong, in a sentence.", required=True),
            text("page", "Page", "Page and paragraph of the draft report."),
            define_choice(
                "sort",
                "Kind of point",
                typing="Typing or numbers",
                factual="Factual error",
                completeness="Something is left out",
                interpretation="How it was read",
                other="Other",
            ),
            prose("draft_says", "What the draft says"),
            prose("our_text", "What it should say"),
            prose("reason", "Why, and where the evidence says so", "Name the page of each document."),
            _EVIDENCE,
            define_choice(
                "outcome",
                "CQC’s decision",
                accepted="Accepted",
                partly="Accepted in part",
                not_accepted="Not accepted",
            ),
            prose("answer", "CQC’s answer"),
        ),
    ),
)

KINDS_OF_CYCLE = (
    RecordKind(
        key="partner_view",
        name="View of a partner",
        plural="Views of partners",
        title="on_behalf_of",
        sheet="Views of partners",
        fields=(
            define_choice(
                "body",
                "Who they are",
                lead_member="Lead member",
                safeguarding_board="Safeguarding adults board",
                healthwatch="Healthwatch",
                health="NHS partner",
                other="Other",
            ),
            text(
                "on_behalf_of", "On behalf of", "The board or organisation, or the office that is held.", required=True
            ),
            text("who", "Who", "By role, such as independent chair.", personal=True),
            date("said_on", "Date"),
            define_choice(
                "stance",
                "Whether they agree",
                agrees="Agrees",
                agrees_in_part="Agrees in part",
                disagrees="Does not agree",
                no_view="Has no view",
            ),
            prose("text", "View", "In their own words."),
        ),
    ),
    RecordKind(
        key="refresh_point",
        name="Point to look at again",
        plural="Points to look at again",
        title="why",
        sheet="Look again",
        fields=(
            define_link("about", "About", "any", required=True),
            text("why", "Why", required=True),
            date("begun_on", "Refresh of"),
            date("looked_at_on", "Looked at on"),
            text("looked_at_by", "Looked at by", personal=True),
        ),
    ),
)

KINDS_AROUND_VISIT = (*KINDS_OF_VISIT, *KINDS_OF_CYCLE)
KEYS_AROUND_VISIT = frozenset(kind.key for kind in KINDS_AROUND_VISIT)
"""Kinds of one year's visit and cycle: no contributor’s copy holds them and no later year begins with them."""
