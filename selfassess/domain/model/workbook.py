"""A workbook as a frozen value: what exports, checks and comparisons are given.

The store reads it in one go; nobody who holds one can change the file with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.catalogue import KINDS_OF_ASSESSMENT, Record
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.history_proof import NO_PROOF, Proof, Redaction
from selfassess.domain.model.journal import Entry
from selfassess.domain.model.signed_version import KeptVersion, SignedVersion


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One assessment with everything that belongs to it and the packs it is judged against."""

    record: Record
    framework: Framework
    information_return: InformationReturn | None
    records: Mapping[str, tuple[Record, ...]]
    """Record kind -> its records in order; a kind without records may be missing."""

    @property
    def id(self) -> str:
        """The assessment's id."""
        return self.record.id

    @property
    def label(self) -> str:
        """The year's name."""
        return self.record.text_of("label")

    @property
    def by_cqc(self) -> bool:
        """Whether CQC or a peer made it, so that it is read and not drafted."""
        return self.record["assessor"] != "self"

    @property
    def of_another_council(self) -> bool:
        """Whether it is CQC's assessment of another council, which says nothing of this one."""
        return self.record["assessor"] == "another"

    def records_of(self, kind: str) -> tuple[Record, ...]:
        """The records of one kind, in order."""
        return self.records.get(kind, ())

    def for_statement(self, kind: str, statement: str) -> tuple[Record, ...]:
        """The records of one kind that bear on a quality statement, in order."""
        known = self._by_statement.get(kind) or self._group_by_statement(kind)
        return known.get(statement, ())

    def _group_by_statement(self, kind: str) -> Mapping[Value, tuple[Record, ...]]:
        """Statement -> its records of one kind; worked out once, because many ask for every statement."""
        found: dict[Value, list[Record]] = {}
        for record in self.records_of(kind):
            several = "quality_statements" in record.values
            # A statement that is named twice has the record once.
            keys = dict.fromkeys(record.links_of("quality_statements")) if several else (record["quality_statement"],)
            for key in keys:
                found.setdefault(key, []).append(record)
        known = self._by_statement[kind] = {key: tuple(each) for key, each in found.items()}
        return known

    @cached_property
    def _by_statement(self) -> dict[str, Mapping[Value, tuple[Record, ...]]]:
        return {}

    @cached_property
    def judgements(self) -> Mapping[str, Record]:
        """Statement key -> its judgement."""
        return {record.text_of("quality_statement"): record for record in self.records_of("judgement")}

    @cached_property
    def scores_by_statement(self) -> Mapping[str, int | None]:
        """Statement key -> score (None where unscored), for every statement of the framework, in order."""
        return {statement.key: self.score_of(statement.key) for statement in self.framework.statements}

    def score_of(self, statement: str) -> int | None:
        """The score of a statement; None where it has none that makes sense, or where the evidence is not enough."""
        judgement = self.judgements.get(statement)
        value = judgement["score"] if judgement is not None else None
        if not isinstance(value, int) or isinstance(value, bool) or self.framework.find_score_label(value) is None:
            return None
        return value

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Every record of the assessment by its id."""
        return {record.id: record for records in self.records.values() for record in records}

    def find_section(self, key: str) -> Record | None:
        """The free-text section with this key."""
        return next((record for record in self.records_of("section") if record["key"] == key), None)

    def replace_records(self, fresh: Mapping[str, tuple[Record, ...]]) -> Assessment:
        """The year with other records of some kinds; what was sorted by statement of the others stays sorted."""
        made = replace(self, records={**self.records, **fresh})
        sorted_kinds = made._by_statement
        for kind, known in self._by_statement.items():
            if kind not in fresh:
                sorted_kinds[kind] = known
        return made


def changed_kinds(before: Assessment, after: Assessment) -> frozenset[str]:
    """The kinds of which any record differs between two states of one year, told by the objects, which are frozen."""
    then, now = before.records, after.records
    return frozenset(kind for kind in {*then, *now} if then.get(kind, ()) is not now.get(kind, ()))


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """One council and all its assessments, oldest first."""

    council: Record
    assessments: tuple[Assessment, ...]
    journal: tuple[Entry, ...] = ()
    """The whole journal where it was asked for; most uses need only ``journal_position``."""
    journal_position: str = ""
    """The id of the last journal entry that this value includes."""
    versions: tuple[SignedVersion, ...] = ()
    """The versions that were signed off, oldest first."""
    kept: tuple[KeptVersion, ...] = ()
    """The same with their snapshots, where the journal was asked for."""
    contribution: Contribution | None = None
    """What it is for, where it is a copy that was made for one contributor."""
    proof: Proof = field(default=NO_PROOF, compare=False, repr=False)
    """What its journal proves itself with, where the journal was asked for."""
    redactions: tuple[Redaction, ...] = ()
    """What was removed for good, where the journal was asked for."""
    imported: tuple[Pack, ...] = ()
    """Frameworks and returns that were imported and that no year uses yet."""

    @property
    def id(self) -> str:
        """What tells this workbook and its copies from others: the id of its council record."""
        return self.council.id

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks its assessments were judged against, then those that were imported, each once."""
        imported = (pack for pack in self.imported if isinstance(pack, Framework))
        return tuple({pack.id: pack for pack in (*(a.framework for a in self.assessments), *imported)}.values())

    @property
    def returns(self) -> tuple[InformationReturn, ...]:
        """The information returns its assessments answer, then those that were imported, each once."""
        imported = (pack for pack in self.imported if isinstance(pack, InformationReturn))
        found = (*(a.information_return for a in self.assessments), *imported)
        return tuple({r.id: r for r in found if r is not None}.values())

    @property
    def current(self) -> Assessment:
        """The assessment people work on: the last self-assessment, or the last of any kind."""
        own = [a for a in self.assessments if not a.by_cqc]
        return (own or list(self.assessments))[-1]

    def find_assessment(self, label: str | None) -> Assessment:
        """The assessment of this year (the current one for None); raises WrongUseError naming the years there are."""
        if label is None:
            return self.current
        for assessment in self.assessments:
            if assessment.label == label:
                return assessment
        years = ", ".join(a.label for a in self.assessments)
        raise WrongUseError(f"There is no year “{label}” in this workbook. It has: {years}.")

    def earlier_assessments(self, assessment: Assessment) -> tuple[Assessment, ...]:
        """The assessments of this council that come before one, latest first."""
        index = [a.id for a in self.assessments].index(assessment.id)
        return tuple(a for a in reversed(self.assessments[:index]) if not a.of_another_council)

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Every record of the workbook by its id."""
        return {record.id: record for record in self.all_records()}

    def all_records(self) -> Iterable[Record]:
        """Every record: council, then each assessment and what belongs to it in the catalogue's order."""
        yield self.council
        for assessment in self.assessments:
            yield assessment.record
            for kind in KINDS_OF_ASSESSMENT:
                yield from assessment.records_of(kind.key)
