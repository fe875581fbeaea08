"""The record catalogue: every record kind and every field, declared once.

Database, Excel, forms, validation, comparison, history and merge all read it; none of them repeats a field list. To
add a field, add it here with ``since`` set to the next file format and raise ``FORMAT`` (recipe: CONTRIBUTING.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from selfassess.domain.declare import choice, date, decimal, field, link, links, prose, text, whole, yes_no
from selfassess.domain.fields import Field, Kind, Value
from selfassess.domain.record_kind import Record as Record
from selfassess.domain.record_kind import RecordKind as RecordKind

FORMAT = 4
"""The file format this program writes; each migration adds the fields whose ``since`` it is."""


EARLIER = "earlier"
"""The target of a link to a record of an earlier year; that year need not be in the workbook."""

_STATEMENT = link("quality_statement", "Quality statement", "quality_statement", required=True)
_STATEMENT_OR_ALL = link(
    "quality_statement", "Quality statement", "quality_statement", help="Leave empty where it is about the whole."
)
_STATEMENTS = links("quality_statements", "Quality statements", "quality_statement", help="All that this bears on.")
_EVIDENCE = links("evidence", "Evidence", "evidence", help="The evidence this rests on.")

_CARRIED = (
    link("carried_from", "Carried from", EARLIER, "The record of an earlier year that this began as.", since=2),
    yes_no("not_reviewed", "Carried forward, not reviewed", "Until somebody has read it again.", since=2),
)

CARRIED = tuple(spec.key for spec in _CARRIED)  # forms leave them out

_KINDS = (
    RecordKind(
        key="council",
        name="Council",
        plural="Councils",
        title="name",
        fields=(
            text("name", "Council name", required=True),
            text("reference", "Reference", "CQC's reference for the council, such as E08000027."),
            choice(
                "kind",
                "Kind of council",
                unitary="Unitary authority",
                county="County council",
                metropolitan="Metropolitan borough",
                london="London borough",
                other="Other",
            ),
            text("region", "Region"),
            text("website", "Website"),
        ),
    ),
    RecordKind(
        key="assessment",
        name="Assessment",
        plural="Assessments",
        title="label",
        fields=(
            text("label", "Year", "How this year is named, such as 2025-26.", required=True),
            choice("assessor", "Assessed by", required=True, self="Ourselves", peer="Peer review", cqc="CQC"),
            link("framework", "Assessment framework", "framework", required=True),
            link("information_return", "Information return", "information_return"),
            date("period_start", "Period from"),
            date("period_end", "Period to"),
            date("requested_on", "Return requested on", "The date on CQC's request."),
            field(Kind.DATETIME, "contacts_due_at", "Contacts due", "Section 1 is due before the rest.", since=3),
            field(Kind.DATETIME, "due_at", "Return due", "The day and hour CQC set."),
            date("submitted_on", "Submitted on"),
            choice(
                "status",
                "Status",
                drafting="Draft",
                in_review="In review",
                signed_off="Signed off",
                submitted="Submitted",
            ),
            choice(
                "published_rating",
                "Published rating",
                "Only for an assessment that CQC published.",
                inadequate="Inadequate",
                requires_improvement="Requires improvement",
                good="Good",
                outstanding="Outstanding",
            ),
            whole("published_percent", "Published percentage", 0, 100, "Only where CQC published one."),
            text("director", "Director who signed", since=3),
            date("director_signed_on", "Director signed on", since=3),
            text("chief_executive", "Chief executive who signed", since=3),
            date("chief_executive_signed_on", "Chief executive signed on", since=3),
        ),
    ),
    RecordKind(
        key="section",
        name="Section",
        plural="Sections",
        title="key",
        sheet="Sections",
        fields=(
            choice(
                "key",
                "Section",
                required=True,
                about_place="About our place and people",
                vision="Our vision and priorities",
                how_produced="How this self-assessment was produced",
                summary="Summary",
                governance="Governance and sign-off",
                next_steps="Next steps",
            ),
            prose("text", "Text"),
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="judgement",
        name="Judgement",
        plural="Judgements",
        title="quality_statement",
        sheet="Judgements",
        fields=(
            _STATEMENT,
            whole("score", "Score", 1, 4, "1 to 4. Leave empty until you have decided; empty is never counted."),
            yes_no("insufficient_evidence", "Not enough evidence to score"),
            choice("confidence", "How sure are we?", low="Low", medium="Medium", high="High"),
            choice("direction", "Direction", improving="Improving", stable="Stable", declining="Declining"),
            prose("summary", "Where we are", "Our performance on this statement, in a few sentences."),
            prose("impact", "Impact on people", "What difference it makes to people and unpaid carers."),
            prose("rationale", "Why this score?", "What tips the balance, for someone who was not in the room."),
            choice(
                "status",
                "Status",
                not_started="Not started",
                drafting="Drafting",
                ready_for_review="Ready for review",
                agreed="Agreed",
                carried_forward="Carried forward, not reviewed",
            ),
            text("lead", "Lead", "Who drafts this statement.", personal=True),
            text("reviewer", "Reviewer", "Who checks it.", personal=True),
            text("agreed_by", "Agreed by", "Who says that this is what the council thinks.", personal=True, since=3),
            date("agreed_on", "Agreed on"),
        ),
    ),
    RecordKind(
        key="strength",
        name="Strength",
        plural="Strengths",
        title="title",
        sheet="Strengths",
        fields=(
            _STATEMENT,
            text("title", "Strength", "In one line.", required=True),
            prose("detail", "What we do well"),
            prose("impact", "Impact on people", "What has changed for people because of it."),
            yes_no("good_practice", "Good practice to share"),
            _EVIDENCE,
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="improvement",
        name="Area for improvement",
        plural="Areas for improvement",
        title="title",
        sheet="Improvements",
        fields=(
            _STATEMENT,
            text("title", "Area for improvement", "In one line.", required=True),
            prose("detail", "What needs to be better"),
            prose("impact", "Impact on people", "What it means for people today."),
            prose("cause", "Cause", "Why it is so."),
            prose("no_action_reason", "Why there is no action", "Only where you decide to take none."),
            _EVIDENCE,
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="risk",
        name="Risk",
        plural="Risks",
        title="title",
        sheet="Risks",
        fields=(
            _STATEMENT_OR_ALL,
            text("title", "Risk", "In one line.", required=True),
            prose("cause", "Cause", "Because of ..."),
            prose("event", "What may happen", "There is a risk that ..."),
            prose("effect", "Effect on people", "Which would lead to ..."),
            whole("likelihood", "Likelihood", 1, 5, "1 (rare) to 5 (almost certain)."),
            whole("severity", "Severity", 1, 5, "1 (slight) to 5 (very severe)."),
            prose("controls", "Controls", "What holds the risk down today."),
            whole("target_likelihood", "Target likelihood", 1, 5),
            whole("target_severity", "Target severity", 1, 5),
            text("owner", "Owner", "The person or role who answers for it.", personal=True),
            text("escalated_to", "Escalated to", "The board or register it was raised with."),
            text("register_reference", "Risk register reference"),
            choice("status", "Status", open="Open", closed="Closed", accepted="Accepted"),
            date("review_on", "Review on"),
            _EVIDENCE,
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="action",
        name="Action",
        plural="Actions",
        title="title",
        sheet="Actions",
        fields=(
            _STATEMENT_OR_ALL,
            text("title", "Action", "In one line.", required=True),
            prose("detail", "What will be done"),
            prose("outcome", "Outcome for people", "How you will know that it worked."),
            text("owner", "Owner", "The person or role who answers for it.", personal=True),
            choice("priority", "Priority", most_pressing="Most pressing", high="High", medium="Medium", low="Low"),
            choice(
                "status",
                "Status",
                not_started="Not started",
                in_progress="In progress",
                complete="Complete",
                cancelled="Cancelled",
            ),
            date("starts_on", "Starts on"),
            date("due_on", "Due on"),
            prose("no_date_reason", "Why there is no date"),
            date("completed_on", "Completed on"),
            prose("progress", "Progress"),
            links("addresses", "Addresses", "improvement", "risk", help="Areas for improvement and risks it answers."),
            _EVIDENCE,
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="evidence",
        name="Evidence",
        plural="Evidence",
        title="title",
        sheet="Evidence",
        fields=(
            text("title", "Evidence", "The document's own title.", required=True),
            link("category", "Evidence category", "category"),
            link("source", "Source", "source", "Where it comes from, in the framework's list."),
            prose("shows", "What it shows", "The point it proves, in a sentence or two."),
            text("location", "Where it is", "A web address, a file, or the system that holds it."),
            choice("location_kind", "Kind of place", web="Web page", file="File", system="Held in a system"),
            text("reference", "Reference", "Page, paragraph or your own number."),
            text("owner", "Owner", "Who can find it again.", personal=True),
            date("dated_on", "Dated"),
            date("covers_from", "Covers from"),
            date("covers_to", "Covers to"),
            date("as_at", "Figures as at"),
            choice("strength", "How strong is it?", strong="Strong", partial="Partial", weak="Weak"),
            yes_no("published", "Published"),
            choice(
                "personal_data",
                "Personal data",
                none="None",
                redacted="Redacted",
                needs_redaction="Needs redaction",
                not_checked="Not checked",
            ),
            text("sha256", "Fingerprint", "SHA-256 of the file when it was last checked."),
            whole("size_bytes", "Size in bytes", 0, None),
            date("checked_on", "Checked on"),
            _STATEMENTS,
            links("return_items", "Information return items", "return_item", help="The IR numbers it is sent under."),
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="measure",
        name="Measure",
        plural="Measures",
        title="title",
        sheet="Measures",
        fields=(
            text("title", "Measure", required=True),
            text("code", "Code", "Your own or the national number of this measure."),
            text("source", "Source"),
            text("unit", "Unit", "Such as %, people or days."),
            choice("better", "Better is", higher="Higher is better", lower="Lower is better", neither="Neither"),
            decimal("target", "Target"),
            text("comparator_name", "Compared with", "Such as the England average."),
            decimal("comparator_value", "Comparator"),
            text("comparator_period", "Comparator period"),
            prose("impact", "Impact", "What the figure means for people."),
            prose("performance", "Performance", "How it is moving and why."),
            prose("assurance", "Assurance", "What is being done and who checks."),
            _STATEMENTS,
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="measure_value",
        name="Measure value",
        plural="Measure values",
        title="period",
        sheet="Measure values",
        fields=(
            link("measure", "Measure", "measure", required=True),
            text("period", "Period", "Such as 2023-24 or Q1 2023-24.", required=True),
            decimal("value", "Value"),
            text("note", "Note"),
        ),
    ),
    RecordKind(
        key="figure",
        name="Figure",
        plural="Figures",
        title="figure",
        sheet="Figures",
        fields=(
            link("return_item", "Information return item", "return_item", required=True),
            link("breakdown", "For", "breakdown", "The activity or service type."),
            link("figure", "Figure", "figure", required=True),
            decimal("value", "Value"),
            date("as_at", "As at"),
            text("note", "Note"),
        ),
    ),
    RecordKind(
        key="return_answer",
        name="Information return item",
        plural="Information return",
        title="return_item",
        sheet="Information return",
        fields=(
            link("return_item", "Item", "return_item", required=True),
            choice(
                "status",
                "Status",
                not_started="Not started",
                gathering="Gathering",
                ready="Ready",
                not_applicable="Not applicable",
            ),
            text("owner", "Owner", "Who gathers this item.", personal=True),
            prose("note", "Answer or note", "What to tell CQC about this item."),
        ),
    ),
    RecordKind(
        key="contact",
        name="Contact",
        plural="Contacts",
        title="organisation",
        sheet="Contacts",
        fields=(
            choice(
                "group",
                "Group",
                required=True,
                voluntary="Voluntary organisations",
                carers="Carer organisations",
                advocacy="Advocacy organisations",
                network="Groups, partnerships and networks",
            ),
            text("organisation", "Organisation"),
            text("name", "Name", personal=True),
            text("phone", "Phone", personal=True),
            text("email", "E-mail", personal=True),
            text("purpose", "Purpose", "What the group is for (IR 38)."),
            *_CARRIED,
        ),
    ),
    RecordKind(
        key="comment",
        name="Comment",
        plural="Comments",
        title="text",
        sheet="Comments",
        fields=(
            link("about", "About", "any", required=True),
            prose("text", "Comment"),
            text("author", "Author", personal=True),
            field(Kind.DATETIME, "written_at", "Written"),
            text("resolved_by", "Resolved by", personal=True, since=3),
            date("resolved_on", "Resolved on"),
        ),
    ),
)

CATALOGUE: Mapping[str, RecordKind] = MappingProxyType({kind.key: kind for kind in _KINDS})
"""Every record kind by key, in an order in which links to records point backwards or across."""

KINDS_OF_ASSESSMENT = tuple(kind for kind in _KINDS if kind.of_assessment)

_PACK_KEYS = ("quality_statement", "category", "source", "return_item", "breakdown", "figure")
PACK_TARGETS = frozenset({"framework", "information_return", *_PACK_KEYS})
"""Link targets that are keys of a pack, not records. (A ``figure`` link names what a pack asks for.)"""


def links_to_records(spec: Field) -> bool:
    """Whether a field links to records of its own year (and not to keys of a pack or to an earlier year)."""
    return bool(spec.target) and not PACK_TARGETS.intersection(spec.target) and EARLIER not in spec.target


def blank(kind: str, id: str, position: int, assessment: str | None, /, **values: Value) -> Record:
    """A record with the given values and None everywhere else."""
    every: dict[str, Value] = {spec.key: None for spec in CATALOGUE[kind].fields}
    every.update(values)
    return Record(kind=kind, id=id, position=position, assessment=assessment, values=every)
