"""What goes into a return that is handed over: which file under which name, and what stays behind and why.

Every document goes once, under the first IR number it is sent for; the index leads there from the others. Evidence that
needs redaction never goes, nor does a copy of the same content that is recorded without that mark. Evidence whose
personal data nobody checked does go, and is named before anything is written: most evidence is a policy or a report
that holds none, and a return that left all of it out would be no return.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfassess.domain.framework.framework import InformationReturn
from selfassess.domain.model.addresses import WEB, normalise_location
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.return_pack.file_names import Names, remove_unseen_characters
from selfassess.domain.text.folding import fold_text

INDEX = ("Index.pdf", "Index.xlsx")
SELF_ASSESSMENT = "IR 1"
"""The item that the self-assessment itself answers."""
FORMS = ("pdf", "docx", "xlsx")
"""What the self-assessment can be sent as, by ending."""
USUAL_FORMS = ("pdf",)
"""What it is sent as where nobody asks for more."""

TO_REDACT = "It is marked as needing redaction."
CHANGED = "The file has changed since it was added as evidence."
ACTS = "It is {sort}. It is sent only where that is asked for."
NO_PLACE = "No file, web address or system is named for it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found where a file of evidence should be.

    ``sha256`` is known where the evidence has it or where the content was read; ``problem`` is one sentence on why it
    cannot be copied; ``changed``: it is not what was added.
    """

    size: int = 0
    sha256: str = ""
    ending: str = ""
    problem: str = ""
    changed: bool = False
    acts_as: str = ""
    """What it is where it is no document but acts or leads elsewhere: "a disk image"."""
    leads_to: str = ""
    """Where it really lies, where its place is a link or it lies outside of the workbook's and the person's folders."""
    fault: str = ""
    """Why nobody can open it, in a sentence, where that is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of the return. ``evidence`` are the ids it is recorded under; any of their files can be copied."""

    name: str
    title: str
    ref: str
    also: tuple[str, ...]
    evidence: tuple[str, ...]
    size: int
    sha256: str = ""
    changed: bool = False
    acts_as: str = ""
    leads_to: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What stands in the index only: a web page, or what is held in a system."""

    title: str
    ref: str
    also: tuple[str, ...]
    place: str
    web: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A piece of evidence that is not sent, and why, in a sentence."""

    title: str
    refs: tuple[str, ...]
    reason: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a return will hold, before anything is written."""

    assessment: Assessment
    asked: InformationReturn
    own: tuple[str, ...]
    """The names of the self-assessment's files."""
    documents: tuple[Document, ...]
    references: tuple[Reference, ...]
    held_back: tuple[HeldBack, ...]

    @property
    def total_bytes(self) -> int:
        """The bytes of all documents."""
        return sum(document.size for document in self.documents)

    def list_documents_under(self, ref: str) -> tuple[Document, ...]:
        """The documents that serve an item, those filed under it first."""
        own = (each for each in self.documents if each.ref == ref)
        return (*own, *(each for each in self.documents if ref in each.also))


def require_information_return(assessment: Assessment) -> InformationReturn:
    """The information return that a year answers. Raises WrongUseError where it answers none."""
    if assessment.information_return is None or assessment.by_cqc:
        raise WrongUseError(f"{assessment.label} answers no information return. Choose the year that you are drafting.")
    return assessment.information_return


def list_sent_evidence(assessment: Assessment) -> tuple[Record, ...]:
    """The evidence with an IR number, in the order of the return."""
    order = {item.ref: at for at, item in enumerate(require_information_return(assessment).items)}
    numbered = (record for record in assessment.records_of("evidence") if record.links_of("return_items"))
    return tuple(
        sorted(numbered, key=lambda each: min(order.get(ref, len(order)) for ref in each.links_of("return_items")))
    )


def is_file_evidence(record: Record) -> bool:
    """Whether a piece of evidence is a file; where nobody said what it is, its place tells."""
    kind = record.text_of("location_kind")
    if kind == "file":
        return True
    return not kind and bool(record.text_of("location")) and not WEB.match(record.text_of("location"))


