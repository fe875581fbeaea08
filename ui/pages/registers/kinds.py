"""The registers as data: which records, which columns, which filters, and what a new one needs to be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfassess.domain.model import plural
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun
from ui.pages.registers import columns as shown
from ui.pages.registers import library
from ui.pages.registers.filters import Filter
from ui.widgets.tables import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register: its kind of record, its words, its filters and its columns."""

    place: str
    kind: str
    title: str
    what: str
    empty: str
    filters: tuple[Filter, ...]
    prompt: str
    """What the line that adds a record says in it."""
    asks: tuple[str, ...]
    """The fields that a new record is asked for first: the last is what names it."""
    columns: Callable[[Assessment, str, Mapping[str, str]], Sequence[Column]] | None = None
    """The columns for a year, today, and what is known of files (record id -> words); None where its model has them."""
    more: tuple[Filter, ...] = ()
    """Filters that are out of the way until somebody wants them."""
    for_many: tuple[str, ...] = ()
    """The fields that can be written into many records at once."""
    gathers: bool = False
    """Whether files, folders and web links can be dropped on it."""
    natural: Callable[[Record], Any] = lambda record: (record.position, record.id)
    """The order where no column is sorted by."""


BY_STATEMENT = Filter(field="quality_statement", everything="All statements", nothing="Without a statement")
BY_STATEMENTS = Filter(field="quality_statements", everything="All statements", nothing="Without a statement")

_OF_PLAN = (
    Filter(field="theme", everything="All themes", nothing="Without a theme"),
    Filter(field="origin", everything="Wherever it comes from", nothing="Not said where it comes from"),
)

REGISTERS = (
    Register(
        place="evidence",
        kind="evidence",
        title="Evidence",
        what=(
            "Everything this self-assessment rests on. Drop files, folders or web links anywhere on this page; they "
            "stay where they are."
        ),
        empty=(
            "None yet. Drop the documents, data and feedback that show how you do on this page, or add one by its "
            "title. Then link each to statements."
        ),
        filters=(
            BY_STATEMENTS,
            Filter(field="category", everything="All categories", nothing="Without a category"),
            library.FRESHNESS,
        ),
        more=(
            Filter(field="return_items", everything="All IR items", nothing="Without an IR item"),
            Filter(field="source", everything="All sources", nothing="Without a source"),
            Filter(field="location_kind", everything="Any kind of place", nothing="Place not said"),
            Filter(field="personal_data", everything="Personal data: any", nothing="Personal data: not said"),
            Filter(field="strength", everything="Any strength", nothing="Strength not said"),
            library.STATE,
            library.DUPLICATES,
            library.USE,
        ),
        for_many=(
            "category",
            "source",
            "quality_statements",
            "return_items",
            "owner",
            "personal_data",
            "strength",
            "published",
            "location_kind",
            "covers_from",
            "covers_to",
            "as_at",
            "dated_on",
        ),
        gathers=True,
        prompt="Add evidence: its title",
        asks=("title",),
        columns=shown.build_evidence_columns,
    ),
    Register(
        place="strengths",
        kind="strength",
        title="Strengths",
        what="What goes well in every statement, what it changed for people, and the evidence that shows it.",
        empty="No strengths yet. Name what you do well, in one line, and say what it changed for people.",
        filters=(BY_STATEMENT,),
        for_many=("quality_statement", "good_practice"),
        prompt="Add a strength: in one line",
        asks=("quality_statement", "title"),
        columns=shown.build_strength_columns,
    ),
    Register(
        place="improvements",
        kind="improvement",
        title="Areas for improvement",
        what="What needs to be better in every statement, and whether an action answers it.",
        empty="No areas for improvement yet. Say them before CQC does, each in one line.",
        filters=(BY_STATEMENT,),
        more=_OF_PLAN[1:],
        for_many=("quality_statement",),
        prompt="Add an area for improvement: in one line",
        asks=("quality_statement", "title"),
        columns=shown.build_improvement_columns,
    ),
    Register(
        place="risks",
        kind="risk",
        title="Risks",
        what="What may happen to people, how likely and how severe it is, and what holds it down.",
        empty="No risks yet. Write down what could keep people from safe, good care, and what holds it down.",
        filters=(BY_STATEMENT, Filter(field="status", everything="Any status", nothing="Without a status")),
        more=_OF_PLAN,
        for_many=("status", "owner", "escalated_to", "review_on", "quality_statement", "theme", "origin"),
        prompt="Add a risk: in one line",
        asks=("quality_statement", "title"),
        columns=shown.build_risk_columns,
        natural=shown.order_by_rating,
    ),
    Register(
        place="stories",
        kind="story",
        title="Stories and quotes",
        what="What people, carers and staff said or lived through. A role stands for the person, never a name.",
        empty="No stories yet. Write down what people told you, who they are as a role, and whether they agree.",
        filters=(BY_STATEMENTS, Filter(field="consent", everything="Any consent", nothing="Consent not said")),
        for_many=("consent", "gathered_how"),
        prompt="Add a story or quote: what was said",
        asks=("text",),
        columns=shown.build_story_columns,
    ),
    Register(
        place="actions",
        kind="action",
        title="Actions",
        what="What will be done, by whom and by when, about areas for improvement and risks.",
        empty="No actions yet. Say what will be done about each area for improvement, by whom and by when.",
        filters=(
            BY_STATEMENT,
            Filter(field="status", everything="Any status", nothing="Without a status"),
            Filter(field="priority", everything="Any priority", nothing="Without a priority"),
        ),
        more=_OF_PLAN,
        for_many=("status", "owner", "due_on", "priority", "starts_on", "quality_statement", "theme", "origin"),
        prompt="Add an action: in one line",
        asks=("quality_statement", "title"),
        columns=shown.build_action_columns,
    ),
    Register(
        place="contacts",
        kind="contact",
        title="Contacts",
        what="The people CQC may speak to: section 1 of the information return, and IR 38.",
        empty="No contacts yet. Section 1 asks for voluntary, carer and advocacy organisations; IR 38 for networks.",
        filters=(Filter(field="group", everything="All groups", nothing="Without a group"),),
        for_many=("group",),
        prompt="Add a contact: the organisation",
        asks=("group", "organisation"),
        columns=shown.build_contact_columns,
    ),
)

BY_PLACE = {register.place: register for register in REGISTERS}


def count_in_words(register: Register, number: int) -> str:
    """So many records of a register in words: "1 risk", "14 items of evidence"."""
    if register.kind == "evidence":
        return f"{count_noun(number, 'item')} of evidence"
    return plural.count_records(register.kind, number)
