"""The record catalogue: every record kind and every field, declared once.

Database, Excel, forms, validation, comparison, history and merge all read it; none of them repeats a field list. To
add a field, add it here with ``since`` set to the next file format and raise ``FORMAT`` (recipe: CONTRIBUTING.md).
What documents are made of stands here, what is held beside it in ``catalogue_held``, what a visit and the year's cycle
bring in ``catalogue_visit``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from selfassess.domain.framework.framework import LONGEST_SCALE
from selfassess.domain.model.catalogue_findings import KINDS_FOUND
from selfassess.domain.model.catalogue_held import KINDS_HELD
from selfassess.domain.model.catalogue_plan import KINDS_OF_PLAN, ORIGIN_FIELDS, THEME
from selfassess.domain.model.catalogue_visit import KINDS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.editions import ALL, INSIDE, NOT_PUBLIC, WORKING
from selfassess.domain.model.field_shorthand import CARRIED as CARRIED
from selfassess.domain.model.field_shorthand import (
    CARRIED_FIELDS,
    EVIDENCE,
    FINDINGS,
    OWN_WORDS,
    STATEMENT,
    STATEMENT_OR_ALL,
    STATEMENTS,
    TOPIC,
    WORD,
    date,
    define_choice,
    define_field,
    define_link,
    define_links,
    define_whole_number,
    prose,
    text,
    yes_no,
)
from selfassess.domain.model.field_shorthand import EARLIER as EARLIER
from selfassess.domain.model.field_shorthand import NOT_TYPED as NOT_TYPED
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.record import Record as Record
from selfassess.domain.model.record import RecordKind as RecordKind

FORMAT = 8
"""The file format this program writes; each migration adds the fields whose ``since`` it is."""


_KINDS = (
    RecordKind(
        key="council",
        name="Council",
        plural="Councils",
        title="name",
        fields=(
            text("name", "Council name", required=True, editions=ALL),
            text("reference", "Reference", "CQC's reference for the council, such as E08000027.", editions=NOT_PUBLIC),
            define_choice(
                "kind",
                "Kind of council",
                unitary="Unitary authority",
                county="County council",
                metropolitan="Metropolitan borough",
                london="London borough",
                other="Other",
                editions=ALL,
            ),
            text("region", "Region", editions=ALL),
            text("website", "Website", editions=ALL),
            text("accent", "Accent colour", "Of headings in a document, such as #0B4F8A.", since=5, editions=ALL),
            define_field(Kind.PICTURE, "logo", "Logo", "It stands on the cover of a document.", since=5, editions=ALL),
            define_links(OWN_WORDS, "Words of your own", WORD, help="Spelt well, whatever a dictionary says.", since=8),
        ),
    ),
    RecordKind(
        key="assessment",
        name="Assessment",
        plural="Assessments",
        title="label",
        fields=(
            text("label", "Year", "How this year is named, such as 2025-26.", required=True, editions=ALL),
            define_choice(
                "assessor",
                "Assessed by",
                required=True,
                self="Ourselves",
                peer="Peer review",
                cqc="CQC",
                another="CQC, of another council",
                editions=ALL,
            ),
            define_link("framework", "Assessment framework", "framework", required=True, editions=ALL),
            define_link("information_return", "Information return", "information_return", editions=NOT_PUBLIC),
            date("period_start", "Period from", editions=ALL),
            date("period_end", "Period to", editions=ALL),
            date("requested_on", "Return requested on", "The date on CQC's request.", editions=INSIDE),
            define_field(
                Kind.DATETIME,
                "contacts_due_at",
                "Contacts due",
                "Section 1 is due before the rest.",
                since=3,
                editions=INSIDE,
            ),
            define_field(Kind.DATETIME, "due_at", "Return due", "The day and hour CQC set.", editions=INSIDE),
            date("submitted_on", "Submitted on", editions=NOT_PUBLIC),
            define_choice(
                "status",
                "Status",
                drafting="Draft",
                in_review="In review",
                signed_off="Signed off",
                submitted="Submitted",
                published="Published",
                editions=ALL,
            ),
            define_choice(
                "published_rating",
                "Published rating",
                "Only for an assessment that CQC published.",
                inadequate="Inadequate",
                requires_improvement="Requires improvement",
                good="Good",
                outstanding="Outstanding",
                editions=ALL,
            ),
            define_whole_number(
                "published_percent", "Published percentage", 0, 100, "Only where CQC published one.", editions=ALL
            ),
            text("director", "Director who signed", since=3, editions=NOT_PUBLIC),
            date("director_signed_on", "Director signed on", since=3, editions=ALL),
            text("chief_executive", "Chief executive who signed", since=3, editions=NOT_PUBLIC),
            date("chief_executive_signed_on", "Chief executive signed on", since=3, editions=ALL),
            *VISIT_FIELDS,
        ),
    ),
    RecordKind(
        key="section",
        name="Section",
        plural="Sections",
        title="key",
        sheet="Sections",
        fields=(
            define_choice(
                "key",
                "Section",
                required=True,
                about_place="About our place and people",
                vision="Our vision and priorities",
                how_produced="How this self-assessment was produced",
                summary="Summary",
                governance="Governance and sign-off",
                next_steps="Next steps",
                editions=ALL,
            ),
            prose("text", "Text", editions=ALL),
            *CARRIED_FIELDS,
        ),
    ),
    RecordKind(
        key="judgement",
        name="Judgement",
        plural="Judgements",
        title="quality_statement",
        sheet="Judgements",
        fields=(
            STATEMENT,
            define_whole_number(
                "score",
                "Score",
                1,
                LONGEST_SCALE,
                "Leave empty until you have decided; empty is never counted.",
                editions=NOT_PUBLIC,
                on_scale=True,
            ),
            yes_no("insufficient_evidence", "Not enough evidence to score", editions=NOT_PUBLIC),
            define_choice("confidence", "How sure are we?", low="Low", medium="Medium", high="High", editions=INSIDE),
            define_choice(
                "direction", "Direction", improving="Improving", stable="Stable", declining="Declining", editions=ALL
            ),
            prose(
                "summary",
                "Where we are",
                "Our performance on this statement, in a few sentences.",
                editions=ALL,
                words=250,
            ),
            prose(
                "impact",
                "Impact on people",
                "What difference it makes to people and unpaid carers.",
                editions=ALL,
                words=150,
            ),
            prose(
                "rationale",
                "Why this score?",
                "What tips the balance, for someone who was not in the room.",
                editions=NOT_PUBLIC,
                words=150,
            ),
            define_choice(
                "status",
                "Status",
                not_started="Not started",
                drafting="Drafting",
                ready_for_review="Ready for review",
                agreed="Agreed",
                carried_forward="Carried forward, not reviewed",
                editions=INSIDE,
            ),
            text("lead", "Lead", "Who drafts this statement.", personal=True, editions=INSIDE),
            text("reviewer", "Reviewer", "Who checks it.", personal=True, editions=INSIDE),
            text(
                "agreed_by",
                "Agreed by",
                "Who says that this is what the council thinks.",
                personal=True,
                since=3,
                editions=INSIDE,
            ),
            date("agreed_on", "Agreed on", editions=INSIDE),
        ),
    ),
    RecordKind(
        key="story",
        name="Story",
        plural="Stories and quotes",
        title="text",
        sheet="Stories",
        fields=(
            replace(STATEMENTS, since=5),
            prose("text", "What was said", "Their own words, or what happened.", required=True, since=5, editions=ALL),
            text("voice", "Whose voice", "A role such as “an unpaid carer”, never a name.", since=5, editions=ALL),
            text("gathered_how", "How it was gathered", "Such as a survey, a visit or a forum.", since=5, editions=ALL),
            define_choice(
                "consent",
                "Consent to publish it",
                "Published only with a yes; with a no it stays in the full edition.",
                since=5,
                editions=WORKING,
                yes="Yes",
                no="No",
                not_asked="Not asked",
            ),
            prose("what_changed", "What changed because of it", since=5, editions=ALL),
            replace(EVIDENCE, since=5),
            *(replace(spec, since=5) for spec in CARRIED_FIELDS),
        ),
    ),
    RecordKind(
        key="strength",
        name="Strength",
        plural="Strengths",
        title="title",
        sheet="Strengths",
        fields=(
            STATEMENT,
            text("title", "Strength", "In one line.", required=True, editions=ALL),
            prose("detail", "What we do well", editions=ALL, words=100),
            prose("impact", "Impact on people", "What has changed for people because of it.", editions=ALL),
            yes_no("good_practice", "Good practice to share", editions=ALL),
            EVIDENCE,
            TOPIC,
            FINDINGS,
            *CARRIED_FIELDS,
        ),
    ),
    RecordKind(
        key="improvement",
        name="Area for improvement",
        plural="Areas for improvement",
        title="title",
        sheet="Improvements",
        fields=(
            STATEMENT,
            text("title", "Area for improvement", "In one line.", required=True, editions=ALL),
            prose("detail", "What needs to be better", editions=ALL, words=100),
            prose("impact", "Impact on people", "What it means for people today.", editions=ALL),
            prose("cause", "Cause", "Why it is so.", editions=ALL),
            prose("no_action_reason", "Why there is no action", "Only where you decide to take none.", editions=ALL),
            *ORIGIN_FIELDS,
            EVIDENCE,
            TOPIC,
            FINDINGS,
            *CARRIED_FIELDS,
        ),
    ),
    RecordKind(
        key="risk",
        name="Risk",
        plural="Risks",
        title="title",
        sheet="Risks",
        fields=(
            STATEMENT_OR_ALL,
            THEME,
            text("title", "Risk", "In one line.", required=True, editions=NOT_PUBLIC),
            prose("cause", "Cause", "Because of ...", editions=NOT_PUBLIC),
            prose("event", "What may happen", "There is a risk that ...", editions=NOT_PUBLIC),
            prose("effect", "Effect on people", "Which would lead to ...", editions=NOT_PUBLIC),
            define_whole_number(
                "likelihood", "Likelihood", 1, 5, "1 (rare) to 5 (almost certain).", editions=NOT_PUBLIC
            ),
            define_whole_number("severity", "Severity", 1, 5, "1 (slight) to 5 (very severe).", editions=NOT_PUBLIC),
            prose("controls", "Controls", "What holds the risk down today.", editions=NOT_PUBLIC),
            define_whole_number("target_likelihood", "Target likelihood", 1, 5, editions=NOT_PUBLIC),
            define_whole_number("target_severity", "Target severity", 1, 5, editions=NOT_PUBLIC),
            text("owner", "Owner", "The person or role who answers for it.", personal=True, editions=NOT_PUBLIC),
            text("escalated_to", "Escalated to", "The board or register it was raised with.", editions=INSIDE),
            text("register_reference", "Risk register reference", editions=INSIDE),
            define_choice("status", "Status", open="Open", closed="Closed", accepted="Accepted", editions=INSIDE),
            date("review_on", "Review on", editions=INSIDE),
            *ORIGIN_FIELDS,
            EVIDENCE,
            FINDINGS,
            *CARRIED_FIELDS,
        ),
    ),
    RecordKind(
        key="action",
        name="Action",
        plural="Actions",
        title="title",
        sheet="Actions",
        fields=(
            STATEMENT_OR_ALL,
            THEME,
            text("title", "Action", "In one line.", required=True, editions=ALL),
            prose("detail", "What will be done", editions=ALL, words=80),
            prose("outcome", "Outcome for people", "How you will know that it worked.", editions=ALL),
            text("owner", "Owner", "The person or role who answers for it.", personal=True, editions=NOT_PUBLIC),
            define_choice(
                "priority",
                "Priority",
                most_pressing="Most pressing",
                high="High",
                medium="Medium",
                low="Low",
                editions=ALL,
            ),
            define_choice(
                "status",
                "Status",
                not_started="Not started",
                in_progress="In progress",
                complete="Complete",
                cancelled="Cancelled",
                editions=INSIDE,
            ),
            date("starts_on", "Starts on", editions=ALL),
            date("due_on", "Due on", editions=ALL),
            prose("no_date_reason", "Why there is no date", editions=INSIDE),
            date("completed_on", "Completed on", editions=ALL),
            prose("progress", "Progress", editions=INSIDE),
            prose("effect", "Effect", "Once it is done: what has changed because of it.", since=7, editions=ALL),
            define_links(
                "addresses",
                "Addresses",
                "improvement",
                "risk",
                help="Areas for improvement and risks it answers.",
                editions=ALL,
            ),
            *ORIGIN_FIELDS,
            EVIDENCE,
            FINDINGS,
            *CARRIED_FIELDS,
        ),
    ),
    *KINDS_OF_PLAN,
    *KINDS_HELD,
    *KINDS_AROUND_VISIT,
    *KINDS_FOUND,
)

CATALOGUE: Mapping[str, RecordKind] = MappingProxyType({kind.key: kind for kind in _KINDS})
"""Every record kind by key, in an order in which links to records point backwards or across."""

KINDS_OF_ASSESSMENT = tuple(kind for kind in _KINDS if kind.belongs_to_assessment)

OF_A_MEASURE = ("measure_value", "comparator")
"""Kinds of record that belong to a measure, and come and go with it."""

OF_A_RECORD: Mapping[str, str] = MappingProxyType(
    {**dict.fromkeys(OF_A_MEASURE, "measure"), "milestone": "action", "update": "about"}
)
"""Kinds of record that are part of another and come and go with it, and the field that says of which."""

_PACK_KEYS = ("quality_statement", "theme", "category", "source", "return_item", "breakdown", "figure")
PACK_TARGETS = frozenset({"framework", "information_return", *_PACK_KEYS})
"""Link targets that are keys of a pack, not records. (A ``figure`` link names what a pack asks for.)"""


def links_to_records(spec: Field) -> bool:
    """Whether a field links to records of its own year (and not to keys of a pack, to an earlier year, or nothing)."""
    return bool(spec.target) and not PACK_TARGETS.intersection(spec.target) and not {EARLIER, WORD} & {*spec.target}


def blank_record(kind: str, id: str, position: int, assessment: str | None, /, **values: Value) -> Record:
    """A record with the given values and None everywhere else."""
    every: dict[str, Value] = {spec.key: None for spec in CATALOGUE[kind].fields}
    every.update(values)
    return Record(kind=kind, id=id, position=position, assessment=assessment, values=every)
