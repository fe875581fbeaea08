"""Who an export is for, and what it therefore leaves out: one place for Excel, PDF and JSON."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from selfassess.domain.proof import NO_PROOF
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.workbook import Assessment, Workbook

FORMATS = {"xlsx": "Excel", "docx": "Word", "pdf": "PDF", "json": "JSON"}
"""What an export can be, by the ending of its name."""
DOCUMENTS = ("docx", "pdf")
"""Those that are read from front to back: always of one year, and of chosen parts where somebody wants that."""


class Audience(StrEnum):
    """Who reads an export."""

    FULL = "full"
    BOARD = "board"
    PUBLIC = "public"

    @property
    def readers(self) -> str:
        """Who reads it, as it stands on a cover: "the board"."""
        return {
            Audience.FULL: "those who draft it",
            Audience.BOARD: "the board",
            Audience.PUBLIC: "the public",
        }[self]

    @property
    def label(self) -> str:
        """The audience in words, with what it leaves out."""
        return {
            Audience.FULL: "Full: everything",
            Audience.BOARD: "Board: without contacts and comments",
            Audience.PUBLIC: "Public: also without scores, risks, owners’ names and anything with personal data",
        }[self]


_LEFT_OUT = {
    Audience.FULL: frozenset[str](),
    Audience.BOARD: frozenset({"contact", "comment"}),
    Audience.PUBLIC: frozenset({"contact", "comment", "risk"}),
}
_SAFE_TO_PUBLISH = ("none", "redacted")
SCORING = ("score", "confidence", "insufficient_evidence", "rationale")


def for_audience(workbook: Workbook, audience: Audience) -> Workbook:
    """The workbook as this audience may see it; links to what is left out go with it.

    CQC's own published scores stay: they are public.
    """
    if audience is Audience.FULL:
        return workbook
    return replace(
        workbook,
        assessments=tuple(_reduced(a, audience) for a in workbook.assessments),
        journal=(),
        kept=(),  # a snapshot holds everything, whoever reads the rest
        proof=NO_PROOF,
        redactions=(),
    )


def _reduced(assessment: Assessment, audience: Audience) -> Assessment:
    kept = {
        kind: tuple(record for record in records if _may_see(record, audience))
        for kind, records in assessment.records.items()
        if kind not in _LEFT_OUT[audience]
    }
    gone = set(assessment.by_id) - {record.id for records in kept.values() for record in records}
    public = audience is Audience.PUBLIC
    hide_scores = public and assessment.record["assessor"] != "cqc"
    reduced = {
        kind: tuple(_without(record, gone, hide_people=public, hide_scores=hide_scores) for record in records)
        for kind, records in kept.items()
    }
    return replace(assessment, records=reduced)


def _may_see(record: Record, audience: Audience) -> bool:
    """For the public, evidence only where it is known to hold no personal data."""
    if audience is not Audience.PUBLIC or record.kind != "evidence":
        return True
    return record["personal_data"] in _SAFE_TO_PUBLISH


def _without(record: Record, gone: set[str], *, hide_people: bool, hide_scores: bool) -> Record:
    values = dict(record.values)
    for spec in CATALOGUE[record.kind].fields:
        value = values[spec.key]
        if isinstance(value, tuple):
            values[spec.key] = tuple(link for link in value if link not in gone) or None
        elif value is not None and value in gone:
            values[spec.key] = None
        if hide_people and spec.personal:
            values[spec.key] = None
        if hide_scores and record.kind == "judgement" and spec.key in SCORING:
            values[spec.key] = None
    return replace(record, values=values)