def plan_return(
    assessment: Assessment,
    seen: Mapping[str, Seen],
    *,
    room: int,
    changed: bool = False,
    acting: bool = False,
    forms: Iterable[str] = USUAL_FORMS,
) -> Plan:
    """Plan the return of a year from what was ``seen`` of the files (evidence id -> what is there).

    ``room`` is how many characters a name may have; ``changed`` sends files that are not what was added, ``acting``
    also programs, shortcuts, disk images and documents with macros; ``forms`` are the endings of the self-assessment.
    ``seen`` holds
    also the files without an IR number that need redaction, so that no copy of them goes under another mark.
    """
    asked = require_information_return(assessment)
    names = Names(room, INDEX)
    own = tuple(
        names.choose_file_name(SELF_ASSESSMENT, f"Self-assessment {assessment.label}", f".{each}") for each in forms
    )
    held = tuple(_find_held_back(assessment, seen, changed, acting))
    kept = {each.evidence for each in held}
    going = [record for record in list_sent_evidence(assessment) if record.id not in kept]
    files = _group_by_key((_identify_content(each, seen[each.id]), each) for each in going if is_file_evidence(each))
    others = _group_by_key((_reference_identity(each), each) for each in going if not is_file_evidence(each))
    documents = tuple(_build_planned_document(records, seen, asked, names) for records in files)
    references = tuple(_build_planned_reference(records, asked) for records in others)
    return Plan(
        assessment=assessment,
        asked=asked,
        own=own,
        documents=documents,
        references=references,
        held_back=held,
    )


def list_item_numbers(records: Iterable[Record], asked: InformationReturn) -> tuple[str, ...]:
    """The IR numbers that evidence is sent under, each once, in the order of the return; unknown ones last."""
    order = {item.ref: at for at, item in enumerate(asked.items)}
    every = dict.fromkeys(ref for record in records for ref in record.links_of("return_items"))
    return tuple(sorted(every, key=lambda ref: order.get(ref, len(order))))


def _find_held_back(
    assessment: Assessment, seen: Mapping[str, Seen], changed: bool, acting: bool
) -> Iterator[HeldBack]:
    secret = {
        content: record
        for record in assessment.records_of("evidence")
        if record["personal_data"] == "needs_redaction"
        and (content := seen.get(record.id, Seen()).sha256 or record.text_of("sha256"))
    }
    for record in list_sent_evidence(assessment):
        reason = _reason_held_back(record, seen.get(record.id), secret, changed, acting)
        if reason:
            refs = list_item_numbers((record,), require_information_return(assessment))
            yield HeldBack(
                title=remove_unseen_characters(record.text_of("title")), refs=refs, reason=reason, evidence=record.id
            )


def _reason_held_back(
    record: Record, found: Seen | None, secret: Mapping[str, Record], changed: bool, acting: bool
) -> str:
    """Why a piece of evidence is not sent, "" where it is."""
    if record["personal_data"] == "needs_redaction":
        return TO_REDACT
    if not is_file_evidence(record):
        if record.text_of("location") or record.text_of("reference"):
            return ""
        return NO_PLACE
    if found is None:
        return NO_PLACE
    same = secret.get(found.sha256)
    if same:
        return (
            f"The same document is marked as needing redaction, as “{remove_unseen_characters(same.text_of('title'))}”."
        )
    is_changed = found.problem or (found.changed and not changed)
    if is_changed:
        return found.problem or CHANGED
    if found.acts_as and not acting:
        return ACTS.format(sort=found.acts_as)
    return ""


def _identify_content(record: Record, found: Seen) -> str:
    """What tells one file's content from another's; a file whose content nobody read is only itself."""
    return found.sha256 or record.id


def _reference_identity(record: Record) -> str:
    """One page under one title stands in the index once; what is held in a system is only itself."""
    place = record.text_of("location")
    if WEB.match(place):
        return f"{normalise_location(place)}\n{fold_text(record.text_of('title'))}"
    return record.id


def _group_by_key(keyed: Iterable[tuple[str, Record]]) -> list[tuple[Record, ...]]:
    groups: dict[str, list[Record]] = {}
    for key, record in keyed:
        groups.setdefault(key, []).append(record)
    return [tuple(group) for group in groups.values()]


def _build_planned_document(
    records: tuple[Record, ...], seen: Mapping[str, Seen], asked: InformationReturn, names: Names
) -> Document:
    first, *also = list_item_numbers(records, asked)
    found = seen[records[0].id]
    record_ids = tuple(record.id for record in records)
    is_changed = any(seen[record.id].changed for record in records)
    acts_as = next((seen[record.id].acts_as for record in records if seen[record.id].acts_as), "")
    leads_to = next((seen[record.id].leads_to for record in records if seen[record.id].leads_to), "")
    return Document(
        name=names.choose_file_name(first, records[0].text_of("title"), found.ending),
        title=remove_unseen_characters(records[0].text_of("title")),
        ref=first,
        also=tuple(also),
        evidence=record_ids,
        size=found.size,
        sha256=found.sha256,
        changed=is_changed,
        acts_as=acts_as,
        leads_to=leads_to,
        fault=found.fault,
    )


def _build_planned_reference(records: tuple[Record, ...], asked: InformationReturn) -> Reference:
    first, *also = list_item_numbers(records, asked)
    record = records[0]
    place = " – ".join(filter(None, (record.text_of("location"), record.text_of("reference"))))
    return Reference(
        title=record.text_of("title"),
        ref=first,
        also=tuple(also),
        place=place,
        web=bool(WEB.match(record.text_of("location"))),
    )
