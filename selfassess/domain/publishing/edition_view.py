"""A workbook as an edition may show it: one place for every format.

What is left out is gone before anything is written, so that no format can show it by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from selfassess.domain.model.addresses import WEB
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.editions import Edition, EditionOptions, options_for
from selfassess.domain.model.fields import Field, Value
from selfassess.domain.model.history_proof import NO_PROOF
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.roles import role_in
from selfassess.domain.readiness.assessors import PUBLISHERS

SCORING = ("score", "confidence", "insufficient_evidence", "rationale")
"""The fields of a judgement that say or name its score."""

_SAFE_TO_PUBLISH = ("none", "redacted")
_FINISHED = ("complete", "cancelled")


def for_edition(workbook: Workbook, edition: Edition, options: EditionOptions | None = None) -> Workbook:
    """The workbook as this edition may show it; links to what is left out go with it.

    The full edition with its usual options is the workbook itself. CQC's own published scores stay: they are public.
    """
    options = options or options_for(edition)
    if edition is Edition.FULL and options.scores and options.names and options.risks:
        return workbook
    council = _View(edition, options, published=False).of(workbook.council, frozenset())
    return replace(
        workbook,
        council=council,
        assessments=tuple(_reduced(a, edition, options) for a in workbook.assessments),
        journal=(),
        kept=(),  # a snapshot holds everything, whoever reads the rest
        proof=NO_PROOF,
        redactions=(),
    )


def _reduced(assessment: Assessment, edition: Edition, options: EditionOptions) -> Assessment:
    view = _View(edition, options, published=assessment.record["assessor"] in PUBLISHERS)
    kept = {
        kind: tuple(record for record in records if view.shows(record))
        for kind, records in assessment.records.items()
        if view.shows_kind(kind)
    }
    gone = frozenset(assessment.by_id) - {record.id for records in kept.values() for record in records}
    return replace(
        assessment,
        record=view.of(assessment.record, gone),
        records={kind: tuple(view.of(record, gone) for record in records) for kind, records in kept.items()},
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
        return self._whole or self._may_show(spec.by_key[spec.title])

    def shows(self, record: Record) -> bool:
        """Whether a record is shown at all.

        What is over (a closed risk, a cancelled action) is nothing to tell to others, and its status is not theirs
        to see. The public is given evidence only where it is known to hold no personal data, and stories only with
        consent; what somebody does not want told is told to nobody.
        """
        if self.edition.hides_workings and record.kind in ("risk", "action"):
            return record["status"] not in ("closed", "cancelled")
        if record.kind == "story" and not self._whole:
            consent = record["consent"]
            return consent == "yes" or (consent != "no" and self.edition is not Edition.PUBLIC)
        if self.edition is Edition.PUBLIC and record.kind == "evidence":
            return record["personal_data"] in _SAFE_TO_PUBLISH
        return True

    def of(self, record: Record, gone: frozenset[str]) -> Record:
        """A record with what may be shown of it."""
        values = {spec.key: self._value(record, spec, gone) for spec in CATALOGUE[record.kind].fields}
        if record.kind == "action" and not values["status"] and record["status"] in _FINISHED:
            values["priority"] = None  # what is done is no priority, and without its status nobody can tell
        return replace(record, values=values)

    def _value(self, record: Record, spec: Field, gone: frozenset[str]) -> Value:
        value = record[spec.key]
        if not self._shows_field(record, spec):
            return None
        if spec.personal and not self.options.names:
            return role_in(str(value or "")) or None
        if (record.kind, spec.key) == ("evidence", "location") and not self._whole:
            return value if record["published"] is True and WEB.match(str(value)) else None
        if isinstance(value, tuple):
            return tuple(link for link in value if link not in gone) or None
        return None if value in gone else value

    def _shows_field(self, record: Record, spec: Field) -> bool:
        scoring = record.kind == "judgement" and spec.key in SCORING
        if scoring and self.published:
            return True
        return (self._whole or self._may_show(spec)) and (self.options.scores or not scoring)

    def _may_show(self, spec: Field) -> bool:
        return self.edition in spec.editions

    @property
    def _whole(self) -> bool:
        """The full edition is a file to work with, and loses no field on its way."""
        return self.edition is Edition.FULL
