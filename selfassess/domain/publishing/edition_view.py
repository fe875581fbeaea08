"""A workbook as an edition may show it: one place for every format.

What is left out is gone before anything is written, so that no format can show it by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from selfassess.domain.model.addresses import WEB
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import list_owners
from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from selfassess.domain.model.fields import Field, Value
from selfassess.domain.model.history_proof import NO_PROOF
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.roles import find_role
from selfassess.domain.readiness.assessors import PUBLISHERS

SCORING = ("score", "confidence", "insufficient_evidence", "rationale")
"""The fields of a judgement that say or name its score."""

_SAFE_TO_PUBLISH = ("none", "redacted")
_FINISHED = ("complete", "cancelled")


def reduce_to_edition(workbook: Workbook, edition: Edition, options: EditionOptions | None = None) -> Workbook:
    """The workbook as this edition may show it; links to what is left out go with it.

    The full edition with its usual options is the workbook itself. CQC's own published scores stay: they are public.
    """
    options = options or build_options(edition)
    if edition is Edition.FULL and options.scores and options.names and options.risks:
        return workbook
    council = _View(edition, options, published=False).reduce_record(workbook.council, frozenset())
    return replace(
        workbook,
        council=council,
        assessments=tuple(_reduce_assessment(a, edition, options) for a in workbook.assessments),
        journal=(),
        kept=(),  # a snapshot holds everything, whoever reads the rest
        proof=NO_PROOF,
        redactions=(),
    )


def _reduce_assessment(assessment: Assessment, edition: Edition, options: EditionOptions) -> Assessment:
    view = _View(edition, options, published=assessment.record["assessor"] in PUBLISHERS)
    kept = {
        kind: tuple(record for record in records if view.shows_record(record))
        for kind, records in assessment.records.items()
        if view.shows_kind(kind)
    }
    gone = frozenset(assessment.by_id) - {record.id for records in kept.values() for record in records}
    while orphans := {r.id for rows in kept.values() for r in rows if not gone.isdisjoint(list_owners(r))}:
        gone |= orphans  # what is said of something left out would tell of it
        kept = {kind: tuple(r for r in rows if r.id not in orphans) for kind, rows in kept.items()}
    return replace(
        assessment,
        record=view.reduce_record(assessment.record, gone),
        records={kind: tuple(view.reduce_record(record, gone) for record in records) for kind, records in kept.items()},
    )


@dataclass(frozen=True, slots=True)
class _View:
    """What an edition shows of one assessment; ``published``: CQC made it, so that its scores are public."""

    edition: Edition
    options: EditionOptions
    published: bool

    def shows_kind(self, kind: str) -> bool:
        """Whether anything but links and titles of packs would be left of such records."""
        if kind == "risk" and not self.options.risks:
            return False
        spec = CATALOGUE[kind]
        return self._is_full_edition or self._may_show(spec.by_key[spec.title])

    def shows_record(self, record: Record) -> bool:
        """Whether a record is shown at all.

        What is over (a closed risk, a cancelled action) is nothing to tell to others, and its status is not theirs
        to see. The public is given evidence only where it is known to hold no personal data, and stories only with
        consent; what somebody does not want told is told to nobody.
        """
        if self.edition.hides_workings and record.kind in ("risk", "action"):
            return record["status"] not in ("closed", "cancelled")
        if record.kind == "story" and not self._is_full_edition:
            consent = record["consent"]
            if consent == "yes":
                return True
            return consent != "no" and self.edition is not Edition.PUBLIC
        if self.edition is Edition.PUBLIC and record.kind == "evidence":
            return record["personal_data"] in _SAFE_TO_PUBLISH
        return True

    def reduce_record(self, record: Record, gone: frozenset[str]) -> Record:
        """A record with what may be shown of it."""
        values = {spec.key: self._reduce_field_value(record, spec, gone) for spec in CATALOGUE[record.kind].fields}
        if record.kind == "action" and not values["status"] and record["status"] in _FINISHED:
            values["priority"] = None  # what is done is no priority, and without its status nobody can tell
        return replace(record, values=values)

    def _reduce_field_value(self, record: Record, spec: Field, gone: frozenset[str]) -> Value:
        value = record[spec.key]
        if not self._shows_field(record, spec):
            return None
        if spec.personal and not self.options.names:
            said = value or ""
            return find_role(str(said)) or None
        if (record.kind, spec.key) == ("evidence", "location") and not self._is_full_edition:
            if record["published"] is True and WEB.match(str(value)):
                return value
            return None
        if isinstance(value, tuple):
            return tuple(link for link in value if link not in gone) or None
        if value in gone:
            return None
        return value

    def _shows_field(self, record: Record, spec: Field) -> bool:
        scoring = record.kind == "judgement" and spec.key in SCORING
        if scoring and self.published:
            return True
        if not self._is_full_edition and not self._may_show(spec):
            return False
        return self.options.scores or not scoring

    def _may_show(self, spec: Field) -> bool:
        return self.edition in spec.editions

    @property
    def _is_full_edition(self) -> bool:
        """The full edition is a file to work with, and loses no field on its way."""
        return self.edition is Edition.FULL
