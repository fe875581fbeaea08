"""What somebody should know before a return leaves the house. It warns; whether to send is for a person to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.information_return import look_back
from selfassess.domain.information_return.progress import READY
from selfassess.domain.readiness import evidence_index
from selfassess.domain.readiness.evidence_index import Library
from selfassess.domain.return_pack import file_types
from selfassess.domain.return_pack.index import ItemLine, Standing, build_item_lines
from selfassess.domain.return_pack.plan import Plan

FINISHED = ("signed_off", "submitted")
NOT_CHECKED = (None, "not_checked")


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, and what it is about, one line each."""

    sentence: str
    about: tuple[str, ...] = ()


def list_plan_notices(plan: Plan) -> tuple[Notice, ...]:
    """Everything to know of a planned return, the gravest first."""
    drafting = plan.assessment.record["status"] not in FINISHED
    draft = (Notice("The self-assessment is not signed off: its cover says DRAFT."),) if drafting else ()
    return (*_count_notices(_warn_of_documents(plan)), *draft, *_count_notices(_warn_of_items(plan)))


def _count_notices(said: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Notice]:
    return (Notice(f"{sentence}: {len(about):,}.", tuple(about)) for sentence, about in said if about)


def _warn_of_documents(plan: Plan) -> Iterator[tuple[str, Sequence[str]]]:
    year = plan.assessment
    records = plan.assessment.by_id
    library = Library(year.records_of("evidence"))
    going = [(each, records[each.evidence[0]]) for each in plan.documents]
    yield "Documents that nobody can open", [f"{e.title}: {e.fault}" for e, _ in going if e.fault and e.size]
    yield (
        "Documents that nobody has checked for personal data, sent as they are",
        [each.title for each, _ in going if any(records[id]["personal_data"] in NOT_CHECKED for id in each.evidence)],
    )
    yield "Documents that changed since they were added, sent as they are now", [e.title for e, _ in going if e.changed]
    acting = [each.name for each, _ in going if each.acts_as or file_types.describe_unsafe_type(each.name)]
    yield "Files that act or lead elsewhere when they are opened, which few portals take", acting
    yield (
        "Documents that are links, or lie outside of the folders of the workbook and your own",
        [f"{each.title}: {each.leads_to}" for each, _ in going if each.leads_to],
    )
    yield "Documents with nothing in the file", [each.title for each, _ in going if not each.size]
    yield (
        "Documents older than the item looks back",
        [
            f"{each.title} ({', '.join(item.ref for item in stale)})"
            for each, record in going
            if (stale := look_back.find_items_evidence_is_stale_for(year, record))
        ],
    )
    yield (
        "Documents that CQC may ask councils not to send",
        [
            f"{each.title}: {reason}"
            for each, record in going
            for reason in evidence_index.explain_unsuitable(year, record, library)
            if len(each.evidence) == 1 or not reason.startswith("The same document")  # it goes once
        ],
    )


def _warn_of_items(plan: Plan) -> Iterator[tuple[str, Sequence[str]]]:
    status = {record.text_of("return_item"): record["status"] for record in plan.assessment.records_of("return_answer")}
    every = build_item_lines(plan)
    missing = [each for each in every if each.standings == (Standing.MISSING,)]
    idle = [each for each in every if each.standings == (Standing.NOT_APPLICABLE,)]
    unfinished = [e for e in every if e not in missing and e not in idle and status.get(e.item.ref) != READY]
    yield "Items for which nothing is sent", _name_item_lines(missing)
    yield "Items not marked as ready, whose answer is sent as it is written now", _name_item_lines(unfinished)
    yield (
        "Items marked as not applicable, although documents are sent for them",
        _name_item_lines(e for e in idle if e.documents),
    )


def _name_item_lines(found: Iterable[ItemLine]) -> list[str]:
    return [f"{line.item.ref} {line.item.title}" for line in found]
